//! Which number may be the value of a mention: the words and marks between the two decide.

use std::ops::Range;

use super::{Bound, Candidate, Reader, is_unit_word};
use crate::lexicon::{Classes, stem};
use crate::mentions::Mention;
use crate::names::Name;
use crate::parse::{NumberRole, Span};
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
        if !between.bytes().filter(|it| !(bracketed && *it == b',')).all(|it| {
            it.is_ascii_alphanumeric() || !it.is_ascii() || b" ()*`_'\"-[]$\\".contains(&it)
        }) || between.contains(['–', '—', '→', '≈', '×', '÷', '−'])
        {
            return None;
        }
        let words = context.words.within(gap);
        let limit = if mention.cited { 6 } else { 2 };
        if words.len() > limit {
            return None;
        }
        let own = name.classes;
        let mut tight = true;
        for (place, word) in words.iter().enumerate() {
            let at = Span { start: word.span.start, end: word.span.end };
            let measured = it.role == NumberRole::Period;
            if measured
                || self.belongs_to(word, mention, name)
                || is_unit_word(context, at, &name.unit)
            {
                continue;
            }
            if !mention.cited {
                // "1,187,055 daily transactions": nothing but adjectives may stand between.
                if word.classes.any(Classes::TODAY) {
                    continue;
                }
                return None;
            }
            // "the value of 33.5% for [volatility]"
            if words.len() == 1
                && word.stem == const { stem(b"for") }
                && self.is_called_value(it.span.start, scope)
            {
                continue;
            }
            // "1.2 million of the [daily_txns]" is a part; "385,930 [daily_txns]" is not.
            if word.classes.any(Classes::PARTING)
                || word.classes.any(Classes::PER)
                || word
                    .classes
                    .any(Classes::NUMERIC | Classes::COMPARISON | Classes::OVER | Classes::UNDER)
                || word.classes.any(Classes::TIME) && word.stem != const { stem(b"daily") }
                || word.classes.any(ELSE) && !word.classes.any(own)
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
            self.doubt_before_number(&pair, own)
                .or_else(|| {
                    // "30 known days ([daily_txns_days])" counts them, "of the last 30 days" does not.
                    let known = words.iter().any(|it| {
                        it.stem == const { stem(b"known") }
                            || it.stem == const { stem(b"measured") }
                    });
                    (it.role == NumberRole::Period && !known).then_some("a period")
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
        let number = self.number_after(mention.span.end, scope.end)?;
        let it = &context.answer.numbers[number];
        let gap = Span { start: mention.span.end, end: it.span.start };
        if gap.end - gap.start > 90 {
            return None;
        }
        let between = context.answer.slice(gap);
        let text = context.answer.text;
        let before =
            text[scope.start..mention.span.start].trim_end_matches(['*', '`', '_', ' ', '\'', '"']);
        let closes = between.trim_start_matches(['*', '`', ']', '_']).trim_start().starts_with(')');
        if closes {
            // "Unique users ([unique_users]): 592,966" is fine, "ln([unique_users]) = 13" is not.
            let outside = before.strip_suffix('(')?;
            if !outside.is_empty() && !outside.ends_with([' ', '*', '|']) {
                return None;
            }
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
                        | '→'
                        | '≅'
                        | '≃'
                );
            if !fine || matches!(character, '→') {
                return None;
            }
        }
        let mut tight = true;
        let mut linked = words.is_empty();
        let mut states = false;
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
                return None;
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
                || bound;
        }
        // A bare comma lists; it does not give a value.
        let marks = between.trim_matches(['*', '`', ' ', '_']);
        let named_between = context.mentions[index + 1..]
            .iter()
            .take_while(|other| other.span.start < gap.end)
            .any(|other| other.name != mention.name && !self.is_subject(other));
        // "the low, [low_usd], 567.00." is an apposition: nothing else claims the number.
        let apposed = marks == ","
            && mention.cited
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
            let heads = before.trim_matches(['*', '`', ' ', '-', '•', '|', ':']).is_empty()
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
            let alone = before.trim_matches(['*', '`', ' ', '-', '•']).is_empty();
            let listed = has_before && self.precedes_other(index, number);
            if !alone && (!mention.cited || listed || between.contains('\n')) {
                return None;
            }
            advised = !alone && self.is_advised(mention, scope.start);
        }
        let taken = context.mentions[index + 1..]
            .iter()
            .take_while(|other| other.span.start < gap.end)
            .any(|other| other.strong && other.name != mention.name && !self.is_subject(other));
        if taken {
            return None;
        }
        let bound = self.bound_before(it.span.start, mention.span.end);
        // "[unique_users] under 340,000" names a level; "was under 400,000" states a bound.
        let level = bound != Bound::Value && !states;
        let doubt = || {
            let pair = self.pair(mention, it, name, scope);
            self.listed_with_previous(index, scope)
                .or_else(|| advised.then_some("in advice"))
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

    /// "the figure of 3.86 million"
    fn is_called_value(&self, number: usize, scope: Span) -> bool {
        const CALLED: [u64; 4] =
            [stem(b"figure"), stem(b"value"), stem(b"reading"), stem(b"count")];
        let words = self.context.words.within(Span { start: scope.start, end: number });
        matches!(words, [.., called, of]
            if CALLED.contains(&called.stem) && of.stem == const { stem(b"of") })
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
                .any(|it| it.strong && it.name != mention.name && !self.is_subject(it));
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
                    .or_else(|| self.other_day(scope).then_some("another day is named"))
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
        other.strong
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
