//! An evaluation with all its figures, as `evaluation.json` holds it.

use indexmap::IndexMap;
use serde::Serialize;

use super::answer::Scores;
use super::calibrate::{Calibration, Verdict};
use super::collect::{COMPONENTS, INTEGRITY, SCORE, Values};
use super::compare::{Comparing, Comparison};
use super::composite::{Weights, composite_of, present};
use super::groups::Names;
use super::statistics::Statistics;

/// The figures of many answers' scores.
#[derive(Clone, Debug, Serialize)]
pub struct Evaluation {
    /// What was evaluated.
    pub input: String,
    /// How many lines were what.
    pub lines: Lines,
    /// The first of the lines that are no answers.
    pub bad_lines: Vec<BadLine>,
    /// Which answers quantiles and rank correlations are made of.
    pub sample: Sample,
    /// The weights in force.
    pub weights: Weights,
    /// The least score of an accepted answer.
    pub min_quality: f64,
    /// The figures of all answers.
    pub overall: Statistics,
    /// The figures by `kind`, `chain` and `model`.
    pub by: IndexMap<String, IndexMap<String, Statistics>>,
    /// How scores differ from others of the same answers.
    pub comparison: Option<Comparison>,
    /// What labelled answers say.
    pub calibration: Option<Calibration>,
    /// What the suggested weights would change in this input; absent if none are suggested.
    pub changes: Option<Comparison>,
    /// Words and composite of some answers.
    #[serde(skip)]
    pub(crate) points: Vec<(f64, f64)>,
    /// Line, kind and values of the rows kept.
    #[serde(skip)]
    pub(crate) rows: Vec<(u64, u32, Values)>,
    #[serde(skip)]
    pub(crate) names: Vec<String>,
    #[serde(skip)]
    pub(crate) kinds: Names,
}

/// How many lines of the input were what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Lines {
    /// Lines that are evaluated.
    pub answers: u64,
    /// Of these, answers that the rewards scored now, whatever scores their records hold.
    pub scored: u64,
    /// Of these, lines with scores and no answer, taken as they are.
    pub taken_as_scored: u64,
    /// Answers of which nothing was asked, so that they have no composite.
    pub without_score: u64,
    /// Answers whose composite is not that of the weights in force: it was told by other weights.
    pub other_weights: u64,
    /// Whether a line named more components than an evaluation takes.
    pub components_left_out: bool,
    /// Lines that are no answers.
    pub bad: u64,
}

/// A line that is no answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BadLine {
    /// Its number, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub error: String,
}

/// The rows that quantiles and rank correlations are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Sample {
    /// How many may be kept.
    pub size: usize,
    /// How many are.
    pub kept: usize,
    /// Whether they are a sample of more.
    pub sampled: bool,
    /// What it was drawn with.
    pub seed: u64,
}

impl Evaluation {
    /// Adds what labelled answers say, and what the weights that they speak for would change here.
    #[must_use]
    pub fn calibrated(mut self, calibration: Calibration) -> Self {
        if calibration.suggestion.verdict == Verdict::Change {
            self.changes = Some(self.under(&calibration.suggestion.suggested));
        }
        self.calibration = Some(calibration);
        self
    }

    /// The rows kept, under other weights.
    fn under(&self, weights: &Weights) -> Comparison {
        let mut comparing =
            Comparing::new("the suggested weights".to_owned(), self.min_quality, self.sample.seed);
        for (line, kind, values) in &self.rows {
            let component = |(at, name): (usize, &String)| {
                (name.clone(), values.get(COMPONENTS + at).copied().and_then(present))
            };
            let components: IndexMap<String, Option<f64>> =
                self.names.iter().enumerate().map(component).collect();
            let integrity = values[INTEGRITY];
            let score = composite_of(&components, integrity, weights);
            // Components do not change with the weights: only the composites are compared.
            let nothing = IndexMap::new();
            let here =
                Scores { score: present(values[SCORE]), components: nothing.clone(), integrity };
            let there = Scores { score, components: nothing, integrity };
            comparing.add(*line, "", self.kinds.name(*kind), &here, &there);
        }
        comparing.finish()
    }

    /// Sentences that a reader of the figures should know.
    pub fn notes(&self) -> Vec<String> {
        let lines = &self.lines;
        let mut notes = Vec::new();
        if lines.scored > 0 && lines.taken_as_scored == 0 {
            notes.push("All answers were scored now, by the rewards of this program; scores that records hold were not used.".to_owned());
        } else if lines.scored == 0 && lines.taken_as_scored > 0 {
            notes.push(
                "The scores were taken as the file tells them; nothing was scored again."
                    .to_owned(),
            );
        } else if lines.scored > 0 {
            notes.push(format!(
                "{} answers were scored now; {} lines held scores and no answer, and were taken as they are.",
                lines.scored, lines.taken_as_scored
            ));
        }
        if self.sample.sampled {
            notes.push(format!(
                "Counts, means, deviations, Pearson's r, histograms and acceptance are of all {} answers; quantiles, Spearman's rho and the parts by length of {} drawn with seed {}.",
                lines.answers, self.sample.kept, self.sample.seed
            ));
        }
        if lines.other_weights > 0 {
            notes.push(format!(
                "{} composites are not those of the weights in force: contributions are worked out with the weights in force and do not add up to them.",
                lines.other_weights
            ));
        }
        if lines.without_score > 0 {
            notes.push(format!(
                "{} answers have no composite, since nothing was asked of them; no threshold accepts them.",
                lines.without_score
            ));
        }
        if lines.components_left_out {
            notes.push(
                "Lines name more components than an evaluation takes; the last ones were left out."
                    .to_owned(),
            );
        }
        if lines.bad > 0 {
            notes.push(format!("{} lines are no answers and were left out.", lines.bad));
        }
        notes
    }

    /// The evaluation as JSON, with a line end.
    pub fn json(&self) -> String {
        // Keys are strings and absent figures are null, so that nothing in it can fail.
        let mut json =
            serde_json::to_string_pretty(&WithNotes { evaluation: self, notes: self.notes() })
                .unwrap_or_default();
        json.push('\n');
        json
    }
}

#[derive(Serialize)]
struct WithNotes<'e> {
    #[serde(flatten)]
    evaluation: &'e Evaluation,
    notes: Vec<String>,
}
