//! Words that speak of an earlier time: "a week earlier", "yesterday's".

use super::Reader;
use super::pair::Pair;
use crate::lexicon::{Classes, stem};
use crate::parse::Span;
use crate::words::Word;

/// The days of the week, Monday first.
pub(super) const WEEKDAYS: [u64; 7] = [
    stem(b"monday"),
    stem(b"tuesday"),
    stem(b"wednesday"),
    stem(b"thursday"),
    stem(b"friday"),
    stem(b"saturday"),
    stem(b"sunday"),
];

/// The months, January first; "may" is a verb too.
pub(super) const MONTHS: [u64; 12] = [
    stem(b"january"),
    stem(b"february"),
    stem(b"march"),
    stem(b"april"),
    0,
    stem(b"june"),
    stem(b"july"),
    stem(b"august"),
    stem(b"september"),
    stem(b"october"),
    stem(b"november"),
    stem(b"december"),
];

/// Words that speak of an earlier time.
pub(super) const EARLIER: [u64; 8] = [
    stem(b"previous"),
    stem(b"previously"),
    stem(b"prior"),
    stem(b"earlier"),
    stem(b"ago"),
    stem(b"yesterday"),
    stem(b"preceding"),
    stem(b"before"),
];

/// Words of what a day or a movement begins with.
const STARTING: [u64; 6] = [
    stem(b"opening"),
    stem(b"start"),
    stem(b"started"),
    stem(b"starting"),
    stem(b"began"),
    stem(b"begin"),
];

impl Reader<'_> {
    /// Whether a word speaks of an earlier time: "the last close" is of now, "last week" is not.
    pub(super) fn is_past(&self, word: &Word, next: Option<&Word>, own: Classes) -> bool {
        if !word.classes.any(Classes::PAST)
            || own.any(Classes::PAST)
            || word.classes.any(Classes::CITED)
        {
            return false;
        }
        let timed = next.is_some_and(|it| {
            it.classes.any(Classes::TIME | Classes::NUMERIC | Classes::SAID_NUMBER)
                || WEEKDAYS.contains(&it.stem)
                || MONTHS.contains(&it.stem)
        });
        if word.stem == const { stem(b"last") } || word.stem == const { stem(b"past") } {
            return timed;
        }
        // "Then [daily_txns] = …" counts on, "stood at 1,356,631 then" looks back.
        word.stem != const { stem(b"then") }
            || next.is_none_or(|it| self.clause_end(word.span.end, it.span.start) < it.span.start)
    }

    /// Words before a pair that set it in an earlier time: "a week earlier, …", "yesterday's …".
    pub(super) fn earlier_before(&self, pair: &Pair<'_>, own: Classes) -> Option<&'static str> {
        if self.is_fixed(pair) || self.is_said_of_today(pair) || self.arrives_now(pair) {
            return None;
        }
        let before = self.words_before(pair);
        let clause = pair.clause;
        let reach = self.reach_start(pair);
        for (distance, word) in before.iter().rev().take(14).enumerate() {
            if word.span.start < reach {
                return None;
            }
            let next = before.get(before.len() - distance);
            if !self.is_past(word, next, own) || self.is_in_same_name(word, pair.mention) {
                continue;
            }
            if self.is_time_of_other(before, before.len() - distance - 1, pair) {
                continue;
            }
            // In another clause only what stands there by itself reaches on: "a week earlier, ".
            let between = Span { start: word.span.end, end: pair.first };
            let head = self.context.words.within(Span { start: reach, end: word.span.start });
            // "the day before, [daily_txns] was … and [unique_users] …" reaches over all.
            let leads =
                head.len() <= 3 && !self.has_quantity(Span { start: reach, end: word.span.start });
            let elsewhere =
                word.span.start < clause && !leads && self.is_taken(between, pair.mention);
            if !elsewhere && (leads || distance < 7) {
                return Some("an earlier time is named");
            }
        }
        None
    }

    /// "A month ago the 30-day mean was $0.29", "the 30-day mean was $0.29 last week": measures over days
    /// are of the task's day as a rule, whatever else the sentence speaks of, but not there.
    pub(super) fn measured_earlier(&self, pair: &Pair<'_>) -> Option<&'static str> {
        let own = pair.name.classes;
        if !own.any(Classes::MEAN | Classes::SPREAD) || own.any(Classes::EXTREME) {
            return None;
        }
        let back = |words: &[Word]| {
            words.windows(2).any(|it| {
                let ago = [const { stem(b"ago") }, const { stem(b"earlier") }];
                it[0].classes.any(Classes::TIME) && ago.contains(&it[1].stem)
                    || it[0].stem == const { stem(b"last") } && it[1].classes.any(Classes::TIME)
            })
        };
        let end = self.clause_end(pair.last, pair.scope.end);
        let behind = Span { start: pair.last, end };
        let ahead = Span { start: pair.clause.min(pair.first), end: pair.first };
        // "A month ago, the 30-day mean stood at"
        let reach = self.reach_start(pair);
        let lead = Span { start: reach.min(pair.first), end: pair.first };
        let led = || {
            let words = self.context.words.within(lead);
            words.len() <= 5 && !self.has_quantity(lead) && back(words)
        };
        let words = |span: Span| self.context.words.within(span);
        (!self.has_quantity(behind) && back(words(behind))
            || !self.has_quantity(ahead) && back(words(ahead))
            || led())
        .then_some("an earlier time is named")
    }

    /// Whether a word before a pair that speaks of an earlier time says it of another value: "from
    /// $145.25 a month earlier to $190.95", "after opening at $182.86 the coin ran to $189.09".
    fn is_time_of_other(&self, before: &[Word], place: usize, pair: &Pair<'_>) -> bool {
        let word = &before[place];
        let between = Span { start: word.span.end, end: pair.first };
        let next = before.get(place + 1).map_or("", |it| self.context.answer.slice(it.span));
        let begins = STARTING.contains(&word.stem);
        if begins || word.stem == const { stem(b"after") } && next.ends_with("ing") {
            return self.has_quantity(between);
        }
        let arrives = before.last().is_some_and(|it| it.stem == const { stem(b"to") });
        let lead = before[..place].iter().rev().take(8);
        let source = lead.into_iter().find(|it| it.stem == const { stem(b"from") });
        arrives
            && before.len() <= place + 4
            && !self.has_quantity(between)
            && source.is_some_and(|it| {
                self.has_quantity(Span { start: it.span.end, end: word.span.start })
            })
    }
}
