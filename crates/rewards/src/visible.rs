//! What of an answer its reader sees, with every place where it was.
//!
//! Comments and struck-out words are blanked with spaces; a fence
//! around the whole answer is taken away; lines that were broken at a width are joined. The text
//! keeps its length in bytes, so that every span of it is one of the answer. Headings that are set
//! in LaTeX, or stand as a bare line with a required title, are marked as headings.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memmem};

/// The share of an answer that a fence must hold to be a wrapping and no sample.
const WRAPPING: f64 = 0.8;
/// The widths at which lines are broken by hand or by a mail program, in bytes.
const WIDTHS: std::ops::RangeInclusive<usize> = 20..=120;
/// How many lines must run on before a text counts as broken at a width.
const BROKEN_LINES: usize = 6;

/// Returns what a reader sees of an answer, byte for byte where it stood; `titles` are those of the
/// required sections.
pub(crate) fn visible<'t>(text: &'t str, titles: &[String]) -> Cow<'t, str> {
    let mut seen = Cow::Borrowed(text);
    if memchr(b'<', text.as_bytes()).is_some() {
        hide_comments(&mut seen);
    }
    if memchr(b'~', text.as_bytes()).is_some() {
        hide_struck_out(&mut seen);
    }
    if memchr(b'`', text.as_bytes()).is_some() {
        open_fence(&mut seen);
    }
    if memchr(b'\\', text.as_bytes()).is_some() {
        mark_latex(&mut seen);
    }
    mark_titles(&mut seen, titles);
    join_lines(&mut seen);
    seen
}

/// Overwrites a stretch with spaces; its line breaks stay.
fn blank(text: &mut Cow<'_, str>, start: usize, end: usize) {
    let blank: String =
        text[start..end].bytes().map(|it| if it == b'\n' { '\n' } else { ' ' }).collect();
    text.to_mut().replace_range(start..end, &blank);
}

fn hide_comments(text: &mut Cow<'_, str>) {
    let mut at = 0;
    while let Some(start) = memmem::find(&text.as_bytes()[at..], b"<!--").map(|it| at + it) {
        let end = memmem::find(&text.as_bytes()[start..], b"-->");
        let end = end.map_or(text.len(), |it| start + it + 3);
        blank(text, start, end);
        at = end;
    }
}

/// Hides `~~words~~` within a line.
fn hide_struck_out(text: &mut Cow<'_, str>) {
    let mut at = 0;
    while let Some(start) = memmem::find(&text.as_bytes()[at..], b"~~").map(|it| at + it) {
        let rest = &text.as_bytes()[start + 2..];
        let line = memchr(b'\n', rest).unwrap_or(rest.len());
        match memmem::find(&rest[..line], b"~~") {
            // A fence of tildes is none.
            Some(length) if length > 0 && rest[0] != b'~' => {
                let end = start + 2 + length + 2;
                blank(text, start, end);
                at = end;
            }
            _ => at = start + 2 + line,
        }
    }
}

/// Takes the fence from an answer that stands in one as a whole.
fn open_fence(text: &mut Cow<'_, str>) {
    let Some(open) = memmem::find(text.as_bytes(), b"```") else { return };
    let line = memchr(b'\n', &text.as_bytes()[open..]).map_or(text.len(), |it| open + it);
    let tag = text[open + 3..line].trim();
    if !matches!(tag, "" | "markdown" | "md" | "text") {
        return;
    }
    let Some(close) = text.rfind("\n```").map(|it| it + 1).filter(|it| *it > line) else { return };
    let inner = &text[line..close];
    let headed =
        !tag.is_empty() && tag != "text" || inner.contains("\n#") || inner.contains("\n**");
    let is_answer = headed && !inner.contains("\n```");
    if is_answer && inner.len() as f64 >= text.len() as f64 * WRAPPING {
        let end = memchr(b'\n', &text.as_bytes()[close..]).map_or(text.len(), |it| close + it);
        blank(text, close, end);
        blank(text, open, line);
    }
}

