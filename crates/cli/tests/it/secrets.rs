//! Keys are planted, every fault of the services is met, and nothing that the program wrote shows
//! one of them.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use sandbox::{Config, Fault, Key, Sandbox, Scope};

use super::{command, files, words};

const OPENROUTER: &str = "sk-or-v1-planted0openrouter";
const FLIPSIDE: &str = "planted0flipside-0000-4000";

/// Runs at a time: most of a run is waiting.
const WORKERS: usize = 48;
/// A run that takes longer is ended; what it wrote until then is looked at all the same.
const LONGEST: Duration = Duration::from_secs(45);

#[test]
fn no_fault_brings_a_key_to_light() {
    let next = AtomicUsize::new(0);
    let seen = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                while let Some(fault) = Fault::ALL.get(next.fetch_add(1, Ordering::Relaxed)) {
                    for target in targets(*fault) {
                        meet(*fault, target);
                        seen.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    assert!(seen.into_inner() >= Fault::ALL.len());
}

/// The requests that a fault is tried on, as rules name them.
fn targets(fault: Fault) -> &'static [&'static str] {
    match fault.scope() {
        Scope::Http => &["chat", "rpc"],
        Scope::Chat => &["chat"],
        Scope::Rpc => &["rpc"],
        Scope::Run => &["run"],
    }
}

/// Lets a whole run meet a fault at every request, with all that it can say said.
fn meet(fault: Fault, target: &str) {
    let folder = tempfile::tempdir().unwrap();
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let config = Config {
        keys: [OPENROUTER, FLIPSIDE]
            .map(|name| Key { name: name.to_owned(), credit_usd: Some(1.0), management: false })
            .into(),
        faults: vec![format!("{target}/{}", fault.name()).parse().unwrap()],
        stall_ms: 1_000,
        slow_ms: 500,
        retry_after_s: 0,
        rate_window_ms: 1_000,
        ..Config::default()
    };
    let sandbox = runtime.block_on(Sandbox::start(config)).unwrap();
    let source = if target == "chat" { "files" } else { "flipside" };
    let line = format!(
        "generate -v --source {source} --chains near --examples 1 --max-attempts 1 --concurrency 1 \
         --output-dir out"
    );
    let mut command = command(folder.path(), &words(&line));
    command
        .env("OPENROUTER_BASE_URL", sandbox.openrouter_base_url())
        .env("FLIPSIDE_BASE_URL", sandbox.flipside_base_url())
        .env("OPENROUTER_API_KEY", OPENROUTER)
        .env("FLIPSIDE_API_KEY", FLIPSIDE)
        .env("RUST_BACKTRACE", "full");
    let told = run(&mut command, folder.path());
    let written = files(folder.path());
    for (name, bytes) in &written {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("planted0"), "{target}/{fault:?}, {name}: {text}");
    }
    assert!(!told.trim().is_empty(), "{target}/{fault:?} said nothing");
}

/// Runs a command to its end, but not for long; returns what it said.
fn run(command: &mut Command, folder: &Path) -> String {
    let told = folder.join("told");
    let file = std::fs::File::create(&told).unwrap();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(file.try_clone().unwrap())
        .stderr(file)
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begun.elapsed() > LONGEST {
            child.kill().unwrap();
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    std::fs::read_to_string(told).unwrap()
}
