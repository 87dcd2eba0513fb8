//! Rewards (completed with the crate).

use crate::assess::{Assessment, Context, Reward};

/// The reward.
#[derive(Clone, Copy, Debug, Default)]
pub struct CalculationAccuracy;

impl Reward for CalculationAccuracy {
    fn name(&self) -> &'static str {
        "calculation_accuracy"
    }

    fn assess(&self, _context: &Context<'_>) -> Assessment {
        Assessment::not_asked()
    }
}
