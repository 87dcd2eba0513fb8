//! Whether other weights part good answers from poor ones better than those in force, on tasks that
//! they have not seen.

use serde::Serialize;

use super::super::composite::{Weights, composite, present};
use super::auc::concordance;
use super::fit::{Sums, Terms, features, fit};
use super::folds::{folds, mean_and_error};
use super::labels::Example;

/// Other weights, and what speaks for them.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Suggestion {
    /// Whether to change the weights or keep them.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
    /// The weights in force.
    pub in_force: Weights,
    /// The weights to use: those in force, if they are to be kept.
    pub suggested: Weights,
    /// The weights that fit all labelled answers best, whatever the verdict.
    pub fitted: Weights,
    /// Rewards that harm: labelled answers are told apart better without them.
    pub switched_off: Vec<String>,
    /// Whether the bundled test answers score as they must under the suggested weights; `generate`
    /// refuses them otherwise.
    pub passes_test_answers: bool,
    /// How far the suggested weights go from those in force to the fitted ones: 1 all the way, less
    /// where the bundled test answers would not score as they must.
    pub part_of_the_way: f64,
    /// The pull towards the weights in force; absent if these were best.
    pub ridge: Option<f64>,
    /// How many parts of the tasks were left out in turn.
    pub folds: usize,
    /// The concordance of the weights in force on the tasks left out, as a mean over the folds.
    pub concordance_in_force: Option<f64>,
    /// The same of weights fitted to the other tasks.
    pub concordance_fitted: Option<f64>,
    /// The mean difference.
    pub gain: Option<f64>,
    /// Its standard error over the folds.
    pub gain_error: Option<f64>,
}

/// What to do with the weights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Use the suggested ones.
    Change,
    /// Keep those in force.
    #[default]
    Keep,
}

/// The part of its share below which no weight falls, unless it harms.
pub(crate) const FLOOR: f64 = 0.25;
/// Folds that judge the whole procedure, and folds inside of each that choose within it.
const OUTER: usize = 10;
const INNER: usize = 5;
/// Fewer labelled answers say too little about eight weights.
pub(crate) const FEWEST: usize = 30;
/// The pulls that are tried, the strongest first; before them stand the weights in force themselves.
const RIDGES: [f64; 8] = [30.0, 10.0, 3.0, 1.0, 0.3, 0.1, 0.03, 0.01];

/// Labelled answers, ready for fitting.
struct Set<'e> {
    examples: Vec<&'e Example>,
    /// Features under the weights in force.
    features: Vec<Vec<f64>>,
    /// Places on the scale of labels, from 0 to 1.
    labels: Vec<f64>,
    tasks: Vec<u64>,
}

impl<'e> Set<'e> {
    fn of(examples: &'e [Example], shares: &[f64]) -> Self {
        let known = examples.iter().filter_map(|it| Some((it, features(it, shares)?)));
        let (examples, features): (Vec<&Example>, Vec<Vec<f64>>) = known.unzip();
        let mut levels: Vec<f64> = examples.iter().map(|it| it.label).collect();
        levels.sort_by(f64::total_cmp);
        levels.dedup();
        let last = levels.len().saturating_sub(1).max(1) as f64;
        let place = |label: f64| levels.partition_point(|it| *it < label) as f64 / last;
        let labels = examples.iter().map(|it| place(it.label)).collect();
        let tasks = examples.iter().map(|it| it.task).collect();
        Self { examples, features, labels, tasks }
    }

    fn part(&self, keep: impl Fn(usize) -> bool) -> Self {
        let places: Vec<usize> = (0..self.examples.len()).filter(|at| keep(*at)).collect();
        Self {
            examples: places.iter().map(|at| self.examples[*at]).collect(),
            features: places.iter().map(|at| self.features[*at].clone()).collect(),
            labels: places.iter().map(|at| self.labels[*at]).collect(),
            tasks: places.iter().map(|at| self.tasks[*at]).collect(),
        }
    }

    fn sums(&self) -> Sums {
        let mut sums = Sums::new(self.features.first().map_or(0, Vec::len));
        for (features, label) in self.features.iter().zip(&self.labels) {
            sums.add(features, *label);
        }
        sums
    }

    /// How well the true composite under these shares puts the answers in order.
    fn concordance(&self, shares: &[f64]) -> Option<f64> {
        let score = |example: &Example| {
            let parts = shares.iter().enumerate();
            let parts = parts.map(|(at, weight)| (*weight, present(example.component(at))));
            composite(parts, example.integrity)
        };
        let scored: Vec<(f64, f64)> = self
            .examples
            .iter()
            .zip(&self.labels)
            .filter_map(|(example, label)| Some((score(example)?, *label)))
            .collect();
        concordance(&scored)
    }
}

