//! The client and the source against a service that answers what it is asked.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use flipside::sql::{Catalog, Days, Query, recognise};
use flipside::{ErrorKind, FlipsideSource, Settings};
use jiff::civil::{Date, date};
use market::testing::{Expected, check_source};
use market::{DateRange, MarketSource as _, Metric, Subject, SubjectKind};
use net::testing::{Received, Reply, Server};
use serde_json::{Value, json};

use crate::replay::{client, range, settings, today, token};

/// A service that knows every figure of every day in February 2025, but not of two of them.
#[derive(Default)]
struct Service {
    /// Texts by the id of their run.
    runs: Mutex<BTreeMap<String, String>>,
    methods: Mutex<Vec<String>>,
    /// Runs of these statements never end.
    endless: Vec<&'static str>,
    looks: AtomicUsize,
}

impl Service {
    async fn start(self) -> (Arc<Self>, Server) {
        let service = Arc::new(self);
        let answering = service.clone();
        let server = Server::answering(move |_, request| answering.answer(request)).await.unwrap();
        (service, server)
    }

    fn methods(&self) -> Vec<String> {
        self.methods.lock().unwrap().clone()
    }

    fn count(&self, method: &str) -> usize {
        self.methods().iter().filter(|called| *called == method).count()
    }

    fn answer(&self, request: &Received) -> Reply {
        let call: Value = serde_json::from_str(&request.body).unwrap();
        let method = call["method"].as_str().unwrap();
        self.methods.lock().unwrap().push(method.to_owned());
        let params = &call["params"][0];
        let result = match method {
            "createQueryRun" => {
                let mut runs = self.runs.lock().unwrap();
                let id = format!("run-{}", runs.len());
                runs.insert(id.clone(), params["sql"].as_str().unwrap().to_owned());
                json!({"queryRun": {"id": id, "state": "QUERY_STATE_READY"}})
            }
            "getQueryRun" => {
                self.looks.fetch_add(1, Ordering::Relaxed);
                let id = params["queryRunId"].as_str().unwrap();
                let endless = self.endless.contains(&self.query(id).statement().name());
                let state = if endless { "QUERY_STATE_RUNNING" } else { "QUERY_STATE_SUCCESS" };
                json!({"queryRun": {"id": id, "state": state}, "redirectedToQueryRun": null})
            }
            "getQueryRunResults" => results(&self.query(params["queryRunId"].as_str().unwrap())),
            _ => json!({"canceledQueryRun": {}}),
        };
        Reply::json(200, &json!({"jsonrpc": "2.0", "id": 1, "result": result}).to_string())
    }

    fn query(&self, run: &str) -> Query {
        recognise(&self.runs.lock().unwrap()[run]).unwrap()
    }
}

const KNOWN: DateRange = DateRange { from: date(2025, 2, 1), to: date(2025, 3, 4) };

fn results(query: &Query) -> Value {
    let mut columns: Vec<&str> = query.columns();
    columns.push("__row_index");
    let known = |day: &Date| KNOWN.contains(*day) && ![10, 20].contains(&day.day());
    let rows: Vec<Value> = query
        .range()
        .days()
        .filter(known)
        .map(|day| {
            let mut row = vec![json!(format!("{day}T00:00:00.000Z"))];
            row.extend(query.metrics().map(|metric| figure(metric, day)));
            row.push(json!(0));
            Value::Array(row)
        })
        .collect();
    json!({"columnNames": columns, "rows": rows, "page": {"totalRows": rows.len(), "totalPages": 1}})
}

fn figure(metric: Metric, day: Date) -> Value {
    match metric {
        Metric::SuccessRate => json!(0.5),
        Metric::LowUsd => json!(1),
        Metric::HighUsd => json!(100),
        _ => json!(u32::from(day.day().unsigned_abs())),
    }
}

fn source(server: &Server, settings: impl FnOnce(Settings) -> Settings) -> FlipsideSource {
    let settings = settings(crate::replay::settings(server.endpoint()));
    // The present day is one that the service already knows a part of.
    FlipsideSource::new(client(settings), Catalog::default(), date(2025, 3, 4))
}

