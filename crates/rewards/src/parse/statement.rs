//! Arithmetic statements: chains of expressions and values held together by `=`, `≈`, "is",
//! "gives", over one line or several.
//!
//! The reader collects what is claimed and how; whether it is right is for `arithmetic`.

mod around;
mod bounds;
mod cells;
mod explained;
mod lines;
mod reach;
mod restated;
mod worded;

use reach::Reach;

use super::expression::{self, Anchor, Found, Op, Scratch, Traits};
use super::lex::{Kind, Lexed, Relation, Token};
use super::word::Word;
use super::{Number, NumberRole, NumberUnit, Span, Statement};

/// How far a statement is looked for on either side of its sign, in tokens.
const REACH: usize = 600;

/// The most links of one chain.
const MAX_SEGMENTS: usize = 24;

/// How a claim is hedged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Hedge {
    /// Not at all.
    #[default]
    None,
    /// "about", `≈`.
    About,
    /// "over", "more than", "at least".
    Over,
    /// "under", "less than", "at most".
    Under,
    /// "nearly", "almost".
    Nearly,
}

/// What a side of a chain is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Side {
    /// A single number, by its index.
    Value(u32),
    /// Something to compute.
    Expression,
    /// Two bounds, by their indices.
    Pair(u32, u32),
    /// Words, or an expression with words in it.
    Symbol,
}

/// One side of a chain.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Segment {
    /// What it is.
    pub(crate) side: Side,
    /// Its text.
    pub(crate) span: Span,
    /// Its part of the statement's code.
    pub(crate) code: (u32, u32),
    /// What is known of its expression.
    pub(crate) traits: Traits,
    /// How it is hedged as the right side of the relation before it.
    pub(crate) hedge: Hedge,
}

/// What the text around a statement says about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one fact, read by name")]
pub(crate) struct Surroundings {
    /// The text takes it back at once: "No, 7.52".
    pub(crate) taken_back: bool,
    /// The text hesitates after it, supposes it only, or calls something near it wrong.
    pub(crate) doubted: bool,
    /// It is struck out.
    pub(crate) struck: bool,
    /// A fall is spoken of, so that a positive number may stand for a negative one.
    pub(crate) fall: bool,
    /// A rise or fall follows the claim: `= 10 % growth`.
    pub(crate) change: bool,
}

/// The inside of a statement.
#[derive(Clone, Debug, Default)]
pub(crate) struct Chain {
    pub(crate) segments: Vec<Segment>,
    pub(crate) code: Vec<Op>,
    pub(crate) around: Surroundings,
    /// What the words claim, for statements without signs.
    pub(crate) phrase: Option<super::phrase::Phrase>,
}

impl Chain {
    /// An empty chain with room for what most statements hold.
    fn with_room() -> Self {
        Self { segments: Vec::with_capacity(3), code: Vec::with_capacity(8), ..Self::default() }
    }
}

