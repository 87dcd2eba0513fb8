//! The summary of an evaluation on the terminal.

use std::io::{self, Write as _};
use std::path::PathBuf;

use anstyle::Style;
use indexmap::IndexMap;
use report::evaluation::calibrate::{Best, Calibration, Verdict};
use report::evaluation::{Comparison, Evaluation, Spread, Statistics, Weights};

use crate::style::{label, warn};

/// How many parts of a sort are shown.
const PARTS_SHOWN: usize = 12;
/// The longest name that is shown.
const NAME_WIDTH: usize = 24;
/// The most columns of a bar.
const BAR_WIDTH: usize = 10;

/// Prints what was found and where it stands.
pub(crate) fn print(
    evaluation: &Evaluation,
    written: &[PathBuf],
    components_left_out: bool,
) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    for line in lines(evaluation, written, components_left_out) {
        match writeln!(out, "{line}") {
            // Who reads it has read enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
            written => written?,
        }
    }
    Ok(())
}

fn lines(evaluation: &Evaluation, written: &[PathBuf], components_left_out: bool) -> Vec<String> {
    let answers = evaluation.lines.answers;
    let s = if answers == 1 { "" } else { "s" };
    let mut lines =
        vec![label("evaluated", &format!("{answers} answer{s} of {}", shown(&evaluation.input)))];
    lines.extend(evaluation.notes().into_iter().map(|note| label("", &note)));
    if components_left_out {
        lines.push(warn(
            "the table has columns for the rewards of the first answer; later ones are in the JSON file only",
        ));
    }
    lines.push(String::new());
    lines.extend(scores(&evaluation.overall, &evaluation.weights));
    lines.push(String::new());
    lines.push(acceptance(&evaluation.overall));
    lines.push(length(&evaluation.overall));
    for (sort, parts) in &evaluation.by {
        lines.extend(parts_of(sort, parts));
    }
    if let Some(comparison) = &evaluation.comparison {
        lines.push(String::new());
        lines.extend(self::comparison("compared", comparison));
    }
    if let Some(calibration) = &evaluation.calibration {
        lines.push(String::new());
        lines.extend(self::calibration(calibration));
    }
    if let Some(changes) = &evaluation.changes {
        lines.extend(self::comparison("change", changes));
    }
    lines.push(String::new());
    let kind = |path: &PathBuf| {
        path.extension().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default()
    };
    lines.extend(written.iter().map(|path| label(&kind(path), &path.display().to_string())));
    lines
}

/// The title of a table's columns.
fn head(name: &str, text: &str) -> String {
    let dim = Style::new().dimmed();
    label(name, &format!("{dim}{text}{dim:#}"))
}

fn scores(overall: &Statistics, weights: &Weights) -> Vec<String> {
    let title = format!(
        "{:NAME_WIDTH$} {:>7} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6}",
        "",
        "count",
        "mean",
        "dev",
        "min",
        "p10",
        "median",
        "max",
        "zeros",
        "ones",
        "weight",
        "part",
        "with"
    );
    let mut lines = vec![head("scores", &title)];
    lines.push(label(
        "",
        &format!("{}{}", spread("composite", &overall.score), bar(&overall.score)),
    ));
    lines.push(label("", &spread("integrity", &overall.integrity)));
    for (name, of) in &overall.components {
        let weight = weights.get(name).map_or("–".to_owned(), |weight| format!("{weight:.2}"));
        let row = spread(name, &of.spread);
        let rest = format!(
            " {weight:>6} {} {}",
            percent(of.contribution.share),
            figure(of.with_score.spearman)
        );
        lines.push(label("", &format!("{row}{rest}")));
    }
    let dim = Style::new().dimmed();
    lines.push(label(
        "",
        &format!(
            "{dim}part: share of the mean composite; with: Spearman's rho with the composite{dim:#}"
        ),
    ));
    lines
}

fn spread(name: &str, of: &Spread) -> String {
    let quantiles = of.quantiles;
    let figures = [of.mean, of.deviation, of.min, quantiles.p10, quantiles.p50, of.max];
    let figures: Vec<String> = figures.into_iter().map(figure).collect();
    format!(
        "{} {:>7} {} {} {}",
        named(name),
        of.count,
        figures.join(" "),
        percent(of.zeros),
        percent(of.ones)
    )
}

