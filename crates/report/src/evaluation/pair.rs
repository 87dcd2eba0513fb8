//! How two series go together, kept up while the values pass: Pearson's correlation.

use super::composite::steady;

/// What is kept of pairs of values.
///
/// Welford's recurrence with a product term (Chan, Golub and `LeVeque`, The American Statistician 37,
/// 1983); from it Pearson's r, the covariance and the slope of the line of least squares.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Pair {
    count: u64,
    mean_x: f64,
    mean_y: f64,
    squares_x: f64,
    squares_y: f64,
    products: f64,
}

impl Pair {
    pub(crate) fn add(&mut self, x: f64, y: f64) {
        let (x, y) = (steady(x), steady(y));
        self.count += 1;
        let count = self.count as f64;
        let before_x = x - self.mean_x;
        let before_y = y - self.mean_y;
        self.mean_x += before_x / count;
        self.mean_y += before_y / count;
        let after_y = y - self.mean_y;
        self.squares_x += before_x * (x - self.mean_x);
        self.squares_y += before_y * after_y;
        self.products += before_x * after_y;
    }

    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    pub(crate) fn mean_x(&self) -> Option<f64> {
        (self.count > 0).then_some(self.mean_x)
    }

    /// Pearson's r; `None` where a series does not vary.
    pub(crate) fn correlation(&self) -> Option<f64> {
        let scale = self.squares_x.sqrt() * self.squares_y.sqrt();
        (scale > 0.0).then(|| (self.products / scale).clamp(-1.0, 1.0))
    }

    /// How much x changes when y grows by 1.
    pub(crate) fn slope_of_x(&self) -> Option<f64> {
        (self.squares_y > 0.0).then(|| self.products / self.squares_y)
    }

    /// The share of y's variance that goes through x: cov(x, y) / var(y). Where y is a sum, the
    /// shares of its parts add up to 1.
    pub(crate) fn share_of_variance(&self) -> Option<f64> {
        self.slope_of_x()
    }
}

/// Pearson's r of pairs that are at hand.
pub(crate) fn pearson(pairs: impl IntoIterator<Item = (f64, f64)>) -> Option<f64> {
    let mut pair = Pair::default();
    for (x, y) in pairs {
        pair.add(x, y);
    }
    pair.correlation()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn anscombes_quartet() {
        // The American Statistician 27 (1973): r = 0.816 and slope 0.500 in each of the four.
        let x = [10.0, 8.0, 13.0, 9.0, 11.0, 14.0, 6.0, 4.0, 12.0, 7.0, 5.0];
        let x4 = [8.0, 8.0, 8.0, 8.0, 8.0, 8.0, 8.0, 19.0, 8.0, 8.0, 8.0];
        let quartet = [
            (x, [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68], 0.816_421),
            (x, [9.14, 8.14, 8.74, 8.77, 9.26, 8.10, 6.13, 3.10, 9.13, 7.26, 4.74], 0.816_237),
            (x, [7.46, 6.77, 12.74, 7.11, 7.81, 8.84, 6.08, 5.39, 8.15, 6.42, 5.73], 0.816_287),
            (x4, [6.58, 5.76, 7.71, 8.84, 8.47, 7.04, 5.25, 12.50, 5.56, 7.91, 6.89], 0.816_521),
        ];
        for (x, y, expected) in quartet {
            let mut pair = Pair::default();
            x.iter().zip(y).for_each(|(x, y)| pair.add(y, *x));
            assert!((pair.correlation().unwrap() - expected).abs() < 5e-7, "{pair:?}");
            assert!((pair.slope_of_x().unwrap() - 0.5).abs() < 6e-4);
        }
    }

    #[test]
    fn what_does_not_vary_has_no_correlation() {
        assert_eq!(pearson([(0.1, 0.2), (0.1, 0.9), (0.1, 0.4)]), None);
        assert_eq!(pearson([(0.5, 0.2)]), None);
        assert_eq!(pearson([]), None);
    }

    proptest! {
        #[test]
        fn within_bounds_and_the_same_both_ways(
            pairs in proptest::collection::vec((0.0..=1.0_f64, 0.0..=1.0_f64), 2..100)
        ) {
            if let Some(r) = pearson(pairs.iter().copied()) {
                prop_assert!((-1.0..=1.0).contains(&r));
                let turned = pearson(pairs.iter().rev().map(|(x, y)| (*y, *x))).unwrap();
                prop_assert!((r - turned).abs() < 1e-9);
                // Any rising line through x leaves r alone.
                let moved = pearson(pairs.iter().map(|(x, y)| (3.0 * x + 2.0, *y))).unwrap();
                prop_assert!((r - moved).abs() < 1e-9);
            }
        }
    }
}
