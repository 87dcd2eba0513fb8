//! What can go wrong with a source of market data.

use std::error::Error as StdError;
use std::fmt;
use std::path::{Path, PathBuf};

/// What kind of failure an [`Error`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The folder or the file is not there, or cannot be read.
    Unreadable,
    /// The data is there, but it is not what it should be.
    Malformed,
    /// The source has no such subject.
    UnknownSubject,
    /// The service cannot be reached, or is busy; later it may work.
    Unavailable,
    /// The service refuses: no key, a wrong key, or no credit.
    Refused,
    /// Anything else.
    Other,
}

/// A failure to give market data.
///
/// Displays what went wrong and where; what to do about it is in [`Error::hint`].
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: String,
    file: Option<PathBuf>,
    line: Option<u64>,
    column: Option<(usize, String)>,
    hint: Option<String>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    /// Makes an error. The message is a lowercase fragment without a full stop.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            file: None,
            line: None,
            column: None,
            hint: None,
            source: None,
        }))
    }

    /// Adds what caused it.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// Adds the file in which it was found.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.0.file = Some(file.into());
        self
    }

    /// Adds the line, counted from 1.
    #[must_use]
    pub fn on_line(mut self, line: u64) -> Self {
        self.0.line = Some(line);
        self
    }

    /// Adds the column, counted from 1, and its name.
    #[must_use]
    pub fn in_column(mut self, number: usize, name: impl Into<String>) -> Self {
        self.0.column = Some((number, name.into()));
        self
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Whether the same request may work later.
    pub fn is_retryable(&self) -> bool {
        self.0.kind == ErrorKind::Unavailable
    }

    /// The file in which it was found.
    pub fn file(&self) -> Option<&Path> {
        self.0.file.as_deref()
    }

    /// The line, counted from 1.
    pub fn line(&self) -> Option<u64> {
        self.0.line
    }

    /// The column's number, counted from 1, and its name.
    pub fn column(&self) -> Option<(usize, &str)> {
        let (number, name) = self.0.column.as_ref()?;
        Some((*number, name))
    }

    /// What to do about it, if that is known.
    pub fn hint(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.0.file {
            write!(f, "{}", file.display())?;
            if let Some(line) = self.0.line {
                write!(f, ":{line}")?;
                if let Some((number, _)) = &self.0.column {
                    write!(f, ":{number}")?;
                }
            }
            f.write_str(": ")?;
        }
        if let Some((number, name)) = &self.0.column {
            if name.is_empty() {
                write!(f, "column {number}: ")?;
            } else {
                write!(f, "column {number} ({name}): ")?;
            }
        }
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("text", &self.to_string())
            .field("hint", &self.0.hint)
            .field("source", &self.0.source)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source = self.0.source.as_deref()?;
        Some(source)
    }
}
