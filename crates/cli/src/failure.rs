//! Errors as a person reads them: what went wrong, why, and what to do about it.

use std::error::Error as StdError;

use anstyle::{AnsiColor, Style};
use anyhow::anyhow;
use llm::ErrorKind;

use crate::exit::Exit;

/// A failure on its way to the terminal.
#[derive(Debug)]
pub struct Failure {
    exit: Exit,
    error: anyhow::Error,
    hint: Option<String>,
}

impl Failure {
    /// A command that is wrong, or asks for what the data cannot give.
    pub fn usage(error: impl Into<anyhow::Error>) -> Self {
        Self { exit: Exit::Usage, error: error.into(), hint: None }
    }

    /// Something that failed on the way.
    pub fn failed(error: impl Into<anyhow::Error>) -> Self {
        Self { exit: Exit::Failed, ..Self::usage(error) }
    }

    /// A run that the model ended before its time. What was accepted is written.
    pub fn stopped(stopped: &generator::Stopped, summary: &generator::Summary) -> Self {
        let error = anyhow!("{}", stopped.reason);
        let (accepted, wanted) = (summary.accepted, summary.wanted);
        let error = error.context(format!("stopped with {accepted} of {wanted} examples"));
        let go_on = format!(
            "the same command goes on where it was, and so does `--resume {}`",
            summary.folder.display()
        );
        Self {
            exit: if stopped.exhausted { Exit::Exhausted } else { Exit::Failed },
            error,
            hint: Some(match &stopped.hint {
                Some(hint) => format!("{hint}; {go_on}"),
                None => go_on,
            }),
        }
    }

    /// Says what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What failed and why, on one line.
    pub(crate) fn in_words(&self) -> String {
        format!("{:#}", self.error)
    }

    /// How the program ends.
    pub fn exit(&self) -> Exit {
        self.exit
    }

    /// Writes the failure to standard error.
    pub fn print(&self) {
        let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
        let cyan = Style::new().bold().fg_color(Some(AnsiColor::Cyan.into()));
        anstream::eprintln!("{red}error:{red:#} {}", self.error);
        let mut cause: Option<&dyn StdError> = self.error.source();
        while let Some(error) = cause {
            anstream::eprintln!("  {red}caused by:{red:#} {error}");
            cause = error.source();
        }
        if let Some(hint) = &self.hint {
            anstream::eprintln!("\n{cyan}hint:{cyan:#} {hint}");
        }
    }
}

impl From<generator::Error> for Failure {
    fn from(error: generator::Error) -> Self {
        use generator::Error;
        let hint = match &error {
            Error::UnknownSelector { known, .. } => Some(format!(
                "`--chains` takes the kinds market, token and protocol, and these subjects: {}",
                known.join(", ")
            )),
            Error::NoData { .. } => Some(
                "the bundled sample has networks (`--chains market`) and tokens (`--chains token`); \
                 `--market-dir DIR` reads your own files"
                    .to_owned(),
            ),
            Error::NoQuestions { .. } => {
                Some("there are questions about networks (`--chains market`) and tokens (`--chains token`)".to_owned())
            }
            Error::NoDays { available, .. } => {
                let ranges = available.iter();
                let ranges = ranges.map(|(subject, range)| format!("{subject} {} to {}", range.from, range.to));
                Some(format!("the data reach: {}", ranges.collect::<Vec<_>>().join(", ")))
            }
            Error::TooFewTasks(few) => Some(widen(few)),
            Error::Ladder(_) => Some(
                "the weights in the configuration put a weak answer above a good one; mend them, or \
                 accept it with --unvalidated-rewards, which every record then says"
                    .to_owned(),
            ),
            Error::Market(error) => error.hint().map(ToOwned::to_owned),
            Error::Running(_) => Some("wait until it ends, or end it".to_owned()),
            Error::NoPrices { .. } => Some(
                "leave out `--budget`, or check the model's name: the service lists prices by it"
                    .to_owned(),
            ),
            Error::OtherPlan(..) => Some(
                "shards are runs with the same settings but for `--shard K/N`, and the same N"
                    .to_owned(),
            ),
            Error::Journal(error) if error.is_disk_full() => {
                Some("make room, and run the same command again: it goes on where it was".to_owned())
            }
            Error::Model(error) if error.kind() == ErrorKind::Run => {
                let hint = error.hint().map(|hint| format!("{hint} (")).unwrap_or_default();
                let close = if hint.is_empty() { "" } else { ")" };
                Some(format!(
                    "{hint}OPENROUTER_API_KEY is the key, `--model` or OPENROUTER_MODEL the model, \
                     OPENROUTER_BASE_URL the base URL{close}"
                ))
            }
            Error::Model(error) => error.hint().map(ToOwned::to_owned),
            _ => None,
        };
        let exit = match &error {
            Error::UnknownSelector { .. }
            | Error::NoData { .. }
            | Error::NoQuestions { .. }
            | Error::NoDays { .. }
            | Error::NoPrices { .. }
            | Error::OtherPlan(..)
            | Error::SameShard(..)
            | Error::TooFewTasks(_) => Exit::Usage,
            Error::Model(error) if error.kind() == ErrorKind::Exhausted => Exit::Exhausted,
            _ => Exit::Failed,
        };
        let error = match error {
            Error::Ladder(ladder) => anyhow::Error::new(*ladder)
                .context("the rewards fail their own test answers under these weights"),
            other => anyhow::Error::new(other),
        };
        Self { exit, error, hint }
    }
}

fn widen(few: &tasks::TooFewTasks) -> String {
    let fewer = if few.available > 0 {
        format!("ask for at most {} (`--examples {}`), or ", few.available, few.available)
    } else {
        String::new()
    };
    format!(
        "{fewer}widen the data: more kinds (`--chains market token`), more days (a larger `--days`, \
         or none), or more files (`--market-dir DIR`)"
    )
}
