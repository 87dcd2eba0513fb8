//! What a reward is: it reads the shared parse of an answer and returns a score with its evidence.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::advice::Advice;
use crate::arithmetic::Judgement;
use crate::changes::Changes;
use crate::config::Thresholds;
use crate::expected::CalculationMatch;
use crate::facts::TaskFacts;
use crate::figures::Figure;
use crate::grounding::Reading;
use crate::history::Comparison;
use crate::integrity::OwnNetworks;
use crate::known::KnownValues;
use crate::lexicon::{Classes, Lexicon};
use crate::mentions::Mention;
use crate::names::Names;
use crate::parse::{Answer, Span};
use crate::past::{NamedDay, Past};
use crate::rewards::completeness::AskedPart;
use crate::rewards::structure::FoundSection;
use crate::tables::{Parts, Tables};
use crate::words::Words;

/// One thing that an answer can be rewarded for.
///
/// A reward is pure: the same context gives the same bits, on every thread. It must not look at
/// anything but the context. Register one of your own with
/// [`ScorerBuilder::reward`](crate::ScorerBuilder::reward).
pub trait Reward: Send + Sync {
    /// The name under which weights and scorecards know this reward, in `snake_case`.
    fn name(&self) -> &str;

    /// Assesses one answer.
    fn assess(&self, context: &Context<'_>) -> Assessment;
}

/// What every reward reads: the answer, the task, and what was worked out about them once.
#[non_exhaustive]
pub struct Context<'a> {
    /// The parsed answer.
    pub answer: &'a Answer<'a>,
    /// What is true of the task.
    pub facts: &'a TaskFacts,
    /// The text of the question, where it is known.
    pub prompt: Option<&'a str>,
    /// The limits in force.
    pub thresholds: &'a Thresholds,
    /// The words of the answer with their classes.
    pub words: &'a Words,
    /// The known words and their classes.
    pub lexicon: &'a Lexicon,
    /// The values of the task, for finding where a number comes from.
    pub known: &'a KnownValues,
    /// The names of the task: metrics, calculations, subjects.
    pub names: &'a Names,
    /// The history by metric and day.
    pub past: &'a Past,
    /// The changes that the task knows.
    pub(crate) changes: &'a Changes,
    /// The networks and coins of the task.
    pub(crate) own_networks: &'a OwnNetworks,
    /// What is known of each number of the answer.
    pub(crate) figures: &'a [Figure],
    /// Which of the task's days each date of the answer names.
    pub(crate) days: &'a [NamedDay],
    /// Where the answer names or cites something of the task, in order.
    pub mentions: &'a [Mention],
    /// The tables of the answer.
    pub tables: &'a Tables,
    /// The sections that the task requires, as the answer has them.
    pub(crate) sections: &'a [Option<FoundSection>],
    /// What the parts of the question ask for.
    pub(crate) asked: &'a [AskedPart<'a>],
    /// The recommendations, where the task asks for some.
    pub(crate) advice: &'a [Advice],
    /// The judged arithmetic statements, in the order of `answer.statements`.
    pub judgements: &'a [Judgement],
    /// What stands beside each citation and named metric, in order.
    pub readings: &'a [Reading],
    /// Comparisons with earlier days and periods, in order.
    pub comparisons: &'a [Comparison],
    /// For each expected calculation of the task, in the task's order, where the answer has it.
    pub calculations: &'a [CalculationMatch],
}

impl Context<'_> {
    /// The classes of a word by its stem.
    pub fn classes_of(&self, stem: u64) -> Classes {
        self.lexicon.classes(stem)
    }

    /// Those of some words that carry meaning: no function words, no numbers.
    pub fn content_stems(&self, stems: &[u64]) -> Vec<u64> {
        let meaning = |it: &u64| !self.classes_of(*it).any(Classes::FUNCTION);
        stems.iter().copied().filter(meaning).collect()
    }

    /// Whether a place lies in an arithmetic statement.
    pub(crate) fn is_in_statement(&self, place: Span) -> bool {
        let index = self.judgements.partition_point(|it| it.span.end <= place.start);
        self.judgements.get(index).is_some_and(|it| it.span.start < place.end)
    }

    pub(crate) fn parts(&self) -> Parts<'_> {
        Parts {
            answer: self.answer,
            facts: self.facts,
            words: self.words,
            names: self.names,
            mentions: self.mentions,
        }
    }
}

/// What a reward says about an answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Assessment {
    /// The score in [0, 1]; `None` if the task does not ask for this.
    pub score: Option<f64>,
    /// Why, with the places in the text.
    pub evidence: Vec<Evidence>,
}

impl Assessment {
    /// Says that the task does not ask for what this reward rewards.
    pub fn not_asked() -> Self {
        Self::default()
    }

    /// Makes an assessment; the score is brought into [0, 1].
    pub fn new(score: f64, evidence: Vec<Evidence>) -> Self {
        let score = if score.is_finite() { score.clamp(0.0, 1.0) } else { 0.0 };
        Self { score: Some(score), evidence }
    }
}

/// A reason for a score.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// Where it stands in the answer, in bytes; `None` for what is not there.
    pub span: Option<Span>,
    /// Whether it speaks for or against the answer.
    pub verdict: Finding,
    /// What was found, for a person: lower case, no full stop.
    pub note: Cow<'static, str>,
}

/// Whether a piece of evidence speaks for or against the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// Earns marks.
    Good,
    /// Costs marks.
    Bad,
    /// Is due and not there.
    Missing,
    /// Neither earns nor costs, but explains the score.
    Neutral,
}

impl Evidence {
    /// Evidence for the answer.
    pub fn good(span: Span, note: impl Into<Cow<'static, str>>) -> Self {
        Self::at(span, Finding::Good, note)
    }

    /// Evidence against the answer.
    pub fn bad(span: Span, note: impl Into<Cow<'static, str>>) -> Self {
        Self::at(span, Finding::Bad, note)
    }

    /// Evidence that neither earns nor costs.
    pub fn neutral(span: Span, note: impl Into<Cow<'static, str>>) -> Self {
        Self::at(span, Finding::Neutral, note)
    }

    /// Something due that is not there.
    pub fn missing(note: impl Into<Cow<'static, str>>) -> Self {
        Self { span: None, verdict: Finding::Missing, note: note.into() }
    }

    fn at(span: Span, verdict: Finding, note: impl Into<Cow<'static, str>>) -> Self {
        Self { span: Some(span), verdict, note: note.into() }
    }
}
