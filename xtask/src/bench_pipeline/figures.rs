//! Figures and their targets.

use std::fmt;

use serde_json::{Value, json};

/// What a figure should be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Target {
    /// It only explains the others.
    None,
    AtLeast(f64),
    AtMost(f64),
}

impl Target {
    fn is_met(self, value: f64) -> Option<bool> {
        match self {
            Self::None => None,
            Self::AtLeast(least) => Some(value >= least),
            Self::AtMost(most) => Some(value <= most),
        }
    }
}

/// One figure of one run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Figure {
    pub(super) what: &'static str,
    pub(super) unit: &'static str,
    pub(super) value: f64,
    pub(super) target: Target,
}

impl Figure {
    pub(super) fn new(what: &'static str, unit: &'static str, value: f64, target: Target) -> Self {
        Self { what, unit, value, target }
    }
}

/// The figures of all runs.
#[derive(Debug)]
pub(super) struct Table {
    runs: u32,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    scenario: String,
    figure: Figure,
    values: Vec<f64>,
}

impl Table {
    pub(super) fn new(runs: u32) -> Self {
        Self { runs, rows: Vec::new() }
    }

    /// Adds the figures of a run of a scenario.
    pub(super) fn add(&mut self, scenario: &str, figures: Vec<Figure>) {
        for figure in figures {
            let known = self
                .rows
                .iter_mut()
                .find(|row| row.scenario == scenario && row.figure.what == figure.what);
            match known {
                Some(row) => row.values.push(figure.value),
                None => self.rows.push(Row {
                    scenario: scenario.to_owned(),
                    values: vec![figure.value],
                    figure,
                }),
            }
        }
    }

    pub(super) fn json(&self) -> Value {
        let rows = self.rows.iter().map(|row| {
            let Row { scenario, figure: Figure { what, unit, target, .. }, values } = row;
            let measured = median(values);
            let (at_least, at_most) = match target {
                Target::None => (None, None),
                Target::AtLeast(least) => (Some(least), None),
                Target::AtMost(most) => (None, Some(most)),
            };
            json!({
                "scenario": scenario, "figure": what, "unit": unit, "measured": measured,
                "runs": values, "at_least": at_least, "at_most": at_most,
                "met": target.is_met(measured),
            })
        });
        json!({ "cores": cores(), "runs": self.runs, "figures": rows.collect::<Vec<_>>() })
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let each = if self.runs == 1 { "one run each" } else { "medians" };
        writeln!(f, "{} cores, {each} ({} in all)", cores(), self.runs)?;
        let mut scenario = "";
        for row in &self.rows {
            if row.scenario != scenario {
                scenario = &row.scenario;
                writeln!(f, "\n{scenario}")?;
            }
            let Figure { what, unit, target, .. } = row.figure;
            let measured = median(&row.values);
            let wanted = match target {
                Target::None => String::new(),
                Target::AtLeast(least) => format!("at least {}", shown(least)),
                Target::AtMost(most) => format!("at most {}", shown(most)),
            };
            let met = target.is_met(measured).map_or("", |met| if met { "met" } else { "MISSED" });
            let measured = format!("{} {unit}", shown(measured));
            let line = format!("  {what:<44}{measured:>16}   {wanted:<16}{met}");
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// A number with as many digits as say something.
fn shown(value: f64) -> String {
    let digits = match value.abs() {
        0.0 => 0,
        small if small < 10.0 => 2,
        middle if middle < 100.0 => 1,
        _ => 0,
    };
    let text = format!("{value:.digits$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 {
        sorted[middle]
    } else {
        f64::midpoint(sorted[middle - 1], sorted[middle])
    }
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_medians_and_say_whether_they_are_met() {
        let mut table = Table::new(3);
        for value in [96.0, 99.123, 98.0] {
            let figures = vec![
                Figure::new("window", "%", value, Target::AtLeast(97.0)),
                Figure::new("processor", "ms", value / 100.0, Target::AtMost(0.8)),
                Figure::new("requests", "", 4000.0, Target::None),
            ];
            table.add("plain", figures);
        }
        let json = table.json();
        let met = |at: usize| json["figures"][at]["met"].clone();
        assert_eq!([met(0), met(1), met(2)], [json!(true), json!(false), json!(null)]);
        assert_eq!(json["figures"][0]["measured"], 98.0);
        let text = table.to_string();
        let lines: Vec<Vec<&str>> =
            text.lines().skip(2).map(|line| line.split_whitespace().collect()).collect();
        let expected: [&[&str]; 4] = [
            &["plain"],
            &["window", "98", "%", "at", "least", "97", "met"],
            &["processor", "0.98", "ms", "at", "most", "0.8", "MISSED"],
            &["requests", "4000"],
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn numbers_are_as_exact_as_they_need_be() {
        for (value, expected) in [
            (0.0, "0"),
            (0.8, "0.8"),
            (0.123_4, "0.12"),
            (12.34, "12.3"),
            (97.0, "97"),
            (4000.4, "4000"),
        ] {
            assert_eq!(shown(value), expected);
        }
        for (values, expected) in [(&[3.0, 1.0, 2.0][..], 2.0), (&[1.0, 4.0], 2.5), (&[7.0], 7.0)] {
            assert_eq!(median(values), expected);
        }
    }
}
