//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

/// No chain is older than some decades; more days than this are a slip of the pen.
pub(crate) const MOST_DAYS: u32 = 100_000;

/// Turns real daily blockchain market data into verified training examples for financial
/// reasoning.
#[derive(Debug, Parser)]
#[command(name = "cortex", version, propagate_version = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Makes a dataset: raw examples, training pairs, train and eval splits.
    Generate(Box<Generate>),
    /// Lists the runs, or shows one.
    Runs(Runs),
    /// Writes the files of a run again, or joins shards, from their journals alone.
    Export(Export),
    /// Scores written examples again, each from its own record: to the same bits, or it fails.
    Verify(Verify),
    /// Writes a page that shows a run: settings, yield, scores, cost, data, and every answer with
    /// its verdicts.
    Report(Report),
    /// Works with the reward functions alone.
    #[command(subcommand)]
    Rewards(Rewards),
    /// Imitates the live services on this machine, faults included, for tests and dry runs.
    Sandbox(Sandbox),
}

/// Makes a dataset: raw examples, training pairs, train and eval splits.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit status: 0 done; 1 failed; 2 wrong usage, or more asked than the data can give; 3 finished with fewer examples than asked; 4 stopped because the budget, credit or a quota was used up; 130 or 143 interrupted by Ctrl-C or SIGTERM. After 4, 130 and 143 the same command goes on where it was."
)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct Generate {
    /// Answer with the built-in analyst from the bundled sample: no keys, no network.
    #[arg(long)]
    pub(crate) offline: bool,

    /// How many accepted examples: small 50, medium 200, large 500, xlarge 1000 [default: small].
    #[arg(long, value_enum, value_name = "SIZE", conflicts_with = "examples")]
    pub(crate) dataset_size: Option<Size>,

    /// How many accepted examples, as a number (size name `custom`).
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) examples: Option<u32>,

    /// What the examples are about: kinds (market, token, protocol) and names (near, ethereum,
    /// token:BTC) [default: market].
    #[arg(long, num_args = 1.., value_delimiter = ',', value_name = "CHAIN")]
    pub(crate) chains: Option<Vec<String>>,

    /// Ask about the last N days of each subject's data.
    #[arg(long, value_name = "N", conflicts_with_all = ["from", "to"], value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_DAYS)))]
    pub(crate) days: Option<u32>,

    /// Ask about days from this one on (YYYY-MM-DD).
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub(crate) from: Option<Date>,

    /// Ask about days up to this one (YYYY-MM-DD).
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub(crate) to: Option<Date>,

    /// Where the market data come from [default: files if offline or with --market-dir, else
    /// Flipside].
    #[arg(long, value_enum)]
    pub(crate) source: Option<Source>,

    /// A folder with `network_daily.csv` or `token_daily.csv` [default: the bundled sample].
    #[arg(long, value_name = "DIR")]
    pub(crate) market_dir: Option<PathBuf>,

    /// The model that answers a live run [default: `OPENROUTER_MODEL`, else deepseek/deepseek-r1].
    #[arg(long, value_name = "ID", conflicts_with = "offline")]
    pub(crate) model: Option<String>,

    /// Where the files go [default: data].
    #[arg(long, value_name = "DIR")]
    pub(crate) output_dir: Option<PathBuf>,

    /// Makes plan, offline answers and split repeatable [default: 42].
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,

    /// The share of examples for evaluation, from 0 to below 1 [default: 0.1].
    #[arg(long, value_name = "SHARE", value_parser = parse_fraction)]
    pub(crate) eval_fraction: Option<f64>,

    /// How train and eval are drawn: by subject and day, by time with a gap, or by subject
    /// [default: random].
    #[arg(long, value_enum)]
    pub(crate) split: Option<Split>,

    /// The least composite score of an accepted answer, from 0 to 1 [default: 0.70].
    #[arg(long, value_name = "SCORE", value_parser = parse_score, conflicts_with = "skip_quality_check")]
    pub(crate) min_quality: Option<f64>,

    /// Accept every finished answer, whatever its score.
    #[arg(long)]
    pub(crate) skip_quality_check: bool,

    /// Score every written example again from its own record, and show all score distributions.
    #[arg(long)]
    pub(crate) verify_all: bool,

    /// Write no report.html into the run's folder; `cortex report` can do it later.
    #[arg(long)]
    pub(crate) no_report: bool,

    /// Use rewards even if they fail their own test answers; every record then says so.
    #[arg(long)]
    pub(crate) unvalidated_rewards: bool,

    /// How many samples a task gets before it is given up [default: 2].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) max_attempts: Option<u32>,

    /// Draw every sample that a task may get and keep the N best distinct answers of it [default:
    /// the first accepted answer ends a task].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) samples: Option<u32>,

    /// How many requests are under way at a time; fewer while the service is overloaded [default:
    /// 64, offline 8].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) concurrency: Option<u32>,

    /// How many requests are sent in any minute [default: as many as the service takes].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) requests_per_minute: Option<u32>,

    /// How many tokens, of questions and answers, are used in any minute [default: as many as the
    /// service takes].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) tokens_per_minute: Option<u64>,

    /// Take each answer whole, not in pieces as it is made: cheaper for fast models; a slow one may
    /// be cut off by proxies that do not like silence.
    #[arg(long)]
    pub(crate) no_stream: bool,

    /// The most that the run may spend, resumptions included, in US dollars. It cannot be passed:
    /// what is in flight counts at its worst case.
    #[arg(long, value_name = "USD", value_parser = parse_usd)]
    pub(crate) budget: Option<f64>,

    /// Do not ask whether to begin.
    #[arg(short, long)]
    pub(crate) yes: bool,

    /// Plan the K-th of N disjoint parts of the same plan; `cortex export` joins them.
    #[arg(long, value_name = "K/N")]
    pub(crate) shard: Option<generator::Shard>,

    /// Continue this run, with its own settings: its id, or its folder.
    #[arg(long, value_name = "RUN", conflicts_with_all = ["new", "offline", "dataset_size", "examples", "chains", "days", "from", "to", "source", "market_dir", "model", "seed", "eval_fraction", "split", "min_quality", "skip_quality_check", "unvalidated_rewards", "max_attempts", "samples", "shard"])]
    pub(crate) resume: Option<String>,

    /// With --resume: score every answer of the run again, under the weights of --config, and show
    /// what would change. Asks nothing and writes nothing.
    #[arg(long, requires = "resume")]
    pub(crate) rescore: bool,

    /// Begin a new run and ask everything anew, also if an unfinished run has the same settings.
    #[arg(long)]
    pub(crate) new: bool,

    /// How long answers in flight are waited for after Ctrl-C or SIGTERM, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 120)]
    pub(crate) grace: u64,

    /// A TOML file with settings of [generate], [flipside], [rewards.weights] and
    /// [rewards.thresholds]; flags go before it.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// Write a machine-readable summary to standard output.
    #[arg(long)]
    pub(crate) json: bool,

    /// Say more: what was left out of the data, why answers were rejected.
    #[arg(short, long, conflicts_with = "quiet")]
    pub(crate) verbose: bool,

    /// Say nothing but errors.
    #[arg(long)]
    pub(crate) quiet: bool,
}

