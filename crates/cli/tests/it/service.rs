//! A sandbox in the test's own process, and runs against it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use sandbox::{Config, Running, Sandbox};
use tokio::runtime::Runtime;

use super::{command, words};

/// A sandbox, and a folder for runs against it.
pub(crate) struct Service {
    runtime: Runtime,
    running: Running,
    folder: tempfile::TempDir,
}

impl Service {
    pub(crate) fn start(change: impl FnOnce(&mut Config)) -> Self {
        let runtime = Runtime::new().unwrap();
        let mut config = Config::default();
        change(&mut config);
        let running = runtime.block_on(Sandbox::start(config)).unwrap();
        Self { runtime, running, folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A live run of `examples` about the bundled sample, into `out`.
    pub(crate) fn generate(&self, flags: &str) -> Command {
        let line = format!("generate --source files --output-dir out {flags}");
        self.command(&line)
    }

    pub(crate) fn command(&self, line: &str) -> Command {
        let mut command = command(self.folder(), &words(line));
        command
            .env("OPENROUTER_BASE_URL", self.running.openrouter_base_url())
            .env("OPENROUTER_API_KEY", "sandbox")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs to the end.
    pub(crate) fn run(&self, flags: &str) -> Told {
        Told::new(self.generate(flags).output().unwrap())
    }

    /// The requests for completions that came, refused ones included.
    pub(crate) fn requests(&self) -> u64 {
        self.stat("/requests/chat")
    }

    pub(crate) fn stat(&self, pointer: &str) -> u64 {
        // What did not happen yet has no count.
        self.stats().pointer(pointer).and_then(serde_json::Value::as_u64).unwrap_or(0)
    }

    pub(crate) fn stats(&self) -> serde_json::Value {
        self.running.stats()
    }

    /// The folders of the runs, oldest first.
    pub(crate) fn runs(&self) -> Vec<PathBuf> {
        journal::run_folders(&self.folder().join("out/runs")).unwrap()
    }

    pub(crate) fn stop(self) {
        self.runtime.block_on(self.running.stop());
    }
}

/// What a run said and how it ended.
pub(crate) struct Told {
    pub(crate) status: Option<i32>,
    pub(crate) text: String,
    pub(crate) output: Output,
}

impl Told {
    pub(crate) fn new(output: Output) -> Self {
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        Self { status: output.status.code(), text, output }
    }

    /// What it wrote to standard output, as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.output.stdout).unwrap_or_else(|_| panic!("{}", self.text))
    }

    #[track_caller]
    pub(crate) fn ended(&self, status: i32) -> &Self {
        assert_eq!(self.status, Some(status), "{}", self.text);
        self
    }

    #[track_caller]
    pub(crate) fn says(&self, what: &str) -> &Self {
        assert!(self.text.contains(what), "`{what}` is not in\n{}", self.text);
        self
    }
}

/// Sends a signal.
pub(crate) fn signal(child: &Child, signal: &str) {
    let status = Command::new("kill").arg(signal).arg(child.id().to_string()).status().unwrap();
    assert!(status.success());
}

/// The records of a JSON lines file, without what the service makes up for each request.
pub(crate) fn records(path: &Path) -> Vec<serde_json::Value> {
    let text = std::fs::read_to_string(path).unwrap();
    let record = |line| {
        let mut record: serde_json::Value = serde_json::from_str(line).unwrap();
        if let Some(provenance) = record.get_mut("provenance").and_then(|it| it.as_object_mut()) {
            provenance.remove("generation_id");
        }
        record
    };
    text.lines().map(record).collect()
}

/// The one file in a folder whose name begins so.
pub(crate) fn file(folder: &Path, start: &str) -> PathBuf {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let found: Vec<PathBuf> = entries
        .filter(|path| path.file_name().unwrap().to_string_lossy().starts_with(start))
        .collect();
    assert_eq!(found.len(), 1, "{found:?} in {}", folder.display());
    found[0].clone()
}

/// All records of a dataset: raw, training, train and eval.
pub(crate) fn dataset(output: &Path) -> [Vec<serde_json::Value>; 4] {
    let stage =
        |stage: &str, start| records(&file(&output.join(stage).join("financial_analysis"), start));
    [
        stage("raw", "synthetic_"),
        stage("training", "synthetic_"),
        stage("splits", "train_"),
        stage("splits", "eval_"),
    ]
}
