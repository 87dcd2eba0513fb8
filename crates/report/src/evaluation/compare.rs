//! Two ways of scoring the same answers: two weightings, or two versions of the rewards.

use indexmap::IndexMap;
use serde::Serialize;

use super::answer::Scores;
use super::groups::UNKNOWN;
use super::moments::Moments;
use super::pair::Pair;
use super::ranks::spearman_of;
use super::reservoir::Reservoir;

/// How scores change between two ways of scoring.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Comparison {
    /// What the scores are compared with.
    pub with: String,
    /// How many answers have both.
    pub answers: u64,
    /// How many answers have nothing to be compared with.
    pub unmatched: u64,
    /// The composite here and there.
    pub score: Change,
    /// Pearson's r of the two composites.
    pub pearson: Option<f64>,
    /// Spearman's rho of the two composites; 1 if they rank all answers alike.
    pub spearman: Option<f64>,
    /// The threshold of what follows.
    pub threshold: f64,
    /// How many answers reach it here.
    pub accepted: u64,
    /// How many reach it there.
    pub accepted_there: u64,
    /// How many reach it only there.
    pub only_there: u64,
    /// How many reach it only here.
    pub only_here: u64,
    /// Each reward here and there.
    pub components: IndexMap<String, Change>,
    /// The composite by task kind.
    pub kinds: IndexMap<String, Change>,
    /// The answers whose composite changes most.
    pub largest: Vec<Moved>,
    /// Some answers with the composite here and there.
    #[serde(skip)]
    pub(crate) points: Vec<(f64, f64)>,
}

/// A mean here and there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Change {
    /// How many answers have it here and there.
    pub answers: u64,
    /// The mean here.
    pub here: Option<f64>,
    /// The mean there.
    pub there: Option<f64>,
    /// The greatest change of an answer, up or down.
    pub largest: Option<f64>,
}

/// An answer whose composite changes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Moved {
    /// Its line.
    pub line: u64,
    /// Its id.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// The composite here.
    pub here: f64,
    /// The composite there.
    pub there: f64,
}

/// How many of the answers that change most are named.
const NAMED: usize = 10;
/// How many answers the rank correlation is worked out from.
const KEPT: usize = 100_000;

#[derive(Clone, Debug, Default)]
struct Both {
    here: Moments,
    there: Moments,
    largest: f64,
}

impl Both {
    fn add(&mut self, here: f64, there: f64) {
        self.here.add(Some(here));
        self.there.add(Some(there));
        self.largest = self.largest.max((there - here).abs());
    }

    fn change(&self) -> Change {
        Change {
            answers: self.here.count(),
            here: self.here.mean(),
            there: self.there.mean(),
            largest: (self.here.count() > 0).then_some(self.largest),
        }
    }
}

/// Gathers a comparison while the answers pass.
#[derive(Clone, Debug)]
pub(crate) struct Comparing {
    so_far: Comparison,
    score: Both,
    pair: Pair,
    components: IndexMap<String, Both>,
    kinds: IndexMap<String, Both>,
    points: Reservoir<(f64, f64)>,
}

impl Comparing {
    pub(crate) fn new(with: String, threshold: f64, seed: u64) -> Self {
        Self {
            so_far: Comparison { with, threshold, ..Comparison::default() },
            score: Both::default(),
            pair: Pair::default(),
            components: IndexMap::new(),
            kinds: IndexMap::new(),
            points: Reservoir::new(KEPT, seed),
        }
    }

    pub(crate) fn unmatched(&mut self) {
        self.so_far.unmatched += 1;
    }

