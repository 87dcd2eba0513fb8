//! Which function words cannot stand side by side: "the of", "is the was", "of and".
//!
//! The closed classes of English (articles, prepositions, auxiliaries, pronouns, conjunctions) hold
//! a few hundred words that make up nearly half of all prose. Grammar leaves no room for many pairs
//! of them: an article needs a noun phrase behind it, a modal a bare verb, "than" something to
//! compare with. Words in random order break these rules in a third of all such pairs.
//!
//! The table is our own: written down from the grammar, then checked against prose of many
//! writers, where fewer than one such pair in a hundred is listed here, nearly all of them at a
//! sentence that is cut short. What learners of English often write, and what questions, ellipsis
//! or a missing comma allow ("can the network", "is it", "in which there"), is left out.

use crate::lexicon::Classes;
use Part::{
    After, All, Also, And, Article, As, At, Be, Been, But, Do, Each, End, Have, Hence, If, Is, It,
    Modal, More, Nor, Not, Of, Over, Possessive, Preposition, So, Than, That, Them, There, These,
    This, To, Up, We, What, Which,
};

/// What part a function word plays. Words with the same neighbours share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Part {
    Article = 1,
    Possessive,
    These,
    Each,
    This,
    That,
    Of,
    Preposition,
    At,
    Over,
    Up,
    After,
    To,
    Is,
    Be,
    Been,
    Have,
    Do,
    Modal,
    And,
    Nor,
    But,
    If,
    We,
    It,
    Them,
    Which,
    What,
    Not,
    Also,
    Hence,
    Than,
    As,
    So,
    There,
    More,
    All,
    /// The end of a sentence.
    End,
}

/// The words; "may" is missing because of the month, "i" and "us" because of what they abbreviate.
pub(crate) const WORDS: &[(Part, &str)] = &[
    (Article, "the a an"),
    (Possessive, "its their our my your"),
    (These, "these those"),
    (Each, "every each"),
    (This, "this"),
    (That, "that"),
    (Of, "of"),
    (Preposition, "in on by for from with into against during across toward upon without per"),
    (At, "at between within"),
    (Over, "over above below under about around through beyond"),
    (Up, "up down out off"),
    (After, "after before since until"),
    (To, "to"),
    (Is, "is was are were"),
    (Be, "be"),
    (Been, "been"),
    (Have, "has have had"),
    (Do, "does did do"),
    (Modal, "would could should might must will can cannot"),
    (And, "and or"),
    (Nor, "nor"),
    (But, "but"),
    (If, "because although whereas though if unless while when whether"),
    (We, "we they he she"),
    (It, "it"),
    (Them, "them him"),
    (Which, "which"),
    (What, "who what how where why"),
    (Not, "not"),
    (Also, "also only still even already just yet never again then"),
    (Hence, "however therefore thus hence"),
    (Than, "than"),
    (As, "as"),
    (So, "so"),
    (There, "there"),
    (More, "more most less fewer"),
    (All, "all both any some no many few"),
];

/// What cannot begin a noun phrase, or go on with one.
const NO_NOUN: &[Part] = &[
    Article,
    Possessive,
    These,
    Each,
    This,
    That,
    Of,
    Preposition,
    At,
    After,
    To,
    Is,
    Be,
    Been,
    Have,
    Do,
    Modal,
    And,
    Nor,
    But,
    If,
    We,
    It,
    Them,
    Which,
    Not,
    Hence,
    Than,
    As,
    So,
    There,
    End,
];

