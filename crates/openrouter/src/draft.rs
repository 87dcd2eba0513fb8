//! An answer in the making: what the chunks of a stream, or one whole body, add up to.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::mem::take;

use llm::{Completion, FinishReason, Usage};
use serde_json::Value;

use crate::chunk::{Choice, Chunk, Content, Text};
use crate::service_error::{Meaning, ServiceError, number, text};
use crate::think;
use crate::wire::WireError;

/// What has been said so far.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    id: Option<String>,
    provider: Option<String>,
    model: Option<String>,
    content: String,
    /// The trace, by the field in which it came. Several fields repeat one text.
    reasoning: String,
    reasoning_content: String,
    thinking: String,
    /// Thoughts among the parts of the content.
    thought_parts: String,
    details: BTreeMap<i64, String>,
    summaries: BTreeMap<i64, String>,
    refusal: String,
    finish: Option<String>,
    usage: Usage,
    error: Option<ServiceError>,
}

impl Draft {
    /// Adds a chunk, or a whole body.
    ///
    /// # Errors
    /// If it is no JSON; then nothing is added.
    pub(crate) fn add(&mut self, json: &str) -> Result<(), serde_json::Error> {
        let chunk = Chunk::read(json)?;
        let error = if chunk.may_be_error {
            let body: Value = serde_json::from_str(json)?;
            ServiceError::of_body(body.get(0).unwrap_or(&body))
        } else {
            None
        };
        keep_first(&mut self.id, chunk.id);
        keep_first(&mut self.provider, chunk.provider);
        keep_first(&mut self.model, chunk.model);
        self.add_usage(&chunk.usage);
        // One answer is asked for, so another choice than the first is none of ours.
        if let Some(choice) = chunk.choices.into_iter().find(|choice| choice.index <= 0) {
            let choice_error = ServiceError::told(&choice.error);
            self.add_choice(choice);
            self.error = self.error.take().or(choice_error);
        }
        // Once the model has ended by itself, nothing can take the answer back.
        if self.error.is_none() && !self.is_finished() {
            self.error = error;
        }
        Ok(())
    }

    fn add_choice(&mut self, choice: Choice<'_>) {
        let delta = choice.delta;
        self.add_content(delta.content);
        for (field, text) in [
            (&mut self.content, choice.text),
            (&mut self.reasoning, delta.reasoning),
            (&mut self.reasoning_content, delta.reasoning_content),
            (&mut self.thinking, delta.thinking),
            (&mut self.refusal, delta.refusal),
        ] {
            append(field, text);
        }
        for detail in delta.reasoning_details {
            for (text, texts) in
                [(detail.text, &mut self.details), (detail.summary, &mut self.summaries)]
            {
                if text.is_some() {
                    append(texts.entry(detail.index).or_default(), text);
                }
            }
        }
        keep_first(&mut self.finish, choice.finish_reason);
    }

    fn add_content(&mut self, content: Content<'_>) {
        let parts = match content {
            Content::Text(text) => return append(&mut self.content, Some(text)),
            Content::Parts(parts) => parts,
        };
        for part in parts {
            match part.get("thinking") {
                Some(Value::String(thought)) => self.thought_parts.push_str(thought),
                Some(Value::Array(thoughts)) => {
                    let texts = thoughts.iter().filter_map(|thought| text(thought, "text"));
                    self.thought_parts.extend(texts);
                }
                _ => self.content.push_str(part.get("text").and_then(Value::as_str).unwrap_or("")),
            }
        }
    }

    fn add_usage(&mut self, usage: &Value) {
        let count = |value: &Value, key| value.get(key).and_then(number).map(|count| count as u64);
        let details = usage.get("completion_tokens_details").unwrap_or(&Value::Null);
        let kept = &mut self.usage;
        kept.prompt_tokens = count(usage, "prompt_tokens").or(kept.prompt_tokens);
        kept.completion_tokens = count(usage, "completion_tokens").or(kept.completion_tokens);
        kept.reasoning_tokens = count(details, "reasoning_tokens").or(kept.reasoning_tokens);
        let cost = usage.get("cost").and_then(number).filter(|cost| *cost >= 0.0);
        kept.cost_usd = cost.or(kept.cost_usd);
    }

