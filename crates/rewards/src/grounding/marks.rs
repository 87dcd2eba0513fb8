//! What the marks around a number say of it: quoted, a multiple, a number of digits.

use super::{REACH, Reader};
use crate::facts::Unit;
use crate::names::Name;
use crate::parse::{Number, NumberUnit, Span};

impl Reader<'_> {
    /// "28 cents" in dollars.
    pub(super) fn out_of_cents(&self, number: &Number, name: &Name) -> Option<Number> {
        let cents = name.unit == Unit::Usd
            && number.unit == NumberUnit::None
            && self.unit_behind(number).is_some_and(|it| matches!(it, "cents" | "cent" | "¢"));
        cents.then(|| Number {
            value: number.value / 100.0,
            half_ulp: number.half_ulp / 100.0,
            exact: None,
            ..number.clone()
        })
    }

    /// Whether the word behind a number is a part or multiple of a unit that the metric does not
    /// have: "1,230 satoshi", "0.58 mNEAR", "259 bps".
    pub(super) fn is_in_other_unit(&self, number: &Number, name: &Name) -> bool {
        const SMALLER: [&str; 9] =
            ["sat", "sats", "satoshi", "satoshis", "wei", "bps", "lamports", "gwei", "basis"];
        if name.unit == Unit::Count || number.unit != NumberUnit::None {
            return false;
        }
        let Some(unit) = self.unit_behind(number) else { return false };
        let own = match &name.unit {
            Unit::Coin(own) | Unit::Other(own) => own.as_str(),
            _ => "",
        };
        let scaled = !own.is_empty()
            && unit.len() > own.len()
            && unit.len() <= own.len() + 5
            && unit.is_char_boundary(unit.len() - own.len())
            && unit[unit.len() - own.len()..].eq_ignore_ascii_case(own)
            && !unit.starts_with(|it: char| it.is_ascii_digit());
        scaled || SMALLER.contains(&unit) && !unit.eq_ignore_ascii_case(own)
    }

    /// The word right behind a number.
    fn unit_behind(&self, number: &Number) -> Option<&str> {
        let rest = &self.context.answer.text[number.span.end..];
        let word = rest.trim_start_matches(['*', '`', ' ', '-', '\u{a0}', '\u{202f}']);
        let end = word.find(|it: char| !it.is_alphanumeric() && it != '¢').unwrap_or(word.len());
        (end > 0 && rest.len() - word.len() <= 6).then(|| &word[..end])
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
        if close.strip_prefix('/').is_some_and(cites_with_value) {
            return false;
        }
        // "4.08%/day": every metric is one of a day.
        let daily = close.strip_prefix('/').map(str::trim_start).is_some_and(|it| {
            let unit = it.bytes().take_while(u8::is_ascii_alphabetic).count();
            ["d", "day"].contains(&&it[..unit])
        });
        // "Transactions: 1,187,055 / Users: 385,930"
        let labelled = close.strip_prefix('/').is_some_and(|it| {
            let label = it.bytes().take_while(|it| it.is_ascii_alphabetic() || *it == b' ').count();
            label > 1 && it[label..].starts_with(':')
        });
        if daily || labelled {
            return false;
        }
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

/// Whether a text begins with a citation and its value, as behind the slash of `[high_usd] $6,450 /
/// [low_usd] $6,334`, which gives two values.
fn cites_with_value(text: &str) -> bool {
    let marks = ['*', '`', ' '];
    text.trim_start_matches(marks)
        .strip_prefix('[')
        .and_then(|it| it.split_once(']'))
        .map(|(_, value)| {
            value.trim_start_matches([':', '=', '*', '`', ' ']).trim_start_matches('$')
        })
        .is_some_and(|value| value.starts_with(|it: char| it.is_ascii_digit()))
}
