//! How far an answer is an honest answer to its task: what stops gaming.

use std::borrow::Cow;

use crate::assess::Context;

/// The integrity of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Integrity {
    /// In [0, 1]; the composite is multiplied by it.
    pub value: f64,
    /// Why it is below 1.
    pub reasons: Vec<Cow<'static, str>>,
}

/// Assesses the integrity of an answer.
pub fn assess(_context: &Context<'_>) -> Integrity {
    Integrity {
        value: 1.0,
        reasons: Vec::new(),
    }
}
