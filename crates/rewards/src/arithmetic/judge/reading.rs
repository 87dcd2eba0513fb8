//! The readings of a statement that has more than one, and what excuses a claim that fits none.

use crate::facts::Unit;
use crate::parse::{Number, NumberUnit, Op, Segment, Traits};

use super::{Claim, Judge};
use crate::arithmetic::evaluate::{Reading, cites_share, trailing_zeros};
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
        let range = expression.code.0 as usize..expression.code.1 as usize;
        let code = self.chain.code.get(range).unwrap_or(&[]);
        code.iter().any(|op| match op {
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
        let in_answer = numbers[near]
            .iter()
            .any(|n| n.unit == NumberUnit::Percent && n.value == operand.value);
        let in_task = || {
            self.facts.metrics.iter().any(|(name, value)| {
                let percent = self.facts.units.get(name) == Some(&Unit::Percent);
                percent && (value - operand.value).abs() <= operand.half_ulp
            })
        };
        operand.unit == NumberUnit::None && operand.exact.is_none() && (in_answer || in_task())
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
        list.add(base, own);
        let code = self
            .chain
            .code
            .get(expression.code.0 as usize..expression.code.1 as usize)
            .unwrap_or(&[]);
        if code.contains(&Op::Log) {
            list.add(
                Reading {
                    base_ten: true,
                    ..base
                },
                own,
            );
        }
        if percent && traits.times_hundred {
            list.add(base, 1.0);
        }
        if basis_points {
            list.add(base, 100.0);
        }
        if traits.percent && traits.additive {
            list.add(
                Reading {
                    figures: true,
                    ..base
                },
                1.0,
            );
            list.add(
                Reading {
                    relative: true,
                    ..base
                },
                own,
            );
        }
        if cites_share(code, self.answer, self.facts) {
            let cited = Reading {
                cited_percent: true,
                ..base
            };
            list.add(cited, own);
            list.add(cited, 1.0);
        }
        list.sure = list.all.len();
        // A unit that was dropped, a rounded operand that looks exact: possible, not certain.
        if percent && !traits.divides && traits.operations > 0 {
            list.add(base, 1.0);
        }
        if percent && self.chain.around.change && traits.divides {
            list.add(
                Reading {
                    loose: true,
                    ..base
                },
                0.01,
            );
        }
        if !percent && traits.percent && !traits.of {
            list.add(base, 0.01);
            list.add(
                Reading {
                    figures: true,
                    ..base
                },
                1.0,
            );
        }
        if !percent && traits.times_hundred {
            list.add(base, 100.0);
        }
        if traits.percent && traits.operations > 1 {
            list.add(
                Reading {
                    relative: true,
                    ..base
                },
                own,
            );
        }
        list.add(
            Reading {
                loose: true,
                ..base
            },
            own,
        );
        if percent && traits.times_hundred {
            list.add(
                Reading {
                    loose: true,
                    ..base
                },
                1.0,
            );
        }
        list
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
        let close = |factor: f64| claim.fits(value.scale(factor), scale);
        let claim_units = side.is_some_and(|s| s.traits.units);
        let lettered = |span: crate::parse::Span| {
            self.answer
                .slice(span)
                .bytes()
                .any(|b| b.is_ascii_alphabetic())
        };
        let scaled = lettered(number.span)
            || self.chain.code.iter().any(|op| match op {
                Op::Number(index) => self.number(*index).is_some_and(|n| lettered(n.span)),
                _ => false,
            });
        let units = claim_units || traits.units;
        if (scaled || units)
            && [1e3, 1e6, 1e9, 1e12, 1e18, 1e-3, 1e-6, 1e-9, 1e-12, 1e-18]
                .into_iter()
                .any(close)
        {
            return Some("a scale may be left out");
        }
        if traits.time && traits.additive {
            return Some("its units of time may differ");
        }
        let time = traits.time || side.is_some_and(|s| s.traits.time);
        if time {
            let spans = [
                7.0, 12.0, 24.0, 30.0, 52.0, 60.0, 365.0, 1_440.0, 3_600.0, 86_400.0,
            ];
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
        // `26.66 / 23.7 = +12.5%` says by how much it grew.
        if claim.percent() {
            let less_one = value.add(Value::around(-1.0, 0.0, Some(-1)))?;
            if claim.fits(less_one, scale) {
                return Some("it may be a change and not a ratio");
            }
        }
        None
    }

    /// Whether a number of the statement has a comma that groups no thousands.
    pub(super) fn decimal_comma(&self) -> bool {
        let odd = |index: u32| {
            self.number(index).is_some_and(|n| {
                let bytes = self.answer.slice(n.span).as_bytes();
                match bytes.iter().rposition(|b| *b == b',') {
                    Some(at) => {
                        bytes[at + 1..]
                            .iter()
                            .take_while(|b| b.is_ascii_digit())
                            .count()
                            != 3
                            && bytes.get(at + 1) != Some(&b'}')
                    }
                    None => false,
                }
            })
        };
        self.chain
            .code
            .iter()
            .any(|op| matches!(op, Op::Number(index) if odd(*index)))
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
