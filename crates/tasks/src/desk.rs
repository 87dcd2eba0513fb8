//! The desk where tasks are made: it holds the series, says which questions a range of days can
//! carry, and writes any one of them out.

use std::collections::BTreeMap;
use std::sync::Arc;

use conditions::{Assessment, ConditionAssessor};
use indexmap::IndexMap;
use market::{DateRange, Metric, Series, Subject};

use crate::kind::TaskKind;
use crate::kinds;
use crate::prompt;
use crate::task::{Task, TaskKey};
use crate::view::View;

/// Makes tasks from series.
pub struct Desk {
    series: BTreeMap<Subject, Series>,
    assessor: Arc<dyn ConditionAssessor>,
}

impl Desk {
    /// Makes a desk over these series; of two of one subject the latter stays.
    pub fn new(
        series: impl IntoIterator<Item = Series>,
        assessor: Arc<dyn ConditionAssessor>,
    ) -> Self {
        let series = series
            .into_iter()
            .map(|series| (series.subject().clone(), series))
            .collect();
        Self { series, assessor }
    }

    /// The series, by subject.
    pub fn series(&self) -> impl Iterator<Item = &Series> {
        self.series.values()
    }

    /// Lists what could be asked about the days of a range (all days, without one), in a fixed
    /// order. Whether a day really carries the question is known once [`Desk::task`] has tried.
    pub fn candidates(&self, range: Option<DateRange>) -> Vec<TaskKey> {
        TaskKind::ALL
            .into_iter()
            .flat_map(|kind| self.candidates_of(kind, range))
            .collect()
    }

    fn candidates_of(&self, kind: TaskKind, range: Option<DateRange>) -> Vec<TaskKey> {
        let eligible: Vec<&Series> = self
            .series
            .values()
            .filter(|series| series.subject().kind() == kind.subject_kind())
            .collect();
        let asked = |series: &Series| {
            let days = series.days().iter();
            let days = days.filter(|day| {
                day.can_be_asked() && range.is_none_or(|range| range.contains(day.date()))
            });
            days.map(market::Day::date).collect::<Vec<_>>()
        };
        let mut keys = Vec::new();
        if kind == TaskKind::NetworkComparison {
            for (index, left) in eligible.iter().enumerate() {
                for right in &eligible[index + 1..] {
                    let subjects = || vec![left.subject().clone(), right.subject().clone()];
                    let dates = asked(left).into_iter();
                    let dates = dates
                        .filter(|date| right.day(*date).is_some_and(market::Day::can_be_asked));
                    keys.extend(dates.map(|date| TaskKey {
                        kind,
                        subjects: subjects(),
                        date,
                        focus: None,
                    }));
                }
            }
            return keys;
        }
        let focuses = kinds::focuses(kind);
        for series in eligible {
            let key = |date, focus| TaskKey {
                kind,
                subjects: vec![series.subject().clone()],
                date,
                focus,
            };
            for date in asked(series) {
                if focuses.is_empty() {
                    keys.push(key(date, None));
                }
                let measured = focuses
                    .iter()
                    .filter(|focus| series.value(date, **focus).is_some());
                keys.extend(measured.map(|focus: &Metric| key(date, Some(*focus))));
            }
        }
        keys
    }

    /// Makes a task; `None` if the data of the day cannot answer its question.
    pub fn task(&self, key: &TaskKey) -> Option<Task> {
        let views: Vec<View<'_>> = key
            .subjects
            .iter()
            .map(|subject| View::of(self.series.get(subject)?, key.date))
            .collect::<Option<_>>()?;
        let settled = kinds::draft(key.kind, &views, key.focus)?.settle()?;
        let conditions: IndexMap<String, Assessment> = views
            .iter()
            .filter_map(|view| {
                let assessment = self.assessor.assess(view.series, view.date)?;
                Some((view.subject().name().to_owned(), assessment))
            })
            .collect();
        let context: Vec<String> = conditions
            .iter()
            .map(|(subject, assessment)| context(subject, key, assessment))
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

fn context(subject: &str, key: &TaskKey, assessment: &Assessment) -> String {
    let evidence: Vec<&str> = assessment
        .evidence
        .iter()
        .map(|evidence| evidence.text.as_str())
        .collect();
    format!(
        "{subject} on {}: {} (confidence {:.2}); {}.",
        key.date,
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
