//! The calculations a task asks for: one formula is both what the prompt says and how the true
//! value is computed, so that the two cannot differ.
//!
//! Percent is a unit here as everywhere in Cortex: a metric of 3.2 % enters a formula as 0.032,
//! and a result that is due in percent is multiplied by 100 once, at the end.

use std::fmt;

use jiff::civil::Date;

use crate::name::Name;

/// An arithmetic expression over the figures that a prompt shows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Formula {
    /// A metric of the day asked about: `[daily_txns]`.
    Metric(Name),
    /// A metric of an earlier day: `[daily_txns] on 2025-02-02`.
    MetricOn(Name, Date),
    /// The result of an earlier calculation of the same task: `` `deviation` ``.
    Result(Name),
    /// A plain number.
    Number(f64),
    /// Two expressions and what joins them.
    Binary(Box<Formula>, Operator, Box<Formula>),
    /// The square root.
    Root(Box<Formula>),
}

/// An arithmetic operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Plus,
    Minus,
    Times,
    Over,
    Power,
}

/// Where a formula finds its figures; ratios and percentages come as fractions.
pub(crate) trait Figures {
    fn metric(&self, name: &Name) -> Option<f64>;
    fn metric_on(&self, name: &Name, date: Date) -> Option<f64>;
    fn result(&self, name: &Name) -> Option<f64>;
}

impl Formula {
    /// Computes the value; `None` if a figure is missing or the result is not a finite number.
    pub(crate) fn evaluate(&self, figures: &dyn Figures) -> Option<f64> {
        let value = match self {
            Self::Metric(name) => figures.metric(name)?,
            Self::MetricOn(name, date) => figures.metric_on(name, *date)?,
            Self::Result(name) => figures.result(name)?,
            Self::Number(value) => *value,
            Self::Root(inner) => libm::sqrt(inner.evaluate(figures)?),
            Self::Binary(left, operator, right) => {
                let (left, right) = (left.evaluate(figures)?, right.evaluate(figures)?);
                match operator {
                    Operator::Plus => left + right,
                    Operator::Minus => left - right,
                    Operator::Times => left * right,
                    Operator::Over => left / right,
                    Operator::Power => libm::pow(left, right),
                }
            }
        };
        value.is_finite().then_some(value)
    }

    /// Lists the metrics that the formula reads, each once, in order of appearance.
    pub(crate) fn inputs(&self) -> Vec<String> {
        let mut names = Vec::new();
        self.visit(&mut |formula| {
            if let Self::Metric(name) | Self::MetricOn(name, _) = formula
                && !names.iter().any(|known| *known == name.text())
            {
                names.push(name.to_text());
            }
        });
        names
    }

    fn visit(&self, see: &mut dyn FnMut(&Self)) {
        see(self);
        match self {
            Self::Root(inner) => inner.visit(see),
            Self::Binary(left, _, right) => {
                left.visit(see);
                right.visit(see);
            }
            _ => {}
        }
    }

    fn binding(&self) -> u8 {
        match self {
            Self::Binary(_, Operator::Plus | Operator::Minus, _) => 1,
            Self::Binary(_, Operator::Times | Operator::Over, _) => 2,
            Self::Binary(_, Operator::Power, _) => 3,
            _ => 4,
        }
    }
}

impl fmt::Display for Formula {
    /// Writes the formula as a prompt shows it, with no more parentheses than it needs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Metric(name) => write!(f, "[{name}]"),
            Self::MetricOn(name, date) => write!(f, "[{name}] on {date}"),
            Self::Result(name) => write!(f, "`{name}`"),
            Self::Number(value) => write!(f, "{value}"),
            Self::Root(inner) => write!(f, "√({inner})"),
            Self::Binary(left, operator, right) => {
                let (sign, tight) = match operator {
                    Operator::Plus => (" + ", 1),
                    Operator::Minus => (" − ", 2),
                    Operator::Times => (" × ", 2),
                    Operator::Over => (" / ", 3),
                    Operator::Power => ("^", 4),
                };
                let own = self.binding();
                let left_needs = left.binding() < own + u8::from(*operator == Operator::Power);
                let right_needs = right.binding() < tight;
                write_side(f, left, left_needs)?;
                f.write_str(sign)?;
                write_side(f, right, right_needs)
            }
        }
    }
}

