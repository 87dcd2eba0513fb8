//! One pass over an answer: everything the rewards read is found here, once.
//!
//! Parsing never fails and never panics; odd text yields few finds. Time is linear in the length
//! of the text. All positions are byte offsets into the text; they become Unicode characters only
//! where a scorecard leaves the program.

mod citation;
mod date;
mod expression;
mod interval;
mod lex;
mod number;
mod phrase;
mod role;
mod statement;
mod structure;
mod text;
mod word;

use std::borrow::Cow;

use jiff::civil::Date;

use crate::places::Places;
use crate::words::{Splitter, Word};
use structure::RegionKind;

pub(crate) use citation::normalise;
pub(crate) use expression::{Op, Traits};
pub(crate) use phrase::{ChangeForm, CompareForm, Phrase, Way};
pub(crate) use statement::{Chain, Hedge, Segment, Side};
pub(crate) use text::letters_in;
pub(crate) use word::{MEANINGS, Word as Meaning};

/// The longest text that is read; the rest of a longer one is not parsed.
const MAX_TEXT: usize = 1 << 31;

/// Two to this power bytes of text, in which one or two numbers stand, have one entry in the list of
/// places.
const STRETCH: u32 = 5;

/// A range of bytes of the answer; both ends stand on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A parsed answer.
#[derive(Clone, Debug, Default)]
pub struct Answer<'t> {
    /// The whole text.
    pub text: &'t str,
    /// Headings in order of appearance (Markdown `#`, numbered, a bold line of its own,
    /// `<section name>` tags, `Title:` on a line of its own).
    pub headings: Vec<Heading>,
    /// The text under each heading up to the next one of any level; the text before the first
    /// heading, if there is any, is a section without a heading.
    pub sections: Vec<Section>,
    /// Blocks that stand on their own: paragraphs, list items, table rows, code, display math.
    pub blocks: Vec<Block>,
    /// Sentences, in order; list items without a full stop and table rows count as one each.
    pub sentences: Vec<Sentence>,
    /// Every number, whatever its role, in order.
    pub numbers: Vec<Number>,
    /// `[metric_name]` mentions, in order.
    pub citations: Vec<Citation<'t>>,
    /// Calendar days named in any form (`2025-02-09`, `Feb 9, 2025`, `9 February`), in order.
    pub dates: Vec<DateMention>,
    /// Arithmetic statements, in order. `arithmetic::judge` evaluates one against a task.
    pub statements: Vec<Statement>,
    /// Interval statements (`[a, b]` with a level, `x ± y`, `between a and b`), in order.
    pub intervals: Vec<Interval>,
    /// The number of words.
    pub word_count: usize,
    /// Where the numbers begin.
    pub(crate) places: Places,
}

/// A heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// The whole line.
    pub span: Span,
    /// The title without marks and numbering.
    pub title: Span,
    /// 1 to 6; styles without levels count as 2.
    pub level: u8,
}

/// A stretch of text under one heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Index into `headings`; `None` before the first heading.
    pub heading: Option<usize>,
    /// The text after the heading's line.
    pub body: Span,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// One item of a list, without its marker.
    ListItem,
    /// One row of a table; its cells are `Block::cells`.
    TableRow,
    /// A fenced block of code.
    Code,
    /// Display mathematics.
    Math,
}

/// A block.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its text, without list marker or fence.
    pub span: Span,
    /// The cells of a table row, trimmed; empty for the rest.
    pub cells: Vec<Span>,
}

/// A sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sentence {
    /// Its text.
    pub span: Span,
    /// Index of the block it stands in.
    pub block: usize,
}

/// The unit written at a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NumberUnit {
    /// None that is known.
    #[default]
    None,
    /// `%` or "percent".
    Percent,
    /// "percentage points", "pp".
    PercentagePoint,
    /// A currency sign or code (`$`, `USD`).
    Usd,
}

/// What a number is in its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NumberRole {
    /// A quantity.
    #[default]
    Quantity,
    /// Part of a date, time or year.
    Date,
    /// A list marker, heading number, footnote.
    Marker,
    /// Part of a name, version, identifier or idiom (`ERC-20`, `v2.1`, `0x…`, `24/7`).
    Name,
    /// The length of a period or count of days: `7-day`, `30 days`.
    Period,
    /// A confidence level: `90% confidence`, `95 % CI`.
    Level,
}

