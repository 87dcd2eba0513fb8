//! How the answers scored.

use maud::{Markup, html};

use super::record::{Record, Request};
use crate::chart::{Axis, Figure, Tone, figures};

/// How fine the histograms are.
const BINS: usize = 40;

pub(super) fn section(record: &Record) -> Markup {
    if record.answered().all(|it| it.score.is_none()) {
        return html! { p { "No answer was scored." } };
    }
    let accepted = record.scores(|it| it.rejection.is_none()).histogram(BINS);
    let rejected = record.scores(|it| it.rejection.is_some()).histogram(BINS);
    let most = accepted.iter().zip(&rejected).map(|(a, b)| a + b).max().unwrap_or(0);
    let axes = |most| (Axis::scores("score"), Axis::counts("answers", most));
    let (x, y) = axes(most);
    let mut parts: Vec<(Tone, &str, &[usize])> = vec![(Tone::Good, "accepted", &accepted)];
    if rejected.iter().any(|count| *count > 0) {
        parts.push((Tone::Bad, "rejected", &rejected));
    }
    let mut composite = Figure::new("Composite score", x, y).stacked(&parts);
    if let Some(least) = record.overview.record.order.min_quality {
        composite = composite.rule(Tone::Quiet, &format!("threshold {least}"), least);
    }
    let (x, y) = (
        Axis::numbers("length of trace and answer (tokens)", 0.0, most_tokens(record)),
        Axis::scores("score"),
    );
    let points = |is_accepted: bool| -> Vec<(f64, f64)> {
        record
            .answered()
            .filter(|it| it.rejection.is_none() == is_accepted)
            .filter_map(|it| Some((it.tokens? as f64, it.score?)))
            .take(2_000)
            .collect()
    };
    let mut shown = vec![composite];
    let lengths = [(Tone::Good, "accepted", points(true)), (Tone::Bad, "rejected", points(false))];
    if lengths.iter().any(|(.., points)| !points.is_empty()) {
        let some = lengths.iter().filter(|(.., points)| !points.is_empty());
        let figure = Figure::new("Score by length", x, y);
        shown.push(
            some.fold(figure, |figure, (tone, name, points)| figure.points(*tone, name, points)),
        );
    }
    html! {
        (figures(shown))
        h3 { "By reward" }
        (components(record))
        h3 { "By kind of question" }
        (by_kind(record))
    }
}

fn most_tokens(record: &Record) -> f64 {
    let most = record.answered().filter_map(|it| it.tokens).max().unwrap_or(0);
    most as f64 * 1.05
}

fn components(record: &Record) -> Markup {
    let mut scores = vec![generator::Distribution::default(); record.rewards.len()];
    let mut integrity = generator::Distribution::default();
    for found in record.answered().filter_map(|it| it.found.as_ref()) {
        for (scores, score) in scores.iter_mut().zip(&found.components) {
            scores.add_all(*score);
        }
        integrity.add(found.integrity);
    }
    let rows = record.rewards.iter().cloned().zip(scores);
    distributions("reward", rows.chain([("integrity".to_owned(), integrity)]))
}

fn by_kind(record: &Record) -> Markup {
    let groups = record.by(|it| it.kind.clone()).into_iter().map(|(kind, requests)| {
        let mut scores = generator::Distribution::default();
        let answered = |it: &&&Request| it.has_answer;
        scores.add_all(requests.iter().filter(answered).filter_map(|it| it.score));
        (kind, scores)
    });
    distributions("kind of question", groups)
}

fn distributions(
    what: &str,
    rows: impl Iterator<Item = (String, generator::Distribution)>,
) -> Markup {
    let score = |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{value:.2}"));
    html! {
        div.scroll { table.wide {
            thead { tr {
                th { (what) } th.number { "scored" } th.number { "mean" } th { "" } th.number { "least" }
                th.number { "10 %" } th.number { "median" } th.number { "90 %" } th.number { "most" }
            } }
            tbody { @for (name, scores) in rows { tr {
                td { (name) }
                td.number { (super::record::grouped(scores.count())) }
                td.number { (score(scores.mean())) }
                td { @if let Some(mean) = scores.mean() { meter min="0" max="1" value=(mean) {} } }
                td.number { (score(scores.min())) }
                td.number { (score(scores.quantile(0.1))) }
                td.number { (score(scores.quantile(0.5))) }
                td.number { (score(scores.quantile(0.9))) }
                td.number { (score(scores.max())) }
            } } }
        } }
    }
}
