//! Reads expressions from tokens: `4,460,392 transactions / 592,966 users`, `\frac{a}{b}`,
//! `(1 − 0.99)^4.29`, `15% of 200`, `[daily_txns] / [unique_users]`.
//!
//! A first walk over the tokens keeps what belongs to an expression and checks that it is well
//! formed; a second one brings it into postfix order. Neither recurses.

mod bracket;
mod operator;
mod postfix;

use super::lex::{Kind, Lexed, Token};
use super::word::Word;
use super::{NumberUnit, Span};

use postfix::{postfix, summarise};

/// Brackets nested deeper than this are no formula.
const MAX_DEPTH: usize = 48;

/// Expressions longer than this are not judged.
pub(crate) const MAX_ITEMS: usize = 400;

/// One step of a calculation in postfix order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Op {
    /// A number of the answer, by its index.
    Number(u32),
    /// A citation of the answer, by its index.
    Citation(u32),
    /// The bare name of a metric.
    Name(Span),
    /// Euler's number.
    Euler,
    /// A whole number that the words imply, such as how many values are averaged.
    Whole(u16),
    /// Something in words.
    Unknown,
    /// Sum.
    Add,
    /// Difference.
    Subtract,
    /// Product.
    Multiply,
    /// "x % of y".
    Of,
    /// Quotient.
    Divide,
    /// Power.
    Power,
    /// A power with a whole exponent.
    PowerOf(i16),
    /// Both a sum and a difference.
    PlusMinus,
    /// Change of sign.
    Negate,
    /// Square root.
    Sqrt,
    /// Exponential.
    Exp,
    /// Natural logarithm.
    Ln,
    /// Logarithm; which base is left to the reader.
    Log,
    /// A percent sign after a bracket.
    Percent,
}

/// What is known of an expression before it is computed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one fact, read by name")]
pub(crate) struct Traits {
    /// The number of operations.
    pub(crate) operations: u32,
    /// The number of operands that are figures or citations.
    pub(crate) figures: u32,
    /// Whether an operand is in words, or left out by an ellipsis.
    pub(crate) unknown: bool,
    /// Whether an ellipsis stands in it.
    pub(crate) elided: bool,
    /// Whether it is multiplied by 100.
    pub(crate) times_hundred: bool,
    /// Whether a percentage is among its operands.
    pub(crate) percent: bool,
    /// Whether it only adds and subtracts.
    pub(crate) additive: bool,
    /// Whether something is divided.
    pub(crate) divides: bool,
    /// Whether "of" multiplies a percentage.
    pub(crate) of: bool,
    /// Whether it only stands beside its claim, without a sign between them.
    pub(crate) beside: bool,
    /// Whether bars around it take its sign away.
    pub(crate) absolute: bool,
    /// Whether it holds `±`.
    pub(crate) plus_minus: bool,
    /// Whether an amount of money is among its operands.
    pub(crate) money: bool,
    /// Whether words stand at its operands as units.
    pub(crate) units: bool,
    /// Whether stretches of time are among those units.
    pub(crate) time: bool,
    /// Whether it could be a range: `5–7`.
    pub(crate) range: bool,
    /// Why only a match counts, if the reading is not the only one.
    pub(crate) doubt: Option<&'static str>,
}

/// An expression that was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    /// The first token.
    pub(super) start: usize,
    /// One past the last token, unit words included.
    pub(super) end: usize,
    /// One past the last token without trailing unit words.
    pub(super) core_end: usize,
    /// What is known of it.
    pub(super) traits: Traits,
}

/// From which side the expression is anchored.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    /// It starts at the first token and goes as far as it can.
    Start,
    /// It ends at the last token and starts as early as it can.
    End,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Item {
    Operand(Op),
    Binary(Op),
    Prefix(Op),
    Postfix(Op),
    Open,
    Close,
}

#[derive(Clone, Copy, PartialEq)]
enum Bracket {
    Plain,
    Numerator,
    Denominator,
}

/// Room for the walk, kept between expressions.
pub(super) struct Scratch {
    items: Vec<Item>,
    stack: Vec<Bracket>,
    operators: Vec<Item>,
}

