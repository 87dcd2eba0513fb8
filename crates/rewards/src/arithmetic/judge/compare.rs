//! Judges comparisons of two figures in words.

use crate::arithmetic::evaluate::Reading;
use crate::arithmetic::value::Value;
use crate::parse::{CompareForm, Hedge, Number, NumberUnit, Segment, Side, Way};

use super::words::contrary;
use super::{Claim, Fit, Judge, UNDEFINED};

/// How many numbers around a comparison may be meant instead of its own.
const WINDOW: usize = 24;

/// How far "about" reaches in words before a claim counts as wrong.
const LOOSELY: f64 = 0.05;

impl Judge<'_, '_> {
    /// Judges one figure beside another.
    pub(super) fn compare(
        &self,
        [a, b]: [u32; 2],
        claim: u32,
        form: CompareForm,
        way: Way,
        paired: bool,
    ) -> (Fit, Option<f64>) {
        let (Some(left), Some(right), Some(number)) =
            (self.operand(a), self.operand(b), self.number(claim))
        else {
            return (Fit::Doubt(UNDEFINED), None);
        };
        let hedge = self.chain.segments.first().map_or(Hedge::None, |s| s.hedge);
        let claim_of = Claim::new(number, hedge);
        let computed = values(form, left, right);
        let nearest = computed.iter().flatten().map(|v| v.mid).min_by(|x, y| {
            let off = |v: f64| (v.abs() - number.value.abs()).abs();
            off(*x).total_cmp(&off(*y))
        });
        let fits = |v: &Value| {
            claim_of.fits(*v, 1.0)
                || number.value >= 0.0 && !self.has_plus(number) && claim_of.fits(v.negate(), 1.0)
        };
        let against = left.add(right.negate()).is_some_and(|it| contrary(way, it));
        if computed.iter().flatten().any(fits) && !against {
            return (Fit::Yes, nearest);
        }
        let fit = match self.compared_otherwise([a, b], number, form, nearest) {
            Fit::No if !paired && self.fits_another(a, b, number, form, way) => {
                Fit::Doubt("another figure may be meant")
            }
            fit => fit,
        };
        (fit, nearest)
    }

    /// Whether a formula that only stands beside its claim gives another figure before it.
    pub(super) fn explains_another(&mut self) -> bool {
        /// How many figures before the claim the formula may belong to.
        const BEFORE: usize = 6;
        let chain = self.chain;
        let [expression, Segment { side: Side::Value(claim), .. }] = chain.segments.as_slice()
        else {
            return false;
        };
        if !expression.traits.beside {
            return false;
        }
        let Ok(value) = self.evaluate(expression, Reading::default()) else {
            return true;
        };
        let less_one = value.add(Value::around(-1.0, 0.0, None)).unwrap_or(value);
        let claim = *claim as usize;
        let own = expression.span;
        let numbers = &self.answer.numbers;
        let near = claim.saturating_sub(BEFORE)..(claim + BEFORE).min(numbers.len());
        numbers[near].iter().any(|number| {
            let operand = own.start <= number.span.start && number.span.end <= own.end;
            let claim = Claim::new(number, Hedge::None);
            !operand
                && [value, less_one].into_iter().any(|v| {
                    [1.0, 0.01].into_iter().any(|scale| {
                        claim.fits(v, scale)
                            || number.value >= 0.0
                                && !self.has_plus(number)
                                && claim.fits(v.negate(), scale)
                    })
                })
        })
    }

    /// What a comparison that does not hold means: wrong, or about something else.
    fn compared_otherwise(
        &self,
        [a, b]: [u32; 2],
        number: &Number,
        form: CompareForm,
        nearest: Option<f64>,
    ) -> Fit {
        let (Some(first), Some(second), Some(nearest)) = (self.number(a), self.number(b), nearest)
        else {
            return Fit::Doubt(UNDEFINED);
        };
        if first.unit != second.unit {
            return Fit::Doubt("its figures differ in unit");
        }
        let in_points = form == CompareForm::Amount && number.unit == NumberUnit::PercentagePoint;
        if matches!(first.unit, NumberUnit::Percent | NumberUnit::PercentagePoint) && !in_points {
            return Fit::Doubt("percentage points may be meant");
        }
        let ratio = (first.value / second.value).abs();
        if !(0.05..=20.0).contains(&ratio) && form != CompareForm::Part {
            return Fit::Doubt("its figures may be of different things");
        }
        let size = (number.value / nearest).abs();
        if form == CompareForm::Amount && !(0.02..=50.0).contains(&size) {
            return Fit::Doubt("its figures may be of different things");
        }
        let hedged = self.chain.segments.first().is_some_and(|s| s.hedge != Hedge::None);
        let off = (nearest.abs() - number.value.abs()).abs();
        if (hedged || number.approximate) && off <= LOOSELY * nearest.abs() {
            return Fit::Doubt("it is said loosely");
        }
        let more = (nearest.abs() - number.value.abs() - 1.0).abs() <= number.half_ulp * 1.01;
        if form == CompareForm::Factor && more {
            return Fit::Doubt("\"times more\" has two meanings");
        }
        if form == CompareForm::Amount
            && self
                .scales()
                .into_iter()
                .any(|s| (nearest.abs() * s - number.value.abs()).abs() <= number.half_ulp)
        {
            return Fit::Doubt("a scale may be left out");
        }
        Fit::No
    }

    /// Whether a figure nearby or of the task, in the place of the first, gives the claim.
    fn fits_another(&self, a: u32, b: u32, number: &Number, form: CompareForm, way: Way) -> bool {
        let claim = Claim::new(number, Hedge::None);
        let Some(base) = self.operand(b) else {
            return true;
        };
        let fits = |other: Value| {
            !other.add(base.negate()).is_some_and(|it| contrary(way, it))
                && values(form, other, base).into_iter().flatten().any(|v| {
                    claim.fits(v, 1.0)
                        || number.value >= 0.0
                            && !self.has_plus(number)
                            && claim.fits(v.negate(), 1.0)
                })
        };
        let middle = a.min(b) as usize;
        let numbers = &self.answer.numbers;
        let near = middle.saturating_sub(WINDOW)..(middle + WINDOW).min(numbers.len());
        let own = |n: &Number| n.span == number.span;
        let in_answer =
            numbers[near].iter().filter(|n| !own(n) && n.unit != NumberUnit::Percent).any(|n| {
                fits(Value::around(n.value, if n.exact.is_some() { 0.0 } else { n.half_ulp }, None))
            });
        let figures = self.facts.metrics.values();
        let history = self.facts.history.iter().flat_map(|row| row.values.values());
        in_answer || figures.chain(history).any(|v| fits(Value::around(*v, 0.0, None)))
    }
}

/// What the two figures may give under a form, in the unit of the claim.
fn values(form: CompareForm, a: Value, b: Value) -> [Option<Value>; 4] {
    let less_one = |v: Value| v.add(Value::around(-1.0, 0.0, None));
    let percent = |v: Value| v.scale(100.0);
    let change = |a: Value, b: Value| a.divide(b).and_then(less_one).map(percent);
    match form {
        CompareForm::Change => [change(a, b), None, None, None],
        CompareForm::Either => {
            [change(a, b), change(b, a), a.divide(b).map(percent), b.divide(a).map(percent)]
        }
        CompareForm::Part => [a.divide(b).map(percent), None, None, None],
        CompareForm::Factor => [a.divide(b), b.divide(a), None, None],
        CompareForm::Amount => [a.add(b.negate()), None, None, None],
    }
}
