//! `evaluation.html`: the figures as a page of charts and tables.

use indexmap::IndexMap;
use maud::{Markup, html};

use super::calibrate::{Best, Calibration, Verdict};
use super::compare::Comparison;
use super::evaluator::thinned;
use super::figures::Evaluation;
use super::statistics::{Spread, Statistics};
use crate::chart::{Axis, Figure, Tone, figures};
use crate::embed::visible;
use crate::page::{Page, tiles};

/// How many parts of a sort have a line in a chart.
const LINES: usize = 4;
/// The most characters of a name in a title or legend.
const LONGEST: usize = 32;

impl Evaluation {
    /// The evaluation as one HTML file.
    pub fn html(&self) -> String {
        let lead = html! {
            dl.facts { dt { "evaluated" } dd { (self.lines.answers) " answers of " (visible(&self.input)) } }
            (self.tiles())
            @for note in self.notes() { p { (note) } }
        };
        let mut page = Page::new("Evaluation of rewards", lead)
            .section("scores", "Scores", self.scores())
            .section("together", "How they go together", self.together())
            .section("length", "Length", self.length())
            .section("acceptance", "Acceptance", self.acceptance());
        for (id, title, sort) in [
            ("kinds", "Task kinds", "kind"),
            ("chains", "Chains", "chain"),
            ("models", "Models", "model"),
        ] {
            if let Some(parts) = self.by.get(sort) {
                page = page.section(id, title, self.parts(parts));
            }
        }
        if let Some(comparison) = &self.comparison {
            page = page.section("comparison", "Comparison", compared(comparison));
        }
        if let Some(calibration) = &self.calibration {
            page = page.section("calibration", "Calibration", calibrated(calibration)).section(
                "weights",
                "Weights",
                weights(calibration, self.changes.as_ref()),
            );
        }
        if !self.bad_lines.is_empty() {
            page = page.section("bad-lines", "Lines left out", self.lines_left_out());
        }
        page.render()
    }

    fn tiles(&self) -> Markup {
        let score = &self.overall.score;
        let accepted = self.overall.acceptance.rate;
        let auc = self.calibration.as_ref().and_then(|it| it.measures.get("score")?.auc);
        let deviation = score.deviation.map(|it| format!("deviation {it:.3}")).unwrap_or_default();
        let mut shown = vec![
            ("answers", self.lines.answers.to_string(), format!("{} kept", self.sample.kept)),
            ("mean composite", figure(score.mean), deviation),
            ("median composite", figure(score.quantiles.p50), String::new()),
            ("accepted", percent(accepted), format!("from {}", self.min_quality)),
        ];
        if auc.is_some() {
            shown.push(("AUC of the composite", figure(auc), "on labelled answers".to_owned()));
        }
        tiles(shown)
    }

    fn scores(&self) -> Markup {
        let overall = &self.overall;
        let rows = [("composite", &overall.score), ("integrity", &overall.integrity)];
        let charts = [histogram("composite", &overall.score)]
            .into_iter()
            .chain([histogram("integrity", &overall.integrity)])
            .chain(overall.components.iter().map(|(name, it)| histogram(name, &it.spread)));
        html! {
            div.scroll { table {
                thead { tr {
                    th { "score" } th.number { "count" } th.number { "missing" } th.number { "mean" }
                    th.number { "deviation" } th.number { "min" } th.number { "p05" } th.number { "p25" }
                    th.number { "median" } th.number { "p75" } th.number { "p95" } th.number { "max" }
                    th.number { "zeros" } th.number { "ones" } th.number { "weight" }
                    th.number { "part of the mean" } th.number { "part of the variance" }
                } }
                tbody {
                    @for (name, spread) in rows { tr {
                        td { (name) } (spread_cells(spread)) td {} td {} td {}
                    } }
                    @for (name, it) in &overall.components { tr {
                        td { (visible(name)) } (spread_cells(&it.spread))
                        td.number { (two(Some(&it.weight))) }
                        td.number { (percent(it.contribution.share)) }
                        td.number { (percent(it.contribution.share_of_variance)) }
                    } }
                }
            } }
            h3 { "How they are spread" }
            (figures(charts))
        }
    }

    fn together(&self) -> Markup {
        let all = &self.overall.correlations;
        html! {
            p { "Above the diagonal Spearman's rho, below it Pearson's r. Stronger colours are stronger \
                 correlations; a dash stands where one of the two does not vary." }
            div.scroll { table.heat {
                thead { tr { th {} @for name in &all.names { th { (spaced(name)) } } } }
                tbody { @for (row, name) in all.names.iter().enumerate() { tr {
                    th scope="row" { (visible(name)) }
                    @for column in 0..all.names.len() {
                        @let found = if column > row { all.spearman[row][column] } else { all.pearson[row][column] };
                        td { (swatch(found)) (figure(found)) }
                    }
                } } }
            } }
        }
    }

