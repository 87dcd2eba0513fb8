//! Reads what a server sends, without any connection: bytes in, a completion out.
//!
//! A stream of events and a whole JSON body are told apart by how they begin, since servers answer
//! with either, whatever was asked for.
//!
//! ```
//! let mut answer = openrouter::wire::Answer::default();
//! for bytes in [
//!     "data: {\"choices\":[{\"delta\":{\"reasoning\":\"Rayleigh",
//!     "...\"}}]}\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"Scattering.\"},\"finish_reason\":\"stop\"}]}\n\n",
//! ] {
//!     answer.push(bytes.as_bytes());
//! }
//! let completion = answer.finish().unwrap();
//! assert_eq!(completion.answer, "Scattering.");
//! assert_eq!(completion.reasoning.as_deref(), Some("Rayleigh..."));
//! ```

use llm::Completion;

use crate::draft::Draft;
pub use crate::service_error::ServiceError;
use crate::sse::Events;

/// How much of what cannot be read is kept for the error.
const EXCERPT_BYTES: usize = 1_000;

/// An answer on its way in.
#[derive(Debug, Default)]
pub struct Answer {
    form: Form,
    words: Words,
}

/// What was said so far.
#[derive(Debug, Default)]
struct Words {
    draft: Draft,
    /// Nothing that matters can follow: `[DONE]`, an error, or what cannot be read.
    done: bool,
    /// An event that was no JSON.
    unreadable: Option<String>,
}

#[derive(Debug, Default)]
enum Form {
    /// Nothing but blanks so far.
    #[default]
    Unknown,
    Events(Events),
    Whole(Vec<u8>),
}

/// Why bytes were no completion.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum WireError {
    /// The service told of an error.
    Service(Box<ServiceError>),
    /// The bytes are not what a chat completion is made of. Holds how they begin: nothing, if there
    /// were none.
    Unreadable(String),
    /// The bytes ended before the model did.
    Unfinished,
    /// The service said in order that nothing was generated.
    Nothing,
}

impl Answer {
    /// Takes the next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        let bytes = match self.form {
            Form::Unknown => {
                // Some servers send blank lines while the model works; others begin with a BOM.
                let blank =
                    |byte: &u8| byte.is_ascii_whitespace() || b"\xef\xbb\xbf".contains(byte);
                let start = bytes.iter().position(|byte| !blank(byte)).unwrap_or(bytes.len());
                let bytes = &bytes[start..];
                match bytes.first() {
                    None => return,
                    Some(b'{' | b'[' | b'<' | b'"') => self.form = Form::Whole(Vec::new()),
                    Some(_) => self.form = Form::Events(Events::default()),
                }
                bytes
            }
            _ => bytes,
        };
        match &mut self.form {
            Form::Unknown => {}
            Form::Whole(body) => body.extend_from_slice(bytes),
            Form::Events(events) => events.push(bytes, |event| self.words.event(event)),
        }
    }

    /// Whether nothing that matters can follow.
    pub fn is_done(&self) -> bool {
        self.words.done
    }

    /// Whether the model gave a reason for its end: then a connection that breaks later does no
    /// harm.
    pub fn is_finished(&self) -> bool {
        self.words.unreadable.is_none() && self.words.draft.is_finished()
    }

    /// Takes the end of the bytes.
    ///
    /// # Errors
    /// If the service told of an error, or the bytes are no completion that came to its end.
    pub fn finish(self) -> Result<Completion, WireError> {
        let Self { form, mut words } = self;
        match form {
            Form::Unknown => return Err(WireError::Unreadable(String::new())),
            Form::Whole(body) => {
                let added = std::str::from_utf8(&body).ok().map(|json| words.draft.add(json));
                if !matches!(added, Some(Ok(()))) {
                    return Err(WireError::Unreadable(beginning(&body)));
                }
                return words.draft.complete();
            }
            Form::Events(events) => {
                if let Some(event) = events.end() {
                    words.event(&event);
                }
            }
        }
        if let Some(unreadable) = words.unreadable {
            return Err(WireError::Unreadable(unreadable));
        }
        if words.done || words.draft.is_ended() {
            return words.draft.complete();
        }
        Err(WireError::Unfinished)
    }
}

