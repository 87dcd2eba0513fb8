//! Claims that stand beside their formula without a sign: "7.52 (4,460,392 / 592,966)",
//! "4,460,392 / 592,966: 7.52", "4,460,392 / 592,966, about 7.5".

use crate::parse::expression::{self, Anchor, Op};
use crate::parse::lex::{Kind, Relation};
use crate::parse::word::Word;
use crate::parse::{Number, NumberRole, NumberUnit, Statement};

use super::{Chain, Hedge, Reader, Segment, Side};

/// Figures shorter than this are too common to prove anything by standing side by side.
const SHORT: usize = 3;

/// How long a formula before a comma may be, in tokens.
const FORMULA: usize = 60;

impl Reader<'_> {
    /// Reads what a sign-less mark at `at` may set beside a formula; returns where to go on.
    pub(super) fn explained(&mut self, at: usize, lower: usize) -> Option<(Statement, usize)> {
        match self.kind(at)? {
            Kind::Open(b'(') => self.bracketed(at, lower),
            Kind::Punctuation(b':') => {
                self.coloned(at, lower).or_else(|| self.colon_before(at, lower))
            }
            Kind::Comma => self.aside(at, lower).or_else(|| self.computed_as(at, lower)),
            // "1,330,807 minus 1,171,706... that's 159,101."
            Kind::Ellipsis => self.aside(at, lower),
            Kind::Word(Word::From) => self.follows_from(at, lower),
            _ => None,
        }
    }

    /// "7.52 (4,460,392 / 592,966)"
    fn bracketed(&mut self, open: usize, lower: usize) -> Option<(Statement, usize)> {
        if !self.tokens[open].spaced
            || !matches!(self.kind(open + 1)?, Kind::Num(_) | Kind::Open(_) | Kind::Cite(_))
        {
            return None;
        }
        let close = self.closing(open)?;
        let goes_on = self.is_operator(close + 1)
            || matches!(
                self.kind(close + 1),
                Some(Kind::Relation(_) | Kind::Superscript(_) | Kind::Open(_))
            );
        let (claim, claim_at) = self.claim_before(open, lower)?;
        if goes_on
            || matches!(
                self.kind(open - 1),
                Some(Kind::Word(Word::Sqrt | Word::Ln | Word::Log | Word::Exp))
            )
        {
            return None;
        }
        let statement = self.beside(open + 1, close, claim, claim_at, close + 1)?;
        Some((statement, close + 1))
    }

    /// "4,460,392 / 592,966: 7.52"
    fn coloned(&mut self, colon: usize, lower: usize) -> Option<(Statement, usize)> {
        let from = colon.checked_sub(3).filter(|from| *from >= lower)?;
        let (Kind::Num(_), Kind::Divide | Kind::Times, Kind::Num(_), Kind::Num(claim)) =
            (self.kind(from)?, self.kind(from + 1)?, self.kind(from + 2)?, self.kind(colon + 1)?)
        else {
            return None;
        };
        let alone = from == 0
            || matches!(
                self.kind(from - 1),
                Some(
                    Kind::Break
                        | Kind::Newline
                        | Kind::Cell
                        | Kind::Stop(_)
                        | Kind::Punctuation(_)
                        | Kind::Word(_)
                )
            );
        let ends = matches!(
            self.kind(colon + 2)?,
            Kind::Break
                | Kind::Newline
                | Kind::Cell
                | Kind::Stop(_)
                | Kind::Comma
                | Kind::Word(Word::Other)
                | Kind::Close(_)
        );
        if !alone || !ends {
            return None;
        }
        let statement = self.beside(from, colon, claim, colon + 1, colon + 2)?;
        Some((statement, colon + 2))
    }

    /// "A user sent 3.08 transactions: 1,187,055 / 385,930."
    fn colon_before(&mut self, colon: usize, lower: usize) -> Option<(Statement, usize)> {
        let (from, to) = (colon + 1, colon + 4);
        let quotient = matches!(
            (self.kind(from)?, self.kind(from + 1)?, self.kind(from + 2)?),
            (Kind::Num(_), Kind::Divide, Kind::Num(_))
        );
        let ends =
            matches!(self.kind(to), None | Some(Kind::Stop(_) | Kind::Break | Kind::Newline));
        if !quotient || !ends {
            return None;
        }
        let (claim, claim_at) = self.claim_before(colon, lower)?;
        let statement = self.beside(from, to, claim, claim_at, to)?;
        Some((statement, to))
    }

    /// "The z-score is 2.74, computed as (1,330,807 − 1,171,706) / 58,062."
    fn computed_as(&mut self, comma: usize, lower: usize) -> Option<(Statement, usize)> {
        const VERBS: [&str; 5] = ["computed", "calculated", "obtained", "derived", "found"];
        let as_at = comma + 2;
        let said = self.tokens.get(comma + 1)?.is_one_of(&VERBS, self.text)
            && matches!(self.kind(as_at)?, Kind::Word(Word::As | Word::From | Word::By));
        if !said {
            return None;
        }
        let (claim, claim_at) = self.claim_before(comma, lower)?;
        self.formula_behind(as_at, (claim, claim_at))
    }

    /// A claim whose formula stands behind a token, up to the end of the sentence.
    fn formula_behind(
        &mut self,
        from: usize,
        (claim, claim_at): (u32, usize),
    ) -> Option<(Statement, usize)> {
        let to = (from + 1..from + FORMULA).find(|it| {
            matches!(
                self.kind(*it),
                None | Some(Kind::Stop(_) | Kind::Break | Kind::Newline | Kind::Relation(_))
            )
        })?;
        if matches!(self.kind(to), Some(Kind::Relation(_))) {
            return None;
        }
        let statement = self.beside(from + 1, to, claim, claim_at, to)?;
        Some((statement, to))
    }

    /// "A z-score of 2.74 follows from (1,330,807 − 1,171,706) / 58,062."
    fn follows_from(&mut self, from: usize, lower: usize) -> Option<(Statement, usize)> {
        const VERBS: [&str; 8] = [
            "follows",
            "comes",
            "results",
            "stems",
            "derived",
            "obtained",
            "computed",
            "calculated",
        ];
        let verb = from.checked_sub(1).filter(|it| *it > lower)?;
        if !self.tokens[verb].is_one_of(&VERBS, self.text) {
            return None;
        }
        let is = usize::from(self.kind(verb.checked_sub(1)?) == Some(Kind::Word(Word::Is)));
        let (claim, claim_at) = self.claim_before(verb - is, lower)?;
        self.formula_behind(from, (claim, claim_at))
    }

    /// "4,460,392 / 592,966, about 7.5", "10,000 times $0.0785, or $785", "…, equal to 22.5%"
    fn aside(&mut self, comma: usize, lower: usize) -> Option<(Statement, usize)> {
        let about = |at: usize| {
            matches!(
                self.kind(at),
                Some(Kind::Word(Word::About) | Kind::About | Kind::Relation(Relation::About))
            )
        };
        let set = comma
            + match (self.kind(comma + 1)?, self.kind(comma + 2)?) {
                // "…, equal to 22.5%", "…, that is 2.86", "…, that's about 2.86"
                (Kind::Word(Word::Gives), Kind::Word(Word::To))
                | (Kind::Word(Word::Pronoun), Kind::Word(Word::Is)) => 3,
                (Kind::Word(Word::Or), _) => 2,
                // "(1,330,807 / 1,171,706) − 1, i.e. 13.6%"
                _ if self.tokens[comma + 1].is_one_of(&["i", "ie"], self.text) => {
                    let figure = (comma + 2..comma + 7).find(|it| {
                        !matches!(
                            self.kind(*it),
                            Some(Kind::Stop(b'.') | Kind::Word(Word::E) | Kind::Comma)
                        )
                    })?;
                    figure - comma
                }
                (Kind::Word(Word::Pronoun), _)
                    if self.tokens[comma + 1].is_one_of(&["that's", "it's"], self.text) =>
                {
                    2
                }
                _ if about(comma + 1) => 1,
                _ => return None,
            };
        let claim_at = set + usize::from(about(set));
        let Kind::Num(claim) = self.kind(claim_at)? else {
            return None;
        };
        // "…, that's 2 figures to check again"
        let counts = self.kind(comma + 1) == Some(Kind::Word(Word::Pronoun))
            && self.lexed.numbers[claim as usize].exact.is_some_and(|it| it < 10);
        if counts {
            return None;
        }
        let operated = self.tokens[lower.max(comma.saturating_sub(12))..comma].iter().any(|t| {
            matches!(
                t.kind,
                Kind::Divide
                    | Kind::Times
                    | Kind::Frac
                    | Kind::Word(
                        Word::Divided | Word::Multiplied | Word::Times | Word::Minus | Word::Plus
                    )
            )
        });
        let goes_on =
            self.is_operator(claim_at + 1) || self.kind(claim_at + 1) == Some(Kind::Word(Word::Of));
        if !operated || goes_on {
            return None;
        }
        let from = self.left_limit(comma, lower.max(comma.saturating_sub(FORMULA)));
        let statement = self.beside(from, comma, claim, claim_at, claim_at + 1)?;
        Some((statement, claim_at + 1))
    }

    /// Builds the statement of a formula between two tokens and a claim beside it.
    fn beside(
        &mut self,
        from: usize,
        to: usize,
        claim: u32,
        claim_at: usize,
        end: usize,
    ) -> Option<Statement> {
        let mut chain = Chain::default();
        let found = self.expression((from, to), Anchor::End, &mut chain.code)?;
        let traits = found.traits;
        let whole = found.end == to && (found.start == from || claim_at > to);
        if !whole
            || traits.operations == 0
            || traits.unknown
            || traits.range
            || traits.doubt.is_some()
        {
            return None;
        }
        let numbers = &self.lexed.numbers;
        let value = numbers.get(claim as usize)?;
        let mut figures = chain.code.iter().filter_map(|op| match op {
            Op::Number(index) => numbers.get(*index as usize),
            _ => None,
        });
        // "4.2% × √7" is no count by the way.
        let wanted = if chain.code.contains(&Op::Sqrt) { 1 } else { 2 };
        let long = |n: &&Number| n.span.end - n.span.start >= SHORT;
        let telling = figures.clone().filter(long).count() >= wanted;
        let restated = figures.any(|n| n.value == value.value);
        let bounds = match chain.code[..] {
            [Op::Number(a), Op::Number(b), Op::Subtract] => {
                let (a, b) = (numbers[a as usize].value, numbers[b as usize].value);
                a < b && (a..=b).contains(&value.value)
            }
            _ => false,
        };
        if !telling || restated || bounds || value.role != NumberRole::Quantity {
            return None;
        }
        // "Bear: 15% (385,930 × 0.85)": an illustration rather than the percentage itself.
        let illustrated = value.unit == NumberUnit::Percent && !traits.divides && !traits.percent;
        if illustrated || self.bounds_only(claim_at) {
            return None;
        }
        let mut expression = self.segment(found, 0, &chain.code, Hedge::None);
        expression.traits.beside = true;
        let start = chain.code.len() as u32;
        chain.code.push(Op::Number(claim));
        chain.segments.push(expression);
        chain.segments.push(Segment {
            side: Side::Value(claim),
            span: value.span,
            code: (start, start + 1),
            traits: expression::Traits { figures: 1, units: true, ..expression::Traits::default() },
            hedge: self.hedge_before(claim_at),
        });
        let mut statement = self.accept(chain, false, claim_at, end)?;
        // A difference in words is named without its sign.
        statement.chain.around.fall |= traits.additive;
        Some(statement)
    }

    /// Whether the claim is a bound: "more than 3", "at most 4", "up to 5".
    fn bounds_only(&self, claim: usize) -> bool {
        // "rose to 5.34 (…)" ends a movement.
        let up_to = self.kind(claim.wrapping_sub(1)) == Some(Kind::Word(Word::To))
            && claim.checked_sub(2).is_some_and(|i| self.tokens[i].is_one_of(&["up"], self.text))
            // "The two add up to 1,004,966 (…)"
            && claim
                .checked_sub(3)
                .is_none_or(|i| !self.tokens[i].is_one_of(&["add", "adds", "adding", "sum"], self.text));
        up_to
            || matches!(
                claim.checked_sub(1).and_then(|i| self.kind(i)),
                Some(
                    Kind::Word(
                        Word::Than | Word::Over | Word::Under | Word::Most | Word::Least | Word::At
                    ) | Kind::Inequality
                )
            )
    }

    fn hedge_before(&self, claim: usize) -> Hedge {
        match claim.checked_sub(1).and_then(|i| self.kind(i)) {
            Some(Kind::Word(Word::About) | Kind::About | Kind::Relation(Relation::About)) => {
                Hedge::About
            }
            Some(Kind::Word(Word::Nearly)) => Hedge::Nearly,
            _ => Hedge::None,
        }
    }

    /// Finds the number that a bracket explains, a few words before it.
    fn claim_before(&self, open: usize, lower: usize) -> Option<(u32, usize)> {
        let floor = lower.max(open.saturating_sub(8));
        let mut share = false;
        for at in (floor..open).rev() {
            match self.kind(at)? {
                Kind::Num(index) => {
                    if self.lexed.numbers[index as usize].role != NumberRole::Quantity {
                        continue;
                    }
                    let before = at.checked_sub(1).and_then(|i| self.kind(i));
                    // "makes ±411,271", but "1,330,807 ± 411,271"
                    let margin = before == Some(Kind::PlusMinus)
                        && at.checked_sub(2).is_some_and(|it| {
                            matches!(self.kind(it), Some(Kind::Num(_) | Kind::Close(_)))
                        });
                    let operand = margin || before.is_some_and(Kind::is_operator);
                    let label = matches!(before, Some(Kind::Word(Word::Other)))
                        && self.lexed.numbers[index as usize].exact.is_some_and(|v| v < 100);
                    // "2.53:1 (1,187,055 / 469,138)"
                    if before == Some(Kind::Punctuation(b':'))
                        && self.lexed.numbers[index as usize].exact == Some(1)
                        && let Some(Kind::Num(ratio)) = at.checked_sub(2).and_then(|i| self.kind(i))
                        && self.lexed.numbers[ratio as usize].exact.is_none()
                    {
                        return Some((ratio, at - 2));
                    }
                    let percent = self.lexed.numbers[index as usize].unit == NumberUnit::Percent;
                    return (!operand && !label && (percent || !share)).then_some((index, at));
                }
                Kind::Word(
                    Word::And | Word::Or | Word::From | Word::To | Word::Than | Word::If,
                ) => {
                    return None;
                }
                // "0.097% of volume (1,614.39 / 1,663,265.79)"
                Kind::Word(Word::Of) => share = true,
                Kind::Word(_) | Kind::Cite(_) | Kind::Date(_) | Kind::Name => {}
                _ => return None,
            }
        }
        None
    }

    /// Finds the end of a bracket that holds nothing but a formula.
    fn closing(&self, open: usize) -> Option<usize> {
        let mut depth = 0;
        for at in open..open + 40 {
            match self.kind(at)? {
                Kind::Open(_) => depth += 1,
                Kind::Close(_) => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(at);
                    }
                }
                Kind::Relation(_)
                | Kind::Inequality
                | Kind::Break
                | Kind::Cell
                | Kind::Newline
                | Kind::Comma
                | Kind::Punctuation(_)
                | Kind::Stop(_) => return None,
                _ => {}
            }
        }
        None
    }
}
