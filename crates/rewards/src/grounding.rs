//! Compares the values beside citations and named metrics with the task's data.
//!
//! A number beside a citation is not always its value: it may be an earlier day's, a mean, a
//! threshold, a change, an operand. So a number is taken as the metric's value only where the
//! words and marks between the two allow nothing else, and a value that does not fit is called
//! contradicted only where the sentence gives no other reason for it. Precision goes first: a
//! wrong `contradicted` punishes an honest answer.

use serde::{Deserialize, Serialize};

use crate::assess::Context;
use crate::facts::Unit;
use crate::lexicon::{Classes, stem};
use crate::mentions::Mention;
use crate::names::{Name, NameKind, Names};
use crate::parse::{Block, BlockKind, Number, NumberRole, NumberUnit, Sentence, Span};
use crate::values::{in_unit, is_value, shown_digits};
use crate::words::Word;

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
    drop_doubles(&mut readings);
    readings
}

/// "Unique Users: 592,966 [unique_users]" names the metric twice and gives one value: the citation
/// keeps it.
fn drop_doubles(readings: &mut Vec<Reading>) {
    let taken: Vec<(Option<usize>, usize)> = readings
        .iter()
        .filter(|it| it.cited)
        .filter_map(|it| it.number.map(|number| (it.name, number)))
        .collect();
    readings.retain(|it| {
        it.cited
            || it
                .number
                .is_none_or(|number| !taken.contains(&(it.name, number)))
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

/// Words before a mention by which what follows is computed from the metric.
const FUNCTIONS: &str =
    "ln log sqrt exp delta sum of-change square root cumulative annualized annualised";
/// Words between a number and a citation behind it, that part the two.
const PARTING: &str = "and or to from by against while but plus minus times into on for if when of than \
                       with although because whereas where so then";
/// Words that stand between a metric and a value in "and"-lists.
const LISTING: &str = "respectively";

fn is_one_of(word: &Word, list: &str) -> bool {
    list.split_ascii_whitespace()
        .any(|it| stem(it.as_bytes()) == word.stem)
}

/// Classes that make a number beside a metric something else than its value of the day.
const ELSE: Classes = Classes::CHANGE
    .and(Classes::PAST)
    .and(Classes::CONDITION)
    .and(Classes::MEAN)
    .and(Classes::SPREAD)
    .and(Classes::PROJECTION)
    .and(Classes::EXTREME)
    .and(Classes::RATIO)
    .and(Classes::INTERVAL)
    .and(Classes::NEGATION)
    .and(Classes::PART);

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
        let plain = Reading {
            actual: name.value,
            ..plain
        };
        let (Some(actual), Some(sentence)) = (name.value, sentence) else {
            return Some(plain);
        };
        let block = &context.answer.blocks.get(sentence.block);
        let in_row = block.is_some_and(|it| it.kind == BlockKind::TableRow);
        let scope = match block {
            Some(block) if in_row => cell_around(block, mention.span),
            _ => sentence.span,
        };
        let mut candidates = [None, None, None];
        candidates[0] = self.before(index, name, scope);
        candidates[1] = self.after(index, name, scope);
        if in_row {
            candidates[2] = context
                .tables
                .value_of(context.parts(), sentence.block, mention)
                .map(|(number, sure)| Candidate {
                    number,
                    tight: sure,
                    bound: Bound::Value,
                    doubt: (!sure).then_some("one of several columns"),
                });
        } else if candidates[1].is_none() {
            candidates[2] = self.moved_to(index, name, scope);
        }
        let candidates = candidates.into_iter().flatten();

        let mut best: Option<(Grounding, Candidate, Option<&'static str>)> = None;
        for candidate in candidates {
            let (verdict, reason) =
                self.judge(mention, name, actual, candidate, sentence.span, scope);
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
                    (2, 1) => reason != Some(UNIT_DIFFERS),
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
        let claimed = in_unit(number, &name.unit)
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

    /// The number that stands before a mention: "592,966 unique users [unique_users]".
    fn before(&self, index: usize, name: &Name, scope: Span) -> Option<Candidate> {
        let context = self.context;
        let mention = &context.mentions[index];
        let number = self.number_before(mention.span.start, scope.start)?;
        let it = &context.answer.numbers[number];
        let gap = Span {
            start: it.span.end,
            end: mention.span.start,
        };
        if gap.end - gap.start > 80 {
            return None;
        }
        let between = context.answer.slice(gap);
        if !between
            .bytes()
            .all(|it| it.is_ascii_alphanumeric() || !it.is_ascii() || b" ()*`_'\"-[]".contains(&it))
            || between.contains(['–', '—', '→', '≈', '×', '÷', '−'])
        {
            return None;
        }
        let words = context.words.within(gap);
        let limit = if mention.cited { 6 } else { 2 };
        if words.len() > limit {
            return None;
        }
        let own = self.own_classes(name);
        let mut tight = true;
        for (place, word) in words.iter().enumerate() {
            let at = Span {
                start: word.span.start,
                end: word.span.end,
            };
            if self.belongs_to(word, mention, name) || is_unit_word(context, at, &name.unit) {
                continue;
            }
            if !mention.cited {
                // "1,187,055 daily transactions": nothing but adjectives may stand between.
                if word.classes.any(Classes::TODAY) {
                    continue;
                }
                return None;
            }
            // "1.2 million of the [daily_txns]" is a part; "385,930 [daily_txns]" is not.
            if is_one_of(word, PARTING)
                || word.classes.any(Classes::PER)
                || word
                    .classes
                    .any(Classes::NUMERIC | Classes::TIME | Classes::COMPARISON)
                || word.classes.any(ELSE) && !word.classes.any(own)
            {
                return None;
            }
            tight &= place < 3;
        }
        // Another metric between the two takes the number.
        let taken = context.mentions[..index]
            .iter()
            .rev()
            .take_while(|other| other.span.start >= gap.start)
            .any(|other| other.strong && other.name != mention.name);
        if taken {
            return None;
        }
        Some(Candidate {
            number,
            tight,
            bound: self.bound_before(it.span.start, scope.start),
            doubt: self
                .doubt_before_number(it, scope, own)
                .or_else(|| self.doubt_around(mention, it, scope, own)),
        })
    }

    /// The number that stands behind a mention: "[unique_users] = 592,966".
    fn after(&self, index: usize, name: &Name, scope: Span) -> Option<Candidate> {
        let context = self.context;
        let mention = &context.mentions[index];
        let number = self.number_after(mention.span.end, scope.end)?;
        let it = &context.answer.numbers[number];
        let gap = Span {
            start: mention.span.end,
            end: it.span.start,
        };
        if gap.end - gap.start > 90 {
            return None;
        }
        let between = context.answer.slice(gap);
        let text = context.answer.text;
        let before =
            text[scope.start..mention.span.start].trim_end_matches(['*', '`', '_', ' ', '\'', '"']);
        let closes = between
            .trim_start_matches(['*', '`', ']', '_'])
            .trim_start()
            .starts_with(')');
        if closes {
            // "Unique users ([unique_users]): 592,966" is fine, "ln([unique_users]) = 13" is not.
            let Some(outside) = before.strip_suffix('(') else {
                return None;
            };
            if !outside.is_empty() && !outside.ends_with([' ', '*', '|']) {
                return None;
            }
        }
        let opens = between.trim_matches(['*', '`', ' ', '_', ']']) == "(";
        if !opens && is_operand(before) {
            return None;
        }
        let own = self.own_classes(name);
        let words = context.words.within(gap);
        if words.len() > 9 {
            return None;
        }
        for character in between.chars() {
            let fine = character.is_alphanumeric()
                || character.is_whitespace()
                || matches!(
                    character,
                    ':' | '='
                        | '('
                        | ')'
                        | '*'
                        | '`'
                        | '_'
                        | '≈'
                        | '~'
                        | '$'
                        | '['
                        | ']'
                        | '"'
                        | '\''
                        | '’'
                        | '“'
                        | '”'
                        | '-'
                        | '–'
                        | '—'
                        | ','
                        | '\\'
                        | '→'
                        | '≅'
                        | '≃'
                );
            if !fine || matches!(character, '→') {
                return None;
            }
        }
        let mut tight = true;
        let mut linked = words.is_empty();
        for word in words {
            if self.belongs_to(word, mention, name)
                || self.is_own_day(word.span)
                || is_unit_word(context, word.span, &name.unit)
            {
                continue;
            }
            let link = word
                .classes
                .any(Classes::LINK | Classes::TODAY | Classes::APPROXIMATE);
            let bound =
                word.classes.any(Classes::OVER | Classes::UNDER) || word.stem == stem(b"than");
            if word.classes.any(Classes::NETWORK) {
                continue;
            }
            if !link && !bound {
                return None;
            }
            if word.classes.any(ELSE) && !word.classes.any(own | Classes::TODAY) && !bound && !link
            {
                return None;
            }
            linked = true;
            tight &= word.classes.any(Classes::VERB)
                || word.stem == stem(b"of")
                || word.stem == stem(b"at")
                || bound;
        }
        // A bare comma lists; it does not give a value.
        let marks = between.trim_matches(['*', '`', ' ', '_']);
        if marks.starts_with(',') && !linked || marks == "," {
            return None;
        }
        // "[daily_txns] - 5" may be a difference.
        if words.is_empty() && marks.chars().all(|it| matches!(it, '-' | '–' | '—')) {
            let spaced = between.starts_with(' ') && between.ends_with(' ');
            let heads = before
                .trim_matches(['*', '`', ' ', '-', '•', '|'])
                .is_empty();
            if !marks.is_empty() && !(spaced && heads) {
                return None;
            }
        }
        // A bare space is no link, except where nothing else stands in the cell or item.
        if marks.is_empty() && words.is_empty() {
            let alone = before.trim_matches(['*', '`', ' ', '-', '•']).is_empty();
            if !alone {
                return None;
            }
        }
        let taken = context.mentions[index + 1..]
            .iter()
            .take_while(|other| other.span.start < gap.end)
            .any(|other| other.strong && other.name != mention.name && !self.is_subject(other));
        if taken {
            return None;
        }
        let bound = self.bound_before(it.span.start, mention.span.end);
        Some(Candidate {
            number,
            tight,
            bound,
            doubt: self
                .listed_with_previous(index, scope)
                .or_else(|| self.doubt_around(mention, it, scope, own)),
        })
    }

    /// "[daily_txns] rose 5 % to 1,250,000": the number after "to" is the value.
    fn moved_to(&self, index: usize, name: &Name, scope: Span) -> Option<Candidate> {
        let context = self.context;
        let mention = &context.mentions[index];
        let words = context.words.within(Span {
            start: mention.span.end,
            end: scope.end,
        });
        let own = self.own_classes(name);
        let mut changed = false;
        for (place, word) in words.iter().take(16).enumerate() {
            let other = context
                .mentions
                .iter()
                .skip(index + 1)
                .take_while(|it| it.span.start <= word.span.start)
                .any(|it| it.strong && it.name != mention.name && !self.is_subject(it));
            if other
                || word
                    .classes
                    .any(Classes::CONDITION | Classes::PROJECTION | Classes::MEAN)
            {
                return None;
            }
            changed |= word.classes.any(Classes::CHANGE);
            if !(changed && word.stem == stem(b"to")) {
                continue;
            }
            let number = self.number_after(word.span.end, scope.end)?;
            let it = &context.answer.numbers[number];
            let next = words.get(place + 1)?;
            if next.span.start > it.span.end || it.span.start > next.span.end {
                return None;
            }
            return Some(Candidate {
                number,
                tight: false,
                bound: Bound::Value,
                doubt: self
                    .doubt_around(mention, it, scope, own | Classes::CHANGE)
                    .or_else(|| self.other_day(scope).then_some("another day is named")),
            });
        }
        None
    }

    fn judge(
        &self,
        mention: &Mention,
        name: &Name,
        actual: f64,
        candidate: Candidate,
        sentence: Span,
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
                } else if near && mention.strong && !self.is_awaited(mention, sentence) {
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
            return (
                Grounding::Grounded,
                Some("a fall, written without its sign"),
            );
        }
        if let Some(doubt) = candidate.doubt {
            return (Grounding::NoValue, Some(doubt));
        }
        if !mention.strong {
            return (
                Grounding::NoValue,
                Some("the words may mean something else"),
            );
        }
        if let Some(reason) = self.is_other_known(number, name, candidate) {
            return (Grounding::NoValue, Some(reason));
        }
        if is_numbered_marker(number, shown_digits(number), name) && !candidate.tight {
            return (Grounding::NoValue, Some("not clearly its value"));
        }
        (Grounding::Contradicted, None)
    }

    /// Whether a sentence speaks of what may come: "if", "only after a close above".
    fn is_awaited(&self, mention: &Mention, sentence: Span) -> bool {
        let before = self.context.words.within(Span {
            start: sentence.start,
            end: mention.span.start,
        });
        self.context
            .words
            .classes(sentence)
            .any(Classes::CONDITION | Classes::PROJECTION)
            || before
                .iter()
                .any(|it| it.classes.any(Classes::ACTION | Classes::SOFT_ACTION))
            || before
                .iter()
                .rev()
                .take(6)
                .any(|it| it.classes.any(Classes::NEXT) && !it.classes.any(Classes::OVER))
    }

    /// Whether a number is another figure of the task: an earlier day's, a calculation's.
    fn is_other_known(
        &self,
        number: &Number,
        name: &Name,
        candidate: Candidate,
    ) -> Option<&'static str> {
        let context = self.context;
        if shown_digits(number) < 2 {
            return None;
        }
        let earlier = context.facts.history.iter().any(|row| {
            Some(row.date) != context.facts.date
                && row
                    .values
                    .get(&name.name)
                    .is_some_and(|it| is_value(number, *it, &name.unit, 0.0))
        });
        if earlier {
            return Some("an earlier day's value");
        }
        let calculated = context
            .facts
            .expected_calculations
            .values()
            .any(|it| is_value(number, it.value, &it.unit, 0.0));
        if calculated && shown_digits(number) >= 3 {
            return Some("a calculated value");
        }
        if candidate.tight {
            return None;
        }
        let other = context.facts.metrics.iter().any(|(other, value)| {
            *other != name.name
                && shown_digits(number) >= 3
                && is_value(number, *value, &self.unit(other), 0.0)
        });
        other.then_some("another metric's value")
    }

    fn unit(&self, name: &str) -> Unit {
        self.context
            .facts
            .units
            .get(name)
            .cloned()
            .unwrap_or_default()
    }

    /// The last quantity that ends before a position.
    fn number_before(&self, end: usize, start: usize) -> Option<usize> {
        let numbers = &self.context.answer.numbers;
        let upto = numbers.partition_point(|it| it.span.end <= end);
        let index = upto.checked_sub(1)?;
        let number = &numbers[index];
        (number.span.start >= start && number.role == NumberRole::Quantity).then_some(index)
    }

    /// The first quantity that begins at or after a position.
    fn number_after(&self, start: usize, end: usize) -> Option<usize> {
        let numbers = &self.context.answer.numbers;
        let mut index = numbers.partition_point(|it| it.span.start < start);
        loop {
            let number = numbers.get(index)?;
            if number.span.start >= end {
                return None;
            }
            match number.role {
                NumberRole::Quantity => return Some(index),
                // "on 2025-02-09 was": the date is looked at with the words.
                NumberRole::Date => index += 1,
                _ => return None,
            }
        }
    }

    fn is_subject(&self, mention: &Mention) -> bool {
        mention
            .name
            .is_some_and(|it| self.context.names.get(it).kind == NameKind::Subject)
    }

    /// Whether a word is part of another mention of the same name, or of the name itself.
    fn belongs_to(&self, word: &Word, mention: &Mention, name: &Name) -> bool {
        if word.classes.any(Classes::CITED) {
            return self.context.mentions.iter().any(|it| {
                it.cited
                    && it.name == mention.name
                    && it.span.start <= word.span.start
                    && word.span.end <= it.span.end
            });
        }
        self.context.names.has_word(name, word.stem)
    }

    /// The classes of the metric's own words: a growth is a change by name.
    fn own_classes(&self, name: &Name) -> Classes {
        name.classes
    }

    /// Whether a position stands in the date of the task's own day.
    fn is_own_day(&self, span: Span) -> bool {
        self.context.answer.dates.iter().any(|it| {
            it.span.start <= span.start && span.end <= it.span.end && self.is_task_day(it)
        })
    }

    fn is_task_day(&self, mention: &crate::parse::DateMention) -> bool {
        let Some(day) = self.context.facts.date else {
            return false;
        };
        match mention.date {
            Some(date) => date == day,
            None => mention.month_day == (day.month(), day.day()),
        }
    }

    /// Whether a sentence names a day other than the task's, as its own time.
    fn other_day(&self, scope: Span) -> bool {
        let dates = &self.context.answer.dates;
        let first = dates.partition_point(|it| it.span.start < scope.start);
        dates[first..]
            .iter()
            .take_while(|it| it.span.end <= scope.end)
            .any(|it| !self.is_task_day(it))
    }

    /// Whether a number is a multiple, a share of something, or the start of a calculation.
    fn is_multiple(&self, number: &Number) -> bool {
        let rest = self.context.answer.text[number.span.end..].trim_start_matches(['*', '`']);
        let close = rest.trim_start();
        if close.starts_with(['×', '÷', '/', '^', 'σ'])
            || close.starts_with("\\times")
            || close.starts_with("\\div")
        {
            return true;
        }
        if rest.starts_with(['x', 'X']) && !rest[1..].starts_with(|it: char| it.is_alphanumeric()) {
            return true;
        }
        let after_operator = |operator: char| {
            close
                .strip_prefix(operator)
                .is_some_and(|it| it.trim_start().starts_with(|it: char| it.is_ascii_digit()))
        };
        ['*', '+', '-', '−', '–', '±']
            .into_iter()
            .any(after_operator)
    }

    /// What kind of bound the words before a number make of it.
    fn bound_before(&self, number: usize, start: usize) -> Bound {
        let words = self.context.words.within(Span { start, end: number });
        let mut last = words.iter().rev();
        let Some(first) = last.next() else {
            return Bound::Value;
        };
        let bound = |word: &Word| {
            if word.classes.any(Classes::OVER) {
                Bound::AtLeast
            } else if word.classes.any(Classes::UNDER) {
                Bound::AtMost
            } else {
                Bound::Value
            }
        };
        if first.stem == stem(b"than") {
            return last.next().map_or(Bound::Value, bound);
        }
        let at = last.next().is_some_and(|it| it.stem == stem(b"at"));
        if first.stem == stem(b"least") || first.stem == stem(b"most") {
            return match (at, first.stem == stem(b"least")) {
                (true, true) => Bound::AtLeast,
                (true, false) => Bound::AtMost,
                _ => Bound::Value,
            };
        }
        if first.stem == stem(b"more")
            || first.stem == stem(b"fewer")
            || first.stem == stem(b"less")
        {
            return Bound::Value;
        }
        bound(first)
    }

    /// Doubts from the words before a number that stands before its mention.
    fn doubt_before_number(
        &self,
        number: &Number,
        scope: Span,
        own: Classes,
    ) -> Option<&'static str> {
        let words = self.context.words.within(Span {
            start: scope.start,
            end: number.span.start,
        });
        let text = self.context.answer.text[scope.start..number.span.start]
            .trim_end_matches(['*', '`', '$', ' ']);
        if text.ends_with(['×', '*', '^', '+', '±', '·']) {
            return Some("an operand");
        }
        let last = words.last()?;
        let near = words.iter().rev().take(2);
        let mut classes = Classes::NONE;
        for word in near {
            classes |= word.classes;
        }
        let by = last.stem == stem(b"by")
            || last.stem == stem(b"additional")
            || last.stem == stem(b"another");
        if by && !own.any(Classes::CHANGE) {
            return Some("a change");
        }
        let moved = words
            .iter()
            .rev()
            .take(8)
            .any(|it| it.classes.any(Classes::CHANGE));
        if moved && (last.stem == stem(b"to") || last.stem == stem(b"from")) {
            return Some("an end of a change");
        }
        if classes.any(Classes::PART) && !own.any(Classes::PART) {
            return Some("a part");
        }
        None
    }

    /// Doubts from the clause around a mention and its number.
    fn doubt_around(
        &self,
        mention: &Mention,
        number: &Number,
        scope: Span,
        own: Classes,
    ) -> Option<&'static str> {
        let context = self.context;
        let first = mention.span.start.min(number.span.start);
        let last = mention.span.end.max(number.span.end);
        let before = context.words.within(Span {
            start: scope.start,
            end: first,
        });
        let clause = self.clause_start(scope.start, first);
        let bounded = self.bound_before(number.span.start, scope.start) != Bound::Value;
        for (distance, word) in before.iter().rev().enumerate() {
            let same_clause = word.span.start >= clause;
            if word.classes.any(Classes::CONDITION) && distance < 12 && word.stem != stem(b"until")
            {
                return Some("conditional");
            }
            if word.classes.any(Classes::PROJECTION)
                && !own.any(Classes::PROJECTION)
                && distance < 6
                && same_clause
            {
                return Some("a projection");
            }
            if word.classes.any(Classes::PAST) && !own.any(Classes::PAST) && distance < 7 {
                return Some("an earlier time is named");
            }
            if !same_clause || distance >= 4 {
                continue;
            }
            if self.is_in_same_name(word, mention) {
                continue;
            }
            // "over" and "least" are the bound itself.
            if bounded && distance < 3 && word.classes.any(Classes::OVER | Classes::UNDER) {
                continue;
            }
            let classes = word.classes;
            if classes.any(Classes::MEAN) && !own.any(Classes::MEAN) {
                return Some("a mean or total over days");
            }
            if classes.any(Classes::SPREAD) && !own.any(Classes::SPREAD) {
                return Some("a measure of spread");
            }
            if classes.any(Classes::EXTREME) && !own.any(Classes::EXTREME) {
                return Some("an extreme of a period");
            }
            if classes.any(Classes::CHANGE) && !own.any(Classes::CHANGE) && distance < 3 {
                return Some("a change");
            }
            if classes.any(Classes::THRESHOLD) && distance < 3 {
                return Some("a threshold");
            }
            if classes.any(Classes::INTERVAL | Classes::NEGATION) && distance < 3 {
                return Some("not a plain statement of its value");
            }
            if is_one_of(word, FUNCTIONS) {
                return Some("computed from the metric");
            }
        }
        let after = context.words.within(Span {
            start: last,
            end: scope.end,
        });
        let clause_end = self.clause_end(last, scope.end);
        for (distance, word) in after.iter().take(8).enumerate() {
            if self.is_own_day(word.span) {
                continue;
            }
            let same_clause = word.span.start < clause_end;
            if word.stem == stem(LISTING.as_bytes()) {
                return Some("in a list of values");
            }
            if word.classes.any(Classes::PAST)
                && !own.any(Classes::PAST)
                && distance < 6
                && same_clause
            {
                return Some("an earlier time is named");
            }
            if word.classes.any(Classes::CONDITION) && same_clause && distance < 3 {
                return Some("conditional");
            }
            if distance < 3
                && same_clause
                && word.classes.any(Classes::PER)
                && !own.any(Classes::PER)
                && word.stem != stem(b"by")
                && word.stem != stem(b"over")
            {
                return Some("a quotient");
            }
            // "is 1,500 higher than", "5,000 more than"
            if distance < 2
                && same_clause
                && word
                    .classes
                    .any(Classes::CHANGE | Classes::OVER | Classes::UNDER)
                && word.classes.any(Classes::UP | Classes::DOWN)
                && !own.any(Classes::CHANGE)
            {
                return Some("a difference");
            }
            if distance < 1 && word.classes.any(Classes::TIME) {
                return Some("a period");
            }
        }
        self.day_of(mention, number, scope)
    }

    /// A doubt if the words set the sentence on a day other than the task's.
    fn day_of(&self, mention: &Mention, number: &Number, scope: Span) -> Option<&'static str> {
        let context = self.context;
        let first = mention.span.start.min(number.span.start);
        let last = mention.span.end.max(number.span.end);
        let dates = &context.answer.dates;
        let from = dates.partition_point(|it| it.span.start < scope.start);
        let mut set: Option<bool> = None;
        for date in dates[from..]
            .iter()
            .take_while(|it| it.span.start < scope.end)
        {
            let own = self.is_task_day(date);
            if date.span.start >= last {
                // "1,127,284 on 2 February" belongs to that day, if no more than a word parts them.
                let gap = context.words.within(Span {
                    start: last,
                    end: date.span.start,
                });
                if gap.len() <= 3 && !gap.iter().any(|it| it.classes.any(Classes::COMPARISON)) {
                    set = Some(own);
                }
                break;
            }
            let lead = context.words.within(Span {
                start: scope.start,
                end: date.span.start,
            });
            let compared = lead
                .iter()
                .rev()
                .take(3)
                .any(|it| it.classes.any(Classes::COMPARISON));
            if date.span.end > first || !compared {
                set = Some(own);
            }
        }
        (set == Some(false)).then_some("another day is named")
    }

    /// "[daily_txns] and [unique_users] were 1,187,055 and 385,930": which is whose is not sure.
    fn listed_with_previous(&self, index: usize, scope: Span) -> Option<&'static str> {
        let context = self.context;
        let mention = &context.mentions[index];
        let previous = context.mentions[..index]
            .iter()
            .rev()
            .find(|it| it.name != mention.name && !self.is_subject(it))?;
        if previous.span.start < scope.start {
            return None;
        }
        let gap = Span {
            start: previous.span.end,
            end: mention.span.start,
        };
        let number = self.number_before(gap.end, gap.start);
        let words = context.words.within(gap);
        let joined = words.len() <= 3
            && words.iter().all(|it| {
                it.stem == stem(b"and")
                    || it.stem == stem(b"the")
                    || it.stem == stem(b"or")
                    || it.stem == stem(b"to")
            });
        (number.is_none() && joined).then_some("in a list of metrics")
    }

    fn is_in_same_name(&self, word: &Word, mention: &Mention) -> bool {
        mention.name.is_some_and(|it| {
            let name = self.context.names.get(it);
            self.context.names.has_word(name, word.stem)
        })
    }

    /// Where the clause around a position begins: after the last mark that parts clauses.
    fn clause_start(&self, start: usize, position: usize) -> usize {
        let text = &self.context.answer.text[start..position];
        text.rfind([',', ';', ':', '(', ')', '—', '|'])
            .map_or(start, |at| start + at)
    }

    /// Where the clause around a position ends. A comma inside a number parts nothing.
    fn clause_end(&self, position: usize, end: usize) -> usize {
        let text = &self.context.answer.text[position..end];
        let bytes = text.as_bytes();
        text.char_indices()
            .find(|(at, it)| match it {
                ',' | '.' => bytes.get(at + 1).is_none_or(|it| !it.is_ascii_digit()),
                ';' | ':' | '(' | '—' | '|' => true,
                _ => false,
            })
            .map_or(end, |(at, _)| position + at)
    }
}

