//! `cortex rewards test`.

use rewards::Scorer;
use rewards::ladder::{builtin_mocks, run_ladder};

use crate::args::RewardsTest;
use crate::config::Config;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::style::{label, warn};

/// Scores the bundled test answers and shows which are out of their ranges.
pub(crate) fn run(args: &RewardsTest) -> Result<Exit, Failure> {
    let config = Config::read(args.config.as_deref())?;
    let scorer = Scorer::new(config.rewards).map_err(Failure::usage)?;
    let report = run_ladder(&scorer, &builtin_mocks());
    for row in &report.rows {
        let range = row.grade.range();
        let score = row.card.score.map_or("–".to_owned(), |score| format!("{score:.3}"));
        let text = format!(
            "{:<24} {:<6} {score}  ({:.2} to {:.2})",
            row.kind,
            row.grade.name(),
            range.start(),
            range.end()
        );
        anstream::eprintln!("{}", label("", &text));
        if args.verbose {
            for (name, score) in &row.card.components {
                let score = score.map_or("not asked".to_owned(), |score| format!("{score:.3}"));
                anstream::eprintln!("{}", label("", &format!("    {name:<24} {score}")));
            }
        }
    }
    for failure in &report.failures {
        anstream::eprintln!("{}", warn(&failure.to_string()));
    }
    if report.failures.is_empty() {
        anstream::eprintln!(
            "{}",
            label("rewards", &format!("{} test answers score as they must", report.rows.len()))
        );
        Ok(Exit::Done)
    } else {
        Ok(Exit::Failed)
    }
}
