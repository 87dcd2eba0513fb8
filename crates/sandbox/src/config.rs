//! What the sandbox does, as a TOML file or a program says it.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use serde::Deserialize;

use crate::key::Key;
use crate::plan::Rule;

/// The settings of a sandbox. The default is a faithful, fast and faultless service.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// The address to listen on. Anything but loopback lets others in.
    pub host: IpAddr,
    /// The port to listen on; 0 takes a free one.
    pub port: u16,
    /// Decides about jitter, faults that happen by chance, and answers to requests without a seed.
    pub seed: u64,
    /// How long each answer takes; of a stream, until its first event.
    pub latency_ms: u64,
    /// The most that is added to the latency, by chance.
    pub jitter_ms: u64,
    /// For how long after the start connections are refused.
    pub refuse_first_ms: u64,
    /// The largest body of a request that is read.
    pub max_body_bytes: usize,
    /// The keys that are accepted by either service.
    pub keys: Vec<Key>,
    /// The chat API.
    pub chat: ChatConfig,
    /// The query API.
    pub query: QueryConfig,
    /// Which requests meet which fault.
    pub faults: Vec<Rule>,
    /// What chance depends on.
    pub random_by: RandomBy,
    /// The `Retry-After` of refusals that are faults, in seconds.
    pub retry_after_s: u64,
    /// The length of the window in which requests are counted; real services have a minute.
    pub rate_window_ms: u64,
    /// For how long connections are refused after the fault `down`.
    pub down_ms: u64,
    /// For how long a `hang` or `stall` lasts at most.
    pub stall_ms: u64,
    /// How late the fault `slow` is.
    pub slow_ms: u64,
    /// The time between two events under the fault `drip`.
    pub drip_ms: u64,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 0,
            seed: 42,
            latency_ms: 0,
            jitter_ms: 0,
            refuse_first_ms: 0,
            max_body_bytes: 4 << 20,
            keys: vec![
                Key::default(),
                Key { name: "sandbox-management".to_owned(), credit_usd: None, management: true },
            ],
            chat: ChatConfig::default(),
            query: QueryConfig::default(),
            faults: Vec::new(),
            random_by: RandomBy::Order,
            retry_after_s: 1,
            rate_window_ms: 60_000,
            down_ms: 500,
            stall_ms: 600_000,
            slow_ms: 5_000,
            drip_ms: 100,
        }
    }
}

/// The settings of the chat API.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ChatConfig {
    /// Where the reasoning trace stands in an answer.
    pub trace: TracePlace,
    /// What the answers are.
    pub answers: Answers,
    /// Lengthens answers that are shorter; 0 leaves them as they are.
    pub answer_bytes: usize,
    /// How many tokens an event of a stream carries.
    pub chunk_tokens: usize,
    /// The time between two events of a stream.
    pub chunk_delay_ms: u64,
    /// The time between two comments while a stream waits for its first event; 0 for none.
    pub comment_every_ms: u64,
    /// How many completions a key gets a minute; 0 for any number.
    pub requests_per_minute: u32,
    /// How many completions a key gets a minute from models that cost nothing; 0 for any number.
    pub free_requests_per_minute: u32,
    /// How often `/generation` does not know a generation yet.
    pub generation_misses: u32,
}

impl Default for ChatConfig {
    fn default() -> Self {
        Self {
            trace: TracePlace::Reasoning,
            answers: Answers::Analyst,
            answer_bytes: 0,
            chunk_tokens: 4,
            chunk_delay_ms: 0,
            comment_every_ms: 1_000,
            requests_per_minute: 0,
            free_requests_per_minute: 20,
            generation_misses: 1,
        }
    }
}

/// The settings of the query API.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct QueryConfig {
    /// How many calls a key gets a minute; 0 for any number.
    pub requests_per_minute: u32,
    /// How often a run is found unfinished before it is done.
    pub polls: u32,
    /// How many runs a key may have unfinished at a time.
    pub max_runs: usize,
    /// The largest page, in rows.
    pub max_page_rows: u64,
    /// The largest page under the fault `small-pages`, in rows.
    pub small_page_rows: u64,
    /// What is made up where the bundled sample has nothing.
    pub synthetic: Synthetic,
}

impl Default for QueryConfig {
    fn default() -> Self {
        Self {
            requests_per_minute: 0,
            polls: 2,
            max_runs: 15,
            max_page_rows: 100_000,
            small_page_rows: 10,
            synthetic: Synthetic::Days,
        }
    }
}

