//! A mention with the number that may be its value, and how the two stand together.

use super::Reader;
use crate::lexicon::{Classes, stem};
use crate::mentions::Mention;
use crate::names::Name;
use crate::parse::{Number, NumberRole, Span};
use crate::words::Word;

/// Words that make what follows a thing known: `the [close_usd] of $6,563`.
const DEFINITE: [u64; 7] = [
    stem(b"the"),
    stem(b"its"),
    stem(b"this"),
    stem(b"today"),
    stem(b"present"),
    stem(b"current"),
    stem(b"latest"),
];

/// Words in the names of statistics that no scenario moves: peaks, means.
const FIXED: [u64; 7] = [
    stem(b"peak"),
    stem(b"since"),
    stem(b"mean"),
    stem(b"sd"),
    stem(b"std"),
    stem(b"trough"),
    stem(b"median"),
];

/// How a mention and a number stand together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Side by side or linked by a verb: what stands around may make a level of it.
    Plain,
    /// By a mark that equates: `[daily_txns] = 1,187,055`.
    Equated,
    /// As a thing known, whatever the sentence wants of it: `[close_usd] ($6,563)`,
    /// `the [close_usd] of $6,563`.
    Settled,
}

/// A mention and a number.
#[derive(Clone, Copy)]
pub(super) struct Pair<'p> {
    pub(super) mention: &'p Mention,
    pub(super) number: &'p Number,
    pub(super) name: &'p Name,
    /// The sentence, item or cell.
    pub(super) scope: Span,
    /// Where the first of the two begins.
    pub(super) first: usize,
    /// Where the last of the two ends.
    pub(super) last: usize,
    /// Where the clause of the first begins.
    pub(super) clause: usize,
    pub(super) form: Form,
}

impl Pair<'_> {
    /// Whether the number stands behind the mention.
    pub(super) fn is_number_last(&self) -> bool {
        self.number.span.start >= self.mention.span.end
    }

    /// What stands between the two.
    pub(super) fn gap(&self) -> Span {
        if self.is_number_last() {
            Span { start: self.mention.span.end, end: self.number.span.start }
        } else {
            Span { start: self.number.span.end, end: self.mention.span.start }
        }
    }
}

/// The bytes with which a mark begins that may part clauses.
const MAY_PART: [bool; 256] = {
    let mut table = [false; 256];
    let mut rest: &[u8] = b",.;:()|\n\xE2";
    while let [mark, others @ ..] = rest {
        table[*mark as usize] = true;
        rest = others;
    }
    table
};

