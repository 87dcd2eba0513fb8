//! Whole runs with models that fail in every way a model can.

#![expect(clippy::unwrap_used, reason = "a test may end at once")]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use dataset::{RawExample, TrainingExample};
use generator::{Error, Order, Pipeline, Selector, Settings, Start, Summary, Window, generate};
use jiff::Timestamp;
use journal::{Durability, Entry, Journal, State};
use llm::{Completion, ErrorKind, FinishReason, ReasoningModel, Request};
use market::{CsvSource, SubjectKind};
use rewards::{RewardConfig, Scorer};

/// Answers with what a closure makes of the request's number and the request.
struct Scripted<F> {
    requests: AtomicUsize,
    script: F,
}

#[llm::async_trait]
impl<F> ReasoningModel for Scripted<F>
where
    F: Fn(usize, &Request) -> Result<Completion, llm::Error> + Send + Sync,
{
    fn id(&self) -> &'static str {
        "scripted/1"
    }

    async fn complete(&self, request: &Request) -> Result<Completion, llm::Error> {
        let number = self.requests.fetch_add(1, Ordering::SeqCst);
        // Answers arrive in another order than they were asked for.
        tokio::time::sleep(Duration::from_millis(if number.is_multiple_of(3) { 3 } else { 0 }))
            .await;
        (self.script)(number, request)
    }
}

fn sample() -> CsvSource {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/market");
    CsvSource::open(folder, jiff::civil::date(2026, 1, 1)).unwrap()
}

fn settings(folder: &Path, examples: usize) -> Settings {
    with(folder, examples, |_| {})
}

fn with(folder: &Path, examples: usize, change: impl FnOnce(&mut Order)) -> Settings {
    let mut order =
        Order { size: "custom".to_owned(), examples, min_quality: None, ..Order::default() };
    change(&mut order);
    Settings { order, output_dir: folder.to_owned(), ..Settings::default() }
}

fn files(summary: &Summary) -> &dataset::FileSet {
    summary.files.as_ref().unwrap()
}

fn run_with(
    settings: &Settings,
    script: impl Fn(usize, &Request) -> Result<Completion, llm::Error> + Send + Sync + 'static,
) -> Result<Summary, Error> {
    let model = Scripted { requests: AtomicUsize::new(0), script };
    let scorer = Scorer::new(RewardConfig::default()).unwrap();
    let pipeline = Pipeline::new(sample(), model, scorer, || Timestamp::UNIX_EPOCH);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_time().build().unwrap();
    runtime.block_on(generate(&pipeline, settings))
}

fn good(request: &Request) -> Completion {
    let first = request.prompt.lines().next().unwrap_or_default();
    Completion::finished("scripted/1", "thinking", format!("About: {first}"))
}

fn lines(path: &Path) -> Vec<String> {
    std::fs::read_to_string(path).unwrap().lines().map(ToOwned::to_owned).collect()
}

fn raw(summary: &Summary) -> Vec<RawExample> {
    lines(&files(summary).raw).iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn writes_what_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let summary = run_with(&settings(folder.path(), 40), |_, request| Ok(good(request))).unwrap();
    assert!(summary.is_complete());
    let raw = raw(&summary);
    assert_eq!(raw.len(), 40);
    assert_eq!(raw.iter().map(|raw| &raw.task.id).collect::<BTreeSet<_>>().len(), 40);
    let training: Vec<TrainingExample> = lines(&files(&summary).training)
        .iter()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    for (raw, training) in raw.iter().zip(&training) {
        assert_eq!(&TrainingExample::from(raw), training);
        assert!(raw.market_data.values().all(|value| value.is_finite()));
    }
    let mut dealt = lines(&files(&summary).train);
    dealt.extend(lines(&files(&summary).eval));
    dealt.sort();
    let mut all = lines(&files(&summary).training);
    all.sort();
    assert_eq!(dealt, all);
}

#[test]
fn the_order_of_answers_does_not_matter() {
    let bytes = |concurrency| {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings { concurrency, ..settings(folder.path(), 30) };
        // Every fourth question is never answered: others take its place.
        let summary = run_with(&settings, |_, request| {
            let mut completion = good(request);
            if request.prompt.len() % 4 == 0 {
                completion.finish = FinishReason::Length;
            }
            Ok(completion)
        })
        .unwrap();
        assert!(summary.is_complete());
        assert!(summary.rejections() > 0);
        [&files(&summary).raw, &files(&summary).train, &files(&summary).eval]
            .map(|file| std::fs::read(file).unwrap())
    };
    let one = bytes(1);
    assert_eq!(one, bytes(2));
    assert_eq!(one, bytes(16));
}

/// Answers a crowd of requests all at once, from elsewhere, so that most answers wait for others.
struct AllAtOnce(Duration);

