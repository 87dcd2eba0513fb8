//! Axes: what they measure, from where to where, and what stands at their ticks.

use jiff::ToSpan as _;
use jiff::civil::Date;
use plotters::coord::ranged1d::Ranged;
use plotters::coord::types::RangedCoordf64;

use super::day;

/// An axis of a chart.
pub struct Axis {
    pub(crate) label: String,
    pub(crate) from: f64,
    pub(crate) to: f64,
    pub(crate) ticks: Vec<(f64, String)>,
}

impl Axis {
    /// Numbers, with their unit in the label: `latency (s)`. A range without extent is widened.
    pub fn numbers(label: impl Into<String>, from: f64, to: f64) -> Self {
        Self::with(label, from, to, figure)
    }

    /// Counts from zero.
    pub fn counts(label: impl Into<String>, most: usize) -> Self {
        // Half a thing cannot be counted, so there are no ticks between whole numbers.
        let mut axis = Self::numbers(label, 0.0, (most.max(1) as f64) * 1.05);
        axis.ticks.retain(|(at, _)| at.fract() == 0.0);
        axis
    }

    /// Scores in [0, 1].
    pub fn scores(label: impl Into<String>) -> Self {
        Self::with(label, 0.0, 1.0, |at| format!("{at:.1}"))
    }

    /// Shares in [0, 1], written as percentages.
    pub fn shares(label: impl Into<String>) -> Self {
        Self::with(label, 0.0, 1.0, |at| format!("{:.0} %", at * 100.0))
    }

    /// US dollars from zero.
    pub fn dollars(label: impl Into<String>, most: f64) -> Self {
        Self::with(label, 0.0, if most > 0.0 { most * 1.05 } else { 1.0 }, |at| {
            format!("${}", figure(at))
        })
    }

    /// Days; ticks stand at the beginning of months or years where there are enough of them.
    pub fn days(label: impl Into<String>, from: Date, to: Date) -> Self {
        let months = (i32::from(to.year()) - i32::from(from.year())) * 12 + i32::from(to.month())
            - i32::from(from.month());
        let (mut tick, step, format) = match months {
            ..3 => {
                (from, jiff::Span::new().days(((day(to) - day(from)) as i64 / 5).max(1)), "%b %-d")
            }
            3..24 => (from.first_of_month(), i64::from((months + 5) / 6).months(), "%b %Y"),
            24..48 => (from.first_of_year(), 6.months(), "%b %Y"),
            _ => (from.first_of_year(), i64::from((months + 71) / 72).years(), "%Y"),
        };
        let mut ticks = Vec::new();
        while tick <= to && ticks.len() < 100 {
            if tick >= from {
                ticks.push((day(tick), tick.strftime(format).to_string()));
            }
            match tick.checked_add(step) {
                Ok(next) => tick = next,
                Err(_) => break,
            }
        }
        let (from, to) = widened(day(from), day(to));
        Self { label: label.into(), from, to, ticks }
    }

    fn with(label: impl Into<String>, from: f64, to: f64, format: impl Fn(f64) -> String) -> Self {
        let (from, to) = widened(from, to);
        let range: RangedCoordf64 = (from..to).into();
        let ticks = range.key_points(6).into_iter().map(|at| (at, format(at))).collect();
        Self { label: label.into(), from, to, ticks }
    }

    /// What stands at a place.
    pub(crate) fn text(&self, at: f64) -> String {
        let tick = self.ticks.iter().find(|(tick, _)| *tick == at);
        tick.map(|(_, text)| text.clone()).unwrap_or_default()
    }
}

fn widened(from: f64, to: f64) -> (f64, f64) {
    match (from.is_finite(), to.is_finite()) {
        (true, true) if from < to => (from, to),
        (true, true) => {
            let half = (from.abs() * 0.05).max(0.5);
            (from - half, from + half)
        }
        _ => (0.0, 1.0),
    }
}

/// A number as an axis has it: three digits and a scale.
pub(crate) fn figure(value: f64) -> String {
    let scales = [(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k")];
    for (scale, suffix) in scales {
        if value.abs() >= scale {
            return format!("{}{suffix}", trimmed(value / scale));
        }
    }
    trimmed(value)
}

fn trimmed(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if value.abs() < 1e-4 {
        return format!("{value:.1e}");
    }
    let decimals = (2 - value.abs().log10().floor() as i32).clamp(0, 6) as usize;
    let text = format!("{value:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn figures_are_short() {
        for (value, expected) in [
            (0.0, "0"),
            (1.0, "1"),
            (0.25, "0.25"),
            (12.5, "12.5"),
            (1_500.0, "1.5k"),
            (-2_340_000.0, "-2.34M"),
            (7.1e9, "7.1B"),
            (0.0004, "0.0004"),
            (0.000_02, "2.0e-5"),
            (120.0, "120"),
        ] {
            assert_eq!(figure(value), expected);
        }
    }

    #[test]
    fn days_have_ticks_where_months_begin() {
        let axis = Axis::days("day", date(2024, 1, 15), date(2024, 7, 1));
        let ticks: Vec<&str> = axis.ticks.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(ticks, ["Feb 2024", "Mar 2024", "Apr 2024", "May 2024", "Jun 2024", "Jul 2024"]);
        let years = Axis::days("day", date(2015, 3, 1), date(2025, 3, 1));
        assert_eq!(years.ticks.len(), 5, "{:?}", years.ticks);
        assert_eq!(years.ticks[0].1, "2017");
        assert_eq!(Axis::days("day", date(2024, 1, 1), date(2024, 1, 1)).ticks.len(), 1);
    }

    #[test]
    fn a_range_without_extent_is_widened() {
        for (from, to) in [(3.0, 3.0), (0.0, 0.0), (f64::NAN, 1.0), (2.0, 1.0)] {
            let axis = Axis::numbers("x", from, to);
            assert!(axis.from < axis.to, "{from} {to}");
            assert!(!axis.ticks.is_empty());
        }
        let counts = Axis::counts("answers", 2);
        assert!(counts.ticks.iter().all(|(at, _)| at.fract() == 0.0), "{:?}", counts.ticks);
    }
}
