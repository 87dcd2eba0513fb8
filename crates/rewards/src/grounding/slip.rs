//! Slips of the pen: numbers that differ from a metric's value by swapped digits, one wrong digit
//! or a shifted point.
//!
//! The words around a number may leave open whether it is meant as the metric's value. A number
//! that is no figure of the task, is computed nowhere in the text, and has the very digits of the
//! value but for a slip, is meant as it: hardly one other number in a thousand looks like that.

use super::pair::Pair;
use super::{Bound, COMPUTED, Candidate, Reader};
use crate::facts::Unit;
use crate::lexicon::Classes;
use crate::mentions::Mention;
use crate::names::Name;
use crate::parse::{Number, NumberRole, Span};
use crate::values::{InUnit, in_unit};

/// How a number differs from a value, and by how many digits it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slip {
    /// Two digits side by side have changed places.
    Swapped(usize),
    /// The point stands elsewhere.
    Shifted(usize),
    /// One digit is another, or is missing.
    Replaced(usize),
}

/// Doubts about the mood of a sentence or the order of a list, which four known digits outweigh.
const MOODS: [&str; 14] = [
    "conditional",
    "a projection",
    "a threshold",
    "a level to act at",
    "a level to wait for",
    "in advice",
    "not a plain statement of its value",
    "in a list of values",
    "in a list of metrics",
    "one of several columns",
    "compared with",
    "of something else",
    "a value to compare with",
    "not clearly its value",
];

/// Doubts of other quantities, which take five known digits.
const OTHERS: [&str; 9] = [
    COMPUTED,
    "a mean or total over days",
    "a measure of spread",
    "an extreme of a period",
    "a part",
    "a share of it",
    "a quotient",
    "a period",
    "a change",
];

/// Doubts of order, which even one wrong digit of five outweighs.
const ORDERS: [&str; 5] = [
    "in a list of values",
    "in a list of metrics",
    "one of several columns",
    "of something else",
    "not clearly its value",
];

/// The most digits that are looked at.
const MOST: usize = 15;

impl Slip {
    /// Whether a slip says more than a doubt does.
    pub(super) fn outweighs(self, doubt: &str) -> bool {
        match self {
            Self::Swapped(digits) | Self::Shifted(digits) if digits >= 5 => {
                MOODS.contains(&doubt) || OTHERS.contains(&doubt)
            }
            Self::Swapped(digits) => digits >= 3 && MOODS.contains(&doubt),
            Self::Shifted(digits) => digits >= 4 && ORDERS.contains(&doubt),
            Self::Replaced(digits) => digits >= 5 && ORDERS.contains(&doubt),
        }
    }

    /// Whether a slip shows that a word which may mean something else means the metric.
    pub(super) fn names_the_metric(self) -> bool {
        match self {
            Self::Swapped(digits) => digits >= 4,
            Self::Replaced(digits) => digits >= 5,
            Self::Shifted(_) => false,
        }
    }
}

impl Reader<'_> {
    /// How a number is a slip of a metric's value, if it can be nothing else.
    pub(super) fn slip_of(&self, number: &Number, name: &Name, actual: f64) -> Option<Slip> {
        let slip = in_unit(number, &name.unit).find_map(|it| slip(it, actual))?;
        (!self.context.known.has(number) && !self.is_computed(number)).then_some(slip)
    }

    /// Whether a slip outweighs the doubt that a candidate is the metric's value.
    pub(super) fn is_slip_in_spite<'p>(
        &self,
        pair: &impl Fn() -> Pair<'p>,
        number: &Number,
        name: &Name,
        actual: f64,
        doubt: &'static str,
    ) -> bool {
        self.slip_of(number, name, actual).is_some_and(|it| it.outweighs(doubt)) && {
            let pair = pair();
            !self.gives_today_too(&pair, self.around(&pair))
        }
    }

    /// Whether a number is what a calculation of the text comes to.
    fn is_computed(&self, number: &Number) -> bool {
        let claims = self.claims.get_or_init(|| {
            let told = self.context.judgements.iter().filter(|it| !it.trivial);
            let mut claims: Vec<f64> = told.map(|it| it.claimed).collect();
            claims.sort_by(f64::total_cmp);
            claims
        });
        let room = number.half_ulp.max(1e-12);
        let first = claims.partition_point(|it| *it < number.value - room);
        claims.get(first).is_some_and(|it| *it <= number.value + room)
    }
}

