//! Reasons not to take a differing number as a metric's value: the words around say that it is
//! something else.
//!
//! Each reason reaches as far as the grammar carries it. A condition or forecast reaches over its
//! clause; a word such as "mean" or "failed" only what it stands directly before, through articles
//! and "of"; and what is settled, as in `the [close_usd] of $6,563`, is not moved by the sentence
//! around it.

use super::pair::{Form, Pair};
use super::{Reader, is_unit_word};
use crate::lexicon::{Classes, stem};
use crate::parse::{NumberRole, Span};
use crate::words::Word;

/// Words by which a text takes a value back.
pub(super) const MISTAKES: [u64; 6] = [
    stem(b"wrong"),
    stem(b"incorrect"),
    stem(b"mistake"),
    stem(b"mistaken"),
    stem(b"erroneous"),
    stem(b"typo"),
];

/// Modal verbs after a value that doubt what it means, and not the value.
const EXPLAINING: [u64; 7] = [
    stem(b"may"),
    stem(b"might"),
    stem(b"can"),
    stem(b"could"),
    stem(b"cannot"),
    stem(b"should"),
    stem(b"must"),
];

/// What a value that is not yet there may do.
const COMING: [u64; 9] = [
    stem(b"come"),
    stem(b"follow"),
    stem(b"reach"),
    stem(b"reached"),
    stem(b"seen"),
    stem(b"hit"),
    stem(b"expected"),
    stem(b"possible"),
    stem(b"needed"),
];

/// Words that begin another part of the sentence: what stands behind them says nothing of what
/// stands before.
pub(super) fn joins(word: &Word) -> bool {
    PARTING.contains(&word.stem) || REASONING.contains(&word.stem)
}

/// Words that set one statement beside another: "306,930, while on 7 February …".
pub(super) const PARTING: [u64; 7] = [
    stem(b"after"),
    stem(b"and"),
    stem(b"but"),
    stem(b"while"),
    stem(b"whereas"),
    stem(b"although"),
    stem(b"though"),
];

/// Words behind which a reason, a consequence or a closer description stands.
const REASONING: [u64; 6] =
    [stem(b"yet"), stem(b"so"), stem(b"because"), stem(b"since"), stem(b"which"), stem(b"that")];

/// Words that say how far a value lies from another.
const HOW_FAR: [u64; 7] = [
    stem(b"well"),
    stem(b"far"),
    stem(b"just"),
    stem(b"slightly"),
    stem(b"clearly"),
    stem(b"comfortably"),
    stem(b"barely"),
];

/// Verbs that say where a value stands: "lies below the mean".
const STANDING: [u64; 5] =
    [stem(b"lies"), stem(b"sits"), stem(b"stands"), stem(b"ranks"), stem(b"falls")];

/// Words by which "fall" tells where a figure lies: "fall comfortably inside the band".
const WHERE_IT_FALLS: [u64; 8] = [
    stem(b"out"),
    stem(b"outside"),
    stem(b"inside"),
    stem(b"within"),
    stem(b"between"),
    stem(b"comfortably"),
    stem(b"squarely"),
    stem(b"well"),
];

