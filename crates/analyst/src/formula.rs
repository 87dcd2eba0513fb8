//! The formula language of the prompts: what is read here is what a worked line writes out.

use std::fmt;

use jiff::civil::Date;

/// Formulas nest a few levels deep; what is deeper is not one of ours.
const DEEPEST: usize = 64;

/// An arithmetic expression over the figures that a prompt shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A figure of the day: `[daily_txns]`.
    Metric(String),
    /// A figure of an earlier day: `[daily_txns] on 2025-02-02`.
    MetricOn(String, Date),
    /// An earlier result: `` `txn_growth` ``.
    Result(String),
    /// A plain number.
    Number(f64),
    /// Two expressions and what joins them.
    Binary(Box<Expr>, Op, Box<Expr>),
    /// A square root.
    Root(Box<Expr>),
    /// A natural logarithm.
    Ln(Box<Expr>),
}

/// An arithmetic operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// `+`
    Plus,
    /// `−`
    Minus,
    /// `×`
    Times,
    /// `/`
    Over,
    /// `^`
    Power,
}

impl Op {
    /// How tightly it binds.
    pub(crate) fn binding(self) -> u8 {
        match self {
            Self::Plus | Self::Minus => 1,
            Self::Times | Self::Over => 2,
            Self::Power => 3,
        }
    }

    /// Applies it.
    pub(crate) fn apply(self, left: f64, right: f64) -> f64 {
        match self {
            Self::Plus => left + right,
            Self::Minus => left - right,
            Self::Times => left * right,
            Self::Over => left / right,
            Self::Power => libm::pow(left, right),
        }
    }
}

/// Says where a formula stops being one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormulaError {
    rest: String,
}

impl fmt::Display for FormulaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.rest.is_empty() {
            f.write_str("the formula ends too early")
        } else {
            write!(f, "the formula cannot be read from `{}` on", self.rest)
        }
    }
}

impl std::error::Error for FormulaError {}

impl Expr {
    /// Reads a formula.
    ///
    /// # Errors
    /// Names the rest of the text that is not of the language.
    pub fn parse(text: &str) -> Result<Self, FormulaError> {
        let mut reader = Reader { rest: text, depth: 0 };
        let expr = reader.sum()?;
        reader.skip_spaces();
        if reader.rest.is_empty() { Ok(expr) } else { Err(reader.error()) }
    }

    /// Visits the expression and all within it, from the left.
    pub(crate) fn visit<'e>(&'e self, see: &mut dyn FnMut(&'e Self)) {
        see(self);
        match self {
            Self::Root(inner) | Self::Ln(inner) => inner.visit(see),
            Self::Binary(left, _, right) => {
                left.visit(see);
                right.visit(see);
            }
            _ => {}
        }
    }
}

struct Reader<'t> {
    rest: &'t str,
    depth: usize,
}

impl<'t> Reader<'t> {
    fn error(&self) -> FormulaError {
        FormulaError { rest: self.rest.chars().take(40).collect() }
    }

