//! The rules, in the order in which they are tried.

use jiff::civil::Date;
use market::statistics::mean;
use market::{Series, SubjectKind};

use crate::{Assessment, Condition, Evidence, Features, Relation, Thresholds, Windows};

/// Names the market condition of a day.
///
/// An implementation looks at no day after the one asked about, and gives the same assessment for
/// the same series.
pub trait ConditionAssessor: Send + Sync {
    /// Names the assessor in the records made with it: `rule-book/1`.
    fn name(&self) -> &str;

    /// Assesses a day; `None` where the inputs are missing.
    fn assess(&self, series: &Series, date: Date) -> Option<Assessment>;
}

/// The assessor in use: fixed rules over [`Features`], of which the first that holds decides.
///
/// The order is volatile, correction, recovery, accumulation, distribution, bull, bear, sideways:
/// a violent fortnight hides what the trend is; what happens within a trend is more specific than
/// the trend; and what fits nothing is sideways.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RuleBook {
    /// From where on the rules hold.
    pub thresholds: Thresholds,
    /// The windows for tokens, which are judged by their close.
    pub prices: Windows,
    /// The windows for networks and protocols, which are judged by their activity.
    pub activity: Windows,
}

impl Default for RuleBook {
    fn default() -> Self {
        Self {
            thresholds: Thresholds::default(),
            prices: Windows::PRICES,
            activity: Windows::ACTIVITY,
        }
    }
}

impl ConditionAssessor for RuleBook {
    fn name(&self) -> &'static str {
        "rule-book/1"
    }

    fn assess(&self, series: &Series, date: Date) -> Option<Assessment> {
        let windows = self.windows(series.subject().kind());
        let features = Features::of(series, date, windows)?;
        Some(self.judge(&features, windows))
    }
}

impl RuleBook {
    /// The windows for a kind of subject.
    pub fn windows(&self, kind: SubjectKind) -> &Windows {
        match kind {
            SubjectKind::Token => &self.prices,
            SubjectKind::Network | SubjectKind::Protocol => &self.activity,
        }
    }

    /// Applies the rules to features that were worked out with these windows.
    pub fn judge(&self, features: &Features, windows: &Windows) -> Assessment {
        let thresholds = &self.thresholds;
        let (condition, checks) = rules(features, thresholds)
            .into_iter()
            .find(|(_, checks)| checks.iter().all(Check::holds))
            .unwrap_or_else(|| (Condition::Sideways, sideways(features, thresholds)));
        let clearness: Vec<f64> = checks.iter().map(Check::clearness).collect();
        let confidence = 0.5 + 0.5 * mean(&clearness).unwrap_or(0.0);
        Assessment {
            condition,
            confidence: libm::round(confidence * 100.0) / 100.0,
            evidence: checks
                .into_iter()
                .filter_map(|check| check.into_evidence(features, windows))
                .collect(),
        }
    }
}

