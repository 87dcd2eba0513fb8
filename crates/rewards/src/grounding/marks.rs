//! What the marks around a number say of it: quoted, a multiple, a number of digits.

use super::{REACH, Reader};
use crate::parse::{Number, Span};

impl Reader<'_> {
    /// "shown to 5 decimals"
    pub(super) fn is_precision(&self, number: &Number) -> bool {
        let rest = self.context.answer.text[number.span.end..].trim_start();
        ["decimal", "digit", "significant"].iter().any(|it| rest.starts_with(it))
    }

    /// Whether a mention and its number stand in quotation marks.
    pub(super) fn is_quoted(&self, first: usize, last: usize, scope: Span) -> bool {
        let text = self.context.answer.text;
        let before = &text[scope.start.min(first)..first];
        let rest = text[last..].chars().take(REACH).take_while(|it| *it != '\n');
        let open = before.rfind(['"', '“', '«']);
        open.is_some_and(|at| {
            let close = match before[at..].chars().next() {
                Some('“') => '”',
                Some('«') => '»',
                _ => '"',
            };
            let odd = before.matches(close).count() % 2 == 1 || close != '"';
            odd && !before[at..].contains('”') && rest.into_iter().any(|it| it == close)
        })
    }

    /// Whether a number is a multiple, a share of something, or the start of a calculation.
    pub(super) fn is_multiple(&self, number: &Number) -> bool {
        let rest = self.context.answer.text[number.span.end..].trim_start_matches(['*', '`']);
        let close = rest.trim_start_matches([' ', '\u{a0}', '\u{2009}', '\u{202f}']);
        if close.starts_with(['×', '÷', '/', '^', 'σ'])
            || close.starts_with("\\times")
            || close.starts_with("\\div")
        {
            return true;
        }
        if rest.starts_with(['x', 'X']) && !rest[1..].starts_with(|it: char| it.is_alphanumeric()) {
            return true;
        }
        let after_operator = |operator: char| {
            close
                .strip_prefix(operator)
                .is_some_and(|it| it.trim_start().starts_with(|it: char| it.is_ascii_digit()))
        };
        ['*', '+', '-', '−', '–', '±'].into_iter().any(after_operator)
    }
}
