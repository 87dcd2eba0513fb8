//! The kinds of question, one a file. Each turns a day of a series into a [`Draft`]; what the day
//! cannot answer is dropped when the draft is settled. The words come after, in a [`Wording`].

mod anomaly;
mod growth_projection;
mod network_activity;
mod network_comparison;
mod price_interval;
mod token_drawdown_recovery;
mod token_trend_risk;
mod value_flow;

use jiff::civil::Date;
use market::{Indicator, Metric};

use crate::draft::{Calculation, Draft, Wording};
use crate::formula::{change, metric, metric_on};
use crate::kind::TaskKind;
use crate::name::{Label, Name};
use crate::task::TaskKey;
use crate::view::View;

/// The days between a value and the one its weekly growth is measured from.
pub(crate) const WEEK: i64 = 7;

/// Drafts a task; `None` if the day lacks what the question is about.
pub(crate) fn draft<'s>(key: &TaskKey, views: &[View<'s>]) -> Option<Draft<'s>> {
    let focus = key.focus;
    match (key.kind, views) {
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

/// Puts the question of a day that carries it into words.
pub(crate) fn wording(key: &TaskKey, views: &[View<'_>]) -> Option<Wording> {
    Some(match (key.kind, views) {
        (TaskKind::NetworkActivity, [view]) => network_activity::wording(view),
        (TaskKind::ValueFlow, [view]) => value_flow::wording(view),
        (TaskKind::GrowthProjection, [view]) => growth_projection::wording(view, key.focus?),
        (TaskKind::Anomaly, [view]) => anomaly::wording(view, key.focus?),
        (TaskKind::NetworkComparison, [left, right]) => network_comparison::wording(left, right),
        (TaskKind::TokenTrendRisk, [view]) => token_trend_risk::wording(view),
        (TaskKind::TokenDrawdownRecovery, [view]) => token_drawdown_recovery::wording(view),
        _ => return None,
    })
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
fn weekly_growth(date: Date, of: Metric) -> Option<Calculation<'static>> {
    let name = growth_name(of)?;
    let before = days_before(date, WEEK)?;
    Some(crate::draft::calculation(
        name,
        Label::made(move || format!("growth of {} over seven days", of.label())),
        market::Unit::Percent,
        change(metric(of.name()), metric_on(of.name(), before)),
    ))
}

fn days_before(date: Date, days: i64) -> Option<Date> {
    date.checked_sub(jiff::Span::new().days(days)).ok()
}

/// The mean, the standard deviation and the number of the days of a metric's baseline.
fn baseline(metric: Metric) -> [Indicator; 3] {
    [
        Indicator::BaselineMean(metric),
        Indicator::BaselineSd(metric),
        Indicator::BaselineDays(metric),
    ]
}

fn names(names: &[&'static str]) -> Vec<Name> {
    names.iter().map(|name| Name::from(*name)).collect()
}
