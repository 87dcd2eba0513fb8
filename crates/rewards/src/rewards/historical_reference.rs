//! Rewards (completed with the crate).

use crate::assess::{Assessment, Context, Reward};

/// The reward.
#[derive(Clone, Copy, Debug, Default)]
pub struct HistoricalReference;

impl Reward for HistoricalReference {
    fn name(&self) -> &'static str {
        "historical_reference"
    }

    fn assess(&self, _context: &Context<'_>) -> Assessment {
        Assessment::not_asked()
    }
}
