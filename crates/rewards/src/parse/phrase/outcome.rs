//! What words make of a calculation: "…, and we get 3.34", "puts the ratio at 3.34", "and the half-width
//! becomes 0.87 dollars"; and calculations in the order of speech whose outcome only such words give.

use crate::parse::expression::{self, Anchor, Op, Scratch, Traits};
use crate::parse::lex::Kind;
use crate::parse::word::Word;
use crate::parse::{NumberRole, Statement};

use super::{CompareForm, Reader, Way};

/// Verbs that lead from a calculation to its outcome, beside [`Word::Is`] and [`Word::Gives`].
const VERBS: [&str; 32] = [
    "get",
    "gets",
    "have",
    "find",
    "obtain",
    "obtains",
    "arrive",
    "arrives",
    "reach",
    "reaches",
    "land",
    "lands",
    "left",
    "leave",
    "leaving",
    "become",
    "becomes",
    "bring",
    "brings",
    "put",
    "puts",
    "produce",
    "produces",
    "return",
    "returns",
    "result",
    "end",
    "sits",
    "stands",
    "evaluates",
    "translates",
    "see",
];

/// How far behind a calculation its outcome may stand, in tokens.
const REACH: usize = 14;

/// The longest calculation in words, in tokens.
const CALCULATION: usize = 40;

impl Reader<'_, '_> {
    /// Finds the figure that words from a token on give as the outcome of what stands before.
    pub(super) fn outcome(&self, from: usize) -> Option<usize> {
        let mut linked = false;
        for at in from..from + REACH {
            match self.kind(at)? {
                Kind::Num(_) => return (linked && self.may_be_outcome(at)).then_some(at),
                Kind::Relation(_) | Kind::Word(Word::Is | Word::Gives) => linked = true,
                // "brings back the question of", "gives room for 12% growth"
                Kind::Word(Word::Other) if self.is_one(at, &["back", "room"]) => return None,
                Kind::Word(Word::Other) => linked |= self.is_verb_of_outcome(at),
                Kind::Word(Word::Over | Word::Under) if !self.hedges_outcome(at) => return None,
                Kind::Word(Word::Pronoun) if self.is_one(at, &["that's", "it's"]) => linked = true,
                Kind::Comma if at == from => {}
                Kind::Word(Word::And | Word::Clause | Word::From | Word::Per) if !linked => {}
                Kind::Word(
                    Word::Article
                    | Word::Pronoun
                    | Word::About
                    | Word::Nearly
                    | Word::Over
                    | Word::Under
                    | Word::More
                    | Word::Less
                    | Word::Than
                    | Word::At
                    | Word::To
                    | Word::Of
                    | Word::Clause
                    | Word::Sum
                    | Word::Difference
                    | Word::Ratio
                    | Word::Product
                    | Word::Mean
                    | Word::Margin
                    | Word::Interval
                    | Word::Range
                    | Word::Level
                    | Word::Upper
                    | Word::Time
                    | Word::Rise
                    | Word::Fall
                    | Word::Move
                    | Word::Percentage,
                )
                | Kind::About
                | Kind::Cite(_)
                | Kind::Name => {}
                _ => return None,
            }
        }
        None
    }

    /// The result that "that" goes on with: "58,062 times 2 is 116,124, and subtracting that from".
    pub(super) fn result_before(&self, at: usize) -> Option<(u32, usize)> {
        /// How far back it may stand, in tokens.
        const BACK: usize = 6;
        let found = (at.saturating_sub(BACK)..at)
            .rev()
            .take_while(|it| !matches!(self.kind(*it), Some(Kind::Break | Kind::Newline)))
            .find(|it| self.quantity(*it).is_some())?;
        let computed = matches!(
            self.kind(found.checked_sub(1)?)?,
            Kind::Relation(_) | Kind::About | Kind::Word(Word::Is | Word::Gives | Word::About)
        );
        self.quantity(found).filter(|_| computed).map(|it| (it, found))
    }

    /// Whether a word leads to the outcome of what stands before it.
    pub(super) fn is_verb_of_outcome(&self, at: usize) -> bool {
        // "are left with 57,396", not "left the mean at 150,000"
        self.is_one(at, &VERBS) && (!self.is_word(at, 0, "left") || self.is_word(at + 1, 0, "with"))
    }

