//! Asks tasks until the schedule is filled, or something ends the run.

use std::sync::Arc;
use std::time::Duration;

use journal::AttemptRow;
use tasks::{Desk, TaskKey};
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::Error;
use crate::export::{Exporter, of_task};
use crate::ledger::BudgetReached;
use crate::record::task_row;
use crate::report::Event;
use crate::schedule::{Next, Schedule, Shape, Ticket};
use crate::settings::Settings;
use crate::tally::Tally;
use crate::verdict::Rejection;
use crate::work::{Halt, Shared, Worked, work};

/// How many tasks may fail one after the other, for want of any answer, before the run ends: a
/// service that is out of reach stays so for the next task too.
const MOST_FAILURES: usize = 10;
/// How many tasks more than there are requests are at hand: while answers are scored and written
/// down, others are asked. Answers that were asked for together come together.
const MOST_AHEAD: usize = 256;
/// When nobody is to be waited for any longer.
const FAR: Duration = Duration::from_hours(8760);

/// How asking ended.
#[derive(Debug)]
pub(crate) enum End {
    /// All slots are filled, or nothing is left to fill them.
    Done,
    /// The model cannot go on.
    Failed(llm::Error),
    /// The next request could pass the budget.
    Budget(BudgetReached),
    /// A person ended it.
    Interrupted,
    /// The disk takes no more.
    Journal(journal::Error),
}

/// What is asked.
pub(crate) struct Asking<'a> {
    pub(crate) shared: &'a Arc<Shared>,
    pub(crate) settings: &'a Settings,
    pub(crate) desk: &'a Desk,
    pub(crate) keys: &'a [Option<TaskKey>],
    /// What the journal knows, sorted by task.
    pub(crate) attempts: Vec<AttemptRow>,
}

