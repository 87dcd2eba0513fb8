//! The throttle against imitated services, in a time that tests control.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::task::JoinSet;
use tokio::time::sleep;

use super::*;
use crate::{Jitter, RetryPolicy, Verdict, retry};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_mins(1);
const ANSWER: Outcome = Outcome::Answered { prompt_tokens: None, answer_tokens: None };

fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

fn throttle(limits: Limits) -> Throttle {
    Throttle::new(limits, Gate::new(2 * SECOND, Jitter::seeded(1)))
}

/// How a service answers a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reply {
    Answer,
    /// An error that passes; free.
    Error,
    /// The connection broke, or the answer cannot be read: may have cost.
    Lost,
    /// Too much to do, with or without a wait.
    Busy(Option<Duration>),
}

/// A service with a true sliding window.
struct Service {
    /// Zero for any number.
    most: usize,
    admitted: Mutex<VecDeque<Instant>>,
    /// When each request came: its question and the reply.
    seen: Mutex<Vec<(Instant, usize, Reply)>>,
}

impl Service {
    fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { most, admitted: Mutex::default(), seen: Mutex::default() })
    }

    /// Lets a request in, or says how long it must wait: in whole seconds, never too few.
    fn take(&self, question: usize, reply: Reply) -> Reply {
        let now = Instant::now();
        let mut admitted = self.admitted.lock().unwrap();
        while admitted.front().is_some_and(|first| now - *first >= MINUTE) {
            admitted.pop_front();
        }
        let full = self.most > 0 && admitted.len() >= self.most;
        let reply = if let (true, Some(first)) = (full, admitted.front()) {
            let left = MINUTE.saturating_sub(now - *first).as_secs_f64().ceil();
            Reply::Busy(Some(Duration::from_secs_f64(left)))
        } else {
            admitted.push_back(now);
            reply
        };
        self.seen.lock().unwrap().push((now, question, reply));
        reply
    }

    fn count(&self, of: impl Fn(Reply) -> bool) -> usize {
        self.seen.lock().unwrap().iter().filter(|(_, _, reply)| of(*reply)).count()
    }

    /// How often each question was refused.
    fn refusals(&self) -> HashMap<usize, usize> {
        let mut refusals = HashMap::new();
        for (_, question, reply) in self.seen.lock().unwrap().iter() {
            if matches!(reply, Reply::Busy(_)) {
                *refusals.entry(*question).or_default() += 1;
            }
        }
        refusals
    }

    /// Asks a question until it is answered, as a client does, and again where an answer was lost.
    async fn ask(
        &self,
        throttle: &Throttle,
        policy: &RetryPolicy,
        question: usize,
        way: impl Fn() -> Way,
    ) {
        let op = async || {
            let permit = throttle.admit(1_000).await;
            let Way { there, work, reply } = way();
            sleep(there).await;
            let reply = self.take(question, reply);
            if matches!(reply, Reply::Answer | Reply::Lost) {
                sleep(work).await;
            }
            permit.report(
                match reply {
                    Reply::Answer => ANSWER,
                    Reply::Busy(wait) => Outcome::Refused(wait),
                    Reply::Error | Reply::Lost => Outcome::Failed,
                },
                policy.longest_pause,
            );
            if reply == Reply::Answer { Ok(()) } else { Err(reply) }
        };
        let verdict = |reply: &Reply| match reply {
            Reply::Busy(wait) => Verdict::Pause(*wait),
            Reply::Lost => Verdict::GiveUp,
            _ => Verdict::Retry,
        };
        while retry(policy, throttle.gate(), verdict, &op).await.is_err() {}
    }
}

/// What happens to one request: how long it takes to the service, how long the answer takes, and
/// what the service replies if its window has room.
struct Way {
    there: Duration,
    work: Duration,
    reply: Reply,
}

/// Draws numbers.
#[derive(Clone)]
struct Dice(Jitter);

impl Dice {
    fn new(seed: u64) -> Self {
        Self(Jitter::seeded(seed))
    }

    fn below(&self, end: u64) -> u64 {
        self.0.part_of(Duration::from_nanos(end)).as_nanos() as u64
    }

    fn part_of(&self, span: Duration) -> Duration {
        self.0.part_of(span)
    }
}

/// Asks so many questions, so many at a time; returns how long that took.
async fn run(
    service: &Arc<Service>,
    throttle: &Throttle,
    (questions, at_a_time): (usize, usize),
    seed: u64,
    way: impl Fn(&Dice) -> Way + Clone + Send + Sync + 'static,
) -> Duration {
    let start = Instant::now();
    let dice = Dice::new(seed);
    let next = Arc::new(AtomicUsize::new(0));
    let mut workers = JoinSet::new();
    for _ in 0..at_a_time {
        let (service, throttle, next) = (Arc::clone(service), throttle.clone(), Arc::clone(&next));
        let (dice, way) = (dice.clone(), way.clone());
        let policy = RetryPolicy { jitter: Jitter::seeded(seed ^ 0xff), ..RetryPolicy::default() };
        workers.spawn(async move {
            loop {
                let question = next.fetch_add(1, Ordering::Relaxed);
                if question >= questions {
                    return;
                }
                service.ask(&throttle, &policy, question, || way(&dice)).await;
            }
        });
    }
    while let Some(done) = workers.join_next().await {
        done.unwrap();
    }
    start.elapsed()
}

/// A service with trouble: 10 % refusals with a wait of a second, 5 % errors, 2 % resets, 2 %
/// bodies that cannot be read.
fn troubled(dice: &Dice) -> Way {
    let reply = match dice.below(100) {
        0..10 => Reply::Busy(Some(SECOND)),
        10..15 => Reply::Error,
        15..19 => Reply::Lost,
        _ => Reply::Answer,
    };
    Way { there: ms(1) + dice.part_of(ms(8)), work: SECOND + dice.part_of(ms(20)), reply }
}

#[test]
fn sweep() {
    let mut times = Vec::new();
    for seed in 0..200 {
        let took = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .start_paused(true)
            .build()
            .unwrap()
            .block_on(async {
                let service = Service::new(0);
                let throttle = throttle(Limits { concurrency: 200, ..Limits::default() });
                run(&service, &throttle, (1_000, 200), seed, troubled).await
            });
        times.push(took.as_millis());
    }
    times.sort_unstable();
    println!("{times:?}");
}
