//! What a journal has of a run, put together for the sections of its report.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use conditions::{Assessment, Condition};
use generator::{Distribution, Overview, Rejection};
use indexmap::IndexMap;
use jiff::Timestamp;
use jiff::civil::Date;
use journal::{AttemptRow, Reader, RunRow, TaskHead};
use rewards::ScoreSummary;
use rewards::scorecard::{CalculationCounts, CitationCounts};

use super::Error;

/// A run with its requests.
pub(super) struct Record {
    pub(super) name: String,
    pub(super) run: RunRow,
    pub(super) overview: Overview,
    /// The names of the rewards.
    pub(super) rewards: Vec<String>,
    pub(super) requests: Vec<Request>,
    /// The conditions that prompts named: by subject and day.
    pub(super) conditions: IndexMap<String, BTreeMap<Date, Condition>>,
}

/// A request and what came of it.
pub(super) struct Request {
    pub(super) attempt: u64,
    /// The task's place in the plan, and its id.
    pub(super) position: u64,
    pub(super) task: String,
    pub(super) kind: String,
    pub(super) chain: String,
    pub(super) date: String,
    pub(super) sample: u32,
    pub(super) has_answer: bool,
    /// `None` if the answer is accepted; meaningless without one.
    pub(super) rejection: Option<Rejection>,
    pub(super) score: Option<f64>,
    pub(super) found: Option<Found>,
    /// Seconds since the run began.
    pub(super) began: f64,
    /// Seconds from the request to the whole answer.
    pub(super) latency: Option<f64>,
    pub(super) cost_usd: Option<f64>,
    pub(super) tokens: Option<u64>,
    /// Whether a program answered, and no language model.
    pub(super) is_synthetic: bool,
    pub(super) outcome: String,
    pub(super) error: Option<String>,
}

/// What a scorecard says, in little space: there is one of each answer. The scores of the rewards are in the
/// order of [`Record::rewards`].
pub(super) struct Found {
    pub(super) components: Box<[Option<f64>]>,
    pub(super) integrity: f64,
    pub(super) calculations: CalculationCounts,
    pub(super) citations: CitationCounts,
}

impl Request {
    /// What became of it, in words.
    pub(super) fn verdict(&self) -> String {
        match (self.has_answer, self.rejection) {
            (true, None) => "accepted".to_owned(),
            (true, Some(rejection)) => rejection.to_string(),
            (false, _) => format!("no answer: {}", self.outcome),
        }
    }
}