impl Asking<'_> {
    /// Asks until the schedule is filled or something ends it. What is in flight then is waited
    /// for: it may be paid.
    pub(crate) async fn run(
        &self,
        shape: Shape,
        tally: &mut Tally,
        exporter: &mut Exporter,
    ) -> Result<End, Error> {
        let stop = &self.shared.pipeline.stop;
        let mut schedule = Schedule::new(shape);
        let mut working = JoinSet::new();
        let mut end = None;
        let mut failures_in_a_row = 0;
        let mut told_short = false;
        let mut patience = Box::pin(sleep(FAR));
        let concurrency = self.settings.concurrency.max(1);
        // Before the model has answered at all, few: they might be asked in vain.
        let mut most = concurrency + concurrency / 8 + 1;
        let in_flight = || concurrency - self.shared.slots.available_permits().min(concurrency);
        loop {
            if end.is_none() && self.shared.journal.is_short_of_room() {
                let folder = self.shared.journal.folder().to_owned();
                end = Some(End::Journal(journal::Error::DiskFull(folder)));
            }
            while end.is_none() && working.len() < most {
                let Next::Ask(ticket) = schedule.next() else { break };
                match self.prepare(shape, ticket)? {
                    Some((row, recorded)) => {
                        let (shared, row) = (self.shared.clone(), Arc::new(row));
                        working.spawn(async move { work(&shared, ticket, row, recorded).await });
                    }
                    // The data of the day cannot answer the question, or it was given up before.
                    None => schedule.settle(ticket, &[]),
                }
            }
            let worked = tokio::select! {
                biased;
                worked = working.join_next() => match worked {
                    Some(worked) => worked.map_err(Error::Worker)?,
                    None => break,
                },
                () = stop.requested(), if end.is_none() => {
                    end = Some(End::Interrupted);
                    let grace = self.settings.grace;
                    patience = Box::pin(sleep(grace));
                    let in_flight = in_flight();
                    self.shared.pipeline.reporter.event(Event::Ending { in_flight, grace });
                    tracing::info!(in_flight, "the run is asked to end");
                    continue;
                },
                () = stop.now() => { end = end.or(Some(End::Interrupted)); break },
                () = &mut patience => break,
            };
            if worked.failure.is_none() && worked.halt.is_none() {
                most = concurrency + concurrency.min(MOST_AHEAD);
            }
            failures_in_a_row = if worked.failure.is_some() { failures_in_a_row + 1 } else { 0 };
            let most_failures = failures_in_a_row >= MOST_FAILURES;
            let ended_by = self.settle(worked, &mut schedule, tally, exporter, most_failures);
            if end.is_none() || matches!(ended_by, Some(End::Journal(_))) {
                end = ended_by.or(end);
            }
            let (possible, wanted) = (schedule.most_possible(), schedule.wanted());
            if possible < wanted && !told_short && end.is_none() {
                told_short = true;
                self.shared.pipeline.reporter.event(Event::Short { possible, wanted });
            }
            tally.progress.accepted = wanted - schedule.missing();
            tally.progress.in_flight = in_flight();
            tally.progress.spent_usd = self.shared.ledger.balance().spent.at_most_usd();
            self.shared.pipeline.reporter.event(Event::Progress(&tally.progress));
        }
        working.shutdown().await;
        for attempts in schedule.rest() {
            exporter.write(attempts);
        }
        // Whatever came in between, a run that has all it wanted is done.
        Ok(end.filter(|_| schedule.missing() > 0).unwrap_or(End::Done))
    }

    /// Takes note of what became of a task. Returns what ends the run, if it does.
    fn settle(
        &self,
        mut worked: Worked,
        schedule: &mut Schedule,
        tally: &mut Tally,
        exporter: &mut Exporter,
        most_failures: bool,
    ) -> Option<End> {
        self.tell(&worked);
        tally.task(&worked);
        let is_halted = worked.halt.is_some();
        let halt = worked.halt.take().and_then(|halt| match halt {
            Halt::Ending => None,
            Halt::Budget(reached) => Some(End::Budget(reached)),
            Halt::Journal(error) => Some(End::Journal(error)),
        });
        let failed = worked.failure.take();
        let ends_run = failed.as_ref().is_some_and(|it| it.kind().ends_run() || most_failures);
        if is_halted || ends_run {
            let accepted = worked.accepted();
            if accepted.is_empty() {
                // Not settled: the run that goes on asks it again.
                schedule.give_back(worked.ticket);
            } else {
                schedule.settle(worked.ticket, &accepted);
            }
        } else {
            schedule.settle(worked.ticket, &worked.accepted());
        }
        for tried in worked.tried {
            if let Some(held) = tried.held {
                exporter.hold(tried.attempt, held);
            }
        }
        while let Some(attempts) = schedule.next_settled() {
            exporter.write(attempts);
        }
        halt.or_else(|| failed.filter(|_| ends_run).map(End::Failed))
    }

    fn tell(&self, worked: &Worked) {
        let reporter = &self.shared.pipeline.reporter;
        let (task, failure) = (worked.task.as_str(), worked.failure.as_ref());
        for tried in &worked.tried {
            let Some(rejection) = tried.rejection else { continue };
            let score = tried.card.as_ref().and_then(|card| card.score);
            reporter.event(Event::Rejected { task, rejection, score, failure: None });
            tracing::debug!(task, %rejection, score, "rejected");
        }
        if let Some(error) = failure {
            let rejection = Rejection::Failed;
            reporter.event(Event::Rejected { task, rejection, score: None, failure });
            tracing::warn!(task, %error, "no answer");
        }
    }

    /// Writes a task out, with what the journal has of it. `None` if it is not to be asked.
    fn prepare(
        &self,
        shape: Shape,
        ticket: Ticket,
    ) -> Result<Option<(journal::TaskRow, Vec<AttemptRow>)>, Error> {
        let recorded = of_task(&self.attempts, ticket.position as u64);
        if recorded.is_empty() {
            let key = self.keys.get(ticket.position).and_then(Option::as_ref);
            let task = key.and_then(|key| self.desk.task(key));
            return Ok(task.map(|task| (task_row(ticket.position, task), Vec::new())));
        }
        // Without an answer it was given up if another task took its place.
        let has_answer = recorded.iter().any(AttemptRow::has_answer);
        let next = (ticket.position + shape.slots()) as u64;
        if !has_answer && !of_task(&self.attempts, next).is_empty() {
            return Ok(None);
        }
        let row = self.shared.archive.task(ticket.position as u64)?;
        Ok(row.map(|row| (row, recorded.to_vec())))
    }
}
