//! The client of the query API against the sandbox, and against each of its faults.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use flipside::sql::Catalog;
use flipside::{Client, FlipsideSource, Settings};
use jiff::civil::{Date, date};
use market::testing::{Expected, check_source};
use market::{CsvSource, DateRange, ErrorKind, Fetched, MarketSource as _, Subject, SubjectKind};
use net::{Gate, Jitter, Limits, RetryPolicy, Secret, Throttle};
use sandbox::{Config, Fault, Rule, Running, Sandbox, Scope};

fn bitcoin() -> Subject {
    Subject::token("BTC")
}

/// Days of which the bundled sample has all but a few.
fn winter() -> DateRange {
    DateRange { from: date(2022, 12, 1), to: date(2023, 2, 28) }
}

async fn start(rules: &str, change: impl FnOnce(&mut Config)) -> Running {
    let mut config = Config {
        faults: Rule::list(rules).unwrap(),
        retry_after_s: 0,
        slow_ms: 50,
        down_ms: 5,
        ..Config::default()
    };
    change(&mut config);
    Sandbox::start(config).await.unwrap()
}

/// A source that does not wait for long.
fn source(sandbox: &Running, change: impl FnOnce(&mut Settings)) -> FlipsideSource {
    let mut settings = Settings {
        poll_first: Duration::from_millis(1),
        run_deadline: Duration::from_secs(20),
        ..Settings::at(sandbox.flipside_base_url().parse().unwrap())
    };
    change(&mut settings);
    let http = net::Config {
        idle_timeout: Duration::from_millis(500),
        retry: RetryPolicy {
            // A service that is down for a moment is to be there again.
            backoff_base: Duration::from_millis(20),
            jitter: Jitter::seeded(1),
            ..RetryPolicy::default()
        },
        throttle: Throttle::new(Limits::default(), Gate::new(Duration::ZERO, Jitter::seeded(1))),
        ..settings.http()
    };
    let key = Secret::new("sandbox").unwrap();
    let client = Client::new(net::Client::new(http).unwrap(), key, settings);
    FlipsideSource::new(client, Catalog::default(), date(2025, 3, 2))
}

/// The series of the sample itself.
async fn sample(subject: &Subject, range: DateRange) -> market::Series {
    let networks = include_str!("../../../../fixtures/market/network_daily.csv");
    let tokens = include_str!("../../../../fixtures/market/token_daily.csv");
    let source = CsvSource::from_text(Some(networks), Some(tokens), Date::MAX).unwrap();
    source.series(subject, Some(range)).await.unwrap().series
}

#[tokio::test]
async fn the_sample_comes_through_unchanged() {
    let sandbox = start("", |_| ()).await;
    let source = source(&sandbox, |_| ());
    let fetched = source.series(&bitcoin(), Some(winter())).await.unwrap();
    assert_eq!(fetched.series, sample(&bitcoin(), winter()).await);
    assert!(fetched.dropped.is_empty());
    sandbox.stop().await;
}

