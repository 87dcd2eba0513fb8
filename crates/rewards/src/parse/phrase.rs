//! Statements in words: "rose from 100 to 112.7, a 12.7 % increase", "3 times as many as".

/// What a statement in words claims, by the indices of its numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Phrase {
    /// A change from one value to another.
    Change {
        /// The earlier value.
        from: u32,
        /// The later value.
        to: u32,
        /// The claimed change.
        by: u32,
        /// How the claim is worded.
        form: ChangeForm,
    },
    /// One value as a multiple of another.
    Multiple {
        /// The larger value.
        of: u32,
        /// The value it is compared with.
        base: u32,
        /// How many times.
        times: u32,
    },
}

/// How a change is worded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChangeForm {
    /// As a share of the earlier value.
    Share,
    /// In the values' own unit.
    Amount,
    /// As a factor.
    Factor,
}
