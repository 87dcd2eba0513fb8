//! Doubts from words that make something else of what they stand before: "the mean of", "failed",
//! "by".

use super::doubts::joins;
use super::pair::{Form, Pair};
use super::{Bound, COMPUTED, Reader};
use crate::lexicon::{Classes, stem};
use crate::parse::{Number, Span};

/// Times other than the day of a daily measure: "weekly volatility".
const STRETCHES: [u64; 6] = [
    stem(b"weekly"),
    stem(b"monthly"),
    stem(b"annual"),
    stem(b"annualised"),
    stem(b"annualized"),
    stem(b"yearly"),
];

/// Counts of days that a daily measure is itself taken from or given for.
const OWN_WINDOW: [u64; 4] = [stem(b"14"), stem(b"fourteen"), stem(b"one"), stem(b"1")];

/// Verbs that say how much is needed.
const NEEDING: [u64; 3] = [stem(b"take"), stem(b"need"), stem(b"require")];

/// Words behind "spread" that make it a verb.
const SHARING: [u64; 5] =
    [stem(b"over"), stem(b"across"), stem(b"among"), stem(b"between"), stem(b"evenly")];

/// Words that a modifier does not reach across.
pub(super) const OPAQUE: [u64; 9] = [
    stem(b"with"),
    stem(b"between"),
    stem(b"on"),
    stem(b"against"),
    stem(b"than"),
    stem(b"as"),
    stem(b"over"),
    stem(b"along"),
    stem(b"by"),
];

