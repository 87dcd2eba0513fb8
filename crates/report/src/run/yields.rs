//! What came of the requests, by kind and subject, and why answers were rejected.

use std::collections::HashSet;

use indexmap::IndexMap;
use maud::{Markup, html};

use super::record::{Record, Request, grouped};

pub(super) fn section(record: &Record) -> Markup {
    let mut reasons: IndexMap<String, usize> = IndexMap::new();
    for request in record.requests.iter().filter(|it| it.verdict() != "accepted") {
        *reasons.entry(request.verdict()).or_default() += 1;
    }
    reasons.sort_by(|a, left, b, right| right.cmp(left).then(a.cmp(b)));
    let reasons: Vec<String> = reasons.into_keys().collect();
    let errors = errors(record);
    html! {
        (table("kind of question", record.by(|it| it.kind.clone()), &reasons))
        (table("subject", record.by(|it| it.chain.clone()), &reasons))
        @if !errors.is_empty() {
            details {
                summary { "Errors of requests" }
                table {
                    thead { tr { th { "error" } th.number { "requests" } } }
                    tbody { @for (error, count) in errors {
                        tr { td { (crate::embed::visible(&error)) } td.number { (grouped(count)) } }
                    } }
                }
            }
        }
    }
}

/// The most frequent errors.
fn errors(record: &Record) -> Vec<(String, usize)> {
    let mut errors: IndexMap<&str, usize> = IndexMap::new();
    for error in record.requests.iter().filter_map(|it| it.error.as_deref()) {
        *errors.entry(error).or_default() += 1;
    }
    errors.sort_by(|a, left, b, right| right.cmp(left).then(a.cmp(b)));
    errors.into_iter().take(20).map(|(error, count)| (error.to_owned(), count)).collect()
}

fn table(what: &str, groups: IndexMap<String, Vec<&Request>>, reasons: &[String]) -> Markup {
    html! {
        div.scroll { table.wide {
            thead { tr {
                th { (what) } th.number { "tasks" } th.number { "requests" } th.number { "accepted" } th { "" }
                @for reason in reasons { th.number { (reason) } }
            } }
            tbody { @for (name, requests) in groups { (row(&name, &requests, reasons)) } }
        } }
    }
}

fn row(name: &str, requests: &[&Request], reasons: &[String]) -> Markup {
    let tasks: HashSet<u64> = requests.iter().map(|it| it.position).collect();
    let count = |verdict: &str| requests.iter().filter(|it| it.verdict() == verdict).count();
    let accepted = count("accepted");
    html! {
        tr {
            td { (name) }
            td.number { (grouped(tasks.len())) }
            td.number { (grouped(requests.len())) }
            td.number { (grouped(accepted)) }
            td { meter min="0" max=(requests.len()) value=(accepted)
                title={ (accepted) " of " (requests.len()) " requests" } {} }
            @for reason in reasons {
                td.number { @let count = count(reason); @if count > 0 { (grouped(count)) } @else { "–" } }
            }
        }
    }
}
