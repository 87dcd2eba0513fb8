//! Shows rewards and runs to people: the evaluation of rewards over many answers, and the report of
//! a run, each as one HTML file that needs no network.
//!
//! - [`evaluation`]: statistics of scores, calibration of weights and thresholds.
//!
//! The crate asks nothing, scores with the rewards it is given, and prints nothing.

pub mod evaluation;
