//! The tables of an answer: what each column is about, and which cell holds a metric's value.

use jiff::civil::Date;

use crate::facts::TaskFacts;
use crate::lexicon::Classes;
use crate::mentions::Mention;
use crate::names::{NameKind, Names};
use crate::parse::{Answer, BlockKind, DateMention, NumberRole, Span};
use crate::words::{Word, Words};

/// All tables of an answer.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    list: Vec<Table>,
}

#[derive(Clone, Debug)]
struct Table {
    /// The index of the first row's block.
    first: usize,
    /// One past the index of the last row's block.
    end: usize,
    /// Whether the first row is a header.
    headed: bool,
    columns: Vec<Column>,
}

/// What a column holds, by its header.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Column {
    /// "Value", "Today", the day of the task.
    is_value: bool,
    /// "Change", "Previous", another day.
    is_other: bool,
    /// The metric that the header names.
    metric: Option<usize>,
    /// The subject that the header names.
    subject: Option<usize>,
}

/// What the finding of tables reads.
#[derive(Clone, Copy)]
pub(crate) struct Parts<'a> {
    pub(crate) answer: &'a Answer<'a>,
    pub(crate) facts: &'a TaskFacts,
    pub(crate) words: &'a Words,
    pub(crate) names: &'a Names,
    pub(crate) mentions: &'a [Mention],
}

impl Tables {
    /// Finds the tables.
    pub(crate) fn find(parts: Parts<'_>) -> Self {
        let blocks = &parts.answer.blocks;
        let mut list = Vec::new();
        let mut at = 0;
        while at < blocks.len() {
            if blocks[at].kind != BlockKind::TableRow {
                at += 1;
                continue;
            }
            let first = at;
            at += 1;
            while at < blocks.len()
                && blocks[at].kind == BlockKind::TableRow
                && !is_parted(parts.answer, blocks[at - 1].span, blocks[at].span)
            {
                at += 1;
            }
            list.push(Table::read(parts, first, at));
        }
        Self { list }
    }

    fn around(&self, block: usize) -> Option<&Table> {
        let index = self.list.partition_point(|it| it.end <= block);
        self.list.get(index).filter(|it| it.first <= block)
    }

    /// The number that a table gives as the value of a mentioned metric, and whether it can be
    /// nothing else.
    pub(crate) fn value_of(
        &self,
        parts: Parts<'_>,
        block: usize,
        mention: &Mention,
    ) -> Option<(usize, bool)> {
        let table = self.around(block)?;
        let cells = &parts.answer.blocks[block].cells;
        let own = cell_index(cells, mention.span)?;
        if table.headed && block == table.first {
            let single = (table.end - table.first == 2).then_some(table.first + 1).filter(|row| {
                let cells = &parts.answer.blocks[*row].cells;
                // A cell of words may name a scenario or another network.
                date_in(parts, cells).is_none()
                    && cells.iter().all(|it| only_number(parts.answer, *it).is_some())
            });
            let row = (table.first + 1..table.end)
                .find(|row| is_task_row(parts, &parts.answer.blocks[*row].cells))
                .or(single)?;
            let cell = *parts.answer.blocks[row].cells.get(own)?;
            return Some((only_number(parts.answer, cell)?, true));
        }
        // The metric's cell must be a label, not a sentence or a value.
        let numbers = &parts.answer.numbers;
        let first = numbers.partition_point(|it| it.span.start < cells[own].start);
        let numbered = numbers[first..]
            .iter()
            .take_while(|it| it.span.end <= cells[own].end)
            .any(|it| it.role == NumberRole::Quantity);
        let label = parts.words.within(cells[own]).len() <= LABEL_WORDS
            && !ends_with_bound(parts, cells[own]);
        if own > 3
            || numbered
            || !label
            || only_number(parts.answer, cells[own]).is_some()
            || cells.first().is_some_and(|it| !dates_in(parts.answer, *it).is_empty())
        {
            return None;
        }
        // "| Daily transactions | 1,187,055 | [daily_txns] |": the citation stands last.
        if own > 1 {
            // A first cell of one or two digits numbers the row.
            let mut numeric = cells[..own].iter().enumerate().filter_map(|(at, it)| {
                only_number(parts.answer, *it).filter(|it| {
                    let it = &parts.answer.numbers[*it];
                    at > 0 || !it.exact.is_some_and(|it| (0..100).contains(&it))
                })
            });
            let (Some(number), rest) = (numeric.next(), numeric.next()) else { return None };
            return Some((number, rest.is_none()));
        }
        let subject = mention.name.and_then(|it| parts.names.get(it).subject);
        let mut numeric = 0;
        let mut plain = None;
        let mut sure = None;
        for (index, cell) in cells.iter().enumerate().skip(own + 1) {
            let Some(number) = only_number(parts.answer, *cell) else {
                continue;
            };
            numeric += 1;
            let column = table.columns.get(index).copied().unwrap_or_default();
            if column.is_other
                || column.subject.is_some() && subject.is_some() && column.subject != subject
            {
                continue;
            }
            let named = column.subject.is_some() && column.subject == subject;
            if column.is_value || named {
                sure = sure.or(Some(number));
            }
            plain = plain.or(Some(number));
        }
        match (sure, plain) {
            (Some(number), _) => Some((number, true)),
            (None, Some(number)) => Some((number, numeric == 1)),
            (None, None) => None,
        }
    }

