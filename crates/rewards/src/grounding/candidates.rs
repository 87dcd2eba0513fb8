//! Which number may be the value of a mention: the words and marks between the two decide.

use std::ops::Range;

use super::pair::{Form, Pair};
use super::{Bound, Candidate, Reader, is_unit_word};
use crate::facts::Unit;
use crate::lexicon::{Classes, stem};
use crate::mentions::Mention;
use crate::names::Name;
use crate::parse::{BlockKind, Number, NumberRole, NumberUnit, Span};
use crate::values::in_unit;
use crate::words::Word;

/// Classes that make a number beside a metric something else than its value of the day.
const ELSE: Classes = Classes::CHANGE
    .and(Classes::PAST)
    .and(Classes::CONDITION)
    .and(Classes::MEAN)
    .and(Classes::SPREAD)
    .and(Classes::PROJECTION)
    .and(Classes::EXTREME)
    .and(Classes::RATIO)
    .and(Classes::INTERVAL)
    .and(Classes::NEGATION)
    .and(Classes::PART);

/// Words between a number and the citation that names it: "385,930 for [unique_users]".
const NAMING: [u64; 6] =
    [stem(b"for"), stem(b"in"), stem(b"as"), stem(b"see"), stem(b"on"), stem(b"by")];

/// Words that name what a number is or where it comes from.
const SOURCES: [u64; 14] = [
    stem(b"which"),
    stem(b"that"),
    stem(b"i"),
    stem(b"namely"),
    stem(b"see"),
    stem(b"cf"),
    stem(b"per"),
    stem(b"by"),
    stem(b"according"),
    stem(b"source"),
    stem(b"from"),
    stem(b"metric"),
    stem(b"our"),
    stem(b"the"),
];

/// What may stand beside those.
const CALLED: [u64; 8] = [
    stem(b"is"),
    stem(b"e"),
    stem(b"to"),
    stem(b"day"),
    stem(b"called"),
    stem(b"s"),
    stem(b"was"),
    stem(b"as"),
];

/// Words before a number of days that is a window, and not how many are known.
const WINDOWS: [u64; 8] = [
    stem(b"last"),
    stem(b"past"),
    stem(b"previous"),
    stem(b"of"),
    stem(b"trailing"),
    stem(b"prior"),
    stem(b"next"),
    stem(b"within"),
];

