//! What speaks for a number being meant as a metric's value that it is not.
//!
//! Whoever gets a value wrong mostly writes a figure that is there: with a slip, of another day, of
//! another metric. A number that is nothing of the kind may as well be a level, a result or a
//! round figure, so it is only called wrong where it could be the value by its size and digits.

use super::pair::{Form, Pair};
use super::slip::Slip;
use super::{COMPUTED, REACH, Reader};
use crate::facts::Unit;
use crate::lexicon::{Classes, stem};
use crate::parse::{Number, NumberRole, NumberUnit, Span};
use crate::spans::nearby;
use crate::values::{in_unit, is_value, shown_digits};
use crate::words::Word;

const FAR: &str = "far from its value";
const ROUND: &str = "a round number";

/// Why a number may not be meant as a value that it does not look like.
pub(super) const UNLIKELY: [&str; 2] = [FAR, ROUND];

/// How many times larger or smaller than the value a number may be that is no figure of the task.
const PLAUSIBLE: f64 = 3.0;

/// How far from a number a factor may stand, in bytes.
const BESIDE: usize = 60;

/// Words by which a text sets a wrong figure against the right one.
const CORRECTING: [u64; 8] = [
    stem(b"instead"),
    stem(b"misread"),
    stem(b"draft"),
    stem(b"corrected"),
    stem(b"correct"),
    stem(b"correction"),
    stem(b"rather"),
    stem(b"typed"),
];

/// How many times larger or smaller it may be if it is another figure of the task.
const OTHER_FIGURE: f64 = 20.0;

/// Words that multiply what they stand before.
const MULTIPLYING: [u64; 7] = [
    stem(b"half"),
    stem(b"halfway"),
    stem(b"twice"),
    stem(b"double"),
    stem(b"quarter"),
    stem(b"tenth"),
    stem(b"mark"),
];

/// Words by which a share is added to a value, or taken of it.
const ADDING: [u64; 6] =
    [stem(b"make"), stem(b"growth"), stem(b"headroom"), stem(b"way"), stem(b"plus"), stem(b"more")];

/// What is counted in words where a value is worked out: "ten dollars over", "after one bad day".
const COUNTED: [u64; 7] = [
    stem(b"dollar"),
    stem(b"standard"),
    stem(b"sigma"),
    stem(b"coin"),
    stem(b"bad"),
    stem(b"good"),
    stem(b"percent"),
];

/// Words that multiply by a power of ten.
const POWERS: [u64; 9] = [
    stem(b"ten"),
    stem(b"tenth"),
    stem(b"hundred"),
    stem(b"hundredth"),
    stem(b"thousand"),
    stem(b"thousandth"),
    stem(b"million"),
    stem(b"tenfold"),
    stem(b"decade"),
];

