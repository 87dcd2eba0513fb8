//! Words that look at another day than the task's without giving its date: "On the seventh", "in
//! mid-January", "the lowest count in the table".

use jiff::civil::Date;

use super::Reader;
use super::pair::Pair;
use super::time::{MONTHS, WEEKDAYS};
use crate::lexicon::{Classes, stem};
use crate::words::Word;

/// Words for what was before, beside those of time.
const FORMER: [u64; 8] = [
    stem(b"baseline"),
    stem(b"base"),
    stem(b"prev"),
    stem(b"prior"),
    stem(b"old"),
    stem(b"former"),
    stem(b"reference"),
    stem(b"midweek"),
];

impl Reader<'_> {
    /// Whether words before a pair look at other days without naming one: "In mid-January", "the
    /// lowest count in the table", "the first Sunday", "On Thanksgiving", "Seven days back".
    pub(super) fn hints_at_other_day(&self, pair: &Pair<'_>) -> bool {
        let context = self.context;
        let before = self.recent_words(pair);
        let in_date = |it: &Word| {
            let dates = &context.answer.dates;
            let at = dates.partition_point(|date| date.span.end <= it.span.start);
            dates.get(at).is_some_and(|date| date.span.start <= it.span.start)
        };
        let own = |it: &Word| {
            it.classes.any(Classes::CITED)
                || self.is_in_same_name(it, pair.mention)
                || self.is_own_day(it.span)
        };
        let extreme = |place: usize| {
            let it = &before[place];
            it.classes.any(Classes::EXTREME) && !pair.name.classes.any(Classes::EXTREME) && !own(it)
        };
        let former = |it: &Word| FORMER.contains(&it.stem) && !own(it);
        // "Day-7: ", "t−7"
        let counted_back = |it: &Word| {
            let text = &context.answer.text[it.span.start..pair.first];
            let rest =
                ["day", "Day", "t", "T", "D", "d"].iter().find_map(|it| text.strip_prefix(it));
            rest.and_then(|it| it.strip_prefix(['-', '−', '–', '\u{2011}']))
                .is_some_and(|it| it.starts_with(|it: char| it.is_ascii_digit()))
        };
        // "The week opened with", "The dearest day"
        let stretch = |place: usize| {
            let it = &before[place];
            let highest = place > 0
                && context.answer.slice(before[place - 1].span).ends_with("est")
                && before[place - 1].stem != const { stem(b"latest") };
            it.classes.any(Classes::TIME)
                && !own(it)
                && (highest
                    || it.stem == const { stem(b"week") } && it.span.start >= pair.clause
                    || it.stem == const { stem(b"month") } && it.span.start >= pair.clause)
        };
        let month = |it: &Word| MONTHS.contains(&it.stem) && !in_date(it);
        let weekday = |place: usize| {
            WEEKDAYS.contains(&before[place].stem)
                && place > 0
                && self.day_of_month(&before[place - 1]).is_some()
        };
        let back = |place: usize| {
            before[place].classes.any(Classes::TIME)
                && before.get(place + 1).is_some_and(|it| it.stem == const { stem(b"back") })
        };
        let after = |place: usize| {
            before[place].classes.any(Classes::TIME)
                && before.get(place + 1).is_some_and(|it| it.stem == const { stem(b"after") })
        };
        // "On Thanksgiving": a day that the calendar names otherwise.
        let feast = |place: usize| {
            before[place].stem == const { stem(b"on") }
                && before.get(place + 1).is_some_and(|it| {
                    let written = context.answer.slice(it.span);
                    written.len() > 3
                        && written.starts_with(|it: char| it.is_uppercase())
                        && !written.ends_with(|it: char| it.is_uppercase())
                        && !it.classes.any(Classes::NETWORK)
                        && !WEEKDAYS.contains(&it.stem)
                        && !MONTHS.contains(&it.stem)
                        && !own(it)
                })
        };
        let reach = self.reach_start(pair);
        (0..before.len()).filter(|it| before[*it].span.start >= reach).any(|place| {
            extreme(place)
                || month(&before[place])
                || former(&before[place])
                || stretch(place)
                || counted_back(&before[place])
                || weekday(place)
                || back(place)
                || after(place)
                || feast(place)
        })
    }

    /// Whether a day of the month other than the task's stands before a pair: "On the seventh it
    /// had …", "on the 7th".
    pub(super) fn is_day_of_month_set(&self, pair: &Pair<'_>) -> bool {
        let Some(own) = self.context.facts.date.map(Date::day) else { return false };
        let before = self.recent_words(pair);
        let led = before.windows(3).any(|it| {
            const ON: [u64; 8] = [
                stem(b"on"),
                stem(b"of"),
                stem(b"by"),
                stem(b"until"),
                stem(b"since"),
                stem(b"from"),
                stem(b"than"),
                stem(b"to"),
            ];
            (ON.contains(&it[0].stem) || it[0].classes.any(Classes::AGAINST))
                && it[1].stem == const { stem(b"the") }
                && self.day_of_month(&it[2]).is_some_and(|it| it != own)
        });
        let after = self.words_after(pair);
        // "498,394 transactions went through that day, the 7th"
        let apposed = after.iter().take(8).zip(after.iter().skip(1)).any(|(the, ordinal)| {
            the.stem == const { stem(b"the") }
                && self.context.answer.text[..the.span.start].ends_with(", ")
                && self.context.answer.text[ordinal.span.end..].starts_with(['.', ',', ';', ')'])
                && self.day_of_month(ordinal).is_some_and(|it| it != own)
        });
        led || apposed || after.len() >= 3 && self.is_on_other_day(&after[..3])
    }

    /// "on the seventh"
    pub(super) fn is_on_other_day(&self, words: &[Word]) -> bool {
        let own = self.context.facts.date.map(Date::day);
        words[0].stem == const { stem(b"on") }
            && words[1].stem == const { stem(b"the") }
            && self.day_of_month(&words[2]).is_some_and(|it| own.is_some_and(|own| it != own))
    }

    /// The day of the month that an ordinal names: "seventh", "7th".
    pub(super) fn day_of_month(&self, word: &Word) -> Option<i8> {
        const ORDINALS: [u64; 20] = [
            stem(b"first"),
            stem(b"second"),
            stem(b"third"),
            stem(b"fourth"),
            stem(b"fifth"),
            stem(b"sixth"),
            stem(b"seventh"),
            stem(b"eighth"),
            stem(b"ninth"),
            stem(b"tenth"),
            stem(b"eleventh"),
            stem(b"twelfth"),
            stem(b"thirteenth"),
            stem(b"fourteenth"),
            stem(b"fifteenth"),
            stem(b"sixteenth"),
            stem(b"seventeenth"),
            stem(b"eighteenth"),
            stem(b"nineteenth"),
            stem(b"twentieth"),
        ];
        if let Some(place) = ORDINALS.iter().position(|it| *it == word.stem) {
            // "twenty-first" is another day, whichever of the two is read.
            return i8::try_from(place + 1).ok();
        }
        let text = self.context.answer.slice(word.span);
        let digits = text.trim_end_matches(|it: char| it.is_ascii_alphabetic());
        let ends = &text[digits.len()..];
        let named = matches!(ends, "st" | "nd" | "rd" | "th");
        if named { digits.parse().ok().filter(|it| (1..=31).contains(it)) } else { None }
    }

    /// Whether the sentence of a pair names a weekday or month that is not the task's.
    pub(super) fn speaks_of_other_day(&self, pair: &Pair<'_>) -> bool {
        !self.is_said_of_today(pair)
            && !self.is_fixed_extreme(pair)
            && self
                .context
                .words
                .within(self.around(pair))
                .iter()
                .any(|it| self.is_other_day_word(it))
    }

    /// Whether a word names a day or month that is not the task's.
    pub(super) fn is_other_day_word(&self, word: &Word) -> bool {
        if self.is_own_day(word.span) {
            return false;
        }
        let own = self.context.facts.date;
        let weekday = WEEKDAYS.iter().position(|it| *it == word.stem);
        let month = MONTHS.iter().position(|it| *it == word.stem);
        match (weekday, month, own) {
            (Some(weekday), _, Some(own)) => {
                own.weekday().to_monday_zero_offset() as usize != weekday
            }
            (_, Some(month), Some(own)) => own.month() != month as i8 + 1,
            (weekday, month, None) => weekday.is_some() || month.is_some(),
            _ => false,
        }
    }
}
