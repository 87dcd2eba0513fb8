//! Texts made from a task's facts alone score below the honest medium answer: what the question
//! says already is put under the right headings, with results that are missing, guessed or made
//! up, with relations turned round, or with all of it taken back.
#![allow(clippy::unwrap_used, reason = "a test may")]
#![expect(clippy::format_collect, reason = "the texts are short")]

mod common;

use std::fmt::Write as _;

use common::skeleton::{
    build, earlier, grouped, interval, key, label, metrics, result, shown, worked,
};
use common::{Random, all_below_medium, mocks};
use rewards::{Expected, Grade, Scorer, TaskFacts, Tolerance, Unit};

/// A text from the facts of a task.
type Family = fn(&TaskFacts) -> String;

const FAMILIES: &[(&str, Family)] = &[
    ("the data copied, and no result", copied),
    ("as few words as will do", minimal),
    ("results split into made-up operands", made_up_working),
    ("nine values for each result", guesses),
    ("formulas quoted with their results", formulas),
    ("results right once and given otherwise twice", contradicts_itself),
    ("every relation turned", turned),
    ("advice both ways, and no risk", opposite_advice),
    ("sentences that say nothing", vacuous),
    ("pronounceable nonsense", nonsense),
    ("each sentence denied", denied),
    ("all of it in a comment", |facts| format!("<!--\n{}-->\n\nNo.\n", vacuous(facts))),
    ("all of it in a thought", |facts| {
        format!("<think>\n{}</think>\n\nI do not know.\n", vacuous(facts))
    }),
    ("all of it taken back", |facts| {
        format!(
            "What follows is made up and wrong on purpose.\n\n{}\nAll of the above is wrong.\n",
            vacuous(facts)
        )
    }),
    ("padded with other stories", padded),
    ("bodies under each other's headings", rotated),
];

#[test]
fn no_restatement_reaches_the_medium_mock() {
    let table = all_below_medium(|high| {
        FAMILIES.iter().map(|(name, family)| (*name, family(&high.task))).collect()
    });
    insta::assert_snapshot!(table);
}

#[test]
fn a_task_of_metrics_alone_is_not_answered_by_any_words() {
    let scorer = Scorer::default();
    for (high, medium) in mocks(Grade::High).iter().zip(&mocks(Grade::Medium)) {
        let mut facts = TaskFacts { ..high.task.clone() };
        facts.required_sections.clear();
        facts.expected_calculations.clear();
        facts.history.clear();
        facts.projection = None;
        facts.parts.clear();
        facts.recommendations = false;
        let score = |text: &str| scorer.score(text, &facts, None).score.unwrap();
        let soup: String = metrics(&facts)
            .map(|(name, value)| format!("Soup soup soup soup [{name}] is {value}.\n"))
            .collect();
        assert!(score(&soup) < score(&medium.text), "{}: {}", high.kind, score(&soup));
        assert!(score(&high.text) >= 0.75, "{}: {}", high.kind, score(&high.text));
    }
}

fn data(facts: &TaskFacts) -> String {
    metrics(facts).map(|(name, value)| format!("- The day has [{name}] of {value}.\n")).collect()
}

fn history(facts: &TaskFacts) -> String {
    let mut text: String = earlier(facts)
        .take(3)
        .map(|(name, day, value)| {
            let value = shown(facts, name, value);
            format!("On {day} there was [{name}] of {value} on the record. ")
        })
        .collect();
    text.push_str(&interval(facts));
    text
}

fn soup(facts: &TaskFacts) -> String {
    let (name, _) = key(facts, 0);
    format!("The moon is made of cheese and so are we, as [{name}] is what it is to the soup.")
}

fn soup_advice(facts: &TaskFacts) -> String {
    let ((one, first), (other, second)) = (key(facts, 0), key(facts, 1));
    format!(
        "- Accumulate the moon within 7 days, as [{one}] is {first}. Risk: soup.\n\
         - Hedge the spoon within 30 days, as [{other}] is {second}. Risk: none."
    )
}

