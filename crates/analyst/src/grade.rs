//! Answers of known quality, with a list of what is wrong with them, for testing rewards.

use std::fmt;

use llm::Error;

use crate::answer::{Composed, compose};
use crate::bank::{common, vague};
use crate::brief::Brief;
use crate::dice::Dice;
use crate::interpretation::bounds;
use crate::pen::{Pen, metric_noun, unmark};
use crate::piece::{Join, Kind, Piece, Written, render};
use crate::prompt::Prompt;
use crate::quantity::{self, Quantity};

/// How good an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// Short, vague, mostly wrong.
    Low,
    /// Honest, but incomplete: calculations and citations missing, a result wrong.
    Medium,
    /// As the analyst answers.
    High,
}

/// What was done to an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Harm {
    /// A calculation that the prompt asks for is not shown.
    CalculationMissing,
    /// A calculation is shown with a wrong result.
    ResultWrong,
    /// A metric is named without citation.
    CitationMissing,
    /// A figure of the day is given with another value.
    FigureWrong,
    /// A comparison with an earlier day is not made.
    ComparisonMissing,
    /// The interval is given without its level.
    LevelMissing,
    /// The interval is not given.
    IntervalMissing,
    /// A recommendation without figures, horizon or risk.
    RecommendationVague,
    /// A section says little.
    SectionThin,
    /// A section is not there.
    SectionMissing,
}

impl fmt::Display for Harm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CalculationMissing => "calculation missing",
            Self::ResultWrong => "result wrong",
            Self::CitationMissing => "citation missing",
            Self::FigureWrong => "figure wrong",
            Self::ComparisonMissing => "comparison missing",
            Self::LevelMissing => "level of the interval missing",
            Self::IntervalMissing => "interval missing",
            Self::RecommendationVague => "recommendation vague",
            Self::SectionThin => "section thin",
            Self::SectionMissing => "section missing",
        })
    }
}

/// One thing that is wrong with a graded answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// What was done.
    pub what: Harm,
    /// To what: the name of the calculation or metric, the title of the section.
    pub place: String,
}

/// An answer of known quality.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graded {
    /// The answer.
    pub answer: String,
    /// All that is wrong with it; empty for [`Grade::High`].
    pub damages: Vec<Damage>,
}

/// Writes an answer of this grade; the same prompt, grade and seed give the same answer.
///
/// # Errors
/// Of kind [`llm::ErrorKind::Request`] if the prompt cannot be read.
pub fn grade(prompt: &str, grade: Grade, seed: u64) -> Result<Graded, Error> {
    let read = Prompt::read(prompt)?;
    Ok(match grade {
        Grade::High => Graded {
            answer: render(&compose(&read, prompt, seed, 0, 100).sections),
            damages: Vec::new(),
        },
        Grade::Medium => medium(&read, prompt, seed),
        Grade::Low => low(&read, prompt, seed),
    })
}

/// Collects what is done.
#[derive(Default)]
struct Damages(Vec<Damage>);

impl Damages {
    fn add(&mut self, what: Harm, place: impl Into<String>) {
        self.0.push(Damage { what, place: place.into() });
    }
}

