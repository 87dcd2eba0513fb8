//! Legitimate oddities do not cost integrity.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use std::fmt::Write as _;

use common::mocks;
use rewards::{Grade, Mock, Scorer};

fn first() -> Mock {
    mocks(Grade::High).remove(0)
}

#[track_caller]
fn check(what: &str, text: &str) {
    let card = Scorer::default().score(text, &first().task, None);
    assert!(card.integrity >= 0.9, "{what}: {} {:?}", card.integrity, card.integrity_reasons);
}

#[test]
fn honest_mocks_keep_their_integrity() {
    let scorer = Scorer::default();
    for mock in mocks(Grade::High).iter().chain(&mocks(Grade::Medium)) {
        let card = scorer.score(&mock.text, &mock.task, None);
        assert!(card.integrity > 0.99, "{}: {:?}", mock.kind, card.integrity_reasons);
    }
}

#[test]
fn numbers_with_misplaced_commas() {
    let scorer = Scorer::default();
    for mock in mocks(Grade::High) {
        for (name, _) in &mock.task.metrics {
            for number in ["$51,30.00", "51,30.00", "1,2,3,4.5", "5d30"] {
                let text = format!("{}\n\nA bound covers {number} ([{name}]).\n", mock.text);
                let card = scorer.score(&text, &mock.task, None);
                assert!(card.integrity >= 0.9, "{number}: {:?}", card.integrity_reasons);
            }
        }
    }
}

#[test]
fn values_in_quotation_marks() {
    for (open, close) in [("“", "”"), ("«", "»"), ("\"", "\""), ("“", ""), ("„", "“")] {
        let quoted = format!("{open}Daily transactions [daily_txns] were 1,287,055{close}");
        check(open, &format!("{}\n\nSome read {quoted} there.\n", first().text));
    }
}

#[test]
fn a_long_table() {
    let mock = first();
    let mut text = mock.text.clone();
    text.push_str("\n| Date | Daily transactions | Unique users |\n|---|---|---|\n");
    for _ in 0..4 {
        for row in &mock.task.history {
            writeln!(text, "| {} | {} | {} |", row.date, row.values[0], row.values[1]).unwrap();
        }
    }
    check("a long table", &text);
}

#[test]
fn many_headings() {
    let mut text = String::new();
    for (index, paragraph) in first().text.split("\n\n").enumerate() {
        if paragraph.starts_with('#') {
            writeln!(text, "{paragraph}\n").unwrap();
        } else {
            writeln!(text, "### Point {index}\n\n{paragraph}\n").unwrap();
        }
    }
    check("many headings", &text);
}

#[test]
fn terse() {
    check(
        "terse notes",
        "## Data overview\nTxns 1,187,055 [daily_txns]; users 385,930 [unique_users]; success 98.68%.\n\
         ## Calculations\n- 1,187,055 / 385,930 = 3.08 txns per user\n- 1,187,055 × 0.01317 = 15,634 failed\n\
         - growth: 1,187,055 / 1,127,284 − 1 = 5.30%\n- users: 385,930 / 343,271 − 1 = 12.43%\n\
         ## Historical comparison\nUp from 1,127,284 on 2025-02-02; down from 1,203,788 on 2025-02-08.\n\
         ## Interpretation\nWeekend lull, weekly growth intact.\n\
         ## Recommendations\nAdd 2% below 1,127,284 within 7 days; stop on a second weak day, risk is a false base.\n",
    );
}

#[test]
fn a_one_sentence_conclusion() {
    let mut text = first().text;
    text.push_str("\n## Conclusion\n\nGrowth is real but small.\n");
    check("a one-sentence conclusion", &text);
}

#[test]
fn heavy_latex() {
    let mut text = String::from("# Calculations\n\n");
    for (label, formula) in [
        ("transactions per user", r"\frac{1{,}187{,}055}{385{,}930} \approx 3.08"),
        ("failed", r"1{,}187{,}055 \times (1 - 0.98683) \approx 15{,}633"),
        (
            "growth",
            r"\frac{1{,}187{,}055 - 1{,}127{,}284}{1{,}127{,}284} \times 100 \approx 5.30\%",
        ),
        ("user growth", r"\left(\frac{385{,}930}{343{,}271} - 1\right) \times 100 \approx 12.43\%"),
        ("receivers per user", r"\frac{232{,}093}{385{,}930} \approx 0.60"),
    ] {
        writeln!(text, "$$\\text{{{label}}} = {formula}$$\n").unwrap();
    }
    text.push_str(
        "So each user sent about three transactions, and the network grew over the week.\n",
    );
    check("heavy LaTeX", &text);
}

#[test]
fn metric_names_again_and_again() {
    let mut text = first().text;
    for value in ["3.1", "2.9", "3.3"] {
        writeln!(
            text,
            "\nWere [daily_txns] per [unique_users] to move to {value}, then [daily_txns] would \
             have to change while [unique_users] stays, and [success_rate] says nothing on that."
        )
        .unwrap();
    }
    check("repeated names", &text);
}

#[test]
fn thinking_aloud() {
    check(
        "thinking aloud",
        "Okay, let me look at the numbers. Daily transactions are 1,187,055 and users are 385,930, so \
         1187055 / 385930 = 3.08 transactions per user. Wait, is the seven-day growth really 5.3%? \
         1187055 / 1127284 = 1.0530, yes. Hmm, and users? 385930 / 343271 = 1.1243, so 12.43%. The \
         success rate is 98.68%, so about 15,633 transactions failed. I think that buying a little \
         over the next 7 days is fine, but the risk is that 2025-02-08 was already higher at 1,203,788.",
    );
}

