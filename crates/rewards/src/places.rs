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
    /// Lists things by where they begin, in order, in a text of `length` bytes.
    pub(crate) fn of(
        starts: impl ExactSizeIterator<Item = usize>,
        length: usize,
        power: u32,
    ) -> Self {
        let count = starts.len();
        let mut places = PlacesOf::new(length, power);
        for (at, start) in starts.enumerate() {
            places.add(at, start);
        }
        places.end(count)
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

/// Lists things while they come by.
pub(crate) struct PlacesOf {
    places: Places,
    /// How many stretches are done.
    done: usize,
}

impl PlacesOf {
    pub(crate) fn new(length: usize, power: u32) -> Self {
        let first = vec![0; (length >> power) + 1];
        Self { places: Places { first, power }, done: 0 }
    }

    /// Adds the next thing, and where it begins.
    #[inline]
    pub(crate) fn add(&mut self, at: usize, start: usize) {
        let stretch = start >> self.places.power;
        if self.done > stretch {
            return;
        }
        self.places.first[self.done] = at as u32;
        self.done += 1;
        if self.done <= stretch {
            self.fill(at, stretch);
        }
    }

    /// A stretch in which nothing begins has what the one behind it has.
    #[cold]
    fn fill(&mut self, at: usize, stretch: usize) {
        self.places.first[self.done..=stretch].fill(at as u32);
        self.done = stretch + 1;
    }

    pub(crate) fn end(mut self, count: usize) -> Places {
        self.places.first[self.done..].fill(count as u32);
        self.places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_a_search_finds() {
        let starts = [0_usize, 3, 4, 17, 18, 40, 63];
        for power in 0..6 {
            let places = Places::of(starts.iter().copied(), 64, power);
            for place in 0..80 {
                let expect = starts.partition_point(|it| *it < place);
                assert_eq!(places.first_from(place, &starts, |it| *it), expect, "{place} {power}");
            }
        }
        assert_eq!(Places::of([].into_iter(), 9, 2).first_from(3, &starts[..0], |it| *it), 0);
    }
}
