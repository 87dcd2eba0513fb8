//! Whether a text is prose of its own: long enough, in sentences, not said before, not the question.

use memchr::memmem;

use super::survey::Survey;
use super::{Factor, falling};
use crate::arithmetic::Verdict;
use crate::assess::Context;
use crate::lexicon::Classes;
use crate::parse::{Answer, BlockKind, NumberRole, Span};
use crate::repetition;
use crate::values::shown_digits;
use crate::words::Word;

/// Far too short or absurdly long.
pub(super) fn length(context: &Context<'_>) -> Factor {
    let text = context.answer.text;
    // A thought is not the answer.
    let tagged = memchr::memchr(b'<', text.as_bytes()).is_some();
    let thought = if tagged { memmem::rfind(text.as_bytes(), b"</think") } else { None };
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
pub(super) fn repeats(context: &Context<'_>, survey: &Survey) -> Factor {
    if repetition::is_fresh(context, &survey.sentences) {
        return None;
    }
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
    let words = context.words.all().len();
    if context.answer.citations.len() < 6 || words == 0 {
        return None;
    }
    let share = context.words.cited() as f64 / words as f64;
    Some((
        falling(share, 0.4, 0.7, 0.05),
        format!("{:.0} % of its words are citations", share * 100.0).into(),
    ))
}

/// The words of prose by what they are, or nearly: names of metrics are counted as other words.
#[derive(Clone, Copy, Default)]
pub(super) struct Counts {
    words: usize,
    functions: usize,
    finance: usize,
    /// Those that the lexicon lacks.
    unknown: usize,
    /// Those in lower case that carry meaning, of four letters and more.
    content: usize,
}

/// As [`Counts`] of some words, while they are counted.
///
/// One number holds all counts, so that counting a word is one addition: words with meaning are
/// counted in its lowest bits, function words and words of finance from the bits of their classes
/// on, and unknown words above them.
#[derive(Default)]
pub(super) struct Tally(u64);

/// So many words can be counted before one count runs into the next.
pub(super) const TALLY: usize = 1 << 14;

const FUNCTION: u32 = Classes::FUNCTION.bits().trailing_zeros();
const FINANCE: u32 = Classes::FINANCE.bits().trailing_zeros();
const UNKNOWN_FROM: u32 = FINANCE + (FINANCE - FUNCTION);
const _: () = assert!(
    TALLY < 1 << FUNCTION
        && TALLY < 1 << (FINANCE - FUNCTION)
        && TALLY < 1 << (u64::BITS - UNKNOWN_FROM)
);

impl Tally {
    /// Counts a word that is no number and stands in no citation.
    #[inline]
    pub(super) fn add(&mut self, bytes: &[u8], word: &Word) {
        let mut counted = word.classes.only(Classes::FUNCTION.and(Classes::FINANCE)).bits();
        if !word.classes.any(Classes::FUNCTION) {
            counted |= u64::from(word.classes == Classes::NONE) << UNKNOWN_FROM;
            counted |= u64::from(is_content(bytes, word));
        }
        self.0 += counted;
    }

    fn between(&self, from: u32, to: u32) -> usize {
        (self.0 >> from & (u64::MAX >> (u64::BITS - (to - from)))) as usize
    }
}

impl Counts {
    /// Adds a tally of so many words.
    pub(super) fn add(&mut self, words: usize, tally: &Tally) {
        self.words += words;
        self.content += tally.between(0, FUNCTION);
        self.functions += tally.between(FUNCTION, FINANCE);
        self.finance += tally.between(FINANCE, UNKNOWN_FROM);
        self.unknown += tally.between(UNKNOWN_FROM, u64::BITS);
    }

    /// Whether the words are those of prose for sure, of which so many at most are in names.
    fn are_prose(&self, named: usize) -> bool {
        let share = |part: usize, all: usize| part as f64 / all as f64;
        let known = self.content > named && share(self.unknown, self.content - named) <= UNKNOWN;
        known
            && (self.words < LEAST_WORDS
                || share(self.functions, self.words) >= FUNCTIONS
                    && share(self.finance, self.words) <= KEYWORDS
                    && share(self.unknown, self.words) <= VOICELESS)
    }
}

/// Whether a word has no capital, as names have, and is not so short as to be unknown by chance.
#[inline]
fn is_content(bytes: &[u8], word: &Word) -> bool {
    bytes[word.span.start].is_ascii_lowercase() && word.span.end - word.span.start >= 4
}

/// Of an honest text of any style, six words in ten at most are not in the lexicon.
const UNKNOWN: f64 = 0.65;
/// English prose has 40 % function words and more; terse notes have 15 %.
const FUNCTIONS: f64 = 0.12;
/// The share of words of finance that prose may have.
const KEYWORDS: f64 = 0.25;
/// The share of words without vowels that prose may have.
const VOICELESS: f64 = 0.25;
/// Of fewer words nothing is said.
const LEAST_WORDS: usize = 40;

/// Which blocks hold formulas, whose words are not words of prose.
pub(super) struct Formulas<'a> {
    answer: &'a Answer<'a>,
    /// Whether there are any.
    any: bool,
    last: Option<(usize, bool)>,
}

impl<'a> Formulas<'a> {
    pub(super) fn of(answer: &'a Answer<'a>) -> Self {
        let any = memchr::memchr(b'\\', answer.text.as_bytes()).is_some();
        Self { answer, any, last: None }
    }

    /// Whether one stands in a block.
    pub(super) fn stand_in(&mut self, block: usize) -> bool {
        if !self.any {
            return false;
        }
        match self.last {
            Some((last, found)) if last == block => found,
            _ => {
                let span = self.answer.blocks[block].span;
                let bytes = &self.answer.text.as_bytes()[span.start..span.end];
                let found = memchr::memchr(b'\\', bytes).is_some();
                self.last = Some((block, found));
                found
            }
        }
    }
}

/// Words that make no sentences: lists of keywords, gibberish.
pub(super) fn not_prose(context: &Context<'_>, survey: &Survey) -> Factor {
    let named = context.mentions.iter().map(|it| it.words).sum();
    if survey.prose.are_prose(named) {
        return None;
    }
    let mut formulas = Formulas::of(context.answer);
    let (mut words, mut functions, mut voiceless, mut finance) =
        (0_usize, 0_usize, 0_usize, 0_usize);
    let (mut content, mut unknown) = (0_usize, 0_usize);
    let mut mentions = context.mentions.iter().peekable();
    let bytes = context.answer.text.as_bytes();
    for (index, block) in context.answer.blocks.iter().enumerate() {
        if matches!(block.kind, BlockKind::TableRow | BlockKind::Code | BlockKind::Math)
            || formulas.stand_in(index)
        {
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
            if is_content(bytes, word) {
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
    // Of a few words, more may be unknown by chance.
    let unknown = unknown as f64 / content.max(1) as f64;
    let meant = match content {
        0..12 => 1.0,
        12..50 => falling(unknown, 0.8, 0.95, 0.1),
        _ => falling(unknown, UNKNOWN, 0.82, 0.1),
    };
    if meant < 1.0 {
        return Some((meant, "hardly a word of it is about such a task".into()));
    }
    if words < LEAST_WORDS {
        return None;
    }
    let share = functions as f64 / words as f64;
    let keywords = finance as f64 / words as f64;
    let odd = voiceless as f64 / words as f64;
    let prose = falling(FUNCTIONS - share, 0.0, 0.10, 0.1);
    let plain = falling(keywords, KEYWORDS, 0.5, 0.2);
    let spoken = falling(odd, VOICELESS, 0.5, 0.1);
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
