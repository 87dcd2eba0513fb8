//! Rewards (completed with the crate).

use crate::assess::{Assessment, Context, Reward};

/// The reward.
#[derive(Clone, Copy, Debug, Default)]
pub struct ConfidenceInterval;

impl Reward for ConfidenceInterval {
    fn name(&self) -> &'static str {
        "confidence_interval"
    }

    fn assess(&self, _context: &Context<'_>) -> Assessment {
        Assessment::not_asked()
    }
}
