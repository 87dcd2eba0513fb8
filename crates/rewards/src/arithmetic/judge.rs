//! The verdict: every sensible reading of a statement against what it claims.

mod again;
mod claim;
mod compare;
mod elsewhere;
mod reading;
mod scale;
mod words;

use crate::facts::TaskFacts;
use crate::parse::{
    Answer, Chain, Hedge, Number, NumberUnit, Op, Phrase, Segment, Side, Span, Statement, Traits,
};

use super::evaluate::{Failure, Reading, evaluate};
use super::metric::lookup;
use super::value::Value;
use super::{Judgement, Verdict};

use claim::Claim;
use elsewhere::Cited;

/// How far a claim may be off where it says "about".
const ABOUT: f64 = 0.01;

/// How far a claim may be from the displayed operands' result and still count as shown by it.
const COARSE: f64 = 0.15;

/// Room for floating point, relative to the values compared.
const EPSILON: f64 = 1e-9;

const UNKNOWN: &str = "an operand is unknown";
const UNDEFINED: &str = "it has no value that can be computed";
const NO_READING: &str = "no reading of the operands gives the claim";

/// Judges one statement of an answer.
pub fn judge(answer: &Answer<'_>, statement: &Statement, facts: &TaskFacts) -> Judgement {
    judge_with(&mut Vec::new(), answer, statement, facts)
}

/// Judges all statements of an answer, in their order.
pub(crate) fn judge_all(answer: &Answer<'_>, facts: &TaskFacts) -> Vec<Judgement> {
    let mut stack = Vec::with_capacity(8);
    let statements = answer.statements.iter();
    statements.map(|statement| judge_with(&mut stack, answer, statement, facts)).collect()
}

/// Judges one statement; `stack` is room for computing.
fn judge_with(
    stack: &mut Vec<Value>,
    answer: &Answer<'_>,
    statement: &Statement,
    facts: &TaskFacts,
) -> Judgement {
    let chain = &statement.chain;
    let mut judge = Judge { answer, facts, chain, stack, last: None };
    let (mut fit, computed) = match chain.phrase {
        Some(phrase) => judge.phrase(phrase),
        None => judge.chain(),
    };
    let around = chain.around;
    let retracted = match fit {
        Fit::No => around.taken_back || around.doubted,
        _ => around.taken_back,
    };
    let put_right = |judge: &mut Judge<'_, '_>| {
        judge.is_put_right(statement)
            || computed.is_some_and(|it| judge.is_miswritten(statement, it))
    };
    let quoted = fit == Fit::No && judge.is_quoted(statement.span);
    if quoted {
        fit = Fit::Doubt("it is quoted");
    } else if around.struck {
        fit = Fit::Doubt("it is struck out");
    } else if retracted || fit == Fit::No && put_right(&mut judge) {
        fit = Fit::Doubt("the text takes it back");
    }
    let (verdict, reason) = match fit {
        Fit::Yes => (Verdict::Correct, None),
        Fit::No => (Verdict::Wrong, Some(NO_READING)),
        Fit::Doubt(reason) => (Verdict::Unchecked, Some(reason)),
    };
    Judgement {
        span: statement.span,
        claimed: statement.claim.value,
        computed,
        verdict,
        reason,
        trivial: judge.trivial(),
        operands: judge.operands(),
    }
}

/// Whether a claim fits what was computed.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fit {
    Yes,
    No,
    Doubt(&'static str),
}

struct Judge<'a, 't> {
    answer: &'a Answer<'t>,
    facts: &'a TaskFacts,
    chain: &'a Chain,
    stack: &'a mut Vec<Value>,
    /// The code evaluated last, with its reading and value: the plain reading of an expression is
    /// asked for several times in a row.
    last: Option<Evaluated>,
}

/// A part of a statement's code with the value that it has under a reading.
struct Evaluated {
    code: (u32, u32),
    reading: Reading,
    value: Result<Value, Failure>,
}

impl Judge<'_, '_> {
    fn number(&self, index: u32) -> Option<&Number> {
        self.answer.numbers.get(index as usize)
    }

    fn evaluate(&mut self, segment: &Segment, reading: Reading) -> Result<Value, Failure> {
        if let Some(last) = &self.last
            && last.code == segment.code
            && last.reading == reading
        {
            return last.value;
        }
        let code =
            self.chain.code.get(segment.code.0 as usize..segment.code.1 as usize).unwrap_or(&[]);
        let value = evaluate(code, reading, self.answer, self.facts, self.stack);
        self.last = Some(Evaluated { code: segment.code, reading, value });
        value
    }

