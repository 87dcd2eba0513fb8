//! Scores answers: parses once, lets every reward read the same parse, and weighs what they say.

use std::borrow::Cow;
use std::sync::atomic::{AtomicUsize, Ordering};

use indexmap::IndexMap;

use crate::arithmetic;
use crate::assess::{Assessment, Context, Reward};
use crate::changes::Changes;
use crate::config::{ConfigError, RewardConfig, Thresholds};
use crate::expected::Recognised;
use crate::facts::TaskFacts;
use crate::figures::Figure;
use crate::integrity::OwnNetworks;
use crate::known::KnownValues;
use crate::lexicon::Lexicon;
use crate::names::Names;
use crate::parse::Answer;
use crate::past::Past;
use crate::rewards;
use crate::rewards::completeness::{AskedPart, asked_parts};
use crate::rewards::structure::{find_sections, title_words};
use crate::scorecard::{Scorecard, Verdicts};
use crate::tables::{Parts, Tables};
use crate::visible::visible;
use crate::words::Words;
use crate::{advice, expected, grounding, history, integrity, mentions};

/// Scores answers against the facts of their tasks.
///
/// A scorer is immutable and can be shared between threads. The same text, facts and prompt give
/// the same bits.
pub struct Scorer {
    rewards: Vec<Weighted>,
    /// The scores of an answer of which nothing is known yet: copied, so that no name is hashed.
    unscored: Components,
    thresholds: Thresholds,
    lexicon: Lexicon,
}

/// The score of each reward by its name.
type Components = IndexMap<String, Option<f64>>;

struct Weighted {
    reward: Box<dyn Reward>,
    /// As the reward says; kept here so that each piece of evidence costs no copy of it.
    name: Cow<'static, str>,
    weight: f64,
}

impl Weighted {
    fn of(row: &rewards::Row) -> Self {
        Self { reward: (row.make)(), name: Cow::Borrowed(row.name), weight: row.weight }
    }
}

/// What is worked out about a task once for all answers to it; see [`Scorer::prepare`].
pub struct Prepared<'f> {
    facts: &'f TaskFacts,
    names: Names,
    past: Past,
    changes: Changes,
    own_networks: OwnNetworks,
    asked: Vec<AskedPart<'f>>,
    known: KnownValues,
    /// The words of the titles of the required sections.
    titles: Vec<Vec<u64>>,
    wanted: Recognised<'f>,
}

/// How many answers of a batch a thread takes at a time: few, so that one long answer does not keep
/// the other threads waiting.
const BLOCK: usize = 8;

/// One answer to score in a batch.
#[derive(Clone, Copy, Debug)]
pub struct ScoreInput<'a> {
    /// The answer.
    pub response: &'a str,
    /// What is true of its task.
    pub facts: &'a TaskFacts,
    /// The text of the question, where it is known.
    pub prompt: Option<&'a str>,
}

/// Builds a [`Scorer`], with rewards of the user's own.
#[derive(Default)]
pub struct ScorerBuilder {
    config: RewardConfig,
    own: Vec<Weighted>,
}

impl ScorerBuilder {
    /// Sets weights and thresholds.
    #[must_use]
    pub fn config(mut self, config: RewardConfig) -> Self {
        self.config = config;
        self
    }

    /// Registers a reward beside the eight; the configuration may override its weight by name.
    #[must_use]
    pub fn reward(mut self, reward: impl Reward + 'static, weight: f64) -> Self {
        let name = Cow::Owned(reward.name().to_owned());
        self.own.push(Weighted { reward: Box::new(reward), name, weight });
        self
    }

