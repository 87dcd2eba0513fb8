//! What a run tells while it goes on.

use std::collections::BTreeMap;

use jiff::Timestamp;
use market::{DateRange, DropReport, Series, SubjectKind};

use crate::verdict::Rejection;

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
    /// The run has a folder of its own.
    Begun {
        /// Where.
        folder: &'e std::path::Path,
    },
    /// A run that was begun before goes on.
    Resumed {
        /// Whether it was finished, so that nothing is left to ask.
        finished: bool,
        /// Where it is.
        folder: &'e std::path::Path,
        /// When it began.
        since: Timestamp,
        /// How many answers it has.
        answers: usize,
        /// How many requests were in flight when it ended; they may have been paid for.
        lost: usize,
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
    /// It is certain that there will be fewer examples than wanted: too many answers are rejected,
    /// and too few tasks stand by.
    Short {
        /// How many examples there can be at most.
        possible: usize,
        /// How many are wanted.
        wanted: usize,
    },
    /// The run begins nothing new, and waits for what is in flight.
    Ending {
        /// How many answers that are.
        in_flight: usize,
        /// How long it waits for them.
        grace: std::time::Duration,
    },
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
    /// How many tasks are being worked on.
    pub in_flight: usize,
    /// What was spent, at most, in US dollars.
    pub spent_usd: f64,
    /// The most that may be spent, in US dollars.
    pub budget_usd: Option<f64>,
}

/// Listens to nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Reporter for Silent {
    fn event(&self, _: Event<'_>) {}
}
