//! Rewards for worked financial analyses: rule-based, explainable, hard to game.
//!
//! (Crate documentation is completed with the crate.)

pub mod arithmetic;
pub mod facts;
pub mod parse;

pub use facts::{Expected, HistoryRow, Projection, TaskFacts, Tolerance, Unit};
pub use parse::{Answer, Span};