    /// Builds the scorer.
    ///
    /// # Errors
    ///
    /// If a weight names no reward, is negative or no number, if all weights are 0, if two
    /// rewards share a name, or if a threshold is out of its range.
    pub fn build(self) -> Result<Scorer, ConfigError> {
        self.config.thresholds.check()?;
        let mut weighted: Vec<Weighted> = rewards::TABLE.iter().map(Weighted::of).collect();
        weighted.extend(self.own);
        for (index, one) in weighted.iter().enumerate() {
            let name = one.reward.name();
            if weighted[..index].iter().any(|it| it.reward.name() == name) {
                return Err(ConfigError::DuplicateReward(name.to_owned()));
            }
        }
        for (name, &weight) in &self.config.weights {
            match weighted.iter_mut().find(|it| it.reward.name() == name) {
                Some(found) => found.weight = weight,
                None => {
                    return Err(ConfigError::UnknownReward {
                        name: name.clone(),
                        known: weighted.iter().map(|it| it.reward.name().to_owned()).collect(),
                    });
                }
            }
        }
        for one in &weighted {
            if !(one.weight.is_finite() && one.weight >= 0.0) {
                return Err(ConfigError::BadWeight {
                    name: one.reward.name().to_owned(),
                    weight: one.weight,
                });
            }
        }
        if weighted.iter().all(|it| it.weight == 0.0) {
            return Err(ConfigError::NoWeight);
        }
        Ok(Scorer::of(weighted, self.config.thresholds))
    }
}

impl Default for Scorer {
    /// The eight rewards with their default weights and thresholds.
    fn default() -> Self {
        Self::of(rewards::TABLE.iter().map(Weighted::of).collect(), Thresholds::default())
    }
}

impl Scorer {
    fn of(rewards: Vec<Weighted>, thresholds: Thresholds) -> Self {
        let unscored = rewards.iter().map(|it| (it.name.to_string(), None)).collect();
        Self { rewards, unscored, thresholds, lexicon: Lexicon::new() }
    }

    /// Builds a scorer of the eight rewards.
    ///
    /// # Errors
    ///
    /// As [`ScorerBuilder::build`].
    pub fn new(config: RewardConfig) -> Result<Self, ConfigError> {
        Self::builder().config(config).build()
    }

    /// Starts building a scorer.
    pub fn builder() -> ScorerBuilder {
        ScorerBuilder::default()
    }

    /// Returns the names and weights of the rewards, in the order of the scorecard.
    pub fn weights(&self) -> impl Iterator<Item = (&str, f64)> {
        self.rewards.iter().map(|it| (it.reward.name(), it.weight))
    }

    /// Returns the thresholds in force.
    pub fn thresholds(&self) -> &Thresholds {
        &self.thresholds
    }

