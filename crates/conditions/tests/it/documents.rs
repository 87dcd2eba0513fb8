//! The table of rules says the numbers that are in force.

use conditions::{Condition, ConditionAssessor, RuleBook};

const DOCUMENT: &str = include_str!("../../../../docs/conditions.md");

/// Each field of the debug output has to stand in a row of a table with its value.
fn check(debug: &str, row: impl Fn(&str, &str) -> String) {
    for line in debug.lines().filter(|line| line.ends_with(',')) {
        let (name, value) = line.trim().trim_end_matches(',').split_once(": ").expect("a field");
        let value = value.strip_suffix(".0").unwrap_or(value);
        let row = row(name, value);
        assert!(DOCUMENT.contains(&row), "docs/conditions.md has no {row:?}");
    }
}

#[test]
fn every_threshold_is_documented_with_its_value() {
    let book = RuleBook::default();
    check(&format!("{:#?}", book.thresholds), |name, value| format!("| `{name}` | {value} |"));
    let activity = format!("{:#?}", book.activity);
    let prices = format!("{:#?}", book.prices);
    for (price, activity) in prices.lines().zip(activity.lines()) {
        let Some((_, activity)) = activity.trim_end_matches(',').split_once(": ") else {
            continue;
        };
        let activity = activity.strip_suffix(".0").unwrap_or(activity);
        check(price, |name, value| format!("| `{name}` | {value} | {activity} |"));
    }
}

#[test]
fn every_condition_is_documented() {
    for condition in Condition::ALL {
        assert!(DOCUMENT.contains(&format!("**{condition}**")), "{condition}");
    }
    assert!(DOCUMENT.contains(RuleBook::default().name()));
}
