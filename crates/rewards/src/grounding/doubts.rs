//! Reasons not to take a differing number as a metric's value: the words around say that it is
//! something else.
//!
//! Each reason reaches as far as the grammar carries it. A condition or forecast reaches over its
//! clause; a word such as "mean" or "failed" only what it stands directly before, through articles
//! and "of"; and what is settled, as in `the [close_usd] of $6,563`, is not moved by the sentence
//! around it.

use super::pair::{Form, Pair};
use super::{Bound, Reader};
use crate::lexicon::{Classes, stem};
use crate::parse::{Number, NumberRole, Span};
use crate::words::Word;

/// Words by which a text takes a value back.
const MISTAKES: [u64; 6] = [
    stem(b"wrong"),
    stem(b"incorrect"),
    stem(b"mistake"),
    stem(b"mistaken"),
    stem(b"erroneous"),
    stem(b"typo"),
];

/// Verbs by which something is possible, not given.
const MODAL: [u64; 7] = [
    stem(b"may"),
    stem(b"might"),
    stem(b"can"),
    stem(b"could"),
    stem(b"would"),
    stem(b"should"),
    stem(b"must"),
];

/// Modal verbs after a value that doubt what it means, and not the value.
const EXPLAINING: [u64; 5] =
    [stem(b"may"), stem(b"might"), stem(b"can"), stem(b"could"), stem(b"cannot")];

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

