//! Rewards (completed with the crate).

use crate::assess::{Assessment, Context, Reward};

/// The reward.
#[derive(Clone, Copy, Debug, Default)]
pub struct Structure;

impl Reward for Structure {
    fn name(&self) -> &'static str {
        "structure"
    }

    fn assess(&self, _context: &Context<'_>) -> Assessment {
        Assessment::not_asked()
    }
}
