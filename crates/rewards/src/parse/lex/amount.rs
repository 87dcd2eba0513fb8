//! Numbers with their sign, currency, scale and unit, and the figures that are no amounts.

use crate::parse::text::{
    Dash, char_len, dash_at, is_word_byte, skip_space, starts_with_ignore_case,
};
use crate::parse::word::{Word, lookup};
use crate::parse::{DateMention, Number, NumberRole, NumberUnit, Span};
use crate::parse::{date, number};

use super::{Kind, Lexer, Relation};

impl Lexer<'_, '_> {
    /// Reads a number whose digits start at `digits`; a sign stands at `self.at` if there is one.
    #[inline]
    pub(super) fn number(&mut self, digits: usize, sign: Option<f64>) {
        let currency = digits > self.at && self.bytes[digits - 1] == b'$';
        if !self.plain_number(digits, sign.unwrap_or(1.0), currency) {
            self.other_number(digits, sign, currency);
        }
    }

    /// Reads what begins with digits and is no plain number.
    #[inline(never)]
    fn other_number(&mut self, digits: usize, sign: Option<f64>, currency: bool) {
        let start = self.at;
        if sign.is_none() {
            if self.plain_date() {
                return;
            }
            // Most figures are too long to tell time, or end in a mark that no date has.
            let run = self.bytes[start..].iter().take(5).take_while(|b| b.is_ascii_digit()).count();
            let mark = self.byte(run);
            let ends = matches!(mark, b',' | b'%' | b')' | b']' | b'*' | b'|' | b'\n' | 0);
            if run < 5 && !ends {
                if let Some(found) = date::at_digit(self.bytes, start) {
                    self.date(found);
                    return;
                }
                if let Some((end, role)) = date::time_or_idiom(self.bytes, start) {
                    self.opaque(start, end, role);
                    return;
                }
            }
            let hex = self.bytes[start] == b'0'
                && matches!(self.byte(1), b'x' | b'X')
                && self.byte(2).is_ascii_hexdigit();
            if hex {
                let len = 2 + self.bytes[start + 2..]
                    .iter()
                    .take_while(|b| b.is_ascii_hexdigit())
                    .count();
                self.opaque(start, start + len, NumberRole::Name);
                return;
            }
        }
        self.read_number(start, digits, sign.unwrap_or(1.0), currency);
    }

    /// Reads `½`; after a figure, as in `2½`, it is left out.
    pub(super) fn fraction_sign(&mut self, value: f64, len: usize) {
        let tight = !self.spaced && self.last().is_some_and(|t| matches!(t.kind, Kind::Num(_)));
        if tight {
            self.push(Kind::Punctuation(0), len);
            return;
        }
        let index = self.out.numbers.len() as u32;
        self.out.numbers.push(Number {
            span: Span { start: self.at, end: self.at + len },
            value,
            half_ulp: 0.0,
            exact: None,
            unit: NumberUnit::None,
            approximate: self.said_about(),
            role: NumberRole::Quantity,
        });
        self.out.words += 1;
        self.push_number(index, len);
    }

    /// Pushes a word-like token whose digits are no quantity.
    pub(super) fn opaque(&mut self, start: usize, end: usize, role: NumberRole) {
        self.digits_as(start, end, role);
        self.out.words += 1;
        self.push(Kind::Word(Word::Other), end - start);
    }

    /// Lists the runs of digits in a date or name as numbers with that role.
    pub(super) fn digits_as(&mut self, start: usize, end: usize, role: NumberRole) {
        let mut at = start;
        while at < end {
            let byte = self.bytes[at];
            if byte.is_ascii_digit()
                && let Some(found) = number::scan(&self.bytes[..end], at, true)
            {
                self.out.numbers.push(Number {
                    span: Span { start: at, end: found.end },
                    value: found.value,
                    half_ulp: found.half_ulp,
                    exact: found.exact,
                    unit: NumberUnit::None,
                    approximate: false,
                    role,
                });
                at = found.end.max(at + 1);
                continue;
            }
            at += char_len(byte);
        }
    }

    pub(super) fn date(&mut self, found: date::Found) {
        let start = self.at;
        self.digits_as(start, found.end, NumberRole::Date);
        let index = self.out.dates.len() as u32;
        self.out.dates.push(DateMention {
            span: Span { start, end: found.end },
            date: found.date,
            month_day: found.month_day,
        });
        self.out.words += 1;
        self.push(Kind::Date(index), found.end - start);
    }

