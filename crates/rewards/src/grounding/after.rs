//! The number that stands behind a mention: `[unique_users] = 592,966`, "rose 5 % to 592,966".

use std::ops::Range;

use super::before::ELSE;
use super::pair::{Form, Pair};
use super::symbols::{behind_symbol, without_symbol};
use super::{Bound, COMPUTED, Candidate, Reader, is_unit_word};
use crate::facts::Unit;
use crate::lexicon::{Classes, stem};
use crate::names::Name;
use crate::parse::{BlockKind, Span};
use crate::values::in_unit;
use crate::words::Word;

/// Verbs that say that a bound was passed.
const EXCEEDED: [u64; 3] = [stem(b"exceeded"), stem(b"surpassed"), stem(b"topped")];

impl Reader<'_> {
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
        let windowed = name.classes.any(Classes::SPREAD) && !name.name.ends_with("days");
        let rest = &context.answer.text[mention.span.end..scope.end.max(mention.span.end)];
        let window = if windowed { behind_window(rest) } else { 0 };
        let start = mention.span.end + window;
        let number = self.value_after(start, scope.end, name.name.ends_with("days"))?;
        let it = &context.answer.numbers[number];
        let gap = Span { start, end: it.span.start };
        if gap.end - gap.start > 90 {
            return None;
        }
        let whole = gap;
        let gap = behind_symbol(context.answer.slice(whole))
            .map_or(gap, |at| Span { start: gap.start + at, end: gap.end });
        let between = context.answer.slice(gap);
        if context.answer.text[mention.span.end..].starts_with('_')
            && is_index_of_other(&context.answer.text[mention.span.end + 1..])
        {
            return None;
        }
        // Behind most names there is no value: the words between tell so soonest.
        let own = name.classes;
        let words = context.words.within(gap);
        if words.len() > 9 {
            return None;
        }
        let mut tight = true;
        let mut linked = words.is_empty();
        let mut states = false;
        let mut fillers = 0;
        let mut averaged = false;
        let day = the_day_in(words);
        for (place, word) in words.iter().enumerate() {
            if self.belongs_to(word, mention, name)
                || self.is_own_day(word.span)
                || is_unit_word(context, word.span, &name.unit)
                || day.contains(&place)
            {
                continue;
            }
            // What is an average of the day's transactions averages.
            let averages = word.stem == const { stem(b"averaged") }
                && matches!(name.unit, Unit::Coin(_) | Unit::Other(_));
            averaged |= averages;
            // "the [volatility] estimate of 7.38 %": a statistic is one.
            let estimate = own.any(Classes::SPREAD | Classes::MEAN)
                && word.stem == const { stem(b"estimate") }
                && words.get(place + 1).is_some_and(|it| it.stem == const { stem(b"of") });
            let link = averages
                || estimate
                || word.classes.any(Classes::LINK | Classes::TODAY | Classes::APPROXIMATE);
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
            if averages {
                (linked, states) = (true, true);
                continue;
            }
            if word.classes.any(ELSE) && !word.classes.any(own | Classes::TODAY) && !bound && !link
            {
                return None;
            }
            linked = true;
            states |= word.classes.any(Classes::VERB)
                || word.stem == const { stem(b"at") }
                || EXCEEDED.contains(&word.stem);
            tight &= word.classes.any(Classes::VERB | Classes::TODAY)
                || word.stem == const { stem(b"of") }
                || word.stem == const { stem(b"at") }
                || word.stem == const { stem(b"figure") }
                || word.stem == const { stem(b"value") }
                || word.stem == const { stem(b"reading") }
                || word.classes.any(Classes::APPROXIMATE)
                || states && !word.classes.any(ELSE)
                || estimate
                || bound;
        }
        let text = context.answer.text;
        let before = without_symbol(
            text[scope.start..mention.span.start].trim_end_matches(['*', '`', '_', ' ', '\'', '"']),
            context.answer.slice(whole),
        );
        let opening = before.trim_end_matches(['*', '`', ' ', '$', '_']);
        let begins =
            opening.is_empty() || opening.ends_with([':', ',', ';', '[', '(', '|', '•', '▸']);
        let heads = is_list_mark(before) || begins && mention.clear;
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
                        | '&'
                        | '→'
                        | '≅'
                        | '≃'
                );
            let drawn = character == '>' && (between.contains("->") || between.contains("=>"));
            let arrow = (drawn || matches!(character, '→' | '⇒' | '.' | '·' | '…')) && heads;
            if !(arrow || fine && character != '→') {
                return None;
            }
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
        // "the mean, [daily_txns_mean], is 1,225,190"
        let enclosed = marks.starts_with(',') && states && before.trim_end().ends_with(',');
        tight &= apposed || closed || enclosed || !between.contains(',');
        let named = named_between && !closed;
        if marks.starts_with(',') && (!linked || !states && !closed || named) && !apposed
            || marks == "," && !apposed
        {
            return None;
        }
        // "[daily_txns] - 5" may be a difference.
        let dash = !marks.is_empty() && marks.chars().all(|it| matches!(it, '-' | '–' | '—'));
        if words.is_empty() && dash {
            let spaced = between.trim_start_matches(['*', '`']).starts_with(' ')
                && between.trim_end_matches(['*', '`', '$']).ends_with(' ');
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
            // "closed at $112.82" links them by its own last word.
            let led = !mention.cited && context.answer.slice(mention.span).ends_with(" at");
            let alone = before.trim_matches(['*', '`', ' ', '-', '•']).is_empty()
                || begins && !mention.cited
                || led;
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
            // "The difference to [close_usd_mean_30d] ($369.77)", "[close_usd_mean_30d] − [close_usd] (369.77)"
            let apart =
                opens && (is_operand(before) || !has_before && self.is_distance_to(index, &pair));
            self.listed_with_previous(index, scope)
                .or_else(|| apart.then_some("of something else"))
                .or_else(|| past.then_some("an earlier time is named"))
                .or_else(|| {
                    (apposed && self.is_of_another_noun(&pair)).then_some("of something else")
                })
                .or_else(|| {
                    let soon = self.words_after(&pair).iter().take(6);
                    (averaged && soon.into_iter().any(|it| it.classes.any(Classes::TIME)))
                        .then_some("a mean or total over days")
                })
                .or_else(|| {
                    let days = name.name.ends_with("days") && pair.form == Form::Plain;
                    let part = matches!(words, [of] if of.stem == const { stem(b"of") });
                    (days && part).then_some("a part")
                })
                .or_else(|| self.is_measured_to(&pair).then_some("of something else"))
                .or_else(|| self.is_acted_at(&pair).then_some("a level to act at"))
                .or_else(|| {
                    (advised && !self.is_said_of_today(&pair) && !self.is_fixed(&pair))
                        .then_some("in advice")
                })
                .or_else(|| {
                    let counted = between.contains('=') && self.is_counted_before(mention, scope);
                    counted.then_some(COMPUTED)
                })
                .or_else(|| level.then_some("a threshold"))
                .or_else(|| self.doubt_of_setting(&pair))
                .or_else(|| self.doubt_around(&pair, own))
        };
        let doubt = self.is_open_to_doubt(mention, it, name, bound, scope).then(doubt).flatten();
        Some(Candidate { number, tight, bound, doubt, operand: false })
    }

    /// `[daily_txns] rose 5 % to 1,250,000`: the number after "to" is the value.
    pub(super) fn moved_to(&self, index: usize, name: &Name, scope: Span) -> Option<Candidate> {
        let context = self.context;
        let mention = &context.mentions[index];
        let words = context.words.within(Span { start: mention.span.end, end: scope.end });
        let soon = &words[..words.len().min(16)];
        // Few sentences say that something moved to a value.
        let changed = soon.iter().position(|it| it.classes.any(Classes::CHANGE))?;
        if !soon[changed..].iter().any(|it| it.stem == const { stem(b"to") }) {
            return None;
        }
        let own = name.classes;
        let mut changed = false;
        for (place, word) in soon.iter().enumerate() {
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
            let doubt =
                self.is_open_to_doubt(mention, it, name, bound, scope).then(doubt).flatten();
            // "[total_volume] has dropped to", but "the risk is that [close_usd] returns to"
            let moved = soon[..place].last().map(|it| context.answer.slice(it.span));
            // "fell to 1,817,919 ETH, then recovered"
            let went_on =
                words[place + 1..].iter().take(8).any(|it| it.classes.any(Classes::CHANGE));
            let tight = mention.cited && place <= 2 && moved.is_some_and(is_past_tense) && !went_on;
            return Some(Candidate { number, tight, bound, doubt, operand: false });
        }
        None
    }

    /// `A week ago [total_fees] was 3,413.56 NEAR; now it is 4,601.56 NEAR`: the value of the day
    /// behind that of another.
    pub(super) fn given_now(&self, index: usize, scope: Span) -> Option<Candidate> {
        /// How many words stand between "now" and the value.
        const SOON: usize = 4;
        let context = self.context;
        let mention = &context.mentions[index];
        let words = context.words.within(Span { start: mention.span.end, end: scope.end });
        let soon = &words[..words.len().min(16)];
        let now = soon
            .iter()
            .find(|it| it.stem == const { stem(b"now") } || it.stem == const { stem(b"today") })?;
        let between = Span { start: mention.span.end, end: now.span.start };
        let first = context.numbers_in(between).next()?;
        let number = self.number_after(now.span.end, scope.end)?;
        let it = &context.answer.numbers[number];
        let lead = Span { start: now.span.end, end: it.span.start };
        let lead_words = context.words.within(lead);
        let plain = lead_words.iter().all(|it| {
            it.classes.any(Classes::LINK | Classes::VERB | Classes::APPROXIMATE)
                || ["it", "they", "there"].contains(&context.answer.slice(it.span))
        });
        let other = context.mentions_in(Span { start: mention.span.end, end: it.span.start });
        let named =
            other.iter().any(|it| it.clear && it.name != mention.name && !self.is_subject(it));
        if !plain || lead_words.len() > SOON || named || first.1.unit != it.unit {
            return None;
        }
        Some(Candidate {
            number,
            tight: mention.cited,
            bound: Bound::Value,
            doubt: None,
            operand: false,
        })
    }

    /// "The difference to the mean ($369.77)": the number is how far apart two things are.
    fn is_distance_to(&self, index: usize, pair: &Pair<'_>) -> bool {
        const DISTANCES: [u64; 8] = [
            stem(b"gap"),
            stem(b"difference"),
            stem(b"distance"),
            stem(b"deviation"),
            stem(b"premium"),
            stem(b"discount"),
            stem(b"excess"),
            stem(b"shortfall"),
        ];
        let valued = self.context.mentions[..index].last().is_some_and(|it| {
            it.span.start >= pair.clause
                && self.has_quantity(Span { start: it.span.end, end: pair.first })
        });
        !valued
            && !pair.name.classes.any(Classes::SPREAD)
            && self
                .words_before(pair)
                .iter()
                .rev()
                .take(6)
                .any(|it| it.span.start >= pair.clause && DISTANCES.contains(&it.stem))
    }

    /// `enter at [unique_users] of 350,000`
    fn is_acted_at(&self, pair: &Pair<'_>) -> bool {
        const AT: [u64; 4] = [stem(b"at"), stem(b"near"), stem(b"around"), stem(b"to")];
        let before = self.words_before(pair);
        let start = pair.clause;
        let [rest @ .., at] = before else { return false };
        // "trim at [close_usd] ($7,000)", "wait for [gas_price_gwei] at 5 gwei"
        // "being close to [total_fees_mean] = 5.4224" compares.
        let close_to = rest.last().is_some_and(|it| it.stem == const { stem(b"close") })
            && at.stem == const { stem(b"to") };
        if close_to {
            return false;
        }
        let ordered = rest.last().is_some_and(|it| {
            it.span.start >= start
                && it.classes.any(Classes::ACTION | Classes::SOFT_ACTION)
                && !it.classes.any(Classes::CITED)
        });
        if pair.form == Form::Settled && self.is_fixed(pair) {
            return false;
        }
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

    /// `the complement of [success_rate], 1.32%` gives the complement's value.
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

    /// `The distance to [close_usd_mean_30d] is $348`, `the peak before [peak_close] was $257.59`: the
    /// verb speaks of what stands before the preposition.
    fn is_measured_to(&self, pair: &Pair<'_>) -> bool {
        const BETWEEN: [u64; 11] = [
            stem(b"to"),
            stem(b"from"),
            stem(b"before"),
            stem(b"after"),
            stem(b"between"),
            stem(b"under"),
            stem(b"over"),
            stem(b"above"),
            stem(b"below"),
            stem(b"beyond"),
            stem(b"towards"),
        ];
        let before = self.words_before(pair);
        let articled = before.last().is_some_and(|it| it.stem == const { stem(b"the") });
        let noun = before.len().checked_sub(2 + usize::from(articled));
        let Some(noun) = noun else { return false };
        let [head, at, ..] = &before[noun..] else { return false };
        BETWEEN.contains(&at.stem)
            && at.span.start >= pair.clause
            && !head.classes.any(Classes::VERB)
            && self.context.words.within(pair.gap()).iter().any(|it| it.classes.any(Classes::VERB))
    }

    /// `[unique_receivers] came to 234,584 and [unique_users] to 183,239`
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
}

