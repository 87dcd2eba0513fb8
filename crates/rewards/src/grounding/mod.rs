//! Compares the values beside citations and named metrics with the task's data.
//!
//! A number beside a citation is not always its value: it may be an earlier day's, a mean, a
//! threshold, a change, an operand. So a number is taken as the metric's value only where the
//! words and marks between the two allow nothing else, and a value that does not fit is called
//! contradicted only where the sentence gives no other reason for it. Precision goes first: a
//! wrong `contradicted` punishes an honest answer.

mod candidates;
mod doubts;
mod marks;
mod pair;
mod setting;
mod time;

use serde::{Deserialize, Serialize};

use crate::assess::Context;
use crate::facts::Unit;
use crate::lexicon::Classes;
use crate::mentions::Mention;
use crate::names::{Name, NameKind, Names};
use crate::parse::{Block, BlockKind, Number, NumberUnit, Sentence, Span};
use crate::spans::nearby;
use crate::values::{in_unit, is_value, shown_digits};

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
    let reader = Reader { context };
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
    reader.add_subjects(&mut readings);
    drop_doubles(&mut readings);
    readings
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
}

impl Reader<'_> {
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
                cited_as: Some(citation.name.clone()),
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
            && self.follows_other(index, before.number)
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
                },
            );
        } else if candidates[1].is_none() {
            candidates[2] = self.moved_to(index, name, scope);
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
        let Some((verdict, candidate, reason)) = best else {
            return Some(plain);
        };
        let number = &context.answer.numbers[candidate.number];
        let checked = verdict != Grounding::NoValue;
        let claimed = in_unit(number, &name.unit).map(|it| it.value).min_by(|one, other| {
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

    /// Reads the tables that give each subject's value in a column or row of its own, where no
    /// cell names the metric and the subject together.
    fn add_subjects(&self, readings: &mut Vec<Reading>) {
        let context = self.context;
        if context.facts.subjects.len() < 2 {
            return;
        }
        let mut found = context.tables.of_subjects(context.parts());
        let taken: Vec<usize> = readings.iter().filter_map(|it| it.number).collect();
        found.retain(|(_, _, number)| !taken.contains(number));
        for (index, name_index, number) in found {
            let mention =
                Mention { name: Some(name_index), clear: true, ..context.mentions[index] };
            let name = context.names.get(name_index);
            let Some(actual) = name.value else { continue };
            let candidate = Candidate { number, tight: true, bound: Bound::Value, doubt: None };
            let shown = &context.answer.numbers[number];
            let cell = mention.span;
            let (verdict, reason) = self.judge(&mention, name, actual, candidate, cell);
            if verdict == Grounding::NoValue {
                continue;
            }
            let of_other_day =
                context.past.earlier(name_index).any(|it| is_value(shown, it, &name.unit, 0.0));
            if verdict == Grounding::Contradicted && of_other_day {
                continue;
            }
            readings.push(Reading {
                span: shown.span,
                mention: index,
                name: Some(name_index),
                cited_as: None,
                number: Some(number),
                claimed: in_unit(shown, &name.unit).next().map(|it| it.value),
                actual: Some(actual),
                verdict,
                reason: reason.or(Some("by row and column")),
                cited: false,
            });
        }
        readings.sort_by_key(|it| (context.mentions[it.mention].span.start, it.span.start));
    }

    /// Whether a doubt can matter to the judgement of a candidate: not where the number is the
    /// value, as it mostly is, nor where it cannot be in its unit.
    fn is_open_to_doubt(&self, number: &Number, name: &Name, bound: Bound) -> bool {
        let Some(actual) = name.value else {
            return true;
        };
        let approximate = self.context.thresholds.approximate_tolerance;
        in_unit(number, &name.unit).next().is_some()
            && (bound != Bound::Value
                || name.kind != NameKind::Calculation
                    && !is_value(number, actual, &name.unit, approximate))
    }

    fn judge(
        &self,
        mention: &Mention,
        name: &Name,
        actual: f64,
        candidate: Candidate,
        scope: Span,
    ) -> (Grounding, Option<&'static str>) {
        let context = self.context;
        let number = &context.answer.numbers[candidate.number];
        let approximate = context.thresholds.approximate_tolerance;
        let Some(shown) = in_unit(number, &name.unit).next() else {
            return (Grounding::NoValue, Some(UNIT_DIFFERS));
        };
        if self.is_multiple(number) {
            return (Grounding::NoValue, Some("a multiple"));
        }
        if self.is_precision(number) {
            return (Grounding::NoValue, Some("a number of digits"));
        }
        match candidate.bound {
            Bound::Value => {}
            bound => {
                if let Some(doubt) = candidate.doubt {
                    return (Grounding::NoValue, Some(doubt));
                }
                let holds = in_unit(number, &name.unit).any(|it| {
                    let inside = match bound {
                        Bound::AtLeast => actual >= it.value,
                        _ => actual <= it.value,
                    };
                    // "over 1" says nothing about a million.
                    inside && near_in_size(it.value, actual)
                });
                let near = in_unit(number, &name.unit).any(|it| near_in_size(it.value, actual));
                return if holds {
                    (Grounding::Grounded, Some("a bound that holds"))
                } else if near
                    && mention.clear
                    && !self.is_awaited(&self.pair(mention, number, name, scope))
                {
                    (Grounding::Contradicted, Some("a bound that does not hold"))
                } else {
                    (Grounding::NoValue, Some("a bound"))
                };
            }
        }
        if name.kind == NameKind::Calculation {
            let expected = context.facts.expected_calculations.get(&name.name);
            let falls = context.words.classes(scope).any(Classes::DOWN);
            let right = expected.is_some_and(|it| crate::values::is_expected(number, it, falls));
            return if right {
                (Grounding::Grounded, Some("the expected value"))
            } else {
                (Grounding::NoValue, Some("a calculated value"))
            };
        }
        if is_value(number, actual, &name.unit, approximate) {
            return (Grounding::Grounded, None);
        }
        if actual < 0.0
            && shown.value > 0.0
            && context.words.classes(scope).any(Classes::DOWN)
            && is_value(&negated(number), actual, &name.unit, approximate)
        {
            return (Grounding::Grounded, Some("a fall, written without its sign"));
        }
        if let Some(doubt) = candidate.doubt {
            return (Grounding::NoValue, Some(doubt));
        }
        if !mention.clear {
            return (Grounding::NoValue, Some("the words may mean something else"));
        }
        if self.is_about(number, actual, name, scope.start) {
            return (Grounding::NoValue, Some("not exactly its value"));
        }
        if let Some(reason) = self.is_other_known(number, mention, name, candidate, scope) {
            return (Grounding::NoValue, Some(reason));
        }
        let (first, last) =
            (mention.span.start.min(number.span.start), mention.span.end.max(number.span.end));
        if self.is_quoted(first, last, scope) {
            return (Grounding::NoValue, Some("it is quoted"));
        }
        if is_numbered_marker(number, shown_digits(number), name) && !candidate.tight {
            return (Grounding::NoValue, Some("not clearly its value"));
        }
        (Grounding::Contradicted, None)
    }

    /// Whether a number is another figure of the task: an earlier day's, a calculation's.
    fn is_other_known(
        &self,
        number: &Number,
        mention: &Mention,
        name: &Name,
        candidate: Candidate,
        scope: Span,
    ) -> Option<&'static str> {
        let context = self.context;
        if shown_digits(number) < 2 {
            return None;
        }
        let earlier = mention.name.is_some_and(|it| {
            let mut values = context.past.earlier(it);
            values.any(|it| is_value(number, it, &name.unit, 0.0))
        });
        let by_table = number.span.start > scope.end || number.span.end < scope.start;
        let pair = self.pair(mention, number, name, scope);
        let today = candidate.tight && mention.cited && self.is_set_today(&pair, by_table);
        if earlier && !today {
            return Some("an earlier day's value");
        }
        let calculated = context
            .facts
            .expected_calculations
            .values()
            .any(|it| is_value(number, it.value, &it.unit, 0.0));
        // "[daily_txns_sd] = 143,221" gives the metric what was computed for another.
        let equated = candidate.tight
            && mention.cited
            && pair.is_number_last()
            && name.value.is_some_and(|it| (0.05..=20.0).contains(&(number.value / it).abs()))
            && self.begins_clause(mention, scope);
        if calculated && shown_digits(number) >= 3 && !equated {
            return Some("a calculated value");
        }
        let siblings = !mention.cited
            && context.names.all().iter().any(|other| {
                let bare = |it: &str| it.split_once('.').map(|it| it.1.to_owned());
                other.subject != name.subject
                    && name.subject.is_some()
                    && bare(&other.name) == bare(&name.name)
                    && other.value.is_some_and(|it| is_value(number, it, &other.unit, 0.0))
            });
        if siblings {
            return Some("another network's value");
        }
        if candidate.tight {
            return None;
        }
        let other = shown_digits(number) >= 3
            && context.names.all().iter().any(|other| {
                other.kind == NameKind::Metric
                    && other.name != name.name
                    && other.value.is_some_and(|it| is_value(number, it, &other.unit, 0.0))
            });
        other.then_some("another metric's value")
    }

    /// Whether nothing that could be computed with stands before a mention in its clause.
    fn begins_clause(&self, mention: &Mention, scope: Span) -> bool {
        let start = self.clause_start(scope.start, mention.span.start);
        let clause = Span { start, end: mention.span.start };
        self.context.mentions_in(clause).is_empty()
            && self.number_before(mention.span.start, start).is_none()
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

/// How far around a mention its sentence is read, in bytes: further away nothing is said of it.
const REACH: usize = 400;

const UNIT_DIFFERS: &str = "not in the metric's unit";

fn near_in_size(value: f64, actual: f64) -> bool {
    let (value, actual) = (value.abs(), actual.abs());
    value <= actual * 2.0 && actual <= value * 2.0
}

fn negated(number: &Number) -> Number {
    Number { value: -number.value, ..number.clone() }
}

/// Whether a number is so short that it may be anything: "2" beside a metric of millions.
fn is_numbered_marker(number: &Number, digits: u32, name: &Name) -> bool {
    digits <= 1
        && number.unit == NumberUnit::None
        && name.value.is_some_and(|it| it.abs() >= 100.0 && number.value.abs() < 100.0)
}

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
mod tests {
    use super::*;
    use crate::scorer::Scorer;
    use crate::testing::facts;

    /// Writes the readings of a text as "metric verdict" pairs.
    fn read_all(text: &str) -> Vec<String> {
        Scorer::default().with_context(text, &facts(), None, |context| {
            context
                .readings
                .iter()
                .filter(|it| it.is_reported())
                .map(|it| {
                    let verdict = match it.verdict {
                        Grounding::Grounded => "ok",
                        Grounding::Contradicted => "no",
                        Grounding::NoValue => "-",
                        Grounding::UnknownMetric => "?",
                    };
                    format!("{} {verdict}", it.metric_name(context.names))
                })
                .collect()
        })
    }

    fn check(cases: &[(&str, &[&str])]) {
        let failed: Vec<String> = cases
            .iter()
            .filter(|(text, expect)| read_all(text) != *expect)
            .map(|(text, expect)| format!("{text}\n   is {:?}, not {expect:?}", read_all(text)))
            .collect();
        assert!(failed.is_empty(), "\n{}", failed.join("\n"));
    }

    #[test]
    fn values_before_and_after() {
        check(&[
            ("1,187,055 [daily_txns]", &["daily_txns ok"]),
            ("[daily_txns] = 1,187,055", &["daily_txns ok"]),
            ("[daily_txns]: **1,187,055**", &["daily_txns ok"]),
            ("**[daily_txns]**: 1,187,055", &["daily_txns ok"]),
            ("Unique Users: 385,930 [Unique_Users]", &["unique_users ok"]),
            ("Unique Users: 385,931 [Unique_Users]", &["unique_users no"]),
            ("The network had 385,930 unique users.", &["unique_users ok"]),
            ("The network had 592,966 unique users.", &["unique_users no"]),
            ("[success_rate] of 98.68%", &["success_rate ok"]),
            ("a 98.68 % [success_rate]", &["success_rate ok"]),
            ("a success rate of 0.9868", &["success_rate ok"]),
            ("a success rate of 0.9868%", &["success_rate no"]),
            ("[success_rate] stood at 97.1%", &["success_rate no"]),
            ("volume of 1.53 million ETH [total_volume]", &["total_volume ok"]),
            ("1,534,958.69 ETH moved [total_volume]", &["total_volume ok"]),
            ("1,634,958.69 ETH moved [total_volume]", &["total_volume no"]),
            (
                "Ethereum processed 1,187,055 transactions [daily_txns] from 385,930 addresses [unique_users].",
                &["daily_txns ok", "unique_users ok"],
            ),
            (
                "Ethereum processed 1,287,055 transactions [daily_txns] from 395,930 addresses [unique_users].",
                &["daily_txns no", "unique_users no"],
            ),
            (
                "With [daily_txns] at 1,187,055 and [unique_users] at 385,930, activity held.",
                &["daily_txns ok", "unique_users ok"],
            ),
            (
                "With [daily_txns] at 1,187,155 and [unique_users] at 385,030, activity held.",
                &["daily_txns no", "unique_users no"],
            ),
            ("[daily_txns] on 2025-02-09 was 1,187,055.", &["daily_txns ok"]),
            ("[daily_txns] on 9 February 2025 was 1,087,055.", &["daily_txns no"]),
            ("[gas_price_gwei] (2.62 gwei)", &["gas_price_gwei ok"]),
            ("[gas_price_gwei] (3.62 gwei)", &["gas_price_gwei no"]),
            ("Transactions ([daily_txns]): 1,187,055", &["daily_txns ok"]),
            ("~1.19 million [daily_txns]", &["daily_txns ok"]),
            ("Daily transactions reached 1.29 million.", &["daily_txns no"]),
            ("[daily_txns] rose 5.3 % to 1,187,055", &["daily_txns ok"]),
            ("[daily_txns] rose 5.3 % to 1,250,000", &["daily_txns no"]),
            ("[txn_growth] was 5.30 %", &["txn_growth ok"]),
            ("[txn_growth] was 7.30 %", &["txn_growth no"]),
            ("transactions fell from 1,203,788 to 1,187,055 [daily_txns]", &["daily_txns ok"]),
            ("transactions fell from 1,203,788 to 1,177,055 [daily_txns]", &["daily_txns no"]),
            ("• Daily Transactions: 1,187,055 [Daily_Transactions]", &["daily_txns ok"]),
            ("• Daily Transactions: 1,178,055 [Daily_Transactions]", &["daily_txns no"]),
            ("- **Daily Transactions**: 1,187,155 ([daily_txns])", &["daily_txns no"]),
            ("The 98.68% success rate [success_rate] is high.", &["success_rate ok"]),
            ("The 89.68% success rate [success_rate] is high.", &["success_rate no"]),
            ("[daily_txns] (Feb 9): 1,187,055", &["daily_txns ok"]),
            (
                "[unique_users] (395,930) and [daily_txns] (1,197,055)",
                &["unique_users no", "daily_txns no"],
            ),
            ("Today's figure for unique users is 385,930.", &["unique_users ok"]),
            ("The number of unique users stands at 358,930.", &["unique_users no"]),
            ("an average transaction value of 1.29 ETH [avg_tx_value]", &["avg_tx_value ok"]),
            ("an average transaction value of 1.92 ETH [avg_tx_value]", &["avg_tx_value no"]),
            ("Gas price: 26.2 gwei [gas_price_gwei]", &["gas_price_gwei no"]),
            (
                "~386K unique users [unique_users] made 1.19M transactions [daily_txns].",
                &["unique_users ok", "daily_txns ok"],
            ),
            ("roughly 1.5 million ETH [total_volume]", &["total_volume ok"]),
            (
                "Ethereum's daily transactions (1,187,055) and unique users (385,930)",
                &["daily_txns ok", "unique_users ok"],
            ),
            ("385,930 distinct people used the network [unique_users]", &["unique_users ok"]),
            ("activity, at 1,287,055 transactions [daily_txns], was high", &["daily_txns no"]),
            ("[total_volume] reached 2.53 million ETH", &["total_volume no"]),
            ("a 5.3% rise in transactions [txn_growth]", &["txn_growth ok"]),
            ("a 7.3% rise in transactions [txn_growth]", &["txn_growth no"]),
            ("Daily Transactions [daily_txns] — 1,287,055", &["daily_txns no"]),
            ("[daily_txns] came in at 1,287,055, up 5%.", &["daily_txns no"]),
            ("[unique_users] totaled 285,930 on the day.", &["unique_users no"]),
            (
                "On 2025-02-09 the network served 285,930 users [unique_users].",
                &["unique_users no"],
            ),
            (
                "The day saw 1,817,055 transactions [daily_txns] and a success rate of 96.68% [success_rate].",
                &["daily_txns no", "success_rate no"],
            ),
            ("Its [success_rate] of 0.9768 is fine.", &["success_rate no"]),
            ("`[daily_txns]`: `1,187,055`", &["daily_txns ok"]),
            ("Daily transactions: 1.187 million [daily_txns]", &["daily_txns ok"]),
            ("Users grew 12.4% to 385,930 [unique_users].", &["unique_users ok"]),
            ("Users grew 12.4% to 395,930 [unique_users].", &["unique_users no"]),
            ("Compared with 2025-02-02, [daily_txns] of 1,250,000 is up.", &["daily_txns no"]),
            ("The gas price averaged 2.62 gwei [gas_price_gwei].", &["gas_price_gwei ok"]),
        ]);
    }

    #[test]
    fn values_in_running_text() {
        check(&[
            ("We see [daily_txns] 1,187,055.", &["daily_txns ok"]),
            ("We see [daily_txns] 1,178,055.", &["daily_txns no"]),
            (
                "So there are [unique_users] 385,930, [daily_txns] 1,187,055 and so on.",
                &["unique_users ok", "daily_txns ok"],
            ),
            (
                "So there are [unique_users] 385,390, [daily_txns] 1,178,055 and so on.",
                &["unique_users no", "daily_txns no"],
            ),
            ("The day has [total_volume] 1,634,958.69 ETH.", &["total_volume no"]),
            (
                "[gas_price_gwei] 2.62 gwei, [total_volume] 1,634,958.69 ETH",
                &["gas_price_gwei ok", "total_volume no"],
            ),
            (
                "We have 385,930 [unique_users] against 1,187,055 [daily_txns].",
                &["unique_users ok", "daily_txns ok"],
            ),
            ("It moved 1,534,958.69 ETH [total_volume].", &["total_volume ok"]),
            ("Close [total_volume] 1,634,958.69 ETH.", &["total_volume no"]),
            ("The day has [total_volume] 1,634,958.69, days 14.", &["total_volume no"]),
            ("[gas_price_gwei] 3.62 vs growth of 5.3%", &["gas_price_gwei no"]),
            ("It moved 1,763,265.79 ETH [total_volume].", &["total_volume no"]),
            ("There were 385,930 daily users [unique_users].", &["unique_users ok"]),
            ("There were 385,390 daily users [unique_users].", &["unique_users no"]),
            ("the avg value 1.92 ETH [avg_tx_value]", &["avg_tx_value no"]),
            (
                "average value 1.92 ETH [avg_tx_value], gas price 2.62 gwei [gas_price_gwei].",
                &["avg_tx_value no", "gas_price_gwei ok"],
            ),
            ("[daily_txns] of 1,817,055 is above 2025-02-02 (1,127,284).", &["daily_txns no"]),
            ("- Users [unique_users]: 395,930\n- 2025-02-02: 343,271", &["unique_users no"]),
            (
                "Regarding the transaction count [daily_txns], the reading is 1,244,916.",
                &["daily_txns no"],
            ),
            ("The gas price [gas_price_gwei] lies at 3.62 gwei.", &["gas_price_gwei no"]),
            (
                "Gas price: 2.62 gwei (value [avg_tx_value] 1.293 ETH)",
                &["gas_price_gwei ok", "avg_tx_value ok"],
            ),
        ]);
    }

    #[test]
    fn thresholds_and_scenarios() {
        check(&[
            ("Risk: [unique_users] under 340,000.", &["unique_users -"]),
            ("Trigger: [unique_users] above 420,000", &["unique_users -"]),
            ("Alert: [unique_users] below 340,000.", &["unique_users -"]),
            ("Condition: [success_rate] over 99%", &["success_rate -"]),
            ("Stop-loss: [daily_txns] at 1,100,000.", &["daily_txns -"]),
            ("Exit: [daily_txns] 1,100,000.", &["daily_txns -"]),
            ("a slip of [unique_users] to 340,000", &["unique_users -"]),
            ("Watch [unique_users] around 340,000 as support", &["unique_users -"]),
            ("We expect [daily_txns] of about 1.25 million next week.", &["daily_txns -"]),
            ("In the bull case [daily_txns] is 1.4 million.", &["daily_txns -"]),
            ("Bear case: [daily_txns] of 1.0 million", &["daily_txns -"]),
            ("capacity for [daily_txns] of 1.5 million", &["daily_txns -"]),
            ("a [gas_price_gwei] above 3.5 gwei", &["gas_price_gwei -"]),
            ("[daily_txns] 1,100,000 or lower", &["daily_txns -"]),
            ("Plan for [daily_txns] 1,500,000.", &["daily_txns -"]),
            ("A bounce of [daily_txns] to 1,500,000 is possible.", &["daily_txns -"]),
            ("Downside: [daily_txns] 1,050,000.", &["daily_txns -"]),
            ("In a week [daily_txns] 1,249,969 follows.", &["daily_txns -"]),
            ("In seven days [daily_txns] is 1,249,969.", &["daily_txns -"]),
            ("Exit: below 340,000 [unique_users].", &["unique_users -"]),
            ("(below 340,000 [unique_users])", &["unique_users -"]),
            ("Were [daily_txns] 1,300,000, each user would send 3.4.", &["daily_txns -"]),
        ]);
    }

    #[test]
    fn differences_and_lists() {
        check(&[
            ("the day is 38,135 below [daily_txns]", &["daily_txns -"]),
            ("38,135 above [daily_txns]", &["daily_txns -"]),
            ("[daily_txns] is 138,135 away", &["daily_txns -"]),
            ("halfway to [daily_txns] is 593,528", &["daily_txns -"]),
            ("twice [unique_users] = 771,860", &["unique_users -"]),
            ("4 chains of [unique_users] = 1,543,720", &["unique_users -"]),
            (
                "[total_volume] plus [avg_tx_value] is 1,534,960",
                &["total_volume -", "avg_tx_value -"],
            ),
            ("Its 1,203,000 dwarfs [unique_users].", &["unique_users -"]),
            ("bitcoin had 385,420 [daily_txns]", &["daily_txns -"]),
            ("Bitcoin's [daily_txns] of 385,420", &["daily_txns -"]),
            ("Ethereum's [daily_txns] of 1,178,055", &["daily_txns no"]),
            ("Recommendation 1 [daily_txns]: hold", &["daily_txns -"]),
            ("Step 2 [unique_users]: divide", &["unique_users -"]),
            ("13 in 1,000 [daily_txns] failed", &["daily_txns -"]),
            ("A further 50,000 [unique_users] joined.", &["unique_users -"]),
            ("13 of every 1,000 fail [success_rate].", &["success_rate -"]),
            ("Fees of 5 gwei [gas_price_gwei] are the minimum.", &["gas_price_gwei -"]),
            ("A return to 1,330,000 [daily_txns] needs 12%.", &["daily_txns -"]),
            ("Adding 58,000 [daily_txns] in a week is healthy.", &["daily_txns -"]),
            ("Table 12 [daily_txns]", &["daily_txns -"]),
            ("almost 400,000 [unique_users]", &["unique_users -"]),
            ("some 390,000 users [unique_users]", &["unique_users -"]),
            ("almost 600,000 [unique_users]", &["unique_users no"]),
            ("nearly 1.2 million [daily_txns]", &["daily_txns ok"]),
            (
                "395,930 vs 1,287,055 ([unique_users] vs [daily_txns])",
                &["unique_users -", "daily_txns -"],
            ),
            (
                "395,930 and 1,287,055 [unique_users] [daily_txns]",
                &["unique_users -", "daily_txns -"],
            ),
        ]);
    }

    #[test]
    fn numbers_that_are_something_else() {
        check(&[
            ("if [daily_txns] falls below 1,000,000", &["daily_txns -"]),
            ("If [daily_txns] is below 1,000,000, sell.", &["daily_txns -"]),
            ("[daily_txns] rose 5 %", &["daily_txns -"]),
            ("[daily_txns] / [unique_users] = 3.08", &["daily_txns -", "unique_users -"]),
            (
                "1,187,055 [daily_txns] / 385,930 [unique_users] = 3.08",
                &["daily_txns ok", "unique_users ok"],
            ),
            ("The 7-day average [daily_txns] is 1,250,000", &["daily_txns -"]),
            ("the mean of [daily_txns] was 1,250,000", &["daily_txns -"]),
            ("a projected [daily_txns] of 1,250,000", &["daily_txns -"]),
            ("A week earlier [daily_txns] stood at 1,127,284.", &["daily_txns -"]),
            ("On 2025-02-02, [daily_txns] was 1,127,284.", &["daily_txns -"]),
            ("On 2025-02-02, [daily_txns] was 1,127,999.", &["daily_txns -"]),
            (
                "3.08 transactions per user [daily_txns] [unique_users]",
                &["daily_txns -", "unique_users -"],
            ),
            ("[daily_txns] × (1 − [success_rate]) = 15,633", &["daily_txns -", "success_rate -"]),
            ("ln([daily_txns]) = 13.99", &["daily_txns -"]),
            ("15,633 transactions failed, given the [success_rate].", &["success_rate -"]),
            (
                "[daily_txns] and [unique_users] were 1,187,055 and 385,930, respectively.",
                &["daily_txns -", "unique_users -"],
            ),
            ("[daily_txns] would need to reach 1,500,000", &["daily_txns -"]),
            ("an increase of 59,771 in [daily_txns]", &["daily_txns -"]),
            ("[unique_users] is 22,766 lower than the day before", &["unique_users -"]),
            ("98.7% of [daily_txns] succeeded", &["daily_txns -"]),
            ("watch whether [daily_txns] holds 1,100,000", &["daily_txns -"]),
            ("Success rate × transactions: 0.9868 × 1,187,055 = 1,171,386", &[]),
            ("[made_up_metric] is 7", &["made_up_metric ?"]),
            ("a [note] on this [1]", &[]),
            ("A failure rate of 1.32% [success_rate]", &["success_rate -"]),
            (
                "so each user sent 1,187,055 / 385,930 = 3.08 [daily_txns]/[unique_users]",
                &["daily_txns -", "unique_users -"],
            ),
            ("between 1.1 and 1.3 million [daily_txns]", &["daily_txns -"]),
            ("up against 400,000 [unique_users] before", &["unique_users -"]),
            ("alert if > 1,300,000 [daily_txns]", &["daily_txns -"]),
            ("a fee of 0.000288 ETH [gas_price_gwei]", &["gas_price_gwei -"]),
            ("Let [unique_users] = 400,000.", &["unique_users -"]),
            ("worth $4.0 billion [total_volume]", &["total_volume -"]),
            ("It could rise to 1,300,000 [daily_txns].", &["daily_txns -"]),
            (
                "1.19 million transactions and 386 thousand users [daily_txns]",
                &["daily_txns ok", "unique_users ok", "daily_txns -"],
            ),
            ("a range of 1.1–1.3 million [daily_txns]", &["daily_txns -"]),
            ("the lowest [unique_users] was 343,000", &["unique_users -"]),
            ("3.1x [unique_users]", &["unique_users -"]),
            ("[daily_txns] was 12% above its mean", &["daily_txns -"]),
            ("yesterday's [daily_txns] of 1,203,000", &["daily_txns -"]),
            ("[daily_txns] in the prior week: 1,100,000", &["daily_txns -"]),
            ("Per user, that is 3.08 [daily_txns].", &["daily_txns -"]),
            ("For every [unique_users], 3.08 transactions were sent.", &["unique_users -"]),
            ("[success_rate] improved by 0.12 percentage points", &["success_rate -"]),
            ("Stop if [unique_users] < 350,000.", &["unique_users -"]),
            ("a threshold of 1,100,000 for [daily_txns]", &["daily_txns -"]),
            ("Assuming [daily_txns] of 1,300,000 next week", &["daily_txns -"]),
            ("the sum of [daily_txns] over 7 days is 8,839,554", &["daily_txns -"]),
            ("a standard deviation of [daily_txns] of 72,000", &["daily_txns -"]),
            ("[daily_txns] × 0.013 = 15,432", &["daily_txns -"]),
            (
                "a 95% confidence interval for [daily_txns]: 1,100,000 to 1,300,000",
                &["daily_txns -"],
            ),
            ("[daily_txns] should average 1,250,000 in March", &["daily_txns -"]),
            ("fewer [unique_users] than the 466,000 seen at the peak", &["unique_users -"]),
            ("compared to 1,330,000 [daily_txns] two days before", &["daily_txns -"]),
            (
                "[daily_txns] and [unique_users] grew 5% and 12%",
                &["daily_txns -", "unique_users -"],
            ),
            ("about 3 [daily_txns] per [unique_users]", &["daily_txns -", "unique_users -"]),
            ("15,633 failed transactions [daily_txns]", &["daily_txns -"]),
            ("1,171,422 successful transactions [daily_txns]", &["daily_txns -"]),
            ("a z-score of 2.1 for [daily_txns]", &["daily_txns -"]),
        ]);
    }

    #[test]
    fn bounds() {
        check(&[
            ("over 1 million [daily_txns]", &["daily_txns ok"]),
            ("more than 1.2 million [daily_txns]", &["daily_txns no"]),
            ("[unique_users] was below 400,000", &["unique_users ok"]),
            ("at least 390,000 [unique_users]", &["unique_users no"]),
        ]);
    }

    #[test]
    fn tables() {
        let table = "| Metric | Value | Change |\n|---|---|---|\n| [daily_txns] | 1,187,055 | 59,771 |\n| Unique users [unique_users] | 385,931 | 42,659 |\n";
        let bare = "| Metric | 2025-02-02 | 2025-02-09 |\n|---|---|---|\n| daily transactions | 1,127,284 | 1,187,055 |\n";
        let last = "| Metric | Value | Source |\n|---|---|---|\n| Transactions | 1,187,055 | [daily_txns] |\n| Users | 385,931 | [unique_users] |\n";
        let two = "| Metric | Value |\n|---|---|\n| [daily_txns] | 1,187,055 |\n\n| Metric | Threshold |\n|---|---|\n| [daily_txns] | 1,100,000 |\n";
        let days = "| Date | [daily_txns] |\n|---|---|\n| 2025-02-02 | 1,127,284 |\n| 2025-02-09 | 1,187,055 |\n";
        check(&[
            (table, &["daily_txns ok", "unique_users no"]),
            (bare, &["daily_txns ok"]),
            (days, &["daily_txns ok"]),
            (last, &["daily_txns ok", "unique_users no"]),
            (two, &["daily_txns ok", "daily_txns -"]),
        ]);
    }
}