    pub(super) fn read_number(&mut self, start: usize, digits: usize, sign: f64, currency: bool) {
        let Some(found) = number::scan(self.bytes, digits, self.square > 0) else {
            self.at = digits.max(self.at + 1);
            return;
        };
        // `v 1.2.3`, `2.1.4 Method`
        let numbered = self.bytes.get(found.end) == Some(&b'.')
            && self.bytes[digits..found.end].contains(&b'.')
            && number::continues(self.bytes, found.end);
        if numbered {
            let rest = self.bytes[found.end..].split(|it| !it.is_ascii_digit() && *it != b'.');
            let len = rest.into_iter().next().map_or(0, <[u8]>::len);
            let closing = usize::from(self.bytes[found.end + len - 1] == b'.');
            self.opaque(start, found.end + len - closing, NumberRole::Name);
            return;
        }
        self.amount(found, start, sign, currency);
    }

    /// Takes a number with the scale, unit and role that the text around it gives.
    pub(super) fn amount(
        &mut self,
        mut found: number::Scanned,
        start: usize,
        sign: f64,
        mut currency: bool,
    ) {
        let mut unit = NumberUnit::None;
        let mut role = NumberRole::Quantity;
        // `USD 5M`, `US$5M`
        let mut span_start = start;
        if let Some(last) = self.last() {
            let usd = last.kind == Kind::Word(Word::Dollars)
                && !currency
                && last.end as usize + 1 >= start;
            if usd {
                currency = true;
                span_start = last.start as usize;
            }
        }
        // `$7.52$` is mathematics, not money.
        if currency && self.bytes.get(found.end) == Some(&b'$') {
            currency = false;
        }
        let mut end = found.end;
        if let Some((after, power)) = number::scale(self.bytes, end, currency) {
            end = after;
            found.scale_by(power);
        }
        if currency {
            unit = NumberUnit::Usd;
        }
        let suffix = self.unit_after(end);
        let mut points = 1.0;
        match suffix {
            Some((after, Suffix::Percent)) => (end, unit) = (after, NumberUnit::Percent),
            Some((after, Suffix::Points)) => (end, unit) = (after, NumberUnit::PercentagePoint),
            Some((after, Suffix::BasisPoints)) => {
                (end, unit) = (after, NumberUnit::PercentagePoint);
                points = 0.01;
            }
            Some((after, Suffix::Dollars)) => (end, unit) = (after, NumberUnit::Usd),
            None => {}
        }
        let next = self.bytes.get(end).copied().unwrap_or(b' ');
        if next.is_ascii_alphabetic() && unit == NumberUnit::None && !found.scaled {
            // `7x`, `3rd`, `5min`, `12h`, `2nd`
            let letters =
                self.bytes[end..].iter().take(6).take_while(|b| b.is_ascii_alphabetic()).count();
            let word = &self.bytes[end..end + letters];
            let operator = letters == 1
                && matches!(next, b'x' | b'X')
                && self.bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
            if matches!(word, b"st" | b"nd" | b"rd" | b"th") {
                role = NumberRole::Name;
                end += letters;
            } else if matches!(word, b"d" | b"h" | b"D" | b"H") {
                role = NumberRole::Period;
            } else if !operator
                && !matches!(next, b'x' | b'X')
                && self.bytes.get(end + letters).is_some_and(u8::is_ascii_digit)
            {
                role = NumberRole::Name;
            }
        }
        if let Some((Dash::Hyphen, len)) = dash_at(self.bytes, end) {
            let letters = self.bytes[(end + len).min(self.bytes.len())..]
                .iter()
                .take(12)
                .take_while(|b| b.is_ascii_alphabetic())
                .count();
            if letters > 0 && unit == NumberUnit::None {
                let word = lookup(&self.bytes[end + len..end + len + letters]);
                role = if word == Word::Time { NumberRole::Period } else { role };
            }
        }
        let approximate = self.said_about();
        if role == NumberRole::Quantity && is_name_prefix(self.bytes, self.start, start) {
            role = NumberRole::Name;
        }
        let negative_cell = self.cell && self.is_whole_cell_in_parentheses(end);
        let sign = if negative_cell { -sign } else { sign };
        let index = self.out.numbers.len() as u32;
        self.out.numbers.push(Number {
            span: Span { start: span_start, end },
            value: sign * found.value * points,
            half_ulp: found.half_ulp * points,
            exact: found.exact.filter(|_| points == 1.0).map(|v| if sign < 0.0 { -v } else { v }),
            unit,
            approximate,
            role,
        });
        self.out.words += 1;
        if span_start < start {
            self.out.tokens.pop();
        }
        self.at = span_start;
        if role == NumberRole::Name {
            self.push(Kind::Word(Word::Other), end - span_start);
        } else {
            self.push_number(index, end - span_start);
        }
    }

    /// Whether "about" or `≈` stands before the number that starts here.
    pub(super) fn said_about(&self) -> bool {
        let mut tokens = self.out.tokens.iter().rev();
        let Some(last) = tokens.next() else {
            return false;
        };
        let last = match last.kind {
            // `about -5`, `about USD 5`
            Kind::Word(Word::Dollars) => tokens.next().copied(),
            _ => Some(*last),
        };
        matches!(
            last.map(|t| t.kind),
            Some(
                Kind::About
                    | Kind::Relation(Relation::About)
                    | Kind::Word(Word::About | Word::Nearly)
            )
        )
    }

