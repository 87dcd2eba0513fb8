//! What the marks around a number say of it: quoted, a multiple, a number of digits, a day without
//! its year beside it.

use super::{REACH, Reader};
use crate::parse::{Number, Span};

impl Reader<'_> {
    /// Whether a day is named without its year: "the 02-17 print", "on 02-05".
    pub(super) fn names_month_and_day(&self, scope: Span) -> bool {
        let text = self.context.answer.slice(scope);
        let own = self.context.facts.date.map(|it| (it.month(), it.day()));
        let mut characters = text.char_indices();
        let two = |at: usize| -> Option<i8> {
            let digits = text.get(at..at + 2)?;
            digits.bytes().all(|it| it.is_ascii_digit()).then(|| digits.parse().ok())?
        };
        characters.any(|(at, it)| {
            if !matches!(it, '-' | '\u{2010}' | '\u{2011}') || at < 2 {
                return false;
            }
            let after = at + it.len_utf8();
            let (Some(month), Some(day)) = (two(at - 2), two(after)) else { return false };
            let apart = |it: Option<char>| {
                it.is_none_or(|it| {
                    !it.is_alphanumeric() && !matches!(it, '-' | '.' | ',' | '\u{2011}')
                })
            };
            let alone = apart(text[..at - 2].chars().next_back())
                && (apart(text[after + 2..].chars().next())
                    || text[after + 2..].starts_with([',', '.']));
            alone
                && (1..=12).contains(&month)
                && (1..=31).contains(&day)
                && own.is_some_and(|own| own != (month, day))
        })
    }

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
