//! Sends requests.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::LOCATION;
use reqwest::{Method, StatusCode, Url, redirect};
use tokio::time::Instant;

use crate::endpoint::is_loopback;
use crate::failure::shown;
use crate::incoming::Clock;
use crate::resolver::Resolver;
use crate::{
    Failure, FailureKind, GaveUp, Incoming, Request, Response, RetryPolicy, Throttle, Verdict,
    retry, tls,
};

/// How many redirects within a service are followed.
const MOST_REDIRECTS: usize = 5;

/// How a [`Client`] behaves.
#[derive(Clone, Debug)]
pub struct Config {
    /// The longest wait for a connection. Zero waits as long as the system does.
    pub connect_timeout: Duration,
    /// The longest silence, before the first byte and between bytes. Zero allows any.
    pub idle_timeout: Duration,
    /// The longest time that one try of a request may take, to the last byte of its answer. Zero
    /// allows any.
    pub total_timeout: Duration,
    /// The largest body of an answer, in bytes after decompression. Zero allows none at all.
    pub max_body_bytes: usize,
    /// How the client names itself.
    pub user_agent: String,
    /// How often and how patiently requests are tried again.
    pub retry: RetryPolicy,
    /// What the requests of a run pass before they are sent.
    pub throttle: Throttle,
    /// Trusts the bundled certificate roots, and not those of the system.
    pub bundled_roots: bool,
}

impl Default for Config {
    /// Fit for a model that thinks for many minutes: 10 seconds to connect, two minutes of silence,
    /// 30 minutes in all, 64 MiB.
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            idle_timeout: Duration::from_mins(2),
            total_timeout: Duration::from_mins(30),
            max_body_bytes: 64 << 20,
            user_agent: concat!("cortex/", env!("CARGO_PKG_VERSION")).to_owned(),
            retry: RetryPolicy::default(),
            throttle: Throttle::default(),
            bundled_roots: false,
        }
    }
}

