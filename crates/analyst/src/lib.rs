//! The offline analyst: a [`ReasoningModel`](llm::ReasoningModel) that needs no network, no key and
//! no language model.
//!
//! It sees the prompt and nothing else, as any model does. It reads the figures, the history and
//! the formulas from the text, works every calculation out from the *displayed* figures, and words
//! a trace and an answer from phrase banks. That its answers are right proves that the prompts hold
//! all that their answers need; it is no substitute for a model that thinks, and every completion
//! says so by its model id, [`Analyst::ID`].
//!
//! Its wording, order, layout and depth follow the seed and the index of the sample: the same
//! request gives the same bytes anywhere, another seed another text. [`grade`] also writes answers
//! of lower quality, with a list of what is wrong with them, for testing reward functions.
//!
//! What it does not do: it fetches no data (see `market`), makes no prompts (see `tasks`), and
//! scores nothing (see `rewards`).
//!
//! ```
//! use analyst::Analyst;
//! use llm::{Request, Sampling};
//!
//! let prompt = include_str!("../prompts/growth_projection.txt");
//! let completion = Analyst.answer(&Request::new(prompt, Sampling::default()))?;
//! assert!(completion.answer.contains("90% confidence interval: [1,084,784, 1,331,784]"));
//!
//! let error = Analyst.answer(&Request::new("Write a poem.", Sampling::default())).unwrap_err();
//! assert_eq!(error.kind(), llm::ErrorKind::Request);
//! # Ok::<(), llm::Error>(())
//! ```
//!
//! The way of an answer: [`prompt`] reads, [`working`] computes with [`formula`] and
//! [`quantity`], then the figures are weighed (sizes, signs, gaps, which earlier days matter), the
//! sections are composed from what fits them, and the parts are written out.

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
