//! Counts what happens in a run.

use indexmap::IndexMap;
use journal::Accepted;
use llm::Usage;
use market::Subject;
use rewards::ScoreSummary;
use tasks::TaskKind;

use crate::record::RunRecord;
use crate::report::Progress;
use crate::summary::{Distribution, Summary};
use crate::verdict::Rejection;
use crate::work::{Tried, Worked};

/// Counts what happens in a run.
pub(crate) struct Tally {
    pub(crate) summary: Summary,
    pub(crate) progress: Progress,
}

impl Tally {
    pub(crate) fn new(run: String, record: &RunRecord, wanted: usize) -> Self {
        Self {
            summary: Summary {
                run,
                wanted,
                model: record.model.clone(),
                synthetic: record.synthetic,
                data_source: record.data_source.clone(),
                dropped: record.dropped.clone(),
                min_quality: record.order.min_quality,
                eval_fraction: record.order.eval_fraction,
                ..Summary::default()
            },
            progress: Progress { wanted, ..Progress::default() },
        }
    }

    /// Counts a task that is settled, or was left.
    pub(crate) fn task(&mut self, worked: &Worked) {
        for tried in &worked.tried {
            self.attempt(tried);
        }
        let failed = worked.failure.is_some();
        if failed {
            self.reject(Rejection::Failed);
            self.summary.asked += 1;
        }
        let is_given_up =
            worked.halt.is_none() && worked.tried.iter().all(|it| it.rejection.is_some());
        if is_given_up {
            let last = worked.tried.last().and_then(|tried| tried.rejection);
            let reason = if failed { Some(Rejection::Failed) } else { last };
            if let Some(reason) = reason {
                *self.summary.given_up.entry(reason.to_string()).or_default() += 1;
            }
        }
        let kind = worked.task.split('/').next().unwrap_or_default();
        let by_kind = self.summary.yields.entry(kind.to_owned()).or_default();
        by_kind.tasks += 1;
        by_kind.asked += worked.tried.len() + usize::from(failed);
        by_kind.accepted += worked.tried.iter().filter(|it| it.rejection.is_none()).count();
        let rejections = worked.tried.iter().filter_map(|tried| tried.rejection);
        for rejection in rejections.chain(failed.then_some(Rejection::Failed)) {
            *by_kind.rejected.entry(rejection.to_string()).or_default() += 1;
        }
        self.progress.asked = self.summary.asked;
    }

    fn attempt(&mut self, tried: &Tried) {
        if tried.is_reused {
            self.summary.reused += 1;
        } else {
            self.summary.asked += 1;
            self.summary.usage.add(&tried.usage);
        }
        self.summary.synthetic |= tried.is_synthetic;
        if let Some(rejection) = tried.rejection {
            self.reject(rejection);
        }
        if let Some(ScoreSummary { score, components, .. }) = &tried.card {
            self.summary.all_scores.add_all(*score);
            for (name, score) in components {
                let component = self.summary.components.entry(name.clone()).or_default();
                component.add_all(*score);
            }
        }
    }

    /// What is told in the end, in an order that does not depend on which answer came first.
    pub(crate) fn finish(mut self) -> Summary {
        let Summary { yields, rejected, given_up, .. } = &mut self.summary;
        let place = |kind: &str| TaskKind::ALL.iter().position(|it| it.name() == kind);
        yields.sort_by_cached_key(|kind, _| place(kind));
        most_first(rejected);
        most_first(given_up);
        yields.values_mut().for_each(|kind| most_first(&mut kind.rejected));
        self.summary
    }

    fn reject(&mut self, rejection: Rejection) {
        *self.summary.rejected.entry(rejection.to_string()).or_default() += 1;
        *self.progress.rejected.entry(rejection).or_default() += 1;
    }
}

/// Puts the most frequent first.
fn most_first(counts: &mut IndexMap<String, usize>) {
    counts
        .sort_by(|reason, count, other, others| others.cmp(count).then_with(|| reason.cmp(other)));
}

/// Counts the examples of a dataset.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kept {
    pub(crate) examples: usize,
    kinds: IndexMap<String, usize>,
    subjects: IndexMap<String, usize>,
    scores: Distribution,
    usage: Usage,
}

impl Kept {
    pub(crate) fn add(&mut self, accepted: &Accepted) {
        self.examples += 1;
        self.scores.add_all(accepted.score.score);
        *self.kinds.entry(accepted.task.kind.clone()).or_default() += 1;
        for subject in subjects(&accepted.task.kind, &accepted.task.chain) {
            *self.subjects.entry(subject).or_default() += 1;
        }
        self.usage.add(&accepted.answer.completion.usage);
    }

    pub(crate) fn tell(mut self, summary: &mut Summary) {
        // Every kind of question is named, also the one of which there is no example.
        let all = TaskKind::ALL.map(|kind| (kind.name().to_owned(), 0));
        let mut kinds: IndexMap<String, usize> = all.into_iter().collect();
        kinds.extend(self.kinds);
        self.subjects.sort_keys();
        summary.accepted = self.examples;
        summary.kinds = kinds;
        summary.subjects = self.subjects;
        summary.scores = self.scores;
    }
}

/// The subjects of a task by their full names: a token is `token:BTC`.
fn subjects(kind: &str, chain: &str) -> Vec<String> {
    let kind = kind.parse::<TaskKind>().map(TaskKind::subject_kind);
    let name = |name: &str| match kind {
        Ok(kind) => Subject::new(kind, name).to_string(),
        Err(_) => name.to_owned(),
    };
    chain.split(',').map(name).collect()
}