/// Where the reasoning trace stands in an answer. Servers differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TracePlace {
    /// `reasoning` and `reasoning_details`: OpenRouter.
    Reasoning,
    /// `reasoning_details` alone.
    DetailsOnly,
    /// `reasoning_content`: `DeepSeek`, `SGLang`, llama.cpp, vLLM up to 0.11.
    ReasoningContent,
    /// `reasoning` alone: newer vLLM, Ollama's `/v1`.
    ReasoningOnly,
    /// `thinking`: Ollama's own API.
    Thinking,
    /// In the content, between `<think>` and `</think>`: Together, Fireworks.
    Inline,
    /// In the content, before `</think>`: chat templates that write the opening tag themselves.
    InlineNoOpen,
    /// Nowhere.
    None,
}

/// What the answers are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answers {
    /// Those of the offline analyst, worked out from the prompt; to other prompts, a few sentences.
    Analyst,
    /// A few sentences, whatever the prompt.
    Short,
}

/// What is made up where the bundled sample has nothing. Every made-up row says that it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Synthetic {
    /// Nothing.
    None,
    /// Subjects that the sample does not have.
    Subjects,
    /// These, and the days before and after the sample; gaps within it stay.
    Days,
}

/// What chance depends on, beside the seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RandomBy {
    /// How many requests of the kind came before.
    Order,
    /// What the request says and how often it was said: the same however requests overtake.
    Content,
}

/// Settings that cannot be.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The text is no configuration.
    #[error("not a configuration of the sandbox: {0}")]
    Toml(String),
    /// A value cannot be.
    #[error("`{key}` {problem}")]
    Value {
        /// The setting.
        key: &'static str,
        /// What is wrong with it.
        problem: &'static str,
    },
}

impl Config {
    /// Reads a TOML file. What it does not say keeps its default.
    ///
    /// # Errors
    /// If the text is no TOML, names something unknown or has a value that cannot be.
    pub fn from_toml(text: &str) -> Result<Self, ConfigError> {
        let config: Self = toml::from_str(text)
            .map_err(|error| ConfigError::Toml(error.to_string().trim_end().to_owned()))?;
        config.check()?;
        Ok(config)
    }

    /// Checks what types cannot.
    ///
    /// # Errors
    /// Names the setting that cannot be.
    pub fn check(&self) -> Result<(), ConfigError> {
        let checks = [
            ("keys", "must hold at least one key", !self.keys.is_empty()),
            ("keys", "must not hold an empty key", self.keys.iter().all(|k| !k.name.is_empty())),
            (
                "keys",
                "must hold a credit that is finite and not negative",
                self.keys.iter().filter_map(|key| key.credit_usd).all(|c| (0.0..1e6).contains(&c)),
            ),
            ("max-body-bytes", "must be at least 1", self.max_body_bytes > 0),
            ("rate-window-ms", "must be at least 1", self.rate_window_ms > 0),
            ("chat.chunk-tokens", "must be at least 1", self.chat.chunk_tokens > 0),
            ("chat.answer-bytes", "must be at most 10000000", self.chat.answer_bytes <= 10_000_000),
            ("query.max-runs", "must be at least 1", self.query.max_runs > 0),
            ("query.max-page-rows", "must be at least 1", self.query.max_page_rows > 0),
            ("query.small-page-rows", "must be at least 1", self.query.small_page_rows > 0),
        ];
        match checks.into_iter().find(|(.., holds)| !holds) {
            Some((key, problem, _)) => Err(ConfigError::Value { key, problem }),
            None => Ok(()),
        }
    }

    pub(crate) fn rate_window(&self) -> Duration {
        Duration::from_millis(self.rate_window_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_file_is_valid() {
        let docs = include_str!("../../../docs/sandbox.md");
        let toml = docs.split("```toml").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
        let config = Config::from_toml(toml).unwrap();
        assert_eq!(config.faults.len(), 3);
        assert_eq!(config.chat.trace, TracePlace::Inline);
        // Everything but what the example sets differently is the default.
        let mut same = config.clone();
        same.faults.clear();
        same.chat.trace = TracePlace::Reasoning;
        assert_eq!(format!("{same:?}"), format!("{:?}", Config::default()));
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let check = |toml: &str, expect: &str| {
            let error = Config::from_toml(toml).unwrap_err().to_string();
            assert!(error.contains(expect), "{error}");
        };
        check("sead = 1", "unknown field `sead`");
        check("faults = [\"430\"]", "there is no fault named `430`");
        check("keys = []", "`keys` must hold at least one key");
        check("[chat]\nchunk-tokens = 0", "`chat.chunk-tokens` must be at least 1");
        check("[chat]\ntrace = \"nose\"", "unknown variant `nose`");
    }
}
