//! An answer as it goes over the wire, made once for all requests that ask the same.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use serde::Serialize;
use serde_json::{Value, json};

use super::request::ChatRequest;
use super::tokens;
use super::words::Words;
use crate::app::hash;
use crate::config::{ChatConfig, TracePlace};
use crate::fault::Fault;

/// The texts that the cache may hold, in bytes; what is made of them takes several times as much.
const MOST_CACHED: usize = 64 << 20;

const REFUSAL: &str = "I cannot help with that.";

/// Everything that an answer depends on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Shape {
    prompt: u64,
    seed: u64,
    max_tokens: u64,
    stop: Vec<String>,
    thinks: bool,
    hides_trace: bool,
    place: TracePlace,
    twist: Option<Fault>,
}

/// An answer.
#[derive(Debug)]
pub(super) struct Answer {
    trace: String,
    /// `None` for null.
    content: Option<String>,
    refusal: Option<&'static str>,
    place: TracePlace,
    odd: bool,
    chunk_tokens: usize,
    /// Why the model stopped; `None` for null.
    pub(super) finish: Option<&'static str>,
    pub(super) prompt_tokens: u64,
    /// Trace and content together, as they are billed.
    pub(super) completion_tokens: u64,
    pub(super) reasoning_tokens: u64,
    message: OnceLock<String>,
    deltas: OnceLock<Vec<String>>,
}

/// The fault as it shapes the answer itself and not its way.
fn twist(fault: Option<Fault>, stream: bool) -> Option<Fault> {
    fault.and_then(|fault| match fault {
        Fault::Length
        | Fault::EmptyContent
        | Fault::NullContent
        | Fault::NoContent
        | Fault::Refusal
        | Fault::NoTrace
        | Fault::NoDetails
        | Fault::ChoiceError
        | Fault::UnknownFields => Some(fault),
        // What breaks a stream is seen in a single body as its nearest kin.
        Fault::StreamError | Fault::StreamErrorText if !stream => Some(Fault::ChoiceError),
        Fault::Eof | Fault::NoFinish if !stream => Some(Fault::Eof),
        _ => None,
    })
}

impl Shape {
    pub(super) fn new(
        request: &ChatRequest,
        seed: u64,
        config: &ChatConfig,
        fault: Option<Fault>,
    ) -> Self {
        Self {
            prompt: hash(&request.prompt),
            seed,
            max_tokens: request.max_tokens,
            stop: request.stop.clone(),
            thinks: request.thinks,
            hides_trace: request.hides_trace,
            place: config.trace,
            twist: twist(fault, request.stream),
        }
    }
}

