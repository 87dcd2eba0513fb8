//! Cuts text into the tokens that statements, intervals and roles are read from.
//!
//! Emphasis marks, back-ticks and LaTeX furniture leave no token, so that `**7.52**` and
//! `\left( 7.52 \right)` read like `7.52` and `(7.52)`.

mod amount;
mod latex;
mod plain;

use memchr::memchr;

use amount::vulgar_fraction;

use super::text::{Dash, char_len, dash_at, is_word_byte, letters_end, skip_space, space_len};
use super::word::{Word, lookup};
use super::{Citation, DateMention, Number, NumberRole, NumberUnit, Span, citation, date, number};
use crate::words::{Letters, Splitter};

/// A token.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Token {
    /// What it is.
    pub(super) kind: Kind,
    /// Its first byte.
    pub(super) start: u32,
    /// One past its last byte.
    pub(super) end: u32,
    /// Whether white space stands before it.
    pub(super) spaced: bool,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A number, by its index.
    Num(u32),
    /// A citation, by its index.
    Cite(u32),
    /// A date, by its index.
    Date(u32),
    /// A word.
    Word(Word),
    /// A word that looks like the name of a metric: `daily_txns`.
    Name,
    /// Words set as text inside mathematics: `\text{txns per user}`.
    Text,
    /// `+`.
    Plus,
    /// `-`, `−`; a hyphen or en dash that may also be one.
    Minus(Dash),
    /// `×`, `*`, `·`.
    Times,
    /// `/`, `÷`.
    Divide,
    /// `^`, `**`.
    Power,
    /// An exponent in superscript characters.
    Superscript(i16),
    /// `±`.
    PlusMinus,
    /// `√`, `\sqrt`.
    Root,
    /// `\frac`.
    Frac,
    /// `%` that stands after something other than a number.
    Percent,
    /// `=`, `≈`, `→` and their kin.
    Relation(Relation),
    /// `<`, `>`, `≤`, `≥`.
    Inequality,
    /// `(`, `[`, `{`.
    Open(u8),
    /// `)`, `]`, `}`.
    Close(u8),
    /// `~`, "≈" before a number that is no relation.
    About,
    /// `…`, `...`, `\dots`.
    Ellipsis,
    /// `~~`.
    Strike,
    /// `,`
    Comma,
    /// `;`, `:`, quotation marks, `—` and anything else that ends an expression.
    Punctuation(u8),
    /// `.`, `!`, `?` at the end of a sentence.
    Stop(u8),
    /// The end of a line inside a block.
    Newline,
    /// The end of a block.
    Break,
    /// The end of a table cell.
    Cell,
}

impl Kind {
    /// Whether a statement or an interval may be read from a token of this kind.
    #[inline]
    fn is_joint(self) -> bool {
        match self {
            Self::Word(word) => word.is_joint(),
            Self::Newline => false,
            _ => true,
        }
    }

    /// Whether a statement in words or an interval may be read from a token of this kind.
    #[inline]
    fn is_hinge(self) -> bool {
        match self {
            Self::Word(word) => word.is_joint() && !matches!(word, Word::Is | Word::Gives),
            Self::Open(_) | Self::PlusMinus | Self::Minus(_) | Self::Relation(Relation::Arrow) => {
                true
            }
            _ => false,
        }
    }
}

/// A sign that relates two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    /// `=`
    Equal,
    /// `≈`
    About,
    /// `→`, `⇒`: "gives" between a calculation and its result, "became" between two values.
    Arrow,
}

/// What reading the tokens finds, but for citations and words, which borrow from the text.
#[derive(Debug, Default)]
pub(super) struct Lexed {
    pub(super) tokens: Vec<Token>,
    pub(super) numbers: Vec<Number>,
    pub(super) dates: Vec<DateMention>,
    pub(super) words: usize,
    /// The places of the numbers among the tokens.
    pub(super) figures: Vec<u32>,
    /// The places of the tokens that can hold a statement or an interval together, which most words
    /// cannot.
    pub(super) joints: Vec<u32>,
    /// Those of them that can do so in words or hold an interval together.
    pub(super) hinges: Vec<u32>,
}

