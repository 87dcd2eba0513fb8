//! Listening, and everything that has to do with connections.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use axum::routing::{get, post};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::task::{JoinHandle, JoinSet};
use tower::ServiceExt as _;

use crate::app::App;
use crate::body::HangUp;
use crate::config::{Config, ConfigError};
use crate::query::Query;
use crate::wire::{Line, Wire};
use crate::{chat, query};

/// How many connections may wait to be accepted: more than any client opens at once.
const BACKLOG: u32 = 4096;

/// How long the head of a request may take.
const HEAD_TIME: Duration = Duration::from_mins(1);

/// The sandbox.
#[derive(Debug)]
pub struct Sandbox;

impl Sandbox {
    /// Starts a sandbox in the background of the present tokio runtime.
    ///
    /// # Errors
    /// If the settings cannot be, or the address cannot be listened on.
    pub async fn start(config: Config) -> Result<Running, StartError> {
        config.check()?;
        let asked = SocketAddr::new(config.host, config.port);
        let socket = bind(asked).map_err(|source| StartError::Bind { addr: asked, source })?;
        let addr =
            socket.local_addr().map_err(|source| StartError::Bind { addr: asked, source })?;
        let query = Query::new(&config).await?;
        let refuse_first = Duration::from_millis(config.refuse_first_ms);
        let (down, downs) = mpsc::unbounded_channel();
        let (stop, stopped) = watch::channel(());
        let app = Arc::new(App::new(config, query, down));
        let door = Door { addr, router: router(Arc::clone(&app)), downs, stopped };
        let task = if refuse_first.is_zero() {
            let listener =
                socket.listen(BACKLOG).map_err(|source| StartError::Bind { addr, source })?;
            tokio::spawn(door.serve(listener))
        } else {
            tokio::spawn(door.wait(socket, refuse_first))
        };
        Ok(Running { addr, app, stop, task })
    }
}

/// A sandbox that runs. It ends when it is stopped or dropped.
pub struct Running {
    addr: SocketAddr,
    app: Arc<App>,
    stop: watch::Sender<()>,
    task: JoinHandle<()>,
}

impl std::fmt::Debug for Running {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Running").field("addr", &self.addr).finish_non_exhaustive()
    }
}

impl Running {
    /// Where the sandbox listens.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// The base URL of the chat API, as `OPENROUTER_BASE_URL` wants it.
    pub fn openrouter_base_url(&self) -> String {
        format!("http://{}/api/v1", self.addr)
    }

    /// The base URL of the query API, as `FLIPSIDE_BASE_URL` wants it.
    pub fn flipside_base_url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// What the sandbox has seen, as `GET /stats` says it.
    pub fn stats(&self) -> serde_json::Value {
        self.app.stats_json()
    }

    /// Everything as after the start, as `POST /reset` does it: counters, credit, limits, runs.
    pub fn reset(&self) {
        self.app.reset();
    }

    /// Stops the sandbox and breaks off what is in flight.
    pub async fn stop(self) {
        let Self { stop, task, .. } = self;
        drop(stop);
        // It can only fail by a panic, which was printed when it happened.
        let _ = task.await;
    }
}

/// Why a sandbox could not be started.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The settings cannot be.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The address cannot be listened on.
    #[error("cannot listen on {addr}")]
    Bind {
        /// The address.
        addr: SocketAddr,
        /// Why not.
        source: io::Error,
    },
    /// The bundled data cannot be read.
    #[error("cannot read the bundled data")]
    Data(#[from] market::Error),
}

fn bind(addr: SocketAddr) -> io::Result<TcpSocket> {
    let socket = if addr.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // So that the port can be listened on again while old connections to it are winding down.
    socket.set_reuseaddr(true)?;
    socket.bind(addr)?;
    Ok(socket)
}

fn router(app: Arc<App>) -> Router {
    Router::new()
        .merge(chat::routes("/api/v1"))
        .merge(chat::routes("/v1"))
        .route("/json-rpc", post(query::rpc).fallback(query::wrong_method))
        .route("/stats", get(stats))
        .route("/reset", post(reset))
        .fallback(chat::not_found)
        .with_state(app)
}

async fn stats(state: axum::extract::State<Arc<App>>) -> Response {
    let text = format!("{:#}\n", state.stats_json());
    let mut response = Response::new(axum::body::Body::from(text));
    response
        .headers_mut()
        .insert("content-type", axum::http::HeaderValue::from_static("application/json"));
    response
}

async fn reset(state: axum::extract::State<Arc<App>>) {
    state.reset();
}

/// What accepts connections.
struct Door {
    addr: SocketAddr,
    router: Router,
    downs: mpsc::UnboundedReceiver<Duration>,
    stopped: watch::Receiver<()>,
}

impl Door {
    /// Listens after a while: a bound socket that does not listen refuses connections.
    async fn wait(mut self, socket: TcpSocket, pause: Duration) {
        tokio::select! {
            _ = self.stopped.changed() => return,
            () = tokio::time::sleep(pause) => {}
        }
        if let Ok(listener) = socket.listen(BACKLOG) {
            self.serve(listener).await;
        }
    }

    /// Accepts connections until the sandbox is stopped.
    async fn serve(mut self, first: TcpListener) {
        let mut listener = Some(first);
        let mut connections = JoinSet::new();
        let (retire, retired) = watch::channel(());
        while let Some(open) = &listener {
            tokio::select! {
                _ = self.stopped.changed() => break,
                Some(pause) = self.downs.recv() => {
                    drop(listener.take());
                    // Connections that are open may finish what they are at, and no more.
                    let _ = retire.send(());
                    tokio::select! {
                        _ = self.stopped.changed() => break,
                        () = tokio::time::sleep(pause) => {}
                    }
                    while self.downs.try_recv().is_ok() {}
                    listener = bind(self.addr).and_then(|socket| socket.listen(BACKLOG)).ok();
                }
                Some(_) = connections.join_next() => {}
                accepted = open.accept() => match accepted {
                    Ok((stream, _)) => {
                        let mut retired = retired.clone();
                        retired.mark_unchanged();
                        connections.spawn(converse(stream, self.router.clone(), retired));
                    }
                    // Out of file descriptors, most likely: let connections end first.
                    Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
                },
            }
        }
        connections.shutdown().await;
    }
}

/// Serves one connection to its end.
async fn converse(stream: TcpStream, router: Router, mut retired: watch::Receiver<()>) {
    let line = Line::default();
    let wire = Wire::new(stream, line.clone());
    let service = service_fn(move |request| respond(router.clone(), line.clone(), request));
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .serve_connection(TokioIo::new(wire), service);
    let mut connection = std::pin::pin!(connection);
    // A connection that breaks is the client's affair, or a fault at work.
    tokio::select! {
        _ = &mut connection => return,
        _ = retired.changed() => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

async fn respond(
    router: Router,
    line: Line,
    request: hyper::Request<Incoming>,
) -> io::Result<Response> {
    let mut request: Request = request.map(axum::body::Body::new);
    request.extensions_mut().insert(line);
    let response = match router.oneshot(request).await {
        Ok(response) => response,
        Err(error) => {
            let error: Infallible = error;
            match error {}
        }
    };
    if response.extensions().get::<HangUp>().is_some() {
        return Err(io::Error::other("hung up"));
    }
    Ok(response)
}
