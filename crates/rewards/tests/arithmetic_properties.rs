//! What holds for every text and every calculation.

use proptest::prelude::*;
use rewards::arithmetic::{Verdict, judge};
use rewards::{Answer, TaskFacts};

fn verdicts(text: &str) -> Vec<Verdict> {
    let answer = Answer::parse(text);
    let facts = TaskFacts::default();
    answer.statements.iter().map(|statement| judge(&answer, statement, &facts).verdict).collect()
}

/// Writes an integer with commas between the thousands.
fn grouped(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if value < 0 { format!("−{out}") } else { out }
}

/// Checks that every span of a parse lies on character boundaries, and that judging repeats.
fn spans_hold(text: &str) {
    let answer = Answer::parse(text);
    let check = |start: usize, end: usize| {
        assert!(start <= end && end <= text.len(), "{start}..{end} of {}", text.len());
        assert!(
            text.is_char_boundary(start) && text.is_char_boundary(end),
            "{start}..{end} in {text:?}"
        );
    };
    answer.headings.iter().for_each(|h| check(h.span.start, h.span.end));
    answer.headings.iter().for_each(|h| check(h.title.start, h.title.end));
    answer.sections.iter().for_each(|s| check(s.body.start, s.body.end));
    answer.blocks.iter().for_each(|b| check(b.span.start, b.span.end));
    answer.blocks.iter().flat_map(|b| &b.cells).for_each(|c| check(c.start, c.end));
    answer.sentences.iter().for_each(|s| check(s.span.start, s.span.end));
    answer.numbers.iter().for_each(|n| check(n.span.start, n.span.end));
    answer.citations.iter().for_each(|c| check(c.span.start, c.span.end));
    answer.dates.iter().for_each(|d| check(d.span.start, d.span.end));
    answer.intervals.iter().for_each(|i| check(i.span.start, i.span.end));
    answer.statements.iter().for_each(|s| check(s.span.start, s.span.end));
    let facts = TaskFacts::default();
    for statement in &answer.statements {
        let judgement = judge(&answer, statement, &facts);
        check(judgement.span.start, judgement.span.end);
        let again = judge(&answer, statement, &facts);
        assert_eq!(format!("{judgement:?}"), format!("{again:?}"));
    }
}

/// Pieces that formulas and reports are made of, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "1",
        "7.52",
        "4,460,392",
        "592 966",
        "$4.1M",
        "15%",
        "5.2 pp",
        "10⁵",
        "×",
        "/",
        "+",
        "-",
        "–",
        "−",
        "^",
        "**",
        "*",
        "=",
        "≈",
        "→",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "\\frac{",
        "\\sqrt{",
        "\\text{",
        "}{",
        "\\[",
        "\\]",
        "$",
        "~~",
        "~",
        "±",
        "√",
        "²",
        "[daily_txns]",
        "daily_txns",
        "from",
        "to",
        "rose",
        "a",
        "increase",
        "of",
        "times",
        "as many as",
        "is",
        "gives",
        "about",
        "between",
        "and",
        "the sum of",
        "the average of",
        ",",
        ".",
        ":",
        ";",
        "\n",
        "\n\n",
        "| ",
        " |",
        "# ",
        "- ",
        "1. ",
        "**",
        "`",
        "```\n",
        "…",
        "...",
        "%",
        "e^",
        "ln(",
        "Feb 9, 2025",
        "2025-02-09",
        "24/7",
        "ERC-20",
        "0x1f",
        "é",
        "🚀",
        "\u{2011}",
        "\u{a0}",
        "divided by",
        "CI",
        "90%",
        "<b>",
        "no",
    ]);
    prop::collection::vec((piece, any::<bool>()), 0..60).prop_map(|pieces| {
        let mut text = String::new();
        for (piece, space) in pieces {
            text.push_str(piece);
            if space {
                text.push(' ');
            }
        }
        text
    })
}

