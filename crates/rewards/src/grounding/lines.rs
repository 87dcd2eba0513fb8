//! The lines of a dialogue or log, each with a label of its own.

use super::REACH;
use crate::parse::Span;
use crate::spans::nearby;

/// The part of a sentence without full stops that belongs to the label before a mention, as in a
/// dialogue: `**Ann:** …`, `09:45 …`.
pub(super) fn labelled_lines(text: &str, sentence: Span, mention: Span) -> Span {
    let short = sentence.end - sentence.start <= REACH;
    if short && memchr::memchr(b'\n', &text.as_bytes()[sentence.start..sentence.end]).is_none() {
        return sentence;
    }
    let mut own = nearby(text, mention, sentence, REACH);
    let lines = &text[own.start..own.end];
    let mut labelled = false;
    let (start, end) = (own.start, own.end);
    let breaks = lines.match_indices('\n').map(|it| start + it.0);
    for at in breaks.filter(|at| has_label(&text[at + 1..end])) {
        labelled = true;
        if at < mention.start {
            own.start = at + 1;
        } else if at >= mention.end {
            own.end = at;
            break;
        }
    }
    if labelled { own } else { sentence }
}

/// Whether a line begins with a label in bold or a time of the day.
fn has_label(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '•', '-', '>', '[']);
    if let Some(rest) = line.strip_prefix("**") {
        let end = rest.bytes().take(40).position(|it| it == b'*');
        return end.is_some_and(|end| {
            rest[..end].ends_with(':') || rest[end..].trim_start_matches('*').starts_with(':')
        });
    }
    let clock = line.as_bytes();
    clock.len() > 5
        && clock[2] == b':'
        && [0, 1, 3, 4].iter().all(|it| clock[*it].is_ascii_digit())
        && !clock[5].is_ascii_digit()
}
