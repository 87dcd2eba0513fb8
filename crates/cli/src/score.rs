//! `cortex rewards score`: JSON lines in, scores with evidence out, in the same order.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use dataset::JsonlFile;
use rewards::Scorer;

use crate::args::RewardsScore;
use crate::config::Config;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::lines::{self, Chunk, Line};
use crate::score_input::ScoreLine;

/// Scores a file or standard input.
pub(crate) fn run(args: &RewardsScore) -> Result<Exit, Failure> {
    let config = Config::read(args.config.as_deref())?;
    let scorer = Scorer::new(config.rewards).map_err(Failure::usage)?;
    let workers = lines::workers(args.threads);
    let input = lines::open(&args.input)?;
    let mut output = Output::create(args.output.as_deref())?;
    let scored = score(input, &mut output, &scorer, workers);
    let bad_lines = match scored {
        // Who reads our output has read enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(Exit::Done),
        Err(error) => {
            return Err(Failure::failed(
                anyhow::Error::new(error).context("cannot score the whole input"),
            ));
        }
        Ok(bad_lines) => bad_lines,
    };
    output.finish()?;
    if bad_lines > 0 {
        let s = if bad_lines == 1 { "" } else { "s" };
        return Err(Failure::failed(anyhow!(
            "{bad_lines} line{s} of the input could not be scored"
        ))
        .hint("the output has an `error` for each of them, in its place"));
    }
    Ok(Exit::Done)
}

/// Where the scores go: a stream, or a file that gets its name when it is whole.
enum Output {
    Stream(BufWriter<Box<dyn Write + Send>>),
    File(JsonlFile),
}

impl Output {
    fn create(path: Option<&Path>) -> Result<Self, Failure> {
        let stream =
            |stream: Box<dyn Write + Send>| Self::Stream(BufWriter::with_capacity(1 << 16, stream));
        match path {
            None => Ok(stream(Box::new(io::stdout()))),
            Some(path) if path == Path::new("-") => Ok(stream(Box::new(io::stdout()))),
            Some(path) if path.is_file() => {
                Err(Failure::usage(anyhow!("{} is there already", path.display()))
                    .hint("nothing is overwritten: choose another name, or remove the file"))
            }
            Some(path) if path.is_dir() => {
                Err(Failure::usage(anyhow!("{} is a folder", path.display()))
                    .hint("name a file in it"))
            }
            // A pipe or a device is written to as it is.
            Some(path) if path.exists() => {
                let file = File::options().write(true).open(path);
                let file = file.with_context(|| format!("cannot write {}", path.display()));
                Ok(stream(Box::new(file.map_err(Failure::usage)?)))
            }
            Some(path) => JsonlFile::create(path).map(Self::File).map_err(Failure::usage),
        }
    }

    fn write(&mut self, lines: &str) -> io::Result<()> {
        match self {
            Self::Stream(stream) => stream.write_all(lines.as_bytes()),
            Self::File(file) => {
                lines.lines().try_for_each(|line| file.write_line(line)).map_err(io::Error::other)
            }
        }
    }

    fn finish(self) -> Result<(), Failure> {
        match self {
            Self::Stream(mut stream) => stream.flush().map_err(Failure::failed),
            Self::File(file) => file.publish().map(|_: PathBuf| ()).map_err(Failure::failed),
        }
    }
}

/// Scores every line; returns how many were no valid input.
fn score(
    input: Box<dyn Read + Send>,
    output: &mut Output,
    scorer: &Scorer,
    workers: usize,
) -> io::Result<u64> {
    let mut bad_lines = 0;
    lines::in_order(
        input,
        workers,
        |chunk| score_chunk(chunk, scorer),
        |scored| {
            bad_lines += scored.bad;
            output.write(&scored.lines)
        },
    )?;
    Ok(bad_lines)
}

struct Scored {
    lines: String,
    bad: u64,
}

fn score_chunk(chunk: &Chunk, scorer: &Scorer) -> Scored {
    let mut scored = Scored { lines: String::new(), bad: 0 };
    for (number, line) in chunk.numbered() {
        match score_line(line, scorer) {
            Ok(Some(card)) => scored.lines.push_str(&card),
            // An empty line is no example and no mistake.
            Ok(None) => continue,
            Err(problem) => {
                scored.bad += 1;
                let error = serde_json::Value::String(problem);
                // Writing to a string cannot fail; `serde_json` would sort the keys.
                let _ = write!(scored.lines, "{{\"line\":{number},\"error\":{error}}}");
            }
        }
        scored.lines.push('\n');
    }
    scored
}

fn score_line(line: &Line, scorer: &Scorer) -> Result<Option<String>, String> {
    let Some(text) = line.text()? else { return Ok(None) };
    let line = ScoreLine::read(text)?;
    // Scoring does not panic; if it ever does, one line is lost and not the run.
    let card = std::panic::catch_unwind(AssertUnwindSafe(|| {
        scorer.score(&line.response, &line.facts, line.prompt.as_deref())
    }))
    .map_err(|_| "scoring it failed; please report this line as a bug".to_owned())?;
    let card = serde_json::to_string(&card).map_err(|error| error.to_string())?;
    // The id goes first into the object; a flattened struct would take twice the time.
    let rest = card.strip_prefix('{').unwrap_or_default();
    Ok(Some(format!("{{\"id\":{},{rest}", line.id)))
}
