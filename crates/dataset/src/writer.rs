//! Writes records line by line into a file that gets its final name only when it is whole.

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::{Error, RawLine, SplitIndex, TrainingLine};

/// How much is gathered before it is written to the disk.
const GATHERED_BYTES: usize = 128 << 10;

/// A JSONL file in the making.
///
/// Until [`JsonlFile::publish`] it lives beside its final name as `.NAME.partial`; dropped before
/// that, it is removed.
#[derive(Debug)]
pub struct JsonlFile {
    path: PathBuf,
    partial: PathBuf,
    file: Option<File>,
    /// What is not in the file yet.
    gathered: Vec<u8>,
    lines: u64,
}

impl JsonlFile {
    /// Starts a file, and makes its folder if it is missing.
    ///
    /// # Errors
    /// If folder or file cannot be made.
    pub fn create(path: &Path) -> Result<Self, Error> {
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(|e| Error::io("make the folder", folder, e))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let (partial, file) = create_partial(folder, &name)?;
        Ok(Self::new(path, partial, file))
    }

    /// As [`JsonlFile::create`], for an owner that goes on where it was killed: until the file has its
    /// final name it is `.OWNER.partial`, and what stands under that name is begun anew.
    ///
    /// # Errors
    /// As [`JsonlFile::create`].
    pub fn create_for(path: &Path, owner: &str) -> Result<Self, Error> {
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(|e| Error::io("make the folder", folder, e))?;
        let partial = folder.join(format!(".{owner}.partial"));
        // Removed and not emptied: a kill may have come when the file had both of its names.
        let removed = match fs::remove_file(&partial) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        };
        let file = removed
            .and_then(|()| File::create_new(&partial))
            .map_err(|e| Error::io("create", &partial, e))?;
        Ok(Self::new(path, partial, file))
    }

    fn new(path: &Path, partial: PathBuf, file: File) -> Self {
        Self { path: path.to_owned(), partial, file: Some(file), gathered: Vec::new(), lines: 0 }
    }

    /// Adds a record as one line. Returns its length in bytes, with the end of the line.
    ///
    /// # Errors
    /// If the disk does not take it.
    pub fn write(&mut self, record: &impl Serialize) -> Result<usize, Error> {
        let from = self.gathered.len();
        let written = serde_json::to_writer(&mut self.gathered, record);
        if let Err(error) = written {
            self.gathered.truncate(from);
            return Err(Error::encode(error));
        }
        self.gathered.push(b'\n');
        let bytes = self.gathered.len() - from;
        self.end_line()?;
        Ok(bytes)
    }

    /// Adds a line that is JSON already; a missing line end is added.
    ///
    /// # Errors
    /// If the disk does not take it.
    pub fn write_line(&mut self, line: &str) -> Result<(), Error> {
        self.write_bytes(line.trim_end_matches('\n').as_bytes(), b"\n")
    }

    /// Adds a line as it stands in another file.
    pub(crate) fn write_bytes(&mut self, line: &[u8], end: &[u8]) -> Result<(), Error> {
        self.gathered.extend_from_slice(line);
        self.gathered.extend_from_slice(end);
        self.end_line()
    }

    fn end_line(&mut self) -> Result<(), Error> {
        self.lines += 1;
        if self.gathered.len() < GATHERED_BYTES { Ok(()) } else { self.flush() }
    }

    /// How many lines it has.
    pub fn lines(&self) -> u64 {
        self.lines
    }

    /// Brings the lines written so far to the file, so that it can be read at [`Self::partial`].
    ///
    /// # Errors
    /// If the disk does not take them.
    pub fn flush(&mut self) -> Result<(), Error> {
        if let Some(file) = &mut self.file {
            file.write_all(&self.gathered).map_err(|e| Error::io("write", &self.partial, e))?;
        }
        self.gathered.clear();
        Ok(())
    }

    /// Where the file is until it is published.
    pub fn partial(&self) -> &Path {
        &self.partial
    }

    /// Gives the file its final name, after its bytes are on disk; nothing is overwritten.
    ///
    /// # Errors
    /// If the disk refuses, or the name was taken in the meantime.
    pub fn publish(mut self) -> Result<PathBuf, Error> {
        let path = self.path.clone();
        self.publish_as(&path)?;
        Ok(path)
    }

    /// Gives the file this name in place of the one it was made for. After an error it can be
    /// tried again with another name in the same folder; after success nothing more is written.
    ///
    /// # Errors
    /// As [`JsonlFile::publish`]; [`crate::ErrorKind::NameTaken`] if there is such a file already.
    pub fn publish_as(&mut self, path: &Path) -> Result<(), Error> {
        self.flush()?;
        if let Some(file) = &self.file {
            file.sync_all().map_err(|e| Error::io("store", &self.partial, e))?;
        }
        rename_without_overwriting(&self.partial, path)
            .map_err(|e| Error::io("give its final name to", path, e))?;
        self.file = None;
        sync_folder(path);
        Ok(())
    }

    /// Whether a file of that name, if there is one, has the very bytes of this.
    ///
    /// # Errors
    /// If one of the two cannot be read.
    pub fn may_be(&mut self, path: &Path) -> Result<bool, Error> {
        self.flush()?;
        let partial = self.partial.clone();
        have_equal_bytes(&partial, path).map_err(|e| Error::io("read", path, e))
    }

    /// As [`JsonlFile::publish_as`], where a file of that name [may be this](JsonlFile::may_be)
    /// already: then this is dropped.
    ///
    /// # Errors
    /// As [`JsonlFile::publish_as`].
    pub fn publish_unless_there(&mut self, path: &Path) -> Result<(), Error> {
        if !path.exists() {
            return self.publish_as(path);
        }
        self.file = None;
        fs::remove_file(&self.partial).map_err(|e| Error::io("remove", &self.partial, e))
    }
}