impl Reader<'_> {
    /// The number that stands before a mention: `592,966 unique users [unique_users]`.
    pub(super) fn before(&self, index: usize, name: &Name, scope: Span) -> Option<Candidate> {
        let context = self.context;
        let mention = &context.mentions[index];
        let number = self
            .number_before(mention.span.start, scope.start)
            .or_else(|| self.days_before(mention, name, scope.start))?;
        let it = &context.answer.numbers[number];
        let gap = Span { start: it.span.end, end: mention.span.start };
        if gap.end - gap.start > 80 {
            return None;
        }
        let between = context.answer.slice(gap);
        // "(5.3042 BTC, [total_fees_mean_7d])"
        let bracketed = context.answer.text[..it.span.start].ends_with('(')
            && between.bytes().filter(|it| *it == b',').count() == 1
            && between.trim_end_matches(['*', '`', ' ']).ends_with(',');
        let words = context.words.within(gap);
        let sourced = mention.cited && self.is_sourced(between, words, mention, name);
        let equated = mention.cited
            && (is_equated_before(between)
                || self.is_apposed_before(index, number, between, scope));
        if !sourced
            && !equated
            && (!between.bytes().filter(|it| !(bracketed && *it == b',')).all(|it| {
                it.is_ascii_alphanumeric() || !it.is_ascii() || b" ()*`_'\"-[]$\\#".contains(&it)
            }) || between.contains(['–', '—', '→', '≈', '×', '÷', '−']))
        {
            return None;
        }
        let limit = if mention.cited { 6 } else { 2 };
        if words.len() > limit {
            return None;
        }
        let own = name.classes;
        let mut tight = true;
        for (place, word) in words.iter().enumerate() {
            let at = Span { start: word.span.start, end: word.span.end };
            let measured = it.role == NumberRole::Period;
            let placed = mention.cited && self.is_place(&words[place..]);
            if measured
                || sourced
                || placed
                || self.belongs_to(word, mention, name)
                || is_unit_word(context, at, &name.unit)
                || place > 0 && self.is_place(&words[place - 1..])
                || place > 1 && self.is_place(&words[place - 2..])
                || mention.cited && is_share_of(it, &name.unit, word)
            {
                continue;
            }
            // "385,930 for [unique_users]", "232,093 of them by [unique_receivers]"
            let named = mention.cited
                && NAMING.contains(&words[words.len() - 1].stem)
                && !text_behind(context.answer.text, mention.span.end).starts_with('=')
                && !context
                    .words
                    .within(scope)
                    .iter()
                    .any(|it| it.stem == const { stem(b"divided") });
            let of_them = words[place..].first().is_some_and(|it| it.stem == const { stem(b"of") })
                && words.get(place + 1).is_some_and(|it| it.stem == const { stem(b"them") })
                || place > 0 && word.stem == const { stem(b"them") };
            if named && (place + 1 == words.len() || of_them) {
                continue;
            }
            if !mention.cited {
                // "1,187,055 daily transactions": nothing but adjectives may stand between.
                if word.classes.any(Classes::TODAY) {
                    continue;
                }
                return None;
            }
            // "1.2 million of the [daily_txns]" is a part; "385,930 [daily_txns]" is not.
            if word.classes.any(Classes::PARTING)
                || word.classes.any(Classes::PER) && !own.any(Classes::MEAN)
                || word
                    .classes
                    .any(Classes::NUMERIC | Classes::COMPARISON | Classes::OVER | Classes::UNDER)
                || word.classes.any(Classes::TIME) && word.stem != const { stem(b"daily") }
                || word.classes.any(ELSE)
                    && !word.classes.any(own)
                    && !(word.classes.any(Classes::PER) && own.any(Classes::MEAN))
            {
                return None;
            }
            tight &= place < 3;
        }
        // Another metric between the two takes the number.
        let taken = context.mentions[..index]
            .iter()
            .rev()
            .take_while(|other| other.span.start >= gap.start)
            .any(|other| self.takes(other, mention, name));
        if taken {
            return None;
        }
        // "0.00029 ETH [gas_price_gwei]" is in another unit than the metric's.
        if let Some(first) = words.first()
            && first.classes.any(Classes::MEASURE)
            && !is_unit_word(context, first.span, &name.unit)
            && !self.belongs_to(first, mention, name)
        {
            return None;
        }
        let bound = self.bound_before(it.span.start, scope.start);
        let doubt = || {
            let pair = self.pair(mention, it, name, scope);
            let named = words.last().is_some_and(|it| NAMING.contains(&it.stem));
            self.doubt_before_number(&pair, own)
                .or_else(|| (named && self.is_acted_on(&pair)).then_some("a level to act at"))
                .or_else(|| {
                    // "over 14 days [daily_txns_days]" counts them, "of the last 30 days" does not.
                    let lead =
                        context.words.within(Span { start: scope.start, end: it.span.start });
                    let window = lead.last().is_some_and(|it| WINDOWS.contains(&it.stem));
                    (it.role == NumberRole::Period && (window || !name.name.ends_with("days")))
                        .then_some("a period")
                })
                .or_else(|| self.doubt_of_setting(&pair))
                .or_else(|| {
                    self.is_in_paired_lists(index, number, scope).then_some("in a list of values")
                })
                .or_else(|| self.doubt_around(&pair, own))
        };
        let doubt = self.is_open_to_doubt(it, name, bound).then(doubt).flatten();
        Some(Candidate { number, tight, bound, doubt })
    }

    /// The number that stands behind a mention: `[unique_users] = 592,966`.
    ///
    /// `has_before` says that a number stands before it too.
    pub(super) fn after(
        &self,
        index: usize,
        name: &Name,
        scope: Span,
        has_before: bool,
    ) -> Option<Candidate> {
        let context = self.context;
        let mention = &context.mentions[index];
        let number = self.value_after(mention.span.end, scope.end, name.name.ends_with("days"))?;
        let it = &context.answer.numbers[number];
        let gap = Span { start: mention.span.end, end: it.span.start };
        if gap.end - gap.start > 90 {
            return None;
        }
        let text = context.answer.text;
        let before = without_symbol(
            text[scope.start..mention.span.start].trim_end_matches(['*', '`', '_', ' ', '\'', '"']),
            context.answer.slice(gap),
        );
        let opening = before.trim_end_matches(['*', '`', ' ', '$', '_']);
        let begins =
            opening.is_empty() || opening.ends_with([':', ',', ';', '[', '(', '|', '•', '▸']);
        let heads = before.trim_matches(['*', '`', ' ', '-', '•', '|', '#', '>', '$']).is_empty()
            || begins && mention.clear;
        let gap = behind_symbol(context.answer.slice(gap))
            .map_or(gap, |at| Span { start: gap.start + at, end: gap.end });
        let between = context.answer.slice(gap);
        let blocks = &context.answer.blocks;
        let block = blocks.partition_point(|it| it.span.end <= mention.span.start);
        let in_code = blocks.get(block).is_some_and(|it| it.kind == BlockKind::Code);
        let closes = between.trim_start_matches(['*', '`', ']', '_']).trim_start().starts_with(')');
        if closes {
            // "Unique users ([unique_users]): 592,966" is fine, "ln([unique_users]) = 13" is not.
            let outside = before.strip_suffix('(')?;
            if !outside.is_empty() && !outside.ends_with([' ', '*', '|']) {
                return None;
            }
        }
        if in_code && between.contains('\n') {
            return None;
        }
        let opens = between.trim_matches(['*', '`', ' ', '_', ']']) == "(";
        if !opens && is_operand(before) {
            return None;
        }
        let own = name.classes;
        let words = context.words.within(gap);
        if words.len() > 9 {
            return None;
        }
        for character in between.chars() {
            let fine = character.is_alphanumeric()
                || character.is_whitespace()
                || matches!(
                    character,
                    ':' | '='
                        | '('
                        | ')'
                        | '*'
                        | '`'
                        | '_'
                        | '≈'
                        | '~'
                        | '$'
                        | '['
                        | ']'
                        | '"'
                        | '\''
                        | '’'
                        | '“'
                        | '”'
                        | '-'
                        | '–'
                        | '—'
                        | ','
                        | '\\'
                        | '}'
                        | '→'
                        | '≅'
                        | '≃'
                );
            let drawn = character == '>' && (between.contains("->") || between.contains("=>"));
            let arrow = (drawn || matches!(character, '→' | '⇒' | '.' | '·' | '…')) && heads;
            if !(fine || arrow) || matches!(character, '→') && !arrow {
                return None;
            }
        }
        let mut tight = true;
        let mut linked = words.is_empty();
        let mut states = false;
        let mut fillers = 0;
        let day = the_day_in(words);
        for (place, word) in words.iter().enumerate() {
            if self.belongs_to(word, mention, name)
                || self.is_own_day(word.span)
                || is_unit_word(context, word.span, &name.unit)
                || day.contains(&place)
            {
                continue;
            }
            let link = word.classes.any(Classes::LINK | Classes::TODAY | Classes::APPROXIMATE);
            let bound = word.classes.any(Classes::OVER | Classes::UNDER)
                || word.stem == const { stem(b"than") };
            if word.classes.any(Classes::NETWORK) {
                continue;
            }
            // "came to 1,187,055" gives the value; "a bounce of [close_usd] to $6,400" does not.
            if word.stem == const { stem(b"to") } && !linked {
                if words.len() == 1 && self.is_elliptic(index, scope) {
                    linked = true;
                    states = true;
                    continue;
                }
                return None;
            }
            // "is as large as", "was a respectable"
            if !link && !bound && states && fillers < 3 && is_filler(&words[place..], name) {
                fillers += 1;
                continue;
            }
            if !link && !bound {
                return None;
            }
            if word.classes.any(ELSE) && !word.classes.any(own | Classes::TODAY) && !bound && !link
            {
                return None;
            }
            linked = true;
            states |= word.classes.any(Classes::VERB) || word.stem == const { stem(b"at") };
            tight &= word.classes.any(Classes::VERB | Classes::TODAY)
                || word.stem == const { stem(b"of") }
                || word.stem == const { stem(b"at") }
                || word.stem == const { stem(b"figure") }
                || word.stem == const { stem(b"value") }
                || word.stem == const { stem(b"reading") }
                || word.classes.any(Classes::APPROXIMATE)
                || states && !word.classes.any(ELSE)
                || bound;
        }
        // A bare comma lists; it does not give a value.
        let marks = between.trim_matches(['*', '`', ' ', '_']);
        let named_between = context.mentions[index + 1..]
            .iter()
            .take_while(|other| other.span.start < gap.end)
            .any(|other| other.name != mention.name && !self.is_subject(other));
        // "the low, [low_usd], 567.00." is an apposition: nothing else claims the number.
        let softened = words.iter().all(|it| {
            it.classes.any(Classes::APPROXIMATE | Classes::TODAY)
                || it.stem == const { stem(b"at") } && words.len() > 1
        });
        let apposed = marks.starts_with(',')
            && softened
            && mention.clear
            && !has_before
            && !self.precedes_other(index, number)
            && self.ends_clause(it.span.end, name)
            && name.value.is_some_and(|value| {
                in_unit(it, &name.unit)
                    .any(|it| (0.005..=200.0).contains(&(it.value / value).abs()))
            });
        // "the average fee, [avg_fee], of 1.2384 × 10⁻⁴ BTC"
        let closed =
            marks.starts_with(',') && matches!(words, [of] if of.stem == const { stem(b"of") });
        tight &= apposed || closed || !between.contains(',');
        let named = named_between && !closed;
        if marks.starts_with(',') && (!linked || !states && !closed || named) && !apposed
            || marks == "," && !apposed
        {
            return None;
        }
        // "[daily_txns] - 5" may be a difference.
        let dash = !marks.is_empty() && marks.chars().all(|it| matches!(it, '-' | '–' | '—'));
        if words.is_empty() && dash {
            let spaced = between.starts_with(' ') && between.ends_with(' ');
            let before = before.trim_end();
            let heads = heads
                || before.trim_matches(['*', '`', ' ', '-', '•', '|', ':']).is_empty()
                || context.mentions[..index].last().is_some_and(|it| {
                    it.name == mention.name && it.span.end >= scope.start + before.len()
                });
            if !spaced || !heads {
                return None;
            }
        }
        // A bare space links a citation and its value; words only where nothing else stands in the
        // cell or item.
        let mut advised = false;
        if marks.is_empty() && words.is_empty() {
            let alone = before.trim_matches(['*', '`', ' ', '-', '•']).is_empty()
                || begins && !mention.cited;
            let listed = has_before && self.precedes_other(index, number);
            if !alone && (!mention.cited || listed || between.contains('\n')) {
                return None;
            }
            advised = !alone && self.is_advised(mention, scope.start);
        }
        let taken = context.mentions[index + 1..]
            .iter()
            .take_while(|other| other.span.start < gap.end)
            .any(|other| other.clear && other.name != mention.name && !self.is_subject(other));
        if taken {
            return None;
        }
        let bound = self.bound_before(it.span.start, mention.span.end);
        // "[unique_users] under 340,000" names a level; "was under 400,000" states a bound.
        let level = bound != Bound::Value && !states;
        let doubt = || {
            let pair = self.pair(mention, it, name, scope);
            let past = words.windows(2).any(|it| {
                it[0].stem == const { stem(b"had") } && it[1].stem == const { stem(b"been") }
                    || it[0].stem == const { stem(b"used") }
            }) || between.contains('(')
                && words.first().is_some_and(|it| it.stem == const { stem(b"was") });
            self.listed_with_previous(index, scope)
                .or_else(|| past.then_some("an earlier time is named"))
                .or_else(|| {
                    (apposed && self.is_of_another_noun(&pair)).then_some("of something else")
                })
                .or_else(|| self.is_acted_at(&pair).then_some("a level to act at"))
                .or_else(|| (advised && !self.is_said_of_today(&pair)).then_some("in advice"))
                .or_else(|| {
                    let counted = between.contains('=') && self.is_counted_before(mention, scope);
                    counted.then_some("computed from the metric")
                })
                .or_else(|| level.then_some("a threshold"))
                .or_else(|| self.doubt_of_setting(&pair))
                .or_else(|| self.doubt_around(&pair, own))
        };
        let doubt = self.is_open_to_doubt(it, name, bound).then(doubt).flatten();
        Some(Candidate { number, tight, bound, doubt })
    }

    /// Whether what parts a number from a citation names the citation as what it is or comes from:
    /// ", which is", ", i.e.", ", see", "(source:".
    fn is_sourced(&self, between: &str, words: &[Word], mention: &Mention, name: &Name) -> bool {
        let marks = between
            .trim_start_matches(['*', '`', ' ', '%', '$', '\\', '_'])
            .trim_end_matches(['*', '`', ' ', '$']);
        let unit = words.iter().take_while(|it| {
            self.belongs_to(it, mention, name)
                || is_unit_word(self.context, it.span, &name.unit)
                || it.classes.any(Classes::MEASURE)
        });
        let rest = &words[unit.count().min(2)..];
        let called = rest.len() <= 5
            && rest.first().is_some_and(|it| SOURCES.contains(&it.stem))
            && rest.iter().all(|it| {
                SOURCES.contains(&it.stem)
                    || CALLED.contains(&it.stem)
                    || self.belongs_to(it, mention, name)
            });
        let parted = marks.contains([',', '(', ';', '—', '–', '←']);
        called && parted && !marks.contains(['=', '+', '×', '÷', '/', '|', '\n'])
    }

    /// "395,930 users — [unique_users]", "1,187,055, [daily_txns]": nothing else claims the number,
    /// and the citation has no other.
    fn is_apposed_before(&self, index: usize, number: usize, between: &str, scope: Span) -> bool {
        let context = self.context;
        let mention = &context.mentions[index];
        let it = &context.answer.numbers[number];
        let marks = between.trim_matches(['*', '`', ' ', '_', '%']);
        let dashed = marks.ends_with(['—', '–']) || marks.ends_with(',');
        let previous = context.mentions[..index].last().map_or(scope.start, |it| it.span.end);
        let lead = Span { start: previous.max(scope.start), end: it.span.start };
        let claimed = context.mentions[..index].last().is_some_and(|other| {
            other.span.end > scope.start && context.words.within(lead).len() <= 3
        });
        let single = context.numbers_in(scope).filter(|(_, it)| it.role == NumberRole::Quantity);
        dashed
            && !claimed
            && single.count() == 1
            && !self.has_value_behind(mention.span.end, scope.end)
            && marks.chars().filter(|it| matches!(it, '—' | '–' | ',')).count() == 1
    }

    /// Whether a sentence says what to do at a number: "set a stop at $0.88 for [close_usd]".
    fn is_acted_on(&self, pair: &Pair<'_>) -> bool {
        let acting = Classes::ACTION | Classes::AWAITED | Classes::THRESHOLD;
        self.words_before(pair)
            .iter()
            .rev()
            .take(10)
            .any(|it| it.classes.any(acting) && !it.classes.any(Classes::CITED))
    }

    /// "enter at [unique_users] of 350,000"
    fn is_acted_at(&self, pair: &Pair<'_>) -> bool {
        const AT: [u64; 4] = [stem(b"at"), stem(b"near"), stem(b"around"), stem(b"to")];
        let before = self.words_before(pair);
        let start = self.clause_start(pair.scope.start, pair.first);
        let [rest @ .., at] = before else { return false };
        // "trim at [close_usd] ($7,000)", "wait for [gas_price_gwei] at 5 gwei"
        let ordered = rest.last().is_some_and(|it| {
            it.span.start >= start
                && it.classes.any(Classes::ACTION | Classes::SOFT_ACTION)
                && !it.classes.any(Classes::CITED)
        });
        let waits = at.stem == const { stem(b"for") };
        if ordered && (waits || AT.contains(&at.stem)) && !self.is_said_of_today(pair) {
            return true;
        }
        pair.form != Form::Settled
            && AT.contains(&at.stem)
            && !self.is_said_of_today(pair)
            && rest.iter().rev().take(4).any(|it| {
                it.span.start >= start
                    && it.classes.any(Classes::ACTION | Classes::SOFT_ACTION)
                    && !it.classes.any(Classes::CITED)
                    && !self.is_in_same_name(it, pair.mention)
            })
    }

    /// "the complement of [success_rate], 1.32%" gives the complement's value.
    fn is_of_another_noun(&self, pair: &Pair<'_>) -> bool {
        const OWN: [u64; 8] = [
            stem(b"value"),
            stem(b"figure"),
            stem(b"number"),
            stem(b"count"),
            stem(b"level"),
            stem(b"reading"),
            stem(b"today"),
            stem(b"total"),
        ];
        let before = self.words_before(pair);
        matches!(before, [.., noun, of]
            if of.stem == const { stem(b"of") }
                && !OWN.contains(&noun.stem)
                && !noun.classes.any(pair.name.classes)
                && !self.is_in_same_name(noun, pair.mention))
    }

    /// Whether words say where or when, on the task's own ground: "on Ethereum", "on 18 February".
    fn is_place(&self, words: &[Word]) -> bool {
        let [at, place, ..] = words else { return false };
        let leads = at.stem == const { stem(b"on") }
            || at.stem == const { stem(b"in") }
            || at.stem == const { stem(b"for") };
        let day = place.stem == const { stem(b"the") }
            && words.get(2).is_some_and(|it| it.stem == const { stem(b"day") });
        leads && (place.classes.any(Classes::NETWORK) || self.is_own_day(place.span) || day)
    }

    /// "[unique_receivers] came to 234,584 and [unique_users] to 183,239"
    fn is_elliptic(&self, index: usize, scope: Span) -> bool {
        let mention = &self.context.mentions[index];
        let before = Span { start: scope.start, end: mention.span.start };
        self.context.words.within(before).windows(2).any(|it| {
            const CAME: [u64; 6] = [
                stem(b"came"),
                stem(b"comes"),
                stem(b"amounted"),
                stem(b"amounts"),
                stem(b"added"),
                stem(b"rose"),
            ];
            CAME.contains(&it[0].stem) && it[1].stem == const { stem(b"to") }
        })
    }

    /// Whether a clause ends behind a number and its unit.
    fn ends_clause(&self, end: usize, name: &Name) -> bool {
        let text = self.context.answer.text;
        let words = self
            .context
            .words
            .within(Span { start: end, end: text.floor_char_boundary((end + 24).min(text.len())) });
        let unit = words.first().filter(|it| {
            let gap = &text[end..it.span.start.max(end)];
            gap.bytes().all(|it| it == b' ')
                && (is_unit_word(self.context, it.span, &name.unit)
                    || self.context.names.has_word(name, it.stem))
        });
        let rest = &text[unit.map_or(end, |it| it.span.end)..];
        let rest = rest.trim_start_matches(['*', '`', '$', ']']);
        rest.is_empty() || rest.starts_with([',', '.', ';', ')', '\n', '—'])
    }

    /// `[daily_txns] rose 5 % to 1,250,000`: the number after "to" is the value.
    pub(super) fn moved_to(&self, index: usize, name: &Name, scope: Span) -> Option<Candidate> {
        let context = self.context;
        let mention = &context.mentions[index];
        let words = context.words.within(Span { start: mention.span.end, end: scope.end });
        let own = name.classes;
        let mut changed = false;
        for (place, word) in words.iter().take(16).enumerate() {
            let other = context
                .mentions
                .iter()
                .skip(index + 1)
                .take_while(|it| it.span.start <= word.span.start)
                .any(|it| it.clear && it.name != mention.name && !self.is_subject(it));
            if other || word.classes.any(Classes::CONDITION | Classes::PROJECTION | Classes::MEAN) {
                return None;
            }
            let upto = word.stem == const { stem(b"up") }
                && words.get(place + 1).is_some_and(|it| it.stem == const { stem(b"to") });
            changed |= word.classes.any(Classes::CHANGE) && !upto;
            if !(changed && word.stem == const { stem(b"to") }) {
                continue;
            }
            let number = self.number_after(word.span.end, scope.end)?;
            let it = &context.answer.numbers[number];
            let next = words.get(place + 1)?;
            if next.span.start > it.span.end || it.span.start > next.span.end {
                return None;
            }
            let doubt = || {
                let pair = self.pair(mention, it, name, scope);
                self.doubt_of_setting(&pair)
                    .or_else(|| self.doubt_around(&pair, own | Classes::CHANGE))
            };
            let bound = Bound::Value;
            let doubt = self.is_open_to_doubt(it, name, bound).then(doubt).flatten();
            return Some(Candidate { number, tight: false, bound, doubt });
        }
        None
    }

    /// The last quantity that ends before a position.
    pub(super) fn number_before(&self, end: usize, start: usize) -> Option<usize> {
        let numbers = &self.context.answer.numbers;
        let upto = numbers.partition_point(|it| it.span.end <= end);
        let index = upto.checked_sub(1)?;
        let number = &numbers[index];
        (number.span.start >= start && number.role == NumberRole::Quantity).then_some(index)
    }

    /// `14 measured days [daily_txns_days]`: the value of a count of days reads as a period.
    fn days_before(&self, mention: &Mention, name: &Name, start: usize) -> Option<usize> {
        let numbers = &self.context.answer.numbers;
        let index =
            numbers.partition_point(|it| it.span.end <= mention.span.start).checked_sub(1)?;
        let number = &numbers[index];
        let between = Span { start: number.span.end, end: mention.span.start };
        let counts_days = name.name.ends_with("days");
        let close = self.context.words.within(between).len() <= 3;
        (mention.cited
            && counts_days
            && close
            && number.span.start >= start
            && number.role == NumberRole::Period)
            .then_some(index)
    }

    /// The first quantity that begins at or after a position.
    pub(super) fn number_after(&self, start: usize, end: usize) -> Option<usize> {
        self.value_after(start, end, false)
    }

    fn value_after(&self, start: usize, end: usize, counts_days: bool) -> Option<usize> {
        let numbers = &self.context.answer.numbers;
        let mut index = numbers.partition_point(|it| it.span.start < start);
        loop {
            let number = numbers.get(index)?;
            if number.span.start >= end {
                return None;
            }
            match number.role {
                NumberRole::Quantity => return Some(index),
                // "on 2025-02-09 was": the date is looked at with the words.
                NumberRole::Date => index += 1,
                // The value of a count of days reads as a period.
                NumberRole::Period if counts_days => return Some(index),
                _ => return None,
            }
        }
    }

    /// What kind of bound the words before a number make of it.
    pub(super) fn bound_before(&self, number: usize, start: usize) -> Bound {
        let words = self.context.words.within(Span { start, end: number });
        let mut last = words.iter().rev();
        let Some(first) = last.next() else {
            return Bound::Value;
        };
        let bound = |word: &Word| {
            if word.classes.any(Classes::OVER) {
                Bound::AtLeast
            } else if word.classes.any(Classes::UNDER) {
                Bound::AtMost
            } else {
                Bound::Value
            }
        };
        if first.stem == const { stem(b"than") } {
            return last.next().map_or(Bound::Value, bound);
        }
        let at = last.next().is_some_and(|it| it.stem == const { stem(b"at") });
        if first.stem == const { stem(b"least") } || first.stem == const { stem(b"most") } {
            return match (at, first.stem == const { stem(b"least") }) {
                (true, true) => Bound::AtLeast,
                (true, false) => Bound::AtMost,
                _ => Bound::Value,
            };
        }
        if first.stem == const { stem(b"more") }
            || first.stem == const { stem(b"fewer") }
            || first.stem == const { stem(b"less") }
        {
            return Bound::Value;
        }
        bound(first)
    }

    /// Whether a mention between a number and another mention takes the number for itself.
    fn takes(&self, other: &Mention, mention: &Mention, name: &Name) -> bool {
        if other.name == mention.name || self.is_subject(other) {
            return false;
        }
        other.clear
            || self
                .context
                .words
                .within(other.span)
                .iter()
                .any(|it| !self.context.names.has_word(name, it.stem))
    }

    /// Whether a word is part of another mention of the same name, or of the name itself.
    pub(super) fn belongs_to(&self, word: &Word, mention: &Mention, name: &Name) -> bool {
        if word.classes.any(Classes::CITED) {
            let mentions = &self.context.mentions;
            let upto = mentions.partition_point(|it| it.span.start <= word.span.start);
            return mentions[..upto].last().is_some_and(|it| it.cited && it.name == mention.name);
        }
        self.context.names.has_word(name, word.stem)
    }
}

