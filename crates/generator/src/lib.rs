//! The run: market data in, a checked dataset out.
//!
//! [`generate`] takes a [`Pipeline`] (where the data come from, what answers, what checks) and
//! [`Settings`] (how many examples of what) and goes the whole way: collect series, plan distinct
//! tasks, ask the model, score each answer, write what passes, split it. Every part of the
//! pipeline is a trait object that you can replace; `examples/embed.rs` shows it with a source, a
//! model and a reward of one's own.
//!
//! The crate prints nothing (a [`Reporter`] listens), reads no environment and no clock of its own
//! (the pipeline brings one), and knows no service: see `market` and `llm` for the seams.

mod ask;
mod collect;
mod error;
mod export;
mod ladder;
mod ledger;
mod overview;
mod record;
mod report;
mod run;
mod schedule;
mod settings;
mod stop;
mod summary;
mod tally;
mod verdict;
mod work;

pub use collect::{Selector, Window};
pub use error::Error;
pub use export::{Exported, export};
pub use ledger::{BudgetReached, Prices};
pub use overview::{Change, Overview, Rescored, overview, rescore};
pub use record::{RunRecord, recorded_series, runs_folder};
pub use report::{Event, Progress, Reporter, Silent};
pub use run::generate;
pub use schedule::{Shard, ShardError};
pub use settings::{Clock, Order, Pipeline, Settings, Start};
pub use stop::Stop;
pub use summary::{Distribution, Stopped, Summary, Yield};
pub use verdict::Rejection;
