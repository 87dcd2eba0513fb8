//! Units, and the one place where a value is written in its unit.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

/// The unit of a figure.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Unit {
    /// A number of things. A mean of counts is a count with decimals.
    Count,
    /// A share between 0 and 1, which prose writes as a percentage.
    Ratio,
    /// A percentage: 5.2 % is `5.2`.
    Percent,
    /// A plain number, such as a z-score or a quotient.
    Number,
    /// US dollars.
    Usd,
    /// An amount of a coin, by its ticker.
    Coin(String),
    /// Billionths of an ether, for gas prices.
    Gwei,
    /// Gas, as Ethereum counts it.
    Gas,
    /// Trillions of gas, as NEAR counts it.
    Tgas,
}

impl Unit {
    /// Stands for the ticker of a network whose coin is not known.
    pub const UNKNOWN_COIN: &'static str = "coins";

    /// What stands behind a number, or heads a table's column: `%`, `USD`, `ETH`, `gwei`; empty
    /// for counts and plain numbers. A ratio is shown in percent.
    pub fn symbol(&self) -> &str {
        match self {
            Self::Count | Self::Number => "",
            Self::Ratio | Self::Percent => "%",
            Self::Usd => "USD",
            Self::Coin(ticker) => ticker,
            Self::Gwei => "gwei",
            Self::Gas => "gas",
            Self::Tgas => "Tgas",
        }
    }
}

/// Writes a value in its unit, for prose: `1,187,055`, `98.68%`, `$23,512.00`, `1,534,958.69 ETH`.
///
/// Digits are grouped by thousands. The value is rounded to the nearest number that can be shown
/// (ties to even), and how many digits are shown depends on the unit:
///
/// | unit | at least |
/// |---|---|
/// | `Count` | whole if it is whole, else 2 decimals |
/// | `Ratio` (in percent) | 2 decimals, 3 significant digits and 2 of what is missing to 100 % |
/// | `Percent`, `Number`, `Gwei` | 2 decimals and 3 significant digits |
/// | `Usd` | 2 decimals and 4 significant digits |
/// | `Coin`, `Tgas` | 2 decimals and 5 significant digits |
/// | `Gas` | whole from 1,000 on, else 2 decimals and 5 significant digits |
///
/// Decimals beyond the second are dropped where they end in zeros, except of a ratio, where
/// `99.9990%` says more than `99.999%`. No more than 15 decimals are ever shown.
///
/// ```
/// use market::{Unit, format_value};
/// assert_eq!(format_value(0.99999, &Unit::Ratio), "99.9990%");
/// assert_eq!(format_value(1.3355259e-05, &Unit::Coin("BTC".into())), "0.000013355 BTC");
/// ```
pub fn format_value(value: f64, unit: &Unit) -> String {
    let mut text = format_plain(value, unit);
    if !value.is_finite() {
        return text;
    }
    match unit {
        Unit::Count | Unit::Number => {}
        Unit::Ratio | Unit::Percent => text.push('%'),
        Unit::Usd => text.insert(usize::from(text.starts_with('-')), '$'),
        Unit::Coin(_) | Unit::Gwei | Unit::Gas | Unit::Tgas => {
            text.push(' ');
            text.push_str(unit.symbol());
        }
    }
    text
}

/// Writes a value as [`format_value`] does, without its unit, for the cells of a table whose head
/// names [`Unit::symbol`]. A ratio is written in percent here too.
pub fn format_plain(value: f64, unit: &Unit) -> String {
    if !value.is_finite() {
        return "n/a".to_owned();
    }
    let digits = digits(value, unit);
    group_thousands(match unit {
        Unit::Ratio => &digits,
        _ => trim_zeros(&digits),
    })
}

/// The digits that are shown of a finite value, a ratio's in percent.
fn digits(value: f64, unit: &Unit) -> String {
    let scaled = scale(value, unit);
    let mut digits = String::with_capacity(24);
    // Writing to a string cannot fail.
    let _ = write!(digits, "{scaled:.*}", decimals(scaled, unit));
    digits
}

/// Reads a value back from what [`format_value`] or [`format_plain`] wrote.
///
/// `None` if the text is not of that form. The result is within [`rounding`] of the value written.
pub fn parse_value(text: &str, unit: &Unit) -> Option<f64> {
    let mut text = text.trim();
    match unit {
        Unit::Usd => {}
        _ => text = text.strip_suffix(unit.symbol()).unwrap_or(text).trim_end(),
    }
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1.0, digits),
        None => (1.0, text),
    };
    let digits = match unit {
        Unit::Usd => digits.strip_prefix('$').unwrap_or(digits),
        _ => digits,
    };
    if !digits.starts_with(|c: char| c.is_ascii_digit())
        || !digits.chars().all(|c| c.is_ascii_digit() || ",.".contains(c))
    {
        return None;
    }
    let mut digits = digits.replace(',', "");
    if matches!(unit, Unit::Ratio) {
        // Moved in the text and not by a division, so that 99.999 % is the very number 0.99999.
        digits.push_str("e-2");
    }
    let number: f64 = digits.parse().ok()?;
    Some(sign * number)
}

