//! Works on one task: asks until enough is accepted, and writes every step to the journal first.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use journal::{
    Accepted, Answer, AttemptRow, Begun, Entry, Journal, Outcome, Reader, ScoreRow, TaskRow,
};
use llm::{Request, Sampling, Usage};
use rewards::{ScoreSummary, TaskFacts};
use tokio::sync::Semaphore;

use crate::export::Held;
use crate::ledger::{BudgetReached, Ledger};
use crate::schedule::Ticket;
use crate::settings::{Order, Pipeline};
use crate::verdict::{Judgement, Rejection};

/// How often a request is made whose answer was lost on the way. Each may have been paid for.
const MOST_SENDS: u32 = 4;
/// The time between the first and the second of these; it doubles with each. An answer that broke
/// off late has waited for as long already.
const RESEND_WAIT: Duration = Duration::from_millis(250);

/// What all tasks of a run share.
pub(crate) struct Shared {
    pub(crate) pipeline: Pipeline,
    pub(crate) order: Order,
    pub(crate) journal: Journal,
    pub(crate) ledger: Ledger,
    /// As many permits as requests may be under way.
    pub(crate) slots: Semaphore,
    /// As many permits as answers may be scored at a time.
    pub(crate) scoring: Semaphore,
    /// As many permits as answers may wait for that in memory; the others are in the journal.
    pub(crate) waiting: Semaphore,
    /// As many permits as examples may be at hand until they are written.
    pub(crate) at_hand: Arc<Semaphore>,
    pub(crate) archive: Archive,
    /// Whether something was met that no other request can escape.
    pub(crate) is_ending: AtomicBool,
}

impl Shared {
    /// Whether nothing new is to be asked.
    fn is_ending(&self) -> bool {
        self.is_ending.load(Ordering::Relaxed)
            || self.pipeline.stop.is_requested()
            || self.journal.is_short_of_room()
    }
}

/// Answers that are on disk already.
pub(crate) struct Archive {
    own: Mutex<Reader>,
    /// The journals of earlier runs, whose answers may be used again.
    earlier: Mutex<Vec<Reader>>,
}

impl Archive {
    pub(crate) fn new(own: Reader, earlier: &[PathBuf]) -> Self {
        // A journal that cannot be read has nothing to give; its owner will hear of it elsewhere.
        let earlier = earlier.iter().filter_map(|folder| Reader::open(folder).ok()).collect();
        Self { own: Mutex::new(own), earlier: Mutex::new(earlier) }
    }

    /// A task as it was asked.
    pub(crate) fn task(&self, position: u64) -> Result<Option<TaskRow>, journal::Error> {
        self.own.lock().unwrap_or_else(PoisonError::into_inner).task(position)
    }

    fn own(&self, attempt: u64) -> Result<Option<Answer>, journal::Error> {
        self.own.lock().unwrap_or_else(PoisonError::into_inner).answer(attempt)
    }

    fn earlier(&self, request: &[u8; 32]) -> Option<(Answer, String)> {
        let readers = self.earlier.lock().unwrap_or_else(PoisonError::into_inner);
        let found = readers.iter().filter_map(|reader| reader.answer_to(request).ok().flatten());
        // An answer that cannot become an example is worth another try.
        found.into_iter().find(|(answer, _)| answer.completion.usable().is_ok())
    }
}

/// One try of a task.
#[derive(Debug)]
pub(crate) struct Tried {
    pub(crate) attempt: u64,
    pub(crate) rejection: Option<Rejection>,
    pub(crate) card: Option<ScoreSummary>,
    pub(crate) usage: Usage,
    /// Whether an earlier run paid for it.
    pub(crate) is_reused: bool,
    pub(crate) is_synthetic: bool,
    /// What its record needs, if it was accepted just now, as the one of its task, and there is room.
    pub(crate) held: Option<Held>,
}

/// What became of a task.
pub(crate) struct Worked {
    pub(crate) ticket: Ticket,
    pub(crate) task: String,
    pub(crate) tried: Vec<Tried>,
    /// Why the last request got no answer.
    pub(crate) failure: Option<llm::Error>,
    /// Why the task was left before it was settled.
    pub(crate) halt: Option<Halt>,
}

