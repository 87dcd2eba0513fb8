//! Weights fitted to labels: least squares with bounds and a pull towards the weights in force.
//!
//! The composite is linear in the weights but for what was not asked, which it leaves out of the mean.
//! Here the mean of what was asked, under the weights in force, stands in for it: at those weights the
//! composite is the same, and the fit is a convex problem with one solution. What comes of it is
//! always judged by the true composite.
//!
//! With weights as shares v = b·w of a scale b, and labels y, it minimises
//!
//! ```text
//! Σ (y − a − Σ vₖ xₖ)² / n  +  ridge · d · Σ (vₖ − v⁰ₖ)²,    vₖ ≥ floorₖ · w⁰ₖ · Σ v
//! ```
//!
//! where x are scores times integrity, v⁰ is the best scale of the weights in force, and d the mean
//! variance of x, so that `ridge` has no unit (ridge regression towards a prior mean: Hoerl and Kennard,
//! Technometrics 12, 1970). The bounds hold every weight at a part of its share. With
//! v = u + f Σu they become u ≥ 0, and descent along one coordinate after another finds the solution
//! (Luo and Tseng, Journal of Optimization Theory and Applications 72, 1992).

use super::labels::Example;

/// What weights are fitted to: sums over answers, from which any fit is worked out.
#[derive(Clone, Debug)]
pub(crate) struct Sums {
    count: f64,
    /// Means of the features and, last, of the label.
    means: Vec<f64>,
    /// Products of differences from the means, row by row.
    products: Vec<f64>,
}

impl Sums {
    pub(crate) fn new(size: usize) -> Self {
        let side = size + 1;
        Self { count: 0.0, means: vec![0.0; side], products: vec![0.0; side * side] }
    }

    /// Adds an answer with its place on the scale of labels from 0 to 1.
    pub(crate) fn add(&mut self, features: &[f64], label: f64) {
        let side = self.means.len();
        let row = || features.iter().copied().chain([label]);
        self.count += 1.0;
        let before: Vec<f64> = row().zip(&self.means).map(|(value, mean)| value - mean).collect();
        for (mean, before) in self.means.iter_mut().zip(&before) {
            *mean += before / self.count;
        }
        for (i, value) in row().enumerate() {
            let after = value - self.means[i];
            for (j, before) in before.iter().enumerate() {
                self.products[i * side + j] += after * before;
            }
        }
    }

    fn covariance(&self, i: usize, j: usize) -> f64 {
        self.products[i * self.means.len() + j] / self.count.max(1.0)
    }
}

/// Scores times integrity; for what was not asked the mean of what was, under these shares.
/// `None` if nothing was asked.
pub(crate) fn features(example: &Example, shares: &[f64]) -> Option<Vec<f64>> {
    let asked = |at: &usize| !example.component(*at).is_nan();
    let all = 0..shares.len();
    let weight: f64 = all.clone().filter(asked).map(|at| shares[at]).sum();
    if weight <= 0.0 {
        return None;
    }
    let sum: f64 = all.clone().filter(asked).map(|at| shares[at] * example.component(at)).sum();
    let value = |at| if asked(&at) { example.component(at) } else { sum / weight };
    Some(all.map(|at| value(at) * example.integrity).collect())
}

/// How a fit is held.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terms<'t> {
    /// The shares of the weights in force; they add up to 1.
    pub(crate) shares: &'t [f64],
    /// The part of its share below which no weight falls.
    pub(crate) floors: &'t [f64],
    /// The pull towards the weights in force.
    pub(crate) ridge: f64,
}

/// Rounds of descent; it needs some dozens.
const ROUNDS: usize = 5_000;
const CLOSE: f64 = 1e-12;

