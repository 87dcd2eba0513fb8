//! Judges statements in words: changes and multiples.

use crate::parse::{ChangeForm, Hedge, NumberUnit, Phrase, Way};

use super::{Claim, Fit, Judge, UNDEFINED};
use crate::arithmetic::value::Value;

impl Judge<'_, '_> {
    /// Judges a statement in words.
    pub(super) fn phrase(&mut self, phrase: Phrase) -> (Fit, Option<f64>) {
        match phrase {
            Phrase::Change { from, to, by, form, way } => self.change(from, to, by, form, way),
            Phrase::Compare { a, b, claim, form, way, paired } => {
                self.compare([a, b], claim, form, way, paired)
            }
            Phrase::Multiple { of, base, times } => self.multiple(of, base, times),
            Phrase::Order { a, b, way } => self.order(a, b, way),
        }
    }

    /// Judges which of two figures is the larger.
    fn order(&self, a: u32, b: u32, way: Way) -> (Fit, Option<f64>) {
        let difference =
            self.operand(a).zip(self.operand(b)).and_then(|(one, other)| one.add(other.negate()));
        match difference {
            None => (Fit::Doubt(UNDEFINED), None),
            Some(it) if contrary(way, it) => (Fit::No, None),
            Some(it) if it.low <= 0.0 && it.high >= 0.0 => {
                (Fit::Doubt("its figures are the same as far as they are shown"), None)
            }
            Some(_) => (Fit::Yes, None),
        }
    }

    pub(super) fn operand(&self, index: u32) -> Option<Value> {
        let number = self.number(index)?;
        let half = if number.exact.is_some() { 0.0 } else { number.half_ulp };
        Some(Value::around(number.value, half, number.exact))
    }

    pub(super) fn change(
        &self,
        from: u32,
        to: u32,
        by: u32,
        form: ChangeForm,
        way: Way,
    ) -> (Fit, Option<f64>) {
        let unsure = (Fit::Doubt(UNDEFINED), None);
        let open = self.chain.segments.first().and_then(|s| s.traits.doubt);
        let (Some(a), Some(b), Some(number)) =
            (self.operand(from), self.operand(to), self.number(by))
        else {
            return unsure;
        };
        let hedge = self.chain.segments.first().map_or(Hedge::None, |s| s.hedge);
        let claim = Claim::new(number, hedge);
        let Some(difference) = b.add(a.negate()) else {
            return unsure;
        };
        let share = difference.divide(a).map(|v| v.scale(100.0));
        let factor = b.divide(a);
        let candidates = match form {
            ChangeForm::Share => [share, None],
            ChangeForm::Amount => [Some(difference), None],
            ChangeForm::Factor => [factor, None],
        };
        let Some(first) = candidates[0] else {
            return unsure;
        };
        let percents = self.number(from).is_some_and(|n| n.unit == NumberUnit::Percent);
        let magnitude = |v: Value| if v.mid < 0.0 { v.negate() } else { v };
        let fits = |v: Value| {
            claim.fits(v, 1.0)
                || (number.value >= 0.0 && !self.has_plus(number) && claim.fits(magnitude(v), 1.0))
        };
        let signed = self.answer.slice(number.span).starts_with(['+', '-', '−', '–', '\u{2011}']);
        let holds = candidates.into_iter().flatten().any(fits);
        // "fell from 100 to 112, a 12% decrease"; "fell from 100 to 112 (+12%)" computes right.
        if holds && !signed && contrary(way, difference) {
            let fit = open.map_or(Fit::No, Fit::Doubt);
            return (fit, Some(first.mid));
        }
        if holds {
            return (Fit::Yes, Some(first.mid));
        }
        if percents && form == ChangeForm::Share && fits(difference) {
            return (Fit::Doubt("percentage points may be meant"), Some(first.mid));
        }
        let more = factor.and_then(|v| v.add(Value::around(-1.0, 0.0, Some(-1))));
        if form == ChangeForm::Factor && more.is_some_and(fits) {
            return (Fit::Doubt("\"times more\" has two meanings"), Some(first.mid));
        }
        if let Some(reason) = open {
            return (Fit::Doubt(reason), Some(first.mid));
        }
        if form == ChangeForm::Amount
            && self.scales().into_iter().any(|s| fits(difference.scale(s)))
        {
            return (Fit::Doubt("a scale may be left out"), Some(first.mid));
        }
        (Fit::No, Some(first.mid))
    }

    pub(super) fn multiple(&self, of: u32, base: u32, times: u32) -> (Fit, Option<f64>) {
        let (Some(a), Some(b), Some(number)) =
            (self.operand(of), self.operand(base), self.number(times))
        else {
            return (Fit::Doubt(UNDEFINED), None);
        };
        let hedge = self.chain.segments.first().map_or(Hedge::None, |s| s.hedge);
        let claim = Claim::new(number, hedge);
        let Some(ratio) = a.divide(b) else {
            return (Fit::Doubt(UNDEFINED), None);
        };
        if claim.fits(ratio, 1.0) {
            return (Fit::Yes, Some(ratio.mid));
        }
        let more = ratio.add(Value::around(-1.0, 0.0, Some(-1)));
        if more.is_some_and(|v| claim.fits(v, 1.0)) {
            return (Fit::Doubt("\"times more\" has two meanings"), Some(ratio.mid));
        }
        (Fit::No, Some(ratio.mid))
    }
}

/// Whether a difference goes against the way that the words give it.
pub(super) fn contrary(way: Way, difference: Value) -> bool {
    match way {
        Way::Up => difference.high < 0.0,
        Way::Down => difference.low > 0.0,
        Way::Unsaid => false,
    }
}