impl Reader<'_> {
    /// Doubts from the words around a mention and its number; `own` are the classes that belong to
    /// the metric itself.
    pub(super) fn doubt_around(&self, pair: &Pair<'_>, own: Classes) -> Option<&'static str> {
        self.conditional(pair)
            .or_else(|| self.measured_earlier(pair))
            .or_else(|| self.projected(pair, own))
            .or_else(|| self.earlier_before(pair, own))
            .or_else(|| self.modified(pair, own))
            .or_else(|| self.level(pair))
            .or_else(|| self.said_after(pair, own))
            .or_else(|| self.day_of(pair))
    }

    /// Doubts from the words behind a pair.
    pub(super) fn said_after(&self, pair: &Pair<'_>, own: Classes) -> Option<&'static str> {
        let after = self.words_after(pair);
        let before = self.words_before(pair);
        let denied = before.iter().rev().take(5).any(|it| MISTAKES.contains(&it.stem));
        if denied || Self::is_called_mistaken(after) {
            return Some("the text calls it a mistake");
        }
        if after.iter().take(8).any(|it| it.stem == const { stem(b"respectively") }) {
            return Some("in a list of values");
        }
        let averaged = matches!(after, [on, average, ..]
            if on.stem == const { stem(b"on") } && average.stem == const { stem(b"average") });
        if averaged && !own.any(Classes::MEAN) {
            return Some("a mean or total over days");
        }
        if self.is_end_of_range(pair) {
            return Some("an end of a range");
        }
        if self.is_multiple_in_words(pair) {
            return Some("a multiple");
        }
        if self.cites_several(pair) {
            return Some("computed from several metrics");
        }
        if self.is_first_of_several(pair) {
            return Some("in a list of values");
        }
        let context = self.context;
        let clause_end = self.clause_end(pair.last, pair.scope.end);
        let settled = pair.form == Form::Settled;
        let counts_days = pair.name.name.ends_with("days");
        for (distance, word) in after.iter().take(8).enumerate() {
            let same_clause = word.span.start < clause_end;
            let closed = pair.is_number_last()
                && context.answer.text[pair.last..word.span.start.max(pair.last)].contains(')');
            if !same_clause || closed || joins(word) || word.classes.any(Classes::AGAINST) {
                return None;
            }
            if self.is_own_day(word.span) {
                continue;
            }
            let next = after.get(distance + 1);
            let timed = next.is_some_and(|it| it.classes.any(Classes::TIME));
            // A mean or spread is "a statistic of past days".
            let counted = next
                .is_some_and(|it| it.classes.any(Classes::NUMERIC | Classes::SAID_NUMBER))
                && after.get(distance + 2).is_some_and(|it| it.classes.any(Classes::TIME));
            let of_days = own.any(Classes::MEAN | Classes::SPREAD) && (timed || counted);
            if distance < 6
                && self.is_past(word, next, own)
                && !is_compared_to(&after[..distance])
                && !of_days
                && !self.is_fixed(pair)
                && !self.has_quantity(Span { start: pair.last, end: word.span.start })
            {
                return Some("an earlier time is named");
            }
            // "cannot be assumed to persist"
            let passive = distance > 0 && after[distance - 1].stem == const { stem(b"be") };
            let stands = explains(&after[distance..])
                || self.is_standing_at(pair) && moves(&after[distance..]);
            if word.classes.any(Classes::CONDITION)
                && distance < 3
                && !settled
                && !passive
                && !stands
            {
                return Some("conditional");
            }
            // "3.99 % per day" is in its own unit, as every metric is one of a day.
            let daily = next.is_some_and(|it| it.stem == const { stem(b"day") });
            let own_rate = own.any(Classes::SPREAD | Classes::MEAN) || counts_days || daily;
            let percent = next.is_some_and(|it| it.stem == const { stem(b"cent") });
            if distance < 3
                && !(own_rate && timed)
                && !percent
                && word.classes.any(Classes::PER)
                && !own.any(Classes::PER | Classes::MEAN)
                && word.stem != const { stem(b"by") }
                && word.stem != const { stem(b"over") }
            {
                return Some("a quotient");
            }
            // "is 1,500 higher than", "5,000 ETH more than"; but not "of 1,250,000 is up"
            // "of 306,930 well above the lower bound"
            let linked = distance == 1
                && (after[0].classes.any(Classes::VERB | Classes::AGAINST)
                    || STANDING.contains(&after[0].stem)
                    || HOW_FAR.contains(&after[0].stem));
            // "[peak_close] of $304.37 falls out of the window"
            // "of 1,192,475 fall comfortably inside the band"
            let leaves = distance == 0
                && word.classes.any(Classes::CHANGE)
                && next.is_some_and(|it| WHERE_IT_FALLS.contains(&it.stem));
            // "From its peak of $798.89 [peak_close] ETH fell to": the coin is what moves.
            let moves = distance == 1
                && after[0].classes.any(Classes::NETWORK)
                && !is_unit_word(context, after[0].span, &pair.name.unit);
            if distance < 2
                && !linked
                && !leaves
                && !moves
                && word.classes.any(Classes::CHANGE | Classes::OVER | Classes::UNDER)
                && word.classes.any(Classes::UP | Classes::DOWN)
                && !own.any(Classes::CHANGE)
            {
                return Some("a difference");
            }
            // "10.56 % over the week" is of a longer time than the metric's own.
            let stretched = (word.stem == const { stem(b"over") }
                || word.stem == const { stem(b"per") })
                && after.iter().skip(distance + 1).take(2).any(|it| it.classes.any(Classes::TIME))
                && own.any(Classes::SPREAD)
                && !after
                    .iter()
                    .skip(distance + 1)
                    .take(2)
                    .any(|it| it.stem == const { stem(b"day") });
            if distance < 2 && stretched {
                return Some("a period");
            }
            if distance < 1
                && word.classes.any(Classes::TIME)
                && !word.classes.any(Classes::CITED)
                && !counts_days
            {
                return Some("a period");
            }
        }
        None
    }

    /// `[volatility] at 5.1%`: a metric and where it stands, with nothing else between.
    fn is_standing_at(&self, pair: &Pair<'_>) -> bool {
        pair.is_number_last()
            && pair.mention.cited
            && matches!(self.context.words.within(pair.gap()), [at]
                if at.stem == const { stem(b"at") } || at.stem == const { stem(b"of") })
    }

    /// "… is wrong", "… was an error"; but not "comparing them would be wrong".
    fn is_called_mistaken(after: &[Word]) -> bool {
        let soon = &after[..after.len().min(8)];
        soon.iter().enumerate().any(|(place, it)| {
            let mistaken = MISTAKES.contains(&it.stem);
            let error = it.stem == const { stem(b"error") }
                && place > 0
                && soon[place - 1].stem == const { stem(b"an") };
            let supposed = place > 0 && soon[place - 1].stem == const { stem(b"be") };
            (mistaken || error) && !supposed
        })
    }

    /// Whether a word is one of another metric's name, or a number of another's.
    pub(super) fn is_of_other(&self, word: &Word, pair: &Pair<'_>) -> bool {
        let mentions = &self.context.mentions;
        let upto = mentions.partition_point(|it| it.span.start <= word.span.start);
        let named = mentions[..upto].last().is_some_and(|it| {
            word.span.end <= it.span.end
                && it.clear
                && it.name != pair.mention.name
                && !self.is_subject(it)
        });
        named || self.has_quantity(Span { start: word.span.start, end: word.span.end })
    }

    /// "1,100,000 to 1,300,000".
    fn is_end_of_range(&self, pair: &Pair<'_>) -> bool {
        let text = self.context.answer.text;
        let rest = &text[pair.number.span.end..pair.scope.end.max(pair.number.span.end)];
        let next = rest.trim_start_matches(['*', '`', ' ', '\u{a0}', '\u{202f}']);
        // "[1,021,000; 1,353,000]"
        let open = text[..pair.number.span.start].trim_end_matches(['*', '`', ' ', '$', '~']);
        let parts: &[char] =
            if open.ends_with('[') { &[',', ';', '–', '—'] } else { &[';', '–', '—'] };
        if open.ends_with(['[', '(']) && next.starts_with(parts) {
            let other = next.trim_start_matches([',', ';', '–', '—', ' ', '*', '`', '$', '~', '-']);
            let end = other.find([']', ')', '\n']).unwrap_or(0);
            let other = &other[..end];
            let written = other.bytes().any(|it| it.is_ascii_digit())
                && other.bytes().filter(u8::is_ascii_alphabetic).count() <= 8;
            return written && pair.is_number_last();
        }
        let Some(to) = next.strip_prefix("to ").or_else(|| next.strip_prefix("until ")) else {
            return false;
        };
        to.trim_start_matches(['*', '`', '$', '~', ' ']).starts_with(|it: char| it.is_ascii_digit())
            && pair.is_number_last()
            && (self.is_plain_range(pair)
                || self
                    .words_before(pair)
                    .iter()
                    .rev()
                    .take(6)
                    .chain(
                        self.context.words.within(Span {
                            start: pair.mention.span.end,
                            end: pair.number.span.start,
                        }),
                    )
                    .any(|it| {
                        it.classes.any(Classes::INTERVAL) || it.stem == const { stem(b"from") }
                    }))
    }

    /// `[unique_users] of 350,000 to 420,000 is normal`
    fn is_plain_range(&self, pair: &Pair<'_>) -> bool {
        let end = Span { start: pair.number.span.end, end: pair.scope.end };
        let Some((_, next)) = self.context.numbers_in(end).next() else { return false };
        let before = Span { start: pair.scope.start, end: pair.number.span.start };
        next.unit == pair.number.unit
            && (1.0..=3.0).contains(&(next.value / pair.number.value))
            && !self
                .context
                .words
                .within(before)
                .iter()
                .any(|it| it.classes.any(Classes::CHANGE) && !it.classes.any(Classes::CITED))
    }

    /// `is 2.57 times [unique_users]`, "is 4.80 standard deviations out".
    fn is_multiple_in_words(&self, pair: &Pair<'_>) -> bool {
        let start = pair.number.span.end;
        let words = self.context.words.within(Span { start, end: pair.scope.end.max(start) });
        words.first().is_some_and(|it| {
            it.stem == const { stem(b"times") }
                || it.stem == const { stem(b"fold") }
                || it.stem == const { stem(b"sigma") }
                || it.stem == const { stem(b"standard") }
        })
    }

    /// `15,633 ([daily_txns], [success_rate])` names what the number was computed from.
    fn cites_several(&self, pair: &Pair<'_>) -> bool {
        if pair.is_number_last() || !pair.mention.cited {
            return false;
        }
        let rest = &self.context.answer.text[pair.last..pair.scope.end.max(pair.last)];
        let next = rest.trim_start_matches(['*', '`', ' ', ',', '/', '×', '&', '+', '−']);
        next.starts_with('[')
            && next.len() < rest.len()
            && self.context.mentions_in(Span { start: pair.last, end: pair.last + 12 }).iter().any(
                |it| {
                    it.cited
                        && it.name != pair.mention.name
                        && !self.has_value_behind(it.span.end, pair.scope.end)
                },
            )
    }

    /// `[daily_txns] at 1,128,799 and 1,127,284`.
    fn is_first_of_several(&self, pair: &Pair<'_>) -> bool {
        if !pair.is_number_last() {
            return false;
        }
        let context = self.context;
        let rest = Span { start: pair.number.span.end, end: pair.scope.end };
        let Some((_, next)) =
            context.numbers_in(rest).find(|(_, it)| it.role == NumberRole::Quantity)
        else {
            return false;
        };
        let gap = context.answer.text[pair.number.span.end..next.span.start].trim();
        let alike = next.unit == pair.number.unit
            && (0.5..=2.0).contains(&(next.value / pair.number.value));
        let behind =
            Span { start: next.span.end, end: rest.end.min(next.span.end + 24).max(next.span.end) };
        gap == "and" && alike && context.mentions_in(behind).is_empty()
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
        let listed =
            !words.is_empty() || context.answer.slice(gap).contains([',', '/', '&', '–', '—']);
        (number.is_none() && joined && listed).then_some("in a list of metrics")
    }
}

/// Whether words end in what sets a value against what follows: "a touch below the", "higher than".
fn is_compared_to(words: &[Word]) -> bool {
    let against = Classes::OVER | Classes::UNDER | Classes::AGAINST;
    words.iter().rev().take(3).any(|it| {
        it.classes.any(against) && it.stem != const { stem(b"over") }
            || it.stem == const { stem(b"than") }
    })
}

/// Whether a modal verb behind a value says how it may go on from there: "at 0.51% may rise".
fn moves(words: &[Word]) -> bool {
    matches!(words, [modal, next, ..]
        if EXPLAINING.contains(&modal.stem) && next.classes.any(Classes::CHANGE))
}

/// Whether a modal verb behind a value doubts the reason and not the value: "may just reflect a
/// quiet day", "can't be compared"; but "may come", "could be reached".
fn explains(words: &[Word]) -> bool {
    let [modal, rest @ ..] = words else { return false };
    // "should not be extrapolated"
    if let [not, be, ..] = rest
        && not.stem == const { stem(b"not") }
        && be.stem == const { stem(b"be") }
    {
        return true;
    }
    let coming = |it: &Word| {
        COMING.contains(&it.stem)
            || it.classes.any(Classes::CHANGE | Classes::THRESHOLD | Classes::PROJECTION)
    };
    EXPLAINING.contains(&modal.stem)
        && match rest {
            // "may come from few transfers" says why, "may come" when.
            [come, from, ..]
                if come.stem == const { stem(b"come") } && from.stem == const { stem(b"from") } =>
            {
                true
            }
            [be, rest @ ..] if be.stem == const { stem(b"be") } => {
                rest.first().is_some_and(|it| !coming(it))
            }
            [verb, ..] => !coming(verb) && !verb.classes.any(Classes::NEGATION),
            [] => false,
        }
}
