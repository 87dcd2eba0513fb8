//! The eight rewards, one a file, and the table in which each is registered with its weight.

mod calculation_accuracy;
mod citation_format;
pub(crate) mod completeness;
mod confidence_interval;
mod historical_reference;
pub(crate) mod investment_insight;
mod metric_citation;
pub(crate) mod structure;

pub use calculation_accuracy::CalculationAccuracy;
pub use citation_format::CitationFormat;
pub use completeness::Completeness;
pub use confidence_interval::ConfidenceInterval;
pub use historical_reference::HistoricalReference;
pub use investment_insight::InvestmentInsight;
pub use metric_citation::MetricCitation;
pub use structure::Structure;

use crate::assess::Reward;
use crate::config;

/// A row of the table of rewards.
pub(crate) struct Row {
    /// As the reward itself says.
    pub(crate) name: &'static str,
    pub(crate) make: fn() -> Box<dyn Reward>,
    pub(crate) weight: f64,
}

macro_rules! table {
    ($($name:literal $reward:expr => $weight:expr),* $(,)?) => {
        &[$(Row { name: $name, make: || Box::new($reward), weight: $weight }),*]
    };
}

/// Every reward of this crate, in the order of the scorecard.
pub(crate) const TABLE: &[Row] = table![
    "calculation_accuracy" CalculationAccuracy => config::CALCULATION_ACCURACY_WEIGHT,
    "confidence_interval" ConfidenceInterval => config::CONFIDENCE_INTERVAL_WEIGHT,
    "investment_insight" InvestmentInsight => config::INVESTMENT_INSIGHT_WEIGHT,
    "citation_format" CitationFormat => config::CITATION_FORMAT_WEIGHT,
    "structure" Structure => config::STRUCTURE_WEIGHT,
    "completeness" Completeness => config::COMPLETENESS_WEIGHT,
    "metric_citation" MetricCitation => config::METRIC_CITATION_WEIGHT,
    "historical_reference" HistoricalReference => config::HISTORICAL_REFERENCE_WEIGHT,
];

/// Puts a name of the task between quotation marks, as `{name:?}` does, with words around it.
fn quoted(before: &str, name: &str, after: &str) -> String {
    // Nearly no name has anything in it that is written otherwise.
    let is_plain = |it: u8| matches!(it, b' '..=b'~') && it != b'"' && it != b'\\';
    if name.bytes().all(is_plain) {
        [before, "\"", name, "\"", after].concat()
    } else {
        format!("{before}{name:?}{after}")
    }
}

#[cfg(test)]
mod tests {
    use super::{TABLE, quoted};

    #[test]
    fn rows_have_the_names_of_their_rewards() {
        for row in TABLE {
            assert_eq!((row.make)().name(), row.name);
        }
    }

    #[test]
    fn names_are_quoted_as_for_debugging() {
        for name in ["Risks", "", "a \"b\"", "C:\\d", "line\nbreak", "Überblick", "\u{7f}"] {
            assert_eq!(quoted("section ", name, " it"), format!("section {name:?} it"));
        }
    }
}