    /// The values that a table of several subjects gives: the metrics by row and the subjects by
    /// column, or the other way round, as (mention, metric, number).
    pub(crate) fn of_subjects(&self, parts: Parts<'_>) -> Vec<(usize, usize, usize)> {
        let mut found = Vec::new();
        for table in self.list.iter().filter(|it| it.headed) {
            let by_column = table.columns.iter().filter(|it| it.subject.is_some()).count() > 1;
            let header = &parts.answer.blocks[table.first].cells;
            let heads: Vec<Named> = header.iter().map(|it| names_in(parts, *it)).collect();
            for row in table.first + 1..table.end {
                let cells = &parts.answer.blocks[row].cells;
                let Some(label) = cells.first() else { continue };
                if date_in(parts, cells).is_some() {
                    continue;
                }
                let named = names_in(parts, *label);
                for (place, cell) in cells.iter().enumerate().skip(1) {
                    let column = table.columns.get(place).copied().unwrap_or_default();
                    let pair = if by_column {
                        named.metric.filter(|_| !column.is_other).zip(column.subject)
                    } else {
                        heads.get(place).and_then(|it| it.metric).zip(named.subject)
                    };
                    let Some(((mention, metric), subject)) = pair else { continue };
                    let number = only_number(parts.answer, *cell);
                    let name = parts.names.of_subject(metric, Some(subject));
                    if let (Some(number), Some(name)) = (number, name) {
                        found.push((mention, name, number));
                    }
                }
            }
        }
        found
    }

    /// Whether a table's headers say that a number is a value, and of no other day: it stands under
    /// "Value", "Today" or a subject, or under a metric in a subject's row.
    pub(crate) fn is_plain_value(&self, parts: Parts<'_>, number: Span) -> bool {
        let blocks = &parts.answer.blocks;
        let row = blocks.partition_point(|it| it.span.end <= number.start);
        let (Some(table), Some(block)) = (self.around(row), blocks.get(row)) else { return false };
        let Some(place) = cell_index(&block.cells, number) else { return false };
        let column = table.columns.get(place).copied().unwrap_or_default();
        let of_subject =
            || block.cells.first().is_some_and(|it| names_in(parts, *it).subject.is_some());
        !column.is_other
            && (column.is_value
                || column.subject.is_some()
                || column.metric.is_some() && of_subject())
    }

    /// The figures of a row about an earlier day, as (metric, number).
    pub(crate) fn figures_of(&self, parts: Parts<'_>, block: usize) -> Vec<(usize, usize)> {
        let Some(table) = self.around(block) else {
            return Vec::new();
        };
        let cells = &parts.answer.blocks[block].cells;
        cells
            .iter()
            .enumerate()
            .filter_map(|(index, cell)| {
                let metric = table.columns.get(index)?.metric?;
                Some((metric, only_number(parts.answer, *cell)?))
            })
            .collect()
    }
}

/// Whether an empty line parts two rows, so that each begins or ends a table of its own.
fn is_parted(answer: &Answer<'_>, above: Span, below: Span) -> bool {
    let gap = &answer.text[above.end.min(below.start)..below.start];
    let lines = gap.split('\n').count();
    gap.split('\n').skip(1).take(lines.saturating_sub(2)).any(|it| it.trim().is_empty())
}

impl Table {
    fn read(parts: Parts<'_>, first: usize, end: usize) -> Self {
        let blocks = &parts.answer.blocks;
        let header = &blocks[first].cells;
        let headed =
            end - first >= 2 && header.iter().all(|it| only_number(parts.answer, *it).is_none());
        let columns = if headed {
            header.iter().map(|it| Column::read(parts, *it)).collect()
        } else {
            Vec::new()
        };
        Self { first, end, headed, columns }
    }
}

