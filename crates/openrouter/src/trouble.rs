//! What went wrong with a question, and what that means for the run.

use std::fmt;
use std::time::Duration;

use llm::{Error, ErrorKind};
use net::{Deadline, Failure, FailureKind, GaveUp, Secret, Verdict, redact};

use crate::service_error::{Meaning, ServiceError};
use crate::wire::WireError;

/// How much of a service's message is shown.
const MESSAGE_CHARS: usize = 300;

/// Why one try brought no completion.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// There was no whole answer.
    Transport(Failure),
    /// The service told of an error.
    Service(Box<ServiceError>),
    /// The answer is none that can be read.
    Unreadable(String),
    /// The stream ended in order, but the model had not.
    Unfinished,
    /// The service said that nothing was generated.
    Nothing,
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::Transport(failure)
    }
}

impl From<WireError> for Trouble {
    fn from(error: WireError) -> Self {
        match error {
            WireError::Service(error) => Self::Service(error),
            WireError::Unreadable(text) => Self::Unreadable(text),
            WireError::Unfinished => Self::Unfinished,
            WireError::Nothing => Self::Nothing,
        }
    }
}

impl Trouble {
    /// Whether the service may have charged a question that met with this: it was sent, and a whole
    /// answer, or a part of one, was made. Refusals and errors in the place of an answer are free.
    pub(crate) fn may_have_cost(&self) -> bool {
        match self {
            Self::Transport(failure) => matches!(
                failure.kind(),
                FailureKind::Timeout(Deadline::Idle(_) | Deadline::Total(_))
                    | FailureKind::Interrupted
                    | FailureKind::TooLarge { .. }
            ),
            Self::Service(error) => error.after_words,
            Self::Unreadable(_) | Self::Unfinished => true,
            Self::Nothing => false,
        }
    }

    /// Whether another try may help, whatever it costs.
    pub(crate) fn verdict(&self) -> Verdict {
        match self {
            Self::Transport(failure) if !failure.is_retryable() => Verdict::GiveUp,
            Self::Transport(_) | Self::Unreadable(_) | Self::Unfinished | Self::Nothing => {
                Verdict::Retry
            }
            Self::Service(error) => match error.meaning() {
                Meaning::Overload => Verdict::Pause(error.wait),
                Meaning::Passing => {
                    error.wait.map_or(Verdict::Retry, |_| Verdict::Pause(error.wait))
                }
                _ => Verdict::GiveUp,
            },
        }
    }

    /// What the failure means for the run, and what a person can do.
    fn consequence(&self, pause: Option<Duration>) -> (ErrorKind, Option<String>) {
        if let Some(pause) = pause {
            let hint =
                format!("a quota is used up: the service asks to come back in {}", span(pause));
            return (ErrorKind::Exhausted, Some(hint));
        }
        let (kind, hint) = match self {
            Self::Transport(failure) => match failure.kind() {
                FailureKind::Tls => (
                    ErrorKind::Run,
                    "check the base URL, and whether something between here and the service breaks the encryption",
                ),
                FailureKind::Redirect { .. } => (
                    ErrorKind::Run,
                    "give the address that it redirects to as the base URL, if you trust it",
                ),
                FailureKind::Request => (ErrorKind::Run, "check the base URL"),
                FailureKind::TooLarge { .. } => (ErrorKind::Request, ""),
                FailureKind::Timeout(Deadline::Total(_)) => (ErrorKind::Transient, ""),
                _ => (ErrorKind::Transient, "check the base URL and the connection to the network"),
            },
            Self::Service(error) => match error.meaning() {
                Meaning::Overload => {
                    (ErrorKind::Transient, "try again later, or with fewer requests at a time")
                }
                Meaning::Passing => (ErrorKind::Transient, ""),
                Meaning::Truncated | Meaning::TooLong => {
                    (ErrorKind::Request, "the prompt and its answer do not fit into this model")
                }
                Meaning::Refused | Meaning::Request => (ErrorKind::Request, ""),
                Meaning::Key => {
                    (ErrorKind::Run, "check the key: it is missing, wrong, expired or disabled")
                }
                Meaning::Permission => {
                    (ErrorKind::Run, "this key may not use this model or service")
                }
                Meaning::Credit => (
                    ErrorKind::Exhausted,
                    "add credit to the account, or raise the limit of the key",
                ),
                Meaning::Model => (ErrorKind::Run, "check the model's name and the base URL"),
            },
            Self::Unreadable(text) if text.starts_with('<') => {
                (ErrorKind::Transient, "the service answers with a web page: check the base URL")
            }
            Self::Unreadable(_) | Self::Unfinished | Self::Nothing => (ErrorKind::Transient, ""),
        };
        (kind, (!hint.is_empty()).then(|| hint.to_owned()))
    }
}

/// Turns what was not overcome into the error that the run sees. `request` names the request.
pub(crate) fn error(gave_up: GaveUp<Trouble>, request: &str, secret: Option<&Secret>) -> Error {
    let (kind, hint) = gave_up.error.consequence(gave_up.pause);
    let what = match &gave_up.error {
        Trouble::Transport(failure) => failure.to_string(),
        other => format!("{request}: {other}"),
    };
    let message = GaveUp { error: redact(&what, secret), ..gave_up_without_error(&gave_up) };
    let mut error = Error::new(kind, message.to_string());
    if let Some(hint) = hint {
        error = error.with_hint(hint);
    }
    match gave_up.error {
        Trouble::Transport(failure) => match std::error::Error::source(&failure) {
            Some(source) => error.with_source(source.to_string()),
            None => error,
        },
        _ => error,
    }
}

fn gave_up_without_error(gave_up: &GaveUp<Trouble>) -> GaveUp<String> {
    GaveUp {
        error: String::new(),
        tries: gave_up.tries,
        elapsed: gave_up.elapsed,
        pause: gave_up.pause,
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(failure) => failure.fmt(f),
            Self::Service(error) => {
                match error.status {
                    Some(status) => write!(f, "status {status}")?,
                    None => write!(f, "an error of the service")?,
                }
                if let Some(provider) = &error.provider {
                    write!(f, " from {}", shortened(provider))?;
                }
                match shortened(&error.message) {
                    message if message.is_empty() => write!(f, " without a message"),
                    message => write!(f, ": {message}"),
                }
            }
            Self::Unreadable(text) if text.is_empty() => write!(f, "the answer is empty"),
            Self::Unreadable(text) => write!(f, "the answer cannot be read: {}", shortened(text)),
            Self::Unfinished => write!(f, "the stream ended before the model had finished"),
            Self::Nothing => write!(f, "the service answered with nothing"),
        }
    }
}

/// A text on one line, cut to a readable length.
fn shortened(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    let line = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MESSAGE_CHARS) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// A span of time as a person says it.
fn span(duration: Duration) -> String {
    match duration.as_secs() {
        seconds @ 0..120 => format!("{seconds} s"),
        seconds @ 120..7_200 => format!("{} min", seconds.div_ceil(60)),
        seconds => format!("{} h", seconds.div_ceil(3_600)),
    }
}