/// Reads one region of a text into `out`, and hands over the plain words to `words`.
pub(super) fn region<'t>(
    text: &'t str,
    span: Span,
    cell: bool,
    out: &mut Lexed,
    citations: &mut Vec<Citation<'t>>,
    words: &mut Splitter<'t>,
) {
    let bytes = &text.as_bytes()[..span.end];
    Lexer {
        words,
        citations,
        text,
        bytes,
        at: span.start,
        start: span.start,
        out,
        bold: false,
        square: 0,
        cell,
        region: span,
        spaced: false,
    }
    .run();
}

/// Reads the number of a list item or heading.
pub(super) fn marker(text: &str, span: Span, out: &mut Lexed) {
    let bytes = &text.as_bytes()[..span.end];
    let mut at = span.start;
    while at < span.end && !bytes[at].is_ascii_digit() {
        at += char_len(bytes[at]);
    }
    if let Some(found) = number::scan(bytes, at.min(span.end), true) {
        out.numbers.push(Number {
            span: Span { start: at, end: found.end },
            value: found.value,
            half_ulp: found.half_ulp,
            exact: found.exact,
            unit: NumberUnit::None,
            approximate: false,
            role: NumberRole::Marker,
        });
    }
}

/// What begins with a byte.
#[derive(Clone, Copy)]
enum Begin {
    Word,
    Space,
    Digit,
    Comma,
    Dot,
    Symbol,
    Line,
}

const BEGINS: [Begin; 256] = {
    let mut table = [Begin::Symbol; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b' ' | b'\t' | b'\r' => Begin::Space,
            b'\n' => Begin::Line,
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => Begin::Word,
            b'0'..=b'9' => Begin::Digit,
            b',' => Begin::Comma,
            b'.' => Begin::Dot,
            _ => Begin::Symbol,
        };
        byte += 1;
    }
    table
};

/// The marks behind a word that belong to no word.
const ENDS_WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut rest: &[u8] = b" \n.,:;)]*|";
    while let [mark, others @ ..] = rest {
        table[*mark as usize] = true;
        rest = others;
    }
    table
};

struct Lexer<'t, 'o> {
    words: &'o mut Splitter<'t>,
    citations: &'o mut Vec<Citation<'t>>,
    text: &'t str,
    /// The text up to the end of the region.
    bytes: &'t [u8],
    at: usize,
    start: usize,
    out: &'o mut Lexed,
    bold: bool,
    square: u32,
    cell: bool,
    region: Span,
    spaced: bool,
}

