//! The program as its users meet it: what it prints, what it writes, how it ends.

#![expect(clippy::unwrap_used, reason = "a test may end at once")]

mod bad_input;
mod durability;
mod evaluate;
mod flipside;
mod generate;
mod live;
mod report;
mod runs;
mod sandbox;
mod score;
mod secrets;
mod service;
mod usage;

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Output};

/// Runs `cortex` in an empty folder, without keys, at a fixed time.
fn cortex<A: AsRef<OsStr>>(folder: &Path, args: &[A]) -> Output {
    command(folder, args).output().expect("the program starts")
}

fn command<A: AsRef<OsStr>>(folder: &Path, args: &[A]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cortex"));
    command
        .current_dir(folder)
        .args(args)
        .env_remove("FLIPSIDE_API_KEY")
        .env_remove("OPENROUTER_API_KEY")
        .env_remove("OPENROUTER_MODEL")
        .env_remove("OPENROUTER_BASE_URL")
        .env_remove("RUST_BACKTRACE")
        .env("SOURCE_DATE_EPOCH", "1739101121");
    command
}

/// Splits a command line at its spaces.
fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

/// Exit status, standard output and standard error, without what differs between machines.
fn transcript(output: &Output, folder: &Path) -> String {
    let text = |bytes: &[u8]| {
        String::from_utf8_lossy(bytes).replace(&folder.display().to_string(), "[folder]")
    };
    let status = output.status.code().map_or("killed".to_owned(), |code| code.to_string());
    format!(
        "exit: {status}\n--- stdout\n{}--- stderr\n{}",
        text(&output.stdout),
        text(&output.stderr)
    )
}

/// Every file below a folder, with its bytes, but for the folders of runs: a journal holds times.
fn files(folder: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    fn walk(root: &Path, folder: &Path, found: &mut std::collections::BTreeMap<String, Vec<u8>>) {
        for entry in std::fs::read_dir(folder)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").path())
        {
            if entry.ends_with("runs") {
                continue;
            }
            if entry.is_dir() {
                walk(root, &entry, found);
            } else {
                let name = entry.strip_prefix(root).expect("below the root").display().to_string();
                found.insert(name, std::fs::read(&entry).expect("a file"));
            }
        }
    }
    let mut found = std::collections::BTreeMap::new();
    walk(folder, folder, &mut found);
    found
}