    pub(crate) fn add(&mut self, line: u64, id: &str, kind: &str, here: &Scores, there: &Scores) {
        self.so_far.answers += 1;
        for (name, score) in &here.components {
            if let (Some(here), Some(Some(there))) = (score, there.components.get(name)) {
                self.components.entry(name.clone()).or_default().add(*here, *there);
            }
        }
        let (here, there) = (here.score, there.score);
        let reaches = |score: Option<f64>| score.is_some_and(|it| it >= self.so_far.threshold);
        let (accepted, accepted_there) = (reaches(here), reaches(there));
        self.so_far.accepted += u64::from(accepted);
        self.so_far.accepted_there += u64::from(accepted_there);
        self.so_far.only_here += u64::from(accepted && !accepted_there);
        self.so_far.only_there += u64::from(accepted_there && !accepted);
        let (Some(here), Some(there)) = (here, there) else { return };
        self.score.add(here, there);
        self.pair.add(here, there);
        self.points.add((here, there));
        let kinds = &mut self.kinds;
        let full = kinds.len() >= super::groups::MOST && !kinds.contains_key(kind);
        let kind = if full { super::groups::OTHERS } else { kind };
        kinds.entry(kind.to_owned()).or_default().add(here, there);
        self.name(line, id, here, there);
    }

    /// Keeps the answers that change most, the first of equals.
    fn name(&mut self, line: u64, id: &str, here: f64, there: f64) {
        if here == there {
            return;
        }
        let change = |moved: &Moved| (moved.there - moved.here).abs();
        let named = &mut self.so_far.largest;
        let place = named.partition_point(|it| change(it) >= (there - here).abs());
        if place < NAMED {
            named.insert(place, Moved { line, id: id.to_owned(), here, there });
            named.truncate(NAMED);
        }
    }

    pub(crate) fn finish(self) -> Comparison {
        let points = self.points.into_items();
        let (here, there): (Vec<f64>, Vec<f64>) = points.iter().copied().unzip();
        let changes = |all: IndexMap<String, Both>| {
            all.into_iter().map(|(name, both)| (name, both.change())).collect()
        };
        let mut kinds = self.kinds;
        if kinds.keys().all(|kind| kind == UNKNOWN) {
            kinds.clear();
        }
        kinds.sort_keys();
        Comparison {
            score: self.score.change(),
            pearson: self.pair.correlation(),
            spearman: spearman_of(&here, &there),
            components: changes(self.components),
            kinds: changes(kinds),
            points,
            ..self.so_far
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores(score: f64, a: Option<f64>) -> Scores {
        let components = IndexMap::from([("a".to_owned(), a)]);
        Scores { score: Some(score), components, integrity: 1.0 }
    }

    #[test]
    fn changes_are_counted_here_and_there() {
        let mut comparing = Comparing::new("other.toml".to_owned(), 0.7, 1);
        let both = [(0.9, 0.5), (0.6, 0.8), (0.3, 0.4), (0.75, 0.75)];
        for (line, (here, there)) in (1..).zip(both) {
            comparing.add(line, "", "k", &scores(here, Some(here)), &scores(there, None));
        }
        comparing.unmatched();
        let found = comparing.finish();
        assert_eq!((found.answers, found.unmatched), (4, 1));
        assert_eq!((found.accepted, found.accepted_there), (2, 2));
        assert_eq!((found.only_here, found.only_there), (1, 1));
        assert!((found.score.here.unwrap() - 0.6375).abs() < 1e-12);
        assert!((found.score.there.unwrap() - 0.6125).abs() < 1e-12);
        assert_eq!(found.largest.iter().map(|it| it.line).collect::<Vec<_>>(), [1, 2, 3]);
        assert!(found.components.is_empty(), "no answer has the component in both");
        assert_eq!(found.kinds["k"].answers, 4);
    }

    #[test]
    fn the_same_is_no_change() {
        let mut comparing = Comparing::new("x".to_owned(), 0.7, 1);
        for line in 1..=20 {
            let score = scores(line as f64 / 20.0, Some(0.5));
            comparing.add(line, "id", UNKNOWN, &score, &score);
        }
        let found = comparing.finish();
        assert_eq!(found.score.here, found.score.there);
        assert_eq!((found.score.largest, found.largest.len()), (Some(0.0), 0));
        assert!((found.spearman.unwrap() - 1.0).abs() < 1e-12);
        assert!(found.kinds.is_empty());
    }
}
