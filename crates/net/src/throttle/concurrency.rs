//! How many requests may be in flight: as many as the service bears.

use std::time::Duration;

use tokio::time::Instant;

/// What a refusal leaves of the limit if the service did not say how long to wait.
const AFTER_OVERLOAD: f64 = 0.7;
/// What a refusal leaves of the limit if the service said how long to wait: the pause does most.
const AFTER_PAUSE: f64 = 0.9;
/// How much of the most a second of clean answers gives back.
const REGAINED_A_SECOND: f64 = 0.1;
/// The longest time that one clean answer stands for: a run that was idle has learnt nothing.
const LONGEST_STEP: Duration = Duration::from_secs(1);

/// A limit that falls by factors and rises by steps. It starts at the most: who set that knows the
/// service better than a slow start would find out.
#[derive(Debug)]
pub(super) struct Concurrency {
    /// Zero allows any number.
    most: usize,
    limit: f64,
    in_flight: usize,
    /// What was sent before this one belongs to the episode that was cut for already.
    next_episode: u64,
    /// Refusals and clean answers since the last cut.
    refused: u64,
    clean: u64,
    /// The last change of the limit.
    changed: Option<Instant>,
}

impl Concurrency {
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            limit: most as f64,
            in_flight: 0,
            next_episode: 0,
            refused: 0,
            clean: 0,
            changed: None,
        }
    }

    /// How many may be in flight now; `None` for any number.
    pub(super) fn limit(&self) -> Option<usize> {
        // What is left of the last whole one counts: ten cuts and their recovery end at the most.
        (self.most > 0).then(|| ((self.limit + 1e-6) as usize).max(1))
    }

    pub(super) fn in_flight(&self) -> usize {
        self.in_flight
    }

    pub(super) fn has_room(&self) -> bool {
        self.limit().is_none_or(|limit| self.in_flight < limit)
    }

    pub(super) fn enter(&mut self) {
        self.in_flight += 1;
    }

    pub(super) fn leave(&mut self) {
        self.in_flight -= 1;
    }

    /// A request was refused. `number` is its own and `next` that of the request sent next.
    pub(super) fn refuse(&mut self, number: u64, next: u64, wait_is_stated: bool, now: Instant) {
        if number < self.next_episode {
            self.refused += 1;
            return;
        }
        let rest = if wait_is_stated { AFTER_PAUSE } else { AFTER_OVERLOAD };
        self.limit = (self.limit * rest).max(1.0);
        self.next_episode = next;
        (self.refused, self.clean, self.changed) = (1, 0, Some(now));
    }

    /// A request was answered. Raises the limit, unless refusals prevail since it was cut: then
    /// the service bears less still.
    pub(super) fn answer(&mut self, now: Instant) {
        self.clean += 1;
        if self.clean > self.refused {
            let step = self.changed.map_or(LONGEST_STEP, |at| (now - at).min(LONGEST_STEP));
            let most = self.most as f64;
            self.limit = (self.limit + most * REGAINED_A_SECOND * step.as_secs_f64()).min(most);
            self.changed = Some(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn an_episode_cuts_once_and_clean_answers_give_back() {
        let start = Instant::now();
        let at = |tenths: u32| start + SECOND / 10 * tenths;
        let mut it = Concurrency::new(100);
        assert_eq!(it.limit(), Some(100));
        it.refuse(5, 10, false, at(0));
        assert_eq!(it.limit(), Some(70));
        // Sent before the cut.
        it.refuse(9, 20, false, at(1));
        assert_eq!(it.limit(), Some(70));
        it.refuse(10, 20, true, at(2));
        assert_eq!(it.limit(), Some(63));
        // As many answers as refusals are no recovery yet.
        it.answer(at(12));
        assert_eq!(it.limit(), Some(63));
        it.answer(at(12));
        assert_eq!(it.limit(), Some(73));
        it.answer(at(12));
        assert_eq!(it.limit(), Some(73));
        it.answer(at(17));
        assert_eq!(it.limit(), Some(78));
        // Silence is no sign of strength.
        it.answer(at(99));
        assert_eq!(it.limit(), Some(88));
        for second in 0..5 {
            it.answer(at(200 + 10 * second));
        }
        assert_eq!(it.limit(), Some(100));
    }

    #[test]
    fn where_refusals_prevail_nothing_is_given_back() {
        let start = Instant::now();
        let mut it = Concurrency::new(100);
        for number in 0..4 {
            it.refuse(number, 100, true, start);
        }
        for _ in 0..4 {
            it.answer(start + SECOND);
        }
        assert_eq!(it.limit(), Some(90));
        it.answer(start + SECOND);
        assert_eq!(it.limit(), Some(100));
    }

    #[test]
    fn one_is_always_let_through() {
        let now = Instant::now();
        let mut it = Concurrency::new(3);
        for number in 0..50 {
            it.refuse(number, number + 1, false, now);
        }
        assert_eq!(it.limit(), Some(1));
        assert!(it.has_room());
        it.enter();
        assert!(!it.has_room());
        it.leave();
        let mut any = Concurrency::new(0);
        any.refuse(0, 1, false, now);
        (0..1_000).for_each(|_| any.enter());
        assert!(any.has_room() && any.limit().is_none());
    }
}