/// Lists the runs, or shows one.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Runs {
    #[command(subcommand)]
    pub(crate) command: Option<RunsCommand>,

    /// The folder that `generate` wrote to.
    #[arg(long, value_name = "DIR", default_value = "data")]
    pub(crate) output_dir: PathBuf,

    /// Write a machine-readable list to standard output.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RunsCommand {
    /// Shows a run: its settings, what came of it and what it cost.
    Show(ShowRun),
}

#[derive(Debug, Args)]
pub(crate) struct ShowRun {
    /// The run's id, or its folder.
    #[arg(value_name = "RUN")]
    pub(crate) run: String,

    /// The folder that `generate` wrote to.
    #[arg(long, value_name = "DIR", default_value = "data")]
    pub(crate) output_dir: PathBuf,

    /// Score every answer again, under the weights of `--config` and the threshold of
    /// `--min-quality`, and show what would change. Asks nothing and writes nothing.
    #[arg(long)]
    pub(crate) rescore: bool,

    /// A TOML file with [rewards.weights] and [rewards.thresholds].
    #[arg(long, value_name = "FILE", requires = "rescore")]
    pub(crate) config: Option<PathBuf>,

    /// The least composite score of an accepted answer [default: the run's own].
    #[arg(long, value_name = "SCORE", value_parser = parse_score, requires = "rescore")]
    pub(crate) min_quality: Option<f64>,