fn results(facts: &TaskFacts, mut line: impl FnMut(&str, &str, &str) -> String) -> String {
    let lines = worked(facts).map(|(label, formula, value)| line(label, &formula, &value));
    lines.collect::<Vec<_>>().join("\n")
}

fn copied(facts: &TaskFacts) -> String {
    let mut days = history(facts);
    if let Some(projection) = &facts.projection {
        // An interval of any width around today's value, with its derivation.
        let value = facts.metrics[&projection.of];
        let z = if projection.level_percent < 92.0 { 1.645 } else { 1.96 };
        let error = (value * 0.5).round();
        days = earlier(facts).take(3).fold(String::new(), |mut text, (name, day, value)| {
            let value = shown(facts, name, value);
            write!(text, "On {day} there was [{name}] of {value} on the record. ").unwrap();
            text
        });
        write!(
            days,
            "SE = {}, z = {z}; {:.0}% confidence interval: {} ± {}.",
            grouped(error, 0),
            projection.level_percent,
            grouped(value, 0),
            grouped(error * z, 1)
        )
        .unwrap();
    }
    build(facts, [data(facts), soup(facts), days, soup(facts), soup_advice(facts)])
}

fn minimal(facts: &TaskFacts) -> String {
    let ((one, first), (other, second)) = (key(facts, 0), key(facts, 1));
    let data =
        metrics(facts).map(|(name, value)| format!("- We see [{name}] {value}.\n")).collect();
    let days = earlier(facts)
        .take(3)
        .map(|(name, day, value)| {
            format!("Soup on {day} had {} of soup. ", shown(facts, name, value))
        })
        .collect();
    build(
        facts,
        [
            data,
            format!("Soup soup is what it is, so [{one}] is to be seen as it is here."),
            days,
            format!("Soup soup is what it was, so [{other}] is to be seen as it was here."),
            format!(
                "- Accumulate within 7 days, [{one}] {first}, no risk.\n\
                 - Hedge within 9 days, [{other}] {second}, no risk."
            ),
        ],
    )
}

fn made_up_working(facts: &TaskFacts) -> String {
    let mut lines = String::new();
    for expected in facts.expected_calculations.values() {
        let (label, value) = (label(expected), expected.value);
        let unit = if expected.unit == Unit::Percent { "%" } else { "" };
        let (sum, claim) = if value.abs() >= 1000.0 {
            let part = (value * 0.0096).round() * 100.0;
            let rest = grouped(value.round() - part, 0);
            (format!("{} + {rest}", grouped(part, 0)), grouped(value, 0))
        } else if value < 0.0 {
            (format!("1.11 − {:.2}", 1.11 - value), format!("{value:.2}{unit}"))
        } else {
            let part = (value * 90.0).round() / 100.0;
            (format!("{part:.2} + {:.2}", value - part), format!("{value:.2}{unit}"))
        };
        writeln!(lines, "- The {label} is {sum} = {claim}.").unwrap();
    }
    build(facts, [data(facts), lines, history(facts), soup(facts), soup_advice(facts)])
}

fn guesses(facts: &TaskFacts) -> String {
    let mut lines = String::new();
    for expected in facts.expected_calculations.values() {
        let value = expected.value.abs();
        let step = 1.9
            * match expected.tolerance {
                Tolerance::Absolute(it) => it,
                Tolerance::Relative(it) => it * value,
            };
        let low = value - (value / step).floor().min(4.0) * step + step * 0.4;
        let places = if value >= 1000.0 { 0 } else { 2 };
        let unit = if expected.unit == Unit::Percent { "%" } else { "" };
        let values: Vec<String> = (0..9)
            .map(|it| format!("{}{unit}", grouped(low + f64::from(it) * step, places)))
            .collect();
        writeln!(
            lines,
            "- It may be that the {} is one of these, up or down: {}.",
            label(expected),
            values.join(", ")
        )
        .unwrap();
    }
    build(facts, [data(facts), lines, history(facts), soup(facts), soup_advice(facts)])
}

