//! Market data that is large enough: synthetic, and every subject says so by its name.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::Context as _;
use jiff::civil::{Date, date};

/// The last day of all series.
const LAST: Date = date(2025, 6, 30);
/// With these, more than 100,000 tasks can be planned.
const NETWORKS: u64 = 24;
const NETWORK_DAYS: i16 = 365;
const TOKENS: u64 = 40;
const TOKEN_DAYS: i16 = 900;

/// The columns of a network's figures, with where they begin; the success rate stands between.
const FIGURES: [(&str, f64); 7] = [
    ("daily_txns", 1_200_000.0),
    ("unique_users", 450_000.0),
    ("unique_receivers", 380_000.0),
    ("total_volume", 1_500_000.0),
    ("avg_tx_value", 1.27),
    ("total_fees", 740.0),
    ("avg_fee", 0.000_61),
];
/// How many of the figures are counts: whole numbers.
const COUNTS: usize = 3;

/// Writes `network_daily.csv` and `token_daily.csv` into a folder. The same figures every time.
pub(super) fn write(folder: &Path) -> anyhow::Result<()> {
    let write = |file: &str, text: String| {
        fs::write(folder.join(file), text).with_context(|| format!("cannot write {file}"))
    };
    write("network_daily.csv", networks())?;
    write("token_daily.csv", tokens())
}

fn networks() -> String {
    let mut text = "network,date,origin".to_owned();
    for (name, _) in FIGURES {
        let _ = write!(text, ",{name}");
    }
    text.push_str(",success_rate,avg_gas_per_txn,gas_price_gwei,active_contracts\n");
    for number in 0..NETWORKS {
        let mut walk = [1.0; FIGURES.len()];
        let mut dice = Dice(number);
        for day in days(NETWORK_DAYS) {
            let _ = write!(text, "synthetic-{number},{day},direct");
            for (at, ((_, start), factor)) in FIGURES.iter().zip(&mut walk).enumerate() {
                *factor *= 1.0 + 0.05 * dice.even();
                let value = start * *factor;
                let value = if at < COUNTS { value.round() } else { value };
                let _ = write!(text, ",{value}");
            }
            let _ = writeln!(text, ",{},,,", 0.95 + 0.05 * dice.even());
        }
    }
    text
}

fn tokens() -> String {
    let mut text = "token,date,open_usd,high_usd,low_usd,close_usd\n".to_owned();
    for number in 0..TOKENS {
        let mut dice = Dice(1_000 + number);
        let mut open = 100.0;
        for day in days(TOKEN_DAYS) {
            let close = open * (1.0 + 0.05 * dice.even());
            let high = f64::max(open, close) * 1.01;
            let low = f64::min(open, close) * 0.99;
            let _ =
                writeln!(text, "SYNTHETIC-{number},{day},{open:.4},{high:.4},{low:.4},{close:.4}");
            open = close;
        }
    }
    text
}

/// So many days up to the last.
fn days(count: i16) -> impl Iterator<Item = Date> {
    let first = LAST.saturating_sub(jiff::Span::new().days(count - 1));
    first.series(jiff::Span::new().days(1)).take(count as usize)
}

/// Random numbers that are the same everywhere: `SplitMix64`.
struct Dice(u64);

impl Dice {
    /// A number from -1 to 1.
    fn even(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_subject_says_that_it_is_synthetic() {
        for (text, rows) in
            [(networks(), NETWORKS * NETWORK_DAYS as u64), (tokens(), TOKENS * TOKEN_DAYS as u64)]
        {
            let lines: Vec<&str> = text.lines().skip(1).collect();
            assert_eq!(lines.len() as u64, rows);
            assert!(lines.iter().all(|line| line.to_ascii_lowercase().starts_with("synthetic-")));
            assert!(lines.iter().any(|line| line.contains(",2025-06-30,")));
        }
    }

    #[test]
    fn dice_are_even() {
        let mut dice = Dice(1);
        let thrown: Vec<f64> = (0..10_000).map(|_| dice.even()).collect();
        assert!(thrown.iter().all(|it| (-1.0..1.0).contains(it)));
        let mean = thrown.iter().sum::<f64>() / 10_000.0;
        assert!(mean.abs() < 0.03, "{mean}");
    }
}
