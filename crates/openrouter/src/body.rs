//! What is asked, in the words of the service.

use llm::{Request, Sampling};
use serde::Serialize;

use crate::Flavour;

/// The body of a chat completion.
#[derive(Debug, Serialize)]
pub(crate) struct Body<'r> {
    model: &'r str,
    messages: [Message<'r>; 1],
    max_tokens: u32,
    temperature: f64,
    top_p: f64,
    seed: u32,
    stream: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    stream_options: Option<StreamOptions>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasoning: Option<Reasoning>,
    #[serde(skip_serializing_if = "Option::is_none")]
    usage: Option<UsageOptions>,
}

#[derive(Debug, Serialize)]
struct Message<'r> {
    role: &'static str,
    content: &'r str,
}

#[derive(Debug, Serialize)]
struct StreamOptions {
    include_usage: bool,
}

#[derive(Debug, Serialize)]
struct Reasoning {
    enabled: bool,
    exclude: bool,
}

#[derive(Debug, Serialize)]
struct UsageOptions {
    include: bool,
}

impl<'r> Body<'r> {
    /// Everything stands in one user message: reasoning models do worse with a system prompt.
    pub(crate) fn new(
        model: &'r str,
        request: &'r Request,
        stream: bool,
        flavour: Flavour,
    ) -> Self {
        let extras = flavour == Flavour::OpenRouter;
        let Sampling { temperature, top_p, max_tokens, seed } = request.sampling;
        Self {
            model,
            messages: [Message { role: "user", content: &request.prompt }],
            max_tokens,
            temperature,
            top_p,
            seed: sample_seed(seed, request.sample),
            stream,
            stream_options: (stream && !extras).then_some(StreamOptions { include_usage: true }),
            reasoning: extras.then_some(Reasoning { enabled: true, exclude: false }),
            usage: extras.then_some(UsageOptions { include: true }),
        }
    }
}

/// The seed of a sample: another for each sample of a prompt. Stays below 2³¹, which every server
/// takes.
fn sample_seed(seed: u64, sample: u32) -> u32 {
    // The finalizer of SplitMix64: neighbours in, strangers out.
    let mut z = seed.wrapping_add(u64::from(sample).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 33) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_has_a_seed_of_its_own() {
        let mut seeds: Vec<u32> =
            (0..20).flat_map(|seed| (0..20).map(move |sample| sample_seed(seed, sample))).collect();
        assert_eq!(seeds[0], sample_seed(0, 0));
        assert!(seeds.iter().all(|seed| *seed < 1 << 31));
        seeds.sort_unstable();
        seeds.dedup();
        assert_eq!(seeds.len(), 400);
    }
}
