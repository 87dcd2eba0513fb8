//! Reads a journal, also while it is written.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use llm::{Completion, FinishReason, Usage};
use rusqlite::types::FromSql;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::folder::JOURNAL_FILE;
use crate::{Answer, AttemptRow, Error, RunRow, ScoreRow, State, TaskHead, TaskRow, database};

/// Reads the journal of a run.
#[derive(Debug)]
pub struct Reader {
    connection: Connection,
    path: PathBuf,
}

/// An accepted answer, with all that its record needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Accepted {
    /// The task.
    pub task: Arc<TaskRow>,
    /// The answer.
    pub answer: Answer,
    /// Which sample of the task it is; 0 is the first.
    pub sample: u32,
    /// The run that paid for it, if that was another.
    pub reused_from: Option<String>,
    /// What was found of it.
    pub score: ScoreRow,
}

/// What a run has spent.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
pub struct Money {
    /// The cost of the answers, as the service told it or the prices give it.
    pub answers_usd: f64,
    /// What requests without an answer may have cost at most: those in flight when the program
    /// was killed, and those whose answers were lost on the way.
    pub lost_usd: f64,
    /// How many requests those are.
    pub lost_requests: u64,
}

impl Money {
    /// The most that was spent.
    pub fn at_most_usd(&self) -> f64 {
        self.answers_usd + self.lost_usd
    }
}

