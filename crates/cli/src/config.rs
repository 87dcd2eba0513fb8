//! The configuration file: the flags of `generate` and the weights of the rewards, in TOML.

use std::path::{Path, PathBuf};

use anyhow::anyhow;
use flipside::sql::CatalogChanges;
use jiff::civil::Date;
use rewards::RewardConfig;
use serde::Deserialize;

use crate::args::{MOST_DAYS, Size, Source, Split, check_fraction, check_score, check_usd};
use crate::failure::Failure;

/// A configuration file. What it does not say keeps its default; flags go before it.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Config {
    /// Where Flipside's tables are, and what is found in them.
    pub(crate) flipside: CatalogChanges,
    pub(crate) generate: GenerateConfig,
    pub(crate) rewards: RewardConfig,
}

/// The settings of `generate`, named as its flags.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct GenerateConfig {
    #[serde(alias = "dataset_size")]
    pub(crate) dataset_size: Option<Size>,
    pub(crate) examples: Option<u32>,
    pub(crate) chains: Option<Vec<String>>,
    pub(crate) days: Option<u32>,
    pub(crate) from: Option<Date>,
    pub(crate) to: Option<Date>,
    pub(crate) source: Option<Source>,
    #[serde(alias = "market_dir")]
    pub(crate) market_dir: Option<PathBuf>,
    pub(crate) model: Option<String>,
    #[serde(alias = "output_dir")]
    pub(crate) output_dir: Option<PathBuf>,
    pub(crate) seed: Option<u64>,
    #[serde(alias = "eval_fraction")]
    pub(crate) eval_fraction: Option<f64>,
    pub(crate) split: Option<Split>,
    #[serde(alias = "min_quality")]
    pub(crate) min_quality: Option<f64>,
    #[serde(alias = "skip_quality_check")]
    pub(crate) skip_quality_check: Option<bool>,
    #[serde(alias = "max_attempts")]
    pub(crate) max_attempts: Option<u32>,
    pub(crate) concurrency: Option<u32>,
    pub(crate) samples: Option<u32>,
    #[serde(alias = "requests_per_minute")]
    pub(crate) requests_per_minute: Option<u32>,
    #[serde(alias = "tokens_per_minute")]
    pub(crate) tokens_per_minute: Option<u64>,
    pub(crate) budget: Option<f64>,
}

impl Config {
    /// Reads a configuration file, or the defaults if there is none.
    pub(crate) fn read(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path else {
            return Ok(Self::default());
        };
        let text = std::fs::read_to_string(path).map_err(|error| {
            Failure::usage(
                anyhow::Error::new(error).context(format!("cannot read {}", path.display())),
            )
        })?;
        let config: Self = toml::from_str(&text).map_err(|error| {
            let error = anyhow!("{}", error.to_string().trim_end());
            Failure::usage(error.context(format!("{} is not a configuration", path.display())))
                .hint("docs/data-format.md lists what a configuration may say")
        })?;
        config.check().map_err(|(key, problem)| {
            Failure::usage(anyhow!("{}: `{key}`: {problem}", path.display()))
        })?;
        Ok(config)
    }

    fn check(&self) -> Result<(), (&'static str, String)> {
        let generate = &self.generate;
        let at_least_one = [
            ("examples", generate.examples),
            ("days", generate.days),
            ("max-attempts", generate.max_attempts),
            ("concurrency", generate.concurrency),
            ("samples", generate.samples),
            ("requests-per-minute", generate.requests_per_minute),
        ];
        for (key, value) in at_least_one {
            if value == Some(0) {
                return Err((key, "must be at least 1".to_owned()));
            }
        }
        if generate.days.is_some_and(|days| days > MOST_DAYS) {
            return Err(("days", format!("must be at most {MOST_DAYS}")));
        }
        if generate.examples.is_some() && generate.dataset_size.is_some() {
            return Err(("examples", "goes without `dataset-size`".to_owned()));
        }
        if generate.days.is_some() && (generate.from.is_some() || generate.to.is_some()) {
            return Err(("days", "goes without `from` and `to`".to_owned()));
        }
        if generate.tokens_per_minute == Some(0) {
            return Err(("tokens-per-minute", "must be at least 1".to_owned()));
        }
        if let Some(budget) = generate.budget {
            check_usd(budget).map_err(|problem| ("budget", problem))?;
        }
        if let Some(fraction) = generate.eval_fraction {
            check_fraction(fraction).map_err(|problem| ("eval-fraction", problem))?;
        }
        if let Some(score) = generate.min_quality {
            check_score(score).map_err(|problem| ("min-quality", problem))?;
        }
        Ok(())
    }
}
