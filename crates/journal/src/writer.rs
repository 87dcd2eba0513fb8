//! Writes: one thread, one connection, one transaction for all that has gathered.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use jiff::Timestamp;
use llm::{Completion, FinishReason};
use rusqlite::{Connection, Transaction, params};
use tokio::sync::oneshot;

use crate::folder::{self, JOURNAL_FILE, Lock};
use crate::reserve::Reserve;
use crate::{Begun, Entry, Error, Outcome, Reader, RunRow, ScoreRow, State, TaskRow, database};

/// The most batches in a transaction: what waits for its commit should not wait long.
const MOST_BATCHES: usize = 256;
/// How long what nobody waits for with a request may wait for company.
const GATHERING: Duration = Duration::from_millis(20);
const RESERVE_FILE: &str = "reserve";

/// What a written entry survives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// The end of the process, and a loss of power: each commit waits for the disk (`fsync`).
    PowerLoss,
    /// The end of the process. After a loss of power the last seconds may be missing; what is
    /// there is sound.
    Kill,
}

/// Entries that are written together, and who waits for that.
struct Batch {
    entries: Vec<Entry>,
    done: oneshot::Sender<Result<(), Error>>,
}

impl Batch {
    /// Whether something can only go on once it is written.
    fn is_urgent(&self) -> bool {
        !self.entries.iter().all(|it| matches!(it, Entry::Ended { .. } | Entry::Score(_)))
    }
}

/// The journal of a run, open for writing. One process at a time has it.
#[derive(Debug)]
pub struct Journal {
    folder: PathBuf,
    sender: Option<Sender<Batch>>,
    thread: Option<JoinHandle<()>>,
    next_attempt: AtomicU64,
    is_short_of_room: Arc<AtomicBool>,
    _lock: Lock,
}

