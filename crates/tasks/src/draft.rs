//! A task in the making: what a kind of question shows, asks and wants, before its formulas are
//! evaluated and its prompt is written.

use indexmap::IndexMap;
use jiff::civil::Date;
use market::Subject;
use rewards::{Expected, HistoryRow, Projection, TaskFacts, Tolerance, Unit};

use crate::formula::{Figures, Formula};
use crate::kind::TaskKind;

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
pub(crate) struct Shown {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) unit: market::Unit,
    pub(crate) value: f64,
    /// Stands behind the meaning in the table, for example the date of a peak.
    pub(crate) note: Option<String>,
}

impl Shown {
    pub(crate) fn text(&self) -> String {
        market::format_value(self.value, &self.unit)
    }
}

/// A column of the history table.
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) unit: market::Unit,
}

/// A row of the history table.
pub(crate) struct Row {
    pub(crate) date: Date,
    /// One per column.
    pub(crate) cells: Vec<Option<Cell>>,
}

/// A figure of the history table.
#[derive(Clone, Copy)]
pub(crate) struct Cell {
    pub(crate) value: f64,
    /// Recovered from a later record, where only counts and totals are known.
    pub(crate) recovered: bool,
}

impl Row {
    /// Whether all its figures are recovered: then the date carries the mark, and not each figure.
    pub(crate) fn recovered(&self) -> bool {
        self.cells.iter().flatten().all(|cell| cell.recovered)
    }
}

/// A calculation the prompt asks for.
pub(crate) struct Calculation {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) unit: market::Unit,
    pub(crate) formula: Formula,
    /// What the claim's error is measured against: for a bound or a projection the figure it
    /// starts from, so that a bound is not right merely for being near the estimate.
    pub(crate) measured_from: Option<Formula>,
}

/// Makes a calculation.
pub(crate) fn calculation(
    name: impl Into<String>,
    label: impl Into<String>,
    unit: market::Unit,
    formula: Formula,
) -> Calculation {
    Calculation { name: name.into(), label: label.into(), unit, formula, measured_from: None }
}

impl Calculation {
    /// Measures the error of a claim on the distance from this figure.
    pub(crate) fn measured_from(mut self, figure: Formula) -> Self {
        self.measured_from = Some(figure);
        self
    }
}

