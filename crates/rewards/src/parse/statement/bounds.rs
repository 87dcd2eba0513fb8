//! Bounds computed side by side: `[a − b, a + b] = [x, y]`, two statements in one.

use crate::parse::expression::{Anchor, Traits};
use crate::parse::lex::{Kind, Relation};
use crate::parse::word::Word;
use crate::parse::{Statement, expression::Op};

use super::{Chain, Hedge, Reader, Segment, Side};

impl Reader<'_> {
    /// Reads the two calculations that end in brackets on both sides of a relation; returns them
    /// and the token after them.
    pub(super) fn bounds(&mut self, relation: usize) -> Option<([Statement; 2], usize)> {
        if !matches!(self.kind(relation.checked_sub(1)?), Some(Kind::Close(_)))
            || !matches!(self.kind(relation + 1), Some(Kind::Open(_)))
        {
            return None;
        }
        let hedge = match self.kind(relation) {
            Some(Kind::Relation(Relation::About)) => Hedge::About,
            _ => Hedge::None,
        };
        let (claimed, end) = self.pair(relation + 1, self.right_limit(relation + 1), hedge)?;
        let Side::Pair(low, high) = claimed.side else { return None };
        let close = relation - 1;
        let mut depth = 0_usize;
        let mut between = None;
        let mut at = close;
        let open = loop {
            at = at.checked_sub(1).filter(|at| close - at <= super::REACH)?;
            match self.tokens[at].kind {
                Kind::Close(_) => depth += 1,
                Kind::Open(_) if depth == 0 => break at,
                Kind::Open(_) => depth -= 1,
                Kind::Comma | Kind::Punctuation(b';') | Kind::Word(Word::To | Word::And)
                    // Three parts are a list, not two bounds.
                    if depth == 0 && between.replace(at).is_some() =>
                {
                    return None;
                }
                Kind::Relation(_) | Kind::Break | Kind::Cell | Kind::Stop(_) => return None,
                _ => {}
            }
        };
        let between = between?;
        let low = self.bound(open + 1, between, low, hedge, relation, end)?;
        let high = self.bound(between + 1, close, high, hedge, relation, end)?;
        Some(([low, high], end))
    }

    fn bound(
        &mut self,
        from: usize,
        to: usize,
        claim: u32,
        hedge: Hedge,
        relation: usize,
        end: usize,
    ) -> Option<Statement> {
        let mut chain = Chain::default();
        let found = self.expression((from, to), Anchor::Start, &mut chain.code)?;
        if found.start != from || found.end != to || found.traits.operations == 0 {
            return None;
        }
        let expression = self.segment(found, 0, &chain.code, Hedge::None);
        chain.segments.push(expression);
        let start = chain.code.len() as u32;
        chain.code.push(Op::Number(claim));
        chain.segments.push(Segment {
            side: Side::Value(claim),
            span: self.lexed.numbers[claim as usize].span,
            code: (start, start + 1),
            traits: Traits { figures: 1, ..Traits::default() },
            hedge,
        });
        self.accept(chain, false, relation, end)
    }
}
