//! The market data of the run, with the conditions that its prompts named.

use std::collections::BTreeMap;

use conditions::Condition;
use jiff::civil::Date;
use market::{DateRange, Metric, Series};
use maud::{Markup, html};

use super::record::{Record, grouped};
use crate::chart::{Axis, Figure, Tone, day, figures};

/// Above so many subjects, the others are only listed.
const MOST_CHARTS: usize = 24;

pub(super) fn section(record: &Record, series: &[(Series, Option<DateRange>)]) -> Markup {
    let conditions = &record.conditions;
    let asked = |name: &str| {
        let of = record.requests.iter().filter(|it| it.chain.split(',').any(|it| it == name));
        of.map(|it| it.date.as_str()).collect::<std::collections::BTreeSet<_>>().len()
    };
    let none = BTreeMap::new();
    let with_data = series.iter().filter(|(series, _)| !series.is_empty());
    let charts = with_data.clone().filter_map(|(series, _)| {
        chart(series, conditions.get(series.subject().name()).unwrap_or(&none))
    });
    html! {
        p { "Dots are days whose condition a prompt named, from that day's and earlier figures. A gap in a line is a
             day that the source does not have, or left out." }
        (figures(charts.take(MOST_CHARTS)))
        details {
            summary { "All subjects" }
            div.scroll { table.wide {
                thead { tr {
                    th { "subject" } th { "from" } th { "to" } th.number { "days" } th.number { "days asked about" }
                    th { "conditions named" } th { "metrics" }
                } }
                tbody { @for (series, _) in with_data { tr {
                    td { (series.subject().to_string()) }
                    td { @if let Some(range) = series.range() { (range.from) } }
                    td { @if let Some(range) = series.range() { (range.to) } }
                    td.number { (grouped(series.len())) }
                    td.number { (grouped(asked(series.subject().name()))) }
                    td { (named(conditions.get(series.subject().name()).unwrap_or(&none))) }
                    td { (series.metrics().iter().map(|it| it.name()).collect::<Vec<_>>().join(", ")) }
                } } }
            } }
        }
    }
}

fn named(days: &BTreeMap<Date, Condition>) -> String {
    let mut counts: BTreeMap<Condition, usize> = BTreeMap::new();
    for condition in days.values() {
        *counts.entry(*condition).or_default() += 1;
    }
    let words = counts.iter().map(|(condition, count)| format!("{condition} {count}"));
    words.collect::<Vec<_>>().join(", ")
}

/// The metric that says most of a subject.
fn headline(series: &Series) -> Option<Metric> {
    let metrics = series.metrics();
    [Metric::CloseUsd, Metric::DailyTxns, Metric::TvlUsd]
        .into_iter()
        .find(|metric| metrics.contains(metric))
        .or_else(|| metrics.first().copied())
}

fn chart(series: &Series, conditions: &BTreeMap<Date, Condition>) -> Option<Figure> {
    let metric = headline(series)?;
    let range = series.range()?;
    let mut points: Vec<(f64, f64)> = Vec::new();
    for it in series.days() {
        // A day that is missing parts the line.
        if let Some((last, _)) = points.last()
            && day(it.date()) - last > 1.0
        {
            points.push((last + 0.5, f64::NAN));
        }
        points.push((day(it.date()), it.value(metric).unwrap_or(f64::NAN)));
    }
    let values = points.iter().map(|(_, value)| *value).filter(|value| value.is_finite());
    let (least, most) = values.fold((f64::MAX, f64::MIN), |(a, b), it| (a.min(it), b.max(it)));
    if least > most {
        return None;
    }
    let room = (most - least).max(most.abs() * 0.01) * 0.06;
    let unit = metric.unit(series.subject());
    let label = match unit.symbol() {
        "" => metric.label().to_owned(),
        symbol => format!("{} ({symbol})", metric.label()),
    };
    let axis = Axis::numbers(
        label,
        (least - room).max(if least >= 0.0 { 0.0 } else { f64::MIN }),
        most + room,
    );
    let mut figure = Figure::new(
        series.subject().to_string(),
        Axis::days("day (UTC)", range.from, range.to),
        axis,
    )
    .line(Tone::Main, metric.name(), &points);
    for (tone, words, group) in GROUPS {
        let marked: Vec<(f64, f64)> = conditions
            .iter()
            .filter(|(_, condition)| group.contains(condition))
            .filter_map(|(date, _)| Some((day(*date), series.value(*date, metric)?)))
            .collect();
        if !marked.is_empty() {
            let named: Vec<&str> = group
                .iter()
                .filter(|it| conditions.values().any(|condition| condition == *it))
                .map(|it| it.name())
                .collect();
            figure = figure.points(tone, &format!("{words}: {}", named.join(", ")), &marked);
        }
    }
    let named = named(conditions);
    Some(if named.is_empty() { figure } else { figure.note(format!("days named: {named}")) })
}

/// Conditions that one colour can stand for.
const GROUPS: [(Tone, &str, &[Condition]); 4] = [
    (Tone::Good, "upward", &[Condition::Bull, Condition::Recovery, Condition::Accumulation]),
    (Tone::Bad, "downward", &[Condition::Bear, Condition::Correction, Condition::Distribution]),
    (Tone::Quiet, "level", &[Condition::Sideways]),
    (Tone::Doubt, "unsteady", &[Condition::Volatile]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_condition_has_one_colour() {
        for condition in Condition::ALL {
            let groups = GROUPS.iter().filter(|(_, _, group)| group.contains(&condition));
            assert_eq!(groups.count(), 1, "{condition}");
        }
    }
}
