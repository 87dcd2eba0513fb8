//! Compares the values beside citations and named metrics with the task's data.
//!
//! A number beside a citation is not always its value: it may be an earlier day's, a mean, a
//! threshold, a change, an operand. So a number is taken as the metric's value only where the
//! words and marks between the two allow nothing else, and a value that does not fit is called
//! contradicted only where the sentence gives no other reason for it. Precision goes first: a
//! wrong `contradicted` punishes an honest answer.

mod after;
mod before;
mod conditions;
mod day;
mod doubts;
mod evidence;
mod hints;
mod judge;
mod lines;
mod marks;
mod modifiers;
mod numbers;
mod pair;
mod sequence;
mod setting;
mod slip;
mod subjects;
mod substituted;
mod symbols;
mod time;
mod today;

use std::cell::OnceCell;

use serde::{Deserialize, Serialize};

use crate::assess::Context;
use crate::facts::Unit;
use crate::mentions::Mention;
use crate::names::{NameKind, Names};
use crate::parse::{Block, BlockKind, Sentence, Span};
use crate::spans::nearby;
use crate::values::in_unit;

/// The verdict on a citation or named metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grounding {
    /// The value given is the task's, at displayed precision.
    Grounded,
    /// The value given as the metric's is not the task's.
    Contradicted,
    /// No value of the day is given with it.
    NoValue,
    /// The task has no metric of this name.
    UnknownMetric,
}

/// What stands beside a citation or named metric.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The citation or name, and its value if it has one.
    pub span: Span,
    /// Index into `mentions`.
    pub mention: usize,
    /// Index into [`Names::all`].
    pub name: Option<usize>,
    /// The name as cited, for one that the task does not have.
    pub cited_as: Option<String>,
    /// Index into `answer.numbers` of the value.
    pub number: Option<usize>,
    /// The value given as the metric's, in the metric's unit.
    pub claimed: Option<f64>,
    /// The task's value.
    pub actual: Option<f64>,
    /// The verdict.
    pub verdict: Grounding,
    /// Why no value was taken, or how it was read: lower case, no full stop.
    pub reason: Option<&'static str>,
    /// Whether it is a `[citation]`.
    pub cited: bool,
}

impl Reading {
    /// Whether a scorecard lists it: every citation, and names with a checked value.
    pub fn is_reported(&self) -> bool {
        self.cited || matches!(self.verdict, Grounding::Grounded | Grounding::Contradicted)
    }

    /// The metric's name: the task's if the task has it, otherwise as cited.
    pub fn metric_name<'n>(&'n self, names: &'n Names) -> &'n str {
        match self.name {
            Some(name) => &names.get(name).name,
            None => self.cited_as.as_deref().unwrap_or(""),
        }
    }
}

/// Reads what stands beside every mention.
pub fn read(context: &Context<'_>) -> Vec<Reading> {
    let reader = Reader { context, trusts: true, claims: OnceCell::new() };
    let mut readings = Vec::with_capacity(context.mentions.len());
    let mut sentence = 0;
    for index in 0..context.mentions.len() {
        let mention = &context.mentions[index];
        let sentences = &context.answer.sentences;
        while sentence + 1 < sentences.len() && sentences[sentence].span.end <= mention.span.start {
            sentence += 1;
        }
        let around = sentences
            .get(sentence)
            .filter(|it| it.span.start <= mention.span.start && mention.span.end <= it.span.end);
        if let Some(reading) = reader.mention(index, around) {
            readings.push(reading);
        }
    }
    if gives_hardly_a_value(&readings) {
        reread(context, &mut readings);
    }
    reader.add_subjects(&mut readings);
    drop_doubles(&mut readings);
    readings
}

/// Whether an answer gives more numbers as values that are nowhere near than right ones: one that
/// makes its figures up.
fn gives_hardly_a_value(readings: &[Reading]) -> bool {
    let unlikely = |it: &&Reading| it.reason.is_some_and(|it| evidence::UNLIKELY.contains(&it));
    let unlikely = readings.iter().filter(unlikely).count();
    let right = readings.iter().filter(|it| it.cited && it.verdict == Grounding::Grounded).count();
    unlikely >= MADE_UP && unlikely > right
}