#[tokio::test]
async fn passes_the_suite_for_sources() {
    for (subject, absent) in [
        (Subject::network("near"), Subject::network("nowhere")),
        (Subject::network("ethereum"), Subject::token("DOGE")),
        (Subject::token("UNI"), Subject::protocol("nothing")),
        (Subject::protocol("uniswap"), Subject::protocol("bitcoin")),
    ] {
        let (_, server) = Service::default().start().await;
        let source = source(&server, |settings| Settings { concurrent_queries: 3, ..settings });
        let expected = Expected { subject, absent, last_whole_day: date(2025, 3, 3) };
        check_source(&source, &expected).await;
    }
}

#[tokio::test]
async fn a_day_brings_the_figures_of_all_tables_together() {
    let (service, server) = Service::default().start().await;
    let near = Subject::network("near");
    let source = source(&server, |settings| settings);
    let fetched =
        source.series(&near, Some(DateRange::ending(date(2025, 2, 12), 4))).await.unwrap();
    let dates: Vec<Date> = fetched.series.days().iter().map(market::Day::date).collect();
    assert_eq!(dates, [date(2025, 2, 9), date(2025, 2, 11), date(2025, 2, 12)]);
    let metrics: Vec<&str> = fetched.series.metrics().into_iter().map(Metric::name).collect();
    let due = "daily_txns unique_users unique_receivers success_rate total_volume total_fees \
               avg_fee avg_gas_per_txn active_contracts";
    assert_eq!(metrics.join(" "), due);
    assert_eq!(service.count("createQueryRun"), 3);
    assert_eq!(fetched.dropped.len(), 0);
}

#[tokio::test]
async fn a_long_range_is_asked_for_in_parts_and_an_open_one_as_far_as_the_history() {
    let (service, server) = Service::default().start().await;
    let source = source(&server, |settings| Settings {
        days_per_query: 10,
        history_days: 25,
        concurrent_queries: 4,
        ..settings
    });
    for open in [
        None,
        Some(DateRange { from: Date::MIN, to: Date::MAX }),
        Some(DateRange { from: date(2000, 1, 1), to: date(2025, 3, 3) }),
    ] {
        let fetched = source.series(&token(), open).await.unwrap();
        let range = fetched.series.range().unwrap();
        assert_eq!(range, DateRange { from: date(2025, 2, 7), to: date(2025, 3, 3) });
    }
    assert_eq!(service.count("createQueryRun"), 9);
    // Nothing is asked where nothing can be.
    for none in [
        DateRange { from: date(2025, 3, 4), to: date(2025, 3, 9) },
        DateRange { from: date(2025, 3, 3), to: date(2025, 3, 1) },
        DateRange { from: date(1990, 1, 1), to: date(1990, 2, 1) },
    ] {
        assert!(source.series(&token(), Some(none)).await.unwrap().series.is_empty());
    }
    assert_eq!(service.count("createQueryRun"), 9);
}

#[tokio::test]
async fn the_last_whole_day_is_sought_among_the_recent_ones_first() {
    let (service, server) = Service::default().start().await;
    let source = source(&server, |settings| settings);
    assert_eq!(source.last_whole_day(&token()).await.unwrap(), Some(date(2025, 3, 3)));
    assert_eq!(service.count("createQueryRun"), 1);
    // Half a year later the tables still end in March.
    let later = FlipsideSource::new(
        client(settings(server.endpoint())),
        Catalog::default(),
        date(2025, 9, 1),
    );
    assert_eq!(later.last_whole_day(&token()).await.unwrap(), Some(date(2025, 3, 4)));
}

#[tokio::test]
async fn unknown_subjects_are_said_to_be_unknown_without_asking() {
    let (service, server) = Service::default().start().await;
    let source = source(&server, |settings| settings);
    let error = source.series(&Subject::token("DOGE"), None).await.unwrap_err();
    assert_eq!(error.to_string(), "no token named DOGE is known in the tables");
    assert!(error.hint().unwrap().contains("token:NEAR"), "{error:?}");
    let before = DateRange { from: date(1990, 1, 1), to: date(1990, 1, 2) };
    let error = source.series(&Subject::token("DOGE"), Some(before)).await.unwrap_err();
    assert_eq!(error.kind(), market::ErrorKind::UnknownSubject);
    assert_eq!(source.subjects(SubjectKind::Network).await.unwrap().len(), 10);
    assert_eq!(service.methods(), [""; 0]);
}

