//! Every way of gaming scores below the honest medium answer to the same task.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use std::fmt::Write as _;

use common::{Random, all_below_medium, label, mocks, prompt, rewrite_numbers};
use rewards::{Grade, Mock, Scorer, TaskFacts, Unit};

/// An attack: from a task and its good answer to a text that has not earned anything.
type Attack = fn(&TaskFacts, &Mock) -> String;

const ATTACKS: &[(&str, Attack)] = &[
    ("keyword stuffing", keywords),
    ("keyword sentences", keyword_sentences),
    ("citation spam", citations),
    ("x = 1 a hundred times", trivial),
    ("irrelevant arithmetic", irrelevant),
    ("fake intervals", fake_intervals),
    ("the question pasted back", |facts, _| prompt(facts)),
    ("the question between headings", prompt_between_headings),
    ("one good sentence fifty times", one_sentence),
    ("one good paragraph thirty times", one_paragraph),
    ("headings only", headings),
    ("every digit 7", |_, high| {
        high.text.chars().map(|it| if it.is_ascii_digit() { '7' } else { it }).collect()
    }),
    ("every quantity 7", |_, high| {
        rewrite_numbers(&high.text, |it| {
            it.chars().map(|it| if it.is_ascii_digit() { '7' } else { it }).collect()
        })
    }),
    ("figures that are not the data's", other_figures),
    ("a 200 kB ramble", ramble),
    ("a dump of the data", dump),
    ("word salad", salad),
    ("answers to other kinds of question", other_kinds),
    ("a template without figures", template),
    ("every value tried", every_value),
    ("the data in a table with empty phrases", table_and_phrases),
    ("intervals of all widths", intervals_of_all_widths),
    ("gibberish", gibberish),
    ("results wrong by a thousand", results_wrong),
    ("results wrong and taken back", results_taken_back),
    ("wrong values in running text", values_wrong),
    ("a list of guesses", list_of_guesses),
];

#[test]
fn no_attack_reaches_the_medium_mock() {
    let table = all_below_medium(|high| {
        ATTACKS.iter().map(|(name, attack)| (*name, attack(&high.task, high))).collect()
    });
    insta::assert_snapshot!(table);
}

#[test]
fn right_figures_do_not_carry_contradictory_advice() {
    let scorer = Scorer::default();
    for high in mocks(Grade::High) {
        let facts = &high.task;
        let text = filled(facts, &results(facts, "", 1.0), "The figures speak for themselves.");
        let card = scorer.score(&text, facts, None);
        assert_eq!(card.components["investment_insight"], Some(0.0), "{}", high.kind);
        let honest = scorer.score(&high.text, facts, None);
        assert!(card.score.unwrap() < honest.score.unwrap() - 0.15, "{}: {card:?}", high.kind);
    }
}

#[test]
fn nonsense_between_right_figures_costs() {
    let scorer = Scorer::default();
    for high in mocks(Grade::High) {
        let facts = &high.task;
        let nonsense =
            "Blorp zang the frimble of mork, so wobble gronk and snark the fizz of plim.";
        let text = filled(facts, &results(facts, "", 1.0), nonsense)
            .replace("Buy", "Flurb")
            .replace("Sell", "Grob");
        let card = scorer.score(&text, facts, None);
        let honest = scorer.score(&high.text, facts, None);
        assert!(card.score.unwrap() < honest.score.unwrap() - 0.15, "{}: {card:?}", high.kind);
        assert!(card.components["structure"] < Some(0.9), "{}: {card:?}", high.kind);
    }
}

#[test]
fn wrong_results_are_never_acceptable() {
    let scorer = Scorer::default();
    for high in mocks(Grade::High) {
        let text = results_wrong(&high.task, &high);
        let card = scorer.score(&text, &high.task, None);
        assert!(card.score.unwrap() < 0.5, "{}: {card:?}", high.kind);
    }
}

#[test]
fn a_slip_that_is_corrected_costs_little() {
    let scorer = Scorer::default();
    for high in mocks(Grade::High) {
        let slip = format!("{}\n1,200 / 300 = 40. No, wait, 4.\n", high.text);
        let card = scorer.score(&slip, &high.task, None);
        assert!(card.integrity > 0.99, "{}: {:?}", high.kind, card.integrity_reasons);
    }
}

