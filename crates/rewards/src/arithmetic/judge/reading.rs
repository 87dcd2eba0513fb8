//! The readings of a statement that has more than one, and what excuses a claim that fits none.

use crate::facts::Unit;
use crate::parse::{Number, NumberUnit, Op, Segment, Traits};

use super::{Claim, Judge};
use crate::arithmetic::evaluate::{Reading, cites_share, evaluate, trailing_zeros};
use crate::arithmetic::value::Value;

impl Judge<'_, '_> {
    /// Whether a number stands alone in parentheses, as accounts write negatives.
    pub(super) fn in_parentheses(&self, number: &Number) -> bool {
        let bytes = self.answer.text.as_bytes();
        let before = number.span.start.checked_sub(1).and_then(|i| bytes.get(i));
        before == Some(&b'(') && bytes.get(number.span.end) == Some(&b')')
    }

    /// Whether an operand that stands without a unit is a percentage elsewhere in the answer or in
    /// the task.
    pub(super) fn carries_percent(&self, expression: &Segment) -> bool {
        self.code(expression).iter().any(|op| match op {
            Op::Number(index) => self.is_percent_elsewhere(*index as usize),
            _ => false,
        })
    }

    fn is_percent_elsewhere(&self, index: usize) -> bool {
        /// How many numbers around the operand are looked at.
        const WINDOW: usize = 200;
        let numbers = &self.answer.numbers;
        let Some(operand) = numbers.get(index) else {
            return false;
        };
        let near = index.saturating_sub(WINDOW)..(index + WINDOW).min(numbers.len());
        let in_answer = || {
            let is_it = |it: &Number| it.unit == NumberUnit::Percent && it.value == operand.value;
            numbers[near].iter().any(is_it)
        };
        let in_task = || {
            self.facts.metrics.iter().any(|(name, value)| {
                (value - operand.value).abs() <= operand.half_ulp
                    && self.facts.units.get(name) == Some(&Unit::Percent)
            })
        };
        operand.unit == NumberUnit::None && operand.exact.is_none() && (in_answer() || in_task())
    }

    /// The scale of the claim in the plain reading, if that is the first of the certain ones.
    pub(super) fn plain_scale(&self, expression: &Segment, percent: bool) -> Option<f64> {
        let traits = expression.traits;
        match (percent, traits.times_hundred) {
            (false, _) => Some(1.0),
            (true, true) => (!self.code(expression).contains(&Op::Log)).then_some(1.0),
            (true, false) => {
                let implied = !traits.percent && traits.operations > 0;
                (!implied || self.reads_as_ratio(expression)).then_some(0.01)
            }
        }
    }

    /// Lists the readings under which a claim may hold, with the scale of the claim in each.
    pub(super) fn readings(
        &self,
        expression: &Segment,
        base: Reading,
        percent: bool,
        basis_points: bool,
    ) -> Readings {
        let traits = expression.traits;
        let own = if percent { 0.01 } else { 1.0 };
        let mut list = Readings::default();
        let implied = percent && !traits.percent && traits.operations > 0;
        let hundred = percent && traits.times_hundred;
        let strict = !hundred && (!implied || self.reads_as_ratio(expression));
        if strict {
            list.add(base, own);
        }
        let code = self.code(expression);
        if code.contains(&Op::Log) {
            list.add(Reading { base_ten: true, ..base }, own);
        }
        if hundred {
            list.add(base, 1.0);
        }
        if basis_points {
            list.add(base, 100.0);
        }
        if traits.percent && traits.additive {
            list.add(Reading { figures: true, ..base }, 1.0);
            list.add(Reading { relative: true, ..base }, own);
        }
        if cites_share(code, self.answer, self.facts) {
            let cited = Reading { cited_percent: true, ..base };
            list.add(cited, own);
            list.add(cited, 1.0);
        }
        list.sure = list.all.len();
        // Beside a known percentage, × 100 would count its unit twice.
        let allowed = strict || hundred || !self.carries_percent(expression);
        if allowed {
            list.add(base, own);
        }
        if percent && traits.divides && self.divides_percentage(expression) {
            list.add(base, 1.0);
        }
        // A unit that was dropped, a rounded operand that looks exact: possible, not certain.
        if percent && !traits.divides && traits.operations > 0 {
            list.add(base, 1.0);
        }
        if percent && self.chain.around.change && traits.divides {
            list.add(Reading { loose: true, ..base }, 0.01);
        }
        if !percent && traits.percent && !traits.of {
            list.add(base, 0.01);
            list.add(Reading { figures: true, ..base }, 1.0);
        }
        if !percent && traits.times_hundred {
            list.add(base, 100.0);
        }
        if traits.percent && traits.operations > 1 {
            list.add(Reading { relative: true, ..base }, own);
        }
        if allowed {
            list.add(Reading { loose: true, ..base }, own);
        }
        if percent && traits.times_hundred {
            list.add(Reading { loose: true, ..base }, 1.0);
        }
        if allowed {
            list.add(Reading { cut: true, ..base }, if hundred { 1.0 } else { own });
        }
        list
    }

