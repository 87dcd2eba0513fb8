//! What the sandbox has seen.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::Context as _;
use serde::Deserialize;

const PATIENCE: Duration = Duration::from_secs(10);

/// What is used of `GET /stats`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Stats {
    pub(super) requests: Requests,
    pub(super) by_status: BTreeMap<String, u64>,
    pub(super) by_fault: BTreeMap<String, u64>,
    pub(super) max_in_flight: u64,
    pub(super) in_retry_after_window: u64,
    pub(super) latest_in_window_ms: u64,
    pub(super) retried_too_early: u64,
    pub(super) refused_again: u64,
    /// Both since the start of the sandbox.
    first_request_ms: Option<u64>,
    last_answer_ms: Option<u64>,
    pub(super) tokens: Tokens,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Requests {
    pub(super) chat: u64,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Tokens {
    pub(super) completion: u64,
}

impl Stats {
    /// Asks the sandbox at an address such as `127.0.0.1:8787`.
    pub(super) fn read(address: &str) -> anyhow::Result<Self> {
        let reply = get(address).with_context(|| format!("cannot read /stats of {address}"))?;
        let body = reply.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        serde_json::from_str(body).context("the sandbox's /stats are not as expected")
    }

    /// From the first request to the last answer.
    pub(super) fn window(&self) -> anyhow::Result<Duration> {
        let times = self.first_request_ms.zip(self.last_answer_ms);
        let (first, last) = times.context("nothing was answered")?;
        Ok(Duration::from_millis(last.saturating_sub(first)))
    }

    /// When the first completion was asked for, since the start of the sandbox.
    pub(super) fn first_request(&self) -> Option<Duration> {
        self.first_request_ms.map(Duration::from_millis)
    }

    /// How many requests met a fault.
    pub(super) fn faults(&self) -> u64 {
        self.by_fault.values().sum()
    }

    /// How many replies had a status.
    pub(super) fn replies(&self, status: &str) -> u64 {
        self.by_status.get(status).copied().unwrap_or(0)
    }
}

fn get(address: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    write!(stream, "GET /stats HTTP/1.1\r\nhost: sandbox\r\nconnection: close\r\n\r\n")?;
    let mut reply = String::new();
    stream.read_to_string(&mut reply)?;
    Ok(reply)
}
