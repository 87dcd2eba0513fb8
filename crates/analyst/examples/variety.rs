//! Prints how alike the analyst's answers are: for each kind of task the mean Jaccard similarity of
//! word 4-grams over 60 answers, and over 60 answers to one prompt, with numbers, dates and names
//! masked.

#![expect(clippy::print_stdout, reason = "an example prints")]

use tasks::TaskKind;

#[path = "../tests/it/support.rs"]
mod support;

use support::{answer, desk, similarity, tasks};

const ANSWERS: usize = 60;

fn main() {
    let desk = desk();
    let mut time = std::time::Duration::ZERO;
    let mut written = 0_u32;
    println!(
        "{:24} {:>7} {:>10} {:>9} {:>7} {:>7}",
        "kind", "answers", "one prompt", "reasoning", "words", "thoughts"
    );
    for kind in TaskKind::ALL {
        let tasks = tasks(&desk, kind, ANSWERS);
        let start = std::time::Instant::now();
        let completions: Vec<_> = (0..ANSWERS)
            .map(|index| answer(&tasks[index % tasks.len()].prompt, index as u64))
            .collect();
        let answers: Vec<String> = completions.iter().map(|c| c.answer.clone()).collect();
        let traces: Vec<String> = completions.iter().filter_map(|c| c.reasoning.clone()).collect();
        let of_one: Vec<String> =
            (0..ANSWERS as u64).map(|seed| answer(&tasks[0].prompt, seed).answer).collect();
        time += start.elapsed();
        written += 2 * ANSWERS as u32;
        let words = |texts: &[String]| {
            let mut counts: Vec<usize> =
                texts.iter().map(|t| t.split_whitespace().count()).collect();
            counts.sort_unstable();
            format!("{}-{}", counts[0], counts[counts.len() - 1])
        };
        println!(
            "{:24} {:>7.3} {:>10.3} {:>9.3} {:>7} {:>7}",
            kind.name(),
            similarity(&answers),
            similarity(&of_one),
            similarity(&traces),
            words(&answers),
            words(&traces),
        );
    }
    println!("{:.0} answers a second", f64::from(written) / time.as_secs_f64());
}
