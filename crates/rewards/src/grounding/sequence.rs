//! Metrics that are named first, and their values in the same order behind:
//! `[close_usd] is below [close_usd_mean_30d] ($3,332.60 vs. $3,702.37)`.

use super::{Bound, Candidate, Reader};
use crate::lexicon::stem;
use crate::mentions::Mention;
use crate::parse::{NumberRole, Span};

/// How far apart the metrics of a sequence may stand, in bytes and words.
const APART: (usize, usize) = (48, 6);
/// The most metrics of a sequence.
const MOST: usize = 6;
/// What leads to the values in words.
const LEADS: [&str; 8] = ["are", "were", "at", "of", "stand at", "stood at", "came to", "come to"];
/// How far behind the metrics their values begin, in bytes.
const BEHIND: usize = 14;

/// What may stand between the values of a sequence.
const JOINTS: [&str; 20] = [
    "<", ">", "≤", "≥", "<=", ">=", "=", "≈", "−", "–", "-", "/", "→", "->", ",", ";", "and", "to",
    "vs", "versus",
];
/// The same in more words.
const WORDED: [&str; 5] = ["vs.", "against", "compared to", "compared with", "relative to"];

impl Reader<'_> {
    /// The value that stands in the place of a mention in the sequence of values behind several
    /// metrics. It may be read in another way too, so only a slip contradicts.
    pub(super) fn in_sequence(&self, index: usize, scope: Span) -> Option<Candidate> {
        let mentions = &self.context.mentions;
        let is_next = |one: &Mention, other: &Mention| self.is_next_named(one, other, scope);
        let mut first = index;
        while first > 0 && index - first < MOST && is_next(&mentions[first - 1], &mentions[first]) {
            first -= 1;
        }
        let mut last = index;
        while last + 1 < mentions.len()
            && last - first < MOST
            && is_next(&mentions[last], &mentions[last + 1])
        {
            last += 1;
        }
        let count = last + 1 - first;
        if count < 2 {
            return None;
        }
        let values = self.values_behind(mentions[last].span.end, count)?;
        let number = *values.get(index - first)?;
        let end = values.last().map_or(0, |it| self.context.answer.numbers[*it].span.end);
        let doubt = if self.is_ordered(end) { None } else { Some("in a list of values") };
        let tight = doubt.is_none();
        Some(Candidate { number, tight, bound: Bound::Value, doubt, operand: false })
    }

    /// Whether a metric is named right behind another, with no number between.
    fn is_next_named(&self, one: &Mention, other: &Mention, scope: Span) -> bool {
        if one.span.start < scope.start || other.span.end > scope.end {
            return false;
        }
        let gap = Span { start: one.span.end, end: other.span.start.max(one.span.end) };
        one.cited
            && other.cited
            && one.name != other.name
            && gap.end - gap.start <= APART.0
            && self.context.words.within(gap).len() <= APART.1
            && !self.context.answer.slice(gap).contains(['\n', ';', '|'])
            && self.context.numbers_in(gap).next().is_none()
    }

    /// Whether "respectively" stands behind the values, which leaves no doubt of their order.
    fn is_ordered(&self, end: usize) -> bool {
        /// How far behind them, in words.
        const SOON: usize = 3;
        let behind = self.context.words.first_from(end);
        let words = self.context.words.all();
        words[behind..].iter().take(SOON).any(|it| it.stem == const { stem(b"respectively") })
    }

    /// So many numbers that follow a place at once, joined by signs or words that set one beside the
    /// next, and no more of them.
    fn values_behind(&self, end: usize, count: usize) -> Option<Vec<usize>> {
        let answer = self.context.answer;
        let numbers = &answer.numbers;
        let first = numbers.partition_point(|it| it.span.start < end);
        let start = numbers.get(first)?.span.start;
        let lead = answer.text.get(end..start).filter(|it| it.len() <= BEHIND)?;
        let marked = lead.contains(['(', ':', '=', '≈', '–', '—', ',']);
        let plain = lead.chars().all(|it| !it.is_alphanumeric()) || lead.contains("i.e.");
        let said = LEADS.contains(&lead.trim_matches(['*', '`', ' ', '$', '(']));
        let stopped = lead.contains(['\n', '|', '.']) && !lead.contains("i.e.");
        if !said && (!marked || !plain || stopped) {
            return None;
        }
        let mut found = vec![first];
        while let (Some(one), Some(next)) =
            (numbers.get(first + found.len() - 1), numbers.get(first + found.len()))
        {
            if !is_joint(&answer.text[one.span.end..next.span.start.max(one.span.end)]) {
                break;
            }
            found.push(first + found.len());
            if found.len() > count {
                return None;
            }
        }
        let quantities = found.iter().all(|it| numbers[*it].role == NumberRole::Quantity);
        (found.len() == count && quantities).then_some(found)
    }
}

/// Whether a text is a sign or word that sets one value beside another, with units around it.
fn is_joint(text: &str) -> bool {
    /// The longest, with its units, in bytes.
    const LONGEST: usize = 28;
    if text.len() > LONGEST || text.contains('\n') {
        return false;
    }
    let marks = ['*', '`', ' ', '$', '%', '\u{a0}', '\u{202f}', '\\', '('];
    let text = text.trim_matches(marks);
    let is_it = |joint: &str| text.eq_ignore_ascii_case(joint);
    if JOINTS.iter().chain(&WORDED).any(|it| is_it(it)) {
        return true;
    }
    // "3,332.60 USD vs 3,702.37": a unit, and then the joint.
    text.split_once(' ').is_some_and(|(unit, rest)| {
        unit.len() <= 5
            && unit.bytes().all(|it| it.is_ascii_alphabetic())
            && JOINTS
                .iter()
                .chain(&WORDED)
                .any(|it| rest.trim_matches(marks).eq_ignore_ascii_case(it))
    })
}
