//! Rewards a projection that comes with an honest interval.
//!
//! Looked for is the best interval about what the task projects: its level is stated, its bounds
//! are in order and hold the estimate, they are the expected ones, its width is sane, and where a
//! standard error and a quantile are shown, the half-width follows from them. An interval about
//! nothing in the task earns nothing, and intervals that contradict the best one cost.
//!
//! > 90 % confidence interval: 1,187,055 ± 1.645 × 25,000 = [1,145,930, 1,228,180]

use std::borrow::Cow;

use crate::assess::{Assessment, Context, Evidence, Finding, Reward};
use crate::expected::Presence;
use crate::facts::{Expected, Projection, Unit};
use crate::parse::{Interval, Number, NumberRole, NumberUnit, Span};
use crate::quantile::normal_quantile;
use crate::values::{in_unit, is_expected};

/// What a stated level earns, if it is the task's; half of it if it is another.
const LEVEL: f64 = 0.2;
/// What bounds in order around the estimate earn.
const ORDER: f64 = 0.15;
/// What each expected bound earns.
const BOUND: f64 = 0.2;
/// What a sane width earns.
const WIDTH: f64 = 0.05;
/// What a half-width earns that follows from the shown standard error and quantile.
const DERIVATION: f64 = 0.2;
/// A width from this share of the estimate on is sane.
const LEAST_WIDTH: f64 = 0.0005;
/// A width up to this share of the estimate is sane.
const MOST_WIDTH: f64 = 2.0;
/// How far a half-width may be off the product of quantile and standard error.
const HALF_WIDTH_TOLERANCE: f64 = 0.02;
/// What intervals that contradict the best one may cost at most, as a share.
const CONTRADICTION: f64 = 0.5;

/// More intervals than an honest answer states; the rest is not read.
const MOST_INTERVALS: usize = 100;
/// What is noted of an interval at most.
const MOST_NOTES: usize = 6;
/// What is noted of a right bound, and of another.
const LOW: [&str; 2] = ["the lower bound is right", "the lower bound is not the expected one"];
const HIGH: [&str; 2] = ["the upper bound is right", "the upper bound is not the expected one"];
/// More quantiles than an honest answer shows.
const MOST_QUANTILES: usize = 16;

/// The reward.
#[derive(Clone, Copy, Debug, Default)]
pub struct ConfidenceInterval;

impl Reward for ConfidenceInterval {
    fn name(&self) -> &'static str {
        "confidence_interval"
    }

    fn assess(&self, context: &Context<'_>) -> Assessment {
        let Some(projection) = &context.facts.projection else {
            return Assessment::not_asked();
        };
        let target = Target::new(context, projection);
        let mut evidence = Vec::new();
        let mut best: Option<(f64, Candidate, Vec<Evidence>)> = None;
        let mut against = 0_usize;
        let mut about = 0_usize;
        for candidate in target.candidates().into_iter().take(MOST_INTERVALS) {
            match target.rate(&candidate) {
                Some((score, notes)) => {
                    about += 1;
                    if best.as_ref().is_none_or(|it| score > it.0) {
                        best = Some((score, candidate, notes));
                    }
                }
                None if candidate.is_at(projection.level_percent) => {
                    against += 1;
                    evidence.push(Evidence::bad(
                        candidate.span,
                        "an interval that does not hold what is projected",
                    ));
                }
                None => {}
            }
        }
        let Some((score, _, notes)) = best else {
            evidence.push(Evidence::missing("no interval for the projection"));
            return Assessment::new(0.0, evidence);
        };
        evidence.extend(notes);
        let cost = CONTRADICTION * against as f64 / (against + about) as f64;
        Assessment::new(score * (1.0 - cost), evidence)
    }
}

/// Two bounds that the answer states together.
#[derive(Clone, Debug)]
struct Candidate {
    span: Span,
    low: Number,
    high: Number,
    level: Option<f64>,
    estimate: Option<Number>,
}

