//! What a text has that is made from a task's facts alone.
#![allow(dead_code, reason = "each test uses a part")]

use std::fmt::Write as _;

use rewards::{Expected, TaskFacts, Unit};

/// A metric's value as an answer would show it.
pub(crate) fn shown(facts: &TaskFacts, name: &str, value: f64) -> String {
    match facts.units.get(name) {
        Some(Unit::Ratio) => format!("{:.2}%", value * 100.0),
        Some(Unit::Percent) => format!("{value:.2}%"),
        Some(Unit::Usd) => format!("${}", grouped(value, 2)),
        _ if value >= 10_000.0 || value.fract() == 0.0 => grouped(value, 0),
        _ => format!("{value:.4}"),
    }
}

/// A number with commas between its thousands.
pub(crate) fn grouped(value: f64, places: usize) -> String {
    let text = format!("{:.places$}", value.abs());
    let (whole, rest) = text.split_once('.').map_or((&*text, ""), |it| it);
    let mut out = String::from(if value < 0.0 { "-" } else { "" });
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if !rest.is_empty() {
        write!(out, ".{rest}").unwrap();
    }
    out
}

pub(crate) fn metrics(facts: &TaskFacts) -> impl Iterator<Item = (&String, String)> {
    facts.metrics.iter().map(|(name, value)| (name, shown(facts, name, *value)))
}

/// The metrics that matter most, with their values.
pub(crate) fn key(facts: &TaskFacts, index: usize) -> (String, String) {
    let name = match facts.key_metrics.get(index) {
        Some(name) => name.clone(),
        None => facts.metrics.keys().nth(index).unwrap().clone(),
    };
    let value = shown(facts, &name, facts.metrics[&name]);
    (name, value)
}

/// Earlier values, latest first: the metric, the day, the value.
pub(crate) fn earlier(
    facts: &TaskFacts,
) -> impl Iterator<Item = (&String, jiff::civil::Date, f64)> {
    let days = facts.history.iter().rev().filter(|it| Some(it.date) != facts.date);
    days.flat_map(|row| row.values.iter().map(move |(name, value)| (name, row.date, *value)))
}

pub(crate) fn result(expected: &Expected) -> String {
    let value = expected.value;
    match expected.unit {
        Unit::Percent => format!("{value:.2}%"),
        Unit::Usd => format!("${}", grouped(value, 0)),
        _ if value.abs() >= 1000.0 => grouped(value, 0),
        _ => format!("{value:.3}"),
    }
}

pub(crate) fn label(expected: &Expected) -> &str {
    expected.label.split('(').next().unwrap().trim()
}

/// Each result with its formula, the names in it replaced by their values.
pub(crate) fn worked(facts: &TaskFacts) -> impl Iterator<Item = (&str, String, String)> {
    facts.expected_calculations.values().map(|expected| {
        let mut formula = expected.formula.clone();
        let mut inputs: Vec<&String> = expected.inputs.iter().collect();
        inputs.sort_by_key(|it| std::cmp::Reverse(it.len()));
        for input in inputs {
            let back = |days: i64| {
                let day = facts.date?.checked_sub(jiff::Span::new().days(days)).ok()?;
                let row = facts.history.iter().find(|it| it.date == day)?;
                Some(shown(facts, input, *row.values.get(input)?))
            };
            for (tail, days) in [(" seven days earlier", 7), (" of the day before", 1)] {
                if let Some(value) = back(days) {
                    formula = formula.replace(&format!("{input}{tail}"), &value);
                }
            }
            let calculated = facts.expected_calculations.get(input).map(|it| it.value);
            if let Some(value) = facts.metrics.get(input).copied().or(calculated) {
                formula = formula.replace(input.as_str(), &shown(facts, input, value));
            }
        }
        (label(expected), formula, result(expected))
    })
}

/// The bodies of data, results, history, talk and advice under the task's headings.
pub(crate) fn build(
    facts: &TaskFacts,
    [data, results, history, talk, advice]: [String; 5],
) -> String {
    let last = facts.required_sections.len() - 1;
    let mut text = String::new();
    for (index, section) in facts.required_sections.iter().enumerate() {
        let body = match index {
            0 => &data,
            1 => &results,
            2 if index != last => &history,
            _ if index == last => &advice,
            _ => &talk,
        };
        writeln!(text, "## {section}\n\n{body}\n").unwrap();
    }
    text
}

pub(crate) fn interval(facts: &TaskFacts) -> String {
    let Some(projection) = &facts.projection else { return String::new() };
    let bound = |name: &Option<String>| {
        result(&facts.expected_calculations[name.as_ref().unwrap().as_str()])
    };
    format!(
        "{:.0}% confidence interval: [{}, {}].",
        projection.level_percent,
        bound(&projection.low),
        bound(&projection.high)
    )
}
