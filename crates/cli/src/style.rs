//! How lines look on the terminal.

use anstyle::{AnsiColor, Style};

/// The width of the labels at the left.
const LABEL_WIDTH: usize = 9;

/// A line with a label at the left.
pub(crate) fn label(label: &str, text: &str) -> String {
    let style = Style::new().bold().fg_color(Some(AnsiColor::Green.into()));
    format!("{style}{label:>LABEL_WIDTH$}{style:#}  {text}")
}

/// A warning.
pub(crate) fn warn(text: &str) -> String {
    let style = Style::new().bold().fg_color(Some(AnsiColor::Yellow.into()));
    format!("{style}{:>LABEL_WIDTH$}{style:#}  {text}", "warning")
}

/// Joins names and numbers: `a 3, b 2`.
pub(crate) fn counts<'a>(counts: impl IntoIterator<Item = (&'a String, &'a usize)>) -> String {
    let counts = counts.into_iter().filter(|(_, count)| **count > 0);
    counts.map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ")
}
