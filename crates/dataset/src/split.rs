//! Splits training examples into a training and an evaluation side.
//!
//! The unit is the subject-day: all tasks about one subject's day, also those of a comparison
//! that names it, stand on one side. The file is read twice, and what is kept in memory grows with
//! the subject-days, not with the examples.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use indexmap::IndexMap;
use jiff::civil::Date;
use rewards::HistoryRow;
use serde::{Deserialize, Serialize};

use crate::{Error, JsonlFile};

/// How the sides are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SplitMode {
    /// Subject-days at random. The history in a training prompt may still show a day that is
    /// evaluated; the report says how often.
    #[default]
    Random,
    /// The latest days are evaluated; days that evaluation prompts show are not trained on.
    Time,
    /// Whole subjects are evaluated.
    Subject,
}

/// How a file is split.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SplitOptions {
    /// How the sides are drawn.
    pub mode: SplitMode,
    /// The share of examples that are evaluated, in [0, 1); 0 leaves the evaluation side empty.
    pub eval_fraction: f64,
    /// Makes the draw repeatable.
    pub seed: u64,
}

/// What a split came to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SplitReport {
    /// Examples on the training side.
    pub train: u64,
    /// Examples on the evaluation side.
    pub eval: u64,
    /// Examples on neither side: `time` leaves a gap before the evaluated days.
    pub left_out: u64,
    /// Examples of each task kind, on the training and the evaluation side.
    pub kinds: IndexMap<String, (u64, u64)>,
    /// Evaluation examples of which a day asked about is shown in the history of a training prompt.
    pub eval_days_in_train_history: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Train,
    Eval,
    Neither,
}

/// A subject's day, or with [`SplitMode::Subject`] a subject on any day.
type Unit = (String, Option<Date>);

/// Splits a file of training examples.
///
/// # Errors
/// If a file cannot be read or written, or a line is no training example.
pub fn split(
    training: &Path,
    options: SplitOptions,
    train: &mut JsonlFile,
    eval: &mut JsonlFile,
) -> Result<SplitReport, Error> {
    let decision = decide(training, options)?;
    let mut report = SplitReport::default();
    let mut shown_in_training: BTreeSet<(String, Date)> = BTreeSet::new();
    let mut evaluated: BTreeMap<BTreeSet<(String, Date)>, u64> = BTreeMap::new();
    read(training, |line, example| {
        let side = decision.side(&example.task, options.mode);
        let counts = report.kinds.entry(example.task.kind.clone()).or_default();
        match side {
            Side::Train => {
                counts.0 += 1;
                report.train += 1;
                shown_in_training.extend(example.task.days_shown());
                train.write_line(line)
            }
            Side::Eval => {
                counts.1 += 1;
                report.eval += 1;
                *evaluated.entry(example.task.days_asked().collect()).or_default() += 1;
                eval.write_line(line)
            }
            Side::Neither => {
                report.left_out += 1;
                Ok(())
            }
        }
    })?;
    report.eval_days_in_train_history = evaluated
        .iter()
        .filter(|(days, _)| days.iter().any(|day| shown_in_training.contains(day)))
        .map(|(_, examples)| examples)
        .sum();
    report.kinds.sort_keys();
    Ok(report)
}

/// What decides an example's side.
enum Decision {
    Groups(BTreeMap<Unit, Side>),
    /// Days up to the first are trained on, days from the second on evaluated.
    Days {
        train_before: Date,
        eval_from: Date,
    },
}

impl Decision {
    fn side(&self, task: &TaskLine, mode: SplitMode) -> Side {
        match self {
            Self::Groups(sides) => {
                task.units(mode).find_map(|unit| sides.get(&unit).copied()).unwrap_or(Side::Train)
            }
            Self::Days { train_before, eval_from } => match task.date {
                Some(date) if date >= *eval_from => Side::Eval,
                Some(date) if date >= *train_before => Side::Neither,
                _ => Side::Train,
            },
        }
    }
}

