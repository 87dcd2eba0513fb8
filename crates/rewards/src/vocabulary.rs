//! All words that the parser and the rewards know, in one table that the compiler builds.
//!
//! A word of an answer is hashed and looked up once. What is found tells the rewards its classes,
//! which a word shares with its plural, and the parser its meaning, which it may not.

use crate::lexicon::{Classes, LISTS};
use crate::parse::MEANINGS;
pub(crate) use crate::parse::Meaning;
use crate::stem::{stem, without_plural};

/// What is known of a word and its plural.
#[derive(Clone, Copy)]
pub(crate) struct Entry {
    stem: u64,
    pub(crate) classes: Classes,
    /// The meaning to the parser of the word itself, with "s" behind it, and with "es".
    meanings: [Meaning; 3],
}

impl Entry {
    /// The meaning of the word with the last `plural` letters that its stem goes without.
    #[inline]
    pub(crate) fn meaning(&self, plural: usize) -> Meaning {
        self.meanings[plural.min(2)]
    }
}

/// Two and a half times the words, so that most unknown words meet an empty slot at once.
const SLOTS: usize = 4096;
const WORDS: usize = count();

struct Table {
    /// Open addressing by stem: one more than the index of an entry; 0 is empty. The slots stand by
    /// themselves, so that looking up an unknown word touches little memory.
    slots: [u16; SLOTS],
    entries: [Entry; WORDS],
}

static TABLE: Table = table();

/// Finds what is known of a word by its stem.
#[inline]
pub(crate) fn find(stem: u64) -> Option<&'static Entry> {
    let mut slot = stem as usize % SLOTS;
    while let Some(index) = TABLE.slots[slot].checked_sub(1) {
        let entry = &TABLE.entries[usize::from(index)];
        if entry.stem == stem {
            return Some(entry);
        }
        slot = (slot + 1) % SLOTS;
    }
    None
}

/// Finds the meaning of a word to the parser, whatever its case.
pub(crate) fn meaning(word: &[u8]) -> Meaning {
    let plural = word.len() - without_plural(word);
    find(stem(word)).map_or(Meaning::Other, |it| it.meaning(plural))
}

const fn count() -> usize {
    let mut count = 0;
    let mut list = 0;
    while list < LISTS.len() {
        count += count_words(LISTS[list].1.as_bytes());
        list += 1;
    }
    list = 0;
    while list < MEANINGS.len() {
        count += count_words(MEANINGS[list].1.as_bytes());
        list += 1;
    }
    count
}

const fn count_words(mut rest: &[u8]) -> usize {
    let mut count = 0;
    while !rest.is_empty() {
        (_, rest) = first_word(rest);
        count += 1;
    }
    count
}

const fn table() -> Table {
    let none = Entry { stem: 0, classes: Classes::NONE, meanings: [Meaning::Other; 3] };
    let mut table = Table { slots: [0; SLOTS], entries: [none; WORDS] };
    let mut count = 0;
    let mut list = 0;
    while list < LISTS.len() {
        let (classes, words) = LISTS[list];
        let mut rest = words.as_bytes();
        while !rest.is_empty() {
            let word;
            (word, rest) = first_word(rest);
            let index;
            (index, count) = add(&mut table, count, stem(word));
            table.entries[index].classes = table.entries[index].classes.and(classes);
        }
        list += 1;
    }
    list = 0;
    while list < MEANINGS.len() {
        let (meaning, words) = MEANINGS[list];
        let mut rest = words.as_bytes();
        while !rest.is_empty() {
            let word;
            (word, rest) = first_word(rest);
            let index;
            (index, count) = add(&mut table, count, stem(word));
            let slot = &mut table.entries[index].meanings[word.len() - without_plural(word)];
            assert!(matches!(slot, Meaning::Other), "a word has two meanings");
            *slot = meaning;
        }
        list += 1;
    }
    table
}

/// Returns the entry of a stem, a new one if there is none, and how many there are then.
const fn add(table: &mut Table, count: usize, stem: u64) -> (usize, usize) {
    let mut slot = stem as usize % SLOTS;
    while table.slots[slot] != 0 {
        let index = table.slots[slot] as usize - 1;
        if table.entries[index].stem == stem {
            return (index, count);
        }
        slot = (slot + 1) % SLOTS;
    }
    table.slots[slot] = count as u16 + 1;
    table.entries[count].stem = stem;
    (count, count + 1)
}

/// Splits a list at its first space.
const fn first_word(list: &[u8]) -> (&[u8], &[u8]) {
    let mut end = 0;
    while end < list.len() && list[end] != b' ' {
        end += 1;
    }
    let (word, rest) = list.split_at(end);
    (word, if let [_, rest @ ..] = rest { rest } else { rest })
}
