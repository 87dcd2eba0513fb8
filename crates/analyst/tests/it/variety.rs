//! Five hundred answers are not one template filled five hundred times.

use tasks::TaskKind;

use crate::support::{answer, desk, similarity, tasks};

/// The most that answers of one kind may have in common, as a mean over all pairs.
const MOST: f64 = 0.30;

#[test]
fn answers_of_a_kind_differ_in_their_words() {
    let desk = desk();
    for kind in TaskKind::ALL {
        let tasks = tasks(&desk, kind, 40);
        let texts: Vec<String> = (0..40)
            .map(|index| answer(&tasks[index % tasks.len()].prompt, index as u64).answer)
            .collect();
        let similarity = similarity(&texts);
        assert!(similarity < MOST, "{kind}: {similarity:.3}");
    }
}

#[test]
fn answers_to_one_prompt_differ_in_their_words() {
    let desk = desk();
    for kind in TaskKind::ALL {
        let task = &tasks(&desk, kind, 1)[0];
        let texts: Vec<String> = (0..40).map(|seed| answer(&task.prompt, seed).answer).collect();
        let similarity = similarity(&texts);
        assert!(similarity < MOST, "{kind}: {similarity:.3}");
    }
}
