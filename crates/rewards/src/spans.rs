//! Finding things by where they stand.

use crate::assess::Context;
use crate::grounding::Reading;
use crate::mentions::Mention;
use crate::parse::{Number, Span};

/// The part of a span that is within some bytes of a place in it.
pub(crate) fn nearby(text: &str, place: Span, around: Span, reach: usize) -> Span {
    let start = around.start.max(place.start.saturating_sub(reach));
    let end = around.end.min(place.end.saturating_add(reach));
    Span {
        start: text.ceil_char_boundary(start).min(place.start),
        end: text.floor_char_boundary(end).max(place.end),
    }
}

impl Context<'_> {
    /// The numbers that begin in a span, with their indices.
    pub fn numbers_in(&self, span: Span) -> impl Iterator<Item = (usize, &Number)> {
        let numbers = &self.answer.numbers;
        let first = self.answer.first_number_from(span.start);
        numbers[first..]
            .iter()
            .take_while(move |it| it.span.start < span.end)
            .enumerate()
            .map(move |(offset, it)| (first + offset, it))
    }

    /// The mentions that begin in a span.
    pub fn mentions_in(&self, span: Span) -> &[Mention] {
        let first = self.mentions.partition_point(|it| it.span.start < span.start);
        let rest = &self.mentions[first..];
        &rest[..rest.partition_point(|it| it.span.start < span.end)]
    }

    /// The readings whose mention begins in a span.
    pub fn readings_in(&self, span: Span) -> &[Reading] {
        let start = |it: &Reading| self.mentions[it.mention].span.start;
        let first = self.readings.partition_point(|it| start(it) < span.start);
        let rest = &self.readings[first..];
        &rest[..rest.partition_point(|it| start(it) < span.end)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearby_stands_on_characters() {
        let text = "ééééé x ééééé";
        let place = Span { start: 11, end: 12 };
        let around = Span { start: 0, end: text.len() };
        let found = nearby(text, place, around, 4);
        assert_eq!(&text[found.start..found.end], "é x é");
    }
}