impl Candidate {
    fn is_at(&self, level: f64) -> bool {
        self.level.is_some_and(|it| (it - level).abs() < 0.01)
    }
}

/// What the task projects, and what its interval must be.
struct Target<'c> {
    context: &'c Context<'c>,
    level: f64,
    unit: Unit,
    estimate: Option<&'c Expected>,
    low: Option<&'c Expected>,
    high: Option<&'c Expected>,
    names: [Option<&'c str>; 2],
    /// The positive numbers of the answer that may be quantiles, ascending.
    shown: Vec<f64>,
    /// The positive numbers in the unit of the interval, ascending.
    errors: Vec<f64>,
    /// The positive percentages, ascending; none if the interval is in percent.
    percentages: Vec<f64>,
}

impl<'c> Target<'c> {
    fn new(context: &'c Context<'c>, projection: &'c Projection) -> Self {
        let expected = |name: &'c Option<String>| {
            let name = name.as_ref()?;
            context.facts.expected_calculations.get(name)
        };
        let estimate = expected(&projection.estimate);
        let unit = estimate
            .map(|it| &it.unit)
            .or_else(|| context.facts.units.get(&projection.of))
            .cloned()
            .unwrap_or_default();
        let most = context.answer.numbers.len();
        let mut shown = Vec::with_capacity(most);
        let mut errors = Vec::with_capacity(most);
        let mut percentages = Vec::with_capacity(most);
        for number in &context.answer.numbers {
            if matches!(number.role, NumberRole::Marker | NumberRole::Date) || number.value <= 0.0 {
                continue;
            }
            if number.half_ulp < 0.06 && number.value < 10.0 {
                shown.push(number.value);
            }
            if let Some(plain) = in_unit(number, &unit).next() {
                errors.push(plain.value);
            } else if number.unit == NumberUnit::Percent {
                percentages.push(number.value);
            }
        }
        for list in [&mut shown, &mut errors, &mut percentages] {
            list.sort_unstable_by(f64::total_cmp);
            list.dedup();
        }
        Self {
            context,
            shown,
            errors,
            percentages,
            level: projection.level_percent,
            unit,
            estimate,
            low: expected(&projection.low),
            high: expected(&projection.high),
            names: [projection.low.as_deref(), projection.high.as_deref()],
        }
    }

    /// The interval statements, and the two bounds where they are stated one by one.
    fn candidates(&self) -> Vec<Candidate> {
        let answer = self.context.answer;
        let mut found: Vec<Candidate> = answer
            .intervals
            .iter()
            .filter(|it| !self.is_operand(it))
            .map(|it| self.of_statement(it))
            .collect();
        let matched = |name: Option<&str>| {
            let index = self.context.facts.expected_calculations.get_index_of(name?)?;
            let it = &self.context.calculations[index];
            matches!(it.presence, Presence::Stated | Presence::Worked)
                .then(|| it.number.map(|it| &answer.numbers[it]))?
        };
        if let (Some(low), Some(high)) = (matched(self.names[0]), matched(self.names[1])) {
            let inside = |it: &Candidate| it.low.span == low.span || it.high.span == high.span;
            if !found.iter().any(inside) {
                let span = Span {
                    start: low.span.start.min(high.span.start),
                    end: low.span.end.max(high.span.end),
                };
                found.push(Candidate {
                    span,
                    low: low.clone(),
                    high: high.clone(),
                    level: self.level_near(span),
                    estimate: None,
                });
            }
        }
        found
    }

    /// `4.8241 − 1.96 × 0.51911` is arithmetic, and not the range "4.8241 − 1.96".
    fn is_operand(&self, interval: &Interval) -> bool {
        const OPERATORS: [&str; 9] = ["×", "*", "·", "∙", "⋅", "÷", "/", "\\times", "\\cdot"];
        let text = self.context.answer.text;
        let end = interval.high.span.end.max(interval.low.span.end);
        let between = interval.low.span.end.min(interval.high.span.start)..interval.high.span.start;
        let dashed = text[between].trim().chars().all(|it| matches!(it, '−' | '–' | '-' | '—'));
        // "1.1–1.3 **million**" is emphasised, not multiplied.
        let after = text[end..].trim_start_matches(' ');
        let multiplied = OPERATORS
            .iter()
            .any(|it| after.strip_prefix(it).is_some_and(|rest| !rest.starts_with('*')));
        dashed && multiplied
    }

    fn of_statement(&self, interval: &Interval) -> Candidate {
        Candidate {
            span: interval.span,
            low: interval.low.clone(),
            high: interval.high.clone(),
            level: interval.level_percent.or_else(|| self.level_near(interval.span)),
            estimate: interval.estimate.clone(),
        }
    }

    /// The level stated in the heading or the lines before an interval.
    fn level_near(&self, span: Span) -> Option<f64> {
        /// About three sentences.
        const REACH: usize = 400;
        let numbers = &self.context.answer.numbers;
        let upto = numbers.partition_point(|it| it.span.start < span.end);
        numbers[..upto]
            .iter()
            .rev()
            .take_while(|it| it.span.end + REACH >= span.start)
            .find(|it| {
                let said = it.unit == NumberUnit::Percent && (it.value - self.level).abs() < 0.01;
                it.role == NumberRole::Level || said
            })
            .map(|it| it.value)
    }

    /// The marks of a candidate with the reasons; `None` if it is not about what is projected.
    fn rate(&self, candidate: &Candidate) -> Option<(f64, Vec<Evidence>)> {
        let low = in_unit(&candidate.low, &self.unit).next()?.value;
        let high = in_unit(&candidate.high, &self.unit).next()?.value;
        let is = |number: &Number, expected: Option<&Expected>| {
            expected.is_some_and(|it| is_expected(number, it, false))
        };
        let low_right = is(&candidate.low, self.low);
        let high_right = is(&candidate.high, self.high);
        let estimate = match (&candidate.estimate, self.estimate) {
            (_, Some(expected)) => Some(expected.value),
            (Some(own), None) => in_unit(own, &self.unit).next().map(|it| it.value),
            (None, None) => None,
        };
        let ordered = low < high;
        let holds = estimate.is_none_or(|it| low <= it && it <= high);
        // An interval elsewhere is about something else; "[1, 2]" is about nothing.
        let fits = ordered && estimate.is_some() && holds;
        if !low_right && !high_right && !fits {
            return None;
        }
        let mut score = 0.0;
        let mut notes = Vec::with_capacity(MOST_NOTES);
        let mut note = |good: bool, text: Cow<'static, str>| {
            notes.push(Evidence {
                span: Some(candidate.span),
                verdict: if good { Finding::Good } else { Finding::Bad },
                note: text,
            });
        };
        match candidate.level {
            Some(_) if candidate.is_at(self.level) => {
                score += LEVEL;
                note(true, "the level is stated".into());
            }
            Some(_) => {
                score += LEVEL / 2.0;
                note(false, format!("the task asks for {} %", self.level).into());
            }
            None => note(false, "no level is stated".into()),
        }
        if ordered && holds {
            score += ORDER;
        } else {
            note(false, "the bounds do not hold the estimate".into());
        }
        let width = high - low;
        let size = estimate.unwrap_or(f64::midpoint(low, high)).abs();
        let sane = ordered && width >= size * LEAST_WIDTH && width <= size * MOST_WIDTH;
        // A growth of nearly 0 has a wide interval beside it; a value has not.
        let sane = sane || ordered && self.unit == Unit::Percent;
        // A day that varies more than it amounts to has an interval wider than the estimate.
        let sane = sane || low_right && high_right;
        // Where both bounds are known and neither is right, a derivation is that of some other
        // interval.
        let foreign = self.low.is_some() && self.high.is_some() && !low_right && !high_right;
        if sane {
            score += WIDTH;
        } else {
            note(false, "the width is not sane".into());
        }
        let derived = if foreign { None } else { self.derivation(candidate, width / 2.0) };
        let bounds = if self.low.is_some() && self.high.is_some() {
            note(low_right, if low_right { LOW[0] } else { LOW[1] }.into());
            note(high_right, if high_right { HIGH[0] } else { HIGH[1] }.into());
            BOUND * (f64::from(u8::from(low_right)) + f64::from(u8::from(high_right)))
        } else if ordered && holds && sane {
            // Without expected bounds, what can be checked stands for them.
            2.0 * BOUND
        } else {
            0.0
        };
        score += bounds;
        match derived {
            Some(true) => {
                score += DERIVATION;
                note(true, "the half-width follows from standard error and quantile".into());
            }
            Some(false) => note(
                false,
                "the half-width does not follow from standard error and quantile".into(),
            ),
            None if foreign => {}
            None => note(false, "standard error and quantile are not shown".into()),
        }
        Some((score, notes))
    }

    /// Whether the half-width is a shown quantile times a shown standard error; `None` if the
    /// answer shows none.
    fn derivation(&self, candidate: &Candidate, half_width: f64) -> Option<bool> {
        let z = normal_quantile(0.5 + candidate.level.unwrap_or(self.level) / 200.0)?;
        // Student's t of few degrees of freedom is at most three times the normal quantile for the
        // levels in use.
        let first = self.shown.partition_point(|it| *it < z * 0.995);
        let quantiles = &self.shown[first..];
        let quantiles = &quantiles[..quantiles.partition_point(|it| *it <= z * 3.0)];
        if quantiles.is_empty() {
            return None;
        }
        let middle = f64::midpoint(candidate.low.value, candidate.high.value);
        let is_shown = |errors: &[f64], wanted: f64| {
            let first = errors.partition_point(|it| *it < wanted * (1.0 - HALF_WIDTH_TOLERANCE));
            errors.get(first).is_some_and(|it| *it <= wanted * (1.0 + HALF_WIDTH_TOLERANCE))
        };
        let follows = quantiles.iter().take(MOST_QUANTILES).any(|quantile| {
            let error = half_width / quantile;
            // A standard error in percent is one of the estimate.
            is_shown(&self.errors, error) || is_shown(&self.percentages, error / middle * 100.0)
        });
        Some(follows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_not_asked, check_scores, full_facts};

    #[test]
    fn scores() {
        check_not_asked(&ConfidenceInterval);
        check_scores(
            &ConfidenceInterval,
            &full_facts(),
            &[
                (
                    "The standard error is 50,000 and z = 1.645, so the 90% confidence interval is [1,167,750, 1,332,250].",
                    1.0,
                ),
                ("The 90% confidence interval is [1,167,750, 1,332,250].", 0.8),
                ("The 95% confidence interval is [1,167,750, 1,332,250].", 0.7),
                ("With 90% confidence the count lies between 1,100,000 and 1,400,000.", 0.4),
                (
                    "The standard error is 100,000 and z = 1.645, so the 90% confidence interval is 1,250,000 ± 164,500.",
                    0.4,
                ),
                ("The 90% confidence interval is [1, 2].", 0.0),
                (
                    "The margin is 1,250,000 − 1.645 × 50,000 = 1,167,750, so the 90% confidence interval is [1,167,750, 1,332,250].",
                    1.0,
                ),
                ("Transactions will reach 1,250,000.", 0.0),
            ],
        );
    }

    #[test]
    fn a_wide_interval_is_sane_where_it_is_the_expected_one() {
        let mut facts = full_facts();
        facts.expected_calculations["low"].value = -900_000.0;
        facts.expected_calculations["high"].value = 3_400_000.0;
        check_scores(
            &ConfidenceInterval,
            &facts,
            &[
                ("The 90% confidence interval is [−900,000, 3,400,000].", 0.8),
                ("The 90% confidence interval is [−900,000, 3,900,000].", 0.55),
            ],
        );
    }
}
