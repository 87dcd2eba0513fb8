//! The crate as its users see it.

#![expect(
    clippy::unwrap_used,
    reason = "clippy knows a test by its attribute, not what tests share"
)]

mod replay;
mod service;
mod sql;