impl Record {
    pub(super) fn read(folder: &Path) -> Result<Self, Error> {
        let reader = Reader::open(folder)?;
        let run = reader.run()?;
        let overview = generator::overview(folder)?;
        let heads = reader.task_heads()?;
        let conditions = conditions(&heads);
        let heads: HashMap<u64, TaskHead> =
            heads.into_iter().map(|head| (head.position, head)).collect();
        let rewards: Vec<String> = overview.record.weights.keys().cloned().collect();
        let attempts = reader.attempts()?;
        // A run can go on days after it began: only the time in which something was asked counts, so
        // the pauses are taken out.
        let clock = Clock::of(&attempts);
        let requests = attempts.into_iter().filter_map(|attempt| {
            let task = heads.get(&attempt.position)?;
            Some(request(attempt, task, &rewards, &clock))
        });
        let requests = requests.collect();
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Self { name, run, overview, rewards, requests, conditions })
    }

    /// The requests that brought an answer.
    pub(super) fn answered(&self) -> impl Iterator<Item = &Request> {
        self.requests.iter().filter(|request| request.has_answer)
    }

    /// The scores of answers.
    pub(super) fn scores(&self, which: impl Fn(&Request) -> bool) -> Distribution {
        let mut scores = Distribution::default();
        scores.add_all(self.answered().filter(|it| which(it)).filter_map(|it| it.score));
        scores
    }

    /// How many calculations are right, wrong and not checkable.
    pub(super) fn calculations(&self) -> (usize, usize, usize) {
        let counts = self.answered().filter_map(|it| it.found.as_ref()).map(|it| it.calculations);
        counts.fold((0, 0, 0), |(right, wrong, unchecked), it| {
            (right + it.correct, wrong + it.wrong, unchecked + it.unchecked)
        })
    }

    /// How many values beside metrics are the task's, and how many are not.
    pub(super) fn citations(&self) -> (usize, usize) {
        let counts = self.answered().filter_map(|it| it.found.as_ref()).map(|it| it.citations);
        counts.fold((0, 0), |(grounded, contradicted), it| {
            (grounded + it.grounded, contradicted + it.contradicted)
        })
    }

    /// How long the run worked.
    pub(super) fn seconds(&self) -> f64 {
        let ends = self.requests.iter().map(|it| it.began + it.latency.unwrap_or(0.0));
        ends.fold(0.0, f64::max)
    }

    /// How fast that was, in words.
    pub(super) fn pace(&self) -> String {
        let (answers, seconds) = (self.answered().count() as f64, self.seconds());
        if seconds <= 0.0 || answers == 0.0 {
            return String::new();
        }
        match answers / seconds {
            pace if pace >= 1.0 => format!("{} answers a second", crate::chart::figure(pace)),
            pace => format!("{} answers a minute", crate::chart::figure(pace * 60.0)),
        }
    }

    /// The requests by what a key says of them, in the order of the keys.
    pub(super) fn by(&self, key: impl Fn(&Request) -> String) -> IndexMap<String, Vec<&Request>> {
        let mut groups: IndexMap<String, Vec<&Request>> = IndexMap::new();
        for request in &self.requests {
            groups.entry(key(request)).or_default().push(request);
        }
        groups.sort_keys();
        groups
    }
}

/// The conditions that prompts named: by subject and day.
fn conditions(heads: &[TaskHead]) -> IndexMap<String, BTreeMap<Date, Condition>> {
    let mut all: IndexMap<String, BTreeMap<Date, Condition>> = IndexMap::new();
    for head in heads {
        let (Ok(date), Ok(named)) = (
            head.date.parse::<Date>(),
            serde_json::from_str::<IndexMap<String, Assessment>>(&head.conditions),
        ) else {
            continue;
        };
        for (subject, assessment) in named {
            all.entry(subject).or_default().insert(date, assessment.condition);
        }
    }
    all
}

fn request(attempt: AttemptRow, task: &TaskHead, rewards: &[String], clock: &Clock) -> Request {
    let has_answer = attempt.has_answer();
    let rejection = attempt.score.as_ref().and_then(|score| Rejection::of_verdict(&score.verdict));
    let latency = attempt.took().map(|it| it.as_secs_f64());
    // A card of another version of the program has no counts for this one.
    let card = attempt.score.as_ref().and_then(|score| score.card.as_deref());
    let card = card.and_then(|card| serde_json::from_str::<ScoreSummary>(card).ok());
    Request {
        attempt: attempt.attempt,
        position: task.position,
        task: task.id.clone(),
        kind: task.kind.clone(),
        chain: task.chain.clone(),
        date: task.date.clone(),
        sample: attempt.sample,
        has_answer,
        rejection,
        score: attempt.score.as_ref().and_then(|score| score.score),
        found: card.map(|card| Found {
            components: rewards.iter().map(|it| card.components.get(it).copied()?).collect(),
            integrity: card.integrity,
            calculations: card.calculations,
            citations: card.citations,
        }),
        began: clock.seconds(attempt.begun_at),
        // An answer of an earlier run took no time in this one.
        latency: latency.filter(|_| attempt.outcome.as_deref() != Some("reused")),
        cost_usd: attempt.usage.cost_usd,
        tokens: attempt.usage.completion_tokens,
        is_synthetic: attempt.is_synthetic,
        outcome: attempt.outcome.unwrap_or_else(|| "in flight".to_owned()),
        error: attempt.error,
    }
}