impl Words {
    fn event(&mut self, event: &str) {
        let event = event.trim();
        // Some gateways pass comments on as data.
        if self.done || event.is_empty() || event.starts_with(':') {
            return;
        }
        if event == "[DONE]" {
            self.done = true;
        } else if self.draft.add(event).is_ok() {
            self.done = self.draft.is_failed();
        } else if event.contains('\n') {
            // Some servers forget the blank lines between events.
            event.lines().for_each(|line| self.event(line));
        } else {
            // What it said is lost, so the rest would be no whole answer.
            self.unreadable = Some(beginning(event.as_bytes()));
            self.done = true;
        }
    }
}

fn beginning(bytes: &[u8]) -> String {
    String::from_utf8_lossy(&bytes[..bytes.len().min(EXCERPT_BYTES)]).into_owned()
}

#[cfg(test)]
mod tests {
    use llm::{FinishReason, Usage};
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn read(bytes: &[u8], size: usize) -> Result<Completion, WireError> {
        let mut answer = Answer::default();
        for chunk in bytes.chunks(size) {
            answer.push(chunk);
        }
        answer.finish()
    }

    /// The same answer as a stream of deltas, ended by a finish reason.
    fn stream(deltas: &[Value], finish: &str) -> String {
        let chunk = |delta| json!({"choices": [{"delta": delta, "finish_reason": null}]});
        let chunks = deltas.iter().map(|delta| format!("data: {}\n\n", chunk(delta)));
        let stream: String = chunks.collect();
        let last = json!({"choices": [{"delta": {"content": ""}, "finish_reason": finish}]});
        format!("{stream}data: {last}\n\ndata: [DONE]\n\n")
    }

    /// The same answer as one body.
    fn whole(message: &Value, finish: &str) -> String {
        json!({"choices": [{"message": message, "finish_reason": finish}]}).to_string()
    }

    fn trace_and_answer(bytes: &str) -> (Option<String>, String) {
        let completion = read(bytes.as_bytes(), 3).unwrap();
        (completion.reasoning, completion.answer)
    }

    #[test]
    fn the_trace_is_found_wherever_it_stands_and_never_twice() {
        let text = |text: &str| json!([{"type": "reasoning.text", "text": text, "index": 0}]);
        let summary = json!([{"type": "reasoning.summary", "summary": "because"}]);
        let encrypted = json!([{"type": "reasoning.encrypted", "data": "c2VjcmV0"}]);
        for (message, trace) in [
            (json!({"content": "so"}), None),
            (json!({"content": "so", "reasoning": "because"}), Some("because")),
            (json!({"content": "so", "reasoning": null}), None),
            (json!({"content": "so", "reasoning": " \n"}), None),
            (json!({"content": "so", "reasoning_content": "because"}), Some("because")),
            (json!({"content": "so", "thinking": "because"}), Some("because")),
            (json!({"content": "so", "reasoning_details": text("because")}), Some("because")),
            (json!({"content": "so", "reasoning_details": summary}), Some("because")),
            (json!({"content": "so", "reasoning_details": encrypted}), None),
            (json!({"content": "so", "reasoning_details": "because"}), None),
            (json!({"content": "so", "reasoning_details": [7, null, {}]}), None),
            (
                json!({"content": "so", "reasoning": "because", "reasoning_details": text("because")}),
                Some("because"),
            ),
            (
                json!({"content": "so", "reasoning": "because", "reasoning_content": "because"}),
                Some("because"),
            ),
            (json!({"content": "so", "reasoning": "", "thinking": "because"}), Some("because")),
            (json!({"content": "<think>because</think>so"}), Some("because")),
            (json!({"content": "because</think>so"}), Some("because")),
            (json!({"content": "<think>\n\n</think>so"}), None),
            (
                json!({"content": "<think>because</think>so", "reasoning": "because"}),
                Some("because"),
            ),
            (json!({"content": "</think>\n\nso", "reasoning": "because"}), Some("because")),
            (json!({"content": "cause</think>so", "reasoning": "be"}), Some("be\ncause")),
            (json!({"content": "so", "reasoning": "<think>\nbecause\n</think>"}), Some("because")),
            (
                json!({"content": [{"type": "thinking", "thinking": [{"type": "text", "text": "because"}]},
                    {"type": "text", "text": "so"}]}),
                Some("because"),
            ),
        ] {
            let expected = (trace.map(str::to_owned), "so".to_owned());
            assert_eq!(trace_and_answer(&whole(&message, "stop")), expected, "{message}");
            let streamed = stream(std::slice::from_ref(&message), "stop");
            assert_eq!(trace_and_answer(&streamed), expected, "streamed: {message}");
        }
    }

