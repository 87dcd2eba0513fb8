//! Damage to a good answer moves the right component the right way and never pays.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use common::{Random, mocks};
use proptest::prelude::*;
use rewards::arithmetic::Verdict;
use rewards::grounding::Grounding;
use rewards::{Grade, Mock, ScoreInput, Scorecard, Scorer, Span};

/// How much a damaged answer may score above the good one.
const ROOM: f64 = 0.01;

fn score(mock: &Mock, text: &str) -> Scorecard {
    Scorer::default().score(text, &mock.task, None)
}

fn component(card: &Scorecard, name: &str) -> Option<f64> {
    card.components[name]
}

/// Replaces the leading digit of the numbers at some spans, so that each is off by a tenth or more.
fn corrupt(text: &str, mut spans: Vec<Span>) -> String {
    spans.sort();
    spans.dedup();
    let mut out = String::new();
    let mut at = 0;
    for span in spans {
        if span.start < at {
            continue;
        }
        out.push_str(&text[at..span.start]);
        let mut done = false;
        for character in text[span.start..span.end].chars() {
            match character {
                '1'..='9' if !done => {
                    done = true;
                    let digit = character as u8 - b'0';
                    out.push(char::from(b'0' + digit % 9 + 1));
                }
                _ => out.push(character),
            }
        }
        at = span.end;
    }
    out.push_str(&text[at..]);
    out
}

/// Some of a list, at least one.
fn some(spans: &[Span], seed: u64) -> Vec<Span> {
    let mut random = Random(seed | 1);
    let mut chosen: Vec<Span> = spans.iter().copied().filter(|_| random.below(2) == 0).collect();
    if chosen.is_empty() {
        chosen.push(spans[random.below(spans.len())]);
    }
    chosen
}

/// The claims of right statements.
fn right_claims(mock: &Mock) -> Vec<Span> {
    Scorer::default().with_context(&mock.text, &mock.task, None, |context| {
        context
            .judgements
            .iter()
            .zip(&context.answer.statements)
            .filter(|(it, _)| it.verdict == Verdict::Correct && !it.trivial)
            .map(|(_, it)| it.claim.span)
            .collect()
    })
}

/// The grounded values of citations.
fn cited_values(mock: &Mock) -> Vec<Span> {
    Scorer::default().with_context(&mock.text, &mock.task, None, |context| {
        context
            .readings
            .iter()
            .filter(|it| it.cited && it.verdict == Grounding::Grounded && it.reason.is_none())
            .filter_map(|it| it.number.map(|it| context.answer.numbers[it].span))
            .collect()
    })
}

/// The figures of comparisons that hold.
fn history_figures(mock: &Mock) -> Vec<Span> {
    Scorer::default().with_context(&mock.text, &mock.task, None, |context| {
        context
            .comparisons
            .iter()
            .filter(|it| it.holds)
            .map(|it| context.answer.numbers[it.number].span)
            .collect()
    })
}

/// The bounds of the interval, and its half-width.
fn bounds(mock: &Mock) -> Vec<Span> {
    Scorer::default().with_context(&mock.text, &mock.task, None, |context| {
        let facts = context.facts;
        let projection = facts.projection.as_ref();
        let names = projection.map(|it| [it.low.clone(), it.high.clone()]);
        let mut expected: Vec<f64> = names
            .iter()
            .flatten()
            .flatten()
            .map(|it| facts.expected_calculations[it].value)
            .collect();
        if let [low, high] = expected[..] {
            expected.push((high - low) / 2.0);
        }
        context
            .answer
            .numbers
            .iter()
            .filter(|it| expected.iter().any(|bound| (it.value - bound).abs() <= bound * 0.002))
            .map(|it| it.span)
            .collect()
    })
}

