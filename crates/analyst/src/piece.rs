//! The parts of an answer, kept apart until the end so that a damaged answer can say what was
//! damaged.

/// What a part of an answer is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    /// A comparison with an earlier day, by its date.
    Comparison(String),
    /// A calculation, by its name.
    Work(String),
    /// The statement of the interval.
    Interval,
    /// A recommendation.
    Advice,
}

/// How a part joins the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Join {
    /// A new paragraph.
    Paragraph,
    /// A new line, as items of a list are.
    Line,
    /// The same paragraph.
    Space,
}

/// A part of an answer.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub(crate) kind: Kind,
    pub(crate) join: Join,
    pub(crate) text: String,
}

impl Piece {
    pub(crate) fn new(kind: Kind, join: Join, text: impl Into<String>) -> Self {
        Self { kind, join, text: text.into() }
    }

    pub(crate) fn paragraph(text: impl Into<String>) -> Self {
        Self::new(Kind::Text, Join::Paragraph, text)
    }
}

/// A section of an answer.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(crate) title: String,
    pub(crate) pieces: Vec<Piece>,
}

/// Writes the sections out.
pub(crate) fn render(sections: &[Written]) -> String {
    let mut text = String::with_capacity(6_000);
    for section in sections {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str("## ");
        text.push_str(&section.title);
        for (index, piece) in section.pieces.iter().enumerate() {
            text.push_str(match piece.join {
                _ if index == 0 => "\n\n",
                Join::Paragraph => "\n\n",
                Join::Line => "\n",
                Join::Space => " ",
            });
            text.push_str(&piece.text);
        }
    }
    text.push('\n');
    text
}
