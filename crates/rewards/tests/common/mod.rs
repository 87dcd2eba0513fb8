//! What the tests of this crate share: mocks by kind, a question's text, a small random source.
#![allow(dead_code, reason = "each test uses a part")]

pub(crate) mod skeleton;

use std::fmt::Write as _;

use rewards::{Grade, Mock, Scorer, TaskFacts, builtin_mocks};

/// The mock of a grade for each kind.
pub(crate) fn mocks(grade: Grade) -> Vec<Mock> {
    builtin_mocks().into_iter().filter(|it| it.grade == grade).collect()
}

/// Scores texts made of each kind's good answer, and gives a table of their scores. Fails with all
/// of them that do not score below the medium mock of their task.
pub(crate) fn all_below_medium<'n>(texts_of: impl Fn(&Mock) -> Vec<(&'n str, String)>) -> String {
    let scorer = Scorer::default();
    let (mut failed, mut table) = (String::new(), String::new());
    for (high, medium) in mocks(Grade::High).iter().zip(&mocks(Grade::Medium)) {
        let honest = scorer.score(&medium.text, &medium.task, None).score.unwrap();
        for (name, text) in texts_of(high) {
            let card = scorer.score(&text, &high.task, None);
            let score = card.score.unwrap();
            writeln!(table, "{score:.4} {} {name}", high.kind).unwrap();
            if score >= honest {
                writeln!(
                    failed,
                    "{name} of {}: {score:.3}, honest {honest:.3}, {:?}, integrity {} {:?}",
                    high.kind, card.components, card.integrity, card.integrity_reasons
                )
                .unwrap();
            }
        }
    }
    assert!(failed.is_empty(), "\n{failed}");
    table
}

/// A question as a task would put it.
pub(crate) fn prompt(facts: &TaskFacts) -> String {
    let mut text = format!(
        "You are analyzing {} blockchain data for {}. Use only the figures below and cite each \
         metric you use as [metric_name].\n\nMetrics of the day:\n",
        facts.subjects.join(" and "),
        facts.date.unwrap()
    );
    for (name, value) in &facts.metrics {
        writeln!(text, "- {} [{name}]: {value}", label(facts, name)).unwrap();
    }
    text.push_str("\nRecent history:\n");
    for row in &facts.history {
        write!(text, "| {} |", row.date).unwrap();
        for value in row.values.values() {
            write!(text, " {value} |").unwrap();
        }
        text.push('\n');
    }
    text.push_str("\nCalculate the following and show your working:\n");
    for (name, expected) in &facts.expected_calculations {
        writeln!(text, "- {} ({name}): {}", expected.label, expected.formula).unwrap();
    }
    text.push_str("\nYour answer must have these sections, in this order:\n");
    for section in &facts.required_sections {
        writeln!(text, "## {section}").unwrap();
    }
    text.push_str(
        "\nProvide specific recommendations with a horizon and a risk. Compare with earlier days \
         and name them. Do not invent figures that are not given here. State a confidence \
         interval for every projection. Write your answer in Markdown.\n",
    );
    text
}

/// What prose calls a metric.
pub(crate) fn label(facts: &TaskFacts, name: &str) -> String {
    facts.labels.get(name).cloned().unwrap_or_else(|| name.to_owned())
}

/// A small random source, the same on every platform.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// The next number.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below a limit.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
}

/// Rewrites every number of a text; dates, list markers and digits in names stay.
pub(crate) fn rewrite_numbers(text: &str, mut change: impl FnMut(&str) -> String) -> String {
    let answer = rewards::Answer::parse(text);
    let mut out = String::new();
    let mut at = 0;
    for number in &answer.numbers {
        if number.role != rewards::parse::NumberRole::Quantity || number.span.start < at {
            continue;
        }
        out.push_str(&text[at..number.span.start]);
        out.push_str(&change(&text[number.span.start..number.span.end]));
        at = number.span.end;
    }
    out.push_str(&text[at..]);
    out
}