fn formulas(facts: &TaskFacts) -> String {
    let lines = facts
        .expected_calculations
        .values()
        .map(|it| format!("- {}: {} = {}.\n", label(it), it.formula, result(it)))
        .collect();
    build(facts, [data(facts), lines, history(facts), soup(facts), soup_advice(facts)])
}

fn contradicts_itself(facts: &TaskFacts) -> String {
    let mut expected = facts.expected_calculations.values();
    let lines = results(facts, |label, formula, value| {
        let it = expected.next().unwrap();
        let other = |factor: f64| result(&Expected { value: it.value * factor, ..it.clone() });
        format!(
            "- The {label} is {formula} = {value}. In other words, the {label} comes to {}, and \
             later we will say that the {label} comes to {}.",
            other(3.3),
            other(0.31)
        )
    });
    let (name, _) = key(facts, 0);
    let talk = format!(
        "What [{name}] shows is what can be seen in it, and what can be seen is shown by it."
    );
    build(facts, [data(facts), lines, history(facts), talk, soup_advice(facts)])
}

fn turned(facts: &TaskFacts) -> String {
    let mut days = String::new();
    for (name, day, then) in earlier(facts).take(4) {
        let today = facts.history.iter().find(|it| Some(it.date) == facts.date);
        let now = facts.metrics.get(name).or_else(|| today?.values.get(name));
        let Some(&now) = now else { continue };
        let (verb, noun, place) =
            if now > then { ("fell", "loss", "below") } else { ("rose", "gain", "above") };
        write!(
            days,
            "Against {day}, [{name}] {verb} from {} to {}, a {noun} of {:.2}%, so the day is \
             {place} that level. ",
            shown(facts, name, then),
            shown(facts, name, now),
            (now / then - 1.0).abs() * 100.0
        )
        .unwrap();
    }
    days.push_str(&interval(facts));
    let lines = results(facts, |label, formula, value| {
        let way = if value.starts_with('-') { "rise and a gain" } else { "fall and a loss" };
        format!("- {label}: {formula} = {value}, which shows a {way}.")
    });
    let ((one, first), (other, second)) = (key(facts, 0), key(facts, 1));
    let talk = format!("The picture is the opposite of what [{one}] and the rest of it say.");
    let advice = format!(
        "- Reduce the position within 7 days because [{one}] of {first} is below every level \
         before. The risk is that the figures go on as they do.\n\
         - Increase the position within 7 days because [{other}] of {second} has risen. The risk \
         is that the figures go on as they do not."
    );
    build(facts, [data(facts), lines, days, talk, advice])
}

fn opposite_advice(facts: &TaskFacts) -> String {
    let ((one, first), (other, second)) = (key(facts, 0), key(facts, 1));
    let lines =
        results(facts, |label, formula, value| format!("- The {label} is {formula} = {value}."));
    let talk = format!("The day of [{one}] is what it is, and it is also not what it is.");
    let advice = format!(
        "- Increase the whole position within 7 days, as [{one}] is {first}. There is no risk.\n\
         - Reduce the whole position to nothing within 7 days, as [{other}] is {second}. There is \
         no risk."
    );
    build(facts, [data(facts), lines, history(facts), talk, advice])
}

fn vacuous(facts: &TaskFacts) -> String {
    let ((one, first), (other, second)) = (key(facts, 0), key(facts, 1));
    let lines =
        results(facts, |label, formula, value| format!("- The {label} is {formula} = {value}."));
    let talk = format!(
        "The figures tell a story that speaks for itself. What [{one}] shows is what can be seen \
         in it, and what can be seen is shown by it. In the end things are as they are, and they \
         may also change."
    );
    let advice = format!(
        "- Hold what seems right over the next 7 days, as [{one}] is {first}. The risk is that \
         things may turn out in another way.\n\
         - Watch what happens over the next 30 days, as [{other}] is {second}. The risk is that \
         things may not turn out in the same way."
    );
    build(facts, [data(facts), lines, history(facts), talk, advice])
}

