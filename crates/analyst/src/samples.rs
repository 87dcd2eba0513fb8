//! Prompts to test with.

pub(crate) const GROWTH: &str = include_str!("../prompts/growth_projection.txt");
