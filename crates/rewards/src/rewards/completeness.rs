//! Rewards answers to all parts of the question.
//!
//! The parts come from the task, so that a token is not asked for users. A part is answered by what
//! is said about its own figures: a metric with its right value, a comparison that holds, a
//! calculation with the right result. Speaking of them without figures earns little.

use super::quoted;
use crate::assess::{Assessment, Context, Evidence, Reward};
use crate::expected::Presence;
use crate::facts::TaskFacts;
use crate::grounding::Grounding;
use crate::lexicon::{Classes, Lexicon};
use crate::names::{Names, words_of};
use crate::parse::{BlockKind, Span};
use crate::spans::nearby;

/// The share of a part's names that must be spoken of with their figures for full marks.
const NAMES_SHARE_DUE: f64 = 0.6;

/// What a name earns that is spoken of without a right figure.
const SPOKEN_CREDIT: f64 = 0.15;
/// What a figure earns that stands in a table only.
const TABLE_CREDIT: f64 = 0.5;
/// The number of words from which a sentence speaks of something.
const WORDS_OF_A_SENTENCE: usize = 6;

/// How far around a name its sentence is read, in bytes.
const REACH: usize = 300;

/// The reward.
#[derive(Clone, Copy, Debug, Default)]
pub struct Completeness;

impl Reward for Completeness {
    fn name(&self) -> &'static str {
        "completeness"
    }

    fn assess(&self, context: &Context<'_>) -> Assessment {
        let parts = context.asked;
        if parts.is_empty() {
            return Assessment::not_asked();
        }
        let mut evidence = Vec::with_capacity(parts.len());
        let mut earned = 0.0;
        for AskedPart { part, names, words } in parts {
            let share = if names.is_empty() {
                by_words(context, words)
            } else {
                let answered: f64 = names.iter().map(|it| answered(context, *it)).sum();
                let due = (names.len() as f64 * NAMES_SHARE_DUE).max(1.0);
                (answered / due).min(1.0)
            };
            earned += share;
            if share < 1.0 {
                let how = if share > 0.0 { " is answered in part" } else { " is not answered" };
                evidence.push(Evidence::missing(quoted("part ", part, how)));
            } else if let Some(span) = names.iter().find_map(|it| place(context, *it)) {
                evidence.push(Evidence::good(span, quoted("part ", part, "")));
            }
        }
        Assessment::new(earned / parts.len() as f64, evidence)
    }
}

/// A part of the question, as far as the task knows what it is about.
#[derive(Clone, Debug)]
pub(crate) struct AskedPart<'f> {
    part: &'f str,
    names: Vec<AskedName>,
    /// The words of a part without names that carry meaning.
    words: Vec<u64>,
}

/// A metric or calculation that a part of the question is about.
#[derive(Clone, Copy, Debug)]
struct AskedName {
    /// Index into [`Names::all`].
    name: Option<usize>,
    /// Index into the expected calculations.
    calculation: Option<usize>,
}

/// What the parts of a task's question ask for.
pub(crate) fn asked_parts<'f>(
    facts: &'f TaskFacts,
    names: &Names,
    lexicon: &Lexicon,
) -> Vec<AskedPart<'f>> {
    let is_known = |name: &str| {
        facts.metrics.contains_key(name)
            || facts.expected_calculations.contains_key(name)
            || facts.history.iter().any(|it| it.values.contains_key(name))
    };
    let ask = |name: &String| AskedName {
        name: names.position(name),
        calculation: facts.expected_calculations.get_index_of(name),
    };
    let part = |(part, asked): (&'f String, &Vec<String>)| {
        let names: Vec<_> = asked.iter().filter(|it| is_known(it)).map(ask).collect();
        let mut words = if names.is_empty() { words_of(part) } else { Vec::new() };
        words.retain(|it| !lexicon.classes(*it).any(Classes::FUNCTION));
        AskedPart { part, names, words }
    };
    facts.parts.iter().map(part).collect()
}

/// Where something right is said about a metric or calculation.
fn place(context: &Context<'_>, asked: AskedName) -> Option<Span> {
    let calculated = asked
        .calculation
        .and_then(|it| context.calculations.get(it))
        .filter(|it| matches!(it.presence, Presence::Stated | Presence::Worked))
        .and_then(|it| it.span);
    if calculated.is_some() {
        return calculated;
    }
    let index = asked.name?;
    // What is said in a sentence goes before a row of a table.
    let mut grounded = None;
    for reading in context.readings {
        if reading.name == Some(index) && reading.verdict == Grounding::Grounded {
            grounded = grounded.or(Some(reading.span));
            if !is_in_table(context, reading.span) {
                return Some(reading.span);
            }
        }
    }
    grounded.or_else(|| {
        context.comparisons.iter().find(|it| it.name == index && it.holds).map(|it| it.span)
    })
}

fn is_in_table(context: &Context<'_>, span: Span) -> bool {
    let blocks = &context.answer.blocks;
    let index = blocks.partition_point(|it| it.span.end <= span.start);
    blocks.get(index).is_some_and(|it| it.kind == BlockKind::TableRow)
}

/// How far a name is answered: with a right figure, or at least spoken of in a sentence.
fn answered(context: &Context<'_>, asked: AskedName) -> f64 {
    if let Some(span) = place(context, asked) {
        return if is_in_table(context, span) { TABLE_CREDIT } else { 1.0 };
    }
    let Some(index) = asked.name else {
        return 0.0;
    };
    let spoken = context.mentions.iter().any(|mention| {
        let sentences = &context.answer.sentences;
        let at = sentences.partition_point(|it| it.span.end <= mention.span.start);
        mention.name == Some(index)
            && sentences.get(at).is_some_and(|it| {
                let near = nearby(context.answer.text, mention.span, it.span, REACH);
                let words = context.words.within(near);
                words.len() >= WORDS_OF_A_SENTENCE
                    && words.iter().any(|it| it.classes.any(Classes::VERB))
            })
    });
    if spoken { SPOKEN_CREDIT } else { 0.0 }
}

/// A part without figures of its own is answered where its words stand with some known figure.
fn by_words(context: &Context<'_>, wanted: &[u64]) -> f64 {
    if wanted.is_empty() {
        return 0.0;
    }
    let spoken = context.answer.sections.iter().any(|section| {
        let heading = section.heading.map(|it| context.answer.headings[it].title);
        let words = context.words.within(section.body);
        let named = heading.into_iter().flat_map(|it| context.words.within(it));
        let is_named = named.chain(words).any(|it| wanted.contains(&it.stem));
        let verbs = words.iter().any(|it| it.classes.any(Classes::VERB));
        let numbers = &context.answer.numbers;
        let first = numbers.partition_point(|it| it.span.start < section.body.start);
        let figures = numbers[first..]
            .iter()
            .take_while(|it| it.span.end <= section.body.end)
            .any(|it| crate::values::shown_digits(it) >= 2 && context.known.has(it));
        is_named && verbs && figures
    });
    f64::from(u8::from(spoken))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_not_asked, check_scores, full_facts};

    #[test]
    fn scores() {
        check_not_asked(&Completeness);
        check_scores(
            &Completeness,
            &full_facts(),
            &[
                (
                    "There were 1,187,055 transactions [daily_txns] from 385,930 users [unique_users]. With a success rate of 98.68% [success_rate], failed transactions came to 15,633.",
                    1.0,
                ),
                (
                    "There were 1,187,055 transactions [daily_txns] from 385,930 users [unique_users].",
                    0.5,
                ),
                ("The market was calm and nothing much happened on the day.", 0.0),
            ],
        );
    }
}