    /// Whether "over" or "under" hedges an outcome: "gives just over 3", not "leaves room below 4".
    fn hedges_outcome(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        let led = matches!(
            self.kind(before),
            Some(
                Kind::Relation(_)
                    | Kind::Word(Word::Is | Word::Gives | Word::At | Word::To | Word::Of)
            )
        ) || self.is_verb_of_outcome(before)
            || self.is_one(before, &["just", "slightly", "well", "little"]);
        led && matches!(self.kind(at + 1), Some(Kind::Num(_)))
    }

    /// Whether a figure is more than a count of things by the way, "is a way to get 3 answers", or than
    /// something that is known already, "lands close to the 1.40 resistance".
    fn may_be_outcome(&self, at: usize) -> bool {
        let Some(index) = self.quantity(at) else { return false };
        let counts = self.kind(at + 1) == Some(Kind::Word(Word::Other))
            && self.lexed.numbers[index as usize].exact.is_some_and(|it| it < 10);
        !counts && !self.is_word(at, 1, "the")
    }

    /// "Taking 1.645 times a volatility of 13.84% times 1.34 dollars, we get 0.31", "With 57,396 divided by
    /// 58,063 the z-score lands at 0.99".
    pub(super) fn operated_on(&self, operator: usize) -> Option<Statement> {
        let from = self.clause_start(operator)?;
        let to = (operator + 1..from + CALCULATION).find(|it| {
            matches!(self.kind(*it), None | Some(Kind::Comma | Kind::Word(Word::And)))
                || self.is_one(*it, &VERBS)
                || self.outcome_begins(*it)
        })?;
        let claim_at = self.outcome(to)?;
        let (mut scratch, mut code) = (Scratch::with_room(), Vec::new());
        let end = Anchor::End;
        let found = expression::read(self.lexed, from, to, end, &mut scratch, &mut code)?;
        let traits = found.traits;
        let whole = self.tokens[from..found.start]
            .iter()
            .all(|it| matches!(it.kind, Kind::Word(Word::Other | Word::Article)));
        let operand = |op: &Op| match op {
            Op::Number(index) => self.lexed.numbers[*index as usize].role == NumberRole::Quantity,
            _ => true,
        };
        if !whole
            || found.end != to
            || traits.operations == 0
            || traits.unknown
            || traits.doubt.is_some()
            || !code.iter().all(operand)
            || self.is_operator(claim_at + 1)
        {
            return None;
        }
        let claim = self.quantity(claim_at)?;
        Some(self.said_formula((from, claim_at), code, traits, claim, self.hedge(claim_at)))
    }

    /// Whether a clause that gives the outcome begins without a comma: "… divided by 58,063 the z-score
    /// lands at 0.99".
    fn outcome_begins(&self, at: usize) -> bool {
        let after_figure = at.checked_sub(1).is_some_and(|it| self.quantity(it).is_some());
        after_figure && self.kind(at) == Some(Kind::Word(Word::Article))
    }

    /// Where the clause that a calculation in words stands in begins, if nothing but words and its first
    /// figure stand before its operator.
    fn clause_start(&self, operator: usize) -> Option<usize> {
        /// How far back the clause may begin, in tokens.
        const BACK: usize = 10;
        let mut at = operator;
        while at > operator.saturating_sub(BACK) {
            match self.kind(at - 1)? {
                Kind::Stop(_)
                | Kind::Break
                | Kind::Newline
                | Kind::Comma
                | Kind::Punctuation(_)
                | Kind::Word(Word::Clause | Word::If | Word::Subtracted) => return Some(at),
                Kind::Num(_)
                | Kind::Cite(_)
                | Kind::Word(
                    Word::Other | Word::Article | Word::Of | Word::Mean | Word::Margin | Word::Time,
                ) => {}
                _ => return None,
            }
            at -= 1;
        }
        (at == 0).then_some(0)
    }

    /// "If 1,244,916 is divided by 372,179, the result is 3.34"
    pub(super) fn is_divided_by(&self, operator: usize) -> Option<Statement> {
        let is = operator.checked_sub(1)?;
        let by = self.kind(operator + 1) == Some(Kind::Word(Word::By));
        let head = match self.kind(operator)? {
            Kind::Word(Word::Divided) => Word::Ratio,
            Kind::Word(Word::Multiplied) => Word::Product,
            _ => return None,
        };
        if !by || self.kind(is) != Some(Kind::Word(Word::Is)) {
            return None;
        }
        let (a, a_at) = self.figure_before(is)?;
        self.clause_start(a_at)?;
        let (b, b_at) = self.target(operator + 2)?;
        let mut to = b_at + 1;
        while matches!(self.kind(to), Some(Kind::Word(Word::Other) | Kind::Cite(_))) {
            to += 1;
        }
        self.computed(a_at, head, &[a, b], self.outcome(to)?)
    }