/// Why a client cannot be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The HTTP library refuses the settings.
    #[error("the HTTP client cannot be made")]
    Http(#[from] reqwest::Error),
    /// The bundled certificate roots cannot be used.
    #[error("no encryption can be set up")]
    Tls(#[from] rustls::Error),
}

/// Sends requests. Clones share connections and throttle.
#[derive(Clone, Debug)]
pub struct Client {
    config: Arc<Config>,
    http: reqwest::Client,
    /// For services on this machine, which no proxy can reach.
    local: reqwest::Client,
}

impl Client {
    /// Makes a client. Opens no connection yet.
    ///
    /// # Errors
    /// If the user agent is no header value. A machine without certificate roots is no error: the
    /// bundled ones stand in.
    pub fn new(config: Config) -> Result<Self, BuildError> {
        tls::install_provider();
        let http = build(&config, |builder| builder)?;
        let local = build(&config, reqwest::ClientBuilder::no_proxy)?;
        Ok(Self { config: Arc::new(config), http, local })
    }

    /// How the client behaves.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Sends a request and reads its answer to the end.
    ///
    /// # Errors
    /// If there is no whole answer. An answer of any HTTP status is no error.
    pub async fn send(&self, request: &Request) -> Result<Response, Failure> {
        self.open(request).await?.whole().await
    }

    /// Sends a request and returns when the answer begins. Passes the throttle first; the deadlines
    /// count from there.
    ///
    /// # Errors
    /// If no answer begins, or the service redirects to another host.
    pub async fn open(&self, request: &Request) -> Result<Incoming, Failure> {
        let throttle = &self.config.throttle;
        let permit = if let Some(prompt_tokens) = request.metered {
            Some(throttle.admit(prompt_tokens).await)
        } else {
            throttle.gate().pass().await;
            None
        };
        let sent = self.send_admitted(request).await;
        match sent {
            Ok(incoming) => Ok(Incoming { permit, ..incoming }),
            Err(failure) => {
                if let Some(permit) = permit.filter(|_| failure.is_unsent()) {
                    permit.withdraw();
                }
                Err(failure)
            }
        }
    }

    async fn send_admitted(&self, request: &Request) -> Result<Incoming, Failure> {
        let idle = if request.patient { Duration::ZERO } else { self.config.idle_timeout };
        let clock = Clock { start: Instant::now(), idle, total: self.config.total_timeout };
        let mut url = request.url.clone();
        for _ in 0..=MOST_REDIRECTS {
            let answer = clock.wait(self.builder(request, url.clone()).send()).await;
            let mut response = match answer {
                Ok(Ok(response)) => response,
                Ok(Err(error)) => {
                    let elapsed = clock.start.elapsed();
                    let connect = self.config.connect_timeout;
                    return Err(Failure::from_reqwest(&error, request, elapsed, connect));
                }
                Err(deadline) => {
                    let kind = FailureKind::Timeout(deadline);
                    return Err(Failure::new(kind, request, clock.start.elapsed()));
                }
            };
            let Some(target) = redirect(&url, &response) else {
                return Ok(Incoming {
                    status: response.status(),
                    headers: std::mem::take(response.headers_mut()),
                    inner: response,
                    request: request.clone(),
                    clock,
                    received: 0,
                    limit: self.config.max_body_bytes,
                    permit: None,
                    longest_pause: self.config.retry.longest_pause,
                });
            };
            let method = &request.method;
            if target.origin() != url.origin() || !keeps_request(response.status(), method) {
                return Err(redirected(request, &target, clock));
            }
            url = target;
        }
        Err(redirected(request, &url, clock))
    }

    /// Tries something again as the client's policy says; see [`retry`].
    ///
    /// # Errors
    /// The last error, with the number of tries.
    pub async fn retry<T, E, F>(
        &self,
        classify: impl Fn(&E) -> Verdict,
        op: impl FnMut() -> F,
    ) -> Result<T, GaveUp<E>>
    where
        F: Future<Output = Result<T, E>>,
    {
        retry(&self.config.retry, self.config.throttle.gate(), classify, op).await
    }

    fn builder(&self, request: &Request, url: Url) -> reqwest::RequestBuilder {
        let http = if is_loopback(&url) { &self.local } else { &self.http };
        let builder = http.request(request.method.clone(), url).headers(request.headers.clone());
        match &request.body {
            Some(body) => builder.body(body.clone()),
            None => builder,
        }
    }
}

fn redirected(request: &Request, target: &Url, clock: Clock) -> Failure {
    let to = shown(target, &request.secrets);
    Failure::new(FailureKind::Redirect { to }, request, clock.start.elapsed())
}

/// Where an answer redirects to.
fn redirect(url: &Url, response: &reqwest::Response) -> Option<Url> {
    let redirects = matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308);
    let location = response.headers().get(LOCATION).filter(|_| redirects)?;
    url.join(location.to_str().ok()?).ok()
}

/// Whether the redirected request is the same request: some redirects turn any method into GET.
fn keeps_request(status: StatusCode, method: &Method) -> bool {
    *method == Method::GET || matches!(status.as_u16(), 307 | 308)
}

fn build(
    config: &Config,
    adjust: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
) -> Result<reqwest::Client, BuildError> {
    let builder = || {
        let builder = reqwest::Client::builder()
            .user_agent(&config.user_agent)
            .redirect(redirect::Policy::none())
            .retry(reqwest::retry::never())
            .dns_resolver(Resolver);
        adjust(match config.connect_timeout {
            Duration::ZERO => builder,
            timeout => builder.connect_timeout(timeout),
        })
    };
    if !config.bundled_roots
        && let Ok(client) = builder().build()
    {
        return Ok(client);
    }
    Ok(builder().tls_backend_preconfigured(tls::bundled_roots()?).build()?)
}
