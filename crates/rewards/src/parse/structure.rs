//! The outline of an answer: lines become headings, sections and blocks, blocks become sentences.
//!
//! One look at each line decides what it is. Styles that several things share (a numbered line is
//! a list item or a heading) are told apart by the neighbouring lines.

mod sentence;
mod title;

use memchr::{memchr, memchr3};

use super::text::{Dash, dash_at, is_space, space_len, trim};
use super::{Block, BlockKind, Heading, Section, Sentence, Span};

use sentence::sentences;
use title::{bold_title, looks_like_title, number_marker, tag_title, trim_title};

/// The longest heading in bytes; a longer line of its own is a sentence.
const MAX_TITLE: usize = 120;

/// A stretch of text that is read by itself, in reading order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Region {
    /// The text to read.
    pub(super) span: Span,
    /// What it is.
    pub(super) kind: RegionKind,
}

/// What a region is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RegionKind {
    /// The number of a list item or heading.
    Marker,
    /// A heading.
    Heading,
    /// A block that is no table row.
    Block,
    /// One cell of a table.
    Cell,
}

/// The outline of a text.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub(super) headings: Vec<Heading>,
    pub(super) sections: Vec<Section>,
    pub(super) blocks: Vec<Block>,
    pub(super) sentences: Vec<Sentence>,
    pub(super) regions: Vec<Region>,
}

impl Outline {
    /// An empty outline with room for about what a text of some bytes has.
    fn with_room(bytes: usize) -> Self {
        Self {
            headings: Vec::with_capacity(8),
            sections: Vec::with_capacity(8),
            blocks: Vec::with_capacity(bytes / 200 + 4),
            sentences: Vec::with_capacity(bytes / 80 + 4),
            regions: Vec::with_capacity(bytes / 100 + 8),
        }
    }
}

/// Reads the outline of a text.
pub(super) fn outline(text: &str) -> Outline {
    let mut reader = Reader {
        text,
        bytes: text.as_bytes(),
        out: Outline::with_room(text.len()),
        open: None,
        fence: None,
        math: None,
        previous_blank: true,
        bar: Next::of(|rest| memchr(b'|', rest)),
        rare: Next::of(|rest| memchr3(b'!', b'?', 0xE3, rest)),
    };
    let mut at = 0;
    let mut line = next_line(text, at);
    while let Some(current) = line {
        at = current.next;
        line = next_line(text, at);
        reader.line(current.span, line.map(|l| l.span));
    }
    reader.finish();
    let mut out = reader.out;
    sections(text, &mut out);
    out
}

#[derive(Clone, Copy)]
struct Line {
    span: Span,
    next: usize,
}

fn next_line(text: &str, at: usize) -> Option<Line> {
    if at >= text.len() {
        return None;
    }
    let end = memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |n| at + n);
    Some(Line { span: Span { start: at, end }, next: end + 1 })
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    out: Outline,
    /// The paragraph or list item that the next line may continue.
    open: Option<(BlockKind, Span)>,
    /// The start of a fenced block's content, with its fence byte.
    fence: Option<(usize, u8)>,
    /// The start of display mathematics.
    math: Option<usize>,
    previous_blank: bool,
    /// The next bar of a table.
    bar: Next,
    /// The next mark that only few texts end sentences with.
    rare: Next,
}

/// Where something stands that is looked for from one place in the text to the next: a text that
/// does not have it is searched once.
struct Next {
    find: fn(&[u8]) -> Option<usize>,
    /// The last find; nothing stands between `from` and it.
    from: usize,
    at: usize,
}

impl Next {
    fn of(find: fn(&[u8]) -> Option<usize>) -> Self {
        Self { find, from: 1, at: 0 }
    }

    /// Whether one begins in a span.
    fn is_in(&mut self, bytes: &[u8], span: Span) -> bool {
        if !(self.from..=self.at).contains(&span.start) {
            self.from = span.start;
            self.at = (self.find)(&bytes[span.start..]).map_or(usize::MAX, |it| span.start + it);
        }
        self.at < span.end
    }
}