    /// Whether the cell is an amount in accounting parentheses: `(5.2%)`.
    pub(super) fn is_whole_cell_in_parentheses(&self, end: usize) -> bool {
        let cell = &self.bytes[self.region.start..self.region.end];
        cell.first() == Some(&b'(')
            && cell.last() == Some(&b')')
            && end + 1 == self.region.end
            && self.last().is_some_and(|t| {
                t.kind == Kind::Open(b'(') && t.start as usize == self.region.start
            })
    }

    /// Reads the unit after a number.
    pub(super) fn unit_after(&self, end: usize) -> Option<(usize, Suffix)> {
        let mut at = skip_space(self.bytes, end);
        if let Some((Dash::Hyphen, len)) = dash_at(self.bytes, end)
            && starts_with_ignore_case(self.bytes, end + len, "percent")
        {
            at = end + len;
        }
        let bytes = self.bytes;
        match bytes.get(at)? {
            b'%' => return Some(points_after(bytes, at + 1)),
            b'\\' if bytes.get(at + 1) == Some(&b'%') => return Some(points_after(bytes, at + 2)),
            b'\\'
                if bytes.get(at + 1) == Some(&b',')
                    && bytes.get(at + 2..at + 4) == Some(b"\\%") =>
            {
                return Some(points_after(bytes, at + 4));
            }
            0xEF if bytes.get(at + 1..at + 3) == Some(&[0xBC, 0x85]) => {
                return Some(points_after(bytes, at + 3));
            }
            first if first.is_ascii_alphabetic() => {}
            _ => return None,
        }
        let letters = bytes[at..].iter().take(13).take_while(|b| b.is_ascii_alphabetic()).count();
        let after = at + letters;
        if bytes.get(after).is_some_and(|b| is_word_byte(*b)) {
            return None;
        }
        match lookup(&bytes[at..after]) {
            Word::Percent => Some(points_after(bytes, after)),
            Word::PercentagePoints => Some((after, Suffix::Points)),
            Word::BasisPoints => Some((after, Suffix::BasisPoints)),
            Word::Percentage => {
                let next = skip_space(bytes, after);
                starts_with_ignore_case(bytes, next, "point")
                    .then(|| (word_end(bytes, next), Suffix::Points))
            }
            Word::Basis => {
                let next = skip_space(bytes, after);
                starts_with_ignore_case(bytes, next, "point")
                    .then(|| (word_end(bytes, next), Suffix::BasisPoints))
            }
            Word::Per => {
                let next = skip_space(bytes, after);
                (starts_with_ignore_case(bytes, next, "cent") && word_end(bytes, next) == next + 4)
                    .then(|| points_after(bytes, next + 4))
            }
            Word::Dollars => Some((after, Suffix::Dollars)),
            _ => None,
        }
    }
}

/// Returns the value of a fraction that is one character.
pub(super) fn vulgar_fraction(character: &[u8]) -> Option<f64> {
    Some(match character {
        [0xC2, 0xBC] => 0.25,
        [0xC2, 0xBD] => 0.5,
        [0xC2, 0xBE] => 0.75,
        [0xE2, 0x85, 0x93] => 1.0 / 3.0,
        [0xE2, 0x85, 0x94] => 2.0 / 3.0,
        _ => return None,
    })
}

pub(super) enum Suffix {
    Percent,
    Points,
    BasisPoints,
    Dollars,
}

/// Tells "5 %" from "5 % points".
pub(super) fn points_after(bytes: &[u8], end: usize) -> (usize, Suffix) {
    let next = skip_space(bytes, end);
    let next = next + usize::from(next == end && bytes.get(next) == Some(&b'-'));
    if starts_with_ignore_case(bytes, next, "point")
        || starts_with_ignore_case(bytes, next, "age point")
    {
        (word_end(bytes, next), Suffix::Points)
    } else {
        (end, Suffix::Percent)
    }
}

pub(super) fn word_end(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
        at += 1;
    }
    at
}

/// Whether letters with a hyphen, or a letter, stand directly before a number: `ERC-20`, `v2`.
pub(super) fn is_name_prefix(bytes: &[u8], start: usize, at: usize) -> bool {
    if at <= start {
        return false;
    }
    let before = bytes[at - 1];
    if before == b'#' {
        return true;
    }
    if before == b'-' && at >= start + 2 {
        return bytes[at - 2].is_ascii_alphabetic();
    }
    if before == 0x91 && at >= start + 4 {
        return bytes[at - 4].is_ascii_alphabetic();
    }
    false
}
