//! Hashes of words without case and plural, by which words are compared everywhere.

/// A word of up to 16 bytes in lower case, filled up with spaces; no word has a space in it.
pub(crate) type Key = (u64, u64);

/// The most bytes that a [`Key`] holds.
pub(crate) const LONGEST_KEY: usize = 16;

/// Letters count in lower case: the bit that tells the cases apart is set in digits, points and
/// commas anyway, and alone it is a space.
const LOWER: u64 = 0x2020_2020_2020_2020;

/// Hashes a word without case and plural: "Users" and "user" are the same, "address" stays.
///
/// Multiplication by the golden ratio: fast on short words, and the same everywhere.
#[inline]
pub const fn stem(word: &[u8]) -> u64 {
    let end = without_plural(word);
    let (word, _) = word.split_at(end);
    if end <= LONGEST_KEY {
        return of_key(key(word));
    }
    // Eight bytes at a time. The last may be read twice, which spares a loop.
    let mut hash = end as u64;
    let mut at = 0;
    while at + 8 < end {
        hash = mix(hash ^ (eight_at(word, at) | LOWER));
        at += 8;
    }
    mix(hash ^ (eight_at(word, end - 8) | LOWER))
}

/// The stem of a word without plural, from its key.
#[inline]
pub(crate) const fn of_key((low, high): Key) -> u64 {
    // Most words are short; the second step sets the longer ones apart.
    let hash = mix(low);
    if high == LOWER { hash } else { mix(hash ^ high) }
}

/// Reads a word of up to 16 bytes in a few steps. Bytes that are read twice are the same both
/// times.
const fn key(word: &[u8]) -> Key {
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

/// The key of the first of sixteen bytes, at least one; the first byte is the lowest.
#[inline]
pub(crate) const fn key_of(low: u64, high: u64, length: usize) -> Key {
    if length <= 8 {
        (low & (u64::MAX >> (64 - 8 * length)) | LOWER, LOWER)
    } else {
        (low | LOWER, high & (u64::MAX >> (128 - 8 * length)) | LOWER)
    }
}

/// The length of a word without the ending of its plural.
#[inline]
pub(crate) const fn without_plural(word: &[u8]) -> usize {
    let end = word.len();
    if end <= 3 || !word[end - 1].eq_ignore_ascii_case(&b's') {
        return end;
    }
    if matches!(word[end - 2].to_ascii_lowercase(), b's' | b'i' | b'u') {
        return end;
    }
    // "addresses", "losses", "indexes"
    if end > 5
        && word[end - 2].eq_ignore_ascii_case(&b'e')
        && matches!(word[end - 3].to_ascii_lowercase(), b's' | b'x')
        && !matches!(word[end - 4].to_ascii_lowercase(), b'a' | b'o' | b'u')
    {
        return end - 2;
    }
    end - 1
}

const fn mix(bits: u64) -> u64 {
    let hash = bits.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    hash ^ (hash >> 29)
}

const fn four_at(word: &[u8], at: usize) -> u64 {
    u32::from_le_bytes([word[at], word[at + 1], word[at + 2], word[at + 3]]) as u64
}

const fn eight_at(word: &[u8], at: usize) -> u64 {
    four_at(word, at) | four_at(word, at + 4) << 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_case_and_plural() {
        let same = [
            ("Users", "user"),
            ("FEES", "fee"),
            ("addresses", "address"),
            ("losses", "loss"),
            ("transactions", "Transaction"),
        ];
        for (one, other) in same {
            assert_eq!(stem(one.as_bytes()), stem(other.as_bytes()), "{one} {other}");
        }
        for (one, other) in [("is", "i"), ("loss", "los"), ("analysis", "analysi")] {
            assert_ne!(stem(one.as_bytes()), stem(other.as_bytes()), "{one} {other}");
        }
    }

    #[test]
    fn reads_a_key_from_sixteen_bytes() {
        let text = b"Abcdefghijklmnop";
        let low = eight_at(text, 0);
        let high = eight_at(text, 8);
        for length in 1..=16 {
            assert_eq!(key_of(low, high, length), key(&text[..length]), "{length}");
        }
    }
}
