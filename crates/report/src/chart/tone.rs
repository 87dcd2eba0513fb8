//! The colours of charts, by what they mean.

use plotters::style::RGBColor;

/// What a shape stands for. The colour that the drawing has is a number for the style sheet:
/// `assets/page.css` gives each its colour in the light and in the dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tone {
    /// The lettering.
    Text,
    /// Lines at the ticks.
    Grid,
    /// The axes.
    Axis,
    /// What the chart is about.
    Main,
    /// Something beside it.
    Second,
    /// A third thing.
    Third,
    /// A fourth thing.
    Fourth,
    /// What is as it should be.
    Good,
    /// What is not.
    Bad,
    /// What cannot be said.
    Doubt,
    /// What is there for orientation.
    Quiet,
}

impl Tone {
    /// All of them, with the names of their colours in the style sheet.
    pub(crate) const ALL: [(Self, &'static str); 11] = [
        (Self::Text, "text"),
        (Self::Grid, "grid"),
        (Self::Axis, "axis"),
        (Self::Main, "main"),
        (Self::Second, "second"),
        (Self::Third, "third"),
        (Self::Fourth, "fourth"),
        (Self::Good, "good"),
        (Self::Bad, "bad"),
        (Self::Doubt, "doubt"),
        (Self::Quiet, "quiet"),
    ];

    /// The colours that lines of several things take in turn.
    pub fn of_series(index: usize) -> Self {
        [Self::Main, Self::Second, Self::Third, Self::Fourth][index % 4]
    }

    pub(crate) fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The colour in the drawing.
    pub(crate) fn code(self) -> RGBColor {
        RGBColor(1, 2, self as u8 + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tone_has_its_place_and_its_colour_in_the_style_sheet() {
        let css = crate::page::CSS;
        for (index, (tone, name)) in Tone::ALL.into_iter().enumerate() {
            assert_eq!(tone as usize, index);
            assert_eq!(tone.name(), name);
            let code = format!("#0102{:02X}", index + 1);
            assert!(css.contains(&format!("[fill=\"{code}\"]{{fill:var(--{name})}}")), "{name}");
            assert!(
                css.contains(&format!("[stroke=\"{code}\"]{{stroke:var(--{name})}}")),
                "{name}"
            );
            assert_eq!(css.matches(&format!("--{name}:")).count(), 2, "{name}: light and dark");
        }
    }
}
