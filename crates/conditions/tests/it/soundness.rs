//! What must hold of every assessment: nothing from the future, nothing from the scale.

#![expect(
    clippy::unwrap_used,
    reason = "clippy knows a test by its attribute, not what tests share"
)]

use conditions::{Assessment, Condition, ConditionAssessor, RuleBook};
use jiff::civil::{Date, date};
use market::{DateRange, Metric, RawDay, Series};

use crate::sample::{all_series, series};

fn assess(series: &Series, date: Date) -> Option<Assessment> {
    RuleBook::default().assess(series, date)
}

fn condition(series: &Series, date: Date) -> Option<Condition> {
    Some(assess(series, date)?.condition)
}

/// The series with each close changed.
fn changed(series: &Series, change: impl Fn(f64) -> f64) -> Series {
    let rows = series.days().iter().map(|day| {
        let close = day.value(Metric::CloseUsd).unwrap();
        RawDay::new(day.date()).with(Metric::CloseUsd, change(close))
    });
    Series::build(series.subject().clone(), rows, date(2025, 1, 1)).0
}

/// The share of days on which two series are in the same condition.
fn agreement(one: &Series, other: &Series) -> f64 {
    let days: Vec<Date> = one.days().iter().map(market::Day::date).collect();
    let same = days.iter().filter(|day| condition(one, **day) == condition(other, **day));
    same.count() as f64 / days.len() as f64
}

#[test]
fn what_comes_later_changes_nothing() {
    for series in all_series() {
        for day in series.days().iter().step_by(7) {
            let past = series.slice(DateRange { from: Date::MIN, to: day.date() });
            assert_eq!(assess(&past, day.date()), assess(&series, day.date()));
        }
    }
}

#[test]
fn the_scale_changes_nothing() {
    let bitcoin = series("token:BTC");
    // A power of two moves no digit of the numbers themselves.
    let scaled = changed(&bitcoin, |close| close / 1024.0);
    assert_eq!(agreement(&bitcoin, &scaled), 1.0);
}

/// Ether at a fifteen-hundredth of its price with two decimals is as coarse as XRP: for
/// most of the time one cent is three to ten percent.
#[test]
fn two_decimals_hardly_change_the_conditions() {
    let ether = series("token:ETH");
    let coarse = changed(&ether, |close| (close / 15.0).round() / 100.0);
    let days = coarse.days();
    let unchanged = days.windows(2).filter(|pair| pair[0].values() == pair[1].values()).count();
    assert!(unchanged * 10 > days.len() * 3, "as many as of XRP: {unchanged}");
    let agreement = agreement(&ether, &coarse);
    assert!(agreement > 0.9, "{agreement}");
}

#[test]
fn a_standstill_has_no_condition() {
    // Without any change there is no pace against which a trend could be measured.
    let still = changed(&series("token:BTC"), |_| 1.0);
    assert_eq!(condition(&still, date(2020, 1, 1)), None);
}

#[test]
fn missing_inputs_give_no_assessment() {
    let bitcoin = series("token:BTC");
    // Not measured, before the data, and at its beginning.
    assert_eq!(assess(&bitcoin, date(2022, 1, 1)), None);
    assert_eq!(assess(&bitcoin, date(2017, 1, 1)), None);
    assert_eq!(assess(&bitcoin, date(2018, 2, 1)), None);
    // NEAR has twelve days in fifty: too few consecutive ones to know how it moves.
    let near = series("near");
    assert!(near.days().iter().all(|day| assess(&near, day.date()).is_none()));
}

#[test]
fn all_evidence_satisfies_its_threshold() {
    for series in all_series() {
        for day in series.days() {
            let Some(assessment) = assess(&series, day.date()) else {
                continue;
            };
            assert!((0.5..=1.0).contains(&assessment.confidence), "{assessment:?}");
            assert!(!assessment.evidence.is_empty());
            for one in &assessment.evidence {
                assert!(one.value.is_finite());
                assert!(one.relation.holds(one.value, one.threshold), "{one:?}");
                let unit_shown = !one.text.is_empty() && !one.text.contains("NaN");
                assert!(unit_shown, "{}", one.text);
            }
        }
    }
}
