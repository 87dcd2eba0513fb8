//! Market data from Flipside's tables.

pub mod sql;
