//! `cortex rewards evaluate`: what the scores of many answers look like, how they compare with others,
//! and which threshold and weights labelled answers speak for.

mod files;
mod input;
mod joined;
mod labelled;
mod told;

use std::io::{self, Write as _};
use std::path::Path;

use anyhow::{Context as _, anyhow};
use report::evaluation::calibrate::{Terms, calibrate, settings};
use report::evaluation::{Answer, Evaluation, Evaluator, Options, Weights};
use rewards::{RewardConfig, Scorer};

use crate::args::RewardsEvaluate;
use crate::config::Config;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::lines::{self, Chunk};
use files::Files;
use input::Other;
use joined::Joined;

/// What `--compare` is given to compare with the scores that records hold.
const RECORDED: &str = "recorded";

/// Evaluates a file or standard input.
pub(crate) fn run(args: &RewardsEvaluate) -> Result<Exit, Failure> {
    let config = Config::read(args.config.as_deref())?;
    let workers = lines::workers(args.threads);
    let versus = Versus::read(args.compare.as_deref(), &config.rewards)?;
    let (scorer, weights) = scorer(&config.rewards, versus.weights())?;
    let min_quality = args.min_quality.or(config.generate.min_quality);
    // The threshold of `generate`.
    let min_quality = min_quality.or(generator::Order::default().min_quality).unwrap_or_default();
    let name = match args.input.to_str() {
        Some("-") => "standard input".to_owned(),
        _ => args.input.display().to_string(),
    };
    let input = lines::open(&args.input)?;
    // What can be wrong with other files is found before the input is read.
    let mut joined = match &versus {
        Versus::File(path, weights) => Some(read_joined(path, workers, weights)?),
        _ => None,
    };
    let (size, seed) = (args.sample_size, args.seed);
    let file = |path| labelled::file(path, &scorer, &weights, workers, size, seed);
    let labelled = args.labelled.as_deref().map(file).transpose()?;
    let mut work = Work {
        evaluator: Evaluator::new(Options {
            input: name.clone(),
            weights: weights.clone(),
            min_quality,
            sample_size: size,
            seed,
            compared_with: versus.name(),
        }),
        files: Files::create(&args.output_dir, &weights, args.compare.is_some())?,
    };
    let other = versus.other();
    let read = |chunk: &Chunk| -> Vec<(u64, Result<Answer, String>)> {
        let answer = |number, text: Result<&str, String>| {
            input::read(number, text?, &scorer, &weights, &other)
        };
        chunk.texts().map(|(number, text)| (number, answer(number, text))).collect()
    };
    let take = |answers| work.take(answers, joined.as_mut());
    lines::in_order(input, workers, read, take).map_err(|error| {
        Failure::failed(anyhow::Error::new(error).context("cannot evaluate the whole input"))
    })?;
    let Work { evaluator, files } = work;
    if evaluator.answers() == 0 {
        files.discard();
        return Err(no_answers(&name, &evaluator.finish().0));
    }
    // Labelled answers are those of `--labelled`, else those of the input, else the program's own.
    let has_labels = evaluator.labels() > 0;
    let (evaluation, own) = evaluator.finish();
    let (source, labelled) = match (labelled, &args.labelled) {
        (Some(labelled), Some(path)) => (path.display().to_string(), labelled),
        _ if has_labels => (name, own),
        _ => {
            let bundled = labelled::bundled(&scorer, size, seed).map_err(Failure::failed)?;
            (labelled::BUNDLED.to_owned(), bundled)
        }
    };
    let terms = Terms {
        weights: &weights,
        config: &config.rewards,
        min_quality,
        good_from: args.good_from,
        seed,
    };
    let calibration = calibrate(source, labelled, &terms);
    let settings = settings(&calibration, &config.rewards);
    let evaluation = evaluation.calibrated(calibration);
    let left_out = files.has_left_out_components();
    let written = files.publish(&evaluation, &settings)?;
    if args.json {
        let mut out = io::stdout().lock();
        out.write_all(evaluation.json().as_bytes()).map_err(Failure::failed)?;
    } else {
        told::print(&evaluation, &written, left_out).map_err(Failure::failed)?;
    }
    match evaluation.lines.bad {
        0 => Ok(Exit::Done),
        bad => {
            let s = if bad == 1 { "" } else { "s" };
            Err(Failure::failed(anyhow!("{bad} line{s} of the input could not be evaluated"))
                .hint("`bad_lines` in the JSON file names the first of them"))
        }
    }
}

