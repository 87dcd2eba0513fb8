//! The words that the parser knows.

use crate::lexicon::{eight_at, four_at};

/// What a word means to the parser; most words mean nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Word {
    /// Any word without a meaning of its own here.
    #[default]
    Other,
    /// "is", "was", "are", "were".
    Is,
    /// "equals", "gives", "yields", "makes", "results".
    Gives,
    /// "about", "roughly", "approximately".
    About,
    /// "over", "above", "exceeding".
    Over,
    /// "under", "below".
    Under,
    /// "nearly", "almost".
    Nearly,
    /// "more", "greater", "higher", "larger".
    More,
    /// "less", "fewer", "lower", "smaller".
    Less,
    /// "than".
    Than,
    /// "at".
    At,
    /// "least".
    Least,
    /// "most".
    Most,
    /// "plus".
    Plus,
    /// "minus".
    Minus,
    /// "times".
    Times,
    /// "divided".
    Divided,
    /// "multiplied".
    Multiplied,
    /// "subtract", "subtracting", "deducting".
    Subtracted,
    /// "add", "adding".
    Added,
    /// "by".
    By,
    /// "of".
    Of,
    /// "from".
    From,
    /// "to".
    To,
    /// "between".
    Between,
    /// "and".
    And,
    /// "or".
    Or,
    /// "per".
    Per,
    /// A rise: "increase", "rose", "grew", "up", "gain".
    Rise,
    /// A fall: "decrease", "fell", "drop", "down".
    Fall,
    /// A move without direction: "changed", "went", "moved".
    Move,
    /// "sqrt", "√" in letters.
    Sqrt,
    /// "exp".
    Exp,
    /// "ln".
    Ln,
    /// "log", "log10".
    Log,
    /// "square" as in "square root".
    Square,
    /// "root".
    Root,
    /// "e" as the base of natural logarithms.
    E,
    /// "x" or "X".
    X,
    /// "percent", "pct".
    Percent,
    /// "percentage".
    Percentage,
    /// "points".
    Points,
    /// "pp", "pps", "ppt".
    PercentagePoints,
    /// "bps", "bp".
    BasisPoints,
    /// "basis".
    Basis,
    /// "dollars", "usd".
    Dollars,
    /// A stretch of time: "day", "hours".
    Time,
    /// The name of a month; the parser asks `date` for which.
    Month,
    /// "confidence", "credible".
    Confidence,
    /// "level".
    Level,
    /// "interval", "CI", "prediction".
    Interval,
    /// "range", "band", "bound".
    Range,
    /// "projected", "expected", "forecast", "estimate", "likely".
    Forecast,
    /// "as".
    As,
    /// "many", "much", "high", "large".
    Many,
    /// "the", "a", "an".
    Article,
    /// "by"-less words that make a clause: "so", "then", "while", "with", "in", "on", "for".
    Clause,
    /// "no", "wait", "actually", "oops", "sorry", "correction".
    Doubt,
    /// "wrong", "incorrect", "mistake", "error".
    Wrong,
    /// "not", "isn't".
    Not,
    /// "sum", "total".
    Sum,
    /// "difference".
    Difference,
    /// "ratio", "quotient".
    Ratio,
    /// "product".
    Product,
    /// "average", "mean".
    Mean,
    /// "lower" and "upper" are `Less` and this.
    Upper,
    /// "standard", "margin", "error": names of half-widths.
    Margin,
    /// "it", "this", "that", "which".
    Pronoun,
    /// "if".
    If,
    /// "right", "correct", "true".
    Right,
    /// "recompute", "recalculate", "redo".
    Redo,
    /// A word that changes the value of what follows: "half", "remainder", "twice".
    Alters,
}

