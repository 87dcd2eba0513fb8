//! The report of a run: what was asked and what came of it, and every answer with its verdicts, as one
//! page.
//!
//! All of it comes from the run's journal. The answers shown are scored again, to have the places of what
//! was found; the verdict on an answer is the one that the journal has.

mod answers;
mod asked;
mod course;
mod examples;
mod market;
mod marks;
mod prompt;
mod record;
mod scores;
mod yields;

use std::io::Write;
use std::path::Path;

use journal::Reader;
use maud::html;
use rewards::Scorer;

use crate::page::{Page, tiles};
use record::Record;

/// How many answers a report shows unless told otherwise: what a browser opens at once.
pub const MOST_ANSWERS: usize = 1_000;

/// How many answers the report shows that a run writes at its end by itself: to score them again should
/// cost next to nothing beside the run.
pub const FEW_ANSWERS: usize = 200;

/// The name of the report in a run's folder.
pub const REPORT_FILE: &str = "report.html";

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The journal could not be read, or another version of the program wrote it.
    #[error(transparent)]
    Run(#[from] generator::Error),
    /// A record in the journal is not as the program writes it.
    #[error("the journal has a record that cannot be read: {what}")]
    Record {
        /// Which one.
        what: String,
        /// Why.
        source: serde_json::Error,
    },
    /// The page could not be written.
    #[error("the page cannot be written")]
    Write(#[from] std::io::Error),
}

impl From<journal::Error> for Error {
    fn from(error: journal::Error) -> Self {
        Self::Run(error.into())
    }
}

/// What a report shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// How many answers it shows.
    pub shown: usize,
    /// How many answers the run has.
    pub answers: usize,
}

/// Writes the report of a run, also of one that goes on or was killed.
///
/// `scorer` finds the places of the verdicts; it should be the run's own. Of more than `most` answers, so
/// many are drawn by the digests of their tasks: always the same ones, and of each kind its share. Memory
/// holds what is known of the requests, and the texts of a few answers at a time.
///
/// # Errors
/// If the journal cannot be read, or the page cannot be written.
pub fn report(
    folder: &Path,
    scorer: &Scorer,
    most: usize,
    out: &mut impl Write,
) -> Result<Shown, Error> {
    let record = Record::read(folder)?;
    let drawn = answers::draw(&record, most);
    let series = generator::recorded_series(&Reader::open(folder)?, &record.run)?;
    let page = Page::new(format!("Run {}", record.name), header(&record))
        .section("asked", "Asked", asked::section(&record))
        .section("yield", "Yield", yields::section(&record))
        .section("scores", "Scores", scores::section(&record))
        .section("course", "Time and cost", course::section(&record))
        .section("market", "Market data", market::section(&record, &series))
        .section("answers", "Answers", answers::section(&record, drawn.len()))
        .script(answers::SCRIPT);
    page.write(out, |out| examples::write(folder, &drawn, scorer, out))?;
    Ok(Shown { shown: drawn.len(), answers: record.answered().count() })
}

fn header(record: &Record) -> maud::Markup {
    let overview = &record.overview;
    let (right, wrong, unchecked) = record.calculations();
    let (grounded, contradicted) = record.citations();
    let scores = record.scores(|it| it.rejection.is_none());
    let mean = scores.mean().map_or("–".to_owned(), |mean| format!("{mean:.3}"));
    let spread = match (scores.min(), scores.max()) {
        (Some(min), Some(max)) => format!("from {min:.2} to {max:.2}"),
        _ => String::new(),
    };
    let mut shown = vec![
        (
            "accepted examples",
            record::grouped(overview.accepted),
            format!("of {} asked for", record::grouped(overview.wanted)),
        ),
        ("mean score of these", mean, spread),
        (
            "calculations of all answers",
            record::grouped(right + wrong),
            format!("checked: {wrong} wrong; {unchecked} more not checkable"),
        ),
        (
            "values beside metrics",
            record::grouped(grounded + contradicted),
            format!("checked: {contradicted} contradicted"),
        ),
        ("time", record::duration(record.seconds()), record.pace()),
    ];
    if overview.record.endpoint.is_some() {
        let note = record.answered().count();
        shown.push(("cost", overview.cost(), format!("for {} answers", record::grouped(note))));
    }
    let is_synthetic = overview.record.synthetic || record.answered().any(|it| it.is_synthetic);
    let what =
        if is_synthetic { "answers computed by a program" } else { "answers of a language model" };
    html! {
        p { (overview.record.model) " (" (what) "), "
            (overview.started_at.strftime("%Y-%m-%d %H:%M").to_string()) " UTC, "
            (record::state(overview)) }
        (tiles(shown))
    }
}
