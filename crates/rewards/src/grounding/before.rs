//! The number that stands before a mention: `592,966 unique users [unique_users]`.

use super::pair::Pair;
use super::{Candidate, Reader, is_unit_word};
use crate::facts::Unit;
use crate::lexicon::{Classes, stem};
use crate::mentions::Mention;
use crate::names::Name;
use crate::parse::{Number, NumberRole, NumberUnit, Span};
use crate::words::Word;

/// Classes that make a number beside a metric something else than its value of the day.
pub(super) const ELSE: Classes = Classes::CHANGE
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

/// Words between a number and the citation that names it: `385,930 for [unique_users]`.
const NAMING: [u64; 6] =
    [stem(b"for"), stem(b"in"), stem(b"as"), stem(b"see"), stem(b"on"), stem(b"by")];

/// Words that name what a number is or where it comes from.
const SOURCES: [u64; 15] = [
    stem(b"its"),
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
const CALLED: [u64; 9] = [
    stem(b"what"),
    stem(b"is"),
    stem(b"e"),
    stem(b"to"),
    stem(b"day"),
    stem(b"called"),
    stem(b"s"),
    stem(b"was"),
    stem(b"as"),
];

/// Words that make the rest of a count of it.
const MISSING: [u64; 4] =
    [stem(b"unknown"), stem(b"missing"), stem(b"absent"), stem(b"unmeasured")];

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
        let part = if name.name.ends_with("days") { self.part_of(number) } else { None };
        let number = part.unwrap_or(number);
        let it = &context.answer.numbers[number];
        let gap = Span { start: it.span.end, end: mention.span.start };
        if gap.end - gap.start > 80 {
            return None;
        }
        let between = context.answer.slice(gap);
        let words = context.words.within(gap);
        let led = between.trim_end_matches(['*', '`', ' ']);
        // "(5.3042 BTC, [total_fees_mean_7d])"
        let bracketed = context.answer.text[..it.span.start].ends_with('(')
            && between.bytes().filter(|it| *it == b',').count() == 1
            && led.ends_with(',');
        // "Only 7 baseline days, [daily_txns_days], several of them recovered"
        let counted = it.role == NumberRole::Period
            && name.name.ends_with("days")
            && words.len() == 2
            && led.ends_with("days,");
        let has_comma = bracketed || counted;
        let limit = if mention.cited { 6 } else { 2 };
        if words.len() > limit {
            return None;
        }
        // "13 ([total_fees_days] − 1)": a bracket that computes.
        let behind = text_behind(context.answer.text, mention.span.end);
        if led.ends_with('(') && behind.starts_with(['−', '-', '–', '+', '×', '÷', '/', '^', '*'])
        {
            return None;
        }
        let sourced = mention.cited && self.is_sourced(between, words, mention, name);
        let equated = mention.cited
            && (is_equated_before(between)
                || self.is_apposed_before(index, number, between, scope));
        if !sourced
            && !equated
            && (!between.bytes().filter(|it| !(has_comma && *it == b',')).all(|it| {
                it.is_ascii_alphanumeric()
                    || !it.is_ascii()
                    || b" ()*`_'\"-[]$\\#".contains(&it)
                    || it == b'/' && between.contains("/day")
            }) || between.contains(['–', '—', '→', '≈', '×', '÷', '−']))
        {
            return None;
        }
        let own = name.classes;
        let mut tight = true;
        // "16 of 30 days" may be those that are unknown.
        let all = context.numbers_in(gap).next().map(|all| all.1.value);
        if part.is_some() && all.zip(name.value).is_some_and(|(all, known)| all - it.value == known)
        {
            return None;
        }
        for (place, word) in words.iter().enumerate() {
            let at = Span { start: word.span.start, end: word.span.end };
            let measured = it.role == NumberRole::Period || part.is_some();
            let placed = mention.cited && self.is_place(&words[place..]);
            // "11 are unknown ([total_fees_days])", "30 days would be [total_fees_days]"
            if measured && word.classes.any(Classes::CONDITION) || MISSING.contains(&word.stem) {
                return None;
            }
            let on_average = own.any(Classes::MEAN)
                && (word.stem == const { stem(b"average") }
                    || word.stem == const { stem(b"on") }
                        && words
                            .get(place + 1)
                            .is_some_and(|it| it.stem == const { stem(b"average") }));
            if measured
                || on_average
                || sourced
                || placed
                || self.belongs_to(word, mention, name)
                || is_unit_word(context, at, &name.unit)
                || place > 0 && self.is_place(&words[place - 1..])
                || place > 1 && self.is_place(&words[place - 2..])
                || mention.cited && is_share(it, &name.unit, word)
                || mention.cited && is_daily_rate(words, place)
                || mention.cited
                    && word.stem == const { stem(b"day") }
                    && context.answer.text[..word.span.start].ends_with('/')
                || mention.cited && self.is_own_day(word.span)
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
                    // "of the 30 days"
                    let lead = match lead {
                        [lead @ .., the] if the.stem == const { stem(b"the") } => lead,
                        _ => lead,
                    };
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
        let doubt = self.is_open_to_doubt(mention, it, name, bound, scope).then(doubt).flatten();
        Some(Candidate { number, tight, bound, doubt, operand: false })
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

    /// `395,930 users — [unique_users]`, `1,187,055, [daily_txns]`: nothing else claims the number,
    /// and the citation has no other.
    fn is_apposed_before(&self, index: usize, number: usize, between: &str, scope: Span) -> bool {
        let context = self.context;
        let mention = &context.mentions[index];
        let it = &context.answer.numbers[number];
        let marks = between.trim_matches(['*', '`', ' ', '_', '%']);
        let dashed = marks.ends_with(['—', '–']) || marks.ends_with(',');
        if !dashed || marks.chars().filter(|it| matches!(it, '—' | '–' | ',')).count() != 1 {
            return false;
        }
        // What was cited before has a number of its own, or is further away.
        let previous = context.mentions[..index]
            .iter()
            .rfind(|other| other.cited && other.span.end <= it.span.start)
            .filter(|other| other.span.start >= scope.start);
        let start = previous.map_or(scope.start, |it| it.span.end);
        let lead = Span { start, end: it.span.start };
        let claimed = previous.is_some_and(|other| {
            context.words.within(lead).len() <= 3
                && !(self.has_value_before(other.span.start, scope.start)
                    && context.answer.slice(lead).contains([',', ';', '.', '—', ' ']))
        });
        let alike = context
            .numbers_in(Span { start, end: mention.span.start })
            .filter(|(_, other)| other.role == NumberRole::Quantity && other.unit == it.unit);
        let rest = text_behind(context.answer.text, mention.span.end);
        let lists = context.mentions.get(index + 1).is_some_and(|next| {
            let gap = Span { start: mention.span.end, end: next.span.start };
            next.cited
                && next.span.start < scope.end
                && context.words.within(gap).len() <= 1
                && !self.has_quantity(gap)
        });
        !claimed
            && alike.count() == 1
            && !lists
            && (rest.starts_with([',', ';'])
                || rest.starts_with("and ")
                || !self.has_value_behind(mention.span.end, scope.end))
    }

    /// Whether a value is given right before a citation: `385,930 users, [unique_users]`.
    fn has_value_before(&self, citation: usize, start: usize) -> bool {
        self.number_before(citation, start).is_some_and(|it| {
            let gap = Span { start: self.context.answer.numbers[it].span.end, end: citation };
            self.context.words.within(gap).len() <= 3
                && !self.context.answer.slice(gap).contains(['.', ';', '|'])
        })
    }

    /// Whether a sentence says what to do at a number: `set a stop at $0.88 for [close_usd]`.
    fn is_acted_on(&self, pair: &Pair<'_>) -> bool {
        let acting = Classes::ACTION | Classes::AWAITED | Classes::THRESHOLD;
        self.words_before(pair)
            .iter()
            .rev()
            .take(10)
            .any(|it| it.classes.any(acting) && !it.classes.any(Classes::CITED))
    }

    /// Whether words say where or when, on the task's own ground: "on Ethereum", "on 18 February".
    pub(super) fn is_place(&self, words: &[Word]) -> bool {
        let [at, place, ..] = words else { return false };
        // "207,588 addresses received funds that day ([unique_receivers])"
        if at.stem == const { stem(b"that") } && place.stem == const { stem(b"day") } {
            return true;
        }
        let leads = at.stem == const { stem(b"on") }
            || at.stem == const { stem(b"in") }
            || at.stem == const { stem(b"for") };
        let day = place.stem == const { stem(b"the") }
            && words.get(2).is_some_and(|it| it.stem == const { stem(b"day") });
        leads && (place.classes.any(Classes::NETWORK) || self.is_own_day(place.span) || day)
    }

    /// `14 measured days [daily_txns_days]`: the value of a count of days reads as a period.
    pub(super) fn days_before(
        &self,
        mention: &Mention,
        name: &Name,
        start: usize,
    ) -> Option<usize> {
        let numbers = &self.context.answer.numbers;
        let index =
            numbers.partition_point(|it| it.span.end <= mention.span.start).checked_sub(1)?;
        let number = &numbers[index];
        let between = Span { start: number.span.end, end: mention.span.start };
        let counts_days = name.name.ends_with("days");
        let words = self.context.words.within(between);
        let days = words.iter().take(5).any(|it| it.stem == const { stem(b"day") });
        let close = words.len() <= 3 || days && words.len() <= 6;
        (mention.cited
            && counts_days
            && close
            && number.span.start >= start
            && number.role == NumberRole::Period)
            .then_some(index)
    }

    /// The number of which another is the whole: the 12 of "only 12 of the 30 baseline days".
    fn part_of(&self, whole: usize) -> Option<usize> {
        let numbers = &self.context.answer.numbers;
        let part = whole.checked_sub(1)?;
        let gap = Span { start: numbers[part].span.end, end: numbers[whole].span.start };
        let between = self.context.answer.slice(gap).trim();
        let counts = matches!(numbers[part].role, NumberRole::Quantity | NumberRole::Period);
        let parts = ["of", "of the", "out of", "out of the", "/"];
        (counts && parts.contains(&between)).then_some(part)
    }

    /// Whether a mention between a number and another mention takes the number for itself.
    fn takes(&self, other: &Mention, mention: &Mention, name: &Name) -> bool {
        if other.name == mention.name || self.is_subject(other) {
            return false;
        }
        // "98.46% of Ethereum transactions succeeded ([success_rate])": a share of what is counted.
        let share = |it: &Name| name.unit == Unit::Ratio && it.unit == Unit::Count;
        if !other.cited && other.name.is_some_and(|it| share(self.context.names.get(it))) {
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
}

/// The text behind a place, without marks of emphasis and spaces.
fn text_behind(text: &str, end: usize) -> &str {
    text[end..].trim_start_matches(['*', '`', ' '])
}

/// `98.68% of transactions succeed [success_rate]`
fn is_share(number: &Number, unit: &Unit, word: &Word) -> bool {
    *unit == Unit::Ratio
        && number.unit == NumberUnit::Percent
        && (word.stem == const { stem(b"of") }
            || word.stem == const { stem(b"succeed") }
            || word.stem == const { stem(b"succeeded") })
}

/// "5.7% per day [volatility]", "733,580 transactions a day"
fn is_daily_rate(words: &[Word], place: usize) -> bool {
    let day = |at: usize| words.get(at).is_some_and(|it| it.stem == const { stem(b"day") });
    let per = |at: usize| {
        words
            .get(at)
            .is_some_and(|it| it.stem == const { stem(b"per") } || it.stem == const { stem(b"a") })
    };
    per(place) && day(place + 1) || place > 0 && per(place - 1) && day(place)
}

/// Whether a number and a citation behind it are equated: `1,187,055 = [daily_txns]`.
fn is_equated_before(between: &str) -> bool {
    matches!(between.trim_matches(['*', '`', ' ', '$', '\\']), "=" | "(=" | "≡" | "←" | "<-")
}
