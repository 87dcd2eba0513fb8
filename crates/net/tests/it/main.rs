//! The client against a server that does as it is told.

#![expect(clippy::unwrap_used, reason = "a test may end at once")]

use std::error::Error as _;
use std::io::Write as _;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use net::testing::{Reply, Server};
use net::{Client, Config, Deadline, Endpoint, Failure, FailureKind, Request, Secret, Throttle};

const MOMENT: Duration = Duration::from_millis(150);

/// Limits that a test can wait for.
fn config() -> Config {
    Config {
        connect_timeout: 10 * MOMENT,
        idle_timeout: MOMENT,
        total_timeout: 4 * MOMENT,
        max_body_bytes: 1_000,
        ..Config::default()
    }
}

fn client() -> Client {
    Client::new(config()).unwrap()
}

fn key() -> Secret {
    Secret::new("sk-or-v1-planted").unwrap()
}

/// Sends one request with a key in header, path and query, and returns what came of it.
async fn ask(reply: Reply) -> Result<String, Failure> {
    let server = Server::start([reply]).await.unwrap();
    let mut url = server.endpoint().join(["sk-or-v1-planted", "chat"]);
    url.set_query(Some("key=sk-or-v1-planted"));
    let request = Request::post_json(url, &["prompt"]).unwrap().bearer(&key());
    let outcome = client().send(&request).await;
    assert_eq!(server.received().len(), 1, "sent more than once");
    let response = outcome?;
    Ok(format!("{} {}", response.status.as_u16(), response.excerpt(2_000)))
}

async fn failure(reply: Reply) -> Failure {
    let failure = ask(reply).await.unwrap_err();
    let told = format!("{failure} {failure:?} {:?}", failure.source().map(ToString::to_string));
    assert!(!told.contains("planted") && !told.contains("prompt"), "{told}");
    assert!(failure.to_string().starts_with("POST http://127.0.0.1:"), "{failure}");
    failure
}

#[tokio::test]
async fn sends_what_was_said_and_returns_what_came() {
    let server = Server::start([Reply::json(418, "{\"a\":1}")]).await.unwrap();
    let url = server.endpoint().join(["chat", "completions"]);
    let request = Request::post_json(url, &["prompt"]).unwrap().bearer(&key());
    let request = request.header("x-title".parse().unwrap(), "Cortex").unwrap();
    let response = client().send(&request).await.unwrap();
    assert_eq!(response.status, 418);
    assert_eq!(response.headers["content-type"], "application/json");
    assert_eq!(response.json::<serde_json::Value>().unwrap()["a"], 1);
    let received = server.received().remove(0);
    assert_eq!((received.method.as_str(), received.path.as_str()), ("POST", "/chat/completions"));
    assert_eq!(received.body, "[\"prompt\"]");
    for (name, value) in [
        ("authorization", "Bearer sk-or-v1-planted"),
        ("content-type", "application/json"),
        ("user-agent", concat!("cortex/", env!("CARGO_PKG_VERSION"))),
        ("x-title", "Cortex"),
        ("accept-encoding", "gzip"),
    ] {
        assert_eq!(received.headers.get(name).map(String::as_str), Some(value), "{name}");
    }
}

#[tokio::test]
async fn an_echoed_key_is_taken_out() {
    let reply = Reply::new(401, &[], "<b>bad</b> key sk-or-v1-planted");
    assert_eq!(ask(reply).await.unwrap(), "401 bad key [redacted]");
}

#[tokio::test]
async fn pieces_come_as_they_are_sent() {
    let reply = Reply::events().chunk("one").pause(MOMENT / 3).chunk("two").end();
    let server = Server::start([reply]).await.unwrap();
    let request = Request::get(server.endpoint().join([]));
    let mut incoming = client().open(&request).await.unwrap();
    assert_eq!(incoming.status, 200);
    let mut pieces = Vec::new();
    while let Some(piece) = incoming.chunk().await.unwrap() {
        pieces.push(piece);
    }
    assert_eq!(pieces, ["one", "two"]);
}

#[tokio::test]
async fn silence_and_slowness_have_limits() {
    let idle = FailureKind::Timeout(Deadline::Idle(MOMENT));
    let total = FailureKind::Timeout(Deadline::Total(4 * MOMENT));
    let late = Reply::default().pause(20 * MOMENT);
    assert_eq!(*failure(late).await.kind(), idle);
    let stuck = Reply::events().chunk("one").pause(20 * MOMENT);
    assert_eq!(*failure(stuck).await.kind(), idle);
    let drip = (0..40).fold(Reply::events(), |drip, _| drip.chunk(".").pause(MOMENT / 3));
    let failure = failure(drip).await;
    assert_eq!(*failure.kind(), total);
    assert!((4 * MOMENT..12 * MOMENT).contains(&failure.elapsed()), "{:?}", failure.elapsed());
    assert!(failure.is_retryable() && !failure.is_unsent());
}