    /// "Scaled by the square root of 7, 4.2% becomes 11.1%", "Divided by 372,179 users, 1,244,916 transactions
    /// come to 3.34 each".
    pub(super) fn operated_first(&self, operator: usize) -> Option<Statement> {
        let by = self.kind(operator + 1) == Some(Kind::Word(Word::By));
        let op = match self.kind(operator)? {
            Kind::Word(Word::Divided) => Op::Divide,
            Kind::Word(Word::Multiplied) => Op::Multiply,
            _ => return None,
        };
        let begins = |at: usize| {
            at == 0
                || matches!(
                    self.kind(at - 1),
                    Some(
                        Kind::Stop(_)
                            | Kind::Break
                            | Kind::Newline
                            | Kind::Comma
                            | Kind::Punctuation(_)
                            | Kind::Word(Word::Clause | Word::And)
                    )
                )
        };
        let comma = (operator + 2..operator + 10).find(|it| self.kind(*it) == Some(Kind::Comma))?;
        let (a, a_at) = self.ahead(comma + 1, 4).filter(|_| by && begins(operator))?;
        let claim_at = self.outcome(self.behind_unit(a_at))?;
        self.applied((a, a_at), op, (operator + 2, comma), (operator, claim_at))
    }

    /// The token behind a figure and its unit.
    fn behind_unit(&self, figure: usize) -> usize {
        let mut to = figure + 1;
        while matches!(self.kind(to), Some(Kind::Word(Word::Other) | Kind::Cite(_)))
            && !self.is_verb_of_outcome(to)
        {
            to += 1;
        }
        to
    }

    /// A figure multiplied or divided by what stands between two tokens, with the claim at the last one
    /// of the statement.
    fn applied(
        &self,
        (a, a_at): (u32, usize),
        op: Op,
        (from, to): (usize, usize),
        (first, claim_at): (usize, usize),
    ) -> Option<Statement> {
        let claim = self.quantity(claim_at)?;
        let (mut scratch, mut code) = (Scratch::with_room(), vec![Op::Number(a)]);
        let anchor = Anchor::Start;
        let found = expression::read(self.lexed, from, to, anchor, &mut scratch, &mut code)?;
        if found.end != to || found.traits.unknown || self.is_operator(claim_at + 1) {
            return None;
        }
        code.push(op);
        let mut traits = found.traits;
        traits.operations += 1;
        traits.figures += 1;
        traits.additive = false;
        traits.divides |= op == Op::Divide;
        traits.percent |= self.percentage(a_at).is_some();
        traits.units = true;
        Some(self.said_formula((first, claim_at), code, traits, claim, self.hedge(claim_at)))
    }

    /// "We take 1,244,916, subtract 1,187,520 and get 57,396".
    pub(super) fn carried_on(&self, verb: usize) -> Option<Statement> {
        const TAKEN: [&str; 9] =
            ["take", "taking", "start", "starting", "starts", "begin", "beginning", "with", "from"];
        let (head, by) = match self.kind(verb)? {
            Kind::Word(Word::Divided) => (Word::Ratio, true),
            Kind::Word(Word::Multiplied) => (Word::Product, true),
            Kind::Word(Word::Subtracted) => (Word::Difference, false),
            Kind::Word(Word::Added) => (Word::Sum, false),
            _ => return None,
        };
        if by && self.kind(verb + 1) != Some(Kind::Word(Word::By)) {
            return None;
        }
        let joint = (verb.saturating_sub(3)..verb)
            .find(|it| matches!(self.kind(*it), Some(Kind::Comma | Kind::Word(Word::And))))?;
        let (a, a_at) = self.figure_before(joint)?;
        let taken = (a_at.saturating_sub(8)..a_at)
            .rev()
            .take_while(|it| {
                matches!(self.kind(*it), Some(Kind::Word(_) | Kind::Cite(_) | Kind::Stop(_)))
            })
            .any(|it| self.is_one(it, &TAKEN));
        let (b, b_at) = self.target(verb + 1 + usize::from(by)).filter(|_| taken)?;
        self.computed(a_at, head, &[a, b], self.outcome(self.behind_unit(b_at))?)
    }

