//! Task kinds, their ground truth and their prompts.
//!
//! A task asks one kind of question of one day of one subject (of two, in a comparison). The
//! [`Desk`] knows which questions the days of a series can carry and writes each out: the prompt,
//! the facts that the rewards check an answer against, the market data for the record. A [`Plan`]
//! puts them in order before anything is asked.
//!
//! The rule that holds everything together: a calculation is one formula, shown in the prompt and
//! evaluated for the ground truth, and it is asked only if the figures *as the prompt shows them*
//! give its value. What was not measured is not asked for.
//!
//! This crate asks no model and fetches no data: see `llm`, `market`, and `generator`, which
//! brings them together.

mod desk;
mod draft;
mod formula;
mod history;
mod kind;
mod kinds;
mod name;
mod plan;
mod prompt;
mod task;
mod view;

pub use desk::Desk;
pub use kind::{TaskKind, UnknownTaskKind};
pub use plan::{Plan, TooFewTasks, shuffled};
pub use task::{Subjects, Task, TaskKey};