/// Fits shares that add up to 1; those in force where the labels say nothing.
pub(crate) fn fit(sums: &Sums, terms: &Terms<'_>) -> Vec<f64> {
    let Terms { shares, floors, ridge } = *terms;
    let size = shares.len();
    let label = size;
    let spread = (0..size).map(|k| sums.covariance(k, k)).sum::<f64>() / size.max(1) as f64;
    if spread <= 0.0 {
        return shares.to_vec();
    }
    // The best scale of the weights in force; a poor one still gives a direction to pull to.
    let with_label: f64 = (0..size).map(|k| shares[k] * sums.covariance(k, label)).sum();
    let own: f64 = (0..size)
        .flat_map(|i| (0..size).map(move |j| (i, j)))
        .map(|(i, j)| shares[i] * shares[j] * sums.covariance(i, j))
        .sum();
    let scale = if own > 0.0 { (with_label / own).max(1e-3) } else { 1.0 };
    let pull = ridge * spread;
    let hessian = |i: usize, j: usize| sums.covariance(i, j) + if i == j { pull } else { 0.0 };
    let target: Vec<f64> =
        (0..size).map(|k| sums.covariance(k, label) + pull * scale * shares[k]).collect();
    // v = u + f Σu
    let held: f64 = (0..size).map(|k| floors[k] * shares[k]).sum();
    let f: Vec<f64> = (0..size).map(|k| floors[k] * shares[k] / (1.0 - held).max(1e-9)).collect();
    let over_f: Vec<f64> =
        (0..size).map(|i| (0..size).map(|j| hessian(i, j) * f[j]).sum()).collect();
    let f_over_f: f64 = (0..size).map(|k| f[k] * over_f[k]).sum();
    let f_target: f64 = (0..size).map(|k| f[k] * target[k]).sum();
    let turned = |i: usize, j: usize| hessian(i, j) + over_f[i] + over_f[j] + f_over_f;
    let mut u = vec![0.0; size];
    for _ in 0..ROUNDS {
        let mut moved: f64 = 0.0;
        for k in 0..size {
            let slope: f64 =
                (0..size).map(|j| turned(k, j) * u[j]).sum::<f64>() - target[k] - f_target;
            let curvature = turned(k, k);
            if curvature <= 0.0 {
                continue;
            }
            let next = f64::max(u[k] - slope / curvature, 0.0);
            moved = moved.max((next - u[k]).abs());
            u[k] = next;
        }
        if moved < CLOSE {
            break;
        }
    }
    let total: f64 = u.iter().sum();
    let v: Vec<f64> = (0..size).map(|k| u[k] + f[k] * total).collect();
    let scale: f64 = v.iter().sum();
    if scale > 0.0 { v.iter().map(|it| it / scale).collect() } else { shares.to_vec() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example(components: &[f64], integrity: f64) -> Example {
        let components = components.into();
        Example { label: 0.0, task: 0, integrity, score: 0.0, components }
    }

    fn sums(rows: &[([f64; 2], f64)]) -> Sums {
        let mut sums = Sums::new(2);
        for (features, label) in rows {
            sums.add(features, *label);
        }
        sums
    }

    /// Labels that are 0.75 of the first feature and 0.25 of the second.
    fn exact() -> Sums {
        let grid = (0..25).map(|at| [f64::from(at % 5) / 4.0, f64::from(at / 5) / 4.0]);
        let rows: Vec<_> = grid.map(|it| (it, 0.75 * it[0] + 0.25 * it[1])).collect();
        sums(&rows)
    }

    fn close(found: &[f64], expected: &[f64]) -> bool {
        found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-6)
    }

    #[test]
    fn finds_the_weights_behind_the_labels() {
        let shares = [0.5, 0.5];
        let terms = Terms { shares: &shares, floors: &[0.0, 0.0], ridge: 0.0 };
        let found = fit(&exact(), &terms);
        assert!(close(&found, &[0.75, 0.25]), "{found:?}");
        let pulled = fit(&exact(), &Terms { ridge: 1e9, ..terms });
        assert!(close(&pulled, &shares), "{pulled:?}");
        let half = fit(&exact(), &Terms { ridge: 1.0, ..terms });
        assert!(half[0] > 0.5 && half[0] < 0.75, "{half:?}");
    }

    #[test]
    fn no_weight_falls_below_its_floor() {
        // The second feature speaks against the label.
        let rows: Vec<_> = (0..20)
            .map(|at| {
                let x = [f64::from(at % 4) / 3.0, f64::from(at / 4) / 4.0];
                (x, x[0] - 0.5 * x[1])
            })
            .collect();
        let sums = sums(&rows);
        let terms = Terms { shares: &[0.6, 0.4], floors: &[0.25, 0.25], ridge: 0.0 };
        let found = fit(&sums, &terms);
        assert!(close(&found, &[0.9, 0.1]), "a quarter of its share: {found:?}");
        let free = fit(&sums, &Terms { floors: &[0.25, 0.0], ..terms });
        assert!(close(&free, &[1.0, 0.0]), "{free:?}");
    }

    #[test]
    fn labels_that_say_nothing_change_nothing() {
        let shares = [0.3, 0.7];
        let terms = Terms { shares: &shares, floors: &[0.25, 0.25], ridge: 0.1 };
        assert_eq!(fit(&sums(&[([0.5, 0.5], 1.0), ([0.5, 0.5], 0.0)]), &terms), shares);
        assert_eq!(fit(&Sums::new(2), &terms), shares);
    }

    #[test]
    fn what_was_not_asked_is_the_mean_of_what_was() {
        let shares = [0.5, 0.3, 0.2];
        let found = features(&example(&[1.0, f64::NAN, 0.3], 0.5), &shares).unwrap();
        let mean = (0.5 * 1.0 + 0.2 * 0.3) / 0.7;
        assert!(close(&found, &[0.5, mean * 0.5, 0.15]));
        // The composite under the weights in force is the same with it.
        let composite: f64 = found.iter().zip(shares).map(|(x, w)| x * w).sum();
        assert!((composite - mean * 0.5).abs() < 1e-12);
        assert_eq!(features(&example(&[f64::NAN; 3], 1.0), &shares), None);
    }
}