impl Lexer<'_, '_> {
    fn run(mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            match BEGINS[usize::from(byte)] {
                Begin::Word => self.word(),
                Begin::Space => {
                    self.spaced = true;
                    self.at += 1;
                }
                Begin::Digit => self.number(self.at, None),
                Begin::Comma => self.push_often(Kind::Comma, 1),
                Begin::Dot if matches!(self.byte(1), b' ' | b'\n' | 0) => {
                    self.push_often(Kind::Stop(b'.'), 1);
                }
                Begin::Dot => self.dot(),
                Begin::Symbol => self.symbol(byte),
                Begin::Line => {
                    self.push(Kind::Newline, 1);
                    self.spaced = true;
                    // Quotation marks of the next line are furniture.
                    let next = skip_space(self.bytes, self.at);
                    if self.bytes.get(next) == Some(&b'>') {
                        self.at = next + 1;
                    }
                }
            }
        }
        let kind = if self.cell { Kind::Cell } else { Kind::Break };
        self.push(kind, 0);
    }

    /// Pushes the token of a number.
    fn push_number(&mut self, index: u32, len: usize) {
        self.out.figures.push(self.out.tokens.len() as u32);
        self.push_often(Kind::Num(index), len);
    }

    /// Pushes a token of a kind that is known here, or that most tokens are of.
    #[expect(clippy::inline_always, reason = "most of what it asks is known where it is called")]
    #[inline(always)]
    fn push_often(&mut self, kind: Kind, len: usize) {
        if kind.is_joint() {
            let place = self.out.tokens.len() as u32;
            self.out.joints.push(place);
            if kind.is_hinge() {
                self.out.hinges.push(place);
            }
        }
        self.out.tokens.push(Token {
            kind,
            start: self.at as u32,
            end: (self.at + len) as u32,
            spaced: std::mem::take(&mut self.spaced),
        });
        self.at += len;
    }

    fn push(&mut self, kind: Kind, len: usize) {
        self.push_often(kind, len);
    }

    fn last(&self) -> Option<Token> {
        self.out.tokens.last().copied().filter(|t| t.start as usize >= self.start)
    }

    fn byte(&self, offset: usize) -> u8 {
        self.bytes.get(self.at + offset).copied().unwrap_or(0)
    }

    fn before(&self) -> u8 {
        if self.at > self.start { self.bytes[self.at - 1] } else { b' ' }
    }

    /// Whether the last token can be the left side of an operator.
    fn after_operand(&self) -> bool {
        self.last().is_some_and(|t| {
            matches!(
                t.kind,
                Kind::Num(_)
                    | Kind::Cite(_)
                    | Kind::Close(_)
                    | Kind::Percent
                    | Kind::Superscript(_)
                    | Kind::Name
                    | Kind::Text
            )
        })
    }

    fn symbol(&mut self, byte: u8) {
        match byte {
            b'+' => {
                if let Some(digit) = self.signed_number_at(1) {
                    self.number(digit, Some(1.0));
                } else {
                    self.push(Kind::Plus, 1);
                }
            }
            b'-' => self.dash(Dash::Hyphen, 1),
            b'*' => self.star(),
            b'/' => self.push(Kind::Divide, 1),
            b'^' => self.push(Kind::Power, 1),
            b'=' => self.equals(),
            b'<' => self.angle(),
            b'>' => self.push(Kind::Inequality, 1 + usize::from(self.byte(1) == b'=')),
            b'(' | b'{' => self.push(Kind::Open(byte), 1),
            b'[' => self.square_open(),
            b')' | b'}' => self.push(Kind::Close(byte), 1),
            b']' => {
                self.square = self.square.saturating_sub(1);
                self.push(Kind::Close(byte), 1);
            }
            b'%' => self.push(Kind::Percent, 1),
            b'$' => self.dollar(),
            b'~' => {
                if self.byte(1) == b'~' {
                    self.push(Kind::Strike, 2);
                } else if self.byte(1) == b'=' {
                    self.push(Kind::Relation(Relation::About), 2);
                } else if self.spaced && self.byte(1) == b' ' {
                    self.push(Kind::Relation(Relation::About), 1);
                } else {
                    self.push(Kind::About, 1);
                }
            }
            b':' if self.byte(1) == b'=' => self.push(Kind::Relation(Relation::Equal), 2),
            b'!' if self.byte(1) == b'=' => self.push(Kind::Inequality, 2),
            b'!' | b'?' => self.push(Kind::Stop(byte), 1),
            b'\\' => self.latex(),
            b'`' => self.at += 1,
            b'&' if self.byte(1) != b'a' => self.at += 1,
            0xC2..=0xF4 => self.wide(),
            _ => {
                let len = char_len(byte);
                self.push(Kind::Punctuation(byte), len);
            }
        }
    }

    fn equals(&mut self) {
        match (self.byte(1), self.byte(2)) {
            (b'=', b'=') => {
                let run = self.bytes[self.at..].iter().take_while(|b| **b == b'=').count();
                self.push(Kind::Punctuation(b'='), run);
            }
            (b'=', _) => self.push(Kind::Relation(Relation::Equal), 2),
            (b'>', _) => self.push(Kind::Relation(Relation::Arrow), 2),
            (b'~', _) => self.push(Kind::Relation(Relation::About), 2),
            _ => self.push(Kind::Relation(Relation::Equal), 1),
        }
    }

    fn angle(&mut self) {
        if self.byte(1).is_ascii_alphabetic() || self.byte(1) == b'/' {
            // A tag in the text: its attributes are no prose.
            let limit = (self.at + 80).min(self.bytes.len());
            if let Some(end) = memchr(b'>', &self.bytes[self.at..limit]) {
                self.push(Kind::Punctuation(b'<'), end + 1);
                return;
            }
        }
        let len = 1 + usize::from(matches!(self.byte(1), b'=' | b'>'));
        self.push(Kind::Inequality, len);
    }

    fn square_open(&mut self) {
        let bytes = self.bytes;
        if let Some(found) = citation::scan(self.text, bytes, self.at) {
            let span = Span { start: self.at, end: found.end };
            self.words.take_name(Span { start: span.start + 1, end: span.end - 1 });
            let index = self.citations.len() as u32;
            self.citations.push(Citation { span, name: found.name });
            self.push(Kind::Cite(index), found.end - span.start);
            self.out.words += 1;
            return;
        }
        if let Some((end, link)) = citation::footnote_or_link(bytes, self.at) {
            let footnote = !link
                && !matches!(self.before(), b'(' | b'{')
                && !self.last().is_some_and(|t| {
                    matches!(t.kind, Kind::Times | Kind::Divide | Kind::Relation(_))
                });
            if link || footnote {
                // The words of a link stay prose; its target does not.
                if link {
                    self.at += 1;
                    return;
                }
                let start = self.at;
                self.digits_as(start, end, NumberRole::Marker);
                self.push(Kind::Punctuation(b'['), end - start);
                return;
            }
        }
        self.square += 1;
        self.push(Kind::Open(b'['), 1);
    }

    /// A dash: a sign, an operator, part of a range, or punctuation.
    fn dash(&mut self, dash: Dash, len: usize) {
        match dash {
            Dash::Em => return self.push(Kind::Punctuation(b'-'), len),
            Dash::Hyphen if self.byte(1) == b'>' => {
                return self.push(Kind::Relation(Relation::Arrow), 2);
            }
            Dash::Hyphen if self.byte(1) == b'-' => {
                let run = self.bytes[self.at..].iter().take_while(|b| **b == b'-').count();
                return self.push(Kind::Punctuation(b'-'), run);
            }
            _ => {}
        }
        if let Some(digit) = self.signed_number_at(len) {
            self.number(digit, Some(-1.0));
        } else {
            self.push(Kind::Minus(dash), len);
        }
    }

    /// Returns where the digits start if the sign at `self.at` belongs to a number.
    fn signed_number_at(&self, len: usize) -> Option<usize> {
        let mut at = self.at + len;
        if self.bytes.get(at) == Some(&b'\\') && self.bytes.get(at + 1) == Some(&b'$') {
            at += 1;
        }
        if self.bytes.get(at) == Some(&b'$') {
            at += 1;
        }
        let digit = self.bytes.get(at)?;
        let number = digit.is_ascii_digit()
            || (*digit == b'.' && self.bytes.get(at + 1).is_some_and(u8::is_ascii_digit));
        if !number || self.after_operand() {
            return None;
        }
        let before = self.before();
        // `word-5` is a name; `**-5` follows emphasis.
        (!is_word_byte(before) && before != b')' && before != b']').then_some(at)
    }

    fn star(&mut self) {
        let (prev, double) = (self.before(), self.byte(1) == b'*');
        let len = 1 + usize::from(double);
        let next = self.byte(len);
        let next_spaced = space_len(self.bytes, self.at + len, true) > 0 || next == 0;
        let prev_spaced = self.at == self.start || self.spaced || prev == b'\n';
        let operand = self.after_operand();
        if double {
            let starts = next.is_ascii_digit() || matches!(next, b'(' | b'-' | b'{');
            let spaced_power = prev_spaced && next_spaced && operand && {
                let after = skip_space(self.bytes, self.at + 2);
                self.bytes
                    .get(after)
                    .is_some_and(|b| b.is_ascii_digit() || matches!(b, b'(' | b'-'))
            };
            if (!self.bold && operand && starts && !prev_spaced) || spaced_power {
                self.push(Kind::Power, 2);
            } else {
                self.bold = !self.bold;
                self.at += if self.byte(2) == b'*' { 3 } else { 2 };
            }
            return;
        }
        let tight = operand
            && !prev_spaced
            && !next_spaced
            && (next.is_ascii_alphanumeric()
                || matches!(next, b'(' | b'[' | b'$' | b'\\' | b'-' | b'.'));
        let word_tight = !prev_spaced
            && !next_spaced
            && is_word_byte(prev)
            && (next.is_ascii_alphanumeric() || next == b'(');
        if (prev_spaced && next_spaced) || tight || word_tight {
            self.push(Kind::Times, 1);
        } else {
            self.at += 1;
        }
    }

    fn dollar(&mut self) {
        let next = self.byte(1);
        if next.is_ascii_digit() || (next == b'.' && self.byte(2).is_ascii_digit()) {
            let at = self.at;
            self.currency_number(at, at + 1);
            return;
        }
        if let Some((Dash::Hyphen | Dash::Minus | Dash::En, len)) = dash_at(self.bytes, self.at + 1)
            && self.byte(1 + len).is_ascii_digit()
            && !self.after_operand()
        {
            let at = self.at;
            self.read_number(at, at + 1 + len, -1.0, true);
            return;
        }
        // The border of inline mathematics.
        self.at += 1;
    }

    fn currency_number(&mut self, start: usize, digits: usize) {
        if !self.plain_number(digits, 1.0, true) {
            self.read_number(start, digits, 1.0, true);
        }
    }

    fn dot(&mut self) {
        if self.byte(1) == b'.' {
            let run = self.bytes[self.at..].iter().take_while(|b| **b == b'.').count();
            self.push(Kind::Ellipsis, run);
        } else if self.byte(1).is_ascii_digit()
            && !self.after_operand()
            && !is_word_byte(self.before())
        {
            self.number(self.at, None);
        } else {
            self.push(Kind::Stop(b'.'), 1);
        }
    }

    /// Reads a word, with the letters, digits and hyphens that belong to it.
    fn word(&mut self) {
        let start = self.at;
        let bytes = self.bytes;
        if self.plain_words() {
            return;
        }
        if self.date_of_month() {
            return;
        }
        let mut end = letters_end(bytes, start);
        let mut digit = false;
        let mut underscore = false;
        while let Some(&byte) = bytes.get(end) {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' => {}
                b'0'..=b'9' => digit = true,
                b'_' => underscore = true,
                b'\'' if bytes.get(end + 1).is_some_and(u8::is_ascii_alphabetic) => {}
                b'-' if end > start && bytes.get(end + 1).is_some_and(u8::is_ascii_alphabetic) => {}
                0xE2 if bytes.get(end + 1..end + 3) == Some(&[0x80, 0x99])
                    && bytes.get(end + 3).is_some_and(u8::is_ascii_alphabetic) =>
                {
                    end += 2;
                }
                0xE2 if bytes.get(end + 1..end + 3) == Some(&[0x80, 0x91])
                    && bytes.get(end + 3).is_some_and(u8::is_ascii_alphabetic) =>
                {
                    end += 2;
                }
                // `v2.1`
                b'.' if digit && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) => {}
                _ => break,
            }
            end += 1;
        }
        if end == start {
            end = start + 1;
        }
        // `_emphasis_` of whole words.
        let mut from = start;
        let mut to = end;
        if underscore {
            while from < end && bytes[from] == b'_' {
                from += 1;
            }
            while to > from && bytes[to - 1] == b'_' {
                to -= 1;
            }
        }
        if from == to {
            self.at = end;
            return;
        }
        if from > start && bytes[from].is_ascii_digit() {
            self.at = from;
            return;
        }
        let word = &bytes[from..to];
        // `ERC-20`, `EIP‑1559`: a capitalised name with a number.
        if let Some((Dash::Hyphen, len)) = dash_at(bytes, to) {
            let name = word.len() <= 6
                && word.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
                && word[0].is_ascii_uppercase();
            if name && word.len() > 1 && bytes.get(to + len).is_some_and(u8::is_ascii_digit) {
                let digits =
                    bytes[to + len..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
                self.opaque(start, to + len + digits, NumberRole::Name);
                return;
            }
        }
        if digit {
            // `e5`, `x3`: an operator written without spaces, `x_1`: a symbol.
            let operator = matches!(word[0], b'x' | b'X')
                && self.after_operand()
                && !self.spaced
                && word[1..].iter().all(u8::is_ascii_digit);
            if operator {
                self.push(Kind::Times, 1);
                return;
            }
            if underscore && word.len() > 3 {
                self.at = start;
                self.out.words += 1;
                self.push(Kind::Name, end - start);
                return;
            }
            self.opaque(start, end, NumberRole::Name);
            return;
        }
        // "US$5"
        if word == b"US" && bytes.get(to) == Some(&b'$') {
            self.at = to;
            return;
        }
        self.out.words += 1;
        let kind = if underscore && word.contains(&b'_') && word.len() > 3 {
            Kind::Name
        } else {
            self.sense(lookup(word), from, to)
        };
        self.at = from;
        self.push(kind, to - from);
        self.at = end;
    }

    /// Reads words of letters, each with a mark behind it that belongs to no word, as most have;
    /// whether there is one.
    #[inline]
    fn plain_words(&mut self) -> bool {
        let bytes = self.bytes;
        let text = self.text.as_bytes();
        let mut any = false;
        // Whether the word follows another one with nothing but a space between them.
        let mut follows = false;
        loop {
            let start = self.at;
            let Some(letters) = Letters::at(text, start) else {
                return any;
            };
            // A region may end with the word; what stands behind it says still where it ends.
            let mark = text.get(letters.end).copied().unwrap_or(b'\n');
            if letters.end > bytes.len() || !ENDS_WORD[usize::from(mark)] {
                return any;
            }
            any = true;
            let entry = letters.entry();
            let meaning = letters.meaning(entry);
            if meaning == Word::Month && self.date_of_month() {
                return true;
            }
            if follows {
                self.words.push(start, &letters, entry);
            } else {
                follows = self.words.take(start, &letters, entry);
            }
            self.out.words += 1;
            let kind = self.sense(meaning, start, letters.end);
            self.push_often(kind, letters.end - start);
            if mark != b' ' || letters.end == bytes.len() {
                return true;
            }
            self.spaced = true;
            self.at += 1;
        }
    }

    /// Reads a date that begins with the name of a month.
    #[inline(never)]
    fn date_of_month(&mut self) -> bool {
        if date::may_begin_month(self.bytes[self.at])
            && let Some(found) = date::at_letter(self.bytes, self.at)
        {
            self.date(found);
            return true;
        }
        false
    }

    /// What a word means where it stands.
    #[inline]
    fn sense(&self, meaning: Word, start: usize, end: usize) -> Kind {
        match meaning {
            Word::X | Word::Month => self.sense_of_ambiguous(meaning, start, end),
            other => Kind::Word(other),
        }
    }

    #[inline(never)]
    fn sense_of_ambiguous(&self, meaning: Word, start: usize, end: usize) -> Kind {
        match meaning {
            Word::X if self.times_sign(end) => Kind::Times,
            Word::Month if !self.bytes[start].is_ascii_uppercase() => Kind::Word(Word::Other),
            other => Kind::Word(other),
        }
    }

    /// Whether an `x` that ends at `end` stands between operands as a sign of multiplication.
    fn times_sign(&self, end: usize) -> bool {
        let spaced_after = space_len(self.bytes, end, false) > 0;
        let next = skip_space(self.bytes, end);
        let operand = self
            .bytes
            .get(next)
            .is_some_and(|b| b.is_ascii_digit() || matches!(b, b'(' | b'$' | b'[' | b'.'));
        self.after_operand() && operand && (self.spaced == spaced_after)
    }

    /// Characters outside ASCII.
    fn wide(&mut self) {
        let bytes = self.bytes;
        let space = space_len(bytes, self.at, false);
        if space > 0 {
            self.spaced = true;
            self.at += space;
            return;
        }
        if let Some((dash, len)) = dash_at(bytes, self.at) {
            self.dash(dash, len);
            return;
        }
        if let Some((end, power)) = number::superscript(bytes, self.at) {
            let len = end - self.at;
            let kind = if self.after_operand() {
                Kind::Superscript(power.clamp(-9_999, 9_999) as i16)
            } else {
                Kind::Punctuation(b'^')
            };
            self.push(kind, len);
            return;
        }
        let len = char_len(bytes[self.at]).min(bytes.len() - self.at);
        if let Some(value) = vulgar_fraction(&bytes[self.at..self.at + len]) {
            self.fraction_sign(value, len);
            return;
        }
        let kind = match self.text.get(self.at..self.at + len) {
            Some("·" | "•" | "∙") if self.separates(len) => Kind::Punctuation(0),
            Some("×" | "·" | "⋅" | "∙" | "∗" | "•" | "✕" | "✖") if len > 0 => {
                Kind::Times
            }
            Some("÷" | "∕" | "⁄" | "／") => Kind::Divide,
            Some("＋") => Kind::Plus,
            Some("±") => Kind::PlusMinus,
            Some("√") => Kind::Root,
            Some("≈" | "≃" | "≅" | "∼" | "≐" | "≒") => Kind::Relation(Relation::About),
            Some("＝") => Kind::Relation(Relation::Equal),
            Some("→" | "⇒" | "⟹" | "⟶" | "➔" | "➜" | "≡" | "⟾") => {
                Kind::Relation(Relation::Arrow)
            }
            Some("≤" | "≥" | "≠" | "≪" | "≫" | "⩽" | "⩾") => Kind::Inequality,
            Some("…" | "⋯") => Kind::Ellipsis,
            Some("％") => Kind::Percent,
            Some("（") => Kind::Open(b'('),
            Some("）") => Kind::Close(b')'),
            // Marks that change nothing.
            Some("\u{FEFF}" | "\u{2060}" | "\u{200C}" | "\u{200D}" | "\u{FE0F}") => {
                self.at += len;
                return;
            }
            Some(s) if s.chars().next().is_some_and(char::is_alphabetic) => {
                let word: usize = self.text[self.at..bytes.len()]
                    .chars()
                    .take_while(|c| c.is_alphanumeric())
                    .take(100)
                    .map(char::len_utf8)
                    .sum();
                self.out.words += 1;
                self.push(Kind::Word(Word::Other), word.max(len));
                return;
            }
            _ => Kind::Punctuation(0),
        };
        self.push(kind, len);
    }
}

impl Lexer<'_, '_> {
    /// Whether a dot of `len` bytes at the current place sets items of a list apart.
    fn separates(&self, len: usize) -> bool {
        let next = skip_space(self.bytes, self.at + len);
        let quoted = |at: usize| matches!(self.bytes.get(at), Some(b'`' | b'*' | b'['));
        let previous = self.text[self.start..self.at].trim_end().bytes().next_back();
        let bullet = len == 3 && self.bytes[self.at + 1] == 0x80 && self.spaced;
        bullet
            || quoted(next)
            || matches!(previous, Some(b'`' | b'*'))
            || (self.spaced && previous == Some(b'|'))
    }
}
