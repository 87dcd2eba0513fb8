//! What is asked of the chat API.

use serde::Deserialize;
use serde_json::Value;

use super::models::{Model, NoModel};
use super::refusal::Refusal;

/// A request that was understood.
#[derive(Debug)]
pub(super) struct ChatRequest {
    /// The model that answers.
    pub(super) model: &'static Model,
    /// The last message of the user.
    pub(super) prompt: String,
    pub(super) stream: bool,
    /// The most tokens of trace and answer together.
    pub(super) max_tokens: u64,
    pub(super) seed: Option<u64>,
    pub(super) stop: Vec<String>,
    /// Whether the model thinks at all.
    pub(super) thinks: bool,
    /// Whether the trace is left out of the answer.
    pub(super) hides_trace: bool,
}

#[derive(Deserialize)]
struct Wire {
    model: Option<String>,
    models: Option<Vec<String>>,
    messages: Option<Vec<Message>>,
    prompt: Option<String>,
    stream: Option<bool>,
    max_tokens: Option<i64>,
    max_completion_tokens: Option<i64>,
    temperature: Option<f64>,
    top_p: Option<f64>,
    seed: Option<i64>,
    stop: Option<Stop>,
    reasoning: Option<Reasoning>,
    reasoning_effort: Option<String>,
    include_reasoning: Option<bool>,
}

#[derive(Deserialize)]
struct Message {
    role: String,
    content: Option<Content>,
}

/// The service takes either; so this cannot be tagged.
#[derive(Deserialize)]
#[serde(untagged)]
enum Content {
    Text(String),
    Parts(Vec<Part>),
}

#[derive(Deserialize)]
struct Part {
    #[serde(default)]
    text: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Stop {
    One(String),
    Many(Vec<String>),
}

#[derive(Deserialize)]
struct Reasoning {
    effort: Option<String>,
    max_tokens: Option<Value>,
    exclude: Option<bool>,
    enabled: Option<bool>,
}

impl ChatRequest {
    /// Reads and checks a body.
    pub(super) fn read(body: &[u8]) -> Result<Self, Refusal> {
        let wire: Wire = serde_json::from_slice(body)
            .map_err(|error| Refusal::invalid(format!("Invalid request body: {error}")))?;
        wire.check()?;
        let model = wire.model()?;
        let stop = match wire.stop {
            None => Vec::new(),
            Some(Stop::One(stop)) => vec![stop],
            Some(Stop::Many(stops)) => stops,
        };
        let effort = wire.reasoning_effort.as_deref();
        let reasoning = wire.reasoning.as_ref();
        let effort = effort.or_else(|| reasoning.and_then(|r| r.effort.as_deref()));
        let off = effort == Some("none") || reasoning.is_some_and(|r| r.enabled == Some(false));
        let hides_trace = wire.include_reasoning == Some(false)
            || reasoning.is_some_and(|r| r.exclude == Some(true));
        let most = wire.max_completion_tokens.or(wire.max_tokens);
        Ok(Self {
            model,
            prompt: prompt(wire.messages, wire.prompt)?,
            stream: wire.stream.unwrap_or(false),
            max_tokens: most.map_or(u64::MAX, |most| most as u64),
            seed: wire.seed.map(|seed| seed as u64),
            stop: stop.into_iter().filter(|stop| !stop.is_empty()).collect(),
            thinks: !off,
            hides_trace,
        })
    }
}

impl Wire {
    fn check(&self) -> Result<(), Refusal> {
        let refuse = |message: &str| Err(Refusal::invalid(message));
        if self.reasoning.is_some() && self.reasoning_effort.is_some() {
            return refuse("Only one of \"reasoning\" and \"reasoning_effort\" may be provided");
        }
        if self.reasoning.as_ref().is_some_and(|r| r.effort.is_some() && r.max_tokens.is_some()) {
            return refuse(
                "Only one of \"reasoning.effort\" and \"reasoning.max_tokens\" may be provided",
            );
        }
        if [self.max_tokens, self.max_completion_tokens].into_iter().flatten().any(|most| most < 1)
        {
            return refuse("max_tokens: must be at least 1");
        }
        if self.temperature.is_some_and(|t| !(0.0..=2.0).contains(&t)) {
            return refuse("temperature: must be between 0 and 2");
        }
        if self.top_p.is_some_and(|p| !(p > 0.0 && p <= 1.0)) {
            return refuse("top_p: must be above 0 and at most 1");
        }
        if matches!(&self.stop, Some(Stop::Many(stops)) if stops.len() > 4) {
            return refuse("stop: at most 4 sequences");
        }
        Ok(())
    }

