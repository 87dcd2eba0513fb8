//! The worked calculations, laid out in one of several ways.

use crate::bank::{self, common};
use crate::brief::grows;
use crate::formula::Expr;
use crate::measure::{Size, size};
use crate::pen::{Bank, Pen, metric_noun};
use crate::piece::{Join, Kind, Piece};
use crate::spin::capitalise;
use crate::style::{Naming, WorkLayout};
use crate::working::Solution;

/// Writes the calculations of a section, in order.
pub(crate) fn write(pen: &mut Pen<'_>, solutions: &[&Solution]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    if solutions.len() > 2 && pen.dice.chance(55) {
        pieces.extend(pen.say(common::WORK_OPEN).map(Piece::paragraph));
    }
    let formulas =
        matches!(pen.style.work, WorkLayout::Lead | WorkLayout::Display) && pen.dice.chance(30);
    let mut first_of_list = true;
    for (index, solution) in solutions.iter().enumerate() {
        let line = work_line(pen, solution);
        let reading = read(pen, solution, solutions.len());
        let work = Kind::Work(solution.name.clone());
        match pen.style.work {
            WorkLayout::Bullets | WorkLayout::Numbered => {
                let mark = match pen.style.work {
                    WorkLayout::Numbered => format!("{}. ", index + 1),
                    _ => pen.style.bullet.to_owned(),
                };
                let name = capitalise(&name(pen, solution));
                let mut text = format!("{mark}**{name}**: {line}.");
                text.extend(reading.map(|reading| format!(" {reading}")));
                let join = if first_of_list { Join::Paragraph } else { Join::Line };
                first_of_list = false;
                pieces.push(Piece::new(work, join, text));
            }
            WorkLayout::Lead => {
                let name = capitalise(&name(pen, solution));
                let mut text = format!("**{name}**\n\n");
                if formulas {
                    text.push_str(&formula(pen, solution));
                }
                text.push_str(&line);
                text.extend(reading.map(|reading| format!("\n\n{reading}")));
                pieces.push(Piece::new(work, Join::Paragraph, text));
            }
            WorkLayout::Display => {
                let locals = work_locals(pen, solution, &line);
                let bank = if index > 0 && pen.dice.chance(35) {
                    common::WORK_DISPLAY_NEXT
                } else {
                    common::WORK_DISPLAY
                };
                let lead = pen.say_with(bank, &locals).unwrap_or_default();
                let mut text = format!("{lead}\n\n");
                if formulas {
                    text.push_str(&formula(pen, solution));
                }
                text.push_str(&line);
                text.extend(reading.map(|reading| format!("\n\n{reading}")));
                pieces.push(Piece::new(work, Join::Paragraph, text));
            }
            WorkLayout::Prose => {
                let locals = work_locals(pen, solution, &line);
                let bank = if index > 0 && pen.dice.chance(35) {
                    common::WORK_PROSE_NEXT
                } else {
                    common::WORK_PROSE
                };
                let mut text = pen.say_with(bank, &locals).unwrap_or_default();
                text.extend(reading.map(|reading| format!(" {reading}")));
                let join = if index % 2 == 0 { Join::Paragraph } else { Join::Space };
                pieces.push(Piece::new(work, join, text));
            }
        }
    }
    pieces
}

/// Writes a worked line in the style of this answer.
pub(crate) fn work_line(pen: &Pen<'_>, solution: &Solution) -> String {
    let rounded = !solution.exact;
    pen.style.work_line(&solution.steps, &solution.value.text, rounded)
}

/// Writes the formula in symbols on a line of its own.
fn formula(pen: &Pen<'_>, solution: &Solution) -> String {
    match pen.brief.prompt.calculation(&solution.name) {
        Some(calculation) => format!("Formula: `{}`\n\n", calculation.written.replace('`', "")),
        None => String::new(),
    }
}

/// Names a calculation as this answer does.
fn name(pen: &mut Pen<'_>, solution: &Solution) -> String {
    let noun = pen.calculation_noun(solution);
    match pen.style.naming {
        Naming::Words => noun,
        Naming::WordsAndName => format!("{noun} (`{}`)", solution.name),
        Naming::NameAndWords => format!("`{}`, {noun}", solution.name),
    }
}

fn work_locals(pen: &mut Pen<'_>, solution: &Solution, line: &str) -> Vec<(&'static str, String)> {
    let name = name_in_prose(pen, solution);
    vec![("q", name), ("line", line.to_owned()), ("inputs", inputs(pen, solution))]
}

fn name_in_prose(pen: &mut Pen<'_>, solution: &Solution) -> String {
    let noun = pen.calculation_noun(solution);
    match pen.style.naming {
        Naming::Words => noun,
        _ => format!("{noun} (`{}`)", solution.name),
    }
}

/// Lists what a formula takes, with citations.
fn inputs(pen: &mut Pen<'_>, solution: &Solution) -> String {
    let mut leaves: Vec<&Expr> = Vec::new();
    solution.formula.visit(&mut |expr| {
        let leaf = !matches!(expr, Expr::Binary(..) | Expr::Root(_) | Expr::Ln(_));
        if leaf && !leaves.contains(&expr) {
            leaves.push(expr);
        }
    });
    let with_values = pen.dice.chance(40);
    let brief = pen.brief;
    let mut names: Vec<String> = Vec::new();
    for leaf in leaves {
        match leaf {
            Expr::Metric(name) => {
                let citation = pen.citation(name);
                let cited = citation.in_place_of(&metric_noun(name, brief, &mut pen.dice));
                names.push(match brief.prompt.figure(name) {
                    Some(figure) if with_values => format!("{cited} of {}", figure.value.text),
                    _ => cited,
                });
            }
            Expr::MetricOn(name, date) => {
                let day = pen.style.date(*date);
                names.push(match brief.prompt.earlier(name, *date) {
                    Some(value) if with_values => format!("{} on {day}", value.text),
                    _ => format!("its value on {day}"),
                });
            }
            Expr::Result(name) => {
                let solution = brief.solution(name);
                names.extend(solution.map(|solution| pen.calculation_noun(solution)));
            }
            Expr::Number(value) => {
                let rule = brief.prompt.interval.as_ref();
                let quantile = rule.filter(|rule| rule.quantile.parse() == Ok(*value));
                names.extend(quantile.map(|rule| format!("z = {}", rule.quantile)));
            }
            _ => {}
        }
    }
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => "the figures given".to_owned(),
    }
}

/// A sentence on what a result says, for some of the results.
fn read(pen: &mut Pen<'_>, solution: &Solution, of: usize) -> Option<String> {
    // With many calculations a remark to each would drown them.
    let chance = [45, 60, 75][pen.style.depth] + if of > 6 { 0 } else { 15 };
    if !pen.dice.chance(chance) {
        return None;
    }
    reading(pen, solution)
}

/// A sentence on what a result says.
pub(crate) fn reading(pen: &mut Pen<'_>, solution: &Solution) -> Option<String> {
    let brief = pen.brief;
    if let Some(bank) = (bank::of(brief.family).reading)(brief, &solution.name) {
        return pen.say(bank);
    }
    let (metric, _) = grows(&solution.formula)?;
    let locals = [("X", solution.name.clone()), ("M", metric.to_owned())];
    let flat = size(solution.value.operand()) == Size::Flat;
    let bank: Bank = if flat { common::GROWTH_FLAT } else { common::GROWTH };
    pen.say_with(bank, &locals)
}