impl Reader<'_> {
    /// Words that make something else of what they stand before: "the mean of", "failed", "a rise
    /// in".
    pub(super) fn modified(&self, pair: &Pair<'_>, own: Classes) -> Option<&'static str> {
        let before = self.words_before(pair);
        let clause = pair.clause;
        let behind = !pair.is_number_last();
        // "grew 12 % to 385,930", "higher at 0.33": what it grew to is the value.
        let arrives = behind
            && before.last().is_some_and(|it| {
                it.stem == const { stem(b"to") } || it.stem == const { stem(b"at") }
            });
        let settled = pair.form == Form::Settled;
        if self.is_signed(pair) && !own.any(Classes::CHANGE) {
            return Some("a change");
        }
        if self.is_share_of(pair) {
            return Some("a share of it");
        }
        if before.last().is_some_and(|it| it.stem == const { stem(b"reference") }) {
            return Some("a value to compare with");
        }
        for (distance, word) in before.iter().rev().take(4).enumerate() {
            // "cut a third now at [close_usd] $5,772"
            let now = word.stem == const { stem(b"now") };
            if word.span.start < clause || joins(word) || now {
                return None;
            }
            if self.is_in_same_name(word, pair.mention) {
                continue;
            }
            if word.classes.any(Classes::CITED) || self.is_of_other(word, pair) {
                return None;
            }
            // "over" and "least" are the bound itself.
            let bounds = word.classes.any(Classes::OVER | Classes::UNDER);
            if bounds
                && distance < 3
                && self.bound_before(pair.number.span.start, pair.scope.start) != Bound::Value
            {
                continue;
            }
            // "Two weeks' [volatility]"; but a volatility is one of fourteen days.
            let over_days = matches!(before, [.., count, day]
                if day.classes.any(Classes::TIME)
                    && count.classes.any(Classes::SAID_NUMBER | Classes::NUMERIC)
                    && !OWN_WINDOW.contains(&count.stem));
            let stretched = over_days || STRETCHES.contains(&word.stem);
            if own.any(Classes::SPREAD) && distance == 0 && stretched {
                return Some("a period");
            }
            let classes = word.classes;
            // A typical day's volatility is the volatility.
            let typical = own.any(Classes::SPREAD)
                && (word.stem == const { stem(b"typical") }
                    || word.stem == const { stem(b"normal") });
            if classes.any(Classes::MEAN) && !own.any(Classes::MEAN) && !typical {
                return Some("a mean or total over days");
            }
            let next = before.get(before.len() - distance);
            // "1,935,139 ETH, spread over 1,330,807 transactions"
            let spreads = word.stem == const { stem(b"spread") }
                && next.is_some_and(|it| SHARING.contains(&it.stem));
            if classes.any(Classes::SPREAD) && !own.any(Classes::SPREAD) && !spreads {
                return Some("a measure of spread");
            }
            if classes.any(Classes::EXTREME) && !own.any(Classes::EXTREME) {
                return Some("an extreme of a period");
            }
            // "at the other end [low_usd] came in at"
            let other_end = word.stem == const { stem(b"other") }
                && next.is_some_and(|it| it.stem == const { stem(b"end") });
            if classes.any(Classes::PART) && !own.any(Classes::PART) && distance < 3 && !other_end {
                return Some("a part");
            }
            // "several times the [avg_fee] of 0.000012" multiplies what it gives.
            let given = settled && !behind || self.is_named_too(pair);
            // "ETH moved per day": every metric is one of a day.
            let daily = next.is_some_and(|it| it.stem == const { stem(b"day") })
                && word.stem == const { stem(b"per") };
            if classes.any(Classes::RATIO) && !own.any(Classes::RATIO) && !given && !daily {
                return Some("a quotient");
            }
            // "It moved 1,534,959 ETH [total_volume]."
            let moves = word.stem == const { stem(b"moved") } && behind;
            // "daily changes of 9.17% ([volatility])"
            let swings = own.any(Classes::SPREAD) && !classes.any(Classes::UP | Classes::DOWN);
            // "a return to [close_usd_mean_30d] at $7,343" goes where the metric is.
            let returns = word.stem == const { stem(b"return") }
                && next.is_some_and(|it| it.stem == const { stem(b"to") });
            if classes.any(Classes::CHANGE)
                && !own.any(Classes::CHANGE)
                && distance < 3
                && !returns
                && !arrives
                && !moves
                && !swings
                && (!settled || behind)
            {
                return Some("a change");
            }
            let denied = classes.any(Classes::NEGATION) && distance < 2;
            if (denied || classes.any(Classes::INTERVAL) && distance < 3) && !settled {
                return Some("not a plain statement of its value");
            }
            // "The log-change [volatility] of": part of another word.
            let hyphenated = self.context.answer.text.as_bytes().get(word.span.end) == Some(&b'-');
            if classes.any(Classes::FUNCTIONAL) && !hyphenated {
                return Some(COMPUTED);
            }
            // "is below", "higher with": a verb or a preposition ends what a modifier reaches.
            let copula = classes.any(Classes::LINK);
            if OPAQUE.contains(&word.stem)
                || !behind && classes.any(Classes::VERB) && !(copula && distance == 0)
            {
                return None;
            }
        }
        None
    }

    /// "+59,771" is a change.
    fn is_signed(&self, pair: &Pair<'_>) -> bool {
        let text = self.context.answer.text;
        let shown = self.context.answer.slice(pair.number.span);
        (shown.starts_with('+') || text[..pair.number.span.start].ends_with('+'))
            && pair.is_number_last()
    }

    /// `1% of [unique_users] is 3,859`
    fn is_share_of(&self, pair: &Pair<'_>) -> bool {
        let before = self.words_before(pair);
        let [.., of] = before else { return false };
        let lead = Span { start: pair.scope.start, end: of.span.start };
        pair.is_number_last()
            && of.stem == const { stem(b"of") }
            && self.number_before(lead.end, lead.start).is_some_and(|it| {
                let number = &self.context.answer.numbers[it];
                self.context.answer.text[number.span.end..of.span.start].trim().is_empty()
            })
    }

    /// Doubts from the words before a number that stands before its mention.
    pub(super) fn doubt_before_number(
        &self,
        pair: &Pair<'_>,
        own: Classes,
    ) -> Option<&'static str> {
        let context = self.context;
        let number = pair.number;
        let start = pair.scope.start;
        let words = self.words_before(pair);
        let open =
            context.answer.text[start..number.span.start].trim_end_matches(['*', '`', '$', ' ']);
        let text = open.trim_end_matches(['*', '`', '$', ' ', '(']);
        if text.ends_with(['×', '*', '^', '+', '±', '·']) {
            return Some("an operand");
        }
        if text.ends_with(['>', '<', '≥', '≤']) {
            return Some("a bound");
        }
        let dash = open.trim_end_matches(['–', '—', '-', '→', ' ', '*']);
        let scaled = dash.strip_suffix(['k', 'K', 'm', 'M', 'b', 'B']).unwrap_or(dash);
        let ranged =
            scaled.ends_with(|it: char| it.is_ascii_digit()) || dash.ends_with(['%', ')', ']']);
        if open.ends_with(['–', '—', '-', '→']) && open.len() > 2 && ranged {
            return Some("an end of a range");
        }
        if self.is_result(number) {
            return Some("the result of a calculation");
        }
        let last = words.last()?;
        // "Buy near $375 in [close_usd]"
        let near = last.stem == const { stem(b"near") } || last.stem == const { stem(b"around") };
        if near && words.iter().any(|it| it.classes.any(Classes::ACTION | Classes::SOFT_ACTION)) {
            return Some("a level to act at");
        }
        // "It takes 1,356,632 [daily_txns] to make a new high."
        if NEEDING.contains(&last.stem) {
            return Some("a threshold");
        }
        if let [.., such, like] = words
            && such.stem == const { stem(b"such") }
            && like.stem == const { stem(b"as") }
        {
            return Some("an example");
        }
        if self.is_last_of_several(pair) {
            return Some("in a list of values");
        }
        let is_change = own.any(Classes::CHANGE);
        let added = last.stem == const { stem(b"additional") }
            || last.stem == const { stem(b"adding") }
            || last.stem == const { stem(b"extra") }
            || last.stem == const { stem(b"further") }
            || last.stem == const { stem(b"another") };
        // "sent by 424,849 users" names who did it; "fell by 424,849" how much.
        let changed = Classes::CHANGE
            | Classes::OVER
            | Classes::UNDER
            | Classes::UP
            | Classes::DOWN
            | Classes::COMPARISON
            | Classes::PER;
        let by = last.stem == const { stem(b"by") }
            && words.iter().rev().skip(1).take(6).any(|it| it.classes.any(changed));
        if (by || added) && !is_change {
            return Some("a change");
        }
        if last.stem == const { stem(b"every") } || last.stem == const { stem(b"per") } {
            return Some("a quotient");
        }
        let clause = self.clause_start(start, number.span.start);
        let mut moved = false;
        for (distance, word) in words.iter().rev().take(8).enumerate() {
            moved |= word.classes.any(Classes::CHANGE);
            let extreme = own.any(Classes::EXTREME) && pair.mention.cited;
            // "halfway between 459,909 [daily_txns] and 384,671.18 [daily_txns_mean]"
            let of_two = || {
                let span = Span { start: word.span.end, end: pair.mention.span.end };
                let mentions = context.mentions_in(span);
                mentions.iter().any(|it| it.cited && it.name != pair.mention.name)
            };
            if distance < 5 && word.stem == const { stem(b"between") } && !extreme && !of_two() {
                return Some("an end of a range");
            }
            if distance < 2
                && word.classes.any(Classes::AGAINST)
                && !self.is_against_other(pair, word.span.start)
            {
                return Some("compared with");
            }
            let apart = Span { start: word.span.end, end: number.span.start };
            if distance < 5
                && word.classes.any(Classes::PART)
                && !own.any(Classes::PART)
                && word.span.start >= clause
                && !word.classes.any(Classes::CITED)
                && !self.is_of_other(word, pair)
                && !self.is_taken(apart, pair.mention)
                && !context.words.within(apart).iter().any(|it| OPAQUE.contains(&it.stem))
            {
                return Some("a part");
            }
        }
        if moved && last.stem == const { stem(b"from") } {
            return Some("an end of a change");
        }
        if moved
            && last.stem == const { stem(b"to") }
            && (!pair.mention.cited || self.other_day(pair))
            && !self.arrives_now(pair)
        {
            return Some("an end of a change");
        }
        None
    }

    /// `1,096,805 and 1,387,967 ([daily_txns])`
    fn is_last_of_several(&self, pair: &Pair<'_>) -> bool {
        let context = self.context;
        let Some(index) = self.number_before(pair.number.span.start, pair.scope.start) else {
            return false;
        };
        let other = &context.answer.numbers[index];
        let gap = Span { start: other.span.end, end: pair.number.span.start };
        let joined = context.answer.slice(gap).trim_matches(['*', '`', ' ', '$', ',']);
        let lead = context.words.within(Span { start: pair.clause, end: other.span.start });
        let ranged = joined == "to"
            && lead.last().is_none_or(|it| it.stem != const { stem(b"from") })
            && !lead.iter().any(|it| it.classes.any(Classes::CHANGE));
        other.unit == pair.number.unit
            && (ranged || matches!(joined, "and" | "or"))
            && (0.4..=2.5).contains(&(other.value / pair.number.value))
    }

    /// `3.46M [unique_receivers] against 0.86M [unique_users]` sets two metrics against each other,
    /// each with its own value, and "against 0.86M now" the day.
    pub(super) fn is_against_other(&self, pair: &Pair<'_>, against: usize) -> bool {
        if self.is_said_of_today(pair) {
            return true;
        }
        let lead = Span { start: self.clause_start(pair.scope.start, against), end: against };
        let mentions = self.context.mentions_in(lead);
        let other = mentions.iter().any(|it| it.cited && it.name != pair.mention.name);
        let same = mentions.iter().any(|it| it.name == pair.mention.name);
        pair.mention.cited && other && !same
    }

    /// Whether a number is what a statement with operands claims: a citation behind it names a
    /// source then, and not what the number is.
    fn is_result(&self, number: &Number) -> bool {
        let judgements = self.context.judgements;
        let index = judgements.partition_point(|it| it.span.end < number.span.end);
        judgements.get(index).is_some_and(|it| {
            // "$0.33, 10.8% below its peak of $0.37" claims the 10.8 %.
            let claimed = it.claimed == number.value;
            it.span.start < number.span.start
                && it.span.end <= number.span.end
                && !it.trivial
                && claimed
        })
    }
}
