//! The client against recorded exchanges, replayed on a port of this machine.

#![expect(clippy::unwrap_used, reason = "a test may end at once")]

mod exchanges;
mod limits;

use std::time::Duration;

use net::{Client, Gate, Jitter, Limits, RetryPolicy, Secret, Throttle};
use openrouter::{Config, Flavour, OpenRouter};

/// A client that waits for nothing longer than a test can.
fn client(limits: net::Config) -> Client {
    Client::new(net::Config {
        retry: RetryPolicy {
            max_tries: 3,
            backoff_base: Duration::from_millis(1),
            longest_pause: Duration::from_secs(5),
            ..RetryPolicy::default()
        },
        throttle: Throttle::new(Limits::default(), Gate::new(Duration::ZERO, Jitter::seeded(1))),
        ..limits
    })
    .unwrap()
}

fn key() -> Secret {
    Secret::new("sk-or-v1-planted").unwrap()
}

fn model(server: &net::testing::Server, limits: net::Config) -> OpenRouter {
    let config = Config {
        base_url: server.endpoint().join(["api", "v1"]).to_string(),
        flavour: Flavour::OpenRouter,
        ..Config::new(key(), "deepseek/deepseek-r1")
    };
    OpenRouter::new(config, client(limits)).unwrap()
}