    /// The first of the models asked for that exists.
    fn model(&self) -> Result<&'static Model, Refusal> {
        let asked = self.model.iter().chain(self.models.iter().flatten());
        let mut first = None;
        for id in asked {
            match Model::find(id) {
                Ok(model) => return Ok(model),
                Err(problem) => first = first.or(Some((id, problem))),
            }
        }
        Err(match first {
            None => Refusal::invalid("No models provided"),
            Some((id, NoModel::Unknown)) => {
                Refusal::invalid(format!("{id} is not a valid model ID"))
            }
            Some((id, NoModel::NoEndpoints)) => {
                Refusal::new(404, format!("No endpoints found for {id}.")).kind("not_found")
            }
        })
    }
}

fn prompt(messages: Option<Vec<Message>>, prompt: Option<String>) -> Result<String, Refusal> {
    const ROLES: [&str; 5] = ["system", "user", "assistant", "tool", "developer"];
    let Some(messages) = messages else {
        return prompt.ok_or_else(|| Refusal::invalid("messages: Required"));
    };
    if messages.is_empty() {
        return Err(Refusal::invalid("messages: must hold at least one message"));
    }
    if let Some(message) = messages.iter().find(|message| !ROLES.contains(&message.role.as_str())) {
        return Err(Refusal::invalid(format!("messages: `{}` is no role", message.role)));
    }
    let last = messages.into_iter().rev().find(|message| message.role == "user");
    Ok(match last.and_then(|message| message.content) {
        None => String::new(),
        Some(Content::Text(text)) => text,
        Some(Content::Parts(parts)) => parts.into_iter().map(|part| part.text).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_read() {
        let request = ChatRequest::read(
            br#"{"model":"no/such","models":["deepseek/deepseek-r1:nitro"],"messages":[
                {"role":"system","content":"Be brief."},
                {"role":"user","content":[{"type":"text","text":"Hello, "},{"type":"text","text":"you"}]}],
                "max_tokens":100,"seed":7,"stop":"END","reasoning":{"exclude":true},"unknown":[1]}"#,
        )
        .unwrap();
        assert_eq!(request.model.id, "deepseek/deepseek-r1");
        assert_eq!(request.prompt, "Hello, you");
        assert_eq!((request.max_tokens, request.seed), (100, Some(7)));
        assert_eq!(request.stop, ["END"]);
        assert!(request.thinks && request.hides_trace && !request.stream);
    }

    #[test]
    fn what_is_wrong_is_refused() {
        let check = |extra: &str, status: u16, message: &str| {
            let body = format!(r#"{{"messages":[{{"role":"user","content":"Hi"}}],{extra}}}"#);
            let refusal = ChatRequest::read(body.as_bytes()).unwrap_err();
            assert_eq!(refusal.status, status, "{extra}");
            assert!(format!("{refusal:?}").contains(message), "{refusal:?}");
        };
        let model = r#""model":"deepseek/deepseek-r1""#;
        check(r#""model":"gpt-7""#, 400, "gpt-7 is not a valid model ID");
        check(r#""model":"deepseek/deepseek-r1:free""#, 404, "No endpoints found for");
        check(r#""seed":1"#, 400, "No models provided");
        check(&format!(r#"{model},"max_tokens":0"#), 400, "max_tokens");
        check(&format!(r#"{model},"temperature":2.1"#), 400, "temperature");
        check(&format!(r#"{model},"top_p":0"#), 400, "top_p");
        check(&format!(r#"{model},"stop":["a","b","c","d","e"]"#), 400, "stop");
        check(&format!(r#"{model},"reasoning":{{}},"reasoning_effort":"low""#), 400, "Only one of");
        check(
            &format!(r#"{model},"reasoning":{{"effort":"low","max_tokens":5}}"#),
            400,
            "Only one of",
        );
        for body in ["", "{", "[]", r#"{"model":"deepseek/deepseek-r1"}"#] {
            assert_eq!(ChatRequest::read(body.as_bytes()).unwrap_err().status, 400, "{body}");
        }
    }
}