/// The sections of an answer, heading and body, in order; the first is what stands before them.
fn sections(mock: &Mock) -> Vec<String> {
    let answer = rewards::Answer::parse(&mock.text);
    let starts: Vec<usize> = answer
        .headings
        .iter()
        .filter(|it| {
            let title = answer.slice(it.title).to_lowercase();
            mock.task.required_sections.iter().any(|it| it.to_lowercase() == title)
        })
        .map(|it| it.span.start)
        .collect();
    assert_eq!(starts.len(), mock.task.required_sections.len(), "{}", mock.kind);
    let mut parts = vec![mock.text[..starts[0]].to_owned()];
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(mock.text.len());
        parts.push(format!("{}\n\n", mock.text[*start..end].trim_end()));
    }
    parts
}

fn highs() -> impl Strategy<Value = Mock> {
    prop::sample::select(mocks(Grade::High))
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(20_250_209),
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_same_bits_every_time(mock in prop::sample::select(rewards::builtin_mocks())) {
        let scorer = Scorer::default();
        let one = scorer.score(&mock.text, &mock.task, None);
        let input = ScoreInput { response: &mock.text, facts: &mock.task, prompt: None };
        let many = scorer.score_batch(&[input; 20], 2);
        for other in many.iter().chain([&Scorer::default().score(&mock.text, &mock.task, None)]) {
            prop_assert_eq!(&one, other);
            prop_assert_eq!(one.score.map(f64::to_bits), other.score.map(f64::to_bits));
        }
    }

    #[test]
    fn nothing_panics(mock in highs(), noise in any::<String>(), at in any::<prop::sample::Index>(), cut in any::<prop::sample::Index>()) {
        let mut text = mock.text.clone();
        let place = text.floor_char_boundary(at.index(text.len()));
        text.insert_str(place, &noise);
        let card = score(&mock, &text);
        prop_assert!(card.score.is_some_and(|it| (0.0..=1.0).contains(&it)));
        text.truncate(text.floor_char_boundary(cut.index(text.len())));
        score(&mock, &text);
        score(&mock, &noise);
    }

    #[test]
    fn corrupted_results(mock in highs(), seed in any::<u64>()) {
        let whole = score(&mock, &mock.text);
        let claims = right_claims(&mock);
        let damaged = score(&mock, &corrupt(&mock.text, some(&claims, seed)));
        let name = "calculation_accuracy";
        prop_assert!(component(&damaged, name) < component(&whole, name), "{:?} {:?}", damaged.components, damaged.calculations);
        prop_assert!(damaged.score.unwrap() <= whole.score.unwrap() + ROOM);
        let worse = score(&mock, &corrupt(&mock.text, claims));
        prop_assert!(component(&worse, name) <= component(&damaged, name));
    }

    #[test]
    fn corrupted_cited_values(mock in highs(), seed in any::<u64>()) {
        let whole = score(&mock, &mock.text);
        let values = cited_values(&mock);
        let damaged = score(&mock, &corrupt(&mock.text, some(&values, seed)));
        let name = "metric_citation";
        prop_assert!(component(&damaged, name) < component(&whole, name), "{:?}", damaged.citations);
        prop_assert!(damaged.score.unwrap() <= whole.score.unwrap() + ROOM);
    }

    #[test]
    fn corrupted_bounds(mock in highs(), seed in any::<u64>()) {
        prop_assume!(mock.task.projection.is_some());
        let whole = score(&mock, &mock.text);
        let all = bounds(&mock);
        let damaged = score(&mock, &corrupt(&mock.text, some(&all, seed)));
        let worst = score(&mock, &corrupt(&mock.text, all));
        let name = "confidence_interval";
        prop_assert!(component(&damaged, name) <= component(&whole, name));
        prop_assert!(component(&worst, name) < component(&whole, name));
        prop_assert!(damaged.score.unwrap() <= whole.score.unwrap() + ROOM);
    }

    #[test]
    fn corrupted_history(mock in highs(), seed in any::<u64>()) {
        let whole = score(&mock, &mock.text);
        let all = history_figures(&mock);
        let damaged = score(&mock, &corrupt(&mock.text, some(&all, seed)));
        let worst = score(&mock, &corrupt(&mock.text, all));
        let name = "historical_reference";
        prop_assert!(component(&damaged, name) <= component(&whole, name));
        prop_assert!(component(&worst, name) < component(&whole, name), "{:?}", worst.components);
        prop_assert!(damaged.score.unwrap() <= whole.score.unwrap() + ROOM);
    }

    #[test]
    fn deleted_and_shuffled_sections(mock in highs(), seed in any::<u64>()) {
        let whole = score(&mock, &mock.text);
        let parts = sections(&mock);
        let mut random = Random(seed | 1);
        let gone = 1 + random.below(parts.len() - 1);
        let mut fewer = parts.clone();
        fewer.remove(gone);
        let deleted = score(&mock, &fewer.concat());
        let mut other = parts.clone();
        for index in (2..other.len()).rev() {
            other.swap(index, 1 + random.below(index));
        }
        let shuffled = score(&mock, &other.concat());
        let name = "structure";
        prop_assert!(component(&deleted, name) < component(&whole, name));
        prop_assert!(component(&shuffled, name) > component(&deleted, name));
        prop_assert!(component(&shuffled, name) <= component(&whole, name));
        for damaged in [&deleted, &shuffled] {
            prop_assert!(damaged.score.unwrap() <= whole.score.unwrap() + ROOM, "{:?} {:?}", damaged.components, whole.components);
        }
    }

    #[test]
    fn cut_off_and_repeated(mock in highs(), at in any::<prop::sample::Index>(), times in 2_usize..6) {
        let whole = score(&mock, &mock.text);
        let cut = mock.text.floor_char_boundary(at.index(mock.text.len()));
        let cut = score(&mock, &mock.text[..cut]);
        prop_assert!(cut.score.unwrap() <= whole.score.unwrap() + ROOM);
        let repeated = score(&mock, &format!("{}\n\n", mock.text).repeat(times));
        prop_assert!(repeated.score.unwrap() <= whole.score.unwrap() + ROOM);
        prop_assert!(repeated.integrity < whole.integrity);
    }
}

