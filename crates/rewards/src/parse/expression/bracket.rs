//! Brackets, fractions, and the groups that only annotate an operand.

use crate::parse::lex::Kind;

use super::{Anchor, Bracket, Item, MAX_DEPTH, Next, Op, Walk};

impl Walk<'_, '_> {
    pub(super) fn open(&mut self, bracket: Bracket, at: usize) -> bool {
        if self.scratch.items.is_empty() {
            self.start = at;
        }
        self.scratch.items.push(Item::Open);
        self.scratch.stack.push(bracket);
        self.pending = 0;
        self.scratch.stack.len() <= MAX_DEPTH
    }

    pub(super) fn fraction(&mut self, at: usize) -> Next {
        if !matches!(self.kind(at + 1), Some(Kind::Open(b'{'))) {
            return Next::Stop;
        }
        if !self.expects_operand {
            if self.trailing == 0 {
                self.operator_item(Op::Multiply);
            } else if !self.begins_behind_words(at) {
                return Next::Stop;
            }
        }
        if self.scratch.items.is_empty() {
            self.start = at;
        }
        self.scratch.items.push(Item::Open);
        self.pending = 0;
        if self.open(Bracket::Numerator, at) { Next::Go(at + 2) } else { Next::Stop }
    }

    pub(super) fn opening(&mut self, at: usize, spaced: bool) -> Next {
        if self.expects_operand {
            if self.pending > 0 {
                // "Ratio (users): …" — words in brackets after words are words.
                if let Some(group) = self.group(at)
                    && group.numbers == 0
                    && group.operators == 0
                {
                    return Next::Go(group.close + 1);
                }
            }
            return if self.open(Bracket::Plain, at) { Next::Go(at + 1) } else { Next::Stop };
        }
        let Some(group) = self.group(at) else {
            return Next::Stop;
        };
        let last = self.last_operand();
        if group.numbers == 0 {
            // "4,460,392 (daily transactions)"
            if group.operators > 0 && matches!(last, Some(Op::Number(_))) && !spaced {
                return Next::Stop;
            }
            self.trailing += 1;
            return Next::Go(group.close + 1);
        }
        if group.numbers == 1
            && group.operators == 0
            && matches!(last, Some(Op::Citation(_) | Op::Name(_)))
        {
            // "[daily_txns] (4,460,392)"
            if let Some(index) = group.number {
                self.scratch.items.pop();
                self.traits.figures -= 1;
                self.operand(Op::Number(index), at);
                return Next::Go(group.close + 1);
            }
        }
        if self.trailing > 0 {
            if group.operators > 0 && self.begins_behind_words(at) {
                return if self.open(Bracket::Plain, at) { Next::Go(at + 1) } else { Next::Stop };
            }
            if group.operators > 0 || self.anchor == Anchor::Start {
                return Next::Stop;
            }
            self.traits.doubt = Some("a number in brackets stands beside an operand");
            return Next::Go(group.close + 1);
        }
        let after_close = matches!(self.scratch.items.last(), Some(Item::Close));
        if spaced && !after_close {
            if self.anchor == Anchor::Start {
                return Next::Stop;
            }
            self.traits.doubt = Some("a bracket stands beside an operand");
            if group.operators == 0 {
                return Next::Go(group.close + 1);
            }
        }
        self.operator_item(Op::Multiply);
        if self.open(Bracket::Plain, at) { Next::Go(at + 1) } else { Next::Stop }
    }

    /// "a stop at $6,100 would cost (6,100 − 6,659) / 6,659": an expression begins anew behind the
    /// words. Returns whether it may.
    fn begins_behind_words(&mut self, at: usize) -> bool {
        let may = self.anchor == Anchor::End && self.scratch.stack.is_empty();
        if may {
            // One word may be the unit of a factor.
            let doubt = (self.trailing == 1).then_some("a bracket stands beside an operand");
            self.reset(at);
            self.traits.doubt = doubt;
        }
        may
    }

    pub(super) fn closing(&mut self, at: usize) -> Next {
        if self.expects_operand {
            if self.pending == 0 || self.scratch.stack.is_empty() {
                return Next::Stop;
            }
            self.operand(Op::Unknown, at);
        }
        match self.scratch.stack.pop() {
            None => Next::Stop,
            Some(Bracket::Plain) => {
                self.scratch.items.push(Item::Close);
                self.trailing = 0;
                Next::Go(at + 1)
            }
            Some(Bracket::Numerator) => {
                self.scratch.items.push(Item::Close);
                if self.kind(at + 1) != Some(Kind::Open(b'{')) {
                    return Next::Stop;
                }
                self.operator_item(Op::Divide);
                if self.open(Bracket::Denominator, at + 1) { Next::Go(at + 2) } else { Next::Stop }
            }
            Some(Bracket::Denominator) => {
                self.scratch.items.push(Item::Close);
                self.scratch.items.push(Item::Close);
                self.trailing = 0;
                Next::Go(at + 1)
            }
        }
    }

    /// Looks at a short bracketed group without entering it.
    pub(super) fn group(&self, open: usize) -> Option<Group> {
        let mut group = Group { close: open, numbers: 0, operators: 0, number: None };
        let mut depth = 0;
        for at in open..(open + 40).min(self.to) {
            match self.lexed.tokens[at].kind {
                Kind::Open(_) => depth += 1,
                Kind::Close(_) => {
                    depth -= 1;
                    if depth == 0 {
                        group.close = at;
                        return Some(group);
                    }
                }
                Kind::Num(index) => {
                    group.numbers += 1;
                    group.number = Some(index);
                }
                Kind::Break | Kind::Cell => return None,
                Kind::Frac | Kind::Root => group.operators += 1,
                kind => group.operators += u32::from(kind.is_operator()),
            }
        }
        None
    }
}

pub(super) struct Group {
    pub(super) close: usize,
    pub(super) numbers: u32,
    pub(super) operators: u32,
    pub(super) number: Option<u32>,
}