    /// "4.2% scaled to seven days (× √7) is 11.1%": the brackets hold what the figure before is multiplied or
    /// divided by.
    pub(super) fn bracketed_operation(&self, open: usize) -> Option<Statement> {
        let op = match self.kind(open + 1)? {
            Kind::Times => Op::Multiply,
            Kind::Divide => Op::Divide,
            _ => return None,
        };
        let close =
            (open + 3..open + 8).find(|it| matches!(self.kind(*it), Some(Kind::Close(_))))?;
        let a_at = (open.saturating_sub(6)..open)
            .rev()
            .take_while(|it| {
                matches!(self.kind(*it), Some(Kind::Num(_) | Kind::Word(_) | Kind::Cite(_)))
            })
            .find(|it| self.quantity(*it).is_some())?;
        let a = self.quantity(a_at)?;
        let claim_at = self.outcome(close + 1)?;
        self.applied((a, a_at), op, (open + 2, close), (a_at, claim_at))
    }

    /// "1.005 to the power of 7 is 1.0355", "1.005 raised to the power of 7 gives 1.0355"
    pub(super) fn to_the_power(&self, to: usize) -> Option<Statement> {
        let power =
            self.is_word(to + 2, 0, "power") && self.kind(to + 3) == Some(Kind::Word(Word::Of));
        let raised = to.checked_sub(1).filter(|it| self.is_word(*it, 0, "raised"));
        let a_at = raised.unwrap_or(to).checked_sub(1).filter(|_| power)?;
        let (a, n) = (self.quantity(a_at)?, self.quantity(to + 4)?);
        let claim_at = self.outcome(to + 5)?;
        let claim = self.quantity(claim_at).filter(|_| !self.is_operator(claim_at + 1))?;
        let alone = a_at.checked_sub(1).is_none_or(|it| !self.is_operator(it));
        let code = vec![Op::Number(a), Op::Number(n), Op::Power];
        let traits = Traits { operations: 1, figures: 2, ..Traits::default() };
        let hedge = self.hedge(claim_at);
        alone.then(|| self.said_formula((a_at, claim_at), code, traits, claim, hedge))
    }

    /// "With a stop 6.3% below $192.09, the exit is at $179.99"
    pub(super) fn set_off(&self, word: usize) -> Option<Statement> {
        const SET: [&str; 12] = [
            "stop",
            "target",
            "limit",
            "order",
            "level",
            "entry",
            "exit",
            "band",
            "threshold",
            "trigger",
            "bid",
            "stop-loss",
        ];
        let claim_at = word.checked_sub(1)?;
        let claim = self.percentage(claim_at)?;
        let set = (claim_at.saturating_sub(4)..claim_at).any(|it| self.is_one(it, &SET));
        let (b, b_at) = self.target(word + 1).filter(|_| set)?;
        let a_at = self.outcome(b_at + 1)?;
        let a = self.quantity(a_at)?;
        let number = |it: u32| &self.lexed.numbers[it as usize];
        let change = (number(a).value / number(b).value - 1.0) * 100.0;
        let near = (0.4..=2.5).contains(&(number(claim).value / change).abs())
            && number(a).unit == number(b).unit;
        let way = match self.kind(word)? {
            Kind::Word(Word::Over) => Way::Up,
            _ => Way::Down,
        };
        // "With a stop 6.3% below $192.09, the target is at $210.00" is of another level.
        let own = (change > 0.0) == (way == Way::Up);
        let form = CompareForm::Change;
        (near && own)
            .then(|| self.compare_towards((a, a_at), (b, b_at), (claim, claim_at), form, way))?
    }

    /// "57,396 relative to 1,187,520 is 4.83%", "57,396 against 1,187,520 is 4.83%".
    pub(super) fn relative_to(&self, at: usize) -> Option<Statement> {
        let relative = self.is_word(at, 1, "relative");
        let (a, a_at) = self.figure_before(at - usize::from(relative))?;
        let (b, b_at) = self.ahead(at + 1, 3)?;
        let verb = (b_at + 1..b_at + 3)
            .find(|it| matches!(self.kind(*it), Some(Kind::Word(Word::Is | Word::Gives))))?;
        let claim_at = self.outcome(verb)?;
        let claim = self.percentage(claim_at)?;
        let value = |it: u32| self.lexed.numbers[it as usize].value;
        let share = value(a) / value(b) * 100.0;
        let near = (0.4..=2.5).contains(&(value(claim) / share));
        let of_other = self.kind(claim_at + 1) == Some(Kind::Word(Word::Of))
            || matches!(
                self.kind(claim_at + 1),
                Some(Kind::Word(
                    Word::More | Word::Less | Word::Over | Word::Under | Word::Rise | Word::Fall
                ))
            );
        let form = CompareForm::Part;
        (near && !of_other).then(|| self.compare((a, a_at), (b, b_at), (claim, claim_at), form))?
    }
}
