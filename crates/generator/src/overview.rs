//! Looks at a run that is recorded: what came of it, and what would under other rewards.

use std::path::Path;

use indexmap::IndexMap;
use jiff::Timestamp;
use journal::{Money, Reader, State};
use rewards::{Scorer, TaskFacts};
use serde::Serialize;

use crate::Error;
use crate::collect::Selector;
use crate::export::{replay, shape};
use crate::record::RunRecord;
use crate::summary::Distribution;
use crate::verdict::{Judgement, Rejection};

/// What came of a run.
#[derive(Clone, Debug, Serialize)]
pub struct Overview {
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended, if it did not just vanish.
    pub ended_at: Option<Timestamp>,
    /// How far it is: running, killed, interrupted, stopped or finished.
    pub state: &'static str,
    /// Why it ended before its time.
    pub reason: Option<String>,
    /// How many examples it has.
    pub accepted: usize,
    /// How many are wanted.
    pub wanted: usize,
    /// What became of its requests: outcome and number.
    pub outcomes: IndexMap<String, usize>,
    /// Its rejected answers: reason and number.
    pub rejected: IndexMap<String, usize>,
    /// What it spent.
    pub money: Money,
    /// Its settings.
    pub record: RunRecord,
}

impl Overview {
    /// What it spent, in words of a column.
    pub fn cost(&self) -> String {
        if self.record.endpoint.is_none() {
            return "–".to_owned();
        }
        format!("${:.4}", self.money.at_most_usd())
    }

    /// What it is about, in words of a column.
    pub fn what(&self) -> String {
        let order = &self.record.order;
        let chains: Vec<&str> = order
            .selectors
            .iter()
            .map(|selector| match selector {
                Selector::Kind(kind) => kind.name(),
                Selector::Named(name) => name,
            })
            .collect();
        let shard =
            if order.shard.count > 1 { format!(", shard {}", order.shard) } else { String::new() };
        format!("{}: {}, seed {}{shard}", self.record.model, chains.join(" "), order.seed)
    }
}

/// Reads what came of a run, also while it goes on.
///
/// # Errors
/// If its journal cannot be read.
pub fn overview(folder: &Path) -> Result<Overview, Error> {
    let reader = Reader::open(folder)?;
    let run = reader.run()?;
    let record = RunRecord::read(&run)?;
    let attempts = reader.attempts()?;
    let plan = reader.plan()?.len();
    let schedule = replay(&record, plan, &attempts);
    let wanted = shape(&record, plan).wanted_here();
    let (mut outcomes, mut rejected) = (IndexMap::new(), IndexMap::new());
    for attempt in &attempts {
        let outcome = attempt.outcome.as_deref().unwrap_or("in flight");
        *outcomes.entry(outcome.to_owned()).or_default() += 1;
        let verdict =
            attempt.score.as_ref().and_then(|score| Rejection::of_verdict(&score.verdict));
        if let Some(rejection) = verdict {
            *rejected.entry(rejection.to_string()).or_default() += 1;
        }
    }
    Ok(Overview {
        started_at: run.started_at,
        ended_at: run.ended_at,
        state: match run.state {
            State::Running if !journal::is_running(folder) => "killed",
            state => state.name(),
        },
        reason: run.reason,
        accepted: wanted - schedule.missing(),
        wanted,
        outcomes,
        rejected,
        money: reader.money()?,
        record,
    })
}

/// What would change under other rewards.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Rescored {
    /// How many answers were scored again.
    pub answers: usize,
    /// Their composite scores as recorded.
    pub before: Distribution,
    /// Their composite scores now.
    pub after: Distribution,
    /// The scores of each reward, as recorded and now.
    pub components: IndexMap<String, (Distribution, Distribution)>,
    /// How many answers were accepted.
    pub accepted_before: usize,
    /// How many would be.
    pub accepted_after: usize,
    /// Answers that would be accepted and were not.
    pub newly_accepted: Vec<Change>,
    /// Answers that were accepted and would not be.
    pub newly_rejected: Vec<Change>,
}

/// An answer whose verdict would change.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    /// Its task.
    pub task: String,
    /// Which sample of it; 0 is the first.
    pub sample: u32,
    /// The recorded score.
    pub before: Option<f64>,
    /// The score now.
    pub after: Option<f64>,
}

/// Scores every answer of a run again. Asks nothing and changes nothing.
///
/// # Errors
/// If its journal cannot be read.
pub fn rescore(folder: &Path, scorer: &Scorer, least: Option<f64>) -> Result<Rescored, Error> {
    let reader = Reader::open(folder)?;
    let run = reader.run()?;
    let mut rescored = Rescored::default();
    for attempt in reader.attempts()?.iter().filter(|attempt| attempt.has_answer()) {
        let Some(recorded) = reader.accepted(attempt.attempt)? else { continue };
        let facts: TaskFacts = serde_json::from_str(&recorded.task.facts)
            .map_err(|source| Error::Record { run: run.name.clone(), source })?;
        let completion = &recorded.answer.completion;
        let now = Judgement::of(completion, &facts, &recorded.task.prompt, scorer, least);
        let card = recorded.score.card.as_deref();
        let before: Option<rewards::ScoreSummary> =
            card.and_then(|card| serde_json::from_str(card).ok());
        let (old, new) = (recorded.score.score, now.score());
        rescored.answers += 1;
        rescored.before.add_all(old);
        rescored.after.add_all(new);
        for (name, score) in before.iter().flat_map(|card| &card.components) {
            let of = rescored.components.entry(name.clone()).or_default();
            of.0.add_all(*score);
        }
        for (name, score) in now.card.iter().flat_map(|card| &card.components) {
            let of = rescored.components.entry(name.clone()).or_default();
            of.1.add_all(*score);
        }
        let was = Rejection::of_verdict(&recorded.score.verdict).is_none();
        // That it repeats another answer is not for the rewards to say.
        let is = now.rejection.is_none() && recorded.score.verdict != "duplicate";
        rescored.accepted_before += usize::from(was);
        rescored.accepted_after += usize::from(is);
        let change = || Change {
            task: recorded.task.id.clone(),
            sample: recorded.sample,
            before: old,
            after: new,
        };
        match (was, is) {
            (false, true) => rescored.newly_accepted.push(change()),
            (true, false) => rescored.newly_rejected.push(change()),
            _ => {}
        }
    }
    Ok(rescored)
}
