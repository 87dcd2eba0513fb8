//! `cortex rewards test`: the bundled test answers against the ranges in which they must fall.

use std::collections::BTreeMap;

use dataset::JsonlFile;
use rewards::Scorer;
use rewards::assess::Finding;
use rewards::ladder::{LadderReport, LadderRow, Mock, builtin_mocks, run_ladder};

use crate::args::RewardsTest;
use crate::config::Config;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::style::{label, warn};

/// The most characters of the answer that stand beside a piece of evidence.
const QUOTE_CHARACTERS: usize = 60;

/// Scores the bundled test answers and shows which are out of their ranges.
pub(crate) fn run(args: &RewardsTest) -> Result<Exit, Failure> {
    let config = Config::read(args.config.as_deref())?;
    let scorer = Scorer::new(config.rewards).map_err(Failure::usage)?;
    let mocks = builtin_mocks();
    let report = run_ladder(&scorer, &mocks);
    if let Some(path) = &args.output {
        let mut file = JsonlFile::create(path).map_err(Failure::usage)?;
        file.write(&report).map_err(Failure::failed)?;
        file.publish().map_err(Failure::failed)?;
    }
    for line in table(&report, &mocks, args.verbose) {
        anstream::eprintln!("{line}");
    }
    Ok(if report.failures.is_empty() { Exit::Done } else { Exit::Failed })
}

fn table(report: &LadderReport, mocks: &[Mock], verbose: bool) -> Vec<String> {
    let mut lines = Vec::new();
    for (row, mock) in report.rows.iter().zip(mocks) {
        lines.push(composite(row));
        if verbose {
            lines.extend(evidence(row, &mock.text));
        }
    }
    lines.push(String::new());
    lines.push(label(
        "rewards",
        "each in isolation: the mean over the task kinds, and where a weaker answer scores higher",
    ));
    lines.extend(isolated(report));
    lines.push(String::new());
    lines.extend(report.failures.iter().map(|failure| warn(&failure.to_string())));
    if report.failures.is_empty() {
        lines.push(label(
            "passed",
            &format!("{} test answers score as they must", report.rows.len()),
        ));
    }
    lines
}

fn composite(row: &LadderRow) -> String {
    let verdict = if row.passes { "ok" } else { "OUT OF RANGE" };
    label(
        row.grade.name(),
        &format!(
            "{:<24} {}  in {:.2} to {:.2}  {verdict}",
            row.kind,
            figure(row.card.score),
            row.least,
            row.most
        ),
    )
}

/// What each reward found, with the place in the answer.
fn evidence(row: &LadderRow, text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for (reward, score) in &row.card.components {
        let score = score.map_or("not asked".to_owned(), |score| figure(Some(score)));
        lines.push(label("", &format!("  {reward:<24} {score}")));
        for found in row.card.evidence.iter().filter(|found| found.reward == *reward) {
            let mark = match found.verdict {
                Finding::Good => '+',
                Finding::Bad => '−',
                Finding::Missing => '?',
                Finding::Neutral => '·',
            };
            let quote = found.start.zip(found.end).map(|(start, end)| quote(text, start, end));
            lines.push(label(
                "",
                &format!("    {mark} {}{}", found.note, quote.unwrap_or_default()),
            ));
        }
    }
    for reason in &row.card.integrity_reasons {
        lines.push(label("", &format!("  integrity {:.3}: {reason}", row.card.integrity)));
    }
    lines
}

fn quote(text: &str, start: usize, end: usize) -> String {
    let length = (end - start).min(QUOTE_CHARACTERS);
    let quoted: String = text.chars().skip(start).take(length).collect();
    let more = if end - start > length { "…" } else { "" };
    format!(": “{}{more}”", quoted.replace('\n', " "))
}

/// Each reward's mean by grade.
fn isolated(report: &LadderReport) -> Vec<String> {
    let mut scores: BTreeMap<&str, BTreeMap<&str, Vec<f64>>> = BTreeMap::new();
    for row in &report.rows {
        for (reward, score) in &row.card.components {
            if let Some(score) = score {
                scores.entry(reward).or_default().entry(row.grade.name()).or_default().push(*score);
            }
        }
    }
    let mean = |scores: Option<&Vec<f64>>| {
        figure(scores.map(|scores| scores.iter().sum::<f64>() / scores.len() as f64))
    };
    let row = |(reward, grades): (&&str, &BTreeMap<&str, Vec<f64>>)| {
        let grades =
            ["high", "medium", "low"].map(|grade| format!("{grade} {}", mean(grades.get(grade))));
        label("", &format!("{reward:<24} {}", grades.join("  ")))
    };
    scores.iter().map(row).collect()
}

fn figure(score: Option<f64>) -> String {
    score.map_or("  –  ".to_owned(), |score| format!("{score:.3}"))
}
