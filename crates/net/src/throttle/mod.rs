//! What the requests of a run pass before they are sent.

mod concurrency;
mod window;

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, oneshot};
use tokio::time::{Instant, sleep_until};

use crate::Gate;
use crate::gate::Opening;
#[cfg(test)]
mod tests;

use concurrency::Concurrency;
use window::Window;

/// A lot that is assembled is complete at the latest when nobody has come or left for so long. More
/// than it takes to make the next request of an answer that has come, and to write both down.
const QUIET: Duration = Duration::from_millis(100);
/// The same where all that was in flight has come: whoever is missing has got its answer, and either comes
/// at once or has nothing more to ask.
const QUIET_AFTER_ALL: Duration = Duration::from_millis(40);
/// The longest time for which a lot is assembled after a pause.
const LONGEST_ASSEMBLY: Duration = Duration::from_millis(250);

/// How much a run may ask of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many requests may be in flight. Where the service refuses, it is fewer for a while. Zero
    /// allows any number.
    pub concurrency: usize,
    /// How many requests may be sent in any minute. Zero allows any number.
    pub requests_per_minute: u32,
    /// How many tokens, of questions and answers, the requests of any minute may have. Zero allows
    /// any number.
    pub tokens_per_minute: u64,
    /// How many tokens an answer is taken to have before any came. Counts as one answer in the
    /// mean.
    pub expected_answer_tokens: u64,
    /// How long the first requests are assembled, to be sent together: were they sent one by one,
    /// a refusal of the first would hold up all others. Zero sends each as it comes.
    pub assembly: Duration,
}

impl Default for Limits {
    /// No limits, answers of 5,000 tokens, and nothing assembled.
    fn default() -> Self {
        Self {
            concurrency: 0,
            requests_per_minute: 0,
            tokens_per_minute: 0,
            expected_answer_tokens: 5_000,
            assembly: Duration::ZERO,
        }
    }
}

/// What all requests of a run pass before they are sent, first come, first served: the [`Gate`],
/// which is closed when the service asks for a pause; the requests and the tokens of the last
/// minute; and how many are in flight, which adapts to what the service bears. Requests that are
/// not [metered](crate::Request::metered) pass the gate alone.
///
/// Who waits here holds nothing: a request takes its place in all limits in one moment, and gives
/// the one in flight back when its answer was read to its end or is no longer wanted.
///
/// Clones are the same throttle.
#[derive(Clone)]
pub struct Throttle {
    shared: Arc<Shared>,
}

/// How a throttle is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ThrottleState {
    /// How many requests may be in flight now; `None` for any number.
    pub limit: Option<usize>,
    /// How many are.
    pub in_flight: usize,
    /// How many wait to be sent.
    pub waiting: usize,
    /// How long the service will still be left alone; zero if it need not be.
    pub pause: Duration,
    /// How many requests the service refused because it had too much to do.
    pub refusals: u64,
}

/// What came of a metered request, as its reader found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A whole answer, with the tokens of question and answer as far as the service told them.
    Answered {
        /// Tokens of the question.
        prompt_tokens: Option<u64>,
        /// Tokens of the answer.
        answer_tokens: Option<u64>,
    },
    /// The service had too much to do; how long it asked to be left alone, if it did.
    Refused(Option<Duration>),
    /// Anything else.
    Failed,
}

struct Shared {
    gate: Gate,
    state: Mutex<State>,
    /// The one of those who wait who wakes when time lets the first of them go. It is locked in the
    /// order in which they came.
    clock: tokio::sync::Mutex<()>,
    /// Something changed that the clock should know.
    changed: Notify,
}

struct State {
    window: Window,
    concurrency: Concurrency,
    answers: Answers,
    waiting: VecDeque<Waiting>,
    assembly: Duration,
    /// When the first may go, once there is one.
    begins: Option<Instant>,
    /// The number of the request that is sent next.
    next: u64,
    /// When somebody last came to wait, or an answer came.
    moved: Option<Instant>,
    /// The end of the pause after which a lot was let go last.
    assembled: Option<Instant>,
    /// After a long pause: when the next one may go.
    paced: Option<Instant>,
    refusals: u64,
}

/// The mean length of an answer.
struct Answers {
    count: u64,
    tokens: u64,
}