/// The interval a task asks for.
pub(crate) struct Interval {
    pub(crate) of: String,
    pub(crate) level: Level,
    pub(crate) estimate: String,
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

/// What a kind of question puts together.
pub(crate) struct Draft {
    pub(crate) kind: TaskKind,
    pub(crate) subjects: Vec<Subject>,
    pub(crate) date: Date,
    pub(crate) focus: Option<String>,
    pub(crate) question: String,
    pub(crate) figures: Vec<Shown>,
    pub(crate) columns: Vec<Column>,
    pub(crate) history: Vec<Row>,
    pub(crate) calculations: Vec<Calculation>,
    pub(crate) least_calculations: usize,
    pub(crate) sections: Vec<(&'static str, String)>,
    pub(crate) parts: Vec<(&'static str, Vec<String>)>,
    pub(crate) key_metrics: Vec<String>,
    pub(crate) interval: Option<Interval>,
}

/// A draft whose formulas are evaluated: what cannot be answered is gone.
pub(crate) struct Settled {
    pub(crate) draft: Draft,
    pub(crate) facts: TaskFacts,
}

impl Draft {
    /// Evaluates the formulas, drops what cannot be answered from what the prompt shows, and
    /// returns `None` if too little is left to ask.
    pub(crate) fn settle(mut self) -> Option<Settled> {
        let (results, kept) = self.evaluate();
        let mut index = 0;
        self.calculations.retain(|_| {
            index += 1;
            kept[index - 1].is_some()
        });
        let expected: Vec<Expected> = kept.into_iter().flatten().collect();
        if expected.len() < self.least_calculations {
            return None;
        }
        if self.history.len() < LEAST_HISTORY || !self.interval_makes_sense(&results) {
            return None;
        }
        let names = self.calculations.iter().map(|c| c.name.clone());
        let expected_calculations: IndexMap<String, Expected> = names.zip(expected).collect();

        let known = |name: &String| {
            expected_calculations.contains_key(name) || self.figures.iter().any(|s| s.name == *name)
        };
        let parts = self
            .parts
            .iter()
            .map(|(part, names)| {
                let names: Vec<String> = names.iter().filter(|n| known(n)).cloned().collect();
                ((*part).to_owned(), names)
            })
            .filter(|(_, names)| !names.is_empty())
            .collect();
        let key_metrics = self.key_metrics.iter().filter(|n| known(n)).cloned().collect();
        let projection = self.interval.as_ref().map(|interval| Projection {
            of: interval.of.clone(),
            level_percent: interval.level.percent,
            estimate: Some(interval.estimate.clone()),
            low: Some(interval.low.to_owned()),
            high: Some(interval.high.to_owned()),
        });
        let columns = self.columns.iter().map(|c| (c.name.clone(), unit(&c.unit)));
        let shown = self.figures.iter().map(|s| (s.name.clone(), unit(&s.unit)));
        let facts = TaskFacts {
            id: self.id(),
            kind: self.kind.name().to_owned(),
            subjects: self.subjects.iter().map(|s| s.name().to_owned()).collect(),
            date: Some(self.date),
            required_sections: self.sections.iter().map(|(t, _)| (*t).to_owned()).collect(),
            metrics: self.figures.iter().map(|s| (s.name.clone(), s.value)).collect(),
            units: shown.chain(columns).collect(),
            labels: self.figures.iter().map(|s| (s.name.clone(), s.label.clone())).collect(),
            history: self.history.iter().map(|row| self.history_row(row)).collect(),
            recommendations: true,
            expected_calculations,
            key_metrics,
            projection,
            parts,
        };
        Some(Settled { draft: self, facts })
    }

    /// Whether the interval asked for, if one is, can be worked out and means something: it has a
    /// width, and does not reach below zero, where none of the quantities that are asked about can
    /// be. There the normal distribution does not fit, and a bound would be nonsense.
    fn interval_makes_sense(&self, results: &IndexMap<String, f64>) -> bool {
        let Some(interval) = &self.interval else { return true };
        let bound = |name: &str| results.get(name).copied();
        let bounds = bound(interval.low).zip(bound(interval.high));
        bounds.is_some_and(|(low, high)| low > 0.0 && high - low > low * LEAST_WIDTH)
    }

    /// Names the task: kind, subjects, day and, where one metric is singled out, that metric.
    pub(crate) fn id(&self) -> String {
        crate::task::id(self.kind, &self.subjects, self.date, self.focus.as_deref())
    }

    fn history_row(&self, row: &Row) -> HistoryRow {
        let cells = self.columns.iter().zip(&row.cells);
        let values = cells.filter_map(|(column, cell)| Some((column.name.clone(), (*cell)?.value)));
        HistoryRow { date: row.date, values: values.collect() }
    }

    /// Evaluates each calculation from the exact and from the displayed figures.
    fn evaluate(&self) -> (IndexMap<String, f64>, Vec<Option<Expected>>) {
        let mut exact = Table::new(self, Reading::Exact);
        let mut read = Table::new(self, Reading::Displayed);
        let mut expected = Vec::new();
        for calculation in &self.calculations {
            let value = calculation.formula.evaluate(&exact);
            let as_read = calculation.formula.evaluate(&read);
            let kept = value.zip(as_read).and_then(|(value, as_read)| {
                let from = match &calculation.measured_from {
                    Some(figure) => Some(figure.evaluate(&exact)?),
                    None => None,
                };
                let scale = percent_scale(&calculation.unit);
                let tolerance =
                    tolerance(value * scale, from.map(|f| f * scale), &calculation.unit);
                let width = match tolerance {
                    Tolerance::Relative(share) => (value * scale * share).abs(),
                    Tolerance::Absolute(width) => width,
                };
                let readable = ((as_read - value) * scale).abs() <= width * DISPLAY_SHARE;
                readable.then(|| Expected {
                    value: value * scale,
                    unit: unit(&calculation.unit),
                    tolerance,
                    formula: calculation.formula.to_string(),
                    label: calculation.label.clone(),
                    inputs: calculation.formula.inputs(),
                })
            });
            if let (Some(_), Some(value), Some(as_read)) = (&kept, value, as_read) {
                exact.results.insert(calculation.name.clone(), value);
                read.results.insert(calculation.name.clone(), as_read);
            }
            expected.push(kept);
        }
        (exact.results, expected)
    }
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
    draft: &'d Draft,
    reading: Reading,
    results: IndexMap<String, f64>,
}

impl<'d> Table<'d> {
    fn new(draft: &'d Draft, reading: Reading) -> Self {
        Self { draft, reading, results: IndexMap::new() }
    }

    /// The value as a fraction where it is a percentage, exact or as the prompt shows it.
    fn read(&self, value: f64, unit: &market::Unit) -> f64 {
        let value = match self.reading {
            Reading::Exact => value,
            Reading::Displayed => market::shown(value, unit),
        };
        value / percent_scale(unit)
    }
}

impl Figures for Table<'_> {
    fn metric(&self, name: &str) -> Option<f64> {
        let shown = self.draft.figures.iter().find(|shown| shown.name == name)?;
        Some(self.read(shown.value, &shown.unit))
    }

    fn metric_on(&self, name: &str, date: Date) -> Option<f64> {
        let column = self.draft.columns.iter().position(|column| column.name == name)?;
        let row = self.draft.history.iter().find(|row| row.date == date)?;
        Some(self.read(row.cells[column]?.value, &self.draft.columns[column].unit))
    }

    fn result(&self, name: &str) -> Option<f64> {
        self.results.get(name).copied()
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
