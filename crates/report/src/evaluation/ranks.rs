//! Rank correlation: Spearman's rho, with ties.

use super::composite::steady;
use super::pair::{Pair, pearson};

/// A series with the order of its values, worked out once for all its pairs.
pub(crate) struct Ranked<'v> {
    values: &'v [f64],
    /// Places of the values that are there, from the least value up.
    order: Vec<u32>,
}

impl<'v> Ranked<'v> {
    /// `values` may hold absent ones.
    pub(crate) fn of(values: &'v [f64]) -> Self {
        let mut order: Vec<u32> =
            (0..values.len() as u32).filter(|at| !values[*at as usize].is_nan()).collect();
        order.sort_by(|a, b| values[*a as usize].total_cmp(&values[*b as usize]));
        Self { values, order }
    }

    /// The values that are there, from the least up.
    pub(crate) fn sorted(&self) -> Vec<f64> {
        self.order.iter().map(|at| self.values[*at as usize]).collect()
    }

    /// Writes the ranks of the values where the other series has one, too; equal values share the
    /// mean of their ranks.
    fn ranks_where(&self, other: &Self, ranks: &mut [f64]) {
        let both = |at: &&u32| !other.values[**at as usize].is_nan();
        let mut places = self.order.iter().filter(both).copied().peekable();
        let mut before = 0;
        let mut tied = Vec::new();
        while let Some(first) = places.next() {
            let value = steady(self.values[first as usize]);
            tied.clear();
            tied.push(first);
            while let Some(next) = places.next_if(|at| steady(self.values[*at as usize]) == value) {
                tied.push(next);
            }
            let rank = before as f64 + (tied.len() + 1) as f64 / 2.0;
            for at in &tied {
                ranks[*at as usize] = rank;
            }
            before += tied.len();
        }
    }
}

/// Spearman's rho of the places where both series have a value: Pearson's r of their ranks.
/// `None` where a series does not vary.
pub(crate) fn spearman(x: &Ranked<'_>, y: &Ranked<'_>) -> Option<f64> {
    let mut ranks_x = vec![0.0; x.values.len()];
    let mut ranks_y = vec![0.0; y.values.len()];
    x.ranks_where(y, &mut ranks_x);
    y.ranks_where(x, &mut ranks_y);
    let mut pair = Pair::default();
    let there = x.order.iter().filter(|at| !y.values[**at as usize].is_nan());
    there.for_each(|at| pair.add(ranks_x[*at as usize], ranks_y[*at as usize]));
    pair.correlation()
}

/// Spearman's rho of two whole series.
pub(crate) fn spearman_of(x: &[f64], y: &[f64]) -> Option<f64> {
    spearman(&Ranked::of(x), &Ranked::of(y))
}

/// Pearson's r of the places where both series have a value.
pub(crate) fn pearson_of(x: &[f64], y: &[f64]) -> Option<f64> {
    let both = |(x, y): &(&f64, &f64)| !x.is_nan() && !y.is_nan();
    pearson(x.iter().zip(y).filter(both).map(|(x, y)| (*x, *y)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn textbook_figures() {
        // IQ and hours of television, the example of many textbooks: 1 − 6 · 194 / (10 · 99).
        let iq = [106.0, 100.0, 86.0, 101.0, 99.0, 103.0, 97.0, 113.0, 112.0, 110.0];
        let hours = [7.0, 27.0, 2.0, 50.0, 28.0, 29.0, 20.0, 12.0, 6.0, 17.0];
        let expected = 1.0 - 6.0 * 194.0 / 990.0;
        assert!((spearman_of(&iq, &hours).unwrap() - expected).abs() < 1e-12);
        // With ties: ranks 1, 2.5, 2.5, 4 against 1, 3, 2, 4: 4.5 / √(4.5 · 5).
        let rho = spearman_of(&[1.0, 2.0, 2.0, 3.0], &[10.0, 30.0, 20.0, 40.0]).unwrap();
        assert!((rho - 4.5 / (4.5_f64 * 5.0).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn absent_values_are_left_out_by_pairs() {
        let x = [1.0, f64::NAN, 2.0, 3.0, 9.0];
        let y = [5.0, 1.0, 6.0, 7.0, f64::NAN];
        assert!((spearman_of(&x, &y).unwrap() - 1.0).abs() < 1e-12);
        assert!((pearson_of(&x, &y).unwrap() - 1.0).abs() < 1e-12);
        assert_eq!(spearman_of(&[1.0, 1.0], &[1.0, 2.0]), None);
        assert_eq!(spearman_of(&[], &[]), None);
    }

    proptest! {
        #[test]
        fn only_the_order_matters(
            pairs in proptest::collection::vec((0_u8..20, 0_u8..20), 2..60)
        ) {
            let x: Vec<f64> = pairs.iter().map(|(x, _)| f64::from(*x)).collect();
            let y: Vec<f64> = pairs.iter().map(|(_, y)| f64::from(*y)).collect();
            let cubes: Vec<f64> = x.iter().map(|x| x.powi(3) - 7.0).collect();
            let (rho, moved) = (spearman_of(&x, &y), spearman_of(&cubes, &y));
            prop_assert_eq!(rho.is_some(), moved.is_some());
            if let (Some(rho), Some(moved)) = (rho, moved) {
                prop_assert!((-1.0..=1.0).contains(&rho));
                prop_assert!((rho - moved).abs() < 1e-12);
            }
        }
    }
}
