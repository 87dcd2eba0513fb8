//! What the rewards give to answers of each grade.

use std::collections::BTreeMap;

use analyst::{Grade, grade};
use rewards::Scorer;
use tasks::TaskKind;

use crate::support::{desk, tasks};

#[test]
fn rewards_tell_the_grades_apart() {
    let desk = desk();
    let scorer = Scorer::default();
    for kind in TaskKind::ALL {
        let tasks = tasks(&desk, kind, 20);
        let mut composites = [0.0; 3];
        let mut rewards: BTreeMap<String, [f64; 3]> = BTreeMap::new();
        for (seed, task) in tasks.iter().enumerate() {
            for (column, wanted) in [Grade::High, Grade::Medium, Grade::Low].into_iter().enumerate()
            {
                let graded = grade(&task.prompt, wanted, seed as u64).unwrap();
                let card = scorer.score(&graded.answer, &task.facts, Some(&task.prompt));
                let score = card.score.unwrap();
                composites[column] += score / tasks.len() as f64;
                if wanted == Grade::High {
                    assert!(score >= 0.80, "{}: {score}", task.facts.id);
                }
                for (name, value) in &card.components {
                    rewards.entry(name.clone()).or_default()[column] += value.unwrap_or(0.0);
                }
            }
        }
        let [high, medium, low] = composites;
        assert!(high >= 0.90, "{kind}: high {high}");
        assert!((0.40..=0.70).contains(&medium), "{kind}: medium {medium}");
        assert!((0.05..=0.35).contains(&low), "{kind}: low {low}");
        for (name, [high, medium, low]) in rewards {
            assert!(high >= medium && medium >= low, "{kind}, {name}: {high} {medium} {low}");
        }
    }
}
