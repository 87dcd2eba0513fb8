//! The run: collect, plan, record, ask, score, write, split.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use dataset::SplitOptions;
use jiff::Timestamp;
use journal::{Durability, Entry, Journal, Money, Reader, RunRow, State};
use tasks::{Desk, Plan, TaskKey};
use tokio::sync::Semaphore;

use crate::ask::{Asking, End};
use crate::collect::collect;
use crate::export::{self, Exporter, Target};
use crate::ledger::Ledger;
use crate::record::{self, RunRecord, runs_folder};
use crate::report::Event;
use crate::settings::{Pipeline, Settings, Start};
use crate::summary::{Stopped, Summary};
use crate::tally::Tally;
use crate::work::{Archive, Shared};
use crate::{Error, ladder};

/// Room on the disk that is set aside for each answer in flight: more than a long trace takes.
const RESERVE_BYTES: u64 = 128 << 10;
/// The most room that is set aside.
const MOST_RESERVE_BYTES: u64 = 64 << 20;

/// Makes a dataset: the whole way from market data to the split files.
///
/// Everything is written to the journal in the run's folder before anything is made of it. An
/// unfinished run of the same settings goes on; see [`Start`].
///
/// The files appear under their final names only when all of them are whole. Fewer examples than
/// wanted are no error: [`Summary::is_complete`] tells, and [`Summary::stopped`] what ended the run
/// before its time. What had been accepted by then is written, unless a person ended it.
///
/// # Errors
/// Before anything is asked, if the data cannot carry the plan or the rewards fail their test
/// answers; later, if the model fails before anything is accepted or the disk takes no file.
pub async fn generate(pipeline: &Pipeline, settings: &Settings) -> Result<Summary, Error> {
    let run = match find(pipeline, settings)? {
        Some(folder) => resume(pipeline, settings, &folder).await?,
        None => begin(pipeline, settings).await?,
    };
    run.go(pipeline, settings).await
}

/// The folder of the run to be continued, if there is one.
fn find(pipeline: &Pipeline, settings: &Settings) -> Result<Option<PathBuf>, Error> {
    match &settings.start {
        Start::Afresh => Ok(None),
        Start::Resume(folder) => Ok(Some(folder.clone())),
        Start::Continue => {
            let record = RunRecord::new(pipeline, settings);
            let print = record.fingerprint(pipeline.source.revision().as_deref());
            let folders = journal::run_folders(&runs_folder(&settings.output_dir))?;
            Ok(record::unfinished(&folders, &print, &record))
        }
    }
}

/// A run that is ready to ask.
struct Run {
    row: RunRow,
    record: RunRecord,
    journal: Journal,
    reader: Reader,
    desk: Desk,
    /// What could be asked, in order; `None` where the data cannot carry it any more.
    keys: Vec<Option<TaskKey>>,
}

/// Begins a run: collects, plans, and writes both down.
async fn begin(pipeline: &Pipeline, settings: &Settings) -> Result<Run, Error> {
    let start = (pipeline.clock)();
    let reporter = &*pipeline.reporter;
    let order = &settings.order;
    let collected = collect(&*pipeline.source, &order.selectors, order.window, reporter).await?;
    let mut record = RunRecord::new(pipeline, settings);
    for drop in &collected.dropped {
        *record.dropped.entry(drop.reason.to_string()).or_default() += 1;
    }
    record.dropped.sort_keys();
    let mut entries = record::series_entries(&collected);
    let mut desk = Desk::new(pipeline.assessor.clone());
    for (series, asked) in collected.series {
        desk.add(series, asked);
    }
    let plan = Plan::new(&desk, order.seed, order.examples)?;
    let wanted = export::shape(&record, plan.len()).wanted_here();
    reporter.event(Event::Planned { wanted, standing_by: plan.len() - order.examples });
    validate(pipeline, settings)?;
    entries.push(Entry::Plan(plan.keys().iter().map(TaskKey::id).collect()));

    let name = run_name(&record, start);
    let print = record.fingerprint(pipeline.source.revision().as_deref());
    let row = RunRow::new(name, start, print, record.json());
    let (journal, reader) = Journal::create(
        &runs_folder(&settings.output_dir),
        &folder_name(&row.name, &record),
        &row,
        &entries,
        durability(&record),
    )?;
    let folder = journal.folder().to_owned();
    reporter.event(Event::Begun { folder: &folder });
    tracing::info!(folder = %folder.display(), tasks = plan.len(), wanted, "the run begins");
    let keys = plan.keys().iter().cloned().map(Some).collect();
    Ok(Run { row, record, journal, reader, desk, keys })
}

