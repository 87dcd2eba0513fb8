//! Cuts text into the tokens that statements, intervals and roles are read from.
//!
//! Emphasis marks, back-ticks and LaTeX furniture leave no token, so that `**7.52**` and
//! `\left( 7.52 \right)` read like `7.52` and `(7.52)`.

mod amount;
mod latex;
mod plain;
mod spelled;
mod token;
mod word;

use memchr::memchr;

use amount::vulgar_fraction;

use super::text::{Dash, char_len, dash_at, is_word_byte, skip_space, space_len};
use super::word::Word;
use super::{Citation, DateMention, Number, NumberRole, NumberUnit, Span, citation, number};
use crate::words::Splitter;

pub(super) use spelled::SPELLED;
pub(super) use token::{Kind, Relation, Token};

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
                Begin::Space => self.space(),
                Begin::Digit => self.number(self.at, None),
                Begin::Comma => {
                    self.words.pass(self.at);
                    self.push_often(Kind::Comma, 1);
                }
                Begin::Dot if matches!(self.byte(1), b' ' | b'\n' | 0) => {
                    self.words.pass(self.at);
                    self.push_often(Kind::Stop(b'.'), 1);
                }
                Begin::Dot => self.dot(),
                Begin::Symbol => {
                    if byte.is_ascii() && byte != b'\'' {
                        self.words.pass(self.at);
                    }
                    self.symbol(byte);
                }
                Begin::Line => {
                    self.words.pass(self.at);
                    self.push_often(Kind::Newline, 1);
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

    /// Skips a space of one byte.
    #[inline]
    fn space(&mut self) {
        self.words.pass(self.at);
        self.spaced = true;
        self.at += 1;
    }

    /// Pushes the token of a number.
    #[inline]
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
            b'/' => {
                self.join_unit();
                self.push_often(Kind::Divide, 1);
            }
            b'^' => self.push(Kind::Power, 1),
            b'=' => self.equals(),
            b'<' => self.angle(),
            b'>' => self.push(Kind::Inequality, 1 + usize::from(self.byte(1) == b'=')),
            b'(' | b'{' => self.push_often(Kind::Open(byte), 1),
            b'[' => self.square_open(),
            b')' | b'}' => self.push_often(Kind::Close(byte), 1),
            b']' => {
                self.square = self.square.saturating_sub(1);
                self.push(Kind::Close(byte), 1);
            }
            b'%' => self.push_often(Kind::Percent, 1),
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
            b'#' if self.result_in_comment() > 0 => {
                self.push(Kind::Relation(Relation::Equal), self.result_in_comment());
            }
            0xC2..=0xF4 => self.wide(),
            _ => {
                let len = char_len(byte);
                self.push_often(Kind::Punctuation(byte), len);
            }
        }
    }

    /// The length of the mark of a comment behind an expression that holds nothing but its result:
    /// `ratio = 333466 / 190128  # 1.7539`, `# = 1.7539`.
    fn result_in_comment(&self) -> usize {
        /// The longest comment, in bytes.
        const LONGEST: usize = 40;
        if !self.after_operand() || !self.spaced {
            return 0;
        }
        let rest = &self.bytes[self.at..];
        let rest = &rest[..rest.len().min(LONGEST + 1)];
        let line = &rest[..memchr(b'\n', rest).unwrap_or(rest.len())];
        let lead = line.iter().take_while(|it| matches!(it, b'#' | b' ' | b'=' | b'~')).count();
        let figure = line[lead..].trim_ascii();
        let plain =
            |it: &u8| it.is_ascii_digit() || matches!(it, b'.' | b',' | b'-' | b'%' | b'$' | b' ');
        let result = line.len() <= LONGEST
            && figure.first().is_some_and(|it| it.is_ascii_digit() || matches!(it, b'-' | b'$'))
            && figure.iter().any(u8::is_ascii_digit)
            && figure.iter().all(plain);
        if result { lead } else { 0 }
    }

    fn equals(&mut self) {
        match (self.byte(1), self.byte(2)) {
            // "16..=31" is a range of a program.
            _ if self.bytes[..self.at].ends_with(b"..") => self.push(Kind::Punctuation(b'='), 1),
            (b'=', b'=') => {
                let run = self.bytes[self.at..].iter().take_while(|b| **b == b'=').count();
                self.push(Kind::Punctuation(b'='), run);
            }
            (b'=', _) => self.push(Kind::Relation(Relation::Equal), 2),
            (b'>', _) => self.push(Kind::Relation(Relation::Arrow), 2),
            (b'~', _) => self.push(Kind::Relation(Relation::About), 2),
            _ => self.push_often(Kind::Relation(Relation::Equal), 1),
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
            self.push_often(Kind::Cite(index), found.end - span.start);
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
                self.words.pass(self.at + 1);
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
            // "2.84× Bitcoin's 469,138" counts how often.
            Some("×") if self.counts_times(len) => Kind::Word(Word::X),
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
            // "▲5.3%", "5.3% ↓"
            Some("▲" | "△" | "↑" | "⬆" | "⇧") if self.is_beside_figure(len) => {
                Kind::Word(Word::Rise)
            }
            Some("▼" | "▽" | "↓" | "⬇" | "⇩") if self.is_beside_figure(len) => {
                Kind::Word(Word::Fall)
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
        if matches!(kind, Kind::Times | Kind::Divide) {
            self.join_unit();
        }
        self.push(kind, len);
    }
}

impl Lexer<'_, '_> {
    /// Whether a sign of multiplication stands right behind a number and before a word.
    fn counts_times(&self, len: usize) -> bool {
        let word = self.byte(len) == b' ' && self.byte(len + 1).is_ascii_alphabetic();
        word && self.before().is_ascii_digit()
    }

    /// Takes what an amount is of for its unit: "1,614.39 in fees ÷ 1,187,055".
    fn join_unit(&mut self) {
        let text = self.text;
        if let [.., number, of, noun] = self.out.tokens.as_mut_slice()
            && matches!(number.kind, Kind::Num(_))
            && of.kind == Kind::Word(Word::Clause)
            && matches!(noun.kind, Kind::Word(Word::Other) | Kind::Name)
            && of.is_one_of(&["in"], text)
        {
            of.kind = Kind::Word(Word::Other);
            noun.kind = Kind::Word(Word::Other);
        }
    }

    /// Whether a sign of `len` bytes at the current place stands right beside a figure.
    fn is_beside_figure(&self, len: usize) -> bool {
        let next = skip_space(self.bytes, self.at + len);
        let previous = self.text[self.start..self.at].trim_end_matches(' ').bytes().next_back();
        let figure = |it: &u8| it.is_ascii_digit() || matches!(it, b'+' | b'-' | b'~' | b'$');
        self.bytes.get(next).is_some_and(figure)
            || previous.is_some_and(|it| it == b'%' || it.is_ascii_digit())
    }

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