    /// Whether "× 100" may be implied: the result is sensible as a ratio, and so are its operands.
    ///
    /// `50 / 200 = 25%` and `1 − 0.9868 = 1.32%` are; `7.13 × √7 = 1886%` and `100 − 98.68 = 132%`
    /// are percentages whose sign was left out.
    fn reads_as_ratio(&self, expression: &Segment) -> bool {
        /// The largest ratio that prose gives as a percentage where nothing is divided.
        const LARGEST: f64 = 3.0;
        /// The largest term of a difference between ratios.
        const LARGEST_TERM: f64 = 10.0;
        let code = self.code(expression);
        if expression.traits.divides {
            return !self.divides_percentage(expression) || !self.carries_percent(expression);
        }
        let mut stack = Vec::new();
        let value = evaluate(code, Reading::default(), self.answer, self.facts, &mut stack);
        let sensible = value.is_ok_and(|v| v.mid.abs() <= LARGEST);
        let terms = !expression.traits.additive
            || code.iter().all(|op| match op {
                Op::Number(index) => {
                    self.number(*index).is_none_or(|n| n.value.abs() <= LARGEST_TERM)
                }
                _ => true,
            });
        sensible && terms
    }

    /// Whether a bare figure that may be a percentage is divided by whole numbers: `5.30 / 7`.
    fn divides_percentage(&self, expression: &Segment) -> bool {
        let code = self.code(expression);
        let mut numbers = code.iter().filter_map(|op| match op {
            Op::Number(index) => self.number(*index),
            _ => None,
        });
        let dividend = numbers.next().is_some_and(|n| {
            n.exact.is_none() && n.unit == NumberUnit::None && (1.0..1e3).contains(&n.value.abs())
        });
        let plain = code.iter().all(|op| !matches!(op, Op::Citation(_) | Op::Name(_)));
        dividend
            && plain
            && numbers
                .all(|n| n.exact.is_some_and(|v| v.abs() <= 400) && n.unit == NumberUnit::None)
    }

    pub(super) fn code(&self, segment: &Segment) -> &[Op] {
        let range = segment.code.0 as usize..segment.code.1 as usize;
        self.chain.code.get(range).unwrap_or(&[])
    }