#[tokio::test]
async fn a_patient_request_waits_for_a_late_answer() {
    let late = || Reply::default().pause(2 * MOMENT).bytes("HTTP/1.0 200 OK\r\n\r\nhere");
    let server = Server::start([late(), late()]).await.unwrap();
    let request = Request::get(server.endpoint().join([]));
    let refused = client().send(&request).await.unwrap_err();
    assert_eq!(*refused.kind(), FailureKind::Timeout(Deadline::Idle(MOMENT)));
    let response = client().send(&request.patient()).await.unwrap();
    assert_eq!(response.body, "here");
}

#[tokio::test]
async fn a_torn_answer_is_no_answer() {
    for torn in [
        Reply::default(),
        Reply::default().reset(),
        Reply::default().bytes("HTTP/1.1 200 OK\r\ncontent-le"),
        Reply::default().bytes("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf"),
        Reply::events().chunk("whole piece, but no end"),
        Reply::events().bytes("5\r\nha"),
        Reply::events().chunk("one").reset(),
        Reply::default().bytes("this is no HTTP\r\n\r\n"),
        Reply::new(200, &[("content-encoding", "gzip")], "this is no gzip"),
    ] {
        let failure = failure(torn.clone()).await;
        assert_eq!(*failure.kind(), FailureKind::Interrupted, "{torn:?}");
        assert!(failure.is_retryable());
    }
}

#[tokio::test]
async fn a_body_has_a_largest_size_after_decompression() {
    let limit = FailureKind::TooLarge { limit: 1_000 };
    let exactly = "x".repeat(1_000);
    assert_eq!(ask(Reply::new(200, &[], &exactly)).await.unwrap().len(), 1_004);
    assert_eq!(*failure(Reply::new(200, &[], "x".repeat(1_001))).await.kind(), limit);
    let endless = (0..100).fold(Reply::events(), |endless, _| endless.chunk([b'x'; 100]));
    assert_eq!(*failure(endless).await.kind(), limit);

    let gzip = |text: &str| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    let compressed = [("content-encoding", "gzip")];
    let small = Reply::new(200, &compressed, gzip("small"));
    assert_eq!(ask(small).await.unwrap(), "200 small");
    let bomb = gzip(&"0".repeat(10_000_000));
    assert!(bomb.len() < 20_000);
    let failure = failure(Reply::new(200, &compressed, bomb)).await;
    assert_eq!(*failure.kind(), limit);
    assert!(!failure.is_retryable());
}

#[tokio::test]
async fn a_redirect_stays_with_the_service() {
    let moved = |status, to: &str| Reply::new(status, &[("location", to)], "");
    let here = || Reply::json(200, "1");
    let get = async |replies: Vec<Reply>| {
        let server = Server::start(replies).await.unwrap();
        let request = Request::get(server.endpoint().join(["v1", "models"])).bearer(&key());
        let outcome = client().send(&request).await.map(|response| response.status.as_u16());
        (outcome, server.received())
    };
    let (outcome, received) = get(vec![moved(302, "/v2/models"), here()]).await;
    assert_eq!(outcome.unwrap(), 200);
    assert_eq!(received[1].path, "/v2/models");
    assert_eq!(received[1].headers["authorization"], "Bearer sk-or-v1-planted");

    let other = Server::start([here()]).await.unwrap();
    let away = other.endpoint().join(["x"]);
    let (outcome, _) = get(vec![moved(307, away.as_str()), here()]).await;
    assert_eq!(*outcome.unwrap_err().kind(), FailureKind::Redirect { to: away.to_string() });
    assert_eq!(other.received(), [], "a key went to another host");
    for to in ["https://127.0.0.1/x", "http://evil.invalid/x", "//evil.invalid/x"] {
        let (outcome, received) = get(vec![moved(301, to), here()]).await;
        let failure = outcome.unwrap_err();
        assert!(matches!(failure.kind(), FailureKind::Redirect { .. }), "{to}: {failure}");
        assert!(!failure.is_retryable());
        assert_eq!(received.len(), 1);
    }
    let circle = (0..9).map(|_| moved(302, "/again")).collect();
    let (outcome, received) = get(circle).await;
    assert!(matches!(outcome.unwrap_err().kind(), FailureKind::Redirect { .. }));
    assert_eq!(received.len(), 6);
    // No redirect at all.
    assert_eq!(get(vec![Reply::new(304, &[], "")]).await.0.unwrap(), 304);

    // Some redirects would turn a question into a plain GET.
    for (status, follows) in [(301, false), (302, false), (303, false), (307, true), (308, true)] {
        let server = Server::start([moved(status, "/there"), here()]).await.unwrap();
        let request = Request::post_json(server.endpoint().join([]), &["prompt"]).unwrap();
        let outcome = client().send(&request).await;
        assert_eq!(outcome.is_ok(), follows, "{status}");
        let received = server.received();
        assert_eq!(received.len(), if follows { 2 } else { 1 });
        assert!(received.iter().all(|request| request.body == "[\"prompt\"]"));
    }
}