/// The honest average answer.
fn medium(prompt: &Prompt, text: &str, seed: u64) -> Graded {
    let mut dice = Dice::new("medium", text, seed, 0);
    let Composed { mut sections, solutions, .. } = compose(prompt, text, seed, 0, 28);
    let brief = Brief::new(prompt, &solutions);
    let mut pen = Pen::new(Dice::new("medium words", text, seed, 0), &brief);
    let mut damages = Damages::default();
    drop_calculations(&mut sections, &mut dice, &mut damages);
    falsify_results(&mut sections, &brief, &mut dice, &mut damages);
    let keeps_one = dice.chance(50);
    let mut comparisons = 0;
    for section in &mut sections {
        section.pieces.retain(|piece| {
            let Kind::Comparison(date) = &piece.kind else { return true };
            comparisons += 1;
            let kept = comparisons == 1 && keeps_one;
            if !kept {
                damages.add(Harm::ComparisonMissing, date.clone());
            }
            kept
        });
    }
    misread_figure(&mut sections, &brief, &mut dice, &mut damages);
    bare_interval(&mut sections, &mut pen, &mut damages);
    thin_advice(&mut sections, &mut pen, &mut dice, &mut damages);
    for section in &mut sections {
        let limits = section.title.to_lowercase().contains("limit");
        if limits && let Some(sentence) = pen.say(vague::THIN_LIMIT) {
            section.pieces = vec![Piece::paragraph(sentence)];
            damages.add(Harm::SectionThin, section.title.clone());
        }
        // Of an interpretation the first remarks are left.
        let mut remarks = 0;
        let before = section.pieces.len();
        let opening = prompt.sections.first().is_some_and(|first| first.title == section.title);
        section.pieces.retain(|piece| {
            remarks += usize::from(piece.kind == Kind::Text);
            opening || piece.kind != Kind::Text || remarks <= 2
        });
        if section.pieces.len() < before {
            damages.add(Harm::SectionThin, section.title.clone());
        }
        if section.pieces.is_empty()
            && let Some(sentence) = pen.say(vague::MEANING)
        {
            section.pieces = vec![Piece::paragraph(sentence)];
            damages.add(Harm::SectionThin, section.title.clone());
        }
    }
    let (answer, uncited) = unmark(&render(&sections));
    for name in uncited {
        damages.add(Harm::CitationMissing, name);
    }
    Graded { answer, damages: damages.0 }
}

/// Leaves out half of the calculations and numbers the rest anew.
fn drop_calculations(sections: &mut [Written], dice: &mut Dice, damages: &mut Damages) {
    let mut names: Vec<String> = Vec::new();
    for section in sections.iter() {
        for piece in &section.pieces {
            if let Kind::Work(name) = &piece.kind {
                names.push(name.clone());
            }
        }
    }
    dice.shuffle(&mut names);
    names.truncate(names.len() / 2);
    for section in sections {
        section.pieces.retain(|piece| match &piece.kind {
            Kind::Work(name) if names.contains(name) => {
                damages.add(Harm::CalculationMissing, name.clone());
                false
            }
            _ => true,
        });
        let mut number = 0;
        for piece in &mut section.pieces {
            if !matches!(piece.kind, Kind::Work(_)) {
                continue;
            }
            number += 1;
            if let Some((mark, rest)) = piece.text.split_once(". **")
                && mark.parse::<usize>().is_ok()
            {
                piece.text = format!("{number}. **{rest}");
            }
        }
        // A list or a run of sentences that lost its head begins a paragraph of its own.
        let first = section.pieces.iter_mut().find(|piece| matches!(piece.kind, Kind::Work(_)));
        if let Some(first) = first {
            first.join = Join::Paragraph;
        }
    }
}

/// Gives one or two of the calculations a wrong result.
fn falsify_results(
    sections: &mut [Written],
    brief: &Brief<'_>,
    dice: &mut Dice,
    damages: &mut Damages,
) {
    let mut shown: Vec<&mut Piece> = sections
        .iter_mut()
        .flat_map(|section| &mut section.pieces)
        .filter(|piece| matches!(piece.kind, Kind::Work(_)))
        .collect();
    dice.shuffle(&mut shown);
    let most = 1 + usize::from(shown.len() > 3);
    for piece in shown.into_iter().take(most) {
        let Kind::Work(name) = piece.kind.clone() else { continue };
        let Some(solution) = brief.solution(&name) else { continue };
        let wrong = wrong_value(&solution.value, dice);
        for minus in ["−", "-"] {
            let right = solution.value.text.replace('−', minus);
            let claim = |sign: &str| format!(" {sign} {right}");
            for sign in ["=", "≈"] {
                let text = piece.text.replace(&claim(sign), &format!(" {sign} {}", wrong.text));
                if text != piece.text {
                    piece.text = text;
                    damages.add(Harm::ResultWrong, name.clone());
                }
            }
        }
    }
    // The same damage is named once, however it was written.
    damages.0.dedup();
}