impl Journal {
    /// Begins the journal of a run in a folder of its own, `name` in `runs`, with a suffix if that is
    /// taken. The run and what is known of it are there together, or not at all. Also returns a
    /// reader.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn create(
        runs: &Path,
        name: &str,
        run: &RunRow,
        entries: &[Entry],
        durability: Durability,
    ) -> Result<(Self, Reader), Error> {
        let (folder, lock) = folder::claim(runs, name)?;
        let path = folder.join(JOURNAL_FILE);
        let mut connection = database::create(&path, durability)?;
        let mut begin = || {
            let transaction = connection.transaction()?;
            database::make_tables(&transaction)?;
            write_run(&transaction, run)?;
            for entry in entries {
                write_entry(&transaction, entry)?;
            }
            transaction.commit()
        };
        begin().map_err(|error| Error::database("begin", &path, error))?;
        Self::start(&folder, connection, lock, 1, durability)
    }

    /// Opens the journal of a run to go on. Also returns a reader.
    ///
    /// # Errors
    /// [`Error::NoRun`], [`Error::Locked`] and [`Error::Format`], as they say.
    pub fn open(folder: &Path, durability: Durability) -> Result<(Self, Reader), Error> {
        let path = folder.join(JOURNAL_FILE);
        if !path.is_file() {
            return Err(Error::NoRun(folder.to_owned()));
        }
        let lock = Lock::take(folder)?;
        let connection = database::open(&path, durability)?;
        let last: Option<u64> = connection
            .query_row("SELECT max(id) FROM attempt", [], |row| row.get::<_, Option<i64>>(0))
            .map_err(|error| Error::database("read", &path, error))?
            .map(|id| id as u64);
        Self::start(folder, connection, lock, last.unwrap_or(0) + 1, durability)
    }

    fn start(
        folder: &Path,
        connection: Connection,
        lock: Lock,
        next_attempt: u64,
        durability: Durability,
    ) -> Result<(Self, Reader), Error> {
        let reader = Reader::open(folder)?;
        let (sender, receiver) = mpsc::channel();
        let is_short_of_room = Arc::new(AtomicBool::new(false));
        let gathering = match durability {
            Durability::PowerLoss => GATHERING,
            Durability::Kill => Duration::ZERO,
        };
        let writer = Writer {
            connection,
            gathering,
            path: folder.join(JOURNAL_FILE),
            reserve: None,
            is_short_of_room: is_short_of_room.clone(),
        };
        let reserve = folder.join(RESERVE_FILE);
        let thread = std::thread::Builder::new()
            .name("journal".to_owned())
            .spawn(move || writer.run(&receiver))
            .map_err(|error| Error::io("start the writer of", &reserve, error))?;
        let journal = Self {
            folder: folder.to_owned(),
            sender: Some(sender),
            thread: Some(thread),
            next_attempt: AtomicU64::new(next_attempt),
            is_short_of_room,
            _lock: lock,
        };
        Ok((journal, reader))
    }

    /// The run's folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A number for the next attempt.
    pub fn next_attempt(&self) -> u64 {
        self.next_attempt.fetch_add(1, Ordering::Relaxed)
    }

    /// Whether the disk was full, and the last room is being used up: nothing new should be begun.
    pub fn is_short_of_room(&self) -> bool {
        self.is_short_of_room.load(Ordering::Relaxed)
    }

    /// Sets room on the disk aside, so that a full disk takes at least this much more.
    ///
    /// # Errors
    /// If the journal is closed.
    pub async fn reserve(&self, bytes: u64) -> Result<(), Error> {
        self.put(vec![Entry::Reserve(bytes)]).await
    }

    /// Writes entries, all of them or none, and returns when they are safe.
    ///
    /// # Errors
    /// If the disk refuses, even after the room that was set aside is given up.
    pub async fn put(&self, entries: Vec<Entry>) -> Result<(), Error> {
        let (done, written) = oneshot::channel();
        let sender = self.sender.as_ref().ok_or(Error::Closed)?;
        sender.send(Batch { entries, done }).map_err(|_| Error::Closed)?;
        written.await.map_err(|_| Error::Closed)?
    }

    /// Writes what is still waiting and closes the journal.
    ///
    /// # Errors
    /// [`Error::Closed`] if the writer broke down.
    pub fn close(mut self) -> Result<(), Error> {
        self.sender = None;
        let thread = self.thread.take().ok_or(Error::Closed)?;
        thread.join().map_err(|_| Error::Closed)
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        self.sender = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Writer {
    connection: Connection,
    /// How long what is in no hurry waits for company; zero where no commit waits for the disk.
    gathering: Duration,
    path: PathBuf,
    reserve: Option<Reserve>,
    is_short_of_room: Arc<AtomicBool>,
}

impl Writer {
    fn run(mut self, receiver: &Receiver<Batch>) {
        let mut batches = Vec::with_capacity(MOST_BATCHES);
        while gather(receiver, &mut batches, self.gathering) {
            let written = self.write(&batches);
            match written {
                Ok(()) => batches.drain(..).for_each(|it| drop(it.done.send(Ok(())))),
                // One of them may be what the database does not take; the others are not to suffer.
                Err(_) => {
                    for batch in batches.drain(..) {
                        let written = self.write(std::slice::from_ref(&batch));
                        let _ = batch.done.send(written);
                    }
                }
            }
        }
        let _ = self.connection.execute_batch("PRAGMA optimize");
        let _ = self.connection.close();
    }

    fn write(&mut self, batches: &[Batch]) -> Result<(), Error> {
        match self.commit(batches) {
            Err(error) if error.is_disk_full() => {
                self.is_short_of_room.store(true, Ordering::Relaxed);
                if self.reserve.as_mut().is_some_and(Reserve::release) {
                    self.commit(batches)
                } else {
                    Err(error)
                }
            }
            other => other,
        }
    }

    fn commit(&mut self, batches: &[Batch]) -> Result<(), Error> {
        let failed = |error| Error::database("take an entry", &self.path, error);
        let transaction = self.connection.transaction().map_err(failed)?;
        for entry in batches.iter().flat_map(|batch| &batch.entries) {
            if let Entry::Reserve(bytes) = entry {
                self.reserve = None;
                let path = self.path.with_file_name(RESERVE_FILE);
                self.reserve = Some(Reserve::hold(path, *bytes));
                continue;
            }
            write_entry(&transaction, entry).map_err(failed)?;
        }
        transaction.commit().map_err(failed)
    }
}

/// Waits for what is to be written next, and takes what gathers with it; `false` at the end.
///
/// A commit waits for the disk and writes each page that it touches, however little it changes: the
/// more share it, the better. An answer and its score are in no hurry, since nothing is made of
/// them before they are written; the request that takes the place of an answered one is, and is
/// never far.
fn gather(receiver: &Receiver<Batch>, batches: &mut Vec<Batch>, longest: Duration) -> bool {
    let Ok(first) = receiver.recv() else { return false };
    // Each that comes halves the wait for the next, so that all waits together are shorter than the longest
    // one, and no clock is read.
    let mut wait = if first.is_urgent() { Duration::ZERO } else { longest / 2 };
    batches.push(first);
    while batches.len() < MOST_BATCHES {
        match receiver.recv_timeout(wait) {
            Ok(batch) => {
                wait = if batch.is_urgent() { Duration::ZERO } else { wait / 2 };
                batches.push(batch);
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
        }
    }
    true
}

fn write_run(connection: &Transaction<'_>, run: &RunRow) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT INTO run (id, name, started_at, program, fingerprint, settings, state)
         VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            run.name,
            text(run.started_at),
            run.program,
            run.fingerprint,
            run.settings,
            run.state.name()
        ],
    )?;
    Ok(())
}