/// Opens a run that was begun before. One that is finished has nothing left to ask: its files are looked
/// after, so that whoever starts the program again until it succeeds need not know when it was killed.
async fn resume(pipeline: &Pipeline, settings: &Settings, folder: &Path) -> Result<Run, Error> {
    let row = Reader::open(folder)?.run()?;
    let mut record = RunRecord::read(&row)?;
    validate(pipeline, settings)?;
    let (journal, reader) = Journal::open(folder, durability(&record)).map_err(|error| {
        if matches!(error, journal::Error::Locked(_)) {
            Error::Running(folder.to_owned())
        } else {
            error.into()
        }
    })?;
    if settings.budget_usd.is_some() {
        record.budget_usd = settings.budget_usd;
    }
    let mut desk = Desk::new(pipeline.assessor.clone());
    for (series, asked) in record::recorded_series(&reader, &row)? {
        desk.add(series, asked);
    }
    let ids = reader.plan()?;
    let keys = match_keys(&desk, record.order.seed, &ids);
    let at = (pipeline.clock)();
    journal
        .put(vec![
            Entry::Settings(record.json()),
            Entry::State { state: State::Running, reason: None, at },
        ])
        .await?;
    let attempts = reader.attempts()?;
    pipeline.reporter.event(Event::Resumed {
        finished: row.state == State::Finished,
        folder,
        since: row.started_at,
        answers: attempts.iter().filter(|attempt| attempt.has_answer()).count(),
        lost: attempts.iter().filter(|attempt| attempt.outcome.is_none()).count(),
    });
    let wanted = export::shape(&record, keys.len()).wanted_here();
    let standing_by = keys.len() - record.order.examples.min(keys.len());
    pipeline.reporter.event(Event::Planned { wanted, standing_by });
    tracing::info!(folder = %folder.display(), attempts = attempts.len(), "the run goes on");
    Ok(Run { row, record, journal, reader, desk, keys })
}

/// The keys of recorded tasks. The same program plans the same; another version might not.
fn match_keys(desk: &Desk, seed: u64, ids: &[String]) -> Vec<Option<TaskKey>> {
    let mut keys: std::collections::HashMap<String, TaskKey> = tasks::TaskKind::ALL
        .into_iter()
        .flat_map(|kind| tasks::shuffled(desk, kind, seed))
        .map(|key| (key.id(), key))
        .collect();
    ids.iter().map(|id| keys.remove(id)).collect()
}

fn validate(pipeline: &Pipeline, settings: &Settings) -> Result<(), Error> {
    let order = &settings.order;
    if settings.budget_usd.is_some() && pipeline.prices.is_none() && !pipeline.model.is_synthetic()
    {
        return Err(Error::NoPrices { model: pipeline.model.id().to_owned() });
    }
    if !order.unvalidated_rewards && order.min_quality.is_some() {
        let answers = ladder::check(&pipeline.scorer)?;
        pipeline.reporter.event(Event::Validated { answers });
    }
    Ok(())
}

/// What records carry as their run. Shards of one plan share it, so that their records do not
/// differ from those of the whole.
fn run_name(record: &RunRecord, start: Timestamp) -> String {
    format!("{}-{}", record.order.size, start.strftime("%Y%m%dT%H%M%SZ"))
}

fn folder_name(name: &str, record: &RunRecord) -> String {
    let shard = record.order.shard;
    if shard.count == 1 {
        return name.to_owned();
    }
    format!("{name}-shard-{}-of-{}", shard.index, shard.count)
}

/// How many answers wait in memory until they are scored: a megabyte or so of them. Thousands may come
/// together.
const MOST_WAITING: usize = 64;

/// How many answers are scored at a time: as many as there are cores, but of a service half of that. Answers
/// that come together would otherwise hold up the requests that take their places.
fn scored_at_a_time(is_live: bool) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    if is_live { cores.div_ceil(2) } else { cores }
}

/// Answers that were paid for survive a loss of power; those of a program can be computed again.
fn durability(record: &RunRecord) -> Durability {
    if record.endpoint.is_none() { Durability::Kill } else { Durability::PowerLoss }
}

