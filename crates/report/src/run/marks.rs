//! What was found in an answer, at its places in the text as the page shows it.

use rewards::Scorecard;
use rewards::grounding::Grounding;
use rewards::scorecard::{CalculationVerdict, CheckedCalculation, CheckedCitation};
use serde::Serialize;

use crate::embed::push_visible;

/// An answer as it is shown.
#[derive(Debug, Serialize)]
pub(super) struct Marked {
    /// The text, with what deceives the eye spelled out.
    pub(super) text: String,
    /// What was found in it.
    pub(super) marks: Vec<Mark>,
}

/// A place in the text and what was found there. Positions count UTF-16 units, as browsers do.
#[derive(Debug, PartialEq, Serialize)]
pub(super) struct Mark {
    pub(super) start: u32,
    pub(super) end: u32,
    /// Which look it has: `right`, `wrong`, `contradicted`, `unchecked` or `quiet`.
    pub(super) look: &'static str,
    /// What is said of it.
    pub(super) note: String,
}

/// Puts a scorecard's verdicts to their places.
pub(super) fn marked(answer: &str, card: Option<&Scorecard>) -> (Marked, Places) {
    let (text, places) = Places::of(answer);
    let mut marks: Vec<Mark> = Vec::new();
    for it in card.iter().flat_map(|card| &card.calculations) {
        let (look, note) = calculation(it);
        marks.push(Mark { start: places.at(it.start), end: places.at(it.end), look, note });
    }
    for it in card.iter().flat_map(|card| &card.citations) {
        let (look, note) = citation(it);
        marks.push(Mark { start: places.at(it.start), end: places.at(it.end), look, note });
    }
    marks.sort_by_key(|mark| (mark.start, std::cmp::Reverse(mark.end)));
    (Marked { text, marks }, places)
}

/// Where each character of a text is in the text as it is shown.
pub(super) struct Places(Vec<u32>);

impl Places {
    fn of(text: &str) -> (String, Self) {
        let mut shown = String::with_capacity(text.len());
        let mut places = Vec::with_capacity(text.len() + 1);
        let mut at = 0;
        for character in text.chars() {
            places.push(at);
            let before = shown.len();
            push_visible(&mut shown, character);
            at += shown[before..].encode_utf16().count() as u32;
        }
        places.push(at);
        (shown, Self(places))
    }

    /// The place of a character.
    pub(super) fn at(&self, character: usize) -> u32 {
        self.0.get(character).or(self.0.last()).copied().unwrap_or(0)
    }
}

fn calculation(it: &CheckedCalculation) -> (&'static str, String) {
    let computed = it.computed.map(|computed| format!("computed {}", number(computed)));
    let claimed = format!("claimed {}", number(it.claimed));
    let parts = |verdict: &str| {
        let figures = computed.iter().chain([&claimed]).cloned().collect::<Vec<_>>().join(", ");
        match &it.reason {
            Some(reason) => format!("{verdict}: {figures} ({reason})"),
            None => format!("{verdict}: {figures}"),
        }
    };
    match it.verdict {
        CalculationVerdict::Correct => ("right", parts("right calculation")),
        CalculationVerdict::Wrong => ("wrong", parts("wrong calculation")),
        CalculationVerdict::Unchecked => ("unchecked", parts("unchecked calculation")),
    }
}

fn citation(it: &CheckedCitation) -> (&'static str, String) {
    let actual = it.actual.map(|actual| format!("{} is {}", it.metric, number(actual)));
    let claimed = it.claimed.map(|claimed| format!("the text says {}", number(claimed)));
    let parts = |verdict: &str| {
        let figures = actual.iter().chain(&claimed).cloned().collect::<Vec<_>>().join(", ");
        let figures = if figures.is_empty() { it.metric.clone() } else { figures };
        match &it.reason {
            Some(reason) => format!("{verdict}: {figures} ({reason})"),
            None => format!("{verdict}: {figures}"),
        }
    };
    match it.verdict {
        Grounding::Grounded => ("right", parts("grounded")),
        Grounding::Contradicted => ("contradicted", parts("contradicted")),
        Grounding::NoValue => ("quiet", parts("no value of the day beside it")),
        Grounding::UnknownMetric => ("unchecked", parts("no metric of the task")),
    }
}

/// A number with its thousands parted, and not more digits than are of use.
pub(super) fn number(value: f64) -> String {
    if !value.is_finite() {
        return "not a number".to_owned();
    }
    if value != 0.0 && !(1e-6..1e15).contains(&value.abs()) {
        return format!("{value:.6e}");
    }
    let decimals = if value == value.trunc() {
        0
    } else {
        // Seven digits, and at least two of a large number's fraction.
        (6 - value.abs().log10().floor() as i32).clamp(2, 12) as usize
    };
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let fraction = fraction.trim_end_matches('0');
    let sign = if value < 0.0 { "-" } else { "" };
    let whole = whole.parse().map_or_else(|_| whole.to_owned(), super::record::grouped);
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

#[cfg(test)]
mod tests {
    use rewards::{Scorer, TaskFacts};

    use super::*;

    #[test]
    fn numbers_are_written_for_people() {
        for (value, text) in [
            (0.0, "0"),
            (4_460_392.0, "4,460,392"),
            (7.522_172_6, "7.522173"),
            (-1_234.5, "-1,234.5"),
            (0.000_607_39, "0.00060739"),
            (1_534_958.693_12, "1,534,958.69"),
            (2e-9, "2.000000e-9"),
            (f64::NAN, "not a number"),
        ] {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn marks_stand_where_the_browser_finds_them() {
        // Characters outside of the basic plane take two units, a spelled-out one many.
        let answer = "📈 \u{202e}Then 10 / 4 = 2.5, and 10 / 4 = 3.5; [daily_txns] 12.";
        let mut facts = TaskFacts::default();
        facts.metrics.insert("daily_txns".to_owned(), 13.0);
        let card = Scorer::default().score(answer, &facts, None);
        let (marked, _) = marked(answer, Some(&card));
        let units: Vec<u16> = marked.text.encode_utf16().collect();
        let found: Vec<(String, &str)> = marked
            .marks
            .iter()
            .map(|mark| {
                let text = &units[mark.start as usize..mark.end as usize];
                (String::from_utf16(text).unwrap(), mark.look)
            })
            .collect();
        assert_eq!(
            found,
            [
                ("10 / 4 = 2.5".to_owned(), "right"),
                ("10 / 4 = 3.5".to_owned(), "wrong"),
                ("[daily_txns] 12".to_owned(), "contradicted"),
            ]
        );
        assert_eq!(
            marked.marks[1].note,
            "wrong calculation: computed 2.5, claimed 3.5 (no reading of the operands gives the claim)"
        );
        assert_eq!(marked.marks[2].note, "contradicted: daily_txns is 13, the text says 12");
    }
}
