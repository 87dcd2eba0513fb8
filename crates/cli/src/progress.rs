//! What a run shows while it goes on: a bar on a terminal, plain lines elsewhere.

use std::io::IsTerminal as _;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};

use generator::{Event, Progress, Reporter};
use indicatif::{ProgressBar, ProgressStyle};
use net::{Throttle, ThrottleState};

use crate::style::{label, warn};

/// Plain lines tell of every tenth of the way.
const STEPS: usize = 10;

/// Shows a run on standard error.
pub(crate) struct Terminal {
    verbose: bool,
    /// Present on a terminal.
    bar: Option<Mutex<ProgressBar>>,
    /// Whether a failed request was told of: the first says enough.
    told_of_failure: AtomicBool,
    /// The step that was told last, where there is no bar.
    told: AtomicUsize,
    /// What slows the requests of a live run.
    throttle: OnceLock<Throttle>,
}

impl Terminal {
    pub(crate) fn new(verbose: bool) -> Self {
        let on_terminal = std::io::stderr().is_terminal();
        Self {
            verbose,
            bar: on_terminal.then(|| Mutex::new(ProgressBar::hidden())),
            told_of_failure: AtomicBool::new(false),
            told: AtomicUsize::new(0),
            throttle: OnceLock::new(),
        }
    }

    /// Tells from now on what slows the run.
    pub(crate) fn watch(&self, throttle: &Throttle) {
        let _ = self.throttle.set(throttle.clone());
    }

    /// Writes a line; the bar makes room for it.
    pub(crate) fn say(&self, line: &str) {
        match self.bar.as_ref().and_then(|bar| bar.lock().ok()) {
            // The bar makes room for the line, so that they do not tear each other.
            Some(bar) if !bar.is_hidden() => bar.println(line),
            _ => eprint(line),
        }
    }

    fn begin(&self, wanted: usize) {
        if let Some(mut bar) = self.bar.as_ref().and_then(|bar| bar.lock().ok()) {
            *bar = ProgressBar::new(wanted as u64);
            let style = ProgressStyle::with_template(
                "  {bar:24} {pos}/{len} accepted  {per_sec:.1}, {eta} left, {wide_msg}",
            );
            if let Ok(style) = style {
                bar.set_style(style.progress_chars("━╸ "));
            }
        }
    }

    fn advance(&self, progress: &Progress) {
        if let Some(bar) = self.bar.as_ref().and_then(|bar| bar.lock().ok()) {
            bar.set_message(self.details(progress));
            bar.set_position(progress.accepted as u64);
            return;
        }
        let step = progress.accepted * STEPS / progress.wanted.max(1);
        if step > self.told.swap(step, Ordering::Relaxed) {
            self.say(&label(
                "progress",
                &format!(
                    "{}/{} accepted, {}",
                    progress.accepted,
                    progress.wanted,
                    self.details(progress)
                ),
            ));
        }
    }

    /// What stands behind the number of accepted answers.
    fn details(&self, progress: &Progress) -> String {
        let rejected: usize = progress.rejected.values().sum();
        let mut parts = vec![match rejected {
            0 => "0 rejected".to_owned(),
            many => format!("{many} rejected ({})", reasons(progress)),
        }];
        if progress.spent_usd > 0.0 || progress.budget_usd.is_some() {
            let of = progress.budget_usd.map(|usd| format!(" of ${usd:.2}")).unwrap_or_default();
            parts.push(format!("${:.4}{of} spent", progress.spent_usd));
        }
        if let Some(throttle) = self.throttle.get() {
            parts.push(format!("{} asked", progress.asked));
            parts.push(flight(&throttle.state()));
        }
        parts.join(", ")
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        if let Some(bar) = self.bar.as_ref().and_then(|bar| bar.lock().ok()) {
            bar.finish_and_clear();
        }
    }
}

/// How many requests are under way, and what holds others up.
fn flight(state: &ThrottleState) -> String {
    let mut text = format!("{} in flight", state.in_flight);
    let limit = state.limit.filter(|limit| state.refusals > 0 && state.waiting > 0 && *limit > 0);
    if !state.pause.is_zero() {
        text = format!("{text}, pausing {:.0} s as the service asks", state.pause.as_secs_f64());
    } else if let Some(limit) = limit {
        text = format!("{text}, slowed to {limit} after {} refusals", state.refusals);
    }
    text
}

