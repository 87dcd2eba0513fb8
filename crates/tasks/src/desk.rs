//! The desk where tasks are made: it holds the series, says which questions a range of days can
//! carry, and writes any one of them out.

use std::collections::BTreeMap;
use std::sync::Arc;

use conditions::{Assessment, ConditionAssessor};
use indexmap::IndexMap;
use jiff::civil::Date;
use market::{DateRange, Day, Series, Snapshot, Subject};

use crate::draft::Settled;
use crate::kind::TaskKind;
use crate::kinds;
use crate::prompt;
use crate::task::{Subjects, Task, TaskKey};
use crate::view::View;

/// Makes tasks from series.
pub struct Desk {
    subjects: BTreeMap<Subject, Known>,
    assessor: Arc<dyn ConditionAssessor>,
}

struct Known {
    series: Series,
    /// The days that may be asked about; the days before them are history.
    asked: Option<DateRange>,
}

impl Known {
    fn may_ask(&self, day: &Day) -> bool {
        day.can_be_asked() && self.asked.is_none_or(|asked| asked.contains(day.date()))
    }

    fn days(&self) -> impl Iterator<Item = &Day> {
        self.series.days().iter().filter(|day| self.may_ask(day))
    }
}

impl Desk {
    /// Makes an empty desk.
    pub fn new(assessor: Arc<dyn ConditionAssessor>) -> Self {
        Self { subjects: BTreeMap::new(), assessor }
    }

    /// Puts a series on the desk. Tasks ask about the days of `asked` (about any day, if `None`);
    /// the days before them serve as history. A second series of a subject replaces the first.
    pub fn add(&mut self, series: Series, asked: Option<DateRange>) {
        let subject = series.subject().clone();
        self.subjects.insert(subject, Known { series, asked });
    }

    /// The series, by subject.
    pub fn series(&self) -> impl Iterator<Item = &Series> {
        self.subjects.values().map(|known| &known.series)
    }

    /// Lists what could be asked with a kind of question, in a fixed order. Whether a day really
    /// carries the question, [`Desk::can_ask`] knows.
    pub fn candidates(&self, kind: TaskKind) -> Vec<TaskKey> {
        let eligible: Vec<&Known> = self
            .subjects
            .values()
            .filter(|known| known.series.subject().kind() == kind.subject_kind())
            .collect();
        if kind == TaskKind::NetworkComparison {
            return pairs(&eligible, kind);
        }
        let focuses = kinds::focuses(kind);
        let mut keys = Vec::new();
        for known in eligible {
            let subjects: Subjects = [known.series.subject().clone()].into();
            for day in known.days() {
                let date = day.date();
                let key = |focus| TaskKey { kind, subjects: subjects.clone(), date, focus };
                if focuses.is_empty() {
                    keys.push(key(None));
                }
                let measured = focuses.iter().filter(|focus| day.value(**focus).is_some());
                keys.extend(measured.map(|focus| key(Some(*focus))));
            }
        }
        keys
    }

    /// Whether the data of the day can answer the question, so that [`Desk::task`] makes a task of
    /// it. Much faster, for nothing is written.
    pub fn can_ask(&self, key: &TaskKey) -> bool {
        self.views(key).and_then(|views| settle(key, &views)).is_some()
    }

    /// Makes a task; `None` if the data of the day cannot answer its question.
    pub fn task(&self, key: &TaskKey) -> Option<Task> {
        let views = self.views(key)?;
        let settled = settle(key, &views)?;
        let wording = kinds::wording(key, &views)?;
        let conditions: IndexMap<String, Assessment> = views
            .iter()
            .filter_map(|view| {
                let assessment = self.assessor.assess(view.series, view.date)?;
                Some((view.subject().name().to_owned(), assessment))
            })
            .collect();
        let context: Vec<String> = views
            .iter()
            .map(|view| {
                let subject = view.subject().name();
                context(subject, view.date, conditions.get(subject))
            })
            .collect();
        Some(Task {
            key: key.clone(),
            prompt: prompt::compose(key, &settled, &wording, &context),
            market_data: market_data(&views),
            facts: settled.facts(key, &wording),
            conditions,
        })
    }

    /// The days of the key's subjects; `None` if one was not measured, or is of another kind than
    /// the question is about.
    fn views(&self, key: &TaskKey) -> Option<Vec<View<'_>>> {
        let kind = key.kind.subject_kind();
        key.subjects
            .iter()
            .map(|subject| {
                let known = self.subjects.get(subject).filter(|_| subject.kind() == kind)?;
                View::of(&known.series, key.date)
            })
            .collect()
    }
}

/// Works out what is asked, without words.
fn settle<'s>(key: &TaskKey, views: &[View<'s>]) -> Option<Settled<'s>> {
    kinds::draft(key, views)?.settle()
}

/// Every two subjects on every day on which both may be asked about.
fn pairs(eligible: &[&Known], kind: TaskKind) -> Vec<TaskKey> {
    let mut keys = Vec::new();
    for (index, left) in eligible.iter().enumerate() {
        for right in &eligible[index + 1..] {
            let subjects: Subjects =
                [left.series.subject().clone(), right.series.subject().clone()].into();
            let both = left
                .days()
                .map(Day::date)
                .filter(|date| right.series.day(*date).is_some_and(|day| right.may_ask(day)));
            keys.extend(both.map(|date| TaskKey {
                kind,
                subjects: subjects.clone(),
                date,
                focus: None,
            }));
        }
    }
    keys
}

/// The market condition of a subject, in a line of the prompt.
fn context(subject: &str, date: Date, assessment: Option<&Assessment>) -> String {
    let Some(assessment) = assessment else {
        return format!(
            "{subject} on {date}: no condition can be named, for too few days were measured."
        );
    };
    let evidence: Vec<&str> =
        assessment.evidence.iter().map(|evidence| evidence.text.as_str()).collect();
    format!(
        "{subject} on {date}: {} (confidence {:.2}); {}.",
        assessment.condition,
        assessment.confidence,
        evidence.join("; "),
    )
}

/// All that was measured and derived, by name; with two subjects, by `subject.name`.
fn market_data(views: &[View<'_>]) -> IndexMap<String, f64> {
    let mut data = IndexMap::new();
    for view in views {
        let Some(snapshot) = Snapshot::of(view.series, view.date) else { continue };
        data.reserve(snapshot.measured.len() + snapshot.derived.len());
        data.extend(snapshot.values().map(|(name, value)| {
            let name = if views.len() > 1 {
                format!("{}.{name}", view.subject().name())
            } else {
                name.to_owned()
            };
            (name, value)
        }));
    }
    data
}
