//! Doubts from what a sentence is about: a level to wait for, another network, an ordinal, a
//! multiple.

use super::pair::{Form, Pair};
use super::{Reader, is_unit_word};
use crate::facts::Unit;
use crate::integrity::with_ticker;
use crate::lexicon::{Classes, stem};
use crate::mentions::Mention;
use crate::names::{Name, words_of};
use crate::parse::{Number, NumberUnit, Span};
use crate::values::in_unit;
use crate::words::Word;

/// Words between a number and a metric that is counted with it: "10 BTC at".
const COUNTING: [u64; 6] =
    [stem(b"at"), stem(b"of"), stem(b"in"), stem(b"times"), stem(b"by"), stem(b"per")];
/// How far before a metric a word may say that its value is one to wait for.
const AWAITED_REACH: usize = 8;
/// How far an approximate value may be off without being wrong, as a share.
const PLAY: f64 = 0.05;
/// The same where a sign says so and no word: `≈ 5,600`.
const SIGN_PLAY: f64 = 0.02;

impl Reader<'_> {
    /// Doubts from the setting of a mention and its number.
    pub(super) fn doubt_of_setting(&self, pair: &Pair<'_>) -> Option<&'static str> {
        let Pair { mention, number, name, scope, .. } = *pair;
        if Self::is_far_too_small(mention, number, name) {
            return Some("too small to be its value");
        }
        if self.is_bare_level(mention, number, scope) {
            return Some("a threshold");
        }
        if self.is_ordinal(number, scope.start) {
            return Some("an ordinal");
        }
        // A peak or a low is a fact, whatever is hoped of it.
        let fact = name.classes.any(Classes::EXTREME)
            || self.is_fixed(pair)
            || self.is_said_of_today(pair);
        if !fact && self.is_level_to_wait_for(pair) {
            return Some("a level to wait for");
        }
        if self.is_of_other_network(mention, number, scope, name) {
            return Some("another network is named");
        }
        let opened = pair.form == Form::Settled && !self.is_fixed(pair);
        if !opened && self.is_multiple_of(mention, number, scope.start) {
            return Some("a multiple of it");
        }
        self.is_distance(number, scope.end, name).then_some("a difference")
    }

    /// "Trigger: … above 420,000", "in the bull case", "1,100,000 or lower", "next week".
    fn is_level_to_wait_for(&self, pair: &Pair<'_>) -> bool {
        let Pair { mention, number, scope, .. } = *pair;
        let words = self.context.words;
        let before = self.words_before(pair);
        let clause = pair.clause;
        let reach = self.reach_start(pair);
        let label = self.label_start(scope.start, pair.first);
        let awaited = before.iter().rev().take(AWAITED_REACH).any(|it| {
            // In its own clause, or as the label that leads to it.
            let near = it.span.start >= clause && pair.form != Form::Settled;
            let labels = it.span.start >= label && it.span.end <= clause;
            (near || labels)
                && it.span.start >= reach
                && (it.classes.any(Classes::AWAITED)
                    || labels && it.classes.any(Classes::THRESHOLD))
                && !it.classes.any(Classes::CITED)
                && !self.is_in_same_name(it, mention)
                && !self.is_taken(Span { start: it.span.end, end: pair.first }, mention)
        });
        if awaited {
            return true;
        }
        // "in a week", "in seven days"
        let later = before.windows(3).any(|it| {
            let counted = it[1].stem == const { stem(b"a") }
                || it[1].stem == const { stem(b"one") }
                || it[1].classes.any(Classes::NUMERIC | Classes::SAID_NUMBER);
            it[0].stem == const { stem(b"in") } && counted && it[2].classes.any(Classes::TIME)
        });
        if later && pair.form != Form::Settled {
            return true;
        }
        // "Were [daily_txns] 1,300,000, each user would send 3.4."
        let inverted = before.first().is_some_and(|it| {
            (it.stem == const { stem(b"were") } || it.stem == const { stem(b"had") })
                && it.span.start <= scope.start + 3
                && before.len() <= 2
        });
        if inverted && mention.span.start < number.span.start {
            return true;
        }
        let end = self.clause_end(pair.last, scope.end);
        let after = words.within(Span { start: pair.last, end });
        after.iter().take(4).zip(after.iter().skip(1)).any(|(one, next)| {
            let ordered = Classes::UP | Classes::DOWN | Classes::OVER | Classes::UNDER;
            let level = Classes::THRESHOLD | Classes::AWAITED;
            let needs =
                one.stem == const { stem(b"need") } || one.stem == const { stem(b"require") };
            let extreme = one.stem == const { stem(b"the") }
                && (next.stem == const { stem(b"minimum") }
                    || next.stem == const { stem(b"maximum") })
                && !self.is_in_same_name(next, mention);
            needs
                || extreme
                || one.stem == const { stem(b"or") } && next.classes.any(ordered)
                || one.stem == const { stem(b"as") } && next.classes.any(level)
                || (one.stem == const { stem(b"next") } || one.stem == const { stem(b"coming") })
                    && next.classes.any(Classes::TIME)
        })
    }

    /// Where the label begins that a colon ends right before the clause of a position: "Trigger: ".
    pub(super) fn label_start(&self, start: usize, position: usize) -> usize {
        let clause = self.clause_start(start, position);
        if self.context.answer.text[clause..].starts_with(':') {
            self.clause_start(start, clause)
        } else {
            clause
        }
    }

    /// `13 in 1,000 [daily_txns] failed`, `for 100 users there were 308 [daily_txns]`.
    fn is_far_too_small(mention: &Mention, number: &Number, name: &Name) -> bool {
        number.span.start < mention.span.start
            && name.unit == Unit::Count
            && number.unit == NumberUnit::None
            && name.value.is_some_and(|it| number.value.abs() * 100.0 < it.abs())
    }

    /// `below 340,000 [unique_users]` without a verb is a level, not a statement.
    fn is_bare_level(&self, mention: &Mention, number: &Number, scope: Span) -> bool {
        let words = self.context.words;
        let before = words.within(Span { start: scope.start, end: number.span.start });
        let level = before.last().is_some_and(|it| {
            it.stem == const { stem(b"below") }
                || it.stem == const { stem(b"above") }
                || it.stem == const { stem(b"under") }
        });
        level
            && number.span.start < mention.span.start
            && !words.within(scope).iter().any(|it| {
                it.classes.any(Classes::VERB)
                    && !it.classes.any(Classes::ACTION | Classes::SOFT_ACTION)
            })
    }

    /// `10 BTC at [close_usd] = $57,720`: what stands before the metric is counted with it.
    pub(super) fn is_counted_before(&self, mention: &Mention, scope: Span) -> bool {
        let start = self.clause_start(scope.start, mention.span.start);
        let text = &self.context.answer.text[start..mention.span.start];
        let line = text.rfind('\n').map_or(start, |at| start + at);
        let counted = |number: usize| {
            let end = self.context.answer.numbers[number].span.end;
            let gap = Span { start: end, end: mention.span.start };
            let last = self.context.words.within(gap).last();
            last.is_none_or(|it| COUNTING.contains(&it.stem))
        };
        self.number_before(mention.span.start, line).is_some_and(counted)
    }

    /// Whether a bare value stands in advice: `exit at [daily_txns] 1,100,000`.
    pub(super) fn is_advised(&self, mention: &Mention, start: usize) -> bool {
        let start = self.clause_start(start, mention.span.start);
        let before = self.context.words.within(Span { start, end: mention.span.start });
        let advice = Classes::ACTION
            | Classes::SOFT_ACTION
            | Classes::CONDITION
            | Classes::ADVICE
            | Classes::NEGATION;
        before.iter().rev().take(6).any(|it| {
            // "Close [close_usd] $5,772, open [open_usd] $7,872" names prices.
            let price = it.stem == const { stem(b"close") } || it.stem == const { stem(b"open") };
            it.classes.any(advice)
                && !price
                && !it.classes.any(Classes::CITED)
                && !self.is_in_same_name(it, mention)
        })
    }

    /// Whether the network named nearest is none of the task's.
    fn is_of_other_network(
        &self,
        mention: &Mention,
        number: &Number,
        scope: Span,
        name: &Name,
    ) -> bool {
        let context = self.context;
        let end = mention.span.end.max(number.span.end);
        let start = self.clause_start(scope.start, mention.span.start.min(number.span.start));
        let words = context.words.within(Span { start, end: self.clause_end(end, scope.end) });
        let upto = words.partition_point(|it| it.span.start < end);
        let (inside, after) = words.split_at(upto);
        let network = |it: &&Word| {
            let written = context.answer.slice(it.span);
            it.classes.any(Classes::NETWORK)
                && !it.classes.any(Classes::CITED)
                && !is_unit_word(context, it.span, &name.unit)
                // "near" and "base" are words; networks have a capital.
                && (written.len() > 5 || written.starts_with(|it: char| it.is_ascii_uppercase()))
        };
        let named = inside.iter().rev().take(10).find(network).or_else(|| {
            let led = after.first().is_some_and(|it| {
                it.stem == const { stem(b"on") } || it.stem == const { stem(b"for") }
            });
            after.get(1).filter(|it| led && network(it))
        });
        let Some(named) = named else {
            return false;
        };
        let subjects = &context.facts.subjects;
        // A metric called by its words alone is that of the network beside it.
        let subject = name.subject.filter(|_| !mention.cited).map(|it| &context.names.get(it).name);
        if let Some(subject) = subject {
            return !words_of(subject).into_iter().flat_map(with_ticker).any(|it| it == named.stem);
        }
        let mut own = subjects.iter().flat_map(|it| words_of(it)).flat_map(with_ticker);
        !subjects.is_empty() && !own.any(|it| it == named.stem)
    }

    /// "Step 2", "Table 1".
    fn is_ordinal(&self, number: &Number, start: usize) -> bool {
        const ORDERED: [u64; 20] = [
            stem(b"step"),
            stem(b"table"),
            stem(b"recommendation"),
            stem(b"figure"),
            stem(b"section"),
            stem(b"part"),
            stem(b"item"),
            stem(b"option"),
            stem(b"phase"),
            stem(b"tier"),
            stem(b"point"),
            stem(b"note"),
            stem(b"scenario"),
            stem(b"equation"),
            stem(b"rule"),
            stem(b"priority"),
            stem(b"insight"),
            stem(b"action"),
            stem(b"question"),
            stem(b"layer"),
        ];
        let small = number.unit == NumberUnit::None
            && number.exact.is_some_and(|it| (0..100).contains(&it));
        let words = self.context.words.within(Span { start, end: number.span.start });
        small
            && words.last().is_some_and(|it| {
                // The last word may reach into the number: "51,30.00" is one word.
                let gap = self.context.answer.text.get(it.span.end..number.span.start);
                ORDERED.contains(&it.stem)
                    && gap.is_some_and(|it| it.chars().all(|it| matches!(it, ' ' | '#' | '*')))
            })
    }

    /// `twice [unique_users] = 771,860`, `halfway to [peak_close] is $1,949.50`.
    fn is_multiple_of(&self, mention: &Mention, number: &Number, start: usize) -> bool {
        const MULTIPLES: [u64; 9] = [
            stem(b"twice"),
            stem(b"half"),
            stem(b"halfway"),
            stem(b"double"),
            stem(b"triple"),
            stem(b"thrice"),
            stem(b"quarter"),
            stem(b"tenth"),
            stem(b"percent"),
        ];
        let start = self.clause_start(start, mention.span.start);
        let before = self.context.words.within(Span { start, end: mention.span.start });
        let counted = before.last().is_some_and(|it| {
            it.classes.any(Classes::SAID_NUMBER) && it.stem != const { stem(b"one") }
        });
        number.span.start > mention.span.start
            && (counted
                || before
                    .iter()
                    .rev()
                    .take(4)
                    .any(|it| MULTIPLES.contains(&it.stem) && !self.is_in_same_name(it, mention)))
    }

    /// "$1,472.74 away".
    fn is_distance(&self, number: &Number, end: usize, name: &Name) -> bool {
        const DISTANT: [u64; 6] = [
            stem(b"away"),
            stem(b"off"),
            stem(b"short"),
            stem(b"apart"),
            stem(b"ahead"),
            stem(b"behind"),
        ];
        let end = self.clause_end(number.span.end, end);
        let after = self.context.words.within(Span { start: number.span.end, end });
        after
            .iter()
            .find(|it| !is_unit_word(self.context, it.span, &name.unit))
            .is_some_and(|it| DISTANT.contains(&it.stem))
    }

    /// Whether "some", "almost", "about" leaves room for a value that is not exactly the task's.
    pub(super) fn is_about(&self, pair: &Pair<'_>, actual: f64) -> bool {
        let Pair { number, name, .. } = *pair;
        // "normally distributed around [daily_txns_mean] (393,816.50)" is said of the days.
        let opened = pair.is_number_last() && pair.form == Form::Settled;
        let start = if opened { pair.gap().start } else { pair.scope.start };
        let words = self.context.words.within(Span { start, end: number.span.start });
        let said =
            words.iter().rev().filter(|it| !it.classes.any(Classes::CITED)).take(2).any(|it| {
                // "the close of $5,727" is no approximation.
                it.classes.any(Classes::APPROXIMATE)
                    && !it.classes.any(Classes::CITED)
                    && !self.context.names.has_word(name, it.stem)
            });
        let play = if said { PLAY } else { SIGN_PLAY };
        (number.approximate || said)
            && in_unit(number, &name.unit)
                .any(|it| (it.value - actual).abs() <= actual.abs() * play)
    }

    /// Whether a number and its neighbours are listed before the citations of both:
    /// `469,138 vs 1,203,788 ([bitcoin.daily_txns] vs [ethereum.daily_txns])`.
    pub(super) fn is_in_paired_lists(&self, index: usize, number: usize, scope: Span) -> bool {
        let context = self.context;
        let numbers = &context.answer.numbers;
        let mention = &context.mentions[index];
        let Some(next) = context.mentions.get(index + 1) else {
            return false;
        };
        let Some(previous) = number.checked_sub(1).map(|it| &numbers[it]) else {
            return false;
        };
        if next.span.start >= scope.end
            || previous.span.start < scope.start
            || self.is_subject(next)
            || next.name == mention.name
        {
            return false;
        }
        let joined = |gap: Span| {
            let words = context.words.within(gap);
            words.len() <= 2
                && !context.answer.slice(gap).contains(['[', ']'])
                && words.iter().all(|it| {
                    it.classes.any(Classes::AGAINST | Classes::PARTING | Classes::MEASURE)
                })
        };
        let between = Span { start: previous.span.end, end: numbers[number].span.start };
        let follows = Span { start: mention.span.end, end: next.span.start };
        let listed = !context.words.within(between).is_empty()
            || context.answer.slice(between).contains([',', '/', '&']);
        listed && joined(between) && joined(follows) && !context.answer.slice(follows).contains(')')
    }

    /// Whether a number stands right behind another citation, which it is the value of.
    pub(super) fn follows_other(&self, index: usize, number: usize) -> bool {
        let context = self.context;
        let start = context.answer.numbers[number].span.start;
        let name = context.mentions[index].name;
        context.mentions[..index]
            .iter()
            .rev()
            .take_while(|it| it.span.end + 8 >= start || it.span.start >= start)
            .any(|it| {
                let adjacent = it.span.end <= start
                    && context.answer.text[it.span.end..start]
                        .chars()
                        .all(|it| matches!(it, ' ' | ':' | '=' | '*' | '`' | '('));
                it.cited && it.name != name && adjacent
            })
    }

    /// Whether a number stands right before another citation: `385,930 users [unique_users]`.
    pub(super) fn precedes_other(&self, index: usize, number: usize) -> bool {
        let context = self.context;
        let end = context.answer.numbers[number].span.end;
        let mention = &context.mentions[index];
        context.mentions[index + 1..]
            .iter()
            .find(|it| it.span.start >= end && it.cited)
            .is_some_and(|it| {
                let gap = Span { start: end, end: it.span.start };
                it.name != mention.name
                    && context.words.within(gap).len() <= 3
                    && context.answer.slice(gap).bytes().all(|it| {
                        it.is_ascii_alphanumeric() || matches!(it, b' ' | b'*' | b'`' | b'(')
                    })
            })
    }
}
