//! The throttle against imitated services, in a time that tests control.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;
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

/// A service with a true sliding window, that bears so many requests at a time.
struct Service {
    /// Zero for any number.
    most: usize,
    capacity: usize,
    at_work: AtomicUsize,
    /// What it says to those who are too many at a time.
    overload: Reply,
    admitted: Mutex<VecDeque<Instant>>,
    /// When each request came: its question and the reply.
    seen: Mutex<Vec<(Instant, usize, Reply)>>,
}

impl Service {
    fn new(most: usize) -> Arc<Self> {
        Self::bearing(most, usize::MAX, Reply::Busy(None))
    }

    fn bearing(most: usize, capacity: usize, overload: Reply) -> Arc<Self> {
        Arc::new(Self {
            most,
            capacity,
            at_work: AtomicUsize::new(0),
            overload,
            admitted: Mutex::default(),
            seen: Mutex::default(),
        })
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
        } else if self.at_work.load(Ordering::Relaxed) >= self.capacity {
            self.overload
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
                self.at_work.fetch_add(1, Ordering::Relaxed);
                sleep(work).await;
                self.at_work.fetch_sub(1, Ordering::Relaxed);
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
        (self.0.part_of(SECOND).as_nanos() as u64 * end / 1_000_000_000).min(end - 1)
    }

    fn part_of(&self, span: Duration) -> Duration {
        self.0.part_of(span)
    }
}

/// Asks so many questions, so many at a time; returns how long that took.
async fn run(
    service: &Arc<Service>,
    throttle: &Throttle,
    work: (usize, usize),
    seed: u64,
    way: impl Fn(&Dice) -> Way + Clone + Send + Sync + 'static,
) -> Duration {
    run_at_leisure(service, throttle, work, seed, Duration::ZERO, way).await
}

