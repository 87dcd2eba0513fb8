//! A task in the making: what a kind of question shows, asks and wants, before its formulas are
//! evaluated and its prompt is written.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;

use indexmap::IndexMap;
use jiff::civil::Date;
use market::indicators;
use rewards::{Expected, HistoryRow, Projection, TaskFacts, Tolerance, Unit};

use crate::formula::{Figures, Formula};
use crate::history::History;
use crate::name::{Label, Name};
use crate::task::TaskKey;

/// How far a claim may be off where nothing else is said: 5 % of what is measured.
const TOLERANCE: f64 = 0.05;

/// Percentages near zero cannot be asked for more exactly than prose rounds them.
const PERCENT_FLOOR: f64 = 0.05;

/// Bounds and projections may always be rounded to about four significant digits.
const ROUNDING_FLOOR: f64 = 0.0005;

/// A calculation is asked only if the displayed figures give its value to within this share of
/// its tolerance: otherwise a careful reader of the prompt would be marked down for our rounding.
const DISPLAY_SHARE: f64 = 0.2;

/// An answer is asked to compare with two earlier days, so the prompt must show as many.
const LEAST_HISTORY: usize = 2;

/// An interval narrower than this share of its lower bound comes from figures that do not move.
const LEAST_WIDTH: f64 = 0.001;

/// A figure of the day, as the prompt's table shows it.
pub(crate) struct Shown<'s> {
    pub(crate) name: Name,
    pub(crate) label: Label<'s>,
    pub(crate) unit: market::Unit,
    pub(crate) value: f64,
    pub(crate) note: Option<Note>,
}

/// What stands behind a figure's meaning in the table.
#[derive(Clone, Copy)]
pub(crate) enum Note {
    /// How the volatility is computed.
    Volatility,
    /// A mean of the so many days that end with this one.
    MeanOf(u32),
    /// A figure of the baseline.
    Baseline,
    /// How many days the baseline has.
    BaselineDays,
    /// The day of a peak.
    ReachedOn(Date),
    /// The day of a low.
    On(Date),
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Volatility => write!(
                f,
                "standard deviation of the daily log changes of the last {} days",
                indicators::VOLATILITY_DAYS
            ),
            Self::MeanOf(days) => {
                write!(f, "of the known days among the {days} that end with this one")
            }
            Self::Baseline => write!(
                f,
                "over the known days of the {} before, recovered ones included",
                indicators::BASELINE_DAYS
            ),
            Self::BaselineDays => {
                write!(f, "how many of the {} days before are known", indicators::BASELINE_DAYS)
            }
            Self::ReachedOn(date) => write!(f, "reached on {date}"),
            Self::On(date) => write!(f, "on {date}"),
        }
    }
}

/// A calculation the prompt asks for.
pub(crate) struct Calculation<'s> {
    pub(crate) name: Name,
    pub(crate) label: Label<'s>,
    pub(crate) unit: market::Unit,
    pub(crate) formula: Formula,
    /// What the claim's error is measured against: for a bound or a projection the figure it
    /// starts from, so that a bound is not right merely for being near the estimate.
    pub(crate) measured_from: Option<Formula>,
}

/// Makes a calculation.
pub(crate) fn calculation<'s>(
    name: impl Into<Name>,
    label: impl Into<Label<'s>>,
    unit: market::Unit,
    formula: Formula,
) -> Calculation<'s> {
    Calculation { name: name.into(), label: label.into(), unit, formula, measured_from: None }
}

impl Calculation<'_> {
    /// Measures the error of a claim on the distance from this figure.
    pub(crate) fn measured_from(mut self, figure: Formula) -> Self {
        self.measured_from = Some(figure);
        self
    }
}

/// The interval a task asks for.
pub(crate) struct Interval {
    pub(crate) of: Name,
    pub(crate) level: Level,
    pub(crate) estimate: Name,
    pub(crate) low: &'static str,
    pub(crate) high: &'static str,
}

/// A confidence level and its two-sided quantile of the standard normal distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Level {
    pub(crate) percent: f64,
    pub(crate) quantile: f64,
}

/// 80 %: z = 1.282.
pub(crate) const LEVEL_80: Level = Level { percent: 80.0, quantile: 1.282 };
/// 90 %: z = 1.645.
pub(crate) const LEVEL_90: Level = Level { percent: 90.0, quantile: 1.645 };
/// 95 %: z = 1.960.
pub(crate) const LEVEL_95: Level = Level { percent: 95.0, quantile: 1.96 };

/// What a kind of question shows and asks.
pub(crate) struct Draft<'s> {
    pub(crate) figures: Vec<Shown<'s>>,
    pub(crate) history: History<'s>,
    pub(crate) calculations: Vec<Calculation<'s>>,
    pub(crate) least_calculations: usize,
    pub(crate) interval: Option<Interval>,
}