#[tokio::test]
async fn a_host_that_is_not_there_is_named() {
    let send = async |endpoint: &str| {
        let endpoint = Endpoint::parse(endpoint).unwrap();
        client().send(&Request::get(endpoint.join(["models"])).bearer(&key())).await.unwrap_err()
    };
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = closed.local_addr().unwrap();
    drop(closed);
    let failure = send(&format!("http://{address}")).await;
    assert_eq!(*failure.kind(), FailureKind::Connect);
    assert!(failure.is_retryable() && failure.is_unsent());
    assert_eq!(
        failure.source().unwrap().to_string(),
        "Connection refused (os error 111)",
        "{failure}"
    );
    // No label of a name is longer than 63 characters, so nobody is asked for this one.
    let failure = send(&format!("http://{}.localhost", "a".repeat(64))).await;
    assert_eq!(*failure.kind(), FailureKind::Dns, "{failure:?}");
    assert!(failure.is_retryable() && failure.is_unsent());
}

#[tokio::test]
async fn who_speaks_no_tls_is_not_trusted() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
        stream.read_to_end(&mut Vec::new()).await.ok();
    });
    let request = Request::get(Endpoint::parse(&endpoint).unwrap().join([])).bearer(&key());
    let failure = client().send(&request).await.unwrap_err();
    assert_eq!(*failure.kind(), FailureKind::Tls, "{failure:?}");
    assert!(!failure.is_retryable() && failure.is_unsent());
}

#[tokio::test]
async fn a_closed_gate_holds_requests_back() {
    let server = Server::start([Reply::json(200, "1")]).await.unwrap();
    let throttle = Throttle::default();
    let client = Client::new(Config { throttle: throttle.clone(), ..config() }).unwrap();
    // Longer than the deadlines, which count from the sending.
    throttle.gate().close_for(6 * MOMENT);
    let request = Request::get(server.endpoint().join([]));
    let sending = tokio::spawn(async move { client.send(&request).await });
    tokio::time::sleep(2 * MOMENT).await;
    assert_eq!(server.received(), []);
    assert_eq!(sending.await.unwrap().unwrap().body, "1");
}

#[tokio::test]
async fn bundled_roots_do_without_those_of_the_system() {
    let server = Server::start([Reply::json(200, "1")]).await.unwrap();
    let client = Client::new(Config { bundled_roots: true, ..config() }).unwrap();
    let request = Request::get(server.endpoint().join([]));
    assert_eq!(client.send(&request).await.unwrap().body, "1");
}

/// Runs one test of this program again in an environment of its own.
fn again(test: &str, environment: &[(&str, &str)]) -> bool {
    let program = std::env::current_exe().unwrap();
    let mut command = std::process::Command::new(program);
    command.args(["--exact", test]).envs(environment.iter().copied());
    let output = command.output().unwrap();
    output.status.success() && String::from_utf8_lossy(&output.stdout).contains("1 passed")
}

#[test]
fn a_machine_without_certificates_has_a_client() {
    let nowhere = [("SSL_CERT_FILE", "/nonexistent"), ("SSL_CERT_DIR", "/nonexistent")];
    assert!(again("sends_what_was_said_and_returns_what_came", &nowhere));
}

#[test]
fn this_machine_is_reached_without_a_proxy() {
    let proxy = "http://127.0.0.1:9";
    let proxies = ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"].map(|name| (name, proxy));
    assert!(again("sends_what_was_said_and_returns_what_came", &proxies));
}

#[test]
fn a_request_that_cannot_be_is_refused_before_it_is_sent() {
    let broken = Client::new(Config { user_agent: "a\nb".to_owned(), ..config() });
    assert!(broken.is_err());
}
