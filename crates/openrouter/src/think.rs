//! Traces that stand inside the answer, between `<think>` and `</think>`.

const OPEN: &str = "<think>";
const CLOSE: &str = "</think>";

/// Parts a text into what was thought and what was answered.
///
/// The opening tag may be missing, since many chat templates set it before the model begins: then
/// all before the first closing tag was thought. A closing tag may be missing too, where the model
/// was cut off: then all after the opening one was.
pub(crate) fn part(mut text: String) -> (String, String) {
    if !has_tags(&text) {
        trim(&mut text);
        return (String::new(), text);
    }
    let (mut thought, mut answer) = (String::new(), String::new());
    let mut rest = text.as_str();
    if let Some((before, after)) =
        rest.split_once(CLOSE).filter(|(before, _)| !before.contains(OPEN))
    {
        thought.push_str(before);
        rest = after;
    }
    while let Some((before, after)) = rest.split_once(OPEN) {
        answer.push_str(before);
        let (inside, after) = after.split_once(CLOSE).unwrap_or((after, ""));
        thought.push_str(inside);
        rest = after;
    }
    answer.push_str(rest);
    // A closing tag too many belongs to neither.
    (thought.trim().to_owned(), answer.replace(CLOSE, "").trim().to_owned())
}

/// Takes the tags out of a text that a server has parted already, but not cleanly.
pub(crate) fn without_tags(mut text: String) -> String {
    if has_tags(&text) {
        text = text.replace(OPEN, "").replace(CLOSE, "");
    }
    trim(&mut text);
    text
}

fn has_tags(text: &str) -> bool {
    // One search for both, several times as fast as `str::contains`.
    memchr::memmem::find(text.as_bytes(), b"think>").is_some()
}

/// Trims a text where it is.
fn trim(text: &mut String) {
    text.truncate(text.trim_end().len());
    text.drain(..text.len() - text.trim_start().len());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_trace_in_the_text() {
        for (text, thought, answer) in [
            ("so", "", "so"),
            ("<think>because</think>so", "because", "so"),
            ("<think>\nbecause\n</think>\n\nso\n", "because", "so"),
            ("\n<think>because</think>so", "because", "so"),
            ("because</think>so", "because", "so"),
            ("because\n</think>\n\nso", "because", "so"),
            ("<think>\n\n</think>\n\nso", "", "so"),
            ("<think>because", "because", ""),
            ("<think>", "", ""),
            ("</think>so", "", "so"),
            ("<think>one</think>so<think>two</think> on", "onetwo", "so on"),
            ("<think>because</think></think>so", "because", "so"),
            ("<think>a < b</think>a < b", "a < b", "a < b"),
            ("so<think>because", "because", "so"),
            ("", "", ""),
        ] {
            assert_eq!(part(text.to_owned()), (thought.to_owned(), answer.to_owned()), "{text:?}");
        }
    }
}
