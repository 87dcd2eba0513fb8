//! Rewards the sections that the task requires: there, in order, each with substance of its own.
//!
//! A section's substance is what stands between its heading and the next required one, sub-headings
//! included. It is full from a dozen words on, so that a conclusion may be one sentence; a body that
//! repeats another's is none, and one that speaks of nothing in the task is little. Sections out of order cost less than a missing one.

use std::borrow::Cow;

use super::quoted;
use crate::assess::{Assessment, Context, Evidence, Reward};
use crate::facts::TaskFacts;
use crate::lexicon::{Classes, Lexicon};
use crate::names::words_of;
use crate::parse::Span;
use crate::words::Word;

/// The part of one section's share that all sections in the wrong order cost together.
const ORDER_COST: f64 = 0.6;
/// The share of a required title's words that a heading must have to be that section.
const TITLE_SHARE: f64 = 0.6;

/// What a section is worth that names nothing of the task and none of its figures.
const GENERAL_SUBSTANCE: f64 = 0.25;

/// The reward.
#[derive(Clone, Copy, Debug, Default)]
pub struct Structure;

impl Reward for Structure {
    fn name(&self) -> &'static str {
        "structure"
    }

    fn assess(&self, context: &Context<'_>) -> Assessment {
        let required = &context.facts.required_sections;
        if required.is_empty() {
            return Assessment::not_asked();
        }
        let found = context.sections;
        let mut evidence = Vec::with_capacity(required.len() + 1);
        let mut earned = 0.0;
        let mut bodies: Vec<&[Word]> = Vec::with_capacity(required.len());
        for (title, section) in required.iter().zip(found) {
            let Some(section) = section else {
                evidence.push(Evidence::missing(quoted("section ", title, " is missing")));
                continue;
            };
            let words = context.words.within(section.body);
            let heading = context.answer.headings[section.heading].span;
            if words.is_empty() {
                evidence.push(Evidence::bad(heading, "a heading without a body"));
            } else if bodies.iter().any(|it| is_same(it, words)) {
                evidence.push(Evidence::bad(section.body, "repeats another section"));
            } else {
                bodies.push(words);
                let length =
                    (words.len() as f64 / context.thresholds.section_words as f64).min(1.0);
                let substance = if speaks_of_the_task(context, section.body) {
                    length
                } else {
                    length * GENERAL_SUBSTANCE
                };
                earned += substance;
                let note: Cow<'static, str> = if substance < 1.0 {
                    "a section with little in it".into()
                } else {
                    quoted("section ", title, "").into()
                };
                evidence.push(Evidence::good(heading, note));
            }
        }
        let count = required.len() as f64;
        let positions: Vec<usize> = found.iter().flatten().map(|it| it.heading).collect();
        let ordered = longest_increasing(&positions);
        let mut score = earned / count;
        if ordered < positions.len() {
            let out = (positions.len() - ordered) as f64 / (positions.len() - 1) as f64;
            score -= ORDER_COST / count * out;
            evidence.push(Evidence::missing("the sections are not in the required order"));
        }
        Assessment::new(score, evidence)
    }
}

/// Whether two texts have the same words. Of most their number differs.
fn is_same(one: &[Word], other: &[Word]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.stem == other.stem)
}

/// Whether a section names something of the task, or one of its figures.
pub(crate) fn speaks_of_the_task(context: &Context<'_>, body: Span) -> bool {
    !context.mentions_in(body).is_empty()
        || context.known.is_empty()
        || context
            .numbers_in(body)
            .any(|(index, _)| context.figures[index].digits >= 2 && context.figures[index].is_known)
}

/// A required section as the answer has it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FoundSection {
    /// Index into `answer.headings`.
    pub(crate) heading: usize,
    /// From the end of the heading to the next required one.
    pub(crate) body: Span,
}

/// The words of each required title that carry meaning.
pub(crate) fn title_words(facts: &TaskFacts, lexicon: &Lexicon) -> Vec<Vec<u64>> {
    facts
        .required_sections
        .iter()
        .map(|title| {
            let mut words = words_of(title);
            keep_meaning(&mut words, 0, lexicon);
            words
        })
        .collect()
}

