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

mod collect;
mod error;
mod ladder;
mod report;
mod run;
mod summary;

pub use collect::{Selector, Window};
pub use error::Error;
pub use report::{Event, Progress, Rejection, Reporter, Silent};
pub use run::{Clock, Pipeline, Settings, generate};
pub use summary::{Distribution, Stopped, Summary};
