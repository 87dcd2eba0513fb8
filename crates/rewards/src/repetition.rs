//! How much of a text is said before: within itself, or in the question.

use crate::assess::Context;
use crate::lexicon::Classes;
use crate::words::{Word, Words};

/// The words of a sequence whose repetition counts.
const SEQUENCE: usize = 5;
/// The words of a sequence that counts as copied from the question.
const COPIED_SEQUENCE: usize = 7;

/// How much an answer repeats itself.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Repetition {
    /// The number of words looked at.
    pub(crate) words: usize,
    /// The share of word sequences that stood before.
    pub(crate) repeated_sequences: f64,
    /// The share of words that stand in sentences that stood before.
    pub(crate) repeated_sentences: f64,
}

/// A set of hashes with open addressing, sized once.
struct Seen {
    slots: Vec<u64>,
    mask: usize,
}

impl Seen {
    fn for_up_to(count: usize) -> Self {
        let size = (count.max(8) * 3 / 2).next_power_of_two();
        Self { slots: vec![0; size], mask: size - 1 }
    }

    /// Inserts a hash; whether it was there already.
    #[inline]
    fn insert(&mut self, hash: u64) -> bool {
        let hash = hash.max(1);
        let mut at = (hash ^ (hash >> 32)) as usize & self.mask;
        loop {
            let slot = &mut self.slots[at];
            if *slot == hash {
                return true;
            }
            if *slot == 0 {
                *slot = hash;
                return false;
            }
            at = (at + 1) & self.mask;
        }
    }

    #[inline]
    fn has(&self, hash: u64) -> bool {
        let hash = hash.max(1);
        let mut at = (hash ^ (hash >> 32)) as usize & self.mask;
        loop {
            if self.slots[at] == hash {
                return true;
            }
            if self.slots[at] == 0 {
                return false;
            }
            at = (at + 1) & self.mask;
        }
    }
}

/// A set of a few dozen hashes that takes some for others: what was inserted before is always found
/// again, and hardly anything else.
pub(crate) struct Marks([u64; MARKS / 64]);

/// A hundred times the sentences of an answer.
const MARKS: usize = 4096;

impl Default for Marks {
    fn default() -> Self {
        Self([0; MARKS / 64])
    }
}

impl Marks {
    /// Inserts a hash; whether it, or one like it, was there already.
    #[inline]
    pub(crate) fn insert(&mut self, hash: u64) -> bool {
        let bit = (hash.wrapping_mul(FINISH) >> (u64::BITS - MARKS.trailing_zeros())) as usize;
        let (place, bit) = (&mut self.0[bit / 64], 1 << (bit % 64));
        let was = *place & bit != 0;
        *place |= bit;
        was
    }
}

/// As many words of sentences that stood before as a text has, or more.
#[derive(Default)]
pub(crate) struct Sentences {
    seen: Marks,
    again: usize,
    words: usize,
}

impl Sentences {
    #[cfg(test)]
    pub(crate) fn many() -> Self {
        Self { again: usize::MAX, ..Self::default() }
    }

    /// Adds a sentence by the sum of its stems.
    pub(crate) fn add(&mut self, sum: u64, words: usize) {
        self.words += words;
        if words >= LEAST_WORDS && self.seen.insert(sum) {
            self.again += words;
        }
    }
}

/// The words from which on a sentence counts that stood before.
const LEAST_WORDS: usize = 5;

/// Whether an answer repeats itself for sure no more than an honest one may.
pub(crate) fn is_fresh(context: &Context<'_>, sentences: &Sentences) -> bool {
    if sentences.again as f64 / sentences.words.max(1) as f64 > FINE_SENTENCES {
        return false;
    }
    // Sums of stems differ only where sequences do.
    let words = context.words.all();
    let sequences = words.len().saturating_sub(SEQUENCE - 1);
    let enough = enough(sequences);
    if sequences > MOST_SEQUENCES {
        return false;
    }
    let mut seen = [0_u8; SEEN];
    let mut different = 0;
    let mut sum = words.iter().take(SEQUENCE - 1).fold(0_u64, |sum, it| sum.wrapping_add(it.stem));
    let newest = words.get(SEQUENCE - 1..).unwrap_or(&[]);
    for (old, new) in words.chunks(STEP).zip(newest.chunks(STEP)) {
        for (old, new) in old.iter().zip(new) {
            sum = sum.wrapping_add(new.stem);
            let place = &mut seen
                [(sum.wrapping_mul(FINISH) >> (u64::BITS - SEEN.trailing_zeros())) as usize];
            different += usize::from(*place == 0);
            *place = 1;
            sum = sum.wrapping_sub(old.stem);
        }
        if different >= enough {
            return true;
        }
    }
    false
}

/// The places for sequences of words, and the most sequences that find enough room among them.
const SEEN: usize = 8192;
const MOST_SEQUENCES: usize = SEEN / 4;

/// How many sequences are looked at before it is asked whether they are enough.
const STEP: usize = 32;

/// How many of its sequences must differ so that a text repeats no more than is fine.
fn enough(sequences: usize) -> usize {
    (sequences as f64 * (1.0 - FINE_SEQUENCES)) as usize + 1
}

/// Mixes words into one hash, in order. Numbers count as words of their own, so that rows of a
/// table differ by their figures.
fn mix(words: &[Word]) -> u64 {
    let sum = words.iter().fold(0_u64, |sum, it| sum.wrapping_mul(BASE).wrapping_add(it.stem));
    sum.wrapping_mul(FINISH)
}

