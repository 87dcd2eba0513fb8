//! Counting tokens: near enough to what a tokenizer finds, and the same every time.

/// No letters beyond these are one token.
const LETTERS: usize = 7;

/// Nor digits beyond these: DeepSeek's tokenizer groups them by three.
const DIGITS: usize = 3;

/// Splits a text into tokens: a run of letters with the space before it, up to three digits, a run
/// of the same other character.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (token, after) = rest.split_at(first(rest)?);
        rest = after;
        Some(token)
    })
}

/// How many tokens a text has.
pub(super) fn count(text: &str) -> u64 {
    tokens(text).count() as u64
}

/// The first so many tokens of a text.
pub(super) fn cut(text: &str, most: u64) -> &str {
    let length = tokens(text).take(most as usize).map(str::len).sum();
    text.get(..length).unwrap_or(text)
}

/// The text in pieces of so many tokens.
pub(super) fn chunks(text: &str, size: usize) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let length: usize = tokens(rest).take(size).map(str::len).sum();
        if length == 0 {
            return None;
        }
        let (chunk, after) = rest.split_at(length);
        rest = after;
        Some(chunk)
    })
}

/// The length of the first token; `None` if there is none.
fn first(text: &str) -> Option<usize> {
    let space = usize::from(text.starts_with(' '));
    let mut chars = text.get(space..)?.char_indices();
    let Some((_, head)) = chars.next() else {
        return (space > 0).then_some(space);
    };
    let (same, most): (fn(char, char) -> bool, usize) = if head.is_alphabetic() {
        (|_, next| next.is_alphabetic(), LETTERS)
    } else if head.is_ascii_digit() {
        (|_, next| next.is_ascii_digit(), DIGITS)
    } else {
        (|head, next| head == next, usize::MAX)
    };
    let run = chars.take(most - 1).take_while(|(_, next)| same(head, *next)).last();
    Some(space + run.map_or(head.len_utf8(), |(at, last)| at + last.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_split_into_tokens() {
        let check = |text: &str, expect: &[&str]| {
            assert_eq!(tokens(text).collect::<Vec<_>>(), expect, "{text:?}");
        };
        check("", &[]);
        check("Fees rose.", &["Fees", " rose", "."]);
        check("1,187,055", &["1", ",", "187", ",", "055"]);
        check("12345 ≈ 12", &["123", "45", " ≈", " 12"]);
        check("transactions", &["transac", "tions"]);
        check("a  \n\n##b ", &["a", "  ", "\n\n", "##", "b", " "]);
        check("été", &["été"]);
    }

    #[test]
    fn pieces_join_to_the_whole() {
        let text = "Growth of 3.2% — from 1,187,055 to 1,225,041.\n\n## Next\n  * été\n";
        assert_eq!(tokens(text).collect::<String>(), text);
        for size in 1..9 {
            assert_eq!(chunks(text, size).collect::<String>(), text);
        }
        assert_eq!(cut(text, 3), "Growth of 3");
        assert_eq!(cut(text, 10_000), text);
        assert_eq!(count(text), tokens(text).count() as u64);
    }
}