/// The same, where up to `leisure` passes between an answer and the next question.
async fn run_at_leisure(
    service: &Arc<Service>,
    throttle: &Throttle,
    (questions, at_a_time): (usize, usize),
    seed: u64,
    leisure: Duration,
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
                sleep(dice.part_of(leisure)).await;
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

/// Runs a test in a time of its own, on one thread: the same every time.
fn in_paused_time<T>(test: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_all().start_paused(true).build().unwrap();
    runtime.block_on(test)
}

/// Checks that nothing waits any more, and that all places in flight were given back.
fn check_idle(throttle: &Throttle) {
    let state = throttle.state();
    assert_eq!((state.in_flight, state.waiting), (0, 0), "{state:?}");
}

impl Service {
    /// Checks that nobody was sent into a pause, but for who was on the way already.
    fn check_pauses(&self, longest_way: Duration) {
        let mut told = Vec::new();
        for (at, _, reply) in self.seen.lock().unwrap().iter() {
            for (since, until) in &told {
                let on_the_way = *at <= *since + longest_way;
                assert!(on_the_way || *at >= *until, "sent into a pause at {at:?}");
            }
            if let Reply::Busy(Some(wait)) = reply {
                told.push((*at, *at + *wait));
            }
        }
    }
}

#[test]
fn a_troubled_service_is_used_as_far_as_its_pauses_let_one() {
    // What happens between an answer and the next request makes each round longer, and no lot smaller.
    for leisure in [0, 30, 100] {
        check_troubled(ms(leisure));
    }
}

fn check_troubled(leisure: Duration) {
    let round = ms(1_045) + leisure;
    let mut times: Vec<Duration> = (0..60)
        .map(|seed| {
            in_paused_time(async {
                let start = Instant::now();
                let service = Service::new(0);
                let throttle = throttle(Limits { concurrency: 200, ..Limits::default() });
                let work = (1_000, 200);
                let took = run_at_leisure(&service, &throttle, work, seed, leisure, troubled).await;
                assert_eq!(service.count(|reply| reply == Reply::Answer), 1_000);
                // A lot of 200 goes in each round, between two pauses, and 162 of it are answered,
                // give or take 6. Before the sixth it turns out that no full lot is left.
                let lots = start + 5 * round + QUIET;
                let early =
                    |(at, _, reply): &&(Instant, _, _)| *at <= lots && *reply == Reply::Answer;
                let answered = service.seen.lock().unwrap().iter().filter(early).count();
                assert!(answered >= 930, "{answered} answers in the first six lots");
                service.check_pauses(ms(9));
                check_idle(&throttle);
                took
            })
        })
        .collect();
    times.sort_unstable();
    // Most of what is asked is answered by the six lots above. What fared ill in all of them takes
    // one to three more, and each refusal among those holds all of them up.
    let within = |rounds: f64| times.iter().filter(|took| **took <= round.mul_f64(rounds)).count();
    assert!(within(8.6) >= 15, "{times:?}");
    assert!(within(9.3) >= 40, "{times:?}");
    assert!(within(11.5) == 60, "{times:?}");
}

#[test]
fn a_window_is_refilled_after_its_pause_without_another_refusal() {
    for spread in [0, 20, 200] {
        for (most, refused) in [(0, 100), (300, 0)] {
            in_paused_time(async {
                let service = Service::new(300);
                let limits =
                    Limits { concurrency: 200, requests_per_minute: most, ..Limits::default() };
                let throttle = throttle(limits);
                let way = move |dice: &Dice| Way {
                    there: ms(1) + dice.part_of(ms(spread)),
                    work: SECOND,
                    reply: Reply::Answer,
                };
                let took = run(&service, &throttle, (400, 200), 1, way).await;
                assert!(took <= 64 * SECOND, "{took:?} with a limit of {most}, spread {spread}");
                let refusals = service.refusals();
                assert!(refusals.len() <= refused, "{} were refused", refusals.len());
                assert!(refusals.values().all(|times| *times == 1), "refused again");
                service.check_pauses(ms(1 + spread));
                check_idle(&throttle);
            });
        }
    }
}

#[test]
fn a_service_that_bears_less_is_found_out() {
    for (overload, most_refusals) in [(Reply::Busy(None), 700), (Reply::Busy(Some(SECOND)), 1_500)]
    {
        in_paused_time(async {
            let service = Service::bearing(0, 50, overload);
            let throttle = throttle(Limits { concurrency: 200, ..Limits::default() });
            let way = |dice: &Dice| Way {
                there: dice.part_of(ms(8)),
                work: SECOND,
                reply: Reply::Answer,
            };
            // 50 a second take 20 seconds.
            let took = run(&service, &throttle, (1_000, 200), 1, way).await;
            let refusals: usize = service.refusals().values().sum();
            assert!(took <= 23 * SECOND, "{took:?} after {overload:?}");
            assert!(refusals <= most_refusals, "{refusals} refusals by {overload:?}");
            check_idle(&throttle);
        });
    }
}

#[test]
fn overload_cuts_and_clean_answers_give_back() {
    in_paused_time(async {
        let throttle = throttle(Limits { concurrency: 10, ..Limits::default() });
        let first: Vec<_> = permits(&throttle, 10).await;
        let waiting = tokio::spawn({
            let throttle = throttle.clone();
            async move { throttle.admit(0).await }
        });
        tokio::task::yield_now().await;
        let state = throttle.state();
        assert_eq!((state.limit, state.in_flight, state.waiting), (Some(10), 10, 1));
        let mut first = first.into_iter();
        for _ in 0..2 {
            finish(first.next().unwrap(), Outcome::Refused(None));
        }
        let state = throttle.state();
        assert_eq!((state.limit, state.in_flight, state.waiting), (Some(7), 8, 1));
        assert_eq!((state.refusals, state.pause), (2, Duration::ZERO));
        sleep(SECOND).await;
        for permit in first {
            finish(permit, ANSWER);
        }
        waiting.await.unwrap();
        assert_eq!(throttle.state().limit, Some(8));
        finish(throttle.admit(0).await, Outcome::Refused(Some(3 * SECOND)));
        let state = throttle.state();
        assert_eq!((state.limit, state.pause), (Some(7), 3 * SECOND));
        // A wait beyond what is borne is nobody's pause.
        let permit = throttle.admit(0).await;
        permit.report(Outcome::Refused(Some(MINUTE)), SECOND);
        drop(permit);
        assert_eq!(throttle.state().pause, Duration::ZERO);
        check_idle(&throttle);
    });
}

/// Takes so many places, which must be free.
async fn permits(throttle: &Throttle, count: usize) -> Vec<Permit> {
    let mut permits = Vec::new();
    for _ in 0..count {
        permits.push(throttle.admit(0).await);
    }
    permits
}

fn finish(permit: Permit, outcome: Outcome) {
    permit.report(outcome, MINUTE);
    drop(permit);
}

#[test]
fn who_came_first_goes_first_and_who_leaves_holds_nobody_up() {
    in_paused_time(async {
        let throttle = throttle(Limits { concurrency: 1, ..Limits::default() });
        let held = throttle.admit(0).await;
        let order = Arc::new(Mutex::new(Vec::new()));
        let mut tasks = Vec::new();
        for number in 0..20 {
            let (throttle, order) = (throttle.clone(), Arc::clone(&order));
            tasks.push(tokio::spawn(async move {
                let permit = throttle.admit(0).await;
                order.lock().unwrap().push(number);
                sleep(ms(10)).await;
                finish(permit, ANSWER);
            }));
            tokio::task::yield_now().await;
        }
        assert_eq!(throttle.state().waiting, 20);
        // The first keeps the clock, the others wait for it.
        for gone in [0, 7, 19] {
            tasks[gone].abort();
        }
        sleep(ms(1)).await;
        assert_eq!(throttle.state().waiting, 17);
        drop(held);
        for task in tasks {
            task.await.ok();
        }
        let expected: Vec<_> = (0..20).filter(|number| ![0, 7, 19].contains(number)).collect();
        assert_eq!(*order.lock().unwrap(), expected);
        check_idle(&throttle);
    });
}

#[test]
fn a_freed_place_is_not_taken_into_a_pause() {
    in_paused_time(async {
        let start = Instant::now();
        let throttle = throttle(Limits { concurrency: 2, ..Limits::default() });
        let mut held = permits(&throttle, 2).await;
        let waiting = tokio::spawn({
            let throttle = throttle.clone();
            async move { drop(throttle.admit(0).await) }
        });
        tokio::task::yield_now().await;
        finish(held.pop().unwrap(), Outcome::Refused(Some(2 * SECOND)));
        finish(held.pop().unwrap(), ANSWER);
        waiting.await.unwrap();
        assert!(start.elapsed() >= 2 * SECOND, "{:?}", start.elapsed());
    });
}

/// Two of ten are refused and come again; of the others, so many are late.
#[test]
fn a_lot_waits_for_who_is_in_flight_and_hardly_for_who_has_come() {
    for (late, expected) in [(0, QUIET_AFTER_ALL), (3, QUIET)] {
        in_paused_time(async {
            let throttle = throttle(Limits { concurrency: 10, ..Limits::default() });
            let mut held = permits(&throttle, 10).await;
            for refused in held.split_off(8) {
                finish(refused, Outcome::Refused(Some(SECOND)));
            }
            let start = Instant::now();
            let again = [(); 2].map(|()| {
                let throttle = throttle.clone();
                tokio::spawn(async move {
                    drop(throttle.admit(0).await);
                    start.elapsed()
                })
            });
            sleep(SECOND).await;
            held.drain(late..).for_each(|answered| finish(answered, ANSWER));
            for again in again {
                assert_eq!(again.await.unwrap(), SECOND + expected, "{late} late");
            }
            held.drain(..).for_each(|answered| finish(answered, ANSWER));
            check_idle(&throttle);
        });
    }
}

#[test]
fn tokens_are_estimated_by_what_came_before() {
    in_paused_time(async {
        let start = Instant::now();
        let limits =
            Limits { tokens_per_minute: 1_000, expected_answer_tokens: 300, ..Limits::default() };
        let throttle = throttle(limits);
        let answered = |prompt_tokens, answer_tokens| Outcome::Answered {
            prompt_tokens,
            answer_tokens: Some(answer_tokens),
        };
        // 100 and 300 are taken to be needed, 50 and 100 are.
        finish(throttle.admit(100).await, answered(Some(50), 100));
        // Now 200 are expected; refused requests need none.
        finish(throttle.admit(100).await, Outcome::Refused(None));
        let held = (throttle.admit(200).await, throttle.admit(200).await);
        assert_eq!(start.elapsed(), Duration::ZERO);
        // 950 are taken: 60 more would be too many, and one is not.
        finish(held.0, answered(None, 200));
        drop(throttle.admit(0).await);
        assert!(start.elapsed() >= MINUTE, "{:?}", start.elapsed());
    });
}

#[test]
fn what_never_reached_the_service_takes_no_place() {
    in_paused_time(async {
        let start = Instant::now();
        let throttle = throttle(Limits { requests_per_minute: 1, ..Limits::default() });
        throttle.admit(0).await.withdraw();
        drop(throttle.admit(0).await);
        assert_eq!(start.elapsed(), Duration::ZERO);
        drop(throttle.admit(0).await);
        assert!(start.elapsed() >= MINUTE);
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// Whatever the ways and the replies: the window is kept, everything is answered, and nothing
    /// is held in the end.
    #[test]
    fn no_limit_is_ever_exceeded(
        seed: u64,
        concurrency in 1_usize..40,
        per_minute in 5_u32..60,
        questions in 1_usize..150,
        way_ms in 0_u64..250,
        work_ms in 0_u64..5_000,
        (busy, bare, error, lost) in (0_u64..15, 0_u64..15, 0_u64..15, 0_u64..15),
    ) {
        in_paused_time(async {
            let service = Service::new(per_minute as usize);
            let limits = Limits {
                concurrency, requests_per_minute: per_minute, ..Limits::default()
            };
            let throttle = throttle(limits);
            let way = move |dice: &Dice| {
                let at = dice.below(100);
                let busy_for = Duration::from_secs(dice.below(4));
                let reply = if at < busy {
                    Reply::Busy(Some(busy_for))
                } else if at < busy + bare {
                    Reply::Busy(None)
                } else if at < busy + bare + error {
                    Reply::Error
                } else if at < busy + bare + error + lost {
                    Reply::Lost
                } else {
                    Reply::Answer
                };
                Way { there: dice.part_of(ms(way_ms)), work: dice.part_of(ms(work_ms)), reply }
            };
            run(&service, &throttle, (questions, concurrency * 2), seed, way).await;
            assert_eq!(service.count(|reply| reply == Reply::Answer), questions);
            // The refusals of the window say how long to wait until a minute is over; those that
            // are drawn do not say more than three seconds.
            let full = |reply| matches!(reply, Reply::Busy(Some(wait)) if wait > 3 * SECOND);
            assert_eq!(service.count(full), 0, "the window of the service was full");
            let seen = service.seen.lock().unwrap();
            for (at, (first, ..)) in seen.iter().enumerate() {
                let minute = seen[at..].iter().take_while(|(time, ..)| *time - *first < MINUTE);
                assert!(minute.count() <= per_minute as usize);
            }
            drop(seen);
            check_idle(&throttle);
        });
    }

    /// Those who are dropped while they wait or while they are in flight leave nothing behind.
    #[test]
    fn permits_do_not_leak(
        seed: u64,
        concurrency in 1_usize..6,
        patience in prop::collection::vec(0_u64..3_000, 1..60),
    ) {
        in_paused_time(async {
            let throttle = throttle(Limits { concurrency, ..Limits::default() });
            let most = Arc::new(AtomicUsize::new(0));
            let dice = Dice::new(seed);
            let mut tasks = JoinSet::new();
            for patience in patience {
                let (throttle, dice, most) = (throttle.clone(), dice.clone(), Arc::clone(&most));
                tasks.spawn(async move {
                    let work = async {
                        let permit = throttle.admit(1).await;
                        most.fetch_max(throttle.state().in_flight, Ordering::Relaxed);
                        sleep(dice.part_of(SECOND)).await;
                        let outcome = match dice.below(4) {
                            0 => Outcome::Refused(Some(dice.part_of(SECOND))),
                            1 => Outcome::Refused(None),
                            2 => Outcome::Failed,
                            _ => ANSWER,
                        };
                        finish(permit, outcome);
                    };
                    tokio::time::timeout(ms(patience), work).await.ok();
                });
            }
            while tasks.join_next().await.is_some() {}
            assert!(most.load(Ordering::Relaxed) <= concurrency);
            check_idle(&throttle);
            // It still works.
            drop(throttle.admit(1).await);
        });
    }
}

#[tokio::test(start_paused = true)]
async fn the_first_requests_go_together_and_later_ones_as_they_come() {
    let tenth = SECOND / 10;
    let throttle = throttle(Limits { assembly: tenth, ..Limits::default() });
    let start = Instant::now();
    let sent: Vec<_> = [0, 3, 9, 15]
        .map(|wish| {
            let throttle = throttle.clone();
            tokio::spawn(async move {
                sleep(tenth / 10 * wish).await;
                drop(throttle.admit(1).await);
                start.elapsed()
            })
        })
        .into_iter()
        .collect();
    let mut times = Vec::new();
    for task in sent {
        times.push(task.await.unwrap().as_millis());
    }
    assert_eq!(times, [100, 100, 100, 150]);
}