/// The value as it is shown: rounded to the digits that [`format_value`] writes.
///
/// Who checks a calculation made from shown figures starts from these.
pub fn shown(value: f64, unit: &Unit) -> f64 {
    if !value.is_finite() {
        return value;
    }
    if matches!(unit, Unit::Count) && value.fract() == 0.0 {
        // Shown to the last digit; of zeros the one without a sign.
        return value + 0.0;
    }
    let mut digits = digits(value, unit);
    if matches!(unit, Unit::Ratio) {
        digits.push_str("e-2");
    }
    digits.parse().map_or(value, |shown: f64| shown + 0.0)
}

/// How far the shown figure can be from the value: half a unit of the last digit written, in the
/// unit of the value.
pub fn rounding(value: f64, unit: &Unit) -> f64 {
    let text = format_plain(value, unit);
    let decimals = text.split_once('.').map_or(0, |(_, after)| after.len());
    let mut half: f64 = 0.5;
    for _ in 0..decimals {
        half /= 10.0;
    }
    match unit {
        Unit::Ratio => half / 100.0,
        _ => half,
    }
}

fn scale(value: f64, unit: &Unit) -> f64 {
    match unit {
        Unit::Ratio => value * 100.0,
        _ => value,
    }
}

const MAX_DECIMALS: i32 = 15;

fn decimals(value: f64, unit: &Unit) -> usize {
    let significant = match unit {
        Unit::Count if value.fract() == 0.0 => return 0,
        Unit::Gas if value.abs() >= 1000.0 => return 0,
        Unit::Count => 0,
        Unit::Ratio => {
            let of_value = decimals_for(value, 3);
            let of_rest = decimals_for(100.0 - value.abs(), 2);
            return of_value.max(of_rest).clamp(2, MAX_DECIMALS) as usize;
        }
        Unit::Percent | Unit::Number | Unit::Gwei => 3,
        Unit::Usd => 4,
        Unit::Coin(_) | Unit::Tgas | Unit::Gas => 5,
    };
    decimals_for(value, significant).clamp(2, MAX_DECIMALS) as usize
}

/// What the last of so many significant digits is worth, as a share of the next power of ten.
const LAST_DIGIT: [f64; 6] = [1.0, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5];

/// The decimals that show so many significant digits; negative if fewer than the whole part has.
fn decimals_for(value: f64, significant: i32) -> i32 {
    if value == 0.0 || significant == 0 {
        return 0;
    }
    let exponent =
        quick_exponent(value, significant).unwrap_or_else(|| printed_exponent(value, significant));
    significant - 1 - exponent
}

/// The decimal exponent of a value rounded to so many significant digits, from the printed number
/// and not from a logarithm, so that it is exact and already counts a rounding from 9.99 to 10.
fn printed_exponent(value: f64, significant: i32) -> i32 {
    let mut printed = String::with_capacity(24);
    // Writing to a string cannot fail.
    let _ = write!(printed, "{:.*e}", (significant - 1) as usize, value);
    printed.split_once('e').and_then(|(_, exponent)| exponent.parse().ok()).unwrap_or(0)
}

/// The same without printing, for values of usual size that are not near a power of ten.
fn quick_exponent(value: f64, significant: i32) -> Option<i32> {
    /// Far more than what the powers below are off by.
    const SLACK: f64 = 1e-9;
    let size = value.abs();
    if !(1e-9..1e15).contains(&size) {
        return None;
    }
    let (mut exponent, mut power) = (0, 1.0);
    while size >= power * 10.0 {
        power *= 10.0;
        exponent += 1;
    }
    while size < power {
        power /= 10.0;
        exponent -= 1;
    }
    let next = power * 10.0;
    let clear_of_this = size >= power * (1.0 + SLACK) || exponent >= 0;
    let clear_of_next = size < next - next * LAST_DIGIT[significant as usize];
    (clear_of_this && clear_of_next).then_some(exponent)
}

/// Drops zeros from the end, but keeps two decimals.
fn trim_zeros(digits: &str) -> &str {
    let Some(point) = digits.find('.') else {
        return digits;
    };
    let least = (point + 3).min(digits.len());
    let kept = digits.trim_end_matches('0').len().max(least);
    &digits[..kept]
}