    /// Whether the service gave a reason for the end, be it a failure.
    pub(crate) fn is_ended(&self) -> bool {
        self.finish.is_some()
    }

    /// Whether the model gave a reason for its end that is no failure.
    pub(crate) fn is_finished(&self) -> bool {
        self.finish.as_deref().is_some_and(|reason| finish_reason(reason).is_some())
    }

    /// Whether the service told of an error, after which nothing more comes.
    pub(crate) fn is_failed(&self) -> bool {
        self.error.is_some()
    }

    /// What it all came to.
    pub(crate) fn complete(mut self) -> Result<Completion, WireError> {
        let (trace, answer) = self.trace_and_answer();
        let nothing_said = trace.is_none() && answer.is_empty() && self.refusal.trim().is_empty();
        let finish = match (self.error, self.finish.as_deref()) {
            (Some(error), _) => match error.meaning() {
                Meaning::Truncated if !nothing_said => FinishReason::Length,
                Meaning::Refused if !nothing_said => FinishReason::ContentFilter,
                _ => {
                    let error = ServiceError { after_words: !nothing_said, ..error };
                    return Err(WireError::Service(Box::new(error)));
                }
            },
            (None, Some(reason)) => finish_reason(reason).ok_or_else(|| {
                let message = format!("the answer ended with `{reason}`");
                let after_words = !nothing_said;
                let error = ServiceError { message, after_words, ..ServiceError::default() };
                WireError::Service(Box::new(error))
            })?,
            (None, None) if nothing_said => return Err(WireError::Nothing),
            (None, None) => FinishReason::Other,
        };
        let refused = answer.is_empty() && !self.refusal.trim().is_empty();
        Ok(Completion {
            model: self.model.unwrap_or_default(),
            reasoning: trace,
            answer,
            finish: if refused { FinishReason::ContentFilter } else { finish },
            usage: self.usage,
            generation_id: self.id,
            provider: self.provider,
        })
    }

    /// The trace from the first place that has one, and the answer without any of it.
    fn trace_and_answer(&mut self) -> (Option<String>, String) {
        let joined =
            |texts: BTreeMap<i64, String>| texts.into_values().collect::<Vec<_>>().join("\n\n");
        let places = [
            take(&mut self.reasoning),
            take(&mut self.reasoning_content),
            take(&mut self.thinking),
            joined(take(&mut self.details)),
            take(&mut self.thought_parts),
            joined(take(&mut self.summaries)),
        ];
        // A server that parses the trace may leave tags of its own in it.
        let told = places.into_iter().map(think::without_tags).find(|text| !text.is_empty());
        let told = told.unwrap_or_default();
        let (inline, answer) = think::part(take(&mut self.content));
        let trace = match (told.is_empty(), inline.is_empty()) {
            (true, _) => inline,
            (false, true) => told,
            (false, false) if told.contains(&inline) => told,
            (false, false) if inline.contains(&told) => inline,
            // The server took a part of the trace out of the text and left the rest.
            (false, false) => format!("{told}\n{inline}"),
        };
        ((!trace.is_empty()).then_some(trace), answer)
    }
}

/// What a server's reason to end means; `None` for a failure.
fn finish_reason(reason: &str) -> Option<FinishReason> {
    Some(match reason.to_ascii_lowercase().as_str() {
        "stop" | "end_turn" | "eos" | "eos_token" | "stop_sequence" => FinishReason::Stop,
        "length" | "max_tokens" | "max_output_tokens" | "model_length" => FinishReason::Length,
        "content_filter" | "safety" | "refusal" => FinishReason::ContentFilter,
        // DeepSeek says the latter where it runs out of machines.
        "error" | "abort" | "insufficient_system_resource" => return None,
        _ => FinishReason::Other,
    })
}

fn keep_first(kept: &mut Option<String>, said: Text<'_>) {
    if kept.is_none() {
        *kept = said.filter(|said| !said.trim().is_empty()).map(Cow::into_owned);
    }
}

/// Adds to a text; the first piece, which may be all of it, without a copy if there is one already.
fn append(text: &mut String, said: Text<'_>) {
    match said {
        Some(Cow::Owned(said)) if text.is_empty() => *text = said,
        Some(said) => text.push_str(&said),
        None => {}
    }
}