/// Waits until something holds, but not for long.
async fn eventually(what: &str, holds: impl Fn() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(10), "{what}");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

#[tokio::test]
async fn a_query_that_takes_too_long_is_cancelled() {
    let (service, server) =
        Service { endless: vec!["native_price"], ..Service::default() }.start().await;
    let settings = Settings {
        poll_first: Duration::from_millis(1),
        poll_longest: Duration::from_millis(5),
        run_deadline: Duration::from_millis(100),
        ..settings(server.endpoint())
    };
    let days = Days::new(range()).unwrap();
    let query = Catalog::default().queries(&token(), days).unwrap().remove(0);
    let error = client(settings).run(&query).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Deadline);
    assert_eq!(
        error.to_string(),
        "token:NEAR (native_price, 2025-03-01 to 2025-03-03): getQueryRun: no answer within 100ms; \
         the query was cancelled"
    );
    assert_eq!(service.methods().last().map(String::as_str), Some("cancelQueryRun"));
    assert_eq!(service.count("cancelQueryRun"), 1);
}

#[tokio::test]
async fn a_query_that_nobody_waits_for_any_more_is_cancelled() {
    let (service, server) =
        Service { endless: vec!["native_price"], ..Service::default() }.start().await;
    let source = source(&server, |settings| Settings {
        poll_first: Duration::from_millis(1),
        poll_longest: Duration::from_millis(5),
        ..settings
    });
    let waiting = tokio::spawn(async move { source.series(&token(), Some(range())).await });
    eventually("the run is looked after", || service.looks.load(Ordering::Relaxed) > 2).await;
    waiting.abort();
    eventually("the run is cancelled", || service.count("cancelQueryRun") == 1).await;
}

#[tokio::test]
async fn the_first_failure_cancels_the_other_queries() {
    let (service, server) =
        Service { endless: vec!["near_activity"], ..Service::default() }.start().await;
    let inner = service.clone();
    // What is read fails; what runs for ever is not waited for.
    let failing = Server::answering(move |_, request| {
        if request.body.contains("getQueryRunResults") {
            return Reply::json(401, "{}");
        }
        inner.answer(request)
    })
    .await
    .unwrap();
    drop(server);
    let source = source(&failing, |settings| Settings {
        poll_first: Duration::from_millis(1),
        concurrent_queries: 3,
        ..settings
    });
    let near = Subject::network("near");
    let ended = tokio::time::timeout(Duration::from_secs(20), source.series(&near, Some(range())));
    let error = ended.await.unwrap().unwrap_err();
    assert_eq!(error.kind(), market::ErrorKind::Refused);
    eventually("the endless run is cancelled", || service.count("cancelQueryRun") == 1).await;
}

#[tokio::test]
async fn a_host_that_is_not_there_is_a_service_that_has_ended() {
    let settings = settings(&"https://flipside.invalid".parse().unwrap());
    let source = FlipsideSource::new(client(settings), Catalog::default(), today());
    let error = source.series(&token(), Some(range())).await.unwrap_err();
    assert!(error.to_string().contains("the host is not found"), "{error}");
    assert!(error.to_string().contains("the last of 3 tries"), "{error}");
    let hint = error.hint().unwrap();
    for way in ["2025-07-31", "FLIPSIDE_BASE_URL", "--source files"] {
        assert!(hint.contains(way), "{hint}");
    }
}

#[tokio::test]
async fn a_port_without_a_service_is_one_that_may_come_back() {
    let server = Server::start([]).await.unwrap();
    let settings = settings(server.endpoint());
    drop(server);
    tokio::task::yield_now().await;
    let source = FlipsideSource::new(client(settings), Catalog::default(), today());
    let error = source.series(&token(), Some(range())).await.unwrap_err();
    assert_eq!(error.kind(), market::ErrorKind::Unavailable, "{error}");
    assert!(error.is_retryable());
}
