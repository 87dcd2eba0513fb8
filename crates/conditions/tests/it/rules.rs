//! Each rule, and which of two rules goes before the other.

use conditions::{Condition, Features, Relation, RuleBook, Windows};

/// Nothing in particular: at its mean, near its high, calm.
const PLAIN: Features = Features {
    trend_short: 0.0,
    trend_long: 0.0,
    mean_distance: 0.0,
    drawdown: 5.0,
    rebound: 5.0,
    days_since_high: 5.0,
    days_since_low: 100.0,
    high_change: Some(0.0),
    low_change: Some(0.0),
    volatility: 3.0,
    volatility_ratio: 1.0,
    knows_usual: true,
};

fn judge(change: impl FnOnce(&mut Features)) -> Condition {
    let mut features = PLAIN;
    change(&mut features);
    RuleBook::default().judge(&features, &Windows::PRICES).condition
}

fn bull(f: &mut Features) {
    f.mean_distance = 0.5;
    f.trend_long = 1.0;
}

fn bear(f: &mut Features) {
    f.mean_distance = -0.5;
    f.trend_long = -1.0;
}

/// Far below a high of long ago, with the low in between.
fn fallen(f: &mut Features) {
    f.drawdown = 45.0;
    f.days_since_high = 200.0;
    f.days_since_low = 50.0;
    f.mean_distance = -0.1;
}

fn recovery(f: &mut Features) {
    fallen(f);
    f.rebound = 30.0;
    f.trend_short = 1.0;
    f.trend_long = 0.7;
}

fn accumulation(f: &mut Features) {
    fallen(f);
    f.rebound = 12.0;
    f.low_change = Some(1.0);
    f.volatility_ratio = 0.7;
}

fn distribution(f: &mut Features) {
    bull(f);
    f.drawdown = 10.0;
    f.days_since_high = 30.0;
    f.high_change = Some(-2.0);
    f.trend_short = -0.5;
}

#[test]
fn each_condition_is_reached() {
    assert_eq!(judge(bull), Condition::Bull);
    assert_eq!(judge(bear), Condition::Bear);
    assert_eq!(judge(fallen), Condition::Bear);
    assert_eq!(judge(|_| {}), Condition::Sideways);
    assert_eq!(judge(|f| f.volatility_ratio = 2.5), Condition::Volatile);
    assert_eq!(judge(|f| f.volatility_ratio = 1.8), Condition::Volatile);
    assert_eq!(judge(recovery), Condition::Recovery);
    assert_eq!(judge(|f| f.drawdown = 25.0), Condition::Correction);
    assert_eq!(judge(accumulation), Condition::Accumulation);
    assert_eq!(judge(distribution), Condition::Distribution);
}

#[test]
fn a_shock_goes_before_everything() {
    for rule in [bull, bear, recovery, accumulation, distribution] {
        let shaken = |f: &mut Features| {
            rule(f);
            f.volatility_ratio = 3.0;
        };
        assert_eq!(judge(shaken), Condition::Volatile);
    }
}

#[test]
fn unrest_with_a_direction_is_not_called_volatile() {
    let restless = |f: &mut Features| {
        bull(f);
        f.volatility_ratio = 2.0;
        f.trend_short = 2.0;
    };
    assert_eq!(judge(restless), Condition::Bull);
}

#[test]
fn what_happens_within_a_trend_goes_before_the_trend() {
    let correction_in_a_bull_market = |f: &mut Features| {
        bull(f);
        f.drawdown = 25.0;
    };
    assert_eq!(judge(correction_in_a_bull_market), Condition::Correction);

    let recovery_above_the_mean = |f: &mut Features| {
        recovery(f);
        bull(f);
    };
    assert_eq!(judge(recovery_above_the_mean), Condition::Recovery);

    let base_that_also_recovers = |f: &mut Features| {
        accumulation(f);
        recovery(f);
    };
    assert_eq!(judge(base_that_also_recovers), Condition::Recovery);

    let base_below_the_mean = |f: &mut Features| {
        accumulation(f);
        f.trend_long = -0.6;
    };
    assert_eq!(judge(base_below_the_mean), Condition::Accumulation);

    let strong_rise_that_pauses = |f: &mut Features| {
        distribution(f);
        f.trend_long = 2.5;
    };
    assert_eq!(judge(strong_rise_that_pauses), Condition::Bull);
}

#[test]
fn a_collapse_is_no_correction() {
    let collapsed = |f: &mut Features| {
        f.drawdown = 55.0;
        f.mean_distance = -0.5;
        f.trend_short = -2.0;
    };
    assert_eq!(judge(collapsed), Condition::Bear);
}

#[test]
fn trend_and_mean_at_odds_are_sideways_with_both_as_evidence() {
    let mut features = PLAIN;
    features.trend_long = 1.0;
    features.mean_distance = -0.3;
    let assessment = RuleBook::default().judge(&features, &Windows::PRICES);
    assert_eq!(assessment.condition, Condition::Sideways);
    let texts: Vec<&str> = assessment.evidence.iter().map(|one| one.text.as_str()).collect();
    insta::assert_snapshot!(texts.join("\n"), @r"
    90-day trend in units of its own pace: +1.00 (at least +0.50)
    distance to the 200-day mean in units of its own pace: -0.30 (at most 0)
    ");
}

#[test]
fn a_rule_whose_figure_is_missing_does_not_hold() {
    let unknown = |f: &mut Features| {
        distribution(f);
        f.high_change = None;
    };
    assert_eq!(judge(unknown), Condition::Bull);
}

#[test]
fn confidence_rises_with_the_distance_to_the_threshold() {
    let confidence = |drawdown: f64| {
        let features = Features { drawdown, ..PLAIN };
        RuleBook::default().judge(&features, &Windows::PRICES).confidence
    };
    assert!(confidence(20.0) < confidence(30.0));
    let shock = |volatility_ratio: f64| {
        let features = Features { volatility_ratio, ..PLAIN };
        RuleBook::default().judge(&features, &Windows::PRICES).confidence
    };
    assert_eq!([shock(2.5), shock(3.0), shock(9.0)], [0.5, 0.75, 1.0]);
}

#[test]
fn an_assessment_serialises_and_reads_back() {
    let mut features = PLAIN;
    bear(&mut features);
    let assessment = RuleBook::default().judge(&features, &Windows::PRICES);
    assert_eq!(assessment.evidence[0].relation, Relation::Below);
    let json = serde_json::to_string(&assessment).unwrap();
    insta::assert_snapshot!(json, @r#"{"condition":"bear","confidence":0.75,"evidence":[{"indicator":"mean_distance","value":-0.5,"relation":"below","threshold":0.0,"text":"distance to the 200-day mean in units of its own pace: -0.50 (below 0)"},{"indicator":"trend_long","value":-1.0,"relation":"at_most","threshold":-0.5,"text":"90-day trend in units of its own pace: -1.00 (at most -0.50)"}]}"#);
    assert_eq!(serde_json::from_str::<conditions::Assessment>(&json).unwrap(), assessment);
}
