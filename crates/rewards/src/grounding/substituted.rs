//! Formulas that are written in metrics first and in figures next:
//! `[total_fees] / [unique_users] = 4,601.56 / 521,413`. Each figure is the value of the metric in
//! whose place it stands.

use super::pair::Pair;
use super::{Bound, Candidate, Reader};
use crate::lexicon::stem;
use crate::mentions::Mention;
use crate::names::{Name, NameKind};
use crate::parse::{NumberRole, Span};
use crate::values::is_value;

/// How far from a metric its formula and the figures behind it reach, in bytes.
const REACH: usize = 240;
/// The most operands of a formula that is looked at.
const MOST: usize = 12;
/// The signs of operations, as they stand beside a metric.
const OPERATORS: [char; 11] = ['+', '-', '−', '–', '*', '×', '·', '/', '÷', '±', '^'];
/// The words of what leads from a formula to its figures.
const LABELS: [&str; 20] = [
    "calculation",
    "calculations",
    "computation",
    "working",
    "substituting",
    "substitution",
    "substitute",
    "plugging",
    "plug",
    "in",
    "the",
    "values",
    "numbers",
    "figures",
    "with",
    "so",
    "thus",
    "hence",
    "that",
    "is",
];
/// The longest unit beside a figure, in letters.
const UNIT: usize = 12;
/// Commands of LaTeX that change nothing of what stands in them.
const COMMANDS: [&str; 8] =
    ["\\dfrac", "\\tfrac", "\\frac", "\\text", "\\mathrm", "\\mathit", "\\left", "\\right"];

