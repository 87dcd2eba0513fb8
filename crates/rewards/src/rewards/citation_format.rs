//! Rewards (completed with the crate).

use crate::assess::{Assessment, Context, Reward};

/// The reward.
#[derive(Clone, Copy, Debug, Default)]
pub struct CitationFormat;

impl Reward for CitationFormat {
    fn name(&self) -> &'static str {
        "citation_format"
    }

    fn assess(&self, _context: &Context<'_>) -> Assessment {
        Assessment::not_asked()
    }
}
