//! A server for tests that does as it is told, down to the byte: slow, torn or wrong.
//!
//! It takes one request a connection, on a port of this machine that the system chooses, and ends
//! when it is dropped.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::Endpoint;

/// The largest request that is taken.
const MOST_BYTES: usize = 16 << 20;

/// What the server answers to one request.
#[derive(Clone, Debug, Default)]
pub struct Reply(Vec<Step>);

#[derive(Clone, Debug)]
enum Step {
    Send(Vec<u8>),
    Pause(Duration),
    Reset,
}

impl Reply {
    /// A whole answer with a length.
    pub fn new(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let length = body.len().to_string();
        let headers = [headers, &[("content-length", &*length)]].concat();
        Self::default().head(status, &headers).bytes(body)
    }

    /// A whole JSON answer.
    pub fn json(status: u16, body: &str) -> Self {
        Self::new(status, &[("content-type", "application/json")], body)
    }

    /// The beginning of an answer in pieces; see [`Reply::chunk`] and [`Reply::end`].
    pub fn chunked(status: u16, headers: &[(&str, &str)]) -> Self {
        let headers = [headers, &[("transfer-encoding", "chunked")]].concat();
        Self::default().head(status, &headers)
    }

    /// The beginning of a stream of events.
    pub fn events() -> Self {
        Self::chunked(200, &[("content-type", "text/event-stream")])
    }

    /// A piece of an answer in pieces.
    #[must_use]
    pub fn chunk(self, bytes: impl AsRef<[u8]>) -> Self {
        let bytes = bytes.as_ref();
        let head = format!("{:x}\r\n", bytes.len());
        self.bytes([head.as_bytes(), bytes, b"\r\n"].concat())
    }

    /// The end of an answer in pieces. Without it the answer is torn.
    #[must_use]
    pub fn end(self) -> Self {
        self.bytes("0\r\n\r\n")
    }

    /// Bytes as they are.
    #[must_use]
    pub fn bytes(mut self, bytes: impl AsRef<[u8]>) -> Self {
        self.0.push(Step::Send(bytes.as_ref().to_vec()));
        self
    }

    /// Silence.
    #[must_use]
    pub fn pause(mut self, silence: Duration) -> Self {
        self.0.push(Step::Pause(silence));
        self
    }

    /// Ends the connection with a reset and not in order.
    #[must_use]
    pub fn reset(mut self) -> Self {
        self.0.push(Step::Reset);
        self
    }

    fn head(self, status: u16, headers: &[(&str, &str)]) -> Self {
        let mut head = format!("HTTP/1.1 {status} Status\r\nconnection: close\r\n");
        for (name, value) in headers {
            head.extend([*name, ": ", *value, "\r\n"]);
        }
        head.push_str("\r\n");
        self.bytes(head)
    }
}

/// A request as it arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// The method.
    pub method: String,
    /// The path, with the query.
    pub path: String,
    /// The headers, their names in small letters.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: String,
}

/// Works out the reply to a request.
type Script = dyn Fn(usize, &Received) -> Reply + Send + Sync;

/// A server that gives a reply to each request.
#[derive(Debug)]
pub struct Server {
    endpoint: Endpoint,
    received: Arc<Mutex<Vec<Received>>>,
    task: JoinHandle<()>,
}

impl Server {
    /// Starts a server with one reply for each request that is expected. A request beyond them gets
    /// status 599.
    ///
    /// # Errors
    /// If the system gives no port.
    pub async fn start(replies: impl IntoIterator<Item = Reply>) -> io::Result<Self> {
        let replies: Vec<Reply> = replies.into_iter().collect();
        let unexpected = Reply::new(599, &[], "no reply is left for this request");
        Self::answering(move |number, _| replies.get(number).unwrap_or(&unexpected).clone()).await
    }

    /// Starts a server that works its replies out: from the number of the request, counted from 0,
    /// and the request itself.
    ///
    /// # Errors
    /// If the system gives no port.
    pub async fn answering(
        answer: impl Fn(usize, &Received) -> Reply + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let base = format!("http://{}", listener.local_addr()?);
        let endpoint = Endpoint::parse(&base).map_err(io::Error::other)?;
        let received = Arc::new(Mutex::new(Vec::new()));
        let task = tokio::spawn(serve(listener, Arc::new(answer), received.clone()));
        Ok(Self { endpoint, received, task })
    }

    /// Where the server listens.
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// The requests so far.
    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(listener: TcpListener, script: Arc<Script>, received: Arc<Mutex<Vec<Received>>>) {
    // Ends with the server: a dropped set aborts its tasks.
    let mut connections = tokio::task::JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let script = script.clone();
        let received = received.clone();
        // A client that goes away is no concern of the server.
        connections.spawn(async move { answer(stream, &*script, &received).await.ok() });
    }
}

async fn answer(
    mut stream: TcpStream,
    script: &Script,
    received: &Mutex<Vec<Received>>,
) -> io::Result<()> {
    let request = read(&mut stream).await?;
    let number = {
        let mut received = received.lock().unwrap_or_else(PoisonError::into_inner);
        received.push(request.clone());
        received.len() - 1
    };
    for step in script(number, &request).0 {
        match step {
            Step::Send(bytes) => {
                stream.write_all(&bytes).await?;
                stream.flush().await?;
            }
            Step::Pause(silence) => tokio::time::sleep(silence).await,
            Step::Reset => return stream.set_zero_linger(),
        }
    }
    stream.shutdown().await
}

async fn read(stream: &mut TcpStream) -> io::Result<Received> {
    let mut bytes = Vec::new();
    loop {
        if let Some(request) = parse(&bytes) {
            return Ok(request);
        }
        if stream.read_buf(&mut bytes).await? == 0 || bytes.len() > MOST_BYTES {
            return Err(io::ErrorKind::InvalidData.into());
        }
    }
}

/// Reads a request; `None` if it is not whole yet.
fn parse(bytes: &[u8]) -> Option<Received> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]);
    let mut lines = head.split("\r\n");
    let mut first = lines.next()?.split(' ');
    let headers: BTreeMap<String, String> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let length = headers.get("content-length").map_or(Ok(0), |length| length.parse()).ok()?;
    let body = bytes.get(end + 4..)?.get(..length)?;
    Some(Received {
        method: first.next()?.to_owned(),
        path: first.next()?.to_owned(),
        headers,
        body: String::from_utf8_lossy(body).into_owned(),
    })
}
