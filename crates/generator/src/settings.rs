//! What a run is to do, and with what.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use conditions::{ConditionAssessor, RuleBook};
use dataset::SplitMode;
use jiff::Timestamp;
use llm::ReasoningModel;
use market::MarketSource;
use rewards::Scorer;
use serde::{Deserialize, Serialize};

use crate::collect::{Selector, Window};
use crate::ledger::Prices;
use crate::report::{Reporter, Silent};
use crate::schedule::Shard;
use crate::stop::Stop;

/// Tells the time; a run reads no clock of its own.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What a run works with. Every part can be replaced by one of your own.
#[derive(Clone)]
pub struct Pipeline {
    /// Where the market data come from.
    pub source: Arc<dyn MarketSource>,
    /// What names the market conditions.
    pub assessor: Arc<dyn ConditionAssessor>,
    /// What answers.
    pub model: Arc<dyn ReasoningModel>,
    /// What checks the answers.
    pub scorer: Arc<Scorer>,
    /// What listens.
    pub reporter: Arc<dyn Reporter>,
    /// What tells the time.
    pub clock: Clock,
    /// What the model costs, if that is known. A budget can be kept only if it is.
    pub prices: Option<Prices>,
    /// Ends the run before its time.
    pub stop: Stop,
}

impl Pipeline {
    /// Makes a pipeline with the default rules for market conditions, no listener, no prices, and
    /// nothing that would end it.
    pub fn new(
        source: impl MarketSource + 'static,
        model: impl ReasoningModel + 'static,
        scorer: Scorer,
        clock: impl Fn() -> Timestamp + Send + Sync + 'static,
    ) -> Self {
        Self {
            source: Arc::new(source),
            assessor: Arc::new(RuleBook::default()),
            model: Arc::new(model),
            scorer: Arc::new(scorer),
            reporter: Arc::new(Silent),
            clock: Arc::new(clock),
            prices: None,
            stop: Stop::default(),
        }
    }

    /// Lets something listen to the run.
    #[must_use]
    pub fn reporter(mut self, reporter: impl Reporter + 'static) -> Self {
        self.reporter = Arc::new(reporter);
        self
    }
}

/// What a run is to do.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What decides about the dataset. Two runs that agree in this, and in model, data and rewards,
    /// are the same run.
    pub order: Order,
    /// Where the files go; the run's folder is `runs/<run>` in it.
    pub output_dir: PathBuf,
    /// How many requests are under way at a time; at least 1.
    pub concurrency: usize,
    /// The most that the run may spend, resumptions included, in US dollars.
    pub budget_usd: Option<f64>,
    /// How long answers in flight are waited for when the run is asked to stop.
    pub grace: Duration,
    /// Which run this is.
    pub start: Start,
    /// What whoever resumes the run by its name needs to make the pipeline again. Part of what
    /// makes runs the same.
    pub recipe: serde_json::Value,
}

/// What decides about a dataset.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// The name of the size, for the files: `small`, `custom`.
    pub size: String,
    /// How many accepted examples are wanted, of all shards together.
    pub examples: usize,
    /// What they are about.
    pub selectors: Vec<Selector>,
    /// Which days they are about.
    pub window: Window,
    /// Makes the plan, the answers of the offline analyst and the split repeatable.
    pub seed: u64,
    /// The least composite score that is accepted; `None` accepts every usable answer.
    pub min_quality: Option<f64>,
    /// Whether rewards may be used that fail their own test answers.
    pub unvalidated_rewards: bool,
    /// How many samples a task gets before it is given up; at least 1.
    pub max_attempts: u32,
    /// How many distinct answers of a task are kept. With a number, as many samples as a task may
    /// get are drawn of every task and the best are kept; without, the first accepted answer ends
    /// a task.
    pub samples: Option<u32>,
    /// How the examples are split.
    pub split: SplitMode,
    /// The share of examples that are for evaluation.
    pub eval_fraction: f64,
    /// Which part of the plan is worked on.
    pub shard: Shard,
}

impl Order {
    /// How many answers of a task are kept at most.
    pub(crate) fn kept_samples(&self) -> usize {
        self.samples.unwrap_or(1).max(1) as usize
    }

    /// How many samples a task gets at most.
    pub(crate) fn most_samples(&self) -> u32 {
        self.max_attempts.max(self.samples.unwrap_or(1)).max(1)
    }
}

/// Which run a call works on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// Continues an unfinished run of the same settings, or begins one. Answers that earlier runs
    /// paid for are used again where the request is the same.
    #[default]
    Continue,
    /// Begins a run and asks everything anew.
    Afresh,
    /// Continues the run in this folder.
    Resume(PathBuf),
}

impl Default for Order {
    /// A `small` dataset about the networks.
    fn default() -> Self {
        Self {
            size: "small".to_owned(),
            examples: 50,
            selectors: vec![Selector::Kind(market::SubjectKind::Network)],
            window: Window::All,
            seed: 42,
            min_quality: Some(0.70),
            unvalidated_rewards: false,
            max_attempts: 2,
            samples: None,
            split: SplitMode::Random,
            eval_fraction: 0.1,
            shard: Shard::WHOLE,
        }
    }
}

impl Default for Settings {
    /// A `small` dataset about the networks, in `data`.
    fn default() -> Self {
        Self {
            order: Order::default(),
            output_dir: PathBuf::from("data"),
            concurrency: 8,
            budget_usd: None,
            grace: Duration::from_mins(2),
            start: Start::default(),
            recipe: serde_json::Value::Null,
        }
    }
}
