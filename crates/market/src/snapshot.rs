//! All that is known of one subject on one day.

use jiff::civil::Date;

use crate::deriving::Deriving;
use crate::{Indicator, Metric, Origin, Series, Subject, Unit};

/// The figures of one day, measured and derived. What is not known is not there.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    /// Whose figures these are.
    pub subject: Subject,
    /// The day.
    pub date: Date,
    /// How the measured figures came to be.
    pub origin: Origin,
    /// What was measured, in the order of [`Metric::ALL`].
    pub measured: Vec<(Metric, f64)>,
    /// What could be derived, in the order of [`Indicator::all`].
    pub derived: Vec<(Indicator, f64)>,
}

/// One figure of a snapshot.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The name that data and prompts use.
    pub name: String,
    /// Words for prose.
    pub label: String,
    /// The value, in `unit`.
    pub value: f64,
    /// The unit.
    pub unit: Unit,
}

impl Snapshot {
    /// Takes the figures of a day; `None` if the day was not measured.
    pub fn of(series: &Series, date: Date) -> Option<Self> {
        let day = series.day(date)?;
        let mut deriving = Deriving::on(series, date)?;
        let derived = Indicator::all(series.subject().kind())
            .into_iter()
            .filter_map(|indicator| Some((indicator, deriving.value(indicator)?)))
            .collect();
        Some(Self {
            subject: series.subject().clone(),
            date,
            origin: day.origin(),
            measured: day.values().to_vec(),
            derived,
        })
    }

    /// The value of a metric or an indicator by its name.
    pub fn value(&self, name: &str) -> Option<f64> {
        let measured = self.measured.iter().find(|(metric, _)| metric.name() == name);
        if let Some((_, value)) = measured {
            return Some(*value);
        }
        let (_, value) = self.derived.iter().find(|(indicator, _)| indicator.name() == name)?;
        Some(*value)
    }

    /// The figure of a metric or an indicator by its name.
    pub fn figure(&self, name: &str) -> Option<Figure> {
        let measured = self.measured.iter().find(|(metric, _)| metric.name() == name);
        if let Some(&(metric, value)) = measured {
            return Some(self.measured_figure(metric, value));
        }
        let derived = self.derived.iter().find(|(indicator, _)| indicator.name() == name);
        derived.map(|&(indicator, value)| self.derived_figure(indicator, value))
    }

    /// All figures, measured before derived.
    pub fn figures(&self) -> impl Iterator<Item = Figure> + '_ {
        let measured = self.measured.iter();
        let measured = measured.map(|&(metric, value)| self.measured_figure(metric, value));
        let derived = self.derived.iter();
        let derived = derived.map(|&(indicator, value)| self.derived_figure(indicator, value));
        measured.chain(derived)
    }

    /// The name and the value of each figure, measured before derived.
    pub fn values(&self) -> impl Iterator<Item = (&'static str, f64)> + '_ {
        let measured = self.measured.iter().map(|(metric, value)| (metric.name(), *value));
        let derived = self.derived.iter().map(|(indicator, value)| (indicator.name(), *value));
        measured.chain(derived)
    }

    fn measured_figure(&self, metric: Metric, value: f64) -> Figure {
        let unit = metric.unit(&self.subject);
        Figure { name: metric.name().to_owned(), label: metric.label().to_owned(), value, unit }
    }

    fn derived_figure(&self, indicator: Indicator, value: f64) -> Figure {
        Figure {
            name: indicator.name().to_owned(),
            label: indicator.label().into_owned(),
            value,
            unit: indicator.unit(&self.subject),
        }
    }
}
