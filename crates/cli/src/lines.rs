//! Files of JSON lines, worked on by all cores and handed on in order.
//!
//! Lines go in chunks to one worker a core, and what comes of them is put in order again. How many
//! chunks are on the way is bounded, so memory does not grow with the file.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use anyhow::{Context as _, anyhow};

use crate::failure::Failure;

/// A chunk ends after so many bytes: enough to make the hand-over cheap.
const CHUNK_BYTES: usize = 256 * 1024;
/// Chunks on the way per worker: one in work, others waiting, so that no worker waits for input.
const CHUNKS_PER_WORKER: usize = 4;
/// A line longer than this is an error: no answer is, and it would have to be held in memory.
const LONGEST_LINE: usize = 256 * 1024 * 1024;

/// How many workers there are: one a core, unless told otherwise.
pub(crate) fn workers(threads: Option<u32>) -> usize {
    let cores = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    threads.map_or_else(cores, |threads| threads as usize)
}

/// Opens a file, or standard input where the name is `-`.
pub(crate) fn open(path: &Path) -> Result<Box<dyn Read + Send>, Failure> {
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

/// Lines of the input with the number of the first of them.
pub(crate) struct Chunk {
    first_line: u64,
    lines: Vec<Line>,
}

impl Chunk {
    /// The lines with their numbers, from 1.
    pub(crate) fn numbered(&self) -> impl Iterator<Item = (u64, &Line)> {
        (self.first_line..).zip(&self.lines)
    }

    /// The texts of the lines that are not empty, with their numbers.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (u64, Result<&str, String>)> {
        self.numbered().filter_map(|(number, line)| Some((number, line.text().transpose()?)))
    }
}

pub(crate) enum Line {
    Text(Vec<u8>),
    TooLong,
}

impl Line {
    /// The text of the line; nothing if it is empty, which is no example and no mistake.
    pub(crate) fn text(&self) -> Result<Option<&str>, String> {
        let Self::Text(bytes) = self else {
            return Err(format!("longer than {LONGEST_LINE} bytes"));
        };
        let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
        Ok((!text.trim().is_empty()).then_some(text))
    }
}

/// Something of a chunk, with the chunk's place in the file.
struct Placed<T> {
    index: usize,
    it: T,
}

/// Reads lines, lets the workers make something of each chunk, and takes it in the order of the file.
pub(crate) fn in_order<T: Send>(
    input: Box<dyn Read + Send>,
    workers: usize,
    work: impl Fn(&Chunk) -> T + Sync,
    mut take: impl FnMut(T) -> io::Result<()>,
) -> io::Result<()> {
    let on_the_way = workers.max(1) * CHUNKS_PER_WORKER;
    // A credit is taken to read a chunk, and given back when it is done with.
    let (give_credit, credits) = sync_channel::<()>(on_the_way);
    let (send_chunk, chunks) = sync_channel::<Placed<Chunk>>(on_the_way);
    let (send_done, done) = sync_channel::<Placed<T>>(on_the_way);
    for _ in 0..on_the_way {
        let _ = give_credit.send(());
    }
    let chunks = Mutex::new(chunks);
    std::thread::scope(|scope| {
        let reader = scope.spawn(move || read(input, &credits, &send_chunk));
        for _ in 0..workers.max(1) {
            let (chunks, send_done, work) = (&chunks, send_done.clone(), &work);
            scope.spawn(move || {
                while let Some(Placed { index, it }) = next(chunks) {
                    if send_done.send(Placed { index, it: work(&it) }).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send_done);
        let taken = take_in_order(&done, &mut take, &give_credit);
        // Without credits and takers the reader stops, whatever ended the taking.
        drop((give_credit, done));
        let read = reader.join().unwrap_or_else(|_| Err(io::Error::other("the reader panicked")));
        taken?;
        read
    })
}

fn take_in_order<T>(
    done: &Receiver<Placed<T>>,
    take: &mut impl FnMut(T) -> io::Result<()>,
    give_credit: &SyncSender<()>,
) -> io::Result<()> {
    let mut early: BTreeMap<usize, T> = BTreeMap::new();
    let mut due = 0;
    for Placed { index, it } in done {
        early.insert(index, it);
        while let Some(it) = early.remove(&due) {
            take(it)?;
            due += 1;
            let _ = give_credit.send(());
        }
    }
    Ok(())
}

fn next(chunks: &Mutex<Receiver<Placed<Chunk>>>) -> Option<Placed<Chunk>> {
    chunks.lock().ok()?.recv().ok()
}

fn read(
    input: Box<dyn Read + Send>,
    credits: &Receiver<()>,
    send: &SyncSender<Placed<Chunk>>,
) -> io::Result<()> {
    let mut input = BufReader::with_capacity(1 << 18, input);
    let mut line_number = 1;
    for index in 0.. {
        if credits.recv().is_err() {
            return Ok(());
        }
        let mut chunk = Chunk { first_line: line_number, lines: Vec::new() };
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
        if chunk.lines.is_empty() || send.send(Placed { index, it: chunk }).is_err() {
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