impl Reader<'_> {
    fn line(&mut self, raw: Span, next: Option<Span>) {
        let mut line = trim(self.text, raw);
        let mut s = &self.text[line.start..line.end];
        if let Some((start, fence)) = self.fence {
            if is_fence(s.as_bytes()) == Some(fence) {
                self.fence = None;
                self.previous_blank = true;
                self.push(BlockKind::Code, Span { start, end: raw.start.max(start) });
            }
            return;
        }
        if let Some(start) = self.math {
            if s.is_empty() || s.ends_with("\\]") || s.ends_with("$$") || s.starts_with("\\]") {
                self.math = None;
                self.previous_blank = true;
                self.push(BlockKind::Math, Span { start, end: line.end });
            }
            return;
        }
        while let Some(rest) = s.strip_prefix('>') {
            let rest_span = Span { start: line.end - rest.len(), end: line.end };
            line = trim(self.text, rest_span);
            s = &self.text[line.start..line.end];
        }
        if s.is_empty() {
            self.flush();
            self.previous_blank = true;
            return;
        }
        let blank_before = std::mem::replace(&mut self.previous_blank, false);
        if let Some(fence) = is_fence(s.as_bytes()) {
            self.flush();
            self.fence = Some(((raw.end + 1).min(self.text.len()), fence));
            return;
        }
        if opens_math(s) {
            self.flush();
            self.previous_blank = true;
            if closes_math(s) {
                self.push(BlockKind::Math, line);
            } else {
                self.math = Some(line.start);
            }
            return;
        }
        if self.heading(line, s, next, blank_before) || self.rule(line, s) {
            self.previous_blank = true;
            return;
        }
        if self.table_row(line, s) {
            return;
        }
        let indented = raw.start < line.start;
        if let Some(marker) = list_marker(s) {
            self.flush();
            let body = trim(self.text, Span { start: line.start + marker.end, end: line.end });
            if marker.number {
                let span = Span { start: line.start, end: line.start + marker.end };
                self.out.regions.push(Region { span, kind: RegionKind::Marker });
            }
            self.open = Some((BlockKind::ListItem, body));
            return;
        }
        match &mut self.open {
            // A list item goes on where the line is indented or starts with a relation.
            Some((BlockKind::ListItem, span)) if indented || starts_with_relation(s) => {
                span.end = line.end;
            }
            Some((BlockKind::Paragraph, span)) => span.end = line.end,
            _ => {
                self.flush();
                self.open = Some((BlockKind::Paragraph, line));
            }
        }
    }

    /// Reads a line as a heading if it is one.
    fn heading(&mut self, line: Span, s: &str, next: Option<Span>, blank_before: bool) -> bool {
        let Some((title, level)) = self.title_of(line, s, next, blank_before) else {
            return false;
        };
        self.flush();
        let title = self.strip_number(trim_title(self.text, title));
        self.add_heading(line, title, level);
        true
    }

    fn add_heading(&mut self, span: Span, title: Span, level: u8) {
        self.out.headings.push(Heading { span, title, level });
        let kind = RegionKind::Heading;
        self.out.regions.push(Region { span: title, kind });
    }

    fn title_of(
        &self,
        line: Span,
        s: &str,
        next: Option<Span>,
        blank_before: bool,
    ) -> Option<(Span, u8)> {
        let bytes = s.as_bytes();
        let from = |offset: usize| Span { start: line.start + offset, end: line.end };
        match bytes[0] {
            b'#' => {
                let level = bytes.iter().take_while(|b| **b == b'#').count();
                let spaced = bytes.len() == level || space_len(bytes, level, false) > 0;
                let lettered =
                    bytes.get(level).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'*');
                (level <= 6 && (spaced || (lettered && level > 1)))
                    .then(|| (from(level), level as u8))
            }
            b'<' => tag_title(s).map(|(start, end)| {
                let title = Span { start: line.start + start, end: line.start + end };
                (title, 2)
            }),
            b'*' | b'_' => bold_title(s).then_some((line, 2)),
            b'0'..=b'9' | b'I' | b'V' | b'X' => {
                let end = number_marker(bytes, true)?;
                let title = s[end..].trim_matches(is_space);
                if bold_title(title) {
                    return Some((from(end), 2));
                }
                let next_text =
                    next.map_or("", |n| self.text[n.start..n.end].trim_matches(is_space));
                let is_list = number_marker(next_text.as_bytes(), false).is_some();
                (blank_before && !is_list && looks_like_title(title, false) && !title.contains('='))
                    .then(|| (from(end), 2))
            }
            _ => (blank_before && s.ends_with(':') && looks_like_title(&s[..s.len() - 1], true))
                .then_some((line, 2)),
        }
    }

    /// Drops a number before a title: `1.`, `2.3`, `IV.`.
    fn strip_number(&self, title: Span) -> Span {
        let s = &self.text[title.start..title.end];
        match number_marker(s.as_bytes(), true) {
            Some(end) if end < s.len() => {
                trim_title(self.text, Span { start: title.start + end, end: title.end })
            }
            _ => title,
        }
    }

    /// Drops horizontal rules and closing tags; an underline turns its paragraph into a heading.
    fn rule(&mut self, line: Span, s: &str) -> bool {
        let bytes = s.as_bytes();
        let first = bytes[0];
        if bytes.len() >= 3
            && matches!(first, b'=' | b'-' | b'*' | b'_')
            && bytes.iter().all(|b| *b == first || *b == b' ')
        {
            if let (b'=' | b'-', Some((BlockKind::Paragraph, span))) = (first, self.open) {
                let title = &self.text[span.start..span.end];
                if !title.contains('\n') && title.len() <= MAX_TITLE && !title.ends_with('.') {
                    self.open = None;
                    let whole = Span { start: span.start, end: line.end };
                    let level = if first == b'=' { 1 } else { 2 };
                    let title = self.strip_number(trim_title(self.text, span));
                    self.add_heading(whole, title, level);
                    return true;
                }
            }
            self.flush();
            return true;
        }
        if s.starts_with("</") && s.ends_with('>') && !s[2..s.len() - 1].contains(['<', '>', ' ']) {
            self.flush();
            return true;
        }
        false
    }

    fn table_row(&mut self, line: Span, s: &str) -> bool {
        if !self.bar.is_in(self.bytes, line) {
            return false;
        }
        let bytes = s.as_bytes();
        let bars = memchr::memchr_iter(b'|', bytes).count();
        let edged =
            bytes[0] == b'|' && bars >= 2 && bytes[bytes.len() - 1] == b'|' && bytes.len() > 2;
        let spaced = bars >= 2 && s.contains(" | ") && !edged;
        let ruled = bars >= 1 && bytes.iter().all(|b| matches!(b, b'|' | b'-' | b':' | b' '));
        if !(edged || spaced || ruled) {
            return false;
        }
        self.flush();
        if ruled {
            return true;
        }
        let inner = Span {
            start: line.start + usize::from(bytes[0] == b'|'),
            end: line.end - usize::from(bytes[bytes.len() - 1] == b'|'),
        };
        let mut cells = Vec::with_capacity(bars + 1);
        let mut start = inner.start;
        while start <= inner.end {
            let end = memchr(b'|', &self.bytes[start..inner.end]).map_or(inner.end, |n| start + n);
            let cell = trim(self.text, Span { start, end });
            let kind = RegionKind::Cell;
            self.out.regions.push(Region { span: cell, kind });
            cells.push(cell);
            start = end + 1;
        }
        let block = self.out.blocks.len();
        self.out.blocks.push(Block { kind: BlockKind::TableRow, span: inner, cells });
        self.out.sentences.push(Sentence { span: inner, block });
        true
    }

    fn flush(&mut self) {
        if let Some((kind, span)) = self.open.take() {
            self.push(kind, span);
        }
    }

    fn push(&mut self, kind: BlockKind, span: Span) {
        let span = trim(self.text, span);
        if span.start >= span.end {
            return;
        }
        let block = self.out.blocks.len();
        let region = RegionKind::Block;
        self.out.blocks.push(Block { kind, span, cells: Vec::new() });
        self.out.regions.push(Region { span, kind: region });
        match kind {
            BlockKind::Paragraph | BlockKind::ListItem => {
                let plain = !self.rare.is_in(self.bytes, span);
                sentences(self.text, span, block, plain, &mut self.out.sentences);
            }
            _ => self.out.sentences.push(Sentence { span, block }),
        }
    }

    fn finish(&mut self) {
        let end = self.text.len();
        if let Some((start, _)) = self.fence.take() {
            self.push(BlockKind::Code, Span { start: start.min(end), end });
        }
        if let Some(start) = self.math.take() {
            self.push(BlockKind::Math, Span { start, end });
        }
        self.flush();
    }
}