    /// Works out what is needed of a task, once for many answers to it.
    ///
    /// ```
    /// use rewards::{Scorer, builtin_mocks};
    ///
    /// let scorer = Scorer::default();
    /// let mock = &builtin_mocks()[0];
    /// let task = scorer.prepare(&mock.task);
    /// for answer in [mock.text.as_str(), "Buy."] {
    ///     let card = scorer.score_prepared(&task, answer, None);
    ///     assert_eq!(card, scorer.score(answer, &mock.task, None));
    /// }
    /// ```
    pub fn prepare<'f>(&self, facts: &'f TaskFacts) -> Prepared<'f> {
        let names = Names::of(facts, &self.lexicon);
        let past = Past::of(facts, &names);
        let titles = title_words(facts, &self.lexicon);
        let wanted = Recognised::of(facts, &names, &self.lexicon);
        let changes = Changes::of(facts, &names, &past);
        Prepared {
            facts,
            past,
            changes,
            own_networks: OwnNetworks::of(facts),
            asked: asked_parts(facts, &names, &self.lexicon),
            known: KnownValues::of(facts),
            names,
            titles,
            wanted,
        }
    }

    /// Scores one answer. `prompt`, if given, lets integrity recognise the question pasted back.
    pub fn score(&self, response: &str, facts: &TaskFacts, prompt: Option<&str>) -> Scorecard {
        self.score_prepared(&self.prepare(facts), response, prompt)
    }

    /// Scores one answer to a prepared task, as [`Scorer::score`] does.
    pub fn score_prepared(
        &self,
        prepared: &Prepared<'_>,
        response: &str,
        prompt: Option<&str>,
    ) -> Scorecard {
        let mut assessments = Vec::with_capacity(self.rewards.len());
        self.with_prepared(prepared, response, prompt, |context| {
            for one in &self.rewards {
                // A weight of 0 leaves a reward out, so that it costs no time either.
                let assessment = if one.weight > 0.0 {
                    one.reward.assess(context)
                } else {
                    Assessment::not_asked()
                };
                assessments.push(assessment);
            }
            let integrity = integrity::assess(context);
            let rows = self
                .rewards
                .iter()
                .zip(assessments)
                .map(|(one, assessment)| (&one.name, one.weight, assessment));
            Scorecard::assemble(
                response,
                self.unscored.clone(),
                rows,
                integrity,
                &Verdicts {
                    judgements: context.judgements,
                    readings: context.readings,
                    names: context.names,
                },
            )
        })
    }

    /// Scores a batch on `threads` threads (0 means one for each core), in the order given.
    pub fn score_batch(&self, inputs: &[ScoreInput<'_>], threads: usize) -> Vec<Scorecard> {
        let cores = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let threads = if threads == 0 { cores() } else { threads };
        let threads = threads.min(inputs.len()).max(1);
        if threads == 1 {
            return self.score_block(inputs);
        }
        let next = AtomicUsize::new(0);
        let work = || {
            let mut done: Vec<(usize, Vec<Scorecard>)> = Vec::new();
            loop {
                let start = next.fetch_add(BLOCK, Ordering::Relaxed);
                if start >= inputs.len() {
                    return done;
                }
                let end = (start + BLOCK).min(inputs.len());
                done.push((start, self.score_block(&inputs[start..end])));
            }
        };
        let mut blocks: Vec<(usize, Vec<Scorecard>)> = std::thread::scope(|scope| {
            let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
            let mut blocks = work();
            for other in others {
                match other.join() {
                    Ok(done) => blocks.extend(done),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            blocks
        });
        blocks.sort_by_key(|(start, _)| *start);
        blocks.into_iter().flat_map(|(_, cards)| cards).collect()
    }

    /// Scores some answers in their order. Answers to one task in a row share what is worked out
    /// about it.
    fn score_block(&self, inputs: &[ScoreInput<'_>]) -> Vec<Scorecard> {
        let mut last: Option<Prepared<'_>> = None;
        inputs
            .iter()
            .map(|input| {
                let known = last.take().filter(|it| std::ptr::eq(it.facts, input.facts));
                let prepared = last.insert(known.unwrap_or_else(|| self.prepare(input.facts)));
                self.score_prepared(prepared, input.response, input.prompt)
            })
            .collect()
    }

    /// Works out what the rewards read, and hands it to `then`.
    ///
    /// This is for tools that want to look at the readings themselves; [`Scorer::score`] is for
    /// everyone else.
    pub fn with_context<R>(
        &self,
        response: &str,
        facts: &TaskFacts,
        prompt: Option<&str>,
        then: impl FnOnce(&Context<'_>) -> R,
    ) -> R {
        self.with_prepared(&self.prepare(facts), response, prompt, then)
    }

    fn with_prepared<R>(
        &self,
        prepared: &Prepared<'_>,
        response: &str,
        prompt: Option<&str>,
        then: impl FnOnce(&Context<'_>) -> R,
    ) -> R {
        let Prepared { facts, names, past, changes, own_networks, known, titles, asked, wanted } =
            prepared;
        let response = visible(response, &facts.required_sections);
        let (answer, words) = Answer::with_words(&response);
        let words = Words::of(&answer, words);
        let figures = Figure::of_all(&answer.numbers, known);
        let days: Vec<_> = answer.dates.iter().map(|it| past.named(it)).collect();
        let mentions = mentions::find(&answer, &words, names);
        let tables = Tables::find(Parts {
            answer: &answer,
            facts,
            words: &words,
            names,
            mentions: &mentions,
        });
        let judgements = arithmetic::judge_all(&answer, facts);
        let mut context = Context {
            answer: &answer,
            facts,
            prompt,
            thresholds: &self.thresholds,
            words: &words,
            lexicon: &self.lexicon,
            known,
            names,
            past,
            changes,
            own_networks,
            figures: &figures,
            days: &days,
            mentions: &mentions,
            tables: &tables,
            sections: &[],
            asked,
            advice: &[],
            judgements: &judgements,
            readings: &[],
            comparisons: &[],
            calculations: &[],
        };
        let sections = find_sections(&context, titles);
        context.sections = &sections;
        let advice = advice::find(&context);
        context.advice = &advice;
        let comparisons = history::compare(&context);
        context.comparisons = &comparisons;
        let readings = grounding::read(&context);
        context.readings = &readings;
        let calculations = expected::find(&context, wanted);
        context.calculations = &calculations;
        then(&context)
    }
}