/// One that waits.
struct Waiting {
    prompt_tokens: u64,
    permit: oneshot::Sender<Permit>,
}

/// The place of a metered request. Dropping it gives the place in flight back.
pub(crate) struct Permit {
    shared: Arc<Shared>,
    number: u64,
    prompt_tokens: u64,
}

impl Throttle {
    /// A throttle with these limits around a gate.
    pub fn new(limits: Limits, gate: Gate) -> Self {
        let state = State {
            window: Window::new(limits.requests_per_minute, limits.tokens_per_minute),
            concurrency: Concurrency::new(limits.concurrency),
            answers: Answers { count: 1, tokens: limits.expected_answer_tokens },
            waiting: VecDeque::new(),
            assembly: limits.assembly,
            begins: None,
            next: 0,
            moved: None,
            assembled: None,
            paced: None,
            refusals: 0,
        };
        let shared = Shared {
            gate,
            state: Mutex::new(state),
            clock: tokio::sync::Mutex::default(),
            changed: Notify::new(),
        };
        Self { shared: Arc::new(shared) }
    }

    /// Where everyone waits when the service asks for a pause.
    pub fn gate(&self) -> &Gate {
        &self.shared.gate
    }

    /// How it is doing.
    pub fn state(&self) -> ThrottleState {
        let state = self.shared.lock();
        ThrottleState {
            limit: state.concurrency.limit(),
            in_flight: state.concurrency.in_flight(),
            waiting: state.waiting.iter().filter(|it| !it.permit.is_closed()).count(),
            pause: self.shared.gate.remaining(),
            refusals: state.refusals,
        }
    }

    /// Waits until a request may be sent.
    pub(crate) async fn admit(&self, prompt_tokens: u64) -> Permit {
        let shared = &self.shared;
        loop {
            let (sender, mut permit) = oneshot::channel();
            {
                let mut state = shared.lock();
                state.waiting.push_back(Waiting { prompt_tokens, permit: sender });
                state.moved = Some(Instant::now());
            }
            shared.advance();
            let admitted = tokio::select! {
                biased;
                permit = &mut permit => permit,
                _clock = shared.clock.lock() => shared.keep_clock(&mut permit).await,
            };
            // The other end is kept until it is used, so this is no loop.
            if let Ok(permit) = admitted {
                return permit;
            }
        }
    }
}

impl Default for Throttle {
    /// No limits.
    fn default() -> Self {
        Self::new(Limits::default(), Gate::default())
    }
}

impl fmt::Debug for Throttle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Throttle").field(&self.state()).finish()
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets all go whose time has come, until the keeper of the clock is among them.
    async fn keep_clock(
        self: &Arc<Self>,
        own: &mut oneshot::Receiver<Permit>,
    ) -> Result<Permit, oneshot::error::RecvError> {
        loop {
            let due = self.advance();
            let alarm = async {
                match due {
                    Some(at) => sleep_until(at).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                biased;
                permit = &mut *own => return permit,
                () = self.changed.notified() => {}
                () = alarm => {}
            }
        }
    }

    /// Lets all go who may, in their order. Returns when time lets the next one go; `None` if
    /// nobody waits, or for a place in flight.
    ///
    /// They go in one lot: were they let go one by one, the refusal of the first would close the
    /// gate before the second.
    fn advance(self: &Arc<Self>) -> Option<Instant> {
        let mut unclaimed = Vec::new();
        let due = {
            let mut state = self.lock();
            loop {
                let Some(first) = state.waiting.front() else { break None };
                if first.permit.is_closed() {
                    state.waiting.pop_front();
                    continue;
                }
                let prompt_tokens = first.prompt_tokens;
                let now = Instant::now();
                let due = self.due(&mut state, prompt_tokens, now);
                if due.is_some() || !state.concurrency.has_room() {
                    break due;
                }
                let Some(first) = state.waiting.pop_front() else { break None };
                let number = state.next;
                state.next += 1;
                let tokens = state.estimate(prompt_tokens);
                state.window.note(number, tokens, now);
                state.concurrency.enter();
                state.paced = None;
                let permit = Permit { shared: Arc::clone(self), number, prompt_tokens };
                unclaimed.extend(first.permit.send(permit).err());
            }
        };
        // To drop a permit takes the lock.
        for permit in unclaimed {
            permit.withdraw();
        }
        due
    }

    /// When the gate and the window let a request go; `None` for at once.
    fn due(&self, state: &mut State, prompt_tokens: u64, now: Instant) -> Option<Instant> {
        let begins = *state.begins.get_or_insert(now + state.assembly);
        if now < begins {
            return Some(begins);
        }
        if let Some(Opening { at, pause, spread }) = self.gate.opening() {
            if now < at {
                state.paced = None;
                return Some(at);
            }
            if let Some(complete) = state.completes(at, pause).filter(|it| now < *it) {
                return Some(complete);
            }
            state.assembled = Some(at);
            let left = (at + spread).saturating_duration_since(now);
            if !left.is_zero() {
                let share = left / u32::try_from(state.waiting.len()).unwrap_or(u32::MAX);
                let paced = *state.paced.get_or_insert_with(|| now + self.gate.part_of(share));
                if now < paced {
                    return Some(paced);
                }
            }
        }
        let tokens = state.estimate(prompt_tokens);
        state.window.opens(tokens, now)
    }

    /// Lets go who may, and tells the clock when the next one may.
    fn changed(self: &Arc<Self>) {
        if self.advance().is_some() {
            self.changed.notify_one();
        }
    }
}