/// The known words by their meaning, in lower case.
const LISTS: &[(Word, &str)] = &[
    (Word::X, "x"),
    (Word::E, "e"),
    (Word::Article, "a an the"),
    (Word::Is, "is be was are were represent represents"),
    (Word::By, "by"),
    (Word::Of, "of"),
    (Word::To, "to"),
    (Word::Or, "or"),
    (Word::At, "at"),
    (Word::As, "as"),
    (Word::Ln, "ln"),
    (Word::PercentagePoints, "pp pps ppt"),
    (Word::BasisPoints, "bp bps"),
    (Word::Interval, "ci interval intervals prediction"),
    (
        Word::Rise,
        "up rose gain grew grow jump rise grown gains rises risen climb surge jumps \
         growth climbs jumped surged soared gained uptick climbed growing increase \
         increased increases advancing increasing",
    ),
    (
        Word::Clause,
        "so in on but for then with when thus while where which since after because \
         therefore",
    ),
    (Word::If, "if"),
    (Word::Doubt, "no hmm wait oops nope sorry actually correction correcting"),
    (Word::Pronoun, "it it's that this that's"),
    (Word::About, "ca about circa maybe around roughly approximately"),
    (Word::And, "and"),
    (Word::Per, "per"),
    (Word::Added, "add adding"),
    (Word::Exp, "exp"),
    (Word::Log, "log"),
    (Word::Percent, "pct percent"),
    (Word::Dollars, "usd dollars"),
    (
        Word::Time,
        "day sec min hrs days week hour mins secs year weeks hours month years months \
         minute second minutes seconds",
    ),
    (Word::Not, "not"),
    (Word::Sum, "sum total"),
    (
        Word::Month,
        "jan feb mar apr may jun jul aug sep oct nov dec june july sept march april \
         august january october february november december september",
    ),
    (Word::From, "from"),
    (Word::Over, "over above exceeding"),
    (Word::Than, "than"),
    (Word::More, "more higher larger greater"),
    (Word::Less, "less fewer lower smaller"),
    (Word::Most, "most"),
    (Word::Plus, "plus"),
    (Word::Sqrt, "sqrt"),
    (Word::Root, "root"),
    (
        Word::Fall,
        "fell drop down loss lost fall dips sank drops falls slide slump fallen shrank \
         dipped plunge dropped decline falling slipped tumbled plunged decrease declined \
         dropping declines decreased reduction decreases decreasing",
    ),
    (Word::Move, "went move moved change changed"),
    (Word::Many, "many much high large"),
    (Word::Right, "true right correct"),
    (Word::Redo, "redo recheck recompute corrected fixed recalculate"),
    (Word::Range, "band range bound limit bands bounds ranges ranged limits ranging"),
    (
        Word::Alters,
        "half cube twice floor double triple median quarter inverse ceiling modulus \
         maximum minimum absolute negative remainder logarithm reciprocal",
    ),
    (Word::Mean, "mean average"),
    (Word::Under, "under below"),
    (Word::Least, "least"),
    (Word::Minus, "minus"),
    (Word::Times, "times"),
    (
        Word::Gives,
        "gives makes means comes works equal equals yields giving results amounts implies \
         yielding",
    ),
    (Word::Level, "level"),
    (
        Word::Wrong,
        "wrong false mistake incorrect erroneous incorrectly erroneously swapped transposed \
         draft typo",
    ),
    (Word::Ratio, "ratio quotient"),
    (Word::Basis, "basis"),
    (Word::Upper, "upper"),
    (Word::Subtracted, "deduct subtract deducting subtracting"),
    (Word::Divided, "divide divided dividing"),
    (Word::Nearly, "nearly almost"),
    (Word::Square, "square"),
    (Word::Points, "points"),
    (
        Word::Forecast,
        "likely expected estimate forecast projects projected forecasts estimated \
         projection",
    ),
    (Word::Margin, "margin standard"),
    (Word::Between, "between"),
    (Word::Product, "product"),
    (Word::Multiplied, "multiply multiplied"),
    (Word::Confidence, "credible confidence"),
    (Word::Percentage, "percentage"),
    (Word::Difference, "difference"),
];

