//! Plans what is asked before anything is spent: deterministic from the seed, every task distinct.

use std::collections::VecDeque;

use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

use crate::desk::Desk;
use crate::kind::TaskKind;
use crate::task::{Task, TaskKey};

/// The tasks of a run in the order in which they are asked: the kinds take turns, and within a
/// kind the days come in random order.
///
/// More than are wanted stand in the plan: the rest replaces what is rejected.
#[derive(Clone, Debug)]
pub struct Plan {
    keys: Vec<TaskKey>,
    confirmed: usize,
}

/// The data cannot carry as many distinct tasks as were asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{wanted} examples were asked for, but the data carry only {available} distinct tasks")]
pub struct TooFewTasks {
    /// How many were asked for.
    pub wanted: usize,
    /// How many there are.
    pub available: usize,
}

/// Lists what could be asked with a kind of question, in an order drawn from the seed.
pub fn shuffled(desk: &Desk, kind: TaskKind, seed: u64) -> Vec<TaskKey> {
    let mut keys = desk.candidates(kind);
    // A stream of its own for each kind: another kind's days do not change this order.
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    random.set_stream(kind as u64);
    keys.shuffle(&mut random);
    keys
}

impl Plan {
    /// Orders everything that could be asked and makes sure that at least `wanted`
    /// of it can.
    ///
    /// # Errors
    /// If the data carry fewer; the error says how many.
    pub fn new(desk: &Desk, seed: u64, wanted: usize) -> Result<Self, TooFewTasks> {
        let mut by_kind: Vec<VecDeque<TaskKey>> =
            TaskKind::ALL.into_iter().map(|kind| shuffled(desk, kind, seed).into()).collect();
        let mut keys = Vec::with_capacity(by_kind.iter().map(VecDeque::len).sum());
        let mut confirmed = 0;
        while by_kind.iter().any(|kind| !kind.is_empty()) {
            for kind in &mut by_kind {
                // A kind's turn is not lost to a day that cannot carry its question.
                while let Some(key) = kind.pop_front() {
                    let unneeded = confirmed >= wanted;
                    if unneeded || desk.can_ask(&key) {
                        confirmed += usize::from(!unneeded);
                        keys.push(key);
                        break;
                    }
                }
            }
        }
        if confirmed < wanted {
            return Err(TooFewTasks { wanted, available: confirmed });
        }
        Ok(Self { keys, confirmed })
    }

    /// How many tasks could be asked at most.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is nothing to ask.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// What is asked, in the order in which it is asked.
    pub fn keys(&self) -> &[TaskKey] {
        &self.keys
    }

    /// How many of the first [`Plan::keys`] are known to carry their question: as many as were
    /// wanted. Of those behind them any may turn out not to.
    pub fn confirmed(&self) -> usize {
        self.confirmed
    }

    /// The tasks, written out one at a time; days that cannot carry their question are passed over.
    pub fn tasks<'p>(&'p self, desk: &'p Desk) -> impl Iterator<Item = Task> + 'p {
        self.keys.iter().filter_map(|key| desk.task(key))
    }
}