impl Reader<'_> {
    /// Why a number that stands as a metric's value may be none, for want of anything that explains
    /// it as a wrong one.
    pub(super) fn is_unexplained(&self, pair: &Pair<'_>, actual: f64) -> Option<&'static str> {
        let number = pair.number;
        let slip = self.slip_of(number, pair.name, actual);
        if self.is_taken_back(pair, actual) {
            return Some("the text takes it back");
        }
        if self.is_of_a_draft(pair) {
            return Some("a guess or rule");
        }
        if slip.is_some() && self.is_corrected(pair) {
            return Some("the text corrects it");
        }
        match slip {
            Some(Slip::Shifted(_)) if self.has_power_of_ten(pair) => {
                return Some(COMPUTED);
            }
            Some(Slip::Replaced(..6)) | None => {}
            Some(_) => return None,
        }
        let within = |times: f64| {
            in_unit(number, &pair.name.unit)
                .any(|it| (1.0 / times..=times).contains(&(it.value / actual).abs()))
        };
        let known = shown_digits(number) >= 3 && self.context.known.has(number);
        if known && within(OTHER_FIGURE) && !self.is_supposed(pair) {
            return None;
        }
        // "40 of near's failed": a count, not a percentage.
        let counts = pair.name.unit == Unit::Ratio
            && number.unit == NumberUnit::None
            && number.exact.is_some_and(|it| it > 1);
        if counts {
            return Some(FAR);
        }
        let misplaced = (pair.mention.cited || pair.name.unit == Unit::Ratio)
            && !self.has_power_of_ten(pair)
            && is_misplaced(pair, actual);
        // "the [volatility] of 26.08%": so exact a number, put beside the name as a thing known, is meant.
        let settled = (pair.form == Form::Settled || self.is_named_too(pair))
            && pair.mention.cited
            && shown_digits(number) >= 4
            && within(OTHER_FIGURE);
        if !within(PLAUSIBLE) && !misplaced && !settled && self.trusts {
            return Some(FAR);
        }
        let signed = self.is_signed_equal(pair);
        let rate = matches!(pair.name.unit, Unit::Percent | Unit::Ratio)
            || number.unit == NumberUnit::Percent;
        // "0.46" may be just what another day had.
        let exact = self.context.known.has_within(number.value.abs(), number.value.abs() * 1e-9);
        let coarse = !signed
            && !rate
            && !self.is_plainly_said(pair)
            && !exact
            && (!misplaced || !is_shifted(pair, actual))
            && known_digits(number) <= 2
            && is_fine(actual);
        if self.trusts && (coarse || is_round(number) && !self.is_stated(pair)) {
            return Some(ROUND);
        }
        if self.is_supposed(pair) {
            return Some("a guess or rule");
        }
        if self.speaks_of_other_day(pair) {
            return Some("another day is named");
        }
        if self.is_of_many_days(pair) {
            return Some("a period");
        }
        if self.is_landmark(pair) {
            return Some("a threshold");
        }
        self.is_reckoned(pair).then_some(COMPUTED)
    }

    /// What stands around a pair in its sentence.
    pub(super) fn around(&self, pair: &Pair<'_>) -> Span {
        let place = Span { start: pair.first, end: pair.last };
        let scope =
            Span { start: pair.scope.start.min(pair.first), end: pair.scope.end.max(pair.last) };
        nearby(self.context.answer.text, place, scope, REACH)
    }

    /// The words of the sentence before a pair that are not far from it.
    pub(super) fn recent_words(&self, pair: &Pair<'_>) -> &[Word] {
        self.context.words.within(Span { start: self.around(pair).start, end: pair.first })
    }

    /// Whether a sentence or clause is about the metric and says what it is: "Total volume was around
    /// 3 million ETH."
    fn is_plainly_said(&self, pair: &Pair<'_>) -> bool {
        const BEING: [u64; 5] =
            [stem(b"is"), stem(b"was"), stem(b"were"), stem(b"are"), stem(b"reached")];
        let before = Span { start: pair.clause, end: pair.first };
        // "Roughly 1.5 million transactions [daily_txns] were recorded on the day."
        let told = !pair.is_number_last()
            && self.words_after(pair).first().is_some_and(|it| BEING.contains(&it.stem))
            && (self.words_after(pair).windows(3).take(4).any(|it| self.is_place(it))
                || self.opens_with_today(pair, pair.scope));
        told || pair.is_number_last()
            && self.context.words.within(pair.gap()).iter().any(|it| BEING.contains(&it.stem))
            && self.context.words.within(before).iter().all(|it| it.classes.any(Classes::FUNCTION))
    }

    /// Whether a sign equates the two: `[close_usd] ~ 5.9k`.
    fn is_signed_equal(&self, pair: &Pair<'_>) -> bool {
        self.context.answer.slice(pair.gap()).contains(['=', '≈', '~', '→'])
            || pair.number.approximate && self.context.words.within(pair.gap()).is_empty()
    }

    /// `My model says 1.18M [daily_txns]`, `Its record, 1.96M [daily_txns], …`
    fn is_supposed(&self, pair: &Pair<'_>) -> bool {
        const SUPPOSED: [u64; 12] = [
            stem(b"band"),
            stem(b"edge"),
            stem(b"end"),
            stem(b"limit"),
            stem(b"model"),
            stem(b"consensus"),
            stem(b"record"),
            stem(b"guess"),
            stem(b"rule"),
            stem(b"plan"),
            stem(b"budget"),
            stem(b"analyst"),
        ];
        let start = self.around(pair).start;
        let before = self.context.answer.text.get(start..pair.first).unwrap_or_default();
        // "On the receiving end the gap was smaller: 202,301 addresses …": what is before is said.
        let start = start + before.rfind(": ").unwrap_or_default();
        let words = self.context.words.within(Span { start, end: pair.first });
        let recent = &words[words.len().saturating_sub(6)..];
        // "at the other end [low_usd] came in at"
        let other = |at: usize| at > 0 && recent[at - 1].stem == const { stem(b"other") };
        recent.iter().enumerate().any(|(at, it)| SUPPOSED.contains(&it.stem) && !other(at))
    }

    /// "Over seven days the volatility is 21.13 %."
    fn is_of_many_days(&self, pair: &Pair<'_>) -> bool {
        const DURING: [u64; 4] = [stem(b"over"), stem(b"in"), stem(b"for"), stem(b"within")];
        let counted = |it: &[Word]| {
            DURING.contains(&it[0].stem)
                && it[2].classes.any(Classes::TIME)
                && (it[1].classes.any(Classes::SAID_NUMBER | Classes::NUMERIC)
                    || it[1].stem == const { stem(b"a") })
        };
        pair.name.classes.any(Classes::SPREAD)
            && !self.is_fixed(pair)
            && self.recent_words(pair).windows(3).any(counted)
    }

    /// `The 10 million mark, [daily_txns], is near.`
    fn is_landmark(&self, pair: &Pair<'_>) -> bool {
        const LANDMARKS: [u64; 4] =
            [stem(b"mark"), stem(b"line"), stem(b"barrier"), stem(b"milestone")];
        !pair.is_number_last()
            && self.context.words.within(pair.gap()).iter().any(|it| LANDMARKS.contains(&it.stem))
    }

    /// Whether a verb or a sign gives the number as what the metric is.
    fn is_stated(&self, pair: &Pair<'_>) -> bool {
        let gap = pair.gap();
        pair.is_number_last()
            && (self.context.answer.slice(gap).contains(['=', '≈', '~'])
                || self.context.words.within(gap).iter().any(|it| {
                    it.classes.any(Classes::VERB)
                        || it.stem == const { stem(b"to") }
                        || it.stem == const { stem(b"of") }
                }))
    }

    /// Whether words beside a slip set it against the right value.
    fn is_corrected(&self, pair: &Pair<'_>) -> bool {
        let words = self.context.words.within(self.around(pair));
        words.iter().any(|it| CORRECTING.contains(&it.stem))
            && self.gives_today_too(pair, self.around(pair))
    }

    /// "A daily volatility of 13.28 % ([volatility])": named in words as well.
    pub(super) fn is_named_too(&self, pair: &Pair<'_>) -> bool {
        !pair.is_number_last()
            && matches!(self.words_before(pair), [.., name, of]
                if of.stem == const { stem(b"of") } && self.is_in_same_name(name, pair.mention))
    }

    /// `A colleague's draft had [daily_txns] at 1,132,465.`
    fn is_of_a_draft(&self, pair: &Pair<'_>) -> bool {
        const DRAFTS: [u64; 4] = [stem(b"draft"), stem(b"tweet"), stem(b"rumour"), stem(b"rumor")];
        self.recent_words(pair).iter().rev().take(6).any(|it| DRAFTS.contains(&it.stem))
    }

    /// Whether the text goes on to correct a number: "… 8.8375 BTC. Correction, it is 8.3875".
    fn is_taken_back(&self, pair: &Pair<'_>, actual: f64) -> bool {
        /// How far behind the number the right one may follow, in bytes.
        const SOON: usize = 220;
        const TAKING_BACK: [u64; 11] = [
            stem(b"correction"),
            stem(b"corrected"),
            stem(b"sorry"),
            stem(b"wait"),
            stem(b"oops"),
            stem(b"scratch"),
            stem(b"transposed"),
            stem(b"misread"),
            stem(b"mistyped"),
            stem(b"miscopied"),
            stem(b"typo"),
        ];
        /// What follows the verb, and not the exclamation: "wait for a lower fee".
        const AWAITING: [u64; 7] = [
            stem(b"for"),
            stem(b"until"),
            stem(b"till"),
            stem(b"to"),
            stem(b"and"),
            stem(b"or"),
            stem(b"before"),
        ];
        let text = self.context.answer.text;
        let end = text.floor_char_boundary((pair.last + SOON).min(text.len()));
        let behind = self.context.words.within(Span { start: pair.last, end });
        let awaits = |place: usize| {
            behind[place].stem == const { stem(b"wait") }
                && behind.get(place + 1).is_some_and(|next| {
                    AWAITING.contains(&next.stem) || next.classes.any(Classes::NUMERIC)
                })
        };
        let taken_back = (0..behind.len())
            .find(|place| TAKING_BACK.contains(&behind[*place].stem) && !awaits(*place));
        let Some(place) = taken_back else { return false };
        let rest = Span { start: behind[place].span.end, end };
        self.context.numbers_in(rest).any(|(_, it)| is_value(it, actual, &pair.name.unit, 0.0))
    }

    /// Whether a power of ten stands beside a pair, by which its value may be multiplied.
    fn has_power_of_ten(&self, pair: &Pair<'_>) -> bool {
        let own = pair.number.span;
        let near = nearby(self.context.answer.text, own, pair.scope, BESIDE);
        self.context.numbers_in(near).any(|(_, it)| {
            it.span.start != own.start
                && it.role == NumberRole::Quantity
                && it.unit != NumberUnit::Percent
                && is_power_of_ten(it.value)
        }) || self.context.words.within(near).iter().any(|it| {
            // "1.3 million" multiplies by nothing.
            let in_number = |(_, number): (usize, &Number)| {
                number.span.start <= it.span.start && it.span.end <= number.span.end
            };
            POWERS.contains(&it.stem) && !self.context.numbers_in(near).any(in_number)
        })
    }

    /// Whether a share, a multiple or a count stands before a pair, from which the number may have
    /// been worked out: "61.8 % of the way to", "half of", "ten dollars over".
    fn is_reckoned(&self, pair: &Pair<'_>) -> bool {
        if pair.is_number_last() && pair.form != Form::Plain {
            return false;
        }
        // "Half of the users, [unique_users], is …"
        let text = self.context.answer.text.get(self.around(pair).start..pair.first);
        let apposed = text.unwrap_or("").trim_end_matches(['*', '`', ' ']).ends_with(',');
        let start =
            if pair.is_number_last() && !apposed { pair.clause } else { self.reach_start(pair) };
        let before = Span { start, end: pair.first };
        let words = self.context.words.within(before);
        let recent = &words[words.len().saturating_sub(8)..];
        let share = self.context.numbers_in(before).any(|(_, it)| {
            it.role == NumberRole::Quantity
                && it.unit == NumberUnit::Percent
                && pair.number.unit != NumberUnit::Percent
        }) || recent.iter().any(|it| it.stem == const { stem(b"percent") });
        let counted = recent
            .windows(2)
            .any(|it| it[0].classes.any(Classes::SAID_NUMBER) && COUNTED.contains(&it[1].stem));
        let part = recent.windows(2).any(|it| {
            it[0].stem == const { stem(b"third") } && it[1].stem == const { stem(b"of") }
        });
        counted
            || part
            || recent.iter().any(|it| MULTIPLYING.contains(&it.stem))
            || share && recent.iter().any(|it| ADDING.contains(&it.stem))
    }
}

