//! The composite of scores under weights, as `rewards` makes it.

use indexmap::IndexMap;

/// Weights by the rewards' names. What is not named weighs nothing.
pub type Weights = IndexMap<String, f64>;

/// The weighted mean of what was asked, times the integrity; `None` if nothing was asked.
///
/// The same sum in the same order as [`rewards::Scorecard::score`], so that it has the same bits.
pub(crate) fn composite(
    parts: impl Iterator<Item = (f64, Option<f64>)>,
    integrity: f64,
) -> Option<f64> {
    let (mut sum, mut weights) = (0.0, 0.0);
    for (weight, score) in parts {
        if let Some(score) = score
            && weight > 0.0
        {
            sum += weight * score;
            weights += weight;
        }
    }
    (weights > 0.0).then(|| (sum / weights * integrity).clamp(0.0, 1.0))
}

/// The composite of named scores.
pub fn composite_of(
    components: &IndexMap<String, Option<f64>>,
    integrity: f64,
    weights: &Weights,
) -> Option<f64> {
    let weight = |name: &String| weights.get(name).copied().unwrap_or(0.0);
    composite(components.iter().map(|(name, score)| (weight(name), *score)), integrity)
}

/// An absent value in a compact row.
pub(crate) const ABSENT: f64 = f64::NAN;

/// A value of a compact row.
pub(crate) fn present(value: f64) -> Option<f64> {
    (!value.is_nan()).then_some(value)
}

/// A value without its last digits, in which sums of the same parts differ by their order: 0.1 + 0.2 is
/// 0.3, and no greater. Where values are compared or their differences are weighed, these are used;
/// otherwise the correlations of a constant would be those of its rounding.
pub(crate) fn steady(value: f64) -> f64 {
    const STEP: f64 = (1_u64 << 40) as f64;
    (value * STEP).round() / STEP
}

#[cfg(test)]
mod tests {
    use rewards::{Scorer, builtin_mocks};

    use super::*;

    #[test]
    fn the_same_bits_as_the_scorer() {
        let scorer = Scorer::default();
        let weights: Weights =
            scorer.weights().map(|(name, weight)| (name.to_owned(), weight)).collect();
        for mock in builtin_mocks() {
            let card = scorer.score(&mock.text, &mock.task, None);
            let again = composite_of(&card.components, card.integrity, &weights);
            assert_eq!(again.map(f64::to_bits), card.score.map(f64::to_bits), "{}", mock.kind);
        }
    }

    #[test]
    fn rounding_is_no_difference() {
        assert_ne!(0.1 + 0.2, 0.3);
        assert_eq!(steady(0.1 + 0.2), steady(0.3));
        assert_ne!(steady(0.3), steady(0.300_000_1));
        for kept in [0.0, 0.25, 1.0, 850.0] {
            assert_eq!(steady(kept), kept);
        }
    }

    #[test]
    fn what_was_not_asked_is_left_out() {
        let weights = Weights::from_iter([("a".to_owned(), 1.0), ("b".to_owned(), 3.0)]);
        let of = |a, b| {
            let components = IndexMap::from([("a".to_owned(), a), ("b".to_owned(), b)]);
            composite_of(&components, 0.5, &weights)
        };
        assert_eq!(of(Some(1.0), Some(0.0)), Some(0.125));
        assert_eq!(of(Some(1.0), None), Some(0.5));
        assert_eq!(of(None, None), None);
    }
}
