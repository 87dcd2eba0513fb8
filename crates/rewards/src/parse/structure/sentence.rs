//! Where sentences end.

use memchr::memchr2;

use crate::parse::text::{is_space, trim};
use crate::parse::text::{skip_space, space_len};
use crate::parse::{Sentence, Span};

use super::starts_with_relation;

/// Splits running text into sentences; a `plain` one has no `!`, no `?` and no `。`.
pub(super) fn sentences(
    text: &str,
    span: Span,
    block: usize,
    plain: bool,
    out: &mut Vec<Sentence>,
) {
    let bytes = text.as_bytes();
    let mut start = span.start;
    let mut line_start = span.start;
    let mut at = span.start;
    let mut push = |start: usize, end: usize| {
        let span = trim(text, Span { start, end });
        if span.start < span.end {
            out.push(Sentence { span, block });
        }
    };
    // Two marks are looked for many bytes at a time; texts with the rare ones are read bytewise.
    let stops = |b: &u8| matches!(b, b'\n' | b'.' | b'!' | b'?' | 0xE3);
    let next_stop = |rest: &[u8]| {
        if plain { memchr2(b'\n', b'.', rest) } else { rest.iter().position(stops) }
    };
    while let Some(skipped) = next_stop(&bytes[at.min(span.end)..span.end]) {
        at += skipped;
        match bytes[at] {
            b'\n' => {
                // A short line ends by itself; a long one was wrapped.
                let after = || text[at..span.end].trim_start_matches(is_space);
                if at - line_start < 60 && !starts_with_relation(after()) {
                    push(start, at);
                    start = at + 1;
                }
                at += 1;
                line_start = at;
            }
            // The point of a number ends nothing.
            b'.' if at + 1 < span.end && bytes[at + 1].is_ascii_digit() => at += 1,
            b'.' | b'!' | b'?' => {
                let mut end = at + 1;
                while end < span.end
                    && matches!(
                        bytes[end],
                        b'.' | b'!' | b'?' | b'"' | b'\'' | b')' | b'*' | b'_' | b'`' | b'~'
                    )
                {
                    end += 1;
                }
                if bytes.get(end..end + 3) == Some(&[0xE2, 0x80, 0x9D]) {
                    end += 3;
                }
                let boundary = end >= span.end || space_len(bytes, end, true) > 0;
                if boundary && !(bytes[at] == b'.' && is_abbreviation(bytes, start, at, span.end)) {
                    push(start, end.min(span.end));
                    start = end.min(span.end);
                }
                at = end;
            }
            0xE3 if bytes.get(at + 1..at + 3) == Some(&[0x80, 0x82]) => {
                push(start, at + 3);
                at += 3;
                start = at;
            }
            _ => at += 1,
        }
    }
    if start < span.end {
        push(start, span.end);
    }
}

/// Whether the full stop at `dot` belongs to an abbreviation.
pub(super) fn is_abbreviation(bytes: &[u8], start: usize, dot: usize, end: usize) -> bool {
    /// The longest abbreviation that a capital may follow.
    const LONGEST: usize = 6;
    let next = bytes[skip_space(bytes, dot + 1).min(end)..end].first().copied().unwrap_or(b' ');
    let capital = next.is_ascii_uppercase();
    // Mostly a longer word ends a sentence.
    let longer = |it: &[u8]| it.iter().all(u8::is_ascii_alphabetic);
    if capital && dot - start > LONGEST && longer(&bytes[dot - LONGEST - 1..dot]) {
        return false;
    }
    let most = if capital { LONGEST + 1 } else { 12 };
    let mut word = dot;
    while word > start
        && dot - word < most
        && (bytes[word - 1].is_ascii_alphabetic() || bytes[word - 1] == b'.')
    {
        word -= 1;
    }
    let word = &bytes[word..dot];
    if word.is_empty() || word.len() > LONGEST && (capital || !word.contains(&b'.')) {
        return false;
    }
    let mut lower = [0u8; 12];
    let Some(slot) = lower.get_mut(..word.len()) else {
        return false;
    };
    slot.copy_from_slice(word);
    slot.make_ascii_lowercase();
    match &*slot {
        b"e.g" | b"i.e" | b"vs" | b"approx" | b"ca" | b"cf" | b"fig" | b"eq" | b"eqn" | b"dr"
        | b"mr" | b"ms" | b"st" | b"incl" | b"resp" | b"avg" | b"est" | b"viz" | b"eg" | b"ie"
        | b"appx" => true,
        b"no" | b"nos" | b"p" | b"sec" | b"jan" | b"feb" | b"mar" | b"apr" | b"jun" | b"jul"
        | b"aug" | b"sep" | b"sept" | b"oct" | b"nov" | b"dec" => next.is_ascii_digit(),
        b"etc" | b"inc" | b"ltd" | b"max" | b"min" | b"std" | b"dev" => {
            next.is_ascii_lowercase() || next == b','
        }
        other => other.contains(&b'.') && !next.is_ascii_uppercase(),
    }
}
