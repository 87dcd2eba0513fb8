//! Answers as a stream of events.

use std::collections::VecDeque;
use std::io;
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use serde_json::json;

use super::complete::Completion;
use super::refusal;
use crate::body::HEAD_START;
use crate::fault::Fault;
use crate::stats::End;

/// What the service says while a provider gets ready.
const COMMENT: &str = ": OPENROUTER PROCESSING\n\n";

/// A comment with characters of several bytes, so that there is one to split.
const WIDE_COMMENT: &str = ": SANDBOX – synthétique ☕\n\n";

/// How many bytes go into one chunk under `split`; with three characters of up to three bytes in
/// the first comment, some chunk ends inside of one.
const SPLIT: usize = 2;

/// Where a stream is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Before the first event.
    Wait,
    /// Before this event.
    Event(usize),
    /// In the middle, where it is to break.
    Break,
    Finish,
    Usage,
    Done,
    /// All was sent.
    End,
    /// Cut off: the connection is to be reset.
    Reset,
}

/// A stream on its way.
struct Stream {
    completion: Completion,
    /// What each event begins with.
    head: String,
    stage: Stage,
    /// Parts of an event that were not sent yet.
    pending: VecDeque<Bytes>,
    /// When the first event is due.
    due: Instant,
    greeted: bool,
    /// How many events were sent.
    sent: usize,
    broken: bool,
}

/// Starts a stream.
pub(super) fn stream(completion: Completion) -> Response {
    let call = &completion.call;
    let stats = &call.app.stats;
    stats.status(200);
    stats.stream_started();
    let id = HeaderValue::from_str(&completion.id);
    let due = call.due();
    let head = format!("data: {},\"choices\":", completion.head("chat.completion.chunk"));
    let stage = match call.fault {
        Some(Fault::Empty) => Stage::End,
        _ => Stage::Wait,
    };
    let broken = stage == Stage::End;
    let stream = Stream {
        completion,
        head,
        stage,
        pending: VecDeque::new(),
        due,
        greeted: false,
        sent: 0,
        broken,
    };
    let body = futures::stream::unfold(stream, |mut stream| async move {
        stream.next().await.map(|chunk| (chunk, stream))
    });
    let mut response = Response::new(Body::from_stream(body));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert("x-sandbox", HeaderValue::from_static("synthetic"));
    if let Ok(id) = id {
        headers.insert("x-generation-id", id);
    }
    response
}

impl Stream {
    fn fault(&self) -> Option<Fault> {
        self.completion.call.fault
    }

    /// The next chunk; `None` at the end.
    async fn next(&mut self) -> Option<io::Result<Bytes>> {
        loop {
            if let Some(chunk) = self.pending.pop_front() {
                return Some(Ok(chunk));
            }
            let text = match self.stage {
                Stage::Wait => self.wait().await,
                Stage::Event(index) => self.event(index).await,
                Stage::Break => self.break_off().await,
                Stage::Finish => self.finish(),
                Stage::Usage => self.usage(),
                Stage::Done => {
                    self.stage = Stage::End;
                    match self.fault() {
                        Some(Fault::NoDone) => String::new(),
                        _ => "data: [DONE]\n\n".to_owned(),
                    }
                }
                Stage::End => return None,
                Stage::Reset => {
                    tokio::time::sleep(HEAD_START).await;
                    self.completion.call.line.reset_when_closed();
                    return Some(Err(io::Error::other("broken off")));
                }
            };
            self.send(text);
        }
    }

    /// Queues a text in the chunks that the fault makes of it.
    fn send(&mut self, text: String) {
        match self.fault() {
            _ if text.is_empty() => {}
            Some(Fault::Crlf) => self.pending.push_back(text.replace('\n', "\r\n").into()),
            Some(Fault::Split) => {
                let text = Bytes::from(text);
                let starts = (0..text.len()).step_by(SPLIT);
                let parts = starts.map(|at| text.slice(at..text.len().min(at + SPLIT)));
                self.pending.extend(parts);
            }
            _ => self.pending.push_back(text.into()),
        }
    }

