//! Rewards citations whose names exist and whose values are the task's.
//!
//! The score is the share of the metrics that matter whose value is given and right, times the
//! share of right values among all that are given; a contradicted value weighs more than a right
//! one, and a citation of a name that the task does not have costs too.
//!
//! > Activity reached 1,187,055 transactions [daily_txns]

use crate::assess::{Assessment, Context, Evidence, Reward};
use crate::grounding::Grounding;

/// What a right value earns whose metric is named without a citation.
const UNCITED_CREDIT: f64 = 0.5;
/// Of a task that names no key metrics, this many covered earn full marks.
const METRICS_DUE: usize = 6;

/// The reward.
#[derive(Clone, Copy, Debug, Default)]
pub struct MetricCitation;

impl Reward for MetricCitation {
    fn name(&self) -> &'static str {
        "metric_citation"
    }

    fn assess(&self, context: &Context<'_>) -> Assessment {
        let facts = context.facts;
        if facts.metrics.is_empty() {
            return Assessment::not_asked();
        }
        let mut covered = vec![0.0_f64; context.names.all().len()];
        let mut evidence = Vec::with_capacity(context.readings.len() + 1);
        let (mut grounded, mut contradicted, mut unknown) = (0.0, 0.0, 0.0);
        for reading in context.readings {
            match reading.verdict {
                Grounding::Grounded => {
                    grounded += 1.0;
                    if let Some(name) = reading.name {
                        let credit = if reading.cited { 1.0 } else { UNCITED_CREDIT };
                        covered[name] = covered[name].max(credit);
                    }
                    evidence.push(Evidence::good(reading.span, "the task's value"));
                }
                Grounding::Contradicted => {
                    contradicted += 1.0;
                    let note = match reading.actual {
                        Some(actual) => format!("the task's value is {actual}").into(),
                        None => "not the task's value".into(),
                    };
                    evidence.push(Evidence {
                        span: Some(reading.span),
                        verdict: crate::assess::Finding::Bad,
                        note,
                    });
                }
                Grounding::UnknownMetric => {
                    unknown += 1.0;
                    evidence.push(Evidence::bad(reading.span, "the task has no such metric"));
                }
                Grounding::NoValue => {}
            }
        }
        let credit = |name: &String| context.names.position(name).map_or(0.0, |it| covered[it]);
        let (earned, due) = if facts.key_metrics.is_empty() {
            let earned: f64 = facts.metrics.keys().map(credit).sum();
            (earned, facts.metrics.len().min(METRICS_DUE))
        } else {
            let earned: f64 = facts.key_metrics.iter().map(credit).sum();
            for name in &facts.key_metrics {
                if credit(name) == 0.0 {
                    evidence.push(Evidence::missing(format!("{name}: its value is not given")));
                }
            }
            (earned, facts.key_metrics.len())
        };
        let coverage = (earned / due as f64).min(1.0);
        let limits = context.thresholds;
        let against = limits.contradicted_cost * contradicted + limits.unknown_cost * unknown;
        let right = if grounded > 0.0 { grounded / (grounded + against) } else { 0.0 };
        Assessment::new(coverage * right, evidence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_not_asked, check_scores, facts};

    #[test]
    fn scores() {
        check_not_asked(&MetricCitation);
        check_scores(
            &MetricCitation,
            &facts(),
            &[
                (
                    "1,187,055 [daily_txns]; 385,930 [unique_users]; 98.68% [success_rate]; 1,534,959 ETH [total_volume]; 1.293 ETH [avg_tx_value]; 2.62 gwei [gas_price_gwei]",
                    1.0,
                ),
                ("1,187,055 [daily_txns]; 385,930 [unique_users]; 98.68% [success_rate]", 0.5),
                ("1,187,055 [daily_txns]; 385,930 [unique_users]; 97.68% [success_rate]", 0.19),
                ("1,187,055 [daily_txns]; 385,930 [unique_users]; 7 [active_wallets]", 0.27),
                ("1,287,055 [daily_txns]; 395,930 [unique_users]", 0.0),
            ],
        );
    }
}
