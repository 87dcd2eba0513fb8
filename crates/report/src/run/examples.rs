//! The answers that a report shows, scored again for the places of what was found.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use journal::Reader;
use maud::Markup;
use rewards::scorecard::CheckedEvidence;
use rewards::{Scorecard, Scorer, TaskFacts};
use serde::Serialize;

use super::Error;
use super::marks::{Mark, Places, marked, number};
use super::prompt::{Block, blocks as prompt_blocks};
use super::record::{Record, Request};
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

/// The requests whose answers are shown, in the order of the run.
pub(super) fn draw(record: &Record, most: usize) -> Vec<usize> {
    let answered = |(_, request): &(usize, &Request)| request.has_answer;
    let mut drawn: Vec<(usize, &Request)> =
        record.requests.iter().enumerate().filter(answered).collect();
    if drawn.len() > most {
        let lot = |request: &Request| {
            *blake3::hash(format!("{} {}", request.task.id, request.sample).as_bytes()).as_bytes()
        };
        drawn.sort_by_cached_key(|(_, request)| lot(request));
        drawn.truncate(most);
        drawn.sort_unstable_by_key(|(index, _)| *index);
    }
    drawn.into_iter().map(|(index, _)| index).collect()
}

/// Reads and scores the answers, on all cores.
pub(super) fn collect(
    folder: &Path,
    record: &Record,
    drawn: &[usize],
    scorer: &Scorer,
) -> Result<Vec<Example>, Error> {
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    let next = AtomicUsize::new(0);
    let work = || -> Result<Vec<(usize, Example)>, Error> {
        let reader = Reader::open(folder)?;
        let mut done = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(request) = drawn.get(place).map(|index| &record.requests[*index]) else {
                return Ok(done);
            };
            if let Some(example) = example(&reader, request, scorer)? {
                done.push((place, example));
            }
        }
    };
    let mut examples = Vec::with_capacity(drawn.len());
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            match worker.join() {
                Ok(done) => examples.extend(done?),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        Ok::<_, Error>(())
    })?;
    examples.sort_unstable_by_key(|(place, _)| *place);
    Ok(examples.into_iter().map(|(_, example)| example).collect())
}

fn example(reader: &Reader, request: &Request, scorer: &Scorer) -> Result<Option<Example>, Error> {
    let Some(answer) = reader.answer(request.attempt)? else { return Ok(None) };
    let Some(task) = reader.task(request.task.position)? else { return Ok(None) };
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
    let mut shown = vec![("model", completion.model)];
    let optional = [
        ("provider", completion.provider),
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
        trace: completion.reasoning.map(|trace| visible(&trace).into_owned()),
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

/// The blocks of data of the page: a list of all answers, and each answer for itself, so that it is read
/// when it is looked at.
pub(super) fn blocks(examples: &[Example]) -> Vec<Markup> {
    #[derive(Serialize)]
    struct Row<'e> {
        kind: &'e str,
        chain: &'e str,
        date: &'e str,
        sample: u32,
        verdict: &'e str,
        score: Option<f64>,
        wrong: usize,
        contradicted: usize,
    }
    let rows: Vec<Row<'_>> = examples
        .iter()
        .map(|it| {
            let count = |look: &str| it.marks.iter().filter(|mark| mark.look == look).count();
            Row {
                kind: &it.kind,
                chain: &it.chain,
                date: &it.date,
                sample: it.sample,
                verdict: &it.verdict,
                score: it.score,
                wrong: count("wrong"),
                contradicted: count("contradicted"),
            }
        })
        .collect();
    let answers = examples.iter().enumerate();
    let answers = answers.map(|(index, it)| json_block(&format!("data-{index}"), it));
    std::iter::once(json_block("answers-index", &rows)).chain(answers).collect()
}