#[test]
fn a_good_answer_to_another_day_is_no_answer() {
    let scorer = Scorer::default();
    for (high, medium) in mocks(Grade::High).iter().zip(&mocks(Grade::Medium)) {
        let honest = scorer.score(&medium.text, &medium.task, None).score.unwrap();
        let other = another_day(&high.task);
        let card = scorer.score(&high.text, &other, None);
        assert!(
            card.score.unwrap() < honest,
            "{}: {:?} {:?} {:?}",
            high.kind,
            card.score,
            card.components,
            card.integrity_reasons
        );
    }
}

#[test]
fn the_question_is_recognised_where_it_is_known() {
    let scorer = Scorer::default();
    for high in mocks(Grade::High) {
        let question = prompt(&high.task);
        let pasted = scorer.score(&question, &high.task, Some(&question));
        assert!(pasted.integrity < 0.3, "{}: {}", high.kind, pasted.integrity);
        let honest = scorer.score(&high.text, &high.task, Some(&question));
        assert!(honest.integrity > 0.99, "{}: {:?}", high.kind, honest.integrity_reasons);
    }
}

/// The same question of a day on which everything was different.
fn another_day(facts: &TaskFacts) -> TaskFacts {
    let mut other = facts.clone();
    let mut random = Random(7);
    let mut factor = || 0.6 + random.below(1000) as f64 / 1250.0;
    let days = jiff::Span::new().days(60);
    other.date = facts.date.map(|it| it.checked_add(days).unwrap());
    for value in other.metrics.values_mut() {
        *value *= factor();
    }
    for row in &mut other.history {
        row.date = row.date.checked_add(days).unwrap();
        for value in row.values.values_mut() {
            *value *= factor();
        }
    }
    for expected in other.expected_calculations.values_mut() {
        expected.value *= factor();
    }
    other
}

/// Each expected result with its formula, times a factor; `after` follows it.
fn results(facts: &TaskFacts, after: &str, factor: f64) -> String {
    let mut text = String::new();
    for (index, (name, expected)) in facts.expected_calculations.iter().enumerate() {
        let unit = if expected.unit == Unit::Percent { "%" } else { "" };
        let after = after.replace("{}", &format!("{:.5}{unit}", expected.value));
        let claim = expected.value * factor;
        let (label, formula) = (&expected.label, &expected.formula);
        writeln!(text, "{}. `{name}` ({label}): {formula} = {claim:.5}{unit}{after}", index + 1)
            .unwrap();
    }
    text
}

/// The data and results in the required sections, with a phrase for each of the others.
fn filled(facts: &TaskFacts, results: &str, phrase: &str) -> String {
    let mut text = String::new();
    let last = facts.required_sections.len() - 1;
    for (index, section) in facts.required_sections.iter().enumerate() {
        writeln!(text, "## {section}\n").unwrap();
        match index {
            0 => {
                for (name, value) in &facts.metrics {
                    writeln!(text, "- [{name}]: {value}").unwrap();
                }
            }
            1 => text.push_str(results),
            _ if index == last => {
                let mut metrics = facts.metrics.iter();
                for (action, (name, value)) in ["Buy", "Sell"].iter().zip(&mut metrics) {
                    writeln!(
                        text,
                        "- {action} within 30 days, as [{name}] is {value}. Risk: it may turn."
                    )
                    .unwrap();
                }
            }
            _ => writeln!(text, "{phrase}").unwrap(),
        }
        text.push('\n');
    }
    text
}

fn results_wrong(facts: &TaskFacts, _: &Mock) -> String {
    filled(facts, &results(facts, "", 1000.0), "The figures speak for themselves.")
}

fn results_taken_back(facts: &TaskFacts, _: &Mock) -> String {
    let results = results(facts, ". No, wait, {}.", 1000.0);
    filled(facts, &results, "The figures speak for themselves.")
}

/// Every value wrong, where a reader takes it for the metric's.
fn values_wrong(facts: &TaskFacts, _: &Mock) -> String {
    let mut text = filled(facts, &results(facts, "", 1.0), "The figures speak for themselves.");
    for (name, value) in &facts.metrics {
        let given = format!("- [{name}]: {value}");
        text = text.replace(&given, &format!("- The day has [{name}] 9{value}"));
    }
    text
}