/// The text behind a place, without marks of emphasis and spaces.
fn text_behind(text: &str, end: usize) -> &str {
    text[end..].trim_start_matches(['*', '`', ' '])
}

/// "98.68% of transactions succeed [success_rate]"
fn is_share_of(number: &Number, unit: &Unit, word: &Word) -> bool {
    *unit == Unit::Ratio
        && number.unit == NumberUnit::Percent
        && (word.stem == const { stem(b"of") }
            || word.stem == const { stem(b"succeed") }
            || word.stem == const { stem(b"succeeded") })
}

/// Whether a number and a citation behind it are equated: "1,187,055 = [daily_txns]".
fn is_equated_before(between: &str) -> bool {
    matches!(between.trim_matches(['*', '`', ' ', '$', '\\']), "=" | "(=" | "≡" | "←" | "<-")
}

/// Where a symbol ends that stands between a metric and its value: `[avg_fee] x = 0.0000123`.
fn behind_symbol(between: &str) -> Option<usize> {
    let at = between.find('=')?;
    let symbol = between[..at].trim_matches(['*', '`', ' ', '$', ']', ')', '(', '\\']);
    (!symbol.is_empty() && is_symbol(symbol)).then_some(at)
}

/// The text before a mention without the symbol it is called by: `v = [volatility] = 13.04%`.
fn without_symbol<'t>(before: &'t str, between: &str) -> &'t str {
    const WRAPPERS: [&str; 7] = [
        "\\text{",
        "\\texttt{",
        "\\mathrm{",
        "\\mathtt{",
        "\\textbf{",
        "\\mathit{",
        "\\operatorname{",
    ];
    let inner = WRAPPERS.iter().find_map(|it| before.strip_suffix(it)).unwrap_or(before).trim_end();
    let equated = between.trim_start_matches(['*', '`', ' ', '$', '}', ']', '_', '\\']);
    let Some(left) = inner.strip_suffix('=').or_else(|| inner.strip_suffix(":=")) else {
        return inner;
    };
    if !equated.starts_with(['=', '≈', ':']) {
        return before;
    }
    let left = left.trim_end_matches([' ', '$', '*', '`', ':']);
    let start = left.rfind([' ', '$', '(', '\n']).map_or(0, |at| at + 1);
    if is_symbol(&left[start..]) { left[..start].trim_end() } else { before }
}

