//! The eight rewards, one a file, and the table in which each is registered with its weight.

pub mod calculation_accuracy;
pub mod citation_format;
pub mod completeness;
pub mod confidence_interval;
pub mod historical_reference;
pub mod investment_insight;
pub mod metric_citation;
pub mod structure;

use crate::assess::Reward;
use crate::config;

/// A row of the table of rewards.
pub(crate) struct Row {
    pub(crate) make: fn() -> Box<dyn Reward>,
    pub(crate) weight: f64,
}

macro_rules! table {
    ($($reward:expr => $weight:expr),* $(,)?) => {
        &[$(Row { make: || Box::new($reward), weight: $weight }),*]
    };
}

/// Every reward of this crate, in the order of the scorecard.
pub(crate) const TABLE: &[Row] = table![
    calculation_accuracy::CalculationAccuracy => config::CALCULATION_ACCURACY_WEIGHT,
    confidence_interval::ConfidenceInterval => config::CONFIDENCE_INTERVAL_WEIGHT,
    investment_insight::InvestmentInsight => config::INVESTMENT_INSIGHT_WEIGHT,
    citation_format::CitationFormat => config::CITATION_FORMAT_WEIGHT,
    structure::Structure => config::STRUCTURE_WEIGHT,
    completeness::Completeness => config::COMPLETENESS_WEIGHT,
    metric_citation::MetricCitation => config::METRIC_CITATION_WEIGHT,
    historical_reference::HistoricalReference => config::HISTORICAL_REFERENCE_WEIGHT,
];
