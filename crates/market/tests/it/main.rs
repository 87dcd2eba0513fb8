//! Tests of the crate from outside, in one binary.

mod csv_files;
mod documents;
mod indicators;
mod sample;
mod suite;
