//! A local server that imitates the two services which Cortex talks to: Flipside's JSON-RPC API and
//! an OpenAI-compatible chat API as OpenRouter serves it, faults included.
//!
//! It is for tests, dry runs and measurements. What it says is synthetic and marked as such: the
//! answers are those of the offline analyst (crate `analyst`), the figures are the bundled sample
//! (crate `market`) and, where that has none, made-up series with a label. Nothing it says belongs
//! in a dataset that claims to be real.
//!
//! ```
//! use sandbox::{Config, Sandbox};
//!
//! # tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(async {
//! let mut config = Config::default();
//! config.faults.push("chat/429#1".parse()?);
//! let sandbox = Sandbox::start(config).await?;
//! println!("OPENROUTER_BASE_URL={}", sandbox.openrouter_base_url());
//! // … a client talks to it …
//! assert_eq!(sandbox.stats()["requests"]["total"], 0);
//! sandbox.stop().await;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # }).unwrap();
//! ```
//!
//! The fate of each request is a function of the seed and of how many requests of its kind came
//! before it, or is written down request by request; see [`Rule`] and `docs/sandbox.md`.

mod app;
mod body;
mod chat;
mod config;
mod fault;
mod key;
mod limit;
mod plan;
mod query;
mod server;
mod stats;
mod wire;

pub use config::{
    Answers, ChatConfig, Config, ConfigError, QueryConfig, RandomBy, Synthetic, TracePlace,
};
pub use fault::{Fault, Scope};
pub use key::Key;
pub use plan::{Rule, RuleError, Target};
pub use server::{Running, Sandbox, StartError};