    #[test]
    fn a_tag_may_be_split_over_chunks() {
        let pieces = ["<th", "ink>be", "cause</", "thi", "nk>", "so"];
        let deltas = pieces.map(|piece| json!({"content": piece}));
        let expected = (Some("because".to_owned()), "so".to_owned());
        assert_eq!(trace_and_answer(&stream(&deltas, "stop")), expected);
    }

    #[test]
    fn details_are_put_together_by_their_index() {
        let detail =
            |index: u8, text: &str| json!({"reasoning_details": [{"text": text, "index": index}]});
        let deltas = [detail(0, "fir"), detail(1, "sec"), detail(0, "st"), detail(1, "ond")];
        let (trace, _) = trace_and_answer(&stream(&deltas, "stop"));
        assert_eq!(trace.as_deref(), Some("first\n\nsecond"));
    }

    #[test]
    fn the_end_is_what_the_server_says() {
        let said = json!({"content": "so", "reasoning": "because"});
        for (reason, expected) in [
            ("stop", Some(FinishReason::Stop)),
            ("STOP", Some(FinishReason::Stop)),
            ("end_turn", Some(FinishReason::Stop)),
            ("length", Some(FinishReason::Length)),
            ("content_filter", Some(FinishReason::ContentFilter)),
            ("tool_calls", Some(FinishReason::Other)),
            ("new", Some(FinishReason::Other)),
            ("error", None),
            ("insufficient_system_resource", None),
        ] {
            for bytes in [whole(&said, reason), stream(std::slice::from_ref(&said), reason)] {
                let finish = read(bytes.as_bytes(), 7).map(|completion| completion.finish);
                assert_eq!(finish.ok(), expected, "{reason}");
            }
        }
        let refused = json!({"content": null, "refusal": "I cannot help with that."});
        let completion = read(whole(&refused, "stop").as_bytes(), 9).unwrap();
        assert_eq!(completion.finish, FinishReason::ContentFilter);
    }

