//! Figures listed under labels, and the change between them: "Current: 1,187,055; 7 days ago: 1,127,284;
//! change: +5.3%", each in a line, an item or a sentence of its own.

use std::cmp::Ordering;

use crate::parse::lex::Kind;
use crate::parse::word::Word;
use crate::parse::{NumberRole, NumberUnit, Statement};

use super::{CompareForm, Reader, Way};

/// How many times too large a change may be that is wrong and not one of something else.
const NEAR: std::ops::RangeInclusive<f64> = 0.4..=2.5;
/// How far apart two figures of one measure may be, as factors.
const ALIKE: std::ops::RangeInclusive<f64> = 0.2..=5.0;
/// The longest entry of a list, in tokens.
const LONGEST: usize = 14;

/// Words in a label that make its figure the earlier one.
const EARLIER: [&str; 11] = [
    "ago",
    "before",
    "earlier",
    "prior",
    "previous",
    "yesterday",
    "last",
    "initial",
    "start",
    "open",
    "preceding",
];

/// Words in a label that make its figure the later one.
const NOW: [&str; 10] =
    ["today", "current", "now", "latest", "close", "present", "final", "end", "today's", "new"];

/// Words of a label that say nothing but that a change follows.
const CHANGE: [&str; 22] = [
    "delta",
    "deviation",
    "distance",
    "gap",
    "excess",
    "rate",
    "absolute",
    "relative",
    "net",
    "in",
    "of",
    "so",
    "the",
    "then",
    "percentage",
    "percent",
    "a",
    "total",
    "overall",
    "resulting",
    "this",
    "that",
];

/// Names of a change that only stand first in its label.
const CHANGES: [&str; 5] = ["delta", "δ", "deviation", "distance", "excess"];

/// When a listed figure is of, as far as its label tells.
#[derive(Clone, Copy, Debug, PartialEq)]
enum When {
    Earlier,
    /// What is usual, which nothing grows from.
    Usual,
    Now,
    /// The day, by its index.
    Day(u32),
    /// A day of the week, which stand in their order.
    Weekday,
    Unsaid,
}

/// A figure under a label.
#[derive(Clone, Copy, Debug)]
struct Entry {
    figure: (u32, usize),
    when: When,
}

/// Where the two entries of a list that were read last stand; they are read only once a change follows.
#[derive(Default)]
pub(super) struct Listed {
    last: [(usize, usize); 2],
}

impl Reader<'_, '_> {
    /// Reads what may be an entry of a list: a figure, or the change between the two before.
    pub(super) fn listed(
        &self,
        (start, end): (usize, usize),
        listed: &mut Listed,
    ) -> [Option<Statement>; 2] {
        let none = [None, None];
        if let Some((claim_at, way, plain)) = self.listed_change(start, end) {
            let [a, b] = listed.last;
            let (Some(a), Some(b)) = (self.entry(a.0, a.1), self.entry(b.0, b.1)) else {
                return none;
            };
            let behind = (claim_at + 1..end).find(|it| self.quantity(*it).is_some());
            let again = behind.filter(|it| {
                let joined = matches!(
                    self.kind(it - 1),
                    Some(Kind::Open(_) | Kind::Word(Word::Or) | Kind::Comma)
                );
                joined && self.percentage(*it).is_some() && self.percentage(claim_at).is_none()
            });
            let only = behind.is_none() || again.is_some();
            return [Some(claim_at).filter(|_| only), again]
                .map(|at| self.change_of_entries([a, b], at?, way, plain));
        }
        listed.last = [listed.last[1], (start, end)];
        none
    }

    /// A label with one figure behind it.
    fn entry(&self, start: usize, end: usize) -> Option<Entry> {
        if end - start > LONGEST {
            return None;
        }
        let mut figure = None;
        let mut when = When::Unsaid;
        for at in start..end {
            match self.kind(at)? {
                Kind::Num(index) => match self.lexed.numbers[index as usize].role {
                    NumberRole::Quantity if figure.is_none() => figure = Some((index, at)),
                    NumberRole::Quantity => return None,
                    _ => {}
                },
                Kind::Date(index) => when = When::Day(index),
                // "Last: 192.09" is the price of now.
                Kind::Word(_)
                    if self.is_one(at, &EARLIER)
                        && (!self.is_word(at, 0, "last")
                            || matches!(self.kind(at + 1), Some(Kind::Word(_)))) =>
                {
                    when = When::Earlier;
                }
                Kind::Word(_) if self.is_one(at, &["mean", "average", "baseline"]) => {
                    when = When::Usual;
                }
                Kind::Word(_) if self.is_one(at, &NOW) => when = When::Now,
                Kind::Word(_) if self.is_weekday(at) => when = When::Weekday,
                Kind::Word(
                    Word::Is | Word::Gives | Word::Rise | Word::Fall | Word::Not | Word::If,
                )
                | Kind::Relation(_)
                | Kind::Inequality => return None,
                kind if kind.is_operator() && !matches!(kind, Kind::Minus(_)) => return None,
                _ => {}
            }
        }
        let figure = figure.filter(|it| it.1 > start)?;
        Some(Entry { figure, when })
    }

    fn is_weekday(&self, at: usize) -> bool {
        const DAYS: [&str; 7] =
            ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        self.is_one(at, &DAYS)
    }

