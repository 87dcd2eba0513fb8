//! How much was sent in the last minute.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// How long a request counts: the minute of the service, and as much as the ways of two requests
/// to it may differ in time. A request that takes this much longer than the one that it takes the
/// place of would otherwise meet a window that is still full.
pub(super) const WINDOW: Duration = Duration::from_millis(60_300);

/// What was sent of late.
///
/// This is a log, and no rate: services refuse by a sliding window, and only a log of the times
/// bounds that one without pacing. GCRA and other token buckets let up to twice the limit into
/// some minute, or must be slowed to an even pace to prevent it, and a run begins with a burst.
#[derive(Debug)]
pub(super) struct Window {
    /// Zero allows any number.
    most_requests: u32,
    /// Zero allows any number.
    most_tokens: u64,
    sent: VecDeque<Sent>,
    /// The tokens of all that is in the log.
    tokens: u64,
}

#[derive(Debug)]
struct Sent {
    number: u64,
    at: Instant,
    tokens: u64,
}

impl Window {
    pub(super) fn new(most_requests: u32, most_tokens: u64) -> Self {
        Self { most_requests, most_tokens, sent: VecDeque::new(), tokens: 0 }
    }

    /// When a request of so many tokens may be sent; `None` for at once.
    ///
    /// A request that is larger than the limit is sent once nothing else counts: otherwise it would
    /// never be.
    pub(super) fn opens(&mut self, tokens: u64, now: Instant) -> Option<Instant> {
        self.forget(now);
        let full = self.most_requests > 0 && self.sent.len() >= self.most_requests as usize;
        let place = self.sent.front().filter(|_| full).map(|first| first.at + WINDOW);
        place.max(self.room(tokens))
    }

    /// When so many tokens fit in.
    fn room(&self, tokens: u64) -> Option<Instant> {
        if self.most_tokens == 0 {
            return None;
        }
        let mut left = self.tokens;
        let mut leaves = self.sent.iter();
        let mut when = None;
        while left > 0 && left.saturating_add(tokens) > self.most_tokens {
            let Sent { at, tokens, .. } = leaves.next()?;
            left = left.saturating_sub(*tokens);
            when = Some(*at + WINDOW);
        }
        when
    }

    /// Notes that a request is sent. The numbers ascend.
    pub(super) fn note(&mut self, number: u64, tokens: u64, now: Instant) {
        if self.most_requests > 0 || self.most_tokens > 0 {
            self.sent.push_back(Sent { number, at: now, tokens });
            self.tokens += tokens;
        }
    }

    /// Puts the real number of tokens in the place of the estimate.
    pub(super) fn settle(&mut self, number: u64, tokens: u64) {
        if let Ok(place) = self.sent.binary_search_by_key(&number, |sent| sent.number) {
            let sent = &mut self.sent[place];
            self.tokens = self.tokens - sent.tokens + tokens;
            sent.tokens = tokens;
        }
    }

    /// Forgets a request that never reached the service.
    pub(super) fn withdraw(&mut self, number: u64) {
        if let Ok(place) = self.sent.binary_search_by_key(&number, |sent| sent.number)
            && let Some(sent) = self.sent.remove(place)
        {
            self.tokens -= sent.tokens;
        }
    }

    fn forget(&mut self, now: Instant) {
        while let Some(first) = self.sent.front().filter(|first| first.at + WINDOW <= now) {
            self.tokens -= first.tokens;
            self.sent.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sends requests of these tokens as early as the window lets them, and returns when, in
    /// windows and milliseconds.
    fn sent(most_requests: u32, most_tokens: u64, requests: &[(u64, u64)]) -> Vec<u64> {
        let mut window = Window::new(most_requests, most_tokens);
        let start = Instant::now();
        let mut now = start;
        let mut times = Vec::new();
        for (number, (wish, tokens)) in requests.iter().enumerate() {
            now = now.max(start + Duration::from_millis(*wish));
            while let Some(at) = window.opens(*tokens, now) {
                assert!(at > now, "a wait for nothing");
                now = at;
            }
            window.note(number as u64, *tokens, now);
            times.push((now - start).as_millis() as u64);
        }
        times
    }

    #[test]
    fn a_place_is_free_a_window_after_it_was_taken() {
        const W: u64 = WINDOW.as_millis() as u64;
        let none: [u64; 0] = [];
        for (requests, tokens, wishes, expected) in [
            (0, 0, &[(0, 9), (0, 9), (0, 9)][..], &[0, 0, 0][..]),
            (2, 0, &[(0, 0), (10, 0), (20, 0), (20, 0), (20, 0)], &[0, 10, W, W + 10, 2 * W]),
            (2, 0, &[(0, 0), (W, 0), (W, 0), (W, 0)], &[0, W, W, 2 * W]),
            (0, 10, &[(0, 6), (5, 4), (7, 1), (8, 9)], &[0, 5, W, W + 5]),
            (0, 10, &[(0, 6), (5, 4), (7, 7), (8, 3)], &[0, 5, W + 5, W + 5]),
            // Larger than the limit.
            (0, 10, &[(0, 1), (5, 11), (6, 1)], &[0, W, 2 * W]),
            // Both.
            (1, 10, &[(0, 10), (5, 1)], &[0, W]),
            (3, 10, &[(0, 5), (1, 5), (2, 5), (3, 0)], &[0, 1, W, W]),
            (3, 10, &[], &none),
        ] {
            assert_eq!(sent(requests, tokens, wishes), expected, "{requests} {tokens} {wishes:?}");
        }
    }

    #[test]
    fn what_was_estimated_is_settled_and_what_never_left_is_forgotten() {
        let now = Instant::now();
        let mut window = Window::new(3, 10);
        window.note(4, 8, now);
        assert_eq!(window.opens(4, now), Some(now + WINDOW));
        window.settle(4, 6);
        assert_eq!(window.opens(4, now), None);
        window.settle(4, 20);
        assert_eq!(window.opens(0, now), Some(now + WINDOW));
        window.withdraw(4);
        assert_eq!(window.opens(10, now), None);
        window.note(5, 10, now);
        // Of what left the log nothing is settled any more.
        assert_eq!(window.opens(10, now + WINDOW), None);
        window.settle(5, 99);
        assert_eq!(window.opens(10, now + WINDOW), None);
    }
}
