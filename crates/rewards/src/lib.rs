//! Rewards for worked financial analyses: rule-based, explainable, hard to game.
//!
//! A language model answers a question about blockchain market data: it reads figures, calculates,
//! compares, projects and recommends. This crate says how good the answer is, in eight scores, a
//! composite and an integrity, each with the places in the text that it rests on. Every judgement
//! is made on something that was really checked: arithmetic is recomputed, a cited value is compared
//! with the task's, an interval's half-width is derived again. What cannot be checked with
//! confidence is called unchecked, never wrong.
//!
//! | reward | full marks for |
//! |---|---|
//! | [`CalculationAccuracy`] | the calculations the task asks for, worked and right |
//! | [`ConfidenceInterval`] | a projection with an interval whose level is stated and whose bounds are right |
//! | [`InvestmentInsight`] | recommendations with an action, a horizon, own numbers and an own risk |
//! | [`CitationFormat`] | metrics cited as `[metric_name]` where they are used |
//! | [`Structure`] | the required sections, in order, each with substance |
//! | [`Completeness`] | every part of the question answered with its own figures |
//! | [`MetricCitation`] | cited metrics that exist, with the values of the task |
//! | [`HistoricalReference`] | comparisons with named earlier days that are right |
//!
//! `docs/rewards.md` in the repository explains each with examples, limits and sources.
//!
//! # What it is not
//!
//! It knows no market, no model, no network, no clock and no async: [`TaskFacts`] is plain data that
//! others fill. It does not judge style or opinion, and it reads English. It never fails: odd text
//! earns a low score with a reason.
//!
//! # Scoring one answer
//!
//! ```
//! use rewards::{Scorer, TaskFacts};
//!
//! let facts: TaskFacts = serde_json::from_str(
//!     r#"{"metrics": {"daily_txns": 1187055, "unique_users": 385930},
//!         "units": {"daily_txns": "count", "unique_users": "count"},
//!         "expected_calculations": {"txns_per_user": {"value": 3.0758, "unit": "number",
//!             "label": "transactions per user", "inputs": ["daily_txns", "unique_users"]}}}"#,
//! )?;
//! let scorer = Scorer::default();
//! let card = scorer.score(
//!     "The network handled 1,187,055 transactions [daily_txns] for 385,930 users [unique_users], \
//!      so transactions per user came to 1,187,055 / 385,930 = 3.08.",
//!     &facts,
//!     None,
//! );
//! assert_eq!(card.components["calculation_accuracy"], Some(1.0));
//! assert_eq!(card.components["metric_citation"], Some(1.0));
//! // The task asks for no sections, so that structure is no part of the mean.
//! assert!(card.skipped.contains(&"structure".to_owned()));
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! # A reward of one's own
//!
//! ```
//! use rewards::{Assessment, Context, Evidence, Reward, RewardConfig, Scorer, TaskFacts};
//!
//! /// Rewards answers that say how sure they are.
//! struct Hedged;
//!
//! impl Reward for Hedged {
//!     fn name(&self) -> &str {
//!         "hedged"
//!     }
//!
//!     fn assess(&self, context: &Context<'_>) -> Assessment {
//!         let doubts = context.answer.sentences.iter().filter(|it| {
//!             context.answer.slice(it.span).contains("uncertain")
//!         });
//!         let evidence: Vec<Evidence> =
//!             doubts.map(|it| Evidence::good(it.span, "names its doubt")).collect();
//!         Assessment::new(if evidence.is_empty() { 0.0 } else { 1.0 }, evidence)
//!     }
//! }
//!
//! let mut config = RewardConfig::default();
//! config.weights.insert("structure".to_owned(), 0.0); // leaves it out
//! let scorer = Scorer::builder().config(config).reward(Hedged, 0.5).build()?;
//! let card = scorer.score("Growth is uncertain from here.", &TaskFacts::default(), None);
//! assert_eq!(card.components["hedged"], Some(1.0));
//! # Ok::<(), rewards::ConfigError>(())
//! ```
//!
//! # Many answers
//!
//! ```
//! use rewards::{Grade, ScoreInput, Scorer, builtin_mocks};
//!
//! let mocks = builtin_mocks();
//! let inputs: Vec<ScoreInput<'_>> = mocks
//!     .iter()
//!     .map(|mock| ScoreInput { response: &mock.text, facts: &mock.task, prompt: None })
//!     .collect();
//! let cards = Scorer::default().score_batch(&inputs, 0); // one thread a core, order kept
//! for (mock, card) in mocks.iter().zip(&cards) {
//!     assert_eq!(card.score.is_some_and(|it| it >= 0.75), mock.grade == Grade::High);
//! }
//! ```
//!
//! # Where to look
//!
//! [`Scorer`] is the door, [`Scorecard`] what comes out of it. The text is parsed once
//! ([`parse::Answer`]); statements are judged ([`arithmetic`]), metrics beside values compared
//! ([`grounding`]), earlier days looked up ([`history`]) and expected calculations matched
//! ([`expected`]) once; then each reward reads that [`Context`]. [`integrity`] is what stops gaming.
//! [`check_ladder`] says whether weights still tell good answers from poor ones.

mod advice;
pub mod arithmetic;
pub mod assess;
mod changes;
pub mod config;
mod dictionary;
pub mod expected;
pub mod facts;
mod figures;
mod grammar;
pub mod grounding;
pub mod history;
pub mod integrity;
pub mod known;
pub mod ladder;
pub mod lexicon;
pub mod mentions;
pub mod names;
pub mod parse;
pub mod past;
mod places;
pub mod quantile;
mod repetition;
mod rewards;
pub mod scorecard;
pub mod scorer;
mod spans;
mod stem;
pub mod tables;
#[cfg(test)]
mod testing;
pub mod values;
mod visible;
mod vocabulary;
mod way;
pub mod words;

pub use assess::{Assessment, Context, Evidence, Finding, Reward};
pub use config::{ConfigError, RewardConfig, Thresholds};
pub use facts::{Expected, HistoryRow, Projection, TaskFacts, Tolerance, Unit};
pub use ladder::{
    Grade, LadderError, LadderFailure, LadderReport, Mock, builtin_mocks, check_ladder, run_ladder,
};
pub use parse::{Answer, Span};
pub use rewards::{
    CalculationAccuracy, CitationFormat, Completeness, ConfidenceInterval, HistoricalReference,
    InvestmentInsight, MetricCitation, Structure,
};
pub use scorecard::{ScoreSummary, Scorecard};
pub use scorer::{Prepared, ScoreInput, Scorer, ScorerBuilder};