    /// Judges each link of a chain; the first that does not hold decides.
    fn chain(&mut self) -> (Fit, Option<f64>) {
        let mut fit: Option<Fit> = None;
        let mut computed = None;
        let mut previous: Option<&Segment> = None;
        let mut origin: Option<&Segment> = None;
        let mut unknown = false;
        let segments = &self.chain.segments;
        for segment in segments {
            if segment.side == Side::Symbol || self.is_symbolic_product(segment) {
                unknown |= segment.traits.figures > 0;
                continue;
            }
            if segment.side == Side::Expression
                && self.evaluate(segment, Reading::default()) == Err(Failure::Unknown)
            {
                unknown = true;
                continue;
            }
            if let Some(before) = previous {
                let (mut link, value) = self.link(before, segment, origin);
                if link == Fit::No {
                    match self.cited_link(before, segment) {
                        Cited::Skip => {
                            // The figures that follow the citations are what was computed.
                            unknown = true;
                            if !self.cites(segment) {
                                origin = Some(segment);
                                previous = Some(segment);
                            }
                            continue;
                        }
                        Cited::Fit(fit) => link = fit,
                        Cited::No => {}
                    }
                }
                computed = value.or(computed);
                fit = Some(match (fit, link) {
                    (Some(Fit::No), _) | (_, Fit::No) => Fit::No,
                    (Some(Fit::Doubt(reason)), _) => Fit::Doubt(reason),
                    (_, link) => link,
                });
            }
            if segment.side == Side::Expression {
                origin = Some(segment);
            }
            previous = Some(segment);
        }
        let open = segments.iter().filter(|s| s.side != Side::Symbol).find_map(|s| s.traits.doubt);
        let range =
            segments.iter().any(|s| s.traits.range && s.traits.operations == 1 && self.ascends(s));
        let fit = match fit {
            None if unknown => Fit::Doubt(UNKNOWN),
            None => Fit::Doubt(UNDEFINED),
            Some(Fit::No) if open.is_some() => Fit::Doubt(open.unwrap_or(UNKNOWN)),
            Some(Fit::No) if self.explains_another() => {
                Fit::Doubt("the formula may explain another figure")
            }
            Some(Fit::No) if range => Fit::Doubt("it may be a range"),
            Some(fit) => fit,
        };
        (fit, computed)
    }

    /// Whether the first number of a segment is less than the second, as the bounds of a range are.
    fn ascends(&self, segment: &Segment) -> bool {
        let range = segment.code.0 as usize..segment.code.1 as usize;
        match self.chain.code.get(range) {
            Some([Op::Number(first), Op::Number(second), ..]) => {
                let value = |index: u32| self.number(index).map_or(0.0, |n| n.value);
                value(*first) < value(*second)
            }
            _ => true,
        }
    }

    fn link(
        &mut self,
        left: &Segment,
        right: &Segment,
        origin: Option<&Segment>,
    ) -> (Fit, Option<f64>) {
        match (left.side, right.side) {
            (Side::Expression, Side::Value(claim)) => {
                self.claim(left, claim, right.hedge, Some(right))
            }
            // `0.1408 BTC = 0.1408 / 0.6815 = 0.21`: a result goes on as an operand.
            (Side::Value(value), Side::Expression) if self.goes_on_with(value, left, right) => {
                (Fit::Yes, None)
            }
            (Side::Value(claim), Side::Expression) => {
                let hedge = if right.hedge == Hedge::About || left.hedge == Hedge::About {
                    Hedge::About
                } else {
                    Hedge::None
                };
                self.claim(right, claim, hedge, Some(left))
            }
            (Side::Expression, Side::Expression) => self.expressions(left, right),
            (Side::Value(_), Side::Value(claim)) => {
                let restated = self.claim(left, claim, right.hedge, Some(right));
                if restated.0 == Fit::Yes {
                    return (Fit::Yes, restated.1);
                }
                let from_origin = origin.map(|o| self.claim(o, claim, right.hedge, Some(right)));
                match from_origin {
                    Some((Fit::Yes, value)) => (Fit::Yes, value),
                    _ if self.may_be_converted(left, right) => {
                        (Fit::Doubt("a unit may have been converted"), restated.1)
                    }
                    Some((Fit::Doubt(reason), value)) => (Fit::Doubt(reason), value),
                    // Of a chain that starts with two values nothing is computed.
                    None if self.chain.segments.len() > 2 => {
                        (Fit::Doubt("two values are set equal"), restated.1)
                    }
                    _ => restated,
                }
            }
            (Side::Expression, Side::Pair(low, high)) => self.both(left, low, high, right.hedge),
            _ => (Fit::Doubt("it cannot be read with confidence"), None),
        }
    }

