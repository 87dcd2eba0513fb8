//! What no editor would let pass: left-over marks, doubled words, articles, signs against verbs.

use tasks::TaskKind;

use crate::support::{answer, desk, tasks};

#[test]
fn texts_are_clean() {
    let desk = desk();
    let mut found = Vec::new();
    for kind in TaskKind::ALL {
        for (seed, task) in tasks(&desk, kind, 80).iter().enumerate() {
            let completion = answer(&task.prompt, seed as u64);
            let reasoning = completion.reasoning.unwrap_or_default();
            for text in [&completion.answer, &reasoning] {
                found.extend(
                    faults(text).into_iter().map(|fault| format!("{}: {fault}", task.facts.id)),
                );
            }
        }
    }
    found.sort();
    found.dedup();
    assert!(
        found.is_empty(),
        "{} faults:\n{}",
        found.len(),
        found[..found.len().min(40)].join("\n")
    );
}

#[test]
fn no_sentence_stands_twice() {
    let desk = desk();
    for kind in TaskKind::ALL {
        for (seed, task) in tasks(&desk, kind, 40).iter().enumerate() {
            let text = answer(&task.prompt, seed as u64).answer;
            let mut seen = std::collections::HashSet::new();
            for sentence in text
                .split('\n')
                .flat_map(|line| line.split(". "))
                .map(str::trim)
                .filter(|s| s.split(' ').count() > 4 && !s.contains(['=', '≈']))
            {
                assert!(seen.insert(sentence), "{}: {sentence}", task.facts.id);
            }
        }
    }
}

fn faults(text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for line in text.lines() {
        let mut fault = |what: &str| faults.push(format!("{what}: {line}"));
        let prose = !line.starts_with('|');
        for mark in [
            "{", "}", "<", ">", "~", "..", " ,", " .", " ;", "()", "??", "NaN", "inf ", "–-", "(,",
            ",,", ":.", "?:",
        ] {
            if line.contains(mark) && !line.starts_with("Formula") {
                fault(mark);
            }
        }
        if prose && (line.trim_start().contains("  ") || line.contains('|')) {
            fault("spaces or bars");
        }
        if line.split("? ").skip(1).any(|rest| rest.starts_with(|c: char| c.is_lowercase())) {
            fault("a small letter after a question");
        }
        if line.matches('(').count() != line.matches(')').count() {
            fault("parentheses");
        }
        let words: Vec<&str> = line.split(' ').collect();
        for pair in words.windows(2) {
            let (one, two) = (pair[0].to_lowercase(), pair[1].to_lowercase());
            let letters = one.chars().all(char::is_alphabetic) && !one.is_empty();
            if letters && one == two && one != "that" && one != "had" {
                fault("doubled word");
            }
            let plain = two.trim_start_matches(['[', '`', '*', '(', '$', '"']);
            let vowel = plain.starts_with(['a', 'e', 'i', 'o', '8']) && !plain.starts_with("one");
            if one == "a" && vowel {
                fault("a before a vowel");
            }
            if one == "an" && !vowel && !plain.starts_with(['u', 'h', '1']) {
                fault("an before a consonant");
            }
            if ["by", "rose", "fell", "only"].contains(&one.as_str())
                && two.starts_with(['−', '-'])
                && !line.contains("changed by")
            {
                fault("a sign against its verb");
            }
        }
    }
    faults
}