/// Lists the stretches of text between the headings.
fn sections(text: &str, out: &mut Outline) {
    let mut start = 0;
    for index in 0..=out.headings.len() {
        let end = out.headings.get(index).map_or(text.len(), |h| h.span.start);
        let body = trim(text, Span { start: start.min(end), end });
        if index > 0 || body.start < body.end {
            out.sections.push(Section { heading: index.checked_sub(1), body });
        }
        start = out.headings.get(index).map_or(end, |h| h.span.end);
    }
}

fn is_fence(bytes: &[u8]) -> Option<u8> {
    match bytes {
        [b'`', b'`', b'`', rest @ ..] if !rest.contains(&b'`') => Some(b'`'),
        [b'~', b'~', b'~', rest @ ..] if !rest.contains(&b'~') => Some(b'~'),
        _ => None,
    }
}

fn opens_math(s: &str) -> bool {
    s.starts_with("\\[") || s.starts_with("$$") || s.starts_with("\\begin{")
}

/// Whether display mathematics that opens on this line also closes on it.
fn closes_math(s: &str) -> bool {
    let inner = &s[2.min(s.len())..];
    if s.starts_with("\\begin{") {
        return s.contains("\\end{");
    }
    inner.contains("\\]") || inner.contains("$$")
}

/// A line that goes on with a calculation: `= 4,460,392 / 592,966`, `≈ 7.52`.
pub(super) fn starts_with_relation(s: &str) -> bool {
    s.starts_with(['=', '≈', '≃', '≅', '→', '⇒', '×', '÷', '/', '≡'])
        || s.starts_with("\\approx")
        || s.starts_with("\\times")
        || s.starts_with("->")
        || s.starts_with("\\[")
}

