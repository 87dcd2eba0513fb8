//! Names the market condition of a day (bull, bear, sideways, …) with its evidence.
//!
//! A [`ConditionAssessor`] looks at a [`market::Series`] up to a day, never beyond it, and says
//! which [`Condition`] holds, how clearly, and which figures with which thresholds say so.
//! [`RuleBook`] is the one in use: a handful of rules in a fixed order over scale-free
//! [`Features`]. Its table of rules is in `docs/conditions.md`. Where the inputs are missing there
//! is no assessment: a condition is never a guess.
//!
//! This crate fetches nothing, predicts nothing and reads no clock. The series and the indicators
//! of a day are the crate `market`'s.
//!
//! ```
//! use conditions::{Condition, ConditionAssessor, RuleBook};
//! use jiff::{ToSpan, civil::date};
//! use market::{Metric, RawDay, Series, Subject};
//!
//! // A year that rises by half a percent a day, with some noise.
//! let first = date(2024, 1, 1);
//! let rows = (0..366).map(|i| {
//!     let noise = [1.0, 1.02, 0.99, 1.01, 0.98][i as usize % 5];
//!     RawDay::new(first + i.days()).with(Metric::CloseUsd, 100.0 * 1.005_f64.powi(i) * noise)
//! });
//! let (series, _) = Series::build(Subject::token("BTC"), rows, date(2024, 12, 31));
//!
//! let assessment = RuleBook::default().assess(&series, date(2024, 12, 31)).unwrap();
//! assert_eq!(assessment.condition, Condition::Bull);
//! assert_eq!(RuleBook::default().assess(&series, date(2024, 1, 31)), None);
//! ```

mod assessment;
mod features;
mod rules;
mod thresholds;

pub use assessment::{Assessment, Condition, ConditionError, Evidence, Relation};
pub use features::Features;
pub use rules::{ConditionAssessor, RuleBook};
pub use thresholds::{Thresholds, Windows};
