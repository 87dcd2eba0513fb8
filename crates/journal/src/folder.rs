//! The folder of a run.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::{Error, Reader};

/// The database in a run's folder.
pub const JOURNAL_FILE: &str = "journal.db";
const LOCK_FILE: &str = "run.lock";

/// Makes a folder for a run, and takes its lock. If the name is taken it gets `_2`, `_3` and so on;
/// a folder whose program was killed before the run had begun is free.
pub(crate) fn claim(runs: &Path, name: &str) -> Result<(PathBuf, Lock), Error> {
    fs::create_dir_all(runs).map_err(|error| Error::io("make the folder", runs, error))?;
    let mut number = 1;
    loop {
        let suffix = if number == 1 { String::new() } else { format!("_{number}") };
        let folder = runs.join(format!("{name}{suffix}"));
        match fs::create_dir(&folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(Error::io("make the folder", &folder, error));
            }
            _ => {}
        }
        match Lock::take(&folder) {
            Ok(lock) if !is_begun(&folder) => {
                clear(&folder)?;
                return Ok((folder, lock));
            }
            Ok(_) | Err(Error::Locked(_)) => number += 1,
            Err(error) => return Err(error),
        }
    }
}

/// Whether there is a run in a folder, or something that might be one.
fn is_begun(folder: &Path) -> bool {
    let run = Reader::open(folder).and_then(|reader| reader.run());
    !matches!(run, Err(Error::NoRun(_)))
}

/// Removes what a program left that was killed before its run had begun.
fn clear(folder: &Path) -> Result<(), Error> {
    for suffix in ["", "-wal", "-shm"] {
        let path = folder.join(format!("{JOURNAL_FILE}{suffix}"));
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(Error::io("remove", &path, error));
            }
            _ => {}
        }
    }
    Ok(())
}

/// The folders with a journal in them, by name; none if there is no such folder.
///
/// # Errors
/// If the folder cannot be read.
pub fn run_folders(runs: &Path) -> Result<Vec<PathBuf>, Error> {
    let entries = match fs::read_dir(runs) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Error::io("read the folder", runs, error)),
    };
    let mut folders = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| Error::io("read the folder", runs, error))?.path();
        if path.join(JOURNAL_FILE).is_file() {
            folders.push(path);
        }
    }
    folders.sort();
    Ok(folders)
}

/// Keeps other processes from working on the same run. The system takes it back when the process
/// ends, however it ends.
#[derive(Debug)]
pub(crate) struct Lock(#[expect(dead_code, reason = "holds the lock while it lives")] File);

impl Lock {
    /// Takes the lock of a run's folder.
    ///
    /// # Errors
    /// [`Error::Locked`] if another process has it.
    pub(crate) fn take(folder: &Path) -> Result<Self, Error> {
        let path = folder.join(LOCK_FILE);
        let file = File::options().create(true).append(true).open(&path);
        let file = file.map_err(|error| Error::io("open", &path, error))?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(Error::Locked(folder.to_owned())),
            // A file system without locks: better to run unprotected than not at all.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                Ok(Self(file))
            }
            Err(TryLockError::Error(error)) => Err(Error::io("lock", &path, error)),
        }
    }
}

/// Whether a process works on the run at this moment.
pub fn is_running(folder: &Path) -> bool {
    folder.join(LOCK_FILE).exists() && matches!(Lock::take(folder), Err(Error::Locked(_)))
}
