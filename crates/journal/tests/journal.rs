//! Whole lives of a journal.

#![expect(clippy::unwrap_used, reason = "a test may end at once")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use journal::{
    Begun, Durability, Entry, Error, Journal, Money, Outcome, Reader, RunRow, ScoreRow, State,
    TaskRow, is_running, run_folders,
};
use llm::{Completion, FinishReason, Usage};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_739_101_121 + second).unwrap()
}

fn run() -> RunRow {
    RunRow::new("small-1", at(0), "print", r#"{"seed":42}"#)
}

fn task(position: u64) -> Entry {
    Entry::Task(Arc::new(TaskRow {
        position,
        id: format!("task/{position}"),
        kind: "anomaly".to_owned(),
        date: "2025-02-09".to_owned(),
        chain: "near".to_owned(),
        prompt: "Was it \u{1F980} unusual?\n".to_owned(),
        facts: "{}".to_owned(),
        market_data: r#"{"daily_txns":1}"#.to_owned(),
        conditions: "{}".to_owned(),
    }))
}

fn begun(attempt: u64, position: u64) -> Entry {
    Entry::Begun(Begun {
        attempt,
        position,
        sample: 0,
        request: [attempt as u8; 32],
        worst_usd: Some(0.25),
        at: at(1),
    })
}

fn completion() -> Completion {
    Completion {
        finish: FinishReason::Stop,
        usage: Usage {
            prompt_tokens: Some(9),
            completion_tokens: Some(u64::from(u32::MAX) + 1),
            reasoning_tokens: None,
            cost_usd: Some(0.1),
        },
        generation_id: Some("gen-1".to_owned()),
        provider: Some("here".to_owned()),
        ..Completion::finished("model/1", "because\0", "so\r\n")
    }
}

fn ended(attempt: u64, outcome: Outcome) -> Entry {
    let charged_usd = match &outcome {
        Outcome::Answered(completion) => completion.usage.cost_usd,
        _ => None,
    };
    Entry::Ended { attempt, at: at(2), outcome: Box::new(outcome), charged_usd }
}

fn create(runs: &Path, durability: Durability) -> (Journal, Reader) {
    Journal::create(runs, "small-1", &run(), &[], durability).unwrap()
}

/// Writes a journal with these entries, and returns its folder.
async fn write(runs: &Path, entries: Vec<Entry>) -> PathBuf {
    let (journal, _) = create(runs, Durability::PowerLoss);
    journal.put(entries).await.unwrap();
    let folder = journal.folder().to_owned();
    journal.close().unwrap();
    folder
}

#[tokio::test]
async fn what_is_written_is_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let (journal, reader) = create(folder.path(), Durability::PowerLoss);
    assert_eq!(reader.run().unwrap(), run());
    let plan = vec!["a".to_owned(), "b".to_owned()];
    journal
        .put(vec![Entry::Series("near".to_owned(), "[]".to_owned()), Entry::Plan(plan.clone())])
        .await
        .unwrap();
    let first = journal.next_attempt();
    journal.put(vec![task(1), begun(first, 1)]).await.unwrap();
    journal.put(vec![ended(first, Outcome::Answered(Arc::new(completion())))]).await.unwrap();
    let score = ScoreRow {
        attempt: first,
        verdict: "accepted".to_owned(),
        score: Some(0.1 + 0.2),
        card: Some("{}".to_owned()),
    };
    journal.put(vec![Entry::Score(score.clone())]).await.unwrap();

    // Readers see it at once, also while it is open for writing.
    assert_eq!(reader.plan().unwrap(), plan);
    assert_eq!(reader.series().unwrap(), [("near".to_owned(), "[]".to_owned())]);
    let answer = reader.answer(first).unwrap().unwrap();
    assert_eq!((&*answer.completion, answer.at), (&completion(), at(2)));
    let accepted = reader.accepted(first).unwrap().unwrap();
    assert_eq!(Entry::Task(accepted.task), task(1));
    assert_eq!((accepted.score, accepted.reused_from), (score, None));
    let (again, run) = reader.answer_to(&[first as u8; 32]).unwrap().unwrap();
    assert_eq!((&*again.completion, run.as_str()), (&completion(), "small-1"));
    assert_eq!(reader.answer_to(&[9; 32]).unwrap(), None);
    let attempts = reader.attempts().unwrap();
    assert_eq!(attempts.len(), 1);
    assert!(attempts[0].has_answer());
    assert_eq!(attempts[0].took().unwrap().as_secs(), 1);
    assert_eq!(attempts[0].usage, completion().usage);

    let state = |state, reason: Option<&str>| Entry::State {
        state,
        reason: reason.map(str::to_owned),
        at: at(9),
    };
    journal.put(vec![state(State::Stopped, Some("no credit"))]).await.unwrap();
    let stopped = reader.run().unwrap();
    assert_eq!(stopped.state, State::Stopped);
    assert_eq!((stopped.reason.as_deref(), stopped.ended_at), (Some("no credit"), Some(at(9))));
    journal.put(vec![state(State::Running, None)]).await.unwrap();
    assert_eq!(reader.run().unwrap(), self::run());
}

#[tokio::test]
async fn goes_on_where_it_was_and_lets_one_process_write() {
    let folder = tempfile::tempdir().unwrap();
    let own = write(folder.path(), vec![task(0), begun(1, 0), task(1), begun(7, 1)]).await;
    let (journal, reader) = Journal::open(&own, Durability::Kill).unwrap();
    assert!(is_running(&own));
    let second = Journal::open(&own, Durability::Kill).unwrap_err();
    assert!(matches!(second, Error::Locked(_)), "{second}");
    assert_eq!(journal.next_attempt(), 8);
    assert_eq!(reader.attempts().unwrap().len(), 2);
    journal.close().unwrap();
    assert!(!is_running(&own));
}

