//! A [`ReasoningModel`] over OpenRouter, and over any other server with OpenAI's chat completions:
//! vLLM, SGLang, Ollama, llama.cpp, LiteLLM, DeepSeek.
//!
//! [`OpenRouter`] asks and tries again; what a server sends is read by [`wire`], which is free of
//! any connection. The trace is found wherever a server puts it, and is never part of the answer. A
//! completion is one only if the server gave a reason for its end; an answer that is cut off, empty
//! or refused is a completion that [`llm::Completion::usable`] names, and everything else is an
//! [`llm::Error`] that says whether it concerns this request or the whole run.
//!
//! The crate reads no environment: key, address and model come from its user.
//!
//! ```
//! # async fn ask(client: net::Client) -> Result<(), Box<dyn std::error::Error>> {
//! use llm::{ReasoningModel as _, Request, Sampling};
//! use openrouter::{Config, OpenRouter};
//!
//! let key = net::Secret::new("sk-or-v1-...")?;
//! let model = OpenRouter::new(Config::new(key, "deepseek/deepseek-r1"), client)?;
//! let request = Request::new("Why is the sky blue?", Sampling::default());
//! println!("{}", model.complete(&request).await?.answer);
//! # Ok(())
//! # }
//! ```
//!
//! [`ReasoningModel`]: llm::ReasoningModel

mod account;
mod body;
mod chunk;
mod draft;
mod model;
mod service_error;
mod sse;
mod think;
mod trouble;
pub mod wire;

pub use account::{Estimate, KeyInfo, ModelInfo, Pricing, Workload};
pub use model::{Config, Flavour, OpenRouter};
