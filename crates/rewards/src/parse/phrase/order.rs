//! Which of two figures is the larger: "333,466 is below the mean of 342,090", "the bound of 17,773
//! lies above 17,727".
//!
//! Words leave open what is compared, so the two figures stand right beside the verb and the word
//! that compares, are alike in unit and size, and are said of what is, not of what may be.

use crate::parse::lex::Kind;
use crate::parse::word::Word;
use crate::parse::{NumberUnit, Span, Statement};

use super::{Hedge, Phrase, Reader, Way};

/// Verbs that say where a figure stands.
const STANDING: [&str; 20] = [
    "sit", "lie", "stands", "stood", "lies", "lay", "sits", "sat", "remains", "remained", "stays",
    "stayed", "ranks", "comes", "came", "falls", "fell", "trades", "finished", "ends",
];

/// Words between the verb and the one that compares.
const ADVERBS: [&str; 19] = [
    "now",
    "still",
    "well",
    "far",
    "slightly",
    "clearly",
    "comfortably",
    "just",
    "already",
    "also",
    "only",
    "thus",
    "therefore",
    "in",
    "even",
    "much",
    "marginally",
    "currently",
    "again",
];

/// The same behind an article: "a little".
const LITTLE: [&str; 6] = ["little", "touch", "bit", "shade", "hair", "tad"];

/// Words by which a sentence says what may be, or denies it.
pub(super) const OPEN: [&str; 35] = [
    "even",
    "if",
    "whether",
    "should",
    "would",
    "could",
    "may",
    "might",
    "must",
    "unless",
    "until",
    "when",
    "not",
    "no",
    "never",
    "neither",
    "nor",
    "isn't",
    "once",
    "days",
    "hours",
    "suppose",
    "assume",
    "odds",
    "chance",
    "probability",
    "likelihood",
    "true",
    "long",
    "longer",
    "provided",
    "whenever",
    "wait",
    "hold",
    "hardly",
];

/// Words that make another figure of the one behind them: "more than a tenth of 342,090".
const PARTS: [&str; 12] = [
    "third", "thirds", "quarter", "quarters", "fifth", "tenth", "fraction", "share", "combined",
    "multiple", "fold", "part",
];

/// Verbs of a movement whose direction the two figures must show.
const MOVED: [&str; 34] = [
    "rose",
    "risen",
    "rises",
    "rise",
    "rising",
    "grew",
    "grown",
    "grows",
    "climbed",
    "climbs",
    "jumped",
    "jumps",
    "surged",
    "soared",
    "increased",
    "increases",
    "advanced",
    "fell",
    "fallen",
    "falls",
    "falling",
    "dropped",
    "drops",
    "declined",
    "declines",
    "slipped",
    "decreased",
    "decreases",
    "dipped",
    "sank",
    "slid",
    "tumbled",
    "plunged",
    "shrank",
];

/// Names of a level that a movement begins or ends at: "a high of".
const LEVELS: [&str; 8] = ["high", "low", "peak", "close", "level", "value", "reading", "figure"];

/// How far the figures may stand from the words between them, in tokens.
const REACH: usize = 9;

impl Reader<'_, '_> {
    /// Reads the order of two figures from the word that compares them: "above", "lower" of "lower
    /// than"; the second figure follows `from`.
    pub(super) fn order(&self, word: usize, from: usize) -> Option<Statement> {
        let way = match self.kind(word)? {
            Kind::Word(Word::More | Word::Over) => Way::Up,
            Kind::Word(Word::Less | Word::Under) => Way::Down,
            _ => return None,
        };
        let verb = (word.saturating_sub(3)..word).rev().find(|at| self.is_standing(*at))?;
        // "is a little under", "is well above"
        let plain = |at: usize| {
            self.is_one(at, &ADVERBS)
                || self.is_one(at, &LITTLE)
                || self.kind(at) == Some(Kind::Word(Word::Article)) && self.is_one(at + 1, &LITTLE)
        };
        if !(verb + 1..word).all(plain) {
            return None;
        }
        let (a, a_at) = self.standing(verb)?;
        let (b, b_at) = self.compared_with(from)?;
        self.ordered((a, a_at), (b, b_at), way, word)
    }

    /// Two figures of which the first is said to be the larger or smaller, if they are alike and it is
    /// said of what is.
    fn ordered(
        &self,
        (a, a_at): (u32, usize),
        (b, b_at): (u32, usize),
        way: Way,
        word: usize,
    ) -> Option<Statement> {
        let open = (a_at.saturating_sub(REACH)..word).any(|at| self.is_one(at, &OPEN));
        if !self.are_alike(a, b) || open || self.asks(b_at) || self.is_signed(a) {
            return None;
        }
        // "412 addresses are above 1,000 BTC" counts what it does not compare.
        let other_unit = matches!(self.kind(a_at + 1), Some(Kind::Word(Word::Other)))
            && self.kind(b_at + 1) == Some(Kind::Word(Word::Other))
            && self.text[self.tokens[b_at + 1].start as usize..].starts_with(char::is_uppercase)
            && !self.is_same_word(a_at + 1, b_at + 1);
        if other_unit || self.is_end_of_two(a_at) {
            return None;
        }
        let span =
            Span { start: self.tokens[a_at].start as usize, end: self.tokens[b_at].end as usize };
        let phrase = Phrase::Order { a, b, way };
        Some(self.statement(phrase, b, span, Hedge::None, None))
    }