/// Whether a text is a symbol of mathematics: "s", "μ", "P_t", "\hat\sigma".
fn is_symbol(text: &str) -> bool {
    let letters = text.chars().filter(|it| it.is_alphabetic()).count();
    let plain =
        text.chars().all(|it| it.is_alphanumeric() || matches!(it, '_' | '\\' | '{' | '}' | '^'));
    let named = text.contains('\\') && text.len() <= 16;
    plain
        && letters > 0
        && (letters <= 2 || named && text.len() <= 16 || text.contains('_') && letters <= 4)
}

/// Whether a word behind "is" or "was" only says how much: "as large as", "a respectable".
fn is_filler(words: &[Word], name: &Name) -> bool {
    let [word, rest @ ..] = words else { return false };
    let telling = ELSE
        | Classes::PARTING
        | Classes::THRESHOLD
        | Classes::AGAINST
        | Classes::COMPARISON
        | Classes::UP
        | Classes::DOWN
        | Classes::ACTION
        | Classes::SOFT_ACTION
        | Classes::TIME
        | Classes::NUMERIC
        | Classes::PER;
    let leads = rest.first().is_some_and(|it| {
        const AIMING: [u64; 5] =
            [stem(b"at"), stem(b"by"), stem(b"to"), stem(b"near"), stem(b"from")];
        AIMING.contains(&it.stem)
    });
    let ratio = name.unit == Unit::Ratio && word.stem == const { stem(b"ratio") };
    ratio || !leads && !word.classes.any(telling)
}

