//! All words that the parser and the rewards know, in one table that the compiler builds.
//!
//! A word of an answer is hashed and looked up once. What is found tells the rewards its classes,
//! which a word shares with its plural, and the parser its meaning, which it may not.

use crate::grammar;
use crate::lexicon::{Classes, LISTS};
use crate::parse::MEANINGS;
pub(crate) use crate::parse::Meaning;
use crate::stem::{stem, without_plural};
use crate::vocabulary::{GENERIC, SUBJECT};

/// What is known of a word and its plural.
#[derive(Clone, Copy)]
pub(crate) struct Entry {
    /// 0 for the entry of all words that are not known.
    stem: u64,
    pub(crate) classes: Classes,
    /// The meaning to the parser of the word itself, with "s" behind it, and with "es".
    meanings: [Meaning; 4],
}

impl Entry {
    /// The meaning of the word with the last `plural` letters that its stem goes without.
    #[inline]
    pub(crate) fn meaning(&self, plural: usize) -> Meaning {
        self.meanings[plural % 4]
    }
}

/// Three times the words, so that most unknown words meet an empty slot at once.
const SLOTS: usize = 8192;
const ENTRIES: usize = count() + 1;

struct Table {
    /// Open addressing by stem: the index of an entry. The slots stand by themselves, so that
    /// looking up an unknown word touches little memory.
    slots: [u16; SLOTS],
    /// The first entry, which empty slots lead to, is that of the words that are not known.
    entries: [Entry; ENTRIES],
    /// How many entries there are.
    count: usize,
}

static TABLE: Table = table();

/// Finds what is known of a word by its stem: no class and no meaning if it is not known.
#[inline]
pub(crate) fn find(stem: u64) -> &'static Entry {
    let mut slot = stem as usize % SLOTS;
    loop {
        let index = TABLE.slots[slot];
        let entry = &TABLE.entries[usize::from(index)];
        if entry.stem == stem || index == 0 {
            return entry;
        }
        slot = (slot + 1) % SLOTS;
    }
}

/// Finds the meaning of a word to the parser, whatever its case.
pub(crate) fn meaning(word: &[u8]) -> Meaning {
    let plural = word.len() - without_plural(word);
    find(stem(word)).meaning(plural)
}

const fn count() -> usize {
    let mut count = 0;
    let mut list = 0;
    while list < LISTS.len() {
        count += count_words(LISTS[list].1.as_bytes());
        list += 1;
    }
    list = 0;
    while list < SUBJECT.len() {
        count += count_words(SUBJECT[list].as_bytes());
        list += 1;
    }
    list = 0;
    while list < grammar::WORDS.len() {
        count += count_words(grammar::WORDS[list].1.as_bytes());
        list += 1;
    }
    list = 0;
    while list < MEANINGS.len() {
        count += count_words(MEANINGS[list].1.as_bytes());
        list += 1;
    }
    count + count_words(GENERIC.as_bytes())
}

const fn count_words(mut rest: &[u8]) -> usize {
    let mut count = 0;
    while !rest.is_empty() {
        (_, rest) = first_word(rest);
        count += 1;
    }
    count
}

#[expect(clippy::large_stack_arrays, reason = "it only ever stands on the compiler's stack")]
const fn table() -> Table {
    let none = Entry { stem: 0, classes: Classes::NONE, meanings: [Meaning::Other; 4] };
    let mut table = Table { slots: [0; SLOTS], entries: [none; ENTRIES], count: 1 };
    let mut list = 0;
    while list < LISTS.len() {
        table.add_class(LISTS[list].0, LISTS[list].1);
        list += 1;
    }
    list = 0;
    while list < SUBJECT.len() {
        table.add_class(Classes::SUBJECT, SUBJECT[list]);
        list += 1;
    }
    table.add_class(Classes::GENERIC, GENERIC);
    list = 0;
    while list < grammar::WORDS.len() {
        let (part, words) = grammar::WORDS[list];
        table.add_class(Classes::of_part(part), words);
        list += 1;
    }
    list = 0;
    while list < MEANINGS.len() {
        table.add_meaning(MEANINGS[list].0, MEANINGS[list].1);
        list += 1;
    }
    table
}

impl Table {
    const fn add_class(&mut self, classes: Classes, words: &str) {
        let mut rest = words.as_bytes();
        while !rest.is_empty() {
            let word;
            (word, rest) = first_word(rest);
            let entry = self.entry(stem(word));
            entry.classes = entry.classes.and(classes);
        }
    }

    const fn add_meaning(&mut self, meaning: Meaning, words: &str) {
        let mut rest = words.as_bytes();
        while !rest.is_empty() {
            let word;
            (word, rest) = first_word(rest);
            let plural = word.len() - without_plural(word);
            let slot = &mut self.entry(stem(word)).meanings[plural];
            assert!(matches!(slot, Meaning::Other), "a word has two meanings");
            *slot = meaning;
        }
    }

    /// The entry of a stem, a new one if there is none.
    const fn entry(&mut self, stem: u64) -> &mut Entry {
        let mut slot = stem as usize % SLOTS;
        while self.slots[slot] != 0 {
            let index = self.slots[slot] as usize;
            if self.entries[index].stem == stem {
                return &mut self.entries[index];
            }
            slot = (slot + 1) % SLOTS;
        }
        self.slots[slot] = self.count as u16;
        let entry = &mut self.entries[self.count];
        self.count += 1;
        entry.stem = stem;
        entry
    }
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
