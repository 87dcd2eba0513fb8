//! Formulas in citations that are about another day than the task's.
//!
//! A report writes `On 2025-02-02: [daily_txns] / [unique_users] = 1,127,284 / 343,271 = 3.28`.
//! The citations name the metrics there, and the figures say of which day. So figures decide
//! where there are any, and a citation alone proves nothing once another day, period or network
//! is spoken of.

use crate::arithmetic::evaluate::Reading;
use crate::parse::{Op, Segment, Side};

use super::{Fit, Judge};

/// How far around a statement another day is looked for, in bytes.
const REACH: usize = 400;

/// Words that speak of another day.
const EARLIER: [&str; 12] = [
    "ago",
    "before",
    "earlier",
    "former",
    "last",
    "past",
    "preceding",
    "previous",
    "previously",
    "prior",
    "then",
    "yesterday",
];

/// Words that may make a figure another one than the day's own.
const PERIODS: [&str; 13] = [
    "average", "high", "low", "mean", "median", "month", "monthly", "peak", "quarter", "typical",
    "week", "weekend", "year",
];

/// Networks that a task may be compared with.
const NETWORKS: [&str; 10] = [
    "arbitrum",
    "avalanche",
    "bitcoin",
    "cardano",
    "ethereum",
    "optimism",
    "polygon",
    "solana",
    "tron",
    "aptos",
];

/// What a failed link with citations means.
pub(super) enum Cited {
    /// Nothing: figures elsewhere in the chain decide.
    Skip,
    /// The citations were read once more, of the day that the sentence names.
    Fit(Fit),
    /// It failed.
    No,
}

/// Of when and where a sentence speaks.
enum Elsewhere {
    /// The task's own day.
    No,
    /// One earlier day, by its row in the history.
    Day(usize),
    /// A period, another network, a day without figures.
    Yes,
}

impl Judge<'_, '_> {
    /// Whether an operand of a segment is resolved from the task.
    pub(super) fn cites(&self, segment: &Segment) -> bool {
        self.code(segment).iter().any(|op| matches!(op, Op::Citation(_) | Op::Name(_)))
    }

    /// Judges a link that does not hold as the task's own figures.
    pub(super) fn cited_link(&mut self, left: &Segment, right: &Segment) -> Cited {
        let (expression, other) = match (self.cites(left), self.cites(right)) {
            (true, false) => (left, right),
            (false, true) => (right, left),
            (true, true) => return Cited::Fit(Fit::Doubt(OTHER)),
            (false, false) => return Cited::No,
        };
        let figures = self
            .chain
            .segments
            .iter()
            .any(|s| s.side == Side::Expression && s.traits.operations > 0 && !self.cites(s));
        if figures {
            return Cited::Skip;
        }
        match self.elsewhere(expression) {
            Elsewhere::No => Cited::No,
            Elsewhere::Yes => Cited::Fit(Fit::Doubt(OTHER)),
            Elsewhere::Day(day) => {
                let Side::Value(claim) = other.side else {
                    return Cited::Fit(Fit::Doubt(OTHER));
                };
                let base = Reading { day: Some(day), ..Reading::default() };
                if self.evaluate(expression, base).is_err() {
                    return Cited::Fit(Fit::Doubt(OTHER));
                }
                if self.claim_of_day(expression, claim, other.hedge, base) {
                    Cited::Fit(Fit::Yes)
                } else {
                    Cited::No
                }
            }
        }
    }

    /// Looks at the sentence of a segment, and the one before it, for another day or place.
    fn elsewhere(&self, segment: &Segment) -> Elsewhere {
        let answer = self.answer;
        let end_of = |s: &crate::parse::Sentence| s.span.end;
        let own = answer.sentences.partition_point(|s| end_of(s) <= segment.span.start);
        let Some(sentence) = answer.sentences.get(own) else {
            return Elsewhere::Yes;
        };
        // Beside a figure of the history, as in `([x] − 459,909) / 459,909`, it is today's.
        let compared = self.code(segment).iter().any(|op| match op {
            Op::Number(index) => self.number(*index).is_some_and(|n| {
                let shown = |v: &f64| (v - n.value).abs() <= n.half_ulp;
                self.facts.history.iter().any(|row| row.values.values().any(shown))
            }),
            _ => false,
        });
        let before = own.checked_sub(1).filter(|_| !compared);
        let start = before.map_or(sentence.span.start, |i| answer.sentences[i].span.start);
        let start = start.max(segment.span.start.saturating_sub(REACH));
        let end = sentence.span.end.min(segment.span.end + REACH);
        let start = answer.text.floor_char_boundary(start.min(answer.text.len()));
        let end = answer.text.floor_char_boundary(end.min(answer.text.len()));
        let first = answer.dates.partition_point(|d| d.span.end <= start);
        let mut day = None;
        for date in answer.dates[first..].iter().take_while(|d| d.span.start < end) {
            let today = self.facts.date.is_some_and(|today| match date.date {
                Some(date) => date == today,
                None => date.month_day == (today.month(), today.day()),
            });
            if today {
                continue;
            }
            let row = self.facts.history.iter().position(|row| match date.date {
                Some(date) => date == row.date,
                None => date.month_day == (row.date.month(), row.date.day()),
            });
            match (day, row) {
                (_, None) => return Elsewhere::Yes,
                (Some(known), Some(row)) if known != row => return Elsewhere::Yes,
                _ if date.span.start < sentence.span.start => return Elsewhere::Yes,
                _ => day = row,
            }
        }
        if let Some(day) = day {
            return Elsewhere::Day(day);
        }
        let text = answer.text.get(start..end).unwrap_or("");
        // Words of citations name metrics, not periods.
        let spoken = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|word| {
            let is = |known: &str| known.eq_ignore_ascii_case(word);
            EARLIER.iter().any(|it| is(it))
                || !compared && PERIODS.iter().any(|it| is(it))
                || NETWORKS.iter().any(|it| is(it))
                    && !self.facts.subjects.iter().any(|it| it.eq_ignore_ascii_case(word))
        });
        if spoken { Elsewhere::Yes } else { Elsewhere::No }
    }
}

const OTHER: &str = "its citations may be of another day";