    #[test]
    fn what_is_no_completion_says_why() {
        let service = |error: WireError| match error {
            WireError::Service(error) => format!("{:?}: {}", error.status, error.message),
            WireError::Unreadable(text) => format!("unreadable: {text}"),
            other => format!("{other:?}"),
        };
        let said = r#"data: {"choices":[{"delta":{"content":"so"}}]}"#;
        let error = r#"{"error":{"code":502,"message":"no"}}"#;
        let half = r#"{"choices":[{"mess"#;
        for (bytes, expected) in [
            (String::new(), "unreadable: "),
            (" \n\r\n\t".to_owned(), "unreadable: "),
            ("{}".to_owned(), "Nothing"),
            ("[]".to_owned(), "Nothing"),
            ("\"text\"".to_owned(), "Nothing"),
            (r#"{"choices":null}"#.to_owned(), "Nothing"),
            (r#"{"choices":[]}"#.to_owned(), "Nothing"),
            (r#"{"choices":[{}]}"#.to_owned(), "Nothing"),
            (r#"{"choices":[null]}"#.to_owned(), "Nothing"),
            (half.to_owned(), "unreadable: {\"choices\":[{\"mess"),
            ("<html>502</html>".to_owned(), "unreadable: <html>502</html>"),
            ("upstream is gone".to_owned(), "Unfinished"),
            (error.to_owned(), "Some(502): no"),
            (format!("\n\n  {error}"), "Some(502): no"),
            (format!("[{error}]"), "Some(502): no"),
            (
                r#"{"choices":[{"message":{"content":"so"},"finish_reason":"error","error":{"code":502,"message":"no"}}]}"#.to_owned(),
                "Some(502): no",
            ),
            (format!("data: {error}\n\n"), "Some(502): no"),
            (format!("{said}\n\ndata: {error}\n\ndata: [DONE]\n\n"), "Some(502): no"),
            (
                format!("{said}\n\ndata: {{\"error\":{{\"code\":\"server_error\",\"message\":\"no\"}},\"choices\":[]}}\n\n"),
                "None: no",
            ),
            (
                r#"data: {"choices":[{"delta":{"content":"so"},"finish_reason":"error"}]}"#.to_owned(),
                "None: the answer ended with `error`",
            ),
            (format!("{said}\n\n"), "Unfinished"),
            (format!("{said}\n\ndata: {half}"), "unreadable: {\"choices\":[{\"mess"),
            (format!("{said}\n\ndata: nonsense\n\ndata: [DONE]\n\n"), "unreadable: nonsense"),
            ("data: [DONE]\n\n".to_owned(), "Nothing"),
            (": OPENROUTER PROCESSING\n\n".to_owned(), "Unfinished"),
        ] {
            let error = read(bytes.as_bytes(), 5).unwrap_err();
            assert_eq!(service(error), expected, "{bytes}");
        }
    }

    #[test]
    fn a_token_limit_told_as_an_error_is_a_cut_answer() {
        let cut = |kind: &str| {
            let error = json!({"error": {"code": kind, "message": "no"}, "choices": []});
            let said = json!({"choices": [{"delta": {"reasoning": "because", "content": "s"}}]});
            let bytes = format!("data: {said}\n\ndata: {error}\n\n");
            read(bytes.as_bytes(), 11).map(|completion| completion.finish)
        };
        assert_eq!(cut("max_tokens_exceeded"), Ok(FinishReason::Length));
        assert_eq!(cut("content_policy_violation"), Ok(FinishReason::ContentFilter));
        assert!(cut("server_error").is_err());
        let alone = json!({"error": {"code": "max_tokens_exceeded", "message": "no"}}).to_string();
        assert!(read(alone.as_bytes(), 11).is_err());
    }

    #[test]
    fn a_finished_answer_stays_one() {
        let finished = stream(&[json!({"content": "so"})], "stop").replace("data: [DONE]\n\n", "");
        for after in [
            "",
            "data: [DONE]",
            ": bye\n\n",
            "data: {\"choices\":[],\"usage\":{\"cost\":1}}\n\n",
            "data: {\"error\":{\"code\":502,\"message\":\"too late\"}}\n\n",
        ] {
            let completion = read(format!("{finished}{after}").as_bytes(), 4).unwrap();
            assert_eq!(
                (&*completion.answer, completion.finish),
                ("so", FinishReason::Stop),
                "{after}"
            );
        }
        // Said without a reason to end: complete as a stream, but nobody knows as an answer.
        let unexplained =
            "data: {\"choices\":[{\"delta\":{\"content\":\"so\"}}]}\n\ndata: [DONE]\n\n";
        assert_eq!(read(unexplained.as_bytes(), 4).unwrap().finish, FinishReason::Other);
    }

    #[test]
    fn what_servers_do_to_streams_is_borne() {
        let plain = stream(&[json!({"reasoning": "bé"}), json!({"content": "漢"})], "stop");
        let expected = read(plain.as_bytes(), plain.len()).unwrap();
        for bent in [
            plain.replace('\n', "\r\n"),
            plain.replace("\n\n", "\n"),
            plain.replace("data: ", "data:"),
            plain.replace("data: ", ": OPENROUTER PROCESSING\n\ndata: "),
            plain.replace("data: ", "data: : OPENROUTER PROCESSING\n\ndata: "),
            plain.replace("data: ", "event: message\nid: 7\ndata: "),
            format!("\n\n\n{plain}"),
            format!("\u{feff}{plain}"),
            plain.replace("data: [DONE]\n\n", ""),
            plain.trim_end().to_owned(),
            format!("data: {{\"choices\":[],\"debug\":{{}}}}\n\n{plain}"),
            plain.replace("\"delta\"", "\"unknown\":[1],\"delta\""),
        ] {
            assert_eq!(read(bent.as_bytes(), 5).as_ref(), Ok(&expected), "{bent}");
        }
    }

    #[test]
    fn usage_and_names_are_kept() {
        let usage = json!({"prompt_tokens": "10", "completion_tokens": 7.0, "cost": "0.00001",
            "completion_tokens_details": {"reasoning_tokens": 4}, "total_tokens": null});
        let first = json!({"id": "gen-1", "model": "deepseek/deepseek-r1", "provider": "Stub",
            "choices": [{"delta": {"content": "so"}, "finish_reason": "stop"}]});
        let last = json!({"id": "gen-1", "choices": [], "usage": usage});
        let bytes = format!("data: {first}\n\ndata: {last}\n\ndata: [DONE]\n\n");
        let completion = read(bytes.as_bytes(), 8).unwrap();
        assert_eq!(completion.model, "deepseek/deepseek-r1");
        assert_eq!(completion.provider.as_deref(), Some("Stub"));
        assert_eq!(completion.generation_id.as_deref(), Some("gen-1"));
        let expected = Usage {
            prompt_tokens: Some(10),
            completion_tokens: Some(7),
            reasoning_tokens: Some(4),
            cost_usd: Some(0.00001),
        };
        assert_eq!(completion.usage, expected);
        let odd = json!({"id": 7, "model": null, "usage": "none", "choices": [
            {"index": 1, "message": {"content": "other"}, "finish_reason": "stop"},
            {"index": 0, "message": {"content": "so"}, "finish_reason": "stop"}]});
        let completion = read(odd.to_string().as_bytes(), 8).unwrap();
        assert_eq!((&*completion.answer, completion.usage), ("so", Usage::default()));
    }

    /// What streams are made of, well-formed and not.
    fn line() -> impl Strategy<Value = String> {
        let text = "[a-z é漢🦀<>/\\\\\"]{0,8}";
        let delta = (prop::sample::select(vec!["content", "reasoning", "thinking"]), text)
            .prop_map(|(field, text)| {
                format!("data: {}\n\n", json!({"choices": [{"delta": {field: text}}]}))
            });
        let fixed = prop::sample::select(vec![
            ": OPENROUTER PROCESSING\n\n",
            "\n",
            "\r\n",
            "data:",
            "data: [DONE]\n\n",
            "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\r\n\r\n",
            "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3}}\n\n",
            "data: {\"error\":{\"code\":502,\"message\":\"no\"}}\n\n",
            "data: {\"choices\":[{\"delta\":{\"content\":\"<think>\"}}]}\n\n",
            "data: {\"choices\":[{\"delta\":{\"content\":\"</think>\"}}]}\n\n",
            "data: {\"choices\":\n",
            "{\"choices\":[{\"message\":{\"content\":\"so\"}}]}",
        ]);
        prop_oneof![6 => delta, 3 => fixed.prop_map(str::to_owned), 1 => text.prop_map(String::from)]
    }

    proptest! {
        #[test]
        fn any_chunking_gives_the_same_completion(
            lines in prop::collection::vec(line(), 0..20),
            sizes in prop::collection::vec(1_usize..40, 1..40),
        ) {
            let bytes = lines.concat().into_bytes();
            let expected = read(&bytes, bytes.len().max(1));
            let mut answer = Answer::default();
            let (mut rest, mut sizes) = (&bytes[..], sizes.iter().cycle());
            while !rest.is_empty() {
                let size = sizes.next().copied().unwrap_or(1).min(rest.len());
                answer.push(&rest[..size]);
                rest = &rest[size..];
            }
            prop_assert_eq!(answer.finish(), expected);
        }

        #[test]
        fn any_bytes_are_borne(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes, 7);
        }

        #[test]
        fn the_answer_never_holds_the_trace(
            trace in "[a-m ]{0,20}",
            answer in "[n-z ]{1,20}",
            cuts in prop::collection::vec(1_usize..6, 1..20),
        ) {
            let text: Vec<char> = format!("<think>{trace}</think>{answer}").chars().collect();
            let mut deltas = Vec::new();
            let (mut at, mut cuts) = (0, cuts.iter().cycle());
            while at < text.len() {
                let to = (at + cuts.next().copied().unwrap_or(1)).min(text.len());
                deltas.push(json!({"content": text[at..to].iter().collect::<String>()}));
                at = to;
            }
            let completion = read(stream(&deltas, "stop").as_bytes(), 13).unwrap();
            prop_assert_eq!(completion.answer, answer.trim());
            prop_assert_eq!(completion.reasoning.unwrap_or_default(), trace.trim());
        }
    }
}