    /// Whether an expression begins with a number that was just claimed, or has it anywhere on a line of
    /// its own: "denominator: 7 + 3 = 10", and then "= 7 / 10".
    fn goes_on_with(&self, value: u32, left: &Segment, right: &Segment) -> bool {
        let code = &self.chain.code[right.code.0 as usize..right.code.1 as usize];
        let between = self.answer.text.get(left.span.end..right.span.start);
        let apart = between.is_some_and(|it| it.contains('\n'));
        let Some(a) = self.number(value) else { return false };
        let same = code.iter().take(if apart { code.len() } else { 1 }).find_map(|op| match op {
            Op::Number(index) => self.number(*index).filter(|it| it.value == a.value),
            _ => None,
        });
        let Some(b) = same else { return false };
        // "margin 3053.5 = 3053.5 / 19019 = 16.1%" names what it goes on with.
        let goes_on = |it: &Segment| it.side == Side::Expression || self.chain.segments.len() > 2;
        self.chain.segments.first().is_some_and(goes_on)
            && right.traits.operations > 0
            && a.half_ulp == b.half_ulp
    }

    /// Whether one of two values set equal may be the other in another unit.
    fn may_be_converted(&self, left: &Segment, right: &Segment) -> bool {
        let unit = |segment: &Segment| match segment.side {
            Side::Value(index) => self.number(index).map(|n| n.unit),
            _ => None,
        };
        let (from, to) = (unit(left), unit(right));
        // "-0.0064 = -6.4% per day": a bare number and a percentage have no unit to convert.
        if from == Some(NumberUnit::None) && to == Some(NumberUnit::Percent) && !left.traits.units {
            return false;
        }
        let is_usd = |unit: Option<NumberUnit>| unit.map(|it| it == NumberUnit::Usd);
        left.traits.units || right.traits.units || is_usd(from) != is_usd(to)
    }

    /// `x ± y = [a, b]`.
    fn both(
        &mut self,
        expression: &Segment,
        low: u32,
        high: u32,
        hedge: Hedge,
    ) -> (Fit, Option<f64>) {
        let mut bounds = [Fit::No; 2];
        let mut computed = None;
        for (index, (bound, plus)) in [(low, false), (high, true)].into_iter().enumerate() {
            let (fit, value) = self.claim_with(expression, bound, hedge, None, plus);
            bounds[index] = fit;
            computed = value;
        }
        let fit = match bounds {
            [Fit::Yes, Fit::Yes] => Fit::Yes,
            [Fit::Doubt(reason), _] | [_, Fit::Doubt(reason)] => Fit::Doubt(reason),
            _ => Fit::No,
        };
        (fit, computed)
    }

    /// Compares two sides that both compute.
    fn expressions(&mut self, left: &Segment, right: &Segment) -> (Fit, Option<f64>) {
        let mut computed = None;
        for reading in [
            Reading::default(),
            Reading { figures: true, ..Reading::default() },
            Reading { base_ten: true, ..Reading::default() },
            Reading { cut: true, ..Reading::default() },
        ] {
            let (Ok(a), Ok(b)) = (self.evaluate(left, reading), self.evaluate(right, reading))
            else {
                return (Fit::Doubt(UNDEFINED), None);
            };
            computed = computed.or(Some(a.mid));
            let slack = EPSILON * a.mid.abs().max(b.mid.abs());
            let about = if right.hedge == Hedge::About { ABOUT * a.mid.abs() } else { 0.0 };
            let same = a.low <= b.high + slack + about && b.low <= a.high + slack + about;
            // `0.5 × 100` is a half in per cent.
            let hundred = right.traits.times_hundred != left.traits.times_hundred && {
                let factor = if right.traits.times_hundred { 0.01 } else { 100.0 };
                let b = b.scale(factor);
                a.low <= b.high + slack && b.low <= a.high + slack
            };
            if same {
                return (Fit::Yes, computed);
            }
            if hundred {
                return (Fit::Yes, computed);
            }
        }
        // Running style: `115 / 1230 = 0.0935 × 100 = 9.35%` goes on from its own result.
        if let Some(Op::Number(first)) = self.chain.code.get(right.code.0 as usize).copied() {
            let (fit, _) = self.claim(left, first, right.hedge, None);
            if fit == Fit::Yes {
                return (Fit::Yes, computed);
            }
        }
        if left.traits.units || right.traits.units {
            return (Fit::Doubt("a unit may have been converted"), computed);
        }
        (Fit::No, computed)
    }