#[tokio::test]
async fn what_may_have_been_paid_counts_at_its_worst() {
    let folder = tempfile::tempdir().unwrap();
    let fails = |message: &str| ("transient".to_owned(), message.to_owned());
    let (kind, message) = fails("reset");
    let lost = Outcome::Lost { kind, message };
    let (kind, message) = fails("refused");
    let failed = Outcome::Failed { kind, message };
    let reused = Outcome::Reused { completion: Arc::new(completion()), from: "earlier".to_owned() };
    let own = write(
        folder.path(),
        vec![
            task(0),
            begun(1, 0),
            begun(2, 0),
            ended(2, lost),
            begun(3, 0),
            ended(3, failed),
            begun(4, 0),
            ended(4, reused),
            begun(5, 0),
            ended(5, Outcome::Answered(Arc::new(completion()))),
        ],
    )
    .await;
    let reader = Reader::open(&own).unwrap();
    let money = reader.money().unwrap();
    assert_eq!(money, Money { answers_usd: 0.1, lost_usd: 0.5, lost_requests: 2 });
    assert_eq!(money.at_most_usd(), 0.6);
    // What was paid elsewhere is known as such wherever it is reused.
    let (_, run) = reader.answer_to(&[4; 32]).unwrap().unwrap();
    assert_eq!(run, "earlier");
}

#[tokio::test]
async fn only_whole_answers_are_given_again() {
    let folder = tempfile::tempdir().unwrap();
    let cut = Completion { finish: FinishReason::Length, ..completion() };
    let entries = vec![task(0), begun(1, 0), ended(1, Outcome::Answered(Arc::new(cut.clone())))];
    let reader = Reader::open(&write(folder.path(), entries).await).unwrap();
    assert_eq!(reader.answer_to(&[1; 32]).unwrap(), None);
    assert_eq!(reader.answer(1).unwrap().unwrap().completion, Arc::new(cut));
}

#[tokio::test]
async fn many_writers_share_transactions_and_all_are_safe() {
    let folder = tempfile::tempdir().unwrap();
    let (journal, reader) = create(folder.path(), Durability::Kill);
    let journal = std::sync::Arc::new(journal);
    let writers: Vec<_> = (0..2_000)
        .map(|position| {
            let journal = journal.clone();
            tokio::spawn(async move {
                let attempt = journal.next_attempt();
                journal.put(vec![task(position), begun(attempt, position)]).await.unwrap();
                let answered = Outcome::Answered(Arc::new(completion()));
                journal.put(vec![ended(attempt, answered)]).await.unwrap();
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let attempts = reader.attempts().unwrap();
    assert_eq!(attempts.len(), 2_000);
    assert!(attempts.iter().all(journal::AttemptRow::has_answer));
}

#[tokio::test]
async fn an_entry_that_cannot_be_taken_hurts_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let (journal, reader) = create(folder.path(), Durability::Kill);
    journal.put(vec![task(0), begun(1, 0)]).await.unwrap();
    let twice = journal.put(vec![task(1), begun(1, 1)]);
    let fine = journal.put(vec![task(2), begun(2, 2)]);
    let (twice, fine) = tokio::join!(twice, fine);
    assert!(twice.unwrap_err().to_string().contains("journal.db"));
    fine.unwrap();
    assert_eq!(reader.task(1).unwrap(), None, "all of it or nothing");
    assert!(reader.task(2).unwrap().is_some());
}

#[test]
fn folders_get_names_of_their_own() {
    let runs = tempfile::tempdir().unwrap();
    assert!(run_folders(&runs.path().join("none")).unwrap().is_empty());
    let (first, _) = create(runs.path(), Durability::Kill);
    let (second, _) = create(runs.path(), Durability::Kill);
    assert!(second.folder().ends_with("small-1_2"), "{second:?}");
    drop(first);
    let (third, _) = create(runs.path(), Durability::Kill);
    assert!(third.folder().ends_with("small-1_3"), "{third:?}");
    assert_eq!(run_folders(runs.path()).unwrap().len(), 3);
}

#[test]
fn a_folder_whose_run_never_began_is_free() {
    let runs = tempfile::tempdir().unwrap();
    let own = runs.path().join("small-1");
    std::fs::create_dir(&own).unwrap();
    // Killed before the first commit: a database without tables.
    let database = rusqlite::Connection::open(own.join(journal::JOURNAL_FILE)).unwrap();
    database.pragma_update(None, "journal_mode", "wal").unwrap();
    assert!(matches!(Reader::open(&own), Err(Error::NoRun(_))));
    drop(database);
    let (journal, reader) = create(runs.path(), Durability::Kill);
    assert_eq!(journal.folder(), own);
    assert_eq!(reader.run().unwrap(), run());
}

#[test]
fn a_later_format_is_refused() {
    let runs = tempfile::tempdir().unwrap();
    let (journal, _) = create(runs.path(), Durability::Kill);
    let own = journal.folder().to_owned();
    drop(journal);
    let database = rusqlite::Connection::open(own.join(journal::JOURNAL_FILE)).unwrap();
    database.pragma_update(None, "user_version", 99).unwrap();
    let error = Reader::open(&own).unwrap_err();
    assert!(error.to_string().contains("has the format 99, this program reads 1"), "{error}");
}
