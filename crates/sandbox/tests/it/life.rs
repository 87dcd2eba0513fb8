//! How a sandbox starts, listens and ends.

use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

use sandbox::{Config, Sandbox, StartError};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::client::{Client, End};
use crate::start;

#[tokio::test]
async fn it_listens_on_loopback_and_says_where() {
    let (sandbox, _) = start("", |_| ()).await;
    assert_eq!(sandbox.addr().ip(), IpAddr::V4(Ipv4Addr::LOCALHOST));
    assert_eq!(sandbox.openrouter_base_url(), format!("http://{}/api/v1", sandbox.addr()));
    assert_eq!(sandbox.flipside_base_url(), format!("http://{}", sandbox.addr()));
    let taken = Config { port: sandbox.addr().port(), ..Config::default() };
    assert!(matches!(Sandbox::start(taken).await, Err(StartError::Bind { .. })));
    let mut wrong = Config::default();
    wrong.keys.clear();
    assert!(matches!(Sandbox::start(wrong).await, Err(StartError::Config(_))));
    sandbox.stop().await;
}

#[tokio::test]
async fn stopping_breaks_off_what_is_in_flight() {
    let (sandbox, client) = start("hang", |_| ()).await;
    let waiting = tokio::spawn({
        let client = client.clone();
        async move { client.chat(json!({})).await }
    });
    let deadline = Instant::now() + Duration::from_secs(10);
    while sandbox.stats()["in_flight"] == 0 {
        assert!(Instant::now() < deadline);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let begin = Instant::now();
    sandbox.stop().await;
    assert!(begin.elapsed() < Duration::from_secs(5));
    assert_ne!(waiting.await.unwrap().end, End::Silence);
    assert_eq!(client.get("/stats").await.end, End::Refused);
}

#[tokio::test]
async fn it_can_refuse_connections_at_first() {
    let (sandbox, client) = start("", |config| config.refuse_first_ms = 150).await;
    assert_eq!(client.get("/stats").await.end, End::Refused);
    until_served(&client).await;
    sandbox.stop().await;
    // And it can be stopped while it still refuses.
    let (sandbox, _) = start("", |config| config.refuse_first_ms = 60_000).await;
    sandbox.stop().await;
}

#[tokio::test]
async fn it_comes_back_after_it_was_down() {
    let (sandbox, client) = start("chat/down#1", |config| config.down_ms = 150).await;
    // A connection from before is closed, and not used for another request.
    let mut old = TcpStream::connect(client.addr).await.unwrap();
    let request = format!("GET /stats HTTP/1.1\r\nhost: {}\r\n\r\n", client.addr);
    old.write_all(request.as_bytes()).await.unwrap();
    let mut buffer = vec![0; 65536];
    assert!(old.read(&mut buffer).await.unwrap() > 0);
    assert_eq!(client.chat(json!({})).await.end, End::Reset);
    assert_eq!(client.get("/stats").await.end, End::Refused);
    let rest = tokio::time::timeout(Duration::from_secs(10), old.read_to_end(&mut buffer)).await;
    assert!(rest.is_ok(), "the old connection is closed");
    until_served(&client).await;
    assert_eq!(client.chat(json!({})).await.status, 200);
    sandbox.stop().await;
}

async fn until_served(client: &Client) {
    let deadline = Instant::now() + Duration::from_secs(10);
    while client.get("/stats").await.end == End::Refused {
        assert!(Instant::now() < deadline);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn many_requests_in_flight_are_served_together() {
    let (sandbox, client) = start("", |config| {
        config.latency_ms = 300;
        config.chat.answer_bytes = 12_000;
    })
    .await;
    let begin = Instant::now();
    let tasks: Vec<_> = (0..300)
        .map(|seed| {
            let client = client.clone();
            tokio::spawn(async move { client.chat(json!({ "seed": seed % 10 })).await })
        })
        .collect();
    for task in tasks {
        let reply = task.await.unwrap();
        assert_eq!((reply.status, reply.end), (200, End::Whole));
    }
    assert!(begin.elapsed() < Duration::from_secs(15), "{:?}", begin.elapsed());
    assert!(sandbox.stats()["max_in_flight"].as_u64().unwrap() > 50);
    sandbox.stop().await;
}
