//! Operators and functions, and the dashes and slashes that are none.

use crate::parse::NumberRole;
use crate::parse::lex::{Kind, Token};
use crate::parse::text::Dash;
use crate::parse::word::Word;

use super::{Anchor, Item, Next, Op, Walk};

impl Walk<'_, '_> {
    /// Pushes an operator between two operands.
    pub(super) fn operator_item(&mut self, op: Op) {
        self.traits.operations += 1;
        if !matches!(op, Op::Add | Op::Subtract | Op::PlusMinus) {
            self.traits.additive = false;
        }
        self.traits.divides |= op == Op::Divide;
        self.traits.plus_minus |= op == Op::PlusMinus;
        self.binary(op);
    }

    pub(super) fn operator(&mut self, at: usize, op: Op) -> Next {
        if self.expects_operand {
            if self.pending > 0 {
                if self.scratch.items.is_empty() {
                    self.start = at - 1;
                }
                self.operand(Op::Unknown, self.start);
            } else if matches!(op, Op::Add | Op::Subtract) && self.begins_operand(at + 1) {
                if self.scratch.items.is_empty() {
                    self.start = at;
                }
                if op == Op::Subtract {
                    self.scratch.items.push(Item::Prefix(Op::Negate));
                }
                return Next::Go(at + 1);
            } else {
                return Next::Stop;
            }
        }
        // A bullet or closing mark at the end of a statement is no operator.
        let dangling = self.anchor == Anchor::Start && !self.operand_ahead(at + 1);
        if dangling {
            return Next::Stop;
        }
        self.operator_item(op);
        Next::Go(at + 1)
    }

    pub(super) fn begins_operand(&self, at: usize) -> bool {
        matches!(
            self.kind(at),
            Some(
                Kind::Num(_)
                    | Kind::Open(_)
                    | Kind::Cite(_)
                    | Kind::Frac
                    | Kind::Root
                    | Kind::Name
                    | Kind::Word(Word::Sqrt | Word::Ln | Word::Log | Word::Exp | Word::E)
            )
        )
    }

    pub(super) fn operand_ahead(&self, at: usize) -> bool {
        matches!(
            self.kind(at),
            Some(
                Kind::Num(_)
                    | Kind::Open(_)
                    | Kind::Cite(_)
                    | Kind::Frac
                    | Kind::Root
                    | Kind::Name
                    | Kind::Word(_)
                    | Kind::Text
                    | Kind::Minus(_)
                    | Kind::Plus
                    | Kind::About
                    | Kind::Newline
                    | Kind::Ellipsis
            )
        )
    }