/// Judges the numbers again that were too unlike the values to be meant as them.
fn reread(context: &Context<'_>, readings: &mut [Reading]) {
    let reader = Reader { context, trusts: false, claims: OnceCell::new() };
    for reading in readings {
        if !reading.reason.is_some_and(|it| evidence::UNLIKELY.contains(&it)) {
            continue;
        }
        let span = context.mentions[reading.mention].span;
        let sentences = &context.answer.sentences;
        let at = sentences.partition_point(|it| it.span.end <= span.start);
        let around = sentences.get(at).filter(|it| it.span.start <= span.start);
        if let Some(again) = reader.mention(reading.mention, around) {
            *reading = again;
        }
    }
}

/// `Unique Users: 592,966 [unique_users]` names the metric twice and gives one value: the citation
/// keeps it.
fn drop_doubles(readings: &mut Vec<Reading>) {
    let mut taken: Vec<(usize, Option<usize>)> = readings
        .iter()
        .filter(|it| it.cited)
        .filter_map(|it| it.number.map(|number| (number, it.name)))
        .collect();
    taken.sort_unstable();
    readings.retain(|it| {
        it.cited || it.number.is_none_or(|number| taken.binary_search(&(number, it.name)).is_err())
    });
}

/// How a number stands to a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Candidate {
    number: usize,
    /// Whether only marks and spaces stand between them, or a plain "is".
    tight: bool,
    bound: Bound,
    /// A reason not to take a differing number as the metric's value.
    doubt: Option<&'static str>,
    /// Whether it stands in a formula in the place of the metric.
    operand: bool,
}

/// Whether a number is the value or a bound of it ("over 1 million").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bound {
    Value,
    AtLeast,
    AtMost,
}

struct Reader<'c> {
    context: &'c Context<'c>,
    /// Whether a number that is nowhere near a value is taken to be something else.
    trusts: bool,
    /// What the calculations of the answer come to, sorted.
    claims: OnceCell<Vec<f64>>,
}

