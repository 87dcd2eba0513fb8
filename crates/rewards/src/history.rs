//! Checks comparisons with named earlier days and periods against the task's history.
//!
//! A comparison names a day ("on 2025-02-02", "a week earlier", "the day before") or a period
//! ("the average of the earlier days", "the highest since"), and gives a figure: the metric's
//! value then, or the change since. It holds if the history says so. It is called wrong only where
//! the figure stands right beside its day and is nothing else that the task knows.

use jiff::{Span as Days, civil::Date};

use crate::assess::Context;
use crate::facts::Unit;
use crate::lexicon::{Classes, stem};
use crate::names::NameKind;
use crate::parse::{BlockKind, Number, NumberRole, NumberUnit, Sentence, Span};
use crate::tables::is_day;
use crate::values::{InUnit, in_unit, is_value, shown_digits, shows};
use crate::way::{Way, said_of};
use crate::words::Word;

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
/// How far from its day a figure stands at most, in bytes.
const REACH: usize = 60;
const MOST_METRICS: usize = 6;
const MOST_NUMBERS: usize = 40;

/// Finds and checks all comparisons.
pub fn compare(context: &Context<'_>) -> Vec<Comparison> {
    let mut found = Vec::new();
    if !context.past.has_earlier() {
        return found;
    }
    let mut dates = 0;
    let mut mentions = 0;
    // The metric last spoken of, for sentences that go on about it.
    let mut topic: Option<usize> = None;
    // Room for what a sentence names, kept between sentences.
    let mut metrics: Vec<usize> = Vec::new();
    let mut anchors: Vec<Anchor> = Vec::new();
    for sentence in &context.answer.sentences {
        let span = sentence.span;
        while dates < context.answer.dates.len()
            && context.answer.dates[dates].span.start < span.start
        {
            dates += 1;
        }
        while mentions < context.mentions.len()
            && context.mentions[mentions].span.start < span.start
        {
            mentions += 1;
        }
        metrics.clear();
        for mention in context.mentions[mentions..].iter().take_while(|it| it.span.start < span.end)
        {
            if let Some(name) = mention.name
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
        let in_row = context
            .answer
            .blocks
            .get(sentence.block)
            .is_some_and(|it| it.kind == BlockKind::TableRow);
        if in_row {
            row(context, sentence, &mut found);
            continue;
        }
        // Most sentences compare nothing: they have no figure, or name no day.
        let mut figures = context.numbers_in(span).take(MOST_NUMBERS);
        if !figures.any(|(_, it)| is_figure(it)) {
            continue;
        }
        anchors.clear();
        find_anchors(context, sentence, dates, &mut anchors);
        anchors.truncate(MOST_ANCHORS);
        if anchors.is_empty() {
            continue;
        }
        let line = Line {
            context,
            span,
            classes: context.words.classes(span),
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

/// A day or period that a sentence names.
#[derive(Clone, Copy, Debug)]
struct Anchor {
    span: Span,
    what: When,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    /// A day of the history.
    Day(Date),
    /// A loosely named period: figures may be means, extremes or a day's.
    Period,
}

/// Classes of words that may name a day or period.
const ANCHORING: Classes =
    Classes::PAST.and(Classes::MEAN).and(Classes::EXTREME).and(Classes::TIME);

/// Further words that name a period.
const NAMED_PERIODS: [u64; 3] = [stem(b"since"), stem(b"window"), stem(b"history")];

/// Finds the earlier days and periods that a sentence names.
fn find_anchors(
    context: &Context<'_>,
    sentence: &Sentence,
    dates: usize,
    anchors: &mut Vec<Anchor>,
) {
    let facts = context.facts;
    let span = sentence.span;
    for mention in context.answer.dates[dates.min(context.answer.dates.len())..]
        .iter()
        .take_while(|it| it.span.start < span.end)
    {
        if is_day(mention, facts.date) {
            continue;
        }
        if let Some(day) = context.past.day_of(mention) {
            anchors.push(Anchor { span: mention.span, what: When::Day(day) });
        }
    }
    let words = context.words.within(span);
    let may_anchor = |it: &Word| it.classes.any(ANCHORING) || NAMED_PERIODS.contains(&it.stem);
    let mut next = 0;
    while let Some(skipped) = words[next..].iter().position(may_anchor) {
        let at = next + skipped;
        next = at + 1;
        let word = &words[at];
        let classes = word.classes;
        if classes.any(Classes::PAST) {
            let day = facts.date.and_then(|today| named_day(context, words, at, today));
            anchors.push(Anchor {
                span: word.span,
                what: match day {
                    Some(day) if context.past.has_day(day) => When::Day(day),
                    _ => When::Period,
                },
            });
        } else if classes.any(Classes::MEAN | Classes::EXTREME)
            || NAMED_PERIODS.contains(&word.stem)
        {
            anchors.push(Anchor { span: word.span, what: When::Period });
        } else if classes.any(Classes::TIME)
            && at > 0
            && words[at - 1].classes.any(Classes::NUMERIC)
            && classes_near(words, at).any(Classes::CHANGE | Classes::COMPARISON)
        {
            // "a 7-day growth of 5.3 %"
            let day = facts.date.and_then(|today| days_before(context, words, at, today));
            if let Some(day) = day
                && context.past.has_day(day)
            {
                anchors.push(Anchor { span: word.span, what: When::Day(day) });
            }
        }
    }
}

/// Whether a number can be what a comparison gives.
fn is_figure(number: &Number) -> bool {
    number.role == NumberRole::Quantity && shown_digits(number) >= 2
}

fn classes_near(words: &[Word], at: usize) -> Classes {
    let start = at.saturating_sub(6);
    let end = (at + 7).min(words.len());
    words[start..end].iter().fold(Classes::NONE, |all, it| all | it.classes)
}

/// The day that "a week earlier", "7 days ago", "yesterday" or "the previous day" names.
fn named_day(context: &Context<'_>, words: &[Word], at: usize, today: Date) -> Option<Date> {
    let word = &words[at];
    let is = |word: &Word, stem: u64| word.stem == stem;
    if is(word, const { stem(b"yesterday") }) {
        return back(today, 1);
    }
    let backwards = is(word, const { stem(b"earlier") })
        || is(word, const { stem(b"ago") })
        || is(word, const { stem(b"before") })
        || is(word, const { stem(b"prior") })
        || is(word, const { stem(b"previously") });
    if backwards && at > 0 {
        if is(&words[at - 1], const { stem(b"day") })
            && at > 1
            && is(&words[at - 2], const { stem(b"the") })
        {
            return back(today, 1);
        }
        return days_before(context, words, at - 1, today);
    }
    let next = words.get(at + 1)?;
    let previous = is(word, const { stem(b"previous") })
        || is(word, const { stem(b"prior") })
        || is(word, const { stem(b"preceding") });
    (previous && is(next, const { stem(b"day") })).then(|| back(today, 1))?
}

/// Small numbers as prose says them.
const SAID: [u64; 15] = [
    stem(b"zero"),
    stem(b"one"),
    stem(b"two"),
    stem(b"three"),
    stem(b"four"),
    stem(b"five"),
    stem(b"six"),
    stem(b"seven"),
    stem(b"eight"),
    stem(b"nine"),
    stem(b"ten"),
    stem(b"eleven"),
    stem(b"twelve"),
    stem(b"thirteen"),
    stem(b"fourteen"),
];

/// The day that lies the period back whose unit stands at `at`: "seven days", "a week".
fn days_before(context: &Context<'_>, words: &[Word], at: usize, today: Date) -> Option<Date> {
    let unit = words.get(at)?;
    let is = |word: &Word, stem: u64| word.stem == stem;
    let length = if is(unit, const { stem(b"day") }) {
        1
    } else if is(unit, const { stem(b"week") }) {
        7
    } else {
        return None;
    };
    let count = words.get(at.checked_sub(1)?)?;
    let count = if is(count, const { stem(b"a") }) || is(count, const { stem(b"same") }) {
        1
    } else if let Some(said) = SAID.iter().position(|it| is(count, *it)) {
        said as i64
    } else {
        context.answer.slice(count.span).parse::<i64>().ok()?
    };
    back(today, (count.clamp(0, 400)) * length)
}

fn back(today: Date, days: i64) -> Option<Date> {
    today.checked_sub(Days::new().days(days)).ok()
}

/// One sentence with its anchors.
struct Line<'c> {
    context: &'c Context<'c>,
    span: Span,
    classes: Classes,
    metrics: &'c [usize],
    /// Whether the metrics are named in this very sentence.
    sure: bool,
    anchors: &'c [Anchor],
}

/// How a figure speaks of earlier days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A change, mean or extreme, which is a comparison by itself.
    Comparison,
    /// The value of a named day, which is one in a sentence that compares.
    Value,
    /// The value of any earlier day, which none is named.
    SomeValue,
}

/// What a figure was found to be.
struct Match {
    kind: Kind,
    /// Whether the metric rises, for a change.
    rises: Option<bool>,
    name: usize,
    anchor: Anchor,
    day: Option<Date>,
    actual: f64,
    note: &'static str,
}

impl Line<'_> {
    fn check(&self, found: &mut Vec<Comparison>) {
        let context = self.context;
        let in_prose = context.words.range(self.span).len() >= 6;
        // Most sentences with a day compare; whether this one does is asked once.
        let mut says_so: Option<bool> = None;
        for (index, number) in context.numbers_in(self.span).take(MOST_NUMBERS) {
            if !is_figure(number) {
                continue;
            }
            let matched =
                self.figure(number).or_else(|| self.change(number)).or_else(|| self.period(number));
            if let Some(it) = matched {
                let turned =
                    it.rises.is_some_and(|it_rises| self.is_turned(number, it.anchor, it_rises));
                found.push(Comparison {
                    span: self.span,
                    anchor: it.anchor.span,
                    name: it.name,
                    number: index,
                    day: it.day,
                    actual: it.actual,
                    holds: !turned,
                    in_prose,
                    compares: match it.kind {
                        Kind::Comparison => true,
                        Kind::Value => *says_so.get_or_insert_with(|| compares(context, self.span)),
                        Kind::SomeValue => false,
                    },
                    note: if turned { "the change goes the other way" } else { it.note },
                });
            } else if let Some(it) = self.contradiction(number) {
                found.push(Comparison {
                    span: self.span,
                    anchor: it.anchor.span,
                    name: it.name,
                    number: index,
                    day: it.day,
                    actual: it.actual,
                    holds: false,
                    in_prose,
                    compares: true,
                    note: it.note,
                });
            }
        }
    }

    /// Whether the words at a change say that it goes the other way.
    fn is_turned(&self, number: &Number, anchor: Anchor, rises: bool) -> bool {
        said_of(self.context, self.span, number).is_some_and(|it| {
            // "2 February was 5.3 % below" speaks of that day, "5.3 % below 2 February" of today.
            let of_today = !it.beside || anchor.span.start > number.span.end;
            of_today && (it.way == Way::Up) != rises
        })
    }

    fn value_on(&self, name: usize, day: Date) -> Option<f64> {
        self.context.past.value_on(self.context.names, name, day)
    }

    /// The day right beside a number, if one is: "1,127,284 on 2025-02-02".
    fn beside(&self, number: &Number) -> Option<Anchor> {
        let context = self.context;
        let distance = |anchor: &Anchor| {
            if anchor.span.start >= number.span.end {
                anchor.span.start - number.span.end
            } else {
                number.span.start.saturating_sub(anchor.span.end)
            }
        };
        let days = self.anchors.iter().filter(|it| matches!(it.what, When::Day(_)));
        let nearest = days.min_by_key(|it| distance(it))?;
        if distance(nearest) > REACH {
            return None;
        }
        let gap = Span {
            start: nearest.span.end.min(number.span.end),
            end: nearest.span.start.max(number.span.start),
        };
        // A day of the task's own, or another number, that stands nearer takes the number.
        let parted = context
            .numbers_in(gap)
            .any(|(_, it)| it.role == NumberRole::Quantity && it.span.end <= gap.end);
        let dates = &context.answer.dates;
        let first = dates.partition_point(|it| it.span.start < self.span.start);
        let own = dates[first..]
            .iter()
            .take_while(|it| it.span.end <= self.span.end)
            .take(MOST_ANCHORS)
            .any(|it| {
                is_day(it, context.facts.date)
                    && it.span.start.abs_diff(number.span.end) <= distance(nearest) + 4
            });
        let text = context.answer.slice(gap);
        let close = context.words.range(gap).len() <= 4 && !text.contains([';', '→']);
        (close && !parted && !own).then_some(*nearest)
    }

    /// The metric's value on a named day.
    ///
    /// A figure of four digits and more finds its metric by itself: "on 2025-02-02 there were
    /// 1,127,284".
    fn figure(&self, number: &Number) -> Option<Match> {
        if !self.context.known.has(number) && !number.approximate {
            return None;
        }
        let beside = self.beside(number);
        let named = self.figure_of(number, beside, &self.metrics.iter().copied());
        if named.is_some() || shown_digits(number) < 4 {
            return named;
        }
        let names = self.context.names.all();
        let all = (0..names.len())
            .filter(|it| matches!(names[*it].kind, NameKind::Metric | NameKind::History));
        self.figure_of(number, beside, &all)
    }

    fn figure_of(
        &self,
        number: &Number,
        beside: Option<Anchor>,
        metrics: &(impl Iterator<Item = usize> + Clone),
    ) -> Option<Match> {
        for anchor in self.anchors {
            let When::Day(day) = anchor.what else {
                continue;
            };
            if let Some(beside) = &beside
                && beside.what != anchor.what
            {
                continue;
            }
            for name in metrics.clone() {
                let unit = &self.context.names.get(name).unit;
                if let Some(value) = self.value_on(name, day)
                    && is_value(number, value, unit, 0.01)
                {
                    return Some(Match {
                        name,
                        anchor: *anchor,
                        day: Some(day),
                        actual: value,
                        kind: Kind::Value,
                        rises: None,
                        note: "the value of the named day",
                    });
                }
            }
        }
        None
    }

    /// The change since a named day, in percent or in the metric's unit.
    fn change(&self, number: &Number) -> Option<Match> {
        let facts = self.context.facts;
        for anchor in self.anchors {
            let When::Day(day) = anchor.what else {
                continue;
            };
            for &name in self.metrics {
                let metric = self.context.names.get(name);
                let (Some(then), Some(now)) = (
                    self.value_on(name, day),
                    metric.value.or_else(|| self.value_on(name, facts.date?)),
                ) else {
                    continue;
                };
                if let Some(actual) = changed(number, then, now, &metric.unit) {
                    return Some(Match {
                        name,
                        anchor: *anchor,
                        day: Some(day),
                        actual,
                        kind: Kind::Comparison,
                        rises: Some(now > then),
                        note: "the change since the named day",
                    });
                }
                // "from 2 February to 5 February it rose 3 %"
                for other in self.anchors {
                    let When::Day(later) = other.what else {
                        continue;
                    };
                    if later <= day {
                        continue;
                    }
                    if let Some(later) = self.value_on(name, later)
                        && let Some(actual) = changed(number, then, later, &metric.unit)
                    {
                        return Some(Match {
                            name,
                            anchor: *anchor,
                            day: Some(day),
                            actual,
                            kind: Kind::Comparison,
                            rises: Some(later > then),
                            note: "the change between the named days",
                        });
                    }
                }
            }
        }
        None
    }

    /// A mean or extreme of the history, or a day's figure where the period is named loosely.
    fn period(&self, number: &Number) -> Option<Match> {
        let anchor = *self.anchors.iter().find(|it| it.what == When::Period)?;
        let context = self.context;
        let classes = self.classes;
        if shown_digits(number) < 3 {
            return None;
        }
        for &name in self.metrics {
            let metric = self.context.names.get(name);
            let (least, greatest) = context.past.extremes(name);
            let values = context.past.values(name);
            if !is_between(number, least, greatest, &metric.unit) || values.clone().nth(1).is_none()
            {
                continue;
            }
            let hit = |actual: f64, note| {
                is_value(number, actual, &metric.unit, 0.01).then_some(Match {
                    kind: Kind::Comparison,
                    rises: None,
                    name,
                    anchor,
                    day: None,
                    actual,
                    note,
                })
            };
            if classes.any(Classes::MEAN) {
                let mut sum = 0.0;
                let mut latest = 0.0;
                for (place, value) in values.clone().rev().enumerate() {
                    if place == 0 {
                        latest = value;
                    }
                    sum += value;
                    let count = (place + 1) as f64;
                    if place >= 1
                        && let Some(found) = hit(sum / count, "the mean of the last days")
                    {
                        return Some(found);
                    }
                    if place >= 2
                        && let Some(found) =
                            hit((sum - latest) / (count - 1.0), "the mean of the days before")
                    {
                        return Some(found);
                    }
                }
            }
            if classes.any(Classes::EXTREME)
                && let Some(found) = hit(greatest, "the highest of the history")
                    .or_else(|| hit(least, "the lowest of the history"))
            {
                return Some(found);
            }
            if shown_digits(number) >= 4 {
                for value in context.past.earlier(name) {
                    if let Some(found) = hit(value, "an earlier day's value") {
                        return Some(Match { kind: Kind::SomeValue, ..found });
                    }
                }
            }
        }
        None
    }

    /// A figure right beside its day that is not the metric's, and nothing else that is known.
    fn contradiction(&self, number: &Number) -> Option<Match> {
        let context = self.context;
        let facts = context.facts;
        if !self.sure || self.metrics.len() != 1 || shown_digits(number) < 3 {
            return None;
        }
        let anchor = self.beside(number)?;
        let When::Day(day) = anchor.what else {
            return None;
        };
        let name = self.metrics[0];
        let metric = context.names.get(name);
        let actual = self.value_on(name, day)?;
        let classes = self.classes;
        if classes.any(
            Classes::MEAN
                | Classes::CONDITION
                | Classes::SPREAD
                | Classes::EXTREME
                | Classes::PROJECTION,
        ) {
            return None;
        }
        // Changes are left to the arithmetic: only plain values of the unit are contradicted.
        let shown = in_unit(number, &metric.unit).next()?;
        if number.unit != NumberUnit::None && metric.unit != Unit::Usd && metric.unit != Unit::Ratio
        {
            return None;
        }
        let size = shown.value.abs() / actual.abs();
        if !(0.2..=5.0).contains(&size) {
            return None;
        }
        let known = metric.value.is_some_and(|it| is_value(number, it, &metric.unit, 0.01))
            || facts
                .expected_calculations
                .values()
                .any(|it| is_value(number, it.value, &it.unit, 0.0))
            || facts.metrics.iter().any(|(other, value)| {
                let unit = facts.units.get(other).unwrap_or(&Unit::Unknown);
                is_value(number, *value, unit, 0.0)
            });
        let difference = metric.value.is_some_and(|now| {
            shows(
                InUnit { value: shown.value.abs(), half_ulp: shown.half_ulp },
                (now - actual).abs(),
            )
        });
        (!known && !difference).then_some(Match {
            name,
            anchor,
            day: Some(day),
            actual,
            kind: Kind::Value,
            rises: None,
            note: "the history has another value for the named day",
        })
    }
}

/// Whether a sentence, or the one before or after it in its paragraph, compares: it says that
/// something rose or fell, was more or less, was the average or the highest, or gives a percentage.
fn compares(context: &Context<'_>, span: Span) -> bool {
    const COMPARING: Classes = Classes::CHANGE
        .and(Classes::UP)
        .and(Classes::DOWN)
        .and(Classes::COMPARISON)
        .and(Classes::EXTREME)
        .and(Classes::MEAN)
        .and(Classes::RATIO)
        .and(Classes::AGAINST);
    const PLAIN: [u64; 8] = [
        stem(b"while"),
        stem(b"but"),
        stem(b"whereas"),
        stem(b"same"),
        stem(b"equal"),
        stem(b"equalled"),
        stem(b"unchanged"),
        stem(b"twice"),
    ];
    let sentences = &context.answer.sentences;
    let own = sentences.partition_point(|it| it.span.end <= span.start);
    let around = own.saturating_sub(1)..(own + 2).min(sentences.len());
    let block = sentences.get(own).map(|it| it.block);
    sentences[around].iter().filter(|it| Some(it.block) == block).any(|it| {
        let mentions = context.mentions_in(it.span);
        let is_name = |word: &Word| {
            let index = mentions.partition_point(|it| it.span.end <= word.span.start);
            mentions.get(index).is_some_and(|it| it.span.start <= word.span.start)
        };
        // "On the record" is no record.
        let says = |word: &Word| {
            (word.classes.any(COMPARING) && word.stem != const { stem(b"record") }
                || PLAIN.contains(&word.stem))
                && !is_name(word)
        };
        context.words.within(it.span).iter().any(says)
            || context
                .numbers_in(it.span)
                .any(|(_, it)| it.unit == NumberUnit::Percent && it.role == NumberRole::Quantity)
    })
}

/// Reads a row of a table: its day and the figures under the metrics' headers.
fn row(context: &Context<'_>, sentence: &Sentence, found: &mut Vec<Comparison>) {
    let dates = &context.answer.dates;
    let first = dates.partition_point(|it| it.span.start < sentence.span.start);
    let Some(date) = dates.get(first).filter(|it| it.span.end <= sentence.span.end) else {
        return;
    };
    if is_day(date, context.facts.date) {
        return;
    }
    let Some(day) = context.past.day_of(date) else {
        return;
    };
    for (name, number) in context.tables.figures_of(context.parts(), sentence.block) {
        let metric = context.names.get(name);
        let Some(actual) = context.past.value_on(context.names, name, day) else {
            continue;
        };
        let it = &context.answer.numbers[number];
        if in_unit(it, &metric.unit).next().is_none() {
            continue;
        }
        let holds = is_value(it, actual, &metric.unit, 0.0);
        found.push(Comparison {
            span: sentence.span,
            anchor: date.span,
            name,
            number,
            day: Some(day),
            actual,
            holds,
            in_prose: false,
            compares: false,
            note: if holds {
                "the value of the row's day"
            } else {
                "the history has another value for the row's day"
            },
        });
    }
}

/// Whether a number can be a value between two others, means included. It rules out most numbers
/// of most metrics at once, and leaves room for rounding and for "about".
fn is_between(number: &Number, least: f64, greatest: f64, unit: &Unit) -> bool {
    let room = 0.02 * least.abs().max(greatest.abs());
    in_unit(number, unit).any(|it| {
        let room = room + 3.0 * it.half_ulp;
        !(it.value + room < least || it.value - room > greatest)
    })
}

/// The change between two values that a number shows, if it shows one; signs may be in the words.
fn changed(number: &Number, then: f64, now: f64, unit: &Unit) -> Option<f64> {
    let size = InUnit { value: number.value.abs(), half_ulp: number.half_ulp };
    let fits = |actual: f64| {
        (shows(size, actual.abs())
            || (number.approximate && (size.value - actual.abs()).abs() <= actual.abs() * 0.01))
            && actual != 0.0
    };
    let percent = (now / then - 1.0) * 100.0;
    match number.unit {
        NumberUnit::Percent => {
            let other_way = (then / now - 1.0) * 100.0;
            if then != 0.0 && fits(percent) {
                return Some(percent);
            }
            (now != 0.0 && fits(other_way)).then_some(other_way)
        }
        NumberUnit::PercentagePoint => {
            let points = if *unit == Unit::Ratio { (now - then) * 100.0 } else { now - then };
            fits(points).then_some(points)
        }
        _ => {
            let difference = now - then;
            (shown_digits(number) >= 3 && fits(difference)).then_some(difference)
        }
    }
}
