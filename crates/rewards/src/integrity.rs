//! How far an answer is an honest answer to its task: what stops gaming.
//!
//! Each check looks for one way of gaming and gives a factor in [0, 1]; the integrity is their
//! product. A check answers 1 wherever it has too little to go by: legitimate answers are odd in
//! many ways, and none of them may cost.

use std::borrow::Cow;

use crate::arithmetic::{Judgement, Verdict};
use crate::assess::Context;
use crate::expected::Presence;
use crate::grounding::Grounding;
use crate::lexicon::{Classes, stem};
use crate::parse::{Block, BlockKind, NumberRole, Span};
use crate::repetition;
use crate::rewards::structure::speaks_of_the_task;
use crate::tables::is_day;
use crate::values::{is_expected, shown_digits};

/// The integrity of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Integrity {
    /// In [0, 1]; the composite is multiplied by it.
    pub value: f64,
    /// Why it is below 1.
    pub reasons: Vec<Cow<'static, str>>,
}

/// A factor with its reason; `None` where nothing is wrong.
type Factor = Option<(f64, Cow<'static, str>)>;

/// Assesses the integrity of an answer.
pub fn assess(context: &Context<'_>) -> Integrity {
    let checks: [fn(&Context<'_>) -> Factor; 18] = [
        length,
        contradictions,
        foreign_days,
        foreign_networks,
        foreign_numbers,
        repetition,
        prompt_copied,
        instructions,
        citation_list,
        not_prose,
        word_salad,
        empty_headings,
        trivial_statements,
        foreign_arithmetic,
        wrong_results,
        results_taken_back,
        hollow_sections,
        number_list,
    ];
    let mut integrity = Integrity { value: 1.0, reasons: Vec::new() };
    for check in checks {
        if let Some((factor, reason)) = check(context)
            && factor < 1.0
        {
            integrity.value *= factor.max(0.0);
            integrity.reasons.push(reason);
        }
    }
    integrity
}

/// Falls from 1 at `fine` to `floor` at `worst` and beyond.
fn falling(value: f64, fine: f64, worst: f64, floor: f64) -> f64 {
    let share = ((value - fine) / (worst - fine)).clamp(0.0, 1.0);
    1.0 - share * (1.0 - floor)
}

/// Far too short or absurdly long.
fn length(context: &Context<'_>) -> Factor {
    let words = context.words.all().len();
    let limits = context.thresholds;
    if words == 0 {
        return Some((0.0, "the answer has no words".into()));
    }
    let asks_much = !context.facts.required_sections.is_empty()
        || !context.facts.expected_calculations.is_empty();
    if asks_much && words < limits.short_words {
        let share = words as f64 / limits.short_words as f64;
        return Some((share, format!("only {words} words").into()));
    }
    if words > limits.long_words {
        let share = limits.long_words as f64 / words as f64;
        return Some((share, format!("{words} words").into()));
    }
    None
}

/// A good share of the values given as the task's are not.
fn contradictions(context: &Context<'_>) -> Factor {
    let of =
        |verdict: Grounding| context.readings.iter().filter(|it| it.verdict == verdict).count();
    let (wrong, right) = (of(Grounding::Contradicted), of(Grounding::Grounded));
    if wrong < 3 {
        return None;
    }
    let share = wrong as f64 / (wrong + right) as f64;
    let factor = falling(share, 0.3, 0.8, 0.15);
    Some((
        factor,
        format!("{wrong} of {} values given for metrics are not the task's", wrong + right).into(),
    ))
}

/// The days named are another task's.
fn foreign_days(context: &Context<'_>) -> Factor {
    let facts = context.facts;
    let today = facts.date?;
    let first = facts.history.iter().map(|it| it.date).min().unwrap_or(today);
    let (mut own, mut foreign, mut today_named) = (0_usize, 0_usize, false);
    for mention in &context.answer.dates {
        if is_day(mention, facts.date) {
            today_named = true;
            own += 1;
            continue;
        }
        let known = facts.history.iter().any(|it| is_day(mention, Some(it.date)));
        // Days to come belong to projections and horizons, days between to the history.
        let fitting = mention.date.is_none_or(|it| {
            let span = it.since(first).map_or(i64::MAX, |it| i64::from(it.get_days()));
            (0..=200).contains(&span)
        });
        if known || fitting && mention.date.is_some_and(|it| it > first) {
            own += 1;
        } else {
            foreign += 1;
        }
    }
    if foreign < 2 || foreign <= own || today_named && foreign < own * 2 {
        return None;
    }
    Some((0.4, format!("{foreign} of {} days named are not the task's", own + foreign).into()))
}

/// Another network is spoken of more than the task's own.
fn foreign_networks(context: &Context<'_>) -> Factor {
    if context.facts.subjects.is_empty() {
        return None;
    }
    let own: Vec<u64> = context
        .facts
        .subjects
        .iter()
        .flat_map(|it| crate::names::words_of(it))
        .flat_map(with_ticker)
        .collect();
    let (mut ours, mut foreign) = (0_usize, 0_usize);
    for word in context.words.all() {
        if !word.classes.any(Classes::NETWORK) && !own.contains(&word.stem) {
            continue;
        }
        // "near" and "base" are words; networks have a capital.
        if !context.answer.text[word.span.start..].starts_with(|it: char| it.is_ascii_uppercase()) {
            continue;
        }
        if own.contains(&word.stem) {
            ours += 1;
        } else if !is_sentence_start(context, word.span.start)
            || word.span.end - word.span.start > 4
        {
            foreign += 1;
        }
    }
    if foreign < 3 || foreign <= ours {
        return None;
    }
    let share = foreign as f64 / (foreign + ours) as f64;
    Some((
        falling(share, 0.5, 0.9, 0.3),
        format!("other networks are named {foreign} times, the task's own {ours} times").into(),
    ))
}

/// "Near the mean" and "Base fees" begin sentences without naming a network.
fn is_sentence_start(context: &Context<'_>, position: usize) -> bool {
    let sentences = &context.answer.sentences;
    let index = sentences.partition_point(|it| it.span.end <= position);
    sentences.get(index).is_some_and(|it| position.saturating_sub(it.span.start) <= 2)
}

/// A network and the ticker of its coin.
pub(crate) fn with_ticker(name: u64) -> Vec<u64> {
    const PAIRS: [(&str, &str); 12] = [
        ("bitcoin", "btc"),
        ("ethereum", "eth"),
        ("solana", "sol"),
        ("litecoin", "ltc"),
        ("ripple", "xrp"),
        ("dogecoin", "doge"),
        ("polygon", "matic"),
        ("avalanche", "avax"),
        ("polkadot", "dot"),
        ("bsc", "bnb"),
        ("arbitrum", "arb"),
        ("optimism", "op"),
    ];
    let mut names = vec![name];
    for (network, ticker) in PAIRS {
        let (network, ticker) = (stem(network.as_bytes()), stem(ticker.as_bytes()));
        if network == name {
            names.push(ticker);
        } else if ticker == name {
            names.push(network);
        }
    }
    names
}

/// Exact-looking figures that are neither the task's nor computed from it.
fn foreign_numbers(context: &Context<'_>) -> Factor {
    if context.known.is_empty() {
        return None;
    }
    let mut worked: Vec<f64> = context
        .judgements
        .iter()
        .filter(|it| it.verdict == Verdict::Correct)
        .map(|it| it.claimed)
        .collect();
    worked.sort_by(f64::total_cmp);
    let mut statement = 0;
    let (mut known, mut foreign) = (0_usize, 0_usize);
    for number in &context.answer.numbers {
        if number.role != NumberRole::Quantity || shown_digits(number) < 4 {
            continue;
        }
        let expected = || {
            let mut all = context.facts.expected_calculations.values();
            all.any(|it| is_expected(number, it, true))
        };
        if context.known.has(number) || expected() {
            known += 1;
            continue;
        }
        while statement < context.judgements.len()
            && context.judgements[statement].span.end <= number.span.start
        {
            statement += 1;
        }
        let computed = context
            .judgements
            .get(statement)
            .is_some_and(|it| it.span.start <= number.span.start && it.verdict != Verdict::Wrong);
        // A claim that was worked out once may be spoken of again.
        let first = worked.partition_point(|it| *it < number.value - number.half_ulp * 2.0);
        let claimed = computed
            || worked.get(first).is_some_and(|it| *it <= number.value + number.half_ulp * 2.0);
        if !claimed {
            foreign += 1;
        }
    }
    if known + foreign < 6 {
        return None;
    }
    let share = foreign as f64 / (known + foreign) as f64;
    Some((
        falling(share, 0.6, 0.95, 0.2),
        format!("{foreign} of {} exact figures are not the task's", known + foreign).into(),
    ))
}

/// The same sentence or the same words again and again.
fn repetition(context: &Context<'_>) -> Factor {
    let found = repetition::measure(context);
    if found.words < 40 {
        return None;
    }
    // Honest reports in a fixed form repeat up to a third of their word sequences.
    let sequences = falling(found.repeated_sequences, 0.4, 0.8, 0.05);
    let sentences = falling(found.repeated_sentences, 0.2, 0.7, 0.1);
    let factor = sequences.min(sentences);
    Some((
        factor,
        format!(
            "{:.0} % of its word sequences are repeated",
            100.0 * found.repeated_sequences.max(found.repeated_sentences)
        )
        .into(),
    ))
}

/// The question copied into the answer.
fn prompt_copied(context: &Context<'_>) -> Factor {
    let prompt = context.prompt?;
    let share = repetition::copied_share(context, prompt)?;
    Some((
        falling(share, 0.35, 0.8, 0.1),
        format!("{:.0} % of it is copied from the question", share * 100.0).into(),
    ))
}

/// Sentences that instruct, as a question does and an answer does not.
fn instructions(context: &Context<'_>) -> Factor {
    let (mut all, mut instructing) = (0_usize, 0_usize);
    for sentence in &context.answer.sentences {
        let words = context.words.within(sentence.span);
        if words.len() < 4 {
            continue;
        }
        all += 1;
        let starts = words[..2].iter().any(|it| it.classes.any(Classes::INSTRUCTION));
        let all_classes = words.iter().fold(Classes::NONE, |all, it| all | it.classes);
        let addressed = all_classes.any(Classes::ADDRESS);
        let must = all_classes.any(Classes::DEMAND);
        instructing += usize::from(
            starts && !has_figures(context, sentence.span) || addressed && (must || starts),
        );
    }
    if instructing < 3 {
        return None;
    }
    let share = instructing as f64 / all as f64;
    let worked = context
        .judgements
        .iter()
        .filter(|it| it.verdict == Verdict::Correct && !it.trivial)
        .count();
    if worked >= 3 && share < 0.5 {
        return None;
    }
    Some((
        falling(share, 0.15, 0.4, 0.15),
        format!("{instructing} of {all} sentences instruct instead of answering").into(),
    ))
}

fn has_figures(context: &Context<'_>, span: crate::parse::Span) -> bool {
    context.numbers_in(span).any(|(_, it)| it.role == NumberRole::Quantity && shown_digits(it) >= 3)
}

/// Citations without sentences around them.
fn citation_list(context: &Context<'_>) -> Factor {
    let words = context.words.all();
    if context.answer.citations.len() < 6 || words.is_empty() {
        return None;
    }
    let cited = words.iter().filter(|it| it.classes.any(Classes::CITED)).count();
    let share = cited as f64 / words.len() as f64;
    Some((
        falling(share, 0.4, 0.7, 0.05),
        format!("{:.0} % of its words are citations", share * 100.0).into(),
    ))
}

/// Words that make no sentences: lists of keywords, gibberish.
fn not_prose(context: &Context<'_>) -> Factor {
    /// The share of words that nobody can speak which is still fine.
    const ODD: f64 = 0.25;
    let (mut words, mut functions, mut finance) = (0_usize, 0_usize, 0_usize);
    // Words that are not known; most are looked at no further.
    let mut unknown: Vec<Span> = Vec::new();
    for block in &context.answer.blocks {
        if matches!(block.kind, BlockKind::TableRow | BlockKind::Code | BlockKind::Math) {
            continue;
        }
        let text = context.answer.slice(block.span);
        // Words of formulas are not words of prose.
        if memchr::memchr(b'\\', text.as_bytes()).is_some() {
            continue;
        }
        for word in context.words.within(block.span) {
            if word.classes.any(Classes::CITED | Classes::NUMERIC) {
                continue;
            }
            words += 1;
            functions += usize::from(word.classes.any(Classes::FUNCTION));
            finance += usize::from(word.classes.any(Classes::FINANCE));
            if word.classes == Classes::NONE {
                unknown.push(word.span);
            }
        }
    }
    if words < 40 {
        return None;
    }
    let share = functions as f64 / words as f64;
    let keywords = finance as f64 / words as f64;
    // Only what is a good share of the words can cost.
    let odd = if unknown.len() as f64 > words as f64 * ODD {
        let voiceless = unknown.iter().filter(|it| is_voiceless(context.answer.slice(**it)));
        voiceless.count() as f64 / words as f64
    } else {
        0.0
    };
    // English prose has 40 % function words and more; terse notes have 15 %.
    let prose = falling(0.12 - share, 0.0, 0.10, 0.1);
    let plain = falling(keywords, 0.25, 0.5, 0.2);
    let spoken = falling(odd, ODD, 0.5, 0.1);
    Some((prose.min(plain).min(spoken), "its words make no sentences".into()))
}

/// Words in no order: articles stand before words that cannot follow them.
fn word_salad(context: &Context<'_>) -> Factor {
    let words = context.words.all();
    let (mut articles, mut astray) = (0_usize, 0_usize);
    for pair in words.windows(2) {
        if !pair[0].classes.any(Classes::ARTICLE) || pair[0].classes.any(Classes::CITED) {
            continue;
        }
        let gap = &context.answer.text.as_bytes()[pair[0].span.end..pair[1].span.start];
        articles += 1;
        // "the [daily_txns]" and "the **mean**" are fine; "the. Of" and "the of" are not.
        let ends = gap.iter().any(|it| matches!(it, b'.' | b',' | b';' | b':' | b'\n' | b'|'));
        astray += usize::from(ends || pair[1].classes.any(Classes::NO_NOUN));
    }
    if articles < 10 {
        return None;
    }
    let share = astray as f64 / articles as f64;
    Some((falling(share, 0.12, 0.3, 0.05), "its words are in no order".into()))
}

/// Most of the results that the task asks for are wrong: what else is right of such an answer
/// does not make it one to learn from.
fn wrong_results(context: &Context<'_>) -> Factor {
    let of = |presence: Presence| {
        context.calculations.iter().filter(|it| it.presence == presence).count()
    };
    let expected = context.calculations.len();
    let statements = context.judgements.iter().filter(|it| it.verdict == Verdict::Wrong).count();
    let right = of(Presence::Stated) + of(Presence::Worked);
    let wrong = of(Presence::Wrong).max(statements.min(expected));
    if wrong < 2 {
        return None;
    }
    let share = wrong as f64 / (wrong + right) as f64;
    Some((
        falling(share, 0.5, 1.0, 0.5),
        format!("{wrong} of {} results are wrong", wrong + right).into(),
    ))
}

/// What the arithmetic says of a statement that the text takes back.
const TAKEN_BACK: &str = "the text takes it back";

/// One result after the other is stated wrong and then taken back.
fn results_taken_back(context: &Context<'_>) -> Factor {
    let is_wrong = |it: &&Judgement| {
        it.verdict == Verdict::Unchecked
            && it.reason == Some(TAKEN_BACK)
            && it.computed.is_none_or(|right| {
                (it.claimed - right).abs() > right.abs().max(it.claimed.abs()) * 0.05
            })
    };
    let back = context.judgements.iter().filter(is_wrong).count();
    if back < 3 {
        return None;
    }
    let right =
        context.judgements.iter().filter(|it| it.verdict == Verdict::Correct && !it.trivial);
    let all = back + right.count();
    Some((
        falling(back as f64 / all as f64, 0.25, 0.75, 0.3),
        format!("{back} of {all} results are taken back").into(),
    ))
}

/// Required sections that name nothing of the task and none of its figures, and are no more than
/// a phrase or words without meaning. General remarks at some length are an honest answer's too.
fn hollow_sections(context: &Context<'_>) -> Factor {
    if context.known.is_empty() {
        return None;
    }
    let found = context.sections.iter().flatten();
    let sections = found.clone().count();
    let hollow = found
        .filter(|it| !speaks_of_the_task(context, it.body) && is_empty_talk(context, it.body))
        .count();
    if hollow < 2 || sections < 4 {
        return None;
    }
    let share = hollow as f64 / sections as f64;
    Some((
        falling(share, 0.2, 0.7, 0.3),
        format!("{hollow} of {sections} sections say nothing of the task").into(),
    ))
}

/// Whether a body is shorter than a sentence, or has hardly a word that is known.
fn is_empty_talk(context: &Context<'_>, body: Span) -> bool {
    /// Honest general remarks have a third of their words from the lexicon.
    const KNOWN: f64 = 0.1;
    let words = context.words.within(body);
    if words.len() < context.thresholds.section_words {
        return true;
    }
    let content =
        || words.iter().filter(|it| !it.classes.any(Classes::FUNCTION | Classes::NUMERIC));
    let known = content().filter(|it| it.classes != Classes::NONE).count();
    (known as f64) < content().count() as f64 * KNOWN
}

/// Numbers one after the other, in the hope that one of them is asked for.
fn number_list(context: &Context<'_>) -> Factor {
    const MANY: usize = 20;
    let is_list = |it: &&Block| {
        if it.kind != BlockKind::Paragraph && it.kind != BlockKind::ListItem {
            return false;
        }
        let foreign = context
            .numbers_in(it.span)
            .filter(|(_, it)| it.role == NumberRole::Quantity && !context.known.has(it))
            .count();
        let words = context.words.within(it.span);
        let said = words.iter().filter(|it| !it.classes.any(Classes::NUMERIC)).count();
        foreign >= MANY && said < foreign
    };
    let lists = context.answer.blocks.iter().filter(is_list).count();
    (lists > 0).then(|| (0.4, "it lists numbers that are not the task's".into()))
}

/// Whether a word of five letters or more has no vowel, or five consonants in a row.
fn is_voiceless(word: &str) -> bool {
    if word.len() < 5 || !word.is_ascii() {
        return false;
    }
    let mut run = 0;
    let mut longest = 0;
    for byte in word.bytes() {
        if matches!(byte.to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u' | b'y') {
            run = 0;
        } else {
            run += 1;
            longest = longest.max(run);
        }
    }
    longest >= 5
}

/// Headings with nothing under them.
fn empty_headings(context: &Context<'_>) -> Factor {
    let sections = &context.answer.sections;
    let mut empty = 0_usize;
    let mut headed = 0_usize;
    for (index, section) in sections.iter().enumerate() {
        let Some(heading) = section.heading else {
            continue;
        };
        headed += 1;
        if context.words.range(section.body).len() >= 3 {
            continue;
        }
        // A heading right above a deeper one is a part's title, not an empty section.
        let level = |it: usize| context.answer.headings[it].level;
        let titles = sections
            .get(index + 1)
            .and_then(|it| it.heading)
            .is_some_and(|it| level(it) > level(heading));
        empty += usize::from(!titles);
    }
    if empty < 3 {
        return None;
    }
    let share = empty as f64 / headed as f64;
    Some((
        falling(share, 0.4, 0.9, 0.1),
        format!("{empty} of {headed} headings have nothing under them").into(),
    ))
}

/// Arithmetic that says nothing: `x = 1` a hundred times.
fn trivial_statements(context: &Context<'_>) -> Factor {
    let all = context.judgements.len();
    let trivial = context.judgements.iter().filter(|it| it.trivial).count();
    if trivial < 12 {
        return None;
    }
    let share = trivial as f64 / all as f64;
    Some((
        falling(share, 0.5, 0.9, 0.1),
        format!("{trivial} of {all} statements say nothing").into(),
    ))
}

/// Arithmetic about nothing in the task.
fn foreign_arithmetic(context: &Context<'_>) -> Factor {
    if context.known.is_empty() {
        return None;
    }
    let (mut all, mut foreign) = (0_usize, 0_usize);
    let mut claims: Vec<f64> = Vec::new();
    for judgement in context.judgements.iter().filter(|it| !it.trivial) {
        all += 1;
        let about = judgement.operands.iter().any(|(value, _)| {
            context.known.is_near(*value, 0.005)
                || claims.iter().rev().take(12).any(|it| (it - value).abs() <= it.abs() * 0.005)
        }) || context.known.is_near(judgement.claimed, 0.01);
        if about {
            claims.push(judgement.claimed);
        } else {
            let cited = !context.mentions_in(judgement.span).is_empty();
            foreign += usize::from(!cited);
        }
    }
    if foreign < 5 {
        return None;
    }
    let share = foreign as f64 / all as f64;
    Some((
        falling(share, 0.5, 0.9, 0.2),
        format!("{foreign} of {all} calculations are about nothing in the task").into(),
    ))
}