    fn claim(
        &mut self,
        expression: &Segment,
        claim: u32,
        hedge: Hedge,
        side: Option<&Segment>,
    ) -> (Fit, Option<f64>) {
        if expression.traits.plus_minus {
            let minus = self.claim_with(expression, claim, hedge, side, false);
            if minus.0 == Fit::Yes {
                return minus;
            }
            let plus = self.claim_with(expression, claim, hedge, side, true);
            return match plus.0 {
                Fit::Yes => plus,
                _ => (Fit::Doubt("one value is claimed for two"), plus.1),
            };
        }
        self.claim_with(expression, claim, hedge, side, false)
    }

    /// Whether an expression gives a claimed number with the figures of an earlier day.
    fn claim_of_day(
        &mut self,
        expression: &Segment,
        claim: u32,
        hedge: Hedge,
        base: Reading,
    ) -> bool {
        let Some(number) = self.number(claim).cloned() else {
            return false;
        };
        let claim = Claim::new(&number, hedge);
        let readings = self.readings(expression, base, claim.percent(), false);
        readings.all.iter().any(|&(reading, scale)| {
            self.evaluate(expression, reading).is_ok_and(|value| claim.fits(value, scale))
        })
    }

    /// Judges whether an expression gives a claimed number, over all readings.
    fn claim_with(
        &mut self,
        expression: &Segment,
        claim: u32,
        hedge: Hedge,
        side: Option<&Segment>,
        plus: bool,
    ) -> (Fit, Option<f64>) {
        let answer = self.answer;
        let Some(number) = answer.numbers.get(claim as usize) else {
            return (Fit::Doubt(UNKNOWN), None);
        };
        let traits = expression.traits;
        let claim = Claim::new(number, hedge);
        let base = Reading { plus, ..Reading::default() };
        let value = match self.evaluate(expression, base) {
            Ok(value) => value,
            Err(Failure::Unknown) => return (Fit::Doubt(UNKNOWN), None),
            Err(Failure::Undefined) => return (Fit::Doubt(UNDEFINED), None),
        };
        let percent = claim.percent();
        // Most claims hold in the plain reading, so that the others need not be listed.
        if let Some(scale) = self.plain_scale(expression, percent)
            && let Some(fit) = self.fit(&claim, value, scale, traits)
        {
            return fit;
        }
        let own_scale = if percent { 0.01 } else { 1.0 };
        let shown = answer.slice(number.span).as_bytes();
        let basis_points = number.unit == NumberUnit::PercentagePoint && shown.contains(&b'b');
        let readings = self.readings(expression, base, percent, basis_points && traits.divides);
        let mut computed: Option<f64> = None;
        let nearest = |known: Option<f64>, value: f64| {
            let distance = |v: f64| (v - claim.number.value).abs();
            Some(known.filter(|k| distance(*k) <= distance(value)).unwrap_or(value))
        };
        for &(reading, scale) in readings.sure() {
            if let Ok(value) = self.evaluate(expression, reading) {
                computed = nearest(computed, value.mid / scale);
                if let Some(fit) = self.fit(&claim, value, scale, traits) {
                    return fit;
                }
            }
        }
        for &(reading, scale) in readings.unsure() {
            if let Ok(value) = self.evaluate(expression, reading) {
                computed = nearest(computed, value.mid / scale);
                if claim.fits(value, scale) {
                    // `1.645 × 4.922 = 8.10%` where 4.922 % stands elsewhere: the unit was carried.
                    if percent
                        && scale == 1.0
                        && reading == base
                        && self.carries_percent(expression)
                    {
                        return (Fit::Yes, computed);
                    }
                    return (
                        Fit::Doubt("it holds only in a reading that is not certain"),
                        computed,
                    );
                }
            }
        }
        if let Some(reason) = self.excuse(&claim, value, own_scale, traits, side) {
            return (Fit::Doubt(reason), computed);
        }
        (Fit::No, computed)
    }