/// The histogram in one word: eight heights, two bins a character.
fn bar(of: &Spread) -> String {
    const HEIGHTS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let pairs: Vec<u64> = of.histogram.chunks(2).map(|bins| bins.iter().sum()).collect();
    let most = pairs.iter().copied().max().unwrap_or(0);
    if most == 0 || pairs.len() > BAR_WIDTH {
        return String::new();
    }
    let height = |count: &u64| HEIGHTS[(count * 8).div_ceil(most) as usize];
    format!("  0 {} 1", pairs.iter().map(height).collect::<String>())
}

fn acceptance(overall: &Statistics) -> String {
    let curve = &overall.acceptance;
    let rate =
        |threshold: f64, rate: Option<f64>| format!("{} from {threshold:.2}", percent(rate).trim());
    let others = [50, 60, 70, 80, 90].into_iter();
    let others =
        others.filter_map(|step| Some((*curve.thresholds.get(step)?, *curve.rates.get(step)?)));
    let others = others.filter(|(threshold, _)| *threshold != curve.in_force);
    let others: Vec<String> = others.map(|(at, share)| rate(at, Some(share))).collect();
    label("accepted", &format!("{}; {}", rate(curve.in_force, curve.rate), others.join(", ")))
}

fn length(overall: &Statistics) -> String {
    let of = &overall.length;
    let text = match (of.pearson, of.score_per_100_words, of.reason) {
        (Some(pearson), Some(slope), _) => format!(
            "score and words: Pearson {pearson:.3}, Spearman {}; {slope:+.4} a hundred words",
            figure(of.spearman).trim()
        ),
        (_, _, reason) => reason.unwrap_or("nothing to tell").to_owned(),
    };
    label("length", &text)
}

fn parts_of(sort: &str, parts: &IndexMap<String, Statistics>) -> Vec<String> {
    // One part that nobody named says nothing.
    if parts.keys().all(|name| name == "(unknown)") {
        return Vec::new();
    }
    let title = format!(
        "{:NAME_WIDTH$} {:>7} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>8}",
        "", "count", "mean", "dev", "min", "p10", "median", "max", "accepted"
    );
    let mut lines = vec![String::new(), head(sort, &title)];
    for (name, of) in parts.iter().take(PARTS_SHOWN) {
        let (score, quantiles) = (&of.score, of.score.quantiles);
        let figures =
            [score.mean, score.deviation, score.min, quantiles.p10, quantiles.p50, score.max];
        let figures: Vec<String> = figures.into_iter().map(figure).collect();
        let row = format!(
            "{} {:>7} {} {:>8}",
            named(name),
            of.answers,
            figures.join(" "),
            percent(of.acceptance.rate)
        );
        lines.push(label("", &row));
    }
    if parts.len() > PARTS_SHOWN {
        lines.push(label("", &format!("and {} more", parts.len() - PARTS_SHOWN)));
    }
    lines
}

fn comparison(name: &str, of: &Comparison) -> Vec<String> {
    let pair = |here: Option<f64>, there: Option<f64>| {
        format!("{} here, {} there", figure(here).trim(), figure(there).trim())
    };
    let with = shown(&of.with);
    let mut lines = vec![
        label(
            name,
            &format!("{} answers with {with}; {} without a match", of.answers, of.unmatched),
        ),
        label(
            "",
            &format!(
                "composite: {}; the most that one changes is {}; Pearson {}, Spearman {}",
                pair(of.score.here, of.score.there),
                figure(of.score.largest).trim(),
                figure(of.pearson).trim(),
                figure(of.spearman).trim()
            ),
        ),
        label(
            "",
            &format!(
                "from {:.2}: {} accepted here, {} there; {} only here, {} only there",
                of.threshold, of.accepted, of.accepted_there, of.only_here, of.only_there
            ),
        ),
    ];
    for (name, change) in &of.components {
        if change.largest.is_some_and(|largest| largest > 0.0) {
            lines.push(label("", &format!("{} {}", named(name), pair(change.here, change.there))));
        }
    }
    for moved in of.largest.iter().take(3) {
        let id =
            if moved.id.is_empty() { String::new() } else { format!(" ({})", shown(&moved.id)) };
        lines.push(label(
            "",
            &format!("line {}{id}: {:.3} here, {:.3} there", moved.line, moved.here, moved.there),
        ));
    }
    lines
}