impl Reader {
    /// Opens the journal in a run's folder.
    ///
    /// # Errors
    /// [`Error::NoRun`] and [`Error::Format`], as they say.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let path = folder.join(JOURNAL_FILE);
        if !path.is_file() {
            return Err(Error::NoRun(folder.to_owned()));
        }
        Ok(Self { connection: database::open_to_read(&path)?, path })
    }

    /// The run.
    ///
    /// # Errors
    /// [`Error::NoRun`] if the program was killed before it had begun one.
    pub fn run(&self) -> Result<RunRow, Error> {
        let row = self.connection.query_row(
            "SELECT name, started_at, program, fingerprint, settings, state, reason, ended_at FROM run",
            [],
            |row| {
                let state: String = row.get(5)?;
                Ok((
                    row.get(0)?,
                    row.get::<_, String>(1)?,
                    row.get(2)?,
                    row.get(3)?,
                    row.get(4)?,
                    state,
                    row.get(6)?,
                    row.get::<_, Option<String>>(7)?,
                ))
            },
        );
        let row = row.optional().map_err(|error| self.failed(error))?;
        let folder = || self.path.parent().unwrap_or(&self.path).to_owned();
        let (name, started_at, program, fingerprint, settings, state, reason, ended_at) =
            row.ok_or_else(|| Error::NoRun(folder()))?;
        Ok(RunRow {
            name,
            started_at: self.time(&started_at)?,
            program,
            fingerprint,
            settings,
            state: State::of(&state).ok_or_else(|| self.damaged(format!("state `{state}`")))?,
            reason,
            ended_at: ended_at.map(|at| self.time(&at)).transpose()?,
        })
    }

    /// The market data: subjects and their JSON.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn series(&self) -> Result<Vec<(String, String)>, Error> {
        self.all("SELECT subject, body FROM series ORDER BY subject", |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
    }

    /// The ids of all tasks that could be asked, in the order of the plan.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn plan(&self) -> Result<Vec<String>, Error> {
        self.all("SELECT task FROM plan ORDER BY position", |row| row.get(0))
    }

    /// The attempts, with their verdicts and without their texts, by task and sample.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn attempts(&self) -> Result<Vec<AttemptRow>, Error> {
        let rows = self.all(
            "SELECT a.id, a.position, a.sample, a.worst_usd, a.begun_at, a.ended_at, a.outcome,
                    a.prompt_tokens, a.completion_tokens, a.reasoning_tokens, a.cost_usd, a.error,
                    s.attempt, s.verdict, s.score, s.card, a.provider LIKE '%(synthetic)%',
                    a.reused_from
             FROM attempt a LEFT JOIN score s ON s.attempt = a.id
             ORDER BY a.position, a.sample, a.id",
            |row| {
                let begun_at: String = row.get(4)?;
                let ended_at: Option<String> = row.get(5)?;
                let score = match row.get::<_, Option<i64>>(12)? {
                    Some(_) => Some(score(row, 12)?),
                    None => None,
                };
                let attempt = AttemptRow {
                    attempt: number(row, 0)?,
                    position: number(row, 1)?,
                    sample: row.get(2)?,
                    worst_usd: row.get(3)?,
                    begun_at: Timestamp::UNIX_EPOCH,
                    ended_at: None,
                    outcome: row.get(6)?,
                    reused_from: row.get(17)?,
                    usage: usage(row, 7)?,
                    is_synthetic: row.get::<_, Option<bool>>(16)?.unwrap_or(false),
                    error: row.get(11)?,
                    score,
                };
                Ok((attempt, begun_at, ended_at))
            },
        )?;
        rows.into_iter()
            .map(|(attempt, begun_at, ended_at)| {
                Ok(AttemptRow {
                    begun_at: self.time(&begun_at)?,
                    ended_at: ended_at.map(|at| self.time(&at)).transpose()?,
                    ..attempt
                })
            })
            .collect()
    }

    /// The answer of an attempt; `None` if it brought none.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn answer(&self, attempt: u64) -> Result<Option<Answer>, Error> {
        let row = self.one(
            "SELECT model, provider, generation_id, finish, reasoning, answer, prompt_tokens,
                    completion_tokens, reasoning_tokens, cost_usd, ended_at
             FROM attempt WHERE id = ?1 AND answer IS NOT NULL",
            params![attempt as i64],
            |row| Ok((completion(row)?, row.get::<_, String>(10)?)),
        )?;
        row.map(|(completion, at)| Ok(Answer { completion, at: self.time(&at)? })).transpose()
    }

    /// An answer to exactly this request that can become an example, if there is one, and the run
    /// that paid for it.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn answer_to(&self, request: &[u8; 32]) -> Result<Option<(Answer, String)>, Error> {
        let row = self.one(
            "SELECT model, provider, generation_id, finish, reasoning, answer, prompt_tokens,
                    completion_tokens, reasoning_tokens, cost_usd, ended_at,
                    coalesce(reused_from, (SELECT name FROM run))
             FROM attempt WHERE request = ?1 AND answer IS NOT NULL AND finish = 'stop'
             ORDER BY id LIMIT 1",
            params![request.as_slice()],
            |row| Ok((completion(row)?, row.get::<_, String>(10)?, row.get(11)?)),
        )?;
        row.map(|(completion, at, run)| Ok((Answer { completion, at: self.time(&at)? }, run)))
            .transpose()
    }

    /// A task that was begun.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn task(&self, position: u64) -> Result<Option<TaskRow>, Error> {
        self.one(
            "SELECT position, id, kind, date, chain, prompt, facts, market_data, conditions
             FROM task WHERE position = ?1",
            params![position as i64],
            task,
        )
    }

    /// The tasks that were begun, without their texts, in the order of the plan.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn task_heads(&self) -> Result<Vec<TaskHead>, Error> {
        self.all(
            "SELECT position, id, kind, date, chain, conditions FROM task ORDER BY position",
            |row| {
                Ok(TaskHead {
                    position: number(row, 0)?,
                    id: row.get(1)?,
                    kind: row.get(2)?,
                    date: row.get(3)?,
                    chain: row.get(4)?,
                    conditions: row.get(5)?,
                })
            },
        )
    }

    /// An answer with its task and verdict; `None` if it was not scored.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn accepted(&self, attempt: u64) -> Result<Option<Accepted>, Error> {
        let row = self.one(
            "SELECT a.model, a.provider, a.generation_id, a.finish, a.reasoning, a.answer,
                    a.prompt_tokens, a.completion_tokens, a.reasoning_tokens, a.cost_usd, a.ended_at,
                    t.position, t.id, t.kind, t.date, t.chain, t.prompt, t.facts, t.market_data,
                    t.conditions, s.attempt, s.verdict, s.score, s.card, a.sample, a.reused_from
             FROM attempt a JOIN task t ON t.position = a.position JOIN score s ON s.attempt = a.id
             WHERE a.id = ?1 AND a.answer IS NOT NULL",
            params![attempt as i64],
            |row| {
                let accepted = Accepted {
                    answer: Answer { completion: completion(row)?, at: Timestamp::UNIX_EPOCH },
                    task: Arc::new(task_at(row, 11)?),
                    score: score(row, 20)?,
                    sample: row.get(24)?,
                    reused_from: row.get(25)?,
                };
                Ok((accepted, row.get::<_, String>(10)?))
            },
        )?;
        row.map(|(mut accepted, at)| {
            accepted.answer.at = self.time(&at)?;
            Ok(accepted)
        })
        .transpose()
    }

    /// What the run has spent.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn money(&self) -> Result<Money, Error> {
        let money = self.one(
            "SELECT coalesce(sum(charged_usd) FILTER (WHERE outcome = 'answered'), 0.0),
                    coalesce(sum(coalesce(charged_usd, worst_usd))
                      FILTER (WHERE outcome IS NULL OR outcome = 'lost'), 0.0),
                    count(*) FILTER (WHERE outcome IS NULL OR outcome = 'lost')
             FROM attempt",
            [],
            |row| {
                Ok(Money {
                    answers_usd: row.get(0)?,
                    lost_usd: row.get(1)?,
                    lost_requests: number(row, 2)?,
                })
            },
        )?;
        Ok(money.unwrap_or_default())
    }

    fn all<T>(
        &self,
        sql: &str,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Error> {
        let read_all = || {
            let mut statement = self.connection.prepare_cached(sql)?;
            let rows = statement.query_map([], read)?;
            rows.collect::<rusqlite::Result<Vec<T>>>()
        };
        read_all().map_err(|error| self.failed(error))
    }

    fn one<T>(
        &self,
        sql: &str,
        params: impl rusqlite::Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, Error> {
        let row = self
            .connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_row(params, read).optional());
        row.map_err(|error| self.failed(error))
    }

    fn time(&self, text: &str) -> Result<Timestamp, Error> {
        text.parse().map_err(|_| self.damaged(format!("the time `{text}`")))
    }

    fn failed(&self, error: rusqlite::Error) -> Error {
        Error::database("say what it holds", &self.path, error)
    }

    fn damaged(&self, what: String) -> Error {
        Error::Damaged { path: self.path.clone(), what }
    }
}

