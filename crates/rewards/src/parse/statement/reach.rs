//! How far the sides of a relation reach.

use crate::parse::expression;
use crate::parse::lex::Kind;
use crate::parse::word::Word;

use super::{REACH, Reader};

/// A stretch of tokens too short to hold a formula that is too long to be judged.
const SHORT_REACH: usize = expression::MAX_ITEMS / 3;

/// What stands before a relation.
#[derive(Clone, Copy)]
pub(super) struct Reach {
    /// Where the left side may start.
    pub(super) from: usize,
    /// From where on it has to be read: whatever expression stands before has ended here.
    pub(super) read_from: usize,
    /// Whether anything in it may be an operator.
    pub(super) operated: bool,
}

/// Whether a token, a word perhaps, operates on numbers.
fn operates(kind: Kind) -> bool {
    kind.is_operator()
        || matches!(
            kind,
            Kind::Root
                | Kind::Frac
                | Kind::Superscript(_)
                | Kind::Word(
                    Word::Plus
                        | Word::Less
                        | Word::Minus
                        | Word::Times
                        | Word::Divided
                        | Word::Multiplied
                        | Word::Of
                        | Word::Square
                        | Word::Sqrt
                )
        )
}

impl Reader<'_> {
    /// Returns where the left side of a relation may start.
    pub(super) fn left_limit(&self, relation: usize, lower: usize) -> usize {
        self.left_reach(relation, lower).from
    }

    /// Looks back over what may be the left side of a relation.
    pub(super) fn left_reach(&self, relation: usize, lower: usize) -> Reach {
        let mut at = relation;
        // A relation at the start of a line goes on from the line before.
        while at > lower && matches!(self.tokens[at - 1].kind, Kind::Newline | Kind::Break) {
            at -= 1;
        }
        let floor = lower.max(relation.saturating_sub(REACH));
        let mut depth = 0_usize;
        let mut operated = false;
        let mut end = None;
        while at > floor {
            let kind = self.tokens[at - 1].kind;
            match kind {
                Kind::Close(_) => depth += 1,
                // `(5 + 3 = 8)`: the bracket holds the whole statement.
                Kind::Open(_) if depth == 0 => break,
                Kind::Open(_) => depth -= 1,
                Kind::Relation(_) | Kind::Break | Kind::Cell | Kind::Stop(_) | Kind::Strike => {
                    break;
                }
                Kind::Newline if !self.joins(at - 1) => break,
                Kind::Name if depth == 0 && self.is_label(at - 1) => {
                    at += usize::from(matches!(self.kind(at), Some(Kind::Minus(_))));
                    break;
                }
                kind if depth == 0 && end.is_none() && expression::ends_at(kind) => {
                    end = Some(at - 1);
                }
                kind => operated |= operates(kind),
            }
            at -= 1;
        }
        // A word behind a dash or slash may be a unit, which ends nothing.
        let end = end.filter(|end| {
            let jumped =
                *end > at && matches!(self.tokens[end - 1].kind, Kind::Minus(_) | Kind::Divide);
            !jumped && end - at < SHORT_REACH
        });
        Reach { from: at, read_from: end.unwrap_or(at), operated }
    }

    /// Whether a name that is set in marks leads to the calculation behind it: "`txn_growth` (5 − 4) / 4",
    /// "**drawdown** – (5 − 4) / 4".
    fn is_label(&self, name: usize) -> bool {
        let begins = |at: usize| {
            matches!(
                self.kind(at),
                None | Some(
                    Kind::Newline
                        | Kind::Break
                        | Kind::Cell
                        | Kind::Stop(_)
                        | Kind::Punctuation(_)
                        | Kind::Minus(_)
                )
            )
        };
        let operand = |at: usize| matches!(self.kind(at), Some(Kind::Open(_) | Kind::Num(_)));
        let Some(next) = self.tokens.get(name + 1) else { return false };
        let gap = &self.text[self.tokens[name].end as usize..next.start as usize];
        let dash = matches!(next.kind, Kind::Minus(_))
            && next.spaced
            && self.tokens.get(name + 2).is_some_and(|it| it.spaced)
            && operand(name + 2);
        gap.contains(['`', '*'])
            && (name == 0 || begins(name - 1))
            && (dash || next.spaced && operand(name + 1))
    }

    /// Whether an operator beside a line's end joins the lines.
    fn joins(&self, newline: usize) -> bool {
        let operator = |kind: Option<Kind>| {
            matches!(
                kind,
                Some(Kind::Times | Kind::Divide | Kind::Plus | Kind::Minus(_) | Kind::Newline)
            )
        };
        operator(self.kind(newline + 1))
            || operator(newline.checked_sub(1).and_then(|i| self.kind(i)))
    }

    /// Returns where the right side of a relation must end.
    pub(super) fn right_limit(&self, from: usize) -> usize {
        let mut at = from;
        while let Some(kind) = self.kind(at) {
            let ends = matches!(kind, Kind::Relation(_) | Kind::Break | Kind::Cell | Kind::Strike);
            if ends || at > from + REACH {
                break;
            }
            at += 1;
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::expression::{Anchor, Scratch};
    use crate::parse::lex::{self, Lexed};
    use crate::parse::{Span, role};
    use crate::words::Splitter;

    /// What is read from where a side must be read is what is read from where it may start.
    #[test]
    fn leaves_out_only_what_has_ended() {
        let fixture = include_str!("../../../fixtures/statements.txt").lines();
        let mocks = crate::builtin_mocks();
        let mut shorter = 0;
        for text in fixture.chain(mocks.iter().flat_map(|it| it.text.lines())) {
            let mut lexed = Lexed::default();
            let span = Span { start: 0, end: text.len() };
            let words = &mut Splitter::with_room_for(text);
            lex::region(text, span, false, &mut lexed, &mut Vec::new(), words);
            role::assign(&mut lexed);
            let tokens = &lexed.tokens;
            let reader = Reader { text, lexed: &lexed, tokens, scratch: Scratch::with_room() };
            for at in 0..tokens.len() {
                let reach = reader.left_reach(at, 0);
                let read = |from: usize| {
                    let (mut scratch, mut code) = (Scratch::with_room(), Vec::new());
                    let end = Anchor::End;
                    let found = expression::read(&lexed, from, at, end, &mut scratch, &mut code);
                    (found.map(|it| (it.start, it.end, it.core_end, it.traits)), code)
                };
                let (all, part) = (read(reach.from), read(reach.read_from));
                assert_eq!(all.0, part.0, "{text}");
                assert!(all.0.is_none() || all.1 == part.1, "{text}");
                shorter += usize::from(reach.read_from > reach.from);
            }
        }
        assert!(shorter > 1_000, "{shorter}");
    }
}