impl State {
    /// When the lot is complete that goes after a pause which ended at `end`; `None` if it is, or has
    /// gone.
    ///
    /// The first refusal of a lot closes the gate, so whoever is not among it loses a whole pause.
    /// Where answers take about as long as the pause, those in flight come back just after it, and the
    /// requests that take their places are worth a wait. It ends when nobody has come for longer than
    /// those who are missing are worth: a hundredth of the pause for a hundredth of the lot. Where
    /// answers take minutes, it is quiet already.
    fn completes(&self, end: Instant, pause: Duration) -> Option<Instant> {
        if self.assembled == Some(end) {
            return None;
        }
        let missing = self
            .concurrency
            .limit()
            .map_or(1.0, |limit| limit.saturating_sub(self.waiting.len()) as f64 / limit as f64);
        let all_came = self.concurrency.in_flight() == 0;
        let quiet = pause.mul_f64(missing).min(if all_came { QUIET_AFTER_ALL } else { QUIET });
        self.moved.map(|moved| (moved + quiet).min(end + LONGEST_ASSEMBLY))
    }

    /// How many tokens a question and its answer are likely to have.
    fn estimate(&self, prompt_tokens: u64) -> u64 {
        prompt_tokens.saturating_add(self.answers.tokens / self.answers.count)
    }
}

impl Permit {
    /// Learns from what came of the request. A pause closes the gate at once: the place in flight
    /// is given back afterwards, and nobody takes it into the pause.
    pub(crate) fn report(&self, outcome: Outcome, longest_pause: Duration) {
        let now = Instant::now();
        let mut state = self.shared.lock();
        match outcome {
            Outcome::Answered { prompt_tokens, answer_tokens } => {
                if let Some(tokens) = answer_tokens {
                    state.answers.count += 1;
                    state.answers.tokens = state.answers.tokens.saturating_add(tokens);
                    let tokens = prompt_tokens.unwrap_or(self.prompt_tokens).saturating_add(tokens);
                    state.window.settle(self.number, tokens);
                }
                state.concurrency.answer(now);
            }
            Outcome::Refused(wait) => {
                if let Some(wait) = wait.filter(|wait| *wait <= longest_pause) {
                    self.shared.gate.close_for(wait);
                }
                state.refusals += 1;
                state.window.settle(self.number, 0);
                let next = state.next;
                state.concurrency.refuse(self.number, next, wait.is_some(), now);
            }
            Outcome::Failed => {}
        }
    }

    /// Gives all places back: the service never saw the request.
    pub(crate) fn withdraw(self) {
        self.shared.lock().window.withdraw(self.number);
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        {
            let mut state = self.shared.lock();
            state.concurrency.leave();
            state.moved = Some(Instant::now());
        }
        self.shared.changed();
    }
}

impl fmt::Debug for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Permit({})", self.number)
    }
}
