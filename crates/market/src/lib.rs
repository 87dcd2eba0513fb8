//! The vocabulary of daily market data: what is measured, of whom, in which unit, on which day.
//!
//! A [`Series`] holds the daily figures of one [`Subject`] (a network, a token or a protocol). It
//! cannot hold a NaN, a duplicate date, an unfinished day or a value outside its metric's range;
//! what had to be left out is in the [`DropReport`] that comes with it. What was not measured is
//! absent, never zero. Series come from a [`MarketSource`].
//!
//! This crate fetches nothing, reads no clock and no environment, and prints nothing: the caller
//! says what day it is. Sources over the network are crates of their own that implement
//! [`MarketSource`]; what the figures *mean* (bull, bear, …) is the crate `conditions`.
//!
//! ```
//! use jiff::civil::date;
//! use market::{Metric, RawDay, Series, Subject, format_value};
//!
//! let ethereum = Subject::network("ethereum");
//! let rows = [
//!     RawDay::new(date(2025, 2, 9)).with(Metric::SuccessRate, 0.9868),
//!     RawDay::new(date(2025, 2, 10)).with(Metric::SuccessRate, 98.7),
//! ];
//! let (series, dropped) = Series::build(ethereum.clone(), rows, date(2025, 2, 28));
//!
//! let rate = series.value(date(2025, 2, 9), Metric::SuccessRate).unwrap();
//! assert_eq!(format_value(rate, &Metric::SuccessRate.unit(&ethereum)), "98.68%");
//! assert_eq!(series.value(date(2025, 2, 10), Metric::SuccessRate), None);
//! assert_eq!(dropped.len(), 1);
//! ```

#[doc = include_str!("../figures.md")]
pub mod figures {}

mod csv_reader;
mod csv_source;
mod date_range;
mod deriving;
mod drops;
mod error;
pub mod indicators;
mod metric;
mod series;
mod snapshot;
mod source;
pub mod statistics;
mod subject;
mod suggest;
pub mod testing;
mod unit;

pub use csv_source::CsvSource;
pub use date_range::{DateRange, DateRangeError};
pub use deriving::Deriving;
pub use drops::{DropReason, DropReport, Dropped, Place};
pub use error::{Error, ErrorKind};
pub use indicators::{Indicator, IndicatorError};
pub use metric::{Metric, MetricError};
pub use series::{Day, Origin, RawDay, Series, SeriesBuilder};
pub use snapshot::{Figure, Snapshot};
pub use source::{Fetched, MarketSource};
pub use subject::{Subject, SubjectError, SubjectKind};
pub use unit::{Unit, format_plain, format_value, parse_value, rounding, shown};
