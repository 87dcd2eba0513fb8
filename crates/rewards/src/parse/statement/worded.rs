//! Statements whose relation is a word, and the words that hedge a claim.

use crate::parse::expression::{Anchor, Op, Traits};
use crate::parse::lex::{Kind, Relation};
use crate::parse::word::Word;
use crate::parse::{NumberRole, NumberUnit, Statement};

use super::{Chain, Hedge, MAX_SEGMENTS, Reader, Segment, Side};

/// Words that make a percentage a chance and no result: "is 60% likely".
const CHANCES: [&str; 5] = ["likely", "probable", "certain", "sure", "unlikely"];

/// Whether a hedge may begin with a token.
fn may_hedge(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::About
            | Kind::Word(
                Word::Other
                    | Word::Article
                    | Word::About
                    | Word::Nearly
                    | Word::Over
                    | Word::Under
                    | Word::More
                    | Word::Less
                    | Word::At
            )
    )
}

impl Reader<'_> {
    /// Reads a statement whose relation is a word: "A / B is 7.52".
    pub(super) fn worded(&mut self, verb: usize, lower: usize) -> Option<(Statement, usize)> {
        // "300 / 4, which is 75"
        let aside = verb >= lower + 2
            && self.tokens[verb - 1].kind == Kind::Word(Word::Clause)
            && self.tokens[verb - 2].kind == Kind::Comma;
        // "The mean, (3 + 4 + 5) / 3, is 4": the formula stands between two commas.
        let between = verb > lower && self.tokens[verb - 1].kind == Kind::Comma;
        let at = if aside { verb - 2 } else { verb - usize::from(between) };
        let mut hedge = Hedge::None;
        let claim = self.fillers(verb + 1, &mut hedge);
        if claim.is_none() && !aside {
            return None;
        }
        let reach = self.left_reach(at, lower);
        if !reach.operated {
            return self.share(at, reach.from);
        }
        let mut chain = Chain::default();
        let left = self.left_within(reach, at, &mut chain.code)?;
        if left.traits.operations == 0 {
            return match left.side {
                Side::Value(_) => self.share(at, reach.from),
                _ => None,
            };
        }
        // "4.95% scaled by √7 is 13.10%": what it is computed from is read in part only.
        let first =
            (reach.from..at).find(|it| self.tokens[*it].start as usize >= left.span.start)?;
        let before = (lower..first)
            .rev()
            .find(|it| !matches!(self.kind(*it), Some(Kind::Word(Word::Article))));
        if between && before.is_none_or(|it| self.kind(it) != Some(Kind::Comma)) {
            return None;
        }
        if before.is_some_and(|it| self.kind(it) == Some(Kind::Word(Word::By))) {
            return None;
        }
        chain.segments.push(left);
        let start = claim?;
        let code_start = chain.code.len() as u32;
        let limit = self.right_limit(start);
        let found = self.expression((start, limit), Anchor::Start, &mut chain.code)?;
        if found.start != start {
            return None;
        }
        let right = self.segment(found, code_start, &chain.code, hedge);
        chain.segments.push(right);
        let mut next = found.end;
        while let Some(relation) = self.next_relation(next).filter(|r| *r == next) {
            let about = self.kind(relation) == Some(Kind::Relation(Relation::About));
            match self.right(relation + 1, about, &mut chain) {
                Some((segment, end)) if chain.segments.len() < MAX_SEGMENTS => {
                    chain.segments.push(segment);
                    next = end;
                }
                _ => break,
            }
        }
        // "The base case, 1,171,706 + 2%, is 60% likely"
        let behind = self.tokens.get(found.core_end);
        let chance = behind.is_some_and(|it| it.is_one_of(&CHANCES, self.text));
        if chance || between && !self.kind(next).is_none_or(Kind::ends_clause) {
            return None;
        }
        let statement = self.accept(chain, false, at, next)?;
        Some((statement, next))
    }

    /// Reads "30 blocks are 15% of 200".
    pub(super) fn share(&mut self, at: usize, from: usize) -> Option<(Statement, usize)> {
        let mut hedge = Hedge::None;
        let start = self.fillers(at + 1, &mut hedge)?;
        let Some(Kind::Num(percent)) = self.kind(start) else {
            return None;
        };
        let of = self.kind(start + 1) == Some(Kind::Word(Word::Of));
        if !of || self.lexed.numbers[percent as usize].unit != NumberUnit::Percent {
            return None;
        }
        // The number right before the verb, with at most three words of unit.
        let back =
            self.tokens[from..at].iter().rposition(|t| matches!(t.kind, Kind::Num(_)))? + from;
        let units = self.tokens[back + 1..at]
            .iter()
            .all(|t| matches!(t.kind, Kind::Word(Word::Other) | Kind::Cite(_)));
        if !units || at - back > 4 {
            return None;
        }
        let mut chain = Chain::default();
        let Kind::Num(index) = self.tokens[back].kind else {
            return None;
        };
        chain.code.push(Op::Number(index));
        chain.segments.push(Segment {
            side: Side::Value(index),
            span: self.lexed.numbers[index as usize].span,
            code: (0, 1),
            traits: Traits { figures: 1, ..Traits::default() },
            hedge,
        });
        let limit = self.right_limit(start);
        let found = self.expression((start, limit), Anchor::Start, &mut chain.code)?;
        // "94% of the 7-day mean": the 7 is no operand.
        let period = chain.code.iter().any(|op| match op {
            Op::Number(index) => self.lexed.numbers[*index as usize].role == NumberRole::Period,
            _ => false,
        });
        // "0.0375% of an average transaction": the whole is in words.
        if !chain.code.contains(&Op::Of) || found.traits.unknown || period {
            return None;
        }
        let right = self.segment(found, 1, &chain.code, Hedge::None);
        chain.segments.push(right);
        // The percentage was rounded, not the whole: the share is judged as the claim.
        let mut statement = self.accept(chain, false, at, found.end)?;
        if let Some(segment) = statement.chain.segments.get_mut(0) {
            segment.hedge = hedge;
        }
        Some((statement, found.end))
    }

    /// Skips the words between a verb and its number: "gives us a ratio of about".
    pub(super) fn fillers(&self, from: usize, hedge: &mut Hedge) -> Option<usize> {
        let mut at = from;
        let mut others = false;
        for _ in 0..8 {
            let kind = self.kind(at)?;
            if may_hedge(kind) {
                let hedged = self.hedges(at, at + 4, hedge);
                if hedged > at {
                    at = hedged;
                    continue;
                }
            }
            match kind {
                Kind::Num(_) | Kind::Open(_) | Kind::Minus(_) => return (!others).then_some(at),
                Kind::Word(Word::Article | Word::Gives) | Kind::About => {}
                Kind::Word(Word::Of | Word::To | Word::By) | Kind::Punctuation(b':') => {
                    others = false;
                }
                // "works out at", "comes in at"
                Kind::Word(Word::At)
                    if at > from && self.tokens[at - 1].is_one_of(&["out", "in"], self.text) =>
                {
                    others = false;
                }
                Kind::Word(Word::Clause) if at == from => {}
                Kind::Word(
                    Word::Other
                    | Word::Ratio
                    | Word::Mean
                    | Word::Sum
                    | Word::Pronoun
                    | Word::Rise
                    | Word::Fall
                    | Word::Move,
                ) => others = true,
                _ => return None,
            }
            at += 1;
        }
        None
    }

    /// Reads words such as "about", "over", "at least" before a claim.
    pub(super) fn hedges(&self, from: usize, limit: usize, hedge: &mut Hedge) -> usize {
        let mut at = from;
        while at < limit {
            let next = self.kind(at + 1);
            match self.tokens[at].kind {
                Kind::About | Kind::Word(Word::About) => *hedge = Hedge::About,
                Kind::Word(Word::Nearly) => *hedge = Hedge::Nearly,
                Kind::Word(Word::Over) => *hedge = Hedge::Over,
                Kind::Word(Word::Under) => *hedge = Hedge::Under,
                Kind::Word(Word::More) if next == Some(Kind::Word(Word::Than)) => {
                    *hedge = Hedge::Over;
                    at += 1;
                }
                Kind::Word(Word::Less) if next == Some(Kind::Word(Word::Than)) => {
                    *hedge = Hedge::Under;
                    at += 1;
                }
                Kind::Word(Word::At) if next == Some(Kind::Word(Word::Least)) => {
                    *hedge = Hedge::Over;
                    at += 1;
                }
                Kind::Word(Word::At) if next == Some(Kind::Word(Word::Most)) => {
                    *hedge = Hedge::Under;
                    at += 1;
                }
                // "just under", "exactly", "only", "still"
                Kind::Word(Word::Other | Word::Article)
                    if matches!(
                        next,
                        Some(
                            Kind::Num(_)
                                | Kind::Word(Word::Over | Word::Under | Word::About | Word::Nearly)
                        )
                    ) && self.tokens[at].end - self.tokens[at].start <= 10
                        && matches!(next, Some(Kind::Word(_))) => {}
                _ => break,
            }
            at += 1;
        }
        at
    }
}
