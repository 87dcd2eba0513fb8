//! The parser on any bytes: it must not panic, and every span must be a piece of the text.
//!
//! `cargo +nightly fuzz run parse -- -max_total_time=600`
#![no_main]

use libfuzzer_sys::fuzz_target;
use rewards::{Answer, Span};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let answer = Answer::parse(&text);
    let holds = |span: Span| {
        assert!(span.start <= span.end && span.end <= text.len());
        assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
    };
    answer.headings.iter().for_each(|heading| {
        holds(heading.span);
        holds(heading.title);
    });
    answer.sections.iter().for_each(|section| holds(section.body));
    answer.blocks.iter().for_each(|block| {
        holds(block.span);
        block.cells.iter().for_each(|cell| holds(*cell));
    });
    answer.sentences.iter().for_each(|sentence| holds(sentence.span));
    answer.numbers.iter().for_each(|number| {
        holds(number.span);
        assert!(!number.value.is_nan());
    });
    answer.citations.iter().for_each(|citation| holds(citation.span));
    answer.dates.iter().for_each(|date| holds(date.span));
    answer.statements.iter().for_each(|statement| holds(statement.span));
    answer.intervals.iter().for_each(|interval| holds(interval.span));
});
