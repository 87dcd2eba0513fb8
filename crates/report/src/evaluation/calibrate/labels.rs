//! Labelled answers: what somebody judged of them.

use indexmap::IndexSet;
use serde::Serialize;

use super::super::answer::Answer;
use super::super::composite::ABSENT;
use super::super::reservoir::Reservoir;

/// What a grade is as a number: the ends of the scale and its middle.
const GRADES: [(&str, f64); 3] = [("low", 0.0), ("medium", 0.5), ("high", 1.0)];

/// Reads a label: a grade (`high`, `medium`, `low`) or a number.
///
/// # Errors
/// The sentence for the reader of the file.
pub fn read_label(value: &serde_json::Value) -> Result<Option<f64>, String> {
    let label = match value {
        serde_json::Value::Null => return Ok(None),
        serde_json::Value::Bool(good) => Some(f64::from(u8::from(*good))),
        serde_json::Value::Number(number) => number.as_f64(),
        serde_json::Value::String(text) => label_of(text),
        _ => None,
    };
    match label.filter(|label| label.is_finite()) {
        Some(label) => Ok(Some(label)),
        None => Err(format!("the label {value} is neither high, medium or low nor a number")),
    }
}

/// A label in words or digits.
pub fn label_of(text: &str) -> Option<f64> {
    let text = text.trim();
    let grade = GRADES.iter().find(|(name, _)| text.eq_ignore_ascii_case(name));
    grade.map(|(_, value)| *value).or_else(|| text.parse().ok())
}

/// One labelled answer, in compact form.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Example {
    pub(crate) label: f64,
    /// The answers of one task belong together.
    pub(crate) task: u64,
    pub(crate) integrity: f64,
    pub(crate) score: f64,
    /// By the names of the set.
    pub(crate) components: Box<[f64]>,
}

impl Example {
    pub(crate) fn component(&self, at: usize) -> f64 {
        self.components.get(at).copied().unwrap_or(ABSENT)
    }
}

/// Labelled answers; all of them up to a size, beyond it a fair sample.
#[derive(Clone, Debug)]
pub struct Labelled {
    names: IndexSet<String>,
    examples: Reservoir<Example>,
}

impl Labelled {
    /// An empty set.
    pub fn new(sample_size: usize, seed: u64) -> Self {
        Self { names: IndexSet::new(), examples: Reservoir::new(sample_size, seed) }
    }

    /// Takes an answer in, if it has a label and a score.
    pub fn add(&mut self, answer: &Answer) {
        let (Some(label), Some(score)) = (answer.label, answer.scores.score) else { return };
        let mut components = vec![ABSENT; self.names.len()];
        for (name, score) in &answer.scores.components {
            let place = if let Some(place) = self.names.get_index_of(name) {
                place
            } else {
                components.push(ABSENT);
                self.names.insert_full(name.clone()).0
            };
            components[place] = score.unwrap_or(ABSENT);
        }
        self.examples.add(Example {
            label,
            task: task_of(answer),
            integrity: answer.scores.integrity,
            score,
            components: components.into(),
        });
    }

    pub(crate) fn is_sample(&self) -> bool {
        self.examples.is_sample()
    }

    pub(crate) fn into_parts(self) -> (IndexSet<String>, Vec<Example>) {
        (self.names, self.examples.into_items())
    }
}

/// Answers of which no task is known stand for themselves.
fn task_of(answer: &Answer) -> u64 {
    let mut hasher = blake3::Hasher::new();
    match &answer.task {
        Some(task) => hasher.update(b"task").update(task.as_bytes()),
        None => hasher.update(b"line").update(&answer.line.to_le_bytes()),
    };
    let mut first = [0; 8];
    first.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    u64::from_le_bytes(first)
}

/// Where labelled answers stand on their scale.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Scale {
    /// The different labels, from the least up, with their number of answers; empty if there are
    /// more than twenty.
    pub levels: Vec<(f64, usize)>,
    /// The least label of a good answer.
    pub good_from: Option<f64>,
    /// How many answers are good.
    pub good: usize,
    /// How many are not.
    pub others: usize,
}

/// The most levels that are listed.
const MOST_LEVELS: usize = 20;

/// Parts good answers from the others: at `good_from`, or else above the middle of the scale. With
/// grades, the good ones are then the high ones; with marks from 1 to 5, those from 4 on.
pub(crate) fn scale(examples: &[Example], good_from: Option<f64>) -> Scale {
    let mut labels: Vec<f64> = examples.iter().map(|it| it.label).collect();
    labels.sort_by(f64::total_cmp);
    let mut levels: Vec<(f64, usize)> = Vec::new();
    for label in labels {
        match levels.last_mut() {
            Some((level, count)) if *level == label => *count += 1,
            _ => levels.push((label, 1)),
        }
    }
    let middle =
        levels.first().zip(levels.last()).map(|(least, most)| least.0 / 2.0 + most.0 / 2.0);
    let above = levels.iter().map(|(level, _)| *level).find(|level| Some(*level) > middle);
    let good_from = good_from.or(above);
    let is_good = |label: f64| good_from.is_some_and(|from| label >= from);
    let good = examples.iter().filter(|it| is_good(it.label)).count();
    if levels.len() > MOST_LEVELS {
        levels.clear();
    }
    Scale { levels, good_from, good, others: examples.len() - good }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn examples(labels: &[f64]) -> Vec<Example> {
        let one = |label: &f64| Example {
            label: *label,
            task: 0,
            integrity: 1.0,
            score: 0.5,
            components: Box::new([]),
        };
        labels.iter().map(one).collect()
    }

    #[test]
    fn labels_are_grades_or_numbers() {
        for (value, expected) in [
            (json!("high"), Some(1.0)),
            (json!(" Medium "), Some(0.5)),
            (json!("LOW"), Some(0.0)),
            (json!(4), Some(4.0)),
            (json!("4.5"), Some(4.5)),
            (json!(true), Some(1.0)),
            (json!(null), None),
        ] {
            assert_eq!(read_label(&value), Ok(expected), "{value}");
        }
        for bad in [json!("fine"), json!([1]), json!("NaN"), json!({"a": 1})] {
            assert!(read_label(&bad).unwrap_err().contains("neither"), "{bad}");
        }
    }

    #[test]
    fn good_is_above_the_middle() {
        for (labels, from, good) in [
            (vec![0.0, 0.5, 1.0, 1.0], Some(1.0), 2),
            (vec![0.0, 1.0], Some(1.0), 1),
            (vec![1.0, 2.0, 3.0, 4.0, 5.0], Some(4.0), 2),
            (vec![3.0, 3.0], None, 0),
            (vec![], None, 0),
        ] {
            let scale = scale(&examples(&labels), None);
            assert_eq!((scale.good_from, scale.good), (from, good), "{labels:?}");
        }
        assert_eq!(scale(&examples(&[0.0, 0.5, 1.0]), Some(0.5)).good, 2);
        let many: Vec<f64> = (0..50).map(f64::from).collect();
        assert!(scale(&examples(&many), None).levels.is_empty());
    }
}
