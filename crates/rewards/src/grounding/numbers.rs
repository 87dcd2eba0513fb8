//! The numbers around a place, and the bounds that words make of them.

use super::{Bound, Reader};
use crate::lexicon::{Classes, stem};
use crate::mentions::Mention;
use crate::names::Name;
use crate::parse::{NumberRole, Span};
use crate::words::Word;

/// The numbers of a date: year, month and day.
const DATE_NUMBERS: usize = 3;

impl Reader<'_> {
    /// The last quantity that ends before a position.
    pub(super) fn number_before(&self, end: usize, start: usize) -> Option<usize> {
        let numbers = &self.context.answer.numbers;
        let upto = numbers.partition_point(|it| it.span.end <= end);
        // "5.483 BTC on 2025-02-17 [total_fees]"
        let is_own =
            |it: usize| numbers[it].role == NumberRole::Date && self.is_own_day(numbers[it].span);
        let index = (0..upto).rev().take(DATE_NUMBERS + 1).find(|it| !is_own(*it))?;
        let number = &numbers[index];
        (number.span.start >= start && number.role == NumberRole::Quantity).then_some(index)
    }

    /// The first quantity that begins at or after a position.
    pub(super) fn number_after(&self, start: usize, end: usize) -> Option<usize> {
        self.value_after(start, end, false)
    }

    pub(super) fn value_after(&self, start: usize, end: usize, counts_days: bool) -> Option<usize> {
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

    /// Whether a value is given right behind a citation: `[unique_users] 385,930`.
    pub(super) fn has_value_behind(&self, citation: usize, end: usize) -> bool {
        self.number_after(citation, end).is_some_and(|it| {
            let number = &self.context.answer.numbers[it];
            let gap = Span { start: citation, end: number.span.start };
            self.context.words.within(gap).len() <= 2
                && !self.context.answer.slice(gap).contains(['.', ';', '|'])
        })
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
        let next = last.next();
        // "ETH, spread over 1,330,807 transactions"
        if next.is_some_and(|it| it.stem == const { stem(b"spread") }) {
            return Bound::Value;
        }
        // "just shy of 200,000"
        if first.stem == const { stem(b"of") }
            && next.is_some_and(|it| it.stem == const { stem(b"shy") })
        {
            return Bound::AtMost;
        }
        let at = next.is_some_and(|it| it.stem == const { stem(b"at") });
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
        // "9.8% below 1,251,822": so far below the value.
        let measured = next.is_some_and(|it| {
            it.classes.any(Classes::NUMERIC) || it.stem == const { stem(b"percent") }
        });
        if measured { Bound::Value } else { bound(first) }
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
