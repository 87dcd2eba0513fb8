//! How far an answer is an honest answer to its task: what stops gaming.
//!
//! Each check looks for one way of gaming and gives a factor in [0, 1]; the integrity is their
//! product. A check answers 1 wherever it has too little to go by: legitimate answers are odd in
//! many ways, and none of them may cost.

mod foreign;
mod networks;
mod order;
mod padding;
mod prose;
mod relations;
mod results;
mod sections;
mod survey;
mod talk;
mod withdrawn;

use std::borrow::Cow;

use crate::advice::is_opposed;
use crate::assess::Context;
pub(crate) use foreign::with_ticker;
pub(crate) use networks::OwnNetworks;
use survey::Survey;

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

/// How a check is called: all by itself, or with what the survey of the words has counted.
enum Check {
    Plain(fn(&Context<'_>) -> Factor),
    Surveyed(fn(&Context<'_>, &Survey) -> Factor),
}

use Check::{Plain, Surveyed};

/// The checks, each for one way of gaming.
const CHECKS: &[Check] = &[
    Plain(prose::length),
    Plain(foreign::contradictions),
    Plain(foreign::foreign_days),
    Plain(foreign::foreign_networks),
    Plain(foreign::foreign_numbers),
    Surveyed(prose::repeats),
    Plain(prose::prompt_copied),
    Plain(prose::instructions),
    Plain(prose::citation_list),
    Surveyed(prose::not_prose),
    Surveyed(order::words_in_no_order),
    Plain(sections::empty_headings),
    Plain(results::trivial_statements),
    Plain(foreign::foreign_arithmetic),
    Plain(advice_opposed),
    Surveyed(padding::templates),
    Plain(padding::off_topic),
    Plain(talk::empty_talk),
    Plain(talk::fragments),
    Plain(withdrawn::sentences_denied),
    Plain(withdrawn::figures_denied),
    Plain(withdrawn::verbs_denied),
    Plain(withdrawn::answer_withdrawn),
    Plain(results::results_contradicted),
    Plain(relations::relations_turned),
    Plain(results::results_missing),
    Plain(results::results_made_up),
    Plain(results::wrong_results),
    Plain(results::results_taken_back),
    Plain(sections::hollow_sections),
    Plain(sections::swapped_sections),
    Plain(foreign::number_list),
];

/// Assesses the integrity of an answer.
pub fn assess(context: &Context<'_>) -> Integrity {
    let mut integrity = Integrity { value: 1.0, reasons: Vec::new() };
    let survey = Survey::of(context);
    for check in CHECKS {
        let found = match check {
            Plain(check) => check(context),
            Surveyed(check) => check(context, &survey),
        };
        if let Some((factor, reason)) = found
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
