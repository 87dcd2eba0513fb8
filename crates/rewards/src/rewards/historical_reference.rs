//! Rewards comparisons with named earlier days or periods whose figures are the history's.
//!
//! Counted are different comparisons: another metric, another day, another figure. Rows of a
//! copied table and bare lists of figures count as one together; a sentence that only says what an
//! earlier day had counts with them, and all of these together one and a half. A wrong figure takes back
//! what a right one earns.
//!
//! > Transactions rose from 1,127,284 on 2 February to 1,187,055, a gain of 5.3 % in seven days.

use crate::assess::{Assessment, Context, Evidence, Reward};

/// What all values of earlier days earn together that are compared with nothing, from the second
/// on; a single one is a reference like others.
const NOT_COMPARED: f64 = 1.5;

/// The reward.
#[derive(Clone, Copy, Debug, Default)]
pub struct HistoricalReference;

impl Reward for HistoricalReference {
    fn name(&self) -> &'static str {
        "historical_reference"
    }

    fn assess(&self, context: &Context<'_>) -> Assessment {
        if !context.past.has_earlier() {
            return Assessment::not_asked();
        }
        let mut evidence = Vec::with_capacity(context.comparisons.len() + 1);
        // By metric, day and value, so that saying it twice earns nothing.
        let mut counted: Vec<(usize, Option<jiff::civil::Date>, u64)> =
            Vec::with_capacity(context.comparisons.len());
        let mut earned = 0.0_f64;
        // What is listed or said, and compared with nothing.
        let mut beside = 0.0_f64;
        let mut listed = false;
        for comparison in context.comparisons {
            if !comparison.holds {
                earned -= 1.0;
                evidence.push(Evidence::bad(comparison.span, comparison.note));
                continue;
            }
            let key = (comparison.name, comparison.day, comparison.actual.to_bits());
            if counted.contains(&key) {
                continue;
            }
            counted.push(key);
            if !comparison.in_prose {
                if listed {
                    continue;
                }
                listed = true;
                beside += 1.0;
            } else if comparison.compares {
                earned += 1.0;
            } else {
                beside += 1.0;
            }
            evidence.push(Evidence::good(comparison.span, comparison.note));
        }
        earned += beside.min(NOT_COMPARED);
        if counted.is_empty() {
            evidence.push(Evidence::missing("no comparison with the history"));
        }
        Assessment::new(earned / context.thresholds.comparisons_due as f64, evidence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_not_asked, check_scores, facts};

    #[test]
    fn scores() {
        check_not_asked(&HistoricalReference);
        check_scores(
            &HistoricalReference,
            &facts(),
            &[
                (
                    "Transactions rose from 1,127,284 on 2025-02-02 to 1,187,055, a gain of 5.30% in daily transactions. Against 2025-02-08, daily transactions fell by 16,733.",
                    1.0,
                ),
                ("On 2025-02-02 there were 1,127,284 daily transactions in all.", 0.33),
                ("A week earlier, daily transactions stood at 1,127,284 in all.", 0.33),
                ("The day before, there were 408,696 unique users on the network.", 0.33),
                ("The peak of daily transactions in these days was 1,330,807.", 0.33),
                ("On 2025-02-02 there were 1,172,284 daily transactions in all.", 0.0),
                ("Activity is higher than before.", 0.0),
            ],
        );
    }
}