/// Reads the statements held together by signs.
pub(super) fn read(text: &str, lexed: &Lexed) -> Vec<Statement> {
    let mut reader = Reader { text, lexed, tokens: &lexed.tokens, scratch: Scratch::with_room() };
    let mut found = Vec::with_capacity(lexed.numbers.len() / 6);
    let mut resume = 0;
    let mut struck = false;
    let mut figures = false;
    let mut lower = 0;
    let mut cells = false;
    for at in lexed.joints.iter().map(|at| *at as usize) {
        if at < resume {
            continue;
        }
        match lexed.tokens[at].kind {
            Kind::Num(_) | Kind::Cite(_) | Kind::Name => figures = true,
            Kind::Strike => struck = !struck,
            Kind::Break => struck = false,
            Kind::Cell => {
                struck = false;
                cells = true;
            }
            Kind::Relation(_) => {
                if let Some((statements, next)) = reader.bounds(at) {
                    found.extend(statements);
                    lower = next;
                    resume = next;
                    figures = false;
                    continue;
                }
                if figures || reader.figure_ahead(at) {
                    let (statement, next) = reader.chain(at, lower);
                    let mut statement = statement;
                    if let Some(statement) = &mut statement {
                        statement.chain.around.struck |= struck;
                    }
                    let restated = statement.as_ref().and_then(|it| reader.restated(it, next));
                    found.extend(statement);
                    found.extend(restated);
                    lower = next.max(at + 1);
                    resume = lower;
                    figures = false;
                    continue;
                }
                lower = at + 1;
            }
            Kind::Word(Word::Is | Word::Gives) if figures => {
                if let Some((statement, next)) = reader.worded(at, lower) {
                    found.push(statement);
                    lower = next.max(at + 1);
                    resume = lower;
                    figures = false;
                }
            }
            Kind::Punctuation(b':') if figures && reader.is_result_label(at) => {
                let (statement, next) = reader.labelled_result(at, lower);
                found.extend(statement);
                lower = next.max(at + 1);
                resume = lower;
            }
            Kind::Open(b'(')
            | Kind::Punctuation(b':')
            | Kind::Comma
            | Kind::Ellipsis
            | Kind::Word(Word::From)
                if figures =>
            {
                if let Some((statement, next)) = reader.explained(at, lower) {
                    found.push(statement);
                    lower = next.max(at + 1);
                    resume = lower;
                }
            }
            _ => {}
        }
    }
    if cells {
        reader.cells(&mut found);
        found.sort_by_key(|it| it.span);
    }
    found
}

struct Reader<'l> {
    text: &'l str,
    lexed: &'l Lexed,
    tokens: &'l [Token],
    scratch: Scratch,
}

