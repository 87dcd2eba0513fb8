//! A fair sample of a stream whose length is not known.

use super::dice::Dice;

/// Keeps all items up to a size, and beyond it a sample in which each item of the stream stands with
/// the same chance (Vitter's algorithm R, ACM Transactions on Mathematical Software 11, 1985).
#[derive(Clone, Debug)]
pub(crate) struct Reservoir<T> {
    items: Vec<T>,
    size: usize,
    seen: u64,
    dice: Dice,
}

impl<T> Reservoir<T> {
    pub(crate) fn new(size: usize, seed: u64) -> Self {
        Self { items: Vec::new(), size, seen: 0, dice: Dice::new("sample", seed) }
    }

    pub(crate) fn add(&mut self, item: T) {
        self.seen += 1;
        if self.items.len() < self.size {
            self.items.push(item);
            return;
        }
        let place = self.dice.below(self.seen);
        if let Some(kept) = self.items.get_mut(place as usize) {
            *kept = item;
        }
    }

    /// Whether it holds fewer items than came by.
    pub(crate) fn is_sample(&self) -> bool {
        self.seen > self.items.len() as u64
    }

    pub(crate) fn into_items(self) -> Vec<T> {
        self.items
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(size: usize, stream: u64, seed: u64) -> Vec<u64> {
        let mut reservoir = Reservoir::new(size, seed);
        (0..stream).for_each(|item| reservoir.add(item));
        assert_eq!(reservoir.is_sample(), stream > size as u64);
        reservoir.into_items()
    }

    #[test]
    fn all_up_to_the_size_then_so_many() {
        assert_eq!(sample(10, 10, 1), (0..10).collect::<Vec<_>>());
        assert_eq!(sample(10, 1_000, 1).len(), 10);
        assert_eq!(sample(10, 1_000, 1), sample(10, 1_000, 1));
        assert_ne!(sample(10, 1_000, 1), sample(10, 1_000, 2));
    }

    #[test]
    fn every_item_has_the_same_chance() {
        let mut kept = [0_u32; 40];
        for seed in 0..4_000 {
            for item in sample(10, 40, seed) {
                kept[item as usize] += 1;
            }
        }
        // 1,000 expected, with a standard deviation of 27.
        for (item, count) in kept.iter().enumerate() {
            assert!((860..=1140).contains(count), "{item} was kept {count} times");
        }
    }
}
