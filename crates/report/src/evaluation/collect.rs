//! What is kept of the answers of one group while they pass.

use super::composite::present;
use super::moments::Moments;
use super::pair::Pair;

/// The composite, among the series.
pub(crate) const SCORE: usize = 0;
/// The integrity.
pub(crate) const INTEGRITY: usize = 1;
/// The number of words.
pub(crate) const WORDS: usize = 2;
/// Where the components begin.
pub(crate) const COMPONENTS: usize = 3;

/// Steps of the acceptance curve: thresholds 0.00, 0.01 and so on to 1.00.
pub(crate) const STEPS: usize = 100;

/// A threshold of the acceptance curve.
pub(crate) fn threshold(step: usize) -> f64 {
    step as f64 / STEPS as f64
}

/// A row of values by series. A row may be shorter than another: what is not there is absent.
pub(crate) type Values = Box<[f64]>;

/// Sums over the answers of a group. Its size does not grow with their number.
#[derive(Clone, Debug)]
pub(crate) struct Collected {
    pub(crate) answers: u64,
    /// One for each series.
    pub(crate) moments: Vec<Moments>,
    /// Each series with each one before it: (1,0), (2,0), (2,1), (3,0) …
    pairs: Vec<Pair>,
    /// Each component's part of the composite, with the composite.
    pub(crate) contributions: Vec<Pair>,
    /// How many answers reach the threshold in force.
    pub(crate) accepted: u64,
    /// How many answers reach a step of the acceptance curve, and not the next.
    steps: Vec<u64>,
}

impl Default for Collected {
    fn default() -> Self {
        Self {
            answers: 0,
            moments: Vec::new(),
            pairs: Vec::new(),
            contributions: Vec::new(),
            accepted: 0,
            steps: vec![0; STEPS + 1],
        }
    }
}

impl Collected {
    /// Adds a row; `weights` are those of the components, `in_force` is the least accepted score.
    pub(crate) fn add(&mut self, values: &[f64], weights: &[f64], in_force: f64) {
        while self.moments.len() < values.len() {
            let known = self.moments.len();
            self.moments.push(Moments::after_missing(self.answers));
            self.pairs.resize(self.pairs.len() + known, Pair::default());
            if known >= COMPONENTS {
                self.contributions.push(Pair::default());
            }
        }
        self.answers += 1;
        for (series, moments) in self.moments.iter_mut().enumerate() {
            moments.add(values.get(series).copied().and_then(present));
        }
        let mut pairs = self.pairs.iter_mut();
        for (series, value) in values.iter().enumerate() {
            for before in &values[..series] {
                if let Some(pair) = pairs.next()
                    && !value.is_nan()
                    && !before.is_nan()
                {
                    pair.add(*before, *value);
                }
            }
        }
        if let Some(score) = values.get(SCORE).copied().and_then(present) {
            self.contribute(values, weights, score);
            self.steps[step_of(score)] += 1;
            self.accepted += u64::from(score >= in_force);
        }
    }

    fn contribute(&mut self, values: &[f64], weights: &[f64], score: f64) {
        let components = values.get(COMPONENTS..).unwrap_or_default();
        let weight = |component: usize| weights.get(component).copied().unwrap_or(0.0);
        let asked = |(component, value): (usize, &f64)| {
            if value.is_nan() { 0.0 } else { weight(component) }
        };
        let total: f64 = components.iter().enumerate().map(asked).sum();
        if total <= 0.0 {
            return;
        }
        let integrity = values.get(INTEGRITY).copied().and_then(present).unwrap_or(1.0);
        for (component, pair) in self.contributions.iter_mut().enumerate() {
            let value = components.get(component).copied().and_then(present).unwrap_or(0.0);
            pair.add(weight(component) * value / total * integrity, score);
        }
    }

    pub(crate) fn pair(&self, a: usize, b: usize) -> Pair {
        let (low, high) = (a.min(b), a.max(b));
        let at = high * high.saturating_sub(1) / 2 + low;
        if low == high { Pair::default() } else { self.pairs.get(at).copied().unwrap_or_default() }
    }

    /// The share of answers accepted from each threshold on; one without a score is never accepted.
    pub(crate) fn acceptance(&self) -> Vec<f64> {
        let mut accepted = 0;
        let mut rates: Vec<f64> = self
            .steps
            .iter()
            .rev()
            .map(|count| {
                accepted += count;
                accepted as f64 / self.answers.max(1) as f64
            })
            .collect();
        rates.reverse();
        rates
    }
}

/// The highest step whose threshold a score reaches.
fn step_of(score: f64) -> usize {
    let guess = (score * STEPS as f64).clamp(0.0, STEPS as f64) as usize;
    // A product may miss by a hair what the comparison with the threshold decides.
    if guess < STEPS && threshold(guess + 1) <= score {
        guess + 1
    } else if threshold(guess) > score {
        guess.saturating_sub(1)
    } else {
        guess
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_decide_as_a_comparison_does() {
        for thousandth in 0..=1_000 {
            let score = f64::from(thousandth) / 1_000.0;
            let step = step_of(score);
            assert!(threshold(step) <= score, "{score}");
            assert!(step == STEPS || threshold(step + 1) > score, "{score}");
        }
    }

    #[test]
    fn rates_fall_from_all_to_the_best() {
        let mut collected = Collected::default();
        for score in [0.0, 0.5, 0.7, 1.0, f64::NAN] {
            collected.add(&[score, 1.0, 10.0], &[], 0.7);
        }
        let rates = collected.acceptance();
        assert_eq!((rates[0], rates[50], rates[51], rates[70]), (0.8, 0.6, 0.4, 0.4));
        assert_eq!((rates[71], rates[100]), (0.2, 0.2));
        assert_eq!(collected.accepted, 2);
        assert!(rates.windows(2).all(|pair| pair[0] >= pair[1]));
    }

    #[test]
    fn a_series_that_comes_late_was_missing_before() {
        let mut collected = Collected::default();
        collected.add(&[0.5, 1.0, 10.0], &[1.0], 0.7);
        collected.add(&[0.6, 1.0, 12.0, 0.6], &[1.0], 0.7);
        collected.add(&[0.7, 1.0, 12.0, 0.7], &[1.0], 0.7);
        assert_eq!(collected.moments[COMPONENTS].missing(), 1);
        assert_eq!(collected.moments[COMPONENTS].count(), 2);
        assert_eq!(collected.pair(SCORE, COMPONENTS).count(), 2);
        assert_eq!(collected.pair(COMPONENTS, WORDS).correlation(), None, "words do not vary");
        assert_eq!(collected.pair(SCORE, WORDS).count(), 3);
    }

    #[test]
    fn contributions_add_up_to_the_composite() {
        let mut collected = Collected::default();
        let weights = [1.0, 3.0];
        for (a, b, integrity) in [(0.2, 0.9, 1.0), (0.4, f64::NAN, 0.5), (1.0, 0.1, 0.8)] {
            let parts = [(weights[0], present(a)), (weights[1], present(b))];
            let score = super::super::composite::composite(parts.into_iter(), integrity).unwrap();
            collected.add(&[score, integrity, 100.0, a, b], &weights, 0.7);
        }
        let mean = collected.moments[SCORE].mean().unwrap();
        let parts: f64 = collected.contributions.iter().filter_map(Pair::mean_x).sum();
        assert!((mean - parts).abs() < 1e-11);
        let shares = collected.contributions.iter().filter_map(Pair::share_of_variance);
        assert!((shares.sum::<f64>() - 1.0).abs() < 1e-9);
    }
}
