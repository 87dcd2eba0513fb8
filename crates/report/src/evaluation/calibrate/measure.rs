//! The calibration as a whole.

use indexmap::IndexMap;
use rewards::{RewardConfig, Scorer, builtin_mocks, check_ladder};
use serde::Serialize;

use super::super::collect::{STEPS, threshold};
use super::super::composite::{Weights, composite, present};
use super::super::moments::Moments;
use super::super::ranks::{pearson_of, spearman_of};
use super::auc::concordance;
use super::labels::{Example, Labelled, Scale, scale};
use super::suggest::{Suggestion, Verdict, suggest};
use super::threshold::{Best, Mark, best};

/// What labelled answers say about rewards, threshold and weights.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Calibration {
    /// Where the labelled answers come from.
    pub source: String,
    /// How many there are.
    pub answers: usize,
    /// Whether they are a sample of more.
    pub sampled: bool,
    /// To how many tasks.
    pub tasks: usize,
    /// Their labels.
    pub scale: Scale,
    /// How well the composite, the integrity and each reward put better answers above poorer ones.
    pub measures: IndexMap<String, Measure>,
    /// The best threshold under the weights in force.
    pub threshold: Best,
    /// The best threshold under the suggested weights, where these are others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold_suggested: Option<Best>,
    /// What each threshold does, under the weights in force.
    pub by_threshold: ByThreshold,
    /// Other weights, and what speaks for them.
    pub suggestion: Suggestion,
}

/// How well a score puts better answers above poorer ones.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Measure {
    /// How many labelled answers have it.
    pub count: usize,
    /// The area under the ROC curve, good answers against others.
    pub auc: Option<f64>,
    /// The share of all pairs with different labels that it puts in the right order.
    pub concordance: Option<f64>,
    /// Spearman's rho with the label.
    pub spearman: Option<f64>,
    /// Pearson's r with the label.
    pub pearson: Option<f64>,
    /// Why figures are absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
}

/// What thresholds do to labelled answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ByThreshold {
    /// The thresholds.
    pub thresholds: Vec<f64>,
    /// The share of good answers that reach each.
    pub sensitivity: Vec<f64>,
    /// The share of other answers that do not.
    pub specificity: Vec<f64>,
    /// Composites of good answers in 20 bins.
    pub good: Vec<u64>,
    /// Composites of the others.
    pub others: Vec<u64>,
}

/// Under which terms labelled answers are looked at.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'t> {
    /// The weights in force, of all rewards.
    pub weights: &'t Weights,
    /// The configuration in force; suggested weights have to pass the bundled test answers under it.
    pub config: &'t RewardConfig,
    /// The threshold in force.
    pub min_quality: f64,
    /// The least label of a good answer, where the middle of the scale will not do.
    pub good_from: Option<f64>,
    /// Decides about folds and bootstrap.
    pub seed: u64,
}

/// Looks at labelled answers; `source` says where they come from.
pub fn calibrate(source: String, labelled: Labelled, terms: &Terms<'_>) -> Calibration {
    let sampled = labelled.is_sample();
    let (names, examples) = labelled.into_parts();
    let names: Vec<String> = names.into_iter().collect();
    let scale = scale(&examples, terms.good_from);
    let is_good = |label: f64| scale.good_from.is_some_and(|from| label >= from);
    let marks = |score: &dyn Fn(&Example) -> Option<f64>| -> Vec<Mark> {
        let mark =
            |it: &Example| Some(Mark { score: score(it)?, good: is_good(it.label), task: it.task });
        examples.iter().filter_map(mark).collect()
    };
    let in_force = marks(&|it| Some(it.score));
    let suggestion = suggestion(&names, &examples, terms);
    let under = |it: &Example| {
        let parts = names.iter().enumerate().map(|(at, name)| {
            let weight = suggestion.suggested.get(name).copied().unwrap_or(0.0);
            (weight, present(it.component(at)))
        });
        composite(parts, it.integrity)
    };
    let changes = suggestion.verdict == Verdict::Change;
    let threshold_suggested = changes.then(|| best(&marks(&under), terms.min_quality, terms.seed));
    let mut tasks: Vec<u64> = examples.iter().map(|it| it.task).collect();
    tasks.sort_unstable();
    tasks.dedup();
    let mut measures = IndexMap::new();
    let mut add = |name: &str, value: &dyn Fn(&Example) -> f64| {
        measures.insert(name.to_owned(), measure(&examples, value, is_good));
    };
    add("score", &|it| it.score);
    add("integrity", &|it| it.integrity);
    for (at, name) in names.iter().enumerate() {
        add(name, &|it| it.component(at));
    }
    Calibration {
        source,
        answers: examples.len(),
        sampled,
        tasks: tasks.len(),
        measures,
        threshold: best(&in_force, terms.min_quality, terms.seed),
        threshold_suggested,
        by_threshold: by_threshold(&in_force),
        scale,
        suggestion,
    }
}