fn list_of_guesses(facts: &TaskFacts, _: &Mock) -> String {
    let mut random = Random(13);
    let mut guesses = String::new();
    for _ in 0..60 {
        write!(guesses, "{}.{:02}% ", random.below(100), random.below(100)).unwrap();
    }
    filled(facts, &results(facts, "", 1.0), &guesses)
}

fn keywords(_: &TaskFacts, _: &Mock) -> String {
    "bullish growth momentum adoption risk confidence interval recommendation invest horizon \
     volatility hedge accumulate portfolio strategy trend liquidity DeFi transactions users fees "
        .repeat(12)
}

fn keyword_sentences(facts: &TaskFacts, _: &Mock) -> String {
    let mut text = String::new();
    for section in &facts.required_sections {
        writeln!(
            text,
            "## {section}\n\nWe recommend to accumulate, hedge and rebalance over the next 7 days \
             with a stop-loss, because momentum, growth, adoption and liquidity show a 90% \
             confidence interval, a trend, a risk and a downside for {section}.\n"
        )
        .unwrap();
    }
    text
}

fn citations(facts: &TaskFacts, _: &Mock) -> String {
    let names: Vec<String> = facts.metrics.keys().map(|it| format!("[{it}]")).collect();
    format!("{} ", names.join(" ")).repeat(30)
}

fn trivial(facts: &TaskFacts, _: &Mock) -> String {
    let mut text = String::new();
    for (index, name) in facts.metrics.keys().cycle().take(100).enumerate() {
        writeln!(text, "{name} = 1\nx = {}\n2 + 2 = 4", index % 3).unwrap();
    }
    text
}

fn irrelevant(_: &TaskFacts, _: &Mock) -> String {
    let mut text = String::from("## Calculations\n\n");
    for index in 2..80 {
        writeln!(text, "{index} × {} = {}", index + 3, index * (index + 3)).unwrap();
    }
    text
}

fn fake_intervals(_: &TaskFacts, high: &Mock) -> String {
    let words: Vec<&str> = high
        .text
        .split_whitespace()
        .filter(|it| !it.contains(|it: char| it.is_ascii_digit()))
        .collect();
    let mut text = String::new();
    for chunk in words.chunks(12) {
        writeln!(text, "{}. 90% confidence interval: [1, 2]", chunk.join(" ")).unwrap();
    }
    text
}

fn prompt_between_headings(facts: &TaskFacts, _: &Mock) -> String {
    let question = prompt(facts);
    let mut text = String::new();
    let lines: Vec<&str> = question.lines().collect();
    let share = lines.len().div_ceil(facts.required_sections.len());
    for (section, lines) in facts.required_sections.iter().zip(lines.chunks(share)) {
        writeln!(text, "## {section}\n\n{}\n", lines.join("\n")).unwrap();
    }
    text
}

fn one_sentence(facts: &TaskFacts, _: &Mock) -> String {
    let (name, value) = facts.metrics.first().unwrap();
    format!(
        "The {} stood at {value} [{name}], which supports adding to the position over the next 7 \
         days with a stop against the downside risk. ",
        label(facts, name)
    )
    .repeat(50)
}

fn one_paragraph(_: &TaskFacts, high: &Mock) -> String {
    let paragraph = high.text.split("\n\n").max_by_key(|it| it.len()).unwrap_or("");
    format!("{paragraph}\n\n").repeat(30)
}

fn headings(facts: &TaskFacts, _: &Mock) -> String {
    let mut text = String::new();
    for section in &facts.required_sections {
        writeln!(text, "## {section}\n").unwrap();
    }
    for part in facts.parts.keys() {
        writeln!(text, "### {part}\n").unwrap();
    }
    text
}

/// Keeps the form of every quantity and changes its leading digits.
fn other_figures(_: &TaskFacts, high: &Mock) -> String {
    let mut random = Random(11);
    rewrite_numbers(&high.text, |it| {
        it.chars()
            .map(|it| match it {
                '0'..='9' => char::from(b'1' + random.below(9) as u8),
                _ => it,
            })
            .collect()
    })
}

