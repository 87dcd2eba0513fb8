//! What is asked of the tables: pure text, without the way it travels.
//!
//! The tables aggregate by day and do nothing else; growth, means and volatility are worked out in
//! `market`. A [`Catalog`] says in which database a network's tables lie, by which contract a token
//! and by which key a protocol is found; [`Catalog::queries`] gives the [`Query`]s that fill a
//! subject's figures. The same days of the same subject give the same text, byte for byte, so that
//! a service that caches by text can.
//!
//! Nothing is escaped: what goes into a statement is a [`Days`], an [`Identifier`], a [`Contract`]
//! or a [`Key`], and each of these can only be made from text in which nothing needs to be.
//!
//! ```
//! use flipside::sql::{Catalog, Days, recognise};
//! use jiff::civil::date;
//! use market::{DateRange, Metric, Subject};
//!
//! let week = DateRange::new(date(2025, 2, 3), date(2025, 2, 9))?;
//! let catalog = Catalog::default();
//! let queries = catalog.queries(&Subject::network("bitcoin"), Days::new(week)?).unwrap();
//!
//! let text = queries[0].text();
//! assert!(text.contains("block_timestamp >= '2025-02-03' and block_timestamp < '2025-02-10'"));
//! assert!(queries[0].metrics().any(|metric| metric == Metric::TotalFees));
//! assert_eq!(recognise(&text).unwrap(), queries[0]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod catalog;
mod changes;
mod query;
mod statement;
mod words;

pub use catalog::{App, Asset, Catalog, Family, Network, Protocol, Token};
pub use changes::{CatalogChanges, NetworkChange, ProtocolChange, TokenChange};
pub use query::{Query, recognise};
pub use statement::{Fill, Statement};
pub use words::{Contract, Days, Identifier, Key, WordError};

#[doc = include_str!("../../queries.md")]
pub mod figures {}