    pub(super) fn minus(&mut self, at: usize, dash: Dash) -> Next {
        let token = self.lexed.tokens[at];
        let next = self.tok(at + 1).filter(|_| at + 1 < self.to);
        let spaced_after = next.is_none_or(|t| t.spaced);
        // "label – 4.1 / 12.3 = …" and "= 7.52 – a healthy level": a dash, not a minus.
        if dash != Dash::Minus && token.spaced && spaced_after {
            if self.expects_operand
                && self.pending > 0
                && self.scratch.items.is_empty()
                && self.anchor == Anchor::End
            {
                // Nothing is taken from a day: "on 2025-02-01 – 357,439 / 202,301".
                let dated = at > 0 && matches!(self.kind(at - 1), Some(Kind::Date(_)));
                self.reset(at + 1);
                self.traits.doubt = (!dated).then_some("the dash before it may be a minus");
                return Next::Go(at + 1);
            }
            // "the 7-day mean – first 469,138 − 411,477": a period is no operand.
            let period = self.anchor == Anchor::End
                && self.scratch.items.len() == 1
                && matches!(next.map(|t| t.kind), Some(Kind::Word(_)))
                && matches!(self.last_operand(), Some(Op::Number(index))
                    if self.lexed.numbers[index as usize].role == NumberRole::Period);
            if period {
                self.reset(at + 1);
                return Next::Go(at + 1);
            }
            if !self.expects_operand
                && self.anchor == Anchor::Start
                && matches!(next.map(|t| t.kind), Some(Kind::Word(_)))
            {
                return Next::Stop;
            }
        }
        // "Step 1 – 5 + 38": the dash may set off a label.
        let label =
            dash != Dash::Minus && token.spaced && spaced_after && self.scratch.items.len() == 1;
        if let (true, Some(Op::Number(index))) = (label, self.last_operand()) {
            let small = self.lexed.numbers[index as usize].exact.is_some_and(|v| v < 100);
            let named = self.start > 0
                && matches!(self.lexed.tokens[self.start - 1].kind, Kind::Word(Word::Other));
            if small && named && self.anchor == Anchor::End {
                self.traits.doubt = Some("the dash before it may be a minus");
            }
        }
        let tight = !token.spaced && !spaced_after;
        if tight
            && dash != Dash::Minus
            && matches!(self.last_operand(), Some(Op::Number(_)))
            && self.trailing == 0
        {
            self.traits.range = true;
        }
        // "30-day" after a number is part of its unit.
        if tight && !self.expects_operand && matches!(next.map(|t| t.kind), Some(Kind::Word(_))) {
            self.trailing += 1;
            self.traits.units = true;
            return Next::Go(at + 2);
        }
        self.operator(at, Op::Subtract)
    }

    pub(super) fn divide(&mut self, at: usize) -> Next {
        let token = self.lexed.tokens[at];
        let next = self.tok(at + 1).filter(|_| at + 1 < self.to);
        let function = matches!(
            next.map(|t| t.kind),
            Some(Kind::Word(Word::Sqrt | Word::Ln | Word::Log | Word::Exp | Word::E))
        ) && matches!(
            self.kind(at + 2),
            Some(Kind::Open(_) | Kind::Num(_) | Kind::Power | Kind::Superscript(_))
        );
        if let (false, false, Some(Token { kind: Kind::Word(_) | Kind::Text, spaced, .. })) =
            (function, self.expects_operand, next)
        {
            // `7.52 txns/user`: a unit; `500 / users`: perhaps an unknown divisor.
            if spaced || token.spaced {
                self.traits.doubt = Some("a unit may be an operand");
            }
            if matches!(self.last_operand(), Some(Op::Number(_))) {
                self.trailing += 1;
                self.traits.units = true;
                self.traits.time |= matches!(next.map(|t| t.kind), Some(Kind::Word(Word::Time)));
                return Next::Go(at + 2);
            }
        }
        self.operator(at, Op::Divide)
    }

    pub(super) fn ellipsis(&mut self, at: usize, spaced: bool) -> Next {
        if !self.expects_operand && !spaced {
            // `7.5222…`
            return Next::Go(at + 1);
        }
        if self.expects_operand && !self.scratch.items.is_empty() {
            self.operand(Op::Unknown, at);
            self.traits.elided = true;
            return Next::Go(at + 1);
        }
        Next::Stop
    }

    pub(super) fn function(&mut self, at: usize, op: Op, len: usize) -> Next {
        let argument = matches!(
            self.kind(at + len),
            Some(Kind::Num(_) | Kind::Open(_) | Kind::Frac | Kind::Root | Kind::Cite(_))
        );
        if !argument {
            return if matches!(self.lexed.tokens[at].kind, Kind::Word(_)) {
                self.word(at)
            } else {
                Next::Stop
            };
        }
        if !self.expects_operand {
            if self.trailing > 0
                || self.anchor == Anchor::Start && self.lexed.tokens[at].spaced && op != Op::Sqrt
            {
                return Next::Stop;
            }
            self.operator_item(Op::Multiply);
        }
        if self.scratch.items.is_empty() {
            self.start = at;
        }
        self.scratch.items.push(Item::Prefix(op));
        self.traits.operations += 1;
        self.pending = 0;
        Next::Go(at + len)
    }
}
