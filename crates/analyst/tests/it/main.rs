//! The analyst against the tasks of the bundled sample.

mod language;
mod support;
mod variety;