    /// The figure behind a label that calls it a change, which way the label says that it goes, and
    /// whether the label says nothing else.
    fn listed_change(&self, start: usize, end: usize) -> Option<(usize, Way, bool)> {
        let names_change = |at: usize| match self.kind(at) {
            Some(Kind::Word(Word::Move | Word::Difference | Word::Rise | Word::Fall)) => true,
            Some(Kind::Word(Word::Other)) => at == start && self.is_one(at, &CHANGES),
            _ => false,
        };
        let words = (start..end.min(start + LONGEST))
            .take_while(|it| matches!(self.kind(*it), Some(Kind::Word(_) | Kind::Open(_))));
        if !words.into_iter().any(names_change) {
            return None;
        }
        let mut way = None;
        let mut plain = true;
        let mut marked = false;
        for at in start..end.min(start + LONGEST) {
            match self.kind(at)? {
                Kind::Num(index)
                    if self.lexed.numbers[index as usize].role == NumberRole::Quantity =>
                {
                    let timed = (at + 1..end).any(|it| {
                        matches!(self.kind(it), Some(Kind::Word(Word::Time) | Kind::Date(_)))
                            || matches!(self.kind(it), Some(Kind::Num(_)))
                                && self.quantity(it).is_none()
                    });
                    plain &= !timed;
                    let begins = self.is_operator(at + 1);
                    let way = way.filter(|_| !begins)?;
                    return Some((at, way, plain && (marked || at == start + 1)));
                }
                Kind::Word(Word::Move | Word::Difference) => way = way.or(Some(Way::Unsaid)),
                Kind::Word(Word::Rise) if self.is_word(at, 0, "growth") => {
                    way = way.or(Some(Way::Unsaid));
                }
                Kind::Word(Word::Rise) => way = Some(Way::Up),
                Kind::Word(Word::Fall) => way = Some(Way::Down),
                Kind::Word(_) if at == start && self.is_one(at, &CHANGES) => {
                    way = way.or(Some(Way::Unsaid));
                }
                Kind::Punctuation(b':') => marked = true,
                Kind::Word(_) if marked => {
                    plain &= matches!(self.kind(at), Some(Kind::Word(Word::About)));
                }
                Kind::Word(_) => plain &= self.is_one(at, &CHANGE),
                Kind::About | Kind::Cite(_) | Kind::Open(_) | Kind::Close(_) | Kind::Percent => {}
                Kind::Num(_) | Kind::Date(_) => plain = false,
                _ => return None,
            }
        }
        None
    }

    /// Whether the label of a change says that it is one between two figures rather than over time.
    fn is_difference(&self, claim_at: usize) -> bool {
        const NAMES: [&str; 6] = ["difference", "deviation", "distance", "gap", "delta", "excess"];
        (claim_at.saturating_sub(5)..claim_at).any(|it| self.is_one(it, &NAMES))
    }

    fn change_of_entries(
        &self,
        [a, b]: [Entry; 2],
        at: usize,
        way: Way,
        plain: bool,
    ) -> Option<Statement> {
        let claim = self.quantity(at)?;
        let number = |it: u32| &self.lexed.numbers[it as usize];
        let value = |it: u32| number(it).value;
        let unit = |it: Entry| number(it.figure.0).unit;
        let (to, from) = match (a.when, b.when) {
            (When::Earlier | When::Usual, When::Earlier | When::Usual) => return None,
            (When::Day(first), When::Day(second)) => {
                let date = |it: u32| self.lexed.dates.get(it as usize).and_then(|it| it.date);
                match date(first)?.cmp(&date(second)?) {
                    Ordering::Less => (b, a),
                    Ordering::Greater => (a, b),
                    Ordering::Equal => return None,
                }
            }
            (When::Earlier | When::Usual, _)
            | (When::Day(_), When::Now)
            | (When::Weekday, When::Weekday | When::Now) => (b, a),
            (_, When::Earlier | When::Usual) | (When::Now, When::Day(_)) => (a, b),
            _ => return None,
        };
        let form = match number(claim).unit {
            NumberUnit::Percent => CompareForm::Change,
            NumberUnit::PercentagePoint => return None,
            _ => CompareForm::Amount,
        };
        let (to_value, from_value) = (value(to.figure.0), value(from.figure.0));
        let change = match form {
            CompareForm::Change => (to_value / from_value - 1.0) * 100.0,
            _ => to_value - from_value,
        };
        let goes_on = matches!(
            self.kind(at + 1),
            Some(Kind::Word(Word::Of | Word::Per | Word::Times | Word::Versus))
        );
        let noun = |it: Entry| self.noun(it.figure.1 + 1);
        let other_things = noun(a).zip(noun(b)).is_some_and(|(a, b)| a != b);
        if other_things
            || unit(a) != unit(b)
            || !ALIKE.contains(&(to_value / from_value))
            || form == CompareForm::Amount && !matches!(unit(a), it if it == number(claim).unit)
            || goes_on
        {
            return None;
        }
        let off = (change.abs() - value(claim).abs()).abs();
        let fits = off <= number(claim).half_ulp * 1.01
            || form == CompareForm::Change && off <= 0.005 * change.abs();
        // "Mean: …; current: …; growth: 5% (7-day)" is no growth from the mean.
        let grows = from.when == When::Usual && !self.is_difference(at);
        let told = plain && !grows && NEAR.contains(&(value(claim) / change).abs());
        (fits || told)
            .then(|| self.compare_towards(to.figure, from.figure, (claim, at), form, way))?
    }
}
