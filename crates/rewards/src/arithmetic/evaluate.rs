//! Computes expressions in postfix order under one reading of what is open in them.

use crate::facts::{TaskFacts, Unit};
use crate::parse::{Answer, NumberUnit, Op, normalise};

use super::metric::{lookup, metric};
use super::value::Value;

/// How the open questions of an expression are answered.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each answers one question")]
pub(super) struct Reading {
    /// A percentage counts with its figure: 5 % is 5, not 0.05.
    pub(super) figures: bool,
    /// `100 + 5%` is 105.
    pub(super) relative: bool,
    /// A cited ratio counts as a percentage.
    pub(super) cited_percent: bool,
    /// `log` is the one to base ten.
    pub(super) base_ten: bool,
    /// `±` adds instead of subtracting.
    pub(super) plus: bool,
    /// Whole percentages may be rounded.
    pub(super) loose: bool,
    /// Decimals may have been cut off instead of rounded.
    pub(super) cut: bool,
    /// Cited metrics are those of this row of the history.
    pub(super) day: Option<usize>,
}

/// Why an expression has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// An operand is in words or cites what the task does not have.
    Unknown,
    /// A division by nothing, a root of a negative, an overflow.
    Undefined,
}

/// Computes the value of postfix code.
pub(super) fn evaluate(
    code: &[Op],
    reading: Reading,
    answer: &Answer<'_>,
    facts: &TaskFacts,
    stack: &mut Vec<Value>,
) -> Result<Value, Failure> {
    stack.clear();
    for op in code {
        let value = match *op {
            Op::Number(index) => number(answer, index, reading).ok_or(Failure::Unknown)?,
            Op::Citation(index) => {
                let name = answer.citations.get(index as usize).map_or("", |c| &c.name);
                metric(name, facts, reading).ok_or(Failure::Unknown)?
            }
            Op::Name(span) => {
                let name = normalise(answer.slice(span)).ok_or(Failure::Unknown)?;
                metric(&name, facts, reading).ok_or(Failure::Unknown)?
            }
            Op::Euler => Value::around(core::f64::consts::E, 0.0, None),
            Op::Whole(count) => Value::around(f64::from(count), 0.0, Some(i128::from(count))),
            Op::Unknown => return Err(Failure::Unknown),
            Op::Add
            | Op::Subtract
            | Op::Multiply
            | Op::Of
            | Op::Divide
            | Op::Power
            | Op::PlusMinus => {
                let right = stack.pop().ok_or(Failure::Undefined)?;
                let left = stack.pop().ok_or(Failure::Undefined)?;
                binary(*op, left, right, reading).ok_or(Failure::Undefined)?
            }
            unary => {
                let value = stack.pop().ok_or(Failure::Undefined)?;
                apply(unary, value, reading).ok_or(Failure::Undefined)?
            }
        };
        stack.push(value);
    }
    let value = stack.pop().ok_or(Failure::Undefined)?;
    // Beyond this, displayed digits and floating point part ways.
    let sane = value.mid.is_finite()
        && value.mid.abs() < 1e30
        && value.low.is_finite()
        && value.high.is_finite();
    if sane { Ok(value) } else { Err(Failure::Undefined) }
}

fn binary(op: Op, left: Value, right: Value, reading: Reading) -> Option<Value> {
    let right = match op {
        Op::Add | Op::Subtract if reading.relative && right.percent && !left.percent => {
            left.multiply(right)?
        }
        _ => right,
    };
    match op {
        Op::Add => left.add(right),
        Op::PlusMinus if reading.plus => left.add(right),
        Op::Subtract | Op::PlusMinus => left.add(right.negate()),
        Op::Multiply | Op::Of => left.multiply(right),
        Op::Divide => left.divide(right),
        _ => left.power(right),
    }
}

fn apply(op: Op, value: Value, reading: Reading) -> Option<Value> {
    match op {
        Op::Negate => Some(value.negate()),
        Op::PowerOf(exponent) => {
            value.power(Value::around(f64::from(exponent), 0.0, Some(i128::from(exponent))))
        }
        Op::Sqrt => value.rising(0.0, libm::sqrt),
        Op::Exp => value.rising(f64::NEG_INFINITY, libm::exp),
        Op::Log if reading.base_ten => value.rising(f64::MIN_POSITIVE, libm::log10),
        Op::Ln | Op::Log => value.rising(f64::MIN_POSITIVE, libm::log),
        Op::Percent if reading.figures => Some(value),
        Op::Percent => Some(Value { percent: true, ..value.scale(0.01) }),
        _ => None,
    }
}

fn number(answer: &Answer<'_>, index: u32, reading: Reading) -> Option<Value> {
    let number = answer.numbers.get(index as usize)?;
    let percent = matches!(number.unit, NumberUnit::Percent | NumberUnit::PercentagePoint);
    let cut = reading.cut && number.exact.is_none();
    let half = match number.exact {
        Some(value) if reading.loose && percent && value % 10 != 0 && value % 25 != 0 => 0.5,
        Some(_) => 0.0,
        None => number.half_ulp,
    };
    let mut value = Value::around(number.value, half, number.exact);
    if cut {
        // What was cut off leads away from nothing.
        let far = number.value + (2.0 * half).copysign(number.value);
        value.low = far.min(number.value);
        value.high = far.max(number.value);
    }
    Some(if percent && !reading.figures {
        Value { percent: true, exact: None, ..value.scale(0.01) }
    } else {
        value
    })
}

/// Counts the zeros at the end of a whole number.
pub(super) fn trailing_zeros(mut value: i128) -> u32 {
    let mut zeros = 0;
    while value != 0 && value % 10 == 0 {
        value /= 10;
        zeros += 1;
    }
    zeros
}

/// Whether any operand is a citation of a ratio or percentage.
pub(super) fn cites_share(code: &[Op], answer: &Answer<'_>, facts: &TaskFacts) -> bool {
    code.iter().any(|op| {
        let key = match op {
            Op::Citation(index) => answer.citations.get(*index as usize).map(|c| c.name.clone()),
            Op::Name(span) => normalise(answer.slice(*span)),
            _ => None,
        };
        key.and_then(|name| facts.units.get(lookup(&name, facts)?.0))
            .is_some_and(|unit| matches!(unit, Unit::Ratio | Unit::Percent))
    })
}
