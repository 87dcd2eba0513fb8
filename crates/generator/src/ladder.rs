//! Makes sure that the rewards are worth trusting before anything is accepted on their word.

use rewards::Scorer;

use crate::Error;

/// Scores the bundled test answers of known quality; returns how many there are.
pub(crate) fn check(scorer: &Scorer) -> Result<usize, Error> {
    let mocks = rewards::ladder::builtin_mocks();
    let report = rewards::ladder::check_ladder(scorer, &mocks).map_err(Box::new)?;
    Ok(report.rows.len())
}