/// A number as the text writes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// From sign or currency to the unit or scale word.
    pub span: Span,
    /// The value, scale words applied (`$342.5M` is 342500000); a percentage keeps its figure
    /// (`7.9 %` is 7.9 with [`NumberUnit::Percent`]).
    pub value: f64,
    /// Half a unit of the last displayed place, in the same unit as `value`.
    pub half_ulp: f64,
    /// The value if it is a whole number shown with all its digits.
    pub exact: Option<i128>,
    /// The unit.
    pub unit: NumberUnit,
    /// Whether `≈`, `~`, "about", "roughly" stands before it.
    pub approximate: bool,
    /// What it is in its text.
    pub role: NumberRole,
}

/// A `[metric_name]` mention.
#[derive(Clone, Debug, PartialEq)]
pub struct Citation<'t> {
    /// With the brackets.
    pub span: Span,
    /// The name: lower case, spaces and hyphens as `_`, emphasis and back-ticks removed.
    pub name: Cow<'t, str>,
}

/// A calendar day named in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct DateMention {
    /// The text of the date.
    pub span: Span,
    /// The day, if the year is given.
    pub date: Option<Date>,
    /// Month and day, always.
    pub month_day: (i8, i8),
}

/// An arithmetic statement: something that claims a computed value.
///
/// The inner form is the business of the parser and of `arithmetic::judge`.
#[derive(Clone, Debug)]
pub struct Statement {
    /// From the first operand to the claim.
    pub span: Span,
    /// The claimed value (the last link's, in a chain).
    pub claim: Number,
    /// What is computed and claimed, for `arithmetic::judge`.
    pub(crate) chain: Chain,
}

/// An interval statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Interval {
    /// From the level or estimate to the last bound.
    pub span: Span,
    /// The lower number as written first.
    pub low: Number,
    /// The upper number as written second.
    pub high: Number,
    /// The confidence level in percent, if one is stated in the same sentence or item.
    pub level_percent: Option<f64>,
    /// The estimate, if `x ± y` or "estimate x (a, b)" names one.
    pub estimate: Option<Number>,
    /// The half-width, if the form is `x ± y`.
    pub half_width: Option<Number>,
}

impl<'t> Answer<'t> {
    /// Parses an answer.
    pub fn parse(text: &'t str) -> Self {
        Self::with_words(text).0
    }

    /// Parses an answer, and splits it into words on the way.
    pub(crate) fn with_words(text: &'t str) -> (Self, Vec<Word>) {
        // Token positions are four bytes wide; nothing that is scored comes near the limit.
        let read = match text.len() {
            0..=MAX_TEXT => text,
            _ => &text[..text.floor_char_boundary(MAX_TEXT)],
        };
        let outline = structure::outline(read);
        let mut lexed = lex::Lexed::default();
        // About as many as prose about figures has.
        lexed.tokens.reserve(read.len() / 4);
        lexed.joints.reserve(read.len() / 8);
        lexed.hinges.reserve(read.len() / 24);
        lexed.numbers.reserve(read.len() / 24);
        lexed.figures.reserve(read.len() / 24);
        lexed.dates.reserve(read.len() / 300);
        let mut citations = Vec::with_capacity(read.len() / 200);
        let mut words = Splitter::with_room_for(text);
        for region in &outline.regions {
            match region.kind {
                RegionKind::Marker => lex::marker(read, region.span, &mut lexed),
                kind => {
                    let cell = kind == RegionKind::Cell;
                    lex::region(read, region.span, cell, &mut lexed, &mut citations, &mut words);
                }
            }
        }
        words.split_to(text.len());
        role::assign(&mut lexed);
        let intervals = interval::read(&lexed, &outline.sentences, &outline.blocks);
        let mut statements = statement::read(read, &lexed);
        phrase::read(read, &lexed, &mut statements);
        let places = Places::of(&lexed.numbers, |it| it.span.start, text.len(), STRETCH);
        let answer = Self {
            text,
            headings: outline.headings,
            sections: outline.sections,
            blocks: outline.blocks,
            sentences: outline.sentences,
            numbers: lexed.numbers,
            citations,
            dates: lexed.dates,
            statements,
            intervals,
            word_count: lexed.words,
            places,
        };
        (answer, words.list)
    }

    /// The position of the first number that begins at a place or behind it.
    #[inline]
    pub(crate) fn first_number_from(&self, place: usize) -> usize {
        self.places.first_from(place, &self.numbers, |it| it.span.start)
    }

    /// Returns the text of a span.
    pub fn slice(&self, span: Span) -> &'t str {
        self.text.get(span.start..span.end).unwrap_or("")
    }
}
