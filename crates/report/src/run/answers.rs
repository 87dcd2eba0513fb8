//! The part of the page in which answers are searched and read.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::record::{Record, Request, grouped};

/// What makes the list and shows an answer.
pub(super) const SCRIPT: &str = include_str!("../assets/answers.js");

/// The requests whose answers are shown, in the order of the run.
pub(super) fn draw(record: &Record, most: usize) -> Vec<&Request> {
    let mut drawn: Vec<(usize, &Request)> = record.answered().enumerate().collect();
    if drawn.len() > most {
        let lot = |request: &Request| {
            *blake3::hash(format!("{} {}", request.task, request.sample).as_bytes()).as_bytes()
        };
        drawn.sort_by_cached_key(|(_, request)| lot(request));
        drawn.truncate(most);
        drawn.sort_unstable_by_key(|(index, _)| *index);
    }
    drawn.into_iter().map(|(_, request)| request).collect()
}

pub(super) fn section(record: &Record, shown: usize) -> Markup {
    let all = record.answered().count();
    let names =
        |of: fn(&Request) -> String| -> BTreeSet<String> { record.answered().map(of).collect() };
    html! {
        p { @if shown < all {
            (grouped(shown)) " of the " (grouped(all)) " answers, drawn by the digests of their tasks; "
            code { "cortex report --answers N" } " shows more. "
        } @else {
            "All " (grouped(all)) " answers. "
        }
            "What a reward found is underlined; point at it or move the keyboard's focus to it to see what was computed." }
        noscript { p.warning { "The list of answers needs JavaScript. All else of this page does not." } }
        form.filters id="filters" role="search" aria-label="Filter answers" {
            label { "Search" input type="search" id="filter-text" placeholder="words or numbers" autocomplete="off"; }
            (choice("kind", "Kind", &names(|it| it.kind.clone())))
            (choice("chain", "Subject", &names(|it| it.chain.clone())))
            (choice("verdict", "Verdict", &names(Request::verdict)))
            label { "Found" select id="filter-found" {
                option value="" { "anything" }
                option value="wrong" { "a wrong calculation" }
                option value="contradicted" { "a contradicted value" }
                option value="clean" { "nothing wrong" }
            } }
            label { "Score from" input type="number" id="filter-from" min="0" max="1" step="0.05" placeholder="0"; }
            label { "to" input type="number" id="filter-to" min="0" max="1" step="0.05" placeholder="1"; }
            label { "Sort" select id="filter-sort" {
                option value="run" { "as in the run" }
                option value="worst" { "lowest score first" }
                option value="best" { "highest score first" }
                option value="date" { "by day" }
            } }
            button type="reset" { "Clear" }
        }
        p.soft id="count" role="status" {}
        ul.legend aria-label="Underlines" {
            li { mark.right { "right" } } li { mark.wrong { "wrong" } } li { mark.contradicted { "contradicted" } }
            li { mark.unchecked { "unchecked" } } li { mark.quiet { "no value beside it" } }
        }
        div.browser {
            ol id="list" aria-label="Answers" {}
            article id="answer" tabindex="-1" aria-label="Answer" {
                p.soft { "Choose an answer." }
            }
        }
        div id="tip" role="tooltip" hidden {}
    }
}

fn choice(id: &str, label: &str, values: &BTreeSet<String>) -> Markup {
    html! {
        label { (label) select id={ "filter-" (id) } {
            option value="" { "all" }
            @for value in values { option value=(value) { (value) } }
        } }
    }
}
