//! The sandbox as its clients see it.

#![expect(clippy::unwrap_used, reason = "a test may end at once")]

mod chat;
mod client;
mod faults;
mod flipside;
mod life;
mod limits;
mod openrouter;
mod query;
mod query_faults;
mod stream;

use sandbox::{Config, Rule, Running, Sandbox};

use client::Client;

/// Starts a sandbox with these faults; other settings are changed by the caller.
async fn start(faults: &str, change: impl FnOnce(&mut Config)) -> (Running, Client) {
    let mut config = Config { faults: Rule::list(faults).unwrap(), ..Config::default() };
    change(&mut config);
    let running = Sandbox::start(config).await.unwrap();
    let client = Client::new(running.addr());
    (running, client)
}
