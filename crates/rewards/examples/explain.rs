//! Prints the scorecard of one answer: `cargo run -p rewards --example explain TASK.json ANSWER.md`.
//!
//! Without arguments it prints the scores of the mocks that come with the crate.
#![expect(clippy::print_stdout, reason = "an example that prints")]

use std::error::Error;

use rewards::{Scorecard, Scorer, TaskFacts, builtin_mocks};

fn main() -> Result<(), Box<dyn Error>> {
    let scorer = Scorer::default();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [task, answer] = arguments.as_slice() else {
        for mock in builtin_mocks() {
            let card = scorer.score(&mock.text, &mock.task, None);
            print!("{:24}{:7}", mock.kind, mock.grade);
            print_scores(&card);
        }
        return Ok(());
    };
    let facts: TaskFacts = serde_json::from_str(&std::fs::read_to_string(task)?)?;
    let text = std::fs::read_to_string(answer)?;
    let card = scorer.score(&text, &facts, None);
    print_scores(&card);
    let part = |start: usize, end: usize| -> String {
        let part: String = text.chars().skip(start).take(end - start).collect();
        part.replace('\n', " ").chars().take(90).collect()
    };
    for it in &card.calculations {
        println!("{:?} {} {:?}", it.verdict, part(it.start, it.end), it.computed);
    }
    for it in &card.citations {
        let (claimed, actual) = (it.claimed, it.actual);
        println!(
            "{:?} {} {claimed:?} {actual:?}: {}",
            it.verdict,
            it.metric,
            part(it.start, it.end)
        );
    }
    for it in &card.evidence {
        let place = it.start.zip(it.end).map(|(start, end)| part(start, end));
        let place = place.unwrap_or_default();
        println!("{} {:?} {}: {place}", it.reward, it.verdict, it.note);
    }
    Ok(())
}

fn print_scores(card: &Scorecard) {
    print!("{:.3} ", card.score.unwrap_or(f64::NAN));
    for score in card.components.values() {
        match score {
            Some(score) => print!(" {score:.2}"),
            None => print!("    -"),
        }
    }
    println!("  x{:.2} {}", card.integrity, card.integrity_reasons.join("; "));
}