struct ListMarker {
    end: usize,
    number: bool,
}

/// Reads the marker of a list item: a bullet or a number, with white space after it.
fn list_marker(s: &str) -> Option<ListMarker> {
    let bytes = s.as_bytes();
    let bullet = match bytes[0] {
        b'-' | b'*' | b'+' => 1,
        0xE2 => match dash_at(bytes, 0) {
            Some((Dash::En | Dash::Em | Dash::Hyphen, n)) => n,
            Some(_) => 0,
            None => match bytes.get(1..3) {
                // • ‣ ⁃ ▪ ▫ ■ □ ◦ ● ○ ➤ ✓ ✔ ►
                Some(
                    [0x80, 0xA2 | 0xA3]
                    | [0x81, 0x83]
                    | [0x96 | 0x97, _]
                    | [0x9E, 0xA4]
                    | [0x9C, 0x93 | 0x94],
                ) => 3,
                _ => 0,
            },
        },
        0xC2 if bytes.get(1) == Some(&0xB7) => 2,
        _ => 0,
    };
    if bullet > 0 && space_len(bytes, bullet, false) > 0 {
        return Some(ListMarker { end: bullet, number: false });
    }
    let end = number_marker(bytes, false)?;
    (bytes.len() > end).then_some(ListMarker { end, number: true })
}

#[cfg(test)]
mod tests {
    use super::super::Answer;

    fn headings(text: &str, expected: &[&str]) {
        let answer = Answer::parse(text);
        let titles: Vec<_> = answer.headings.iter().map(|h| answer.slice(h.title)).collect();
        assert_eq!(titles, expected, "{text:?}");
    }

    #[test]
    fn heading_styles() {
        headings("# One\ntext\n## Two ##\n", &["One", "Two"]);
        headings("##Two\ntext", &["Two"]);
        headings("**Risk Assessment**\n\ntext", &["Risk Assessment"]);
        headings("**Risk Assessment:**\ntext", &["Risk Assessment"]);
        headings("__Risks__\ntext", &["Risks"]);
        headings("1. Network Activity\n\ntext", &["Network Activity"]);
        headings("**1. Network Activity**\ntext", &["Network Activity"]);
        headings("## 2.1 Fees\ntext", &["Fees"]);
        headings("IV. Outlook\n\ntext", &["Outlook"]);
        headings("Recommendations:\nBuy.", &["Recommendations"]);
        headings("<section name=\"Risks\">\ntext\n</section>", &["Risks"]);
        headings("<section>Risks</section>\ntext", &["Risks"]);
        headings("<Executive_Summary>\ntext", &["Executive_Summary"]);
        headings("Overview\n========\ntext", &["Overview"]);
    }

    #[test]
    fn other_lines() {
        headings("1. Users\n2. Fees\n3. Risks\n", &[]);
        headings("1. 5 + 3 = 8\n", &[]);
        headings("**7.52**\n", &[]);
        headings("**Users grew by 5% in a week.**\n", &[]);
        headings("Here is the calculation of the ratio:\n4 / 2 = 2", &[]);
        headings("text\nResult:\nmore", &[]);
        headings("#1 in the ranking", &[]);
        headings("- **Users**\n", &[]);
        headings("```\n# comment\n```", &[]);
    }

    fn sentences(text: &str, expected: usize) {
        assert_eq!(Answer::parse(text).sentences.len(), expected, "{text:?}");
    }

    #[test]
    fn sentence_ends() {
        sentences("Fees rose 5.2 percent. Users fell.", 2);
        sentences("Some metrics, e.g. fees vs. users, rose approx. 5%.", 1);
        sentences("It is 7.52! Is it? Yes.", 3);
        sentences("He said \"it rose.\" Then it fell.", 2);
        sentences("Fees (see above.) rose.", 2);
        sentences("- one\n- two\n- three", 3);
        sentences("| a | b |\n|---|---|\n| 1 | 2 |", 2);
        sentences("Users: 5\nFees: 7", 2);
        sentences("No. 5 is first. No. It is not.", 3);
    }

    #[test]
    fn sections_hold_their_text() {
        let answer = Answer::parse("lead\n\n# A\nbody of a\n\n# B\n\n# C\nlast");
        let bodies: Vec<_> = answer.sections.iter().map(|s| answer.slice(s.body)).collect();
        assert_eq!(bodies, ["lead", "body of a", "", "last"]);
    }
}