fn decide(training: &Path, options: SplitOptions) -> Result<Decision, Error> {
    let mut groups = Groups::default();
    let mut days: BTreeMap<Date, Day> = BTreeMap::new();
    let mut examples = 0;
    read(training, |_, example| {
        examples += 1;
        groups.add(example.task.units(options.mode).collect(), &example.task.kind);
        if let Some(date) = example.task.date {
            let first_shown = example.task.history.iter().map(|row| row.date).min().unwrap_or(date);
            let day = days.entry(date).or_insert(Day { examples: 0, first_shown });
            day.examples += 1;
            day.first_shown = day.first_shown.min(first_shown);
        }
        Ok(())
    })?;
    let target = target(examples, options.eval_fraction);
    Ok(match options.mode {
        SplitMode::Time => latest_days(&days, target),
        SplitMode::Random | SplitMode::Subject => Decision::Groups(groups.draw(target, options)),
    })
}

struct Day {
    examples: u64,
    first_shown: Date,
}

/// How many examples are to be evaluated: at least one, unless none are wanted.
fn target(examples: u64, fraction: f64) -> u64 {
    if fraction <= 0.0 {
        return 0;
    }
    ((examples as f64 * fraction).round() as u64).max(1)
}

fn latest_days(days: &BTreeMap<Date, Day>, target: u64) -> Decision {
    let nothing = Decision::Groups(BTreeMap::new());
    let Some((earliest, _)) = days.first_key_value() else {
        return nothing;
    };
    let mut evaluated = 0;
    let mut decision = nothing;
    let mut first_shown = Date::MAX;
    for (date, day) in days.iter().rev() {
        // The first day is never evaluated: something must be left to train on.
        if evaluated >= target || date == earliest {
            break;
        }
        evaluated += day.examples;
        first_shown = first_shown.min(day.first_shown);
        decision = Decision::Days { train_before: first_shown.min(*date), eval_from: *date };
    }
    decision
}

/// Units that must stand on the same side, because an example is about several of them.
#[derive(Default)]
struct Groups {
    index: BTreeMap<Unit, usize>,
    /// Each group's parent; a root is its own.
    parents: Vec<usize>,
    /// Examples by kind, correct at the roots.
    kinds: Vec<BTreeMap<String, u64>>,
}

impl Groups {
    fn add(&mut self, units: Vec<Unit>, kind: &str) {
        let mut root = None;
        for unit in units {
            let next = self.parents.len();
            let index = *self.index.entry(unit).or_insert(next);
            if index == next {
                self.parents.push(next);
                self.kinds.push(BTreeMap::new());
            }
            let own = self.root(index);
            root = Some(match root {
                Some(first) => self.join(first, own),
                None => own,
            });
        }
        if let Some(root) = root {
            *self.kinds[root].entry(kind.to_owned()).or_default() += 1;
        }
    }

    fn root(&self, mut index: usize) -> usize {
        while self.parents[index] != index {
            index = self.parents[index];
        }
        index
    }

    fn join(&mut self, left: usize, right: usize) -> usize {
        if left != right {
            self.parents[right] = left;
            for (kind, count) in std::mem::take(&mut self.kinds[right]) {
                *self.kinds[left].entry(kind).or_default() += count;
            }
        }
        left
    }

    /// Draws groups for evaluation until the target is met, so that the kinds are represented as
    /// evenly as whole groups allow.
    fn draw(&self, target: u64, options: SplitOptions) -> BTreeMap<Unit, Side> {
        let mut order: Vec<(String, usize)> = self
            .index
            .iter()
            .filter(|(_, index)| self.parents[**index] == **index)
            .map(|(unit, index)| (shuffle_key(unit, options.seed), *index))
            .collect();
        order.sort();
        let mut wanted: BTreeMap<&str, f64> = BTreeMap::new();
        for (_, group) in &order {
            for (kind, count) in &self.kinds[*group] {
                *wanted.entry(kind).or_default() += *count as f64 * options.eval_fraction;
            }
        }
        let mut drawn = Drawn { wanted, examples: 0, chosen: BTreeSet::new() };
        if target > 0 && order.len() > 1 {
            for (_, group) in &order {
                let kinds = &self.kinds[*group];
                if drawn.examples + size(kinds) <= target && drawn.gain(kinds) > 0.0 {
                    drawn.take(*group, kinds);
                }
            }
            // What is left to the target goes to the groups that distort the kinds least; if even
            // the smallest group is larger than the target, that one is evaluated.
            while drawn.examples < target {
                let rest = order
                    .iter()
                    .map(|(_, group)| *group)
                    .filter(|group| !drawn.chosen.contains(group));
                let fitting = rest
                    .clone()
                    .filter(|group| drawn.examples + size(&self.kinds[*group]) <= target)
                    .max_by(|a, b| {
                        drawn.gain(&self.kinds[*a]).total_cmp(&drawn.gain(&self.kinds[*b]))
                    });
                let smallest = rest.min_by_key(|group| size(&self.kinds[*group]));
                match fitting.or(smallest.filter(|_| drawn.examples == 0)) {
                    Some(group) => drawn.take(group, &self.kinds[group]),
                    None => break,
                }
            }
        }
        let side = |index| {
            if drawn.chosen.contains(&self.root(index)) { Side::Eval } else { Side::Train }
        };
        self.index.iter().map(|(unit, index)| (unit.clone(), side(*index))).collect()
    }
}

