//! The networks and coins that are a task's own.

use super::with_ticker;
use crate::facts::{TaskFacts, Unit};
use crate::lexicon::stem;

/// The words that name the networks of a task, and the coins that its figures are in.
#[derive(Clone, Debug, Default)]
pub(crate) struct OwnNetworks(Vec<u64>);

impl OwnNetworks {
    pub(crate) fn of(facts: &TaskFacts) -> Self {
        // The coin that a network's figures are in is no other network: fees on Arbitrum are in
        // ETH.
        let units = facts.units.values();
        let expected = facts.expected_calculations.values().map(|it| &it.unit);
        let coins = units.chain(expected).filter_map(|it| match it {
            Unit::Coin(coin) => Some(stem(coin.as_bytes())),
            _ => None,
        });
        let subjects = facts.subjects.iter().flat_map(|it| crate::names::words_of(it));
        let mut own: Vec<u64> = Vec::with_capacity(8);
        for name in coins.chain(subjects).flat_map(with_ticker) {
            if !own.contains(&name) {
                own.push(name);
            }
        }
        Self(own)
    }

    pub(crate) fn has(&self, name: u64) -> bool {
        self.0.contains(&name)
    }
}
