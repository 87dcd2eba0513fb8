//! One live run, measured from outside.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use serde::Deserialize;

use super::process::{self, Process, Sandbox};
use super::stats::Stats;

/// How often the sandbox is asked whether the first request has come.
const ASK: Duration = Duration::from_millis(50);
/// What of the end of a program's errors is shown.
const SHOWN_CHARS: usize = 1_000;

/// What is run.
#[derive(Clone, Debug)]
pub(super) struct Setup {
    pub(super) examples: u32,
    pub(super) concurrency: u32,
    /// How long the sandbox takes for an answer.
    pub(super) latency: Duration,
    /// More flags of the sandbox.
    pub(super) sandbox: Vec<String>,
    /// What stands in the sandbox's configuration file.
    pub(super) sandbox_config: String,
    /// More flags of `generate`.
    pub(super) generate: Vec<String>,
    /// The folder of the market data; the bundled sample without.
    pub(super) market: Option<PathBuf>,
    /// When a run that has not ended is given up.
    pub(super) limit: Duration,
    /// Whether the run is interrupted as soon as it asks.
    pub(super) ends_at_first_request: bool,
}

/// What was measured.
#[derive(Clone, Debug)]
pub(super) struct Measured {
    /// From the start of the process to its end.
    pub(super) whole: Duration,
    /// From the start of the process to the first request.
    pub(super) to_first_request: Duration,
    pub(super) cpu: Duration,
    pub(super) peak_bytes: u64,
    pub(super) sandbox_cpu: Duration,
    /// The share of the machine's processors that others used meanwhile.
    pub(super) others: f64,
    /// How many examples stand in the files.
    pub(super) accepted: u64,
    pub(super) stats: Stats,
}

#[derive(Debug, Deserialize)]
struct Summary {
    accepted: u64,
    files: Option<Files>,
}

#[derive(Debug, Deserialize)]
struct Files {
    raw: PathBuf,
}

/// Runs `cortex generate` against a sandbox of its own, in a folder of its own.
pub(super) fn run(program: &Path, setup: &Setup) -> anyhow::Result<Measured> {
    let folder = super::folder(program)?;
    let config = folder.path().join("sandbox.toml");
    fs::write(&config, &setup.sandbox_config)?;
    let mut flags = setup.sandbox.clone();
    flags.extend(["--latency-ms".to_owned(), setup.latency.as_millis().to_string()]);
    flags.extend(["--config".to_owned(), config.display().to_string()]);
    let sandbox = Sandbox::start(program, &flags)?;

    let (out, told) = (folder.path().join("summary.json"), folder.path().join("told.txt"));
    let mut command = Command::new(program);
    command
        .args(["generate", "--source", "files", "--output-dir", "out", "--json", "--yes"])
        .args(["--examples", &setup.examples.to_string()])
        .args(["--concurrency", &setup.concurrency.to_string()])
        .args(&setup.generate)
        .current_dir(folder.path())
        .env("OPENROUTER_BASE_URL", format!("http://{}/api/v1", sandbox.address))
        .env("OPENROUTER_API_KEY", "sandbox")
        .env_remove("OPENROUTER_MODEL")
        .env_remove("SOURCE_DATE_EPOCH")
        .stdout(File::create(&out)?)
        .stderr(File::create(&told)?);
    if let Some(market) = &setup.market {
        command.arg("--market-dir").arg(market);
    }
    let (all_before, own_before) = (process::cpu_of_all(), process::own_cpu());
    let sandbox_before = sandbox.cpu();
    let start = Instant::now();
    let mut generate = Process::start(&mut command)?;
    let (mut next_ask, mut interrupted) = (start, false);
    let waited = generate.wait(setup.limit, |generate| {
        if !setup.ends_at_first_request || interrupted || Instant::now() < next_ask {
            return Ok(());
        }
        next_ask = Instant::now() + ASK;
        if Stats::read(&sandbox.address)?.first_request().is_some() {
            interrupted = true;
            generate.signal("INT")?;
        }
        Ok(())
    });
    let whole = start.elapsed();
    let taken = waited.with_context(|| end_of(&told))?;
    let spent = |before: Option<Duration>, after: Option<Duration>| {
        after.unwrap_or_default().saturating_sub(before.unwrap_or_default())
    };
    let sandbox_cpu = spent(sandbox_before, sandbox.cpu());
    let all = spent(all_before, process::cpu_of_all());
    let own = spent(own_before, process::own_cpu());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let others = all.saturating_sub(own + sandbox_cpu + taken.cpu).as_secs_f64();

    let stats = Stats::read(&sandbox.address)?;
    let first_at = sandbox.since + stats.first_request().context("nothing was asked")?;
    sandbox.end()?;
    let accepted = if setup.ends_at_first_request {
        0
    } else {
        let code = taken.status.code();
        if !matches!(code, Some(0 | 3)) {
            bail!("`cortex generate` ended with {}: {}", taken.status, end_of(&told));
        }
        let summary: Summary = serde_json::from_slice(&fs::read(&out)?)?;
        let raw = summary.files.context("no files were written")?.raw;
        let lines = fs::read_to_string(folder.path().join(raw))?.lines().count() as u64;
        ensure!(lines == summary.accepted, "{lines} examples stand in the file");
        summary.accepted
    };
    Ok(Measured {
        whole,
        to_first_request: first_at.saturating_duration_since(start),
        cpu: taken.cpu,
        peak_bytes: taken.peak_bytes,
        sandbox_cpu,
        others: others / whole.as_secs_f64() / cores as f64,
        accepted,
        stats,
    })
}

/// The end of what a program told.
fn end_of(told: &Path) -> String {
    let text = fs::read_to_string(told).unwrap_or_default();
    let from = text.char_indices().nth_back(SHOWN_CHARS).map_or(0, |(at, _)| at);
    text[from..].trim().to_owned()
}