    /// Comments until the first event is due.
    async fn wait(&mut self) -> String {
        let config = &self.completion.call.app.config;
        if !self.greeted {
            self.greeted = true;
            return match self.fault() {
                Some(Fault::BlankLines) => format!("\n\n\n\n{COMMENT}"),
                Some(Fault::Split | Fault::Comments) => format!("{WIDE_COMMENT}{COMMENT}"),
                _ => COMMENT.to_owned(),
            };
        }
        let left = self.due.saturating_duration_since(Instant::now());
        let pause = match config.chat.comment_every_ms {
            0 => left,
            every => left.min(Duration::from_millis(every)),
        };
        tokio::time::sleep(pause).await;
        if pause < left {
            return COMMENT.to_owned();
        }
        self.completion.began = Instant::now();
        self.stage = Stage::Event(0);
        String::new()
    }

    async fn event(&mut self, index: usize) -> String {
        let answer = &self.completion.answer;
        let deltas = answer.deltas();
        let breaks = matches!(
            self.fault(),
            Some(
                Fault::Cut
                    | Fault::Stall
                    | Fault::HalfJson
                    | Fault::Eof
                    | Fault::StreamError
                    | Fault::StreamErrorText
            )
        );
        if breaks && index >= deltas.len() / 2 {
            self.stage = Stage::Break;
            return String::new();
        }
        let Some(delta) = deltas.get(index) else {
            self.stage = Stage::Finish;
            return String::new();
        };
        let config = &self.completion.call.app.config;
        let pause = match self.fault() {
            Some(Fault::Drip) => config.drip_ms,
            _ => config.chat.chunk_delay_ms,
        };
        let mut text = format!(
            "{}[{{\"index\":0,\"delta\":{delta},\"finish_reason\":null,\"native_finish_reason\":null,\"logprobs\":null}}]}}\n\n",
            self.head
        );
        if self.fault() == Some(Fault::Comments) {
            text.push_str(if index.is_multiple_of(2) { COMMENT } else { ": keep-alive\n\n" });
        }
        self.stage = Stage::Event(index + 1);
        self.sent = index + 1;
        if pause > 0 && index > 0 {
            tokio::time::sleep(Duration::from_millis(pause)).await;
        }
        text
    }

    /// What happens in the middle of a stream that breaks.
    async fn break_off(&mut self) -> String {
        self.broken = true;
        let half = format!("{}[{{\"index\":0,\"delta\":{{\"role\":\"assis", self.head);
        match self.fault() {
            Some(Fault::StreamError) => {
                self.stage = Stage::End;
                format!(
                    "{}[{{\"index\":0,\"delta\":{{\"content\":\"\"}},\"finish_reason\":\"error\"}}],\"error\":{}}}\n\n",
                    self.head,
                    refusal::in_band(&json!(502)),
                )
            }
            Some(Fault::StreamErrorText) => {
                self.stage = Stage::End;
                let error = refusal::in_band(&json!("server_error"));
                format!("{}[],\"error\":{error}}}\n\n", self.head)
            }
            Some(Fault::HalfJson) => {
                self.stage = Stage::End;
                half
            }
            Some(Fault::Cut) => {
                self.stage = Stage::Reset;
                half
            }
            Some(Fault::Stall) => {
                tokio::time::sleep(self.completion.call.app.stall()).await;
                self.stage = Stage::Reset;
                String::new()
            }
            _ => {
                self.stage = Stage::End;
                String::new()
            }
        }
    }

    fn finish(&mut self) -> String {
        self.stage = Stage::Usage;
        if self.fault() == Some(Fault::NoFinish) {
            return String::new();
        }
        let usage = match self.fault() {
            Some(Fault::UsageOnChoice) => format!(",\"usage\":{}", self.completion.usage()),
            _ => String::new(),
        };
        format!(
            "{}[{{\"index\":0,\"delta\":{{\"role\":\"assistant\",\"content\":\"\"}},{}}}]{usage}}}\n\n",
            self.head,
            self.completion.ending(),
        )
    }

    fn usage(&mut self) -> String {
        self.stage = Stage::Done;
        match self.fault() {
            Some(Fault::NoUsage | Fault::UsageOnChoice) => String::new(),
            _ => format!("{}[],\"usage\":{}}}\n\n", self.head, self.completion.usage()),
        }
    }
}

impl Drop for Stream {
    /// However a stream ends, what was generated is charged.
    fn drop(&mut self) {
        let end = match self.stage {
            _ if self.broken => End::Broken,
            Stage::End => End::Finished,
            _ => End::Abandoned,
        };
        let events = self.completion.answer.deltas().len().max(1);
        self.completion.settle(end, self.sent as f64 / events as f64);
        self.completion.call.app.stats.stream_ended(end);
    }
}
