//! Prints the analyst's trace and answer to the prompt in a file, or an answer of a lower grade with
//! what is wrong with it: `answer FILE [SEED] [medium|low]`.

#![expect(clippy::print_stdout, reason = "an example prints")]

use analyst::{Analyst, Grade, grade};
use llm::{Request, Sampling};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let file = args.next().ok_or("give the file of a prompt")?;
    let seed = args.next().map_or(Ok(42), |seed| seed.parse())?;
    let lower = match args.next().as_deref() {
        Some("medium") => Some(Grade::Medium),
        Some("low") => Some(Grade::Low),
        _ => None,
    };
    if let Some(lower) = lower {
        let graded = grade(&std::fs::read_to_string(file)?, lower, seed)?;
        println!("{}", graded.answer);
        for damage in graded.damages {
            println!("- {}: {}", damage.what, damage.place);
        }
        return Ok(());
    }
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
