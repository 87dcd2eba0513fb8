//! All that is known of one subject on one day.

use jiff::civil::Date;

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
        let derived = Indicator::all(series.subject().kind())
            .into_iter()
            .filter_map(|indicator| Some((indicator, indicator.compute(series, date)?)))
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
        self.figures().find(|figure| figure.name == name)
    }

    /// All figures, measured before derived.
    pub fn figures(&self) -> impl Iterator<Item = Figure> + '_ {
        let measured = self.measured.iter().map(|&(metric, value)| Figure {
            name: metric.name().to_owned(),
            label: metric.label().to_owned(),
            value,
            unit: metric.unit(&self.subject),
        });
        let derived = self.derived.iter().map(|&(indicator, value)| Figure {
            name: indicator.name(),
            label: indicator.label(),
            value,
            unit: indicator.unit(&self.subject),
        });
        measured.chain(derived)
    }
}
