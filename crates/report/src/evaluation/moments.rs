//! Mean and deviation of one series, kept up while the values pass.

use super::composite::steady;

/// Bins of a histogram over [0, 1].
pub(crate) const BINS: usize = 20;

/// What is kept of a series of values: enough for count, mean, deviation, extremes, the share of
/// zeros and ones, and a histogram over [0, 1], all exact and of constant size.
///
/// Mean and deviation by Welford's recurrence (Technometrics 4, 1962), which loses no digits where
/// the deviation is small against the mean.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Moments {
    count: u64,
    missing: u64,
    mean: f64,
    /// The sum of squared differences from the mean.
    squares: f64,
    least: f64,
    most: f64,
    zeros: u64,
    ones: u64,
    bins: [u64; BINS],
}

impl Default for Moments {
    fn default() -> Self {
        Self {
            count: 0,
            missing: 0,
            mean: 0.0,
            squares: 0.0,
            least: f64::INFINITY,
            most: f64::NEG_INFINITY,
            zeros: 0,
            ones: 0,
            bins: [0; BINS],
        }
    }
}

impl Moments {
    /// A series in which so many values are missing so far.
    pub(crate) fn after_missing(missing: u64) -> Self {
        Self { missing, ..Self::default() }
    }

    pub(crate) fn add(&mut self, value: Option<f64>) {
        let Some(value) = value else {
            self.missing += 1;
            return;
        };
        self.count += 1;
        let before = value - self.mean;
        self.mean += before / self.count as f64;
        self.squares += before * (value - self.mean);
        self.least = self.least.min(value);
        self.most = self.most.max(value);
        self.zeros += u64::from(value == 0.0);
        self.ones += u64::from(value == 1.0);
        let bin = (value * BINS as f64).clamp(0.0, BINS as f64 - 1.0) as usize;
        self.bins[bin] += 1;
    }

    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    pub(crate) fn missing(&self) -> u64 {
        self.missing
    }

    /// The mean; held between the extremes, which rounding may pass by a hair.
    pub(crate) fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.mean.clamp(self.least, self.most))
    }

    /// The deviation of a sample, with count − 1; one value has none.
    pub(crate) fn deviation(&self) -> Option<f64> {
        // Values that differ by rounding alone do not deviate.
        let varies = steady(self.least) < steady(self.most);
        let squares = if varies { self.squares.max(0.0) } else { 0.0 };
        (self.count > 1).then(|| (squares / (self.count - 1) as f64).sqrt())
    }

    pub(crate) fn least(&self) -> Option<f64> {
        (self.count > 0).then_some(self.least)
    }

    pub(crate) fn most(&self) -> Option<f64> {
        (self.count > 0).then_some(self.most)
    }

    pub(crate) fn share_of_zeros(&self) -> Option<f64> {
        (self.count > 0).then(|| self.zeros as f64 / self.count as f64)
    }

    pub(crate) fn share_of_ones(&self) -> Option<f64> {
        (self.count > 0).then(|| self.ones as f64 / self.count as f64)
    }

    pub(crate) fn bins(&self) -> &[u64; BINS] {
        &self.bins
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(values: &[f64]) -> Moments {
        let mut moments = Moments::default();
        for value in values {
            moments.add(Some(*value));
        }
        moments
    }

    #[test]
    fn figures_worked_out_by_hand() {
        // The sum of squares about the mean 5 is 32; 32 / 7 = 4.571428…
        let moments = of(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]);
        assert_eq!(moments.mean(), Some(5.0));
        assert!((moments.deviation().unwrap() - (32.0_f64 / 7.0).sqrt()).abs() < 1e-15);
        assert_eq!((moments.least(), moments.most()), (Some(2.0), Some(9.0)));
        let scores = of(&[0.0, 1.0, 1.0, 0.5]);
        assert_eq!((scores.share_of_zeros(), scores.share_of_ones()), (Some(0.25), Some(0.5)));
        assert_eq!((scores.bins()[0], scores.bins()[10], scores.bins()[19]), (1, 1, 2));
    }

    #[test]
    fn a_small_deviation_beside_a_large_mean_keeps_its_digits() {
        // The textbook formula over squares gives nonsense here (Higham's example).
        let moments = of(&[1e9 + 4.0, 1e9 + 7.0, 1e9 + 13.0, 1e9 + 16.0]);
        assert_eq!(moments.deviation(), Some(30.0_f64.sqrt()));
    }

    #[test]
    fn nothing_and_one_value() {
        let mut none = Moments::default();
        none.add(None);
        assert_eq!((none.count(), none.missing()), (0, 1));
        assert_eq!((none.mean(), none.deviation(), none.least()), (None, None, None));
        assert_eq!(none.share_of_zeros(), None);
        let one = of(&[0.3]);
        assert_eq!((one.mean(), one.deviation()), (Some(0.3), None));
        assert_eq!(of(&[0.1; 7]).deviation(), Some(0.0), "equal values do not deviate");
        assert_eq!(of(&[0.1; 7]).mean(), Some(0.1));
    }

    proptest! {
        #[test]
        fn streamed_is_batch(values in proptest::collection::vec(0.0..=1.0_f64, 2..200)) {
            let moments = of(&values);
            let mean = values.iter().sum::<f64>() / values.len() as f64;
            let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
            let deviation = (squares / (values.len() - 1) as f64).sqrt();
            prop_assert!((moments.mean().unwrap() - mean).abs() < 1e-12);
            prop_assert!((moments.deviation().unwrap() - deviation).abs() < 1e-12);
            let mut turned = values.clone();
            turned.reverse();
            prop_assert!((of(&turned).deviation().unwrap() - deviation).abs() < 1e-12);
            prop_assert_eq!(moments.bins().iter().sum::<u64>(), values.len() as u64);
        }
    }
}
