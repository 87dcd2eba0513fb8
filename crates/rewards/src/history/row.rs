//! The row of an earlier day in a table.

use super::Comparison;
use crate::assess::Context;
use crate::parse::Sentence;
use crate::values::{in_unit, is_value};

/// Reads a row of a table: its day and the figures under the metrics' headers.
pub(super) fn read(
    context: &Context<'_>,
    sentence: &Sentence,
    dates: usize,
    found: &mut Vec<Comparison>,
) {
    let dates = context.answer.dates[dates..].iter().zip(&context.days[dates..]);
    let first = dates.take(1).find(|it| it.0.span.end <= sentence.span.end);
    let Some((date, named)) = first.filter(|it| !it.1.is_today) else { return };
    let Some(day) = named.of_past else { return };
    for (name, number) in context.tables.figures_of(context.parts(), sentence.block) {
        let metric = context.names.get(name);
        let Some(actual) = context.past.value_of(name, day) else {
            continue;
        };
        let it = &context.answer.numbers[number];
        if in_unit(it, &metric.unit).next().is_none() {
            continue;
        }
        let holds = is_value(it, actual, &metric.unit, 0.0);
        found.push(Comparison {
            span: sentence.span,
            anchor: date.span,
            name,
            number,
            day: Some(day.date),
            actual,
            holds,
            in_prose: false,
            compares: false,
            note: if holds {
                "the value of the row's day"
            } else {
                "the history has another value for the row's day"
            },
        });
    }
}
