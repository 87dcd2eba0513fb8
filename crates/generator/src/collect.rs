//! Brings the market data of a run together.

use std::fmt;

use jiff::ToSpan as _;
use jiff::civil::Date;
use market::{DateRange, DropReport, MarketSource, Series, Subject, SubjectKind};
use serde::{Deserialize, Serialize};
use tasks::TaskKind;

use crate::{Error, Event, Reporter};

/// How many days before the first day asked about are fetched: enough for the longest window that
/// an indicator, a condition or a history table looks back over.
const LOOKBACK_DAYS: i64 = 400;

/// What a run is about: a kind of subject, or one subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Selector {
    /// Every subject of a kind: `market` (the networks), `token`, `protocol`.
    Kind(SubjectKind),
    /// One subject; a bare name is looked up in the source, networks first.
    Named(String),
}

impl From<&str> for Selector {
    fn from(text: &str) -> Self {
        match text.to_ascii_lowercase().as_str() {
            "market" | "network" => Self::Kind(SubjectKind::Network),
            "token" => Self::Kind(SubjectKind::Token),
            "protocol" => Self::Kind(SubjectKind::Protocol),
            _ => Self::Named(text.to_owned()),
        }
    }
}

/// The days asked about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Window {
    /// Every day of the source.
    #[default]
    All,
    /// So many days, counted back from each subject's last whole day.
    LastDays(u32),
    /// The days from the first to the second; an open end reaches as far as the data.
    Between(Option<Date>, Option<Date>),
}

impl Window {
    fn range(self, last_whole_day: Date) -> Option<DateRange> {
        match self {
            Self::All => None,
            Self::LastDays(days) => Some(DateRange::ending(last_whole_day, days)),
            Self::Between(from, to) => {
                Some(DateRange { from: from.unwrap_or(Date::MIN), to: to.unwrap_or(Date::MAX) })
            }
        }
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::LastDays(days) => write!(f, "in the last {days} days of the data"),
            Self::Between(Some(from), Some(to)) => write!(f, "between {from} and {to}"),
            Self::Between(Some(from), None) => write!(f, "on or after {from}"),
            Self::Between(None, Some(to)) => write!(f, "on or before {to}"),
            Self::All | Self::Between(None, None) => f.write_str("in the data"),
        }
    }
}

/// The series of a run, each with the days that may be asked about.
pub(crate) struct Collected {
    pub(crate) series: Vec<(Series, Option<DateRange>)>,
    pub(crate) dropped: DropReport,
}

/// Fetches the series of all subjects that the selectors name.
pub(crate) async fn collect(
    source: &dyn MarketSource,
    selectors: &[Selector],
    window: Window,
    reporter: &dyn Reporter,
) -> Result<Collected, Error> {
    let (subjects, skipped) = subjects(source, selectors).await?;
    for kind in &skipped {
        reporter.event(Event::Skipped { kind: *kind, source: source.name() });
    }
    let subjects = askable(subjects, reporter)?;
    let mut collected = Collected { series: Vec::new(), dropped: DropReport::default() };
    let mut available = Vec::new();
    let mut days = 0;
    let mut askable = 0;
    for subject in subjects {
        let Some(last) = source.last_whole_day(&subject).await? else {
            continue;
        };
        let asked = window.range(last);
        let needed = asked.map(|asked| DateRange {
            from: asked.from.checked_sub(LOOKBACK_DAYS.days()).unwrap_or(Date::MIN),
            to: asked.to,
        });
        let fetched = source.series(&subject, needed).await?;
        collected.dropped.merge(fetched.dropped);
        let in_range = asked.map_or(fetched.series.days(), |asked| fetched.series.days_in(asked));
        days += in_range.len();
        askable += in_range.iter().filter(|day| day.can_be_asked()).count();
        if asked.is_some()
            && askable == 0
            && let Some(range) = source.series(&subject, None).await?.series.range()
        {
            available.push((subject.to_string(), range));
        }
        collected.series.push((fetched.series, asked));
    }
    if askable == 0 {
        return Err(Error::NoDays { window, available });
    }
    reporter.event(Event::Collected {
        source: source.name(),
        series: &collected.series,
        days,
        askable,
        dropped: &collected.dropped,
    });
    Ok(collected)
}

/// Leaves out the subjects about which there is no kind of question: their data would be fetched,
/// and perhaps paid for, in vain.
fn askable(subjects: Vec<Subject>, reporter: &dyn Reporter) -> Result<Vec<Subject>, Error> {
    let has_questions =
        |kind: SubjectKind| TaskKind::ALL.iter().any(|task| task.subject_kind() == kind);
    let (askable, others): (Vec<Subject>, Vec<Subject>) =
        subjects.into_iter().partition(|subject| has_questions(subject.kind()));
    let mut kinds: Vec<SubjectKind> = others.iter().map(Subject::kind).collect();
    kinds.dedup();
    if askable.is_empty() {
        return Err(Error::NoQuestions { kinds });
    }
    for kind in kinds {
        reporter.event(Event::NoQuestions { kind });
    }
    Ok(askable)
}

/// Finds the subjects, each once, and the kinds that the source has nothing of.
async fn subjects(
    source: &dyn MarketSource,
    selectors: &[Selector],
) -> Result<(Vec<Subject>, Vec<SubjectKind>), Error> {
    let mut known = Vec::new();
    for kind in SubjectKind::ALL {
        known.extend(source.subjects(kind).await?);
    }
    let mut chosen: Vec<Subject> = Vec::new();
    let mut skipped = Vec::new();
    for selector in selectors {
        let found: Vec<Subject> = match selector {
            Selector::Kind(kind) => {
                let found: Vec<Subject> =
                    known.iter().filter(|subject| subject.kind() == *kind).cloned().collect();
                if found.is_empty() && !skipped.contains(kind) {
                    skipped.push(*kind);
                }
                found
            }
            Selector::Named(name) => {
                let wanted = name.to_ascii_lowercase();
                let is_it = |subject: &&Subject| {
                    subject.name().to_ascii_lowercase() == wanted
                        || subject.to_string().to_ascii_lowercase() == wanted
                };
                let found = known.iter().find(is_it).ok_or_else(|| Error::UnknownSelector {
                    name: name.clone(),
                    origin: source.name().to_owned(),
                    known: known.iter().map(ToString::to_string).collect(),
                })?;
                vec![found.clone()]
            }
        };
        for subject in found {
            if !chosen.contains(&subject) {
                chosen.push(subject);
            }
        }
    }
    if chosen.is_empty() {
        return Err(Error::NoData { kinds: skipped, origin: source.name().to_owned() });
    }
    Ok((chosen, skipped))
}
