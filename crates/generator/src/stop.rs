//! Ends a run from outside.

use tokio::sync::watch;

/// Asks a run to end: once in order, twice at once. Clones are the same handle.
#[derive(Clone, Debug)]
pub struct Stop(watch::Sender<u8>);

impl Default for Stop {
    fn default() -> Self {
        Self(watch::Sender::new(0))
    }
}

impl Stop {
    /// The first call lets the run begin nothing new and wait for what is in flight, the second
    /// ends it at once. Returns how many calls there were.
    pub fn request(&self) -> u8 {
        let mut calls = 0;
        self.0.send_modify(|count| {
            *count = count.saturating_add(1);
            calls = *count;
        });
        calls
    }

    /// Whether the run was asked to end.
    pub fn is_requested(&self) -> bool {
        *self.0.borrow() > 0
    }

    /// Waits until the run is asked to end.
    pub(crate) async fn requested(&self) {
        self.at_least(1).await;
    }

    /// Waits until the run is asked to end at once.
    pub(crate) async fn now(&self) {
        self.at_least(2).await;
    }

    async fn at_least(&self, calls: u8) {
        // The sender lives in here, so that the channel cannot be closed.
        let _ = self.0.subscribe().wait_for(|count| *count >= calls).await;
    }
}