/// Writes `\section*{Risks}`, and `\textbf{Risks}` on a line of its own, as `## Risks`.
fn mark_latex(text: &mut Cow<'_, str>) {
    const COMMANDS: [(&str, &str); 6] = [
        ("\\section*{", "##"),
        ("\\section{", "##"),
        ("\\subsection*{", "###"),
        ("\\subsection{", "###"),
        ("\\textbf{", "##"),
        ("\\paragraph{", "###"),
    ];
    let bytes = text.as_bytes();
    let mut marks: Vec<(usize, usize, usize, &str)> = Vec::new();
    for begin in memchr_iter(b'\\', bytes) {
        // Most commands are others: "\frac", "\times".
        if !matches!(
            bytes[begin + 1..],
            [b's', b'e' | b'u', ..] | [b't', b'e', ..] | [b'p', b'a', ..]
        ) {
            continue;
        }
        let found = COMMANDS.iter().find(|it| bytes[begin..].starts_with(it.0.as_bytes()));
        let Some((command, mark)) = found else { continue };
        let is_space = |it: char| it != '\n' && it.is_whitespace();
        let before = text[..begin].trim_end_matches(is_space);
        if !(before.is_empty() || before.ends_with('\n')) {
            continue;
        }
        let end = memchr(b'\n', &bytes[begin..]).map_or(text.len(), |it| begin + it);
        let body = text[begin..end].trim_end();
        if body.ends_with('}') && body.matches('}').count() == 1 {
            marks.push((begin, command.len(), begin + body.len() - 1, mark));
        }
    }
    for (begin, length, end, mark) in marks {
        let text = text.to_mut();
        text.replace_range(begin..begin + length, &format!("{mark:length$}"));
        text.replace_range(end..=end, " ");
    }
}

/// Writes a required title that stands alone between empty lines in capitals, and with a colon in
/// the place of its line break, so that it is read as a heading.
fn mark_titles(text: &mut Cow<'_, str>, titles: &[String]) {
    let bytes = text.as_bytes();
    let mut found: Vec<(usize, usize)> = Vec::new();
    let longest = titles.iter().map(String::len).max().unwrap_or(0);
    let mut start = 0;
    for end in memchr_iter(b'\n', bytes) {
        // Empty lines only, each once.
        if end < start || bytes.get(end + 1) != Some(&b'\n') {
            continue;
        }
        let line = bytes[start..end.max(start)].trim_ascii_start();
        // Most paragraphs are longer than any title.
        if (1..=longest).contains(&line.len())
            && titles.iter().any(|it| it.as_bytes().eq_ignore_ascii_case(line))
        {
            found.push((end - line.len(), end));
        }
        start = end + 2;
    }
    for (start, end) in found {
        let text = text.to_mut();
        text[start..end].make_ascii_uppercase();
        text.replace_range(end..=end, ":");
    }
}

/// Joins lines that were broken at a width, where nearly all of a text's are.
///
/// A line was broken if the first word of the next had no room on it.
fn join_lines(text: &mut Cow<'_, str>) {
    let bytes = text.as_bytes();
    let mut width = 0;
    let mut breaks: Vec<(usize, usize)> = Vec::new();
    let mut start = 0;
    for end in memchr_iter(b'\n', bytes) {
        let line = &bytes[start..end];
        let next = &bytes[end + 1..];
        let next = &next[..memchr(b'\n', next).unwrap_or(next.len())];
        if is_running(line) {
            // A word as long as a line, such as a link, may stand out.
            if memchr(b' ', line.trim_ascii()).is_some() {
                width = width.max(line.trim_ascii_end().len());
            }
            if width > *WIDTHS.end() {
                return;
            }
            if !begins_a_block(next) {
                let word = next.trim_ascii_start();
                let word = memchr(b' ', word).unwrap_or(word.len());
                breaks.push((end, line.trim_ascii_end().len() + 1 + word));
            }
        }
        start = end + 1;
    }
    let full = |it: &&(usize, usize)| it.1 > width;
    if breaks.len() < BROKEN_LINES || !WIDTHS.contains(&width) {
        return;
    }
    let broken = breaks.iter().filter(full).count();
    if broken * 10 < breaks.len() * 9 {
        return;
    }
    let places: Vec<usize> = breaks.iter().filter(full).map(|it| it.0).collect();
    let joined = text.to_mut();
    for place in places {
        joined.replace_range(place..=place, " ");
    }
}

