//! What a run tells while it goes on.

use std::collections::BTreeMap;

use market::{DateRange, DropReport, Series, SubjectKind};

/// Listens to a run: a progress bar, a log, a test.
pub trait Reporter: Send + Sync {
    /// Takes note of an event. Must return at once: the run waits for it.
    fn event(&self, event: Event<'_>);
}

/// Something that happened in a run.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event<'e> {
    /// The source has nothing of a kind that was asked for beside others.
    Skipped {
        /// The kind.
        kind: SubjectKind,
        /// The source's name.
        source: &'e str,
    },
    /// There is no kind of question about the subjects of a kind that were asked for beside others.
    NoQuestions {
        /// The kind.
        kind: SubjectKind,
    },
    /// The market data are there.
    Collected {
        /// The source's name.
        source: &'e str,
        /// The series, each with the days that may be asked about.
        series: &'e [(Series, Option<DateRange>)],
        /// How many subject-days were measured in the range asked about.
        days: usize,
        /// How many of these can be asked about; the others, recovered from later records, serve
        /// as history.
        askable: usize,
        /// What was left out.
        dropped: &'e DropReport,
    },
    /// The rewards score their own test answers as they must.
    Validated {
        /// How many test answers there are.
        answers: usize,
    },
    /// It is known what will be asked.
    Planned {
        /// How many examples are wanted.
        wanted: usize,
        /// How many of the tasks stand by at most, to replace what is rejected.
        standing_by: usize,
    },
    /// An answer did not become an example.
    Rejected {
        /// The task's id.
        task: &'e str,
        /// Why.
        rejection: Rejection,
        /// Its composite score, if it was scored.
        score: Option<f64>,
        /// Why there is no answer, if the request failed.
        failure: Option<&'e llm::Error>,
    },
    /// A task was answered, for good or ill.
    Progress(&'e Progress),
}

/// How far a run is.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    /// How many examples are wanted.
    pub wanted: usize,
    /// How many are accepted.
    pub accepted: usize,
    /// How many answers were rejected, by reason.
    pub rejected: BTreeMap<Rejection, usize>,
    /// How many requests were made.
    pub asked: usize,
}

/// Why an answer did not become an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rejection {
    /// Its score is below the threshold.
    LowScore,
    /// Nothing of it could be scored.
    NotScored,
    /// It is cut off, empty, refused or without a trace.
    Unusable(llm::Unusable),
    /// The request failed.
    Failed,
}

impl std::fmt::Display for Rejection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::LowScore => f.write_str("score below the threshold"),
            Self::NotScored => f.write_str("nothing to score"),
            Self::Unusable(unusable) => unusable.fmt(f),
            Self::Failed => f.write_str("request failed"),
        }
    }
}

/// Listens to nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Reporter for Silent {
    fn event(&self, _: Event<'_>) {}
}
