//! Days that are named: whose value they set, and which is the task's.

use super::Reader;
use super::doubts::PARTING;
use super::pair::{Form, Pair};
use crate::lexicon::{Classes, stem};
use crate::parse::{DateMention, NumberUnit, Span};
use crate::tables::is_day;
use crate::words::Word;

/// How many cells of a row may name its day: a table has few columns, a forged one many.
const DATED_CELLS: usize = 12;

impl Reader<'_> {
    /// A doubt if the words set the sentence on a day other than the task's.
    pub(super) fn day_of(&self, pair: &Pair<'_>) -> Option<&'static str> {
        // "the 4,589.91 NEAR of 2025-02-21 and today's [total_fees] of 4,330.84"
        let todays = self.words_before(pair).last().is_some_and(|it| {
            it.stem == const { stem(b"today") } || it.stem == const { stem(b"current") }
        });
        let fixed = self.is_fixed(pair) && pair.form == Form::Settled;
        if todays || fixed || self.is_fixed_extreme(pair) || self.arrives_now(pair) {
            return None;
        }
        let context = self.context;
        let scope = pair.scope;
        let dates = &context.answer.dates;
        let from = dates.partition_point(|it| it.span.start < scope.start);
        let mut set: Option<bool> = None;
        for date in dates[from..].iter().take_while(|it| it.span.start < scope.end) {
            // "Check again on 2025-02-17; compare with [daily_txns_mean] (1,222,647)."
            if self.is_to_come(date) && pair.form == Form::Settled && date.span.end < pair.clause {
                continue;
            }
            let own = self.is_task_day(date);
            if date.span.start >= pair.last {
                // "1,127,284 on 2 February" belongs to that day, if no more than a word parts them.
                let gap = context.words.within(Span { start: pair.last, end: date.span.start });
                if (gap.len() <= 3 || self.tells_whose(pair, gap))
                    && !is_apart(gap)
                    && !self.is_said_of_today(pair)
                    && !self.has_own_value(date.span, scope.end)
                {
                    set = Some(own);
                }
                break;
            }
            let lead = context.words.within(Span { start: scope.start, end: date.span.start });
            let text = &context.answer.text[date.span.end..pair.last.max(date.span.end)];
            let opens = text.trim_start_matches(['*', '`', ' ', '†']).starts_with('(')
                && !text.contains(')');
            // "Compared with 1,333,804 on 2025-02-06, [daily_txns] fell to …"
            let opening = lead.first().is_some_and(|it| {
                it.classes.any(Classes::AGAINST) && it.span.start <= scope.start + 3
            }) && pair.clause >= date.span.end;
            let compared = opening
                || !opens
                    && lead.iter().rev().take(3).any(|it| it.classes.any(Classes::COMPARISON));
            let between = date.span.end > pair.first;
            let of_start = self.is_of_start(date.span, pair);
            if between && !of_start
                || !compared && !of_start && !self.belongs_to_other(date.span, pair)
            {
                set = Some(own);
            }
        }
        if set == Some(false) || self.is_month_and_day_set(pair) || self.is_day_of_month_set(pair) {
            return Some("another day is named");
        }
        None
    }

    /// Whether words between a pair and a day behind it lead to the day: "which is the figure of",
    /// "for most of".
    fn tells_whose(&self, pair: &Pair<'_>, gap: &[Word]) -> bool {
        const LEADING: [u64; 5] =
            [stem(b"which"), stem(b"that"), stem(b"for"), stem(b"as"), stem(b"the")];
        let (Some(first), Some(last)) = (gap.first(), gap.last()) else { return false };
        gap.len() <= 6
            && LEADING.contains(&first.stem)
            && !self.is_taken(Span { start: first.span.start, end: last.span.end }, pair.mention)
            && !gap.iter().any(|it| it.classes.any(Classes::AGAINST | Classes::CHANGE))
    }

    /// Whether the row of a table in which a metric stands is that of a day other than the task's.
    pub(super) fn is_row_of_other_day(&self, cells: &[Span]) -> bool {
        let dates = &self.context.answer.dates;
        cells.iter().take(DATED_CELLS).any(|cell| {
            let first = dates.partition_point(|it| it.span.start < cell.start);
            dates.get(first).is_some_and(|it| {
                let rest = (cell.end - cell.start).saturating_sub(it.span.end - it.span.start);
                it.span.end <= cell.end && rest <= 16 && !self.is_task_day(it)
            })
        })
    }

    /// Whether a day is that of the value from which another leads to a pair's: "from 1,994,575.60 ETH
    /// on 2025-02-06 to 1,953,139.11 ETH".
    pub(super) fn is_of_start(&self, date: Span, pair: &Pair<'_>) -> bool {
        let number = pair.number.span;
        let text = self.context.answer.text;
        let Some(gap) = text.get(date.end..number.start) else { return false };
        let to = gap.trim_start_matches([' ', ')', '*', '†', ',']);
        let rest = to.strip_prefix("to ").unwrap_or("x");
        let is_next = rest.bytes().all(|it| !it.is_ascii_alphanumeric() && it != b'[');
        let start = pair.scope.start.min(date.start);
        let value = self.number_before(date.start, start);
        is_next
            && value.is_some_and(|it| {
                let other = &self.context.answer.numbers[it];
                other.unit == pair.number.unit
                    && self
                        .context
                        .words
                        .within(Span { start: other.span.end, end: date.start })
                        .len()
                        <= 3
            })
    }

    /// Whether a day before a pair is that of something else: `$482.44 [peak_close] (2020-09-01)`.
    fn belongs_to_other(&self, date: Span, pair: &Pair<'_>) -> bool {
        let text = self.context.answer.text;
        let lead = Span { start: pair.scope.start, end: date.start };
        let clause = self.context.mentions_in(lead).last().filter(|it| it.span.end <= date.start);
        // The day of a peak is the peak's.
        let of_extreme = clause.is_some_and(|it| {
            it.name.is_some_and(|name| {
                let name_of = self.context.names.get(name);
                name_of.classes.any(Classes::EXTREME)
                    && self.context.past.values(name).next().is_none()
            }) && date.start - it.span.end < 40
        });
        let opened = text[lead.start..lead.end].rfind('(');
        let closed = text[date.end..pair.first].contains(')');
        let bracketed = opened.is_some_and(|at| {
            let at = lead.start + at;
            !text[at..date.start].contains(')')
                && closed
                && self.has_quantity(Span { start: lead.start, end: at })
        });
        of_extreme || bracketed
    }

    /// "2025-02-02 (1,127,284)", "2025-02-17: 6.1715": the day belongs to the value behind it.
    fn has_own_value(&self, date: Span, end: usize) -> bool {
        let Some(number) = self.number_after(date.end, end) else {
            return false;
        };
        let number = &self.context.answer.numbers[number];
        let gap = self.context.answer.text[date.end..number.span.start].trim();
        matches!(gap, "(" | ":" | "=") && number.unit == NumberUnit::None
            || matches!(gap, "($" | ": $") && number.unit == NumberUnit::Usd
    }

    /// Whether the sentence of a pair names a day other than the task's, and not as that of a value
    /// from which it came.
    pub(super) fn other_day(&self, pair: &Pair<'_>) -> bool {
        let dates = &self.context.answer.dates;
        let first = dates.partition_point(|it| it.span.start < pair.scope.start);
        dates[first..]
            .iter()
            .take_while(|it| it.span.end <= pair.scope.end)
            .any(|it| !self.is_task_day(it) && !self.is_of_start(it.span, pair))
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

    /// Whether a day named without its year sets a pair on another day: "the 02-17 print".
    fn is_month_and_day_set(&self, pair: &Pair<'_>) -> bool {
        let scope = pair.scope;
        let text = self.context.answer.slice(scope);
        let own = self.context.facts.date.map(|it| (it.month(), it.day()));
        let two = |at: usize| -> Option<i8> {
            let digits = text.get(at..at + 2)?;
            digits.bytes().all(|it| it.is_ascii_digit()).then(|| digits.parse().ok())?
        };
        let apart = |it: Option<char>| {
            it.is_none_or(|it| !it.is_alphanumeric() && !matches!(it, '-' | '.' | ',' | '\u{2011}'))
        };
        text.char_indices().any(|(at, it)| {
            if !matches!(it, '-' | '\u{2010}' | '\u{2011}') || at < 2 {
                return false;
            }
            let after = at + it.len_utf8();
            let (Some(month), Some(day)) = (two(at - 2), two(after)) else { return false };
            let alone = apart(text[..at - 2].chars().next_back())
                && (apart(text[after + 2..].chars().next())
                    || text[after + 2..].starts_with([',', '.']));
            if !alone
                || !(1..=12).contains(&month)
                || !(1..=31).contains(&day)
                || own.is_none_or(|own| own == (month, day))
            {
                return false;
            }
            let date = Span { start: scope.start + at - 2, end: scope.start + after + 2 };
            if date.start >= pair.last {
                let gap = self.context.words.within(Span { start: pair.last, end: date.start });
                gap.len() <= 3
                    && !is_apart(gap)
                    && !self.is_said_of_today(pair)
                    && !self.has_quantity(Span { start: pair.last, end: date.start })
            } else {
                date.end > pair.first
                    || !self.has_own_value(date, pair.first) && !self.belongs_to_other(date, pair)
            }
        })
    }
}

/// Whether words set a day behind a value apart from it: "above that of 2 February", "second
/// lowest, after 2 February".
fn is_apart(words: &[Word]) -> bool {
    let apart = Classes::COMPARISON | Classes::OVER | Classes::UNDER;
    // "is 0.788 % per day and 02-06 showed": another statement begins.
    words.iter().any(|it| it.classes.any(apart) || PARTING.contains(&it.stem))
}