    fn length(&self) -> Markup {
        let of = &self.overall.length;
        let most = self.points.iter().map(|(words, _)| *words).fold(1.0, f64::max);
        let points = Figure::new(
            "Composite by length",
            Axis::numbers("words", 0.0, most * 1.02),
            Axis::scores("composite"),
        )
        .points(Tone::Main, "an answer", &thinned(&self.points));
        let parts: Vec<(f64, f64)> = of
            .bins
            .iter()
            .map(|bin| (f64::midpoint(bin.from_words, bin.to_words), bin.mean_score))
            .collect();
        let points = points.line(Tone::Second, "mean of answers of similar length", &parts);
        html! {
            @match of.reason {
                Some(reason) => { p { "Nothing can be said: " (reason) "." } }
                None => { p {
                    "Pearson's r " (figure(of.pearson)) ", Spearman's rho " (figure(of.spearman))
                    "; a hundred words more go with " (signed(of.score_per_100_words)) " of the composite."
                } }
            }
            @if !self.points.is_empty() { (figures([points])) }
        }
    }

    fn acceptance(&self) -> Markup {
        let curve = |of: &Statistics| -> Vec<(f64, f64)> {
            of.acceptance
                .thresholds
                .iter()
                .copied()
                .zip(of.acceptance.rates.iter().copied())
                .collect()
        };
        let chart = || Axis::scores("threshold");
        let all = Figure::new("Accepted answers by threshold", chart(), Axis::shares("accepted"))
            .line(Tone::Main, "all answers", &curve(&self.overall))
            .rule(Tone::Quiet, "threshold in force", self.min_quality);
        let mut shown = vec![all];
        for (sort, title) in
            [("kind", "By task kind"), ("chain", "By chain"), ("model", "By model")]
        {
            let Some(parts) = self.by.get(sort).filter(|parts| parts.len() > 1) else { continue };
            // The parts with the most answers, by name.
            let mut parts: Vec<(&String, &Statistics)> = parts.iter().collect();
            parts.sort_by_key(|(_, of)| std::cmp::Reverse(of.answers));
            let more = parts.len().saturating_sub(LINES);
            let mut chart = Figure::new(title, chart(), Axis::shares("accepted"));
            if more > 0 {
                chart =
                    chart.note(format!("the {LINES} with the most answers; {more} more are below"));
            }
            for (at, (name, of)) in parts.into_iter().take(LINES).enumerate() {
                chart = chart.line(Tone::of_series(at), &short(name), &curve(of));
            }
            shown.push(chart);
        }
        figures(shown)
    }

    fn parts(&self, parts: &IndexMap<String, Statistics>) -> Markup {
        let names: Vec<&String> = self.overall.components.keys().collect();
        html! {
            div.scroll { table {
                thead { tr {
                    th { "name" } th.number { "answers" } th.number { "mean" } th.number { "deviation" }
                    th.number { "p10" } th.number { "median" } th.number { "p90" } th.number { "accepted" }
                    th.number { "rho with length" }
                } }
                tbody { @for (name, of) in parts { tr {
                    td { (visible(name)) }
                    td.number { (of.answers) }
                    td.number { (figure(of.score.mean)) }
                    td.number { (figure(of.score.deviation)) }
                    td.number { (figure(of.score.quantiles.p10)) }
                    td.number { (figure(of.score.quantiles.p50)) }
                    td.number { (figure(of.score.quantiles.p90)) }
                    td.number { (percent(of.acceptance.rate)) }
                    td.number { (figure(of.length.spearman)) }
                } } }
            } }
            h3 { "Mean of each reward" }
            div.scroll { table.heat {
                thead { tr { th {} @for name in &names { th { (spaced(name)) } } } }
                tbody { @for (name, of) in parts { tr {
                    th scope="row" { (visible(name)) }
                    @for reward in &names {
                        @let mean = of.components.get(*reward).and_then(|it| it.spread.mean);
                        td { (swatch(mean)) (figure(mean)) }
                    }
                } } }
            } }
        }
    }

    fn lines_left_out(&self) -> Markup {
        html! {
            p { (self.lines.bad) " lines are no answers; the first of them:" }
            div.scroll { table {
                thead { tr { th.number { "line" } th { "what is wrong" } } }
                tbody { @for bad in &self.bad_lines { tr {
                    td.number { (bad.line) } td { (visible(&bad.error)) }
                } } }
            } }
        }
    }
}

/// A name that may be broken between its words.
fn spaced(name: &str) -> String {
    short(name).replace('_', " ")
}

