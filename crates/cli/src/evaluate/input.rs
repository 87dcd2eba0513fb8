//! A line of `cortex rewards evaluate`: an answer to score, or scores without an answer.

use std::panic::AssertUnwindSafe;

use indexmap::IndexMap;
use report::evaluation::calibrate::read_label;
use report::evaluation::{Answer, Origin, Scores, Weights, composite_of};
use rewards::Scorer;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::score_input::ScoreLine;

/// What a line says about its answer; `generate`'s records and the output of `rewards score` are lines.
#[derive(Deserialize)]
struct Around<'l> {
    id: Option<Value>,
    response: Option<IgnoredAny>,
    output: Option<IgnoredAny>,
    kind: Option<Value>,
    chain: Option<Value>,
    model: Option<Value>,
    metadata: Option<Value>,
    task: Option<Task>,
    label: Option<Value>,
    grade: Option<Value>,
    components: Option<IgnoredAny>,
    words: Option<Value>,
    #[serde(borrow)]
    rewards: Option<&'l RawValue>,
    error: Option<Value>,
}

/// What a line tells of scores; read only where there is no answer to score.
#[derive(Deserialize)]
struct Told {
    score: Option<f64>,
    components: IndexMap<String, Option<f64>>,
    integrity: Option<f64>,
}

#[derive(Deserialize)]
struct Task {
    #[serde(default)]
    id: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    subjects: Vec<String>,
}

/// What the scores of a line are compared with, as far as the line alone tells.
pub(crate) enum Other<'o> {
    /// Nothing, or something that is found by the answer's id.
    Nothing,
    /// The scores that the record holds.
    Recorded,
    /// The same rewards under another configuration.
    Configured {
        scorer: &'o Scorer,
        weights: &'o Weights,
        /// Whether weights alone differ, so that told components can be weighed anew.
        weights_alone: bool,
    },
}

/// Reads a line and scores its answer, if it has one.
pub(crate) fn read(
    number: u64,
    text: &str,
    scorer: &Scorer,
    weights: &Weights,
    other: &Other<'_>,
) -> Result<Answer, String> {
    let line: Around<'_> = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let mut answer = about(number, &line)?;
    if line.response.is_none() && line.output.is_none() {
        answer.scores = told(&line, text, weights)?;
        answer.origin = Origin::Told;
        if let Other::Configured { weights, weights_alone: true, .. } = other {
            let Scores { components, integrity, .. } = answer.scores.clone();
            let score = composite_of(&components, integrity, weights);
            answer.compared = Some(Scores { score, components, integrity });
        }
        return Ok(answer);
    }
    let input = ScoreLine::read(text)?;
    answer.words = Some(words(&input.response));
    // Scoring does not panic; if it ever does, one line is lost and not the run.
    let score = |scorer: &Scorer| {
        std::panic::catch_unwind(AssertUnwindSafe(|| {
            scorer.score(&input.response, &input.facts, input.prompt.as_deref())
        }))
        .map_err(|_| "scoring it failed; please report this line as a bug".to_owned())
    };
    answer.scores = weighed(score(scorer)?.into(), weights);
    answer.compared = match other {
        Other::Nothing => None,
        Other::Recorded => recorded(&line)?,
        Other::Configured { scorer, weights, .. } => Some(weighed(score(scorer)?.into(), weights)),
    };
    Ok(answer)
}

/// Reads the scores that a line tells, without scoring anything: its own, or those of its record.
pub(crate) fn read_told(text: &str, weights: &Weights) -> Result<(String, Scores), String> {
    let line: Around<'_> = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let id = about(0, &line)?.id;
    let scores = match recorded(&line)? {
        Some(scores) => scores,
        None => told(&line, text, weights)?,
    };
    Ok((id, scores))
}

/// The composite under these weights. A scorer tells the same, unless it had to score rewards that
/// only the other weighting asks for.
fn weighed(scores: Scores, weights: &Weights) -> Scores {
    let score = composite_of(&scores.components, scores.integrity, weights);
    Scores { score, ..scores }
}

fn about(number: u64, line: &Around<'_>) -> Result<Answer, String> {
    let task = line.task.as_ref();
    let id = match &line.id {
        Some(id) => written(id),
        None => task.map(|task| task.id.clone()),
    };
    let own = |value: &Option<Value>| value.as_ref().and_then(written);
    let of_task = |text: String| (!text.is_empty()).then_some(text);
    let metadata = || line.metadata.as_ref().and_then(|it| it.get("model")).and_then(written);
    let label = line.label.as_ref().or(line.grade.as_ref());
    Ok(Answer {
        line: number,
        id: id.clone().unwrap_or_default(),
        kind: own(&line.kind).or_else(|| task.and_then(|it| of_task(it.kind.clone()))),
        chain: own(&line.chain).or_else(|| task.and_then(|it| of_task(it.subjects.join(",")))),
        model: own(&line.model).or_else(metadata),
        task: task.and_then(|it| of_task(it.id.clone())).or(id).filter(|it| !it.is_empty()),
        label: label.map_or(Ok(None), read_label)?,
        words: line.words.as_ref().and_then(Value::as_u64).and_then(|it| it.try_into().ok()),
        ..Answer::default()
    })
}

/// A name, however it is written; nothing for null and what is no name.
fn written(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
        other => Some(other.to_string()),
    }
}

