//! How a run that was begun before is found, and its pipeline made again.

use std::path::{Path, PathBuf};

use anyhow::anyhow;
use generator::{RunRecord, Settings, runs_folder};
use journal::Reader;
use market::{DateRange, Fetched, MarketSource, Subject, SubjectKind};
use rewards::RewardConfig;
use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::failure::Failure;

/// What a run's journal keeps for this program.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Recipe {
    /// Whether the built-in analyst answers.
    pub(crate) offline: bool,
    /// The weights and thresholds of the rewards, as they were configured.
    pub(crate) rewards: RewardConfig,
    /// Where Flipside's tables are, if that was configured.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) tables: String,
}

impl Recipe {
    pub(crate) fn new(offline: bool, config: &Config) -> Self {
        let (tables, default) =
            (format!("{:?}", config.flipside), format!("{:?}", Config::default().flipside));
        Self {
            offline,
            rewards: config.rewards.clone(),
            tables: if tables == default { String::new() } else { tables },
        }
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

/// Finds a run by its folder, or by its id among those of the output folder.
pub(crate) fn find_run(run: &str, output_dir: &Path) -> Result<PathBuf, Failure> {
    let runs = runs_folder(output_dir);
    // An export that goes elsewhere is still of a run where runs are by default.
    let default = runs_folder(&Settings::default().output_dir).join(run);
    for folder in [PathBuf::from(run), runs.join(run), default] {
        if folder.join(journal::JOURNAL_FILE).is_file() {
            return Ok(folder);
        }
    }
    let known = journal::run_folders(&runs).unwrap_or_default();
    let names: Vec<String> = known.iter().map(|folder| name(folder)).collect();
    let hint = if names.is_empty() {
        format!("there are no runs in {}; `--output-dir` says where to look", runs.display())
    } else {
        format!("the runs in {} are: {}", runs.display(), names.join(", "))
    };
    Err(Failure::usage(anyhow!("there is no run `{run}`")).hint(hint))
}

/// A run's id: the name of its folder.
pub(crate) fn name(folder: &Path) -> String {
    folder.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Reads what a run's journal says of it.
pub(crate) fn read(folder: &Path) -> Result<(RunRecord, Recipe), Failure> {
    let read = || -> Result<_, generator::Error> {
        let run = Reader::open(folder)?.run()?;
        RunRecord::read(&run)
    };
    let record = read()?;
    let recipe = serde_json::from_value(record.recipe.clone()).map_err(|error| {
        Failure::failed(
            anyhow::Error::new(error)
                .context(format!("{} was not begun by this program", folder.display())),
        )
    })?;
    Ok((record, recipe))
}

/// Stands in for the source of a run whose market data are in its journal.
pub(crate) struct Recorded(pub(crate) String);

#[llm::async_trait]
impl MarketSource for Recorded {
    fn name(&self) -> &str {
        &self.0
    }

    async fn subjects(&self, _: SubjectKind) -> Result<Vec<Subject>, market::Error> {
        Ok(Vec::new())
    }

    async fn series(
        &self,
        subject: &Subject,
        _: Option<DateRange>,
    ) -> Result<Fetched, market::Error> {
        let (series, dropped) =
            market::Series::build(subject.clone(), [], jiff::civil::Date::default());
        Ok(Fetched { series, dropped })
    }
}
