//! Takes answers in one after another, in constant memory beyond the rows that it keeps.

use indexmap::{IndexMap, IndexSet};

use super::answer::{Answer, Origin, Scores};
use super::calibrate::Labelled;
use super::collect::{COMPONENTS, Collected, INTEGRITY, SCORE, Values, WORDS};
use super::compare::Comparing;
use super::composite::{ABSENT, Weights, composite_of, present};
use super::figures::{BadLine, Evaluation, Lines, Sample};
use super::groups::Names;
use super::reservoir::Reservoir;
use super::statistics::{Statistics, statistics};

/// The sorts of groups, with their names in the output.
pub(crate) const SORTS: [&str; 3] = ["kind", "chain", "model"];
/// How many bad lines are told in full.
const BAD_LINES_TOLD: usize = 20;
/// The most components: no version of the rewards has so many, and memory grows with their square.
const MOST_COMPONENTS: usize = 64;
/// How many points a chart of single answers shows.
pub(crate) const POINTS: usize = 1_500;

/// How an evaluation is made.
#[derive(Clone, Debug)]
pub struct Options {
    /// What the input is called.
    pub input: String,
    /// The weights in force, of all rewards.
    pub weights: Weights,
    /// The least score of an accepted answer.
    pub min_quality: f64,
    /// How many rows are kept for quantiles and rank correlations.
    pub sample_size: usize,
    /// Decides about samples.
    pub seed: u64,
    /// What scores are compared with, if they are.
    pub compared_with: Option<String>,
}

/// A row that is kept.
#[derive(Clone, Debug)]
struct Row {
    line: u64,
    values: Values,
    groups: [u32; 3],
}

/// Takes answers in and tells their figures.
#[derive(Clone, Debug)]
pub struct Evaluator {
    options: Options,
    names: IndexSet<String>,
    /// By the place of the name.
    weights: Vec<f64>,
    whole: Collected,
    groups: [Names; 3],
    parts: [Vec<Collected>; 3],
    rows: Reservoir<Row>,
    labelled: Labelled,
    labels: u64,
    comparing: Option<Comparing>,
    lines: Lines,
    bad_lines: Vec<BadLine>,
}

impl Evaluator {
    /// An evaluation of no answers so far.
    pub fn new(options: Options) -> Self {
        let comparing = options
            .compared_with
            .clone()
            .map(|with| Comparing::new(with, options.min_quality, options.seed));
        Self {
            names: options.weights.keys().cloned().collect(),
            weights: options.weights.values().copied().collect(),
            whole: Collected::default(),
            groups: Default::default(),
            parts: Default::default(),
            rows: Reservoir::new(options.sample_size, options.seed),
            labelled: Labelled::new(options.sample_size, options.seed),
            labels: 0,
            comparing,
            lines: Lines::default(),
            bad_lines: Vec::new(),
            options,
        }
    }

    /// Takes an answer in.
    pub fn add(&mut self, answer: &Answer) {
        self.lines.answers += 1;
        match answer.origin {
            Origin::Scored => self.lines.scored += 1,
            Origin::Told => self.lines.taken_as_scored += 1,
        }
        self.lines.without_score += u64::from(answer.scores.score.is_none());
        self.check_composite(answer);
        let values = self.values(answer);
        let groups = [&answer.kind, &answer.chain, &answer.model].map(Option::as_deref);
        let in_force = self.options.min_quality;
        self.whole.add(&values, &self.weights, in_force);
        let mut places = [0; 3];
        for (sort, name) in groups.into_iter().enumerate() {
            let place = self.groups[sort].place(name);
            let parts = &mut self.parts[sort];
            if parts.len() <= place as usize {
                parts.resize_with(place as usize + 1, Collected::default);
            }
            parts[place as usize].add(&values, &self.weights, in_force);
            places[sort] = place;
        }
        self.labels += u64::from(answer.label.is_some());
        self.labelled.add(answer);
        if let Some(comparing) = &mut self.comparing {
            match &answer.compared {
                Some(there) => {
                    let kind = self.groups[0].name(places[0]);
                    comparing.add(answer.line, &answer.id, kind, &answer.scores, there);
                }
                None => comparing.unmatched(),
            }
        }
        self.rows.add(Row { line: answer.line, values, groups: places });
    }

    /// Tells of a line that is no answer.
    pub fn bad_line(&mut self, line: u64, error: String) {
        self.lines.bad += 1;
        if self.bad_lines.len() < BAD_LINES_TOLD {
            self.bad_lines.push(BadLine { line, error });
        }
    }

    /// How many answers there are so far.
    pub fn answers(&self) -> u64 {
        self.lines.answers
    }

    /// How many of them have a label.
    pub fn labels(&self) -> u64 {
        self.labels
    }

    /// A composite that was told and is not that of the weights in force is told of.
    fn check_composite(&mut self, answer: &Answer) {
        let Scores { score, components, integrity } = &answer.scores;
        let ours = composite_of(components, *integrity, &self.options.weights);
        let same = match (score, ours) {
            (Some(score), Some(ours)) => (score - ours).abs() < 1e-9,
            (score, ours) => score.is_none() == ours.is_none(),
        };
        self.lines.other_weights += u64::from(!same);
    }

