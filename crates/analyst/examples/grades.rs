//! Prints what the rewards give to high, medium and low answers, a table a kind:
//! `grades [TASKS_PER_KIND]`.

#![expect(clippy::print_stdout, reason = "an example prints")]

use std::collections::BTreeMap;

use analyst::{Grade, grade};
use rewards::Scorer;
use tasks::TaskKind;

#[path = "../tests/it/support.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod support;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let count = std::env::args().nth(1).map_or(Ok(20), |n| n.parse())?;
    let desk = support::desk();
    let scorer = Scorer::default();
    for kind in TaskKind::ALL {
        let mut rows: BTreeMap<String, [f64; 3]> = BTreeMap::new();
        let mut extremes = [(1.0_f64, 0.0_f64); 3];
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for (seed, task) in support::tasks(&desk, kind, count).iter().enumerate() {
            for (column, wanted) in [Grade::High, Grade::Medium, Grade::Low].into_iter().enumerate()
            {
                let graded = grade(&task.prompt, wanted, seed as u64)?;
                let card = scorer.score(&graded.answer, &task.facts, Some(&task.prompt));
                let score = card.score.unwrap_or(0.0);
                extremes[column] = (extremes[column].0.min(score), extremes[column].1.max(score));
                let mut add = |name: &str, value: f64| {
                    rows.entry(name.to_owned()).or_default()[column] += value;
                    *counts.entry(format!("{name}{column}")).or_default() += 1;
                };
                add("= composite", score);
                add("= integrity", card.integrity);
                for (name, value) in &card.components {
                    if let Some(value) = value {
                        add(name, *value);
                    }
                }
            }
        }
        println!("{kind}");
        for (name, sums) in rows {
            let mean = |column: usize| sums[column] / counts[&format!("{name}{column}")] as f64;
            println!("   {name:24} {:.3} {:.3} {:.3}", mean(0), mean(1), mean(2));
        }
        let range = |(least, most): (f64, f64)| format!("{least:.2}-{most:.2}");
        println!(
            "   {:24} {} {} {}",
            "range",
            range(extremes[0]),
            range(extremes[1]),
            range(extremes[2])
        );
    }
    Ok(())
}
