//! Prints the analyst's trace and answer to the prompt in a file: `answer FILE [SEED]`.

#![expect(clippy::print_stdout, reason = "an example prints")]

use analyst::Analyst;
use llm::{Request, Sampling};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let file = args.next().ok_or("give the file of a prompt")?;
    let seed = args.next().map_or(Ok(42), |seed| seed.parse())?;
    let request =
        Request::new(std::fs::read_to_string(file)?, Sampling { seed, ..Sampling::default() });
    let completion = Analyst.answer(&request)?;
    println!(
        "<think>\n{}\n</think>\n\n{}",
        completion.reasoning.unwrap_or_default(),
        completion.answer
    );
    Ok(())
}
