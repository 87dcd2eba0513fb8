//! Why a journal cannot be used.

use std::io;
use std::path::{Path, PathBuf};

/// Why a journal cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Another process works on the run.
    #[error("another process works on the run {}", .0.display())]
    Locked(PathBuf),
    /// There is no run in the folder.
    #[error("{} holds no run", .0.display())]
    NoRun(PathBuf),
    /// The journal was written by a later version of the program.
    #[error("the journal {} has the format {found}, this program reads {}", path.display(), crate::FORMAT)]
    Format {
        /// The journal.
        path: PathBuf,
        /// Its format.
        found: i64,
    },
    /// The disk is full.
    #[error("the disk is full, at {}", .0.display())]
    DiskFull(PathBuf),
    /// The folder or a file in it cannot be made or read.
    #[error("cannot {action} {}", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// With which file.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
    /// The database does not do what is asked.
    #[error("the journal {} does not {action}", path.display())]
    Database {
        /// What was tried.
        action: &'static str,
        /// The journal.
        path: PathBuf,
        /// Why it failed.
        source: rusqlite::Error,
    },
    /// A row holds what no run writes.
    #[error("the journal {} is damaged: {what}", path.display())]
    Damaged {
        /// The journal.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// The journal was closed while something was written.
    #[error("the journal is closed")]
    Closed,
}

impl Error {
    /// Whether room on the disk is what is missing.
    pub fn is_disk_full(&self) -> bool {
        matches!(self, Self::DiskFull(_))
    }

    pub(crate) fn io(action: &'static str, path: &Path, source: io::Error) -> Self {
        if source.kind() == io::ErrorKind::StorageFull {
            return Self::DiskFull(path.to_owned());
        }
        Self::Io { action, path: path.to_owned(), source }
    }

    pub(crate) fn database(action: &'static str, path: &Path, source: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        if source.sqlite_error_code() == Some(ErrorCode::DiskFull) {
            return Self::DiskFull(path.to_owned());
        }
        Self::Database { action, path: path.to_owned(), source }
    }
}
