//! What a dataset is: the records of an example, the files they are written to, and the split.
//!
//! Records are plain serde types with a fixed order of keys ([`RawExample`], [`TrainingExample`]);
//! files get their final name only when they are whole ([`JsonlFile`]); a split puts all tasks
//! about one subject's day on one side ([`split()`]).
//!
//! This crate knows records and no run: who asks for examples and decides which are kept is
//! `generator`. It reads no clock and opens no connection.
//!
//! ```
//! use dataset::FileSet;
//!
//! let start = "2025-02-09T11:38:41Z".parse().unwrap();
//! let files = FileSet::new("data".as_ref(), "small", 1, start);
//! assert!(files.raw.ends_with("raw/financial_analysis/synthetic_small_1_chains_202502091138.jsonl"));
//! ```

mod error;
mod names;
mod record;
mod split;
mod split_index;
mod text;
mod writer;

pub use error::{Error, ErrorKind};
pub use names::FileSet;
pub use record::{
    Metadata, Provenance, RawExample, RawLine, TrainingExample, TrainingLine, market_data_json,
};
pub use split::{SplitMode, SplitOptions, SplitReport, split};
pub use split_index::SplitIndex;
pub use text::Text;
pub use writer::{JsonlDataset, JsonlFile};