    /// Write it as JSON to standard output.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Writes the files of a run again, or joins shards, from their journals alone.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// Runs, by id or folder. Several are shards of one plan.
    #[arg(value_name = "RUN", required = true)]
    pub(crate) runs: Vec<String>,

    /// The format of the files.
    #[arg(long, value_enum, value_name = "F", num_args = 1.., default_value = "jsonl")]
    pub(crate) format: Vec<Format>,

    /// Where the files go; runs are looked for in its folder `runs`, too.
    #[arg(long, value_name = "DIR", default_value = "data")]
    pub(crate) output_dir: PathBuf,

    /// Write what was done to standard output, as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Writes a page that shows a run; also of one that goes on or was killed.
#[derive(Debug, Args)]
pub(crate) struct Report {
    /// The run's id, or its folder.
    #[arg(value_name = "RUN")]
    pub(crate) run: String,

    /// The folder that `generate` wrote to.
    #[arg(long, value_name = "DIR", default_value = "data")]
    pub(crate) output_dir: PathBuf,

    /// Where the page goes [default: report.html in the run's folder].
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// How many answers it shows at most [default: 1000].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) answers: Option<u32>,
}

/// Scores written examples again, each from its own record.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// A folder that `generate` or `export` wrote to, or a file of raw examples.
    #[arg(value_name = "FOLDER")]
    pub(crate) folder: PathBuf,

    /// The TOML file with the [rewards.weights] and [rewards.thresholds] that the examples were
    /// scored under [default: the program's own].
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

/// A format of exported files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A JSON object a line: raw, training, train and eval.
    Jsonl,
}

/// How many accepted examples.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Size {
    Small,
    Medium,
    Large,
    Xlarge,
}

impl Size {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
            Self::Xlarge => "xlarge",
        }
    }

    pub(crate) fn examples(self) -> usize {
        match self {
            Self::Small => 50,
            Self::Medium => 200,
            Self::Large => 500,
            Self::Xlarge => 1_000,
        }
    }
}

/// Where the market data come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Source {
    /// The bundled sample, or the folder of `--market-dir`.
    Files,
    /// Flipside's tables, by its API: needs `FLIPSIDE_API_KEY`; `FLIPSIDE_BASE_URL` is where.
    Flipside,
}

/// How train and eval are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Split {
    /// Subject-days at random.
    Random,
    /// Eval after train, with a gap of the history's length.
    Time,
    /// Whole subjects.
    Subject,
}

impl From<Split> for dataset::SplitMode {
    fn from(split: Split) -> Self {
        match split {
            Split::Random => Self::Random,
            Split::Time => Self::Time,
            Split::Subject => Self::Subject,
        }
    }
}

/// Works with the reward functions alone.
#[derive(Debug, Subcommand)]
pub(crate) enum Rewards {
    /// Scores the bundled test answers against the ranges in which they must fall; status 1 if one does not.
    Test(RewardsTest),
    /// Scores answers: JSON lines in, scores with evidence out.
    Score(RewardsScore),
    /// Evaluates scores: statistics, comparison, calibration; as JSON, CSV and a page of charts.
    Evaluate(RewardsEvaluate),
    /// Writes graded answers to real tasks: high, medium and low, and what was damaged.
    Mocks(RewardsMocks),
}

