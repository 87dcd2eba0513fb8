//! Takes answers in one after another, in constant memory beyond the rows that it keeps.

use indexmap::{IndexMap, IndexSet};

use super::answer::{Answer, Origin, Scores};
use super::calibrate::Labelled;
use super::collect::{COMPONENTS, Collected, INTEGRITY, SCORE, Values, WORDS};
use super::compare::Comparing;
use super::composite::{ABSENT, Weights, composite_of, present};
use super::evaluation::{BadLine, Evaluation, Lines, Sample};
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
