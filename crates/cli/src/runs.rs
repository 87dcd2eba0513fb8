//! `cortex runs`: what runs there are, and what came of them.

use std::io::Write as _;
use std::path::Path;

use generator::{Overview, Rescored};
use rewards::Scorer;
use serde::Serialize;

use crate::args::{Runs, RunsCommand, ShowRun};
use crate::config::Config;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::recipe::{self, find_run, name};
use crate::style::{counts, label};

pub(crate) fn run(args: &Runs) -> Result<Exit, Failure> {
    match &args.command {
        Some(RunsCommand::Show(show)) => self::show(show),
        None => list(&args.output_dir, args.json),
    }
}

fn list(output_dir: &Path, json: bool) -> Result<Exit, Failure> {
    let folders = journal::run_folders(&generator::runs_folder(output_dir))
        .map_err(|error| Failure::from(generator::Error::from(error)))?;
    let mut runs = Vec::new();
    for folder in &folders {
        match generator::overview(folder) {
            Ok(overview) => runs.push((name(folder), overview)),
            // It was killed before it had begun.
            Err(generator::Error::Journal(journal::Error::NoRun(_))) => {}
            // One run that cannot be read hides no other.
            Err(error) => anstream::eprintln!("{}", crate::style::warn(&error.to_string())),
        }
    }
    runs.sort_by_key(|(_, overview)| overview.started_at);
    if json {
        #[derive(Serialize)]
        struct Row<'o> {
            run: &'o str,
            #[serde(flatten)]
            overview: &'o Overview,
        }
        let rows: Vec<Row<'_>> = runs.iter().map(|(run, overview)| Row { run, overview }).collect();
        return print_json(&rows);
    }
    if runs.is_empty() {
        anstream::eprintln!("there are no runs in {}", output_dir.display());
        return Ok(Exit::Done);
    }
    let width = runs.iter().map(|(run, _)| run.len()).max().unwrap_or(3).max(3);
    let mut out = anstream::stdout().lock();
    let mut write = |line: String| writeln!(out, "{line}").map_err(Failure::failed);
    write(format!(
        "{:<width$}  {:<16}  {:<11}  {:>13}  {:>9}  {}",
        "run", "began (UTC)", "state", "accepted", "cost", "what"
    ))?;
    for (run, it) in &runs {
        write(format!(
            "{run:<width$}  {:<16}  {:<11}  {:>13}  {:>9}  {}",
            it.started_at.strftime("%Y-%m-%d %H:%M").to_string(),
            it.state,
            format!("{} of {}", it.accepted, it.wanted),
            it.cost(),
            it.what(),
        ))?;
    }
    Ok(Exit::Done)
}

fn show(args: &ShowRun) -> Result<Exit, Failure> {
    if args.rescore {
        return rescore(args);
    }
    let folder = find_run(&args.run, &args.output_dir)?;
    let overview = generator::overview(&folder)?;
    if args.json {
        return print_json(&overview);
    }
    let mut lines = vec![
        label("run", &folder.display().to_string()),
        label("began", &format!("{:.0}", overview.started_at)),
        label("state", &state(&overview)),
        label("accepted", &format!("{} of {}", overview.accepted, overview.wanted)),
        label("model", &overview.record.model),
        label("data", &overview.record.data_source),
        label("asked", &overview.what()),
        label("requests", &counts(&overview.outcomes)),
    ];
    if !overview.rejected.is_empty() {
        lines.push(label("rejected", &counts(&overview.rejected)));
    }
    if overview.record.endpoint.is_some() {
        lines.push(label("cost", &overview.cost()));
    }
    if overview.money.lost_requests > 0 {
        let money = overview.money;
        lines.push(label(
            "lost",
            &format!(
                "up to ${:.4} for {} requests without an answer",
                money.lost_usd, money.lost_requests
            ),
        ));
    }
    for line in lines {
        anstream::println!("{line}");
    }
    Ok(Exit::Done)
}

fn state(overview: &Overview) -> String {
    let reason = overview.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
    format!("{}{reason}", overview.state)
}

/// Scores a run's answers again.
pub(crate) fn rescore(args: &ShowRun) -> Result<Exit, Failure> {
    let folder = &find_run(&args.run, &args.output_dir)?;
    let (record, recipe) = recipe::read(folder)?;
    let rewards = match &args.config {
        Some(_) => Config::read(args.config.as_deref())?.rewards,
        None => recipe.rewards,
    };
    let scorer = Scorer::new(rewards).map_err(Failure::usage)?;
    let least = args.min_quality.or(record.order.min_quality);
    let rescored = generator::rescore(folder, &scorer, least)?;
    if args.json {
        return print_json(&rescored);
    }
    for line in told(&rescored) {
        anstream::println!("{line}");
    }
    Ok(Exit::Done)
}

fn told(rescored: &Rescored) -> Vec<String> {
    let figure = |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{value:.3}"));
    let pair = |before: &generator::Distribution, after: &generator::Distribution| {
        format!("mean {} before, {} now", figure(before.mean()), figure(after.mean()))
    };
    let mut lines = vec![
        label("answers", &format!("{} scored again", rescored.answers)),
        label("scores", &pair(&rescored.before, &rescored.after)),
        label(
            "accepted",
            &format!(
                "{} before, {} now: {} more, {} fewer",
                rescored.accepted_before,
                rescored.accepted_after,
                rescored.newly_accepted.len(),
                rescored.newly_rejected.len()
            ),
        ),
    ];
    for (name, (before, after)) in &rescored.components {
        if before.mean() != after.mean() {
            lines.push(label("", &format!("{name}: {}", pair(before, after))));
        }
    }
    for (word, tasks) in
        [("accepted now", &rescored.newly_accepted), ("rejected now", &rescored.newly_rejected)]
    {
        let shown = tasks.iter().take(10);
        lines.extend(shown.map(|change| {
            let text = format!(
                "{word}: {} ({} → {})",
                change.task,
                figure(change.before),
                figure(change.after)
            );
            label("", &text)
        }));
        if tasks.len() > 10 {
            lines.push(label("", &format!("{word}: and {} more", tasks.len() - 10)));
        }
    }
    lines
}

fn print_json(value: &impl Serialize) -> Result<Exit, Failure> {
    let mut out = std::io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, value).map_err(Failure::failed)?;
    out.write_all(b"\n").map_err(Failure::failed)?;
    Ok(Exit::Done)
}
