//! A chart with all that belongs to it.

use jiff::civil::Date;
use maud::{Markup, PreEscaped, html};

use super::axis::figure;
use super::{Axis, Layer, Tone, draw};

/// Above so many numbers a chart has no table: nobody reads it.
const MOST_ROWS: usize = 64;

/// A day as a place on an axis of days.
pub fn day(date: Date) -> f64 {
    let epoch = Date::constant(1970, 1, 1);
    f64::from((date - epoch).get_days())
}

/// A chart: axes, layers from back to front, title, legend and note.
pub struct Figure {
    title: String,
    note: Option<String>,
    x: Axis,
    y: Axis,
    layers: Vec<Layer>,
    legend: Vec<(Tone, String)>,
    table: Vec<(String, Vec<(f64, f64)>)>,
}

impl Figure {
    /// An empty chart.
    pub fn new(title: impl Into<String>, x: Axis, y: Axis) -> Self {
        Self {
            title: title.into(),
            note: None,
            x,
            y,
            layers: Vec::new(),
            legend: Vec::new(),
            table: Vec::new(),
        }
    }

    /// A histogram of counts in equal bins over the horizontal axis.
    #[must_use]
    pub fn histogram(mut self, tone: Tone, name: &str, bins: &[usize]) -> Self {
        let width = (self.x.to - self.x.from) / bins.len().max(1) as f64;
        let left = |bin: usize| self.x.from + width * bin as f64;
        let columns = bins.iter().enumerate().filter(|(_, count)| **count > 0);
        let columns: Vec<_> =
            columns.map(|(bin, count)| (left(bin), left(bin + 1), *count as f64)).collect();
        let rows = bins.iter().enumerate().map(|(bin, count)| (left(bin), *count as f64));
        self.table.push((name.to_owned(), rows.collect()));
        self.layers.push(Layer::Columns(tone, columns));
        self.named(tone, name)
    }

    /// Histograms of counts in the same bins, one upon the other.
    #[must_use]
    pub fn stacked(mut self, parts: &[(Tone, &str, &[usize])]) -> Self {
        let bins = parts.iter().map(|(.., bins)| bins.len()).max().unwrap_or(0);
        let mut tops = vec![0; bins];
        let mut columns = Vec::new();
        for (tone, name, counts) in parts {
            for (top, count) in tops.iter_mut().zip(*counts) {
                *top += count;
            }
            columns.push((*tone, *name, tops.clone(), *counts));
        }
        // The highest first, so that each shows above the one in front of it.
        for (tone, name, tops, _) in columns.iter().rev() {
            self = self.histogram(*tone, name, tops);
        }
        let named = self.table.len() - columns.len();
        for ((_, points), (.., counts)) in self.table[named..].iter_mut().zip(columns.iter().rev())
        {
            for (point, count) in points.iter_mut().zip(*counts) {
                point.1 = *count as f64;
            }
        }
        self
    }

    /// A line; points whose value is not a number are gaps.
    #[must_use]
    pub fn line(mut self, tone: Tone, name: &str, points: &[(f64, f64)]) -> Self {
        let pieces = points.split(|(_, value)| !value.is_finite());
        let pieces = pieces.filter(|piece| !piece.is_empty()).map(<[_]>::to_vec).collect();
        self.table.push((name.to_owned(), points.to_vec()));
        self.layers.push(Layer::Line(tone, pieces));
        self.named(tone, name)
    }

    /// Points.
    #[must_use]
    pub fn points(mut self, tone: Tone, name: &str, points: &[(f64, f64)]) -> Self {
        let finite = points.iter().filter(|(x, y)| x.is_finite() && y.is_finite());
        self.layers.push(Layer::Points(tone, finite.copied().collect()));
        self.table.push((name.to_owned(), points.to_vec()));
        self.named(tone, name)
    }

    /// Shades a part of the horizontal axis.
    #[must_use]
    pub fn band(mut self, tone: Tone, name: &str, from: f64, to: f64) -> Self {
        self.layers.push(Layer::Band(tone, from.max(self.x.from), to.min(self.x.to)));
        self.named(tone, name)
    }

