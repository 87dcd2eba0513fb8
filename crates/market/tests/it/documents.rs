//! The table of names, units and formulas says what the code does.

#![expect(
    clippy::unwrap_used,
    reason = "clippy knows a test by its attribute, not what tests share"
)]

use std::fmt::Write as _;

use market::{Indicator, Metric, Subject, SubjectKind};

/// Whose units the table shows.
fn examples() -> [Subject; 2] {
    [Subject::network("ethereum"), Subject::token("BTC")]
}

fn unit(unit: &market::Unit) -> String {
    match unit {
        market::Unit::Coin(_) => "native coin".to_owned(),
        market::Unit::Gas => "gas (NEAR: Tgas)".to_owned(),
        market::Unit::Usd => "USD".to_owned(),
        other => format!("{other:?}").to_lowercase(),
    }
}

fn table() -> String {
    let mut text = String::from(
        "## Measured\n\n| name | in prose | of | unit | allowed |\n|---|---|---|---|---|\n",
    );
    for metric in Metric::ALL {
        let subject = &examples()[usize::from(metric.is_price())];
        let allowed = metric.allowed();
        let most = match *allowed.end() {
            most if most < 1e4 => most.to_string(),
            most => format!("{most:e}"),
        };
        let of: Vec<&str> = SubjectKind::ALL
            .into_iter()
            .filter(|kind| metric.measures(*kind))
            .map(SubjectKind::name)
            .collect();
        let least = if *allowed.start() > 0.0 { "above 0".to_owned() } else { "0".to_owned() };
        writeln!(
            text,
            "| `{metric}` | {} | {} | {} | {least} to {most} |",
            metric.label(),
            of.join(", "),
            unit(&metric.unit(subject)),
        )
        .unwrap();
    }
    text.push_str("\n## Derived\n\n| name | in prose | unit | formula |\n|---|---|---|---|\n");
    // Of the averages, one metric stands for all.
    let shown = |indicator: &Indicator| match indicator {
        Indicator::Mean7d(metric)
        | Indicator::Mean30d(metric)
        | Indicator::BaselineMean(metric)
        | Indicator::BaselineSd(metric)
        | Indicator::BaselineDays(metric)
        | Indicator::Zscore(metric) => *metric == Metric::DailyTxns,
        _ => true,
    };
    let mut written = Vec::new();
    for kind in [SubjectKind::Network, SubjectKind::Token] {
        let subject = &examples()[usize::from(kind == SubjectKind::Token)];
        for indicator in Indicator::all(kind).into_iter().filter(shown) {
            if written.contains(&indicator) {
                continue;
            }
            written.push(indicator);
            writeln!(
                text,
                "| `{indicator}` | {} | {} | {} |",
                indicator.label(),
                unit(&indicator.unit(subject)),
                indicator.formula()
            )
            .unwrap();
        }
    }
    text
}

#[test]
fn the_table_of_figures_is_up_to_date() {
    let document = include_str!("../../figures.md");
    let table = table();
    assert!(
        document.ends_with(&table),
        "crates/market/figures.md has to end with this:\n\n{table}"
    );
}

#[test]
fn every_indicator_has_a_name_of_its_own_that_reads_back() {
    for kind in SubjectKind::ALL {
        let all = Indicator::all(kind);
        let mut names: Vec<&str> = all.iter().map(|indicator| indicator.name()).collect();
        for (indicator, name) in all.iter().zip(&names) {
            assert_eq!(name.parse::<Indicator>().unwrap(), *indicator);
            assert!(name.parse::<Metric>().is_err());
        }
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all.len());
    }
}