/// Why a run cannot go on.
#[derive(Debug)]
pub(crate) enum Halt {
    /// The run ends for another reason.
    Ending,
    Budget(BudgetReached),
    Journal(journal::Error),
}

impl From<journal::Error> for Halt {
    fn from(error: journal::Error) -> Self {
        Self::Journal(error)
    }
}

impl Worked {
    /// The attempts with accepted answers, best first; of equal ones the earlier.
    pub(crate) fn accepted(&self) -> Vec<u64> {
        let mut accepted: Vec<&Tried> =
            self.tried.iter().filter(|tried| tried.rejection.is_none()).collect();
        let score = |tried: &Tried| tried.card.as_ref().and_then(|card| card.score).unwrap_or(0.0);
        accepted.sort_by(|a, b| score(b).total_cmp(&score(a)));
        accepted.into_iter().map(|tried| tried.attempt).collect()
    }
}

/// Works on a task until it is settled. `recorded` are the attempts that the journal knows of.
pub(crate) async fn work(
    shared: &Shared,
    ticket: Ticket,
    row: Arc<TaskRow>,
    recorded: Vec<AttemptRow>,
) -> Worked {
    let mut worked =
        Worked { ticket, task: row.id.clone(), tried: Vec::new(), failure: None, halt: None };
    let mut task = Task {
        shared,
        id: row.id.clone(),
        position: row.position,
        is_recorded: !recorded.is_empty(),
        row: Some(row),
        recorded,
        seen: Vec::new(),
    };
    for sample in 0..shared.order.most_samples() {
        match task.sample(sample).await {
            Ok(Ok(tried)) => worked.tried.push(tried),
            // The model has tried as often as makes sense: another sample would fare no better.
            Ok(Err(failure)) => {
                worked.failure = Some(failure);
                break;
            }
            Err(halt) => {
                worked.halt = Some(halt);
                break;
            }
        }
        let is_accepted = worked.tried.last().is_some_and(|tried| tried.rejection.is_none());
        if is_accepted && shared.order.samples.is_none() {
            break;
        }
    }
    worked
}

/// An answer that the journal has and nobody has judged.
struct Found {
    attempt: u64,
    sample: u32,
    answer: Answer,
    /// The run that paid for it, if that was another.
    reused_from: Option<String>,
}

struct Task<'d> {
    shared: &'d Shared,
    id: String,
    position: u64,
    /// Its texts; `None` while a service works on it, for they are in the journal, and thousands of tasks
    /// may be waited for.
    row: Option<Arc<TaskRow>>,
    recorded: Vec<AttemptRow>,
    /// Whether the journal has the task.
    is_recorded: bool,
    /// The accepted answers so far, if several are wanted.
    seen: Vec<String>,
}