/// Imitates the live services on this machine, faults included, for tests and dry runs.
#[derive(Debug, Args)]
#[command(
    after_help = "It prints the environment of a client, and runs until Ctrl-C or SIGTERM. A rule of --faults is `[target/]fault:share` or `[target/]fault#requests`, for example `429:0.1,chat/cut#3,run/fails#2`; docs/sandbox.md lists the faults."
)]
pub(crate) struct Sandbox {
    /// The port to listen on; 0 takes a free one [default: 8787].
    #[arg(long, value_name = "N")]
    pub(crate) port: Option<u16>,

    /// The address to listen on; anything but loopback lets others in [default: 127.0.0.1].
    #[arg(long, value_name = "ADDR")]
    pub(crate) host: Option<std::net::IpAddr>,

    /// How long answers take, in milliseconds [default: 0].
    #[arg(long, value_name = "N")]
    pub(crate) latency_ms: Option<u64>,

    /// The most that chance adds to the latency [default: 0].
    #[arg(long, value_name = "N")]
    pub(crate) jitter_ms: Option<u64>,

    /// Which requests meet which fault, in place of the rules of the configuration.
    #[arg(long, value_name = "RULES")]
    pub(crate) faults: Option<String>,

    /// Decides about all chance [default: 42].
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,

    /// How many completions and calls a key gets a minute [default: any number].
    #[arg(long, value_name = "N")]
    pub(crate) rpm: Option<u32>,

    /// What the key may spend, in US dollars [default: 100].
    #[arg(long, value_name = "USD")]
    pub(crate) credit: Option<f64>,

    /// Where the reasoning trace stands in an answer: reasoning, details-only, reasoning-content,
    /// reasoning-only, thinking, inline, inline-no-open or none [default: reasoning].
    #[arg(long, value_name = "PLACE", value_parser = parse_named::<sandbox::TracePlace>)]
    pub(crate) trace: Option<sandbox::TracePlace>,

    /// What the answers are: analyst or short [default: analyst].
    #[arg(long, value_name = "KIND", value_parser = parse_named::<sandbox::Answers>)]
    pub(crate) answers: Option<sandbox::Answers>,

    /// Lengthens shorter answers [default: 0].
    #[arg(long, value_name = "N")]
    pub(crate) answer_bytes: Option<usize>,

    /// A TOML file with all settings; flags go before it.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct RewardsMocks {
    /// A folder; each kind of task gets one of its own in it.
    #[arg(long, value_name = "DIR")]
    pub(crate) output: PathBuf,

    /// Only this kind of task [default: all].
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: Option<String>,

    /// Chooses the tasks and the wording.
    #[arg(long, value_name = "N", default_value_t = 42)]
    pub(crate) seed: u64,
}

#[derive(Debug, Args)]
#[command(
    after_help = "A line of input is a JSON object with `response` (or `output`), and as far as it is known `id`, `prompt` (or `input`), `metrics` (or `market_data`), `expected_calculations` and `task`. The files of `generate` are valid input."
)]
pub(crate) struct RewardsScore {
    /// A file of JSON lines, or `-` for standard input.
    #[arg(long, value_name = "FILE")]
    pub(crate) input: PathBuf,

    /// Where the scores go; `-` is standard output [default: -].
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// How many threads score [default: one a core].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) threads: Option<u32>,

    /// A TOML file with [rewards.weights] and [rewards.thresholds].
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Answers are scored now, whatever scores their records hold; lines with `components` and no answer are taken as they are. docs/evaluation.md explains every figure."
)]
pub(crate) struct RewardsEvaluate {
    /// A file that `generate`, `export` or `rewards score` wrote, or `-` for standard input.
    #[arg(long, value_name = "FILE")]
    pub(crate) input: PathBuf,

    /// Where evaluation.json, .csv and .html and calibration.toml go; if a name is taken, all get
    /// `_2`, `_3` and so on.
    #[arg(long, value_name = "DIR", default_value = "evaluation")]
    pub(crate) output_dir: PathBuf,