/// Finds each required section, given the words of the titles, in the order of the task.
pub(crate) fn find_sections(
    context: &Context<'_>,
    required: &[Vec<u64>],
) -> Vec<Option<FoundSection>> {
    let headings = &context.answer.headings;
    if required.is_empty() {
        return Vec::new();
    }
    // The words of all headings one after the other, and where each heading's end.
    let mut stems: Vec<u64> = Vec::with_capacity(headings.len() * 4);
    let mut ends: Vec<usize> = Vec::with_capacity(headings.len());
    for heading in headings {
        let start = stems.len();
        stems.extend(context.words.within(heading.title).iter().map(|it| it.stem));
        keep_meaning(&mut stems, start, context.lexicon);
        ends.push(stems.len());
    }
    let title = |index: usize| {
        let start = index.checked_sub(1).map_or(0, |before| ends[before]);
        &stems[start..ends[index]]
    };
    let mut taken = vec![false; headings.len()];
    let mut chosen: Vec<Option<usize>> = Vec::with_capacity(required.len());
    for wanted in required {
        let mut best: Option<(usize, f64)> = None;
        for (index, taken) in taken.iter().enumerate() {
            let have = title(index);
            if *taken || have.is_empty() || wanted.is_empty() {
                continue;
            }
            let common = wanted.iter().filter(|it| have.contains(it)).count() as f64;
            let share = common / wanted.len() as f64;
            let inside = have.iter().all(|it| wanted.contains(it)) && share >= 0.5;
            if share < TITLE_SHARE && !inside {
                continue;
            }
            // A title with fewer words of its own fits better.
            let fit = share - 0.01 * (have.len() as f64 - common);
            if best.is_none_or(|it| fit > it.1) {
                best = Some((index, fit));
            }
        }
        if let Some((index, _)) = best {
            taken[index] = true;
        }
        chosen.push(best.map(|it| it.0));
    }
    chosen
        .iter()
        .map(|it| {
            let heading = (*it)?;
            let next = (heading + 1..headings.len()).find(|index| taken[*index]);
            Some(FoundSection {
                heading,
                body: Span {
                    start: headings[heading].span.end,
                    end: next.map_or(context.answer.text.len(), |it| headings[it].span.start),
                },
            })
        })
        .collect()
}

/// Drops the function words from the end of a list that begins at `start`, unless there are no
/// others.
fn keep_meaning(stems: &mut Vec<u64>, start: usize, lexicon: &Lexicon) {
    let means = |it: u64| !lexicon.classes(it).any(Classes::FUNCTION);
    if !stems[start..].iter().any(|it| means(*it)) {
        return;
    }
    let mut kept = start;
    for at in start..stems.len() {
        if means(stems[at]) {
            stems[kept] = stems[at];
            kept += 1;
        }
    }
    stems.truncate(kept);
}

/// The length of the longest increasing subsequence.
fn longest_increasing(positions: &[usize]) -> usize {
    let mut tails: Vec<usize> = Vec::new();
    for &position in positions {
        let at = tails.partition_point(|it| *it < position);
        if at == tails.len() {
            tails.push(position);
        } else {
            tails[at] = position;
        }
    }
    tails.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_not_asked, check_scores, full_facts};

    #[test]
    fn scores() {
        check_not_asked(&Structure);
        check_scores(
            &Structure,
            &full_facts(),
            &[
                (
                    "## Overview\nThe network handled 1,187,055 transactions from 385,930 users on this one day.\n## Outlook\nIt may well grow to 1,250,000 transactions within the next seven days from here.\n## Recommendations\nHold on to what you have while daily transactions stay above 1,127,284 in number.",
                    1.0,
                ),
                (
                    "## Overview\nThe network handled 1,187,055 transactions from 385,930 users on this one day.\n## Recommendations\nHold on to what you have while daily transactions stay above 1,127,284 in number.",
                    0.67,
                ),
                (
                    "## Recommendations\nHold on to what you have while daily transactions stay above 1,127,284 in number.\n## Overview\nThe network handled 1,187,055 transactions from 385,930 users on this one day.\n## Outlook\nIt may well grow to 1,250,000 transactions within the next seven days from here.",
                    0.9,
                ),
                ("## Overview\n## Outlook\n## Recommendations\n", 0.0),
                ("All in one paragraph without any heading.", 0.0),
            ],
        );
    }
}