impl Reader<'_> {
    /// The figure that stands in the place of a mention where its formula is written again in
    /// figures.
    pub(super) fn put_in(&self, index: usize, name: &Name, scope: Span) -> Option<Candidate> {
        let mention = &self.context.mentions[index];
        if name.kind != NameKind::Metric {
            return None;
        }
        let number = self.figure_for(mention)?;
        let it = &self.context.answer.numbers[number];
        let scope = self.scope_with(scope, number);
        let doubt = || {
            let pair = self.pair(mention, it, name, scope);
            self.doubt_of_setting(&pair)
                .or_else(|| self.conditional(&pair))
                .or_else(|| self.projected(&pair, name.classes))
                .or_else(|| self.earlier_before(&pair, name.classes))
                .or_else(|| self.is_of_case(&pair).then_some("conditional"))
                .or_else(|| {
                    (self.is_led_by_other_day(&pair) || self.is_dated_behind(&pair))
                        .then_some("another day is named")
                })
        };
        let bound = Bound::Value;
        let doubt = self.is_open_to_doubt(mention, it, name, bound, scope).then(doubt).flatten();
        Some(Candidate { number, tight: true, bound, doubt, operand: true })
    }

    /// What is read of a sentence and of a figure that stands behind it.
    pub(super) fn scope_with(&self, scope: Span, number: usize) -> Span {
        let number = self.context.answer.numbers[number].span;
        Span { start: scope.start, end: scope.end.max(number.end) }
    }

    /// "With 10 % more users: …", "At a fee of 0.001: …": a case that the sentence makes up.
    fn is_of_case(&self, pair: &Pair<'_>) -> bool {
        const CASES: [u64; 5] =
            [stem(b"with"), stem(b"at"), stem(b"after"), stem(b"given"), stem(b"for")];
        let lead = self.words_before(pair);
        lead.first().is_some_and(|it| {
            CASES.contains(&it.stem)
                && self.has_quantity(Span { start: it.span.end, end: pair.first })
        })
    }

    /// Whether a day other than the task's is named before a pair in its sentence. What stands
    /// behind the metric belongs to the other operands.
    fn is_led_by_other_day(&self, pair: &Pair<'_>) -> bool {
        let dates = &self.context.answer.dates;
        let from = dates.partition_point(|it| it.span.start < pair.scope.start);
        dates[from..]
            .iter()
            .take_while(|it| it.span.end <= pair.first)
            .any(|it| !self.is_task_day(it))
    }

    /// "= 2,537,461 / 390,483 on 2025-01-31": the figure is that of a day named behind it.
    fn is_dated_behind(&self, pair: &Pair<'_>) -> bool {
        let text = self.context.answer.text;
        let end = text.floor_char_boundary((pair.last + REACH).min(text.len()));
        let end = text[pair.last..end].find('\n').map_or(end, |at| pair.last + at);
        let dates = &self.context.answer.dates;
        let from = dates.partition_point(|it| it.span.start < pair.last);
        dates[from..].iter().take_while(|it| it.span.end <= end).any(|it| !self.is_task_day(it))
            && pair.mention.name.is_some_and(|name| {
                let mut values = self.context.past.earlier(name);
                values.any(|it| is_value(pair.number, it, &pair.name.unit, 0.0))
            })
    }

    fn figure_for(&self, mention: &Mention) -> Option<usize> {
        let text = self.context.answer.text;
        let own = mention.span;
        let until = text.floor_char_boundary((own.end + REACH).min(text.len()));
        let behind = &text[own.end..until];
        // Most metrics stand in no formula: the signs beside them tell.
        let (before, next) =
            (text[..own.start].trim_end_matches(MARKS), behind.trim_start_matches(MARKS));
        let typeset = || {
            ["times", "cdot", "div", "pm"]
                .iter()
                .any(|it| next.starts_with(it) || before.ends_with(it))
                || behind.contains("}{")
        };
        if !next.starts_with(OPERATORS) && !before.ends_with(OPERATORS) && !typeset() {
            return None;
        }
        let end = formula_end(behind)?;
        let rest = own.end + end + figures_behind(&behind[end..])?;
        let from = text.floor_char_boundary(own.start.saturating_sub(REACH));
        let before = &text[from..own.start];
        let lead = before.rfind(['=', '≈', ':', '\n', '|', ';', '$', ',']);
        let start =
            from + lead.map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        let formula = operands(text, Span { start, end: own.end + end })?;
        let place = formula.iter().position(|it| it.1.start <= own.start && own.end <= it.1.end)?;
        let figures = text.get(rest..until)?;
        let length = figures.find(['=', '≈', '\n', '|', ';', '?', '→']).unwrap_or(figures.len());
        let length = figures[..length].find(". ").unwrap_or(length);
        let figures = operands(text, Span { start: rest, end: rest + length })?;
        let (few, many) =
            if formula.len() < figures.len() { (&formula, &figures) } else { (&figures, &formula) };
        let alike = few.len() >= 2
            && few.iter().zip(many).all(|(one, other)| one.0 == other.0)
            && many[few.len()..].iter().all(|it| {
                it.0 == Some('×') && text[it.1.start..it.1.end].trim_matches(MARKS) == "100"
            });
        // "[close_usd] on 2021-02-05", "[close_usd]_{t−7}", "mean [daily_txns]": not the day's.
        let piece = formula[place].1;
        let led = &text[piece.start..own.start];
        // "the range ([high_usd] − [low_usd] = …"
        let led = if place == 0 { led.rfind('(').map_or(led, |at| &led[at..]) } else { led };
        let plain = is_bare(led) && is_bare(&text[own.end..piece.end]);
        if !alike || !plain {
            return None;
        }
        let figure = figures.get(place)?.1;
        let mut numbers = self.context.numbers_in(figure);
        let (number, it) = numbers.next()?;
        let shown = text.get(figure.start..it.span.start).is_some_and(is_bare)
            && text.get(it.span.end..figure.end).is_some_and(is_unit);
        (numbers.next().is_none() && it.role == NumberRole::Quantity && shown).then_some(number)
    }
}

/// Where the formula ends that goes on behind a metric: at a sign of equality, or with its line or
/// sentence.
fn formula_end(behind: &str) -> Option<usize> {
    let bytes = behind.as_bytes();
    let ends = |at: &usize| match bytes[*at] {
        b'=' | b'\n' | b'|' | b';' => true,
        b'.' => bytes.get(at + 1) == Some(&b' '),
        _ => false,
    };
    let at = (0..bytes.len()).find(ends)?;
    (!matches!(bytes[at], b'|' | b';')).then_some(at)
}

