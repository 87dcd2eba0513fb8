//! Why a run cannot begin or go on.

use market::{DateRange, SubjectKind};

use crate::Window;

/// Why a run cannot begin or go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A name that is neither a kind nor a subject of the source.
    #[error("`{name}` is neither a kind of subject nor a subject that `{origin}` has data for")]
    UnknownSelector {
        /// What was asked for.
        name: String,
        /// The name of the source.
        origin: String,
        /// What could have been asked for.
        known: Vec<String>,
    },
    /// The source has nothing of any kind that was asked for.
    #[error("`{origin}` has no data for {}", names(.kinds))]
    NoData {
        /// What was asked for.
        kinds: Vec<SubjectKind>,
        /// The name of the source.
        origin: String,
    },
    /// There is no kind of question about anything that was asked for.
    #[error("there is no kind of question about subjects of the kind {}", names(.kinds))]
    NoQuestions {
        /// The kinds of what was asked for.
        kinds: Vec<SubjectKind>,
    },
    /// No measured day of any subject lies in the range.
    #[error("no measured day lies {window}")]
    NoDays {
        /// What was asked for.
        window: Window,
        /// What there is, by subject.
        available: Vec<(String, DateRange)>,
    },
    /// The data cannot carry as many distinct tasks as were asked for.
    #[error(transparent)]
    TooFewTasks(#[from] tasks::TooFewTasks),
    /// The test answers do not score as they must under the weights in force.
    #[error("the rewards fail their own test answers under these weights")]
    Ladder(#[from] Box<rewards::ladder::LadderError>),
    /// The market data cannot be had, or is none.
    #[error("the market data cannot be used")]
    Market(#[from] market::Error),
    /// The model cannot answer any request.
    #[error("the model cannot go on")]
    Model(#[source] llm::Error),
    /// The files cannot be written.
    #[error("the dataset cannot be written")]
    Dataset(#[from] dataset::Error),
    /// The journal of a run does not take or give what it must.
    #[error("the run cannot be recorded")]
    Journal(#[from] journal::Error),
    /// The journal says what this program does not understand.
    #[error("the run {run} was recorded by another version of the program")]
    Record {
        /// The run.
        run: String,
        /// What is not understood.
        source: serde_json::Error,
    },
    /// An answer that was accepted is not in the journal.
    #[error("the journal of {run} has no answer of attempt {attempt}")]
    Missing {
        /// The run.
        run: String,
        /// The attempt.
        attempt: u64,
    },
    /// Another process works on the run.
    #[error("the run {} is being worked on by another process", .0.display())]
    Running(std::path::PathBuf),
    /// A budget needs prices.
    #[error("a budget cannot be kept, because the price of {model} is not known")]
    NoPrices {
        /// The model.
        model: String,
    },
    /// No run was named.
    #[error("there is no run to export")]
    NothingToExport,
    /// Two runs do not belong together.
    #[error("{} and {} are not parts of one plan", .0.display(), .1.display())]
    OtherPlan(std::path::PathBuf, std::path::PathBuf),
    /// Two runs are the same part of a plan.
    #[error("{} and {} are the same shard", .0.display(), .1.display())]
    SameShard(std::path::PathBuf, std::path::PathBuf),
    /// The thread that writes the files broke down.
    #[error("the files could not be written to the end")]
    Exporter,
    /// A worker ended before its answer was scored.
    #[error("an answer could not be worked on")]
    Worker(#[source] tokio::task::JoinError),
}

fn names(kinds: &[SubjectKind]) -> String {
    kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(", ")
}
