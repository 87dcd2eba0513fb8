//! The drawing itself.

use std::ops::Range;

use plotters::coord::ranged1d::{DefaultFormatting, KeyPointHint, Ranged};
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::{
    ChartBuilder, Circle, Color as _, DrawingAreaErrorKind, IntoDrawingArea as _, PathElement,
    Rectangle, SVGBackend,
};
use plotters::style::{IntoTextStyle as _, ShapeStyle};

use super::{Axis, Layer, Tone};

/// The size in which charts are laid out; the page scales them to its width.
pub(crate) const SIZE: (u32, u32) = (420, 240);

/// How the lettering is measured: the SVG backend divides by 1.24.
const LETTERS: (&str, f64) = ("sans-serif", 14.9);

/// Draws a chart. Writing into memory cannot fail; a chart that cannot be laid out is empty.
pub(crate) fn svg(x: &Axis, y: &Axis, layers: &[Layer]) -> String {
    let mut svg = String::new();
    let drawn = draw(&mut svg, x, y, layers);
    if drawn.is_err() { String::new() } else { svg }
}

type Failed<'a> =
    DrawingAreaErrorKind<<SVGBackend<'a> as plotters::prelude::DrawingBackend>::ErrorType>;

fn draw<'a>(svg: &'a mut String, x: &Axis, y: &Axis, layers: &[Layer]) -> Result<(), Failed<'a>> {
    let area = SVGBackend::with_string(svg, SIZE).into_drawing_area();
    let letters = y.ticks.iter().map(|(_, text)| text.chars().count()).max().unwrap_or(1);
    let mut chart = ChartBuilder::on(&area)
        .margin_top(8)
        .margin_right(16)
        .margin_left(2)
        .x_label_area_size(40)
        .y_label_area_size(30 + 7 * letters as u32)
        .build_cartesian_2d(Ticked::of(x), Ticked::of(y))?;
    let letters_code = Tone::Text.code();
    let style = LETTERS.into_text_style(&area).color(&letters_code);
    chart
        .configure_mesh()
        .axis_style(Tone::Axis.code())
        .bold_line_style(Tone::Grid.code())
        .light_line_style(plotters::style::TRANSPARENT)
        .max_light_lines(0)
        .disable_x_mesh()
        .label_style(style.clone())
        .axis_desc_style(style)
        .x_labels(x.ticks.len().max(1))
        .y_labels(y.ticks.len().max(1))
        .x_label_formatter(&|at| x.text(*at))
        .y_label_formatter(&|at| y.text(*at))
        .x_desc(x.label.clone())
        .y_desc(y.label.clone())
        .draw()?;
    for layer in layers {
        match layer {
            Layer::Columns(tone, columns) => {
                let style = tone.code().filled();
                chart.draw_series(columns.iter().map(|&(left, right, height)| {
                    let mut column = Rectangle::new([(left, 0.0), (right, height)], style);
                    column.set_margin(0, 0, 1, 1);
                    column
                }))?;
            }
            Layer::Line(tone, pieces) => {
                let style = tone.code().stroke_width(2);
                for piece in pieces {
                    // A single day between two gaps is no line.
                    if let [(at, value)] = piece[..] {
                        let dot = Circle::new((at, value), 2, tone.code().filled());
                        chart.draw_series([dot])?;
                    } else {
                        chart.draw_series([PathElement::new(piece.clone(), style)])?;
                    }
                }
            }
            Layer::Points(tone, points) => {
                let style = tone.code().mix(0.7).filled();
                chart.draw_series(points.iter().map(|&at| Circle::new(at, 3, style)))?;
            }
            Layer::Band(tone, from, to) => {
                let style = tone.code().mix(0.16).filled();
                chart.draw_series([Rectangle::new([(*from, y.from), (*to, y.to)], style)])?;
            }
            Layer::Rule(tone, at) => {
                let style: ShapeStyle = tone.code().stroke_width(2);
                let line = PathElement::new(vec![(*at, y.from), (*at, y.to)], style);
                chart.draw_series([line])?;
            }
        }
    }
    area.present()
}

/// The range of an axis, with its ticks.
struct Ticked {
    range: RangedCoordf64,
    ticks: Vec<f64>,
}

impl Ticked {
    fn of(axis: &Axis) -> Self {
        let ticks = axis.ticks.iter().map(|(at, _)| *at).collect();
        Self { range: (axis.from..axis.to).into(), ticks }
    }
}

impl Ranged for Ticked {
    type FormatOption = DefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        self.range.map(value, limit)
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        if hint.weight().allow_light_points() { Vec::new() } else { self.ticks.clone() }
    }

    fn range(&self) -> Range<f64> {
        self.range.range()
    }
}
