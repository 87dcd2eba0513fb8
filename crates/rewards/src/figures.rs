//! What many rules ask of each number of an answer, worked out once.

use crate::known::KnownValues;
use crate::parse::Number;
use crate::values::shown_digits;

/// A number as the rules see it first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Figure {
    /// How many digits it shows.
    pub(crate) digits: u8,
    /// Whether it is one of the task's values, as [`KnownValues::has`] says; a single digit is none.
    pub(crate) is_known: bool,
}

impl Figure {
    /// Looks at each number.
    pub(crate) fn of_all(numbers: &[Number], known: &KnownValues) -> Vec<Self> {
        let look = |it| {
            let digits = shown_digits(it) as u8;
            Self { digits, is_known: digits >= 2 && known.has(it) }
        };
        numbers.iter().map(look).collect()
    }
}