fn group_thousands(digits: &str) -> String {
    let (sign, rest) = match digits.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", digits),
    };
    // A value that rounds to nothing has no sign.
    let sign = if rest.chars().all(|c| "0.".contains(c)) { "" } else { sign };
    let (whole, fraction) = match rest.find('.') {
        Some(point) => rest.split_at(point),
        None => (rest, ""),
    };
    let mut grouped = String::with_capacity(digits.len() + whole.len() / 3);
    grouped.push_str(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped.push_str(fraction);
    grouped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn coin(ticker: &str) -> Unit {
        Unit::Coin(ticker.to_owned())
    }

    #[test]
    fn values_read_as_people_write_them() {
        let check = |value: f64, unit: Unit, expect: &str| {
            assert_eq!(format_value(value, &unit), expect);
        };
        check(1_187_055.0, Unit::Count, "1,187,055");
        check(0.0, Unit::Count, "0");
        check(999.0, Unit::Count, "999");
        check(1_249_876.857_142_857, Unit::Count, "1,249,876.86");
        check(0.986_830_433_3, Unit::Ratio, "98.68%");
        check(0.99999, Unit::Ratio, "99.9990%");
        check(0.999_996_182_4, Unit::Ratio, "99.99962%");
        check(1.0, Unit::Ratio, "100.00%");
        check(0.0, Unit::Ratio, "0.00%");
        check(0.000_012, Unit::Ratio, "0.00120%");
        check(0.5, Unit::Ratio, "50.00%");
        check(-47.0, Unit::Percent, "-47.00%");
        check(0.0034, Unit::Percent, "0.0034%");
        check(-0.0, Unit::Percent, "0.00%");
        check(7.522_2, Unit::Number, "7.52");
        check(23512.0, Unit::Usd, "$23,512.00");
        check(0.51, Unit::Usd, "$0.51");
        check(0.514_285, Unit::Usd, "$0.5143");
        check(0.000_012_34, Unit::Usd, "$0.00001234");
        check(-1234.5, Unit::Usd, "-$1,234.50");
        check(1_534_958.686_888_35, coin("ETH"), "1,534,958.69 ETH");
        check(1.293_081_354, coin("ETH"), "1.2931 ETH");
        check(1.335_525_9e-5, coin("BTC"), "0.000013355 BTC");
        check(4.773_690_59, coin("BTC"), "4.7737 BTC");
        check(4.0, coin("BTC"), "4.00 BTC");
        check(0.000_607_386_563, coin("NEAR"), "0.00060739 NEAR");
        check(2.620_459_896, Unit::Gwei, "2.62 gwei");
        check(110_035.332, Unit::Gas, "110,035 gas");
        check(6.073_865_63, Unit::Tgas, "6.0739 Tgas");
        check(f64::NAN, Unit::Usd, "n/a");
    }

    #[test]
    fn text_of_another_form_is_not_read() {
        for text in ["", "-", "n/a", "12 ETH", "1e5", "inf", "--3", "$-3"] {
            assert_eq!(parse_value(text, &coin("BTC")), None, "{text:?}");
        }
        assert_eq!(parse_value("-$1,234.50", &Unit::Usd), Some(-1234.5));
        assert_eq!(parse_value("99.9990%", &Unit::Ratio), Some(0.99999));
    }

    fn any_unit() -> impl Strategy<Value = Unit> {
        prop_oneof![
            Just(Unit::Count),
            Just(Unit::Ratio),
            Just(Unit::Percent),
            Just(Unit::Number),
            Just(Unit::Usd),
            Just(coin("ETH")),
            Just(Unit::Gwei),
            Just(Unit::Gas),
            Just(Unit::Tgas),
        ]
    }

    /// Values of every size that occurs, evenly over their orders of magnitude.
    fn any_value() -> impl Strategy<Value = f64> {
        (-1.0..1.0_f64, -8..12_i32)
            .prop_map(|(mantissa, exponent)| mantissa * libm::exp10(f64::from(exponent)))
    }

    #[test]
    fn exponents_near_powers_of_ten_are_those_of_the_printed_number() {
        for exponent in -12..17 {
            for significant in 2..=5 {
                let power = libm::exp10(f64::from(exponent));
                for off in [0.0, 1e-16, 2e-16, 1e-12, 1e-6, 4e-6, 6e-6, 1e-5, 1e-3, 6e-3, 0.05, 0.1]
                {
                    for value in [power * (1.0 - off), power, power * (1.0 + off), -power] {
                        let printed = printed_exponent(value, significant);
                        let quick = quick_exponent(value, significant).unwrap_or(printed);
                        assert_eq!(quick, printed, "{value:e} to {significant}");
                    }
                }
            }
        }
    }

    proptest! {
        #[test]
        fn the_quick_exponent_is_that_of_the_printed_number(value in any_value(), digits in 2..6_i32) {
            let printed = printed_exponent(value, digits);
            prop_assert_eq!(quick_exponent(value, digits).unwrap_or(printed), printed);
        }

        #[test]
        fn what_is_shown_reads_back_within_its_rounding(value in any_value(), unit in any_unit()) {
            let text = format_value(value, &unit);
            let read = parse_value(&text, &unit).expect("reads back");
            let slack = value.abs() * 1e-14;
            prop_assert!((read - value).abs() <= rounding(value, &unit) + slack, "{value} as {text}");
            prop_assert_eq!(shown(value, &unit), read);
        }

        #[test]
        fn what_is_shown_is_shown_again_the_same(value in any_value(), unit in any_unit()) {
            let once = shown(value, &unit);
            let twice = shown(once, &unit);
            prop_assert!((once - twice).abs() <= once.abs() * 1e-15);
        }

        #[test]
        fn only_a_full_share_is_a_hundred_percent(value in 0.0..0.999_999_999_9_f64) {
            prop_assert_ne!(format_value(value, &Unit::Ratio), "100.00%");
        }
    }
}