#[llm::async_trait]
impl ReasoningModel for AllAtOnce {
    fn id(&self) -> &'static str {
        "all-at-once/1"
    }

    fn endpoint(&self) -> Option<&str> {
        Some("http://127.0.0.1:9/")
    }

    async fn complete(&self, request: &Request) -> Result<Completion, llm::Error> {
        tokio::time::sleep(self.0).await;
        let mut completion = good(request);
        // Scoring takes longer than arriving.
        completion.answer.push_str(&" 12 + 30 = 42.".repeat(500));
        Ok(completion)
    }
}

#[test]
fn answers_that_come_together_lose_nothing() {
    let bytes = |concurrency, wait| {
        let folder = tempfile::tempdir().unwrap();
        let tokens = Selector::Kind(SubjectKind::Token);
        let settings = Settings {
            concurrency,
            ..with(folder.path(), 400, |order| order.selectors.push(tokens.clone()))
        };
        let scorer = Scorer::new(RewardConfig::default()).unwrap();
        let model = AllAtOnce(Duration::from_millis(wait));
        let pipeline = Pipeline::new(sample(), model, scorer, || Timestamp::UNIX_EPOCH);
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_time().build().unwrap();
        let summary = runtime.block_on(generate(&pipeline, &settings)).unwrap();
        assert_eq!((summary.accepted, summary.asked), (400, 400));
        [&files(&summary).raw, &files(&summary).train, &files(&summary).eval]
            .map(|file| std::fs::read(file).unwrap())
    };
    assert_eq!(bytes(4, 0), bytes(400, 100));
}

#[test]
fn nothing_is_asked_in_vain() {
    let folder = tempfile::tempdir().unwrap();
    let summary = run_with(&settings(folder.path(), 30), |_, request| Ok(good(request))).unwrap();
    assert_eq!(summary.asked, 30);
}

#[test]
fn unusable_answers_are_asked_again_and_never_become_examples() {
    let folder = tempfile::tempdir().unwrap();
    let summary = run_with(&settings(folder.path(), 30), |_, request| {
        if request.sample > 0 {
            return Ok(good(request));
        }
        let mut completion = good(request);
        match request.prompt.len() % 4 {
            0 => completion.finish = FinishReason::Length,
            1 => completion.finish = FinishReason::ContentFilter,
            2 => completion.answer.clear(),
            _ => completion.reasoning = None,
        }
        Ok(completion)
    })
    .unwrap();
    assert_eq!((summary.accepted, summary.rejections(), summary.asked), (30, 30, 60));
    assert!(raw(&summary).iter().all(|raw| raw.provenance.attempt == 2 && !raw.output.is_empty()));
    assert_eq!(summary.rejected.len(), 4, "{:?}", summary.rejected);
}

#[test]
fn a_run_that_cannot_reach_its_number_writes_what_it_has() {
    let folder = tempfile::tempdir().unwrap();
    let wanted =
        with(folder.path(), 10, |it| (it.window, it.max_attempts) = (Window::LastDays(8), 1));
    let summary = run_with(&wanted, |number, request| {
        let mut completion = good(request);
        if number % 25 > 0 {
            completion.answer.clear();
        }
        Ok(completion)
    })
    .unwrap();
    assert!(!summary.is_complete());
    assert!(summary.accepted > 0);
    assert_eq!(lines(&files(&summary).raw).len(), summary.accepted);
}

#[test]
fn a_request_that_failed_is_not_asked_again() {
    let folder = tempfile::tempdir().unwrap();
    let summary = run_with(&settings(folder.path(), 20), |number, request| {
        // The model itself has tried again; others may still succeed.
        match number % 3 {
            0 => Err(llm::Error::new(ErrorKind::Transient, "overloaded")),
            1 => Err(llm::Error::new(ErrorKind::Request, "moderated")),
            _ => Ok(good(request)),
        }
    })
    .unwrap();
    assert!(summary.is_complete() && summary.stopped.is_none());
    assert_eq!(summary.asked, summary.accepted + summary.rejections());
    assert!(raw(&summary).iter().all(|raw| raw.provenance.attempt == 1));
}

#[test]
fn a_model_that_cannot_begin_leaves_no_files() {
    for kind in [ErrorKind::Run, ErrorKind::Exhausted, ErrorKind::Transient, ErrorKind::Request] {
        let folder = tempfile::tempdir().unwrap();
        let requests = Arc::new(AtomicUsize::new(0));
        let counter = requests.clone();
        let error = run_with(&settings(folder.path(), 30), move |_, _| {
            counter.fetch_add(1, Ordering::SeqCst);
            Err(llm::Error::new(kind, "no"))
        })
        .unwrap_err();
        assert!(matches!(&error, Error::Model(error) if error.kind() == kind), "{error:?}");
        assert_eq!(files_below(folder.path()), Vec::<String>::new());
        let requests = requests.load(Ordering::SeqCst);
        // Those in flight with the last one are still asked, and those that were next in line.
        let most = if kind.ends_run() { 8 } else { 10 + 8 + 8 };
        assert!(requests <= most, "{requests} requests were made in vain");
    }
}

