//! Right figures in a text that says nothing, or says it of something else, score below the honest
//! medium answer: words in no order, other stories, denials, bodies under each other's headings.
#![allow(clippy::unwrap_used, reason = "a test may")]
#![expect(clippy::format_collect, reason = "the texts are short")]

mod common;

use std::fmt::Write as _;

use common::skeleton::{build, earlier, interval, key, metrics, shown, worked};
use common::{Random, all_below_medium, mocks};
use rewards::{Grade, Mock, Scorer, TaskFacts};

/// From the good answer to a text that has not earned anything.
type Disguise = fn(&Mock) -> String;

const DISGUISES: &[(&str, Disguise)] = &[
    ("words shuffled within their sentences", |it| in_sentences(&it.text, shuffled)),
    ("function words in random order around the results", salad),
    ("nonsense for every word of the subject", |it| nonsense(&it.task, &it.text)),
    ("talk that fits everywhere", |it| around_results(&it.task, &EMPTY)),
    ("another story around the results", |it| around_results(&it.task, &STORY)),
    ("another story in every clause", |it| in_clauses(&it.task)),
    ("bodies under the headings before", |it| rotated(it, 1)),
    ("bodies two headings further up", |it| rotated(it, 2)),
    ("every relation turned", |it| turned(&it.text)),
    ("every sentence called a mistake", |it| {
        in_sentences(&it.text, |sentence, _| {
            let (first, rest) =
                sentence.split_at(sentence.chars().next().map_or(0, char::len_utf8));
            format!("It would be a mistake to think that {}{rest}", first.to_lowercase())
        })
    }),
    ("every verb denied", denied),
    ("no result, and every sentence another", |it| no_results(&it.task)),
    ("no result, and few figures", |it| few_figures(&it.task)),
    ("the figures in bare fragments", |it| fragments(&it.task)),
];

#[test]
fn no_disguise_reaches_the_medium_mock() {
    let table = all_below_medium(|high| {
        DISGUISES.iter().map(|(name, disguise)| (*name, disguise(high))).collect()
    });
    insta::assert_snapshot!(table);
}

/// The same results in plain sentences keep their marks: it is the disguise that costs.
#[test]
fn plain_sentences_around_the_results_are_fine() {
    let scorer = Scorer::default();
    for mock in mocks(Grade::High) {
        let card = scorer.score(&around_results(&mock.task, &PLAIN), &mock.task, None);
        assert!(card.integrity > 0.99, "{}: {:?}", mock.kind, card.integrity_reasons);
        assert!(card.score.unwrap() > 0.7, "{}: {card:?}", mock.kind);
    }
}

/// One relation turned among many costs, and two cost more.
#[test]
fn a_turned_relation_costs() {
    let scorer = Scorer::default();
    let text = "Transactions rose from 1,127,284 on 2025-02-02 to 1,187,055. They fell from \
                1,203,788 on 2025-02-08 to 1,187,055. Users rose from 343,271 on 2025-02-02 to \
                385,930. Users fell from 408,696 on 2025-02-08 to 385,930. From 2025-02-08 on, \
                transactions fell from 1,203,788 to 1,187,055. Users fell from 408,696 to 385,930.";
    let facts = mocks(Grade::High).into_iter().find(|it| it.kind == "network_activity").unwrap();
    let integrity = |text: &str| {
        let card = scorer.score(&format!("{}\n\n{text}\n", facts.text), &facts.task, None);
        card.integrity
    };
    let one = text.replacen("rose from 1,127,284", "fell from 1,127,284", 1);
    let two = one.replacen("fell from 1,203,788", "rose from 1,203,788", 1);
    assert!(integrity(text) > 0.99, "{}", integrity(text));
    assert!(integrity(&one) < 0.92, "{}", integrity(&one));
    assert!(integrity(&two) < integrity(&one), "{}", integrity(&two));
}

