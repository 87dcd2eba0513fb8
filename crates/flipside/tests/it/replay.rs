//! Exchanges with the service are replayed from files, and what comes of each is in a snapshot.
//!
//! The files in `fixtures/exchanges/flipside/` are written from the service's documentation. Each
//! request has to arrive just as its file says.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use flipside::sql::{Catalog, Days};
use flipside::{Client, FlipsideSource, Settings};
use jiff::civil::{Date, date};
use market::{DateRange, MarketSource as _, Subject};
use net::testing::{Received, Reply, Server};
use net::{Endpoint, Gate, Jitter, Limits, RetryPolicy, Secret, Throttle};
use serde_json::{Value, json};

const KEY: &str = "TEST-KEY-NOT-REAL";

pub(crate) fn range() -> DateRange {
    DateRange::new(date(2025, 3, 1), date(2025, 3, 3)).unwrap()
}

/// The day on which the exchanges take place.
pub(crate) fn today() -> Date {
    date(2025, 3, 9)
}

pub(crate) fn token() -> Subject {
    Subject::token("NEAR")
}

/// A client that does not wait.
pub(crate) fn client(settings: Settings) -> Client {
    let config = net::Config {
        retry: RetryPolicy {
            max_tries: 3,
            backoff_base: Duration::ZERO,
            longest_pause: Duration::from_mins(1),
            ..RetryPolicy::default()
        },
        throttle: Throttle::new(Limits::default(), Gate::new(Duration::ZERO, Jitter::seeded(1))),
        ..settings.http()
    };
    Client::new(net::Client::new(config).unwrap(), Secret::new(KEY).unwrap(), settings)
}

/// Settings that do not wait, at this address.
pub(crate) fn settings(endpoint: &Endpoint) -> Settings {
    Settings { poll_first: Duration::ZERO, concurrent_queries: 1, ..Settings::at(endpoint.clone()) }
}

fn reply(recorded: &Value) -> Reply {
    let status = recorded["status"].as_u64().unwrap() as u16;
    let fields = recorded["headers"].as_object();
    let headers: Vec<(&str, &str)> = fields
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
        .collect();
    match recorded["text"].as_str() {
        Some(text) => Reply::new(status, &headers, text),
        None => Reply::json(status, &recorded["body"].to_string()),
    }
}

/// The statement that a file calls `$SQL`, or `$SQL` and two days.
fn statement(placeholder: &str) -> String {
    let days: Vec<Date> = placeholder.split(' ').skip(1).map(|day| day.parse().unwrap()).collect();
    let range = match days[..] {
        [from, to] => DateRange { from, to },
        _ => range(),
    };
    Catalog::default().queries(&token(), Days::new(range).unwrap()).unwrap()[0].text()
}

fn check_request(received: &Received, recorded: &Value) {
    let mut params = recorded["params"].clone();
    if let Some(sql) = params.get("sql") {
        params["sql"] = statement(sql.as_str().unwrap()).into();
        params["tags"]["sdk_version"] = env!("CARGO_PKG_VERSION").into();
    }
    let due = json!({"jsonrpc": "2.0", "method": recorded["method"], "params": [params], "id": 1});
    assert_eq!(serde_json::from_str::<Value>(&received.body).unwrap(), due);
    assert_eq!((received.method.as_str(), received.path.as_str()), ("POST", "/json-rpc"));
    assert_eq!(received.headers["x-api-key"], KEY);
    assert_eq!(received.headers["content-type"], "application/json");
    assert_eq!(received.headers["accept"], "application/json");
}

/// What comes of an exchange, as text.
async fn outcome(file: &Path) -> String {
    let text = std::fs::read_to_string(file).unwrap();
    let recorded: Value = serde_json::from_str(&text).unwrap();
    let exchanges = recorded["exchanges"].as_array().unwrap();
    let server =
        Server::start(exchanges.iter().map(|exchange| reply(&exchange["reply"]))).await.unwrap();
    let mut settings = settings(server.endpoint());
    if let Some(size) = recorded["settings"]["page_size"].as_u64() {
        settings.page_size = size as u32;
    }
    let source = FlipsideSource::new(client(settings), Catalog::default(), today());
    let fetched = source.series(&token(), Some(range())).await;
    // A cancellation is sent after the error is handed out.
    for _ in 0..1000 {
        if server.received().len() >= exchanges.len() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let received = server.received();
    for (received, exchange) in received.iter().zip(exchanges) {
        check_request(received, &exchange["request"]);
    }
    assert_eq!(received.len(), exchanges.len(), "each request has to be made");
    let mut text = format!("{}\n\n", recorded["about"].as_str().unwrap());
    match fetched {
        Ok(fetched) => {
            for day in fetched.series.days() {
                let figures: Vec<String> = day
                    .values()
                    .iter()
                    .map(|(metric, value)| format!("{metric} {value}"))
                    .collect();
                writeln!(text, "{}: {}", day.date(), figures.join(", ")).unwrap();
            }
            if fetched.series.is_empty() {
                text.push_str("no days\n");
            }
            writeln!(text, "{}", fetched.dropped).unwrap();
        }
        Err(error) => {
            writeln!(text, "{:?}: {error}", error.kind()).unwrap();
            writeln!(text, "hint: {}", error.hint().unwrap()).unwrap();
            assert!(!format!("{error:?}").contains(KEY), "no error shows a key");
        }
    }
    assert!(!text.contains(KEY), "no error shows a key");
    text
}

#[tokio::test]
async fn every_exchange_ends_as_it_should() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/exchanges/flipside");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() > 30, "the exchanges are there");
    let mut filters = insta::Settings::clone_current();
    filters.add_filter(r"http://127\.0\.0\.1:\d+", "[server]");
    filters.add_filter(r"tries in [\d.]+[a-zµ]+", "tries in [time]");
    filters.add_filter(r"after [\d.]+ s", "after [time]");
    filters.set_snapshot_path("snapshots/exchanges");
    filters.set_prepend_module_to_snapshot(false);
    for file in files {
        let outcome = outcome(&file).await;
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        filters.bind(|| insta::assert_snapshot!(name, outcome));
    }
}
