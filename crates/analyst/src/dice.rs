//! Repeatable choices.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

/// A stream of choices that depends on nothing but what it was seeded with.
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    /// Seeds from a purpose, a prompt, a seed and the index of the sample.
    pub(crate) fn new(purpose: &str, prompt: &str, seed: u64, sample: u32) -> Self {
        let mut hasher = blake3::Hasher::new();
        for part in [purpose.as_bytes(), prompt.as_bytes()] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        hasher.update(&seed.to_le_bytes());
        hasher.update(&sample.to_le_bytes());
        Self(ChaCha8Rng::from_seed(*hasher.finalize().as_bytes()))
    }

    /// A number from 0 up to but not including `bound`; 0 where nothing is to choose from.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.0.next_u64()) * bound as u128) >> 64) as usize
    }

    /// True in this many cases of a hundred.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of the options.
    pub(crate) fn pick<T: Copy>(&mut self, options: &[T]) -> Option<T> {
        options.get(self.below(options.len())).copied()
    }

    /// Puts items in another order.
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for index in (1..items.len()).rev() {
            items.swap(index, self.below(index + 1));
        }
    }
}
