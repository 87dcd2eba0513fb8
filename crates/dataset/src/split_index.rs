//! What a split must know of each line of a file, gathered while the file is written.

use std::borrow::Cow;
use std::fmt;

use indexmap::IndexSet;
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::SplitMode;

/// A subject's day, or with [`SplitMode::Subject`] a subject on any day.
pub(crate) type Unit = (String, Option<Date>);

/// What the lines of a file of training examples are about. A line takes a dozen bytes; the rest
/// grows with the subject-days, and not with the examples.
#[derive(Debug, Default)]
pub struct SplitIndex {
    lines: Vec<Line>,
    kinds: IndexSet<String>,
    abouts: IndexSet<About>,
}

/// A line of the file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    /// Its length, with the end of the line.
    pub(crate) bytes: u32,
    /// The place of what it is about.
    pub(crate) about: u32,
    kind: u32,
}

/// The days that an example asks about and shows.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct About {
    subjects: Box<[String]>,
    pub(crate) date: Option<Date>,
    /// The rows of the history table: the day, and the place of a subject that has figures in it.
    shown: Box<[(Date, u16)]>,
}

impl SplitIndex {
    /// Takes note of the next line: its task as JSON, and its length with the end of the line.
    ///
    /// # Errors
    /// If the JSON is no task.
    pub fn add(&mut self, task: &str, bytes: usize) -> serde_json::Result<()> {
        let task: Task<'_> = serde_json::from_str(task)?;
        let kind = match self.kinds.get_index_of(&*task.kind) {
            Some(kind) => kind,
            None => self.kinds.insert_full(task.kind.into_owned()).0,
        };
        let several = task.subjects.len() > 1;
        let mut shown = Vec::new();
        for (at, subject) in task.subjects.iter().enumerate() {
            let rows = task.history.iter().filter(|row| !several || row.is_of(subject));
            shown.extend(rows.map(|row| (row.date, at as u16)));
        }
        let about = About {
            subjects: task.subjects.into_iter().map(Cow::into_owned).collect(),
            date: task.date,
            shown: shown.into(),
        };
        let (about, _) = self.abouts.insert_full(about);
        self.lines.push(Line { bytes: bytes as u32, about: about as u32, kind: kind as u32 });
        Ok(())
    }

    pub(crate) fn lines(&self) -> &[Line] {
        &self.lines
    }

    pub(crate) fn kind(&self, line: Line) -> &str {
        self.kinds.get_index(line.kind as usize).map_or("", String::as_str)
    }

    pub(crate) fn abouts(&self) -> &IndexSet<About> {
        &self.abouts
    }

    pub(crate) fn about(&self, line: Line) -> &About {
        &self.abouts[line.about as usize]
    }
}

impl About {
    pub(crate) fn units(&self, mode: SplitMode) -> impl Iterator<Item = Unit> + '_ {
        let date = if mode == SplitMode::Subject { None } else { self.date };
        self.subjects.iter().map(move |subject| (subject.clone(), date))
    }

    /// The subject-days asked about.
    pub(crate) fn days_asked(&self) -> impl Iterator<Item = (&str, Date)> {
        let date = self.date.into_iter();
        date.flat_map(|date| self.subjects.iter().map(move |subject| (subject.as_str(), date)))
    }

    /// The subject-days whose figures stand in the history table.
    pub(crate) fn days_shown(&self) -> impl Iterator<Item = (&str, Date)> {
        self.shown.iter().map(|(date, subject)| (self.subjects[*subject as usize].as_str(), *date))
    }
}

/// A task, as far as it decides.
#[derive(Deserialize)]
struct Task<'t> {
    #[serde(borrow)]
    kind: Cow<'t, str>,
    #[serde(borrow)]
    subjects: Vec<Cow<'t, str>>,
    date: Option<Date>,
    #[serde(borrow, default)]
    history: Vec<Row<'t>>,
}

/// A row of the history table: its day, and the names of its figures.
struct Row<'t> {
    date: Date,
    names: Vec<Cow<'t, str>>,
}

impl Row<'_> {
    /// Whether it has figures of a subject, of several: then names begin with the subject.
    fn is_of(&self, subject: &str) -> bool {
        let rest = |name: &str| name.strip_prefix(subject).is_some_and(|it| it.starts_with('.'));
        self.names.iter().any(|name| rest(name))
    }
}

impl<'de: 't, 't> Deserialize<'de> for Row<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;

        impl<'de> Visitor<'de> for Keys {
            type Value = Row<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a day with its figures")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row<'de>, A::Error> {
                let (mut date, mut names) = (None, Vec::new());
                while let Some(Name(name)) = map.next_key()? {
                    if name == "date" {
                        date = Some(map.next_value()?);
                    } else {
                        map.next_value::<IgnoredAny>()?;
                        names.push(name);
                    }
                }
                let date = date.ok_or_else(|| serde::de::Error::missing_field("date"))?;
                Ok(Row { date, names })
            }
        }

        deserializer.deserialize_map(Keys)
    }
}

#[derive(Deserialize)]
#[serde(transparent)]
struct Name<'t>(#[serde(borrow)] Cow<'t, str>);
