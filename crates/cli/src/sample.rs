//! The sample of market data in `fixtures/market`, carried in the program: it works from any folder.

use market::{CsvSource, Error};

use crate::clock;

const NETWORKS: &str = include_str!("../../../fixtures/market/network_daily.csv");
const TOKENS: &str = include_str!("../../../fixtures/market/token_daily.csv");

/// The bundled sample as a source.
pub(crate) fn source() -> Result<CsvSource, Error> {
    CsvSource::from_text(Some(NETWORKS), Some(TOKENS), clock::today())
}
