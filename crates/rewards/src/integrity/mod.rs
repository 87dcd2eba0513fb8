//! How far an answer is an honest answer to its task: what stops gaming.
//!
//! Each check looks for one way of gaming and gives a factor in [0, 1]; the integrity is their
//! product. A check answers 1 wherever it has too little to go by: legitimate answers are odd in
//! many ways, and none of them may cost.

mod foreign;
mod order;
mod padding;
mod prose;
mod relations;
mod results;
mod sections;
mod talk;
mod withdrawn;

use std::borrow::Cow;

use crate::advice::is_opposed;
use crate::assess::Context;
pub(crate) use foreign::with_ticker;

/// The integrity of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Integrity {
    /// In [0, 1]; the composite is multiplied by it.
    pub value: f64,
    /// Why it is below 1.
    pub reasons: Vec<Cow<'static, str>>,
}

/// A factor with its reason; `None` where nothing is wrong.
type Factor = Option<(f64, Cow<'static, str>)>;

/// The checks, each for one way of gaming.
const CHECKS: &[fn(&Context<'_>) -> Factor] = &[
    prose::length,
    foreign::contradictions,
    foreign::foreign_days,
    foreign::foreign_networks,
    foreign::foreign_numbers,
    prose::repeats,
    prose::prompt_copied,
    prose::instructions,
    prose::citation_list,
    prose::not_prose,
    order::words_in_no_order,
    sections::empty_headings,
    results::trivial_statements,
    foreign::foreign_arithmetic,
    advice_opposed,
    padding::templates,
    padding::off_topic,
    talk::empty_talk,
    talk::fragments,
    withdrawn::sentences_denied,
    withdrawn::figures_denied,
    withdrawn::verbs_denied,
    withdrawn::answer_withdrawn,
    results::results_contradicted,
    relations::relations_turned,
    results::results_missing,
    results::results_made_up,
    results::wrong_results,
    results::results_taken_back,
    sections::hollow_sections,
    sections::swapped_sections,
    foreign::number_list,
];

/// Assesses the integrity of an answer.
pub fn assess(context: &Context<'_>) -> Integrity {
    let mut integrity = Integrity { value: 1.0, reasons: Vec::new() };
    for check in CHECKS {
        if let Some((factor, reason)) = check(context)
            && factor < 1.0
        {
            integrity.value *= factor.max(0.0);
            integrity.reasons.push(reason);
        }
    }
    integrity
}

/// Recommendations that cannot both be followed.
fn advice_opposed(context: &Context<'_>) -> Factor {
    let opposed = context.advice.iter().any(|it| is_opposed(it, context.advice));
    opposed.then(|| (0.5, "its recommendations oppose each other".into()))
}

/// Falls from 1 at `fine` to `floor` at `worst` and beyond.
fn falling(value: f64, fine: f64, worst: f64, floor: f64) -> f64 {
    let share = ((value - fine) / (worst - fine)).clamp(0.0, 1.0);
    1.0 - share * (1.0 - floor)
}