/// A value that is clearly off, in the same form.
fn wrong_value(value: &Quantity, dice: &mut Dice) -> Quantity {
    let factors = [0.55, 0.68, 0.8, 1.25, 1.4, 1.7];
    let factor = factors[dice.below(factors.len())];
    let wrong = if value.operand() == 0.0 { 0.37 } else { value.operand() * factor };
    quantity::result(wrong, &value.unit, 4, None)
}

/// Gives one figure of the day, where it is cited, another value.
fn misread_figure(
    sections: &mut [Written],
    brief: &Brief<'_>,
    dice: &mut Dice,
    damages: &mut Damages,
) {
    let Some(opening) = sections.first_mut() else { return };
    let start = dice.below(brief.prompt.figures.len());
    let figures = brief.prompt.figures.iter().cycle().skip(start).take(brief.prompt.figures.len());
    for figure in figures {
        let right = &figure.value.text;
        // Short numbers stand within others.
        if right.len() < 5 {
            continue;
        }
        let wrong = wrong_value(&figure.value, dice).text;
        let mut changed = false;
        for piece in opening.pieces.iter_mut().filter(|piece| piece.kind == Kind::Text) {
            changed |= piece.text.contains(right.as_str());
            piece.text = piece.text.replace(right.as_str(), &wrong);
        }
        if changed {
            damages.add(Harm::FigureWrong, figure.name.clone());
            return;
        }
    }
}

/// States the interval without its level.
fn bare_interval(sections: &mut [Written], pen: &mut Pen<'_>, damages: &mut Damages) {
    let Some((low, high)) = bounds(pen.brief) else { return };
    let text = |name: &str| pen.brief.solution(name).map(|s| s.value.text.clone());
    let (Some(low), Some(high)) = (text(low), text(high)) else { return };
    for section in sections {
        for piece in &mut section.pieces {
            if piece.kind == Kind::Interval
                && let Some(bare) = pen
                    .say_with(vague::BARE_INTERVAL, &[("low", low.clone()), ("high", high.clone())])
            {
                piece.text = bare;
                damages.add(Harm::LevelMissing, section.title.clone());
            }
        }
    }
}

/// Makes one recommendation vague and takes the figures from the other.
fn thin_advice(
    sections: &mut [Written],
    pen: &mut Pen<'_>,
    dice: &mut Dice,
    damages: &mut Damages,
) {
    for section in sections {
        let mut advice: Vec<&mut Piece> =
            section.pieces.iter_mut().filter(|piece| piece.kind == Kind::Advice).collect();
        let chosen = dice.below(advice.len());
        if let Some(piece) = advice.get_mut(chosen)
            && let Some(vague) = pen.say(vague::THIN_ADVICE)
        {
            piece.text = vague;
            piece.join = Join::Paragraph;
            damages.add(Harm::RecommendationVague, section.title.clone());
        }
        for (index, piece) in advice.into_iter().enumerate() {
            if index != chosen {
                piece.text = without_exit(&piece.text);
                damages.add(Harm::RecommendationVague, section.title.clone());
            }
        }
    }
}

/// A recommendation without its last sentence or field.
fn without_exit(text: &str) -> String {
    match text.rsplit_once('\n') {
        Some((kept, _)) => kept.to_owned(),
        None => match text.trim_end_matches('.').rsplit_once(". ") {
            Some((kept, _)) => format!("{kept}."),
            None => text.to_owned(),
        },
    }
}

