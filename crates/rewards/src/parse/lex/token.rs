//! The tokens that text is cut into.

use crate::parse::text::Dash;
use crate::parse::word::Word;

/// A token.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::parse) struct Token {
    /// What it is.
    pub(in crate::parse) kind: Kind,
    /// Its first byte.
    pub(in crate::parse) start: u32,
    /// One past its last byte.
    pub(in crate::parse) end: u32,
    /// Whether white space stands before it.
    pub(in crate::parse) spaced: bool,
}

impl Token {
    /// Whether the token is one of some words of the text that it was read from, whatever its case.
    pub(in crate::parse) fn is_one_of(&self, words: &[&str], text: &str) -> bool {
        if !matches!(self.kind, Kind::Word(_)) {
            return false;
        }
        let word = &text.as_bytes()[self.start as usize..self.end as usize];
        let Some(first) = word.first() else { return false };
        // Most words differ in length or in their first letter.
        words.iter().map(|it| it.as_bytes()).any(|it| {
            it.len() == word.len()
                && it[0].eq_ignore_ascii_case(first)
                && it.eq_ignore_ascii_case(word)
        })
    }
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::parse) enum Kind {
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
    /// Whether it is the sign of an operation on what stands before and behind it.
    #[inline]
    pub(in crate::parse) fn is_operator(self) -> bool {
        matches!(self, Self::Plus | Self::Minus(_) | Self::Times | Self::Divide | Self::Power)
    }

    /// Whether it is a mark at which a clause ends.
    #[inline]
    pub(in crate::parse) fn ends_clause(self) -> bool {
        matches!(
            self,
            Self::Stop(_)
                | Self::Comma
                | Self::Break
                | Self::Newline
                | Self::Cell
                | Self::Close(_)
                | Self::Punctuation(_)
        )
    }

    /// Whether a statement or an interval may be read from a token of this kind.
    #[inline]
    pub(super) fn is_joint(self) -> bool {
        match self {
            Self::Word(word) => word.is_joint(),
            Self::Newline => false,
            _ => true,
        }
    }

    /// Whether a statement in words or an interval may be read from a token of this kind.
    #[inline]
    pub(super) fn is_hinge(self) -> bool {
        match self {
            Self::Word(word) => word.is_joint() && word != Word::Is,
            Self::Open(_)
            | Self::PlusMinus
            | Self::Minus(_)
            | Self::Inequality
            | Self::Relation(Relation::Arrow) => true,
            _ => false,
        }
    }
}

/// A sign that relates two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::parse) enum Relation {
    /// `=`
    Equal,
    /// `≈`
    About,
    /// `→`, `⇒`: "gives" between a calculation and its result, "became" between two values.
    Arrow,
}
