//! The files of an evaluation: they appear together, when they are whole.

use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use dataset::JsonlFile;
use report::evaluation::{Answer, Evaluation, Table, Weights};

use crate::failure::Failure;

/// The files in the making. The table grows with the answers; the others are made at the end.
pub(crate) struct Files {
    names: [PathBuf; 4],
    table: Table<BufWriter<JsonlFile>>,
    /// The folder, if it was not there before.
    made: Option<PathBuf>,
}

impl Files {
    /// Chooses names and begins the table. If a name is taken, all get `_2`, `_3` and so on.
    pub(crate) fn create(
        folder: &Path,
        weights: &Weights,
        compared: bool,
    ) -> Result<Self, Failure> {
        let names = names(folder);
        let made = (!folder.exists()).then(|| folder.to_owned());
        let file = JsonlFile::create(&names[1]).map_err(Failure::usage)?;
        let table = Table::new(BufWriter::new(file), weights.keys().cloned(), compared);
        Ok(Self { names, table, made })
    }

    pub(crate) fn add(&mut self, answer: &Answer) -> std::io::Result<()> {
        self.table.add(answer)
    }

    /// Leaves nothing behind.
    pub(crate) fn discard(self) {
        drop(self.table);
        if let Some(folder) = self.made {
            // It stays if somebody else has put something there.
            let _ = std::fs::remove_dir(folder);
        }
    }

    /// Whether an answer had components for which the table has no column.
    pub(crate) fn has_left_out_components(&self) -> bool {
        self.table.left_out()
    }

    /// Writes the other files, gives all of them their names, and returns these.
    pub(crate) fn publish(
        self,
        evaluation: &Evaluation,
        settings: &str,
    ) -> Result<Vec<PathBuf>, Failure> {
        let Self { names: [json, csv, html, toml], table, made: _ } = self;
        let whole = |path: &Path, text: &str| -> Result<JsonlFile, Failure> {
            let mut file = JsonlFile::create(path).map_err(Failure::failed)?;
            file.write_all(text.as_bytes()).map_err(Failure::failed)?;
            Ok(file)
        };
        let table = table.finish().map_err(Failure::failed)?;
        let table = table.into_inner().map_err(|error| Failure::failed(error.into_error()))?;
        let files = [
            (json.clone(), whole(&json, &evaluation.json())?),
            (csv, table),
            (html.clone(), whole(&html, &evaluation.html())?),
            (toml.clone(), whole(&toml, settings)?),
        ];
        let mut written = Vec::new();
        for (path, file) in files {
            file.publish().map_err(Failure::failed)?;
            written.push(path);
        }
        Ok(written)
    }
}

fn names(folder: &Path) -> [PathBuf; 4] {
    let mut number = 1;
    loop {
        let suffix = if number == 1 { String::new() } else { format!("_{number}") };
        let named = |name: &str, kind: &str| folder.join(format!("{name}{suffix}.{kind}"));
        let names = [
            named("evaluation", "json"),
            named("evaluation", "csv"),
            named("evaluation", "html"),
            named("calibration", "toml"),
        ];
        if !names.iter().any(|name| name.exists()) {
            return names;
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_name_is_never_used_again() {
        let folder = tempfile::tempdir().unwrap();
        assert!(names(folder.path())[0].ends_with("evaluation.json"));
        std::fs::write(folder.path().join("calibration.toml"), "").unwrap();
        let second = names(folder.path());
        assert!(
            second[0].ends_with("evaluation_2.json") && second[3].ends_with("calibration_2.toml")
        );
    }
}