#[test]
fn a_model_that_cannot_go_on_ends_the_run_in_order() {
    for (kind, exhausted) in [(ErrorKind::Run, false), (ErrorKind::Exhausted, true)] {
        let folder = tempfile::tempdir().unwrap();
        let summary = run_with(&settings(folder.path(), 30), move |number, request| {
            if number == 13 {
                return Err(llm::Error::new(kind, "no credit").with_hint("add some"));
            }
            let mut completion = good(request);
            completion.usage.cost_usd = Some(0.25);
            Ok(completion)
        })
        .unwrap();
        let stopped = summary.stopped.clone().unwrap();
        assert_eq!((stopped.reason.as_str(), stopped.exhausted), ("no credit", exhausted));
        assert_eq!(stopped.hint.as_deref(), Some("add some"));
        // What was accepted, and what was in flight and paid for, is written.
        assert!((12..=20).contains(&summary.accepted), "{}", summary.accepted);
        assert_eq!(raw(&summary).len(), summary.accepted);
        assert_eq!(summary.usage.cost_usd, Some(0.25 * summary.accepted as f64));
    }
}

/// The files of datasets; runs have folders of their own.
fn files_below(folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.file_name() == "runs" {
            continue;
        }
        if entry.path().is_dir() {
            files.extend(files_below(&entry.path()));
        } else {
            files.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    files
}

#[test]
fn weak_answers_are_rejected_by_their_score() {
    let folder = tempfile::tempdir().unwrap();
    let demanding =
        with(folder.path(), 10, |it| (it.min_quality, it.max_attempts) = (Some(0.7), 1));
    let summary = run_with(&demanding, |_, request| Ok(good(request))).unwrap();
    assert_eq!(summary.accepted, 0);
    assert_eq!(summary.all_scores.count(), summary.asked);
    assert!(summary.rejected.contains_key("score below the threshold"), "{:?}", summary.rejected);
}

#[test]
fn says_before_any_work_what_cannot_be() {
    let folder = tempfile::tempdir().unwrap();
    let try_it = |change: fn(&mut Settings)| {
        let mut settings = settings(folder.path(), 10);
        change(&mut settings);
        run_with(&settings, |_, _| panic!("asked")).unwrap_err().to_string()
    };
    assert_eq!(
        try_it(|s| s.order.examples = 5_000),
        "5000 examples were asked for, but the data carry only 239 distinct tasks"
    );
    assert_eq!(
        try_it(|s| s.order.selectors = vec![Selector::Kind(SubjectKind::Protocol)]),
        "`files` has no data for protocol"
    );
    assert_eq!(
        try_it(|s| s.order.selectors = vec![Selector::Named("nera".to_owned())]),
        "`nera` is neither a kind of subject nor a subject that `files` has data for"
    );
    assert_eq!(
        try_it(|s| s.order.window = Window::Between(None, Some(jiff::civil::date(2001, 1, 1)))),
        "no measured day lies on or before 2001-01-01"
    );
    assert_eq!(files_below(folder.path()), Vec::<String>::new());
}

#[test]
fn two_runs_of_one_minute_both_keep_their_answers() {
    let folder = tempfile::tempdir().unwrap();
    let settings = settings(folder.path(), 12);
    let (first, second) = std::thread::scope(|scope| {
        let run = || run_with(&settings, |_, request| Ok(good(request))).unwrap();
        let (first, second) = (scope.spawn(run), scope.spawn(run));
        (first.join().unwrap(), second.join().unwrap())
    });
    assert_ne!(first.files, second.files);
    assert_eq!((raw(&first).len(), raw(&second).len()), (12, 12));
    assert_eq!(files_below(folder.path()).len(), 8);
}

#[test]
fn no_subject_day_stands_on_both_sides() {
    for mode in [dataset::SplitMode::Random, dataset::SplitMode::Time] {
        let folder = tempfile::tempdir().unwrap();
        let wanted = with(folder.path(), 200, |it| (it.split, it.eval_fraction) = (mode, 0.2));
        let summary = run_with(&wanted, |_, request| Ok(good(request))).unwrap();
        let days = |path: &Path| {
            let mut days = BTreeSet::new();
            for line in lines(path) {
                let example: TrainingExample = serde_json::from_str(&line).unwrap();
                days.extend(
                    example
                        .task
                        .subjects
                        .iter()
                        .map(|subject| (subject.clone(), example.task.date)),
                );
            }
            days
        };
        let (train, eval) = (days(&files(&summary).train), days(&files(&summary).eval));
        assert!(train.is_disjoint(&eval), "{mode:?}");
        assert!(!train.is_empty() && !eval.is_empty(), "{mode:?}");
        let split = &summary.split;
        assert_eq!(split.train + split.eval + split.left_out, 200);
        if mode == dataset::SplitMode::Time {
            assert_eq!(split.eval_days_in_train_history, 0);
            assert!(
                train.iter().max_by_key(|day| day.1).map(|day| day.1)
                    < eval.iter().map(|day| day.1).min()
            );
        }
    }
}

#[test]
fn what_is_told_does_not_depend_on_which_answer_came_first() {
    let told = |delays: fn(usize) -> u64| {
        let folder = tempfile::tempdir().unwrap();
        let summary = run_with(&settings(folder.path(), 40), move |number, request| {
            std::thread::sleep(Duration::from_millis(delays(number)));
            let digits = request.prompt.bytes().filter(u8::is_ascii_digit).map(u64::from);
            match digits.sum::<u64>() % 4 {
                0 => Err(llm::Error::new(ErrorKind::Request, "no")),
                1 => Ok(Completion::finished("scripted/1", "thinking", "")),
                _ => Ok(good(request)),
            }
        })
        .unwrap();
        let Summary { yields, rejected, given_up, kinds, subjects, .. } = summary;
        assert!(yields.len() > 3 && rejected.len() > 1, "{yields:?}, {rejected:?}");
        serde_json::to_string(&(yields, rejected, given_up, kinds, subjects)).unwrap()
    };
    let first = told(|_| 0);
    for delays in [|number| 9 - number as u64 % 10, |number| number as u64 * 7 % 5] {
        assert_eq!(told(delays), first);
    }
}

/// Makes the journal of a run that of one that was killed before its last word.
fn set_running(run: &Path) {
    let (journal, _) = Journal::open(run, Durability::Kill).unwrap();
    let state = Entry::State { state: State::Running, reason: None, at: Timestamp::UNIX_EPOCH };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(journal.put(vec![state])).unwrap();
}

#[test]
fn files_that_were_named_before_a_kill_are_not_written_twice() {
    let folder = tempfile::tempdir().unwrap();
    let settings = settings(folder.path(), 12);
    let first = run_with(&settings, |_, request| Ok(good(request))).unwrap();
    let names = files(&first).clone();
    let bytes = || -> Vec<_> { names.iter().map(|it| std::fs::read(it).unwrap()).collect() };
    let whole = bytes();
    let part = |path: &Path, part: &str| {
        let run = first.folder.file_name().unwrap().to_string_lossy();
        path.with_file_name(format!(".{run}.{part}.partial"))
    };
    // Killed with none, some or all of the names given, and with a file that had two at once.
    for given in 0..=4 {
        for path in names.iter().skip(given) {
            std::fs::remove_file(path).unwrap();
        }
        if given > 0 {
            std::fs::hard_link(&names.raw, part(&names.raw, "raw")).unwrap();
        }
        std::fs::write(part(&names.eval, "eval"), "{\"instruction\":").unwrap();
        set_running(&first.folder);
        let again = Settings { start: Start::Resume(first.folder.clone()), ..settings.clone() };
        let summary = run_with(&again, |_, _| panic!("nothing is left to ask")).unwrap();
        assert_eq!(files(&summary), &names, "{given} named");
        assert_eq!(bytes(), whole, "{given} named");
        for path in names.iter() {
            let others = std::fs::read_dir(path.parent().unwrap()).unwrap().count();
            assert_eq!(others, if path == names.raw || path == names.training { 1 } else { 2 });
        }
    }
    // To a finished run nothing is left to do.
    let again = Settings { start: Start::Resume(first.folder.clone()), ..settings.clone() };
    let summary = run_with(&again, |_, _| panic!("nothing is left to ask")).unwrap();
    assert_eq!((files(&summary), bytes()), (&names, whole));
    // What somebody else has put there in the meantime is left alone.
    std::fs::write(&names.train, "other\n").unwrap();
    set_running(&first.folder);
    let again = Settings { start: Start::Resume(first.folder.clone()), ..settings.clone() };
    let summary = run_with(&again, |_, _| panic!("nothing is left to ask")).unwrap();
    assert_ne!(files(&summary), &names);
    assert_eq!(lines(&names.train), ["other"]);
    for path in files(&summary).iter() {
        std::fs::remove_file(path).unwrap();
    }
    // Another run of the same minute takes other names.
    let other = Settings { start: Start::Afresh, ..settings };
    let other = run_with(&other, |_, request| Ok(good(request))).unwrap();
    assert!(files(&other).iter().all(|it| it.to_string_lossy().ends_with("_2.jsonl")));
}