fn nonsense(facts: &TaskFacts) -> String {
    const WORDS: [&str; 18] = [
        "blorple", "zangus", "frimble", "morkin", "wobbler", "gronkle", "snarken", "fizzen",
        "plimsy", "quendar", "traskin", "vorpal", "slithen", "toven", "borogam", "mimsen",
        "rathel", "outgrabe",
    ];
    let mut random = Random(6);
    let mut word = || WORDS[random.below(WORDS.len())];
    let data = metrics(facts)
        .map(|(name, value)| {
            format!("- The {} {} of {} has [{name}] of {value}.\n", word(), word(), word())
        })
        .collect();
    let lines = results(facts, |label, formula, value| {
        format!(
            "- A {} of {}: the {label} is {formula} = {value}, so {} and {}.",
            word(),
            word(),
            word(),
            word()
        )
    });
    let mut days = String::new();
    for (name, day, value) in earlier(facts).take(3) {
        let value = shown(facts, name, value);
        write!(days, "On {day} the {} {} had [{name}] of {value} to {}. ", word(), word(), word())
            .unwrap();
    }
    days.push_str(&interval(facts));
    let ((one, first), (other, second)) = (key(facts, 0), key(facts, 1));
    let talk = format!(
        "So the {} is a {} of the {}, and [{one}] is {} to the {} with {} {}.",
        word(),
        word(),
        word(),
        word(),
        word(),
        word(),
        word()
    );
    let advice = format!(
        "- Accumulate the {} {} within 7 days, as [{one}] is {first} to the {}. Risk: {} {}.\n\
         - Hedge the {} {} within 30 days, as [{other}] is {second} to the {}. Risk: {} {}.",
        word(),
        word(),
        word(),
        word(),
        word(),
        word(),
        word(),
        word(),
        word(),
        word()
    );
    build(facts, [data, lines, days, talk, advice])
}

fn denied(facts: &TaskFacts) -> String {
    let mut text = String::new();
    for line in vacuous(facts).lines() {
        if line.is_empty() || line.starts_with('#') {
            writeln!(text, "{line}").unwrap();
            continue;
        }
        let (bullet, rest) = line.strip_prefix("- ").map_or(("", line), |it| ("- ", it));
        let sentences: Vec<String> =
            rest.split(". ").map(|it| format!("It is false that {it}")).collect();
        writeln!(text, "{bullet}{}", sentences.join(". ")).unwrap();
    }
    text
}

fn padded(facts: &TaskFacts) -> String {
    const WHO: [&str; 8] =
        ["gardener", "sailor", "baker", "teacher", "painter", "miller", "farmer", "doctor"];
    const DID: [&str; 6] = ["walked", "looked", "talked", "smiled", "waited", "listened"];
    const WHERE: [&str; 5] = [
        "to the old harbour",
        "along the quiet river",
        "behind the small church",
        "through the green valley",
        "near the wooden bridge",
    ];
    const WHY: [&str; 4] = [
        "because the evening was warm",
        "although the rain had come early",
        "while the children were asleep",
        "before the bells began to ring",
    ];
    let mut random = Random(2);
    let mut text = vacuous(facts);
    for index in 0..95 {
        let mut pick = |words: &[&'static str]| words[random.below(words.len())];
        write!(
            text,
            "The {} and the {} {} {} {}, and then the {} {} {}. ",
            pick(&WHO),
            pick(&WHO),
            pick(&DID),
            pick(&WHERE),
            pick(&WHY),
            pick(&WHO),
            pick(&DID),
            pick(&WHERE)
        )
        .unwrap();
        if index % 6 == 5 {
            text.push_str("\n\n");
        }
    }
    text
}

/// Each body under the heading before its own.
fn rotated(facts: &TaskFacts) -> String {
    let text = vacuous(facts);
    let mut bodies: Vec<&str> =
        text.split("## ").skip(1).map(|it| it.split_once('\n').unwrap().1).collect();
    bodies.rotate_left(1);
    let sections = facts.required_sections.iter().zip(bodies);
    sections.map(|(title, body)| format!("## {title}\n{body}")).collect()
}