/// Weights fitted to a set, and how.
#[derive(Clone, Debug, PartialEq)]
struct Fitted {
    shares: Vec<f64>,
    ridge: Option<f64>,
    floors: Vec<f64>,
}

/// How far it may be gone from the weights in force to the fitted ones, in tenths.
const TENTHS: u32 = 10;

/// Suggests weights for the rewards `names` with the weights in force; only such weights as are allowed.
pub(crate) fn suggest(
    names: &[String],
    weights: &[f64],
    examples: &[Example],
    seed: u64,
    is_allowed: &dyn Fn(&Weights) -> bool,
) -> Suggestion {
    let total: f64 = weights.iter().sum();
    let shares: Vec<f64> = weights.iter().map(|it| it / total).collect();
    let named = |shares: &[f64]| -> Weights {
        let rounded = shares.iter().map(|share| round(share * total));
        names.iter().cloned().zip(rounded).collect()
    };
    let in_force: Weights = names.iter().cloned().zip(weights.iter().copied()).collect();
    let keep = |reason: String| Suggestion {
        reason,
        in_force: in_force.clone(),
        suggested: in_force.clone(),
        fitted: in_force.clone(),
        ..Suggestion::default()
    };
    let set = Set::of(examples, &shares);
    if set.examples.len() < FEWEST {
        let count = set.examples.len();
        return keep(format!("{count} labelled answers are too few; {FEWEST} are the least"));
    }
    if set.labels.iter().all(|label| *label == set.labels[0]) {
        return keep("all labels are the same".to_owned());
    }
    let Some(outer) = folds(&set.tasks, OUTER, seed) else {
        return keep("all labelled answers are to one task".to_owned());
    };
    let count = outer.iter().max().map_or(0, |last| last + 1);
    let parts: Vec<(Set<'_>, Vec<f64>)> = (0..count)
        .map(|fold| {
            let fitted = procedure(&set.part(|at| outer[at] != fold), &shares, seed).shares;
            (set.part(|at| outer[at] == fold), fitted)
        })
        .collect();
    let fitted = procedure(&set, &shares, seed);
    let towards = |fitted: &[f64], part: f64| -> Vec<f64> {
        shares.iter().zip(fitted).map(|(from, to)| from + part * (to - from)).collect()
    };
    let judged = |part: f64| Judged::of(&parts, &shares, |fitted| towards(fitted, part));
    let Some(all_the_way) = judged(1.0) else {
        return keep("too few tasks have answers with different labels".to_owned());
    };
    let suggestion = Suggestion {
        fitted: named(&fitted.shares),
        ridge: fitted.ridge,
        ..all_the_way.told(keep(String::new()))
    };
    if suggestion.fitted == suggestion.in_force {
        return Suggestion { reason: "the weights in force fit best".to_owned(), ..suggestion };
    }
    if !all_the_way.is_a_gain() {
        let words = all_the_way.words();
        return Suggestion {
            reason: format!("{words}: not more than one standard error"),
            ..suggestion
        };
    }
    for tenth in (1..=TENTHS).rev() {
        let part = f64::from(tenth) / f64::from(TENTHS);
        let weights = named(&towards(&fitted.shares, part));
        if !is_allowed(&weights) {
            continue;
        }
        let Some(judged) = judged(part).filter(Judged::is_a_gain) else { break };
        let off = weights.iter().filter(|(_, weight)| **weight == 0.0);
        let held = if tenth == TENTHS {
            String::new()
        } else {
            format!(
                ", {tenth} tenths of the way to the fitted weights: beyond, the bundled test answers do not score as they must"
            )
        };
        return Suggestion {
            verdict: Verdict::Change,
            reason: format!("{}{held}", judged.words()),
            switched_off: off.map(|(name, _)| name.clone()).collect(),
            suggested: weights,
            part_of_the_way: part,
            ..judged.told(suggestion)
        };
    }
    let reason = format!(
        "{}, but with them the bundled test answers do not score as they must",
        all_the_way.words()
    );
    Suggestion { reason, ..suggestion }
}

/// How fitted weights do on tasks that they have not seen.
struct Judged {
    folds: usize,
    before: f64,
    after: f64,
    gain: f64,
    error: f64,
}

impl Judged {
    /// `None` if too few folds tell anything apart.
    fn of(
        parts: &[(Set<'_>, Vec<f64>)],
        shares: &[f64],
        weights: impl Fn(&[f64]) -> Vec<f64>,
    ) -> Option<Self> {
        let found: Vec<(f64, f64)> = parts
            .iter()
            .filter_map(|(left_out, fitted)| {
                left_out.concordance(shares).zip(left_out.concordance(&weights(fitted)))
            })
            .collect();
        let gains: Vec<f64> = found.iter().map(|(before, after)| after - before).collect();
        let (gain, error) = mean_and_error(&gains)?;
        let mean =
            |of: fn(&(f64, f64)) -> f64| found.iter().map(of).sum::<f64>() / found.len() as f64;
        let (before, after) = (mean(|it| it.0), mean(|it| it.1));
        Some(Self { folds: found.len(), before, after, gain, error })
    }

    fn is_a_gain(&self) -> bool {
        self.gain > 0.0 && self.gain > self.error
    }

    fn words(&self) -> String {
        let Self { gain, error, .. } = self;
        format!("on tasks left out, a gain of {gain:+.4} with a standard error of {error:.4}")
    }

    fn told(&self, suggestion: Suggestion) -> Suggestion {
        Suggestion {
            folds: self.folds,
            concordance_in_force: Some(self.before),
            concordance_fitted: Some(self.after),
            gain: Some(self.gain),
            gain_error: Some(self.error),
            ..suggestion
        }
    }
}

fn round(weight: f64) -> f64 {
    (weight * 100.0).round() / 100.0
}

/// All that is done to find weights: the pull is chosen by cross-validation, then rewards that harm
/// lose their floor.
fn procedure(set: &Set<'_>, shares: &[f64], seed: u64) -> Fitted {
    let mut floors = vec![FLOOR; shares.len()];
    let kept = Fitted { shares: shares.to_vec(), ridge: None, floors: floors.clone() };
    let Some(inner) = Inner::of(set, seed) else { return kept };
    let judged = |ridge: Option<f64>| {
        let values = inner.judge(shares, &floors, ridge);
        mean_and_error(&values).map(|(mean, _)| (ridge, mean))
    };
    // Of equally good pulls the strongest: it stands first.
    let mut best: Option<(Option<f64>, f64)> = None;
    for ridge in [None].into_iter().chain(RIDGES.map(Some)) {
        if let Some(found) = judged(ridge)
            && best.is_none_or(|best| found.1 > best.1)
        {
            best = Some(found);
        }
    }
    let Some((Some(ridge), _)) = best else { return kept };
    let sums = set.sums();
    let fit_with = |floors: &[f64]| fit(&sums, &Terms { shares, floors, ridge });
    let fitted = fit_with(&floors);
    let held = inner.judge(shares, &floors, Some(ridge));
    for at in 0..shares.len() {
        if fitted[at] > shares[at] * FLOOR * 1.001 {
            continue;
        }
        let mut without = floors.clone();
        without[at] = 0.0;
        let free = inner.judge(shares, &without, Some(ridge));
        let gains: Vec<f64> = free.iter().zip(&held).map(|(free, held)| free - held).collect();
        if mean_and_error(&gains).is_some_and(|(gain, error)| gain > 0.0 && gain > error) {
            floors = without;
        }
    }
    Fitted { shares: fit_with(&floors), ridge: Some(ridge), floors }
}

/// Folds of a set, each with the sums of the others.
struct Inner<'e> {
    folds: Vec<(Sums, Set<'e>)>,
}

impl<'e> Inner<'e> {
    fn of(set: &Set<'e>, seed: u64) -> Option<Self> {
        let folds = folds(&set.tasks, INNER, seed)?;
        let count = folds.iter().max().map_or(0, |last| last + 1);
        let parts = (0..count).map(|fold| {
            (set.part(|at| folds[at] != fold).sums(), set.part(|at| folds[at] == fold))
        });
        // A fold without two labels could tell nothing apart.
        Some(Self {
            folds: parts
                .filter(|(_, left_out)| left_out.labels.iter().any(|it| *it != left_out.labels[0]))
                .collect(),
        })
    }

    /// The concordance on each fold of weights fitted to the others.
    fn judge(&self, shares: &[f64], floors: &[f64], ridge: Option<f64>) -> Vec<f64> {
        let fitted = |sums: &Sums| match ridge {
            Some(ridge) => fit(sums, &Terms { shares, floors, ridge }),
            None => shares.to_vec(),
        };
        let found = self.folds.iter().map(|(sums, left_out)| left_out.concordance(&fitted(sums)));
        found.flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::dice::Dice;

    /// Answers to tasks whose label follows from the components by `truth`, with noise.
    fn answers(tasks: u64, truth: [f64; 3], noise: f64, seed: u64) -> Vec<Example> {
        let mut dice = Dice::new("test", seed);
        let mut draw = move || dice.below(1_000_001) as f64 / 1e6;
        (0..tasks * 3)
            .map(|at| {
                let components = [draw(), draw(), draw()];
                let sum: f64 = components.iter().zip(truth).map(|(x, w)| x * w).sum();
                let label = (sum + noise * (draw() - 0.5)) * 3.0;
                Example {
                    label: label.floor(),
                    task: at / 3,
                    integrity: 1.0,
                    score: 0.5,
                    components: components.into(),
                }
            })
            .collect()
    }

    fn allowed(examples: &[Example], is_allowed: &dyn Fn(&Weights) -> bool) -> Suggestion {
        let names = ["a", "b", "c"].map(str::to_owned);
        suggest(&names, &[1.0, 1.0, 1.0], examples, 42, is_allowed)
    }

    fn suggested(examples: &[Example]) -> Suggestion {
        allowed(examples, &|_| true)
    }

    #[test]
    fn weights_that_the_labels_speak_for_are_found() {
        let found = suggested(&answers(60, [0.8, 0.2, 0.0], 0.1, 1));
        assert_eq!(found.verdict, Verdict::Change, "{found:?}");
        let weights = &found.suggested;
        assert!(weights["a"] > weights["b"] && weights["b"] >= weights["c"], "{weights:?}");
        assert!((weights.values().sum::<f64>() - 3.0).abs() < 0.02, "the sum stays");
        assert!(found.gain.unwrap() > found.gain_error.unwrap());
        assert!(weights["c"] >= 0.25 || found.switched_off == ["c"], "{weights:?}");
    }

    #[test]
    fn a_reward_that_harms_is_switched_off() {
        let found = suggested(&answers(100, [0.9, 0.6, -0.5], 0.05, 3));
        assert_eq!(found.verdict, Verdict::Change, "{found:?}");
        assert_eq!(found.switched_off, ["c"]);
        assert!(found.suggested["b"] >= 0.25);
    }

    #[test]
    fn weights_go_as_far_as_they_may() {
        let examples = answers(60, [0.8, 0.2, 0.0], 0.1, 1);
        let far = suggested(&examples);
        let held = allowed(&examples, &|weights| weights["a"] <= 1.5);
        assert_eq!((far.verdict, held.verdict), (Verdict::Change, Verdict::Change));
        assert!(held.suggested["a"] <= 1.5 && held.suggested["a"] > 1.2, "{held:?}");
        assert!(held.part_of_the_way < 1.0 && held.part_of_the_way > 0.0);
        assert_eq!(held.fitted, far.fitted);
        let never = allowed(&examples, &|_| false);
        assert_eq!(never.verdict, Verdict::Keep);
        assert_eq!(never.suggested, never.in_force);
        assert!(never.reason.contains("bundled test answers"), "{}", never.reason);
    }

    #[test]
    fn noise_changes_nothing() {
        // Labels that have nothing to do with the scores. One standard error is passed by chance in
        // about one of six; nested cross-validation keeps it from being more.
        let changed = (0..20)
            .filter(|seed| {
                let mut examples = answers(20, [0.0, 0.0, 0.0], 1.0, *seed);
                examples.iter_mut().zip(0..).for_each(|(it, at)| it.label = f64::from(at % 2));
                suggested(&examples).verdict == Verdict::Change
            })
            .count();
        assert!(changed <= 6, "{changed} of 20");
    }

    #[test]
    fn weights_that_are_right_are_kept() {
        let found = suggested(&answers(60, [1.0 / 3.0; 3], 0.0, 5));
        assert_eq!(found.verdict, Verdict::Keep, "{found:?}");
        assert_eq!(found.suggested, found.in_force);
        assert!(found.switched_off.is_empty());
    }

    #[test]
    fn too_little_to_say_anything() {
        let examples = answers(60, [0.8, 0.2, 0.0], 0.1, 1);
        let few = suggested(&examples[..12]);
        assert_eq!((few.verdict, few.gain), (Verdict::Keep, None));
        assert!(few.reason.contains("too few"), "{}", few.reason);
        let mut one_task = examples.clone();
        for it in &mut one_task {
            it.task = 7;
        }
        assert!(suggested(&one_task).reason.contains("one task"));
        let mut one_label = examples.clone();
        for it in &mut one_label {
            it.label = 1.0;
        }
        assert!(suggested(&one_label).reason.contains("the same"));
    }

    #[test]
    fn the_same_seed_the_same_suggestion() {
        let examples = answers(30, [0.6, 0.3, 0.1], 0.2, 9);
        assert_eq!(suggested(&examples), suggested(&examples));
    }
}
