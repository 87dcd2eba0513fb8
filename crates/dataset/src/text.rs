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

/// How many words a text has: what stands between white space.
pub(crate) fn words(text: &str) -> usize {
    let (mut words, mut was_space) = (0, true);
    let mut at = 0;
    // Most of a text is ASCII, and to look at bytes is several times as fast.
    while let Some(byte) = text.as_bytes().get(at) {
        let is_space = if byte.is_ascii() {
            at += 1;
            matches!(byte, b' ' | b'\t'..=b'\r')
        } else {
            let char = text[at..].chars().next().unwrap_or_default();
            at += char.len_utf8();
            char.is_whitespace()
        };
        words += usize::from(was_space && !is_space);
        was_space = is_space;
    }
    words
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
        fn words_are_what_stands_between_white_space(text in "[a-c \t\n\u{b}\u{1c}é\u{85}\u{a0}\u{2003}漢🦀]{0,40}") {
            prop_assert_eq!(words(&text), text.split_whitespace().count());
            prop_assert_eq!(
                serde_json::to_string(&Text::new(&text)).unwrap(),
                serde_json::to_string(&text).unwrap()
            );
        }
    }
}
