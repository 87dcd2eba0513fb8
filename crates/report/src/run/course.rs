//! How the run went: how long answers took, and what had been accepted and spent by when.

use maud::{Markup, html};

use super::record::{Record, Request};
use crate::chart::{Axis, Figure, Tone, figures};

/// As many points as a chart can show.
const MOST_POINTS: usize = 1_500;

pub(super) fn section(record: &Record) -> Markup {
    let mut ended: Vec<(f64, &Request)> = record
        .requests
        .iter()
        .filter_map(|request| Some((request.began + request.latency?, request)))
        .collect();
    if ended.is_empty() {
        return html! { p { "Nothing was asked, or all answers came from earlier runs." } };
    }
    ended.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let (scale, unit) = unit_of(record.seconds());
    let time = || {
        Axis::numbers(
            format!("time since the first request ({unit})"),
            0.0,
            record.seconds() / scale,
        )
    };

    let slowest = ended.iter().filter_map(|(_, it)| it.latency).fold(0.0, f64::max);
    let (latency_scale, latency_unit) = unit_of(slowest);
    let latencies = |wanted: bool| -> Vec<(f64, f64)> {
        let of = ended.iter().filter(|(_, it)| it.has_answer == wanted);
        let points = of.filter_map(|(at, it)| Some((at / scale, it.latency? / latency_scale)));
        thinned(points.collect())
    };
    let axis = Axis::numbers(
        format!("time to the whole answer ({latency_unit})"),
        0.0,
        slowest / latency_scale * 1.05,
    );
    let mut latency =
        Figure::new("Latency", time(), axis).points(Tone::Main, "answers", &latencies(true));
    let failed = latencies(false);
    if !failed.is_empty() {
        latency = latency.points(Tone::Bad, "without an answer", &failed);
    }

    let mut counts = (0.0, 0.0);
    let mut accepted = vec![(0.0, 0.0)];
    let mut answered = vec![(0.0, 0.0)];
    let mut spent = vec![(0.0, 0.0)];
    let mut sum = 0.0;
    for (at, request) in &ended {
        let at = at / scale;
        if request.has_answer {
            counts.0 += 1.0;
            counts.1 += f64::from(u8::from(request.rejection.is_none()));
        }
        sum += request.cost_usd.unwrap_or(0.0);
        answered.push((at, counts.0));
        accepted.push((at, counts.1));
        spent.push((at, sum));
    }
    let axis = Axis::counts("answers so far", counts.0 as usize);
    let progress = Figure::new("Progress", time(), axis)
        .line(Tone::Second, "answered", &thinned(answered))
        .line(Tone::Good, "accepted", &thinned(accepted));
    let mut shown = vec![progress, latency];
    if sum > 0.0 {
        let axis = Axis::dollars("spent so far (USD)", sum);
        shown.push(Figure::new("Cost", time(), axis).line(Tone::Main, "cost", &thinned(spent)));
    }
    html! { (figures(shown)) }
}

/// The unit in which a time is a handy number: how many seconds it has, and its sign.
fn unit_of(seconds: f64) -> (f64, &'static str) {
    match seconds {
        ..1.0 => (1e-3, "ms"),
        ..300.0 => (1.0, "s"),
        ..18_000.0 => (60.0, "min"),
        _ => (3_600.0, "h"),
    }
}

/// Every nth point, and the last.
fn thinned(points: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let step = points.len().div_ceil(MOST_POINTS).max(1);
    let last = points.last().copied().filter(|_| !(points.len().max(1) - 1).is_multiple_of(step));
    points.into_iter().step_by(step).chain(last).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thinned_points_keep_the_ends() {
        for count in [0_usize, 1, 2, 1_499, 1_500, 1_501, 10_000] {
            let points: Vec<_> = (0..count).map(|i| (i as f64, 0.0)).collect();
            let thin = thinned(points.clone());
            assert_eq!(thin.first(), points.first());
            assert_eq!(thin.last(), points.last());
            assert!(thin.len() <= MOST_POINTS + 1);
        }
    }
}
