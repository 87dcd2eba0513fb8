//! Makes the files of a dataset from journals, and from nothing else: the same journals give the
//! same bytes.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread::JoinHandle;

use dataset::{
    FileSet, JsonlDataset, JsonlFile, Provenance, RawLine, SplitIndex, SplitOptions, SplitReport,
    Text,
};
use jiff::Timestamp;
use journal::{Accepted, AttemptRow, Reader, RunRow};
use serde_json::value::RawValue;
use tokio::sync::OwnedSemaphorePermit;

use crate::Error;
use crate::record::RunRecord;
use crate::schedule::{Next, Schedule, Shape};
use crate::tally::Kept;

/// How many slots may wait to be written.
const QUEUE: usize = 4_096;
/// How many examples are kept at hand, so that they need not be read back: a megabyte or two of them.
pub(crate) const MOST_AT_HAND: usize = 64;

/// What an export came to.
#[derive(Clone, Debug)]
pub struct Exported {
    /// How many examples were written.
    pub examples: usize,
    /// How many the runs were asked for.
    pub wanted: usize,
    /// How they were split.
    pub split: SplitReport,
    /// Where they are.
    pub files: FileSet,
}

/// Writes the files of runs again, or of shards as one dataset, also of unfinished ones.
///
/// # Errors
/// If the journals are not of one plan, or the disk takes no file.
pub fn export(folders: &[PathBuf], output_dir: &Path) -> Result<Exported, Error> {
    let mut parts = Vec::new();
    for folder in folders {
        let reader = Reader::open(folder)?;
        let run = reader.run()?;
        let record = RunRecord::read(&run)?;
        parts.push((folder, reader, run, record));
    }
    parts.sort_by_key(|(_, _, _, record)| record.order.shard);
    let Some((first, _, run, record)) = parts.first() else { return Err(Error::NothingToExport) };
    for (other, _, other_run, other_record) in parts.iter().skip(1) {
        let pair = || ((*first).clone(), (*other).clone());
        if other_run.fingerprint != run.fingerprint {
            return Err(Error::OtherPlan(pair().0, pair().1));
        }
        if other_record.order.shard.count != record.order.shard.count {
            return Err(Error::OtherPlan(pair().0, pair().1));
        }
    }
    for pair in parts.windows(2) {
        if pair[0].3.order.shard == pair[1].3.order.shard {
            return Err(Error::SameShard(pair[0].0.clone(), pair[1].0.clone()));
        }
    }
    let start = parts.iter().map(|(_, _, run, _)| run.started_at).min().unwrap_or_default();
    let (order, wanted) = (record.order.clone(), parts.iter().map(|(_, _, _, it)| it));
    let mut slots: Vec<(usize, usize, Vec<u64>)> = Vec::new();
    let mut wanted_here = 0;
    for (part, record) in wanted.enumerate() {
        let (_, reader, ..) = &parts[part];
        let plan = reader.plan()?.len();
        wanted_here += shape(record, plan).wanted_here();
        let schedule = replay(record, plan, &reader.attempts()?);
        slots.extend(schedule.slots().map(|(slot, kept)| (slot, part, kept.to_vec())));
    }
    slots.sort();
    let target = Target { output_dir, record, start, run: None, goes_on: false };
    let mut files = target.names();
    let mut writer = target.create(&files)?;
    let mut kept = Kept::default();
    for (_, part, attempts) in &slots {
        let (_, reader, run, record) = &parts[*part];
        for attempt in attempts {
            write(&mut writer, &mut kept, run, record, &read(reader, run, *attempt)?)?;
        }
    }
    let options =
        SplitOptions { mode: order.split, eval_fraction: order.eval_fraction, seed: order.seed };
    let split = publish(writer, options, &mut files, &target)?;
    Ok(Exported { examples: kept.examples, wanted: wanted_here, split, files })
}

/// What a run's plan and settings say about its schedule.
pub(crate) fn shape(record: &RunRecord, plan: usize) -> Shape {
    Shape {
        plan,
        wanted: record.order.examples,
        samples: record.order.kept_samples(),
        shard: record.order.shard,
    }
}

