//! The run: collect, plan, ask, score, write, split.

use std::path::PathBuf;
use std::sync::Arc;

use conditions::{ConditionAssessor, RuleBook};
use dataset::{
    DatasetWriter as _, FileSet, JsonlDataset, JsonlFile, Provenance, RawExample, SplitMode,
    SplitOptions, TrainingExample,
};
use futures::StreamExt as _;
use futures::stream::FuturesOrdered;
use indexmap::IndexMap;
use jiff::Timestamp;
use llm::{Completion, ReasoningModel, Request, Sampling, Usage};
use market::{DropReport, MarketSource};
use rewards::{Scorecard, Scorer};
use tasks::{Desk, Plan, Task, TaskKind};

use crate::collect::{Selector, Window, collect};
use crate::report::{Event, Progress, Rejection, Reporter, Silent};
use crate::summary::{Distribution, Stopped, Summary};
use crate::{Error, ladder};

/// How many tasks may fail one after the other, for want of any answer, before the run ends: a
/// service that is out of reach stays so for the next task too.
const MOST_FAILURES: usize = 10;

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
}

impl Pipeline {
    /// Makes a pipeline with the default rules for market conditions and no listener.
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
    /// The name of the size, for the files: `small`, `custom`.
    pub size: String,
    /// How many accepted examples are wanted.
    pub examples: usize,
    /// What they are about.
    pub selectors: Vec<Selector>,
    /// Which days they are about.
    pub window: Window,
    /// Makes the plan, the answers of the offline analyst and the split repeatable.
    pub seed: u64,
    /// Where the files go.
    pub output_dir: PathBuf,
    /// The least composite score that is accepted; `None` accepts every usable answer.
    pub min_quality: Option<f64>,
    /// Whether rewards may be used that fail their own test answers.
    pub unvalidated_rewards: bool,
    /// How many samples a task gets before it is given up; at least 1.
    pub max_attempts: u32,
    /// How many tasks are worked on at a time; at least 1.
    pub concurrency: usize,
    /// How the examples are split.
    pub split: SplitMode,
    /// The share of examples that are for evaluation.
    pub eval_fraction: f64,
}

impl Default for Settings {
    /// A `small` dataset about the networks, in `data`.
    fn default() -> Self {
        Self {
            size: "small".to_owned(),
            examples: 50,
            selectors: vec![Selector::Kind(market::SubjectKind::Network)],
            window: Window::All,
            seed: 42,
            output_dir: PathBuf::from("data"),
            min_quality: Some(0.70),
            unvalidated_rewards: false,
            max_attempts: 2,
            concurrency: 8,
            split: SplitMode::Random,
            eval_fraction: 0.1,
        }
    }
}

/// Makes a dataset: the whole way from market data to the split files.
///
/// The files appear under their final names only when all of them are whole. Fewer examples than
/// wanted are no error: [`Summary::is_complete`] tells, and [`Summary::stopped`] whether the model
/// ended the run. What had been accepted by then is written.
///
/// # Errors
/// Before anything is asked, if the data cannot carry the plan or the rewards fail their test
/// answers; later, if the model fails before anything is accepted or the disk takes no file.
pub async fn generate(pipeline: &Pipeline, settings: &Settings) -> Result<Summary, Error> {
    let start = (pipeline.clock)();
    let reporter = &*pipeline.reporter;
    let collected =
        collect(&*pipeline.source, &settings.selectors, settings.window, reporter).await?;
    let mut desk = Desk::new(pipeline.assessor.clone());
    for (series, asked) in collected.series {
        desk.add(series, asked);
    }
    let plan = Plan::new(&desk, settings.seed, settings.examples)?;
    reporter.event(Event::Planned {
        wanted: settings.examples,
        standing_by: plan.len() - settings.examples,
    });
    if !settings.unvalidated_rewards && settings.min_quality.is_some() {
        let answers = ladder::check(&pipeline.scorer)?;
        reporter.event(Event::Validated { answers });
    }
    let files = names(settings, start);
    let run = format!("{}-{}", settings.size, start.strftime("%Y%m%dT%H%M%SZ"));
    let mut tally = Tally::new(pipeline, settings, run, files.clone());
    tally.drops(&collected.dropped);
    let mut writer = JsonlDataset::create(&files)?;
    let stopped = ask(pipeline, settings, plan.tasks(&desk), &mut tally, &mut writer).await?;
    if let Some(error) = stopped {
        if tally.summary.accepted == 0 {
            return Err(Error::Model(error));
        }
        tally.summary.stopped = Some(Stopped::by(&error));
    }
    publish(settings, writer, start, &mut tally)?;
    Ok(tally.summary)
}