/// The rules in order; the last, [`sideways`], is what remains.
fn rules(features: &Features, thresholds: &Thresholds) -> Vec<(Condition, Vec<Check>)> {
    use Relation::{Above, AtLeast, AtMost, Below, Within};
    let (f, t) = (Figures { features }, thresholds);
    vec![
        (Condition::Volatile, vec![f.volatility_ratio(AtLeast, t.shock_ratio)]),
        (
            Condition::Volatile,
            vec![
                f.volatility_ratio(AtLeast, t.restless_ratio),
                f.trend_short(Within, t.restless_trend),
            ],
        ),
        (
            Condition::Correction,
            vec![
                f.drawdown(AtLeast, t.correction_drawdown),
                f.drawdown(Below, t.collapse_drawdown),
                f.days_since_high(AtMost, t.correction_days),
            ],
        ),
        (
            Condition::Recovery,
            vec![
                f.drawdown(AtLeast, t.deep_drawdown),
                f.high_to_low(Above, 0.0),
                f.rebound(AtLeast, t.recovery_rebound),
                f.trend_short(AtLeast, t.trend),
                f.trend_long(AtLeast, t.recovery_long_trend),
            ],
        ),
        (
            Condition::Accumulation,
            vec![
                f.drawdown(AtLeast, t.deep_drawdown),
                f.high_to_low(Above, 0.0),
                f.rebound(AtLeast, t.base_rebound),
                f.days_since_low(AtLeast, t.base_days),
                f.low_change(AtLeast, 0.0),
                f.volatility_ratio(AtMost, t.base_ratio),
                f.trend_long(Within, t.base_trend),
            ],
        ),
        (
            Condition::Distribution,
            vec![
                f.drawdown(Below, t.correction_drawdown),
                f.days_since_high(AtLeast, t.top_days),
                f.high_change(Below, 0.0),
                f.mean_distance(Above, t.top_distance),
                f.trend_short(Below, 0.0),
                f.trend_long(Below, t.top_long_trend),
            ],
        ),
        (Condition::Bull, vec![f.mean_distance(Above, 0.0), f.trend_long(AtLeast, t.trend)]),
        (Condition::Bear, vec![f.mean_distance(Below, 0.0), f.trend_long(AtMost, -t.trend)]),
        (
            Condition::Bear,
            vec![
                f.mean_distance(Below, 0.0),
                f.drawdown(AtLeast, t.bear_drawdown),
                f.trend_short(Below, t.trend),
            ],
        ),
    ]
}

/// Why it is none of the others: there is no long trend, or it points away from the mean.
fn sideways(features: &Features, thresholds: &Thresholds) -> Vec<Check> {
    let figures = Figures { features };
    let trend = thresholds.trend;
    let flat = figures.trend_long(Relation::Within, trend);
    if flat.holds() {
        return vec![flat];
    }
    if features.trend_long > 0.0 {
        return vec![
            figures.trend_long(Relation::AtLeast, trend),
            figures.mean_distance(Relation::AtMost, 0.0),
        ];
    }
    vec![
        figures.trend_long(Relation::AtMost, -trend),
        figures.mean_distance(Relation::AtLeast, 0.0),
    ]
}

/// In what a feature is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Measure {
    Pace,
    Percent,
    Days,
    Times,
}

impl Measure {
    /// How far beyond its threshold a value is beyond doubt.
    fn clear_distance(self) -> f64 {
        match self {
            Self::Pace | Self::Times => 1.0,
            Self::Percent => 20.0,
            Self::Days => 30.0,
        }
    }

    fn write(self, value: f64) -> String {
        match self {
            Self::Pace => format!("{value:+.2}"),
            Self::Percent => format!("{value:.1}%"),
            Self::Days => format!("{value:.0} days"),
            Self::Times => format!("{value:.2}"),
        }
    }
}

/// A feature against a threshold.
struct Check {
    indicator: &'static str,
    value: Option<f64>,
    relation: Relation,
    threshold: f64,
    measure: Measure,
    words: Words,
}

/// Says what a check looks at. Called for the checks that decide; there are many more.
type Words = fn(&Features, &Windows) -> String;

impl Check {
    fn holds(&self) -> bool {
        self.value.is_some_and(|value| self.relation.holds(value, self.threshold))
    }

    /// 0 on the threshold, 1 where the value is beyond doubt.
    fn clearness(&self) -> f64 {
        let Some(value) = self.value else {
            return 0.0;
        };
        let beyond = match self.relation {
            Relation::Within => return 1.0 - (value / self.threshold).abs(),
            Relation::AtLeast | Relation::Above => value - self.threshold,
            Relation::AtMost | Relation::Below => self.threshold - value,
        };
        (beyond / self.measure.clear_distance()).clamp(0.0, 1.0)
    }

    fn into_evidence(self, features: &Features, windows: &Windows) -> Option<Evidence> {
        let value = self.value?;
        let threshold = match (self.measure, self.relation) {
            (Measure::Pace, Relation::Within) => format!("{:.2}", self.threshold),
            _ if self.threshold == 0.0 => "0".to_owned(),
            _ => self.measure.write(self.threshold),
        };
        Some(Evidence {
            indicator: self.indicator.to_owned(),
            value,
            relation: self.relation,
            threshold: self.threshold,
            text: format!(
                "{}: {} ({} {threshold})",
                (self.words)(features, windows),
                self.measure.write(value),
                self.relation.words(),
            ),
        })
    }
}

