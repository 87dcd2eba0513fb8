//! Reasons not to take a differing number as a metric's value: the sentence says that it is
//! something else.

use super::{Bound, Reader};
use crate::lexicon::{Classes, stem};
use crate::mentions::Mention;
use crate::parse::{BlockKind, DateMention, Number, NumberUnit, Span};
use crate::spans::nearby;
use crate::tables::is_day;
use crate::words::Word;

/// Words by which a text takes a value back.
const MISTAKES: [u64; 6] = [
    stem(b"wrong"),
    stem(b"incorrect"),
    stem(b"mistake"),
    stem(b"mistaken"),
    stem(b"erroneous"),
    stem(b"typo"),
];

/// Verbs by which something is possible, not given.
const MODAL: [u64; 6] =
    [stem(b"may"), stem(b"might"), stem(b"can"), stem(b"could"), stem(b"would"), stem(b"should")];

/// Words that name a day or month other than as a date.
const DAYS: [u64; 18] = [
    stem(b"monday"),
    stem(b"tuesday"),
    stem(b"wednesday"),
    stem(b"thursday"),
    stem(b"friday"),
    stem(b"saturday"),
    stem(b"sunday"),
    stem(b"january"),
    stem(b"february"),
    stem(b"march"),
    stem(b"april"),
    stem(b"june"),
    stem(b"july"),
    stem(b"august"),
    stem(b"september"),
    stem(b"october"),
    stem(b"november"),
    stem(b"december"),
];

/// Words that speak of an earlier time.
const EARLIER: [u64; 10] = [
    stem(b"previous"),
    stem(b"previously"),
    stem(b"prior"),
    stem(b"earlier"),
    stem(b"ago"),
    stem(b"yesterday"),
    stem(b"last"),
    stem(b"preceding"),
    stem(b"before"),
    stem(b"past"),
];

/// How far before a value its day may be named, and the line that leads to its list may stand, in
/// bytes.
const SETTING: usize = 600;

