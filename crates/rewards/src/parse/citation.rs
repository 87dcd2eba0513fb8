//! `[metric_name]` citations, told apart from links, footnotes, check boxes and intervals.

use std::borrow::Cow;

use memchr::memchr;

/// The longest citation in bytes.
const MAX_CITATION: usize = 96;

/// A citation found in the text.
#[derive(Debug, PartialEq)]
pub(super) struct Found<'t> {
    /// One past the closing bracket.
    pub(super) end: usize,
    /// The name, normalised.
    pub(super) name: Cow<'t, str>,
}

/// Reads the citation whose bracket stands at `open`, if it is one.
pub(super) fn scan<'t>(text: &'t str, bytes: &[u8], open: usize) -> Option<Found<'t>> {
    let limit = (open + MAX_CITATION).min(bytes.len());
    let close = open + memchr(b']', &bytes[open..limit])?;
    let inner = text.get(open + 1..close)?;
    let name = normalise(inner)?;
    if is_link(bytes, close + 1)
        || bytes.get(close + 1) == Some(&b':') && bytes.get(close + 2) == Some(&b'/')
    {
        return None;
    }
    Some(Found { end: close + 1, name })
}

/// Brings a name to its common form: lower case, spaces and hyphens as `_`, without emphasis.
///
/// Returns `None` for what is no name: nothing, figures only, a list, a sentence.
pub(crate) fn normalise(inner: &str) -> Option<Cow<'_, str>> {
    if is_normal(inner.as_bytes()) {
        return Some(Cow::Borrowed(inner));
    }
    let inner = inner.trim();
    // `[\text{close\_usd}]` in mathematics.
    let inner = ["\\text{", "\\texttt{", "\\mathrm{", "\\mathtt{"]
        .iter()
        .find_map(|it| inner.strip_prefix(it)?.strip_suffix('}'))
        .unwrap_or(inner);
    let mut name = String::with_capacity(inner.len());
    let mut letters = 0;
    let mut words = 0;
    for c in inner.trim().chars() {
        match c {
            'a'..='z' | 'A'..='Z' => {
                letters += 1;
                name.push(c.to_ascii_lowercase());
            }
            '0'..='9' | '.' | '%' => name.push(c),
            '_' | '-' | ' ' | '\u{2010}' | '\u{2011}' | '\u{A0}' | '\u{202F}' => {
                if !name.ends_with('_') && !name.is_empty() {
                    name.push('_');
                }
                words += usize::from(c == ' ');
            }
            '*' | '`' | '\\' => {}
            _ => return None,
        }
    }
    while name.ends_with(['_', '.']) {
        name.pop();
    }
    let first = name.bytes().next()?;
    (letters >= 2 && words <= 4 && first.is_ascii_alphabetic()).then_some(Cow::Owned(name))
}

/// The bytes that a name in its common form has.
const IN_NORMAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = matches!(byte as u8, b'a'..=b'z' | b'0'..=b'9' | b'_');
        byte += 1;
    }
    table
};

/// Whether a name is in its common form already, as most are.
fn is_normal(name: &[u8]) -> bool {
    let [b'a'..=b'z', b'a'..=b'z', .., last] = name else {
        return false;
    };
    *last != b'_'
        && name.iter().all(|it| IN_NORMAL[usize::from(*it)])
        && !name.windows(2).any(|it| it == b"__")
}

/// Whether the target of a link stands at `at`: `(https://…)`, `(#notes)`, `(file.md)`.
fn is_link(bytes: &[u8], at: usize) -> bool {
    if bytes.get(at) != Some(&b'(') {
        return false;
    }
    let rest = &bytes[at + 1..(at + 200).min(bytes.len())];
    let Some(close) = memchr(b')', rest) else {
        return false;
    };
    let target = &rest[..close];
    let first = target.first().copied().unwrap_or(b' ');
    !target.contains(&b' ') && (first.is_ascii_alphabetic() || matches!(first, b'#' | b'/' | b'.'))
}

/// Tells a footnote or the words of a link from other brackets; returns its end and whether it
/// is a link.
pub(super) fn footnote_or_link(bytes: &[u8], open: usize) -> Option<(usize, bool)> {
    let limit = (open + MAX_CITATION).min(bytes.len());
    let close = open + memchr(b']', &bytes[open..limit])?;
    let inner = &bytes[open + 1..close];
    let figures = (1..=2).contains(&inner.len()) && inner.iter().all(u8::is_ascii_digit);
    if inner.first() == Some(&b'^') || figures {
        return Some((close + 1, false));
    }
    is_link(bytes, close + 1).then_some((close + 1, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, name: Option<&str>) {
        let found = scan(text, text.as_bytes(), 0).map(|f| f.name);
        assert_eq!(found.as_deref(), name, "{text}");
    }

    #[test]
    fn names() {
        check("[daily_txns]", Some("daily_txns"));
        check("[Daily_Transactions]", Some("daily_transactions"));
        check("[Unique Users]", Some("unique_users"));
        check("[`unique-users`]", Some("unique_users"));
        check("[**Gas_Used**]", Some("gas_used"));
        check("[ethereum.daily_txns]", Some("ethereum.daily_txns"));
        check("[daily\\_txns]", Some("daily_txns"));
        check("[\\text{daily\\_txns}]", Some("daily_txns"));
        check("[unique\u{2011}users]", Some("unique_users"));
        check("[daily_txns] (4,460,392)", Some("daily_txns"));
        check("[daily_txns](4,460,392)", Some("daily_txns"));
    }

    #[test]
    fn other_brackets() {
        check("[1]", None);
        check("[^1]", None);
        check("[x]", None);
        check("[ ]", None);
        check("[1, 2]", None);
        check("[lower, upper]", None);
        check("[the source](https://example.org)", None);
        check("[a bracket without an end", None);
        check("[5.2%]", None);
    }
}