impl Reader<'_> {
    fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|t| t.kind)
    }

    fn is_operator(&self, at: usize) -> bool {
        self.kind(at).is_some_and(Kind::is_operator)
    }

    /// Reads the expression between two tokens, at the start or at the end of what stands there.
    fn expression(
        &mut self,
        (from, to): (usize, usize),
        anchor: Anchor,
        code: &mut Vec<Op>,
    ) -> Option<Found> {
        expression::read(self.lexed, from, to, anchor, &mut self.scratch, code)
    }

    fn figure_ahead(&self, at: usize) -> bool {
        self.tokens[at + 1..]
            .iter()
            .take(REACH)
            .take_while(|t| !matches!(t.kind, Kind::Cell))
            .take(12)
            .any(|t| {
                matches!(t.kind, Kind::Num(_) | Kind::Cite(_) | Kind::Name | Kind::Relation(_))
            })
    }

    /// Reads the side that ends before `relation`.
    fn left(&mut self, relation: usize, lower: usize, code: &mut Vec<Op>) -> Option<Segment> {
        let reach = self.left_reach(relation, lower);
        self.left_within(reach, relation, code)
    }

    fn left_within(
        &mut self,
        reach: Reach,
        relation: usize,
        code: &mut Vec<Op>,
    ) -> Option<Segment> {
        let from = reach.from;
        let mut to = relation;
        while to > from && matches!(self.tokens[to - 1].kind, Kind::Newline | Kind::Break) {
            to -= 1;
        }
        let start = code.len() as u32;
        // `|386,183 − 459,909| = 73,726`
        let bar = |at: usize| self.kind(at) == Some(Kind::Punctuation(b'|'));
        let bars =
            (to > from && bar(to - 1)).then(|| (from..to - 1).rev().find(|i| bar(*i))).flatten();
        let (from, to) = bars.map_or((reach.read_from.min(to), to), |first| (first + 1, to - 1));
        let found = self.expression((from, to), Anchor::End, code)?;
        let mut segment = self.segment(found, start, code, Hedge::None);
        segment.traits.absolute = bars.is_some();
        if self.altered(found.start) {
            segment.traits.doubt = Some("a word before it changes its value");
        }
        // "7-day average = …", "90% CI = …": the number belongs to a name.
        if let Side::Value(index) = segment.side {
            let number = &self.lexed.numbers[index as usize];
            let worded =
                found.start > 0 && matches!(self.tokens[found.start - 1].kind, Kind::Word(_));
            let ordinal = worded && number.exact.is_some_and(|v| v < 100);
            let named = segment.traits.units
                || ordinal
                || self.lexed.numbers[index as usize].role != NumberRole::Quantity;
            if named && self.is_relation(relation) {
                code.truncate(start as usize);
                return None;
            }
        }
        Some(segment)
    }

    /// Whether a word such as "half of" or "the remainder of" stands before an expression.
    fn altered(&self, start: usize) -> bool {
        let before = |back: usize, words: &[&str]| {
            start.checked_sub(back).is_some_and(|at| self.tokens[at].is_one_of(words, self.text))
        };
        let led = before(1, &["of"]) && before(3, &["a", "the"]) || before(1, &["at", "is"]);
        let on_average = before(2, &["on"]);
        self.tokens[start.saturating_sub(4)..start]
            .iter()
            .rev()
            .take_while(
                |t| matches!(t.kind, Kind::Word(word) if !matches!(word, Word::Is | Word::Gives)),
            )
            .any(|t| match t.kind {
                // "a floor of 5 − 3 = 2" is a level.
                Kind::Word(Word::Alters) => !t.is_one_of(&["floor", "ceiling"], self.text) || !led,
                // "on average 5 / 2 = 2.5"
                Kind::Word(Word::Mean) => !on_average,
                Kind::Word(Word::Square | Word::Root | Word::Least | Word::Most) => true,
                _ => false,
            })
    }

    fn segment(&self, found: Found, start: u32, code: &[Op], hedge: Hedge) -> Segment {
        let own = &code[start as usize..];
        let side = match own {
            [Op::Number(index)] => Side::Value(*index),
            _ if found.traits.unknown => Side::Symbol,
            _ => Side::Expression,
        };
        Segment {
            side,
            span: Span {
                start: self.tokens[found.start].start as usize,
                end: self.tokens[found.core_end.max(found.start + 1) - 1].end as usize,
            },
            code: (start, code.len() as u32),
            traits: found.traits,
            hedge,
        }
    }

    /// Reads the chain around the relation at `relation`; returns it and where to go on.
    fn chain(&mut self, relation: usize, lower: usize) -> (Option<Statement>, usize) {
        let mut chain = Chain::with_room();
        if let Some(left) = self.left(relation, lower, &mut chain.code) {
            chain.segments.push(left);
        }
        self.links(chain, relation)
    }

    /// Reads what follows a chain's first side.
    fn links(&mut self, mut chain: Chain, relation: usize) -> (Option<Statement>, usize) {
        let first_relation = relation;
        let mut relation = relation;
        let mut next = relation + 1;
        let mut arrow = false;
        while chain.segments.len() < MAX_SEGMENTS {
            // "= =" and "= ≈" are one sign.
            while self.is_relation(relation + 1) {
                relation += 1;
            }
            let kind = self.kind(relation);
            arrow |= kind == Some(Kind::Relation(Relation::Arrow));
            // "= 1.09 → 9% above": after a result the arrow draws a conclusion.
            let concluded = chain.segments.len() > 1
                && chain.segments.last().is_some_and(|s| matches!(s.side, Side::Value(_)));
            if kind == Some(Kind::Relation(Relation::Arrow)) && concluded {
                break;
            }
            let about = kind == Some(Kind::Relation(Relation::About));
            let code = chain.code.len();
            let Some((segment, end)) = self.right(relation + 1, about, &mut chain) else {
                break;
            };
            // "= 3 → 3 / 2,660 = …": the arrow leads to the next calculation.
            if kind == Some(Kind::Relation(Relation::Arrow)) && segment.traits.operations > 0 {
                chain.code.truncate(code);
                next = relation + 1;
                break;
            }
            let symbol = segment.side == Side::Symbol && segment.code.0 == segment.code.1;
            if !symbol {
                chain.segments.push(segment);
            }
            next = end;
            let goes_on =
                self.next_relation(end).or_else(|| self.next_line(first_relation, end, &chain));
            match goes_on {
                Some(following) => relation = following,
                None => break,
            }
        }
        let end = next;
        // A chain of bare values says something only of percentages or in the wake of a formula.
        let statement = self.accept(chain, arrow, first_relation, end);
        (statement, next)
    }

    /// Finds a relation that continues a chain after the side that ends at `end`.
    fn next_relation(&self, end: usize) -> Option<usize> {
        let mut at = end;
        let mut lines = 0;
        loop {
            match self.kind(at)? {
                Kind::Relation(_) => return Some(at),
                Kind::Newline | Kind::Break if lines < 3 => lines += 1,
                _ => return None,
            }
            at += 1;
        }
    }

    /// Reads the side after a relation; returns it and the token after it.
    fn right(&mut self, from: usize, about: bool, chain: &mut Chain) -> Option<(Segment, usize)> {
        let mut at = from;
        while at < from + 3 && matches!(self.kind(at), Some(Kind::Newline | Kind::Break)) {
            at += 1;
        }
        let mut hedge = if about { Hedge::About } else { Hedge::None };
        let limit = self.right_limit(at);
        let plain = at;
        at = self.hedges(at, limit, &mut hedge);
        // "1.282 × 0.0877 × 7,345 = ±825"
        let margin = self.kind(at) == Some(Kind::PlusMinus)
            && matches!(self.kind(at + 1), Some(Kind::Num(_)))
            && !chain.segments.iter().any(|s| s.traits.plus_minus);
        at += usize::from(margin);
        if chain.segments.iter().any(|s| s.traits.plus_minus)
            && let Some((segment, end)) = self.pair(at, limit, hedge)
        {
            return Some((segment, end));
        }
        let start = chain.code.len() as u32;
        let found = self.expression((at, limit), Anchor::Start, &mut chain.code);
        match found {
            // "= revenue 500": a name before the number.
            Some(found) if found.start > at && !self.only_articles(at, found.start) => {
                chain.code.truncate(start as usize);
                let symbol = self.symbol(plain, start);
                (found.end == limit && self.is_relation(limit)).then_some((symbol, limit))
            }
            Some(found) => Some((self.segment(found, start, &chain.code, hedge), found.end)),
            None => {
                chain.code.truncate(start as usize);
                // Words between two relations: `growth = new per old = 1.1`.
                let words = self.tokens[plain..limit.min(self.tokens.len())].iter().all(|t| {
                    matches!(
                        t.kind,
                        Kind::Word(_)
                            | Kind::Text
                            | Kind::Name
                            | Kind::Newline
                            | Kind::Open(_)
                            | Kind::Close(_)
                            | Kind::Divide
                            | Kind::Times
                            | Kind::Plus
                            | Kind::Minus(_)
                    )
                });
                let short = limit - plain <= 24 && limit > plain;
                (words && short && self.is_relation(limit))
                    .then(|| (self.symbol(plain, start), limit))
            }
        }
    }

    fn is_relation(&self, at: usize) -> bool {
        matches!(self.kind(at), Some(Kind::Relation(_)))
    }

    fn only_articles(&self, from: usize, to: usize) -> bool {
        self.tokens[from..to].iter().all(|t| {
            matches!(
                t.kind,
                Kind::Word(Word::Article | Word::About | Word::Nearly | Word::Sum)
                    | Kind::About
                    | Kind::Newline
            )
        })
    }

    fn symbol(&self, at: usize, code: u32) -> Segment {
        let token = self.tokens[at.min(self.tokens.len() - 1)];
        Segment {
            side: Side::Symbol,
            span: Span { start: token.start as usize, end: token.end as usize },
            code: (code, code),
            traits: Traits::default(),
            hedge: Hedge::None,
        }
    }

    /// Reads `[a, b]`, `(a, b)`, `a to b` as the two values of a `±`.
    fn pair(&self, at: usize, limit: usize, hedge: Hedge) -> Option<(Segment, usize)> {
        let open = matches!(self.kind(at), Some(Kind::Open(_)));
        let low_at = at + usize::from(open);
        let (Some(Kind::Num(low)), Some(separator), Some(Kind::Num(high))) =
            (self.kind(low_at), self.kind(low_at + 1), self.kind(low_at + 2))
        else {
            return None;
        };
        let separated = matches!(
            separator,
            Kind::Comma
                | Kind::Minus(_)
                | Kind::Word(Word::To | Word::And | Word::Or)
                | Kind::Punctuation(_)
        );
        let end = low_at + 3 + usize::from(open);
        if !separated
            || (open && !matches!(self.kind(low_at + 3), Some(Kind::Close(_))))
            || end > limit + 1
        {
            return None;
        }
        let segment = Segment {
            side: Side::Pair(low, high),
            span: Span {
                start: self.tokens[at].start as usize,
                end: self.tokens[end - 1].end as usize,
            },
            code: (0, 0),
            traits: Traits::default(),
            hedge,
        };
        Some((segment, end))
    }

    /// Decides whether a chain is an arithmetic statement at all.
    fn accept(
        &self,
        mut chain: Chain,
        arrow: bool,
        relation: usize,
        end: usize,
    ) -> Option<Statement> {
        if chain.segments.iter().any(|s| s.traits.elided) {
            return None;
        }
        let numbers = &self.lexed.numbers;
        if chain.segments.len() < 2 {
            return None;
        }
        let computed =
            chain.segments.iter().any(|s| s.traits.operations > 0 && s.traits.figures > 0);
        let values = chain
            .segments
            .iter()
            .filter(|s| matches!(s.side, Side::Value(_) | Side::Pair(..)))
            .count();
        let moved = self.ends_movement(relation);
        if !computed && (arrow || moved || values < 2 || !self.restates(&chain)) {
            return None;
        }
        if values == 0 && chain.segments.iter().filter(|s| s.side == Side::Expression).count() < 2 {
            return None;
        }
        let claim = chain
            .segments
            .iter()
            .rev()
            .find_map(|s| match s.side {
                Side::Value(index) | Side::Pair(_, index) => Some(index),
                _ => None,
            })
            .or_else(|| {
                chain.code.iter().rev().find_map(|op| match op {
                    Op::Number(index) => Some(*index),
                    _ => None,
                })
            })?;
        let first = chain.segments.first()?.span;
        let last = chain.segments.last()?.span;
        let span = Span { start: first.start.min(last.start), end: last.end.max(first.end) };
        chain.around = self.around(relation, span, end);
        let claim: Number = numbers.get(claim as usize)?.clone();
        Some(Statement { span, claim, chain })
    }

    /// Whether the value before a relation is what another went to: "0.36 to 0.55 = +52.8%".
    fn ends_movement(&self, relation: usize) -> bool {
        relation >= 3
            && self.kind(relation - 2) == Some(Kind::Word(Word::To))
            && matches!(self.kind(relation - 3), Some(Kind::Num(_)))
    }

    /// Whether bare values restate each other: `5 = 5`, `0.9868 = 98.68%`.
    fn restates(&self, chain: &Chain) -> bool {
        if chain.segments.iter().any(|s| s.traits.units || s.side == Side::Symbol) {
            return false;
        }
        let [first, second] = &chain.segments[..] else {
            return false;
        };
        let (Side::Value(a), Side::Value(b)) = (first.side, second.side) else {
            return false;
        };
        let (a, b) = (&self.lexed.numbers[a as usize], &self.lexed.numbers[b as usize]);
        let percent = |n: &Number| n.unit == NumberUnit::Percent;
        let share =
            |n: &Number| n.unit == NumberUnit::None && n.exact.is_none() && n.value.abs() <= 2.0;
        if percent(a) != percent(b) {
            return share(a) || share(b);
        }
        a.unit == b.unit && a.value == b.value
    }
}
