//! Quantiles of the values that are kept.

/// The value below which the share `q` of sorted values lies, between neighbours in proportion.
///
/// Definition 7 of Hyndman and Fan (The American Statistician 50, 1996), the one of R and `NumPy`.
pub(crate) fn quantile(sorted: &[f64], q: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = q.clamp(0.0, 1.0) * last as f64;
    let below = place.floor() as usize;
    let (low, high) = (sorted[below], sorted[(below + 1).min(last)]);
    let value = low + (high - low) * (place - below as f64);
    Some(value.clamp(low, high))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn as_r_and_numpy_have_them() {
        let values = [1.0, 2.0, 3.0, 4.0];
        for (q, expected) in [(0.0, 1.0), (0.25, 1.75), (0.5, 2.5), (0.75, 3.25), (1.0, 4.0)] {
            assert_eq!(quantile(&values, q), Some(expected));
        }
        // numpy.percentile([15, 20, 35, 40, 50], 40) = 29
        assert!((quantile(&[15.0, 20.0, 35.0, 40.0, 50.0], 0.4).unwrap() - 29.0).abs() < 1e-12);
        assert_eq!(quantile(&[0.3], 0.95), Some(0.3));
        assert_eq!(quantile(&[], 0.5), None);
    }

    proptest! {
        #[test]
        fn within_range_and_rising(
            mut values in proptest::collection::vec(0.0..=1.0_f64, 1..100),
            a in 0.0..=1.0_f64, b in 0.0..=1.0_f64,
        ) {
            values.sort_by(f64::total_cmp);
            let (low, high) = (a.min(b), a.max(b));
            let (low, high) = (quantile(&values, low).unwrap(), quantile(&values, high).unwrap());
            prop_assert!(values[0] <= low && low <= high && high <= values[values.len() - 1]);
        }
    }
}
