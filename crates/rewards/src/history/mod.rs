//! Checks comparisons with named earlier days and periods against the task's history.
//!
//! A comparison names a day ("on 2025-02-02", "a week earlier", "the day before") or a period
//! ("the average of the earlier days", "the highest since"), and gives a figure: the metric's
//! value then, or the change since. It holds if the history says so. It is called wrong only where
//! the figure stands right beside its day and is nothing else that the task knows.

mod anchors;
mod change;
mod comparing;
mod contradiction;
mod line;
mod period;
mod row;
mod value;

use jiff::civil::Date;

use crate::assess::Context;
use crate::names::NameKind;
use crate::parse::{BlockKind, Span};
use line::Line;

/// A comparison with an earlier day or period.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The sentence or row.
    pub span: Span,
    /// The named day or period in the text.
    pub anchor: Span,
    /// Index into [`Names::all`](crate::names::Names::all) of the metric that is compared.
    pub name: usize,
    /// Index into `answer.numbers` of the figure.
    pub number: usize,
    /// The day that is named; `None` for a period.
    pub day: Option<Date>,
    /// The figure of the history, or the change computed from it.
    pub actual: f64,
    /// Whether the figure is right.
    pub holds: bool,
    /// Whether it stands in running text, and not in a list of figures or a table.
    pub in_prose: bool,
    /// Whether the text compares, and does not only say what was.
    pub compares: bool,
    /// What was checked, for a person.
    pub note: &'static str,
}

/// More comparisons than any honest answer makes; the rest is not read.
const MOST_COMPARISONS: usize = 200;
/// More days, metrics and numbers than a sentence can speak of; the rest is not read, so that an
/// endless line costs no more than its length.
const MOST_ANCHORS: usize = 16;
const MOST_METRICS: usize = 6;
const MOST_NUMBERS: usize = 40;

/// Finds and checks all comparisons.
pub fn compare(context: &Context<'_>) -> Vec<Comparison> {
    if !context.past.has_earlier() {
        return Vec::new();
    }
    let mut found = Vec::with_capacity(32);
    let answer = context.answer;
    let (mut dates, mut numbers, mut mentions) = (0, 0, 0);
    // The metric last spoken of, for sentences that go on about it.
    let mut topic: Option<usize> = None;
    // Room for what a sentence names, kept between sentences.
    let mut metrics: Vec<usize> = Vec::with_capacity(MOST_METRICS);
    let mut anchors = Vec::with_capacity(MOST_ANCHORS);
    for (index, (sentence, (words, classes))) in
        answer.sentences.iter().zip(context.words.sentences()).enumerate()
    {
        let span = sentence.span;
        while answer.dates.get(dates).is_some_and(|it| it.span.start < span.start) {
            dates += 1;
        }
        while answer.numbers.get(numbers).is_some_and(|it| it.span.start < span.start) {
            numbers += 1;
        }
        metrics.clear();
        while let Some(mention) = context.mentions.get(mentions)
            && mention.span.start < span.end
        {
            mentions += 1;
            if mention.span.start >= span.start
                && let Some(name) = mention.name
                && matches!(context.names.get(name).kind, NameKind::Metric | NameKind::History)
                && metrics.len() < MOST_METRICS
                && !metrics.contains(&name)
            {
                metrics.push(name);
            }
        }
        let sure = !metrics.is_empty();
        if !sure {
            metrics.extend(topic);
        }
        topic = metrics.last().copied().or(topic);
        let in_row =
            answer.blocks.get(sentence.block).is_some_and(|it| it.kind == BlockKind::TableRow);
        if in_row {
            row::read(context, sentence, dates, &mut found);
            continue;
        }
        // Most sentences compare nothing: they have no figure, or name no day.
        let own = answer.numbers[numbers..].iter().zip(&context.figures[numbers..]);
        let mut own = own.take(MOST_NUMBERS).take_while(|it| it.0.span.start < span.end);
        if !own.any(|(number, figure)| line::is_figure(number, *figure)) {
            continue;
        }
        anchors.clear();
        anchors::find(context, index, words, classes, dates, &mut anchors);
        anchors.truncate(MOST_ANCHORS);
        if anchors.is_empty() {
            continue;
        }
        let line = Line {
            context,
            index,
            span,
            words,
            classes,
            dates,
            numbers,
            metrics: &metrics,
            sure,
            anchors: &anchors,
        };
        line.check(&mut found);
        if found.len() >= MOST_COMPARISONS {
            break;
        }
    }
    found
}
