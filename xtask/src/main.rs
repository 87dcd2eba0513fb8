//! The project's chores, as `cargo xtask CHORE`.

mod bench_pipeline;
mod ci;
mod invariants;

use std::ffi::OsString;
use std::process::ExitCode;

/// Chores that are `cortex` commands under a shorter name.
const ALIASES: [(&str, &[&str]); 3] = [
    ("generate", &["generate"]),
    ("test-rewards", &["rewards", "test"]),
    ("evaluate-rewards", &["rewards", "evaluate"]),
];

const HELP: &str = "\
cargo xtask generate ...      make a dataset (as `cortex generate ...`)
cargo xtask test-rewards ...  score the bundled test answers (as `cortex rewards test ...`)
cargo xtask evaluate-rewards ...  statistics of scores (as `cortex rewards evaluate ...`)
cargo xtask bench-pipeline    how fast whole live runs are, against the sandbox
cargo xtask ci                everything that has to hold: tests, and what `lint` checks
cargo xtask lint              format, invariants, lints, documentation
cargo xtask invariants        only the invariants of docs/architecture.md";

#[expect(clippy::print_stderr, clippy::print_stdout, reason = "a program for the terminal")]
fn main() -> ExitCode {
    let mut args = std::env::args_os().skip(1);
    let chore = args.next().unwrap_or_default();
    if let Some((_, command)) = ALIASES.iter().find(|(alias, _)| *alias == chore) {
        let command = ["cortex"].iter().chain(command.iter()).map(OsString::from);
        return cli::run(command.chain(args));
    }
    let done = match chore.to_str() {
        Some("bench-pipeline") => bench_pipeline::run(args),
        Some("ci") => ci::run(),
        Some("lint") => ci::lint(),
        Some("invariants") => invariants::check(),
        Some("help" | "--help" | "-h") => {
            println!("{HELP}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprintln!("error: no chore is called `{}`\n\n{HELP}", chore.display());
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
