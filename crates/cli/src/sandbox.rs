//! `cortex sandbox`.

use std::path::Path;

use anyhow::anyhow;
use sandbox::{Config, Rule, Running, StartError};
use tokio::signal::unix::{SignalKind, signal};

use crate::args;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::style;

/// Where the sandbox listens unless it is told otherwise.
const PORT: u16 = 8787;

pub(crate) fn run(args: &args::Sandbox) -> Result<Exit, Failure> {
    let config = config(args)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Failure::failed)?;
    runtime.block_on(serve(config))
}

async fn serve(config: Config) -> Result<Exit, Failure> {
    // Before anything is printed: who reads it may end the sandbox right away.
    let mut interrupt = signal(SignalKind::interrupt()).map_err(Failure::failed)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(Failure::failed)?;
    let key = config.keys.first().map(|key| key.name.clone()).unwrap_or_default();
    let running = sandbox::Sandbox::start(config).await.map_err(failure)?;
    print(&running, &key);
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    running.stop().await;
    Ok(Exit::Done)
}

fn print(running: &Running, key: &str) {
    if !running.addr().ip().is_loopback() {
        let warning = format!("{} can be reached by other machines", running.addr());
        anstream::eprintln!("{}", style::warn(&warning));
    }
    anstream::println!(
        "# Cortex sandbox: answers and figures are synthetic. Ctrl-C ends it.\n\
         OPENROUTER_BASE_URL={}\nOPENROUTER_API_KEY={key}\n\
         FLIPSIDE_BASE_URL={}\nFLIPSIDE_API_KEY={key}",
        running.openrouter_base_url(),
        running.flipside_base_url(),
    );
}

/// Flags before configuration before defaults.
fn config(args: &args::Sandbox) -> Result<Config, Failure> {
    let mut config = match &args.config {
        Some(path) => read(path)?,
        None => Config { port: PORT, ..Config::default() },
    };
    set(&mut config.port, args.port);
    set(&mut config.host, args.host);
    set(&mut config.latency_ms, args.latency_ms);
    set(&mut config.jitter_ms, args.jitter_ms);
    set(&mut config.seed, args.seed);
    set(&mut config.chat.requests_per_minute, args.rpm);
    set(&mut config.query.requests_per_minute, args.rpm);
    set(&mut config.chat.trace, args.trace);
    set(&mut config.chat.answers, args.answers);
    set(&mut config.chat.answer_bytes, args.answer_bytes);
    if let (Some(credit), Some(key)) = (args.credit, config.keys.first_mut()) {
        key.credit_usd = Some(credit);
    }
    if let Some(rules) = &args.faults {
        config.faults = Rule::list(rules).map_err(|error| {
            Failure::usage(error).hint(
                "a rule is `[target/]fault:share` or `[target/]fault#requests`, for example \
                 `429:0.1,chat/cut#3`; docs/sandbox.md lists the faults",
            )
        })?;
    }
    config.check().map_err(Failure::usage)?;
    Ok(config)
}

fn set<T: Copy>(setting: &mut T, flag: Option<T>) {
    if let Some(value) = flag {
        *setting = value;
    }
}

fn read(path: &Path) -> Result<Config, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        Failure::usage(anyhow::Error::new(error).context(format!("cannot read {}", path.display())))
    })?;
    Config::from_toml(&text).map_err(|error| {
        Failure::usage(anyhow!(error).context(format!("{} cannot be used", path.display())))
            .hint("docs/sandbox.md shows all settings")
    })
}

fn failure(error: StartError) -> Failure {
    match error {
        StartError::Bind { .. } => {
            Failure::failed(error).hint("`--port 0` takes a free port, and prints it")
        }
        error => Failure::failed(error),
    }
}