fn number(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    get::<i64>(row, column).map(|number| number as u64)
}

fn get<T: FromSql>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    row.get(column)
}

fn usage(row: &Row<'_>, first: usize) -> rusqlite::Result<Usage> {
    let tokens = |column| get::<Option<i64>>(row, column).map(|it| it.map(|tokens| tokens as u64));
    Ok(Usage {
        prompt_tokens: tokens(first)?,
        completion_tokens: tokens(first + 1)?,
        reasoning_tokens: tokens(first + 2)?,
        cost_usd: row.get(first + 3)?,
    })
}

fn completion(row: &Row<'_>) -> rusqlite::Result<Arc<Completion>> {
    let finish: String = row.get(3)?;
    Ok(Arc::new(Completion {
        model: row.get(0)?,
        provider: row.get(1)?,
        generation_id: row.get(2)?,
        finish: match finish.as_str() {
            "stop" => FinishReason::Stop,
            "length" => FinishReason::Length,
            "content_filter" => FinishReason::ContentFilter,
            _ => FinishReason::Other,
        },
        reasoning: row.get(4)?,
        answer: row.get(5)?,
        usage: usage(row, 6)?,
    }))
}

fn task(row: &Row<'_>) -> rusqlite::Result<TaskRow> {
    task_at(row, 0)
}

fn task_at(row: &Row<'_>, first: usize) -> rusqlite::Result<TaskRow> {
    Ok(TaskRow {
        position: number(row, first)?,
        id: row.get(first + 1)?,
        kind: row.get(first + 2)?,
        date: row.get(first + 3)?,
        chain: row.get(first + 4)?,
        prompt: row.get(first + 5)?,
        facts: row.get(first + 6)?,
        market_data: row.get(first + 7)?,
        conditions: row.get(first + 8)?,
    })
}

fn score(row: &Row<'_>, first: usize) -> rusqlite::Result<ScoreRow> {
    Ok(ScoreRow {
        attempt: number(row, first)?,
        verdict: row.get(first + 1)?,
        score: row.get(first + 2)?,
        card: row.get(first + 3)?,
    })
}