    /// What a computed value says of a claim, where it fits it.
    fn fit(
        &self,
        claim: &Claim<'_>,
        value: Value,
        scale: f64,
        traits: Traits,
    ) -> Option<(Fit, Option<f64>)> {
        if claim.fits(value, scale) {
            // Coarse operands allow almost any result; that proves nothing.
            let off =
                (value.mid - claim.number.value * scale).abs() - claim.number.half_ulp * scale;
            let coarse = off > COARSE * value.mid.abs() && claim.plain();
            let fit = if coarse { Fit::Doubt("the operands are too coarse") } else { Fit::Yes };
            return Some((fit, Some(value.mid / scale)));
        }
        let bracketed = value.mid < 0.0 && self.in_parentheses(claim.number);
        if bracketed && claim.fits(value.negate(), scale) {
            return Some((Fit::Yes, Some(value.mid / scale)));
        }
        let unsigned = self.chain.around.fall || traits.absolute;
        let fell =
            unsigned && claim.number.value > 0.0 && value.mid < 0.0 && !self.has_plus(claim.number);
        if fell && claim.fits(value.negate(), scale) {
            return Some((Fit::Yes, Some(-value.mid / scale)));
        }
        None
    }

    /// Whether a number says with a `+` that it is no fall.
    fn has_plus(&self, number: &Number) -> bool {
        let before = number.span.start.checked_sub(1);
        self.answer.slice(number.span).starts_with('+')
            || before.is_some_and(|at| self.answer.text.as_bytes()[at] == b'+')
    }

    /// Whether the statement stands in quotation marks: someone else's, or an error that is shown.
    fn is_quoted(&self, span: Span) -> bool {
        /// How far behind a quoted statement its closing mark may be, in characters.
        const QUOTE: usize = 80;
        let text = self.answer.text;
        let before = text[..span.start].trim_end_matches(['`', '*', '$', '(', '\\', ' ']);
        let close = match before.chars().next_back() {
            Some('"') => '"',
            Some('“' | '„') => '”',
            Some('«') => '»',
            _ => return false,
        };
        text[span.end..].chars().take(QUOTE).take_while(|it| *it != '\n').any(|it| it == close)
    }

    /// Whether the statement shows no work: bare values, or sums that a child does.
    fn trivial(&self) -> bool {
        if let Some(phrase) = self.chain.phrase {
            // Nothing is computed to say which of two figures is the larger.
            return matches!(phrase, Phrase::Order { .. });
        }
        let operations: u32 = self.chain.segments.iter().map(|s| s.traits.operations).sum();
        if operations == 0 {
            return true;
        }
        let mut largest = 0.0_f64;
        let mut identity = false;
        let mut whole = true;
        for op in &self.chain.code {
            match op {
                Op::Number(index) => {
                    if let Some(number) = self.number(*index) {
                        largest = largest.max(number.value.abs());
                        whole &= number.exact.is_some();
                        identity |= number.exact.is_some_and(|v| v == 0 || v == 1)
                            && number.unit == NumberUnit::None;
                    }
                }
                Op::Citation(_) | Op::Name(_) => return false,
                _ => {}
            }
        }
        operations <= 1 && ((whole && largest <= 12.0) || identity)
    }

    fn operands(&self) -> Vec<(f64, crate::parse::Span)> {
        let mut operands = Vec::with_capacity(self.chain.code.len());
        let mut push = |index: u32| {
            if let Some(number) = self.answer.numbers.get(index as usize)
                && operands.last().is_none_or(|(_, span)| *span != number.span)
            {
                operands.push((number.value, number.span));
            }
        };
        match self.chain.phrase {
            Some(Phrase::Change { from, to, by, .. }) => {
                [from, to, by].into_iter().for_each(&mut push);
            }
            Some(Phrase::Multiple { of, base, times }) => {
                [of, times, base].into_iter().for_each(&mut push);
            }
            Some(Phrase::Compare { a, b, claim, .. }) => {
                [a, b, claim].into_iter().for_each(&mut push);
            }
            Some(Phrase::Order { a, b, .. }) => [a, b].into_iter().for_each(&mut push),
            None => {}
        }
        for op in &self.chain.code {
            if let Op::Number(index) = op {
                push(*index);
            }
        }
        for segment in &self.chain.segments {
            if let Side::Pair(low, high) = segment.side {
                push(low);
                push(high);
            }
        }
        for op in &self.chain.code {
            let Op::Citation(index) = op else {
                continue;
            };
            if let Some(citation) = self.answer.citations.get(*index as usize) {
                let known = lookup(&citation.name, self.facts);
                operands.extend(known.map(|(_, value)| (value, citation.span)));
            }
        }
        operands.sort_by_key(|(_, span)| *span);
        operands
    }
}
