//! How a run is written down: its settings, its data and its tasks, as a journal keeps them.

use std::path::{Path, PathBuf};

use dataset::market_data_json;
use indexmap::IndexMap;
use jiff::civil::Date;
use journal::{Entry, Reader, RunRow, State, TaskRow};
use market::{DateRange, Metric, Origin, RawDay, Series};
use serde::{Deserialize, Serialize};
use tasks::Task;

use crate::Error;
use crate::collect::Collected;
use crate::settings::{Order, Pipeline, Settings};

/// What a journal says of its run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RunRecord {
    /// What decides about the dataset.
    #[serde(flatten)]
    pub order: Order,
    /// The model that answers.
    pub model: String,
    /// Where requests go; absent if the model is part of the program.
    pub endpoint: Option<String>,
    /// Whether a program answers and no language model.
    pub synthetic: bool,
    /// Where the market data come from.
    pub data_source: String,
    /// The days or values of the source that were left out, and why: reason and number.
    pub dropped: IndexMap<String, usize>,
    /// The rewards and their weights.
    pub weights: IndexMap<String, f64>,
    /// The numeric rules of the rewards.
    pub thresholds: rewards::Thresholds,
    /// The most that the run may spend, in US dollars.
    pub budget_usd: Option<f64>,
    /// How many requests were under way at a time.
    pub concurrency: usize,
    /// What whoever resumes the run needs to make its pipeline again.
    pub recipe: serde_json::Value,
}

impl RunRecord {
    pub(crate) fn new(pipeline: &Pipeline, settings: &Settings) -> Self {
        let weights = pipeline.scorer.weights();
        Self {
            order: settings.order.clone(),
            model: pipeline.model.id().to_owned(),
            endpoint: pipeline.model.endpoint().map(str::to_owned),
            synthetic: pipeline.model.is_synthetic(),
            data_source: pipeline.source.name().to_owned(),
            dropped: IndexMap::new(),
            weights: weights.map(|(name, weight)| (name.to_owned(), weight)).collect(),
            thresholds: pipeline.scorer.thresholds().clone(),
            budget_usd: settings.budget_usd,
            concurrency: settings.concurrency,
            recipe: settings.recipe.clone(),
        }
    }

    /// Reads what a journal says of its run.
    ///
    /// # Errors
    /// If the journal cannot be read, or another version of the program wrote it.
    pub fn read(run: &RunRow) -> Result<Self, Error> {
        serde_json::from_str(&run.settings)
            .map_err(|source| Error::Record { run: run.name.clone(), source })
    }

    /// The digest of everything that makes two runs the same. Shards of one plan share it.
    pub(crate) fn fingerprint(&self, revision: Option<&str>) -> String {
        #[derive(Serialize)]
        struct Same<'r> {
            order: Order,
            model: &'r str,
            endpoint: Option<&'r str>,
            data_source: &'r str,
            revision: Option<&'r str>,
            weights: &'r IndexMap<String, f64>,
            thresholds: &'r rewards::Thresholds,
            recipe: &'r serde_json::Value,
            program: &'static str,
        }
        let same = Same {
            order: Order { shard: crate::Shard::WHOLE, ..self.order.clone() },
            model: &self.model,
            endpoint: self.endpoint.as_deref(),
            data_source: &self.data_source,
            revision,
            weights: &self.weights,
            thresholds: &self.thresholds,
            recipe: &self.recipe,
            program: env!("CARGO_PKG_VERSION"),
        };
        let text = serde_json::to_vec(&same).unwrap_or_default();
        blake3::hash(&text).to_hex().to_string()
    }

    pub(crate) fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// The folder that holds the runs of an output folder.
pub fn runs_folder(output_dir: &Path) -> PathBuf {
    output_dir.join("runs")
}

/// Finds an unfinished run of the same settings that nobody works on; of several, the latest.
pub(crate) fn unfinished(
    folders: &[PathBuf],
    fingerprint: &str,
    record: &RunRecord,
) -> Option<PathBuf> {
    let same = folders.iter().filter(|folder| {
        let run = Reader::open(folder).and_then(|reader| reader.run());
        run.is_ok_and(|run| {
            run.state != State::Finished
                && run.fingerprint == fingerprint
                && RunRecord::read(&run).is_ok_and(|it| it.order.shard == record.order.shard)
        }) && !journal::is_running(folder)
    });
    same.max_by_key(|folder| {
        let run = Reader::open(folder).and_then(|reader| reader.run());
        run.map(|run| run.started_at).unwrap_or_default()
    })
    .cloned()
}

/// A series as JSON.
#[derive(Serialize, Deserialize)]
struct StoredSeries {
    subject: market::Subject,
    asked: Option<DateRange>,
    days: Vec<StoredDay>,
}

#[derive(Serialize, Deserialize)]
struct StoredDay {
    date: Date,
    #[serde(default, skip_serializing_if = "is_direct")]
    origin: Origin,
    values: IndexMap<Metric, f64>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_direct(origin: &Origin) -> bool {
    *origin == Origin::Direct
}

/// Writes the market data of a run down.
pub(crate) fn series_entries(collected: &Collected) -> Vec<Entry> {
    let entries = collected.series.iter().map(|(series, asked)| {
        let days = series.days().iter().map(|day| StoredDay {
            date: day.date(),
            origin: day.origin(),
            values: day.values().iter().copied().collect(),
        });
        let stored =
            StoredSeries { subject: series.subject().clone(), asked: *asked, days: days.collect() };
        let json = serde_json::to_string(&stored).unwrap_or_default();
        Entry::Series(series.subject().to_string(), json)
    });
    entries.collect()
}

/// Reads the market data of a run back: series, each with the days that were asked about.
///
/// # Errors
/// If the journal cannot be read, or another version of the program wrote it.
pub fn recorded_series(
    reader: &Reader,
    run: &RunRow,
) -> Result<Vec<(Series, Option<DateRange>)>, Error> {
    let mut all = Vec::new();
    for (_, json) in reader.series()? {
        let stored: StoredSeries = serde_json::from_str(&json)
            .map_err(|source| Error::Record { run: run.name.clone(), source })?;
        let last = stored.days.iter().map(|day| day.date).max().unwrap_or_default();
        let days = stored.days.into_iter().map(|day| RawDay {
            origin: day.origin,
            values: day.values.into_iter().collect(),
            ..RawDay::new(day.date)
        });
        let (series, _) = Series::build(stored.subject, days, last);
        all.push((series, stored.asked));
    }
    Ok(all)
}

/// A task as a journal keeps it.
pub(crate) fn task_row(position: usize, task: Task) -> TaskRow {
    TaskRow {
        position: position as u64,
        kind: task.facts.kind.clone(),
        date: task.key.date.to_string(),
        chain: task.chain(),
        facts: json(&task.facts),
        market_data: market_data_json(&task.market_data).unwrap_or_default(),
        conditions: json(&task.conditions),
        id: task.facts.id,
        prompt: task.prompt,
    }
}

/// None of these can fail: their maps have texts as keys, and their numbers are finite.
fn json(value: &impl Serialize) -> String {
    let mut json = serde_json::to_string(value).unwrap_or_default();
    // Hundreds of tasks are kept while they wait, and half of what a text grew to may be empty.
    json.shrink_to_fit();
    json
}
