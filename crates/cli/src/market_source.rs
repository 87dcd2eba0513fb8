//! Where the market data of a run come from.

use std::path::Path;
use std::sync::Arc;

use anyhow::anyhow;
use flipside::sql::{Catalog, CatalogChanges};
use flipside::{Client, FlipsideSource, Settings};
use jiff::civil::Date;
use market::{CsvSource, MarketSource};
use net::{Endpoint, Secret};

use crate::args::Source;
use crate::clock;
use crate::failure::Failure;
use crate::keys::{Environment, FLIPSIDE_KEY, Key};
use crate::sample;

/// What a folder of market data holds: one of these, or both.
const FILES: [&str; 2] = ["network_daily.csv", "token_daily.csv"];

const BASE_URL: &str = "FLIPSIDE_BASE_URL";

/// The keys that a source takes.
pub(crate) fn keys(source: Source) -> &'static [Key] {
    match source {
        Source::Files => &[],
        Source::Flipside => &[FLIPSIDE_KEY],
    }
}

/// Opens the source that the settings name.
pub(crate) fn open(
    source: Source,
    market_dir: Option<&Path>,
    offline: bool,
    tables: &CatalogChanges,
    environment: &Environment,
) -> Result<Arc<dyn MarketSource>, Failure> {
    match source {
        Source::Files => Ok(Arc::new(files(market_dir)?)),
        Source::Flipside if offline => {
            Err(Failure::usage(anyhow!("`--offline` reaches no network, and so no Flipside"))
                .hint("leave out one of `--offline` and `--source flipside`"))
        }
        Source::Flipside if market_dir.is_some() => {
            Err(Failure::usage(anyhow!("`--market-dir` is a folder of files, and no Flipside"))
                .hint("leave out one of `--market-dir` and `--source flipside`"))
        }
        Source::Flipside => {
            let key = environment.require_key(FLIPSIDE_KEY)?;
            Ok(Arc::new(flipside(key, environment.get(BASE_URL), tables, clock::today())?))
        }
    }
}

fn flipside(
    key: Secret,
    base_url: Option<String>,
    tables: &CatalogChanges,
    today: Date,
) -> Result<FlipsideSource, Failure> {
    let settings = match base_url {
        None => Settings::default(),
        Some(text) => {
            let endpoint: Endpoint = text.parse().map_err(|error| {
                Failure::usage(anyhow!("{BASE_URL}: {error}"))
                    .hint("it is the address above `json-rpc`, such as http://127.0.0.1:8080")
            })?;
            Settings::at(endpoint)
        }
    };
    let http = net::Client::new(settings.http()).map_err(Failure::failed)?;
    let catalog = Catalog::default().with(tables).map_err(|error| {
        Failure::usage(anyhow!("[flipside] in the configuration: {error}"))
            .hint("docs/flipside.md says what can stand there")
    })?;
    Ok(FlipsideSource::new(Client::new(http, key, settings), catalog, today))
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::exit::Exit;

    #[test]
    fn flipside_needs_an_address_that_the_key_may_go_to() {
        let check = |base_url: Option<&str>, expect: &str| {
            let key = Secret::new("my-key").unwrap();
            let tables = CatalogChanges::default();
            let made = flipside(key, base_url.map(ToOwned::to_owned), &tables, date(2025, 3, 1));
            match made {
                Ok(source) => assert_eq!(source.name(), expect),
                Err(failure) => {
                    assert_eq!(failure.exit(), Exit::Usage);
                    let text = format!("{failure:?}");
                    assert!(text.contains(expect), "{text}");
                    assert!(!text.contains("my-key"), "{text}");
                }
            }
        };
        check(None, "flipside");
        check(Some("http://127.0.0.1:8080/"), "flipside");
        check(Some("http://data.example"), "FLIPSIDE_BASE_URL: `http://data.example`");
        check(Some("data.example"), "FLIPSIDE_BASE_URL: not an address");
    }

    #[test]
    fn the_configuration_says_where_the_tables_are() {
        let made = |toml: &str| {
            let config: crate::config::Config = toml::from_str(toml).unwrap();
            flipside(Secret::new("my-key").unwrap(), None, &config.flipside, date(2025, 3, 1))
        };
        let document = include_str!("../../../docs/flipside.md");
        let good = document.split("```toml").nth(1).unwrap().split("```").next().unwrap();
        assert!(made(good).is_ok());
        let failure = made(&good.replace("NEAR_SHARE", "NEAR'SHARE")).err().unwrap();
        assert_eq!(failure.exit(), Exit::Usage);
        assert!(format!("{failure:?}").contains("is no name of a database"), "{failure:?}");
    }

    #[test]
    fn what_contradicts_itself_is_wrong_usage() {
        let folder = Path::new(".");
        let check = |market_dir, offline, expect: &str| {
            let (tables, environment) = (CatalogChanges::default(), Environment::default());
            let failure = open(Source::Flipside, market_dir, offline, &tables, &environment);
            let failure = failure.err().unwrap();
            assert_eq!(failure.exit(), Exit::Usage);
            assert!(format!("{failure:?}").contains(expect), "{failure:?}");
        };
        check(None, true, "`--offline` reaches no network");
        check(Some(folder), false, "`--market-dir` is a folder of files");
    }
}