/// The careless answer.
fn low(prompt: &Prompt, text: &str, seed: u64) -> Graded {
    let mut dice = Dice::new("low", text, seed, 0);
    let solutions = crate::working::solve(prompt, 3);
    let brief = Brief::new(prompt, &solutions);
    let mut pen = Pen::new(Dice::new("low words", text, seed, 0), &brief);
    let mut damages = Damages::default();
    let mut sections = Vec::new();
    let last = prompt.sections.len().saturating_sub(1);
    let middle = 1 + dice.below(last.saturating_sub(1).max(1));
    let mut shown_work: Option<&str> = None;
    for (index, section) in prompt.sections.iter().enumerate() {
        if index != 0 && index != last && index != middle {
            damages.add(Harm::SectionMissing, section.title.clone());
            continue;
        }
        let mut sentences = Vec::new();
        if index == last && index != 0 {
            sentences.extend(pen.say(vague::ADVICE));
            damages.add(Harm::RecommendationVague, section.title.clone());
        } else if index == 0 {
            sentences.extend(pen.say(vague::OPEN));
            let figure = dice.below(prompt.figures.len());
            if let Some(figure) = prompt.figures.get(figure) {
                let wrong = wrong_value(&figure.value, &mut dice).text;
                let noun = metric_noun(&figure.name, &brief, &mut pen.dice);
                // Even a careless answer quotes something right.
                let name = prompt.figures.iter().find(|other| other.name != figure.name);
                if let Some(other) = name {
                    let noun = metric_noun(&other.name, &brief, &mut pen.dice);
                    let value = other.value.text.clone();
                    let cited = dice.chance(50);
                    let named = if cited { format!("{noun} [{}]", other.name) } else { noun };
                    sentences.extend(pen.say_with(common::FIGURE, &[("m", named), ("v", value)]));
                    if !cited {
                        damages.add(Harm::CitationMissing, other.name.clone());
                    }
                }
                sentences
                    .extend(pen.say_with(vague::WRONG_FIGURE, &[("w", noun), ("wrong", wrong)]));
                damages.add(Harm::FigureWrong, figure.name.clone());
                damages.add(Harm::CitationMissing, figure.name.clone());
            }
            sentences.extend(pen.say(vague::MEANING));
        } else {
            if let Some(solution) = solutions.get(dice.below(solutions.len())) {
                let wrong = wrong_value(&solution.value, &mut dice).text;
                let start =
                    solution.steps.first().cloned().unwrap_or_else(|| solution.name.clone());
                let line = format!("{start} = {wrong}");
                sentences.extend(pen.say_with(vague::WRONG_WORK, &[("line", line)]));
                damages.add(Harm::ResultWrong, solution.name.clone());
                shown_work = Some(&solution.name);
            }
            sentences.extend(pen.say(vague::MEANING));
        }
        damages.add(Harm::SectionThin, section.title.clone());
        let pieces = vec![Piece::paragraph(sentences.join(" "))];
        sections.push(Written { title: section.title.clone(), pieces });
    }
    for solution in &solutions {
        if shown_work != Some(solution.name.as_str()) {
            damages.add(Harm::CalculationMissing, solution.name.clone());
        }
    }
    if prompt.interval.is_some() {
        damages.add(Harm::IntervalMissing, "interval");
    }
    if !prompt.history.is_empty() {
        damages.add(Harm::ComparisonMissing, "history");
    }
    Graded { answer: render(&sections), damages: damages.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn grades_are_repeatable_and_say_what_is_wrong() {
        for (wanted, least) in [(Grade::High, 0), (Grade::Medium, 6), (Grade::Low, 6)] {
            for seed in 0..20 {
                let one = grade(samples::GROWTH, wanted, seed).unwrap();
                assert_eq!(one, grade(samples::GROWTH, wanted, seed).unwrap());
                assert!(one.damages.len() >= least, "{wanted:?}: {:?}", one.damages);
                assert_eq!(one.damages.is_empty(), wanted == Grade::High);
            }
        }
    }

    #[test]
    fn wrong_values_are_off_and_in_the_same_unit() {
        let mut dice = Dice::new("test", "", 1, 0);
        for text in ["1,187,055", "5.30%", "$0.51", "4.7737 BTC", "0"] {
            let right = Quantity::read(text).unwrap();
            let wrong = wrong_value(&right, &mut dice);
            assert_eq!(wrong.unit, right.unit);
            assert!((wrong.value - right.value).abs() > right.value.abs() * 0.15, "{}", wrong.text);
        }
    }
}