struct Drawn<'k> {
    /// Examples of each kind that are still wanted; negative where there are too many.
    wanted: BTreeMap<&'k str, f64>,
    examples: u64,
    chosen: BTreeSet<usize>,
}

impl<'k> Drawn<'k> {
    /// By how much the squared distance from the wanted kinds shrinks.
    fn gain(&self, kinds: &BTreeMap<String, u64>) -> f64 {
        let gains = kinds.iter().map(|(kind, count)| {
            let wanted = self.wanted.get(kind.as_str()).copied().unwrap_or_default();
            let after = wanted - *count as f64;
            wanted * wanted - after * after
        });
        gains.sum()
    }

    fn take(&mut self, group: usize, kinds: &'k BTreeMap<String, u64>) {
        for (kind, count) in kinds {
            *self.wanted.entry(kind).or_default() -= *count as f64;
        }
        self.examples += size(kinds);
        self.chosen.insert(group);
    }
}

fn size(kinds: &BTreeMap<String, u64>) -> u64 {
    kinds.values().sum()
}

/// Orders groups at random but always alike for one seed, whatever else is in the file.
fn shuffle_key((subject, date): &Unit, seed: u64) -> String {
    let date = date.map(|date| date.to_string()).unwrap_or_default();
    blake3::hash(format!("split {seed} {subject} {date}").as_bytes()).to_hex().to_string()
}

#[derive(Deserialize)]
struct Line {
    task: TaskLine,
}

#[derive(Deserialize)]
struct TaskLine {
    kind: String,
    subjects: Vec<String>,
    date: Option<Date>,
    #[serde(default)]
    history: Vec<HistoryRow>,
}

impl TaskLine {
    fn units(&self, mode: SplitMode) -> impl Iterator<Item = Unit> + '_ {
        let date = if mode == SplitMode::Subject { None } else { self.date };
        self.subjects.iter().map(move |subject| (subject.clone(), date))
    }

    fn days_asked(&self) -> impl Iterator<Item = (String, Date)> + '_ {
        self.date
            .into_iter()
            .flat_map(|date| self.subjects.iter().map(move |subject| (subject.clone(), date)))
    }

    /// The subject-days whose figures stand in the history table.
    fn days_shown(&self) -> impl Iterator<Item = (String, Date)> + '_ {
        let several = self.subjects.len() > 1;
        self.subjects.iter().flat_map(move |subject| {
            let prefix = format!("{subject}.");
            self.history
                .iter()
                .filter(move |row| {
                    !several || row.values.keys().any(|name| name.starts_with(&prefix))
                })
                .map(|row| (subject.clone(), row.date))
        })
    }
}

fn read(path: &Path, mut take: impl FnMut(&str, Line) -> Result<(), Error>) -> Result<(), Error> {
    let file = File::open(path).map_err(|e| Error::io("open", path, e))?;
    let mut reader = BufReader::with_capacity(1 << 16, file);
    let mut line = String::new();
    let mut number = 0;
    loop {
        line.clear();
        number += 1;
        if reader.read_line(&mut line).map_err(|e| Error::io("read", path, e))? == 0 {
            return Ok(());
        }
        let example = serde_json::from_str(&line).map_err(|e| Error::record(path, number, e))?;
        take(&line, example)?;
    }
}