impl Reader<'_> {
    /// Whether a bracket holds a mention and the number behind it, and nothing else:
    /// `1.92 standard deviations ([daily_txns_sd] 65,745.83)`.
    fn is_bracketed_with(&self, index: usize, number: usize) -> bool {
        let answer = self.context.answer;
        let (mention, number) = (&self.context.mentions[index], &answer.numbers[number]);
        let marks = ['*', '`', ' '];
        mention.cited
            && number.span.start >= mention.span.end
            && answer.text[..mention.span.start].trim_end_matches(marks).ends_with('(')
            && answer.text[number.span.end..].trim_start_matches(marks).starts_with(')')
    }

    /// Whether a number is that of an item, at the start of a line: `1.3 [low_since_peak] is $0.30`.
    fn is_item_number(&self, number: usize) -> bool {
        let answer = self.context.answer;
        let span = answer.numbers[number].span;
        let parts = answer.slice(span).split('.');
        let is_part = |it: &str| (1..=2).contains(&it.len()) && it.parse::<u8>().is_ok();
        if parts.clone().count() < 2 || !parts.clone().all(is_part) {
            return false;
        }
        let from = answer.text.floor_char_boundary(span.start.saturating_sub(ITEM_REACH));
        let before = &answer.text[from..span.start];
        let line = before.rfind('\n').map(|at| &before[at + 1..]);
        line.or((from == 0).then_some(before))
            .is_some_and(|it| it.trim_matches(['*', ' ', '-', '#', '>', '•']).is_empty())
    }

    fn mention(&self, index: usize, sentence: Option<&Sentence>) -> Option<Reading> {
        let context = self.context;
        let mention = &context.mentions[index];
        let plain = Reading {
            span: mention.span,
            mention: index,
            name: mention.name,
            cited_as: None,
            number: None,
            claimed: None,
            actual: None,
            verdict: Grounding::NoValue,
            reason: None,
            cited: mention.cited,
        };
        let Some(name_index) = mention.name else {
            let citation = &context.answer.citations[mention.citation?];
            if !is_metric_like(&citation.name, context) {
                return None;
            }
            return Some(Reading {
                cited_as: Some(citation.name.clone().into_owned()),
                verdict: Grounding::UnknownMetric,
                reason: Some("the task has no metric of this name"),
                ..plain
            });
        };
        let name = context.names.get(name_index);
        // Calculations named in prose are matched elsewhere, by value and context.
        if name.kind == NameKind::Subject || name.kind == NameKind::Calculation && !mention.cited {
            return None;
        }
        if !mention.cited && self.is_called_again(index) {
            return None;
        }
        let plain = Reading { actual: name.value, ..plain };
        let heading = || {
            let headings = &context.answer.headings;
            let at = headings.partition_point(|it| it.span.end <= mention.span.start);
            let it = headings.get(at).filter(|it| it.span.start <= mention.span.start)?;
            Some(Sentence { span: it.span, block: usize::MAX })
        };
        let heading = if sentence.is_none() { heading() } else { None };
        let (Some(actual), Some(sentence)) = (name.value, sentence.or(heading.as_ref())) else {
            return Some(plain);
        };
        let block = &context.answer.blocks.get(sentence.block);
        let sentence = &Sentence {
            span: lines::labelled_lines(context.answer.text, sentence.span, mention.span),
            block: sentence.block,
        };
        let in_row = block.is_some_and(|it| it.kind == BlockKind::TableRow);
        let scope = match block {
            Some(block) if in_row => cell_around(block, mention.span),
            _ => nearby(context.answer.text, mention.span, sentence.span, REACH),
        };
        let mut candidates = [None, None, None];
        candidates[0] = self.before(index, name, scope);
        candidates[1] = self.after(index, name, scope, candidates[0].is_some());
        // "close: $5,772 (open [open_usd] $7,872": each citation has the value on its own side.
        if let (Some(before), Some(after)) = (candidates[0], candidates[1])
            && after.tight
            && (self.follows_other(index, before.number)
                || self.is_bracketed_with(index, after.number)
                || self.is_item_number(before.number))
        {
            candidates[0] = None;
        }
        if in_row {
            candidates[2] = context.tables.value_of(context.parts(), sentence.block, mention).map(
                |(number, sure)| Candidate {
                    number,
                    tight: sure,
                    bound: Bound::Value,
                    doubt: (!sure).then_some("one of several columns"),
                    operand: false,
                },
            );
        } else if mention.cited
            && let Some(candidate) = self.in_sequence(index, scope)
        {
            candidates = [None, Some(candidate), None];
        } else if let Some(candidate) = self.put_in(index, name, scope) {
            candidates = [None, Some(candidate), None];
        } else if candidates[1].is_none() {
            candidates[2] = self.moved_to(index, name, scope);
        } else if candidates[1].is_some_and(|it| it.doubt.is_some_and(|it| EARLIER.contains(&it)))
            && let Some(candidate) = self.given_now(index, scope)
        {
            candidates[1] = Some(candidate);
        }
        let of_other_day = block.is_some_and(|it| in_row && self.is_row_of_other_day(&it.cells));
        for candidate in candidates.iter_mut().flatten() {
            let number = &context.answer.numbers[candidate.number];
            if of_other_day && !self.is_fixed_extreme(&self.pair(mention, number, name, scope)) {
                candidate.doubt = candidate.doubt.or(Some("another day is named"));
            }
        }
        let candidates = candidates.into_iter().flatten();

        let mut best: Option<(Grounding, Candidate, Option<&'static str>)> = None;
        for candidate in candidates {
            let scope =
                if candidate.operand { self.scope_with(scope, candidate.number) } else { scope };
            let (verdict, reason) = self.judge(mention, name, actual, candidate, scope);
            let rank = |it: Grounding| match it {
                Grounding::Grounded => 0,
                Grounding::Contradicted => 1,
                _ => 2,
            };
            let better = match &best {
                None => true,
                // Of two numbers that do not fit, one with a doubt speaks against both.
                Some((known, _, _)) => match (rank(verdict), rank(*known)) {
                    (0, 1 | 2) => true,
                    (2, 1) => {
                        reason != Some(UNIT_DIFFERS)
                            && reason != Some(COMPUTED)
                            && (candidate.tight
                                || !best.as_ref().is_some_and(|it| it.1.tight && mention.cited))
                    }
                    (1, 2) => best.as_ref().is_some_and(|it| it.2 == Some(UNIT_DIFFERS)),
                    _ => false,
                },
            };
            if better {
                best = Some((verdict, candidate, reason));
            }
        }
        if best.is_none_or(|it| it.0 == Grounding::NoValue)
            && name.kind == NameKind::Metric
            && let Some(candidate) = self.slipped(index, name, actual, scope)
        {
            let (verdict, reason) = self.judge(mention, name, actual, candidate, scope);
            if verdict == Grounding::Contradicted {
                best = Some((verdict, candidate, reason));
            }
        }
        let Some((verdict, candidate, reason)) = best else {
            return Some(plain);
        };
        let number = &context.answer.numbers[candidate.number];
        let checked = verdict != Grounding::NoValue;
        let scaled = self.out_of_cents(number, name);
        let claimed = in_unit(scaled.as_ref().unwrap_or(number), &name.unit)
            .map(|it| it.value)
            .min_by(|one, other| {
                let far = |it: f64| (it - actual).abs();
                far(*one).total_cmp(&far(*other))
            });
        Some(Reading {
            span: if checked {
                Span {
                    start: mention.span.start.min(number.span.start),
                    end: mention.span.end.max(number.span.end),
                }
            } else {
                mention.span
            },
            number: checked.then_some(candidate.number),
            claimed: if checked { claimed } else { None },
            verdict,
            reason,
            ..plain
        })
    }

    /// `open [open_usd]` names the metric twice: the citation is read.
    fn is_called_again(&self, index: usize) -> bool {
        let mention = &self.context.mentions[index];
        self.context.mentions.get(index + 1).is_some_and(|it| {
            let gap =
                &self.context.answer.text[mention.span.end..it.span.start.max(mention.span.end)];
            it.cited
                && it.name == mention.name
                && gap.chars().all(|it| matches!(it, ' ' | '*' | '`' | '(' | '_'))
        })
    }

    fn is_subject(&self, mention: &Mention) -> bool {
        mention.name.is_some_and(|it| self.context.names.get(it).kind == NameKind::Subject)
    }
}

