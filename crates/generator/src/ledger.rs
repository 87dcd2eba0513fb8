//! What a run has spent and may still spend.

use std::sync::{Mutex, PoisonError};

use journal::Money;
use llm::{Request, Usage};
use tokio::sync::Notify;

/// More tokens than a chat template puts around a message.
const TEMPLATE_TOKENS: usize = 64;

/// What a model costs, in US dollars.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Prices {
    /// A token of the question.
    pub prompt_usd: f64,
    /// A token of trace and answer.
    pub completion_usd: f64,
    /// A request, whatever its size.
    pub request_usd: f64,
}

impl Prices {
    /// The most that a request can cost: a token has at least one byte, and trace and answer
    /// together have at most `max_tokens`. The chat template adds a few.
    pub fn worst_usd(&self, request: &Request) -> f64 {
        self.request_usd
            + self.prompt_usd * (request.prompt.len() + TEMPLATE_TOKENS) as f64
            + self.completion_usd * f64::from(request.sampling.max_tokens)
    }

    /// What a request costs whose tokens are known.
    pub fn cost_usd(&self, usage: &Usage) -> Option<f64> {
        Some(
            self.request_usd
                + self.prompt_usd * usage.prompt_tokens? as f64
                + self.completion_usd * usage.completion_tokens? as f64,
        )
    }
}

/// The next request could pass the budget, and nothing is in flight that could turn out cheaper.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error(
    "${spent_usd:.4} of the budget of ${budget_usd:.2} are spent, and the next request may cost ${worst_usd:.4}"
)]
pub struct BudgetReached {
    /// The budget.
    pub budget_usd: f64,
    /// What was spent, at most.
    pub spent_usd: f64,
    /// What the next request may cost.
    pub worst_usd: f64,
}

/// Keeps a budget: a request is made only if it could not pass the budget even if every request in
/// flight cost the most that it can.
#[derive(Debug)]
pub(crate) struct Ledger {
    budget_usd: Option<f64>,
    prices: Option<Prices>,
    balance: Mutex<Balance>,
    settled: Notify,
}

/// The state of a [`Ledger`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Balance {
    pub(crate) spent: Money,
    pub(crate) in_flight: u64,
    pub(crate) in_flight_worst_usd: f64,
}

impl Ledger {
    /// A ledger that goes on from what was spent before.
    pub(crate) fn new(budget_usd: Option<f64>, prices: Option<Prices>, spent: Money) -> Self {
        Self {
            budget_usd,
            prices,
            balance: Mutex::new(Balance { spent, ..Balance::default() }),
            settled: Notify::new(),
        }
    }

    /// The most that a request can cost, if prices are known.
    pub(crate) fn worst_usd(&self, request: &Request) -> Option<f64> {
        self.prices.map(|prices| prices.worst_usd(request))
    }

    /// Sets aside what a request can cost at most; waits for requests in flight if they hold what
    /// is needed.
    pub(crate) async fn reserve(&self, worst_usd: Option<f64>) -> Result<(), BudgetReached> {
        loop {
            let settled = self.settled.notified();
            tokio::pin!(settled);
            // Registered before the balance is looked at, so that no settling in between is missed.
            settled.as_mut().enable();
            match self.try_reserve(worst_usd.unwrap_or(0.0)) {
                Ok(()) => return Ok(()),
                Err(Some(reached)) => {
                    // Whoever else waits will find the same.
                    self.settled.notify_waiters();
                    return Err(reached);
                }
                Err(None) => settled.await,
            }
        }
    }

    fn try_reserve(&self, worst_usd: f64) -> Result<(), Option<BudgetReached>> {
        let mut balance = self.balance();
        if let Some(budget_usd) = self.budget_usd {
            let spent_usd = balance.spent.at_most_usd();
            if spent_usd + balance.in_flight_worst_usd + worst_usd > budget_usd {
                let reached = BudgetReached { budget_usd, spent_usd, worst_usd };
                return Err((balance.in_flight == 0).then_some(reached));
            }
        }
        balance.in_flight += 1;
        balance.in_flight_worst_usd += worst_usd;
        Ok(())
    }

    /// What an answer is taken to have cost: what the service told, else by its tokens, else the
    /// worst.
    pub(crate) fn charge(&self, worst_usd: Option<f64>, usage: &Usage) -> Option<f64> {
        let by_tokens = self.prices.and_then(|prices| prices.cost_usd(usage));
        usage.cost_usd.or(by_tokens).or(worst_usd)
    }

