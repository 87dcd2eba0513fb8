//! Tables that give each network a column or row of its own.

use super::{Bound, Candidate, Grounding, Reader, Reading};
use crate::mentions::Mention;
use crate::values::{in_unit, is_value};

impl Reader<'_> {
    /// Reads the tables that give each subject's value in a column or row of its own, where no
    /// cell names the metric and the subject together.
    pub(super) fn add_subjects(&self, readings: &mut Vec<Reading>) {
        let context = self.context;
        if context.facts.subjects.len() < 2 {
            return;
        }
        let mut found = context.tables.of_subjects(context.parts());
        let mut taken: Vec<usize> = readings.iter().filter_map(|it| it.number).collect();
        taken.sort_unstable();
        found.retain(|(_, _, number)| taken.binary_search(number).is_err());
        for (index, name_index, number) in found {
            let mention = Mention {
                name: Some(name_index),
                clear: true,
                strong: true,
                ..context.mentions[index]
            };
            let name = context.names.get(name_index);
            let Some(actual) = name.value else { continue };
            let candidate =
                Candidate { number, tight: true, bound: Bound::Value, doubt: None, operand: false };
            let shown = &context.answer.numbers[number];
            let cell = mention.span;
            let (verdict, reason) = self.judge(&mention, name, actual, candidate, cell);
            if verdict == Grounding::NoValue {
                continue;
            }
            let of_other_day =
                context.past.earlier(name_index).any(|it| is_value(shown, it, &name.unit, 0.0));
            if verdict == Grounding::Contradicted && of_other_day && !self.is_led_to_today(&mention)
            {
                continue;
            }
            readings.push(Reading {
                span: shown.span,
                mention: index,
                name: Some(name_index),
                cited_as: None,
                number: Some(number),
                claimed: in_unit(shown, &name.unit).next().map(|it| it.value),
                actual: Some(actual),
                verdict,
                reason: reason.or(Some("by row and column")),
                cited: false,
            });
        }
        readings.sort_by_key(|it| (context.mentions[it.mention].span.start, it.span.start));
    }
}