impl Scratch {
    /// Room for what most expressions hold.
    pub(super) fn with_room() -> Self {
        Self {
            items: Vec::with_capacity(16),
            stack: Vec::with_capacity(8),
            operators: Vec::with_capacity(8),
        }
    }
}

struct Walk<'l, 's> {
    lexed: &'l Lexed,
    scratch: &'s mut Scratch,
    anchor: Anchor,
    to: usize,
    start: usize,
    expects_operand: bool,
    /// Words read since an operand was due.
    pending: u32,
    /// Unit words read since the last operand.
    trailing: u32,
    traits: Traits,
    /// The items and tokens of the longest well-formed expression so far.
    good: Option<(usize, usize, usize)>,
}

enum Next {
    /// Go on with the token at this index.
    Go(usize),
    /// The token does not belong here.
    Stop,
}

/// Whether a token outside of brackets ends any expression that is read up to it.
pub(super) fn ends_at(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Comma
            | Kind::Punctuation(_)
            | Kind::Date(_)
            | Kind::Inequality
            | Kind::Word(
                Word::And
                    | Word::Or
                    | Word::Clause
                    | Word::From
                    | Word::To
                    | Word::Between
                    | Word::Is
                    | Word::Gives
                    | Word::Than
                    | Word::Under
                    | Word::At
                    | Word::Doubt
                    | Word::Not
                    | Word::Rise
                    | Word::Fall
                    | Word::Move
                    | Word::Wrong
                    | Word::If
                    | Word::Redo
            )
    )
}

/// Finds the expression between two tokens and appends it to `code` in postfix order.
pub(super) fn read(
    lexed: &Lexed,
    from: usize,
    to: usize,
    anchor: Anchor,
    scratch: &mut Scratch,
    code: &mut Vec<Op>,
) -> Option<Found> {
    scratch.items.clear();
    scratch.stack.clear();
    let mut walk = Walk {
        lexed,
        scratch,
        anchor,
        to,
        start: from,
        expects_operand: true,
        pending: 0,
        trailing: 0,
        traits: Traits::default(),
        good: None,
    };
    let mut at = from;
    while at < to {
        match walk.token(at) {
            Next::Go(next) => {
                if !walk.expects_operand && walk.scratch.stack.is_empty() {
                    let core =
                        if walk.trailing > 0 { walk.good.map_or(next, |g| g.2) } else { next };
                    walk.good = Some((walk.scratch.items.len(), next, core));
                }
                at = next;
            }
            Next::Stop if anchor == Anchor::Start => break,
            Next::Stop => {
                let doubt = walk.broken_off(at);
                at += 1;
                walk.reset(at);
                walk.pending = 1;
                walk.traits.doubt = doubt;
            }
        }
        if walk.scratch.items.len() > MAX_ITEMS {
            return None;
        }
    }
    walk.finish(at, code)
}

impl Walk<'_, '_> {
    fn kind(&self, at: usize) -> Option<Kind> {
        if at < self.to { self.lexed.tokens.get(at).map(|t| t.kind) } else { None }
    }

    fn tok(&self, at: usize) -> Option<Token> {
        self.lexed.tokens.get(at).copied()
    }

    fn reset(&mut self, at: usize) {
        self.scratch.items.clear();
        self.scratch.stack.clear();
        self.start = at;
        self.expects_operand = true;
        self.pending = 0;
        self.trailing = 0;
        self.traits = Traits::default();
        self.good = None;
    }

