//! Writes a task's prompt: one user message that holds all that its answer needs.

use std::fmt::Write as _;

use market::SubjectKind;

use crate::draft::{Draft, Settled, Wording};
use crate::history::History;
use crate::task::TaskKey;

/// Marks what was recovered from a later record.
const MARK: &str = " †";

/// Writes the prompt. `context` is the market condition of each subject, in a sentence or two.
pub(crate) fn compose(
    key: &TaskKey,
    settled: &Settled<'_>,
    wording: &Wording,
    context: &[String],
) -> String {
    let draft = &settled.draft;
    let mut prompt = String::with_capacity(6_000);
    opening(&mut prompt, key, wording);
    market_context(&mut prompt, context);
    figures(&mut prompt, key, draft);
    history(&mut prompt, &draft.history);
    calculations(&mut prompt, draft);
    instructions(&mut prompt, draft, wording);
    prompt.shrink_to_fit();
    prompt
}

fn opening(prompt: &mut String, key: &TaskKey, wording: &Wording) {
    let names: Vec<&str> = key.subjects.iter().map(market::Subject::name).collect();
    let data = match key.kind.subject_kind() {
        SubjectKind::Network => "blockchain data",
        SubjectKind::Token | SubjectKind::Protocol => "market data",
    };
    line(
        prompt,
        format_args!(
            "You are analyzing {} {data} for {}. {}",
            names.join(" and "),
            key.date,
            wording.question
        ),
    );
    line(prompt, format_args!(""));
    line(
        prompt,
        format_args!(
            "Use only the figures below. They are daily figures in UTC; `–` means that nothing was measured, not zero."
        ),
    );
}

fn market_context(prompt: &mut String, context: &[String]) {
    if context.is_empty() {
        return;
    }
    heading(prompt, "Market context");
    for sentence in context {
        line(prompt, format_args!("{sentence}"));
    }
}

fn figures(prompt: &mut String, key: &TaskKey, draft: &Draft<'_>) {
    heading(prompt, &format!("Figures for {}", key.date));
    line(prompt, format_args!("| metric | meaning | value |"));
    line(prompt, format_args!("| --- | --- | ---: |"));
    for shown in &draft.figures {
        push(prompt, &["| [", &shown.name.text(), "] | ", &shown.label.text()]);
        if let Some(note) = shown.note {
            write(prompt, format_args!(" ({note})"));
        }
        push(prompt, &[" | ", &market::format_value(shown.value, &shown.unit), " |\n"]);
    }
}

fn history(prompt: &mut String, history: &History<'_>) {
    if history.len() == 0 {
        return;
    }
    heading(prompt, "Recent history");
    prompt.push_str("| date |");
    for column in history.columns() {
        push(prompt, &[" [", &column.name.text(), "] |"]);
    }
    prompt.push_str("\n| --- |");
    for _ in history.columns() {
        prompt.push_str(" ---: |");
    }
    prompt.push('\n');
    let mut marked = false;
    for (date, cells) in history.rows() {
        // Where all figures of a day are recovered, the date carries the mark for them.
        let whole = cells.clone().flatten().all(|cell| cell.recovered);
        write(prompt, format_args!("| {date}{} |", if whole { MARK } else { "" }));
        for (column, cell) in history.columns().iter().zip(cells) {
            let Some(cell) = cell else {
                prompt.push_str(" – |");
                continue;
            };
            marked |= cell.recovered;
            let mark = if cell.recovered && !whole { MARK } else { "" };
            push(prompt, &[" ", &market::format_value(cell.value, &column.unit()), mark, " |"]);
        }
        prompt.push('\n');
    }
    if marked {
        line(prompt, format_args!(""));
        line(
            prompt,
            format_args!(
                "† recovered from a later record and its seven-day growth, for which only counts and totals are known."
            ),
        );
    }
}

fn calculations(prompt: &mut String, draft: &Draft<'_>) {
    heading(prompt, "Calculations to show");
    line(
        prompt,
        format_args!(
            "Work out each of these step by step, with its numbers written in, as in `a / b = c`. Percent is a unit: 3 % is 0.03."
        ),
    );
    line(prompt, format_args!(""));
    for (index, calculation) in draft.calculations.iter().enumerate() {
        line(
            prompt,
            format_args!(
                "{}. `{}`: {}{} = {}",
                index + 1,
                calculation.name,
                calculation.label.text(),
                unit_words(&calculation.unit),
                calculation.formula,
            ),
        );
    }
}

fn unit_words(unit: &market::Unit) -> String {
    match unit {
        market::Unit::Percent | market::Unit::Ratio => ", in percent".to_owned(),
        market::Unit::Usd => ", in US dollars".to_owned(),
        market::Unit::Count | market::Unit::Number => String::new(),
        other => format!(", in {}", other.symbol()),
    }
}

fn instructions(prompt: &mut String, draft: &Draft<'_>, wording: &Wording) {
    heading(prompt, "How to answer");
    line(
        prompt,
        format_args!(
            "Write these sections, in this order, each under a `## ` heading with exactly this title:"
        ),
    );
    for (index, (title, content)) in wording.sections.iter().enumerate() {
        line(prompt, format_args!("{}. {title}: {content}", index + 1));
    }
    line(prompt, format_args!(""));
    line(
        prompt,
        format_args!(
            "- Cite each metric as [metric_name] beside the value you use, and use no value that does not stand above."
        ),
    );
    if draft.history.len() > 0 {
        line(
            prompt,
            format_args!(
                "- Compare with at least two earlier days by their date and their figure."
            ),
        );
    }
    if let Some(interval) = &draft.interval {
        line(
            prompt,
            format_args!(
                "- State the interval as `{0}% confidence interval: [low, high]`, from z = {1} for {0} %, and say what it rests on and when it would fail.",
                interval.level.percent, interval.level.quantile,
            ),
        );
    }
    line(
        prompt,
        format_args!(
            "- Give two recommendations. Each names an action, a time horizon, the figures it rests on, and its own risk."
        ),
    );
    line(
        prompt,
        format_args!("- Where the figures do not carry a conclusion, say so instead of guessing."),
    );
}

fn heading(prompt: &mut String, title: &str) {
    line(prompt, format_args!(""));
    line(prompt, format_args!("## {title}"));
}

fn line(prompt: &mut String, text: std::fmt::Arguments<'_>) {
    write(prompt, text);
    prompt.push('\n');
}

fn write(prompt: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = prompt.write_fmt(text);
}

fn push(prompt: &mut String, parts: &[&str]) {
    for part in parts {
        prompt.push_str(part);
    }
}
