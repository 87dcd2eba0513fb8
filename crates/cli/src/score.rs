//! `cortex rewards score`: JSON lines in, scores with evidence out, in the same order.
//!
//! Lines go in chunks to one worker a core, and come back through a reordering writer. How many
//! chunks are on the way is bounded, so memory does not grow with the file.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use anyhow::{Context as _, anyhow};
use dataset::JsonlFile;
use rewards::Scorer;

use crate::args::RewardsScore;
use crate::config::Config;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::score_input::ScoreLine;

/// A chunk ends after so many bytes: enough to make the hand-over cheap.
const CHUNK_BYTES: usize = 256 * 1024;
/// Chunks on the way per worker: one in work, others waiting, so that no worker waits for input.
const CHUNKS_PER_WORKER: usize = 4;
/// A line longer than this is an error: no answer is, and it would have to be held in memory.
const LONGEST_LINE: usize = 256 * 1024 * 1024;

/// Scores a file or standard input.
pub(crate) fn run(args: &RewardsScore) -> Result<Exit, Failure> {
    let config = Config::read(args.config.as_deref())?;
    let scorer = Scorer::new(config.rewards).map_err(Failure::usage)?;
    let workers = args.threads.map_or_else(
        || std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        |threads| threads as usize,
    );
    let input = open(&args.input)?;
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

fn open(path: &Path) -> Result<Box<dyn Read + Send>, Failure> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin()));
    }
    let context = || format!("cannot read {}", path.display());
    let file = File::open(path).with_context(context).map_err(Failure::usage)?;
    if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
        return Err(Failure::usage(anyhow!(
            "{} is a folder, not a file of JSON lines",
            path.display()
        )));
    }
    Ok(Box::new(file))
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

/// Lines of the input with the number of the first of them.
struct Chunk {
    index: usize,
    first_line: u64,
    lines: Vec<Line>,
}

enum Line {
    Text(Vec<u8>),
    TooLong,
}

struct Scored {
    index: usize,
    lines: String,
    bad: u64,
}

/// Scores every line; returns how many were no valid input.
fn score(
    input: Box<dyn Read + Send>,
    output: &mut Output,
    scorer: &Scorer,
    workers: usize,
) -> io::Result<u64> {
    let on_the_way = workers.max(1) * CHUNKS_PER_WORKER;
    // A credit is taken to read a chunk, and given back when it is written.
    let (give_credit, credits) = sync_channel::<()>(on_the_way);
    let (send_chunk, chunks) = sync_channel::<Chunk>(on_the_way);
    let (send_scored, scored) = sync_channel::<Scored>(on_the_way);
    for _ in 0..on_the_way {
        let _ = give_credit.send(());
    }
    let chunks = Mutex::new(chunks);
    std::thread::scope(|scope| {
        let reader = scope.spawn(move || read(input, &credits, &send_chunk));
        for _ in 0..workers.max(1) {
            let (chunks, send_scored) = (&chunks, send_scored.clone());
            scope.spawn(move || {
                while let Some(chunk) = next(chunks) {
                    if send_scored.send(score_chunk(&chunk, scorer)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send_scored);
        let bad_lines = write_in_order(&scored, output, &give_credit);
        // Without credits and takers the reader stops, whatever ended the writing.
        drop((give_credit, scored));
        let read = reader.join().unwrap_or_else(|_| Err(io::Error::other("the reader panicked")));
        let bad_lines = bad_lines?;
        read.map(|()| bad_lines)
    })
}

fn next(chunks: &Mutex<Receiver<Chunk>>) -> Option<Chunk> {
    chunks.lock().ok()?.recv().ok()
}

fn read(
    input: Box<dyn Read + Send>,
    credits: &Receiver<()>,
    send: &SyncSender<Chunk>,
) -> io::Result<()> {
    let mut input = BufReader::with_capacity(1 << 18, input);
    let mut line_number = 1;
    for index in 0.. {
        if credits.recv().is_err() {
            return Ok(());
        }
        let mut chunk = Chunk { index, first_line: line_number, lines: Vec::new() };
        let mut bytes = 0;
        while bytes < CHUNK_BYTES {
            let Some(line) = read_line(&mut input)? else { break };
            bytes += match &line {
                Line::Text(text) => text.len() + 1,
                Line::TooLong => CHUNK_BYTES,
            };
            chunk.lines.push(line);
        }
        line_number += chunk.lines.len() as u64;
        if chunk.lines.is_empty() || send.send(chunk).is_err() {
            return Ok(());
        }
    }
    Ok(())
}

fn read_line(input: &mut impl BufRead) -> io::Result<Option<Line>> {
    let mut line = Vec::new();
    let limit = LONGEST_LINE as u64;
    if input.by_ref().take(limit).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    } else if line.len() == LONGEST_LINE {
        input.skip_until(b'\n')?;
        return Ok(Some(Line::TooLong));
    }
    Ok(Some(Line::Text(line)))
}

fn score_chunk(chunk: &Chunk, scorer: &Scorer) -> Scored {
    let mut scored = Scored { index: chunk.index, lines: String::new(), bad: 0 };
    for (number, line) in (chunk.first_line..).zip(&chunk.lines) {
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
    let Line::Text(bytes) = line else {
        return Err(format!("longer than {LONGEST_LINE} bytes"));
    };
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    if text.trim().is_empty() {
        return Ok(None);
    }
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

fn write_in_order(
    scored: &Receiver<Scored>,
    output: &mut Output,
    give_credit: &SyncSender<()>,
) -> io::Result<u64> {
    let mut early: BTreeMap<usize, Scored> = BTreeMap::new();
    let mut due = 0;
    let mut bad_lines = 0;
    for chunk in scored {
        early.insert(chunk.index, chunk);
        while let Some(chunk) = early.remove(&due) {
            output.write(&chunk.lines)?;
            bad_lines += chunk.bad;
            due += 1;
            let _ = give_credit.send(());
        }
    }
    Ok(bad_lines)
}
