//! Doubts from conditions, forecasts and levels: what may come is no value of the day.

use super::doubts::joins;
use super::pair::{Form, Pair};
use super::{Bound, Reader};
use crate::lexicon::{Classes, stem};
use crate::parse::Span;

/// Verbs by which something is possible, not given.
pub(super) const MODAL: [u64; 7] = [
    stem(b"may"),
    stem(b"might"),
    stem(b"can"),
    stem(b"could"),
    stem(b"would"),
    stem(b"should"),
    stem(b"must"),
];

/// Words that make up a case.
const SUPPOSING: [u64; 7] = [
    stem(b"let"),
    stem(b"suppose"),
    stem(b"supposing"),
    stem(b"assume"),
    stem(b"assuming"),
    stem(b"hypothetical"),
    stem(b"scenario"),
];

/// Verbs that compare with what is: "sits above".
const STANDS: [u64; 9] = [
    stem(b"be"),
    stem(b"is"),
    stem(b"was"),
    stem(b"stands"),
    stem(b"sits"),
    stem(b"lies"),
    stem(b"remains"),
    stem(b"stood"),
    stem(b"trades"),
];

/// Verbs that say what a projection is made of.
const MADE: [u64; 5] =
    [stem(b"averages"), stem(b"uses"), stem(b"takes"), stem(b"starts"), stem(b"combines")];

