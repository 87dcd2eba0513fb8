//! Ctrl-C and SIGTERM.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use generator::Stop;
use tokio::signal::unix::{SignalKind, signal};

use crate::exit::Exit;

/// Remembers which signal came.
pub(crate) struct Signalled(Arc<AtomicBool>);

impl Signalled {
    /// How a program ends that a signal ended.
    pub(crate) fn exit(&self) -> Exit {
        if self.0.load(Ordering::Relaxed) { Exit::Terminated } else { Exit::Interrupted }
    }
}

/// Lets the first signal end a run in order, and the second at once.
pub(crate) fn listen(stop: &Stop) -> io::Result<Signalled> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let terminated = Arc::new(AtomicBool::new(false));
    let (stop, is_terminated) = (stop.clone(), terminated.clone());
    tokio::spawn(async move {
        loop {
            let by_terminate = tokio::select! {
                _ = interrupt.recv() => false,
                _ = terminate.recv() => true,
            };
            is_terminated.store(by_terminate, Ordering::Relaxed);
            stop.request();
        }
    });
    Ok(Signalled(terminated))
}