/// The time of a run without the pauses in which the program did not run.
struct Clock {
    /// When work began or went on, and how many seconds had been worked by then.
    spells: Vec<(Timestamp, f64)>,
}

/// So long without any request under way, and the program was not there.
const PAUSE_SECONDS: f64 = 600.0;

impl Clock {
    fn of(attempts: &[AttemptRow]) -> Self {
        let mut times: Vec<_> =
            attempts.iter().map(|it| (it.begun_at, it.ended_at.unwrap_or(it.begun_at))).collect();
        times.sort_unstable();
        let mut spells: Vec<(Timestamp, f64)> = Vec::new();
        let mut last: Option<Timestamp> = None;
        for (begun, ended) in times {
            match (last, spells.last()) {
                (Some(last), Some(&(from, worked))) if between(last, begun) > PAUSE_SECONDS => {
                    spells.push((begun, worked + between(from, last)));
                }
                (None, _) => spells.push((begun, 0.0)),
                _ => {}
            }
            last = Some(last.map_or(ended, |last| last.max(ended)));
        }
        Self { spells }
    }

    fn seconds(&self, at: Timestamp) -> f64 {
        let after = self.spells.partition_point(|(from, _)| *from <= at);
        let spell = after.checked_sub(1).and_then(|index| self.spells.get(index));
        spell.map_or(0.0, |(from, worked)| worked + between(*from, at))
    }
}

fn between(from: Timestamp, to: Timestamp) -> f64 {
    (to - from).total(jiff::Unit::Second).unwrap_or(0.0)
}

/// How far a run is, in words.
pub(super) fn state(overview: &Overview) -> String {
    match &overview.reason {
        Some(reason) => format!("{}: {reason}", overview.state),
        None => overview.state.to_owned(),
    }
}

/// A count with its thousands parted.
pub(crate) fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A time in the unit that suits it.
pub(super) fn duration(seconds: f64) -> String {
    match seconds {
        ..0.001 => format!("{:.0} µs", seconds * 1e6),
        ..1.0 => format!("{:.0} ms", seconds * 1e3),
        ..120.0 => format!("{} s", crate::chart::figure(seconds)),
        ..7200.0 => format!("{:.0} min", seconds / 60.0),
        _ => format!("{:.1} h", seconds / 3600.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt(begun: &str, ended: Option<&str>) -> AttemptRow {
        AttemptRow {
            attempt: 1,
            position: 0,
            sample: 0,
            worst_usd: None,
            begun_at: begun.parse().unwrap(),
            ended_at: ended.map(|it| it.parse().unwrap()),
            outcome: None,
            usage: llm::Usage::default(),
            is_synthetic: false,
            reused_from: None,
            error: None,
            score: None,
        }
    }

    #[test]
    fn the_time_between_two_lives_of_a_run_does_not_count() {
        let clock = Clock::of(&[
            attempt("2025-01-01T10:00:00Z", Some("2025-01-01T10:00:20Z")),
            attempt("2025-01-01T10:00:10Z", None),
            attempt("2025-01-03T08:00:00Z", Some("2025-01-03T08:00:30Z")),
        ]);
        for (at, seconds) in [
            ("2025-01-01T10:00:00Z", 0.0),
            ("2025-01-01T10:00:10Z", 10.0),
            ("2025-01-03T08:00:00Z", 20.0),
            ("2025-01-03T08:00:30Z", 50.0),
        ] {
            assert_eq!(clock.seconds(at.parse().unwrap()), seconds, "{at}");
        }
        assert_eq!(Clock::of(&[]).seconds("2025-01-01T10:00:00Z".parse().unwrap()), 0.0);
    }

    #[test]
    fn counts_and_times_are_written_for_people() {
        for (count, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(count), text);
        }
        for (seconds, text) in [
            (0.0004, "400 µs"),
            (0.25, "250 ms"),
            (12.34, "12.3 s"),
            (300.0, "5 min"),
            (9000.0, "2.5 h"),
        ] {
            assert_eq!(duration(seconds), text);
        }
    }
}
