//! `cortex report`, and the report that `generate` writes at its end.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use report::{FEW_ANSWERS, MOST_ANSWERS, REPORT_FILE, Shown};
use rewards::Scorer;

use crate::args::Report;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::recipe::{self, find_run};
use crate::style::label;

pub(crate) fn run(args: &Report) -> Result<Exit, Failure> {
    let folder = find_run(&args.run, &args.output_dir)?;
    let (_, recipe) = recipe::read(&folder)?;
    let scorer = Scorer::new(recipe.rewards).map_err(Failure::usage)?;
    let path = args.output.clone().unwrap_or_else(|| folder.join(REPORT_FILE));
    let most = args.answers.map_or(MOST_ANSWERS, |answers| answers as usize);
    let report = write(&folder, &scorer, most, &path)?;
    let shown = if report.shown < report.answers {
        format!(
            "{} of {} answers, drawn by the digests of their tasks",
            report.shown, report.answers
        )
    } else {
        format!("{} answers", report.shown)
    };
    anstream::eprintln!("{}", label("shown", &shown));
    anstream::eprintln!("{}", label("report", &path.display().to_string()));
    Ok(Exit::Done)
}

/// The report that a run wrote by itself.
pub(crate) struct OfRun {
    pub(crate) path: PathBuf,
    pub(crate) shown: Shown,
}

/// Writes the report of a run into its folder, with a few answers: more are shown when asked for.
pub(crate) fn of_run(folder: &Path, scorer: &Scorer) -> Result<OfRun, Failure> {
    let path = folder.join(REPORT_FILE);
    let shown = write(folder, scorer, FEW_ANSWERS, &path)?;
    Ok(OfRun { path, shown })
}

/// Writes a page under its name only when it is whole; one that is there is replaced.
fn write(folder: &Path, scorer: &Scorer, most: usize, path: &Path) -> Result<Shown, Failure> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let partial = path.with_file_name(format!(".{name}.partial"));
    let written = || -> anyhow::Result<Shown> {
        let mut out = BufWriter::new(File::create(&partial)?);
        let shown = report::report(folder, scorer, most, &mut out)?;
        out.into_inner()?.sync_all()?;
        std::fs::rename(&partial, path)?;
        Ok(shown)
    };
    written().map_err(|error| {
        // What is left of it is of no use; that it cannot be removed changes nothing.
        let _ = std::fs::remove_file(&partial);
        Failure::failed(error.context(format!("cannot write the report to {}", path.display())))
    })
}