impl Run {
    /// Asks until there is enough, and writes the files.
    async fn go(self, pipeline: &Pipeline, settings: &Settings) -> Result<Summary, Error> {
        let Self { row, record, journal, reader, desk, keys } = self;
        let folder = journal.folder().to_owned();
        let shape = export::shape(&record, keys.len());
        let money = reader.money()?;
        let attempts = reader.attempts()?;
        let target = Target {
            output_dir: &settings.output_dir,
            record: &record,
            start: row.started_at,
            run: Some(&folder),
            goes_on: !attempts.is_empty(),
        };
        let mut files = target.names();
        let writer = target.create(&files)?;
        let mut exporter =
            Exporter::start(Reader::open(&folder)?, row.clone(), record.clone(), writer);
        let mut tally = Tally::new(row.name.clone(), &record, shape.wanted_here());
        tally.progress.budget_usd = record.budget_usd;
        if record.endpoint.is_some() {
            let bytes = RESERVE_BYTES * settings.concurrency as u64;
            journal.reserve(bytes.min(MOST_RESERVE_BYTES)).await?;
        }
        let earlier = match settings.start {
            Start::Afresh => Vec::new(),
            _ => earlier_runs(settings, &record, &folder)?,
        };
        let shared = Arc::new(Shared {
            pipeline: pipeline.clone(),
            order: record.order.clone(),
            ledger: Ledger::new(record.budget_usd, pipeline.prices, money),
            slots: Semaphore::new(settings.concurrency.max(1)),
            scoring: Semaphore::new(scored_at_a_time(record.endpoint.is_some())),
            waiting: Semaphore::new(MOST_WAITING),
            at_hand: Arc::new(Semaphore::new(export::MOST_AT_HAND)),
            archive: Archive::new(reader, &earlier),
            is_ending: std::sync::atomic::AtomicBool::new(false),
            journal,
        });
        let asking = Asking { shared: &shared, settings, desk: &desk, keys: &keys, attempts };
        let end = asking.run(shape, &mut tally, &mut exporter).await?;
        let stopped = stopped(&end);
        let state = match &stopped {
            None => State::Finished,
            Some(stopped) if stopped.interrupted => State::Interrupted,
            Some(_) => State::Stopped,
        };
        let reason = stopped.as_ref().map(|stopped| stopped.reason.clone());
        let spent = shared.ledger.balance().spent;
        let (writer, kept) = exporter.finish()?;
        tally.summary.folder.clone_from(&folder);
        tally.summary.money = (spent != Money::default()).then_some(spent);
        let accepted = kept.examples;
        kept.tell(&mut tally.summary);
        if let End::Failed(error) = end
            && accepted == 0
        {
            let at = (pipeline.clock)();
            let _ = shared.journal.put(vec![Entry::State { state, reason, at }]).await;
            return Err(Error::Model(error));
        }
        match stopped {
            // A person who stops a run wants it to go on later, and its files then; and files without
            // examples are of no use to anybody.
            Some(stopped) if stopped.interrupted || accepted == 0 => {
                tally.summary.stopped = Some(stopped);
            }
            stopped => {
                tally.summary.stopped = stopped;
                let order = &record.order;
                let options = SplitOptions {
                    mode: order.split,
                    eval_fraction: order.eval_fraction,
                    seed: order.seed,
                };
                tally.summary.split = export::publish(writer, options, &mut files, &target)?;
                tally.summary.files = Some(files);
            }
        }
        // After the files: a run that is killed before they are there is not finished, and goes on.
        let at = (pipeline.clock)();
        let ended = shared.journal.put(vec![Entry::State { state, reason, at }]).await;
        // The last word of a run that a full disk ended may be missing; it is not needed.
        if tally.summary.stopped.is_none() {
            ended?;
        }
        Ok(tally.finish())
    }
}

fn stopped(end: &End) -> Option<Stopped> {
    match end {
        End::Done => None,
        End::Failed(error) => Some(Stopped::by(error)),
        End::Budget(reached) => Some(Stopped::by_budget(reached)),
        End::Interrupted => Some(Stopped::by_hand()),
        End::Journal(error) => Some(Stopped::by_journal(error)),
    }
}

/// The folders of the other runs that asked the same model at the same address.
fn earlier_runs(
    settings: &Settings,
    record: &RunRecord,
    own: &Path,
) -> Result<Vec<PathBuf>, Error> {
    let mut folders = journal::run_folders(&runs_folder(&settings.output_dir))?;
    folders.retain(|folder| {
        let asked_the_same = || {
            let run = Reader::open(folder)?.run()?;
            let earlier = RunRecord::read(&run)?;
            let is_same = earlier.endpoint == record.endpoint && earlier.model == record.model;
            Ok::<_, Error>(is_same)
        };
        // A journal that cannot be read has nothing to give; whoever looks at it will hear why.
        folder != own && record.endpoint.is_some() && asked_the_same().unwrap_or(false)
    });
    Ok(folders)
}