    /// An answer came, or a refusal that costs nothing.
    pub(crate) fn settle(&self, worst_usd: Option<f64>, charged_usd: f64) {
        let mut balance = self.balance();
        balance.release(worst_usd);
        balance.spent.answers_usd += charged_usd;
        drop(balance);
        self.settled.notify_waiters();
    }

    /// A request brought no answer, but may have been charged.
    pub(crate) fn lose(&self, worst_usd: Option<f64>) {
        let mut balance = self.balance();
        balance.release(worst_usd);
        balance.spent.lost_usd += worst_usd.unwrap_or(0.0);
        balance.spent.lost_requests += 1;
        drop(balance);
        self.settled.notify_waiters();
    }

    pub(crate) fn balance(&self) -> std::sync::MutexGuard<'_, Balance> {
        self.balance.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Balance {
    fn release(&mut self, worst_usd: Option<f64>) {
        self.in_flight -= 1;
        self.in_flight_worst_usd -= worst_usd.unwrap_or(0.0);
        if self.in_flight == 0 {
            // Sums of parts that were added and taken away again end in dust.
            self.in_flight_worst_usd = 0.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use llm::Sampling;

    use super::*;

    const PRICES: Prices = Prices { prompt_usd: 0.01, completion_usd: 0.001, request_usd: 0.5 };

    fn ledger(budget_usd: f64) -> Ledger {
        Ledger::new(Some(budget_usd), Some(PRICES), Money::default())
    }

    #[test]
    fn the_worst_case_is_one() {
        let sampling = Sampling { max_tokens: 100, ..Sampling::default() };
        let request = Request::new("äöü", sampling);
        assert_eq!(PRICES.worst_usd(&request), 0.5 + 70.0 * 0.01 + 0.1);
        let told = Usage { cost_usd: Some(0.2), ..Usage::default() };
        let counted =
            Usage { prompt_tokens: Some(3), completion_tokens: Some(50), ..Usage::default() };
        let ledger = ledger(1.0);
        assert_eq!(ledger.charge(Some(0.66), &told), Some(0.2));
        assert_eq!(ledger.charge(Some(0.66), &counted), Some(0.5 + 0.03 + 0.05));
        assert_eq!(ledger.charge(Some(0.66), &Usage::default()), Some(0.66));
    }

    #[tokio::test(start_paused = true)]
    async fn waits_for_what_is_in_flight_and_no_longer() {
        let ledger = Arc::new(ledger(1.0));
        ledger.reserve(Some(0.6)).await.unwrap();
        let second = tokio::spawn({
            let ledger = ledger.clone();
            async move { ledger.reserve(Some(0.6)).await }
        });
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert!(!second.is_finished());
        ledger.settle(Some(0.6), 0.3);
        second.await.unwrap().unwrap();
        ledger.lose(Some(0.6));
        let reached = ledger.reserve(Some(0.6)).await.unwrap_err();
        assert!((reached.spent_usd - 0.9).abs() < 1e-9, "{reached}");
        ledger.reserve(Some(0.05)).await.unwrap();
    }

    #[tokio::test]
    async fn without_a_budget_nothing_waits() {
        let ledger = Ledger::new(None, None, Money::default());
        for _ in 0..1_000 {
            ledger.reserve(None).await.unwrap();
        }
        assert_eq!(ledger.balance().in_flight, 1_000);
    }

    #[tokio::test]
    async fn the_budget_counts_what_was_spent_before() {
        let before = Money { answers_usd: 0.5, lost_usd: 0.4, lost_requests: 1 };
        let ledger = Ledger::new(Some(1.0), Some(PRICES), before);
        assert!(ledger.reserve(Some(0.2)).await.is_err());
        ledger.reserve(Some(0.05)).await.unwrap();
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn many_at_once_never_pass_the_budget() {
        let ledger = Arc::new(ledger(10.0));
        let workers: Vec<_> = (0..64)
            .map(|worker| {
                let ledger = ledger.clone();
                tokio::spawn(async move {
                    let worst = 0.1 + f64::from(worker % 5) * 0.05;
                    while ledger.reserve(Some(worst)).await.is_ok() {
                        let balance = *ledger.balance();
                        let most = balance.spent.at_most_usd() + balance.in_flight_worst_usd;
                        assert!(most <= 10.0 + 1e-9);
                        tokio::task::yield_now().await;
                        if worker % 7 == 0 {
                            ledger.lose(Some(worst));
                        } else {
                            ledger.settle(Some(worst), worst / 2.0);
                        }
                    }
                })
            })
            .collect();
        for worker in workers {
            worker.await.unwrap();
        }
        assert!(ledger.balance().spent.at_most_usd() <= 10.0 + 1e-9);
        assert!(ledger.balance().spent.at_most_usd() > 9.0);
    }
}
