//! Which sizes a number may have, so that most numbers are dismissed by one look.

/// The bits of a binary fraction below its exponent and the first three of its digits.
const SHIFT: u32 = 52 - 3;

/// As many stretches of sizes as exponents and three digits can tell apart.
const STRETCHES: usize = 1 << (64 - 1 - SHIFT);

/// Some ranges of sizes, widened to whole stretches of which eight double a size.
pub(super) struct Sizes {
    /// One bit for each stretch.
    bits: Vec<u64>,
}

impl Sizes {
    pub(super) fn of(ranges: impl Iterator<Item = (f64, f64)>) -> Self {
        let mut bits = vec![0; STRETCHES / 64];
        for (least, greatest) in ranges {
            for stretch in stretch(least.max(0.0))..=stretch(greatest.max(0.0)) {
                bits[stretch / 64] |= 1 << (stretch % 64);
            }
        }
        Self { bits }
    }

    /// Whether a size, which is not negative, may lie in one of the ranges.
    #[inline]
    pub(super) fn may_have(&self, size: f64) -> bool {
        let stretch = stretch(size);
        self.bits[stretch / 64] & (1 << (stretch % 64)) != 0
    }
}

/// The stretch of a size, in the order of sizes.
#[inline]
fn stretch(size: f64) -> usize {
    (size.to_bits() >> SHIFT) as usize % STRETCHES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_all_sizes_in_its_ranges() {
        let ranges =
            [(2.92, 3.23), (0.0, 1e-9), (1e6, 1.05e6), (1e300, f64::INFINITY), (-1.0, 0.5)];
        for (least, greatest) in ranges {
            let sizes = Sizes::of([(least, greatest)].into_iter());
            for part in [0.0, 0.001, 0.3, 0.999, 1.0] {
                let size = least.max(0.0) + (greatest.min(f64::MAX) - least.max(0.0)) * part;
                assert!(sizes.may_have(size), "{size} of {least} to {greatest}");
            }
            assert!(!sizes.may_have(7e20), "{least} to {greatest}");
        }
        assert!(!Sizes::of([].into_iter()).may_have(1.0));
    }
}