/// How a displayed value is a slip of another.
fn slip(shown: InUnit, actual: f64) -> Option<Slip> {
    let place = 2.0 * shown.half_ulp;
    if place <= 0.0 || (shown.value > 0.0) != (actual > 0.0) {
        return None;
    }
    let (value, actual) = (shown.value.abs(), actual.abs());
    let (ratio, shown) = (value / actual, (value / place).round());
    if !(0.9e-4..=1.1e4).contains(&ratio) || !(100.0..1e15).contains(&shown) {
        return None;
    }
    let owned = [(actual / place).round(), (actual / place).floor()];
    let near_ten = !(0.12..=8.0).contains(&ratio);
    if !near_ten && !owned.iter().any(|it| may_be_slip(shown, *it)) {
        return None;
    }
    let digits = Digits::of(shown)?;
    if near_ten && let Some(slip) = digits.shifted(value, actual, place) {
        return Some(slip);
    }
    owned.into_iter().filter_map(Digits::of).find_map(|own| digits.beside(&own))
}

/// Whether two whole numbers differ by what a digit or two side by side make: up to 81 times a power
/// of ten.
fn may_be_slip(one: f64, other: f64) -> bool {
    let mut rest = (one - other).abs() as u64;
    if rest == 0 {
        return false;
    }
    while rest > 81 && rest.is_multiple_of(10) {
        rest /= 10;
    }
    rest <= 81
}

/// The digits of a whole number.
struct Digits {
    list: [u8; MOST],
    length: usize,
}

impl Digits {
    /// The digits of a number of three digits and more.
    fn of(whole: f64) -> Option<Self> {
        if !(100.0..1e15).contains(&whole) {
            return None;
        }
        let mut rest = whole as u64;
        let mut it = Self { list: [0; MOST], length: 0 };
        while rest > 0 {
            it.list[it.length] = (rest % 10) as u8;
            it.length += 1;
            rest /= 10;
        }
        it.list[..it.length].reverse();
        Some(it)
    }

    fn shown(&self) -> &[u8] {
        &self.list[..self.length]
    }

    /// How many digits there are up to the zeros at the end.
    fn known(&self) -> usize {
        self.shown().iter().rposition(|it| *it != 0).map_or(0, |it| it + 1)
    }

    /// How these digits differ from others of the same place.
    fn beside(&self, own: &Self) -> Option<Slip> {
        let (one, other) = (self.shown(), own.shown());
        if one.len() + 1 == other.len() {
            let same = one.iter().zip(other).take_while(|it| it.0 == it.1).count();
            let missing = one[same..] == other[same + 1..];
            return (missing && self.known() == one.len()).then_some(Slip::Replaced(one.len()));
        }
        if one.len() != other.len() || self.known() < one.len() && own.known() == other.len() {
            return None;
        }
        let first = one.iter().zip(other).position(|it| it.0 != it.1)?;
        let last = one.iter().zip(other).rposition(|it| it.0 != it.1)?;
        if first == last {
            // The last digit may be another by rounding.
            let rounded = last + 1 == one.len() && one[last].abs_diff(other[last]) == 1;
            return (!rounded).then_some(Slip::Replaced(one.len()));
        }
        (first + 1 == last && one[first] == other[last] && one[last] == other[first])
            .then_some(Slip::Swapped(one.len()))
    }

    /// Whether another value has these digits, and its point elsewhere.
    fn shifted(&self, value: f64, actual: f64, place: f64) -> Option<Slip> {
        let mut ratio = if value > actual { value / actual } else { actual / value };
        let mut steps = 0;
        while ratio > 3.0 && steps < 4 {
            ratio /= 10.0;
            steps += 1;
        }
        let room = place / value + 1e-9;
        (steps > 0 && (ratio - 1.0).abs() <= room).then_some(Slip::Shifted(self.known()))
    }
}