fn calibration(of: &Calibration) -> Vec<String> {
    let mut lines = vec![
        label(
            "labelled",
            &format!(
                "{} answers to {} tasks, {} of them good: {}",
                of.answers,
                of.tasks,
                of.scale.good,
                shown(&of.source)
            ),
        ),
        head(
            "labels",
            &format!("{:NAME_WIDTH$} {:>7} {:>6} {:>6} {:>6}", "", "count", "AUC", "order", "rho"),
        ),
    ];
    for (name, measure) in &of.measures {
        lines.push(label(
            "",
            &format!(
                "{} {:>7} {} {} {}",
                named(name),
                measure.count,
                figure(measure.auc),
                figure(measure.concordance),
                figure(measure.spearman)
            ),
        ));
    }
    let dim = Style::new().dimmed();
    lines.push(label("", &format!("{dim}order: share of pairs with different labels in the right order; rho: Spearman's, with the label{dim:#}")));
    lines.push(label("threshold", &threshold(&of.threshold)));
    if let Some(suggested) = &of.threshold_suggested {
        lines.push(label("", &format!("under the suggested weights: {}", threshold(suggested))));
    }
    let suggestion = &of.suggestion;
    let verdict = match suggestion.verdict {
        Verdict::Change => "change",
        Verdict::Keep => "keep",
    };
    lines.push(label("weights", &format!("{verdict}: {}", shown(&suggestion.reason))));
    if !suggestion.passes_test_answers {
        lines.push(warn(
            "under these weights the bundled test answers do not score as they must: `generate` refuses them",
        ));
    }
    if suggestion.verdict == Verdict::Change {
        for (name, weight) in &suggestion.suggested {
            let before = suggestion.in_force.get(name).copied().unwrap_or(0.0);
            let off = if suggestion.switched_off.contains(name) { "  harms" } else { "" };
            lines.push(label("", &format!("{} {before:.2} → {weight:.2}{off}", named(name))));
        }
    }
    lines
}

fn threshold(best: &Best) -> String {
    let (Some(threshold), Some(j)) = (best.threshold, best.youden_j) else {
        return best.reason.unwrap_or("none").to_owned();
    };
    let interval = best.interval.map_or(String::new(), |(low, high)| {
        format!(" ({:.0} % interval {low:.3} to {high:.3})", best.level * 100.0)
    });
    let in_force = match best.in_force.youden_j {
        Some(j) => format!("; {:.2} in force has {j:.3}", best.in_force.threshold),
        None => String::new(),
    };
    format!(
        "{threshold:.3} is best by Youden's J{interval}: J {j:.3}, {} of the good pass, {} of the others do not{in_force}",
        percent(best.sensitivity).trim(),
        percent(best.specificity).trim()
    )
}

fn figure(value: Option<f64>) -> String {
    format!("{:>6}", value.map_or("–".to_owned(), |value| format!("{value:.3}")))
}

fn percent(share: Option<f64>) -> String {
    let text = match share {
        None => "–".to_owned(),
        Some(share) => format!("{:.1}%", share * 100.0),
    };
    format!("{text:>6}")
}

/// A name as wide as its column.
fn named(name: &str) -> String {
    let name = shown(name);
    let count = name.chars().count();
    if count <= NAME_WIDTH {
        return format!("{name}{}", " ".repeat(NAME_WIDTH - count));
    }
    let cut: String = name.chars().take(NAME_WIDTH - 1).collect();
    format!("{cut}…")
}

/// A text from a file, without what a terminal would obey.
fn shown(text: &str) -> String {
    let obeyed = |it: char| {
        it.is_control()
            || matches!(it, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    text.chars().map(|it| if obeyed(it) { '\u{fffd}' } else { it }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_commands_the_terminal() {
        assert_eq!(shown("a\u{1b}[31mb\u{202e}\r\n"), "a\u{fffd}[31mb\u{fffd}\u{fffd}\u{fffd}");
        assert_eq!(named("near"), format!("{:<24}", "near"));
        assert_eq!(named(&"é".repeat(40)), format!("{}…", "é".repeat(23)));
    }
}
