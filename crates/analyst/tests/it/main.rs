//! The analyst against the tasks of the bundled sample.

mod grades;
mod language;
mod model;
mod support;
mod variety;