impl Reader<'_> {
    /// A number near a mention that has no value of its own, and is a slip of the metric's.
    pub(super) fn slipped(
        &self,
        index: usize,
        name: &Name,
        actual: f64,
        scope: Span,
    ) -> Option<Candidate> {
        /// How far from the mention it may stand, in bytes.
        const NEAR: usize = 60;
        let mention = &self.context.mentions[index];
        let text = self.context.answer.text;
        let near = Span {
            start: text
                .floor_char_boundary(mention.span.start.saturating_sub(NEAR))
                .max(scope.start),
            end: text.floor_char_boundary((mention.span.end + NEAR).min(text.len())).min(scope.end),
        };
        let counts = name.unit == Unit::Count;
        // Digits that change places leave a number of the same length.
        let alike = |it: &Number| {
            in_unit(it, &name.unit).any(|it| {
                it.value.abs() > actual.abs() * 0.09 && it.value.abs() < actual.abs() * 11.0
            })
        };
        let (number, it) = self.context.numbers_in(near).find(|(_, it)| {
            if !alike(it) {
                return false;
            }
            let shape = || self.slip_of(it, name, actual);
            it.role == NumberRole::Quantity
                && match shape() {
                    Some(Slip::Swapped(digits)) => digits >= 4,
                    // A price one digit off may be a level near it.
                    Some(Slip::Replaced(digits)) => digits >= if counts { 5 } else { 6 },
                    _ => false,
                }
                && self.is_nearest(index, it.span)
        })?;
        let pair = self.pair(mention, it, name, scope);
        let own = name.classes;
        let apart = Classes::NEGATION | Classes::PAST | Classes::CONDITION | Classes::PROJECTION;
        let between = self.context.words.within(pair.gap());
        if between.iter().any(|it| it.classes.any(apart) && !it.classes.any(Classes::CITED)) {
            return None;
        }
        let led = || {
            if pair.is_number_last() { None } else { self.doubt_before_number(&pair, own) }
        };
        let doubt = self
            .doubt_of_setting(&pair)
            .or_else(led)
            .or_else(|| self.doubt_around(&pair, own))
            .or(Some("not clearly its value"));
        Some(Candidate { number, tight: false, bound: Bound::Value, doubt, operand: false })
    }

    /// Whether no other metric stands nearer to a number than a mention.
    fn is_nearest(&self, index: usize, number: Span) -> bool {
        let mentions = &self.context.mentions;
        let own = &mentions[index];
        let distance = |it: &Mention| {
            if it.span.start >= number.end {
                it.span.start - number.end
            } else {
                number.start.saturating_sub(it.span.end)
            }
        };
        let near = distance(own);
        let around =
            mentions[..index].iter().rev().take(2).chain(mentions[index + 1..].iter().take(2));
        !around.into_iter().any(|it| {
            it.clear && it.name != own.name && !self.is_subject(it) && distance(it) < near
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_a_value() {
        let check = |value: f64, place: f64, actual: f64, expect: Option<Slip>| {
            let it = InUnit { value, half_ulp: place / 2.0 };
            assert_eq!(slip(it, actual), expect, "{value} for {actual}");
        };
        check(1_178_055.0, 1.0, 1_187_055.0, Some(Slip::Swapped(7)));
        check(1_187_065.0, 1.0, 1_187_055.0, Some(Slip::Replaced(7)));
        check(1_187_056.0, 1.0, 1_187_055.0, None);
        check(187_055.0, 1.0, 1_187_055.0, Some(Slip::Replaced(6)));
        check(118_705.5, 0.1, 1_187_055.0, Some(Slip::Shifted(7)));
        check(118_705.0, 1.0, 1_187_055.0, Some(Slip::Shifted(6)));
        check(1_187_000.0, 1.0, 1_187_055.0, None);
        check(1_180_000.0, 1.0, 1_187_055.0, None);
        check(1_300_000.0, 1.0, 1_187_055.0, None);
        check(7.78, 0.01, 7.867, Some(Slip::Swapped(3)));
        check(0.559, 0.001, 5.5936, Some(Slip::Shifted(3)));
        check(5.6, 0.1, 5.5936, None);
    }
}
