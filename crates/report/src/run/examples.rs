//! The answers that a report shows, scored again for the places of what was found.

use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use journal::Reader;
use rewards::scorecard::CheckedEvidence;
use rewards::{Scorecard, Scorer, TaskFacts};
use serde::Serialize;

use super::Error;
use super::marks::{Mark, Places, marked, number};
use super::prompt::{Block, blocks as prompt_blocks};
use super::record::Request;
use crate::embed::{json_block, visible};

/// An answer with all that is shown of it.
#[derive(Debug, Serialize)]
pub(super) struct Example {
    task: String,
    kind: String,
    chain: String,
    date: String,
    sample: u32,
    verdict: String,
    score: Option<f64>,
    facts: Vec<(&'static str, String)>,
    prompt: Vec<Block>,
    trace: Option<String>,
    answer: String,
    marks: Vec<Mark>,
    rewards: Vec<Part>,
    /// What the composite is multiplied with, and why it is less than 1.
    integrity: f64,
    integrity_reasons: Vec<String>,
}

/// What a reward makes of an answer.
#[derive(Debug, Serialize)]
struct Part {
    name: String,
    /// `None` if it was not asked for.
    score: Option<f64>,
    weight: f64,
    evidence: Vec<Evidence>,
}

/// What a reward found.
#[derive(Debug, Serialize)]
struct Evidence {
    finding: rewards::Finding,
    note: String,
    /// Where, in UTF-16 units of the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<(u32, u32)>,
}

/// How many answers are held in memory at a time.
const AT_A_TIME: usize = 32;

/// What the list of answers says of one.
#[derive(Serialize)]
struct Row {
    kind: String,
    chain: String,
    date: String,
    sample: u32,
    verdict: String,
    score: Option<f64>,
    wrong: usize,
    contradicted: usize,
}

impl Row {
    fn of(example: &Example) -> Self {
        let count = |look: &str| example.marks.iter().filter(|mark| mark.look == look).count();
        Self {
            kind: example.kind.clone(),
            chain: example.chain.clone(),
            date: example.date.clone(),
            sample: example.sample,
            verdict: example.verdict.clone(),
            score: example.score,
            wrong: count("wrong"),
            contradicted: count("contradicted"),
        }
    }
}

/// Writes the blocks of data of the page: each answer for itself, so that it is read when it is looked at, and
/// a list of all.
pub(super) fn write(
    folder: &Path,
    drawn: &[&Request],
    scorer: &Scorer,
    out: &mut impl Write,
) -> Result<(), Error> {
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    let readers: Vec<Reader> =
        (0..workers).map(|_| Reader::open(folder)).collect::<Result<_, _>>()?;
    let mut readers: Vec<Mutex<Reader>> = readers.into_iter().map(Mutex::new).collect();
    let mut rows = Vec::with_capacity(drawn.len());
    for some in drawn.chunks(AT_A_TIME) {
        for example in examples(&mut readers, some, scorer)? {
            out.write_all(json_block(&format!("data-{}", rows.len()), &example).as_bytes())?;
            rows.push(Row::of(&example));
        }
    }
    out.write_all(json_block("answers-index", &rows).as_bytes())?;
    Ok(())
}

/// Reads and scores some answers, on all cores; in their order.
fn examples(
    readers: &mut [Mutex<Reader>],
    some: &[&Request],
    scorer: &Scorer,
) -> Result<Vec<Example>, Error> {
    let each = some.len().div_ceil(readers.len()).max(1);
    std::thread::scope(|scope| {
        let parts = readers.iter_mut().zip(some.chunks(each));
        let workers: Vec<_> = parts
            .map(|(reader, part)| {
                scope.spawn(move || {
                    let reader = reader.get_mut().unwrap_or_else(PoisonError::into_inner);
                    let examples = part.iter().map(|request| example(reader, request, scorer));
                    examples.filter_map(Result::transpose).collect::<Result<Vec<_>, Error>>()
                })
            })
            .collect();
        let mut examples = Vec::with_capacity(some.len());
        for worker in workers {
            match worker.join() {
                Ok(done) => examples.extend(done?),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        Ok(examples)
    })
}

fn example(reader: &Reader, request: &Request, scorer: &Scorer) -> Result<Option<Example>, Error> {
    let Some(answer) = reader.answer(request.attempt)? else { return Ok(None) };
    let Some(task) = reader.task(request.position)? else { return Ok(None) };
    let facts: TaskFacts = serde_json::from_str(&task.facts)
        .map_err(|source| Error::Record { what: format!("the facts of {}", task.id), source })?;
    let completion = answer.completion;
    // What is no example for another reason than its score was not scored in the run either.
    let card = completion
        .usable()
        .is_ok()
        .then(|| scorer.score(&completion.answer, &facts, Some(&task.prompt)));
    let (text, places) = marked(&completion.answer, card.as_ref());
    let rewards = card.as_ref().map(|card| parts(card, scorer, &places)).unwrap_or_default();
    let again = card.as_ref().and_then(|card| card.score);
    let mut shown = vec![("model", completion.model.clone())];
    let optional = [
        ("provider", completion.provider.clone()),
        ("latency", request.latency.map(super::record::duration)),
        ("cost", request.cost_usd.map(|cost| format!("${}", number(cost)))),
        ("tokens", request.tokens.map(|tokens| super::record::grouped(tokens as usize))),
    ];
    shown.extend(optional.into_iter().filter_map(|(name, value)| Some((name, value?))));
    if again != request.score && card.is_some() {
        let again = again.map_or("none".to_owned(), |score| format!("{score:.4}"));
        shown.push(("score under the rewards of this report", again));
    }
    for (_, value) in &mut shown {
        *value = visible(value).into_owned();
    }
    Ok(Some(Example {
        task: task.id,
        kind: task.kind,
        chain: task.chain,
        date: task.date,
        sample: request.sample,
        verdict: request.verdict(),
        score: request.score,
        facts: shown,
        prompt: prompt_blocks(&task.prompt),
        trace: completion.reasoning.as_deref().map(|trace| visible(trace).into_owned()),
        answer: text.text,
        marks: text.marks,
        rewards,
        integrity: card.as_ref().map_or(1.0, |card| card.integrity),
        integrity_reasons: card
            .iter()
            .flat_map(|card| &card.integrity_reasons)
            .map(|reason| visible(reason).into_owned())
            .collect(),
    }))
}

fn parts(card: &Scorecard, scorer: &Scorer, places: &Places) -> Vec<Part> {
    let weights = scorer.weights();
    weights
        .map(|(name, weight)| Part {
            name: name.to_owned(),
            score: card.components.get(name).copied().flatten(),
            weight,
            evidence: card
                .evidence
                .iter()
                .filter(|it| it.reward == name)
                .map(|it| evidence(it, places))
                .collect(),
        })
        .collect()
}

fn evidence(it: &CheckedEvidence, places: &Places) -> Evidence {
    Evidence {
        finding: it.verdict,
        note: visible(&it.note).into_owned(),
        at: it.start.zip(it.end).map(|(start, end)| (places.at(start), places.at(end))),
    }
}
