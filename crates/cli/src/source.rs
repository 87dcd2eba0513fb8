//! Where the market data of a run come from.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::anyhow;
use market::{CsvSource, MarketSource};

use crate::clock;
use crate::failure::Failure;
use crate::keys::{FLIPSIDE_KEY, Key};
use crate::sample;

/// What a folder of market data holds: one of these, or both.
const FILES: [&str; 2] = ["network_daily.csv", "token_daily.csv"];

/// Where the market data of a run come from.
#[derive(Clone, Debug)]
pub(crate) enum Origin {
    /// A folder, or the bundled sample.
    Files(Option<PathBuf>),
    /// Flipside's tables.
    Flipside,
}

impl Origin {
    /// The keys that it takes.
    pub(crate) fn keys(&self) -> &'static [Key] {
        match self {
            Self::Files(_) => &[],
            Self::Flipside => &[FLIPSIDE_KEY],
        }
    }

    /// Opens the source. Its keys are there.
    pub(crate) fn open(&self) -> Result<Arc<dyn MarketSource>, Failure> {
        match self {
            Self::Files(folder) => Ok(Arc::new(files(folder.as_deref())?)),
            Self::Flipside => Err(Failure::usage(anyhow!(
                "this version cannot fetch market data from Flipside"
            ))
            .hint("`--source files` asks about the bundled sample, or about your own files with `--market-dir DIR`")),
        }
    }
}

fn files(market_dir: Option<&Path>) -> Result<CsvSource, Failure> {
    let has_data = |folder: &Path| FILES.iter().any(|file| folder.join(file).is_file());
    if let Some(folder) = market_dir.filter(|folder| !has_data(folder)) {
        let what = if folder.is_dir() { "a folder without market data" } else { "no folder" };
        return Err(Failure::usage(anyhow!("{} is {what}", folder.display()))
            .hint(format!("`--market-dir` takes a folder with {}, or both", FILES.join(", "))));
    }
    let source = match market_dir {
        Some(folder) => CsvSource::open(folder, clock::today()),
        None => sample::source(),
    };
    source.map_err(|error| Failure::from(generator::Error::Market(error)))
}
