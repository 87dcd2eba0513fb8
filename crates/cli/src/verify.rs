//! `cortex verify` and `--verify-all`: score written examples again, each from its own record alone.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use dataset::RawExample;
use generator::Distribution;
use indexmap::IndexMap;
use rewards::Scorer;
use serde::Serialize;

use crate::args;
use crate::config::Config;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::style::label;

/// What scoring again came to.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Verified {
    /// How many examples were scored again.
    pub(crate) examples: usize,
    /// The composite scores.
    pub(crate) scores: Distribution,
    /// The scores of each reward.
    pub(crate) components: IndexMap<String, Distribution>,
    /// The composite scores by task kind.
    pub(crate) kinds: IndexMap<String, Distribution>,
}

/// `cortex verify`.
pub(crate) fn run(args: &args::Verify) -> Result<Exit, Failure> {
    let scorer = Scorer::new(Config::read(args.config.as_deref())?.rewards);
    let scorer = scorer.map_err(Failure::usage)?;
    let files = raw_files(&args.folder)?;
    let mut examples = 0;
    for file in &files {
        let verified = verify(file, &scorer)?;
        examples += verified.examples;
        let figures = [verified.scores.min(), verified.scores.mean()]
            .map(|score| score.map_or_else(|| "–".to_owned(), |score| format!("{score:.3}")));
        let [least, mean] = figures;
        let told = format!(
            "{} examples in {}, mean {mean}, least {least}",
            verified.examples,
            file.display()
        );
        anstream::println!("{}", label("verified", &told));
    }
    if files.len() > 1 {
        let told = format!("{examples} examples in {} files", files.len());
        anstream::println!("{}", label("all", &told));
    }
    Ok(Exit::Done)
}

/// The files of raw examples below a folder of `generate`'s, by name; or the one file itself.
fn raw_files(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let below = path.join("raw/financial_analysis");
    let folder = if below.is_dir() { below } else { path.to_owned() };
    let entries = std::fs::read_dir(&folder).map_err(|error| {
        let error = anyhow::Error::new(error);
        Failure::usage(error.context(format!("cannot read {}", folder.display())))
    })?;
    let paths = entries.flatten().map(|entry| entry.path());
    // What begins with a dot is a file in the making.
    let is_whole = |path: &PathBuf| {
        let is_hidden =
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        path.extension().is_some_and(|extension| extension == "jsonl") && !is_hidden
    };
    let mut files: Vec<PathBuf> = paths.filter(is_whole).collect();
    files.sort();
    if files.is_empty() {
        return Err(Failure::usage(anyhow!("{} holds no raw examples", path.display()))
            .hint("give the folder that `generate` wrote to, or a file below its `raw`"));
    }
    Ok(files)
}

/// Reads a file of raw examples and scores every one again.
///
/// Fails if a score differs from the recorded one in any bit: then the record does not hold what
/// it was judged by.
pub(crate) fn verify(raw: &Path, scorer: &Scorer) -> Result<Verified, Failure> {
    let mut verified = Verified::default();
    let file = File::open(raw)
        .with_context(|| format!("cannot open {}", raw.display()))
        .map_err(Failure::failed)?;
    for (number, line) in BufReader::new(file).lines().enumerate() {
        let place = || format!("{}, line {}", raw.display(), number + 1);
        let line = line.with_context(place).map_err(Failure::failed)?;
        let example: RawExample =
            serde_json::from_str(&line).with_context(place).map_err(Failure::failed)?;
        let card = scorer.score(&example.output, &example.task, Some(&example.input));
        if card.score != example.quality_score || card.summary() != example.rewards {
            return Err(Failure::failed(anyhow!(
                "{}: scored {:?} now, {:?} is recorded",
                place(),
                card.score,
                example.quality_score
            )));
        }
        verified.examples += 1;
        if let Some(score) = card.score {
            verified.scores.add(score);
            verified.kinds.entry(example.task.kind.clone()).or_default().add(score);
        }
        for (name, score) in &card.components {
            let component = verified.components.entry(name.clone()).or_default();
            if let Some(score) = score {
                component.add(*score);
            }
        }
    }
    verified.kinds.sort_keys();
    Ok(verified)
}
