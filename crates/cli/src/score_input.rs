//! A line of `cortex rewards score`: an answer and what is known of its task.

use indexmap::IndexMap;
use rewards::{Expected, TaskFacts, Tolerance, Unit};
use serde::Deserialize;
use serde::de::Error as _;
use serde_json::Value;

/// What a line may say. A line of `generate`'s own files is one; other keys are ignored.
#[derive(Deserialize)]
struct Line {
    id: Option<Value>,
    response: Option<String>,
    output: Option<String>,
    prompt: Option<String>,
    input: Option<String>,
    metrics: Option<IndexMap<String, f64>>,
    market_data: Option<IndexMap<String, f64>>,
    expected_calculations: Option<IndexMap<String, Value>>,
    task: Option<TaskFacts>,
}

/// An answer, ready to be scored.
pub(crate) struct ScoreLine {
    /// As given; else the task's id; else null.
    pub(crate) id: Value,
    pub(crate) response: String,
    pub(crate) prompt: Option<String>,
    pub(crate) facts: TaskFacts,
}

impl ScoreLine {
    /// Reads a line; the error says what is wrong with it.
    pub(crate) fn read(line: &str) -> Result<Self, String> {
        let line: Line = serde_json::from_str(line).map_err(|error| error.to_string())?;
        let response =
            line.response.or(line.output).ok_or("it has neither `response` nor `output`")?;
        let mut facts = line.task.unwrap_or_default();
        // What the task says goes before what stands beside it.
        if facts.metrics.is_empty() {
            facts.metrics = line.metrics.or(line.market_data).unwrap_or_default();
        }
        if facts.expected_calculations.is_empty() {
            for (name, value) in line.expected_calculations.unwrap_or_default() {
                let expected = expected(value)
                    .map_err(|error| format!("`expected_calculations.{name}`: {error}"))?;
                facts.expected_calculations.insert(name, expected);
            }
        }
        let id = match line.id {
            Some(id) => id,
            None if facts.id.is_empty() => Value::Null,
            None => Value::String(facts.id.clone()),
        };
        Ok(Self { id, response, prompt: line.prompt.or(line.input), facts })
    }
}

/// Reads an expected value: a number, or value, unit and tolerance.
fn expected(value: Value) -> Result<Expected, serde_json::Error> {
    #[derive(Deserialize)]
    struct Parts {
        value: f64,
        #[serde(default)]
        unit: Value,
        #[serde(default)]
        tolerance: Value,
        #[serde(default)]
        formula: String,
        #[serde(default)]
        label: String,
        #[serde(default)]
        inputs: Vec<String>,
    }
    let parts = match value {
        Value::Number(number) => Parts {
            value: number.as_f64().unwrap_or(f64::NAN),
            unit: Value::Null,
            tolerance: Value::Null,
            formula: String::new(),
            label: String::new(),
            inputs: Vec::new(),
        },
        Value::Object(_) => serde_json::from_value(value)?,
        _ => {
            return Err(serde_json::Error::custom(
                "neither a number nor `value`, `unit` and `tolerance`",
            ));
        }
    };
    let unit = match parts.unit {
        Value::Null => Unit::Unknown,
        Value::String(name) => unit(&name),
        other => serde_json::from_value(other)?,
    };
    let tolerance = match parts.tolerance {
        Value::Null => Tolerance::default(),
        Value::Number(share) => Tolerance::Relative(share.as_f64().unwrap_or_default()),
        other => serde_json::from_value(other)?,
    };
    Ok(Expected {
        value: parts.value,
        unit,
        tolerance,
        formula: parts.formula,
        label: parts.label,
        inputs: parts.inputs,
    })
}

/// Reads a unit by the names that people use for it.
fn unit(name: &str) -> Unit {
    match name.trim().to_ascii_lowercase().as_str() {
        "" | "unknown" => Unit::Unknown,
        "count" => Unit::Count,
        "ratio" | "share" | "fraction" => Unit::Ratio,
        "percent" | "%" | "pct" => Unit::Percent,
        "number" | "x" => Unit::Number,
        "usd" | "$" => Unit::Usd,
        _ => Unit::Other(name.trim().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> ScoreLine {
        ScoreLine::read(line).unwrap()
    }

    #[test]
    fn reads_every_spelling() {
        let line = read(r#"{"id":7,"response":"r","prompt":"p","metrics":{"daily_txns":5}}"#);
        assert_eq!(
            (line.id, line.response.as_str(), line.prompt.as_deref()),
            (7.into(), "r", Some("p"))
        );
        assert_eq!(line.facts.metrics["daily_txns"], 5.0);
        let line =
            read(r#"{"output":"r","input":"p","market_data":{"daily_txns":5},"reasoning":"t"}"#);
        assert_eq!((line.id, line.prompt.as_deref()), (Value::Null, Some("p")));
        assert_eq!(line.facts.metrics["daily_txns"], 5.0);
    }

    #[test]
    fn the_task_goes_before_the_others() {
        let line = read(
            r#"{"output":"r","market_data":{"a":1,"b":2},"expected_calculations":{"x":1},
                "task":{"id":"t","metrics":{"a":3},"expected_calculations":{"y":{"value":2}}}}"#,
        );
        assert_eq!(line.id, "t");
        assert_eq!(line.facts.metrics.len(), 1);
        assert!(line.facts.expected_calculations.contains_key("y"));
        assert_eq!(line.facts.expected_calculations.len(), 1);
    }

    #[test]
    fn expected_values_in_short_and_at_length() {
        let line = read(
            r#"{"output":"","expected_calculations":{"a":1.5,"b":{"value":7.9,"unit":"%","tolerance":0.02},
                "c":{"value":2,"unit":{"coin":"ETH"},"tolerance":{"absolute":0.1}}}}"#,
        );
        let expected = &line.facts.expected_calculations;
        assert_eq!((expected["a"].value, &expected["a"].unit), (1.5, &Unit::Unknown));
        assert_eq!(
            (&expected["b"].unit, expected["b"].tolerance),
            (&Unit::Percent, Tolerance::Relative(0.02))
        );
        assert_eq!(
            (&expected["c"].unit, expected["c"].tolerance),
            (&Unit::Coin("ETH".into()), Tolerance::Absolute(0.1))
        );
    }

    #[test]
    fn says_what_is_wrong() {
        let error = |line| ScoreLine::read(line).err().unwrap();
        assert_eq!(error("{}"), "it has neither `response` nor `output`");
        assert!(error("").contains("EOF"), "{}", error(""));
        assert!(error(r#"{"response":"r","metrics":{"a":"b"}}"#).contains("expected f64"));
        assert!(
            error(r#"{"response":"r","expected_calculations":{"a":"b"}}"#)
                .starts_with("`expected_calculations.a`: neither")
        );
    }
}
