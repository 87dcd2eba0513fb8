//! The log of a run: always in its folder, and on the terminal with `-v`.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use generator::{Event, Reporter};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::time::FormatTime;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::{Layer as _, filter, fmt, registry};

use crate::progress::Terminal;

/// The file in the run's folder.
const LOG_FILE: &str = "run.log";
/// What is told before the run has a folder is kept, up to this many bytes.
const MOST_EARLY_BYTES: usize = 1 << 20;

static LOG: Log = Log(Mutex::new(Target::Early(Vec::new())));

/// Where the log goes.
struct Log(Mutex<Target>);

enum Target {
    /// There is no folder yet.
    Early(Vec<u8>),
    File(File),
}

impl Log {
    /// Puts the log into the folder of the run.
    fn open(&self, folder: &Path) {
        let mut target = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let file = File::options().create(true).append(true).open(folder.join(LOG_FILE));
        // A run without its log is better than no run.
        let Ok(mut file) = file else { return };
        if let Target::Early(early) = &*target {
            let _ = file.write_all(early);
        }
        *target = Target::File(file);
    }
}

impl Write for &Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            Target::Early(early) if early.len() < MOST_EARLY_BYTES => early.extend(bytes),
            Target::Early(_) => {}
            // Unbuffered: the last lines before a kill are those that matter.
            Target::File(file) => return file.write(bytes),
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'w> MakeWriter<'w> for &'static Log {
    type Writer = &'w Log;

    fn make_writer(&'w self) -> Self::Writer {
        self
    }
}

/// The time of day, to the millisecond, in UTC.
struct Utc;

impl FormatTime for Utc {
    fn format_time(&self, writer: &mut fmt::format::Writer<'_>) -> std::fmt::Result {
        write!(writer, "{:.3}", jiff::Timestamp::now())
    }
}

/// Writes lines above the progress bar, so that they do not tear each other.
struct Above(Option<Arc<Terminal>>);

impl Write for Above {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(terminal) = &self.0 {
            terminal.say(String::from_utf8_lossy(bytes).trim_end());
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Begins to log.
pub(crate) fn start(verbose: bool, terminal: Option<Arc<Terminal>>) {
    let own = filter::filter_fn(|metadata| {
        // The libraries below have their own ideas of what is worth telling.
        !["hyper", "reqwest", "rustls", "h2", "tower"]
            .iter()
            .any(|it| metadata.target().starts_with(it))
    });
    let file =
        fmt::layer().with_ansi(false).with_timer(Utc).with_writer(&LOG).with_filter(own.clone());
    let above = verbose.then(|| {
        let writer = move || Above(terminal.clone());
        fmt::layer()
            .with_ansi(false)
            .with_target(false)
            .without_time()
            .with_writer(writer)
            .with_filter(own)
            .with_filter(filter::LevelFilter::INFO)
    });
    // A program that embeds this one may have a log of its own.
    let _ = tracing::subscriber::set_global_default(registry().with(file).with(above));
}

/// Puts the log where the run is.
pub(crate) struct Logged<R>(pub(crate) Arc<R>);

impl<R: Reporter> Reporter for Logged<R> {
    fn event(&self, event: Event<'_>) {
        if let Event::Begun { folder } | Event::Resumed { folder, .. } = &event {
            LOG.open(folder);
        }
        self.0.event(event);
    }
}
