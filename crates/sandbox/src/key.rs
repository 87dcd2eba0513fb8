//! Keys, and the money behind them.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use serde::Deserialize;

/// A key that the sandbox accepts. These are no secrets: they open nothing else.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Key {
    /// The key itself.
    pub name: String,
    /// How many US dollars it may spend; none for no limit.
    pub credit_usd: Option<f64>,
    /// Whether it may ask for the credits of the account.
    #[serde(default)]
    pub management: bool,
}

impl Default for Key {
    fn default() -> Self {
        Self { name: "sandbox".to_owned(), credit_usd: Some(100.0), management: false }
    }
}

/// Money in millionths of a millionth of a dollar, which adds up exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Money(pub(crate) u64);

impl Money {
    const PER_USD: f64 = 1e12;

    pub(crate) fn usd(self) -> f64 {
        self.0 as f64 / Self::PER_USD
    }

    pub(crate) fn times(self, count: u64) -> Self {
        Self(self.0.saturating_mul(count))
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl fmt::Display for Money {
    /// As the list of models writes it: dollars in plain decimals.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0 / 1_000_000_000_000, self.0 % 1_000_000_000_000);
        if part == 0 {
            return write!(f, "{whole}");
        }
        let digits = format!("{part:012}");
        write!(f, "{whole}.{}", digits.trim_end_matches('0'))
    }
}

/// What each key has spent.
pub(crate) struct Ledger {
    keys: HashMap<String, Key>,
    spent: Mutex<HashMap<String, Money>>,
}

impl Ledger {
    pub(crate) fn new(keys: &[Key]) -> Self {
        let keys = keys.iter().map(|key| (key.name.clone(), key.clone())).collect();
        Self { keys, spent: Mutex::default() }
    }

    /// The key of this name, if it is accepted.
    pub(crate) fn key(&self, name: &str) -> Option<&Key> {
        self.keys.get(name)
    }

    pub(crate) fn spent(&self, key: &Key) -> Money {
        let spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        spent.get(&key.name).copied().unwrap_or_default()
    }

    /// What is left to spend; none for no limit. Answers in flight may overdraw it.
    pub(crate) fn left(&self, key: &Key) -> Option<f64> {
        key.credit_usd.map(|credit| credit - self.spent(key).usd())
    }

    pub(crate) fn charge(&self, key: &str, cost: Money) {
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        let sum = spent.entry(key.to_owned()).or_default();
        *sum = sum.plus(cost);
    }

    pub(crate) fn total_spent(&self) -> Money {
        let spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        spent.values().fold(Money::default(), |sum, cost| sum.plus(*cost))
    }

    pub(crate) fn total_credit(&self) -> f64 {
        self.keys.values().filter_map(|key| key.credit_usd).sum()
    }

    pub(crate) fn reset(&self) {
        self.spent.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_exact_and_reads_as_a_decimal() {
        let price = Money(700_000);
        assert_eq!(price.to_string(), "0.0000007");
        assert_eq!(price.times(3_000_000).to_string(), "2.1");
        assert_eq!(Money::default().to_string(), "0");
        assert_eq!(Money(12_000_000_000_000).to_string(), "12");
    }

    #[test]
    fn what_is_spent_is_not_left() {
        let key = Key { credit_usd: Some(1.0), ..Key::default() };
        let ledger = Ledger::new(std::slice::from_ref(&key));
        ledger.charge("sandbox", Money(250_000_000_000));
        assert_eq!(ledger.left(&key), Some(0.75));
        assert_eq!(ledger.left(&Key { credit_usd: None, ..key.clone() }), None);
        ledger.reset();
        assert_eq!(ledger.left(&key), Some(1.0));
    }
}