fn measure(
    examples: &[Example],
    value: &dyn Fn(&Example) -> f64,
    is_good: impl Fn(f64) -> bool,
) -> Measure {
    let pairs = examples.iter().map(|it| (value(it), it.label));
    let scored: Vec<(f64, f64)> = pairs.filter(|(score, _)| !score.is_nan()).collect();
    let good: Vec<(f64, f64)> = scored
        .iter()
        .map(|(score, label)| (*score, f64::from(u8::from(is_good(*label)))))
        .collect();
    let (scores, labels): (Vec<f64>, Vec<f64>) = scored.iter().copied().unzip();
    let auc = concordance(&good);
    let spearman = spearman_of(&scores, &labels);
    let reason = if scored.is_empty() {
        Some("no labelled answer has it")
    } else if auc.is_none() {
        Some("there are not both good answers and others")
    } else if spearman.is_none() {
        Some("it is the same in all labelled answers")
    } else {
        None
    };
    let pearson = pearson_of(&scores, &labels);
    Measure {
        count: scored.len(),
        auc,
        concordance: concordance(&scored),
        spearman,
        pearson,
        reason,
    }
}

fn by_threshold(marks: &[Mark]) -> ByThreshold {
    let mut found = ByThreshold::default();
    let of = |good: bool| -> Vec<f64> {
        let mut scores: Vec<f64> =
            marks.iter().filter(|it| it.good == good).map(|it| it.score).collect();
        scores.sort_by(f64::total_cmp);
        scores
    };
    let (good, others) = (of(true), of(false));
    let bins = |scores: &[f64]| {
        let mut moments = Moments::default();
        for score in scores {
            moments.add(Some(*score));
        }
        moments.bins().to_vec()
    };
    (found.good, found.others) = (bins(&good), bins(&others));
    if good.is_empty() || others.is_empty() {
        return found;
    }
    for step in 0..=STEPS {
        let at = threshold(step);
        let below = |scores: &[f64]| {
            scores.partition_point(|score| *score < at) as f64 / scores.len() as f64
        };
        found.thresholds.push(at);
        found.sensitivity.push(1.0 - below(&good));
        found.specificity.push(below(&others));
    }
    found
}

/// Suggests weights for the rewards that labelled answers tell something of; the others keep theirs.
fn suggestion(names: &[String], examples: &[Example], terms: &Terms<'_>) -> Suggestion {
    let told = |at: &usize| examples.iter().any(|it| !it.component(*at).is_nan());
    let weight = |name: &String| terms.weights.get(name).copied().unwrap_or(0.0);
    let places: Vec<usize> =
        (0..names.len()).filter(|at| weight(&names[*at]) > 0.0).filter(told).collect();
    let fitted_names: Vec<String> = places.iter().map(|at| names[*at].clone()).collect();
    let weights: Vec<f64> = fitted_names.iter().map(weight).collect();
    let narrowed: Vec<Example> = examples
        .iter()
        .map(|it| Example {
            components: places.iter().map(|at| it.component(*at)).collect(),
            ..it.clone()
        })
        .collect();
    let whole = |part: &Weights| -> Weights {
        let all = terms.weights.iter();
        all.map(|(name, weight)| (name.clone(), part.get(name).copied().unwrap_or(*weight)))
            .collect()
    };
    let is_allowed = |part: &Weights| passes_the_ladder(terms.config, &whole(part));
    let mut found = suggest(&fitted_names, &weights, &narrowed, terms.seed, &is_allowed);
    found.in_force.clone_from(terms.weights);
    found.suggested = whole(&found.suggested);
    found.fitted = whole(&found.fitted);
    found.passes_test_answers = passes_the_ladder(terms.config, &found.suggested);
    found
}

