//! Where the files of a run go, and what they are called.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

/// The files of one run, under their final names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileSet {
    /// Raw examples.
    pub raw: PathBuf,
    /// Training examples.
    pub training: PathBuf,
    /// The training side of the split.
    pub train: PathBuf,
    /// The evaluation side of the split.
    pub eval: PathBuf,
}

impl FileSet {
    /// Names the files of a run that started at `start`; `chains` is the number of `--chains`
    /// arguments. If any of the names is taken, all get the same suffix `_2`, `_3`, and so on.
    pub fn new(output_dir: &Path, size: &str, chains: usize, start: Timestamp) -> Self {
        let taken = Self::taken(output_dir, size, chains, start).count() as u32;
        Self::numbered(output_dir, size, chains, start, taken + 1)
    }

    /// The names that such a run would have been given before, of which one at least is taken.
    pub fn taken(
        output_dir: &Path,
        size: &str,
        chains: usize,
        start: Timestamp,
    ) -> impl Iterator<Item = Self> {
        (1..)
            .map(move |number| Self::numbered(output_dir, size, chains, start, number))
            .take_while(|files| files.iter().any(Path::exists))
    }

    fn numbered(
        output_dir: &Path,
        size: &str,
        chains: usize,
        start: Timestamp,
        number: u32,
    ) -> Self {
        let minute = start.strftime("%Y%m%d%H%M");
        let suffix = if number == 1 { String::new() } else { format!("_{number}") };
        let all = format!("synthetic_{size}_{chains}_chains_{minute}{suffix}.jsonl");
        let folder = |stage: &str| output_dir.join(stage).join("financial_analysis");
        let splits = folder("splits");
        Self {
            raw: folder("raw").join(&all),
            training: folder("training").join(&all),
            train: splits.join(format!("train_{size}_{minute}{suffix}.jsonl")),
            eval: splits.join(format!("eval_{size}_{minute}{suffix}.jsonl")),
        }
    }

    /// The files in the order in which they are written.
    pub fn iter(&self) -> impl Iterator<Item = &Path> {
        [&self.raw, &self.training, &self.train, &self.eval].into_iter().map(PathBuf::as_path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_what_the_contract_says_and_never_a_taken_one() {
        let folder = tempfile::tempdir().unwrap();
        let start: Timestamp = "2025-02-09T11:38:41Z".parse().unwrap();
        let first = FileSet::new(folder.path(), "small", 1, start);
        let relative =
            |path: &Path| path.strip_prefix(folder.path()).unwrap().display().to_string();
        assert_eq!(
            first.iter().map(relative).collect::<Vec<_>>(),
            [
                "raw/financial_analysis/synthetic_small_1_chains_202502091138.jsonl",
                "training/financial_analysis/synthetic_small_1_chains_202502091138.jsonl",
                "splits/financial_analysis/train_small_202502091138.jsonl",
                "splits/financial_analysis/eval_small_202502091138.jsonl",
            ]
        );
        std::fs::create_dir_all(first.eval.parent().unwrap()).unwrap();
        std::fs::write(&first.eval, "").unwrap();
        let second = FileSet::new(folder.path(), "small", 1, start);
        assert!(second.iter().all(|path| relative(path).ends_with("_2.jsonl")));
    }
}
