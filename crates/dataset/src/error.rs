//! What goes wrong when files are written or split.

use std::io;
use std::path::{Path, PathBuf};

/// A file that could not be written, read or published.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Error(Box<Inner>);

#[derive(Debug, thiserror::Error)]
enum Inner {
    #[error("cannot {action} {}", path.display())]
    Io { action: &'static str, path: PathBuf, source: io::Error },
    #[error("a record cannot be written as JSON")]
    Encode(#[source] serde_json::Error),
}

/// What kind of failure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The file system refused: no space, no permission, no folder.
    Io,
    /// There is a file of the final name already.
    NameTaken,
    /// A record is not what was expected.
    Record,
}

impl Error {
    pub(crate) fn io(action: &'static str, path: &Path, source: io::Error) -> Self {
        Self(Box::new(Inner::Io { action, path: path.to_owned(), source }))
    }

    pub(crate) fn encode(source: serde_json::Error) -> Self {
        Self(Box::new(Inner::Encode(source)))
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        match *self.0 {
            Inner::Io { ref source, .. } if source.kind() == io::ErrorKind::AlreadyExists => {
                ErrorKind::NameTaken
            }
            Inner::Io { .. } => ErrorKind::Io,
            Inner::Encode(_) => ErrorKind::Record,
        }
    }
}
