//! To be written.

mod answer;
mod bank;
mod brief;
mod calculations;
mod dice;
pub mod formula;
mod grade;
mod interpretation;
mod lexicon;
mod limits;
mod measure;
mod model;
mod overview;
mod pen;
mod piece;
pub mod prompt;
pub mod quantity;
mod recommend;
#[cfg(test)]
mod samples;
mod spin;
mod style;
mod trace;
pub mod working;

pub use grade::{Damage, Grade, Graded, Harm, grade};
pub use model::Analyst;