/// Whether a number would be about the value with its point elsewhere: "24.7 gwei" for 2.74.
fn is_misplaced(pair: &Pair<'_>, actual: f64) -> bool {
    in_unit(pair.number, &pair.name.unit).any(|it| {
        let mut ratio = (it.value / actual).abs();
        if !(1e-4..=1e4).contains(&ratio) {
            return false;
        }
        while ratio > 3.0 {
            ratio /= 10.0;
        }
        while ratio < 0.3 {
            ratio *= 10.0;
        }
        (0.75..=1.34).contains(&ratio)
    })
}

/// Whether a number of two digits and more is the value with its point elsewhere, and no other.
fn is_shifted(pair: &Pair<'_>, actual: f64) -> bool {
    known_digits(pair.number) >= 2
        && in_unit(pair.number, &pair.name.unit).any(|it| {
            let mut value = it.value;
            let mut room = it.half_ulp;
            let larger = value.abs() > actual.abs();
            for _ in 0..4 {
                (value, room) =
                    if larger { (value / 10.0, room / 10.0) } else { (value * 10.0, room * 10.0) };
                if (value - actual).abs() <= room * (1.0 + 1e-9) {
                    return true;
                }
            }
            false
        })
}

fn is_power_of_ten(value: f64) -> bool {
    let mut rest = value.abs();
    if !(0.001..=1e9).contains(&rest) || rest == 1.0 {
        return false;
    }
    while rest > 5.0 {
        rest /= 10.0;
    }
    while rest < 0.5 {
        rest *= 10.0;
    }
    (rest - 1.0).abs() < 1e-9
}