    /// How many answers are kept for quantiles and rank correlations; of more answers, a fair sample.
    /// All other figures are of all answers.
    #[arg(long, value_name = "N", default_value_t = 100_000, value_parser = parse_sample_size)]
    pub(crate) sample_size: usize,

    /// Decides about samples, folds and bootstrap.
    #[arg(long, value_name = "N", default_value_t = 42)]
    pub(crate) seed: u64,

    /// What to compare the scores with: a TOML file with other [rewards.weights] or
    /// [rewards.thresholds], a score file of another version of the rewards, or `recorded` for the
    /// scores that the records hold.
    #[arg(long, value_name = "FILE")]
    pub(crate) compare: Option<PathBuf>,

    /// Answers with a `label` (a number) or a `grade` (high, medium, low), to calibrate by [default:
    /// those of the input, else the bundled test answers and graded answers of the analyst].
    #[arg(long, value_name = "FILE")]
    pub(crate) labelled: Option<PathBuf>,

    /// The least label or grade of a good answer [default: what lies above the middle of the scale].
    #[arg(long, value_name = "LABEL", value_parser = parse_label)]
    pub(crate) good_from: Option<f64>,

    /// The least composite score of an accepted answer [default: that of the configuration, or 0.70].
    #[arg(long, value_name = "SCORE", value_parser = parse_score)]
    pub(crate) min_quality: Option<f64>,

    /// How many threads score [default: one a core].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) threads: Option<u32>,

    /// A TOML file with [rewards.weights] and [rewards.thresholds].
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// Write evaluation.json to standard output, too, in place of the summary.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct RewardsTest {
    /// Show what every reward found in every answer.
    #[arg(short, long)]
    pub(crate) verbose: bool,

    /// Write all scores with their evidence as JSON.
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// A TOML file with [rewards.weights] and [rewards.thresholds].
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

fn parse_date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "a date is written YYYY-MM-DD, for example 2025-02-09".to_owned())
}

/// Reads a value by the name that it has in a configuration file.
fn parse_named<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, String> {
    let text: serde::de::value::StrDeserializer<'_, serde::de::value::Error> =
        serde::de::IntoDeserializer::into_deserializer(text);
    T::deserialize(text).map_err(|error| error.to_string())
}

pub(crate) fn check_fraction(value: f64) -> Result<f64, String> {
    if (0.0..1.0).contains(&value) {
        Ok(value)
    } else {
        Err("a share is a number from 0 to below 1, for example 0.1".to_owned())
    }
}

pub(crate) fn check_score(value: f64) -> Result<f64, String> {
    if (0.0..=1.0).contains(&value) {
        Ok(value)
    } else {
        Err("a score is a number from 0 to 1, for example 0.7".to_owned())
    }
}

fn parse_usd(text: &str) -> Result<f64, String> {
    let usd = text.trim_start_matches('$').parse().unwrap_or(f64::NAN);
    check_usd(usd)
}

pub(crate) fn check_usd(usd: f64) -> Result<f64, String> {
    if usd >= 0.0 && usd.is_finite() {
        Ok(usd)
    } else {
        Err("a budget is a number of US dollars, for example 2.50".to_owned())
    }
}

fn parse_fraction(text: &str) -> Result<f64, String> {
    check_fraction(text.parse().unwrap_or(f64::NAN))
}

fn parse_label(text: &str) -> Result<f64, String> {
    let label = report::evaluation::calibrate::label_of(text).filter(|label| label.is_finite());
    label.ok_or_else(|| "a label is a number, or high, medium or low".to_owned())
}

fn parse_sample_size(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(size) if size > 0 => Ok(size),
        _ => Err("a sample has at least 1 answer, for example 100000".to_owned()),
    }
}

fn parse_score(text: &str) -> Result<f64, String> {
    check_score(text.parse().unwrap_or(f64::NAN))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
