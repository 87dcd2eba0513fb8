//! The few statistics that daily figures need.
//!
//! Sums run in the order given, and logarithms and roots come from `libm`, so that the same figures
//! give the same bits on every machine. Each function is absent (`None`) where it is not defined.

/// The arithmetic mean; absent without values.
pub fn mean(values: &[f64]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    finite(values.iter().sum::<f64>() / values.len() as f64)
}

/// The sample standard deviation (divided by n − 1); absent for fewer than two values.
pub fn sample_sd(values: &[f64]) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    let mean = mean(values)?;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    finite(libm::sqrt(squares / (values.len() - 1) as f64))
}

/// The median: of an even number of values, the mean of the middle two; absent without values.
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 {
        return sorted.get(middle).copied();
    }
    let below = sorted.get(middle.checked_sub(1)?)?;
    finite(f64::midpoint(*below, *sorted.get(middle)?))
}

/// The change from `from` to `to` in percent; absent where `from` is zero or less.
pub fn percent_change(from: f64, to: f64) -> Option<f64> {
    if from <= 0.0 {
        return None;
    }
    finite((to - from) / from * 100.0)
}

/// The natural logarithm of `to` over `from`; absent unless both are above zero.
pub fn log_change(from: f64, to: f64) -> Option<f64> {
    if from <= 0.0 || to <= 0.0 {
        return None;
    }
    finite(libm::log(to / from))
}

pub(crate) fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statistics_are_the_textbook_ones() {
        let values = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];
        assert_eq!(mean(&values), Some(5.0));
        assert_eq!(sample_sd(&values), Some(libm::sqrt(32.0 / 7.0)));
        assert_eq!(median(&values), Some(4.5));
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(percent_change(200.0, 150.0), Some(-25.0));
        assert_eq!(log_change(1.0, 1.0), Some(0.0));
    }

    #[test]
    fn what_is_not_defined_is_absent() {
        assert_eq!(mean(&[]), None);
        assert_eq!(sample_sd(&[1.0]), None);
        assert_eq!(median(&[]), None);
        assert_eq!(percent_change(0.0, 1.0), None);
        assert_eq!(log_change(1.0, 0.0), None);
        assert_eq!(percent_change(1e-300, 1e300), None);
    }
}
