//! How the program ends.

use std::process::ExitCode;

/// Why the program ended, as its exit status tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All that was asked for is done.
    Done,
    /// Something failed on the way.
    Failed,
    /// The command is wrong, or asks for what the data cannot give. Nothing was begun.
    Usage,
    /// Finished with fewer examples than asked for; the files are written.
    Short,
    /// The budget, credit or a quota was used up; what was accepted by then is written, and the run
    /// can go on.
    Exhausted,
    /// Ctrl-C ended the run, which can go on. 128 and the number of SIGINT, as shells say it.
    Interrupted,
    /// SIGTERM ended the run, which can go on.
    Terminated,
}

impl Exit {
    /// The exit status.
    pub fn status(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Short => 3,
            Self::Exhausted => 4,
            Self::Interrupted => 130,
            Self::Terminated => 143,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.status())
    }
}
