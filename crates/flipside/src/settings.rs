//! How patient the client is, and where it asks.

use std::time::Duration;

use net::Endpoint;

/// Where the API was until its announced end on 2025-07-31.
pub const DEFAULT_ENDPOINT: &str = "https://api-v2.flipsidecrypto.xyz";

/// Where and how a [`crate::Client`] asks.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The base address; requests go to `json-rpc` below it.
    pub endpoint: Endpoint,
    /// How old a stored answer to the same text may be, in minutes, to be taken for a new one. Zero
    /// runs every query anew; the service takes up to 1440.
    pub max_age_minutes: u32,
    /// How long the service keeps an answer, in hours.
    pub result_ttl_hours: u32,
    /// The wait before a query's state is first asked for. It doubles with every second look.
    pub poll_first: Duration,
    /// What the wait between two looks does not grow beyond.
    pub poll_longest: Duration,
    /// The longest time that a query may take from its creation on. Then it is cancelled.
    pub run_deadline: Duration,
    /// How many rows are asked for at once. Where the service finds that too many, half of it.
    pub page_size: u32,
    /// How many pages an answer may have. A day is one row, so more is no answer to these queries.
    pub most_pages: u32,
    /// How many days a query is about; a longer range becomes several. Zero counts as 1.
    pub days_per_query: u32,
    /// How many queries run at once. Zero counts as 1; the service allows 15 an account.
    pub concurrent_queries: usize,
    /// How many days, up to the last whole one, stand for "all" of a subject: the tables go back to
    /// the first block, and to read them whole takes hours.
    pub history_days: u32,
}

impl Settings {
    /// Settings for a service elsewhere.
    pub fn at(endpoint: Endpoint) -> Self {
        Self {
            endpoint,
            max_age_minutes: 1440,
            result_ttl_hours: 24,
            poll_first: Duration::from_millis(250),
            poll_longest: Duration::from_secs(10),
            run_deadline: Duration::from_mins(15),
            page_size: 1000,
            most_pages: 100,
            days_per_query: 92,
            concurrent_queries: 4,
            history_days: 730,
        }
    }

    /// How the HTTP client behaves that fits this service: answers come within a minute, and are
    /// small.
    pub fn http(&self) -> net::Config {
        net::Config {
            idle_timeout: Duration::from_mins(1),
            total_timeout: Duration::from_mins(1),
            max_body_bytes: 32 << 20,
            ..net::Config::default()
        }
    }
}

impl Default for Settings {
    /// The service's own address, answers up to a day old, 15 minutes a query, two years a subject.
    #[expect(clippy::expect_used, reason = "a constant, which a test reads")]
    fn default() -> Self {
        Self::at(DEFAULT_ENDPOINT.parse().expect("the default endpoint is an address"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_endpoint_is_the_services_own() {
        let settings = Settings::default();
        assert!(settings.endpoint.is_of("flipsidecrypto.xyz"));
        assert_eq!(settings.endpoint.join(["json-rpc"]).path(), "/json-rpc");
    }
}