struct Work {
    evaluator: Evaluator,
    files: Files,
}

impl Work {
    fn take(
        &mut self,
        answers: Vec<(u64, Result<Answer, String>)>,
        mut joined: Option<&mut Joined>,
    ) -> io::Result<()> {
        for (number, answer) in answers {
            match answer {
                Ok(mut answer) => {
                    if let Some(joined) = &mut joined {
                        answer.compared = joined.take(&answer.id);
                    }
                    self.evaluator.add(&answer);
                    self.files.add(&answer)?;
                }
                Err(error) => self.evaluator.bad_line(number, error),
            }
        }
        Ok(())
    }
}

fn no_answers(name: &str, evaluation: &Evaluation) -> Failure {
    let error = anyhow!("{name} holds no answer to evaluate");
    match evaluation.bad_lines.first() {
        None => Failure::failed(error),
        Some(first) => Failure::failed(
            anyhow!("line {}: {}", first.line, first.error).context(error.to_string()),
        ),
    }
    .hint("the files of `generate` and `export`, and the output of `cortex rewards score` can be evaluated")
}

/// The scorer, with the weights in force. A reward that only the other weighting asks for is scored,
/// and weighs nothing here.
fn scorer(config: &RewardConfig, also: Option<&Weights>) -> Result<(Scorer, Weights), Failure> {
    let scorer = Scorer::new(config.clone()).map_err(Failure::usage)?;
    let weights: Weights =
        scorer.weights().map(|(name, weight)| (name.to_owned(), weight)).collect();
    let mut wider = config.clone();
    for (name, weight) in also.into_iter().flatten() {
        if *weight > 0.0 && weights.get(name) == Some(&0.0) {
            wider.weights.insert(name.clone(), *weight);
        }
    }
    Ok((Scorer::new(wider).map_err(Failure::usage)?, weights))
}

/// What scores are compared with.
enum Versus<'a> {
    Nothing,
    Recorded,
    Configured(Box<Configured>),
    File(&'a Path, Weights),
}

struct Configured {
    name: String,
    scorer: Scorer,
    weights: Weights,
    weights_alone: bool,
}

impl<'a> Versus<'a> {
    fn read(given: Option<&'a Path>, config: &RewardConfig) -> Result<Self, Failure> {
        let Some(path) = given else { return Ok(Self::Nothing) };
        if path == Path::new(RECORDED) {
            return Ok(Self::Recorded);
        }
        if path.extension().is_some_and(|it| it.eq_ignore_ascii_case("toml")) {
            let other = Config::read(Some(path))?.rewards;
            let (scorer, weights) = scorer(&other, None)?;
            return Ok(Self::Configured(Box::new(Configured {
                name: path.display().to_string(),
                scorer,
                weights,
                weights_alone: other.thresholds == config.thresholds,
            })));
        }
        Ok(Self::File(path, scorer(config, None)?.1))
    }

    /// What the line alone tells. What stands in a file is found by the answer's id, later and in the
    /// order of the lines.
    fn other(&self) -> Other<'_> {
        match self {
            Self::Nothing | Self::File(..) => Other::Nothing,
            Self::Recorded => Other::Recorded,
            Self::Configured(other) => Other::Configured {
                scorer: &other.scorer,
                weights: &other.weights,
                weights_alone: other.weights_alone,
            },
        }
    }

    fn name(&self) -> Option<String> {
        match self {
            Self::Nothing => None,
            Self::Recorded => Some("the scores that the records hold".to_owned()),
            Self::Configured(other) => Some(other.name.clone()),
            Self::File(path, _) => Some(path.display().to_string()),
        }
    }

    /// The weights of the other weighting.
    fn weights(&self) -> Option<&Weights> {
        match self {
            Self::Configured(other) => Some(&other.weights),
            _ => None,
        }
    }
}

fn read_joined(path: &Path, workers: usize, weights: &Weights) -> Result<Joined, Failure> {
    let joined = Joined::read(lines::open(path)?, workers, weights)
        .with_context(|| format!("cannot read {}", path.display()))
        .map_err(Failure::failed)?;
    if joined.is_empty() {
        return Err(Failure::usage(anyhow!("{} holds no scores", path.display())).hint(
            "`--compare` takes a configuration (a name that ends in .toml), the output of `cortex \
             rewards score`, or the word `recorded`",
        ));
    }
    if joined.bad > 0 {
        let text = format!("{} lines of {} hold no scores", joined.bad, path.display());
        anstream::eprintln!("{}", crate::style::warn(&text));
    }
    Ok(joined)
}