/// Whether a figure shows more than zeros.
fn shows_something(figure: &str) -> bool {
    figure.bytes().any(|digit| (b'1'..=b'9').contains(&digit))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_parses(text in any::<String>()) {
        spans_hold(&text);
    }

    #[test]
    fn any_bytes_parse(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        spans_hold(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_formula_parses(text in pieces()) {
        spans_hold(&text);
    }

    #[test]
    fn sums_are_exact(a in 1_i64..10_000_000, b in 13_i64..10_000_000, off in 1_i64..900) {
        let (x, y) = (grouped(a), grouped(b));
        prop_assert_eq!(verdicts(&format!("Total: {x} + {y} = {}", grouped(a + b))), vec![Verdict::Correct]);
        prop_assert_eq!(verdicts(&format!("Change: {x} − {y} = {}", grouped(a - b))), vec![Verdict::Correct]);
        let off_by = verdicts(&format!("Total: {x} + {y} = {}", grouped(a + b + off)));
        prop_assert!(!off_by.contains(&Verdict::Correct));
    }

    #[test]
    fn a_rounded_quotient_is_never_wrong(a in 1_i64..100_000_000, b in 2_i64..1_000_000, places in 0_usize..8) {
        let shown = format!("{:.places$}", a as f64 / b as f64);
        prop_assume!(shows_something(&shown));
        for text in [
            format!("{} / {} = {shown}", grouped(a), grouped(b)),
            format!("{a} ÷ {b} ≈ {shown}"),
            format!("\\[ \\frac{{{a}}}{{{b}}} = {shown} \\]"),
            format!("{} transactions / {} users = {shown} per user", grouped(a), grouped(b)),
            format!("{a} divided by {b} is {shown}."),
        ] {
            let found = verdicts(&text);
            prop_assert!(found == vec![Verdict::Correct], "{} {:?}", text, found);
        }
    }

    #[test]
    fn a_changed_quotient_is_never_correct(
        a in 1_000_i64..100_000_000,
        b in 13_i64..100_000,
        share in 0.03_f64..5.0,
        up in any::<bool>(),
    ) {
        let quotient = a as f64 / b as f64;
        prop_assume!(quotient > 0.01);
        let changed = if up { quotient * (1.0 + share) } else { quotient / (1.0 + share) };
        let text = format!("{} / {} = {changed:.6}", grouped(a), grouped(b));
        prop_assert_eq!(verdicts(&text), vec![Verdict::Wrong], "{}", text);
    }

    #[test]
    fn growth_in_any_form_is_never_wrong(a in 1000_i64..10_000_000, b in 1000_i64..10_000_000, places in 1_usize..5) {
        let percent = format!("{:.places$}%", (b - a) as f64 / a as f64 * 100.0);
        prop_assume!(shows_something(&percent));
        let (x, y) = (grouped(a), grouped(b));
        for text in [
            format!("({y} − {x}) / {x} = {percent}"),
            format!("({y} - {x}) / {x} × 100 = {percent}"),
            format!("Growth = (new − old) / old × 100 = ({y} − {x}) / {x} × 100 = {percent}"),
            format!("{y} / {x} − 1 = {percent}"),
        ] {
            let found = verdicts(&text);
            prop_assert!(found == vec![Verdict::Correct], "{} {:?}", text, found);
        }
        let words = format!("It went from {x} to {y}, a change of {percent}.");
        prop_assert!(!verdicts(&words).contains(&Verdict::Wrong), "{}", words);
    }

    #[test]
    fn comparisons_in_words_are_never_wrong(a in 1000_i64..10_000_000, b in 1000_i64..10_000_000, c in 1000_i64..10_000_000, places in 1_usize..4) {
        prop_assume!(a != b && b != c && a != c);
        let (x, y, z) = (grouped(a), grouped(b), grouped(c));
        let change = (b - a) as f64 / a as f64 * 100.0;
        let size = format!("{:.places$}%", change.abs());
        let way = if change < 0.0 { "below" } else { "above" };
        let ratio = format!("{:.places$}", b as f64 / a as f64);
        for text in [
            format!("{y} is {size} {way} {x}."),
            format!("On {z} of them, {y} is {size} {way} the mean of {x}."),
            format!("It moved by {size} ({y} vs. {x}), with {z} left."),
            format!("It moved {change:+.places$}% ({x} → {y}) at {z}."),
            format!("{y} is {ratio} times {x}."),
            format!("The ratio was {ratio} ({y} / {x}), after {z}."),
            format!("**Ratio**: {y} / {x}: {ratio}"),
            format!("{y} / {x}, about {ratio}, is usual for {z}."),
            format!("{x} to {y} = {} = {change:+.places$}%", grouped(b - a)),
            format!("|{x} − {y}| = {}", grouped((b - a).abs())),
        ] {
            prop_assert!(!verdicts(&text).contains(&Verdict::Wrong), "{}", text);
        }
    }

    #[test]
    fn rounded_operands_are_never_wrong(a in 1.0_f64..999.0, b in 1.0_f64..999.0, places in 1_usize..4) {
        let text = format!("${a:.places$}M / ${b:.places$}M = {:.3}", a / b);
        prop_assert!(!verdicts(&text).contains(&Verdict::Wrong), "{}", text);
        let text = format!("{a:.places$} × {b:.places$} ≈ {:.1}", a * b);
        prop_assert!(!verdicts(&text).contains(&Verdict::Wrong), "{}", text);
    }
}

/// Texts that break careless parsers.
#[test]
fn hostile_texts_end() {
    let long = 200_000;
    for unit in [
        "7.52 (100 / 200) ",
        "(",
        ")",
        "[",
        "{",
        "1+",
        "1=",
        "= ",
        "7",
        "7.",
        "1,",
        "1 ",
        "\\frac{",
        "\\sqrt{",
        "\\text{",
        "**",
        "*",
        "~~",
        "|",
        "| a ",
        "`",
        "```\n",
        "$",
        "# ",
        "- ",
        "> ",
        "<a",
        "</",
        "\n",
        "\r\n",
        "from 1 to ",
        "5% of ",
        "±",
        "1 ± ",
        "−",
        "^",
        "e^",
        "²",
        "1e9",
        "1 × 10^",
        "…",
        "...",
        "e.g. ",
        "\u{2011}",
        "\u{a0}",
        "🚀",
        "[a",
        "[a]",
        "[a](",
        "5 is ",
        "1+1=2 ",
        "x ",
        "5, 3 times the ",
        "the sum of 1, ",
    ] {
        let text = unit.repeat(long / unit.len());
        ends(&text);
        ends(&format!("{text} = 5"));
    }
    ends(&format!("{}1{} = 1", "(".repeat(5_000), ")".repeat(5_000)));
    ends(&format!("{} + 1 = 2", "9".repeat(10_000)));
    ends(&format!("0.{}1 × 2 = 2", "0".repeat(10_000)));
}

fn ends(text: &str) {
    let answer = Answer::parse(text);
    let facts = TaskFacts::default();
    for statement in answer.statements.iter().take(1_000) {
        let _ = judge(&answer, statement, &facts);
    }
}
