//! The score file of another version of the rewards, to be found by the ids of answers.

use std::collections::HashMap;
use std::io::{self, Read};

use indexmap::{IndexMap, IndexSet};
use report::evaluation::{Scores, Weights};

use super::input;
use crate::lines;

/// The key of an answer: a digest of its id, and how many of the same id stand before it. Ids need not
/// be distinct, and lines without any are told apart by their order.
type Key = ([u8; 16], u32);

/// Scores by the ids of answers, in compact form: about 150 bytes for each.
#[derive(Default)]
pub(crate) struct Joined {
    names: IndexSet<String>,
    scores: HashMap<Key, Box<[f64]>>,
    taken: Occurrences,
    /// Lines that tell no scores.
    pub(crate) bad: u64,
}

#[derive(Default)]
struct Occurrences(HashMap<[u8; 16], u32>);

impl Occurrences {
    fn next(&mut self, id: &str) -> Key {
        let mut digest = [0; 16];
        digest.copy_from_slice(&blake3::hash(id.as_bytes()).as_bytes()[..16]);
        let count = self.0.entry(digest).or_default();
        *count += 1;
        (digest, *count)
    }
}

impl Joined {
    /// Reads a score file. A line that tells no composite gets that of these weights.
    pub(crate) fn read(
        file: Box<dyn Read + Send>,
        workers: usize,
        weights: &Weights,
    ) -> io::Result<Self> {
        let mut joined = Self::default();
        let mut seen = Occurrences::default();
        let work = |chunk: &lines::Chunk| -> Vec<Result<(String, Scores), String>> {
            chunk.texts().map(|(_, text)| input::read_told(text?, weights)).collect()
        };
        lines::in_order(file, workers, work, |read| {
            for line in read {
                match line {
                    Ok((id, scores)) => {
                        let key = seen.next(&id);
                        let compact = joined.compact(&scores);
                        joined.scores.insert(key, compact);
                    }
                    Err(_) => joined.bad += 1,
                }
            }
            Ok(())
        })?;
        Ok(joined)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.scores.is_empty()
    }

    /// The scores of the next answer with this id.
    pub(crate) fn take(&mut self, id: &str) -> Option<Scores> {
        let key = self.taken.next(id);
        let row = self.scores.remove(&key)?;
        let present = |value: f64| (!value.is_nan()).then_some(value);
        let components = row[2..].iter().zip(&self.names);
        let components: IndexMap<String, Option<f64>> =
            components.map(|(score, name)| (name.clone(), present(*score))).collect();
        Some(Scores { score: present(row[0]), components, integrity: row[1] })
    }

    fn compact(&mut self, scores: &Scores) -> Box<[f64]> {
        let mut row = vec![scores.score.unwrap_or(f64::NAN), scores.integrity];
        for (name, score) in &scores.components {
            let place = 2 + self.names.insert_full(name.clone()).0;
            if row.len() <= place {
                row.resize(place + 1, f64::NAN);
            }
            row[place] = score.unwrap_or(f64::NAN);
        }
        row.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str) -> Joined {
        let file: Box<dyn Read + Send> = Box::new(io::Cursor::new(text.to_owned().into_bytes()));
        Joined::read(file, 2, &Weights::new()).unwrap()
    }

    #[test]
    fn answers_are_found_by_id_and_occurrence_in_any_order() {
        let mut joined = joined(
            "{\"id\":\"b\",\"score\":0.1,\"components\":{\"x\":0.1}}\n\
             {\"id\":\"a\",\"score\":0.2,\"components\":{\"y\":null,\"x\":0.2}}\n\
             {\"line\":3,\"error\":\"e\"}\n\n\
             {\"id\":\"a\",\"score\":0.3,\"components\":{}}\n\
             {\"id\":null,\"score\":0.4,\"components\":{}}\n\
             {\"score\":0.5,\"components\":{}}\n",
        );
        assert_eq!((joined.bad, joined.is_empty()), (1, false));
        let mut score = |id: &str| joined.take(id).and_then(|it| it.score);
        assert_eq!(
            ["a", "a", "a", "b", "c"].map(&mut score),
            [Some(0.2), Some(0.3), None, Some(0.1), None]
        );
        assert_eq!(["", "", ""].map(score), [Some(0.4), Some(0.5), None]);
    }

    #[test]
    fn the_scores_that_a_record_holds_are_told() {
        let mut joined = joined(
            "{\"output\":\"x\",\"task\":{\"id\":\"t\"},\"rewards\":{\"score\":0.9,\"components\":{\"x\":0.9},\"integrity\":1.0}}\n",
        );
        let scores = joined.take("t").unwrap();
        assert_eq!((scores.score, scores.components["x"]), (Some(0.9), Some(0.9)));
    }
}
