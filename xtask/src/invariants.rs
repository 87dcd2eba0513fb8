//! The invariants of `docs/architecture.md` that dependencies show.

use std::process::Command;

use anyhow::{Context as _, bail, ensure};

/// What may not stand anywhere below a crate, and why.
const FORBIDDEN: [(&[&str], &[&str], &str); 7] = [
    (
        &["rewards", "market", "conditions", "dataset", "tasks"],
        &["tokio", "reqwest", "hyper", "mio", "socket2"],
        "data and verdicts touch no network and need no runtime",
    ),
    (
        &["rewards"],
        &[
            "market",
            "conditions",
            "llm",
            "tasks",
            "analyst",
            "dataset",
            "generator",
            "cli",
            "async-trait",
        ],
        "rewards stands alone",
    ),
    (
        &["analyst"],
        &["market", "conditions", "tasks", "rewards", "dataset", "generator", "cli"],
        "the analyst sees only the prompt",
    ),
    (&["dataset"], &["generator", "tasks", "analyst"], "dataset knows records and no run"),
    (
        &["journal"],
        &["market", "tasks", "rewards", "dataset", "generator", "net", "cli"],
        "the journal knows answers, and all else as text",
    ),
    (
        &["net"],
        &["llm", "market", "openrouter", "flipside", "generator", "cli"],
        "the door to the network knows no service",
    ),
    (
        &["openrouter"],
        &["market", "tasks", "rewards", "dataset", "generator", "flipside", "cli"],
        "a model's client knows no data",
    ),
];

/// Calls that no library crate makes: they read a clock, the environment, or print.
const CALLS: [&str; 6] =
    ["Timestamp::now", "SystemTime::now", "Instant::now", "env::var", "println!(", "print!("];

/// The crates that are libraries for others to embed.
const LIBRARIES: [&str; 9] = [
    "rewards",
    "market",
    "conditions",
    "llm",
    "tasks",
    "analyst",
    "dataset",
    "journal",
    "generator",
];

/// The clients of services. They read the clock to keep the pauses that they are asked for, but
/// neither the environment nor do they print.
const CLIENTS: [&str; 3] = ["net", "openrouter", "flipside"];
const CLIENT_CALLS: [&str; 3] = ["env::var", "println!(", "print!("];

/// Checks every invariant; the error names the one that does not hold.
pub(crate) fn check() -> anyhow::Result<()> {
    for (crates, forbidden, why) in FORBIDDEN {
        for name in crates {
            let tree = tree(name)?;
            for dependency in forbidden {
                if *dependency != *name && tree.iter().any(|found| found == dependency) {
                    bail!("{name} depends on {dependency}, but {why}");
                }
            }
        }
    }
    let libraries = LIBRARIES.iter().map(|name| (name, &CALLS[..]));
    let clients = CLIENTS.iter().map(|name| (name, &CLIENT_CALLS[..]));
    for (name, calls) in libraries.chain(clients) {
        let folder = std::path::Path::new("crates").join(name).join("src");
        for file in sources(&folder)? {
            let text = std::fs::read_to_string(&file)?;
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            for (number, line) in code.lines().enumerate() {
                let line = line.trim_start();
                if line.starts_with("//") {
                    continue;
                }
                for call in calls {
                    ensure!(
                        !line.contains(call),
                        "{}:{}: `{call}` in the library crate {name}, which must not call it",
                        file.display(),
                        number + 1,
                    );
                }
            }
        }
    }
    Ok(())
}

/// The names of all crates below one, without those it uses only for tests.
fn tree(name: &str) -> anyhow::Result<Vec<String>> {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--package",
            name,
            "--edges",
            "normal",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ])
        .output()
        .context("cannot start cargo tree")?;
    ensure!(output.status.success(), "cargo tree failed for {name}");
    let text = String::from_utf8(output.stdout)?;
    Ok(text
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .map(ToOwned::to_owned)
        .collect())
}

fn sources(folder: &std::path::Path) -> anyhow::Result<Vec<std::path::PathBuf>> {
    let mut files = Vec::new();
    for entry in
        std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?
    {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(sources(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