/// How many digits a number shows, without the zeros at its end.
fn known_digits(number: &Number) -> u32 {
    let shown = shown_digits(number);
    let Some(whole) = number.exact.map(i128::unsigned_abs).filter(|it| *it > 0) else {
        return shown;
    };
    let (mut rest, mut zeros) = (whole, 0);
    while rest % 10 == 0 {
        rest /= 10;
        zeros += 1;
    }
    if number.half_ulp < 1.0 { shown.saturating_sub(zeros) } else { shown }
}

/// Whether a value has more than three digits.
fn is_fine(value: f64) -> bool {
    let mut rest = value.abs();
    if !(1e-12..1e15).contains(&rest) {
        return false;
    }
    while rest < 100.0 {
        rest *= 10.0;
    }
    while rest >= 1000.0 {
        rest /= 10.0;
    }
    (rest - rest.round()).abs() > 1e-6
}

/// Whether a number of many places has hardly a digit: "1,250,000", "$7,000".
fn is_round(number: &Number) -> bool {
    let Some(whole) = number.exact.map(i128::unsigned_abs).filter(|_| number.half_ulp < 1.0) else {
        return false;
    };
    if whole < 100 {
        return false;
    }
    let (mut rest, mut zeros) = (whole, 0);
    while rest % 10 == 0 {
        rest /= 10;
        zeros += 1;
    }
    let digits = rest.to_string().len();
    zeros >= 2 && digits <= 2 || zeros >= 4 && digits <= 3
}
