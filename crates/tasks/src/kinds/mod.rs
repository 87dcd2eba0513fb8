//! The kinds of question, one a file. Each turns a day of a series into a [`Draft`]; what the day
//! cannot answer is dropped when the draft is settled.

mod anomaly;
mod growth_projection;
mod network_activity;
mod network_comparison;
mod price_interval;
mod token_drawdown_recovery;
mod token_trend_risk;
mod value_flow;

use jiff::civil::Date;
use market::Metric;

use crate::draft::{Calculation, Draft};
use crate::formula::{change, metric, metric_on};
use crate::kind::TaskKind;
use crate::view::View;

/// The days between a value and the one its weekly growth is measured from.
pub(crate) const WEEK: i64 = 7;

/// Drafts a task; `None` if the day lacks what the question is about.
pub(crate) fn draft(kind: TaskKind, views: &[View<'_>], focus: Option<Metric>) -> Option<Draft> {
    match (kind, views) {
        (TaskKind::NetworkActivity, [view]) => Some(network_activity::draft(view)),
        (TaskKind::ValueFlow, [view]) => value_flow::draft(view),
        (TaskKind::GrowthProjection, [view]) => growth_projection::draft(view, focus?),
        (TaskKind::Anomaly, [view]) => anomaly::draft(view, focus?),
        (TaskKind::NetworkComparison, [left, right]) => network_comparison::draft(left, right),
        (TaskKind::TokenTrendRisk, [view]) => token_trend_risk::draft(view),
        (TaskKind::TokenDrawdownRecovery, [view]) => token_drawdown_recovery::draft(view),
        _ => None,
    }
}

/// The metrics that a kind of question can single out.
pub(crate) fn focuses(kind: TaskKind) -> &'static [Metric] {
    match kind {
        TaskKind::GrowthProjection => growth_projection::FOCUSES,
        TaskKind::Anomaly => anomaly::FOCUSES,
        _ => &[],
    }
}

/// The name of a metric's growth over seven days, where it has one.
fn growth_name(metric: Metric) -> Option<&'static str> {
    match metric {
        Metric::DailyTxns => Some("txn_growth"),
        Metric::UniqueUsers => Some("user_growth"),
        Metric::TotalVolume => Some("volume_growth"),
        Metric::TotalFees => Some("fee_growth"),
        Metric::UniqueReceivers => Some("receiver_growth"),
        _ => None,
    }
}

/// Growth of a metric over exactly seven days; settled away where that day was not measured.
fn weekly_growth(date: Date, of: Metric) -> Option<Calculation> {
    let name = growth_name(of)?;
    let before = days_before(date, WEEK)?;
    Some(crate::draft::calculation(
        name,
        format!("growth of {} over seven days", of.label()),
        market::Unit::Percent,
        change(metric(of.name()), metric_on(of.name(), before)),
    ))
}

fn days_before(date: Date, days: i64) -> Option<Date> {
    date.checked_sub(jiff::Span::new().days(days)).ok()
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}
