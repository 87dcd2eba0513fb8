//! What has to hold before a change lands.

use std::process::Command;

use anyhow::{Context as _, bail};

use crate::invariants;

/// Everything: tests, then what [`lint`] checks.
pub(crate) fn run() -> anyhow::Result<()> {
    cargo(&["test", "--workspace", "--quiet"])?;
    lint()
}

/// Everything but the tests: format, invariants, lints, documentation.
pub(crate) fn lint() -> anyhow::Result<()> {
    cargo(&["fmt", "--all", "--check"])?;
    invariants::check()?;
    cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "--deny", "warnings"])?;
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