impl Reader<'_> {
    pub(super) fn pair<'p>(
        &'p self,
        mention: &'p Mention,
        number: &'p Number,
        name: &'p Name,
        scope: Span,
    ) -> Pair<'p> {
        let first = mention.span.start.min(number.span.start);
        let last = mention.span.end.max(number.span.end);
        let clause = self.clause_start(scope.start, first.max(scope.start));
        let form = Form::Plain;
        let mut pair = Pair { mention, number, name, scope, first, last, clause, form };
        pair.form = self.form(&pair);
        pair
    }

    fn form(&self, pair: &Pair<'_>) -> Form {
        let words = self.words_before(pair);
        if !pair.is_number_last() {
            let known = words.last().is_some_and(|it| DEFINITE.contains(&it.stem));
            return if known { Form::Settled } else { Form::Plain };
        }
        let gap = pair.gap();
        let between = self.context.answer.slice(gap);
        let marks = between.trim_start_matches(['*', '`', ' ', '_', ']', '\\', '$']);
        if marks.starts_with('(') {
            return Form::Settled;
        }
        let words_between = self.context.words.within(gap);
        let of = words_between.first();
        // "back to [daily_txns_mean], about 1.24 million": no scenario moves it.
        let beside = words_between
            .iter()
            .all(|it| it.classes.any(Classes::APPROXIMATE) || it.stem == const { stem(b"of") });
        if beside && !between.contains(['=', ':']) && self.is_fixed(pair) {
            return Form::Settled;
        }
        let own = |it: &&Word| self.belongs_to(it, pair.mention, pair.name);
        let known = words
            .iter()
            .rev()
            .take(5)
            .find(|it| !own(it))
            .is_some_and(|it| DEFINITE.contains(&it.stem));
        if known && of.is_some_and(|it| it.stem == const { stem(b"of") }) {
            return Form::Settled;
        }
        if between.contains(['=', ':', '≈']) { Form::Equated } else { Form::Plain }
    }

    /// The words of the sentence before a pair.
    pub(super) fn words_before(&self, pair: &Pair<'_>) -> &[Word] {
        self.context.words.within(Span { start: pair.scope.start, end: pair.first })
    }

    /// The words of the sentence behind a pair.
    pub(super) fn words_after(&self, pair: &Pair<'_>) -> &[Word] {
        self.context.words.within(Span { start: pair.last, end: pair.scope.end })
    }

    /// Whether a metric is a statistic of earlier days, which no scenario moves.
    pub(super) fn is_fixed(&self, pair: &Pair<'_>) -> bool {
        FIXED.iter().any(|it| self.context.names.has_word(pair.name, *it))
            && !self.is_daily(pair.mention)
    }

    /// Whether a metric is a peak or low that has a day of its own.
    pub(super) fn is_fixed_extreme(&self, pair: &Pair<'_>) -> bool {
        pair.name.classes.any(Classes::EXTREME) && self.is_fixed(pair)
    }

    /// Whether the history has a metric's values.
    fn is_daily(&self, mention: &Mention) -> bool {
        mention.name.is_some_and(|it| self.context.past.values(it).next().is_some())
    }

    /// Whether a quantity or another metric stands in a span.
    pub(super) fn is_taken(&self, span: Span, mention: &Mention) -> bool {
        self.has_quantity(span) || self.names_other(span, mention)
    }

    /// Whether a quantity begins in a span.
    pub(super) fn has_quantity(&self, span: Span) -> bool {
        self.context.numbers_in(span).any(|(_, it)| it.role == NumberRole::Quantity)
    }

    /// Whether another metric is named in a span.
    fn names_other(&self, span: Span, mention: &Mention) -> bool {
        self.context
            .mentions_in(span)
            .iter()
            .any(|it| it.clear && it.name != mention.name && !self.is_subject(it))
    }

    pub(super) fn is_in_same_name(&self, word: &Word, mention: &Mention) -> bool {
        mention.name.is_some_and(|it| {
            let name = self.context.names.get(it);
            self.context.names.has_word(name, word.stem)
        })
    }

    /// Where the clause around a position begins: after the last mark that parts clauses.
    pub(super) fn clause_start(&self, start: usize, position: usize) -> usize {
        let bytes = &self.context.answer.text.as_bytes()[start..position];
        let parts = |at: usize| match bytes[at] {
            b',' => bytes.get(at + 1).is_none_or(|it| !it.is_ascii_digit()),
            b';' | b':' | b'(' | b')' | b'|' | b'\n' => true,
            0xE2 => bytes[at..].starts_with("—".as_bytes()),
            _ => false,
        };
        // Most bytes are letters: they are passed over by one look each.
        let mut rest = bytes;
        while let Some(at) = rest.iter().rposition(|it| MAY_PART[usize::from(*it)]) {
            if parts(at) {
                return start + at;
            }
            rest = &rest[..at];
        }
        start
    }

    /// Where the clause around a position ends. A comma inside a number parts nothing.
    pub(super) fn clause_end(&self, position: usize, end: usize) -> usize {
        let bytes = &self.context.answer.text.as_bytes()[position..end];
        let ends = |at: usize| match bytes[at] {
            b',' | b'.' => bytes.get(at + 1).is_none_or(|it| !it.is_ascii_digit()),
            b';' | b':' | b'(' | b'|' | b'\n' => true,
            0xE2 => bytes[at..].starts_with("—".as_bytes()),
            _ => false,
        };
        let mut next = 0;
        while let Some(skipped) = bytes[next..].iter().position(|it| MAY_PART[usize::from(*it)]) {
            next += skipped;
            if ends(next) {
                return position + next;
            }
            next += 1;
        }
        end
    }

    /// Where the part of a sentence begins that a condition before it can reach: after the last
    /// semicolon.
    pub(super) fn reach_start(&self, pair: &Pair<'_>) -> usize {
        // A value by a table's column stands elsewhere.
        let text = self.context.answer.text.get(pair.scope.start..pair.first).unwrap_or("");
        text.rfind(';').map_or(pair.scope.start, |at| pair.scope.start + at)
    }
}
