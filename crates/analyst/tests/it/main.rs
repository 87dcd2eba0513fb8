//! The analyst against the tasks of the bundled sample.

mod support;
mod variety;