#[test]
fn removed_citations() {
    for mock in mocks(Grade::High) {
        let whole = score(&mock, &mock.text);
        let answer = rewards::Answer::parse(&mock.text);
        let mut text = String::new();
        let mut at = 0;
        for citation in &answer.citations {
            text.push_str(&mock.text[at..citation.span.start]);
            at = citation.span.end;
        }
        text.push_str(&mock.text[at..]);
        let damaged = score(&mock, &text);
        for name in ["citation_format", "metric_citation"] {
            assert!(component(&damaged, name) < component(&whole, name), "{} {name}", mock.kind);
        }
        assert!(damaged.score.unwrap() <= whole.score.unwrap() + ROOM);
    }
}

#[test]
fn hostile_texts_take_linear_time() {
    let facts = &mocks(Grade::High)[2].task;
    let scorer = Scorer::default();
    let units = [
        "1+",
        "(",
        "[daily_txns] ",
        "7 ",
        "a",
        "1 = ",
        "| 3.08 ",
        "if [daily_txns] 1,275,635 ",
        "2025-02-02 1,127,284 ",
        "90% confidence interval [1, 2] ",
        "# x\n",
        "- buy 5 risk\n",
        "transactions per user 3.08 ",
        "\\frac{1}{",
        "**",
        "the ",
    ];
    let endless = mocks(Grade::High)[6].text.replace('\n', " ");
    let mut slow = Vec::new();
    for unit in units.into_iter().chain([endless.as_str()]) {
        let time = |bytes: usize| {
            let text = unit.repeat(bytes / unit.len());
            let start = std::time::Instant::now();
            scorer.score(&text, facts, None);
            start.elapsed().as_secs_f64()
        };
        // 16 times the text: quadratic would take 256 times as long, each time it is tried. A
        // machine that is busy elsewhere may stall once.
        let linear = (0..3).any(|_| time(320_000) <= 64.0 * time(20_000).max(0.002));
        if !linear {
            slow.push(unit);
        }
    }
    assert!(slow.is_empty(), "{slow:?}");
}