fn told(line: &Around<'_>, text: &str, weights: &Weights) -> Result<Scores, String> {
    if line.components.is_none() {
        return Err(match &line.error {
            Some(error) => {
                let error = written(error).unwrap_or_default();
                format!("it was not scored: {error}")
            }
            None => "it has neither `response` nor `output` nor `components`".to_owned(),
        });
    }
    let told: Told = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let integrity = told.integrity.unwrap_or(1.0);
    let score = told.score.or_else(|| composite_of(&told.components, integrity, weights));
    let scores = Scores { score, components: told.components, integrity };
    scores.check()?;
    Ok(scores)
}

fn recorded(line: &Around<'_>) -> Result<Option<Scores>, String> {
    let Some(rewards) = line.rewards else { return Ok(None) };
    let scores: Option<Scores> =
        serde_json::from_str(rewards.get()).map_err(|error| format!("`rewards`: {error}"))?;
    if let Some(scores) = &scores {
        scores.check().map_err(|error| format!("`rewards`: {error}"))?;
    }
    Ok(scores)
}

fn words(text: &str) -> u32 {
    u32::try_from(text.split_whitespace().count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights() -> Weights {
        Scorer::default().weights().map(|(name, weight)| (name.to_owned(), weight)).collect()
    }

    fn read(text: &str, other: &Other<'_>) -> Result<Answer, String> {
        super::read(7, text, &Scorer::default(), &weights(), other)
    }

    #[test]
    fn records_and_score_lines_name_what_they_are_about() {
        for (line, kind, chain, model, task) in [
            (
                r#"{"output":"x","chain":"near","model":"m","task":{"id":"t","kind":"k","subjects":["NEAR"]}}"#,
                Some("k"),
                Some("near"),
                Some("m"),
                Some("t"),
            ),
            (
                r#"{"output":"x","metadata":{"model":"m"},"task":{"id":"t","kind":"k","subjects":["a","b"]}}"#,
                Some("k"),
                Some("a,b"),
                Some("m"),
                Some("t"),
            ),
            (r#"{"id":"i","components":{},"kind":"k"}"#, Some("k"), None, None, Some("i")),
            (r#"{"response":"x"}"#, None, None, None, None),
            (
                r#"{"id":5,"response":"x","model":null,"metadata":"m","chain":3}"#,
                None,
                Some("3"),
                None,
                Some("5"),
            ),
        ] {
            let answer = read(line, &Other::Nothing).unwrap();
            let found = [&answer.kind, &answer.chain, &answer.model, &answer.task];
            assert_eq!(found.map(Option::as_deref), [kind, chain, model, task], "{line}");
            assert_eq!(answer.line, 7);
        }
    }

    #[test]
    fn scores_are_taken_where_there_is_no_answer() {
        let line = r#"{"id":"a","score":0.5,"components":{"structure":1.0,"completeness":null},
            "integrity":0.5,"grade":"high","words":12}"#;
        let answer = read(line, &Other::Nothing).unwrap();
        assert_eq!(
            (answer.origin, answer.label, answer.words),
            (Origin::Told, Some(1.0), Some(12))
        );
        assert_eq!((answer.scores.score, answer.scores.integrity), (Some(0.5), 0.5));
        // A line with both is scored, and what else it says is not looked at.
        let both = r#"{"response":"Buy.","components":"none","score":"good","words":"many"}"#;
        let answer = read(both, &Other::Nothing).unwrap();
        assert_eq!((answer.origin, answer.words), (Origin::Scored, Some(1)));
        assert!(answer.scores.components.contains_key("structure"));
    }

    #[test]
    fn other_scores_are_recorded_or_worked_out() {
        let record = r#"{"output":"Buy.","rewards":{"score":0.4,"components":{"structure":0.4},"integrity":1.0,"skipped":[]}}"#;
        let answer = read(record, &Other::Recorded).unwrap();
        assert_eq!(answer.compared.unwrap().score, Some(0.4));
        assert_eq!(read(r#"{"output":"x"}"#, &Other::Recorded).unwrap().compared, None);
        let mut other = weights();
        other.insert("structure".to_owned(), 0.0);
        let scorer = Scorer::default();
        let told = r#"{"score":0.75,"components":{"structure":0.0,"completeness":1.0}}"#;
        for (weights_alone, expected) in [(true, Some(1.0)), (false, None)] {
            let other = Other::Configured { scorer: &scorer, weights: &other, weights_alone };
            let found = read(told, &other).unwrap().compared.and_then(|it| it.score);
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn bad_lines_say_what_is_wrong() {
        for (line, expected) in [
            ("nonsense", "expected"),
            ("{}", "neither `response` nor `output` nor `components`"),
            (r#"{"line":3,"error":"EOF"}"#, "it was not scored: EOF"),
            (r#"{"components":{"a":2}}"#, "`a` is 2"),
            (r#"{"components":{"a":"b"}}"#, "expected f64"),
            (r#"{"response":"x","label":"fine"}"#, "neither high, medium or low nor a number"),
            (r#"{"components":{},"score":1e400}"#, "number out of range"),
        ] {
            let error = read(line, &Other::Nothing).unwrap_err();
            assert!(error.contains(expected), "{line}: {error}");
        }
        let broken = r#"{"output":"x","rewards":{"components":{"a":7}}}"#;
        assert!(read(broken, &Other::Recorded).unwrap_err().starts_with("`rewards`: `a` is 7"));
        assert!(read(broken, &Other::Nothing).is_ok(), "what is not used is not judged");
    }
}
