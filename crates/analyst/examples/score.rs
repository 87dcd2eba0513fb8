//! Scores the analyst's answers to the tasks of the bundled sample, a table a kind, and prints what
//! the rewards found wrong: `score [TASKS_PER_KIND] [SEED]`.

#![expect(clippy::print_stdout, reason = "an example prints")]

use std::collections::BTreeMap;

use analyst::Analyst;
use llm::{Request, Sampling};
use rewards::Scorer;
use tasks::Plan;

#[path = "../tests/it/support.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod support;

/// Answers, sum and least of their scores, and sum and number of each reward's.
type Sums = (usize, f64, f64, BTreeMap<String, (f64, usize)>);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let per_kind: usize = args.next().map_or(Ok(20), |n| n.parse())?;
    let seed: u64 = args.next().map_or(Ok(42), |n| n.parse())?;
    let desk = support::desk();
    let plan = Plan::new(&desk, seed, per_kind)?;
    let scorer = Scorer::default();
    let mut sums: BTreeMap<String, Sums> = BTreeMap::new();
    for task in plan.tasks(&desk) {
        let kind = task.facts.kind.clone();
        let entry = sums.entry(kind.clone()).or_insert((0, 0.0, 1.0, BTreeMap::new()));
        if entry.0 >= per_kind {
            continue;
        }
        let request = Request::new(&task.prompt, Sampling { seed, ..Sampling::default() });
        let completion = match Analyst.answer(&request) {
            Ok(completion) => completion,
            Err(error) => {
                println!("{}: {error}", task.facts.id);
                continue;
            }
        };
        let card = scorer.score(&completion.answer, &task.facts, Some(&task.prompt));
        let score = card.score.unwrap_or(0.0);
        entry.0 += 1;
        entry.1 += score;
        entry.2 = entry.2.min(score);
        for (name, value) in &card.components {
            if let Some(value) = value {
                let sum = entry.3.entry(name.clone()).or_insert((0.0, 0));
                sum.0 += value;
                sum.1 += 1;
            }
        }
        let words = completion.answer.split_whitespace().count();
        let thoughts = completion.reasoning.as_deref().unwrap_or("").split_whitespace().count();
        println!(
            "{:.3} {words} {thoughts} {} integrity {:.2}",
            score, task.facts.id, card.integrity
        );
        for c in &card.calculations {
            if format!("{:?}", c.verdict) != "Correct" {
                println!(
                    "   calc {:?}: {} (claimed {}, computed {:?}) {:?}",
                    c.verdict, c.text, c.claimed, c.computed, c.reason
                );
            }
        }
        for c in &card.citations {
            if matches!(format!("{:?}", c.verdict).as_str(), "Contradicted" | "UnknownMetric") {
                println!("   cite {:?} {c:?}", c.verdict);
            }
        }
        if let Ok(wanted) = std::env::var("SHOW")
            && (task.facts.id == wanted || card.evidence.iter().any(|e| e.note.contains(&wanted)))
        {
            println!("{}", completion.answer);
        }
        if std::env::var("EVIDENCE").is_ok() {
            for e in &card.evidence {
                let advice = e.reward == "investment_insight";
                if format!("{:?}", e.verdict) == "Good" && !advice
                    || format!("{:?}", e.verdict) == "Neutral"
                {
                    continue;
                }
                let slice: String = match (e.start, e.end) {
                    (Some(start), Some(end)) => {
                        completion.answer.chars().skip(start).take(end - start).collect()
                    }
                    _ => String::new(),
                };
                println!("   {} {:?} {}: {slice:?}", e.reward, e.verdict, e.note);
            }
            for reason in &card.integrity_reasons {
                println!("   integrity {reason}");
            }
        }
    }
    for (kind, (count, total, least, parts)) in sums {
        println!("\n{kind}: {count} answers, mean {:.3}, least {least:.3}", total / count as f64);
        for (name, (sum, n)) in parts {
            println!("   {name:24} {:.3}", sum / n as f64);
        }
    }
    Ok(())
}