/// The known words in an open-addressing table, built by the compiler.
struct Table {
    /// One more than the index of an entry; 0 is empty.
    slots: [u16; SLOTS],
    entries: [(Key, Word); WORDS],
}

/// A word of up to [`LONGEST`] bytes in lower case, filled up with spaces.
type Key = (u64, u64);

/// The length of the longest known word.
const LONGEST: usize = 13;
/// Three times the words and more, so that most unknown words meet an empty slot at once.
const SLOTS: usize = 1024;
const WORDS: usize = count();

static TABLE: Table = table();

const fn count() -> usize {
    let mut count = 0;
    let mut list = 0;
    while list < LISTS.len() {
        let mut rest = LISTS[list].1.as_bytes();
        while !rest.is_empty() {
            (_, rest) = first_word(rest);
            count += 1;
        }
        list += 1;
    }
    count
}

const fn table() -> Table {
    let mut table = Table { slots: [0; SLOTS], entries: [((0, 0), Word::Other); WORDS] };
    let mut count = 0;
    let mut list = 0;
    while list < LISTS.len() {
        let (meaning, words) = LISTS[list];
        let mut rest = words.as_bytes();
        while !rest.is_empty() {
            let word;
            (word, rest) = first_word(rest);
            assert!(word.len() <= LONGEST, "a word is too long");
            let key = key(word);
            let mut slot = slot(key);
            while table.slots[slot] != 0 {
                let other = table.entries[table.slots[slot] as usize - 1].0;
                assert!(other.0 != key.0 || other.1 != key.1, "a word is listed twice");
                slot = (slot + 1) % SLOTS;
            }
            table.entries[count] = (key, meaning);
            count += 1;
            table.slots[slot] = count as u16;
        }
        list += 1;
    }
    table
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

/// Reads a word of up to 16 bytes in a few steps. Bytes that are read twice are the same both
/// times, and no word has a space in it.
#[inline]
const fn key(word: &[u8]) -> Key {
    const LOWER: u64 = 0x2020_2020_2020_2020;
    let length = word.len();
    let (low, high) = match length {
        0 => (0, 0),
        1..=3 => {
            let middle = length / 2;
            let low = word[0] as u64
                | (word[middle] as u64) << (8 * middle)
                | (word[length - 1] as u64) << (8 * (length - 1));
            (low, 0)
        }
        4..=7 => (four_at(word, 0) | four_at(word, length - 4) << (8 * (length - 4)), 0),
        8 => (eight_at(word, 0), 0),
        _ => (eight_at(word, 0), eight_at(word, length - 8) >> (8 * (16 - length))),
    };
    (low | LOWER, high | LOWER)
}

#[inline]
const fn slot(key: Key) -> usize {
    let mixed = (key.0 ^ key.1.rotate_left(23)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 54) as usize
}

/// Looks a word up, whatever its case.
pub(super) fn lookup(word: &[u8]) -> Word {
    if word.len() > LONGEST {
        return Word::Other;
    }
    let key = key(word);
    let mut slot = slot(key);
    while let Some(index) = TABLE.slots[slot].checked_sub(1) {
        let (known, meaning) = TABLE.entries[usize::from(index)];
        if known == key {
            return meaning;
        }
        slot = (slot + 1) % SLOTS;
    }
    Word::Other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_listed_word() {
        for (meaning, words) in LISTS {
            for word in words.split_ascii_whitespace() {
                assert!(word.len() <= LONGEST, "{word}");
                for written in [word.to_owned(), word.to_ascii_uppercase()] {
                    assert_eq!(lookup(written.as_bytes()), *meaning, "{word}");
                }
            }
        }
        for word in ["", "cee", "transactions", "iss", "i", "approximately_"] {
            assert_eq!(lookup(word.as_bytes()), Word::Other, "{word}");
        }
    }
}