/// How a kind of question is put. None of it decides whether the question can be asked.
pub(crate) struct Wording {
    pub(crate) question: String,
    pub(crate) sections: Vec<(&'static str, Cow<'static, str>)>,
    pub(crate) parts: Vec<(&'static str, Vec<Name>)>,
    pub(crate) key_metrics: Vec<Name>,
}

/// A draft whose formulas are evaluated: what cannot be answered is gone.
pub(crate) struct Settled<'s> {
    pub(crate) draft: Draft<'s>,
    /// One per calculation.
    answers: Vec<Answer>,
}

/// The value of a calculation, in its unit.
struct Answer {
    value: f64,
    tolerance: Tolerance,
}

impl<'s> Draft<'s> {
    /// Evaluates the formulas, drops what cannot be answered from what the prompt shows, and
    /// returns `None` if too little is left to ask.
    pub(crate) fn settle(mut self) -> Option<Settled<'s>> {
        if self.history.len() < LEAST_HISTORY {
            return None;
        }
        let answers = self.evaluate()?;
        let mut answered = answers.iter().map(Option::is_some);
        self.calculations.retain(|_| answered.next().unwrap_or(false));
        let answers: Vec<Answer> = answers.into_iter().flatten().collect();
        (answers.len() >= self.least_calculations).then_some(Settled { draft: self, answers })
    }

    /// Evaluates each calculation from the exact and from the displayed figures; `None` if the
    /// interval that is asked for makes no sense.
    fn evaluate(&self) -> Option<Vec<Option<Answer>>> {
        let mut exact = Table::new(self, Reading::Exact);
        let mut read = Table::new(self, Reading::Displayed);
        let mut answers = Vec::with_capacity(self.calculations.len());
        for calculation in &self.calculations {
            let value = calculation.formula.evaluate(&exact);
            let as_read = value.and_then(|_| calculation.formula.evaluate(&read));
            let answer = value
                .zip(as_read)
                .and_then(|(value, as_read)| answer(calculation, &exact, value, as_read));
            if let (Some(_), Some(value), Some(as_read)) = (&answer, value, as_read) {
                exact.results.push((&calculation.name, value));
                read.results.push((&calculation.name, as_read));
            }
            answers.push(answer);
        }
        self.interval_makes_sense(&exact).then_some(answers)
    }

    /// Whether the interval asked for, if one is, can be worked out and means something: it has a
    /// width, and does not reach below zero, where none of the quantities that are asked about can
    /// be. There the normal distribution does not fit, and a bound would be nonsense.
    fn interval_makes_sense(&self, results: &Table<'_>) -> bool {
        let Some(interval) = &self.interval else { return true };
        let bounds =
            results.result(&interval.low.into()).zip(results.result(&interval.high.into()));
        bounds.is_some_and(|(low, high)| low > 0.0 && high - low > low * LEAST_WIDTH)
    }
}

/// Takes the value of a calculation as its answer, if the displayed figures give it.
fn answer(
    calculation: &Calculation<'_>,
    exact: &Table<'_>,
    value: f64,
    as_read: f64,
) -> Option<Answer> {
    let from = match &calculation.measured_from {
        Some(figure) => Some(figure.evaluate(exact)?),
        None => None,
    };
    let scale = percent_scale(&calculation.unit);
    let tolerance = tolerance(value * scale, from.map(|f| f * scale), &calculation.unit);
    let width = match tolerance {
        Tolerance::Relative(share) => (value * scale * share).abs(),
        Tolerance::Absolute(width) => width,
    };
    let readable = ((as_read - value) * scale).abs() <= width * DISPLAY_SHARE;
    readable.then_some(Answer { value: value * scale, tolerance })
}

impl Settled<'_> {
    /// What is true of the task.
    pub(crate) fn facts(&self, key: &TaskKey, wording: &Wording) -> TaskFacts {
        let draft = &self.draft;
        let expected: IndexMap<String, Expected> =
            draft.calculations.iter().zip(&self.answers).map(expected).collect();
        let known = |name: &Name| {
            expected.contains_key(&*name.text()) || draft.figures.iter().any(|s| s.name == *name)
        };
        let known_of = |names: &[Name]| -> Vec<String> {
            names.iter().filter(|name| known(name)).map(Name::to_text).collect()
        };
        let parts = wording
            .parts
            .iter()
            .map(|(part, names)| ((*part).to_owned(), known_of(names)))
            .filter(|(_, names)| !names.is_empty())
            .collect();
        let projection = draft.interval.as_ref().map(|interval| Projection {
            of: interval.of.to_text(),
            level_percent: interval.level.percent,
            estimate: Some(interval.estimate.to_text()),
            low: Some(interval.low.to_owned()),
            high: Some(interval.high.to_owned()),
        });
        let figures = || draft.figures.iter();
        let columns = draft.history.columns().iter().map(|c| (c.name.to_text(), unit(&c.unit())));
        let shown = figures().map(|s| (s.name.to_text(), unit(&s.unit)));
        TaskFacts {
            id: key.id(),
            kind: key.kind.name().to_owned(),
            subjects: key.subjects.iter().map(|s| s.name().to_owned()).collect(),
            date: Some(key.date),
            required_sections: wording.sections.iter().map(|(t, _)| (*t).to_owned()).collect(),
            metrics: figures().map(|s| (s.name.to_text(), s.value)).collect(),
            units: shown.chain(columns).collect(),
            labels: figures().map(|s| (s.name.to_text(), s.label.text().into_owned())).collect(),
            history: history(&draft.history),
            recommendations: true,
            key_metrics: known_of(&wording.key_metrics),
            expected_calculations: expected,
            projection,
            parts,
        }
    }
}