/// Goes through what a journal records of its tasks.
pub(crate) fn replay(record: &RunRecord, plan: usize, attempts: &[AttemptRow]) -> Schedule {
    let mut schedule = Schedule::new(shape(record, plan));
    let mut left = attempts.chunk_by(|a, b| a.position == b.position).count();
    while left > 0 {
        let Next::Ask(ticket) = schedule.next() else { break };
        let of_task = of_task(attempts, ticket.position as u64);
        left -= usize::from(!of_task.is_empty());
        // A task without attempts could not be asked on its day, or the run did not come to it: then
        // the tasks after it in its lane have none either.
        schedule.settle(ticket, &best_first(of_task));
    }
    schedule
}

/// The attempts at a task, of attempts sorted by task.
pub(crate) fn of_task(attempts: &[AttemptRow], position: u64) -> &[AttemptRow] {
    let from = attempts.partition_point(|it| it.position < position);
    let to = attempts.partition_point(|it| it.position <= position);
    &attempts[from..to]
}

/// The accepted attempts at a task, best first; of equal ones the earlier.
fn best_first(attempts: &[AttemptRow]) -> Vec<u64> {
    let scores = attempts.iter().filter_map(|it| it.score.as_ref());
    let mut accepted: Vec<_> =
        scores.filter(|score| crate::Rejection::of_verdict(&score.verdict).is_none()).collect();
    accepted.sort_by(|a, b| b.score.unwrap_or(0.0).total_cmp(&a.score.unwrap_or(0.0)));
    accepted.into_iter().map(|score| score.attempt).collect()
}

/// Writes examples while a run goes on, on a thread of its own.
pub(crate) struct Exporter {
    sender: Option<mpsc::SyncSender<Vec<Example>>>,
    thread: JoinHandle<Result<(JsonlDataset, Kept), Error>>,
    /// Examples that the journal has, and whose turn has not come: they need not be read back.
    held: HashMap<u64, Held>,
}

/// An example at hand, from the moment when it was accepted until it is written.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) accepted: Accepted,
    /// Its place among [`MOST_AT_HAND`], which is free again when this is dropped.
    #[expect(dead_code, reason = "held, not read")]
    pub(crate) place: OwnedSemaphorePermit,
}

/// An example to be written.
enum Example {
    AtHand(Box<Held>),
    /// The attempt that brought it.
    Recorded(u64),
}

impl Exporter {
    pub(crate) fn start(
        reader: Reader,
        run: RunRow,
        record: RunRecord,
        mut writer: JsonlDataset,
    ) -> Self {
        let (sender, receiver) = mpsc::sync_channel::<Vec<Example>>(QUEUE);
        let thread = std::thread::spawn(move || {
            let mut kept = Kept::default();
            for example in receiver.into_iter().flatten() {
                match example {
                    Example::AtHand(held) => {
                        write(&mut writer, &mut kept, &run, &record, &held.accepted)?;
                    }
                    Example::Recorded(attempt) => {
                        let accepted = read(&reader, &run, attempt)?;
                        write(&mut writer, &mut kept, &run, &record, &accepted)?;
                    }
                }
            }
            Ok((writer, kept))
        });
        Self { sender: Some(sender), thread, held: HashMap::new() }
    }

    /// Keeps an example until its turn comes; all others are read back from the journal then.
    pub(crate) fn hold(&mut self, attempt: u64, held: Held) {
        self.held.insert(attempt, held);
    }

    /// Writes the answers of the next slot. Returns `false` if writing has failed.
    pub(crate) fn write(&mut self, attempts: &[u64]) -> bool {
        let examples = attempts.iter().map(|attempt| {
            let held = self.held.remove(attempt);
            held.map_or(Example::Recorded(*attempt), |it| Example::AtHand(Box::new(it)))
        });
        let examples = examples.collect();
        self.sender.as_ref().is_some_and(|sender| sender.send(examples).is_ok())
    }

    /// Waits until everything is written.
    pub(crate) fn finish(mut self) -> Result<(JsonlDataset, Kept), Error> {
        self.sender = None;
        self.thread.join().map_err(|_| Error::Exporter)?
    }
}

fn read(reader: &Reader, run: &RunRow, attempt: u64) -> Result<Accepted, Error> {
    let accepted = reader.accepted(attempt)?;
    accepted.ok_or_else(|| Error::Missing { run: run.name.clone(), attempt })
}

