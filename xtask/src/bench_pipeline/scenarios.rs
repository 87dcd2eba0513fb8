//! What is run, and what should come of it.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use clap::ValueEnum;

use super::figures::{Figure, Target};
use super::run::{Measured, Setup, run};
use super::{folder, market};

use Target::{AtLeast, AtMost};

/// A kind of run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Scenario {
    /// 4,000 whole answers of 12 kB, 200 in flight.
    Plain,
    /// The same in 600 chunks an answer.
    Streamed,
    /// 20,000 answers, 2,000 in flight, and 5,000 to compare the memory.
    Large,
    /// 100,000 tasks until the first request.
    Planning,
    /// 1,000 answers of a service with faults.
    Faults,
    /// 400 answers of a service that lets 300 a minute through, of which the run knows nothing.
    Limit,
    /// The same, if the run knows the limit.
    LimitKept,
}

/// What a service takes for an answer in all scenarios.
const LATENCY: Duration = Duration::from_secs(1);
/// What answers are lengthened to.
const ANSWER_BYTES: &str = "12000";
/// How long beyond four times its ideal a run may take before it is given up.
const PATIENCE: Duration = Duration::from_secs(90);
const IN_FLIGHT: u32 = 200;
/// What a request may be late for a refusal and still count as in flight: a lot of requests that
/// go together takes as long to be sent.
const LOT_MS: f64 = 250.0;

impl Scenario {
    /// Those that were chosen.
    pub(super) fn chosen(only: &[Self], full: bool) -> Vec<Self> {
        if !only.is_empty() {
            return only.to_vec();
        }
        let all = Self::value_variants().iter().copied();
        all.filter(|it| full || *it != Self::LimitKept).collect()
    }

    /// The name on the command line.
    pub(super) fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    /// Runs it once.
    pub(super) fn measure(
        self,
        program: &Path,
        examples: Option<u32>,
    ) -> anyhow::Result<Vec<Figure>> {
        match self {
            Self::Plain => plain(program, &setup(examples.unwrap_or(4_000), IN_FLIGHT), 0.8),
            Self::Streamed => streamed(program, examples.unwrap_or(4_000)),
            Self::Large => large(program, examples.unwrap_or(20_000)),
            Self::Planning => planning(program, examples.unwrap_or(100_000)),
            Self::Faults => faults(program, examples.unwrap_or(1_000)),
            Self::Limit => limit(program, examples.unwrap_or(400), false),
            Self::LimitKept => limit(program, examples.unwrap_or(400), true),
        }
    }
}

impl fmt::Display for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

/// A run over the bundled sample that takes its answers whole, scores them and accepts all: rewards
/// do not like what the sandbox lengthens its answers with.
fn setup(examples: u32, concurrency: u32) -> Setup {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect();
    Setup {
        examples,
        concurrency,
        latency: LATENCY,
        sandbox: words(&format!("--answer-bytes {ANSWER_BYTES} --credit 100000")),
        sandbox_config: String::new(),
        generate: words("--chains market token --no-stream --min-quality 0"),
        market: None,
        limit: ideal(examples, concurrency) * 4 + PATIENCE,
        ends_at_first_request: false,
    }
}

/// How long it takes if so many are in flight at all times.
fn ideal(requests: u32, concurrency: u32) -> Duration {
    LATENCY.mul_f64(f64::from(requests) / f64::from(concurrency.min(requests)))
}

fn share(part: Duration, whole: Duration) -> f64 {
    100.0 * part.as_secs_f64() / whole.as_secs_f64()
}

