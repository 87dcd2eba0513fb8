//! Lines that are titles, and the numbers before them.

use memchr::memchr;

use crate::parse::Span;
use crate::parse::text::{is_space, skip_space, space_len};

use super::MAX_TITLE;

/// Reads a numbered marker with the white space after it: `1.`, `2)`, `(3)`, `1.2.`, `IV.`, and
/// where `bare` allows it `1.2`.
pub(super) fn number_marker(bytes: &[u8], bare: bool) -> Option<usize> {
    let open = usize::from(bytes.first() == Some(&b'('));
    let mut at = open;
    let digits = bytes[at..].iter().take(3).take_while(|b| b.is_ascii_digit()).count();
    if digits > 0 {
        at += digits;
        while bytes.get(at) == Some(&b'.') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
            let more = bytes[at + 1..].iter().take(3).take_while(|b| b.is_ascii_digit()).count();
            // `1.25 …` is a number; `1.2 Title` and `1.2.3 Title` are markers.
            if more > 1 {
                return None;
            }
            at += 1 + more;
        }
        let dotted = at > open + digits;
        match bytes.get(at) {
            Some(b'.' | b')') => at += 1,
            Some(b' ')
                if bare && dotted && bytes.get(at + 1).is_some_and(u8::is_ascii_uppercase) => {}
            _ => return None,
        }
    } else {
        let roman =
            bytes[at..].iter().take(5).take_while(|b| matches!(b, b'I' | b'V' | b'X')).count();
        if roman > 0 && matches!(bytes.get(at + roman), Some(b'.' | b')')) {
            at += roman + 1;
        } else if open == 1
            && bytes.get(1).is_some_and(u8::is_ascii_lowercase)
            && bytes.get(2) == Some(&b')')
        {
            at = 3;
        } else {
            return None;
        }
    }
    (space_len(bytes, at, false) > 0 || at == bytes.len()).then(|| skip_space(bytes, at))
}

/// Whether the line is one emphasised title: `**Risks**`, `__Risks__`, `**Risks**:`.
pub(super) fn bold_title(s: &str) -> bool {
    let s = s.trim_end_matches(':');
    for mark in ["***", "**", "__"] {
        if let Some(inner) = s.strip_prefix(mark).and_then(|s| s.strip_suffix(mark)) {
            let inner = inner.trim_matches(is_space);
            return inner.len() <= MAX_TITLE
                && !inner.contains("**")
                && !inner.contains(['=', '≈', '['])
                && !inner.ends_with(['.', '!', ','])
                && inner.bytes().filter(u8::is_ascii_alphabetic).take(2).count() == 2
                && words(inner) <= 12;
        }
    }
    false
}

pub(super) fn words(s: &str) -> usize {
    s.split(is_space).filter(|w| !w.is_empty()).count()
}

/// Whether a plain line reads as a title: short, capitalised, without figures or formulas.
pub(super) fn looks_like_title(s: &str, strict: bool) -> bool {
    let s = s.trim_matches(|c| is_space(c) || c == '*' || c == '_' || c == ':');
    let limit = if strict { 60 } else { 80 };
    if s.is_empty() || s.len() > limit || s.ends_with(['.', '?', '!', ',', ';']) {
        return false;
    }
    if s.contains(['=', '≈', '÷', '×', '$', '[', '`', '|']) || !s.starts_with(char::is_alphabetic)
    {
        return false;
    }
    let count = words(s);
    let capitalised = s
        .split(is_space)
        .filter(|w| w.len() >= 4 && w.starts_with(char::is_alphabetic))
        .all(|w| w.starts_with(char::is_uppercase));
    s.starts_with(char::is_uppercase)
        && count <= 9
        && (count <= 2 || capitalised || (!strict && count <= 6))
}

/// Returns the title of a line such as `<section name="Risks">`, `<section>Risks</section>` or
/// `<Risks>`, as a range of the line.
pub(super) fn tag_title(s: &str) -> Option<(usize, usize)> {
    let close = memchr(b'>', s.as_bytes())?;
    let tag = &s[1..close];
    let name_len = tag.bytes().take_while(|b| is_name_byte(*b)).count();
    let name = &tag[..name_len];
    if name.len() < 2 || !name.as_bytes()[0].is_ascii_alphabetic() {
        return None;
    }
    let html_heading = matches!(name.as_bytes(), [b'h' | b'H', b'1'..=b'6']);
    let section = html_heading
        || name.eq_ignore_ascii_case("section")
        || name.eq_ignore_ascii_case("heading");
    if let Some(quote) = tag.find(['"', '\'']) {
        let quote_byte = tag.as_bytes()[quote];
        let end = memchr(quote_byte, &tag.as_bytes()[quote + 1..])?;
        let named = section || tag.contains("name=") || tag.contains("title=");
        return named.then_some((quote + 2, quote + 2 + end));
    }
    let after = &s[close + 1..];
    if section {
        if let Some(end) = after.find("</") {
            return (end > 0).then_some((close + 1, close + 1 + end));
        }
        let rest = &tag[name_len..];
        let title = rest.trim_start_matches(|c| is_space(c) || c == '=' || c == ':');
        return (!title.is_empty() && after.is_empty())
            .then(|| (1 + tag.len() - title.len(), close));
    }
    let html = [
        "br", "hr", "div", "span", "ul", "ol", "li", "table", "thead", "tbody", "tr", "td", "th",
        "details", "summary", "think", "thinking", "em", "strong", "sub", "sup", "pre", "code",
        "html", "body", "answer",
    ];
    (after.is_empty()
        && name_len == tag.len()
        && !html.iter().any(|h| name.eq_ignore_ascii_case(h)))
    .then_some((1, close))
}

pub(super) fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

/// Narrows a title to its words: without emphasis, closing `#` and a colon at the end.
pub(super) fn trim_title(text: &str, span: Span) -> Span {
    let s = &text[span.start..span.end];
    let mark = |c: char| is_space(c) || matches!(c, '*' | '_' | '#' | ':' | '`');
    let start = s.trim_start_matches(mark);
    let end = start.trim_end_matches(mark);
    let start_at = span.end - start.len();
    Span { start: start_at, end: start_at + end.len() }
}
