//! Randomness for waits.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Spreads waits, so that many who were turned away do not come back in one moment. Clones draw
/// from the same sequence.
///
/// The sequence is `SplitMix64` (Steele, Lea, Flood 2014): plenty for waits, not for secrets.
#[derive(Clone, Debug)]
pub struct Jitter(Arc<AtomicU64>);

impl Jitter {
    /// A sequence that another process does not share.
    pub fn random() -> Self {
        Self::seeded(RandomState::new().hash_one(0))
    }

    /// A sequence that can be repeated.
    pub fn seeded(seed: u64) -> Self {
        Self(Arc::new(AtomicU64::new(seed)))
    }

    /// A random part of a span of time, from nothing to all of it.
    pub fn part_of(&self, span: Duration) -> Duration {
        const GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;
        let mut z = self.0.fetch_add(GAMMA, Ordering::Relaxed).wrapping_add(GAMMA);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        span.mul_f64((z >> 11) as f64 / (1_u64 << 53) as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_repeatable_and_spread() {
        let draw = |seed| {
            let jitter = Jitter::seeded(seed);
            (0..1_000).map(|_| jitter.part_of(Duration::from_secs(1))).collect::<Vec<_>>()
        };
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
        let mean = draw(1).iter().sum::<Duration>() / 1_000;
        assert!((450..550).contains(&mean.as_millis()), "{mean:?}");
        assert!(draw(1).iter().all(|wait| *wait <= Duration::from_secs(1)));
        assert_ne!(
            Jitter::random().part_of(Duration::MAX / 2),
            Jitter::random().part_of(Duration::MAX / 2)
        );
    }
}
