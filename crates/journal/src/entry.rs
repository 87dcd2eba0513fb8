//! What stands in a journal.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use llm::Completion;

/// The run itself.
#[derive(Clone, Debug, PartialEq)]
pub struct RunRow {
    /// What the records carry as their run.
    pub name: String,
    /// When it began.
    pub started_at: Timestamp,
    /// The version of the program that began it.
    pub program: String,
    /// Runs of equal settings have equal fingerprints.
    pub fingerprint: String,
    /// The settings, as JSON.
    pub settings: String,
    /// How far it is.
    pub state: State,
    /// Why it ended before its time.
    pub reason: Option<String>,
    /// When it ended, if it did not just vanish.
    pub ended_at: Option<Timestamp>,
}

impl RunRow {
    /// A run that begins.
    pub fn new(
        name: impl Into<String>,
        started_at: Timestamp,
        fingerprint: impl Into<String>,
        settings: impl Into<String>,
    ) -> Self {
        Self {
            name: name.into(),
            started_at,
            program: concat!("cortex ", env!("CARGO_PKG_VERSION")).to_owned(),
            fingerprint: fingerprint.into(),
            settings: settings.into(),
            state: State::Running,
            reason: None,
            ended_at: None,
        }
    }
}

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It goes on, or was killed.
    Running,
    /// A person ended it.
    Interrupted,
    /// A budget, a credit, the service or the disk ended it.
    Stopped,
    /// Nothing is left to do.
    Finished,
}

impl State {
    /// The name in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Interrupted => "interrupted",
            Self::Stopped => "stopped",
            Self::Finished => "finished",
        }
    }

    pub(crate) fn of(name: &str) -> Option<Self> {
        [Self::Running, Self::Interrupted, Self::Stopped, Self::Finished]
            .into_iter()
            .find(|state| state.name() == name)
    }
}

/// A task as it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskRow {
    /// Its place in the plan.
    pub position: u64,
    /// Its id.
    pub id: String,
    /// The kind of question.
    pub kind: String,
    /// The day asked about.
    pub date: String,
    /// The subjects' names, joined by commas.
    pub chain: String,
    /// The whole user message.
    pub prompt: String,
    /// What is true, as JSON.
    pub facts: String,
    /// What was measured, as JSON.
    pub market_data: String,
    /// The market conditions, as JSON.
    pub conditions: String,
}

/// What a task is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskHead {
    /// Its place in the plan.
    pub position: u64,
    /// Its id.
    pub id: String,
    /// The kind of question.
    pub kind: String,
    /// The day asked about.
    pub date: String,
    /// The subjects' names, joined by commas.
    pub chain: String,
    /// The market conditions, as JSON.
    pub conditions: String,
}

/// A request that is about to be made.
#[derive(Clone, Debug, PartialEq)]
pub struct Begun {
    /// A number of its own: [`crate::Journal::next_attempt`].
    pub attempt: u64,
    /// The task's place in the plan.
    pub position: u64,
    /// Which sample of the task it asks for.
    pub sample: u32,
    /// The digest of all that decides about the answer.
    pub request: [u8; 32],
    /// The most that it can cost, in US dollars.
    pub worst_usd: Option<f64>,
    /// When.
    pub at: Timestamp,
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The model answered. Shared with whoever goes on with it: hundreds may wait to be written.
    Answered(Arc<Completion>),
    /// An earlier run had the answer.
    Reused {
        /// The answer.
        completion: Arc<Completion>,
        /// The run that paid for it.
        from: String,
    },
    /// There was no answer, and none was paid.
    Failed {
        /// What the failure means for the run.
        kind: String,
        /// Why.
        message: String,
    },
    /// There was no answer, but one may have been paid.
    Lost {
        /// What the failure means for the run.
        kind: String,
        /// Why.
        message: String,
    },
}

impl Outcome {
    /// The name in the database.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Answered(_) => "answered",
            Self::Reused { .. } => "reused",
            Self::Failed { .. } => "failed",
            Self::Lost { .. } => "lost",
        }
    }
}

/// What was found of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreRow {
    /// The attempt that brought the answer.
    pub attempt: u64,
    /// `accepted`, or why it is not.
    pub verdict: String,
    /// The composite score.
    pub score: Option<f64>,
    /// The scorecard without spans, as JSON.
    pub card: Option<String>,
}

/// Something to be written.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// Room on the disk, in bytes, that is set aside for what comes after it is full.
    Reserve(u64),
    /// The market data of a subject: its name and JSON.
    Series(String, String),
    /// The ids of all tasks that could be asked, in order.
    Plan(Vec<String>),
    /// A task is begun.
    Task(Arc<TaskRow>),
    /// A request is about to be made.
    Begun(Begun),
    /// What became of an attempt, and when.
    Ended {
        /// The attempt.
        attempt: u64,
        /// When.
        at: Timestamp,
        /// What became of it.
        outcome: Box<Outcome>,
        /// What it is taken to have cost, in US dollars.
        charged_usd: Option<f64>,
    },
    /// What was found of an answer.
    Score(ScoreRow),
    /// The settings, as JSON, in place of those before.
    Settings(String),
    /// How far the run is.
    State {
        /// How far.
        state: State,
        /// Why it ends before its time.
        reason: Option<String>,
        /// When.
        at: Timestamp,
    },
}

/// An attempt as it is read back.
#[derive(Clone, Debug, PartialEq)]
pub struct AttemptRow {
    /// Its number.
    pub attempt: u64,
    /// The task's place in the plan.
    pub position: u64,
    /// Which sample of the task it asked for.
    pub sample: u32,
    /// The most that it could cost, in US dollars.
    pub worst_usd: Option<f64>,
    /// When it began.
    pub begun_at: Timestamp,
    /// When it ended; `None` if it was in flight when the program ended.
    pub ended_at: Option<Timestamp>,
    /// The name of its [`Outcome`]; `None` as above.
    pub outcome: Option<String>,
    /// The run that paid for the answer, if that was another.
    pub reused_from: Option<String>,
    /// What the answer took, if there is one.
    pub usage: llm::Usage,
    /// Whether a program answered, and no language model.
    pub is_synthetic: bool,
    /// Why there is none.
    pub error: Option<String>,
    /// What was found of it, if it was scored.
    pub score: Option<ScoreRow>,
}

impl AttemptRow {
    /// How long it took.
    pub fn took(&self) -> Option<Duration> {
        Duration::try_from(self.ended_at? - self.begun_at).ok()
    }

    /// Whether it holds an answer.
    pub fn has_answer(&self) -> bool {
        matches!(self.outcome.as_deref(), Some("answered" | "reused"))
    }
}

/// An answer as it is read back.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The answer.
    pub completion: Arc<Completion>,
    /// When it was complete.
    pub at: Timestamp,
}