    /// Returns why a claim that fits no reading may still be meant otherwise.
    pub(super) fn excuse(
        &self,
        claim: &Claim<'_>,
        value: Value,
        scale: f64,
        traits: Traits,
        side: Option<&Segment>,
    ) -> Option<&'static str> {
        let number = claim.number;
        if self.decimal_comma() {
            return Some("a comma may be a decimal point");
        }
        if self.points_group() {
            return Some("a point may group thousands");
        }
        let close = |factor: f64| claim.fits(value.scale(factor), scale);
        let claim_units = side.is_some_and(|s| s.traits.units);
        let units = claim_units || traits.units;
        // `8.39 / 3.2 × 10^8`: the power may belong to the number or to the quotient.
        let powers = self.chain.code.iter().any(|op| match op {
            Op::Number(index) => self.number(*index).is_some_and(|n| {
                let shown = self.answer.slice(n.span);
                shown.contains(['×', '*', '·', '⋅'])
                    || shown.contains("\\times")
                    || shown.contains("\\cdot")
            }),
            _ => false,
        });
        if powers
            && traits.divides
            && (1..=24).any(|n| {
                let factor = libm::pow(10.0, f64::from(2 * n));
                close(factor) || close(1.0 / factor)
            })
        {
            return Some("a power of ten may belong to another operand");
        }
        if self.scales().into_iter().any(close) {
            return Some("a scale may be left out");
        }
        if traits.time && traits.additive {
            return Some("its units of time may differ");
        }
        let time = traits.time || side.is_some_and(|s| s.traits.time);
        if time {
            let spans = [7.0, 12.0, 24.0, 30.0, 52.0, 60.0, 365.0, 1_440.0, 3_600.0, 86_400.0];
            if spans.into_iter().any(|s| close(s) || close(1.0 / s)) {
                return Some("a unit of time may have been converted");
            }
        }
        if units && traits.money && [100.0, 0.01].into_iter().any(close) {
            return Some("cents may be meant");
        }
        if number.unit == NumberUnit::Usd && !traits.money && traits.units {
            return Some("a price may be left out");
        }
        if let (Some(shown), true) = (number.exact, scale == 1.0) {
            let zeros = trailing_zeros(shown);
            if zeros >= 3 && (value.mid - number.value).abs() < libm::pow(10.0, f64::from(zeros)) {
                return Some("the claim may be rounded");
            }
        }
        // `26.66 / 23.7 = +12.5%` says by how much it grew; `(26.66 − 23.7) / 23.7` is that already.
        let subtracts = self.chain.code.iter().any(|op| matches!(op, Op::Subtract));
        if claim.percent() && !subtracts {
            let less_one = value.add(Value::around(-1.0, 0.0, Some(-1)))?;
            let fell = traits.divides && number.value > 0.0 && claim.fits(less_one.negate(), scale);
            if fell || claim.fits(less_one, scale) {
                return Some("it may be a change and not a ratio");
            }
        }
        None
    }

    /// Whether points group the thousands of a number of the statement, as they may of the others.
    fn points_group(&self) -> bool {
        self.chain.code.iter().any(|op| match op {
            Op::Number(index) => self.number(*index).is_some_and(|n| {
                self.answer.slice(n.span).bytes().filter(|it| *it == b'.').count() > 1
            }),
            _ => false,
        })
    }

    /// Whether a number of the statement has a comma that groups no thousands.
    pub(super) fn decimal_comma(&self) -> bool {
        let odd = |index: u32| {
            self.number(index).is_some_and(|n| {
                let bytes = self.answer.slice(n.span).as_bytes();
                match bytes.iter().rposition(|b| *b == b',') {
                    Some(at) => {
                        bytes[at + 1..].iter().take_while(|b| b.is_ascii_digit()).count() != 3
                            && bytes.get(at + 1) != Some(&b'}')
                            // `\,` is a thin space.
                            && (at == 0 || bytes[at - 1] != b'\\')
                    }
                    None => false,
                }
            })
        };
        // `13 353,71` leaves no doubt about the commas of its statement.
        let plain = |index: u32| {
            self.number(index).is_some_and(|n| {
                let shown = self.answer.slice(n.span).trim_start_matches(['−', '-', '+', ' ']);
                shown.contains(',') && shown.contains([' ', '\u{a0}', '\u{2009}', '\u{202f}'])
            })
        };
        let numbers = || {
            self.chain.code.iter().filter_map(|op| match op {
                Op::Number(index) => Some(*index),
                _ => None,
            })
        };
        numbers().any(odd) && !numbers().any(plain)
    }
}

/// The readings of an expression, the certain ones first.
#[derive(Default)]
pub(super) struct Readings {
    pub(super) all: Vec<(Reading, f64)>,
    pub(super) sure: usize,
}

impl Readings {
    pub(super) fn add(&mut self, reading: Reading, scale: f64) {
        if !self.all.contains(&(reading, scale)) {
            self.all.push((reading, scale));
        }
    }

    /// The readings that prove a claim.
    pub(super) fn sure(&self) -> &[(Reading, f64)] {
        &self.all[..self.sure]
    }

    /// The readings that only keep a claim from being wrong.
    pub(super) fn unsure(&self) -> &[(Reading, f64)] {
        &self.all[self.sure..]
    }
}
