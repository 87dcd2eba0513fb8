//! The `cortex` program: flags, configuration, progress, and errors that a person can act on.
//!
//! Everything it does is done by the other crates; here it gets a command line. To use Cortex from
//! a program, see `generator` for runs and `rewards` for scoring.

mod args;
mod clock;
mod config;
mod evaluate;
mod exit;
mod export;
mod failure;
mod generate;
mod keys;
mod lines;
mod live;
mod logs;
mod market_source;
mod mocks;
mod progress;
mod recipe;
mod report;
mod rewards_test;
mod runs;
mod sample;
mod sandbox;
mod score;
mod score_input;
mod signals;
mod style;
mod summary;
mod verify;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;

pub use exit::Exit;
pub use failure::Failure;

/// Runs a command line (the program's name first) and returns its exit status.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match args::Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no errors: clap prints them to standard output, with status 0.
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage.into() } else { Exit::Done.into() };
        }
    };
    let outcome = match &cli.command {
        args::Command::Generate(args) => generate::run(args),
        args::Command::Runs(args) => runs::run(args),
        args::Command::Export(args) => export::run(args),
        args::Command::Verify(args) => verify::run(args),
        args::Command::Report(args) => report::run(args),
        args::Command::Sandbox(args) => sandbox::run(args),
        args::Command::Rewards(args::Rewards::Test(args)) => rewards_test::run(args),
        args::Command::Rewards(args::Rewards::Score(args)) => score::run(args),
        args::Command::Rewards(args::Rewards::Evaluate(args)) => evaluate::run(args),
        args::Command::Rewards(args::Rewards::Mocks(args)) => mocks::run(args),
    };
    match outcome {
        Ok(exit) => exit.into(),
        Err(failure) => {
            failure.print();
            failure.exit().into()
        }
    }
}