/// A name for places that do not scroll, with an end.
fn short(name: &str) -> String {
    let shown = visible(name);
    match shown.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &shown[..end]),
        None => shown.into_owned(),
    }
}

fn histogram(name: &str, spread: &Spread) -> Figure {
    let bins: Vec<usize> = spread.histogram.iter().map(|count| *count as usize).collect();
    let most = bins.iter().copied().max().unwrap_or(0);
    let figure = Figure::new(short(name), Axis::scores("score"), Axis::counts("answers", most))
        .histogram(Tone::Main, "answers", &bins);
    match (spread.mean, spread.reason) {
        (Some(mean), _) => figure.note(format!("{} answers, mean {mean:.3}", spread.count)),
        (None, reason) => figure.note(reason.unwrap_or_default()),
    }
}

fn spread_cells(of: &Spread) -> Markup {
    let it = of.quantiles;
    let figures = [of.mean, of.deviation, of.min, it.p05, it.p25, it.p50, it.p75, it.p95, of.max];
    html! {
        td.number { (of.count) } td.number { (of.missing) }
        @for value in figures { td.number { (figure(value)) } }
        td.number { (percent(of.zeros)) } td.number { (percent(of.ones)) }
    }
}

/// A square whose colour is the sign and whose strength is the size of a figure from −1 to 1.
fn swatch(value: Option<f64>) -> Markup {
    let Some(value) = value else { return html! {} };
    let code = if value < 0.0 { Tone::Bad } else { Tone::Main }.code();
    let fill = format!("#{:02X}{:02X}{:02X}", code.0, code.1, code.2);
    html! {
        svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" {
            rect width="14" height="14" rx="3" fill=(fill) fill-opacity=(format!("{:.2}", value.abs().min(1.0))) {}
        }
        "\u{a0}"
    }
}

fn compared(of: &Comparison) -> Markup {
    let points =
        Figure::new("Composite here and there", Axis::scores("here"), Axis::scores("there"))
            .line(Tone::Quiet, "no change", &[(0.0, 0.0), (1.0, 1.0)])
            .points(Tone::Main, "an answer", &thinned(&of.points));
    html! {
        dl.facts {
            dt { "there is" } dd { (visible(&of.with)) }
            dt { "answers" } dd { (of.answers) " in both, " (of.unmatched) " without a match" }
            dt { "mean composite" } dd { (figure(of.score.here)) " here, " (figure(of.score.there)) " there" }
            dt { "most that one changes" } dd { (figure(of.score.largest)) }
            dt { "Pearson's r, Spearman's rho" } dd { (figure(of.pearson)) ", " (figure(of.spearman)) }
            dt { "accepted from " (of.threshold) } dd {
                (of.accepted) " here, " (of.accepted_there) " there; " (of.only_here) " only here, "
                (of.only_there) " only there"
            }
        }
        @if !of.points.is_empty() { (figures([points])) }
        @for (title, heading, changes) in [
            ("reward", "By reward", &of.components),
            ("task kind", "By task kind", &of.kinds),
        ] {
            @if changes.values().any(|it| it.largest > Some(0.0)) { h3 { (heading) } div.scroll { table {
                thead { tr {
                    th { (title) } th.number { "answers" } th.number { "mean here" } th.number { "mean there" }
                    th.number { "most that one changes" }
                } }
                tbody { @for (name, change) in changes { tr {
                    td { (visible(name)) } td.number { (change.answers) } td.number { (figure(change.here)) }
                    td.number { (figure(change.there)) } td.number { (figure(change.largest)) }
                } } }
            } } }
        }
        @if !of.largest.is_empty() {
            h3 { "Answers that change most" }
            div.scroll { table {
                thead { tr { th.number { "line" } th { "id" } th.number { "here" } th.number { "there" } } }
                tbody { @for moved in &of.largest { tr {
                    td.number { (moved.line) } td { (visible(&moved.id)) }
                    td.number { (figure(Some(moved.here))) } td.number { (figure(Some(moved.there))) }
                } } }
            } }
        }
    }
}