fn ms_each(time: Duration, measured: &Measured) -> f64 {
    time.as_secs_f64() * 1_000.0 / measured.accepted.max(1) as f64
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// What every scenario with whole runs tells.
fn common(measured: &Measured) -> anyhow::Result<Vec<Figure>> {
    Ok(vec![
        Figure::new("examples", "", measured.accepted as f64, Target::None),
        Figure::new("requests", "", measured.stats.requests.chat as f64, Target::None),
        Figure::new("window", "s", measured.stats.window()?.as_secs_f64(), Target::None),
        Figure::new("whole", "s", measured.whole.as_secs_f64(), Target::None),
        Figure::new(
            "start to first request",
            "s",
            measured.to_first_request.as_secs_f64(),
            Target::None,
        ),
        Figure::new("most in flight", "", measured.stats.max_in_flight as f64, Target::None),
        Figure::new(
            "sandbox's processor time an example",
            "ms",
            ms_each(measured.sandbox_cpu, measured),
            Target::None,
        ),
        Figure::new("processors used by others", "%", 100.0 * measured.others, Target::None),
    ])
}

fn plain(program: &Path, setup: &Setup, most_cpu_ms: f64) -> anyhow::Result<Vec<Figure>> {
    let measured = run(program, setup)?;
    let ideal = ideal(setup.examples, setup.concurrency);
    let mut figures = vec![
        Figure::new(
            "ideal rate kept, window",
            "%",
            share(ideal, measured.stats.window()?),
            AtLeast(97.0),
        ),
        Figure::new("ideal rate kept, whole", "%", share(ideal, measured.whole), AtLeast(93.0)),
        Figure::new(
            "processor time an example",
            "ms",
            ms_each(measured.cpu, &measured),
            AtMost(most_cpu_ms),
        ),
        Figure::new("peak memory", "MB", megabytes(measured.peak_bytes), AtMost(50.0)),
    ];
    figures.extend(common(&measured)?);
    Ok(figures)
}

fn streamed(program: &Path, examples: u32) -> anyhow::Result<Vec<Figure>> {
    /// Makes about 600 chunks of an answer of 12 kB and its trace.
    const CHUNK_TOKENS: u32 = 7;
    let mut setup = setup(examples, IN_FLIGHT);
    setup.sandbox_config = format!("[chat]\nchunk-tokens = {CHUNK_TOKENS}\n");
    setup.generate.retain(|flag| flag != "--no-stream");
    let measured = run(program, &setup)?;
    let ideal = ideal(setup.examples, setup.concurrency);
    let chunks = measured.stats.tokens.completion as f64
        / f64::from(CHUNK_TOKENS)
        / measured.stats.requests.chat as f64;
    let mut figures = vec![
        Figure::new(
            "processor time an example",
            "ms",
            ms_each(measured.cpu, &measured),
            AtMost(3.0),
        ),
        Figure::new("chunks an answer", "", chunks, Target::None),
        Figure::new(
            "ideal rate kept, window",
            "%",
            share(ideal, measured.stats.window()?),
            Target::None,
        ),
        Figure::new("ideal rate kept, whole", "%", share(ideal, measured.whole), Target::None),
        Figure::new("peak memory", "MB", megabytes(measured.peak_bytes), Target::None),
    ];
    figures.extend(common(&measured)?);
    Ok(figures)
}

fn large(program: &Path, examples: u32) -> anyhow::Result<Vec<Figure>> {
    let folder = folder(program)?;
    market::write(folder.path())?;
    let few = Setup { market: Some(folder.path().to_owned()), ..setup(examples / 4, 2_000) };
    let many = Setup { market: Some(folder.path().to_owned()), ..setup(examples, 2_000) };
    let few = run(program, &few)?;
    let many = run(program, &many)?;
    let grown = many.peak_bytes as f64 / few.peak_bytes.max(1) as f64;
    let mut figures = vec![
        Figure::new("peak memory", "MB", megabytes(many.peak_bytes), AtMost(200.0)),
        Figure::new(
            "the same with a quarter of the examples",
            "MB",
            megabytes(few.peak_bytes),
            Target::None,
        ),
        Figure::new("how many times as much memory", "", grown, AtMost(1.2)),
        Figure::new("processor time an example", "ms", ms_each(many.cpu, &many), Target::None),
    ];
    figures.extend(common(&many)?);
    Ok(figures)
}

fn planning(program: &Path, examples: u32) -> anyhow::Result<Vec<Figure>> {
    let folder = folder(program)?;
    market::write(folder.path())?;
    let setup = Setup {
        market: Some(folder.path().to_owned()),
        limit: PATIENCE,
        ends_at_first_request: true,
        ..setup(examples, IN_FLIGHT)
    };
    let measured = run(program, &setup)?;
    Ok(vec![
        Figure::new(
            "start to first request",
            "s",
            measured.to_first_request.as_secs_f64(),
            AtMost(2.0),
        ),
        Figure::new("peak memory", "MB", megabytes(measured.peak_bytes), Target::None),
        Figure::new("processors used by others", "%", 100.0 * measured.others, Target::None),
    ])
}

fn faults(program: &Path, examples: u32) -> anyhow::Result<Vec<Figure>> {
    let mut setup = setup(examples, IN_FLIGHT);
    let rules = "chat/429:0.1,chat/500:0.05,chat/reset:0.02,chat/half-json:0.02";
    setup.sandbox.extend(["--faults".to_owned(), rules.to_owned()]);
    let measured = run(program, &setup)?;
    let stats = &measured.stats;
    let missing = f64::from(examples) - measured.accepted as f64;
    let beyond = stats.requests.chat as f64 - measured.accepted as f64 - stats.faults() as f64;
    let mut figures = vec![
        Figure::new("examples that are missing", "", missing, AtMost(0.0)),
        Figure::new("requests beyond one an example and a fault", "", beyond, AtMost(0.0)),
        Figure::new(
            "latest request after a refusal",
            "ms",
            stats.latest_in_window_ms as f64,
            AtMost(LOT_MS),
        ),
        Figure::new(
            "refused requests that came again too early",
            "",
            stats.retried_too_early as f64,
            AtMost(0.0),
        ),
        Figure::new("window", "s", stats.window()?.as_secs_f64(), AtMost(9.0)),
        Figure::new("faults", "", stats.faults() as f64, Target::None),
        Figure::new(
            "requests while all are to wait",
            "",
            stats.in_retry_after_window as f64,
            Target::None,
        ),
    ];
    figures.extend(common(&measured)?.into_iter().filter(|it| it.what != "window"));
    Ok(figures)
}

fn limit(program: &Path, examples: u32, is_kept: bool) -> anyhow::Result<Vec<Figure>> {
    const MOST_A_MINUTE: &str = "300";
    let mut setup = setup(examples, IN_FLIGHT);
    setup.sandbox.extend(["--rpm".to_owned(), MOST_A_MINUTE.to_owned()]);
    if is_kept {
        setup.generate.extend(["--requests-per-minute".to_owned(), MOST_A_MINUTE.to_owned()]);
    }
    let measured = run(program, &setup)?;
    let stats = &measured.stats;
    let missing = f64::from(examples) - measured.accepted as f64;
    let refused = stats.replies("429") as f64;
    let mut figures = vec![Figure::new("examples that are missing", "", missing, AtMost(0.0))];
    if is_kept {
        figures.push(Figure::new("refused requests", "", refused, AtMost(0.0)));
        figures.push(Figure::new("whole", "s", measured.whole.as_secs_f64(), Target::None));
    } else {
        figures.push(Figure::new(
            "requests refused again",
            "",
            stats.refused_again as f64,
            AtMost(0.0),
        ));
        figures.push(Figure::new("refused requests", "", refused, Target::None));
        figures.push(Figure::new("whole", "s", measured.whole.as_secs_f64(), AtMost(64.0)));
    }
    figures.extend(common(&measured)?.into_iter().filter(|it| it.what != "whole"));
    Ok(figures)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_goes_before_the_default() {
        use Scenario::{Limit, LimitKept, Plain};
        assert_eq!(Scenario::chosen(&[LimitKept, Plain], false), [LimitKept, Plain]);
        let default = Scenario::chosen(&[], false);
        assert!(default.contains(&Limit) && !default.contains(&LimitKept));
        assert_eq!(Scenario::chosen(&[], true).len(), default.len() + 1);
        assert_eq!(LimitKept.to_string(), "limit-kept");
    }
}