impl Reader<'_> {
    /// Whether a value that another day had is given as the task's day's: no word of the sentence,
    /// and none before it under the same heading, speaks of another time, or one beside it says
    /// "now".
    pub(super) fn is_set_today(&self, mention: &Mention, number: &Number, scope: Span) -> bool {
        let context = self.context;
        let first = mention.span.start.min(number.span.start);
        let last = mention.span.end.max(number.span.end);
        if first < scope.start || last > scope.end {
            // In another cell of the row, whose column may be another day's.
            return false;
        }
        let block = context.answer.blocks.partition_point(|it| it.span.end <= first);
        let sentence = match context.answer.blocks.get(block) {
            Some(block) if block.kind == BlockKind::TableRow => {
                nearby(context.answer.text, mention.span, block.span, SETTING)
            }
            _ => scope,
        };
        let clause = Span {
            start: self.clause_start(scope.start, first),
            end: self.clause_end(last, scope.end),
        };
        let said = |span: Span, classes: Classes| {
            context.words.within(span).iter().any(|it| {
                it.classes.any(classes)
                    && !it.classes.any(Classes::CITED)
                    && !self.is_in_same_name(it, mention)
            })
        };
        let apart = Classes::AGAINST | Classes::COMPARISON;
        let earlier = |span: Span| !self.leads_to_today(span, mention);
        if self.is_said_of_today(mention, number, scope) {
            return true;
        }
        if self.other_day(sentence) || said(clause, apart) || earlier(clause) {
            return false;
        }
        let from = context.words.within(Span { start: clause.start, end: first });
        let comes_from = from.last().is_some_and(|it| {
            it.stem == const { stem(b"from") } || it.stem == const { stem(b"since") }
        });
        // "Current price: [close_usd] = $0.33"
        let lead = context.words.within(Span { start: scope.start, end: first });
        let led = lead.len() <= 4 && said(Span { start: scope.start, end: first }, Classes::TODAY);
        if led || said(clause, Classes::TODAY) {
            return true;
        }
        if context
            .words
            .within(sentence)
            .iter()
            .any(|it| DAYS.contains(&it.stem) && !self.is_own_day(it.span))
        {
            return false;
        }
        let compared = context
            .words
            .within(sentence)
            .iter()
            .any(|it| it.classes.any(Classes::AGAINST) || it.stem == const { stem(b"than") });
        if comes_from || compared || earlier(sentence) {
            return false;
        }
        // What stands before the sentence in its block, and the line that leads to a list.
        let blocks = &context.answer.blocks;
        let start = blocks.get(block).map_or(sentence.start, |it| it.span.start);
        let back = context.answer.text.floor_char_boundary(first.saturating_sub(SETTING));
        let own = Span { start: start.max(back).min(sentence.start), end: sentence.start };
        let lead = blocks[..block.min(blocks.len())]
            .iter()
            .rev()
            .take_while(|it| first - it.span.end < SETTING)
            .find(|it| it.kind == BlockKind::Paragraph)
            .filter(|it| context.answer.slice(it.span).trim_end_matches(['*', ' ']).ends_with(':'));
        [Some(own), lead.map(|it| it.span)]
            .into_iter()
            .flatten()
            .all(|span| self.leads_to_today(span, mention))
    }

    /// Whether words right beside a value set it on the task's day: `today's [daily_txns] of …`,
    /// `[close_usd] at $61.52 today`, "(213,146 on 2025-02-07)", "for the day".
    pub(super) fn is_said_of_today(&self, mention: &Mention, number: &Number, scope: Span) -> bool {
        let context = self.context;
        let first = mention.span.start.min(number.span.start);
        let last = mention.span.end.max(number.span.end);
        let after = context.words.within(Span { start: last, end: scope.end });
        let after = &after[..after.len().min(3)];
        let near = after.first().is_some_and(|it| {
            it.stem == const { stem(b"now") } || it.stem == const { stem(b"today") }
        });
        let the_day = matches!(after, [at, the, day, ..]
            if (at.stem == const { stem(b"on") } || at.stem == const { stem(b"for") })
                && the.stem == const { stem(b"the") }
                && day.stem == const { stem(b"day") });
        let own_day = after.iter().take(2).any(|it| self.is_own_day(it.span));
        let before = context.words.within(Span { start: scope.start, end: first });
        let led = before.last().is_some_and(|it| {
            it.stem == const { stem(b"today") } || it.stem == const { stem(b"current") }
        });
        near || the_day || own_day || led
    }

    /// Whether the last time that a text speaks of is the task's day, or it speaks of none.
    fn leads_to_today(&self, span: Span, mention: &Mention) -> bool {
        let dates = &self.context.answer.dates;
        let last = dates[..dates.partition_point(|it| it.span.end <= span.end)]
            .last()
            .filter(|it| it.span.start >= span.start);
        let own = last.filter(|it| self.is_task_day(it)).map(|it| it.span.end);
        if last.is_some() && own.is_none() {
            return false;
        }
        let since = Span { start: own.unwrap_or(span.start), end: span.end };
        !self.context.words.within(since).iter().any(|it| {
            EARLIER.contains(&it.stem)
                && !it.classes.any(Classes::CITED)
                && !self.is_in_same_name(it, mention)
        })
    }

    /// Doubts from the words before a number that stands before its mention.
    pub(super) fn doubt_before_number(
        &self,
        index: usize,
        scope: Span,
        mention: &Mention,
        own: Classes,
    ) -> Option<&'static str> {
        let context = self.context;
        let number = &context.answer.numbers[index];
        let words = context.words.within(Span { start: scope.start, end: number.span.start });
        let text = context.answer.text[scope.start..number.span.start]
            .trim_end_matches(['*', '`', '$', ' ', '(']);
        if text.ends_with(['×', '*', '^', '+', '±', '·']) {
            return Some("an operand");
        }
        if text.ends_with(['>', '<', '≥', '≤']) {
            return Some("a bound");
        }
        if text.ends_with(['–', '—', '-', '→']) && text.len() > 2 {
            return Some("an end of a range");
        }
        if self.is_result(number) {
            return Some("the result of a calculation");
        }
        let last = words.last()?;
        // "Buy near $375 in [close_usd]"
        let near = last.stem == const { stem(b"near") } || last.stem == const { stem(b"around") };
        if near && words.iter().any(|it| it.classes.any(Classes::ACTION | Classes::SOFT_ACTION)) {
            return Some("a level to act at");
        }
        let is_change = own.any(Classes::CHANGE);
        let by = last.stem == const { stem(b"by") }
            || last.stem == const { stem(b"additional") }
            || last.stem == const { stem(b"adding") }
            || last.stem == const { stem(b"extra") }
            || last.stem == const { stem(b"further") }
            || last.stem == const { stem(b"another") };
        if by && !is_change {
            return Some("a change");
        }
        if last.stem == const { stem(b"every") } || last.stem == const { stem(b"per") } {
            return Some("a quotient");
        }
        let mut moved = false;
        for (distance, word) in words.iter().rev().take(8).enumerate() {
            moved |= word.classes.any(Classes::CHANGE);
            if distance < 5 && word.stem == const { stem(b"between") } {
                return Some("an end of a range");
            }
            if distance < 2 && word.classes.any(Classes::AGAINST) {
                return Some("compared with");
            }
            if distance < 5
                && word.classes.any(Classes::PART)
                && !own.any(Classes::PART)
                && word.span.start >= self.clause_start(scope.start, number.span.start)
            {
                return Some("a part");
            }
        }
        if moved && last.stem == const { stem(b"from") } {
            return Some("an end of a change");
        }
        if moved && last.stem == const { stem(b"to") } && (!mention.cited || self.other_day(scope))
        {
            return Some("an end of a change");
        }
        None
    }

    /// Whether a number is what a statement with operands claims: a citation behind it names a
    /// source then, and not what the number is.
    fn is_result(&self, number: &Number) -> bool {
        let judgements = self.context.judgements;
        let index = judgements.partition_point(|it| it.span.end < number.span.end);
        judgements.get(index).is_some_and(|it| {
            it.span.start < number.span.start && it.span.end <= number.span.end && !it.trivial
        })
    }

    /// Doubts from the clause around a mention and its number.
    pub(super) fn doubt_around(
        &self,
        mention: &Mention,
        number: &Number,
        scope: Span,
        own: Classes,
    ) -> Option<&'static str> {
        let context = self.context;
        let first = mention.span.start.min(number.span.start);
        let last = mention.span.end.max(number.span.end);
        let before = context.words.within(Span { start: scope.start, end: first });
        let clause = self.clause_start(scope.start, first);
        // "grew 12 % to 385,930": what it grew to is the value.
        let arrives = number.span.start < mention.span.start
            && before.last().is_some_and(|it| it.stem == const { stem(b"to") });
        let bounded = self.bound_before(number.span.start, scope.start) != Bound::Value;
        let now = self.is_said_of_today(mention, number, scope);
        let bracketed = number.span.start > mention.span.end
            && context.answer.text[mention.span.end..number.span.start].contains('(');
        for (distance, word) in before.iter().rev().enumerate() {
            let same_clause = word.span.start >= clause;
            // "unless it climbs back from 138,239 [unique_receivers] now" states what is.
            // A modal verb speaks of its own clause only.
            let modal = MODAL.contains(&word.stem) && !same_clause;
            if word.classes.any(Classes::CONDITION)
                && !modal
                && !(now && (!same_clause || distance > 2 || bracketed))
                && distance < 12
                && word.stem != const { stem(b"until") }
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
            // A typical day's volatility is the volatility.
            let typical = own.any(Classes::SPREAD)
                && (word.stem == const { stem(b"typical") }
                    || word.stem == const { stem(b"normal") });
            if classes.any(Classes::MEAN) && !own.any(Classes::MEAN) && !typical {
                return Some("a mean or total over days");
            }
            if classes.any(Classes::SPREAD) && !own.any(Classes::SPREAD) {
                return Some("a measure of spread");
            }
            if classes.any(Classes::EXTREME) && !own.any(Classes::EXTREME) {
                return Some("an extreme of a period");
            }
            if classes.any(Classes::PART) && !own.any(Classes::PART) && distance < 3 {
                return Some("a part");
            }
            if classes.any(Classes::RATIO) && !own.any(Classes::RATIO) {
                return Some("a quotient");
            }
            // "It moved 1,534,959 ETH [total_volume]."
            let moves =
                word.stem == const { stem(b"moved") } && number.span.start < mention.span.start;
            if classes.any(Classes::CHANGE)
                && !own.any(Classes::CHANGE)
                && distance < 3
                && !arrives
                && !moves
            {
                return Some("a change");
            }
            // "is below the [close_usd_mean_30d] ($694.04)" compares with what is.
            let stated = number.span.start > mention.span.start
                && context
                    .answer
                    .slice(Span { start: mention.span.end, end: number.span.start })
                    .trim_matches(['*', '`', ' ', '$', '\\'])
                    == "("
                && context.words.within(Span { start: clause, end: first }).iter().any(|it| {
                    it.stem == const { stem(b"is") } || it.stem == const { stem(b"stands") }
                })
                && !context.words.within(scope).iter().any(|it| {
                    it.classes.any(Classes::CONDITION | Classes::ACTION)
                        && !it.classes.any(Classes::CITED)
                });
            if classes.any(Classes::THRESHOLD) && distance < 3 && !stated {
                return Some("a threshold");
            }
            if classes.any(Classes::INTERVAL | Classes::NEGATION) && distance < 3 {
                return Some("not a plain statement of its value");
            }
            if word.classes.any(Classes::FUNCTIONAL) {
                return Some("computed from the metric");
            }
        }
        let after = context.words.within(Span { start: last, end: scope.end });
        let an_error = |it: &[Word]| {
            it[0].stem == const { stem(b"an") } && it[1].stem == const { stem(b"error") }
        };
        let soon = &after[..after.len().min(8)];
        if soon.iter().any(|it| MISTAKES.contains(&it.stem)) || soon.windows(2).any(an_error) {
            return Some("the text calls it a mistake");
        }
        let clause_end = self.clause_end(last, scope.end);
        for (distance, word) in after.iter().take(8).enumerate() {
            if self.is_own_day(word.span) {
                continue;
            }
            let same_clause = word.span.start < clause_end;
            if word.stem == const { stem(b"respectively") } {
                return Some("in a list of values");
            }
            // A mean or spread is "a statistic of past days".
            let of_days = own.any(Classes::MEAN | Classes::SPREAD)
                && after.get(distance + 1).is_some_and(|it| it.classes.any(Classes::TIME));
            if word.classes.any(Classes::PAST)
                && !own.any(Classes::PAST)
                && !of_days
                && distance < 6
                && same_clause
            {
                return Some("an earlier time is named");
            }
            // "may just reflect a quiet day" doubts the reason and not the value.
            let explains = (word.stem == const { stem(b"may") }
                || word.stem == const { stem(b"might") })
                && after.get(distance + 1).is_some_and(|it| {
                    !it.classes.any(
                        Classes::CHANGE
                            | Classes::THRESHOLD
                            | Classes::PROJECTION
                            | Classes::NEGATION,
                    ) && it.stem != const { stem(b"be") }
                        && it.stem != const { stem(b"come") }
                        && it.stem != const { stem(b"follow") }
                        && it.stem != const { stem(b"reach") }
                });
            if word.classes.any(Classes::CONDITION) && same_clause && distance < 3 && !explains {
                return Some("conditional");
            }
            // "[volatility] = 3.99 % per day" is in its own unit.
            let own_rate = own.any(Classes::SPREAD)
                && after.get(distance + 1).is_some_and(|it| it.classes.any(Classes::TIME));
            if distance < 3
                && same_clause
                && !own_rate
                && word.classes.any(Classes::PER)
                && !own.any(Classes::PER)
                && word.stem != const { stem(b"by") }
                && word.stem != const { stem(b"over") }
            {
                return Some("a quotient");
            }
            // "is 1,500 higher than", "5,000 ETH more than"; but not "of 1,250,000 is up"
            let linked = distance == 1 && after[0].classes.any(Classes::VERB | Classes::AGAINST);
            if distance < 2
                && !linked
                && same_clause
                && word.classes.any(Classes::CHANGE | Classes::OVER | Classes::UNDER)
                && word.classes.any(Classes::UP | Classes::DOWN)
                && !own.any(Classes::CHANGE)
            {
                return Some("a difference");
            }
            if distance < 1
                && same_clause
                && word.classes.any(Classes::TIME)
                && !word.classes.any(Classes::CITED)
            {
                return Some("a period");
            }
        }
        self.day_of(mention, number, scope)
    }

    /// A doubt if the words set the sentence on a day other than the task's.
    pub(super) fn day_of(
        &self,
        mention: &Mention,
        number: &Number,
        scope: Span,
    ) -> Option<&'static str> {
        let context = self.context;
        let first = mention.span.start.min(number.span.start);
        let last = mention.span.end.max(number.span.end);
        let dates = &context.answer.dates;
        let from = dates.partition_point(|it| it.span.start < scope.start);
        let mut set: Option<bool> = None;
        for date in dates[from..].iter().take_while(|it| it.span.start < scope.end) {
            let own = self.is_task_day(date);
            if date.span.start >= last {
                // "1,127,284 on 2 February" belongs to that day, if no more than a word parts them.
                let gap = context.words.within(Span { start: last, end: date.span.start });
                let apart = Classes::COMPARISON | Classes::OVER | Classes::UNDER;
                if gap.len() <= 3
                    && !gap.iter().any(|it| it.classes.any(apart))
                    && !self.is_of_extreme(mention, last, date)
                    && !self.has_own_value(date, scope.end)
                {
                    set = Some(own);
                }
                break;
            }
            let lead = context.words.within(Span { start: scope.start, end: date.span.start });
            let compared = lead.iter().rev().take(3).any(|it| it.classes.any(Classes::COMPARISON));
            if date.span.end > first || !compared {
                set = Some(own);
            }
        }
        (set == Some(false)).then_some("another day is named")
    }

    /// `$902.25 [low_since_peak] (2022-06-18)`: the day of a peak or low is the metric's own.
    fn is_of_extreme(&self, mention: &Mention, end: usize, date: &DateMention) -> bool {
        let gap = &self.context.answer.text[end..date.span.start];
        let extreme = mention.name.is_some_and(|it| {
            self.context.names.get(it).classes.any(Classes::EXTREME)
                && self.context.past.earlier(it).next().is_none()
        });
        extreme
            && matches!(
                gap.trim_matches(['*', '`', ' ', ']', ',', '$']),
                "(" | "on" | "(on" | "set on" | "reached on" | "attained on" | "made on" | "of"
            )
    }

    /// "2025-02-02 (1,127,284)", "2025-02-17: 6.1715": the day belongs to the value behind it.
    fn has_own_value(&self, date: &DateMention, end: usize) -> bool {
        let Some(number) = self.number_after(date.span.end, end) else {
            return false;
        };
        let number = &self.context.answer.numbers[number];
        let gap = self.context.answer.text[date.span.end..number.span.start].trim();
        matches!(gap, "(" | ":" | "=") && number.unit == NumberUnit::None
            || matches!(gap, "($" | ": $") && number.unit == NumberUnit::Usd
    }

    /// Whether a sentence names a day other than the task's, as its own time.
    pub(super) fn other_day(&self, scope: Span) -> bool {
        let dates = &self.context.answer.dates;
        let first = dates.partition_point(|it| it.span.start < scope.start);
        dates[first..]
            .iter()
            .take_while(|it| it.span.end <= scope.end)
            .any(|it| !self.is_task_day(it))
    }

    /// `[daily_txns] and [unique_users] were 1,187,055 and 385,930`: which is whose is not sure.
    pub(super) fn listed_with_previous(&self, index: usize, scope: Span) -> Option<&'static str> {
        let context = self.context;
        let mention = &context.mentions[index];
        let previous = context.mentions[..index]
            .iter()
            .rev()
            .take_while(|it| it.span.start >= scope.start)
            .find(|it| {
                it.name != mention.name && !self.is_subject(it) && it.cited == mention.cited
            })?;
        let gap = Span { start: previous.span.end, end: mention.span.start };
        let number = self.number_before(gap.end, gap.start);
        let words = context.words.within(gap);
        let joined = words.len() <= 3
            && words.iter().all(|it| {
                it.stem == const { stem(b"and") }
                    || it.stem == const { stem(b"the") }
                    || it.stem == const { stem(b"or") }
                    || it.stem == const { stem(b"to") }
            });
        let listed = !words.is_empty() || context.answer.slice(gap).contains([',', '/', '&']);
        (number.is_none() && joined && listed).then_some("in a list of metrics")
    }

    pub(super) fn is_in_same_name(&self, word: &Word, mention: &Mention) -> bool {
        mention.name.is_some_and(|it| {
            let name = self.context.names.get(it);
            self.context.names.has_word(name, word.stem)
        })
    }

    /// Where the clause around a position begins: after the last mark that parts clauses.
    pub(super) fn clause_start(&self, start: usize, position: usize) -> usize {
        let bytes = &self.context.answer.text.as_bytes()[start..position];
        let parts = |at: usize| match bytes[at] {
            b',' | b';' | b':' | b'(' | b')' | b'|' => true,
            0xE2 => bytes[at..].starts_with("—".as_bytes()),
            _ => false,
        };
        (0..bytes.len()).rev().find(|at| parts(*at)).map_or(start, |at| start + at)
    }

    /// Where the clause around a position ends. A comma inside a number parts nothing.
    pub(super) fn clause_end(&self, position: usize, end: usize) -> usize {
        let bytes = &self.context.answer.text.as_bytes()[position..end];
        let ends = |at: usize| match bytes[at] {
            b',' | b'.' => bytes.get(at + 1).is_none_or(|it| !it.is_ascii_digit()),
            b';' | b':' | b'(' | b'|' => true,
            0xE2 => bytes[at..].starts_with("—".as_bytes()),
            _ => false,
        };
        (0..bytes.len()).find(|at| ends(*at)).map_or(end, |at| position + at)
    }

    /// Whether a position stands in the date of the task's own day.
    pub(super) fn is_own_day(&self, span: Span) -> bool {
        let dates = &self.context.answer.dates;
        let upto = dates.partition_point(|it| it.span.start <= span.start);
        dates[..upto].last().is_some_and(|it| span.end <= it.span.end && self.is_task_day(it))
    }

    pub(super) fn is_task_day(&self, mention: &DateMention) -> bool {
        is_day(mention, self.context.facts.date)
    }

    /// Whether a sentence speaks of what may come: "if", "only after a close above".
    pub(super) fn is_awaited(&self, mention: &Mention, sentence: Span) -> bool {
        let before =
            self.context.words.within(Span { start: sentence.start, end: mention.span.start });
        self.context.words.classes(sentence).any(Classes::CONDITION | Classes::PROJECTION)
            || before.iter().any(|it| it.classes.any(Classes::ACTION | Classes::SOFT_ACTION))
            || before
                .iter()
                .rev()
                .take(6)
                .any(|it| it.classes.any(Classes::NEXT) && !it.classes.any(Classes::OVER))
    }
}