/// Where words say "on the day", "on the day under review".
fn the_day_in(words: &[Word]) -> Range<usize> {
    const AT: [u64; 2] = [stem(b"on"), stem(b"for")];
    const UNDER_REVIEW: [u64; 6] = [
        stem(b"under"),
        stem(b"review"),
        stem(b"in"),
        stem(b"question"),
        stem(b"of"),
        stem(b"analysis"),
    ];
    let start = words.windows(3).position(|it| {
        AT.contains(&it[0].stem)
            && it[1].stem == const { stem(b"the") }
            && it[2].stem == const { stem(b"day") }
    });
    let Some(start) = start else { return 0..0 };
    let rest = words[start + 3..].iter().take_while(|it| UNDER_REVIEW.contains(&it.stem)).count();
    start..start + 3 + rest
}

/// Whether the text before a mention makes it an operand: `[daily_txns] / `.
fn is_operand(before: &str) -> bool {
    let trimmed = before.trim_end();
    if trimmed.is_empty() {
        return false;
    }
    if trimmed.ends_with(['/', '÷', '×', '+', '−', '^', '·', '∙', '√', 'Δ', '∆', '{', '='])
    {
        return true;
    }
    if trimmed.ends_with("\\times") || trimmed.ends_with("\\div") || trimmed.ends_with(" per") {
        return true;
    }
    if [" plus", " minus", " times"].iter().any(|it| trimmed.ends_with(it)) {
        return true;
    }
    // A hyphen with something before it on the line is a minus; alone it is a list's mark.
    if let Some(rest) = trimmed.strip_suffix('-') {
        return rest.ends_with([' ', ']', ')']) && !rest.trim().is_empty();
    }
    // "f([daily_txns]" and "Δ[daily_txns]" are computed from it.
    if let Some(rest) = trimmed.strip_suffix('(') {
        return is_operand(rest) || rest.ends_with(|it: char| it.is_alphanumeric());
    }
    false
}