impl Answer {
    fn new(shape: &Shape, prompt: &str, config: &ChatConfig) -> Self {
        let Words { mut trace, mut answer } = Words::of(prompt, shape.seed, config);
        if !shape.thinks {
            trace.clear();
        }
        for stop in &shape.stop {
            if let Some(at) = answer.find(stop) {
                answer.truncate(at);
            }
        }
        let mut finish = Some("stop");
        let (trace_tokens, answer_tokens) = (tokens::count(&trace), tokens::count(&answer));
        let mut most = shape.max_tokens;
        match shape.twist {
            Some(Fault::Length) => most = most.min(trace_tokens + answer_tokens / 2),
            Some(Fault::ChoiceError) => {
                answer.truncate(tokens::cut(&answer, answer_tokens / 2).len());
                finish = Some("error");
            }
            Some(Fault::Eof) => {
                answer.truncate(tokens::cut(&answer, answer_tokens / 2).len());
                finish = None;
            }
            Some(Fault::EmptyContent | Fault::NullContent) => answer.clear(),
            Some(Fault::Refusal) => {
                answer.clear();
                trace.clear();
                finish = Some("content_filter");
            }
            Some(Fault::NoContent) => {
                answer.clear();
                trace.clear();
                finish = None;
            }
            Some(Fault::NoTrace) => trace.clear(),
            _ => {}
        }
        let reasoning_tokens = tokens::count(&trace).min(most);
        let answer_tokens = tokens::count(&answer).min(most - reasoning_tokens);
        if tokens::count(&trace) > most || tokens::count(&answer) > answer_tokens {
            trace.truncate(tokens::cut(&trace, most).len());
            answer.truncate(tokens::cut(&answer, answer_tokens).len());
            finish = Some("length");
        }
        // The model has thought, and it is billed, whether the trace is shown or not.
        if shape.hides_trace || shape.place == TracePlace::None {
            trace.clear();
        }
        let is_null = matches!(shape.twist, Some(Fault::NullContent | Fault::Refusal));
        let place = match (shape.twist, shape.place) {
            (Some(Fault::NoDetails), TracePlace::Reasoning) => TracePlace::ReasoningOnly,
            (_, place) => place,
        };
        Self {
            trace,
            content: (!is_null).then_some(answer),
            refusal: (shape.twist == Some(Fault::Refusal)).then_some(REFUSAL),
            place,
            odd: shape.twist == Some(Fault::UnknownFields),
            chunk_tokens: config.chunk_tokens,
            finish,
            prompt_tokens: tokens::count(prompt),
            completion_tokens: reasoning_tokens + answer_tokens,
            reasoning_tokens,
            message: OnceLock::new(),
            deltas: OnceLock::new(),
        }
    }

    /// The bytes of its texts.
    fn weight(&self) -> usize {
        self.trace.len() + self.content.as_ref().map_or(0, String::len) + 256
    }

    /// Whether trace and answer share the content.
    fn is_inline(&self) -> bool {
        !self.trace.is_empty()
            && matches!(self.place, TracePlace::Inline | TracePlace::InlineNoOpen)
    }

    /// What stands around an inline trace. One that was cut off has no end.
    fn tags(&self) -> (&'static str, &'static str) {
        let open = if self.place == TracePlace::Inline { "<think>\n" } else { "" };
        let cut_off = self.finish == Some("length") && self.content.as_deref() == Some("");
        (open, if cut_off { "" } else { "\n</think>\n\n" })
    }

    /// The `message` of a choice, as JSON.
    pub(super) fn message(&self) -> &str {
        self.message.get_or_init(|| {
            let content = match &self.content {
                content if self.is_inline() => {
                    let (open, close) = self.tags();
                    let content = content.as_deref().unwrap_or_default();
                    json!(format!("{open}{}{close}{content}", self.trace))
                }
                content => json!(content),
            };
            let mut message = json!({
                "role": "assistant", "content": content, "refusal": self.refusal,
            });
            if !self.is_inline() {
                self.add_trace(&mut message, &self.trace);
            }
            if self.odd {
                message["sandbox_unknown"] = json!({ "deep": [1, "two", null] });
            }
            message.to_string()
        })
    }

    /// The `delta` objects of a stream, as JSON.
    pub(super) fn deltas(&self) -> &[String] {
        self.deltas.get_or_init(|| {
            let content = |text: &str| json!({ "role": "assistant", "content": text });
            let mut deltas = Vec::new();
            if self.is_inline() {
                let (open, close) = self.tags();
                let texts = std::iter::once(open)
                    .chain(tokens::chunks(&self.trace, self.chunk_tokens))
                    .chain([close]);
                deltas.extend(texts.filter(|text| !text.is_empty()).map(content));
            } else {
                for text in tokens::chunks(&self.trace, self.chunk_tokens) {
                    let mut delta = content("");
                    self.add_trace(&mut delta, text);
                    deltas.push(delta);
                }
                if !self.trace.is_empty() && self.place == TracePlace::Reasoning {
                    // What the service sends between the trace and the answer.
                    deltas.push(json!({ "role": "assistant", "content": "", "reasoning": null }));
                }
            }
            let answer = self.content.as_deref().unwrap_or_default();
            deltas.extend(tokens::chunks(answer, self.chunk_tokens).map(content));
            if self.refusal.is_some() {
                deltas
                    .push(json!({ "role": "assistant", "content": null, "refusal": self.refusal }));
            }
            let finish = |mut delta: Value| {
                if self.odd {
                    delta["sandbox_unknown"] = json!(true);
                }
                delta.to_string()
            };
            deltas.into_iter().map(finish).collect()
        })
    }