impl Reader<'_> {
    /// `if [daily_txns] falls to …`, `could reach … [daily_txns]`.
    pub(super) fn conditional(&self, pair: &Pair<'_>) -> Option<&'static str> {
        let before = self.words_before(pair);
        if self.is_contrary_to_fact(pair) {
            return Some("contrary to fact");
        }
        if self.is_an_instance(pair) {
            return Some("conditional");
        }
        let clause = pair.clause;
        let reach = self.reach_start(pair);
        let now = self.is_said_of_today(pair);
        let mut against = false;
        for (distance, word) in before.iter().rev().take(12).enumerate() {
            if word.span.start < reach {
                return None;
            }
            // "must be weighed against [volatility] standing at …"
            // "may be far lower than [avg_fee] of 0.0000096"
            against |= word.classes.any(Classes::AGAINST)
                || word.stem == const { stem(b"than") } && pair.is_number_last();
            if !word.classes.any(Classes::CONDITION) || word.classes.any(Classes::CITED) {
                continue;
            }
            let same_clause = word.span.start >= clause;
            let previous = before.len().checked_sub(distance + 2).map(|it| before[it].stem);
            let conceding = previous == Some(const { stem(b"even") });
            // "The interval assumes normal changes with [volatility] of 5.24%."
            let assumed_with = SUPPOSING.contains(&word.stem)
                && distance > 3
                && before.last().is_some_and(|it| it.stem == const { stem(b"with") });
            // "let me see, [close_usd] is …"
            let let_me = word.stem == const { stem(b"let") }
                && before.get(before.len() - distance).is_some_and(|it| {
                    it.stem == const { stem(b"me") } || it.stem == const { stem(b"us") }
                });
            // "should note that this coin's volatility of 49.5%"
            let that = MODAL.contains(&word.stem)
                && before[before.len() - distance..]
                    .iter()
                    .any(|it| it.stem == const { stem(b"that") });
            let granted = conceding
                || that
                || let_me
                || assumed_with
                || word.stem == const { stem(b"until") }
                || word.stem == const { stem(b"assumption") } && distance > 2
                || now && (!same_clause || distance > 2);
            if granted {
                continue;
            }
            let fact = pair.form == Form::Settled
                || self.is_fixed_extreme(pair)
                || self.is_fixed(pair) && pair.form == Form::Equated;
            if fact {
                if SUPPOSING.contains(&word.stem) && distance < 3 {
                    return Some("conditional");
                }
                continue;
            }
            if MODAL.contains(&word.stem) {
                // A modal verb speaks of its own clause only.
                let reach = match pair.form {
                    Form::Equated => 2,
                    _ if word.stem == const { stem(b"can") } => 4,
                    _ => 7,
                };
                if same_clause && distance < reach && !against {
                    return Some("conditional");
                }
                continue;
            }
            return Some("conditional");
        }
        None
    }

    /// `Had the table said 1,219,295 [daily_txns], we would …`
    fn is_contrary_to_fact(&self, pair: &Pair<'_>) -> bool {
        let first = self.words_before(pair).first();
        first.is_some_and(|it| {
            it.stem == const { stem(b"had") }
                && it.span.start <= pair.scope.start + 3
                && self.words_after(pair).iter().take(40).any(|it| {
                    it.stem == const { stem(b"would") } || it.stem == const { stem(b"could") }
                })
        })
    }

    /// `With [volatility] at 2.5%, for instance, …`
    fn is_an_instance(&self, pair: &Pair<'_>) -> bool {
        let supposed = self.words_before(pair).last().is_some_and(|it| {
            it.stem == const { stem(b"with") } || it.stem == const { stem(b"at") }
        });
        supposed
            && matches!(self.words_after(pair), [by, instance, ..]
                if by.stem == const { stem(b"for") }
                    && (instance.stem == const { stem(b"instance") }
                        || instance.stem == const { stem(b"example") }))
    }

    /// `the projected [daily_txns] of …`, "we expect …".
    pub(super) fn projected(&self, pair: &Pair<'_>, own: Classes) -> Option<&'static str> {
        // How many days are known is not foreseen: "estimated from 30 known days".
        if own.any(Classes::PROJECTION) || pair.name.name.ends_with("days") {
            return None;
        }
        // "By Q3, [daily_txns] 5.5M": a deadline that leads the sentence.
        if let [by, when, ..] = self.words_before(pair)
            && by.stem == const { stem(b"by") }
            && (when.classes.any(Classes::NUMERIC | Classes::NEXT)
                || self.context.answer.slice(when.span).starts_with(['Q', 'H']))
            && !self.is_own_day(when.span)
        {
            return Some("a projection");
        }
        // "[daily_txns] → 422,290 in a week"
        if let [within, count, time, ..] = self.words_after(pair)
            && within.stem == const { stem(b"in") }
            && (count.stem == const { stem(b"a") }
                || count.classes.any(Classes::NUMERIC | Classes::SAID_NUMBER))
            && time.classes.any(Classes::TIME)
            && pair.is_number_last()
            && self.context.words.within(pair.gap()).is_empty()
        {
            return Some("a projection");
        }
        // "Expected in 7d: " leads to the clause behind it.
        let clause = self.label_start(pair.scope.start, pair.first);
        for word in self.words_before(pair).iter().rev().take(6) {
            let apart = word.stem == const { stem(b"from") }
                || word.classes.any(Classes::OVER | Classes::UNDER | Classes::AGAINST)
                || joins(word);
            if word.span.start < clause || apart && pair.is_number_last() {
                return None;
            }
            if word.classes.any(Classes::PROJECTION)
                && !word.classes.any(Classes::CITED)
                && !self.is_in_same_name(word, pair.mention)
            {
                let between = Span { start: word.span.end, end: pair.first };
                // "The projected value averages [daily_txns] (459,909) and …"
                let made_of = pair.form == Form::Settled
                    && self.context.words.within(between).iter().any(|it| MADE.contains(&it.stem));
                if made_of {
                    return None;
                }
                return (!self.is_taken(between, pair.mention)).then_some("a projection");
            }
        }
        None
    }

    /// `a stop below [close_usd] = $7,000`.
    pub(super) fn level(&self, pair: &Pair<'_>) -> Option<&'static str> {
        if pair.form == Form::Settled && (pair.is_number_last() || self.is_fixed(pair))
            || self.is_fixed(pair) && pair.form == Form::Equated
            || self.is_said_of_today(pair)
        {
            return None;
        }
        let clause = pair.clause;
        let before = self.words_before(pair);
        let bounded = self.bound_before(pair.number.span.start, pair.scope.start) != Bound::Value;
        for (distance, word) in before.iter().rev().take(3).enumerate() {
            if word.span.start < clause || joins(word) {
                return None;
            }
            if self.is_in_same_name(word, pair.mention) {
                continue;
            }
            if word.classes.any(Classes::CITED) || self.is_of_other(word, pair) {
                return None;
            }
            if bounded && word.classes.any(Classes::OVER | Classes::UNDER) {
                continue;
            }
            if word.classes.any(Classes::THRESHOLD) && !self.is_compared_with(pair, distance) {
                return Some("a threshold");
            }
        }
        None
    }

    /// `[close_usd] sits above [close_usd_mean_30d] …` compares with what is.
    fn is_compared_with(&self, pair: &Pair<'_>, distance: usize) -> bool {
        let before = self.words_before(pair);
        let lead = &before[..before.len().saturating_sub(distance + 1)];
        pair.is_number_last()
            && lead.iter().rev().take(2).any(|it| STANDS.contains(&it.stem))
            && !self.context.words.within(pair.scope).iter().any(|it| {
                it.classes.any(Classes::CONDITION | Classes::ACTION)
                    && !(pair.form == Form::Equated && MODAL.contains(&it.stem))
                    && !it.classes.any(Classes::CITED)
            })
    }

    /// Whether a sentence speaks of what may come: "if", "only after a close above".
    pub(super) fn is_awaited(&self, pair: &Pair<'_>) -> bool {
        let before = self
            .context
            .words
            .within(Span { start: pair.scope.start, end: pair.mention.span.start });
        self.context.words.classes(pair.scope).any(Classes::CONDITION | Classes::PROJECTION)
            || before.iter().any(|it| it.classes.any(Classes::ACTION | Classes::SOFT_ACTION))
            || before
                .iter()
                .rev()
                .take(6)
                .any(|it| it.classes.any(Classes::NEXT) && !it.classes.any(Classes::OVER))
    }
}
