//! `cargo xtask bench-pipeline`: how fast whole live runs are, and how much they take.
//!
//! Each run is the release binary `cortex generate` against `cortex sandbox` on loopback, each a
//! process of its own. The machine's noise is part of every figure: it is a benchmark, and no test.

mod figures;
mod market;
mod process;
mod run;
mod scenarios;
mod stats;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, bail};
use clap::Parser;

use figures::Table;
use scenarios::Scenario;

/// Measures whole live runs against the sandbox.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask bench-pipeline")]
struct Args {
    /// Only these scenarios.
    #[arg(long, value_enum, value_name = "NAME", num_args = 1.., value_delimiter = ',')]
    only: Vec<Scenario>,

    /// Also the scenarios that take minutes.
    #[arg(long, conflicts_with = "only")]
    full: bool,

    /// How many examples a run is asked for, in place of each scenario's own number. The targets
    /// of time and memory are meant for those.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    examples: Option<u32>,

    /// How often each scenario is run; the figures are medians.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,

    /// Write the figures as JSON to standard output, in place of the table.
    #[arg(long)]
    json: bool,

    /// Measure this program, and do not build one.
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
}

/// Runs the scenarios and prints their figures.
#[expect(clippy::print_stderr, clippy::print_stdout, reason = "a program for the terminal")]
pub(crate) fn run(args: impl Iterator<Item = std::ffi::OsString>) -> anyhow::Result<()> {
    let name = std::ffi::OsString::from("bench-pipeline");
    let args = match Args::try_parse_from(std::iter::once(name).chain(args)) {
        Ok(args) => args,
        Err(error) => error.exit(),
    };
    let program = match args.program {
        Some(program) => program.canonicalize().context("no such program")?,
        None => build()?,
    };
    let chosen = Scenario::chosen(&args.only, args.full);
    let mut table = Table::new(args.runs);
    for scenario in chosen {
        for number in 1..=args.runs {
            eprintln!("> {scenario}, run {number} of {}", args.runs);
            let figures = scenario.measure(&program, args.examples);
            table.add(&scenario.name(), figures.with_context(|| format!("scenario {scenario}"))?);
        }
    }
    if args.json {
        println!("{}", serde_json::to_string_pretty(&table.json())?);
    } else {
        print!("{table}");
    }
    Ok(())
}

/// Builds the program as it is released, and says where it is.
fn build() -> anyhow::Result<PathBuf> {
    let output = Command::new(env!("CARGO"))
        .args(["build", "--release", "--package", "cli", "--bin", "cortex"])
        .arg("--message-format=json-render-diagnostics")
        .stderr(Stdio::inherit())
        .output()
        .context("cannot start cargo")?;
    if !output.status.success() {
        bail!("the program cannot be built");
    }
    let messages = String::from_utf8_lossy(&output.stdout);
    let mut built = messages.lines().filter_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        message["executable"].as_str().map(PathBuf::from)
    });
    built.next_back().context("cargo does not say where the program is")
}

/// A folder for a run that is removed with all that is in it. Beside the program, where a disk is:
/// a journal in memory would be too fast.
fn folder(program: &Path) -> anyhow::Result<tempfile::TempDir> {
    let parent = program.parent().unwrap_or(Path::new("."));
    tempfile::Builder::new()
        .prefix("bench-pipeline-")
        .tempdir_in(parent)
        .with_context(|| format!("cannot make a folder in {}", parent.display()))
}
