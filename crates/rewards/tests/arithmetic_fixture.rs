//! Precision and recall of the verdicts over statements that were labelled by hand.

use std::fmt::Write;

use jiff::civil::date;
use rewards::arithmetic::{Verdict, judge};
use rewards::{Answer, HistoryRow, TaskFacts, Unit};

fn facts() -> TaskFacts {
    let mut facts = TaskFacts::default();
    let metrics = [
        ("daily_txns", 4_460_392.0),
        ("unique_users", 592_966.0),
        ("success_rate", 0.9868),
        ("avg_fee_usd", 0.42),
        ("total_gas", 1.1e11),
        ("gas_price_gwei", 23.7),
    ];
    for (name, value) in metrics {
        facts.metrics.insert(name.to_owned(), value);
    }
    facts.metrics.insert("volatility".to_owned(), 8.683_023);
    facts.metrics.insert("gas_share".to_owned(), 2.744_02);
    facts.units.insert("volatility".to_owned(), Unit::Percent);
    facts.units.insert("success_rate".to_owned(), Unit::Ratio);
    facts.date = Some(date(2025, 2, 9));
    let week_ago = [("daily_txns", 4_210_118.0), ("unique_users", 560_000.0)];
    let values = week_ago.map(|(name, value)| (name.to_owned(), value));
    facts.history.push(HistoryRow { date: date(2025, 2, 2), values: values.into_iter().collect() });
    facts
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Found {
    Correct,
    Wrong,
    Unchecked,
    Nothing,
}

/// Reads the verdict of a text: wrong if anything in it is, else correct if anything is.
fn read(text: &str, facts: &TaskFacts) -> Found {
    let answer = Answer::parse(text);
    let judgements: Vec<_> =
        answer.statements.iter().map(|statement| judge(&answer, statement, facts)).collect();
    let any = |verdict: Verdict| judgements.iter().any(|j| j.verdict == verdict);
    if any(Verdict::Wrong) {
        Found::Wrong
    } else if any(Verdict::Correct) {
        Found::Correct
    } else if judgements.is_empty() {
        Found::Nothing
    } else {
        Found::Unchecked
    }
}

#[test]
fn verdicts_agree_with_people() {
    let facts = facts();
    let (mut called_wrong, mut rightly, mut wrong, mut checkable, mut checked) = (0, 0, 0, 0, 0);
    let mut report = String::new();
    let mut falsely_correct = 0;
    for line in include_str!("../fixtures/statements.txt").lines() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (label, text) = line.split_once(" | ").expect("a label and a text");
        let text = text
            .replace("\\\\\\\\", "\u{1}")
            .replace("\\n", "\n")
            .replace('\u{1}', "\\\\")
            .replace("\\u{2003}", "\u{2003}");
        let found = read(&text, &facts);
        let as_labelled = match label {
            "C" => found == Found::Correct,
            "W" => found == Found::Wrong,
            "U" => matches!(found, Found::Unchecked | Found::Nothing),
            "N" => found == Found::Nothing,
            other => panic!("no such label: {other}"),
        };
        if !as_labelled {
            let _ = writeln!(report, "{label}, but {found:?}: {text:?}");
        }
        called_wrong += u32::from(found == Found::Wrong);
        rightly += u32::from(found == Found::Wrong && label == "W");
        wrong += u32::from(label == "W");
        if matches!(label, "C" | "W") {
            checkable += 1;
            checked += u32::from(matches!(found, Found::Correct | Found::Wrong));
        }
        falsely_correct += u32::from(found == Found::Correct && label != "C");
    }
    let precision = f64::from(rightly) / f64::from(called_wrong);
    let recall = f64::from(rightly) / f64::from(wrong);
    let coverage = f64::from(checked) / f64::from(checkable);
    let summary = format!(
        "{checkable} checkable, {wrong} wrong: precision {precision:.3}, recall {recall:.3}, \
         checked {coverage:.3}, falsely correct {falsely_correct}\n{report}"
    );
    eprintln!("{summary}");
    assert!(wrong >= 100 && checkable >= 200, "{summary}");
    assert!(precision >= 0.99, "{summary}");
    assert!(recall >= 0.92, "{summary}");
    assert!(coverage >= 0.93, "{summary}");
    assert!(falsely_correct <= 3, "{summary}");
}
