//! The figures of one sentence beside the days that it names.

use super::anchors::{Anchor, When};
use super::comparing::compares;
use super::{Comparison, MOST_ANCHORS, MOST_NUMBERS};
use crate::assess::Context;
use crate::figures::Figure;
use crate::lexicon::Classes;
use crate::parse::{Number, NumberRole, Span};
use crate::past::Day;
use crate::way::{Way, said_of};
use crate::words::Word;

/// How far from its day a figure stands at most, in bytes.
const REACH: usize = 60;

/// One sentence with its anchors.
pub(super) struct Line<'c> {
    pub(super) context: &'c Context<'c>,
    /// The index of the sentence.
    pub(super) index: usize,
    pub(super) span: Span,
    pub(super) words: &'c [Word],
    pub(super) classes: Classes,
    /// The index of the first date from the sentence on.
    pub(super) dates: usize,
    /// The index of the first number from the sentence on.
    pub(super) numbers: usize,
    pub(super) metrics: &'c [usize],
    /// Whether the metrics are named in this very sentence.
    pub(super) sure: bool,
    pub(super) anchors: &'c [Anchor],
}

/// How a figure speaks of earlier days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A change, mean or extreme, which is a comparison by itself.
    Comparison,
    /// The value of a named day, which is one in a sentence that compares.
    Value,
    /// The value of any earlier day, which none is named.
    SomeValue,
}

/// What a figure was found to be.
pub(super) struct Match {
    pub(super) kind: Kind,
    /// Whether the metric rises, for a change.
    pub(super) rises: Option<bool>,
    pub(super) name: usize,
    pub(super) anchor: Anchor,
    pub(super) day: Option<Day>,
    pub(super) actual: f64,
    pub(super) note: &'static str,
}

impl Line<'_> {
    pub(super) fn check(&self, found: &mut Vec<Comparison>) {
        let context = self.context;
        let in_prose = self.words.len() >= 6;
        // Most sentences with a day compare; whether this one does is asked once.
        let mut says_so: Option<bool> = None;
        let numbers = context.answer.numbers[self.numbers..]
            .iter()
            .zip(&context.figures[self.numbers..])
            .take_while(|it| it.0.span.start < self.span.end);
        for (place, (number, figure)) in numbers.take(MOST_NUMBERS).enumerate() {
            if !is_figure(number, *figure) {
                continue;
            }
            let matched = self
                .value(number, *figure)
                .or_else(|| self.change(number))
                .or_else(|| self.period(number, *figure));
            let (it, holds, compares) = if let Some(mut it) = matched {
                let turned = it.rises.is_some_and(|rises| self.is_turned(number, it.anchor, rises));
                if turned {
                    it.note = "the change goes the other way";
                }
                let compares = match it.kind {
                    Kind::Comparison => true,
                    Kind::Value => *says_so.get_or_insert_with(|| compares(context, self.index)),
                    Kind::SomeValue => false,
                };
                (it, !turned, compares)
            } else if let Some(it) = self.contradiction(number, *figure) {
                (it, false, true)
            } else {
                continue;
            };
            found.push(Comparison {
                span: self.span,
                anchor: it.anchor.span,
                name: it.name,
                number: self.numbers + place,
                day: it.day.map(|it| it.date),
                actual: it.actual,
                holds,
                in_prose,
                compares,
                note: it.note,
            });
        }
    }

    /// Whether the words at a change say that it goes the other way.
    fn is_turned(&self, number: &Number, anchor: Anchor, rises: bool) -> bool {
        said_of(self.context, self.span, number).is_some_and(|it| {
            // "2 February was 5.3 % below" speaks of that day, "5.3 % below 2 February" of today.
            let of_today = !it.beside || anchor.span.start > number.span.end;
            of_today && (it.way == Way::Up) != rises
        })
    }

    /// The day right beside a number, if one is: "1,127,284 on 2025-02-02".
    pub(super) fn beside(&self, number: &Number) -> Option<Anchor> {
        let context = self.context;
        let distance = |anchor: &Anchor| {
            if anchor.span.start >= number.span.end {
                anchor.span.start - number.span.end
            } else {
                number.span.start.saturating_sub(anchor.span.end)
            }
        };
        let days = self.anchors.iter().filter(|it| matches!(it.what, When::Day(_)));
        let nearest = days.min_by_key(|it| distance(it))?;
        if distance(nearest) > REACH {
            return None;
        }
        let gap = Span {
            start: nearest.span.end.min(number.span.end),
            end: nearest.span.start.max(number.span.start),
        };
        // A day of the task's own, or another number, that stands nearer takes the number.
        let parted = context
            .numbers_in(gap)
            .any(|(_, it)| it.role == NumberRole::Quantity && it.span.end <= gap.end);
        let own = context.answer.dates[self.dates..]
            .iter()
            .zip(&context.days[self.dates..])
            .take_while(|it| it.0.span.end <= self.span.end)
            .take(MOST_ANCHORS)
            .any(|(it, day)| {
                day.is_today && it.span.start.abs_diff(number.span.end) <= distance(nearest) + 4
            });
        let text = context.answer.slice(gap);
        let close = context.words.range(gap).len() <= 4 && !text.contains([';', '→']);
        (close && !parted && !own).then_some(*nearest)
    }
}

/// Whether a number can be what a comparison gives.
pub(super) fn is_figure(number: &Number, figure: Figure) -> bool {
    number.role == NumberRole::Quantity && figure.digits >= 2
}