/// Whether a line can run on in the next: no heading, row, fence or formula.
fn is_running(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    !line.is_empty()
        && !line.starts_with(b"```")
        && !line.starts_with(b"$$")
        && !matches!(line[0], b'#' | b'|' | b'<')
}

/// Whether a line begins a block of its own, or is empty.
fn begins_a_block(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    let Some(first) = line.first() else { return true };
    let digits = line.iter().take_while(|it| it.is_ascii_digit()).count();
    let bullet = matches!(first, b'-' | b'*' | b'+') && line.get(1).is_none_or(|it| *it == b' ')
        || line.starts_with("•".as_bytes())
        || line.starts_with("– ".as_bytes());
    bullet
        || !is_running(line)
        || (1..=2).contains(&digits)
            && matches!(line.get(digits), Some(b'.' | b')'))
            && line.get(digits + 1).is_none_or(|it| *it == b' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        let found = visible(text, &[]);
        assert_eq!(found.len(), text.len(), "{text}");
        let words: Vec<&str> = found.split_whitespace().collect();
        assert_eq!(words.join(" "), expect, "{text}");
    }

    #[test]
    fn hides_what_no_reader_sees() {
        check("It <!-- is 7, no, --> is 8.", "It is 8.");
        check("It is 8. <!-- really", "It is 8.");
        check("It is ~~7~~ 8.", "It is 8.");
        check("~~~\ncode\n~~~", "~~~ code ~~~");
        check("It is ~~7 or\n8.~~", "It is ~~7 or 8.~~");
        check("2 < 3 and “x” > 1", "2 < 3 and “x” > 1");
    }

    #[test]
    fn opens_a_fence_around_everything() {
        let long = format!("## One\n{}", "It is 8 as it was. ".repeat(9));
        let expect = long.split_whitespace().collect::<Vec<_>>().join(" ");
        check(&format!("```markdown\n{long}\n```\n"), &expect);
        check("Look:\n```\n8\n```\n", "Look: ``` 8 ```");
    }

    #[test]
    fn marks_headings() {
        check("\\section*{Risks}\nNone.", "## Risks None.");
        check("\\textbf{Risks}\nNone.", "## Risks None.");
        check("So \\textbf{none} here.", "So \\textbf{none} here.");
        let bare = "RISKS\n\nNone.\n\nData\nRisks\n";
        let titles = ["Risks".to_owned(), "Data".to_owned()];
        assert_eq!(visible(bare, &titles), "RISKS:\nNone.\n\nData\nRisks\n");
    }

    #[test]
    fn joins_lines_broken_at_a_width() {
        let broken = "The count of the day was high,\nand so was that of the days\nbefore it, as \
                      far as one can\nsee, but what comes of it\nlater on nobody can tell with\nany \
                      certainty, so that one\nwaits.\n\n1. Wait for the day that comes\nafter this \
                      one.\n";
        assert_eq!(visible(broken, &[]).matches('\n').count(), 3, "{:?}", visible(broken, &[]));
        let list =
            "Users: 5\nFees: 7\nTransactions of the day: 9\nGas: 1\nVolume: 4\nPrice: 3\nRank: 1\n";
        assert_eq!(visible(list, &[]), list);
    }
}