fn expected((calculation, answer): (&Calculation<'_>, &Answer)) -> (String, Expected) {
    let expected = Expected {
        value: answer.value,
        unit: unit(&calculation.unit),
        tolerance: answer.tolerance,
        formula: calculation.formula.to_string(),
        label: calculation.label.text().into_owned(),
        inputs: calculation.formula.inputs(),
    };
    (calculation.name.to_text(), expected)
}

fn history(history: &History<'_>) -> Vec<HistoryRow> {
    history
        .rows()
        .map(|(date, cells)| {
            let cells = history.columns().iter().zip(cells);
            let values =
                cells.filter_map(|(column, cell)| Some((column.name.to_text(), cell?.value)));
            HistoryRow { date, values: values.collect() }
        })
        .collect()
}

fn percent_scale(unit: &market::Unit) -> f64 {
    if *unit == market::Unit::Percent { 100.0 } else { 1.0 }
}

/// How far a claim may be off: a share of the value, or of the change that the value expresses.
fn tolerance(value: f64, measured_from: Option<f64>, unit: &market::Unit) -> Tolerance {
    if let Some(from) = measured_from {
        let change = (value - from).abs() * TOLERANCE;
        return Tolerance::Absolute(change.max(value.abs() * ROUNDING_FLOOR));
    }
    match unit {
        market::Unit::Percent => Tolerance::Absolute((value.abs() * TOLERANCE).max(PERCENT_FLOOR)),
        _ => Tolerance::Relative(TOLERANCE),
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Reading {
    Exact,
    Displayed,
}

/// The figures of a draft, exact or as displayed, and the results so far.
struct Table<'d> {
    draft: &'d Draft<'d>,
    reading: Reading,
    results: Vec<(&'d Name, f64)>,
    /// The displayed figures that were read: formulas share them, and rounding takes time.
    rounded: RefCell<Vec<(Place, f64)>>,
}

/// Where a figure stands.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Figure(usize),
    Cell(usize),
}

impl<'d> Table<'d> {
    fn new(draft: &'d Draft<'d>, reading: Reading) -> Self {
        Self {
            draft,
            reading,
            results: Vec::with_capacity(draft.calculations.len()),
            rounded: RefCell::default(),
        }
    }

    /// The value as a fraction where it is a percentage, exact or as the prompt shows it.
    fn read(&self, place: Place, value: f64, unit: &market::Unit) -> f64 {
        let value = match self.reading {
            Reading::Exact => value,
            Reading::Displayed => self.rounded(place, value, unit),
        };
        value / percent_scale(unit)
    }

    fn rounded(&self, place: Place, value: f64, unit: &market::Unit) -> f64 {
        let mut rounded = self.rounded.borrow_mut();
        if let Some((_, shown)) = rounded.iter().find(|(known, _)| *known == place) {
            return *shown;
        }
        let shown = market::shown(value, unit);
        rounded.push((place, shown));
        shown
    }
}

impl Figures for Table<'_> {
    fn metric(&self, name: &Name) -> Option<f64> {
        let index = self.draft.figures.iter().position(|shown| shown.name == *name)?;
        let shown = &self.draft.figures[index];
        Some(self.read(Place::Figure(index), shown.value, &shown.unit))
    }

    fn metric_on(&self, name: &Name, date: Date) -> Option<f64> {
        let (index, value, unit) = self.draft.history.find(name, date)?;
        Some(self.read(Place::Cell(index), value, &unit))
    }

    fn result(&self, name: &Name) -> Option<f64> {
        // The latest, should two calculations have one name.
        self.results.iter().rfind(|(of, _)| *of == name).map(|(_, value)| *value)
    }
}

/// Says a unit of the market in the words of the rewards.
fn unit(unit: &market::Unit) -> Unit {
    match unit {
        market::Unit::Count => Unit::Count,
        market::Unit::Ratio => Unit::Ratio,
        market::Unit::Percent => Unit::Percent,
        market::Unit::Number => Unit::Number,
        market::Unit::Usd => Unit::Usd,
        market::Unit::Coin(coin) => Unit::Coin(coin.clone()),
        other => Unit::Other(other.symbol().to_owned()),
    }
}