/// The features by name, ready to be checked.
struct Figures<'a> {
    features: &'a Features,
}

impl Figures<'_> {
    fn trend_short(&self, relation: Relation, threshold: f64) -> Check {
        let words: Words =
            |_, windows| format!("{}-day trend in units of its own pace", windows.short_days);
        let value = self.features.trend_short;
        check("trend_short", value, relation, threshold, Measure::Pace, words)
    }

    fn trend_long(&self, relation: Relation, threshold: f64) -> Check {
        let words: Words =
            |_, windows| format!("{}-day trend in units of its own pace", windows.long_days);
        let value = self.features.trend_long;
        check("trend_long", value, relation, threshold, Measure::Pace, words)
    }

    fn mean_distance(&self, relation: Relation, threshold: f64) -> Check {
        let words: Words = |_, windows| {
            format!("distance to the {}-day mean in units of its own pace", windows.mean_days)
        };
        let value = self.features.mean_distance;
        check("mean_distance", value, relation, threshold, Measure::Pace, words)
    }

    fn drawdown(&self, relation: Relation, threshold: f64) -> Check {
        let words: Words =
            |_, windows| format!("distance below the {}-day high", windows.high_days);
        let value = self.features.drawdown;
        check("drawdown_from_high", value, relation, threshold, Measure::Percent, words)
    }

    fn rebound(&self, relation: Relation, threshold: f64) -> Check {
        let words: Words = |_, windows| format!("distance above the {}-day low", windows.high_days);
        let value = self.features.rebound;
        check("rebound_from_low", value, relation, threshold, Measure::Percent, words)
    }

    fn days_since_high(&self, relation: Relation, threshold: f64) -> Check {
        let words: Words = |_, windows| format!("time since the {}-day high", windows.high_days);
        let value = self.features.days_since_high;
        check("days_since_high", value, relation, threshold, Measure::Days, words)
    }

    fn days_since_low(&self, relation: Relation, threshold: f64) -> Check {
        let words: Words = |_, windows| format!("time since the {}-day low", windows.high_days);
        let value = self.features.days_since_low;
        check("days_since_low", value, relation, threshold, Measure::Days, words)
    }

    fn high_to_low(&self, relation: Relation, threshold: f64) -> Check {
        let words: Words = |_, _| "time from the high to the low that followed it".to_owned();
        let value = self.features.days_since_high - self.features.days_since_low;
        check("days_from_high_to_low", value, relation, threshold, Measure::Days, words)
    }

    fn high_change(&self, relation: Relation, threshold: f64) -> Check {
        let words: Words = |_, windows| {
            let half = windows.short_days / 2;
            format!("change of the {half}-day high against the {half} days before")
        };
        let mut check = check("high_change", 0.0, relation, threshold, Measure::Percent, words);
        check.value = self.features.high_change;
        check
    }

    fn low_change(&self, relation: Relation, threshold: f64) -> Check {
        let words: Words = |_, windows| {
            let half = windows.short_days / 2;
            format!("change of the {half}-day low against the {half} days before")
        };
        let mut check = check("low_change", 0.0, relation, threshold, Measure::Percent, words);
        check.value = self.features.low_change;
        check
    }

    fn volatility_ratio(&self, relation: Relation, threshold: f64) -> Check {
        let words: Words = |features, windows| {
            let usual = if features.knows_usual {
                "its usual one".to_owned()
            } else {
                format!("the {:.0}% taken as usual", windows.usual_fallback)
            };
            format!("{}-day volatility as a multiple of {usual}", windows.recent_days)
        };
        let value = self.features.volatility_ratio;
        check("volatility_ratio", value, relation, threshold, Measure::Times, words)
    }
}

fn check(
    indicator: &'static str,
    value: f64,
    relation: Relation,
    threshold: f64,
    measure: Measure,
    words: Words,
) -> Check {
    Check { indicator, value: Some(value), relation, threshold, measure, words }
}
