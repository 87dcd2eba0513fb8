//! The one place where anything is tried again.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::{Gate, Jitter};

/// How often and how patiently a request is tried again.
#[derive(Clone, Debug)]
pub struct RetryPolicy {
    /// How many times a request is sent at most; 0 counts as 1.
    pub max_tries: u32,
    /// The longest wait before the second try. It doubles with each further one; how much of it is
    /// waited is drawn at random ("full jitter"). Zero does not wait.
    pub backoff_base: Duration,
    /// What the longest wait does not grow beyond.
    pub backoff_cap: Duration,
    /// The longest pause that a service may ask for. Whoever asks for more is not waited for: the
    /// request is given up. Zero waits for nobody.
    pub longest_pause: Duration,
    /// Where the random part of a wait comes from.
    pub jitter: Jitter,
}

impl Default for RetryPolicy {
    /// Five tries, waits of up to half a second that grow to half a minute, pauses of up to five
    /// minutes.
    fn default() -> Self {
        Self {
            max_tries: 5,
            backoff_base: Duration::from_millis(500),
            backoff_cap: Duration::from_secs(30),
            longest_pause: Duration::from_mins(5),
            jitter: Jitter::random(),
        }
    }
}

impl RetryPolicy {
    /// The wait before the try after so many others that ended without a pause.
    fn backoff(&self, backoffs: u32) -> Duration {
        let factor = 1_u32.checked_shl(backoffs).unwrap_or(u32::MAX);
        self.jitter.part_of(self.backoff_base.saturating_mul(factor).min(self.backoff_cap))
    }
}

/// What an error means for the next try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The same request will fail again.
    GiveUp,
    /// The same request may succeed after a moment.
    Retry,
    /// The service has too much to do. No request of the run should reach it for this long; if it
    /// did not say how long, this request waits for a moment, and the others are fewer at a time.
    Pause(Option<Duration>),
}

/// An error that was not overcome, and how hard it was tried.
#[derive(Clone, Debug)]
pub struct GaveUp<E> {
    /// The last error.
    pub error: E,
    /// How many times the request was sent.
    pub tries: u32,
    /// How long all tries and the waits between them took.
    pub elapsed: Duration,
    /// The pause that the service asked for, if it was longer than the policy allows.
    pub pause: Option<Duration>,
}

impl<E: fmt::Display> fmt::Display for GaveUp<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)?;
        if self.tries > 1 {
            write!(f, " (the last of {} tries in {:.0?})", self.tries, self.elapsed)?;
        }
        if let Some(pause) = self.pause {
            write!(f, " (the service asks for a pause of {} s)", pause.as_secs())?;
        }
        Ok(())
    }
}

impl<E: StdError + 'static> StdError for GaveUp<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.error.source()
    }
}

/// Does something until it succeeds, `classify` gives it up, or the tries are used up.
///
/// A pause that a service asks for closes the gate, so that the whole run keeps it. To wait at the
/// gate is up to `op`, as all that a [`Client`](crate::Client) sends does.
///
/// # Errors
/// The last error, with the number of tries.
pub async fn retry<T, E, F>(
    policy: &RetryPolicy,
    gate: &Gate,
    classify: impl Fn(&E) -> Verdict,
    mut op: impl FnMut() -> F,
) -> Result<T, GaveUp<E>>
where
    F: Future<Output = Result<T, E>>,
{
    let start = Instant::now();
    let mut tries = 0;
    let mut backoffs = 0;
    loop {
        tries += 1;
        let error = match op().await {
            Ok(done) => return Ok(done),
            Err(error) => error,
        };
        let verdict = classify(&error);
        let give_up = |pause| GaveUp { error, tries, elapsed: start.elapsed(), pause };
        match verdict {
            Verdict::GiveUp => return Err(give_up(None)),
            Verdict::Pause(Some(asked)) if asked > policy.longest_pause => {
                return Err(give_up(Some(asked)));
            }
            // The others keep the pause even if this one does not come back.
            Verdict::Pause(Some(asked)) => gate.close_for(asked),
            Verdict::Pause(None) | Verdict::Retry => {}
        }
        if tries >= policy.max_tries {
            return Err(give_up(None));
        }
        // Who was told how long to wait has not been a burden: the next wait does not grow by it.
        if matches!(verdict, Verdict::Retry | Verdict::Pause(None)) {
            sleep(wait(policy.backoff(backoffs), gate.remaining())).await;
            backoffs += 1;
        }
    }
}

