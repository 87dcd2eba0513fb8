//! Calibration: what labelled answers say about rewards, threshold and weights.

mod auc;
mod fit;
mod folds;
mod labels;
mod measure;
mod settings;
mod suggest;
mod threshold;

pub use labels::{Labelled, Scale, label_of, read_label};
pub use measure::{ByThreshold, Calibration, Measure, Terms, calibrate};
pub use settings::settings;
pub use suggest::{Suggestion, Verdict};
pub use threshold::{Best, Point};
