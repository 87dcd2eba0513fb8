//! Formulas in one cell of a table with their result in the next: `| 1,203,788 / 408,696 | 2.95 |`.
//!
//! Neighbouring cells are not arithmetic as such. Two of them are read as a calculation only where
//! one is a formula from end to end, the other a single value, and the header says that it is so.

use std::ops::Range;

use crate::parse::expression::{Anchor, Op, Traits};
use crate::parse::lex::Kind;
use crate::parse::word::Word;
use crate::parse::{NumberRole, Statement};

use super::{Chain, Hedge, Reader, Segment, Side};

/// Headers over the results of formulas.
const RESULTS: [&str; 9] =
    ["result", "results", "value", "values", "reading", "outcome", "answer", "output", "total"];

/// How many words of a header are looked at.
const HEADER: usize = 12;

/// Headers over formulas.
const FORMULAS: [&str; 10] = [
    "formula",
    "working",
    "workings",
    "calculation",
    "calculations",
    "computation",
    "derivation",
    "expression",
    "numbers",
    "figures",
];

impl Reader<'_> {
    /// Reads the calculations between neighbouring cells and adds them.
    pub(super) fn cells(&mut self, found: &mut Vec<Statement>) {
        let tokens = self.tokens;
        let mut header: Vec<Range<usize>> = Vec::new();
        let mut row: Vec<Range<usize>> = Vec::new();
        let mut start = 0;
        for at in self.lexed.joints.iter().map(|at| *at as usize) {
            match tokens[at].kind {
                Kind::Cell => {
                    let from = tokens[start].start as usize;
                    let breaks = row.last().is_some_and(|last| {
                        let end = tokens[last.end].end as usize;
                        self.text[end.min(from)..from].contains('\n')
                    });
                    if breaks {
                        self.row(&header, &row, found);
                        if header.is_empty() {
                            header.clone_from(&row);
                        }
                        row.clear();
                    }
                    row.push(start..at);
                    start = at + 1;
                }
                Kind::Break => {
                    self.row(&header, &row, found);
                    row.clear();
                    header.clear();
                    start = at + 1;
                }
                _ => {}
            }
        }
        self.row(&header, &row, found);
    }

    fn row(&mut self, header: &[Range<usize>], row: &[Range<usize>], found: &mut Vec<Statement>) {
        for (column, pair) in row.windows(2).enumerate() {
            if self.is_headed(header.get(column), &FORMULAS)
                || self.is_headed(header.get(column + 1), &RESULTS)
            {
                found.extend(self.neighbours(pair[0].clone(), pair[1].clone()));
            }
        }
    }

    fn is_headed(&self, header: Option<&Range<usize>>, words: &[&str]) -> bool {
        header.is_some_and(|it| {
            let mut tokens = self.tokens[it.clone()].iter().take(HEADER);
            tokens.any(|it| it.is_one_of(words, self.text))
        })
    }

    fn neighbours(&mut self, formula: Range<usize>, result: Range<usize>) -> Option<Statement> {
        // Of `a + b × c = a + d` the last side leads to the result.
        let relation = self.tokens[formula.clone()]
            .iter()
            .rposition(|t| matches!(t.kind, Kind::Relation(_)))
            .map_or(formula.start, |at| formula.start + at + 1);
        // As spreadsheets have it: "=2,791.65-1,845.28".
        let is_set = relation == formula.start + 1;
        let formula = relation..formula.end;
        if formula.len() < 3 {
            return None;
        }
        let mut claim = None;
        for at in result.clone() {
            match self.tokens[at].kind {
                Kind::Num(index) if claim.is_none() => claim = Some((index, at)),
                // A unit before or behind it, and marks such as "(…)" and "≈".
                Kind::Word(Word::Other | Word::Dollars | Word::About)
                | Kind::About
                | Kind::Relation(_)
                | Kind::Open(_)
                | Kind::Close(_) => {}
                _ => return None,
            }
        }
        let (claim, claim_at) = claim?;
        let number = &self.lexed.numbers[claim as usize];
        if number.role != NumberRole::Quantity {
            return None;
        }
        let mut chain = Chain::default();
        let found =
            self.expression((formula.start, formula.end), Anchor::Start, &mut chain.code)?;
        let traits = found.traits;
        let whole = found.start == formula.start && found.end == formula.end;
        if !whole || traits.operations == 0 || traits.unknown || traits.range && !is_set {
            return None;
        }
        let expression = self.segment(found, 0, &chain.code, Hedge::None);
        chain.segments.push(expression);
        let start = chain.code.len() as u32;
        chain.code.push(Op::Number(claim));
        chain.segments.push(Segment {
            side: Side::Value(claim),
            span: number.span,
            code: (start, start + 1),
            traits: Traits { figures: 1, ..Traits::default() },
            hedge: Hedge::None,
        });
        self.accept(chain, false, claim_at, claim_at + 1)
    }
}
