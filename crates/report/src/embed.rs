//! Text from models, made harmless.
//!
//! Whatever a model or a source writes is data: it never becomes markup, script or an instruction to
//! the reader's eyes. Templates escape; this module does what templates do not: JSON inside of a page,
//! and characters that reorder or hide what stands beside them.

use std::borrow::Cow;
use std::fmt::Write as _;

use maud::{PreEscaped, html};
use serde::Serialize;

/// JSON in a block of the page, for the page's own script.
///
/// `<`, `>` and `&` are written as escapes, so that nothing in it ends the block or begins another.
pub(crate) fn json_block(id: &str, value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned());
    html! { script type="application/json" id=(id) { (PreEscaped(escape(&json))) } }.into_string()
}

fn escape(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len() + json.len() / 64);
    let mut rest = json;
    while let Some(at) = rest.find(['<', '>', '&', '\u{2028}', '\u{2029}']) {
        let (before, from) = rest.split_at(at);
        escaped.push_str(before);
        let mut characters = from.chars();
        let character = characters.next().unwrap_or_default();
        // JSON has these inside of strings only.
        // Writing into a text cannot fail.
        let _ = write!(escaped, "\\u{:04x}", u32::from(character));
        rest = characters.as_str();
    }
    escaped.push_str(rest);
    escaped
}

/// Whether a character changes how others are shown, or shows nothing itself: controls, marks and
/// overrides of the writing direction, and invisible characters.
fn is_trick(character: char) -> bool {
    matches!(character,
        '\u{0}'..='\u{8}' | '\u{b}'..='\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{61c}' | '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}')
}

/// The text with every such character spelled out, as in `⟨U+202E⟩`.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_trick) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        push_visible(&mut shown, character);
    }
    Cow::Owned(shown)
}

/// Adds a character as [`visible`] shows it.
pub(crate) fn push_visible(shown: &mut String, character: char) {
    if is_trick(character) {
        let _ = write!(shown, "⟨U+{:04X}⟩", u32::from(character));
    } else {
        shown.push(character);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_cannot_end_its_block() {
        let text = "</script><script>alert(1)</script> <!-- & \u{2028} \"'\\";
        let block = json_block("x", &text);
        assert_eq!(block.matches('<').count(), 2, "{block}");
        let json = block.split_once('>').unwrap().1.strip_suffix("</script>").unwrap();
        assert_eq!(serde_json::from_str::<String>(json).unwrap(), text);
    }

    #[test]
    fn what_would_deceive_the_eye_is_spelled_out() {
        for (text, expected) in [
            ("plain — ünïcödé 7.5 %", "plain — ünïcödé 7.5 %"),
            ("a\u{202e}b", "a⟨U+202E⟩b"),
            ("\u{2066}x\u{2069}", "⟨U+2066⟩x⟨U+2069⟩"),
            ("zero\u{200b}width", "zero⟨U+200B⟩width"),
            ("line\nbreak\ttab", "line\nbreak\ttab"),
            ("\u{0}\u{1b}[31m", "⟨U+0000⟩⟨U+001B⟩[31m"),
            ("\u{e0041}", "⟨U+E0041⟩"),
        ] {
            assert_eq!(visible(text), expected);
        }
    }
}