const BASE: u64 = 0x9e37_79b9_7f4a_7c15;
const FINISH: u64 = 0xff51_afd7_ed55_8ccd;

/// Calls back with the hash of each sequence of `length` words, as [`mix`] gives it, for as long as
/// the answer is that it should go on.
fn each_sequence(words: &[Word], length: usize, mut goes_on: impl FnMut(u64) -> bool) {
    if words.len() < length {
        return;
    }
    let oldest = (1..length).fold(1_u64, |power, _| power.wrapping_mul(BASE));
    let mut sum = words[..length - 1]
        .iter()
        .fold(0_u64, |sum, it| sum.wrapping_mul(BASE).wrapping_add(it.stem));
    for (old, new) in words.iter().zip(&words[length - 1..]) {
        sum = sum.wrapping_mul(BASE).wrapping_add(new.stem);
        if !goes_on(sum.wrapping_mul(FINISH)) {
            return;
        }
        sum = sum.wrapping_sub(old.stem.wrapping_mul(oldest));
    }
}

/// The share of its word sequences that an honest report in a fixed form may repeat.
pub(crate) const FINE_SEQUENCES: f64 = 0.4;
/// The share of words in repeated sentences that an honest answer may have.
pub(crate) const FINE_SENTENCES: f64 = 0.2;

/// Measures how much an answer repeats itself. Where both shares are fine, that of the sequences
/// is a lower bound: counting ends once so many differ that it is.
pub(crate) fn measure(context: &Context<'_>) -> Repetition {
    let words = context.words.all();
    let sentences = &context.answer.sentences;
    let mut said = Seen::for_up_to(sentences.len());
    let mut again = 0;
    let mut counted = 0;
    for words in context.words.by_sentence() {
        counted += words.len();
        if words.len() >= LEAST_WORDS && said.insert(mix(words)) {
            again += words.len();
        }
    }
    let repeated_sentences = again as f64 / counted.max(1) as f64;
    let sequences = words.len().saturating_sub(SEQUENCE - 1);
    let mut seen = Seen::for_up_to(sequences);
    let (mut repeated, mut different) = (0, 0);
    let enough = if repeated_sentences > FINE_SENTENCES { usize::MAX } else { enough(sequences) };
    each_sequence(words, SEQUENCE, |hash| {
        let again = seen.insert(hash);
        repeated += usize::from(again);
        different += usize::from(!again);
        different < enough
    });
    Repetition {
        words: words.len(),
        repeated_sequences: repeated as f64 / sequences.max(1) as f64,
        repeated_sentences,
    }
}

/// The share of an answer's word sequences that stand in the question; `None` for short texts.
pub(crate) fn copied_share(context: &Context<'_>, prompt: &str) -> Option<f64> {
    let asked = Words::split(prompt, context.lexicon);
    let words = context.words.all();
    if words.len() < 30 || asked.all().len() < 30 {
        return None;
    }
    let mut known = Seen::for_up_to(asked.all().len());
    each_sequence(asked.all(), COPIED_SEQUENCE, |hash| {
        known.insert(hash);
        true
    });
    let all = words.len() + 1 - COPIED_SEQUENCE;
    // Quoting the data is no copying: sequences of figures alone do not count.
    let is_figure = |word: &Word| usize::from(word.classes.any(Classes::NUMERIC));
    let mut figures: usize = words[..COPIED_SEQUENCE - 1].iter().map(is_figure).sum();
    let mut ends = words.iter().zip(&words[COPIED_SEQUENCE - 1..]);
    let mut copied = 0_u32;
    each_sequence(words, COPIED_SEQUENCE, |hash| {
        if let Some((old, new)) = ends.next() {
            figures += is_figure(new);
            copied += u32::from(figures * 2 <= COPIED_SEQUENCE && known.has(hash));
            figures -= is_figure(old);
        }
        true
    });
    Some(f64::from(copied) / all as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;
    use crate::{Scorer, builtin_mocks};

    #[test]
    fn what_is_copied_is_what_a_search_for_each_sequence_finds() {
        let scorer = Scorer::default();
        for mock in builtin_mocks() {
            // The beginning and the end of the answer stand in the question, with other figures.
            let cut = mock.text.floor_char_boundary(mock.text.len() / 3);
            let end = mock.text.floor_char_boundary(mock.text.len() * 4 / 5);
            let prompt = format!("{} 7 {}", &mock.text[..cut], &mock.text[end..].replace('3', "8"));
            scorer.with_context(&mock.text, &mock.task, Some(&prompt), |context| {
                let asked = Words::split(&prompt, &Lexicon::new());
                let known: Vec<u64> = asked.all().windows(COPIED_SEQUENCE).map(mix).collect();
                let windows = context.words.all().windows(COPIED_SEQUENCE);
                let all = windows.len();
                let copied = windows
                    .filter(|it| {
                        let figures =
                            it.iter().filter(|it| it.classes.any(Classes::NUMERIC)).count();
                        figures * 2 <= COPIED_SEQUENCE && known.contains(&mix(it))
                    })
                    .count();
                let expect = (context.words.all().len() >= 30 && asked.all().len() >= 30)
                    .then(|| copied as f64 / all as f64);
                assert_eq!(copied_share(context, &prompt), expect, "{}", mock.text);
            });
        }
    }
}
