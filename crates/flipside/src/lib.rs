//! Daily figures from Flipside's tables, as a [`market::MarketSource`].
//!
//! [`sql`] is what is asked: one statement a table, pure text, tested by running it. [`Client`] is
//! how it is asked: Flipside's JSON-RPC API, in which a query is created, polled and read page by
//! page. [`FlipsideSource`] joins the two. The service announced the end of its API for 2025-07-31;
//! the client works against whatever speaks the same protocol, and says what else there is where
//! nothing does. The same tables in Snowflake would need another client, and the same [`sql`].
//!
//! This crate reads no environment, and no clock but to measure waits: the caller brings the day, the key and the
//! address.
//!
//! ```no_run
//! # async fn fetch() -> Result<(), Box<dyn std::error::Error>> {
//! use flipside::{Client, FlipsideSource, Settings, sql::Catalog};
//! use market::{MarketSource as _, Subject};
//!
//! let settings = Settings { endpoint: "https://data.example/flipside".parse()?, ..Settings::default() };
//! let http = net::Client::new(settings.http())?;
//! let client = Client::new(http, net::Secret::new("a key")?, settings);
//! let source = FlipsideSource::new(client, Catalog::default(), jiff::civil::date(2025, 3, 1));
//! let near = source.series(&Subject::network("near"), None).await?;
//! println!("{} days, {} dropped", near.series.len(), near.dropped.len());
//! # Ok(())
//! # }
//! ```

mod client;
mod error;
mod rows;
mod run;
mod settings;
mod source;
pub mod sql;
mod wire;

pub use client::{Client, Table};
pub use error::{Error, ErrorKind};
pub use settings::{DEFAULT_ENDPOINT, Settings};
pub use source::FlipsideSource;
