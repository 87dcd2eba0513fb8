//! Puts an answer together: which section says what.

use crate::bank::common;
use crate::brief::Brief;
use crate::calculations;
use crate::dice::Dice;
use crate::interpretation;
use crate::limits;
use crate::overview;
use crate::pen::Pen;
use crate::piece::{Piece, Written};
use crate::prompt::{Prompt, Section};
use crate::recommend;
use crate::trace;
use crate::working::{Solution, solve};

/// An answer before it is written out.
pub(crate) struct Composed {
    pub(crate) reasoning: String,
    pub(crate) sections: Vec<Written>,
    pub(crate) solutions: Vec<Solution>,
}

/// What a section is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    Overview,
    Calculations,
    /// Interprets and states the interval.
    Interval,
    Interpretation,
    Limits,
    Recommendations,
}

/// Composes trace and answer.
///
/// Of a hundred citations `cite` are written: all of them, but for answers of a lower grade.
pub(crate) fn compose(
    prompt: &Prompt,
    text: &str,
    seed: u64,
    sample: u32,
    cite: usize,
) -> Composed {
    let mut dice = Dice::new("answer", text, seed, sample);
    let significant = [3, 4, 4][dice.below(3)];
    let solutions = solve(prompt, significant);
    let brief = Brief::new(prompt, &solutions);
    let mut pen = Pen::new(dice, &brief);
    pen.style.significant = significant;
    pen.cite = cite;
    let purposes: Vec<Purpose> = prompt
        .sections
        .iter()
        .enumerate()
        .map(|(index, section)| purpose(index, section, prompt))
        .collect();
    let places = place(prompt, &solutions, &purposes);
    let recommendations = recommend::choose(&mut pen);
    let has_interpretation = purposes.contains(&Purpose::Interpretation);
    let mut sections = Vec::with_capacity(prompt.sections.len());
    for (index, section) in prompt.sections.iter().enumerate() {
        let here: Vec<&Solution> = solutions
            .iter()
            .zip(&places)
            .filter(|(_, place)| **place == Some(index))
            .map(|(s, _)| s)
            .collect();
        let depth = pen.style.depth;
        let mut pieces = match purposes[index] {
            Purpose::Overview => overview::write(&mut pen),
            Purpose::Limits => limits::write(&mut pen),
            Purpose::Recommendations => recommend::write(&mut pen, &recommendations),
            Purpose::Calculations => Vec::new(),
            Purpose::Interpretation => interpretation::write(&mut pen, 4 + depth),
            Purpose::Interval => {
                let mut pieces = calculations::write(&mut pen, &here);
                // A verdict comes before its range; a projection has to be worked out first.
                let insights = |pen: &mut Pen<'_>| {
                    if has_interpretation {
                        Vec::new()
                    } else {
                        interpretation::write(pen, 2 + depth)
                    }
                };
                if here.is_empty() && pen.dice.chance(60) {
                    pieces.extend(insights(&mut pen));
                    pieces.extend(interpretation::state_interval(&mut pen));
                } else {
                    pieces.extend(interpretation::state_interval(&mut pen));
                    pieces.extend(insights(&mut pen));
                }
                pieces
            }
        };
        if !here.is_empty() && purposes[index] != Purpose::Interval {
            pieces.extend(calculations::write(&mut pen, &here));
        }
        if pieces.is_empty() {
            // A section that nothing is known for says so instead of staying empty.
            pieces.extend(pen.say(common::NOTHING).map(Piece::paragraph));
        }
        sections.push(Written { title: section.title.clone(), pieces });
    }
    let reasoning = trace::write(&pen, Dice::new("trace", text, seed, sample), &recommendations);
    Composed { reasoning, sections, solutions: solutions.clone() }
}

fn purpose(index: usize, section: &Section, prompt: &Prompt) -> Purpose {
    let title = section.title.to_lowercase();
    let content = section.content.to_lowercase();
    if title.contains("recommend") {
        Purpose::Recommendations
    } else if title.contains("interval")
        || (content.contains("interval") && prompt.interval.is_some())
    {
        Purpose::Interval
    } else if title.contains("limit") || title.contains("risk") {
        Purpose::Limits
    } else if title.contains("calculation") || content.contains("calculations asked for") {
        Purpose::Calculations
    } else if index == 0 {
        Purpose::Overview
    } else {
        Purpose::Interpretation
    }
}

/// Says for each solution which section works it out: the one whose description speaks of it, in
/// doubt the one of the calculation before.
fn place(prompt: &Prompt, solutions: &[Solution], purposes: &[Purpose]) -> Vec<Option<usize>> {
    let with = |wanted: Purpose| purposes.iter().position(|purpose| *purpose == wanted);
    let calculations = with(Purpose::Calculations);
    let all_in_one = calculations
        .filter(|index| prompt.sections[*index].content.contains("calculations asked for"));
    let mut last = None;
    solutions
        .iter()
        .map(|solution| {
            let mut best: Option<(usize, usize)> = None;
            for (index, purpose) in purposes.iter().enumerate() {
                if !matches!(purpose, Purpose::Calculations | Purpose::Interval) {
                    continue;
                }
                let score = overlap(solution, &prompt.sections[index]);
                if best.is_none_or(|(most, at)| {
                    score > most || (score == most && at != index && last == Some(index))
                }) {
                    best = Some((score, index));
                }
            }
            let at = all_in_one
                .or_else(|| best.map(|(_, index)| index))
                .or(calculations)
                .or_else(|| with(Purpose::Interpretation))
                .or(Some(0));
            last = at;
            at
        })
        .collect()
}

/// How many words a section's description shares with a calculation; its name counts most.
fn overlap(solution: &Solution, section: &Section) -> usize {
    let about: Vec<String> = stems(&format!("{} {}", section.title, section.content));
    let shared = |text: &str| stems(text).iter().filter(|stem| about.contains(stem)).count();
    3 * shared(&solution.name.replace('_', " ")) + shared(&solution.label)
}

fn stems(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphabetic())
        .map(str::to_lowercase)
        .filter(|word| word.len() > 3)
        .map(|word| word.chars().take(5).collect())
        .collect()
}