fn write(
    writer: &mut JsonlDataset,
    kept: &mut Kept,
    run: &RunRow,
    record: &RunRecord,
    accepted: &Accepted,
) -> Result<(), Error> {
    fn json<'j>(run: &RunRow, json: &'j str) -> Result<&'j RawValue, Error> {
        serde_json::from_str(json).map_err(|source| Error::Record { run: run.name.clone(), source })
    }
    kept.add(accepted);
    let Accepted { task, answer, sample, reused_from, score } = accepted;
    let completion = &*answer.completion;
    writer.write(&RawLine {
        date: &task.date,
        chain: &task.chain,
        input: Text::new(&task.prompt),
        reasoning: Text::new(completion.reasoning.as_deref().unwrap_or_default()),
        output: Text::new(&completion.answer),
        market_data: json(run, &task.market_data)?,
        quality_score: score.score,
        model: &completion.model,
        timestamp: answer.at,
        task: json(run, &task.facts)?,
        conditions: json(run, &task.conditions)?,
        rewards: json(run, score.card.as_deref().unwrap_or("null"))?,
        provenance: Provenance {
            run: run.name.clone(),
            attempt: sample + 1,
            reused_from: reused_from.clone(),
            data_source: record.data_source.clone(),
            synthetic: record.synthetic || completion.is_synthetic(),
            unvalidated_rewards: record.order.unvalidated_rewards,
            provider: completion.provider.clone(),
            generation_id: completion.generation_id.clone(),
            usage: completion.usage,
        },
    })?;
    Ok(())
}

/// Where the files of a dataset go.
pub(crate) struct Target<'t> {
    pub(crate) output_dir: &'t Path,
    pub(crate) record: &'t RunRecord,
    /// The time that the names carry.
    pub(crate) start: Timestamp,
    /// The folder of the run that writes them; `None` if they are written again from journals.
    pub(crate) run: Option<&'t Path>,
    /// Whether the run was begun before: if it was killed while it gave its files their names, it
    /// finds them there.
    pub(crate) goes_on: bool,
}

impl Target<'_> {
    /// Names that are not taken.
    pub(crate) fn names(&self) -> FileSet {
        let order = &self.record.order;
        FileSet::new(self.output_dir, &order.size, order.selectors.len(), self.start)
    }

    /// The names that the run may have given its files before.
    fn earlier(&self) -> impl Iterator<Item = FileSet> {
        let order = &self.record.order;
        let taken = FileSet::taken(self.output_dir, &order.size, order.selectors.len(), self.start);
        taken.take_while(|_| self.goes_on)
    }

    /// Begins the files of the examples.
    pub(crate) fn create(&self, files: &FileSet) -> Result<JsonlDataset, Error> {
        Ok(JsonlDataset {
            raw: self.create_file(&files.raw, "raw")?,
            training: self.create_file(&files.training, "training")?,
            index: SplitIndex::default(),
        })
    }

    fn create_file(&self, path: &Path, part: &str) -> Result<JsonlFile, Error> {
        let Some(run) = self.run.and_then(Path::file_name) else {
            return Ok(JsonlFile::create(path)?);
        };
        Ok(JsonlFile::create_for(path, &format!("{}.{part}", run.to_string_lossy()))?)
    }
}

/// Splits the examples and gives the files their names. If another run has taken those in the
/// meantime, all four get the next ones.
pub(crate) fn publish(
    mut writer: JsonlDataset,
    options: SplitOptions,
    files: &mut FileSet,
    target: &Target<'_>,
) -> Result<SplitReport, Error> {
    writer.training.flush()?;
    let mut train = target.create_file(&files.train, "train")?;
    let mut eval = target.create_file(&files.eval, "eval")?;
    let report =
        dataset::split(writer.training.partial(), &writer.index, options, &mut train, &mut eval)?;
    for earlier in target.earlier() {
        if writer.raw.may_be(&earlier.raw)?
            && writer.training.may_be(&earlier.training)?
            && train.may_be(&earlier.train)?
            && eval.may_be(&earlier.eval)?
        {
            writer.raw.publish_unless_there(&earlier.raw)?;
            writer.training.publish_unless_there(&earlier.training)?;
            train.publish_unless_there(&earlier.train)?;
            eval.publish_unless_there(&earlier.eval)?;
            *files = earlier;
            return Ok(report);
        }
    }
    while let Err(error) = writer.raw.publish_as(&files.raw) {
        if error.kind() != dataset::ErrorKind::NameTaken {
            return Err(error.into());
        }
        *files = target.names();
    }
    writer.training.publish_as(&files.training)?;
    train.publish_as(&files.train)?;
    eval.publish_as(&files.eval)?;
    Ok(report)
}
