//! Rewards for worked financial analyses: rule-based, explainable, hard to game.
//!
//! (Crate documentation is completed with the crate.)

pub mod arithmetic;
pub mod assess;
pub mod config;
pub mod expected;
pub mod facts;
pub mod grounding;
pub mod history;
pub mod integrity;
pub mod known;
pub mod ladder;
pub mod lexicon;
pub mod mentions;
pub mod names;
pub mod parse;
pub mod quantile;
mod repetition;
pub mod rewards;
pub mod scorecard;
pub mod scorer;
mod spans;
pub mod tables;
#[cfg(test)]
mod testing;
pub mod values;
pub mod words;

pub use assess::{Assessment, Context, Evidence, Finding, Reward};
pub use config::{ConfigError, RewardConfig, Thresholds};
pub use facts::{Expected, HistoryRow, Projection, TaskFacts, Tolerance, Unit};
pub use ladder::{
    Grade, LadderError, LadderFailure, LadderReport, Mock, builtin_mocks, check_ladder, run_ladder,
};
pub use parse::{Answer, Span};
pub use scorecard::{ScoreSummary, Scorecard};
pub use scorer::{ScoreInput, Scorer, ScorerBuilder};
