//! The answers by which speed is measured.

use rewards::{Grade, TaskFacts, builtin_mocks};

/// Brings an answer to about 6 kB by going on with other answers' paragraphs.
pub(crate) fn answers() -> Vec<(String, TaskFacts)> {
    let highs: Vec<_> = builtin_mocks().into_iter().filter(|it| it.grade == Grade::High).collect();
    (0..highs.len())
        .map(|index| {
            let mut text = highs[index].text.clone();
            let mut next = index;
            while text.len() < 6_000 {
                next = (next + 1) % highs.len();
                let room = highs[next].text.floor_char_boundary(6_000 - text.len() + 1);
                text.push_str("\n\n");
                text.push_str(&highs[next].text[..room]);
            }
            (text, highs[index].task.clone())
        })
        .collect()
}