/// A wait beside a pause of the whole run: who comes after its end would miss those who go together then.
fn wait(backoff: Duration, pause: Duration) -> Duration {
    if pause.is_zero() { backoff } else { backoff.min(pause) }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
    #[error("service says {0:?}")]
    struct Says(Verdict);

    fn policy() -> RetryPolicy {
        RetryPolicy {
            max_tries: 4,
            backoff_base: SECOND,
            backoff_cap: 3 * SECOND,
            longest_pause: 60 * SECOND,
            jitter: Jitter::seeded(1),
        }
    }

    /// Lets an operation fail so many times, and returns what came of it with the time it took.
    async fn run(policy: &RetryPolicy, gate: &Gate, verdicts: &[Verdict]) -> (String, Duration) {
        let start = Instant::now();
        let tries = Cell::new(0);
        let outcome = retry(
            policy,
            gate,
            |says: &Says| says.0,
            async || {
                gate.pass().await;
                let verdict = verdicts.get(tries.replace(tries.get() + 1));
                verdict.map_or(Ok("done"), |verdict| Err(Says(*verdict)))
            },
        )
        .await;
        let text = match outcome {
            Ok(done) => format!("{done} at try {}", tries.get()),
            Err(gave_up) => format!("{gave_up}"),
        };
        (text, start.elapsed())
    }

    #[tokio::test(start_paused = true)]
    async fn a_wait_ends_with_the_pause_of_the_run() {
        let policy =
            RetryPolicy { backoff_base: 3_600 * SECOND, backoff_cap: 3_600 * SECOND, ..policy() };
        for (pause, longest) in [(SECOND, SECOND), (Duration::ZERO, 3_600 * SECOND)] {
            let gate = Gate::new(Duration::ZERO, Jitter::seeded(1));
            let (start, tries) = (Instant::now(), Cell::new(0));
            let op = async || {
                gate.close_for(pause);
                match tries.replace(tries.get() + 1) {
                    0 => Err(Says(Verdict::Retry)),
                    _ => Ok(start.elapsed()),
                }
            };
            let waited = retry(&policy, &gate, |says: &Says| says.0, op).await.unwrap();
            assert!(waited <= longest, "{waited:?}");
            assert!(waited > SECOND / 2, "a wait was made: {waited:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_verdict_decides() {
        use Verdict::{GiveUp, Pause, Retry};
        let pause = |seconds| Pause(Some(seconds * SECOND));
        for (verdicts, expected, least, most) in [
            (&[][..], "done at try 1", 0, 0),
            (&[GiveUp], "service says GiveUp", 0, 0),
            (&[Retry], "done at try 2", 0, 1),
            (&[Retry, Retry, Retry], "done at try 4", 0, 6),
            (&[Retry, GiveUp], "service says GiveUp (the last of 2 tries in", 0, 1),
            (&[Retry; 9], "service says Retry (the last of 4 tries in", 0, 6),
            (&[pause(20)], "done at try 2", 20, 20),
            (&[pause(20), pause(10)], "done at try 3", 30, 30),
            (&[pause(0)], "done at try 2", 0, 0),
            (&[Pause(None)], "done at try 2", 0, 1),
            (
                &[pause(86_400)],
                "service says Pause(Some(86400s)) (the service asks for a pause of 86400 s)",
                0,
                0,
            ),
        ] {
            let gate = Gate::new(Duration::ZERO, Jitter::seeded(1));
            let (text, took) = run(&policy(), &gate, verdicts).await;
            assert!(text.starts_with(expected), "{verdicts:?}: {text}");
            // The timer counts milliseconds and rounds up.
            let most = most * SECOND + Duration::from_millis(4);
            assert!((least * SECOND..=most).contains(&took), "{verdicts:?}: {took:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_is_kept_by_all() {
        let gate = Gate::new(Duration::ZERO, Jitter::seeded(1));
        let policy = policy();
        let pause = [Verdict::Pause(Some(30 * SECOND))];
        let (_, (text, took)) = tokio::join!(run(&policy, &gate, &pause), async {
            tokio::time::sleep(SECOND).await;
            run(&policy, &gate, &[]).await
        });
        assert_eq!(text, "done at try 1");
        assert!(took >= 29 * SECOND, "sent into the pause, after {took:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn the_last_try_still_tells_the_others_to_wait() {
        let gate = Gate::new(Duration::ZERO, Jitter::seeded(1));
        let once = RetryPolicy { max_tries: 0, ..policy() };
        let (text, took) = run(&once, &gate, &[Verdict::Pause(Some(30 * SECOND))]).await;
        assert!(text.starts_with("service says Pause"), "{text}");
        assert_eq!((took, gate.remaining()), (Duration::ZERO, 30 * SECOND));
    }

    #[test]
    fn waits_grow_up_to_the_cap() {
        let policy = policy();
        for (backoffs, most) in [(0, 1), (1, 2), (2, 3), (3, 3), (40, 3), (u32::MAX, 3)] {
            for _ in 0..100 {
                assert!(policy.backoff(backoffs) <= most * SECOND);
            }
        }
    }
}