/// For each part those that cannot stand right behind it.
const NEVER_BEFORE: &[(Part, &[Part])] = &[
    (Article, NO_NOUN),
    (Possessive, NO_NOUN),
    (These, &[Article, Possessive, These, Each, This, Be, Been, It, Them, Than, There]),
    (
        Each,
        &[
            Possessive, These, Each, This, That, Been, But, It, Them, Which, What, Not, Than,
            Hence, All,
        ],
    ),
    (
        This,
        &[
            Article, Possessive, These, Each, This, That, Of, Be, Been, Nor, But, Them, Which,
            What, So, There,
        ],
    ),
    (That, &[That, Be, Been, And, But, Than]),
    (
        Of,
        &[
            Of,
            Preposition,
            After,
            Is,
            Be,
            Been,
            Have,
            Do,
            Modal,
            And,
            Nor,
            But,
            We,
            Hence,
            Than,
            There,
        ],
    ),
    (Preposition, &[Of, Be, Been, Have, Do, Modal, Nor, But, We, Hence, Than]),
    (At, &[Of, Be, Been, Have, Do, Modal, And, Nor, But, We, Hence, Than]),
    (Over, &[Of, Be, Been, Hence, Than, There]),
    (Up, &[Be, Been, Hence]),
    (After, &[Of, To, Be, Hence, Than]),
    (To, &[Of, Preposition, To, Is, Been, Modal, Nor, But, We, Than]),
    (Is, &[Is, Be, Been, Have, Do, Modal, Nor, Them, Than]),
    (Be, &[Is, Be, Been, Have, Do, Modal, We, It, Them, Which, Than, There]),
    (Been, &[Of, Is, Be, Been, Have, Do, Modal, And, But, We, Which, What, Hence, Than]),
    (Have, &[Of, Be, Do, Modal, Which]),
    (Do, &[Of, Be, Been, Modal, Than]),
    (Modal, &[Of, Preposition, At, After, To, Is, Been, Modal, Nor, But, Them, Which, Than]),
    (And, &[And, Nor, But, Than, End]),
    (Nor, &[And, Nor, But, Than, Hence, So, To, End]),
    (But, &[And, Nor, Than, Them]),
    (If, &[Is, Be, Been, Have, Nor, But, Them, Which, Than, End]),
    (
        We,
        &[
            Article,
            Possessive,
            These,
            Each,
            This,
            That,
            Of,
            Preposition,
            Up,
            To,
            Been,
            It,
            Them,
            Than,
            We,
            Which,
            End,
        ],
    ),
    (It, &[Possessive, These, It, Them, Be, Been, Of, Than]),
    (Them, &[Them, It, Been]),
    (Which, &[Be, Been, And, Nor, But, Them, Which, Than, What, End]),
    (What, &[Of, Be, Been, Them, Than, Which, Nor]),
    (Not, &[Is, Modal, Which, Not, Than, Nor, Hence]),
    (Also, &[Than, Which, Nor]),
    (Hence, &[Of, And, But, Which, Hence, Than, Been]),
    (Than, &[Be, Been, But, Which, Hence, Than, So, End]),
    (As, &[Be, And, But, Nor, Them, Hence, End]),
    (So, &[Of, Been, And, But, Nor, Which, Than, So]),
    (There, &[Possessive, These, This, Of, Been, Do, Which, What, Than, Hence, Them]),
    (More, &[Article, Possessive, These, Each, This, Be, Been, Them, There]),
    (All, &[Each, Than, Hence]),
];

/// For each part the set of those that cannot follow it.
static NEVER: [u64; 64] = {
    let mut sets = [0; 64];
    let mut row = 0;
    while row < NEVER_BEFORE.len() {
        let (first, list) = NEVER_BEFORE[row];
        let mut at = 0;
        while at < list.len() {
            sets[first as usize] |= 1 << list[at] as u8;
            at += 1;
        }
        row += 1;
    }
    sets
};

/// Whether two words are both function words, and if so, whether the first cannot stand before
/// the second.
#[inline]
pub(crate) fn clash(first: Classes, second: Classes) -> Option<bool> {
    let (first, second) = (first.part(), second.part());
    (first != 0 && second != 0).then(|| NEVER[first] >> second & 1 != 0)
}

/// The words that a word cannot stand before, as a set to ask [`Never::has`].
#[derive(Clone, Copy, Default)]
pub(crate) struct Never(u64);

impl Never {
    #[inline]
    pub(crate) fn behind(word: Classes) -> Self {
        Self(NEVER[word.part() % NEVER.len()])
    }

    /// Whether a word is one of them.
    #[inline]
    pub(crate) fn has(self, word: Classes) -> bool {
        self.0 >> word.part() & 1 != 0
    }
}

/// Whether a word is a verb that "not" follows: "is", "has", "did", "would".
pub(crate) fn is_auxiliary(word: Classes) -> bool {
    let part = word.part();
    [Is, Have, Do, Modal].iter().any(|it| *it as usize == part)
}

/// Whether a noun must follow a word: "the", "its".
pub(crate) fn is_determiner(word: Classes) -> bool {
    let part = word.part();
    part == Article as usize || part == Possessive as usize
}

/// Whether no sentence ends with a word.
pub(crate) fn cannot_end(word: Classes) -> bool {
    NEVER[word.part()] >> End as u8 & 1 != 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::{Lexicon, stem};

    fn of(word: &str) -> Classes {
        Lexicon::new().classes(stem(word.as_bytes()))
    }

    #[test]
    fn every_word_has_one_part() {
        for (word, part) in
            WORDS.iter().flat_map(|it| it.1.split_ascii_whitespace().map(|word| (word, it.0)))
        {
            assert_eq!(of(word).part(), part as usize, "{word}");
        }
    }

    #[test]
    fn clashes() {
        for (first, second, expect) in [
            ("the", "of", Some(true)),
            ("is", "was", Some(true)),
            ("of", "and", Some(true)),
            ("than", "which", Some(true)),
            ("of", "the", Some(false)),
            ("in", "which", Some(false)),
            ("can", "the", Some(false)),
            ("is", "it", Some(false)),
            ("of", "between", Some(false)),
            ("the", "network", None),
            ("may", "of", None),
        ] {
            assert_eq!(clash(of(first), of(second)), expect, "{first} {second}");
        }
        assert!(cannot_end(of("the")) && cannot_end(of("than")));
        assert!(!cannot_end(of("it")) && !cannot_end(of("in")) && !cannot_end(of("network")));
    }
}
