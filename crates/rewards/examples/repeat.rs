//! Scores answers of about 6 kB again and again, for a profiler that counts instructions, which a
//! busy machine does not disturb:
//!
//! ```sh
//! cargo build --release -p rewards --example repeat
//! valgrind --tool=callgrind target/release/examples/repeat 25
//! ```
//!
//! The difference between two numbers of rounds is what scoring costs.
#![expect(clippy::print_stdout, reason = "an example that prints")]

#[path = "../benches/common/mod.rs"]
mod common;

use std::error::Error;
use std::hint::black_box;

use rewards::Scorer;

fn main() -> Result<(), Box<dyn Error>> {
    let rounds: usize = std::env::args().nth(1).as_deref().unwrap_or("25").parse()?;
    let answers = common::answers();
    let scorer = Scorer::default();
    let tasks: Vec<_> = answers.iter().map(|(_, facts)| scorer.prepare(facts)).collect();
    for _ in 0..rounds {
        for ((text, _), task) in answers.iter().zip(&tasks) {
            black_box(scorer.score_prepared(task, black_box(text), None));
        }
    }
    let bytes: usize = answers.iter().map(|(text, _)| text.len()).sum();
    println!("{} bytes", bytes * rounds);
    Ok(())
}
