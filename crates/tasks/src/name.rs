//! What figures and calculations are called. Questions are drafted far more often than they are
//! written, so that nothing is put into words before it is needed.

use std::borrow::Cow;
use std::fmt;

use market::Subject;

/// The name of a metric or a calculation.
///
/// Names are equal if they were made the same way; within a task one thing is named in one way.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Name {
    /// Known beforehand: `daily_txns`.
    Fixed(&'static str),
    /// A subject's metric: `ethereum.daily_txns`.
    Of(Subject, &'static str),
    /// Put together: `ethereum_txn_growth`.
    Made(String),
}

impl Name {
    pub(crate) fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Fixed(name) => Cow::Borrowed(name),
            Self::Of(subject, name) => Cow::Owned([subject.name(), ".", name].concat()),
            Self::Made(name) => Cow::Borrowed(name),
        }
    }

    pub(crate) fn to_text(&self) -> String {
        self.text().into_owned()
    }
}

impl From<&'static str> for Name {
    fn from(name: &'static str) -> Self {
        Self::Fixed(name)
    }
}

impl From<String> for Name {
    fn from(name: String) -> Self {
        Self::Made(name)
    }
}

impl PartialEq<&str> for Name {
    fn eq(&self, other: &&str) -> bool {
        self.text() == **other
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

/// Words for a figure or a calculation.
pub(crate) enum Label<'s> {
    /// Known beforehand.
    Fixed(Cow<'static, str>),
    /// Put together when it is written.
    Made(Box<dyn Fn() -> String + 's>),
}

impl<'s> Label<'s> {
    /// Words that are put together when they are written.
    pub(crate) fn made(words: impl Fn() -> String + 's) -> Self {
        Self::Made(Box::new(words))
    }

    pub(crate) fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Fixed(label) => Cow::Borrowed(label),
            Self::Made(words) => Cow::Owned(words()),
        }
    }
}

impl From<&'static str> for Label<'_> {
    fn from(label: &'static str) -> Self {
        Self::Fixed(label.into())
    }
}