    /// Adds the trace where this server puts it.
    fn add_trace(&self, message: &mut Value, text: &str) {
        #[derive(Serialize)]
        struct Detail<'a> {
            r#type: &'static str,
            text: &'a str,
            signature: Option<&'static str>,
            id: Option<&'static str>,
            format: &'static str,
            index: u32,
        }
        if text.is_empty() {
            return;
        }
        let details = || {
            let (signature, id) = (None, None);
            let detail = Detail {
                r#type: "reasoning.text",
                text,
                signature,
                id,
                format: "unknown",
                index: 0,
            };
            json!([detail])
        };
        match self.place {
            TracePlace::Reasoning => {
                message["reasoning"] = json!(text);
                message["reasoning_details"] = details();
            }
            TracePlace::DetailsOnly => message["reasoning_details"] = details(),
            TracePlace::ReasoningOnly => message["reasoning"] = json!(text),
            TracePlace::ReasoningContent => message["reasoning_content"] = json!(text),
            TracePlace::Thinking => message["thinking"] = json!(text),
            TracePlace::Inline | TracePlace::InlineNoOpen | TracePlace::None => {}
        }
    }
}

/// Answers that were asked for before.
#[derive(Default)]
pub(super) struct Cache(Mutex<Cached>);

#[derive(Default)]
struct Cached {
    answers: HashMap<Shape, Arc<Answer>>,
    weight: usize,
}