/// Whether a verb of movement says that it is over: "dropped", "fell".
fn is_past_tense(verb: &str) -> bool {
    const IRREGULAR: [&str; 10] =
        ["rose", "fell", "slid", "sank", "grew", "came", "went", "risen", "fallen", "grown"];
    verb.ends_with("ed") || IRREGULAR.contains(&verb)
}

/// Whether nothing but the mark of a list or item stands before a place: "- ", "(a) ✓ ", "3) ".
fn is_list_mark(before: &str) -> bool {
    /// The longest mark, with its spaces, in bytes.
    const LONGEST: usize = 24;
    let before = before.trim();
    if before.is_empty() {
        return true;
    }
    if before.len() > LONGEST || before.contains(['[', '=', '/', '+']) {
        return false;
    }
    let named = before.chars().filter(|it| it.is_alphanumeric()).count();
    named == 0 && !before.contains(['(', ')']) || named <= 2 && before.contains([')', '.'])
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
        | Classes::AWAITED
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

/// Whether an index behind a metric names another time than the task's day: `[daily_txns]_old`.
fn is_index_of_other(text: &str) -> bool {
    const NOW: [&str; 6] = ["t", "T", "now", "today", "new", "current"];
    let index = text.trim_start_matches(['{', '\\']);
    let length = index.find(|it: char| !it.is_ascii_alphanumeric()).unwrap_or(index.len());
    length > 0 && !NOW.contains(&&index[..length])
}

/// Where the window of the volatility ends that stands behind its name: "over the last 14 days".
fn behind_window(text: &str) -> usize {
    /// How many words it has at most.
    const WORDS: usize = 6;
    const AT: [&str; 4] = ["over", "of", "for", "across"];
    const WHICH: [&str; 6] = ["the", "last", "past", "previous", "prior", "trailing"];
    const DAYS: [&str; 2] = ["14", "fourteen"];
    let mut rest = text;
    for place in 0..WORDS {
        let word = rest.trim_start_matches([' ', '*', '`']);
        let length = word.find(|it: char| !it.is_ascii_alphanumeric()).unwrap_or(word.len());
        let (word, behind) = word.split_at(length);
        let fits = match place {
            0 => AT.contains(&word),
            _ => WHICH.contains(&word) || DAYS.contains(&word),
        };
        if place > 0 && word == "days" {
            return text.len() - behind.len();
        }
        if !fits {
            return 0;
        }
        rest = behind;
    }
    0
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
    let trimmed = ["\\text{", "\\mathrm{"]
        .iter()
        .find_map(|it| trimmed.strip_suffix(it))
        .map_or(trimmed, str::trim_end);
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
