//! Numbers as a prompt shows them, and how results are written.

/// What stands with a number.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Unit {
    /// Nothing: a count or a plain number.
    #[default]
    Plain,
    /// A percentage: 5.2 % is `5.2`.
    Percent,
    /// US dollars.
    Usd,
    /// Anything that is written behind the number: `ETH`, `gwei`.
    Named(String),
}

/// A number with its unit, as it is displayed.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The whole text: `$23,512.00`, `98.6830%`, `1,534,958.69 ETH`.
    pub text: String,
    /// The displayed number: 98.683 for `98.6830%`.
    pub value: f64,
    /// What stands with it.
    pub unit: Unit,
}

impl Quantity {
    /// Reads a displayed value; `None` if the text is no number with an optional unit.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let (negative, rest) = match text.strip_prefix(['-', '−']) {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (dollars, rest) = match rest.strip_prefix('$') {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let (negative, rest) = match rest.strip_prefix(['-', '−']) {
            Some(rest) if dollars => (true, rest),
            _ => (negative, rest),
        };
        let end =
            rest.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').unwrap_or(rest.len());
        let (digits, behind) = rest.split_at(end);
        if !digits.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let value: f64 = digits.replace(',', "").parse().ok()?;
        let unit = match behind.trim() {
            "" if dollars => Unit::Usd,
            "" => Unit::Plain,
            "%" => Unit::Percent,
            name if name.chars().all(char::is_alphanumeric) => Unit::Named(name.to_owned()),
            _ => return None,
        };
        Some(Self { text: text.to_owned(), value: if negative { -value } else { value }, unit })
    }

    /// The value as it enters a formula: percentages are fractions there.
    pub fn operand(&self) -> f64 {
        match self.unit {
            Unit::Percent => self.value / 100.0,
            _ => self.value,
        }
    }

    /// The number alone, with its percent sign but without any other unit.
    pub fn bare(&self) -> &str {
        let text = match &self.unit {
            Unit::Named(name) => self.text.strip_suffix(name.as_str()).unwrap_or(&self.text),
            _ => &self.text,
        };
        text.trim_end()
    }

    /// The text without its sign, for sentences whose verb says the direction.
    pub fn magnitude(&self) -> &str {
        self.text.trim_start_matches(['-', '−'])
    }
}

/// Writes a number with this many decimals and grouped thousands; the sign is U+2212.
pub(crate) fn plain(value: f64, decimals: usize) -> String {
    let digits = format!("{:.*}", decimals, value.abs());
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits.as_str(), None),
    };
    let mut text = String::with_capacity(digits.len() + 8);
    if value < 0.0 && digits.bytes().any(|b| matches!(b, b'1'..=b'9')) {
        text.push('−');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// How many decimals show this many significant digits.
pub(crate) fn decimals_for(value: f64, significant: i32) -> usize {
    if value == 0.0 || !value.is_finite() {
        return 0;
    }
    let exponent = libm::floor(libm::log10(value.abs())) as i32;
    (significant - 1 - exponent).clamp(0, 15) as usize
}

/// The number of a quantity alone, without unit or currency sign.
pub(crate) fn plain_text(quantity: &Quantity) -> String {
    quantity.bare().replacen('$', "", 1)
}

/// Reads back what [`plain`] wrote.
pub(crate) fn read_plain(text: &str) -> f64 {
    let digits: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let value: f64 = digits.parse().unwrap_or(0.0);
    if text.starts_with(['−', '-']) { -value } else { value }
}

/// Writes a result in its unit. `operand` is the value as formulas compute it (a percentage is a
/// fraction), `significant` the least number of significant digits, `exact` the number of decimals
/// that writes the result without rounding, where there is one.
pub(crate) fn result(
    operand: f64,
    unit: &Unit,
    significant: i32,
    exact: Option<usize>,
) -> Quantity {
    let value = if *unit == Unit::Percent { operand * 100.0 } else { operand };
    let decimals = match (unit, exact) {
        (Unit::Percent, _) => {
            // Close to a hundred percent the distance to it is what matters.
            let distance = (100.0 - value.abs()).abs();
            let near = if distance < 1.0 && distance > 0.0 { decimals_for(distance, 2) } else { 0 };
            decimals_for(value, significant).max(2).max(near).min(6)
        }
        (_, Some(decimals)) => decimals,
        (Unit::Usd, None) if value.abs() >= 1.0 => 2,
        (Unit::Usd, None) => decimals_for(value, 4).max(2),
        (Unit::Named(_), None) => decimals_for(value, 5).max(2),
        (Unit::Plain, None) if value.abs() >= 1_000.0 => 0,
        (Unit::Plain, None) => decimals_for(value, significant).max(2),
    };
    let digits = plain(value, decimals);
    let shown = read_plain(&digits);
    let text = match unit {
        Unit::Plain => digits,
        Unit::Percent => format!("{digits}%"),
        Unit::Usd => match digits.strip_prefix('−') {
            Some(digits) => format!("−${digits}"),
            None => format!("${digits}"),
        },
        Unit::Named(name) => format!("{digits} {name}"),
    };
    Quantity { text, value: shown, unit: unit.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_prompts_show() {
        let check = |text: &str, value: f64, unit: Unit, bare: &str| {
            let read = Quantity::read(text).unwrap();
            assert_eq!((read.value, &read.unit, read.bare()), (value, &unit, bare), "{text}");
        };
        check("1,187,055", 1_187_055.0, Unit::Plain, "1,187,055");
        check("98.6830%", 98.683, Unit::Percent, "98.6830%");
        check("$0.5143", 0.5143, Unit::Usd, "$0.5143");
        check("-$1,234.50", -1234.5, Unit::Usd, "-$1,234.50");
        check("-47.00%", -47.0, Unit::Percent, "-47.00%");
        check("0.000013355 BTC", 0.000_013_355, Unit::Named("BTC".into()), "0.000013355");
        for text in ["", "–", "n/a", "[a]", "12 of 13"] {
            assert_eq!(Quantity::read(text), None, "{text}");
        }
    }

    #[test]
    fn writes_results_with_sensible_digits() {
        let check = |value: f64, unit: Unit, expect: &str| {
            assert_eq!(result(value, &unit, 3, None).text, expect);
        };
        check(0.053_022, Unit::Percent, "5.30%");
        check(-0.000_344, Unit::Percent, "−0.0344%");
        check(1.234_567, Unit::Percent, "123.46%");
        check(15_633.51, Unit::Plain, "15,634");
        check(3.075_8, Unit::Plain, "3.08");
        check(0.058_71, Unit::Plain, "0.0587");
        check(23_512.0, Unit::Usd, "$23,512.00");
        check(-0.012_346, Unit::Usd, "−$0.01235");
        check(0.000_013_355_26, Unit::Named("BTC".into()), "0.000013355 BTC");
        check(0.0, Unit::Plain, "0.00");
    }
}