/// Whether two files have the same bytes, or the second is missing.
fn have_equal_bytes(one: &Path, other: &Path) -> io::Result<bool> {
    let mut other = match File::open(other) {
        Ok(file) => BufReader::new(file),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(error),
    };
    let mut one = BufReader::new(File::open(one)?);
    loop {
        let (here, there) = (one.fill_buf()?, other.fill_buf()?);
        let length = here.len().min(there.len());
        if length == 0 {
            return Ok(here.is_empty() && there.is_empty());
        }
        if here[..length] != there[..length] {
            return Ok(false);
        }
        one.consume(length);
        other.consume(length);
    }
}

/// Bytes as they are, for what comes in another form than lines of JSON.
impl Write for JsonlFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.file {
            Some(file) => file.write(bytes),
            None => Err(io::Error::other("the file has its final name already")),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for JsonlFile {
    fn drop(&mut self) {
        // A published file has no partial any more; for the others this is best effort.
        if self.file.take().is_some() {
            let _ = fs::remove_file(&self.partial);
        }
    }
}

/// Makes a hidden file beside the final name, of a name that no other run uses.
fn create_partial(folder: &Path, name: &str) -> Result<(PathBuf, File), Error> {
    let process = std::process::id();
    let mut number = 0;
    loop {
        let partial = folder.join(format!(".{name}.{process}-{number}.partial"));
        match File::create_new(&partial) {
            Ok(file) => return Ok((partial, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(Error::io("create", &partial, error)),
        }
    }
}

/// A hard link fails where the name is taken, a rename would not; file systems without links get
/// a check and a rename.
fn rename_without_overwriting(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Ok(()) => fs::remove_file(from),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        Err(_) if to.exists() => Err(io::ErrorKind::AlreadyExists.into()),
        Err(_) => fs::rename(from, to),
    }
}

/// Makes the new name durable; not every file system can, and none loses data for it.
fn sync_folder(path: &Path) {
    if let Some(folder) = path.parent()
        && let Ok(folder) = File::open(folder)
    {
        let _ = folder.sync_all();
    }
}

/// Raw and training examples of a run, in their two files.
#[derive(Debug)]
pub struct JsonlDataset {
    /// Raw examples.
    pub raw: JsonlFile,
    /// Training examples.
    pub training: JsonlFile,
    /// What a split must know of the training examples.
    pub index: SplitIndex,
}

impl JsonlDataset {
    /// Adds an example to both.
    ///
    /// # Errors
    /// If its task is none, or the disk does not take it.
    pub fn write(&mut self, raw: &RawLine<'_>) -> Result<(), Error> {
        self.raw.write(raw)?;
        let bytes = self.training.write(&TrainingLine::from(raw))?;
        self.index.add(raw.task.get(), bytes).map_err(Error::encode)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_its_final_name_only_when_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/er/file.jsonl");
        let mut file = JsonlFile::create(&path).unwrap();
        file.write(&1).unwrap();
        file.write_line("2").unwrap();
        assert!(!path.exists());
        assert_eq!(file.lines(), 2);
        file.publish().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "1\n2\n");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn what_was_published_before_a_kill_is_known_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file.jsonl");
        let of = |line: &str| {
            let mut file = JsonlFile::create_for(&path, "run-1").unwrap();
            file.write_line(line).unwrap();
            file
        };
        // A kill leaves the beginning of the file, longer than what comes to stand there.
        fs::write(folder.path().join(".run-1.partial"), "1\n2\n3\n").unwrap();
        let mut first = of("1");
        assert!(first.may_be(&path).unwrap());
        first.publish_unless_there(&path).unwrap();
        let mut again = of("1");
        assert!(again.may_be(&path).unwrap());
        again.publish_unless_there(&path).unwrap();
        assert!(!of("2").may_be(&path).unwrap());
        assert!(!of("1\n1").may_be(&path).unwrap());
        assert_eq!(fs::read_to_string(&path).unwrap(), "1\n");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn leaves_nothing_when_dropped_and_overwrites_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file.jsonl");
        drop(JsonlFile::create(&path).unwrap());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);

        let file = JsonlFile::create(&path).unwrap();
        fs::write(&path, "theirs").unwrap();
        let error = file.publish().unwrap_err();
        assert!(error.to_string().contains("file.jsonl"), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn says_which_folder_cannot_be_made() {
        let folder = tempfile::tempdir().unwrap();
        let taken = folder.path().join("taken");
        fs::write(&taken, "").unwrap();
        let error = JsonlFile::create(&taken.join("file.jsonl")).unwrap_err();
        assert!(error.to_string().starts_with("cannot make the folder"), "{error}");
    }
}
