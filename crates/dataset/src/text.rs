//! A text that stands in several records.

use serde::{Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};

/// A text with its JSON, which is made once and written into each record.
#[derive(Clone, Debug)]
pub struct Text<'t> {
    text: &'t str,
    json: Box<RawValue>,
}

impl<'t> Text<'t> {
    /// Takes a text.
    pub fn new(text: &'t str) -> Self {
        // A text always is JSON.
        Self { text, json: to_raw_value(text).unwrap_or_default() }
    }

    pub(crate) fn as_str(&self) -> &'t str {
        self.text
    }
}

/// How many bytes of a text are looked at together.
const BLOCK: usize = 32;

/// How many words a text has: what stands between white space.
pub(crate) fn words(text: &str) -> usize {
    let (mut words, mut was_space) = (0, true);
    let mut rest = text;
    // Most of a text is ASCII, and blocks of that are counted without a branch.
    while let Some(first) = rest.chars().next() {
        let block = rest.as_bytes().first_chunk::<BLOCK>().filter(|block| block.is_ascii());
        let (is_space, taken) = if let Some(block) = block {
            let [begins, .., ends] = block.map(is_ascii_space);
            words += usize::from(was_space && !begins) + usize::from(words_begun(block));
            (ends, BLOCK)
        } else {
            let is_space = first.is_whitespace();
            words += usize::from(was_space && !is_space);
            (is_space, first.len_utf8())
        };
        was_space = is_space;
        rest = &rest[taken..];
    }
    words
}

/// How many words begin in a block after its first byte.
fn words_begun(block: &[u8; BLOCK]) -> u8 {
    let pairs = block[..BLOCK - 1].iter().zip(&block[1..]);
    pairs.map(|(before, byte)| u8::from(is_ascii_space(*before) & !is_ascii_space(*byte))).sum()
}

fn is_ascii_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

impl Serialize for Text<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.json.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn words_are_what_stands_between_white_space(text in "[a-c \t\n\u{b}\u{1c}é\u{85}\u{a0}\u{2003}漢🦀]{0,90}") {
            prop_assert_eq!(words(&text), text.split_whitespace().count());
            prop_assert_eq!(
                serde_json::to_string(&Text::new(&text)).unwrap(),
                serde_json::to_string(&text).unwrap()
            );
        }
    }
}
