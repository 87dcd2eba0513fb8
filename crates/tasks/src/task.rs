//! A task: one question about one snapshot, with its ground truth and its prompt.

use std::fmt::{self, Write as _};
use std::ops::Deref;
use std::sync::Arc;

use indexmap::IndexMap;
use jiff::civil::Date;
use market::Subject;
use rewards::TaskFacts;

use crate::kind::TaskKind;

/// What identifies a task: no two tasks of a run share it. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskKey {
    /// The kind of question.
    pub kind: TaskKind,
    /// The subjects, in the order in which the prompt names them.
    pub subjects: Subjects,
    /// The day asked about.
    pub date: Date,
    /// The metric that is singled out, for kinds that single one out.
    pub focus: Option<market::Metric>,
}

/// The subjects of a task. Cheap to clone: the keys of all days share them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subjects(Arc<[Subject]>);

impl<T: Into<Arc<[Subject]>>> From<T> for Subjects {
    fn from(subjects: T) -> Self {
        Self(subjects.into())
    }
}

impl Deref for Subjects {
    type Target = [Subject];

    fn deref(&self) -> &[Subject] {
        &self.0
    }
}

impl<'s> IntoIterator for &'s Subjects {
    type Item = &'s Subject;
    type IntoIter = std::slice::Iter<'s, Subject>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl fmt::Debug for Subjects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TaskKey {
    /// The task's id, for example `anomaly/ethereum/2025-02-09/unique_users`.
    pub fn id(&self) -> String {
        let mut id = format!("{}/", self.kind);
        for (index, subject) in self.subjects.iter().enumerate() {
            id.push_str(if index == 0 { "" } else { "," });
            id.push_str(subject.name());
        }
        // Writing to a string cannot fail.
        let _ = write!(id, "/{}", self.date);
        if let Some(focus) = self.focus {
            id.push('/');
            id.push_str(focus.name());
        }
        id
    }

    /// The subject-days the task asks about: tasks that share one belong on the same side of a
    /// split.
    pub fn subject_days(&self) -> impl Iterator<Item = (&Subject, Date)> {
        self.subjects.iter().map(|subject| (subject, self.date))
    }
}

/// A task, ready to be asked.
#[derive(Clone, Debug)]
pub struct Task {
    /// What identifies it.
    pub key: TaskKey,
    /// The whole user message.
    pub prompt: String,
    /// What is true: the figures shown and the values of the calculations asked for.
    pub facts: TaskFacts,
    /// Everything measured on the day, and derived from it, by name: the record's `market_data`.
    pub market_data: IndexMap<String, f64>,
    /// The market conditions that the prompt names, a subject each.
    pub conditions: IndexMap<String, conditions::Assessment>,
}

impl Task {
    /// The record's `chain`: the subjects' names, joined by commas.
    pub fn chain(&self) -> String {
        self.facts.subjects.join(",")
    }
}
