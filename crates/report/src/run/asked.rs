//! What was asked for: the settings of the run.

use generator::{Selector, Window};
use maud::{Markup, html};

use super::record::{Record, grouped};

pub(super) fn section(record: &Record) -> Markup {
    let run = &record.overview.record;
    let order = &run.order;
    let subjects: Vec<&str> = order
        .selectors
        .iter()
        .map(|selector| match selector {
            Selector::Kind(kind) => kind.name(),
            Selector::Named(name) => name,
        })
        .collect();
    let days = match order.window {
        Window::All => "all in the data".to_owned(),
        window => window.to_string(),
    };
    let threshold = order.min_quality.map_or_else(
        || "none: every usable answer is accepted".to_owned(),
        |least| format!("a score of {least} or more"),
    );
    let samples = match order.samples {
        Some(kept) => format!("the best {kept} of {} a task", order.max_attempts.max(kept)),
        None => format!("up to {} a task, until one is accepted", order.max_attempts),
    };
    let mut facts: Vec<(&str, String)> = vec![
        ("examples", grouped(order.examples)),
        ("subjects", subjects.join(", ")),
        ("days", days),
        ("market data", run.data_source.clone()),
        ("model", run.model.clone()),
        ("service", run.endpoint.clone().unwrap_or_else(|| "none: part of the program".to_owned())),
        ("accepted is", threshold),
        ("samples", samples),
        (
            "split",
            format!("{}, {:.0} % for evaluation", split(record), order.eval_fraction * 100.0),
        ),
        ("seed", order.seed.to_string()),
        ("in flight", format!("up to {} requests at a time", run.concurrency)),
        ("written by", record.run.program.clone()),
    ];
    if order.shard.count > 1 {
        facts.push(("shard", order.shard.to_string()));
    }
    if let Some(budget) = run.budget_usd {
        facts.push(("budget", format!("${budget}")));
    }
    let most = run.weights.values().copied().fold(0.0, f64::max);
    html! {
        dl.facts { @for (name, value) in facts { dt { (name) } dd { (crate::embed::visible(&value)) } } }
        details {
            summary { "Weights of the rewards" }
            table {
                thead { tr { th { "reward" } th.number { "weight" } } }
                tbody { @for (name, weight) in &run.weights {
                    tr { td { (name) } td.number { (weight) }
                        td { meter min="0" max=(most) value=(weight) {} } }
                } }
            }
        }
        @if !run.dropped.is_empty() {
            details {
                summary { "Days or values of the source that were left out" }
                table { tbody { @for (reason, count) in &run.dropped {
                    tr { td { (reason) } td.number { (grouped(*count)) } }
                } } }
            }
        }
    }
}

fn split(record: &Record) -> String {
    let split = serde_json::to_value(record.overview.record.order.split);
    split.ok().and_then(|it| it.as_str().map(str::to_owned)).unwrap_or_default()
}
