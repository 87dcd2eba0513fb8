//! Synthetic series: figures made by a generator of random numbers. They are no measurements of
//! anything; their subjects are named so.

use jiff::civil::Date;
use jiff::{Span, civil::date};
use market::{Metric, Origin, RawDay, Series, Subject};
use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;

/// The last day of every synthetic series.
pub(crate) const LAST: Date = date(2025, 6, 30);

/// What a synthetic series leaves out or has wrong.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Flaws {
    /// The share of the days that are missing.
    pub(crate) gaps: f64,
    /// The share of the figures that are missing.
    pub(crate) missing: f64,
    /// The share of the figures that are zero, where zero is possible.
    pub(crate) zeros: f64,
    /// The share of the days that are recovered from later growth.
    pub(crate) recovered: f64,
    /// How much a figure moves in a day: 0 stands still.
    pub(crate) pace: f64,
}

/// A series without gaps.
pub(crate) const WHOLE: Flaws =
    Flaws { gaps: 0.0, missing: 0.0, zeros: 0.0, recovered: 0.0, pace: 0.05 };

/// A series as ragged as real ones at their worst.
#[allow(dead_code, reason = "not every target that shares this file asks for it")]
pub(crate) const RAGGED: Flaws =
    Flaws { gaps: 0.2, missing: 0.1, zeros: 0.05, recovered: 0.1, pace: 0.2 };

/// A network's activity, named `synthetic-N`.
pub(crate) fn network(number: u64, days: i32, flaws: Flaws) -> Series {
    const START: &[(Metric, f64)] = &[
        (Metric::DailyTxns, 1_200_000.0),
        (Metric::UniqueUsers, 450_000.0),
        (Metric::UniqueReceivers, 380_000.0),
        (Metric::TotalVolume, 1_500_000.0),
        (Metric::AvgTxValue, 1.27),
        (Metric::TotalFees, 740.0),
        (Metric::AvgFee, 0.000_61),
        (Metric::AvgGasPerTxn, 98_000.0),
        (Metric::GasPriceGwei, 7.3),
        (Metric::ActiveContracts, 21_000.0),
    ];
    let subject = Subject::network(&format!("synthetic-{number}"));
    series(subject, number, days, flaws, |random, walk| {
        let mut row: Vec<(Metric, f64)> = START
            .iter()
            .zip(walk)
            .map(|((metric, start), factor)| {
                let value = start * *factor;
                (*metric, if metric.is_count() { libm::round(value) } else { value })
            })
            .collect();
        row.push((Metric::SuccessRate, random.random_range(0.9..1.0)));
        row
    })
}

/// A token's prices, named `SYNTHETIC-N`.
pub(crate) fn token(number: u64, days: i32, flaws: Flaws) -> Series {
    let subject = Subject::token(&format!("synthetic-{number}"));
    series(subject, number, days, flaws, |random, walk| {
        let close = 23.4 * walk[0];
        let open = close * (1.0 + flaws.pace * random.random_range(-0.5..0.5));
        let spread = 1.0 + flaws.pace * random.random_range(0.0..0.5);
        vec![
            (Metric::OpenUsd, open),
            (Metric::HighUsd, open.max(close) * spread),
            (Metric::LowUsd, open.min(close) / spread),
            (Metric::CloseUsd, close),
        ]
    })
}

fn series(
    subject: Subject,
    seed: u64,
    days: i32,
    flaws: Flaws,
    mut figures: impl FnMut(&mut ChaCha8Rng, &[f64; 10]) -> Vec<(Metric, f64)>,
) -> Series {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut walk = [1.0; 10];
    let rows: Vec<RawDay> = (0..days)
        .rev()
        .filter_map(|back| {
            for factor in &mut walk {
                // Drawn back to where it started, so that no walk leaves what can be measured.
                *factor *=
                    1.0 + flaws.pace * random.random_range(-1.0..1.0) - (*factor - 1.0) / 30.0;
            }
            let row = figures(&mut random, &walk);
            let recovered = random.random_bool(flaws.recovered);
            let mut day = RawDay::new(LAST - Span::new().days(back));
            for (metric, value) in row {
                let zero = random.random_bool(flaws.zeros) && !metric.is_price();
                let known = !recovered || metric.is_count() || metric == Metric::TotalFees;
                if known && !random.random_bool(flaws.missing) {
                    day = day.with(metric, if zero { 0.0 } else { value });
                }
            }
            let day = if recovered { day.origin(Origin::FromGrowth) } else { day };
            (!random.random_bool(flaws.gaps)).then_some(day)
        })
        .collect();
    let (series, _) = Series::build(subject, rows, LAST);
    series
}