    /// Whether two figures may be of one thing.
    fn are_alike(&self, a: u32, b: u32) -> bool {
        let numbers = &self.lexed.numbers;
        let (one, other) = (&numbers[a as usize], &numbers[b as usize]);
        let rate = |it: NumberUnit| matches!(it, NumberUnit::Percent | NumberUnit::PercentagePoint);
        // "14 are above 12" may count days, which have no more than two digits.
        let exact = |it: &crate::parse::Number| it.exact.is_none_or(|it| it >= 100);
        rate(one.unit) == rate(other.unit)
            && one.value > 0.0
            && other.value > 0.0
            && (0.1..=10.0).contains(&(one.value / other.value))
            && exact(one)
            && exact(other)
    }

    fn asks(&self, b_at: usize) -> bool {
        (b_at + 1..b_at + REACH)
            .take_while(|at| !matches!(self.kind(*at), None | Some(Kind::Stop(b'.') | Kind::Break)))
            .any(|at| self.kind(at) == Some(Kind::Stop(b'?')))
    }

    /// "users fell from 592,966 on Monday to 412,000", "increased to 1,312,450 from 1,171,706": which way a
    /// movement goes that has no other claim.
    pub(super) fn moved_from(&self, from: usize) -> Option<Statement> {
        let (a, a_at) = self.level(from + 1)?;
        let last = from.checked_sub(1)?;
        let (verb, (b, b_at)) = if let Some((b, b_at)) = self.figure_before(from) {
            let to = (b_at.saturating_sub(2)..b_at)
                .find(|at| self.kind(*at) == Some(Kind::Word(Word::To)))?;
            (to.checked_sub(1)?, (b, b_at))
        } else {
            let to = (a_at + 1..a_at + REACH)
                .take_while(|at| {
                    matches!(
                        self.kind(*at),
                        Some(
                            Kind::Word(_)
                                | Kind::Date(_)
                                | Kind::Cite(_)
                                | Kind::Open(_)
                                | Kind::Close(_)
                        )
                    )
                })
                .find(|at| self.kind(*at) == Some(Kind::Word(Word::To)))?;
            (last, self.level(to + 1)?)
        };
        // "fell sharply from"
        let word = self.text.get(self.tokens[verb].start as usize..self.tokens[verb].end as usize);
        let adverb = word.is_some_and(|it| it.ends_with("ly")) || self.is_one(verb, &ADVERBS);
        let verb = if adverb { verb.checked_sub(1)? } else { verb };
        let way = match self.kind(verb)? {
            Kind::Word(Word::Rise) => Way::Up,
            Kind::Word(Word::Fall) => Way::Down,
            _ => return None,
        };
        let ends = !self.is_operator(b_at + 1)
            && !self.is_operator(a_at + 1)
            && !matches!(self.kind(b_at + 1), Some(Kind::PlusMinus | Kind::Word(Word::To)));
        let open = (verb.saturating_sub(REACH)..a_at.max(b_at)).any(|at| self.is_one(at, &OPEN));
        if !self.is_one(verb, &MOVED) || !ends || open || self.asks(b_at) || !self.are_alike(a, b) {
            return None;
        }
        let start = self.tokens[verb.min(a_at)].start as usize;
        let span = Span { start, end: self.tokens[a_at.max(b_at)].end as usize };
        let phrase = Phrase::Order { a: b, b: a, way };
        Some(self.statement(phrase, b, span, Hedge::None, None))
    }

    /// A figure that a movement begins or ends with: "from a high of 592,966", "to 2025-02-09 (592,966)".
    fn level(&self, from: usize) -> Option<(u32, usize)> {
        for at in from..from + REACH {
            match self.kind(at)? {
                Kind::Num(_) => {
                    // "592,966 users", but "5% of 592,966" and "592,966 times"
                    let other = matches!(
                        self.kind(at + 1),
                        Some(Kind::Word(Word::Of | Word::Times | Word::X | Word::Percent))
                    );
                    return self.quantity(at).filter(|_| !other).map(|it| (it, at));
                }
                Kind::Word(
                    Word::Article
                    | Word::About
                    | Word::Nearly
                    | Word::Of
                    | Word::Mean
                    | Word::Pronoun
                    | Word::Time,
                )
                | Kind::Date(_)
                | Kind::Open(b'(')
                | Kind::Cite(_)
                | Kind::About => {}
                Kind::Word(Word::Other) if self.is_one(at, &LEVELS) => {}
                _ => return None,
            }
        }
        None
    }