    /// A vertical line.
    #[must_use]
    pub fn rule(mut self, tone: Tone, name: &str, at: f64) -> Self {
        self.layers.push(Layer::Rule(tone, at));
        self.named(tone, name)
    }

    /// A sentence under the title.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    fn named(mut self, tone: Tone, name: &str) -> Self {
        if !name.is_empty() && !self.legend.iter().any(|(_, it)| it == name) {
            self.legend.push((tone, name.to_owned()));
        }
        self
    }

    /// The figure as it stands in the page.
    pub fn markup(&self) -> Markup {
        let svg = draw::svg(&self.x, &self.y, &self.layers);
        let label = html! { (self.title) ": " (self.y.label) " by " (self.x.label) };
        let svg = svg.replacen(
            "<svg ",
            &format!("<svg role=\"img\" aria-label=\"{}\" ", label.into_string()),
            1,
        );
        html! {
            figure.chart {
                figcaption {
                    strong { (self.title) }
                    @if let Some(note) = &self.note { span { (note) } }
                }
                @if self.legend.len() > 1 {
                    ul.legend { @for (tone, name) in &self.legend {
                        li class={ "tone-" (tone.name()) } { (name) }
                    } }
                }
                (PreEscaped(svg))
                (self.numbers())
            }
        }
    }

    fn numbers(&self) -> Markup {
        let rows: usize = self.table.iter().map(|(_, points)| points.len()).sum();
        if rows == 0 || rows > MOST_ROWS {
            return html! {};
        }
        let x = |at: f64| match self.x.text(at) {
            text if text.is_empty() => figure(at),
            text => text,
        };
        html! {
            details.numbers {
                summary { "as a table" }
                table {
                    thead { tr { th { (self.x.label) } th { "what" } th.number { (self.y.label) } } }
                    tbody { @for (name, points) in &self.table { @for (at, value) in points {
                        tr { td { (x(*at)) } td { (name) } td.number {
                            @if value.is_finite() { (figure(*value)) } @else { "–" }
                        } }
                    } } }
                }
            }
        }
    }
}

/// Charts side by side, as many as the page is wide.
pub fn figures(figures: impl IntoIterator<Item = Figure>) -> Markup {
    html! { div.figures { @for figure in figures { (figure.markup()) } } }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_figure_has_title_axes_legend_and_numbers() {
        let figure = Figure::new("Scores", Axis::scores("score"), Axis::counts("answers", 4))
            .histogram(Tone::Good, "accepted", &[0, 1, 0, 4])
            .histogram(Tone::Bad, "rejected", &[2, 0, 0, 0])
            .rule(Tone::Quiet, "threshold 0.80", 0.8)
            .note("20 answers");
        let html = figure.markup().into_string();
        insta::assert_snapshot!(html);
    }

    #[test]
    fn a_gap_parts_a_line() {
        let first = date(2024, 1, 1);
        let at = |index: i32| day(first) + f64::from(index);
        let points: Vec<_> = (0..10)
            .map(|i| (at(i), if i == 4 || i == 6 { f64::NAN } else { f64::from(i) }))
            .collect();
        let axis = Axis::days("day", first, date(2024, 1, 10));
        let figure = Figure::new("Price", axis, Axis::numbers("price (USD)", 0.0, 10.0));
        let html = figure.line(Tone::Main, "close", &points).markup().into_string();
        assert_eq!(html.matches("stroke=\"#010204\"").count(), 2, "two lines");
        assert_eq!(html.matches("<circle").count(), 1, "and a day alone");
        assert!(!html.contains("NaN"));
    }

    #[test]
    fn texts_are_escaped() {
        let bad = "</svg><script>alert(1)</script>\" onload=\"x";
        let figure = Figure::new(bad, Axis::scores(bad), Axis::shares(bad)).note(bad);
        let html = figure.line(Tone::Main, bad, &[(0.0, 1.0)]).band(Tone::Doubt, bad, 0.0, 0.5);
        let html = html.markup().into_string();
        assert!(!html.contains("<script"), "{html}");
        assert!(!html.contains("onload=\"x"), "{html}");
    }
}