/// Times other than the day of a daily measure: "weekly volatility".
const STRETCHES: [u64; 6] = [
    stem(b"weekly"),
    stem(b"monthly"),
    stem(b"annual"),
    stem(b"annualised"),
    stem(b"annualized"),
    stem(b"yearly"),
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

/// Words that begin another part of the sentence: what stands behind them says nothing of what
/// stands before.
const JOINING: [u64; 13] = [
    stem(b"after"),
    stem(b"and"),
    stem(b"but"),
    stem(b"while"),
    stem(b"whereas"),
    stem(b"although"),
    stem(b"though"),
    stem(b"yet"),
    stem(b"so"),
    stem(b"because"),
    stem(b"since"),
    stem(b"which"),
    stem(b"that"),
];

/// Words that a modifier does not reach across.
const OPAQUE: [u64; 9] = [
    stem(b"with"),
    stem(b"between"),
    stem(b"on"),
    stem(b"against"),
    stem(b"than"),
    stem(b"as"),
    stem(b"over"),
    stem(b"along"),
    stem(b"by"),
];

impl Reader<'_> {
    /// Doubts from the words around a mention and its number; `own` are the classes that belong to
    /// the metric itself.
    pub(super) fn doubt_around(&self, pair: &Pair<'_>, own: Classes) -> Option<&'static str> {
        self.conditional(pair)
            .or_else(|| self.projected(pair, own))
            .or_else(|| self.earlier_before(pair, own))
            .or_else(|| self.modified(pair, own))
            .or_else(|| self.level(pair))
            .or_else(|| self.said_after(pair, own))
            .or_else(|| self.day_of(pair))
    }

    /// "if [daily_txns] falls to …", "could reach … [daily_txns]".
    fn conditional(&self, pair: &Pair<'_>) -> Option<&'static str> {
        let before = self.words_before(pair);
        let clause = self.clause_start(pair.scope.start, pair.first);
        let reach = self.reach_start(pair);
        let now = self.is_said_of_today(pair);
        let mut against = false;
        for (distance, word) in before.iter().rev().take(12).enumerate() {
            if word.span.start < reach {
                return None;
            }
            // "must be weighed against [volatility] standing at …"
            against |= word.classes.any(Classes::AGAINST);
            if !word.classes.any(Classes::CONDITION) || word.classes.any(Classes::CITED) {
                continue;
            }
            let same_clause = word.span.start >= clause;
            let previous = before.len().checked_sub(distance + 2).map(|it| before[it].stem);
            let conceding = previous == Some(const { stem(b"even") });
            let granted = conceding
                || word.stem == const { stem(b"until") }
                || word.stem == const { stem(b"assumption") } && distance > 2
                || now && (!same_clause || distance > 2);
            if granted {
                continue;
            }
            if pair.form == Form::Settled || self.is_fixed(pair) && pair.form == Form::Equated {
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

    /// "the projected [daily_txns] of …", "we expect …".
    fn projected(&self, pair: &Pair<'_>, own: Classes) -> Option<&'static str> {
        if own.any(Classes::PROJECTION) {
            return None;
        }
        // "Expected in 7d: " leads to the clause behind it.
        let clause = self.label_start(pair.scope.start, pair.first);
        for word in self.words_before(pair).iter().rev().take(6) {
            let apart = word.stem == const { stem(b"from") }
                || word.classes.any(Classes::OVER | Classes::UNDER | Classes::AGAINST)
                || JOINING.contains(&word.stem);
            if word.span.start < clause || apart && pair.is_number_last() {
                return None;
            }
            if word.classes.any(Classes::PROJECTION)
                && !word.classes.any(Classes::CITED)
                && !self.is_in_same_name(word, pair.mention)
            {
                let between = Span { start: word.span.end, end: pair.first };
                return (!self.is_taken(between, pair.mention)).then_some("a projection");
            }
        }
        None
    }

    /// Words that make something else of what they stand before: "the mean of", "failed", "a rise
    /// in".
    fn modified(&self, pair: &Pair<'_>, own: Classes) -> Option<&'static str> {
        let before = self.words_before(pair);
        let clause = self.clause_start(pair.scope.start, pair.first);
        let behind = !pair.is_number_last();
        // "grew 12 % to 385,930", "higher at 0.33": what it grew to is the value.
        let arrives = behind
            && before.last().is_some_and(|it| {
                it.stem == const { stem(b"to") } || it.stem == const { stem(b"at") }
            });
        let settled = pair.form == Form::Settled;
        if self.is_signed(pair) && !own.any(Classes::CHANGE) {
            return Some("a change");
        }
        if self.is_share_of(pair) {
            return Some("a share of it");
        }
        if before.last().is_some_and(|it| it.stem == const { stem(b"reference") }) {
            return Some("a value to compare with");
        }
        for (distance, word) in before.iter().rev().take(4).enumerate() {
            // "cut a third now at [close_usd] $5,772"
            let now = word.stem == const { stem(b"now") };
            if word.span.start < clause || JOINING.contains(&word.stem) || now {
                return None;
            }
            if self.is_in_same_name(word, pair.mention) {
                continue;
            }
            if word.classes.any(Classes::CITED) || self.is_of_other(word, pair) {
                return None;
            }
            // "over" and "least" are the bound itself.
            let bounds = word.classes.any(Classes::OVER | Classes::UNDER);
            if bounds
                && distance < 3
                && self.bound_before(pair.number.span.start, pair.scope.start) != Bound::Value
            {
                continue;
            }
            let over_days = matches!(before, [.., count, day]
                if day.classes.any(Classes::TIME)
                    && (count.stem == const { stem(b"seven") } || count.stem == const { stem(b"7") }
                        || count.stem == const { stem(b"thirty") } || count.stem == const { stem(b"30") }));
            let stretched = over_days || STRETCHES.contains(&word.stem);
            if own.any(Classes::SPREAD) && distance == 0 && stretched {
                return Some("a period");
            }
            let classes = word.classes;
            // A typical day's volatility is the volatility.
            let typical = own.any(Classes::SPREAD)
                && (word.stem == const { stem(b"typical") }
                    || word.stem == const { stem(b"normal") });
            if classes.any(Classes::MEAN) && !own.any(Classes::MEAN) && !typical {
                return Some("a mean or total over days");
            }
            if classes.any(Classes::SPREAD) && !own.any(Classes::SPREAD) {
                return Some("a measure of spread");
            }
            if classes.any(Classes::EXTREME) && !own.any(Classes::EXTREME) {
                return Some("an extreme of a period");
            }
            if classes.any(Classes::PART) && !own.any(Classes::PART) && distance < 3 {
                return Some("a part");
            }
            if classes.any(Classes::RATIO) && !own.any(Classes::RATIO) {
                return Some("a quotient");
            }
            // "It moved 1,534,959 ETH [total_volume]."
            let moves = word.stem == const { stem(b"moved") } && behind;
            // "daily changes of 9.17% ([volatility])"
            let swings = own.any(Classes::SPREAD) && !classes.any(Classes::UP | Classes::DOWN);
            if classes.any(Classes::CHANGE)
                && !own.any(Classes::CHANGE)
                && distance < 3
                && !arrives
                && !moves
                && !swings
                && !(settled && !behind)
            {
                return Some("a change");
            }
            let denied = classes.any(Classes::NEGATION) && distance < 2;
            if (denied || classes.any(Classes::INTERVAL) && distance < 3) && !settled {
                return Some("not a plain statement of its value");
            }
            if classes.any(Classes::FUNCTIONAL) {
                return Some("computed from the metric");
            }
            // "is below", "higher with": a verb or a preposition ends what a modifier reaches.
            let copula = classes.any(Classes::LINK);
            if OPAQUE.contains(&word.stem)
                || !behind && classes.any(Classes::VERB) && !(copula && distance == 0)
            {
                return None;
            }
        }
        None
    }

    /// "+59,771" is a change.
    fn is_signed(&self, pair: &Pair<'_>) -> bool {
        let text = self.context.answer.text;
        let shown = self.context.answer.slice(pair.number.span);
        (shown.starts_with('+') || text[..pair.number.span.start].ends_with('+'))
            && pair.is_number_last()
    }

    /// "1% of [unique_users] is 3,859"
    fn is_share_of(&self, pair: &Pair<'_>) -> bool {
        let before = self.words_before(pair);
        let [.., of] = before else { return false };
        let lead = Span { start: pair.scope.start, end: of.span.start };
        pair.is_number_last()
            && of.stem == const { stem(b"of") }
            && self.number_before(lead.end, lead.start).is_some_and(|it| {
                let number = &self.context.answer.numbers[it];
                self.context.answer.text[number.span.end..of.span.start].trim().is_empty()
            })
    }

    /// "a stop below [close_usd] = $7,000".
    fn level(&self, pair: &Pair<'_>) -> Option<&'static str> {
        if pair.form == Form::Settled && (pair.is_number_last() || self.is_fixed(pair))
            || self.is_fixed(pair) && pair.form == Form::Equated
        {
            return None;
        }
        let clause = self.clause_start(pair.scope.start, pair.first);
        let before = self.words_before(pair);
        let bounded = self.bound_before(pair.number.span.start, pair.scope.start) != Bound::Value;
        for (distance, word) in before.iter().rev().take(3).enumerate() {
            if word.span.start < clause || JOINING.contains(&word.stem) {
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

    /// "[close_usd] sits above [close_usd_mean_30d] …" compares with what is.
    fn is_compared_with(&self, pair: &Pair<'_>, distance: usize) -> bool {
        let before = self.words_before(pair);
        let lead = &before[..before.len().saturating_sub(distance + 1)];
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
        pair.is_number_last()
            && lead.iter().rev().take(2).any(|it| STANDS.contains(&it.stem))
            && !self.context.words.within(pair.scope).iter().any(|it| {
                it.classes.any(Classes::CONDITION | Classes::ACTION)
                    && !(pair.form == Form::Equated && MODAL.contains(&it.stem))
                    && !it.classes.any(Classes::CITED)
            })
    }

    /// Whether a word is one of another metric's name, or a number of another's.
    fn is_of_other(&self, word: &Word, pair: &Pair<'_>) -> bool {
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

    /// Doubts from the words behind a pair.
    fn said_after(&self, pair: &Pair<'_>, own: Classes) -> Option<&'static str> {
        let after = self.words_after(pair);
        let before = self.words_before(pair);
        let denied = before.iter().rev().take(5).any(|it| MISTAKES.contains(&it.stem));
        if denied || self.is_called_mistaken(after) {
            return Some("the text calls it a mistake");
        }
        if after.iter().take(8).any(|it| it.stem == const { stem(b"respectively") }) {
            return Some("in a list of values");
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
            if !same_clause
                || closed
                || JOINING.contains(&word.stem)
                || word.classes.any(Classes::AGAINST)
            {
                return None;
            }
            if self.is_own_day(word.span) {
                continue;
            }
            let next = after.get(distance + 1);
            let timed = next.is_some_and(|it| it.classes.any(Classes::TIME));
            // A mean or spread is "a statistic of past days".
            let of_days = own.any(Classes::MEAN | Classes::SPREAD) && timed;
            if distance < 6
                && self.is_past(word, next, own)
                && !of_days
                && !self.is_fixed(pair)
                && !self.has_quantity(Span { start: pair.last, end: word.span.start })
            {
                return Some("an earlier time is named");
            }
            if word.classes.any(Classes::CONDITION)
                && distance < 3
                && !settled
                && !explains(&after[distance..])
            {
                return Some("conditional");
            }
            // "3.99 % per day" is in its own unit.
            let own_rate = own.any(Classes::SPREAD | Classes::MEAN) || counts_days;
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
            let linked = distance == 1 && after[0].classes.any(Classes::VERB | Classes::AGAINST);
            if distance < 2
                && !linked
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

    /// "… is wrong", "… was an error"; but not "comparing them would be wrong".
    fn is_called_mistaken(&self, after: &[Word]) -> bool {
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

    /// "1,100,000 to 1,300,000".
    fn is_end_of_range(&self, pair: &Pair<'_>) -> bool {
        let text = self.context.answer.text;
        let rest = &text[pair.number.span.end..pair.scope.end.max(pair.number.span.end)];
        let next = rest.trim_start_matches(['*', '`', ' ', '\u{a0}', '\u{202f}']);
        let Some(to) = next.strip_prefix("to ").or_else(|| next.strip_prefix("until ")) else {
            return false;
        };
        to.trim_start_matches(['*', '`', '$', '~', ' ']).starts_with(|it: char| it.is_ascii_digit())
            && pair.is_number_last()
            && self
                .words_before(pair)
                .iter()
                .rev()
                .take(6)
                .chain(
                    self.context
                        .words
                        .within(Span { start: pair.mention.span.end, end: pair.number.span.start }),
                )
                .any(|it| it.classes.any(Classes::INTERVAL) || it.stem == const { stem(b"from") })
    }

    /// "is 2.57 times [unique_users]", "is 4.80 standard deviations out".
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

    /// "15,633 ([daily_txns], [success_rate])" names what the number was computed from.
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

    /// Whether a value is given right behind a citation: "[unique_users] 385,930".
    pub(super) fn has_value_behind(&self, citation: usize, end: usize) -> bool {
        self.number_after(citation, end).is_some_and(|it| {
            let number = &self.context.answer.numbers[it];
            let gap = Span { start: citation, end: number.span.start };
            self.context.words.within(gap).len() <= 2
                && !self.context.answer.slice(gap).contains(['.', ';', '|'])
        })
    }

    /// "[daily_txns] at 1,128,799 and 1,127,284".
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

    /// Doubts from the words before a number that stands before its mention.
    pub(super) fn doubt_before_number(
        &self,
        pair: &Pair<'_>,
        own: Classes,
    ) -> Option<&'static str> {
        let context = self.context;
        let number = pair.number;
        let start = pair.scope.start;
        let words = self.words_before(pair);
        let open =
            context.answer.text[start..number.span.start].trim_end_matches(['*', '`', '$', ' ']);
        let text = open.trim_end_matches(['*', '`', '$', ' ', '(']);
        if text.ends_with(['×', '*', '^', '+', '±', '·']) {
            return Some("an operand");
        }
        if text.ends_with(['>', '<', '≥', '≤']) {
            return Some("a bound");
        }
        let dash = open.trim_end_matches(['–', '—', '-', '→', ' ', '*']);
        let ranged =
            dash.ends_with(|it: char| it.is_ascii_digit() || matches!(it, '%' | ')' | ']'));
        if open.ends_with(['–', '—', '-', '→']) && open.len() > 2 && ranged {
            return Some("an end of a range");
        }
        if self.is_result(number) {
            return Some("the result of a calculation");
        }
        let last = words.last()?;
        // "Buy near $375 in [close_usd]"
        let near = last.stem == const { stem(b"near") } || last.stem == const { stem(b"around") };
        if near && words.iter().any(|it| it.classes.any(Classes::ACTION | Classes::SOFT_ACTION)) {
            return Some("a level to act at");
        }
        let is_change = own.any(Classes::CHANGE);
        let added = last.stem == const { stem(b"additional") }
            || last.stem == const { stem(b"adding") }
            || last.stem == const { stem(b"extra") }
            || last.stem == const { stem(b"further") }
            || last.stem == const { stem(b"another") };
        // "sent by 424,849 users" names who did it; "fell by 424,849" how much.
        let changed = Classes::CHANGE
            | Classes::OVER
            | Classes::UNDER
            | Classes::UP
            | Classes::DOWN
            | Classes::COMPARISON
            | Classes::PER;
        let by = last.stem == const { stem(b"by") }
            && words.iter().rev().skip(1).take(6).any(|it| it.classes.any(changed));
        if (by || added) && !is_change {
            return Some("a change");
        }
        if last.stem == const { stem(b"every") } || last.stem == const { stem(b"per") } {
            return Some("a quotient");
        }
        let clause = self.clause_start(start, number.span.start);
        let mut moved = false;
        for (distance, word) in words.iter().rev().take(8).enumerate() {
            moved |= word.classes.any(Classes::CHANGE);
            let extreme = own.any(Classes::EXTREME) && pair.mention.cited;
            if distance < 5 && word.stem == const { stem(b"between") } && !extreme {
                return Some("an end of a range");
            }
            if distance < 2
                && word.classes.any(Classes::AGAINST)
                && !self.is_against_other(pair, word.span.start)
            {
                return Some("compared with");
            }
            let apart = Span { start: word.span.end, end: number.span.start };
            if distance < 5
                && word.classes.any(Classes::PART)
                && !own.any(Classes::PART)
                && word.span.start >= clause
                && !word.classes.any(Classes::CITED)
                && !self.is_of_other(word, pair)
                && !self.is_taken(apart, pair.mention)
                && !context.words.within(apart).iter().any(|it| OPAQUE.contains(&it.stem))
            {
                return Some("a part");
            }
        }
        if moved && last.stem == const { stem(b"from") } {
            return Some("an end of a change");
        }
        if moved
            && last.stem == const { stem(b"to") }
            && (!pair.mention.cited || self.other_day(pair.scope))
        {
            return Some("an end of a change");
        }
        None
    }

    /// "3.46M [unique_receivers] against 0.86M [unique_users]" sets two metrics against each other,
    /// each with its own value, and "against 0.86M now" the day.
    fn is_against_other(&self, pair: &Pair<'_>, against: usize) -> bool {
        if self.is_said_of_today(pair) {
            return true;
        }
        let lead = Span { start: self.clause_start(pair.scope.start, against), end: against };
        let mentions = self.context.mentions_in(lead);
        let other = mentions.iter().any(|it| it.cited && it.name != pair.mention.name);
        let same = mentions.iter().any(|it| it.name == pair.mention.name);
        pair.mention.cited && other && !same
    }

    /// Whether a number is what a statement with operands claims: a citation behind it names a
    /// source then, and not what the number is.
    fn is_result(&self, number: &Number) -> bool {
        let judgements = self.context.judgements;
        let index = judgements.partition_point(|it| it.span.end < number.span.end);
        judgements.get(index).is_some_and(|it| {
            it.span.start < number.span.start && it.span.end <= number.span.end && !it.trivial
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

/// Whether a modal verb behind a value doubts the reason and not the value: "may just reflect a
/// quiet day", "can't be compared"; but "may come", "could be reached".
fn explains(words: &[Word]) -> bool {
    let [modal, rest @ ..] = words else { return false };
    let coming = |it: &Word| {
        COMING.contains(&it.stem)
            || it.classes.any(Classes::CHANGE | Classes::THRESHOLD | Classes::PROJECTION)
    };
    EXPLAINING.contains(&modal.stem)
        && rest.first().is_some_and(|it| !coming(it) && !it.classes.any(Classes::NEGATION))
        && !(rest[0].stem == const { stem(b"be") } && rest.get(1).is_none_or(coming))
}