/// Honest answers in a changed form.
type Change = fn(&Mock) -> String;

/// A rewritten good answer earns nearly what it earns as it is.
#[track_caller]
fn check_good_answers(what: &str, least: f64, change: Change) {
    let scorer = Scorer::default();
    let mut failed = String::new();
    for mock in mocks(Grade::High) {
        let card = scorer.score(&change(&mock), &mock.task, None);
        if card.score.unwrap() < least {
            writeln!(
                failed,
                "{what}, {}: {:?} {:?} {:?}",
                mock.kind, card.score, card.components, card.integrity_reasons
            )
            .unwrap();
        }
    }
    assert!(failed.is_empty(), "\n{failed}");
}

/// Breaks the lines of running text at a width.
fn wrapped(text: &str, width: usize) -> String {
    let mut out = String::new();
    for line in text.lines() {
        if line.starts_with(['#', '|']) {
            out.push_str(line);
        } else {
            let mut column = 0;
            for word in line.split_inclusive(' ') {
                if column > 0 && column + word.trim_end().len() > width {
                    out.truncate(out.trim_end().len());
                    out.push('\n');
                    column = 0;
                }
                out.push_str(word);
                column += word.len();
            }
        }
        out.push('\n');
    }
    out
}

#[test]
fn hard_wrapped_lines() {
    check_good_answers("wrapped at 72", 0.9, |it| wrapped(&it.text, 72));
    check_good_answers("wrapped at 40", 0.9, |it| wrapped(&it.text, 40));
    check_good_answers("wrapped at 30", 0.85, |it| wrapped(&it.text, 30));
}

#[test]
fn a_task_with_metrics_alone() {
    let scorer = Scorer::default();
    for mock in mocks(Grade::High) {
        let facts = rewards::TaskFacts {
            history: Vec::new(),
            expected_calculations: mock
                .task
                .expected_calculations
                .iter()
                .take(0)
                .map(|(name, it)| (name.clone(), it.clone()))
                .collect(),
            projection: None,
            ..mock.task.clone()
        };
        let card = scorer.score(&mock.text, &facts, None);
        assert!(card.integrity >= 0.9, "{}: {:?}", mock.kind, card.integrity_reasons);
    }
}

#[test]
fn a_history_of_two_networks_in_a_table() {
    check_good_answers("the history as a table", 0.9, |mock| {
        let mut text = mock.text.clone();
        let columns: Vec<&String> = mock.task.history[0].values.keys().collect();
        for form in ["`{}`", "{}"] {
            text.push_str("\n\n| Date |");
            for column in &columns {
                write!(text, " {} |", form.replace("{}", column)).unwrap();
            }
            writeln!(text, "\n|---|{}", "---|".repeat(columns.len())).unwrap();
            for row in &mock.task.history {
                write!(text, "| {} |", row.date).unwrap();
                for column in &columns {
                    write!(text, " {} |", row.values.get(*column).copied().unwrap_or(f64::NAN))
                        .unwrap();
                }
                text.push('\n');
            }
        }
        text
    });
}

#[test]
fn the_whole_answer_in_a_fence() {
    check_good_answers("in a fence", 0.9, |it| format!("```markdown\n{}\n```\n", it.text));
}

/// A good answer with its required headings written in another way.
fn headed(mock: &Mock, write: fn(&str) -> String) -> String {
    let mut text = mock.text.clone();
    for title in &mock.task.required_sections {
        let line = text.lines().find(|it| {
            let bare = it.trim_start_matches(['#', ' ', '*', '.', '1', '2', '3', '4', '5', '6']);
            it.starts_with(['#', '*']) && bare.trim_end_matches(['*', ':']) == title
        });
        if let Some(line) = line.map(str::to_owned) {
            text = text.replacen(&line, &write(title), 1);
        }
    }
    text
}

#[test]
fn headings_without_marks() {
    check_good_answers("LaTeX sections", 0.9, |it| {
        headed(it, |title| format!("\\section*{{{title}}}"))
    });
    check_good_answers("bold in LaTeX", 0.9, |it| {
        headed(it, |title| format!("\\textbf{{{title}}}"))
    });
    check_good_answers("HTML headings", 0.9, |it| headed(it, |title| format!("<h2>{title}</h2>")));
    check_good_answers("bare lines", 0.9, |it| headed(it, |title| format!("\n{title}\n")));
    check_good_answers("capitals", 0.9, |it| {
        headed(it, |title| format!("\n{}\n", title.to_uppercase()))
    });
}

#[test]
fn a_part_sold_and_bought_back_is_a_plan() {
    let mut facts = first().task;
    facts.required_sections.clear();
    let text = "## Recommendations\n\n- Sell a third of the position within 2 days, as \
                [daily_txns] is 1,187,055. The risk is a rebound to 1,330,807.\n\
                - Buy it back in tranches within 30 days, since [unique_users] is 385,930. The \
                risk is another fall to 343,271.\n";
    let card = Scorer::default().score(text, &facts, None);
    assert_eq!(card.components["investment_insight"], Some(1.0), "{card:?}");
}
