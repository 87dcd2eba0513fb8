//! What a run came to, for people on standard error and for programs on standard output.

use std::io::Write as _;
use std::path::Path;

use generator::{Distribution, Summary};
use indexmap::IndexMap;
use report::Shown;
use serde::Serialize;

use crate::report::OfRun;
use crate::style::{counts, label, warn};
use crate::verify::Verified;

/// The bins of the histogram.
const BINS: usize = 20;
/// The width of the longest bar.
const BAR_WIDTH: usize = 32;

/// Writes the summary as one JSON object.
pub(crate) fn json(
    summary: &Summary,
    verified: Option<&Verified>,
    report: Option<&OfRun>,
) -> std::io::Result<()> {
    #[derive(Serialize)]
    struct Whole<'s> {
        #[serde(flatten)]
        summary: &'s Summary,
        #[serde(skip_serializing_if = "Option::is_none")]
        verified: Option<&'s Verified>,
        #[serde(skip_serializing_if = "Option::is_none")]
        report: Option<&'s Path>,
    }
    let mut out = std::io::stdout().lock();
    let report = report.map(|report| report.path.as_path());
    serde_json::to_writer_pretty(&mut out, &Whole { summary, verified, report })?;
    out.write_all(b"\n")?;
    out.flush()
}

/// Writes the summary for a person.
pub(crate) fn print(summary: &Summary, verified: Option<&Verified>, report: Option<&OfRun>) {
    for line in lines(summary, verified, report) {
        anstream::eprintln!("{line}");
    }
}

fn lines(summary: &Summary, verified: Option<&Verified>, report: Option<&OfRun>) -> Vec<String> {
    let mut lines = vec![String::new()];
    let rejected = match summary.rejections() {
        0 => "no answer rejected".to_owned(),
        1 => format!("1 answer rejected ({})", counts(&summary.rejected)),
        many => format!("{many} answers rejected ({})", counts(&summary.rejected)),
    };
    lines.push(label(
        "accepted",
        &format!("{} of {} examples; {rejected}", summary.accepted, summary.wanted),
    ));
    let by =
        if summary.synthetic { ", computed by a program, not by a language model" } else { "" };
    lines.push(label("answers", &format!("{}{by}", summary.model)));
    lines.extend(usage(summary).map(|usage| label("cost", &usage)));
    lines.push(label("kinds", &counts(&summary.kinds)));
    lines.push(label("subjects", &counts(&summary.subjects)));
    lines.push(label("scores", &format!("{}{}", figures(&summary.scores), threshold(summary))));
    lines.extend(histogram(&summary.scores));
    if summary.all_scores.count() > summary.scores.count() {
        lines.push(label(
            "all",
            &format!("{} (rejected answers included)", figures(&summary.all_scores)),
        ));
    }
    if summary.rejections() > 0 {
        lines.extend(yields(summary));
    }
    if summary.files.is_some() {
        lines.push(label("split", &split(summary)));
        lines.extend(split_warning(summary).map(|warning| warn(&warning)));
    }
    if let Some(verified) = verified {
        lines.extend(verification(verified));
    }
    lines.push(String::new());
    let files = summary.files.iter().flat_map(|files| {
        [
            ("raw", &files.raw),
            ("training", &files.training),
            ("train", &files.train),
            ("eval", &files.eval),
        ]
    });
    lines.extend(files.map(|(name, path)| label(name, &path.display().to_string())));
    lines.push(label("run", &summary.folder.display().to_string()));
    lines.extend(report.map(told_report));
    if !summary.is_complete() && summary.stopped.is_none() {
        lines.push(String::new());
        lines.push(warn(&format!(
            "finished with {} examples of {} asked for: no task is left to try",
            summary.accepted, summary.wanted
        )));
    }
    lines
}

/// Where the report is, and how to see more answers than it shows.
fn told_report(report: &OfRun) -> String {
    let OfRun { path, shown: Shown { shown, answers } } = report;
    let more = if shown < answers {
        format!(" ({shown} of {answers} answers; `cortex report` shows more)")
    } else {
        String::new()
    };
    label("report", &format!("{}{more}", path.display()))
}

/// Says how an interrupted run goes on. The last line that it prints.
pub(crate) fn print_how_to_go_on(summary: &Summary) {
    anstream::eprintln!(
        "{}",
        warn(&format!(
            "interrupted with {} of {} examples; the same command goes on where it was, and so does `cortex generate --resume {}`",
            summary.accepted,
            summary.wanted,
            summary.folder.display()
        ))
    );
}

/// What became of the tasks of each kind, where not every answer was accepted.
fn yields(summary: &Summary) -> Vec<String> {
    let kinds = summary.yields.iter().enumerate();
    let lines = kinds.map(|(at, (kind, of))| {
        let rejected = counts(&of.rejected);
        let why = if rejected.is_empty() { String::new() } else { format!("; {rejected}") };
        let text = format!(
            "{kind}: {} of {} samples accepted, {} tasks{why}",
            of.accepted, of.asked, of.tasks
        );
        label(if at == 0 { "yield" } else { "" }, &text)
    });
    lines.collect()
}

