//! The desk where tasks are made: it holds the series, says which questions a range of days can
//! carry, and writes any one of them out.

use std::collections::BTreeMap;
use std::sync::Arc;

use conditions::{Assessment, ConditionAssessor};
use indexmap::IndexMap;
use jiff::civil::Date;
use market::{DateRange, Day, Series, Subject};

use crate::kind::TaskKind;
use crate::kinds;
use crate::prompt;
use crate::task::{Task, TaskKey};
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

    fn days(&self) -> impl Iterator<Item = Date> + '_ {
        self.series.days().iter().filter(|day| self.may_ask(day)).map(Day::date)
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
    /// carries the question is known once [`Desk::task`] has tried.
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
            let subject = known.series.subject();
            let key = |date, focus| TaskKey { kind, subjects: vec![subject.clone()], date, focus };
            for date in known.days() {
                if focuses.is_empty() {
                    keys.push(key(date, None));
                }
                let measured =
                    focuses.iter().filter(|focus| known.series.value(date, **focus).is_some());
                keys.extend(measured.map(|focus| key(date, Some(*focus))));
            }
        }
        keys
    }

    /// Makes a task; `None` if the data of the day cannot answer its question.
    pub fn task(&self, key: &TaskKey) -> Option<Task> {
        let views: Vec<View<'_>> = key
            .subjects
            .iter()
            .map(|subject| View::of(&self.subjects.get(subject)?.series, key.date))
            .collect::<Option<_>>()?;
        let settled = kinds::draft(key.kind, &views, key.focus)?.settle()?;
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
        let prompt = prompt::write(&settled, &context);
        Some(Task {
            key: key.clone(),
            prompt,
            market_data: market_data(&views),
            facts: settled.facts,
            conditions,
        })
    }
}

/// Every two subjects on every day on which both may be asked about.
fn pairs(eligible: &[&Known], kind: TaskKind) -> Vec<TaskKey> {
    let mut keys = Vec::new();
    for (index, left) in eligible.iter().enumerate() {
        for right in &eligible[index + 1..] {
            let both = left
                .days()
                .filter(|date| right.series.day(*date).is_some_and(|day| right.may_ask(day)));
            keys.extend(both.map(|date| TaskKey {
                kind,
                subjects: vec![left.series.subject().clone(), right.series.subject().clone()],
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
        for figure in view.snapshot.figures() {
            let name = if views.len() > 1 {
                format!("{}.{}", view.subject().name(), figure.name)
            } else {
                figure.name
            };
            data.insert(name, figure.value);
        }
    }
    data
}