const UNIT_DIFFERS: &str = "not in the metric's unit";

/// Whether the text before a mention makes it an operand: "[daily_txns] / ".
fn is_operand(before: &str) -> bool {
    let trimmed = before.trim_end();
    if trimmed.is_empty() {
        return false;
    }
    if trimmed.ends_with([
        '/', '÷', '×', '+', '−', '^', '·', '∙', '√', 'Δ', '∆', '{', '=',
    ]) {
        return true;
    }
    if trimmed.ends_with("\\times") || trimmed.ends_with("\\div") || trimmed.ends_with(" per") {
        return true;
    }
    // A hyphen with something before it on the line is a minus; alone it is a list's mark.
    if let Some(rest) = trimmed.strip_suffix('-') {
        return rest.ends_with([' ', ']', ')']) && !rest.trim().is_empty();
    }
    // "f([daily_txns]" and "Δ[daily_txns]" are computed from it.
    if let Some(rest) = trimmed.strip_suffix('(') {
        return is_operand(rest) || rest.ends_with(|it: char| it.is_alphanumeric());
    }
    false
}

fn near_in_size(value: f64, actual: f64) -> bool {
    let (value, actual) = (value.abs(), actual.abs());
    value <= actual * 2.0 && actual <= value * 2.0
}

fn negated(number: &Number) -> Number {
    Number {
        value: -number.value,
        ..number.clone()
    }
}