/// What all requests took together, as far as the service told.
fn usage(summary: &Summary) -> Option<String> {
    let cost = summary.usage.cost_usd.map(|cost| format!("${cost:.4}"));
    let tokens = summary.usage.completion_tokens.map(|tokens| {
        let questions = summary.usage.prompt_tokens.unwrap_or_default();
        format!("{questions} tokens of questions, {tokens} of traces and answers")
    });
    let lost = summary.money.filter(|money| money.lost_requests > 0).map(|money| {
        format!("up to ${:.4} for {} lost on the way", money.lost_usd, money.lost_requests)
    });
    let reused = (summary.reused > 0)
        .then(|| format!("{} answers of earlier runs used again, at no cost", summary.reused));
    let told: Vec<String> = cost.into_iter().chain(tokens).collect();
    let requests =
        (!told.is_empty()).then(|| format!("{}; {} requests", told.join(", "), summary.asked));
    let all: Vec<String> = requests.into_iter().chain(lost).chain(reused).collect();
    (!all.is_empty()).then(|| all.join("; "))
}

fn threshold(summary: &Summary) -> String {
    match summary.min_quality {
        Some(least) => format!("; accepted from {least:.2}"),
        None => "; accepted whatever the score".to_owned(),
    }
}

fn figures(scores: &Distribution) -> String {
    let (Some(mean), Some(median), Some(min), Some(max)) =
        (scores.mean(), scores.quantile(0.5), scores.min(), scores.max())
    else {
        return "none".to_owned();
    };
    format!("mean {mean:.3}, median {median:.3}, from {min:.3} to {max:.3}")
}

/// The bins that hold anything, as bars.
fn histogram(scores: &Distribution) -> Vec<String> {
    let bins = scores.histogram(BINS);
    let highest = bins.iter().copied().max().unwrap_or(0).max(1);
    let first = bins.iter().position(|count| *count > 0).unwrap_or(0);
    let last = bins.iter().rposition(|count| *count > 0).unwrap_or(0);
    let rows = bins.iter().enumerate().take(last + 1).skip(first).filter(|_| scores.count() > 0);
    rows.map(|(bin, count)| {
        let from = bin as f64 / BINS as f64;
        let bar = "▇".repeat((count * BAR_WIDTH).div_ceil(highest));
        label("", &format!("{from:.2}–{:.2} {bar} {count}", from + 1.0 / BINS as f64))
    })
    .collect()
}

fn split(summary: &Summary) -> String {
    let split = &summary.split;
    let left_out = match split.left_out {
        0 => String::new(),
        n => format!(", {n} on neither side (the gap before the evaluated days)"),
    };
    let overlap = match split.eval_days_in_train_history {
        0 => "; no evaluated day stands in a training prompt".to_owned(),
        n => format!(
            "; {n} of the evaluated days stand in the history of training prompts (`--split time` avoids it, at the price of a gap between both sides)"
        ),
    };
    format!(
        "{} train, {} eval{left_out}{}",
        split.train,
        split.eval,
        if split.eval > 0 { overlap } else { String::new() }
    )
}

/// Says where a split leaves too little of one side.
fn split_warning(summary: &Summary) -> Option<String> {
    let split = &summary.split;
    if split.eval == 0 && split.train > 0 && summary.eval_fraction > 0.0 {
        return Some(
            "no example is left for evaluation: what belongs together cannot be parted".to_owned(),
        );
    }
    if split.train < split.eval || split.left_out > split.train {
        return Some(format!(
            "{} examples to train on, {} to evaluate: days that evaluated prompts show are not trained on; \
             more days of data or `--split random` leave more",
            split.train, split.eval
        ));
    }
    None
}

fn verification(verified: &Verified) -> Vec<String> {
    let mut lines = vec![
        String::new(),
        label(
            "verified",
            &format!(
                "{} examples scored again from their records, to the same bits",
                verified.examples
            ),
        ),
    ];
    lines.push(label("", &header()));
    lines.push(label("", &row("composite", &verified.scores)));
    lines.extend(rows(&verified.components));
    lines.push(label("", "by task kind"));
    lines.extend(rows(&verified.kinds));
    lines
}

fn rows(distributions: &IndexMap<String, Distribution>) -> Vec<String> {
    distributions.iter().map(|(name, scores)| label("", &row(name, scores))).collect()
}

fn header() -> String {
    format!(
        "{:<24} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6}",
        "", "count", "mean", "min", "p10", "median", "max"
    )
}

fn row(name: &str, scores: &Distribution) -> String {
    let figure = |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{value:.3}"));
    format!(
        "{name:<24} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6}",
        scores.count(),
        figure(scores.mean()),
        figure(scores.min()),
        figure(scores.quantile(0.1)),
        figure(scores.quantile(0.5)),
        figure(scores.max()),
    )
}
