//! How well a score puts good answers above others.

use super::super::composite::steady;

/// The share of pairs of answers with different labels in which the better one has the higher score;
/// equal scores count half. `None` if no two labels differ.
///
/// With two labels this is the area under the ROC curve (Hanley and `McNeil`, Radiology 143, 1982),
/// with more Harrell's concordance index. 0.5 is chance.
pub(crate) fn concordance(scored: &[(f64, f64)]) -> Option<f64> {
    let mut levels: Vec<f64> = scored.iter().map(|(_, label)| *label).collect();
    levels.sort_by(f64::total_cmp);
    levels.dedup();
    let level = |label: f64| levels.partition_point(|it| *it < label);
    let mut order: Vec<(f64, usize)> =
        scored.iter().map(|(score, label)| (*score, level(*label))).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    // How many answers of each level stand lower, as sums over powers of two (Fenwick's tree).
    let mut lower = Tree::new(levels.len());
    let mut counts = vec![0_u64; levels.len()];
    let (mut concordant, mut tied) = (0_u64, 0_u64);
    let mut rest = order.as_slice();
    while let Some((score, _)) = rest.first().copied() {
        // Not by total order: -0 and 0 are one score.
        let score = steady(score);
        let size = rest.iter().take_while(|it| steady(it.0) == score).count().max(1);
        let (group, after) = rest.split_at(size);
        rest = after;
        for (_, level) in group {
            concordant += lower.before(*level);
            counts[*level] += 1;
        }
        tied += different(group.iter().map(|(_, level)| *level));
        for (_, level) in group {
            lower.add(*level);
        }
    }
    let pairs = pairs_apart(scored.len() as u64, counts.iter().copied());
    (pairs > 0).then(|| (concordant as f64 + tied as f64 / 2.0) / pairs as f64)
}

/// The pairs of a group whose levels differ.
fn different(group: impl ExactSizeIterator<Item = usize>) -> u64 {
    let size = group.len();
    if size < 2 {
        return 0;
    }
    let mut levels: Vec<usize> = group.collect();
    levels.sort_unstable();
    pairs_apart(size as u64, levels.chunk_by(|a, b| a == b).map(|run| run.len() as u64))
}

fn pairs_apart(all: u64, parts: impl Iterator<Item = u64>) -> u64 {
    let pairs = |count: u64| u128::from(count) * u128::from(count.saturating_sub(1)) / 2;
    (pairs(all) - parts.map(pairs).sum::<u128>()) as u64
}

struct Tree(Vec<u64>);

impl Tree {
    fn new(size: usize) -> Self {
        Self(vec![0; size + 1])
    }

    fn add(&mut self, place: usize) {
        let mut at = place + 1;
        while at < self.0.len() {
            self.0[at] += 1;
            at += at & at.wrapping_neg();
        }
    }

    /// The sum of all places before this one.
    fn before(&self, place: usize) -> u64 {
        let mut at = place;
        let mut sum = 0;
        while at > 0 {
            sum += self.0[at];
            at &= at - 1;
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The definition itself, pair by pair.
    fn by_pairs(scored: &[(f64, f64)]) -> Option<f64> {
        let (mut sum, mut pairs) = (0.0, 0.0);
        for (score, label) in scored {
            for (other_score, other_label) in scored {
                if label > other_label {
                    pairs += 1.0;
                    sum += if score > other_score {
                        1.0
                    } else if score == other_score {
                        0.5
                    } else {
                        0.0
                    };
                }
            }
        }
        (pairs > 0.0).then(|| sum / pairs)
    }

    #[test]
    fn areas_worked_out_by_hand() {
        // The example of scikit-learn's roc_auc_score.
        let known = [(0.1, 0.0), (0.4, 0.0), (0.35, 1.0), (0.8, 1.0)];
        assert_eq!(concordance(&known), Some(0.75));
        // One tie between a good and a bad answer: (1 + 0.5 + 1 + 1) / 4.
        let ties = [(0.2, 0.0), (0.5, 0.0), (0.5, 1.0), (0.9, 1.0)];
        assert_eq!(concordance(&ties), Some(0.875));
        assert_eq!(concordance(&[(0.5, 0.0), (0.5, 1.0), (0.5, 0.5)]), Some(0.5));
        assert_eq!(concordance(&[(0.0, 1.0), (-0.0, 0.0)]), Some(0.5), "zeros are equal");
        // Three grades in order.
        assert_eq!(concordance(&[(0.1, 0.0), (0.5, 0.5), (0.9, 1.0)]), Some(1.0));
        assert_eq!(concordance(&[(0.9, 0.0), (0.5, 0.5), (0.1, 1.0)]), Some(0.0));
    }

    #[test]
    fn one_label_has_none() {
        assert_eq!(concordance(&[(0.1, 1.0), (0.9, 1.0)]), None);
        assert_eq!(concordance(&[]), None);
    }

    proptest! {
        #[test]
        fn as_the_definition_and_by_order_alone(
            scored in proptest::collection::vec((0_u8..12, 0_u8..4), 0..60)
        ) {
            let scored: Vec<(f64, f64)> =
                scored.iter().map(|(a, b)| (f64::from(*a) / 12.0, f64::from(*b))).collect();
            let found = concordance(&scored);
            prop_assert_eq!(found, by_pairs(&scored));
            let squares: Vec<_> = scored.iter().map(|(a, b)| (a * a + 3.0, *b)).collect();
            prop_assert_eq!(found, concordance(&squares));
            let turned: Vec<_> = scored.iter().map(|(a, b)| (1.0 - a, *b)).collect();
            if let (Some(found), Some(turned)) = (found, concordance(&turned)) {
                prop_assert!((found + turned - 1.0).abs() < 1e-12);
            }
            let mut moved = scored.clone();
            moved.reverse();
            prop_assert_eq!(found, concordance(&moved));
        }
    }
}
