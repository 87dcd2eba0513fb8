//! The evaluation of rewards: how the scores of many answers are spread, how they hang together, and
//! which weights and thresholds labelled answers speak for.
//!
//! An [`Evaluator`] takes answers in one after another. Counts, means, deviations, Pearson's
//! correlations, histograms and acceptance are exact over all of them, in memory that does not grow;
//! quantiles and rank correlations are exact over the rows that are kept, which are all of them up to a
//! size, and beyond it a fair sample. The same answers, options and seed give the same figures.
//!
//! `docs/evaluation.md` says what each figure means.

mod answer;
pub mod calibrate;
mod collect;
mod compare;
mod composite;
mod dice;
mod evaluator;
mod figures;
mod groups;
mod html;
mod length;
mod moments;
mod pair;
mod quantile;
mod ranks;
mod reservoir;
mod statistics;
mod table;

pub use answer::{Answer, Origin, Scores};
pub use compare::{Change, Comparison, Moved};
pub use composite::{Weights, composite_of};
pub use evaluator::{Evaluator, Options};
pub use figures::{BadLine, Evaluation, Lines, Sample};
pub use length::{Length, LengthBin};
pub use statistics::{
    Acceptance, Component, Contribution, Correlation, Correlations, Quantiles, Spread, Statistics,
    Undefined,
};
pub use table::Table;
