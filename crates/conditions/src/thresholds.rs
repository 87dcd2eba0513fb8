//! The numbers of the rules: over how many days they look, and from where on they hold.

/// Over how many days the features look, and how many of those must be measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Windows {
    /// A day's level is the mean of the measured days among this many up to it: 1 takes the day as
    /// it is; 7 takes the week, for activity that rests on Sundays.
    pub level_days: u32,
    /// How many measured days a level needs.
    pub level_least: usize,
    /// The days of the short trend.
    pub short_days: u32,
    /// How many measured days the short trend needs.
    pub short_least: usize,
    /// The days of the long trend.
    pub long_days: u32,
    /// How many measured days the long trend needs.
    pub long_least: usize,
    /// How many pairs of days a week apart the pace needs, of those within `long_days`.
    pub pace_least: usize,
    /// The days of the long mean.
    pub mean_days: u32,
    /// How many measured days the long mean needs.
    pub mean_least: usize,
    /// The days in which high and low are sought.
    pub high_days: u32,
    /// How many levels high and low need.
    pub high_least: usize,
    /// The days of the recent volatility.
    pub recent_days: u32,
    /// How many daily changes the recent volatility needs.
    pub recent_least: usize,
    /// The days before the recent ones, of the usual volatility.
    pub usual_days: u32,
    /// How many daily changes the usual volatility needs.
    pub usual_least: usize,
    /// The daily volatility in percent that is taken as usual where the subject's own past is too
    /// short to know it.
    pub usual_fallback: f64,
}

impl Windows {
    /// For prices: every day is measured, and a year has seen highs and lows.
    pub const PRICES: Self = Self {
        level_days: 1,
        level_least: 1,
        short_days: 30,
        short_least: 15,
        long_days: 90,
        long_least: 45,
        pace_least: 45,
        mean_days: 200,
        mean_least: 100,
        high_days: 365,
        high_least: 100,
        recent_days: 14,
        recent_least: 5,
        usual_days: 180,
        usual_least: 60,
        usual_fallback: 4.0,
    };

    /// For activity: it has a weekly rhythm, and days are missing.
    pub const ACTIVITY: Self = Self {
        level_days: 7,
        level_least: 3,
        short_days: 14,
        short_least: 5,
        long_days: 30,
        long_least: 7,
        pace_least: 3,
        mean_days: 30,
        mean_least: 7,
        high_days: 60,
        high_least: 4,
        recent_days: 21,
        recent_least: 5,
        usual_days: 60,
        usual_least: 10,
        usual_fallback: 10.0,
    };
}

/// From where on the rules hold.
///
/// Trends and the distance to the mean are in units of the subject's own pace (how far it usually
/// goes in as many days), the others in percent, days or as a quotient.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// Volatile: recent over usual volatility, whatever the direction.
    pub shock_ratio: f64,
    /// Volatile: recent over usual volatility, if there is no short trend.
    pub restless_ratio: f64,
    /// Volatile: the short trend that counts as none beside `restless_ratio`.
    pub restless_trend: f64,
    /// Correction: the least percentage below the high.
    pub correction_drawdown: f64,
    /// Correction: how many days ago the high was at most.
    pub correction_days: f64,
    /// Recovery and accumulation: the least percentage below the high. More than this is deep.
    pub deep_drawdown: f64,
    /// Recovery: the least percentage above the low.
    pub recovery_rebound: f64,
    /// Recovery: the least long trend; the fall must have ended.
    pub recovery_long_trend: f64,
    /// Accumulation: the least percentage above the low.
    pub base_rebound: f64,
    /// Accumulation: how many days ago the low was at least.
    pub base_days: f64,
    /// Accumulation: recent over usual volatility at most.
    pub base_ratio: f64,
    /// Accumulation: the long trend that counts as none.
    pub base_trend: f64,
    /// Distribution: how many days ago the high was at least.
    pub top_days: f64,
    /// Distribution: the least distance to the mean.
    pub top_distance: f64,
    /// Distribution: the long trend at most; a strong rise only pauses.
    pub top_long_trend: f64,
    /// Bull, and bear with the sign turned: the least long trend. Recovery: the least short trend.
    pub trend: f64,
    /// Bear: the percentage below the high from which a fall needs no present trend.
    pub bear_drawdown: f64,
    /// Correction: the percentage below the high from which a fall is no mere correction.
    pub collapse_drawdown: f64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            shock_ratio: 2.5,
            restless_ratio: 1.75,
            restless_trend: 1.0,
            correction_drawdown: 20.0,
            correction_days: 60.0,
            deep_drawdown: 30.0,
            recovery_rebound: 25.0,
            recovery_long_trend: -0.3,
            base_rebound: 10.0,
            base_days: 30.0,
            base_ratio: 0.9,
            base_trend: 1.0,
            top_days: 14.0,
            top_distance: 0.2,
            top_long_trend: 2.0,
            trend: 0.5,
            bear_drawdown: 40.0,
            collapse_drawdown: 50.0,
        }
    }
}