/// Where the figures begin behind the end of a formula: behind "=", or on the next line or in the next
/// sentence, which a label may lead: "Calculation: ", "- = ".
fn figures_behind(rest: &str) -> Option<usize> {
    /// The longest label, in bytes.
    const LABEL: usize = 32;
    /// Lines that may be empty.
    const EMPTY: usize = 2;
    if rest.starts_with('=') {
        return Some(1);
    }
    let near = &rest.as_bytes()[..rest.len().min(LABEL + 1)];
    let lead = near.iter().position(|it| it.is_ascii_digit() || *it == b'[')?;
    let label = &rest[..lead];
    let lines = label.bytes().filter(|it| *it == b'\n').count();
    let mut said = label.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
    let words = label.contains(char::is_alphanumeric);
    let known = said.all(|it| LABELS.iter().any(|label| label.eq_ignore_ascii_case(it)));
    let labelled = label.trim_end_matches(MARKS).ends_with([':', '=', '≈']);
    let fits = lines <= EMPTY
        && !label.contains(['|', '#'])
        && known
        && (labelled || !words && lines == 1);
    // The sign of the first figure and its currency belong to it.
    let start = label
        .rfind([':', '=', '≈'])
        .map_or(lead, |at| at + label[at..].chars().next().map_or(1, char::len_utf8));
    fits.then_some(start)
}

/// Marks and spaces around an operand.
const MARKS: [char; 12] = [' ', '*', '`', '(', ')', '[', ']', '{', '}', '$', '\\', ','];

/// The operands of a formula, each with the sign before it.
fn operands(text: &str, span: Span) -> Option<Vec<(Option<char>, Span)>> {
    let part = text.get(span.start..span.end)?;
    let mut found = Vec::with_capacity(4);
    let (mut start, mut sign, mut at) = (0, None, 0);
    while let Some(character) = part[at..].chars().next() {
        let length = character.len_utf8();
        // An index is part of its name: `[close_usd]_{t−7}`.
        if character == '_'
            && let Some(index) = part[at..].strip_prefix("_{")
        {
            at += 2 + index.find('}').map_or(index.len(), |it| it + 1);
            continue;
        }
        let (before, behind) = (&part[..at], &part[at + length..]);
        let spaced = before.ends_with([' ', ')', ']', '}']) && behind.starts_with([' ', '(', '[']);
        let operator = match character {
            '+' | '−' | '×' | '÷' | '/' | '±' => Some((character, length)),
            '·' => Some(('×', length)),
            '-' | '–' if spaced => Some(('−', length)),
            '*' if spaced && !behind.starts_with('*') && !before.ends_with('*') => {
                Some(('×', length))
            }
            // The bar of a fraction.
            '}' if behind.starts_with('{') => Some(('/', 2)),
            '\\' => [("\\times", '×'), ("\\cdot", '×'), ("\\div", '/'), ("\\pm", '±')]
                .into_iter()
                .find(|it| part[at..].starts_with(it.0))
                .map(|it| (it.1, it.0.len())),
            _ => None,
        };
        let Some((operator, skipped)) = operator else {
            at += length;
            continue;
        };
        let operand = Span { start: span.start + start, end: span.start + at };
        // What nothing stands before is a sign of its own.
        if !part[start..at].chars().all(|it| !it.is_alphanumeric()) {
            found.push((sign, operand));
            sign = Some(if operator == '÷' { '/' } else { operator });
            start = at + skipped;
        }
        if found.len() > MOST {
            return None;
        }
        at += skipped;
    }
    found.push((sign, Span { start: span.start + start, end: span.end }));
    Some(found)
}

/// Whether a text has no words and no figures, but for commands that change nothing.
fn is_bare(text: &str) -> bool {
    let mut rest = text.trim_start_matches(|it: char| it != '\\' && !it.is_alphanumeric());
    while let Some(next) = COMMANDS.iter().find_map(|it| rest.strip_prefix(it)) {
        rest = next.trim_start_matches(|it: char| it != '\\' && !it.is_alphanumeric());
    }
    !rest.contains(char::is_alphanumeric)
}

/// Whether nothing but a unit stands behind a figure.
fn is_unit(text: &str) -> bool {
    text.chars().filter(|it| it.is_alphanumeric()).count() <= UNIT
        && !text.contains(|it: char| it.is_ascii_digit())
}