    fn skip_spaces(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn take(&mut self, prefix: &str) -> bool {
        self.skip_spaces();
        match self.rest.strip_prefix(prefix) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn operator(&mut self, signs: &[(&str, Op)]) -> Option<Op> {
        signs.iter().find(|(sign, _)| self.take(sign)).map(|(_, op)| *op)
    }

    fn sum(&mut self) -> Result<Expr, FormulaError> {
        let mut left = self.product()?;
        while let Some(op) = self.operator(&[("+", Op::Plus), ("−", Op::Minus), ("- ", Op::Minus)])
        {
            let right = self.product()?;
            left = Expr::Binary(Box::new(left), op, Box::new(right));
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<Expr, FormulaError> {
        let mut left = self.power()?;
        let signs = [("×", Op::Times), ("*", Op::Times), ("/", Op::Over), ("÷", Op::Over)];
        while let Some(op) = self.operator(&signs) {
            let right = self.power()?;
            left = Expr::Binary(Box::new(left), op, Box::new(right));
        }
        Ok(left)
    }

    fn power(&mut self) -> Result<Expr, FormulaError> {
        let base = self.atom()?;
        if self.take("^") {
            let exponent = self.atom()?;
            return Ok(Expr::Binary(Box::new(base), Op::Power, Box::new(exponent)));
        }
        Ok(base)
    }

    fn atom(&mut self) -> Result<Expr, FormulaError> {
        if self.take("√(") || self.take("sqrt(") {
            return Ok(Expr::Root(Box::new(self.inner()?)));
        }
        if self.take("ln(") {
            return Ok(Expr::Ln(Box::new(self.inner()?)));
        }
        if self.take("(") {
            return self.inner();
        }
        if self.take("`") {
            return Ok(Expr::Result(self.until('`')?.to_owned()));
        }
        if self.take("[") {
            let name = self.until(']')?.to_owned();
            if let Some(after) = self.rest.strip_prefix(" on ")
                && let Some(date) = after.get(..10).and_then(|date| date.parse().ok())
            {
                self.rest = &after[10..];
                return Ok(Expr::MetricOn(name, date));
            }
            return Ok(Expr::Metric(name));
        }
        self.number()
    }

    fn inner(&mut self) -> Result<Expr, FormulaError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error());
        }
        let inner = self.sum()?;
        self.depth -= 1;
        if self.take(")") { Ok(inner) } else { Err(self.error()) }
    }

    fn until(&mut self, end: char) -> Result<&'t str, FormulaError> {
        let (name, rest) = self.rest.split_once(end).ok_or_else(|| self.error())?;
        if name.is_empty() {
            return Err(self.error());
        }
        self.rest = rest;
        Ok(name)
    }

    fn number(&mut self) -> Result<Expr, FormulaError> {
        self.skip_spaces();
        let end = self
            .rest
            .find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',')
            .unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at(end);
        let value: f64 = digits.replace(',', "").parse().map_err(|_| self.error())?;
        self.rest = rest;
        Ok(Expr::Number(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn join(left: Expr, op: Op, right: Expr) -> Expr {
        Expr::Binary(Box::new(left), op, Box::new(right))
    }

    #[test]
    fn reads_formulas() {
        let check =
            |text: &str, expect: Expr| assert_eq!(Expr::parse(text).unwrap(), expect, "{text}");
        let a = || Expr::Metric("a".into());
        let number = Expr::Number;
        check("[a] / 3 − 1.5", join(join(a(), Op::Over, number(3.0)), Op::Minus, number(1.5)));
        check(
            "([a] − [a] on 2025-02-02) / [a] on 2025-02-02",
            join(
                join(a(), Op::Minus, Expr::MetricOn("a".into(), jiff::civil::date(2025, 2, 2))),
                Op::Over,
                Expr::MetricOn("a".into(), jiff::civil::date(2025, 2, 2)),
            ),
        );
        check(
            "[ethereum.daily_txns] × √(1 + 1 / `n`)",
            join(
                Expr::Metric("ethereum.daily_txns".into()),
                Op::Times,
                Expr::Root(Box::new(join(
                    number(1.0),
                    Op::Plus,
                    join(number(1.0), Op::Over, Expr::Result("n".into())),
                ))),
            ),
        );
        check("[a]^(1 / 7)", join(a(), Op::Power, join(number(1.0), Op::Over, number(7.0))));
        check("ln([a])", Expr::Ln(Box::new(a())));
    }

    #[test]
    fn refuses_what_is_no_formula() {
        for text in ["", "(", "[a", "[a] +", "[a] [b]", "sin(1)", "``", &"(".repeat(100_000)] {
            assert!(Expr::parse(text).is_err(), "{text}");
        }
        assert_eq!(
            Expr::parse("[a] ? 2").unwrap_err().to_string(),
            "the formula cannot be read from `? 2` on"
        );
    }
}
