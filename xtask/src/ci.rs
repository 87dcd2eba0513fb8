//! What has to hold before a change lands.

use std::process::Command;

use anyhow::{Context as _, bail};

use crate::invariants;

/// Format, lints, tests, docs, invariants, in the order of their cost.
pub(crate) fn run() -> anyhow::Result<()> {
    cargo(&["fmt", "--all", "--check"])?;
    invariants::check()?;
    cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--quiet",
        "--",
        "--deny",
        "warnings",
    ])?;
    cargo(&["test", "--workspace", "--quiet"])?;
    cargo(&["doc", "--workspace", "--no-deps", "--quiet"])
}

#[expect(clippy::print_stderr, reason = "says what is being done")]
fn cargo(args: &[&str]) -> anyhow::Result<()> {
    eprintln!("> cargo {}", args.join(" "));
    let status = Command::new(env!("CARGO"))
        .args(args)
        .env("RUSTDOCFLAGS", "--deny warnings")
        .status()
        .context("cannot start cargo")?;
    if !status.success() {
        bail!("cargo {} failed", args[0]);
    }
    Ok(())
}