/// Asks tasks in the order of the plan until enough are accepted.
///
/// A task is begun only when it is certain that those before it do not suffice, so that nothing is
/// asked in vain and the same tasks are used whatever the order in which answers arrive.
///
/// Returns what ended the run before its time, if something did: an error that no other request
/// can escape, or too many failures in a row. What is in flight then is waited for: it may be paid.
async fn ask(
    pipeline: &Pipeline,
    settings: &Settings,
    mut tasks: impl Iterator<Item = Task>,
    tally: &mut Tally,
    writer: &mut JsonlDataset,
) -> Result<Option<llm::Error>, Error> {
    let mut in_flight = FuturesOrdered::new();
    let mut stopped = None;
    let mut failures_in_a_row = 0;
    loop {
        let missing = settings.examples - tally.summary.accepted;
        while stopped.is_none() && in_flight.len() < missing.min(settings.concurrency.max(1)) {
            let Some(task) = tasks.next() else { break };
            let (pipeline, settings) = (pipeline.clone(), settings.clone());
            in_flight
                .push_back(tokio::spawn(async move { work(&pipeline, &settings, task).await }));
        }
        let Some(answered) = in_flight.next().await else {
            return Ok(stopped);
        };
        let mut answered = answered.map_err(Error::Worker)?;
        for (rejection, score) in &answered.rejections {
            pipeline.reporter.event(Event::Rejected {
                task: &answered.task.facts.id,
                rejection: *rejection,
                score: *score,
                failure: answered.failure.as_ref().filter(|_| *rejection == Rejection::Failed),
            });
        }
        failures_in_a_row = if answered.failure.is_some() { failures_in_a_row + 1 } else { 0 };
        if let Some(error) = answered.failure.take().filter(|_| stopped.is_none())
            && (error.kind().ends_run() || failures_in_a_row >= MOST_FAILURES)
        {
            stopped = Some(error);
        }
        if let Some(raw) = tally.count(answered) {
            writer.write(&raw, &TrainingExample::from(&raw))?;
        }
        pipeline.reporter.event(Event::Progress(&tally.progress));
    }
}

/// What became of a task.
struct Answered {
    task: Task,
    rejections: Vec<(Rejection, Option<f64>)>,
    cards: Vec<Scorecard>,
    accepted: Option<Accepted>,
    /// Why the last request got no answer.
    failure: Option<llm::Error>,
    /// What all samples took together.
    usage: Usage,
}

struct Accepted {
    completion: Completion,
    timestamp: Timestamp,
}

/// Asks a task until an answer is accepted or the attempts are used up.
async fn work(pipeline: &Pipeline, settings: &Settings, task: Task) -> Answered {
    let sampling = Sampling { seed: settings.seed, ..Sampling::default() };
    let mut request = Request::new(task.prompt.clone(), sampling);
    let mut answered = Answered {
        task,
        rejections: Vec::new(),
        cards: Vec::new(),
        accepted: None,
        failure: None,
        usage: Usage::default(),
    };
    for sample in 0..settings.max_attempts.max(1) {
        request.sample = sample;
        match pipeline.model.complete(&request).await {
            Ok(completion) => {
                answered.usage.add(&completion.usage);
                if let Some(rejection) = judge(pipeline, settings, &completion, &mut answered) {
                    answered.rejections.push(rejection);
                    continue;
                }
                answered.accepted = Some(Accepted { completion, timestamp: (pipeline.clock)() });
                break;
            }
            // The model has tried as often as makes sense: another sample would fare no better.
            Err(error) => {
                answered.rejections.push((Rejection::Failed, None));
                answered.failure = Some(error);
                break;
            }
        }
    }
    answered
}

/// Scores an answer; `None` if it is accepted, else why it is not, and its score.
fn judge(
    pipeline: &Pipeline,
    settings: &Settings,
    completion: &Completion,
    answered: &mut Answered,
) -> Option<(Rejection, Option<f64>)> {
    if let Err(unusable) = completion.usable() {
        return Some((Rejection::Unusable(unusable), None));
    }
    let Task { facts, prompt, .. } = &answered.task;
    let card = pipeline.scorer.score(&completion.answer, facts, Some(prompt));
    let score = card.score;
    answered.cards.push(card);
    match (settings.min_quality?, score) {
        (_, None) => Some((Rejection::NotScored, None)),
        (least, Some(score)) => (score < least).then_some((Rejection::LowScore, Some(score))),
    }
}