fn write_side(f: &mut fmt::Formatter<'_>, side: &Formula, parenthesised: bool) -> fmt::Result {
    if parenthesised { write!(f, "({side})") } else { write!(f, "{side}") }
}

/// `[name]`
pub(crate) fn metric(name: impl Into<Name>) -> Formula {
    Formula::Metric(name.into())
}

/// `[name] on date`
pub(crate) fn metric_on(name: impl Into<Name>, date: Date) -> Formula {
    Formula::MetricOn(name.into(), date)
}

/// `` `name` ``
pub(crate) fn result(name: impl Into<Name>) -> Formula {
    Formula::Result(name.into())
}

/// A plain number.
pub(crate) fn number(value: f64) -> Formula {
    Formula::Number(value)
}

/// `√(inner)`
pub(crate) fn root(inner: Formula) -> Formula {
    Formula::Root(Box::new(inner))
}

/// `base ^ exponent`
pub(crate) fn power(base: Formula, exponent: Formula) -> Formula {
    join(base, Operator::Power, exponent)
}

/// `(now − before) / before`: a change as a share of where it started.
pub(crate) fn change(now: Formula, before: Formula) -> Formula {
    (now - before.clone()) / before
}

fn join(left: Formula, operator: Operator, right: Formula) -> Formula {
    Formula::Binary(Box::new(left), operator, Box::new(right))
}

macro_rules! operator {
    ($($trait:ident $method:ident $operator:ident;)*) => {$(
        impl std::ops::$trait for Formula {
            type Output = Formula;
            fn $method(self, right: Formula) -> Formula {
                join(self, Operator::$operator, right)
            }
        }
    )*};
}
operator! {
    Add add Plus;
    Sub sub Minus;
    Mul mul Times;
    Div div Over;
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed;

    impl Figures for Fixed {
        fn metric(&self, name: &Name) -> Option<f64> {
            match &*name.text() {
                "a" => Some(12.0),
                "b" => Some(3.0),
                "zero" => Some(0.0),
                _ => None,
            }
        }
        fn metric_on(&self, name: &Name, _: Date) -> Option<f64> {
            self.metric(name).map(|value| value / 2.0)
        }
        fn result(&self, name: &Name) -> Option<f64> {
            (*name == "r").then_some(0.5)
        }
    }

    fn check(formula: impl std::borrow::Borrow<Formula>, written: &str, value: Option<f64>) {
        let formula = formula.borrow();
        assert_eq!(formula.to_string(), written);
        assert_eq!(formula.evaluate(&Fixed), value, "{written}");
    }

    #[test]
    fn writes_and_computes() {
        let day = jiff::civil::date(2025, 2, 2);
        let (a, b) = (|| metric("a"), || metric("b"));
        check(a() / b(), "[a] / [b]", Some(4.0));
        check(a() - (b() - number(1.0)), "[a] − ([b] − 1)", Some(10.0));
        check(a() - b() - number(1.0), "[a] − [b] − 1", Some(8.0));
        check(a() / (b() * number(2.0)), "[a] / ([b] × 2)", Some(2.0));
        check((a() + b()) * result("r"), "([a] + [b]) × `r`", Some(7.5));
        check(
            change(a(), metric_on("a", day)),
            "([a] − [a] on 2025-02-02) / [a] on 2025-02-02",
            Some(1.0),
        );
        check(
            power(a() / b(), number(1.0) / number(2.0)) - number(1.0),
            "([a] / [b])^(1 / 2) − 1",
            Some(1.0),
        );
        check(b() * root(number(4.0)), "[b] × √(4)", Some(6.0));
        check(a() / metric("zero"), "[a] / [zero]", None);
        check(metric("missing"), "[missing]", None);
    }

    #[test]
    fn lists_its_inputs_once() {
        let formula = change(metric("a"), metric_on("a", jiff::civil::date(2025, 2, 2)));
        assert_eq!(formula.inputs(), ["a"]);
    }
}
