//! The gate that all requests of a run pass.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use crate::Jitter;

/// The pause from which on those who waited are let go one by one. A shorter one says that the
/// service is busy: how many come back at once is what a [`Throttle`](crate::Throttle) bounds. A
/// longer one says that the places of a window are taken, and those become free one by one.
const LONG_PAUSE: Duration = Duration::from_secs(5);
/// The part of what a pause is longer over which those who waited are spread.
const SPREAD_SHARE: u32 = 10;

/// What all requests of a run pass before they are sent. When a service asks for a pause, whoever
/// hears it closes the gate, and everyone waits: requests sent meanwhile would be refused too, and
/// some services count them.
///
/// Clones are the same gate.
#[derive(Clone, Debug)]
pub struct Gate {
    closed: Arc<Mutex<Option<Closed>>>,
    spread: Duration,
    jitter: Jitter,
}

#[derive(Clone, Copy, Debug)]
struct Closed {
    until: Instant,
    pause: Duration,
    /// How long those who wait are spread over then.
    spread: Duration,
}

/// How those who are let go in lots leave a gate that was closed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Opening {
    /// When the first may go.
    pub(crate) at: Instant,
    /// How long the pause was.
    pub(crate) pause: Duration,
    /// How long they are spread over from then on.
    pub(crate) spread: Duration,
}

impl Gate {
    /// An open gate. After a pause of more than five seconds those who wait leave it one by one
    /// within `spread`, or within a tenth of what the pause was longer, if that is shorter; zero
    /// lets all go at once.
    pub fn new(spread: Duration, jitter: Jitter) -> Self {
        Self { closed: Arc::default(), spread, jitter }
    }

    /// Closes the gate for a while. A longer pause goes before a shorter one.
    pub fn close_for(&self, pause: Duration) {
        let until = Instant::now() + pause;
        let mut closed = self.closed.lock().unwrap_or_else(PoisonError::into_inner);
        if closed.is_none_or(|before| before.until < until) {
            *closed = Some(Closed {
                until,
                pause,
                spread: self.spread.min(pause.saturating_sub(LONG_PAUSE) / SPREAD_SHARE),
            });
        }
    }

    /// How long the gate will still be closed; zero if it is open.
    pub fn remaining(&self) -> Duration {
        self.closed()
            .map_or(Duration::ZERO, |closed| closed.until.saturating_duration_since(Instant::now()))
    }

    /// Waits until the gate is open.
    pub async fn pass(&self) {
        // Others may close it again, or for longer, while this one waits.
        while let Some(closed) = self.closed().filter(|closed| closed.until > Instant::now()) {
            sleep_until(closed.until + self.jitter.part_of(closed.spread)).await;
        }
    }

    /// How those who are let go in lots leave, if the gate was ever closed.
    pub(crate) fn opening(&self) -> Option<Opening> {
        self.closed().map(|Closed { until, pause, spread }| Opening { at: until, pause, spread })
    }

    /// A random part of a span of time.
    pub(crate) fn part_of(&self, span: Duration) -> Duration {
        self.jitter.part_of(span)
    }

    fn closed(&self) -> Option<Closed> {
        *self.closed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Gate {
    /// Lets those who waited go within two seconds.
    fn default() -> Self {
        Self::new(Duration::from_secs(2), Jitter::random())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn gate() -> Gate {
        Gate::new(2 * SECOND, Jitter::seeded(1))
    }

    #[tokio::test(start_paused = true)]
    async fn an_open_gate_holds_nobody_up() {
        let start = Instant::now();
        gate().pass().await;
        assert_eq!(start.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn a_long_pause_holds_everyone_up_and_lets_them_go_one_by_one() {
        let gate = gate();
        gate.close_for(25 * SECOND);
        gate.close_for(SECOND);
        assert_eq!(gate.remaining(), 25 * SECOND);
        let start = Instant::now();
        let waiting: Vec<_> = (0..20)
            .map(|_| {
                let gate = gate.clone();
                tokio::spawn(async move {
                    gate.pass().await;
                    Instant::now()
                })
            })
            .collect();
        let mut left = Vec::new();
        for task in waiting {
            left.push(task.await.unwrap() - start);
        }
        assert!(left.iter().all(|at| (25 * SECOND..=28 * SECOND).contains(at)), "{left:?}");
        left.sort();
        left.dedup();
        assert!(left.len() > 15, "they left at {left:?}");
        assert_eq!(gate.remaining(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn after_a_short_pause_all_go_at_once() {
        let gate = gate();
        gate.close_for(4 * SECOND);
        let start = Instant::now();
        for _ in 0..20 {
            gate.pass().await;
        }
        assert_eq!(start.elapsed(), 4 * SECOND);
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_can_be_made_longer_while_someone_waits() {
        let gate = gate();
        gate.close_for(SECOND);
        let start = Instant::now();
        let waiting = tokio::spawn({
            let gate = gate.clone();
            async move { gate.pass().await }
        });
        tokio::time::sleep(SECOND / 2).await;
        gate.close_for(30 * SECOND);
        waiting.await.unwrap();
        assert!(start.elapsed() >= 30 * SECOND);
    }
}
