//! The durable record of a run: what was planned, asked, answered, paid and found, in a SQLite
//! database in the run's own folder. Everything is written here before anything is made of it, so
//! that a run can be killed anywhere, and its dataset made again at any time.
//!
//! [`Journal`] writes: one thread owns the connection and commits whatever has gathered as one
//! transaction, and [`Journal::put`] returns when its entries are safe. [`Reader`] reads, also
//! while another process writes. A [`Durability`] says what "safe" means.
//!
//! The crate knows answers ([`llm::Completion`]) and no tasks, rewards or datasets: those are JSON
//! to it, written by `generator`, which also decides what a run does next.
//!
//! ```
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! use journal::{Durability, Entry, Journal, Reader, RunRow, State};
//!
//! let folder = tempfile::tempdir().unwrap();
//! let run = RunRow::new("small-1", "2025-02-09T11:38:41Z".parse().unwrap(), "abc", "{}");
//! let plan = Entry::Plan(vec!["anomaly/near/2025-02-09".to_owned()]);
//! let (journal, _) =
//!     Journal::create(folder.path(), "small-1", &run, &[plan], Durability::Kill).unwrap();
//! let state = Entry::State { state: State::Finished, reason: None, at: run.started_at };
//! journal.put(vec![state]).await.unwrap();
//! journal.close().unwrap();
//!
//! let reader = Reader::open(&folder.path().join("small-1")).unwrap();
//! assert_eq!(reader.plan().unwrap(), ["anomaly/near/2025-02-09"]);
//! assert_eq!(reader.run().unwrap().state, State::Finished);
//! # });
//! ```

mod database;
mod entry;
mod error;
mod folder;
mod reader;
mod reserve;
mod writer;

pub use entry::{
    Answer, AttemptRow, Begun, Entry, Outcome, RunRow, ScoreRow, State, TaskHead, TaskRow,
};
pub use error::Error;
pub use folder::{JOURNAL_FILE, is_running, run_folders};
pub use reader::{Accepted, Money, Reader};
pub use writer::{Durability, Journal};

/// The format of the database, as its `user_version` says.
pub const FORMAT: i64 = 1;