    fn values(&mut self, answer: &Answer) -> Values {
        let mut values = vec![ABSENT; COMPONENTS + self.names.len()];
        values[SCORE] = answer.scores.score.unwrap_or(ABSENT);
        values[INTEGRITY] = answer.scores.integrity;
        values[WORDS] = answer.words.map_or(ABSENT, f64::from);
        for (name, score) in &answer.scores.components {
            let place = match self.names.get_index_of(name) {
                Some(place) => place,
                None if self.names.len() < MOST_COMPONENTS => {
                    self.weights.push(0.0);
                    values.push(ABSENT);
                    self.names.insert_full(name.clone()).0
                }
                None => {
                    self.lines.components_left_out = true;
                    continue;
                }
            };
            values[COMPONENTS + place] = score.unwrap_or(ABSENT);
        }
        values.into()
    }

    /// Puts the figures together. The labelled answers of the input are handed out with them.
    pub fn finish(self) -> (Evaluation, Labelled) {
        let names: Vec<String> = self.names.iter().cloned().collect();
        let sampled = self.rows.is_sample();
        let mut rows = self.rows.into_items();
        rows.sort_unstable_by_key(|row| row.line);
        let told = |collected: &Collected, keep: &dyn Fn(&Row) -> bool| -> Statistics {
            let columns = columns(&rows, keep, COMPONENTS + names.len());
            statistics(collected, &columns, &names, &self.weights, self.options.min_quality)
        };
        let overall = told(&self.whole, &|_| true);
        let mut by = IndexMap::new();
        for (sort, title) in SORTS.into_iter().enumerate() {
            let mut parts: IndexMap<String, Statistics> = IndexMap::new();
            for (place, name) in self.groups[sort].iter().enumerate() {
                let is_in = move |row: &Row| row.groups[sort] as usize == place;
                parts.insert(name.clone(), told(&self.parts[sort][place], &is_in));
            }
            parts.sort_keys();
            by.insert(title.to_owned(), parts);
        }
        let evaluation = Evaluation {
            input: self.options.input,
            lines: self.lines,
            bad_lines: self.bad_lines,
            sample: Sample {
                size: self.options.sample_size,
                kept: rows.len(),
                sampled,
                seed: self.options.seed,
            },
            weights: self.options.weights,
            min_quality: self.options.min_quality,
            overall,
            by,
            comparison: self.comparing.map(Comparing::finish),
            calibration: None,
            changes: None,
            points: points(&rows),
            rows: rows.into_iter().map(|row| (row.line, row.groups[0], row.values)).collect(),
            names,
            kinds: self.groups[0].clone(),
        };
        (evaluation, self.labelled)
    }
}

fn columns(rows: &[Row], keep: &dyn Fn(&Row) -> bool, series: usize) -> Vec<Vec<f64>> {
    let rows: Vec<&Row> = rows.iter().filter(|row| keep(row)).collect();
    let value = |row: &&Row, at: usize| row.values.get(at).copied().unwrap_or(ABSENT);
    (0..series).map(|at| rows.iter().map(|row| value(row, at)).collect()).collect()
}

/// Length and composite of some answers, evenly taken.
fn points(rows: &[Row]) -> Vec<(f64, f64)> {
    let points = rows.iter().map(|row| (row.values[WORDS], row.values[SCORE]));
    let points: Vec<_> = points.filter(|(x, y)| present(*x).and(present(*y)).is_some()).collect();
    thinned(&points)
}

