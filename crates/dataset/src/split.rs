//! Splits training examples into a training and an evaluation side.
//!
//! The unit is the subject-day: all tasks about one subject's day, also those of a comparison
//! that names it, stand on one side. What decides is known of each line when it is written
//! ([`SplitIndex`]), so the file is read once, to copy its lines.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use indexmap::IndexMap;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::split_index::{About, SplitIndex, Unit};
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

/// Splits a file of training examples, of which the index knows every line.
///
/// # Errors
/// If a file cannot be read or written, or has other lines than the index.
pub fn split(
    training: &Path,
    index: &SplitIndex,
    options: SplitOptions,
    train: &mut JsonlFile,
    eval: &mut JsonlFile,
) -> Result<SplitReport, Error> {
    let decision = decide(index, options);
    let mut report = SplitReport::default();
    let mut shown_in_training: BTreeSet<(&str, Date)> = BTreeSet::new();
    let mut evaluated = Vec::new();
    let sides: Vec<Side> =
        index.abouts().iter().map(|about| decision.side(about, options.mode)).collect();
    let file = File::open(training).map_err(|e| Error::io("open", training, e))?;
    let mut lines = Lines { file, path: training, line: Vec::new() };
    for line in index.lines().iter().copied() {
        let about = index.about(line);
        let bytes = lines.next(line.bytes)?;
        let counts = report.kinds.entry(index.kind(line).to_owned()).or_default();
        match sides[line.about as usize] {
            Side::Train => {
                counts.0 += 1;
                report.train += 1;
                shown_in_training.extend(about.days_shown());
                train.write_bytes(bytes, b"")?;
            }
            Side::Eval => {
                counts.1 += 1;
                report.eval += 1;
                evaluated.push(about);
                eval.write_bytes(bytes, b"")?;
            }
            Side::Neither => report.left_out += 1,
        }
    }
    let is_shown = |about: &&&About| about.days_asked().any(|day| shown_in_training.contains(&day));
    report.eval_days_in_train_history = evaluated.iter().filter(is_shown).count() as u64;
    report.kinds.sort_keys();
    Ok(report)
}

/// The lines of a file whose lengths are known.
struct Lines<'p> {
    file: File,
    path: &'p Path,
    line: Vec<u8>,
}

impl Lines<'_> {
    fn next(&mut self, bytes: u32) -> Result<&[u8], Error> {
        self.line.resize(bytes as usize, 0);
        self.file.read_exact(&mut self.line).map_err(|e| Error::io("read", self.path, e))?;
        Ok(&self.line)
    }
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
    fn side(&self, about: &About, mode: SplitMode) -> Side {
        match self {
            Self::Groups(sides) => {
                about.units(mode).find_map(|unit| sides.get(&unit).copied()).unwrap_or(Side::Train)
            }
            Self::Days { train_before, eval_from } => match about.date {
                Some(date) if date >= *eval_from => Side::Eval,
                Some(date) if date >= *train_before => Side::Neither,
                _ => Side::Train,
            },
        }
    }
}

fn decide(index: &SplitIndex, options: SplitOptions) -> Decision {
    let mut groups = Groups::default();
    let mut days: BTreeMap<Date, Day> = BTreeMap::new();
    for line in index.lines().iter().copied() {
        let about = index.about(line);
        groups.add(about.units(options.mode).collect(), index.kind(line));
        if let Some(date) = about.date {
            let first_shown = about.days_shown().map(|(_, date)| date).min().unwrap_or(date);
            let day = days.entry(date).or_insert(Day { examples: 0, first_shown });
            day.examples += 1;
            day.first_shown = day.first_shown.min(first_shown);
        }
    }
    let target = target(index.lines().len() as u64, options.eval_fraction);
    match options.mode {
        SplitMode::Time => latest_days(&days, target),
        SplitMode::Random | SplitMode::Subject => Decision::Groups(groups.draw(target, options)),
    }
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