/// Rewrites each sentence of running text; headings, tables and formulas stay.
fn in_sentences(text: &str, change: fn(&str, &mut Random) -> String) -> String {
    let mut random = Random(3);
    let mut out = String::new();
    for line in text.lines() {
        let is_text = line.contains(' ') && !line.starts_with(['#', '|', '$']) && !is_title(line);
        if is_text {
            let marker = line.find(|it: char| it.is_alphabetic() || it == '[').unwrap_or(0);
            out.push_str(&line[..marker]);
            let sentences: Vec<String> =
                line[marker..].split(". ").map(|it| change(it, &mut random)).collect();
            out.push_str(&sentences.join(". "));
        } else {
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}

fn is_title(line: &str) -> bool {
    line.starts_with("**") && line.ends_with("**")
}

fn shuffled(sentence: &str, random: &mut Random) -> String {
    let mut words: Vec<&str> = sentence.split_whitespace().collect();
    for index in (1..words.len()).rev() {
        words.swap(index, random.below(index + 1));
    }
    words.join(" ")
}

fn salad(mock: &Mock) -> String {
    const WORDS: &str = "network record level which under those day steady users pattern as of \
                         beyond while through value again market plain then where shown moves \
                         fast few and since carry wide less nor so after";
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut random = Random(4);
    let mut bag = |count: usize| {
        let drawn: Vec<&str> = (0..count).map(|_| words[random.below(words.len())]).collect();
        drawn.join(" ")
    };
    let facts = &mock.task;
    let data = metrics(facts)
        .map(|(name, value)| format!("- {} [{name}] of {value} {}.\n", bag(3), bag(3)))
        .collect();
    let results = worked(facts)
        .map(|(label, formula, value)| {
            format!("- {} {label} is {formula} = {value} {}.\n", bag(3), bag(4))
        })
        .collect();
    let days = earlier(facts)
        .take(3)
        .map(|(name, day, value)| {
            let value = shown(facts, name, value);
            format!("{} on {day} there was [{name}] of {value} {}. ", bag(5), bag(5))
        })
        .collect::<String>()
        + &interval(facts);
    let ((one, first), (other, second)) = (key(facts, 0), key(facts, 1));
    let talk = format!("{} [{one}] {}.", bag(12), bag(9));
    let advice = format!(
        "- Accumulate {} within 7 days {} [{one}] is {first} risk {}.\n\
         - Hedge {} within 30 days {} [{other}] is {second} risk {}.",
        bag(3),
        bag(3),
        bag(3),
        bag(3),
        bag(3),
        bag(3)
    );
    build(facts, [data, results, days, talk, advice])
}

fn nonsense(facts: &TaskFacts, text: &str) -> String {
    const WORDS: [&str; 12] = [
        "blorple", "zangus", "frimble", "morkin", "wobbler", "gronkle", "snarken", "fizzen",
        "plimsy", "quendar", "traskin", "slithen",
    ];
    const KEPT: &str = "that this with from than been have had which they their there then while \
                        when because since after before into over between would could should will \
                        does these those such both each only more most about against under down \
                        what still even were";
    let named: Vec<String> = facts
        .labels
        .values()
        .chain(facts.expected_calculations.values().map(|it| &it.label))
        .flat_map(|it| it.split_whitespace())
        .chain(KEPT.split_whitespace())
        .map(str::to_lowercase)
        .collect();
    let mut out = String::new();
    let mut cited = false;
    let change = |word: &str, cited: bool| {
        let sum: usize = word.bytes().map(usize::from).sum();
        let keep = word.len() < 4
            || cited
            || !word.bytes().all(|it| it.is_ascii_lowercase())
            || named.iter().any(|it| it == word);
        if keep { word.to_owned() } else { WORDS[sum % WORDS.len()].to_owned() }
    };
    for line in text.lines() {
        if line.starts_with(['#', '|', '$']) || is_title(line) {
            out.push_str(line);
        } else {
            for part in line.split_inclusive(|it: char| !it.is_ascii_alphabetic() && it != '_') {
                let end = part.trim_end_matches(|it: char| !it.is_ascii_alphabetic() && it != '_');
                out.push_str(&change(end, cited));
                let rest = &part[end.len()..];
                cited = cited && !rest.contains(']') || rest.contains('[');
                out.push_str(rest);
            }
        }
        out.push('\n');
    }
    out
}

/// Sentences to stand around right results: four of talk, then a recommendation twice.
type Talk = [&'static str; 8];

const EMPTY: Talk = [
    "This is how it looks when one looks at it closely.",
    "It is worth saying again that this is what it is.",
    "Much could be said here, and much has been said.",
    "The figures tell a story that speaks for itself.",
    "In the end things are as they are, and they may also change.",
    "All of this is part of the larger picture, which has many sides.",
    "Hold what seems right over the next 7 days",
    "Watch what happens within the next 30 days",
];
const STORY: Talk = [
    "The gardener walked along the quiet river because the evening was warm.",
    "Her brother had painted the kitchen door in a deep shade of blue.",
    "Two sailors sat on the wall and talked about the winter storms.",
    "The bread was still hot when the children came home from school.",
    "Nobody knew why the old clock had stopped at noon.",
    "A small dog slept under the table while the rain fell outside.",
    "Hold the apples over the next 7 days",
    "Watch the dog within the next 30 days",
];
const PLAIN: Talk = [
    "The network was busier than on most of the earlier days.",
    "The results follow from the figures of the day.",
    "Activity moved within its usual range over the last week.",
    "The figures point to a steady market without stress.",
    "Demand for block space did not change much.",
    "A single large holder may be the cause of such a move.",
    "Hold the position over the next 7 days",
    "Reduce leverage within the next 30 days",
];

fn around_results(facts: &TaskFacts, talk: &Talk) -> String {
    const DATA: [(&str, &str); 5] = [
        ("For ", " the table has "),
        ("The value of ", " reads "),
        ("Then there is ", " with "),
        ("", " comes out at "),
        ("Among these ", " stands at "),
    ];
    const RESULT: [(&str, &str); 4] = [
        ("The ", " is "),
        ("For the ", " we get "),
        ("Next, ", ": "),
        ("From this the ", " follows as "),
    ];
    let mut data = format!("{} {}\n\n", talk[0], talk[1]);
    for ((name, value), (before, between)) in metrics(facts).zip(DATA.iter().cycle()) {
        writeln!(data, "- {before}[{name}]{between}{value}.").unwrap();
    }
    let mut results = format!("{}\n\n", talk[2]);
    for ((label, formula, value), (before, between)) in worked(facts).zip(RESULT.iter().cycle()) {
        writeln!(results, "- {before}{label}{between}{formula} = {value}.").unwrap();
    }
    let mut days = format!("{} ", talk[3]);
    for ((name, day, value), verb) in earlier(facts).zip(["was", "stood at", "had reached"]) {
        write!(days, "On {day} [{name}] {verb} {}. ", shown(facts, name, value)).unwrap();
    }
    days.push_str(&interval(facts));
    let ((one, first), (other, second)) = (key(facts, 0), key(facts, 1));
    let rest = format!("{} {} And [{one}] is a part of it.", talk[4], talk[5]);
    let advice = format!(
        "- {}, as [{one}] is {first}. The risk is a reversal of the trend.\n\
         - {}, since [{other}] is {second}. The risk is missing a rally.",
        talk[6], talk[7]
    );
    build(facts, [data, results, days, rest, advice])
}

fn in_clauses(facts: &TaskFacts) -> String {
    let mut stories = STORY[..6].iter().cycle().map(|it| it.trim_end_matches('.'));
    let mut story = || stories.next().unwrap();
    let mut data = String::new();
    for (name, value) in metrics(facts) {
        writeln!(data, "- {}, and [{name}] is {value}.", story()).unwrap();
    }
    let mut results = String::new();
    for (label, formula, value) in worked(facts) {
        writeln!(results, "- {}: the {label} is {formula} = {value}.", story()).unwrap();
    }
    let mut days = String::new();
    for (name, day, value) in earlier(facts).take(3) {
        let value = shown(facts, name, value);
        write!(days, "{} when [{name}] was {value} on {day}. ", story()).unwrap();
    }
    days.push_str(&interval(facts));
    let ((one, first), (other, second)) = (key(facts, 0), key(facts, 1));
    let talk = format!("{}. {}. And [{one}] is a part of the song.", story(), story());
    let advice = format!(
        "- {}, as [{one}] is {first}. The risk is that the children eat them.\n\
         - {}, since [{other}] is {second}. The risk is that it sleeps under the table.",
        STORY[6], STORY[7]
    );
    build(facts, [data, results, days, talk, advice])
}

/// The bodies of the good answer under other required headings.
fn rotated(mock: &Mock, by: usize) -> String {
    let bare = |line: &str| line.trim_matches(|it: char| !it.is_alphabetic()).to_owned();
    let mut parts: Vec<(String, String)> = Vec::new();
    for line in mock.text.lines() {
        let title = mock.task.required_sections.iter().any(|it| *it == bare(line));
        if title || parts.is_empty() {
            parts.push((line.to_owned(), String::new()));
        } else {
            let body = &mut parts.last_mut().unwrap().1;
            body.push_str(line);
            body.push('\n');
        }
    }
    assert_eq!(parts.len(), mock.task.required_sections.len(), "{}", mock.kind);
    let count = parts.len();
    let bodies = (0..count).map(|it| &parts[(it + by) % count].1);
    parts
        .iter()
        .zip(bodies)
        .map(|((title, _), body)| format!("{title}\n{body}\n"))
        .collect::<Vec<_>>()
        .concat()
}

/// Swaps the words of direction.
fn turned(text: &str) -> String {
    const PAIRS: [(&str, &str); 11] = [
        ("rose", "fell"),
        ("rise", "fall"),
        ("above", "below"),
        ("higher", "lower"),
        ("increase", "decrease"),
        ("gain", "loss"),
        ("up", "down"),
        ("more", "less"),
        ("grew", "shrank"),
        ("growth", "decline"),
        ("gained", "lost"),
    ];
    let swapped = |word: &str| {
        let other = PAIRS.iter().find_map(|(one, other)| match word {
            _ if word == *one => Some(*other),
            _ if word == *other => Some(*one),
            _ => None,
        });
        other.unwrap_or(word).to_owned()
    };
    let mut out = String::new();
    for part in text.split_inclusive(|it: char| !it.is_alphabetic()) {
        let word = part.trim_end_matches(|it: char| !it.is_alphabetic());
        out.push_str(&swapped(word));
        out.push_str(&part[word.len()..]);
    }
    out
}

fn denied(mock: &Mock) -> String {
    let mut text = mock.text.clone();
    for verb in ["is", "was", "are", "were", "has", "have", "had", "would", "could"] {
        text = text.replace(&format!(" {verb} "), &format!(" {verb} not "));
    }
    text
}

/// The data and the history in ever other words, with advice, and nothing worked out.
fn no_results(facts: &TaskFacts) -> String {
    const WAYS: [&str; 4] = [
        "supports growth and demand",
        "shows stable activity",
        "is a sound level",
        "speaks of a calm market",
    ];
    let data = metrics(facts)
        .zip(WAYS.iter().cycle())
        .map(|((name, value), way)| format!("- [{name}] of {value} {way}.\n"))
        .collect();
    let talk = "Growth of activity suggests adoption, and volatility remains a risk for holders. \
                Liquidity and demand are stable, which supports the view of a healthy market.";
    let mut days = String::new();
    for ((name, day, value), way) in
        earlier(facts).zip(["is different", "was lower demand", "changed"])
    {
        let value = shown(facts, name, value);
        write!(days, "Compared with {value} on {day}, [{name}] {way}. ").unwrap();
    }
    build(facts, [data, talk.to_owned(), days, talk.replace("Growth", "Change"), levels(facts)])
}

/// Recommendations at the levels of earlier days.
fn levels(facts: &TaskFacts) -> String {
    let mut text = String::new();
    let ways = ["Sell within 14 days below", "Hold over the next 30 days above"];
    for ((name, day, value), way) in earlier(facts).zip(ways) {
        let value = shown(facts, name, value);
        writeln!(text, "- {way} {value}, the level of {day}; the risk is a false break.").unwrap();
    }
    text
}

/// As little of the data as earns marks, and nothing worked out.
fn few_figures(facts: &TaskFacts) -> String {
    let ((one, first), (other, second)) = (key(facts, 0), key(facts, 1));
    let (name, day, value) = earlier(facts).next().unwrap();
    let value = shown(facts, name, value);
    build(
        facts,
        [
            format!("For [{one}] the table has {first}, which shows growth and stable demand."),
            format!("We find {second} for [{other}], a healthy level for such a network."),
            format!("Since {day}, when [{name}] was {value}, there was a change in activity."),
            format!("Volatility remains a risk for holders, as [{one}] shows to anyone."),
            levels(facts),
        ],
    )
}

/// Names and values side by side, and hardly a word.
fn fragments(facts: &TaskFacts) -> String {
    let data =
        metrics(facts).map(|(name, value)| format!("{value} [{name}] the\nonly\n")).collect();
    let results =
        worked(facts).map(|(label, _, value)| format!("{label} {value} on of\nbarely\n")).collect();
    let days = earlier(facts)
        .take(3)
        .map(|(name, day, value)| format!("{} {day} last [{name}]\n", shown(facts, name, value)))
        .collect::<String>()
        + &interval(facts);
    let ((one, first), (other, second)) = (key(facts, 0), key(facts, 1));
    let advice = format!(
        "exit risk 7 days {first} [{one}] bound\nfirst weeks wrong risk {second} [{other}] position"
    );
    build(facts, [data, results, days, format!("mildly the [{one}] per\nvalue"), advice])
}