/// Splits the examples and gives the files their names.
fn publish(
    settings: &Settings,
    mut writer: JsonlDataset,
    start: Timestamp,
    tally: &mut Tally,
) -> Result<(), Error> {
    writer.training.flush()?;
    let mut train = JsonlFile::create(&tally.summary.files.train)?;
    let mut eval = JsonlFile::create(&tally.summary.files.eval)?;
    let options = SplitOptions {
        mode: settings.split,
        eval_fraction: settings.eval_fraction,
        seed: settings.seed,
    };
    let training = writer.training.partial();
    tally.summary.split = dataset::split(training, options, &mut train, &mut eval)?;
    // Another run may have taken the names since they were chosen: then all four get the next.
    while let Err(error) = writer.raw.publish_as(&tally.summary.files.raw) {
        if error.kind() != dataset::ErrorKind::NameTaken {
            return Err(error.into());
        }
        tally.summary.files = names(settings, start);
    }
    let files = &tally.summary.files;
    writer.training.publish_as(&files.training)?;
    train.publish_as(&files.train)?;
    eval.publish_as(&files.eval)?;
    Ok(())
}

/// The names of the run's files, free at this moment.
fn names(settings: &Settings, start: Timestamp) -> FileSet {
    FileSet::new(&settings.output_dir, &settings.size, settings.selectors.len(), start)
}

/// Counts what happens, and turns accepted answers into records.
struct Tally {
    summary: Summary,
    progress: Progress,
    unvalidated_rewards: bool,
    model_is_synthetic: bool,
}

impl Tally {
    fn new(pipeline: &Pipeline, settings: &Settings, run: String, files: FileSet) -> Self {
        let kinds = TaskKind::ALL.map(|kind| (kind.name().to_owned(), 0));
        Self {
            summary: Summary {
                run,
                wanted: settings.examples,
                accepted: 0,
                given_up: IndexMap::new(),
                rejected: IndexMap::new(),
                asked: 0,
                usage: Usage::default(),
                stopped: None,
                model: pipeline.model.id().to_owned(),
                synthetic: pipeline.model.is_synthetic(),
                data_source: pipeline.source.name().to_owned(),
                kinds: kinds.into_iter().collect(),
                subjects: IndexMap::new(),
                scores: Distribution::default(),
                all_scores: Distribution::default(),
                components: IndexMap::new(),
                dropped: IndexMap::new(),
                min_quality: settings.min_quality,
                eval_fraction: settings.eval_fraction,
                split: dataset::SplitReport::default(),
                files,
            },
            progress: Progress { wanted: settings.examples, ..Progress::default() },
            unvalidated_rewards: settings.unvalidated_rewards,
            model_is_synthetic: pipeline.model.is_synthetic(),
        }
    }

    fn drops(&mut self, dropped: &DropReport) {
        for drop in dropped {
            *self.summary.dropped.entry(drop.reason.to_string()).or_default() += 1;
        }
        self.summary.dropped.sort_keys();
    }

    fn count(&mut self, answered: Answered) -> Option<RawExample> {
        let attempts = answered.rejections.len() + usize::from(answered.accepted.is_some());
        self.summary.asked += attempts;
        self.summary.usage.add(&answered.usage);
        self.progress.asked = self.summary.asked;
        for (rejection, _) in &answered.rejections {
            *self.summary.rejected.entry(rejection.to_string()).or_default() += 1;
            *self.progress.rejected.entry(*rejection).or_default() += 1;
        }
        for card in &answered.cards {
            card.score.into_iter().for_each(|score| self.summary.all_scores.add(score));
            for (name, score) in &card.components {
                let component = self.summary.components.entry(name.clone()).or_default();
                if let Some(score) = score {
                    component.add(*score);
                }
            }
        }
        let Some(accepted) = answered.accepted else {
            if let Some((last, _)) = answered.rejections.last() {
                *self.summary.given_up.entry(last.to_string()).or_default() += 1;
            }
            return None;
        };
        let card = answered.cards.last()?;
        card.score.into_iter().for_each(|score| self.summary.scores.add(score));
        self.summary.accepted += 1;
        let synthetic = self.model_is_synthetic || accepted.completion.is_synthetic();
        self.summary.synthetic |= synthetic;
        self.progress.accepted += 1;
        let task = answered.task;
        *self.summary.kinds.entry(task.key.kind.name().to_owned()).or_default() += 1;
        for subject in &task.key.subjects {
            *self.summary.subjects.entry(subject.to_string()).or_default() += 1;
        }
        self.summary.subjects.sort_keys();
        Some(RawExample {
            date: task.key.date,
            chain: task.chain(),
            input: task.prompt,
            reasoning: accepted.completion.reasoning.unwrap_or_default(),
            output: accepted.completion.answer,
            market_data: task.market_data,
            quality_score: card.score,
            model: accepted.completion.model,
            timestamp: accepted.timestamp,
            conditions: task.conditions,
            rewards: card.summary(),
            task: task.facts,
            provenance: Provenance {
                run: self.summary.run.clone(),
                attempt: attempts as u32,
                data_source: self.summary.data_source.clone(),
                synthetic,
                unvalidated_rewards: self.unvalidated_rewards,
                provider: accepted.completion.provider,
                generation_id: accepted.completion.generation_id,
                usage: accepted.completion.usage,
            },
        })
    }
}