    /// Returns why what follows the token may not be the whole expression.
    fn broken_off(&self, at: usize) -> Option<&'static str> {
        let token = self.lexed.tokens[at];
        if !self.scratch.stack.is_empty() {
            return Some("its brackets do not match");
        }
        if matches!(token.kind, Kind::Root | Kind::Frac) {
            return Some("what stands under the root cannot be read");
        }
        // `($6.50 − $5.20) : ($5.20 − $4.78)`
        let operand_before = at
            .checked_sub(1)
            .and_then(|i| self.tok(i))
            .is_some_and(|t| matches!(t.kind, Kind::Num(_) | Kind::Close(_)));
        let colon = token.kind == Kind::Punctuation(b':') && token.spaced && operand_before;
        colon.then_some("a colon may divide")
    }

    fn operand(&mut self, op: Op, at: usize) {
        if self.scratch.items.is_empty() {
            self.start = at;
        }
        self.scratch.items.push(Item::Operand(op));
        self.expects_operand = false;
        self.pending = 0;
        self.trailing = 0;
        match op {
            Op::Unknown => self.traits.unknown = true,
            Op::Number(index) => {
                self.traits.figures += 1;
                let number = &self.lexed.numbers[index as usize];
                match number.unit {
                    NumberUnit::Percent | NumberUnit::PercentagePoint => self.traits.percent = true,
                    NumberUnit::Usd => self.traits.money = true,
                    NumberUnit::None => {}
                }
            }
            _ => self.traits.figures += 1,
        }
    }

    fn binary(&mut self, op: Op) {
        self.scratch.items.push(Item::Binary(op));
        self.expects_operand = true;
        self.pending = 0;
        self.trailing = 0;
    }

    fn last_operand(&self) -> Option<Op> {
        match self.scratch.items.last() {
            Some(Item::Operand(op)) => Some(*op),
            _ => None,
        }
    }

    fn token(&mut self, at: usize) -> Next {
        let token = self.lexed.tokens[at];
        match token.kind {
            Kind::Num(index) => self.number(at, index),
            Kind::Cite(index) => {
                if self.expects_operand {
                    self.operand(Op::Citation(index), at);
                } else {
                    // "4,460,392 [daily_txns]": the citation names the number.
                    self.trailing += 1;
                }
                Next::Go(at + 1)
            }
            Kind::Name => {
                if self.expects_operand {
                    let span = Span { start: token.start as usize, end: token.end as usize };
                    self.operand(Op::Name(span), at);
                } else {
                    self.trailing += 1;
                }
                Next::Go(at + 1)
            }
            Kind::Text => self.word(at),
            Kind::Word(word) => self.meaning(at, word),
            Kind::Plus => self.operator(at, Op::Add),
            Kind::Minus(dash) => self.minus(at, dash),
            Kind::Times => self.operator(at, Op::Multiply),
            Kind::Divide => self.divide(at),
            Kind::Power => self.operator(at, Op::Power),
            Kind::PlusMinus => self.operator(at, Op::PlusMinus),
            Kind::Superscript(power) if !self.expects_operand => {
                self.scratch.items.push(Item::Postfix(Op::PowerOf(power)));
                Next::Go(at + 1)
            }
            Kind::Percent if !self.expects_operand => {
                self.scratch.items.push(Item::Postfix(Op::Percent));
                self.traits.percent = true;
                Next::Go(at + 1)
            }
            Kind::Percent if self.pending > 0 => Next::Go(at + 1),
            Kind::Root => self.function(at, Op::Sqrt, 1),
            Kind::Frac => self.fraction(at),
            Kind::Open(_) => self.opening(at, token.spaced),
            Kind::Close(_) => self.closing(at),
            Kind::About if self.expects_operand => Next::Go(at + 1),
            Kind::Ellipsis => self.ellipsis(at, token.spaced),
            Kind::Newline => {
                let joins =
                    |k: Option<Kind>| k.is_some_and(|it| it.is_operator() || it == Kind::Frac);
                let open = !self.scratch.stack.is_empty();
                let previous = at.checked_sub(1).and_then(|i| self.tok(i)).map(|t| t.kind);
                if open
                    || joins(self.kind(at + 1))
                    || joins(previous)
                    || matches!(previous, Some(Kind::Newline)) && self.scratch.items.is_empty()
                {
                    Next::Go(at + 1)
                } else {
                    Next::Stop
                }
            }
            _ => Next::Stop,
        }
    }

    fn number(&mut self, at: usize, index: u32) -> Next {
        if self.expects_operand {
            let powered = matches!(self.kind(at + 1), Some(Kind::Power | Kind::Superscript(_)));
            if powered && self.lexed.numbers[index as usize].value < 0.0 {
                self.negated_power(index, at);
            } else {
                self.operand(Op::Number(index), at);
            }
            return Next::Go(at + 1);
        }
        // "[daily_txns] 4,460,392": the number is the value of the citation.
        if matches!(self.last_operand(), Some(Op::Citation(_) | Op::Name(_))) && self.trailing == 0
        {
            self.scratch.items.pop();
            self.traits.figures -= 1;
            self.operand(Op::Number(index), at);
            return Next::Go(at + 1);
        }
        if self.anchor == Anchor::Start {
            return Next::Stop;
        }
        let adjacent =
            self.trailing == 0 && !matches!(self.scratch.items.last(), Some(Item::Close));
        self.reset(at);
        if adjacent {
            self.traits.doubt = Some("two numbers stand side by side");
        }
        self.operand(Op::Number(index), at);
        Next::Go(at + 1)
    }

    /// "-2.815^2": the power goes before the sign, which the number has taken for its own. Spreadsheets
    /// read it the other way, so that only a match tells.
    fn negated_power(&mut self, index: u32, at: usize) {
        if self.scratch.items.is_empty() {
            self.start = at;
        }
        let signs = [Item::Prefix(Op::Negate), Item::Open, Item::Prefix(Op::Negate)];
        self.scratch.items.extend(signs);
        self.operand(Op::Number(index), at);
        self.scratch.items.push(Item::Close);
        self.traits.doubt = Some("a minus stands before a power");
    }

    /// Words that mean nothing here: a label before an operand, a unit after it.
    fn word(&mut self, at: usize) -> Next {
        let token = self.lexed.tokens[at];
        let call = match self.tok(at + 1) {
            Some(next) if at + 1 < self.to && !next.spaced => match next.kind {
                Kind::Open(b'{') => Some(true),
                Kind::Open(b'(' | b'[') => Some(false),
                _ => None,
            },
            _ => None,
        };
        if self.expects_operand {
            self.pending += 1;
            if self.pending > 12 && self.anchor == Anchor::Start {
                return Next::Stop;
            }
            if call.is_some() {
                // `f(x)` and `x_{1}` are names of something.
                if let Some(group) = self.group(at + 1) {
                    self.operand(Op::Unknown, at);
                    return Next::Go(group.close + 1);
                }
            }
            return Next::Go(at + 1);
        }
        self.trailing += 1;
        self.traits.units = true;
        self.traits.time |= token.kind == Kind::Word(Word::Time);
        if self.trailing > 8 {
            return Next::Stop;
        }
        Next::Go(at + 1)
    }

    fn meaning(&mut self, at: usize, word: Word) -> Next {
        let starts_operand = |kind: Option<Kind>| {
            matches!(
                kind,
                Some(
                    Kind::Num(_)
                        | Kind::Cite(_)
                        | Kind::Open(_)
                        | Kind::Name
                        | Kind::Word(Word::Square | Word::Sqrt)
                        | Kind::Root
                        | Kind::Frac
                        | Kind::About
                )
            )
        };
        // "divided by the 592,966 users"
        let operand_follows = |walk: &Self, next: usize| {
            (next..next + 5)
                .find(|i| {
                    !matches!(
                        walk.kind(*i),
                        Some(Kind::Word(
                            Word::Article | Word::Other | Word::About | Word::Sum | Word::Of
                        ))
                    )
                })
                .is_some_and(|i| starts_operand(walk.kind(i)))
        };
        let next = self.kind(at + 1);
        match word {
            // "1.645 times a volatility of 13.84%"
            Word::Times
                if !self.expects_operand
                    && self.anchor == Anchor::End
                    && operand_follows(self, at + 1) =>
            {
                self.operator(at, Op::Multiply)
            }
            Word::Plus | Word::Minus | Word::Times
                if !self.expects_operand && starts_operand(next) =>
            {
                let op = match word {
                    Word::Plus => Op::Add,
                    Word::Minus => Op::Subtract,
                    _ => Op::Multiply,
                };
                if self.anchor == Anchor::Start && self.scratch.stack.is_empty() {
                    // "= 1.41 minus 0.70 × 0.04 = 0.03": the word may join two statements.
                    self.traits.doubt = Some("a word may join two statements");
                }
                self.operator(at, op)
            }
            // "US$8,106 less US$7,376"
            Word::Less
                if !self.expects_operand
                    && self.trailing == 0
                    && matches!(next, Some(Kind::Num(_)))
                    && matches!(self.last_operand(), Some(Op::Number(_))) =>
            {
                self.operator(at, Op::Subtract)
            }
            Word::Divided | Word::Multiplied
                if (next == Some(Kind::Word(Word::By))
                    || word == Word::Divided
                        && matches!(next, Some(Kind::Word(Word::Among | Word::Between))))
                    && operand_follows(self, at + 2) =>
            {
                let op = if word == Word::Divided { Op::Divide } else { Op::Multiply };
                match self.operator(at, op) {
                    Next::Go(_) => Next::Go(at + 2),
                    Next::Stop => Next::Stop,
                }
            }
            // "A over B": only a match tells that a division was meant.
            Word::Over | Word::Per
                if !self.expects_operand
                    && self.anchor == Anchor::End
                    && self.scratch.stack.is_empty()
                    && matches!(next, Some(Kind::Num(_) | Kind::Cite(_))) =>
            {
                self.traits.doubt = Some("\"over\" may divide");
                self.operator(at, Op::Divide)
            }
            Word::Of
                if !self.expects_operand && (self.ends_in_percentage() || self.ends_in_share()) =>
            {
                self.traits.of = true;
                self.operator(at, Op::Of)
            }
            Word::E
                if self.expects_operand
                    && matches!(next, Some(Kind::Power | Kind::Superscript(_))) =>
            {
                self.operand(Op::Euler, at);
                self.traits.figures -= 1;
                Next::Go(at + 1)
            }
            Word::Sqrt => self.function(at, Op::Sqrt, 1),
            Word::Exp => self.function(at, Op::Exp, 1),
            Word::Ln => self.function(at, Op::Ln, 1),
            Word::Log => self.function(at, Op::Log, 1),
            Word::Square
                if next == Some(Kind::Word(Word::Root))
                    && self.kind(at + 2) == Some(Kind::Word(Word::Of)) =>
            {
                self.function(at, Op::Sqrt, 3)
            }
            Word::Over | Word::By => Next::Stop,
            word if ends_at(Kind::Word(word)) => Next::Stop,
            _ => self.word(at),
        }
    }

    fn ends_in_percentage(&self) -> bool {
        match self.scratch.items.last() {
            Some(Item::Operand(Op::Number(index))) => {
                self.lexed.numbers[*index as usize].unit == NumberUnit::Percent
                    && self.trailing == 0
            }
            Some(Item::Postfix(Op::Percent)) => self.trailing == 0,
            _ => false,
        }
    }

    /// Whether the items end in a proper fraction such as `1/3`.
    fn ends_in_share(&self) -> bool {
        let exact = |item: &Item| match item {
            Item::Operand(Op::Number(index)) => {
                let number = &self.lexed.numbers[*index as usize];
                number.exact.filter(|_| number.unit == NumberUnit::None)
            }
            _ => None,
        };
        match self.scratch.items.as_slice() {
            [part, Item::Binary(Op::Divide), whole] => {
                let proper = exact(part).zip(exact(whole)).is_some_and(|(a, b)| a < b && b <= 20);
                proper && self.trailing == 0
            }
            _ => false,
        }
    }

    fn finish(mut self, at: usize, code: &mut Vec<Op>) -> Option<Found> {
        if self.expects_operand
            && self.pending > 0
            && self.scratch.stack.is_empty()
            && !self.scratch.items.is_empty()
            && self.anchor == Anchor::End
        {
            self.operand(Op::Unknown, at);
            self.good = Some((self.scratch.items.len(), at, at));
        }
        let (items, end, core_end) = self.good?;
        if self.anchor == Anchor::End && (end != self.to || items != self.scratch.items.len()) {
            return None;
        }
        let from = code.len();
        postfix(&self.scratch.items[..items], &mut self.scratch.operators, code);
        let mut traits = self.traits;
        summarise(self.lexed, &self.scratch.items[..items], &mut traits);
        if code.len() == from {
            return None;
        }
        Some(Found { start: self.start, end, core_end, traits })
    }
}
