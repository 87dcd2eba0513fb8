//! How many requests are let in: a sliding window.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Lets at most so many requests of a key in during any window of this length.
pub(crate) struct Limit {
    most: u32,
    window: Duration,
    admitted: Mutex<HashMap<String, VecDeque<Instant>>>,
}

/// The window is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Full {
    /// How many are let in.
    pub(crate) most: u32,
    /// When the next place becomes free.
    pub(crate) wait: Duration,
}

impl Limit {
    /// `most` 0 lets everything in.
    pub(crate) fn new(most: u32, window: Duration) -> Self {
        Self { most, window, admitted: Mutex::default() }
    }

    /// Lets a request in, or says when to come again. What is refused takes no place.
    pub(crate) fn admit(&self, key: &str, now: Instant) -> Result<(), Full> {
        if self.most == 0 {
            return Ok(());
        }
        let mut admitted = self.admitted.lock().unwrap_or_else(PoisonError::into_inner);
        let times = admitted.entry(key.to_owned()).or_default();
        while times.front().is_some_and(|first| now.duration_since(*first) >= self.window) {
            times.pop_front();
        }
        if times.len() < self.most as usize {
            times.push_back(now);
            return Ok(());
        }
        let first = times.front().copied().unwrap_or(now);
        Err(Full { most: self.most, wait: self.window.saturating_sub(now.duration_since(first)) })
    }

    /// Takes back the admission of a request that was refused after all.
    pub(crate) fn take_back(&self, key: &str) {
        let mut admitted = self.admitted.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(times) = admitted.get_mut(key) {
            times.pop_back();
        }
    }

    pub(crate) fn reset(&self) {
        self.admitted.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_window_holds_more_than_the_limit() {
        let limit = Limit::new(2, Duration::from_mins(1));
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let full = |wait| Err(Full { most: 2, wait: Duration::from_secs(wait) });
        assert_eq!(limit.admit("a", at(0)), Ok(()));
        assert_eq!(limit.admit("a", at(50)), Ok(()));
        assert_eq!(limit.admit("a", at(55)), full(5));
        assert_eq!(limit.admit("b", at(55)), Ok(()));
        assert_eq!(limit.admit("a", at(59)), full(1));
        assert_eq!(limit.admit("a", at(60)), Ok(()));
        // Only the place of the first request became free.
        assert_eq!(limit.admit("a", at(61)), full(49));
        limit.take_back("a");
        assert_eq!(limit.admit("a", at(61)), Ok(()));
        assert_eq!(limit.admit("a", at(62)), full(48));
    }

    #[test]
    fn no_limit_lets_everything_in() {
        let limit = Limit::new(0, Duration::from_mins(1));
        assert!((0..1000).all(|_| limit.admit("a", Instant::now()).is_ok()));
    }
}
