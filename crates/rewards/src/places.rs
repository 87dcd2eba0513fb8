//! Finding the first of many things that begins at or behind a place in the text.

/// For each stretch of the text the first thing that begins in it or behind it.
///
/// The rewards ask for what stands in a span hundreds of times an answer; a look into this list
/// takes the place of a binary search.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    first: Vec<u32>,
    /// A stretch has two to the power of so many bytes.
    power: u32,
}

impl Places {
    /// Lists things, which stand in order in a text of `length` bytes; `start` tells where each
    /// begins.
    #[inline]
    pub(crate) fn of<T>(all: &[T], start: impl Fn(&T) -> usize, length: usize, power: u32) -> Self {
        let mut at = 0;
        let mut first = vec![0; (length >> power) + 1];
        for (stretch, first) in first.iter_mut().enumerate() {
            while all.get(at).is_some_and(|it| start(it) < stretch << power) {
                at += 1;
            }
            *first = at as u32;
        }
        Self { first, power }
    }

    /// The first of the things that begins at a place or behind it; `start` tells where each
    /// begins.
    #[inline]
    pub(crate) fn first_from<T>(
        &self,
        place: usize,
        all: &[T],
        start: impl Fn(&T) -> usize,
    ) -> usize {
        let Some(first) = self.first.get(place >> self.power) else {
            return all.len();
        };
        let mut at = *first as usize;
        while all.get(at).is_some_and(|it| start(it) < place) {
            at += 1;
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_a_search_finds() {
        let starts = [0_usize, 3, 4, 17, 18, 40, 63];
        for power in 0..6 {
            let places = Places::of(&starts, |it| *it, 64, power);
            for place in 0..80 {
                let expect = starts.partition_point(|it| *it < place);
                assert_eq!(places.first_from(place, &starts, |it| *it), expect, "{place} {power}");
            }
        }
        assert_eq!(
            Places::of(&starts[..0], |it| *it, 9, 2).first_from(3, &starts[..0], |it| *it),
            0
        );
    }
}
