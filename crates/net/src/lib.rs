//! The one door to the network.
//!
//! [`Client`] sends a [`Request`] to an [`Endpoint`] and hands back a status, headers and a body of
//! bounded size, whole ([`Client::send`]) or as it comes ([`Client::open`]). What can go wrong on
//! the way is a [`Failure`]; what an HTTP status means is for the client of the service to say.
//! [`retry`] is the only place where anything is tried again. A [`Throttle`] is what all requests of
//! a run pass: it keeps to limits a minute, to what the service bears at a time, and, with its
//! [`Gate`], to the pauses that the service asks for.
//!
//! Keys are [`Secret`]s: nothing prints them. This crate reads neither keys nor settings from the
//! environment (but for the proxy variables that HTTP clients share) and logs nothing. It knows no
//! service: see `openrouter` and its siblings for those.
//!
//! ```
//! # async fn ask() -> Result<(), Box<dyn std::error::Error>> {
//! let client = net::Client::new(net::Config::default())?;
//! let endpoint = net::Endpoint::parse("https://openrouter.ai/api/v1")?;
//! let key = net::Secret::new("sk-or-v1-...")?;
//! let request = net::Request::get(endpoint.join(["key"])).bearer(&key);
//! let response = client.send(&request).await?;
//! println!("{}: {}", response.status, response.excerpt(200));
//! # Ok(())
//! # }
//! ```

mod client;
mod endpoint;
mod failure;
mod gate;
mod incoming;
mod jitter;
mod request;
mod resolver;
mod retry;
mod secret;
#[cfg(feature = "testing")]
pub mod testing;
mod throttle;
mod tls;
mod wait;

pub use bytes::Bytes;
pub use client::{BuildError, Client, Config};
pub use endpoint::{Endpoint, EndpointError};
pub use failure::{Deadline, Failure, FailureKind};
pub use gate::Gate;
pub use incoming::{Incoming, Response};
pub use jitter::Jitter;
pub use request::Request;
pub use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};
pub use reqwest::{Method, StatusCode, Url};
pub use retry::{GaveUp, RetryPolicy, Verdict, retry};
pub use secret::{Secret, SecretError, redact};
pub use throttle::{Limits, Outcome, Throttle, ThrottleState};
pub use wait::asked_wait;