impl Task<'_> {
    /// Gets one sample: from the journal, from an earlier run, or from the model.
    async fn sample(&mut self, sample: u32) -> Result<Result<Tried, llm::Error>, Halt> {
        let known = self.recorded.iter().position(|it| it.sample == sample && it.has_answer());
        if let Some(known) = known {
            let known = self.recorded.swap_remove(known);
            return self.recorded(known).await.map(Ok);
        }
        let mut request = Request::new(
            self.row()?.prompt.clone(),
            Sampling { seed: self.shared.order.seed, ..Sampling::default() },
        );
        request.sample = sample;
        let digest = digest(&self.shared.pipeline, &request);
        if self.shared.pipeline.model.endpoint().is_some()
            && let Some((answer, from)) = self.shared.archive.earlier(&digest)
        {
            let attempt = self.shared.journal.next_attempt();
            let completion = Arc::clone(&answer.completion);
            let outcome = Outcome::Reused { completion, from: from.clone() };
            let mut entries = self.begin(attempt, sample, digest, None)?;
            // The time of the answer, not of its reuse: records carry it.
            entries.push(Entry::Ended {
                attempt,
                at: answer.at,
                outcome: Box::new(outcome),
                charged_usd: None,
            });
            self.shared.journal.put(entries).await?;
            let found = Found { attempt, sample, answer, reused_from: Some(from) };
            return self.judge(found).await.map(Ok);
        }
        self.ask(&request, digest).await
    }

    /// Takes an answer that the journal has.
    async fn recorded(&mut self, known: AttemptRow) -> Result<Tried, Halt> {
        let keeps_texts = self.shared.order.samples.is_some();
        if (known.score.is_none() || keeps_texts)
            && let Some(answer) = self.shared.archive.own(known.attempt)?
        {
            let AttemptRow { attempt, sample, reused_from, .. } = known;
            return self.judge(Found { attempt, sample, answer, reused_from }).await;
        }
        let score = known.score.as_ref();
        let card = score.and_then(|score| serde_json::from_str(score.card.as_deref()?).ok());
        Ok(Tried {
            attempt: known.attempt,
            rejection: score.and_then(|score| Rejection::of_verdict(&score.verdict)),
            card,
            usage: known.usage,
            is_reused: known.reused_from.is_some(),
            is_synthetic: known.is_synthetic,
            held: None,
        })
    }

    /// Asks the model, as often as answers are lost on the way and the budget allows.
    async fn ask(
        &mut self,
        request: &Request,
        digest: [u8; 32],
    ) -> Result<Result<Tried, llm::Error>, Halt> {
        let Shared { pipeline, journal, ledger, slots, .. } = self.shared;
        let worst_usd = ledger.worst_usd(request);
        let mut sends = 0;
        // Kept until there is an answer: what was lost is asked for again before anything new is.
        let mut permit = Some(slots.acquire().await.map_err(|_| Halt::Ending)?);
        loop {
            sends += 1;
            if self.shared.is_ending() {
                return Err(Halt::Ending);
            }
            ledger.reserve(worst_usd).await.map_err(Halt::Budget)?;
            if self.shared.is_ending() {
                ledger.settle(worst_usd, 0.0);
                return Err(Halt::Ending);
            }
            let attempt = journal.next_attempt();
            let entries = self.begin(attempt, request.sample, digest, worst_usd)?;
            journal.put(entries).await?;
            if pipeline.model.endpoint().is_some() {
                self.row = None;
            }
            let sent = (pipeline.clock)();
            let answered = pipeline.model.complete(request).await.map(Arc::new);
            let (outcome, charged_usd) = match &answered {
                Ok(completion) => (
                    Outcome::Answered(Arc::clone(completion)),
                    ledger.charge(worst_usd, &completion.usage),
                ),
                Err(error) => {
                    if error.kind().ends_run() {
                        self.shared.is_ending.store(true, Ordering::Relaxed);
                    }
                    let (kind, message) = (format!("{:?}", error.kind()), error.to_string());
                    if error.may_have_cost() {
                        (Outcome::Lost { kind, message }, worst_usd)
                    } else {
                        (Outcome::Failed { kind, message }, None)
                    }
                }
            };
            let is_lost = matches!(outcome, Outcome::Lost { .. });
            let may_resend = is_lost && sends < MOST_SENDS;
            let resends = may_resend && answered.as_ref().is_err_and(llm::Error::is_retryable);
            if !resends {
                drop(permit.take());
            }
            let at = (pipeline.clock)();
            let ended = Entry::Ended { attempt, at, outcome: Box::new(outcome), charged_usd };
            journal.put(vec![ended]).await?;
            if is_lost {
                ledger.lose(worst_usd);
            } else {
                ledger.settle(worst_usd, charged_usd.unwrap_or(0.0));
            }
            match answered {
                Ok(completion) => {
                    let answer = Answer { completion, at };
                    let sample = request.sample;
                    let found = Found { attempt, sample, answer, reused_from: None };
                    return self.judge(found).await.map(Ok);
                }
                Err(error) if resends => {
                    tracing::info!(task = self.id, %error, "the answer was lost, asking again");
                    let took = Duration::try_from(at.duration_since(sent)).unwrap_or_default();
                    let wait = RESEND_WAIT * 2_u32.pow(sends - 1);
                    tokio::time::sleep(wait.saturating_sub(took)).await;
                }
                Err(error) => return Ok(Err(error)),
            }
        }
    }

    /// The entries that say that a request is about to be made.
    fn begin(
        &mut self,
        attempt: u64,
        sample: u32,
        request: [u8; 32],
        worst_usd: Option<f64>,
    ) -> Result<Vec<Entry>, Halt> {
        let mut entries = Vec::with_capacity(3);
        if !std::mem::replace(&mut self.is_recorded, true) {
            entries.push(Entry::Task(self.row()?));
        }
        let at = (self.shared.pipeline.clock)();
        let position = self.position;
        entries.push(Entry::Begun(Begun { attempt, position, sample, request, worst_usd, at }));
        Ok(entries)
    }

    /// The task as it is asked.
    fn row(&mut self) -> Result<Arc<TaskRow>, Halt> {
        if let Some(row) = &self.row {
            return Ok(Arc::clone(row));
        }
        let row = self
            .shared
            .archive
            .task(self.position)?
            .ok_or_else(|| self.damaged("question is gone"))?;
        Ok(Arc::clone(self.row.insert(Arc::new(row))))
    }

    /// The journal does not have what it took.
    fn damaged(&self, what: &str) -> journal::Error {
        journal::Error::Damaged {
            path: self.shared.journal.folder().to_owned(),
            what: format!("of the task {}, the {what}", self.id),
        }
    }

    /// Scores an answer and writes what was found.
    async fn judge(&mut self, found: Found) -> Result<Tried, Halt> {
        let Found { attempt, sample, answer, reused_from } = found;
        let Shared { pipeline, journal, order, scoring, waiting, .. } = self.shared;
        let place = waiting.try_acquire().ok();
        let answer = place.is_some().then_some(answer);
        // Fails only if it is closed, which nobody does.
        let permit = scoring.acquire().await.map_err(|_| Halt::Ending)?;
        drop(place);
        let answer = match answer {
            Some(answer) => answer,
            None => {
                self.shared.archive.own(attempt)?.ok_or_else(|| self.damaged("answer is gone"))?
            }
        };
        let completion = &*answer.completion;
        let task = self.row()?;
        let facts: TaskFacts = serde_json::from_str(&task.facts)
            .map_err(|error| self.damaged(&format!("facts are unreadable ({error})")))?;
        let mut judgement =
            Judgement::of(completion, &facts, &task.prompt, &pipeline.scorer, order.min_quality);
        drop(permit);
        if order.samples.is_some() && judgement.rejection.is_none() {
            let text = essence(&completion.answer);
            if self.seen.contains(&text) {
                judgement.rejection = Some(Rejection::Duplicate);
            } else {
                self.seen.push(text);
            }
        }
        let card = judgement.card.as_ref().and_then(|card| serde_json::to_string(card).ok());
        // Nothing that is not needed any more is kept while the score is written.
        drop(facts);
        let row = ScoreRow { attempt, verdict: judgement.name(), score: judgement.score(), card };
        journal.put(vec![Entry::Score(row.clone())]).await?;
        let (usage, is_synthetic) = (completion.usage, completion.is_synthetic());
        let is_reused = reused_from.is_some();
        let is_the_one = judgement.rejection.is_none() && order.samples.is_none();
        let at_hand = &self.shared.at_hand;
        let place = is_the_one.then(|| Arc::clone(at_hand).try_acquire_owned().ok()).flatten();
        let held = place.map(|place| Held {
            accepted: Accepted { task, answer, sample, reused_from, score: row },
            place,
        });
        let Judgement { rejection, card } = judgement;
        Ok(Tried { attempt, rejection, card, usage, is_reused, is_synthetic, held })
    }
}

/// What two answers must share to be the same: their words, whatever the spaces between them.
fn essence(answer: &str) -> String {
    answer.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The digest of all that decides about an answer.
fn digest(pipeline: &Pipeline, request: &Request) -> [u8; 32] {
    let endpoint = pipeline.model.endpoint().unwrap_or_default();
    let sampling = serde_json::to_string(&request.sampling).unwrap_or_default();
    let mut hasher = blake3::Hasher::new();
    for part in [endpoint, pipeline.model.id(), &sampling, &request.prompt] {
        // The lengths keep parts from flowing into each other.
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.update(&request.sample.to_le_bytes());
    *hasher.finalize().as_bytes()
}
