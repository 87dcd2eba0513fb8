//! The value of a cited metric, as far as its reader knows it: rounded as a prompt shows it.

use crate::facts::{TaskFacts, Unit};

use super::evaluate::Reading;
use super::value::Value;

/// Returns the value of a metric under a reading, within the rounding of its display.
pub(super) fn metric(name: &str, facts: &TaskFacts, reading: Reading) -> Option<Value> {
    let (key, today) = lookup(name, facts)?;
    let value = match reading.day {
        Some(day) => *facts.history.get(day)?.values.get(key)?,
        None => today,
    };
    let unit = facts.units.get(key);
    let whole = libm::floor(value) == value && value.abs() < 9e15;
    let half = if whole { 0.0 } else { half_unit(value, unit) };
    let exact = whole.then_some(value as i128);
    let value = Value::around(value, half, exact);
    let factor = match unit {
        Some(Unit::Ratio) if reading.cited_percent => 100.0,
        Some(Unit::Percent) if !reading.cited_percent => 0.01,
        _ => return Some(value),
    };
    Some(Value { exact: None, ..value.scale(factor) })
}

/// Half a unit of the last place that a prompt shows of a value.
///
/// Facts carry no display precision. Prompts show counts whole from 1,000 on, ratios as
/// percentages with two decimals, the rest with two decimals and at least four digits; the coarser
/// of the two is assumed, so that an operand read off the prompt is never outside.
fn half_unit(value: f64, unit: Option<&Unit>) -> f64 {
    const SECOND_DECIMAL: f64 = 5e-3;
    let size = value.abs();
    let fourth_digit = 0.5 * libm::pow(10.0, libm::floor(libm::log10(size)) - 3.0);
    match unit {
        Some(Unit::Ratio) => SECOND_DECIMAL / 100.0,
        Some(Unit::Percent) => SECOND_DECIMAL,
        Some(Unit::Count) if size >= 1e3 => 0.5,
        Some(Unit::Other(name)) if name.eq_ignore_ascii_case("gwei") => {
            fourth_digit.max(SECOND_DECIMAL)
        }
        // Two decimals of a small amount would show nothing of it.
        _ if size < 1.0 => fourth_digit,
        _ => fourth_digit.max(SECOND_DECIMAL),
    }
}

/// Finds a metric by its cited name, with or without a network before it.
pub(super) fn lookup<'f>(name: &str, facts: &'f TaskFacts) -> Option<(&'f str, f64)> {
    if let Some((_, key, value)) = facts.metrics.get_full(name) {
        return Some((key, *value));
    }
    let tail = name.rsplit('.').next().unwrap_or(name);
    let mut found = None;
    for (key, value) in &facts.metrics {
        let short = key.rsplit('.').next().unwrap_or(key);
        let same = key.eq_ignore_ascii_case(name)
            || (short.eq_ignore_ascii_case(tail)
                && (short.len() == key.len() || tail.len() == name.len()));
        if same {
            if found.is_some() {
                // Two networks have a metric of this name.
                return None;
            }
            found = Some((key.as_str(), *value));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: f64, unit: &Unit, half: f64) {
        let found = half_unit(value, Some(unit));
        assert!((found - half).abs() < half * 1e-9, "{value}: {found}");
    }

    #[test]
    fn displayed_places() {
        check(1_225_189.785_7, &Unit::Count, 0.5);
        check(0.986_830_4, &Unit::Ratio, 5e-5);
        check(8.683_02, &Unit::Percent, 5e-3);
        check(2.744_02, &Unit::Other("gwei".to_owned()), 5e-3);
        check(0.53, &Unit::Other("gwei".to_owned()), 5e-3);
        check(5_772.25, &Unit::Usd, 0.5);
        check(0.000_630_176_5, &Unit::Coin("NEAR".to_owned()), 5e-8);
        check(6.301_76, &Unit::Other("Tgas".to_owned()), 5e-3);
    }
}
