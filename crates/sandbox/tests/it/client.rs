//! A plain HTTP client that sees everything: how chunks are cut, and how a connection ends.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// How a reply ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// With its announced length, or the last chunk.
    Whole,
    /// The connection was closed too early.
    Early,
    /// The connection was reset.
    Reset,
    /// Nothing came any more.
    Silence,
    /// The connection was refused.
    Refused,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    /// 0 if not even a head came.
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// The chunks of a body that came in chunks.
    pub(crate) chunks: Vec<Vec<u8>>,
    pub(crate) end: End,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The data of the events, `[DONE]` as a string.
    pub(crate) fn events(&self) -> Vec<Value> {
        let lines = self.text().lines().filter_map(|line| line.strip_prefix("data: "));
        lines
            .map(
                |data| {
                    if data == "[DONE]" { json!(data) } else { serde_json::from_str(data).unwrap() }
                },
            )
            .collect()
    }
}

/// A client of one sandbox.
#[derive(Clone)]
pub(crate) struct Client {
    pub(crate) addr: SocketAddr,
    pub(crate) key: String,
    /// How long it waits for more.
    pub(crate) patience: Duration,
}

impl Client {
    pub(crate) fn new(addr: SocketAddr) -> Self {
        Self { addr, key: "sandbox".to_owned(), patience: Duration::from_secs(20) }
    }

    pub(crate) fn with_key(&self, key: &str) -> Self {
        Self { key: key.to_owned(), ..self.clone() }
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.send("GET", path, b"").await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Reply {
        self.send("POST", path, body.to_string().as_bytes()).await
    }

    /// Asks for a completion; the prompt is fixed unless the body has another.
    pub(crate) async fn chat(&self, extra: Value) -> Reply {
        self.post("/api/v1/chat/completions", &chat_body(&extra)).await
    }

    /// Calls a method.
    pub(crate) async fn rpc(&self, method: &str, params: Value) -> Reply {
        let body = json!({ "jsonrpc": "2.0", "method": method, "params": [params], "id": 1 });
        self.post("/json-rpc", &body).await
    }

    pub(crate) async fn send(&self, method: &str, path: &str, body: &[u8]) -> Reply {
        let key = match self.key.as_str() {
            "" => String::new(),
            key if path == "/json-rpc" => format!("x-api-key: {key}\r\n"),
            key => format!("authorization: Bearer {key}\r\n"),
        };
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n{key}\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n",
            self.addr,
            body.len()
        );
        self.raw(&[head.as_bytes(), body].concat()).await
    }

    pub(crate) async fn raw(&self, request: &[u8]) -> Reply {
        let mut reply = Reply {
            status: 0,
            headers: Vec::new(),
            body: Vec::new(),
            chunks: Vec::new(),
            end: End::Early,
        };
        let Ok(mut stream) = TcpStream::connect(self.addr).await else {
            return Reply { end: End::Refused, ..reply };
        };
        // A server that refuses a large body may close before all is sent.
        let _ = stream.write_all(request).await;
        let mut bytes = Vec::new();
        let mut buffer = vec![0; 65536];
        loop {
            match tokio::time::timeout(self.patience, stream.read(&mut buffer)).await {
                Err(_) => reply.end = End::Silence,
                Ok(Err(_)) => reply.end = End::Reset,
                Ok(Ok(0)) => reply.end = End::Early,
                Ok(Ok(count)) => {
                    bytes.extend_from_slice(&buffer[..count]);
                    continue;
                }
            }
            break;
        }
        read(&bytes, &mut reply);
        reply
    }
}

/// The body of a request for a completion.
fn chat_body(extra: &Value) -> Value {
    let mut body = json!({
        "model": "deepseek/deepseek-r1", "seed": 7,
        "messages": [{ "role": "user", "content": "What is love?" }],
    });
    body.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    body
}

fn read(bytes: &[u8], reply: &mut Reply) {
    let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { return };
    let head = std::str::from_utf8(&bytes[..at]).unwrap();
    let mut lines = head.split("\r\n");
    reply.status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    reply.headers = lines
        .map(|line| {
            let (name, value) = line.split_once(':').unwrap();
            (name.to_ascii_lowercase(), value.trim().to_owned())
        })
        .collect();
    let mut rest = &bytes[at + 4..];
    if let Some(length) = reply.header("content-length") {
        let length: usize = length.parse().unwrap();
        reply.body = rest.to_vec();
        if rest.len() == length {
            reply.end = End::Whole;
        }
        return;
    }
    if reply.header("transfer-encoding") != Some("chunked") {
        reply.body = rest.to_vec();
        return;
    }
    while let Some(at) = rest.windows(2).position(|two| two == b"\r\n") {
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..at]).unwrap(), 16).unwrap();
        rest = &rest[at + 2..];
        if size == 0 {
            reply.end = End::Whole;
            return;
        }
        let size = size.min(rest.len());
        reply.chunks.push(rest[..size].to_vec());
        reply.body.extend_from_slice(&rest[..size]);
        rest = rest.get(size + 2..).unwrap_or_default();
    }
}