impl Column {
    fn read(parts: Parts<'_>, cell: Span) -> Self {
        let words = parts.words.within(cell);
        // "Level" alone is what a metric stands at, and no threshold.
        let texts = [
            "value", "figure", "amount", "level", "reading", "today", "current", "actual",
            "observed",
        ];
        let says_value = |it: &&Word| {
            texts.iter().any(|text| parts.answer.slice(it.span).eq_ignore_ascii_case(text))
        };
        let others = words.iter().filter(|it| !says_value(it));
        let classes = others.fold(Classes::NONE, |all, it| all | it.classes);
        let mut column = Self::default();
        let first = parts.mentions.partition_point(|it| it.span.start < cell.start);
        let mut is_sure = false;
        for mention in parts.mentions[first..].iter().take_while(|it| it.span.end <= cell.end) {
            let Some(name) = mention.name else { continue };
            match parts.names.get(name).kind {
                NameKind::Subject => column.subject = column.subject.or(Some(name)),
                NameKind::Calculation => {}
                _ if column.metric.is_none() => {
                    column.metric = Some(name);
                    is_sure = mention.strong;
                }
                _ => {}
            }
        }
        if !is_sure && let Some(metric) = column.metric {
            column.metric = parts.names.of_subject(metric, column.subject);
        }
        let other = Classes::CHANGE
            | Classes::PAST
            | Classes::MEAN
            | Classes::SPREAD
            | Classes::PROJECTION
            | Classes::EXTREME
            | Classes::THRESHOLD
            | Classes::RATIO
            | Classes::COMPARISON
            | Classes::CONDITION;
        let days = dates_in(parts.answer, cell);
        let is_task_day = |it: &DateMention| is_day(it, parts.facts.date);
        column.is_other =
            column.metric.is_none() && classes.any(other) || days.iter().any(|it| !is_task_day(it));
        let valued = words.iter().any(|it| says_value(&it));
        column.is_value = !column.is_other && (valued || days.iter().any(is_task_day));
        column
    }
}

/// What a label names.
struct Named {
    /// The mention and name of a metric, if no subject stands with it.
    metric: Option<(usize, usize)>,
    subject: Option<usize>,
}

fn names_in(parts: Parts<'_>, cell: Span) -> Named {
    let mut named = Named { metric: None, subject: None };
    let first = parts.mentions.partition_point(|it| it.span.start < cell.start);
    let inside = parts.mentions[first..].iter().take_while(|it| it.span.end <= cell.end);
    for (offset, mention) in inside.enumerate() {
        let Some(name) = mention.name else { continue };
        match parts.names.get(name).kind {
            NameKind::Subject => named.subject = named.subject.or(Some(name)),
            NameKind::Calculation => {}
            _ => named.metric = named.metric.or(Some((first + offset, name))),
        }
    }
    // "failed transactions" and "mean of transactions" are something else.
    let else_ = Classes::CHANGE
        | Classes::PAST
        | Classes::MEAN
        | Classes::SPREAD
        | Classes::PROJECTION
        | Classes::EXTREME
        | Classes::RATIO
        | Classes::PER
        | Classes::PART
        | Classes::CONDITION;
    let own = named.metric.map_or(Classes::NONE, |it| parts.names.get(it.1).classes);
    let told =
        parts.words.within(cell).iter().any(|it| {
            it.classes.any(else_) && !it.classes.any(own) && !it.classes.any(Classes::CITED)
        });
    if told || ends_with_bound(parts, cell) || named.subject.is_some() {
        named.metric = None;
    }
    named
}

/// Whether a label gives a bound: "Volatility over".
fn ends_with_bound(parts: Parts<'_>, cell: Span) -> bool {
    let bounds = Classes::OVER | Classes::UNDER;
    parts.words.within(cell).last().is_some_and(|it| it.classes.any(bounds))
}

fn cell_index(cells: &[Span], span: Span) -> Option<usize> {
    let index = cells.partition_point(|it| it.end < span.end);
    cells.get(index).is_some_and(|it| it.start <= span.start).then_some(index)
}

/// The one quantity of a cell that holds little else.
/// Longer cells are sentences.
const LABEL_WORDS: usize = 16;

fn only_number(answer: &Answer<'_>, cell: Span) -> Option<usize> {
    let first = answer.numbers.partition_point(|it| it.span.start < cell.start);
    let mut inside = answer.numbers[first..].iter().take_while(|it| it.span.end <= cell.end);
    let number = inside.next()?;
    if inside.next().is_some() || number.role != NumberRole::Quantity {
        return None;
    }
    let rest = (cell.end - cell.start) - (number.span.end - number.span.start);
    (rest <= 24).then_some(first)
}

fn dates_in<'a>(answer: &'a Answer<'_>, span: Span) -> &'a [DateMention] {
    let first = answer.dates.partition_point(|it| it.span.start < span.start);
    let length = answer.dates[first..].partition_point(|it| it.span.end <= span.end);
    &answer.dates[first..first + length]
}

fn date_in<'a>(parts: Parts<'a>, cells: &[Span]) -> Option<&'a DateMention> {
    cells.iter().find_map(|it| dates_in(parts.answer, *it).first())
}

fn is_task_row(parts: Parts<'_>, cells: &[Span]) -> bool {
    date_in(parts, cells).is_some_and(|it| is_day(it, parts.facts.date))
}

/// Whether a named day is a certain day; the year may be left out.
pub(crate) fn is_day(mention: &DateMention, day: Option<Date>) -> bool {
    let Some(day) = day else { return false };
    match mention.date {
        Some(date) => date == day,
        None => mention.month_day == (day.month(), day.day()),
    }
}