/// How far before the number of an item its line begins at most, in bytes.
const ITEM_REACH: usize = 24;

/// How far around a mention its sentence is read, in bytes: further away nothing is said of it.
const REACH: usize = 400;

/// How many numbers that are nowhere near the values make an answer one that makes them up.
const MADE_UP: usize = 4;

/// The reasons for which a number is the value of a day before the task's.
const EARLIER: [&str; 2] = ["an earlier time is named", "another day is named"];

const UNIT_DIFFERS: &str = "not in the metric's unit";
/// The reason for which a number is the result of a calculation with the metric.
const COMPUTED: &str = "computed from the metric";

/// Whether a citation of an unknown name is meant as a metric: `[foo_bar]` is, `[note]` is not.
fn is_metric_like(name: &str, context: &Context<'_>) -> bool {
    if context.facts.metrics.is_empty() {
        return false;
    }
    let known = [
        "note",
        "source",
        "sources",
        "date",
        "data",
        "chain",
        "network",
        "metric",
        "metric_name",
        "value",
        "citation",
        "see",
        "ref",
        "reference",
        "n",
        "x",
        "na",
        "tbd",
    ];
    name.bytes().any(|it| it.is_ascii_alphabetic())
        && !known.contains(&name)
        && name.len() <= 60
        && name.bytes().filter(|it| *it == b'_').count() <= 5
        && !context.facts.parts.contains_key(name)
        && name != context.facts.kind
}

/// The cell of a row in which a mention stands.
fn cell_around(block: &Block, span: Span) -> Span {
    let index = block.cells.partition_point(|it| it.end < span.end);
    block.cells.get(index).copied().filter(|it| it.start <= span.start).unwrap_or(span)
}

/// Whether a word is the unit of a metric: "ETH", "gwei", "dollars".
fn is_unit_word(context: &Context<'_>, span: Span, unit: &Unit) -> bool {
    let word = context.answer.slice(span);
    match unit {
        Unit::Coin(name) | Unit::Other(name) => {
            name.split(|it: char| !it.is_alphanumeric()).any(|it| it.eq_ignore_ascii_case(word))
        }
        Unit::Usd => {
            ["usd", "dollar", "dollars", "us"].iter().any(|it| it.eq_ignore_ascii_case(word))
        }
        Unit::Percent | Unit::Ratio => word.eq_ignore_ascii_case("percent"),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