impl Cache {
    /// The answer of this shape to this prompt.
    pub(super) fn answer(&self, shape: Shape, prompt: &str, config: &ChatConfig) -> Arc<Answer> {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = lock().answers.get(&shape) {
            return Arc::clone(answer);
        }
        let answer = Arc::new(Answer::new(&shape, prompt, config));
        let mut cached = lock();
        if cached.weight > MOST_CACHED {
            *cached = Cached::default();
        }
        cached.weight += answer.weight();
        cached.answers.insert(shape, Arc::clone(&answer));
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(change: impl FnOnce(&mut Shape)) -> Answer {
        let mut shape = Shape {
            prompt: 0,
            seed: 1,
            max_tokens: u64::MAX,
            stop: Vec::new(),
            thinks: true,
            hides_trace: false,
            place: TracePlace::Reasoning,
            twist: None,
        };
        change(&mut shape);
        Answer::new(&shape, "Hello, you", &ChatConfig::default())
    }

    fn message(answer: &Answer) -> Value {
        serde_json::from_str(answer.message()).unwrap()
    }

    /// The texts that stand in a field of the deltas, joined.
    fn joined(answer: &Answer, field: &str) -> String {
        let deltas = answer.deltas().iter();
        let deltas = deltas.map(|delta| serde_json::from_str::<Value>(delta).unwrap());
        deltas.filter_map(|delta| delta[field].as_str().map(str::to_owned)).collect()
    }

    #[test]
    fn the_trace_stands_where_the_server_puts_it() {
        let whole = answer(|_| ());
        let trace = message(&whole)["reasoning"].as_str().unwrap().to_owned();
        let text = message(&whole)["content"].as_str().unwrap().to_owned();
        assert_eq!(message(&whole)["reasoning_details"][0]["text"], trace);
        let fields = [
            (TracePlace::Reasoning, "reasoning"),
            (TracePlace::ReasoningOnly, "reasoning"),
            (TracePlace::ReasoningContent, "reasoning_content"),
            (TracePlace::Thinking, "thinking"),
        ];
        for (place, field) in fields {
            let answer = answer(|shape| shape.place = place);
            assert_eq!(message(&answer)[field], trace);
            assert_eq!(message(&answer)["content"], text);
            assert_eq!(joined(&answer, field), trace);
            assert_eq!(joined(&answer, "content"), text);
        }
        let inline = [
            (TracePlace::Inline, format!("<think>\n{trace}\n</think>\n\n{text}")),
            (TracePlace::InlineNoOpen, format!("{trace}\n</think>\n\n{text}")),
            (TracePlace::None, text.clone()),
        ];
        for (place, content) in inline {
            let answer = answer(|shape| shape.place = place);
            assert_eq!(message(&answer)["content"], content);
            assert_eq!(message(&answer)["reasoning"], Value::Null);
            assert_eq!(joined(&answer, "content"), content);
        }
        let details = answer(|shape| shape.place = TracePlace::DetailsOnly);
        assert_eq!(message(&details)["reasoning_details"][0]["text"], trace);
        assert_eq!(message(&details)["reasoning"], Value::Null);
    }

    #[test]
    fn tokens_are_limited_and_billed() {
        let whole = answer(|_| ());
        assert_eq!(whole.finish, Some("stop"));
        let in_trace = answer(|shape| shape.max_tokens = 5);
        assert_eq!((in_trace.finish, in_trace.completion_tokens), (Some("length"), 5));
        assert_eq!(message(&in_trace)["content"], "");
        let inline = answer(|shape| {
            shape.max_tokens = 5;
            shape.place = TracePlace::Inline;
        });
        assert!(!message(&inline)["content"].as_str().unwrap().contains("</think>"));
        let most = whole.reasoning_tokens + 3;
        let in_answer = answer(|shape| shape.max_tokens = most);
        assert_eq!((in_answer.finish, in_answer.completion_tokens), (Some("length"), most));
        assert!(!message(&in_answer)["content"].as_str().unwrap().is_empty());
        let hidden = answer(|shape| shape.hides_trace = true);
        assert_eq!(hidden.completion_tokens, whole.completion_tokens);
        assert_eq!(message(&hidden)["reasoning"], Value::Null);
        let thoughtless = answer(|shape| shape.thinks = false);
        assert_eq!(thoughtless.reasoning_tokens, 0);
        let stopped = answer(|shape| shape.stop = vec!["synthetic".to_owned()]);
        assert!(message(&stopped)["content"].as_str().unwrap().ends_with("This answer is "));
    }

    #[test]
    fn faults_twist_the_answer() {
        let check = |twist, finish, content: fn(&Value) -> bool| {
            let answer = answer(|shape| shape.twist = Some(twist));
            assert_eq!(answer.finish, finish, "{twist}");
            assert!(content(&message(&answer)), "{twist}: {}", answer.message());
        };
        let has = |value: &Value| value.as_str().is_some_and(|text| !text.is_empty());
        assert!(has(&json!("x")));
        check(Fault::Length, Some("length"), |m| m["content"] != "");
        check(Fault::EmptyContent, Some("stop"), |m| {
            m["content"] == "" && m["reasoning"] != json!(null)
        });
        check(Fault::NullContent, Some("stop"), |m| m["content"].is_null());
        check(Fault::NoContent, None, |m| m["content"] == "" && m["reasoning"].is_null());
        check(Fault::Refusal, Some("content_filter"), |m| m["refusal"] == REFUSAL);
        check(Fault::NoTrace, Some("stop"), |m| m["reasoning"].is_null() && m["content"] != "");
        check(Fault::NoDetails, Some("stop"), |m| m["reasoning_details"].is_null());
        check(Fault::ChoiceError, Some("error"), |m| m["content"] != "");
        check(Fault::Eof, None, |m| m["content"] != "");
        check(Fault::UnknownFields, Some("stop"), |m| m["sandbox_unknown"].is_object());
    }
}