fn calibrated(of: &Calibration) -> Markup {
    let found = &of.by_threshold;
    let bins = |counts: &[u64]| -> Vec<usize> { counts.iter().map(|it| *it as usize).collect() };
    let (good, others) = (bins(&found.good), bins(&found.others));
    let most = good.iter().chain(&others).copied().max().unwrap_or(0);
    // Columns for the one and a line for the other, so that neither hides the other.
    let width = 1.0 / good.len().max(1) as f64;
    let middles: Vec<(f64, f64)> = good
        .iter()
        .enumerate()
        .map(|(bin, count)| ((bin as f64 + 0.5) * width, *count as f64))
        .collect();
    let spread =
        Figure::new("Labelled answers", Axis::scores("composite"), Axis::counts("answers", most))
            .histogram(Tone::Bad, "others", &others)
            .line(Tone::Good, "good", &middles);
    let curve = |shares: &[f64]| -> Vec<(f64, f64)> {
        found.thresholds.iter().copied().zip(shares.iter().copied()).collect()
    };
    let mut by =
        Figure::new("What a threshold does", Axis::scores("threshold"), Axis::shares("share"))
            .line(Tone::Good, "good answers that pass", &curve(&found.sensitivity))
            .line(Tone::Bad, "others that do not", &curve(&found.specificity));
    if let Some((low, high)) = of.threshold.interval {
        by = by.band(Tone::Doubt, "interval of the best", low, high);
    }
    if let Some(best) = of.threshold.threshold {
        by = by.rule(Tone::Main, "best", best);
    }
    by = by.rule(Tone::Quiet, "in force", of.threshold.in_force.threshold);
    html! {
        dl.facts {
            dt { "labelled answers" } dd { (of.answers) @if of.sampled { ", a sample of more" } }
            dt { "to so many tasks" } dd { (of.tasks) }
            dt { "good" } dd { (of.scale.good) }
            dt { "from" } dd { (visible(&of.source)) }
        }
        p { "Threshold: " (best(&of.threshold)) "." }
        @if let Some(suggested) = &of.threshold_suggested {
            p { "Under the suggested weights: " (best(suggested)) "." }
        }
        @if !found.thresholds.is_empty() { (figures([spread, by])) }
        div.scroll { table {
            thead { tr {
                th { "score" } th.number { "answers" } th.number { "AUC" } th.number { "pairs in order" }
                th.number { "Spearman" } th.number { "Pearson" } th {}
            } }
            tbody { @for (name, measure) in &of.measures { tr {
                td { (visible(name)) } td.number { (measure.count) }
                td.number { (figure(measure.auc)) } td.number { (figure(measure.concordance)) }
                td.number { (figure(measure.spearman)) } td.number { (figure(measure.pearson)) }
                td.soft { (measure.reason.unwrap_or_default()) }
            } } }
        } }
    }
}

fn best(of: &Best) -> String {
    let (Some(threshold), Some(j)) = (of.threshold, of.youden_j) else {
        return of.reason.unwrap_or("none").to_owned();
    };
    let interval = of.interval.map_or(String::new(), |(low, high)| {
        format!(
            ", {:.0} % interval {low:.3} to {high:.3} of {} samples",
            of.level * 100.0,
            of.resamples
        )
    });
    format!(
        "{threshold:.3} by Youden's J{interval}; J {j:.3}, {} of the good pass, {} of the others do not; \
         at {} in force J is {}",
        percent(of.sensitivity),
        percent(of.specificity),
        of.in_force.threshold,
        figure(of.in_force.youden_j)
    )
}

fn weights(calibration: &Calibration, changes: Option<&Comparison>) -> Markup {
    let of = &calibration.suggestion;
    let verdict = match of.verdict {
        Verdict::Change => "Change them",
        Verdict::Keep => "Keep them",
    };
    html! {
        p { strong { (verdict) } ": " (visible(&of.reason)) "." }
        @if !of.passes_test_answers {
            p { "Under these weights the bundled test answers do not score as they must: " code { "generate" } " refuses them." }
        }
        @if let (Some(before), Some(after)) = (of.concordance_in_force, of.concordance_fitted) {
            p {
                "Pairs in the right order on tasks left out, mean of " (of.folds) " folds: " (figure(Some(before)))
                " with the weights in force, " (figure(Some(after))) " with fitted ones."
            }
        }
        div.scroll { table {
            thead { tr {
                th { "reward" } th.number { "in force" } th.number { "fitted" } th.number { "to use" } th {}
            } }
            tbody { @for (name, weight) in &of.in_force { tr {
                td { (visible(name)) } td.number { (two(Some(weight))) }
                td.number { (two(of.fitted.get(name))) } td.number { (two(of.suggested.get(name))) }
                td.soft { @if of.switched_off.contains(name) { "harms" } }
            } } }
        } }
        @if let Some(changes) = changes {
            h3 { "What they would change here" }
            (compared(changes))
        }
    }
}

fn two(weight: Option<&f64>) -> String {
    weight.map_or("–".to_owned(), |weight| format!("{weight:.2}"))
}

fn figure(value: Option<f64>) -> String {
    value.map_or("–".to_owned(), |value| format!("{value:.3}"))
}

fn signed(value: Option<f64>) -> String {
    value.map_or("–".to_owned(), |value| format!("{value:+.4}"))
}

fn percent(share: Option<f64>) -> String {
    share.map_or("–".to_owned(), |share| format!("{:.1}\u{a0}%", share * 100.0))
}
