//! Shows rewards and runs to people: the evaluation of rewards over many answers, and the report of
//! a run, each as one HTML file that needs no network.
//!
//! - [`evaluation`]: statistics of scores, calibration of weights and thresholds.
//! - [`report`]: what a run was asked and what came of it, with every answer and its verdicts.
//! - [`page`], [`chart`]: what both are made of. Text from models is data here: it is escaped, and the
//!   page's policy lets no script run but its own.
//!
//! The crate asks nothing, scores with the rewards it is given, and prints nothing.

pub mod chart;
mod embed;
pub mod evaluation;
pub mod page;
mod run;

pub use run::{Error, FEW_ANSWERS, MOST_ANSWERS, REPORT_FILE, Shown, report};