fn reasons(progress: &Progress) -> String {
    let reasons = progress.rejected.iter().map(|(reason, count)| format!("{reason} {count}"));
    reasons.collect::<Vec<_>>().join(", ")
}

impl Drop for Terminal {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.as_ref().and_then(|bar| bar.lock().ok()) {
            bar.finish_and_clear();
        }
    }
}

fn eprint(line: &str) {
    anstream::eprintln!("{line}");
}

impl Reporter for Terminal {
    fn event(&self, event: Event<'_>) {
        match event {
            Event::Skipped { kind, source } => {
                self.say(&warn(&format!("`{source}` has no data for `{kind}`: skipped")));
            }
            Event::NoQuestions { kind } => {
                let what = format!("there is no kind of question about a `{kind}`: skipped");
                self.say(&warn(&what));
            }
            Event::Collected { source, series, days, askable, dropped } => {
                let subjects: Vec<String> =
                    series.iter().map(|(series, _)| series.subject().to_string()).collect();
                self.say(&label(
                    "data",
                    &format!(
                        "{source}: {}; {askable} of {days} measured days can be asked about",
                        subjects.join(", ")
                    ),
                ));
                if !dropped.is_empty() {
                    let more = if self.verbose { "" } else { " (-v lists them)" };
                    self.say(&label(
                        "left out",
                        &format!("{} values or rows of the data{more}", dropped.len()),
                    ));
                }
                if self.verbose {
                    for drop in dropped {
                        self.say(&label("", &drop.to_string()));
                    }
                }
            }
            Event::Validated { answers } => {
                self.say(&label("rewards", &format!("{answers} test answers score as they must")));
            }
            Event::Planned { wanted, standing_by } => {
                let spare = if standing_by == 0 { ", and none to spare" } else { "" };
                self.say(&label("plan", &format!("{wanted} distinct tasks{spare}")));
                self.begin(wanted);
            }
            Event::Resumed { finished: true, folder, since, answers, .. } => {
                self.say(&label(
                    "resume",
                    &format!(
                        "the run begun {} is finished, with {answers} answers: nothing is asked ({})",
                        since.strftime("%Y-%m-%d %H:%M UTC"),
                        folder.display()
                    ),
                ));
            }
            Event::Resumed { folder, since, answers, lost, .. } => {
                let lost = match lost {
                    0 => String::new(),
                    1 => "; the answer of 1 request was lost, and may have been paid".to_owned(),
                    n => format!("; the answers of {n} requests were lost, and may have been paid"),
                };
                self.say(&label(
                    "resume",
                    &format!(
                        "an unfinished run of these settings, begun {}, goes on with {answers} answers{lost} ({}; `--new` starts afresh)",
                        since.strftime("%Y-%m-%d %H:%M UTC"),
                        folder.display()
                    ),
                ));
            }
            Event::Short { possible, wanted } => self.say(&warn(&format!(
                "there will be at most {possible} of {wanted} examples: too many answers are rejected, and no other task stands by; more days or kinds of subjects give more"
            ))),
            Event::Ending { in_flight, grace } => self.say(&warn(&format!(
                "finishing {in_flight} answers in flight, for at most {} s; Ctrl-C again stops at once",
                grace.as_secs()
            ))),
            Event::Rejected { task, rejection, score, failure } if self.verbose => {
                let score = score.map(|score| format!(" ({score:.3})")).unwrap_or_default();
                let why = failure.map(|failure| format!(": {failure}")).unwrap_or_default();
                self.say(&label("rejected", &format!("{task}: {rejection}{score}{why}")));
            }
            Event::Rejected { failure: Some(failure), .. }
                if !failure.kind().ends_run()
                    && !self.told_of_failure.swap(true, Ordering::Relaxed) =>
            {
                self.say(&warn(&format!("a request failed: {failure} (-v tells of each)")));
            }
            Event::Progress(progress) => self.advance(progress),
            _ => {}
        }
    }
}
