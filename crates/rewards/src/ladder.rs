//! The ladder: mock answers of known quality, and the ranges in which their scores must fall.
//!
//! Whoever trusts the rewards with weights of their own runs the ladder first: if an honest good
//! answer does not score above an average one, and that above a poor one, the scores mean nothing.

use std::fmt;
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::facts::TaskFacts;
use crate::scorecard::Scorecard;
use crate::scorer::Scorer;

/// How good a mock answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// Short, vague, uncited or wrong.
    Low,
    /// The honest average answer.
    Medium,
    /// Right, well cited, specific.
    High,
}

impl Grade {
    /// The grades from the best down.
    pub const ALL: [Self; 3] = [Self::High, Self::Medium, Self::Low];

    /// Returns the range in which the composite of this grade must fall.
    pub fn range(self) -> RangeInclusive<f64> {
        match self {
            Self::High => 0.75..=1.0,
            Self::Medium => 0.40..=0.70,
            Self::Low => 0.05..=0.35,
        }
    }

    /// Returns the name as files spell it.
    pub fn name(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

/// A mock answer of known quality.
#[derive(Clone, Debug, PartialEq)]
pub struct Mock {
    /// The kind of the task.
    pub kind: String,
    /// How good the answer is.
    pub grade: Grade,
    /// The task that it answers.
    pub task: TaskFacts,
    /// The answer.
    pub text: String,
}

/// The mocks with their scores, and what is out of range.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LadderReport {
    /// One row a mock, in the order given.
    pub rows: Vec<LadderRow>,
    /// What does not hold.
    pub failures: Vec<LadderFailure>,
}

/// One mock with its score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LadderRow {
    /// The kind of the task.
    pub kind: String,
    /// How good the answer is meant to be.
    pub grade: Grade,
    /// The least allowed composite.
    pub least: f64,
    /// The greatest allowed composite.
    pub most: f64,
    /// Whether the composite is in its range.
    pub passes: bool,
    /// The scores.
    pub card: Scorecard,
}

/// Something that does not hold on the ladder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum LadderFailure {
    /// The composite of a mock is out of its range.
    OutOfRange {
        /// The kind of the task.
        kind: String,
        /// The grade of the mock.
        grade: Grade,
        /// The composite.
        score: Option<f64>,
        /// The least allowed composite.
        least: f64,
        /// The greatest allowed composite.
        most: f64,
    },
    /// In one reward, a poorer mock scores above a better one of the same task.
    Inverted {
        /// The kind of the task.
        kind: String,
        /// The reward.
        reward: String,
        /// The grade that ought to score at least as much.
        better: Grade,
        /// Its score.
        better_score: f64,
        /// The grade that ought to score no more.
        poorer: Grade,
        /// Its score.
        poorer_score: f64,
    },
}

impl fmt::Display for LadderFailure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfRange { kind, grade, score, least, most } => {
                write!(formatter, "the {grade} mock of {kind} scores ")?;
                match score {
                    Some(score) => write!(formatter, "{score:.4}")?,
                    None => write!(formatter, "nothing")?,
                }
                write!(formatter, ", not {least:.2} to {most:.2}")
            }
            Self::Inverted { kind, reward, better, better_score, poorer, poorer_score } => write!(
                formatter,
                "in {reward}, the {poorer} mock of {kind} scores {poorer_score:.4}, above the \
                 {better} mock's {better_score:.4}"
            ),
        }
    }
}

/// The ladder does not hold under this scorer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("the rewards fail their mocks: {}", list(&.report.failures))]
pub struct LadderError {
    /// All scores and all failures.
    pub report: LadderReport,
}

fn list(failures: &[LadderFailure]) -> String {
    let lines: Vec<String> = failures.iter().map(ToString::to_string).collect();
    lines.join("; ")
}

/// Scores mocks and says what does not hold, without judging.
pub fn run_ladder(scorer: &Scorer, mocks: &[Mock]) -> LadderReport {
    let mut report = LadderReport::default();
    for mock in mocks {
        let card = scorer.score(&mock.text, &mock.task, None);
        let range = mock.grade.range();
        let passes = card.score.is_some_and(|score| range.contains(&score));
        if !passes {
            report.failures.push(LadderFailure::OutOfRange {
                kind: mock.kind.clone(),
                grade: mock.grade,
                score: card.score,
                least: *range.start(),
                most: *range.end(),
            });
        }
        report.rows.push(LadderRow {
            kind: mock.kind.clone(),
            grade: mock.grade,
            least: *range.start(),
            most: *range.end(),
            passes,
            card,
        });
    }
    for (index, row) in report.rows.iter().enumerate() {
        // Compared are mocks of the same task only: one task may be harder than another.
        let poorer = report.rows.iter().enumerate().filter(|(other, it)| {
            it.kind == row.kind && it.grade < row.grade && mocks[*other].task == mocks[index].task
        });
        for (_, poorer) in poorer {
            for (reward, score) in &row.card.components {
                let (Some(better_score), Some(Some(poorer_score))) =
                    (score, poorer.card.components.get(reward))
                else {
                    continue;
                };
                if poorer_score > better_score {
                    report.failures.push(LadderFailure::Inverted {
                        kind: row.kind.clone(),
                        reward: reward.clone(),
                        better: row.grade,
                        better_score: *better_score,
                        poorer: poorer.grade,
                        poorer_score: *poorer_score,
                    });
                }
            }
        }
    }
    report
}

/// Scores mocks and requires that every one falls in its range, and that in every single reward
/// a better mock scores no less than a poorer one of the same task.
///
/// # Errors
///
/// [`LadderError`] names each mock and range that failed.
pub fn check_ladder(scorer: &Scorer, mocks: &[Mock]) -> Result<LadderReport, LadderError> {
    let report = run_ladder(scorer, mocks);
    if report.failures.is_empty() { Ok(report) } else { Err(LadderError { report }) }
}

macro_rules! fixtures {
    ($($kind:literal),* $(,)?) => {
        [$(Fixture {
            kind: $kind,
            task: include_str!(concat!("../../../fixtures/answers/", $kind, "/task.json")),
            answers: [
                include_str!(concat!("../../../fixtures/answers/", $kind, "/high.md")),
                include_str!(concat!("../../../fixtures/answers/", $kind, "/medium.md")),
                include_str!(concat!("../../../fixtures/answers/", $kind, "/low.md")),
            ],
        }),*]
    };
}

struct Fixture {
    kind: &'static str,
    task: &'static str,
    /// In the order of [`Grade::ALL`].
    answers: [&'static str; 3],
}

const FIXTURES: [Fixture; 7] = fixtures![
    "network_activity",
    "value_flow",
    "growth_projection",
    "anomaly",
    "network_comparison",
    "token_trend_risk",
    "token_drawdown_recovery",
];

/// Returns the mocks that come with this crate: for each kind of task a high, a medium and a low
/// answer, written by hand on real figures.
///
/// # Panics
///
/// Never in a build that passed its tests: the fixtures are part of the program.
pub fn builtin_mocks() -> Vec<Mock> {
    FIXTURES
        .iter()
        .flat_map(|fixture| {
            let task: TaskFacts = serde_json::from_str(fixture.task)
                .expect("the embedded task.json are valid, which a test checks");
            Grade::ALL.into_iter().zip(fixture.answers).map(move |(grade, text)| Mock {
                kind: fixture.kind.to_owned(),
                grade,
                task: task.clone(),
                text: text.to_owned(),
            })
        })
        .collect()
}