#[tokio::test]
async fn passes_the_suite_for_sources() {
    let sandbox = start("", |_| ()).await;
    for (subject, absent) in [
        (Subject::network("near"), Subject::network("nowhere")),
        (Subject::token("UNI"), Subject::token("DOGE")),
        (Subject::protocol("aave"), Subject::protocol("nothing")),
    ] {
        let source = source(&sandbox, |settings| settings.history_days = 60);
        let expected = Expected { subject, absent, last_whole_day: date(2025, 3, 1) };
        check_source(&source, &expected).await;
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn every_subject_has_figures() {
    let sandbox = start("", |config| config.query.polls = 0).await;
    let source = source(&sandbox, |_| ());
    let week = DateRange::ending(date(2025, 3, 1), 7);
    for kind in SubjectKind::ALL {
        for subject in source.subjects(kind).await.unwrap() {
            let fetched = source.series(&subject, Some(week)).await.unwrap();
            assert!(!fetched.series.is_empty(), "{subject}");
            assert!(fetched.dropped.is_empty(), "{subject}: {}", fetched.dropped);
        }
    }
    sandbox.stop().await;
}

/// Notes the kinds about which there are no questions.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<SubjectKind>>>);

impl generator::Reporter for Notes {
    fn event(&self, event: generator::Event<'_>) {
        if let generator::Event::NoQuestions { kind } = event {
            self.0.lock().unwrap().push(kind);
        }
    }
}

#[tokio::test]
async fn a_run_asks_about_networks_and_tokens_of_the_tables() {
    let sandbox = start("", |config| config.query.polls = 0).await;
    let folder = tempfile::tempdir().unwrap();
    let run = async |chains: &[&str], examples| {
        let scorer = rewards::Scorer::new(rewards::RewardConfig::default()).unwrap();
        let notes = Notes::default();
        let source = source(&sandbox, |settings| settings.concurrent_queries = 8);
        let clock = || "2025-03-02T08:00:00Z".parse().unwrap();
        let pipeline = generator::Pipeline::new(source, analyst::Analyst, scorer, clock)
            .reporter(notes.clone());
        let order = generator::Order {
            size: "custom".to_owned(),
            examples,
            selectors: chains.iter().map(|chain| generator::Selector::from(*chain)).collect(),
            window: generator::Window::LastDays(20),
            ..generator::Order::default()
        };
        let settings = generator::Settings {
            order,
            output_dir: folder.path().to_owned(),
            ..generator::Settings::default()
        };
        let summary = generator::generate(&pipeline, &settings).await;
        let skipped = notes.0.lock().unwrap().clone();
        (summary, skipped)
    };
    let (summary, skipped) = run(&["token", "protocol", "near", "arbitrum"], 40).await;
    let summary = summary.unwrap();
    assert_eq!((summary.accepted, skipped), (40, vec![SubjectKind::Protocol]));
    let raw = std::fs::read_to_string(&summary.files.as_ref().unwrap().raw).unwrap();
    let chains: BTreeSet<String> = raw
        .lines()
        .map(|line| serde_json::from_str::<dataset::RawExample>(line).unwrap().chain)
        .collect();
    for due in ["BTC", "JUP", "near", "arbitrum"] {
        assert!(chains.contains(due), "{chains:?}");
    }
    let (none, _) = run(&["protocol"], 5).await;
    assert_eq!(
        none.unwrap_err().to_string(),
        "there is no kind of question about subjects of the kind protocol"
    );
    sandbox.stop().await;
}

/// What a fault leads to.
#[derive(Clone, Copy, Debug)]
enum End {
    /// The same series as without it.
    Same,
    /// So many days fewer, and so many reports.
    Differs { fewer_days: usize, dropped: usize },
    /// No days at all.
    Empty,
    /// An error of a kind, with these words.
    Fails(ErrorKind, &'static str),
}

#[tokio::test]
async fn every_fault_is_overcome_or_said() {
    use ErrorKind::{Malformed, Other, Refused, Unavailable};
    use Fault as F;
    // A fault befalls the first request or run only; what is tried again succeeds.
    let cases = [
        (F::Status400, End::Fails(Other, "HTTP 400")),
        (F::Status401, End::Fails(Refused, "HTTP 401")),
        (F::Status402, End::Fails(Refused, "HTTP 402")),
        (F::Status402Retry, End::Fails(Refused, "HTTP 402")),
        (F::Status403, End::Fails(Refused, "HTTP 403")),
        (F::Status403Moderated, End::Fails(Refused, "HTTP 403")),
        (F::Status404, End::Fails(Other, "HTTP 404")),
        (F::Status408, End::Same),
        (F::Status409, End::Fails(Other, "HTTP 409")),
        (F::Status410, End::Fails(Other, "HTTP 410")),
        (F::Status412, End::Fails(Other, "HTTP 412")),
        (F::Status413, End::Fails(Other, "HTTP 413")),
        (F::Status422, End::Fails(Other, "HTTP 422")),
        (F::Status429, End::Same),
        (F::Status429Bare, End::Same),
        (F::Status429Reset, End::Same),
        (F::Status429Date, End::Same),
        (F::Status429Body, End::Same),
        (F::Status429Upstream, End::Same),
        (F::Status429Availability, End::Same),
        (F::Status500, End::Same),
        (F::Status502, End::Same),
        (F::Status502Html, End::Same),
        (F::Status503, End::Same),
        (F::Status503Retry, End::Same),
        (F::Status504, End::Same),
        (F::Status524, End::Same),
        (F::Status529, End::Same),
        (F::Down, End::Same),
        (F::Reset, End::Same),
        (F::Hang, End::Same),
        (F::Cut, End::Same),
        (F::Stall, End::Same),
        (F::Empty, End::Same),
        (F::HalfJson, End::Same),
        (F::NotJson, End::Fails(Other, "a web page and no JSON")),
        (F::BlankLines, End::Same),
        (F::Slow, End::Same),
        (F::RpcValidation, End::Fails(Other, "MethodValidationError (-32000)")),
        (F::RpcRunNotFound, End::Same),
        (F::RpcTemporal, End::Same),
        (F::RpcNotFinished, End::Same),
        (F::RpcTransform, End::Same),
        (F::RpcDuckDb, End::Same),
        (F::RpcAuthorization, End::Fails(Refused, "AuthorizationError (-32163)")),
        (F::RpcPageTooLarge, End::Fails(Malformed, "RequestedPageSizeTooLarge (-32170)")),
        (F::RpcTooManyRuns, End::Same),
        (F::RpcNothing, End::Same),
        (F::LostReply, End::Same),
        (F::RunFails, End::Fails(Other, "SQL compilation error")),
        (F::RunTimesOut, End::Same),
        (F::RunCanceled, End::Fails(Other, "was cancelled")),
        (F::RunStuck, End::Fails(Unavailable, "no answer within 300ms; the query was cancelled")),
        (F::RunUnknownState, End::Fails(Malformed, "unknown state")),
        (F::RunRedirects, End::Same),
        (F::RowsNull, End::Empty),
        (F::RowsEmpty, End::Empty),
        (F::CellsNull, End::Differs { fewer_days: 0, dropped: 0 }),
        (F::NumbersText, End::Same),
        (F::ColumnsReordered, End::Same),
        (F::ColumnsUpper, End::Same),
        (F::ColumnMissing, End::Fails(Malformed, "there is no column `close_usd`")),
        (F::ColumnExtra, End::Same),
        (F::DaysDuplicate, End::Differs { fewer_days: 0, dropped: 1 }),
        (F::DayMissing, End::Differs { fewer_days: 1, dropped: 0 }),
        (F::DatesPlain, End::Same),
        (F::DatesSpaced, End::Same),
        (F::TotalChanges, End::Same),
        (F::SmallPages, End::Same),
    ];
    let due = sample(&bitcoin(), winter()).await;
    for (fault, end) in cases {
        let sandbox = start(&format!("{fault}#1"), |_| ()).await;
        let stuck = fault == F::RunStuck;
        let source = source(&sandbox, |settings| {
            if stuck {
                settings.run_deadline = Duration::from_millis(300);
            }
        });
        let ended = source.series(&bitcoin(), Some(winter())).await;
        match (end, ended) {
            (End::Same, Ok(Fetched { series, dropped })) => {
                assert_eq!(series, due, "{fault}");
                assert!(dropped.is_empty(), "{fault}: {dropped}");
            }
            (End::Differs { fewer_days, dropped }, Ok(fetched)) => {
                assert_eq!(fetched.series.len(), due.len() - fewer_days, "{fault}");
                assert_eq!(fetched.dropped.len(), dropped, "{fault}: {}", fetched.dropped);
            }
            (End::Empty, Ok(fetched)) => assert!(fetched.series.is_empty(), "{fault}"),
            (End::Fails(kind, words), Err(error)) => {
                assert_eq!(error.kind(), kind, "{fault}: {error}");
                assert!(error.to_string().contains(words), "{fault}: {error}");
                assert!(error.to_string().starts_with("token:BTC (native_price, "), "{error}");
                assert!(error.hint().is_some(), "{fault}: {error}");
            }
            (end, ended) => panic!("{fault}: {ended:?} where {end:?} is due"),
        }
        assert_eq!(sandbox.stats()["by_fault"][fault.name()], 1, "{fault} happened");
        sandbox.stop().await;
    }
    let tested: BTreeSet<Fault> = cases.iter().map(|(fault, _)| *fault).collect();
    let all: BTreeSet<Fault> =
        Fault::ALL.iter().copied().filter(|fault| fault.scope() != Scope::Chat).collect();
    assert_eq!(tested, all);
}

#[tokio::test]
async fn nulls_stay_absent() {
    let sandbox = start("null-cells", |_| ()).await;
    let fetched = source(&sandbox, |_| ()).series(&bitcoin(), Some(winter())).await.unwrap();
    let due = sample(&bitcoin(), winter()).await;
    let mut absent = 0;
    for day in due.days() {
        for &(metric, value) in day.values() {
            match fetched.series.value(day.date(), metric) {
                Some(got) => assert_eq!(got, value),
                None => absent += 1,
            }
        }
    }
    assert!(absent > due.len() / 2, "{absent} figures are absent");
    sandbox.stop().await;
}

#[tokio::test]
async fn an_answer_that_never_stays_the_same_is_refused() {
    let sandbox = start("changing-total", |_| ()).await;
    let paging = source(&sandbox, |settings| settings.page_size = 10);
    let error = paging.series(&bitcoin(), Some(winter())).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Malformed, "{error}");
    sandbox.stop().await;
}

#[tokio::test]
async fn a_service_that_fails_now_and_then_gives_the_same_series() {
    // Each befalls one request, so that in whatever order they come none meets more than its tries.
    let rules = "rpc/429#3,rpc/502-html#6,rpc/reset#9,create/half-json#2,poll/rpc-32150#2,\
                 results/rpc-32161#3,results/empty#5,times-out#2,redirects#3";
    let sandbox = start(rules, |_| ()).await;
    let source = source(&sandbox, |settings| settings.days_per_query = 10);
    let fetched = source.series(&bitcoin(), Some(winter())).await.unwrap();
    assert_eq!(fetched.series, sample(&bitcoin(), winter()).await);
    let stats = sandbox.stats();
    assert!(stats["by_fault"].as_object().unwrap().len() > 4, "{stats}");
    sandbox.stop().await;
}

#[tokio::test]
async fn a_wrong_key_is_said_once() {
    let sandbox = start("", |config| config.keys[0].name = "another".to_owned()).await;
    let error = source(&sandbox, |_| ()).series(&bitcoin(), Some(winter())).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Refused, "{error}");
    assert!(error.hint().unwrap().contains("FLIPSIDE_API_KEY"));
    sandbox.stop().await;
}
