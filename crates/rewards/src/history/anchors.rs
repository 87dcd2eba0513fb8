//! The earlier days and periods that a sentence names.

use jiff::{Span as Days, civil::Date};

use crate::assess::Context;
use crate::lexicon::{Classes, stem};
use crate::parse::Span;
use crate::past::Day;
use crate::words::Word;

/// A day or period that a sentence names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Anchor {
    pub(super) span: Span,
    pub(super) what: When,
}

impl Anchor {
    pub(super) fn day(&self) -> Option<Day> {
        match self.what {
            When::Day(day) => Some(day),
            When::Period => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// A day of the history.
    Day(Day),
    /// A loosely named period: figures may be means, extremes or a day's.
    Period,
}

/// Classes of words that may name a day or period.
const ANCHORING: Classes = Classes::PAST
    .and(Classes::MEAN)
    .and(Classes::EXTREME)
    .and(Classes::TIME)
    .and(Classes::NAMED_PERIOD);

/// Finds the earlier days and periods that a sentence names; `dates` are those of the answer from
/// the sentence on.
pub(super) fn find(
    context: &Context<'_>,
    index: usize,
    words: &[Word],
    classes: Classes,
    dates: usize,
    anchors: &mut Vec<Anchor>,
) {
    let mentions = context.answer.dates[dates..].iter().zip(&context.days[dates..]);
    let span = context.answer.sentences[index].span;
    for (mention, day) in mentions.take_while(|it| it.0.span.start < span.end) {
        if let Some(earlier) = day.of_past
            && !day.is_today
        {
            anchors.push(Anchor { span: mention.span, what: When::Day(earlier) });
        }
    }
    if !classes.any(ANCHORING) {
        return;
    }
    for at in context.words.notable_in(index, ANCHORING) {
        let word = &words[at];
        let classes = word.classes;
        let day = |find: fn(&Context<'_>, &[Word], usize, Date) -> Option<Date>| {
            let day = find(context, words, at, context.facts.date?)?;
            context.past.day(day)
        };
        let what = if classes.any(Classes::PAST) {
            day(named_day).map_or(When::Period, When::Day)
        } else if classes.any(Classes::MEAN | Classes::EXTREME | Classes::NAMED_PERIOD) {
            When::Period
        } else if at > 0
            && words[at - 1].classes.any(Classes::NUMERIC)
            && classes_near(words, at).any(Classes::CHANGE | Classes::COMPARISON)
            // "a 7-day growth of 5.3 %"
            && let Some(day) = day(days_before)
        {
            When::Day(day)
        } else {
            continue;
        };
        anchors.push(Anchor { span: word.span, what });
    }
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
