//! The little language of the phrase banks.
//!
//! `{a|b|c}` stands for one of its alternatives, `<name>` for what the caller knows by that name,
//! and `a~` for "a" or "an" as the next word sounds. Alternatives nest.

use crate::dice::Dice;

/// Writes a phrase. `None` if it needs something that is not known, so that another can be tried.
pub(crate) fn spin(
    template: &str,
    dice: &mut Dice,
    know: &mut dyn FnMut(&str, &mut Dice) -> Option<String>,
) -> Option<String> {
    let mut raw = String::with_capacity(template.len());
    expand(template, dice, know, &mut raw)?;
    Some(settle_articles(&raw))
}

fn expand(
    template: &str,
    dice: &mut Dice,
    know: &mut dyn FnMut(&str, &mut Dice) -> Option<String>,
    out: &mut String,
) -> Option<()> {
    let mut rest = template;
    while let Some(at) = rest.find(['{', '<']) {
        out.push_str(&rest[..at]);
        let inside = &rest[at + 1..];
        if rest.as_bytes()[at] == b'<' {
            let end = inside.find('>')?;
            out.push_str(&know(&inside[..end], dice)?);
            rest = &inside[end + 1..];
        } else {
            let (bars, end) = alternatives(inside)?;
            let count = bars.len() + 1;
            let chosen = dice.below(count);
            let before = out.len();
            // Where the chosen alternative needs what is not known, the next ones are tried.
            let written = (0..count).any(|turn| {
                let index = (chosen + turn) % count;
                let from = if index == 0 { 0 } else { bars[index - 1] + 1 };
                let to = bars.get(index).copied().unwrap_or(end);
                out.truncate(before);
                expand(&inside[from..to], dice, know, out).is_some()
            });
            if !written {
                return None;
            }
            rest = &inside[end + 1..];
        }
    }
    out.push_str(rest);
    Some(())
}

/// Where the bars stand between the alternatives, and where the closing brace does.
fn alternatives(inside: &str) -> Option<(Vec<usize>, usize)> {
    let mut depth = 0;
    let mut bars = Vec::new();
    for (at, byte) in inside.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => return Some((bars, at)),
            b'}' => depth -= 1,
            b'|' if depth == 0 => bars.push(at),
            _ => {}
        }
    }
    None
}

fn settle_articles(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('~') {
        text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if (text.ends_with('a') || text.ends_with('A')) && sounds_like_vowel(rest) {
            text.push('n');
        }
        text.push(' ');
    }
    text.push_str(rest);
    text
}

fn sounds_like_vowel(next: &str) -> bool {
    let word = next.trim_start_matches(['*', '`', '[', '"']);
    if let Some(amount) = word.strip_prefix('$') {
        return sounds_like_vowel(amount);
    }
    let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
    if !digits.is_empty() {
        // "eight", "eighty", "eleven", "eighteen"; 110 is "one hundred and ten".
        let eleven = matches!(digits.as_str(), "11" | "18");
        return digits.starts_with('8') || eleven;
    }
    word.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O'])
        && !word.starts_with("one")
        && !word.starts_with("uni")
        && !word.starts_with("use")
}

/// Makes the first letter a capital, if the sentence starts with a letter.
pub(crate) fn capitalise(sentence: &str) -> String {
    let mut chars = sentence.chars();
    match chars.next() {
        Some(first) if first.is_lowercase() => first.to_uppercase().chain(chars).collect(),
        Some('*') => {
            let stars = sentence.len() - sentence.trim_start_matches('*').len();
            format!("{}{}", &sentence[..stars], capitalise(&sentence[stars..]))
        }
        _ => sentence.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(template: &str, expect: &[&str]) {
        let mut seen = Vec::new();
        for seed in 0..200 {
            let mut dice = Dice::new("test", template, seed, 0);
            let text =
                spin(template, &mut dice, &mut |name, _| (name == "v").then(|| "8.2%".to_owned()));
            let text = text.unwrap_or_else(|| "-".to_owned());
            if !seen.contains(&text) {
                seen.push(text);
            }
        }
        seen.sort();
        assert_eq!(seen, expect, "{template}");
    }

    #[test]
    fn expands_alternatives_and_names() {
        check("plain", &["plain"]);
        check("{a|b{c|d}} <v>", &["a 8.2%", "bc 8.2%", "bd 8.2%"]);
        check("{x|}y", &["xy", "y"]);
        check("{<v>|<w>}", &["8.2%"]);
        check("{<w>|{<w>|x<w>}}", &["-"]);
        check("{open", &["-"]);
        check(
            "a~<v> rise, a~fall, a~{even|odd} day",
            &["an 8.2% rise, a fall, an even day", "an 8.2% rise, a fall, an odd day"],
        );
    }
}