/// Whether a number is so short that it may be anything: "2" beside a metric of millions.
fn is_numbered_marker(number: &Number, digits: u32, name: &Name) -> bool {
    digits <= 1
        && number.unit == NumberUnit::None
        && name
            .value
            .is_some_and(|it| it.abs() >= 100.0 && number.value.abs() < 100.0)
}

/// Whether a word is the unit of a metric: "ETH", "gwei", "dollars".
fn is_unit_word(context: &Context<'_>, span: Span, unit: &Unit) -> bool {
    let word = context.answer.slice(span);
    match unit {
        Unit::Coin(name) | Unit::Other(name) => name
            .split(|it: char| !it.is_alphanumeric())
            .any(|it| it.eq_ignore_ascii_case(word)),
        Unit::Usd => ["usd", "dollar", "dollars", "us"]
            .iter()
            .any(|it| it.eq_ignore_ascii_case(word)),
        Unit::Percent | Unit::Ratio => word.eq_ignore_ascii_case("percent"),
        _ => false,
    }
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
    block
        .cells
        .iter()
        .copied()
        .find(|it| it.start <= span.start && span.end <= it.end)
        .unwrap_or(span)
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
            (
                "The network had 385,930 unique users.",
                &["unique_users ok"],
            ),
            (
                "The network had 592,966 unique users.",
                &["unique_users no"],
            ),
            ("[success_rate] of 98.68%", &["success_rate ok"]),
            ("a 98.68 % [success_rate]", &["success_rate ok"]),
            ("a success rate of 0.9868", &["success_rate ok"]),
            ("a success rate of 0.9868%", &["success_rate no"]),
            ("[success_rate] stood at 97.1%", &["success_rate no"]),
            (
                "volume of 1.53 million ETH [total_volume]",
                &["total_volume ok"],
            ),
            (
                "1,534,958.69 ETH moved [total_volume]",
                &["total_volume ok"],
            ),
            (
                "1,634,958.69 ETH moved [total_volume]",
                &["total_volume no"],
            ),
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
            (
                "[daily_txns] on 2025-02-09 was 1,187,055.",
                &["daily_txns ok"],
            ),
            (
                "[daily_txns] on 9 February 2025 was 1,087,055.",
                &["daily_txns no"],
            ),
            ("[gas_price_gwei] (2.62 gwei)", &["gas_price_gwei ok"]),
            ("[gas_price_gwei] (3.62 gwei)", &["gas_price_gwei no"]),
            ("Transactions ([daily_txns]): 1,187,055", &["daily_txns ok"]),
            ("~1.19 million [daily_txns]", &["daily_txns ok"]),
            (
                "Daily transactions reached 1.29 million.",
                &["daily_txns no"],
            ),
            ("[daily_txns] rose 5.3 % to 1,187,055", &["daily_txns ok"]),
            ("[daily_txns] rose 5.3 % to 1,250,000", &["daily_txns no"]),
            ("[txn_growth] was 5.30 %", &["txn_growth ok"]),
            ("[txn_growth] was 7.30 %", &["txn_growth no"]),
        ]);
    }

    #[test]
    fn numbers_that_are_something_else() {
        check(&[
            ("if [daily_txns] falls below 1,000,000", &["daily_txns -"]),
            (
                "If [daily_txns] is below 1,000,000, sell.",
                &["daily_txns -"],
            ),
            ("[daily_txns] rose 5 %", &["daily_txns -"]),
            (
                "[daily_txns] / [unique_users] = 3.08",
                &["daily_txns -", "unique_users -"],
            ),
            (
                "1,187,055 [daily_txns] / 385,930 [unique_users] = 3.08",
                &["daily_txns ok", "unique_users ok"],
            ),
            (
                "The 7-day average [daily_txns] is 1,250,000",
                &["daily_txns -"],
            ),
            ("the mean of [daily_txns] was 1,250,000", &["daily_txns -"]),
            ("a projected [daily_txns] of 1,250,000", &["daily_txns -"]),
            (
                "A week earlier [daily_txns] stood at 1,127,284.",
                &["daily_txns -"],
            ),
            (
                "On 2025-02-02, [daily_txns] was 1,127,284.",
                &["daily_txns -"],
            ),
            (
                "On 2025-02-02, [daily_txns] was 1,127,999.",
                &["daily_txns -"],
            ),
            (
                "3.08 transactions per user [daily_txns] [unique_users]",
                &["daily_txns -", "unique_users -"],
            ),
            (
                "[daily_txns] × (1 − [success_rate]) = 15,633",
                &["daily_txns -", "success_rate -"],
            ),
            ("ln([daily_txns]) = 13.99", &["daily_txns -"]),
            (
                "15,633 transactions failed, given the [success_rate].",
                &["success_rate -"],
            ),
            (
                "[daily_txns] and [unique_users] were 1,187,055 and 385,930, respectively.",
                &["daily_txns -", "unique_users -"],
            ),
            (
                "[daily_txns] would need to reach 1,500,000",
                &["daily_txns -"],
            ),
            ("an increase of 59,771 in [daily_txns]", &["daily_txns -"]),
            (
                "[unique_users] is 22,766 lower than the day before",
                &["unique_users -"],
            ),
            ("98.7% of [daily_txns] succeeded", &["daily_txns -"]),
            (
                "watch whether [daily_txns] holds 1,100,000",
                &["daily_txns -"],
            ),
            (
                "Success rate × transactions: 0.9868 × 1,187,055 = 1,171,386",
                &[],
            ),
            ("[made_up_metric] is 7", &["made_up_metric ?"]),
            ("a [note] on this [1]", &[]),
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
        let days = "| Date | [daily_txns] |\n|---|---|\n| 2025-02-02 | 1,127,284 |\n| 2025-02-09 | 1,187,055 |\n";
        check(&[
            (table, &["daily_txns ok", "unique_users no"]),
            (bare, &["daily_txns ok"]),
            (days, &["daily_txns ok"]),
        ]);
    }
}