    fn is_same_word(&self, one: usize, other: usize) -> bool {
        let written = |at: usize| {
            self.tokens.get(at).map(|it| &self.text[it.start as usize..it.end as usize])
        };
        written(one) == written(other)
    }

    /// Whether a figure is the second of two: "between 153 and 237", "177–198", "from 333 to 342".
    fn is_end_of_two(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|it| self.kind(it));
        matches!(before, Some(Kind::Minus(_) | Kind::Word(Word::To | Word::And)))
    }

    /// "1.27 < 1.96", "333,466 > 342,090"
    pub(super) fn unequal(&self, sign: usize) -> Option<Statement> {
        let (a_at, b_at) = (sign.checked_sub(1)?, sign + 1);
        let (a, b) = (self.quantity(a_at)?, self.quantity(b_at)?);
        let token = self.tokens[sign];
        let way = match &self.text[token.start as usize..token.end as usize] {
            "<" | "≤" | "<=" | "⩽" => Way::Down,
            ">" | "≥" | ">=" | "⩾" => Way::Up,
            _ => return None,
        };
        let before = a_at.checked_sub(1).and_then(|it| self.kind(it));
        let begins = before.is_none_or(|it| !it.is_operator() && it != Kind::Inequality);
        // "195 > 220" may lead from one to the other.
        let leads = self.text[token.start as usize..].starts_with('>')
            && token.end - token.start == 1
            && !matches!(
                before,
                Some(Kind::Relation(_) | Kind::Open(_) | Kind::Word(Word::Clause))
            );
        let ends = !self.is_operator(b_at + 1)
            && !matches!(self.kind(b_at + 1), Some(Kind::Inequality | Kind::PlusMinus));
        self.ordered((a, a_at), (b, b_at), way, sign).filter(|_| begins && ends && !leads)
    }

    pub(super) fn is_standing(&self, at: usize) -> bool {
        match self.kind(at) {
            Some(Kind::Word(Word::Is)) => true,
            Some(Kind::Word(Word::Other | Word::Fall)) => self.is_one(at, &STANDING),
            _ => false,
        }
    }

    /// The figure right before a verb, with its unit or day: `333,466 [daily_txns] is`.
    fn standing(&self, verb: usize) -> Option<(u32, usize)> {
        for at in (verb.saturating_sub(5)..verb).rev() {
            match self.kind(at)? {
                Kind::Num(_) => return self.quantity(at).map(|index| (index, at)),
                Kind::Word(Word::Other | Word::Dollars) | Kind::Cite(_) | Kind::Close(_) => {}
                Kind::Open(_) if matches!(self.kind(at + 1), Some(Kind::Cite(_))) => {}
                _ => return None,
            }
        }
        None
    }

    /// The figure that another is compared with: "the 23 November high of 83.34",
    /// `[close_usd_mean_30d] ($148.33)`.
    fn compared_with(&self, from: usize) -> Option<(u32, usize)> {
        for at in from..from + REACH {
            match self.kind(at)? {
                Kind::Num(_) => {
                    if let Some(index) = self.quantity(at) {
                        // "the 5% of 4,000", but "the 3.1% of January"
                        let whole = (at + 2..at + 4).any(|it| self.quantity(it).is_some());
                        let percent = self.percentage(at).is_some() && whole;
                        let operated = self.is_operator(at + 1)
                            || match self.kind(at + 1) {
                                Some(Kind::Word(Word::Of)) => percent,
                                Some(Kind::Word(word)) => {
                                    matches!(word, Word::Times | Word::Percent | Word::X | Word::To)
                                }
                                next => next == Some(Kind::PlusMinus),
                            };
                        return (!operated).then_some((index, at));
                    }
                }
                Kind::Word(Word::Clause) if self.is_word(at, 0, "on") => {}
                Kind::Word(Word::Other) if self.is_one(at, &PARTS) => return None,
                // "the lower bound of 153.08"
                Kind::Word(Word::Less) if self.kind(at + 1) == Some(Kind::Word(Word::Range)) => {}
                Kind::Open(b'(')
                    if matches!(self.kind(at - 1), Some(Kind::Cite(_) | Kind::Date(_))) => {}
                Kind::Date(_)
                | Kind::Cite(_)
                | Kind::Name
                | Kind::About
                | Kind::Word(
                    Word::Article
                    | Word::Other
                    | Word::Mean
                    | Word::Many
                    | Word::Of
                    | Word::Time
                    | Word::About
                    | Word::Upper
                    | Word::Range
                    | Word::Most
                    | Word::Least
                    | Word::Month
                    | Word::Pronoun,
                ) => {}
                _ => return None,
            }
        }
        None
    }
}