fn write_entry(db: &Transaction<'_>, entry: &Entry) -> rusqlite::Result<()> {
    match entry {
        Entry::Reserve(_) => Ok(()),
        Entry::Series(subject, body) => db
            .prepare_cached("INSERT OR REPLACE INTO series VALUES (?1, ?2)")?
            .execute(params![subject, body])
            .map(drop),
        Entry::Plan(tasks) => write_plan(db, tasks),
        Entry::Task(task) => write_task(db, task),
        Entry::Begun(begun) => write_begun(db, begun),
        Entry::Ended { attempt, at, outcome, charged_usd } => {
            write_outcome(db, *attempt, *at, outcome, *charged_usd)
        }
        Entry::Score(score) => write_score(db, score),
        Entry::Settings(settings) => {
            db.execute("UPDATE run SET settings = ?1", params![settings]).map(drop)
        }
        Entry::State { state, reason, at } => write_state(db, *state, reason.as_deref(), *at),
    }
}

fn write_plan(db: &Transaction<'_>, tasks: &[String]) -> rusqlite::Result<()> {
    let mut insert = db.prepare_cached("INSERT INTO plan VALUES (?1, ?2)")?;
    for (position, task) in tasks.iter().enumerate() {
        insert.execute(params![position as i64, task])?;
    }
    Ok(())
}

fn write_task(db: &Transaction<'_>, task: &TaskRow) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT OR IGNORE INTO task VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?
        .execute(params![
            task.position as i64,
            task.id,
            task.kind,
            task.date,
            task.chain,
            task.prompt,
            task.facts,
            task.market_data,
            task.conditions,
        ])
        .map(drop)
}

fn write_begun(db: &Transaction<'_>, begun: &Begun) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO attempt (id, position, sample, request, worst_usd, begun_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        begun.attempt as i64,
        begun.position as i64,
        begun.sample,
        begun.request.as_slice(),
        begun.worst_usd,
        text(begun.at),
    ])
    .map(drop)
}

fn write_outcome(
    db: &Transaction<'_>,
    attempt: u64,
    at: Timestamp,
    outcome: &Outcome,
    charged_usd: Option<f64>,
) -> rusqlite::Result<()> {
    let (completion, from) = match outcome {
        Outcome::Answered(completion) => (completion, None),
        Outcome::Reused { completion, from } => (completion, Some(from)),
        Outcome::Failed { kind, message } | Outcome::Lost { kind, message } => {
            return db
                .prepare_cached(
                    "UPDATE attempt SET ended_at = ?2, outcome = ?3, error_kind = ?4, error = ?5,
                       charged_usd = ?6
                     WHERE id = ?1",
                )?
                .execute(params![
                    attempt as i64,
                    text(at),
                    outcome.name(),
                    kind,
                    message,
                    charged_usd
                ])
                .map(drop);
        }
    };
    let Completion { model, reasoning, answer, finish, usage, generation_id, provider } =
        &**completion;
    db.prepare_cached(
        "UPDATE attempt SET ended_at = ?2, outcome = ?3, reused_from = ?4, model = ?5,
           provider = ?6, generation_id = ?7, finish = ?8, reasoning = ?9, answer = ?10,
           prompt_tokens = ?11, completion_tokens = ?12, reasoning_tokens = ?13, cost_usd = ?14,
           charged_usd = ?15
         WHERE id = ?1",
    )?
    .execute(params![
        attempt as i64,
        text(at),
        outcome.name(),
        from,
        model,
        provider,
        generation_id,
        finish_name(*finish),
        reasoning,
        answer,
        usage.prompt_tokens.map(|n| n as i64),
        usage.completion_tokens.map(|n| n as i64),
        usage.reasoning_tokens.map(|n| n as i64),
        usage.cost_usd,
        charged_usd,
    ])
    .map(drop)
}

fn write_score(db: &Transaction<'_>, score: &ScoreRow) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT OR REPLACE INTO score VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![score.attempt as i64, score.verdict, score.score, score.card])
        .map(drop)
}

fn write_state(
    db: &Transaction<'_>,
    state: State,
    reason: Option<&str>,
    at: Timestamp,
) -> rusqlite::Result<()> {
    let ended_at = (state != State::Running).then(|| text(at));
    db.prepare_cached("UPDATE run SET state = ?1, reason = ?2, ended_at = ?3")?
        .execute(params![state.name(), reason, ended_at])
        .map(drop)
}

/// Nanoseconds are kept: the timestamps of records come from here.
fn text(at: Timestamp) -> String {
    at.to_string()
}

pub(crate) fn finish_name(finish: FinishReason) -> &'static str {
    match finish {
        FinishReason::Stop => "stop",
        FinishReason::Length => "length",
        FinishReason::ContentFilter => "content_filter",
        FinishReason::Other => "other",
    }
}