/// At most [`POINTS`] of many, at equal distances.
pub(crate) fn thinned<T: Copy>(points: &[T]) -> Vec<T> {
    let count = points.len().min(POINTS);
    (0..count).map(|at| points[at * points.len() / count]).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn options(sample_size: usize) -> Options {
        let weights = Weights::from_iter([("a".to_owned(), 1.0), ("b".to_owned(), 3.0)]);
        Options {
            input: "test".to_owned(),
            weights,
            min_quality: 0.5,
            sample_size,
            seed: 1,
            compared_with: None,
        }
    }

    fn answer(line: u64, a: Option<f64>, b: Option<f64>, part: u8) -> Answer {
        let components = IndexMap::from([("a".to_owned(), a), ("b".to_owned(), b)]);
        let score = composite_of(&components, 1.0, &options(1).weights);
        Answer {
            line,
            kind: Some(format!("kind-{part}")),
            words: Some(100 + u32::from(part)),
            scores: Scores { score, components, integrity: 1.0 },
            ..Answer::default()
        }
    }

    fn evaluation(answers: &[Answer], sample_size: usize) -> Evaluation {
        let mut evaluator = Evaluator::new(options(sample_size));
        for answer in answers {
            evaluator.add(answer);
        }
        evaluator.finish().0
    }

    /// Where two evaluations differ by more than sums in another order do.
    fn difference(one: &serde_json::Value, other: &serde_json::Value, at: &str) -> Option<String> {
        /// Cutting figures to some digits instead would part those on either side of a cut.
        const ROUNDING: f64 = 1e-9;
        use serde_json::Value::{Array, Number, Object};
        match (one, other) {
            (Number(a), Number(b)) => {
                let (a, b) = (a.as_f64()?, b.as_f64()?);
                let alike = (a - b).abs() <= ROUNDING * a.abs().max(1.0);
                (!alike).then(|| format!("{at}: {a} and {b}"))
            }
            (Array(a), Array(b)) if a.len() == b.len() => {
                a.iter().zip(b).find_map(|(a, b)| difference(a, b, at))
            }
            (Object(a), Object(b)) if a.keys().eq(b.keys()) => a
                .iter()
                .zip(b.values())
                .find_map(|((name, a), b)| difference(a, b, &format!("{at}.{name}"))),
            (a, b) => (a != b).then(|| format!("{at}: {a} and {b}")),
        }
    }

    fn json(evaluation: &Evaluation) -> serde_json::Value {
        serde_json::from_str(&evaluation.json()).unwrap()
    }

    fn some_answers() -> impl Strategy<Value = Vec<Answer>> {
        let score =
            || proptest::option::weighted(0.8, (0_u8..=10).prop_map(|it| f64::from(it) / 10.0));
        proptest::collection::vec((score(), score(), 0_u8..3), 1..40).prop_map(|rows| {
            (1..).zip(rows).map(|(line, (a, b, part))| answer(line, a, b, part)).collect()
        })
    }

    proptest! {
        #[test]
        fn the_order_of_the_answers_does_not_matter(answers in some_answers(), seed in 0_u64..100) {
            let mut moved = answers.clone();
            super::super::dice::Dice::new("order", seed).shuffle(&mut moved);
            let (one, other) = (evaluation(&answers, 1_000), evaluation(&moved, 1_000));
            prop_assert_eq!(difference(&json(&one), &json(&other), ""), None);
        }

        #[test]
        fn parts_make_up_the_whole(answers in some_answers()) {
            let whole = evaluation(&answers, 1_000);
            let parts = whole.by["kind"].values();
            prop_assert_eq!(parts.clone().map(|it| it.answers).sum::<u64>(), whole.lines.answers);
            let accepted = parts.clone().map(|it| it.acceptance.accepted).sum::<u64>();
            prop_assert_eq!(accepted, whole.overall.acceptance.accepted);
            let sum = |of: &Statistics| of.score.mean.unwrap_or(0.0) * of.score.count as f64;
            prop_assert!((parts.map(sum).sum::<f64>() - sum(&whole.overall)).abs() < 1e-9);
            // A part has the figures that its answers alone have.
            for (name, part) in &whole.by["kind"] {
                let of: Vec<Answer> =
                    answers.iter().filter(|it| it.kind.as_ref() == Some(name)).cloned().collect();
                prop_assert_eq!(&evaluation(&of, 1_000).overall, part);
            }
        }

        #[test]
        fn sums_do_not_depend_on_what_is_kept(answers in some_answers(), size in 1_usize..10) {
            let (all, few) = (evaluation(&answers, 1_000), evaluation(&answers, size));
            prop_assert_eq!(few.sample.kept, size.min(answers.len()));
            prop_assert_eq!(all.overall.score.mean, few.overall.score.mean);
            prop_assert_eq!(all.overall.score.deviation, few.overall.score.deviation);
            prop_assert_eq!(&all.overall.acceptance, &few.overall.acceptance);
            prop_assert_eq!(&all.overall.correlations.pearson, &few.overall.correlations.pearson);
            prop_assert!(few.html().starts_with("<!DOCTYPE html>"));
        }
    }

    #[test]
    fn a_composite_of_other_weights_is_told_of() {
        let mut other = answer(1, Some(0.0), Some(1.0), 0);
        other.scores.score = Some(0.5);
        let evaluation = evaluation(&[other, answer(2, Some(0.0), Some(1.0), 0)], 10);
        assert_eq!(evaluation.lines.other_weights, 1);
        assert!(evaluation.notes().iter().any(|note| note.contains("not those of the weights")));
    }

    #[test]
    fn components_without_end_are_left_out() {
        let mut many = answer(1, Some(0.5), Some(0.5), 0);
        for number in 0..10_000 {
            many.scores.components.insert(format!("c{number}"), Some(0.5));
        }
        let evaluation = evaluation(&[many], 10);
        assert!(evaluation.lines.components_left_out);
        assert_eq!(evaluation.overall.components.len(), MOST_COMPONENTS);
    }

    #[test]
    fn no_answers_are_no_figures() {
        let evaluation = evaluation(&[], 10);
        assert_eq!(evaluation.overall.score.mean, None);
        assert!(!evaluation.json().contains("NaN"));
        assert!(evaluation.html().contains("no answer has a value"));
    }
}