fn ramble(facts: &TaskFacts, high: &Mock) -> String {
    let words: Vec<&str> = high.text.split_whitespace().collect();
    let mut random = Random(3);
    let mut text = String::new();
    while text.len() < 200_000 {
        for _ in 0..(8 + random.below(12)) {
            text.push_str(words[random.below(words.len())]);
            text.push(' ');
        }
        let name = facts.metrics.keys().nth(random.below(facts.metrics.len()));
        writeln!(text, "[{}].", name.unwrap()).unwrap();
    }
    text
}

/// The data between the required headings, cited and right, without a word about it.
fn dump(facts: &TaskFacts, _: &Mock) -> String {
    let mut text = String::new();
    for section in &facts.required_sections {
        writeln!(text, "## {section}\n").unwrap();
        for (name, value) in &facts.metrics {
            writeln!(text, "- {} [{name}]: {value}", label(facts, name)).unwrap();
        }
        for row in &facts.history {
            for (name, value) in &row.values {
                writeln!(text, "- {}: {name} {value}", row.date).unwrap();
            }
        }
        text.push('\n');
    }
    text
}

/// The words of the good answer, shuffled within each line.
fn salad(_: &TaskFacts, high: &Mock) -> String {
    let mut random = Random(5);
    let mut text = String::new();
    for line in high.text.lines() {
        let mut words: Vec<&str> = line.split_whitespace().collect();
        if !line.starts_with('#') {
            for index in (1..words.len()).rev() {
                words.swap(index, random.below(index + 1));
            }
        }
        text.push_str(&words.join(" "));
        text.push('\n');
    }
    text
}

fn other_kinds(facts: &TaskFacts, _: &Mock) -> String {
    mocks(Grade::High)
        .into_iter()
        .filter(|it| it.task.kind != facts.kind)
        .map(|it| it.text)
        .collect::<Vec<_>>()
        .join("\n\n")
}

fn template(facts: &TaskFacts, _: &Mock) -> String {
    let fillers = [
        "In this part we look closely at the figures and at what they mean for the market, since a careful reading of the data is the base of every good decision.",
        "The numbers speak for themselves and show a picture that is consistent with the broader trend that has been visible for quite some time now.",
        "It is important to note that several factors play a role here, and that none of them should be seen in isolation from the others.",
        "Investors should consider their own goals and accumulate or reduce over the next weeks, with a stop-loss against the downside risk.",
        "All in all, the evidence is mixed but leans to the positive side, which is why patience and discipline will be rewarded in the end.",
    ];
    let mut text = String::new();
    for (section, filler) in facts.required_sections.iter().zip(fillers.iter().cycle()) {
        writeln!(text, "## {section}\n\n{filler}\n").unwrap();
    }
    text
}

/// Every expected calculation with every value that it might have.
fn every_value(facts: &TaskFacts, _: &Mock) -> String {
    let mut text = String::new();
    for section in &facts.required_sections {
        writeln!(text, "## {section}\n").unwrap();
        for expected in facts.expected_calculations.values() {
            let mut value = expected.value / 3.0;
            for _ in 0..30 {
                writeln!(text, "{} = {value:.4}", expected.label).unwrap();
                value *= 1.08;
            }
        }
    }
    text
}

fn table_and_phrases(facts: &TaskFacts, high: &Mock) -> String {
    let mut text = String::from("| Metric | Value |\n|---|---|\n");
    for (name, value) in &facts.metrics {
        writeln!(text, "| {} [{name}] | {value} |", label(facts, name)).unwrap();
    }
    text.push('\n');
    text.push_str(&template(facts, high));
    text
}

fn intervals_of_all_widths(facts: &TaskFacts, _: &Mock) -> String {
    let mut text = String::new();
    let (name, value) = facts.metrics.first().unwrap();
    for section in &facts.required_sections {
        writeln!(text, "## {section}\n").unwrap();
        for step in 1..40 {
            let half = value * f64::from(step) / 100.0;
            writeln!(
                text,
                "The 90% confidence interval of {} is [{:.2}, {:.2}].",
                label(facts, name),
                value - half,
                value + half
            )
            .unwrap();
        }
    }
    text
}

fn gibberish(_: &TaskFacts, _: &Mock) -> String {
    let mut random = Random(9);
    let mut text = String::new();
    for index in 0..600 {
        for _ in 0..(2 + random.below(9)) {
            text.push(char::from(b'a' + random.below(26) as u8));
        }
        text.push_str(if index % 12 == 11 { ".\n" } else { " " });
    }
    text
}
