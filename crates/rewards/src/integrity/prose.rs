//! Whether a text is prose of its own: long enough, in sentences, not said before, not the question.

use memchr::memmem;

use super::{Factor, falling};
use crate::arithmetic::Verdict;
use crate::assess::Context;
use crate::lexicon::Classes;
use crate::parse::{BlockKind, NumberRole, Span};
use crate::repetition;
use crate::values::shown_digits;

/// Far too short or absurdly long.
pub(super) fn length(context: &Context<'_>) -> Factor {
    let text = context.answer.text;
    // A thought is not the answer.
    let thought = memmem::find(text.as_bytes(), b"</think").and_then(|_| text.rfind("</think"));
    let words = match thought {
        Some(start) => context.words.range(Span { start, end: text.len() }).len(),
        None => context.words.all().len(),
    };
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

/// The same sentence or the same words again and again.
pub(super) fn repeats(context: &Context<'_>) -> Factor {
    let found = repetition::measure(context);
    if found.words < 40 {
        return None;
    }
    let sequences = falling(found.repeated_sequences, repetition::FINE_SEQUENCES, 0.8, 0.05);
    let sentences = falling(found.repeated_sentences, repetition::FINE_SENTENCES, 0.7, 0.1);
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
pub(super) fn prompt_copied(context: &Context<'_>) -> Factor {
    let prompt = context.prompt?;
    let share = repetition::copied_share(context, prompt)?;
    Some((
        falling(share, 0.35, 0.8, 0.1),
        format!("{:.0} % of it is copied from the question", share * 100.0).into(),
    ))
}

/// Sentences that instruct, as a question does and an answer does not.
pub(super) fn instructions(context: &Context<'_>) -> Factor {
    let (mut all, mut instructing) = (0_usize, 0_usize);
    let sentences = context.answer.sentences.iter().zip(context.words.sentences());
    for (sentence, (words, all_classes)) in sentences {
        if words.len() < 4 {
            continue;
        }
        all += 1;
        let starts = words[..2].iter().any(|it| it.classes.any(Classes::INSTRUCTION));
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

fn has_figures(context: &Context<'_>, span: Span) -> bool {
    context.numbers_in(span).any(|(_, it)| it.role == NumberRole::Quantity && shown_digits(it) >= 3)
}

/// Citations without sentences around them.
pub(super) fn citation_list(context: &Context<'_>) -> Factor {
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
pub(super) fn not_prose(context: &Context<'_>) -> Factor {
    let (mut words, mut functions, mut voiceless, mut finance) =
        (0_usize, 0_usize, 0_usize, 0_usize);
    let (mut content, mut unknown) = (0_usize, 0_usize);
    let mut mentions = context.mentions.iter().peekable();
    let bytes = context.answer.text.as_bytes();
    for block in &context.answer.blocks {
        if matches!(block.kind, BlockKind::TableRow | BlockKind::Code | BlockKind::Math) {
            continue;
        }
        // Words of formulas are not words of prose.
        if memchr::memchr(b'\\', &bytes[block.span.start..block.span.end]).is_some() {
            continue;
        }
        for word in context.words.within(block.span) {
            if word.classes.any(Classes::CITED | Classes::NUMERIC) {
                continue;
            }
            words += 1;
            finance += usize::from(word.classes.any(Classes::FINANCE));
            if word.classes.any(Classes::FUNCTION) {
                functions += 1;
                continue;
            }
            // Names have a capital, and short words are unknown by chance.
            let first = bytes[word.span.start];
            if first.is_ascii_lowercase() && word.span.end - word.span.start >= 4 {
                while mentions.next_if(|it| it.span.end <= word.span.start).is_some() {}
                let is_name = mentions.peek().is_some_and(|it| it.span.start <= word.span.start);
                content += usize::from(!is_name);
                unknown += usize::from(!is_name && word.classes == Classes::NONE);
            }
            voiceless += usize::from(
                word.classes == Classes::NONE
                    && is_voiceless(&bytes[word.span.start..word.span.end]),
            );
        }
    }
    // Of an honest text of any style, six words in ten at most are not in the lexicon; of a few
    // words, more may be by chance.
    let unknown = unknown as f64 / content.max(1) as f64;
    let meant = match content {
        0..12 => 1.0,
        12..50 => falling(unknown, 0.8, 0.95, 0.1),
        _ => falling(unknown, 0.65, 0.82, 0.1),
    };
    if meant < 1.0 {
        return Some((meant, "hardly a word of it is about such a task".into()));
    }
    if words < 40 {
        return None;
    }
    let share = functions as f64 / words as f64;
    let keywords = finance as f64 / words as f64;
    let odd = voiceless as f64 / words as f64;
    // English prose has 40 % function words and more; terse notes have 15 %.
    let prose = falling(0.12 - share, 0.0, 0.10, 0.1);
    let plain = falling(keywords, 0.25, 0.5, 0.2);
    let spoken = falling(odd, 0.25, 0.5, 0.1);
    Some((prose.min(plain).min(spoken), "its words make no sentences".into()))
}

/// A bit for each vowel, by its place in the alphabet.
const VOWELS: u32 = {
    let mut bits = 0;
    let mut rest: &[u8] = b"aeiouy";
    while let [vowel, others @ ..] = rest {
        bits |= 1 << (*vowel & 31);
        rest = others;
    }
    bits
};

/// Whether a word of five letters or more has no vowel, or five consonants in a row.
fn is_voiceless(word: &[u8]) -> bool {
    if word.len() < 5 || !word.is_ascii() {
        return false;
    }
    let mut run = 0;
    let mut longest = 0;
    for byte in word {
        if VOWELS >> (byte & 31) & 1 == 1 {
            run = 0;
        } else {
            run += 1;
            longest = longest.max(run);
        }
    }
    longest >= 5
}
