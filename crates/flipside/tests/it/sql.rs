//! Every statement is written as it is meant, documented as it is written, and recognised.
//!
//! What the statements give is tested by running them: `scripts/sql/run.sh`.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use flipside::sql::{Catalog, Days, Fill, Query, Statement, recognise};
use jiff::civil::date;
use market::{DateRange, Metric, Subject, SubjectKind};

fn week() -> Days {
    Days::new(DateRange::new(date(2025, 2, 3), date(2025, 2, 9)).unwrap()).unwrap()
}

/// All queries that the catalogue knows, subject by subject.
fn all() -> Vec<Query> {
    let catalog = Catalog::default();
    SubjectKind::ALL
        .into_iter()
        .flat_map(|kind| catalog.subjects(kind))
        .flat_map(|subject| catalog.queries(&subject, week()).unwrap())
        .collect()
}

/// The first query of a statement.
fn example(statement: Statement) -> Query {
    all().into_iter().find(|query| query.statement() == statement).unwrap()
}

#[test]
fn every_statement_is_written_as_it_is_meant() {
    for statement in Statement::ALL {
        let query = example(*statement);
        insta::assert_snapshot!(statement.name(), query.text(), &query.subject().to_string());
    }
}

#[test]
fn arbitrum_differs_in_the_price_of_gas_alone() {
    let catalog = Catalog::default();
    let text = |network| catalog.queries(&Subject::network(network), week()).unwrap()[0].text();
    let ethereum = text("ethereum").replace("ethereum.core", "arbitrum.core");
    assert_eq!(text("arbitrum"), ethereum.replace(" gas_price::", " gas_price_paid::"));
}

#[test]
fn no_two_queries_have_one_text_and_each_is_recognised() {
    let mut texts = BTreeSet::new();
    for query in all() {
        let text = query.text();
        assert_eq!(recognise(&text).as_ref(), Some(&query), "{text}");
        assert!(!text.contains(['{', '}', ';']) && !text.contains("--"), "{text}");
        assert!(!text.contains("current_"), "the same days, the same text: {text}");
        assert!(texts.insert(text.clone()), "twice: {text}");
    }
}

#[test]
fn another_text_is_not_recognised() {
    let text = example(Statement::NearActivity).text();
    for other in [
        String::new(),
        "select 1".to_owned(),
        text.replace("near.core", "other.core"),
        text.replace("2025-02-03", "2025-02-30"),
        text.replace("2025-02-03", "2025-02-11"),
        text.replace("count(*) as daily_txns", "0 as daily_txns"),
        format!("{text} limit 1"),
    ] {
        assert_eq!(recognise(&other), None, "{other}");
    }
}

#[test]
fn databases_and_schemas_are_where_the_user_says() {
    let mut catalog = Catalog::default();
    let network = catalog.networks.get_mut("near").unwrap();
    network.database = "MY_SHARE".parse().unwrap();
    network.core = "near_core".parse().unwrap();
    let queries = catalog.queries(&Subject::network("near"), week()).unwrap();
    for query in &queries {
        let text = query.text();
        assert!(text.contains("from MY_SHARE.near_core."), "{text}");
        assert_eq!(recognise(&text), None);
        assert_eq!(catalog.recognise(&text).as_ref(), Some(query));
    }
}

#[test]
fn columns_are_those_of_the_text_and_metrics_those_of_the_subject() {
    for query in all() {
        let text = query.text();
        let of_query = expressions(&text, query.statement());
        assert_eq!(of_query.len() + 1, query.columns().len());
        assert_eq!(query.columns()[0], Query::DAY);
        for metric in query.metrics() {
            assert!(metric.measures(query.subject().kind()), "{metric} of {}", query.subject());
        }
    }
}

#[test]
fn no_figure_of_a_subject_is_asked_for_twice() {
    let catalog = Catalog::default();
    for kind in SubjectKind::ALL {
        for subject in catalog.subjects(kind) {
            let mut seen = BTreeSet::new();
            for query in catalog.queries(&subject, week()).unwrap() {
                for metric in query.metrics() {
                    assert!(seen.insert(metric), "{metric} of {subject}");
                }
            }
        }
    }
}

/// The expression of each column behind the day, in order.
fn expressions(text: &str, statement: Statement) -> Vec<(Fill, String)> {
    let select = &text[text.rfind("\nselect\n").map_or(0, |at| at + 1)..];
    let (list, _) = select.split_once("\nfrom ").unwrap();
    let (_, mut rest) = list.split_once("day,\n").unwrap();
    let mut found = Vec::new();
    for fill in statement.fills() {
        let (expression, after) = rest.split_once(&format!(" as {}", fill.metric)).unwrap();
        let words: Vec<&str> = expression.split_whitespace().collect();
        found.push((*fill, words.join(" ").replace("( ", "(").replace(" )", ")")));
        rest = after.strip_prefix(',').unwrap_or(after);
    }
    assert_eq!(rest, "", "{statement} has a column that fills nothing");
    found
}

fn unit(metric: Metric, subject: &Subject) -> String {
    match metric.unit(subject) {
        market::Unit::Coin(_) if subject.kind() == SubjectKind::Token => "token".to_owned(),
        market::Unit::Coin(_) => "native coin".to_owned(),
        market::Unit::Usd => "USD".to_owned(),
        market::Unit::Tgas => "Tgas".to_owned(),
        other => format!("{other:?}").to_lowercase(),
    }
}

#[test]
fn the_table_of_columns_is_up_to_date() {
    let mut table =
        String::from("| statement | metric | unit | expression | why |\n|---|---|---|---|---|\n");
    for statement in Statement::ALL {
        let query = example(*statement);
        for (fill, expression) in expressions(&query.text(), *statement) {
            writeln!(
                table,
                "| `{statement}` | `{}` | {} | `{expression}` | {} |",
                fill.metric,
                unit(fill.metric, query.subject()),
                fill.why
            )
            .unwrap();
        }
    }
    let document = include_str!("../../queries.md");
    assert!(
        document.ends_with(&table),
        "crates/flipside/queries.md has to end with this:\n\n{table}"
    );
}