/// `generate` refuses weights under which the bundled test answers do not score as they must.
fn passes_the_ladder(config: &RewardConfig, weights: &Weights) -> bool {
    let config = RewardConfig { weights: weights.clone(), thresholds: config.thresholds.clone() };
    Scorer::new(config).is_ok_and(|scorer| check_ladder(&scorer, &builtin_mocks()).is_ok())
}

#[cfg(test)]
mod tests {
    use rewards::Scorer;

    use super::*;
    use crate::evaluation::answer::Answer;

    fn mocks() -> Labelled {
        let scorer = Scorer::default();
        let mut labelled = Labelled::new(1_000, 1);
        for (line, mock) in (1..).zip(builtin_mocks()) {
            let label = super::super::label_of(mock.grade.name());
            let scores = scorer.score(&mock.text, &mock.task, None).into();
            let task = Some(mock.task.id.clone());
            labelled.add(&Answer { line, task, label, scores, ..Answer::default() });
        }
        labelled
    }

    fn weights() -> Weights {
        Scorer::default().weights().map(|(name, weight)| (name.to_owned(), weight)).collect()
    }

    #[test]
    fn the_bundled_mocks_are_told_apart() {
        let (weights, config) = (weights(), RewardConfig::default());
        let terms = Terms {
            weights: &weights,
            config: &config,
            min_quality: 0.7,
            good_from: None,
            seed: 1,
        };
        let found = calibrate("mocks".to_owned(), mocks(), &terms);
        assert_eq!((found.answers, found.tasks, found.scale.good), (21, 7, 7));
        assert_eq!(found.measures["score"].auc, Some(1.0));
        assert_eq!(found.measures["score"].concordance, Some(1.0));
        assert_eq!(found.threshold.youden_j, Some(1.0));
        assert_eq!(found.threshold.in_force.youden_j, Some(1.0));
        assert!(found.suggestion.reason.contains("too few"), "{}", found.suggestion.reason);
        assert_eq!(found.suggestion.suggested, weights);
        assert_eq!(found.measures.len(), 10);
        let at_70 = found.by_threshold.thresholds.iter().position(|it| *it == 0.7).unwrap();
        assert_eq!(found.by_threshold.sensitivity[at_70], 1.0);
        assert_eq!(found.by_threshold.specificity[at_70], 1.0);
    }

    #[test]
    fn weights_that_fail_the_test_answers_are_not_suggested() {
        let mut odd: Weights = weights();
        odd.values_mut().for_each(|weight| *weight = 0.0);
        odd.insert("citation_format".to_owned(), 1.0);
        assert!(!passes_the_ladder(&RewardConfig::default(), &odd));
        assert!(passes_the_ladder(&RewardConfig::default(), &weights()));
    }

    #[test]
    fn one_label_only_has_reasons_and_no_figures() {
        let (weights, config) = (weights(), RewardConfig::default());
        let terms = Terms {
            weights: &weights,
            config: &config,
            min_quality: 0.7,
            good_from: None,
            seed: 1,
        };
        let mut labelled = Labelled::new(10, 1);
        for line in 1..=3 {
            let scores = Scorer::default().score("Buy.", &builtin_mocks()[0].task, None).into();
            labelled.add(&Answer { line, label: Some(1.0), scores, ..Answer::default() });
        }
        let found = calibrate("one".to_owned(), labelled, &terms);
        assert_eq!(found.measures["score"].auc, None);
        assert!(found.measures["score"].reason.is_some());
        assert!(found.threshold.reason.is_some());
        assert!(found.by_threshold.thresholds.is_empty());
        assert!(!serde_json::to_string(&found).unwrap().contains("NaN"));
    }
}
