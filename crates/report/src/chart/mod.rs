//! Charts as SVG that follows the page's colours, light or dark.
//!
//! `plotters` lays out axes and shapes. It knows colours as fixed values only, so each [`Tone`] is
//! drawn in a colour of its own that nobody sees: the page's style sheet puts the colour of the
//! theme in its place. A chart is a figure with title, legend, axes with units, a description for
//! screen readers, and its numbers as a table where there are few.

mod axis;
mod draw;
mod figure;
mod tone;

pub use axis::Axis;
pub(crate) use axis::figure;
pub use figure::{Figure, day, figures};
pub use tone::Tone;

/// A shape in a chart, in the units of its axes.
#[derive(Clone, Debug)]
pub(crate) enum Layer {
    /// Columns from zero: left edge, right edge, height.
    Columns(Tone, Vec<(f64, f64, f64)>),
    /// A line through points; a gap in the data ends a piece.
    Line(Tone, Vec<Vec<(f64, f64)>>),
    /// Points.
    Points(Tone, Vec<(f64, f64)>),
    /// A part of the horizontal axis, shaded.
    Band(Tone, f64, f64),
    /// A vertical line.
    Rule(Tone, f64),
}
