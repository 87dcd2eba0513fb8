//! Tests of the crate from outside, in one binary.

mod documents;
mod rules;
mod sample;
mod soundness;
