//! Small questions about bytes and characters that every part of the parser asks.

use super::Span;

/// Returns how many bytes of white space stand at `at`, counting the wide spaces of typeset text.
///
/// Newlines count as white space only where `newlines` says so.
pub(super) fn space_len(bytes: &[u8], at: usize, newlines: bool) -> usize {
    match bytes.get(at) {
        Some(b' ' | b'\t' | b'\r') => 1,
        Some(b'\n') if newlines => 1,
        Some(0xC2) if bytes.get(at + 1) == Some(&0xA0) => 2,
        Some(0xE2) => match (bytes.get(at + 1), bytes.get(at + 2)) {
            // U+2000 to U+200B, U+202F and U+205F.
            (Some(0x80), Some(0x80..=0x8B | 0xAF)) | (Some(0x81), Some(0x9F)) => 3,
            _ => 0,
        },
        Some(0xE3) if bytes.get(at + 1..at + 3) == Some(&[0x80, 0x80]) => 3,
        _ => 0,
    }
}

/// Skips white space on the line.
pub(super) fn skip_space(bytes: &[u8], mut at: usize) -> usize {
    loop {
        match space_len(bytes, at, false) {
            0 => return at,
            n => at += n,
        }
    }
}

/// Narrows a span to what stands between the white space at its ends.
#[inline]
pub(super) fn trim(text: &str, span: Span) -> Span {
    match text.as_bytes().get(span.start..span.end) {
        // Mostly nothing stands there.
        Some([first, .., last]) if first.is_ascii_graphic() && last.is_ascii_graphic() => span,
        Some(inner) => trim_bytes(text, span, inner),
        None => span,
    }
}

fn trim_bytes(text: &str, span: Span, mut inner: &[u8]) -> Span {
    let Span { mut start, mut end } = span;
    while let [b' ' | b'\t' | b'\n' | b'\r', rest @ ..] = inner {
        inner = rest;
        start += 1;
    }
    while let [rest @ .., b' ' | b'\t' | b'\n' | b'\r'] = inner {
        inner = rest;
        end -= 1;
    }
    let plain = |it: Option<&u8>| it.is_none_or(u8::is_ascii_graphic);
    if plain(inner.first()) && plain(inner.last()) {
        return Span { start, end };
    }
    trim_characters(text, span)
}

fn trim_characters(text: &str, span: Span) -> Span {
    let Some(inner) = text.get(span.start..span.end) else {
        return span;
    };
    let start = inner.trim_start_matches(is_space);
    let start_at = span.start + (inner.len() - start.len());
    let end = start.trim_end_matches(is_space);
    Span { start: start_at, end: start_at + end.len() }
}

/// Whether a character is white space, zero-width space included.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{200B}' || c == '\u{FEFF}'
}

/// Counts the ASCII letters that eight bytes begin with, the first byte the lowest.
///
/// Reading eight bytes at once finds the end of most words in one step.
#[inline]
pub(crate) fn letters_in(bits: u64) -> usize {
    /// The highest bit of each byte.
    const HIGH: u64 = 0x8080_8080_8080_8080;
    /// Adding the first sets the highest bit of bytes from "a" on, the second of those beyond "z".
    const TO_A: u64 = 0x1f1f_1f1f_1f1f_1f1f;
    const BEYOND_Z: u64 = 0x0505_0505_0505_0505;
    let lower = bits & !HIGH | 0x2020_2020_2020_2020;
    let letters = (lower + TO_A) & !(lower + BEYOND_Z) & !bits & HIGH;
    (letters ^ HIGH).trailing_zeros() as usize / 8
}

/// Returns where the ASCII letters end that begin at a place.
#[inline]
pub(super) fn letters_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(eight) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        let letters = letters_in(u64::from_le_bytes(*eight));
        at += letters;
        if letters < 8 {
            return at;
        }
    }
    while bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
        at += 1;
    }
    at
}

/// Returns the length of a character from its first byte.
pub(super) fn char_len(first: u8) -> usize {
    match first {
        0..=0xBF => 1,
        0xC0..=0xDF => 2,
        0xE0..=0xEF => 3,
        _ => 4,
    }
}

/// Returns the length of a hyphen or minus at `at` and which it is.
pub(super) fn dash_at(bytes: &[u8], at: usize) -> Option<(Dash, usize)> {
    match bytes.get(at)? {
        b'-' => Some((Dash::Hyphen, 1)),
        0xE2 => match (bytes.get(at + 1)?, bytes.get(at + 2)?) {
            (0x80, 0x90 | 0x91) => Some((Dash::Hyphen, 3)),
            (0x80, 0x92 | 0x93) => Some((Dash::En, 3)),
            (0x80, 0x94 | 0x95) => Some((Dash::Em, 3)),
            (0x88, 0x92) => Some((Dash::Minus, 3)),
            _ => None,
        },
        0xEF if bytes.get(at + 1..at + 3) == Some(&[0xBC, 0x8D]) => Some((Dash::Hyphen, 3)),
        _ => None,
    }
}

/// The dashes that prose tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dash {
    /// `-`, U+2010 or U+2011.
    Hyphen,
    /// `–` or the figure dash.
    En,
    /// `—`, always punctuation.
    Em,
    /// `−`, always a minus.
    Minus,
}

/// Whether `text` starts with `prefix`, whatever the case of its ASCII letters.
pub(super) fn starts_with_ignore_case(bytes: &[u8], at: usize, prefix: &str) -> bool {
    bytes
        .get(at..at + prefix.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(prefix.as_bytes()))
}

/// Whether the byte belongs to a word: a letter, digit, underscore or part of a longer character.
pub(super) fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}
