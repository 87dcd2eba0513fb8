//! Whether longer answers score higher.

use serde::Serialize;

use super::collect::{SCORE, WORDS};
use super::pair::Pair;
use super::quantile::quantile;

/// The composite against the length of the answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Length {
    /// Pearson's r.
    pub pearson: Option<f64>,
    /// Spearman's rho.
    pub spearman: Option<f64>,
    /// How much the composite grows with 100 words more, by the line of least squares.
    pub score_per_100_words: Option<f64>,
    /// The answers in parts of about equal size, from the shortest up.
    pub bins: Vec<LengthBin>,
    /// Why figures are absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
}

/// Answers of similar length.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LengthBin {
    /// The words of the shortest.
    pub from_words: f64,
    /// The words of the longest.
    pub to_words: f64,
    /// How many answers.
    pub answers: usize,
    /// Their mean composite.
    pub mean_score: f64,
}

/// The most parts.
const PARTS: usize = 10;

/// `pair` is the composite with the words.
pub(crate) fn length(pair: &Pair, spearman: Option<f64>, columns: &[Vec<f64>]) -> Length {
    let (scores, words) = (column(columns, SCORE), column(columns, WORDS));
    let mut points: Vec<(f64, f64)> = words
        .iter()
        .zip(scores)
        .filter(|(words, score)| !words.is_nan() && !score.is_nan())
        .map(|(words, score)| (*words, *score))
        .collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    Length {
        pearson: pair.correlation(),
        spearman,
        score_per_100_words: pair.slope_of_x().map(|slope| slope * 100.0),
        bins: bins(&points),
        reason: match pair.count() {
            0 => Some("no answer has both a score and a text"),
            1 => Some("one answer has no correlation"),
            _ if pair.correlation().is_none() => Some("scores or lengths are all the same"),
            _ => None,
        },
    }
}

fn column(columns: &[Vec<f64>], series: usize) -> &[f64] {
    columns.get(series).map_or(&[], Vec::as_slice)
}

/// Parts between the deciles of the length; answers of one length stay together.
fn bins(points: &[(f64, f64)]) -> Vec<LengthBin> {
    let lengths: Vec<f64> = points.iter().map(|(words, _)| *words).collect();
    let mut bins: Vec<LengthBin> = Vec::new();
    let mut rest = points;
    for part in 1..=PARTS {
        let Some(end) = quantile(&lengths, part as f64 / PARTS as f64) else { break };
        let size = rest.partition_point(|(words, _)| *words <= end);
        let (bin, after) = rest.split_at(size);
        if let (Some(first), Some(last)) = (bin.first(), bin.last()) {
            bins.push(LengthBin {
                from_words: first.0,
                to_words: last.0,
                answers: bin.len(),
                mean_score: bin.iter().map(|(_, score)| score).sum::<f64>() / bin.len() as f64,
            });
        }
        rest = after;
    }
    bins
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_that_grows_with_the_words() {
        let words: Vec<f64> = (1..=100).map(|at| f64::from(at) * 10.0).collect();
        let scores: Vec<f64> = words.iter().map(|words| words / 1_000.0).collect();
        let mut pair = Pair::default();
        scores.iter().zip(&words).for_each(|(score, words)| pair.add(*score, *words));
        let length = length(&pair, Some(1.0), &[scores, Vec::new(), words]);
        assert!((length.pearson.unwrap() - 1.0).abs() < 1e-12);
        assert!((length.score_per_100_words.unwrap() - 0.1).abs() < 1e-12);
        assert_eq!(length.bins.len(), 10);
        assert_eq!(length.bins.iter().map(|bin| bin.answers).sum::<usize>(), 100);
        assert_eq!((length.bins[0].from_words, length.bins[9].to_words), (10.0, 1_000.0));
        assert!(length.bins.windows(2).all(|it| it[0].mean_score < it[1].mean_score));
        assert_eq!(length.reason, None);
    }

    #[test]
    fn answers_of_one_length_are_one_part() {
        let mut pair = Pair::default();
        for score in [0.1, 0.9] {
            pair.add(score, 50.0);
        }
        let length = length(&pair, None, &[vec![0.1, 0.9], Vec::new(), vec![50.0, 50.0]]);
        assert_eq!(length.bins.len(), 1);
        assert_eq!(length.score_per_100_words, None);
        assert!(length.reason.is_some());
        assert!(super::length(&Pair::default(), None, &[]).reason.is_some());
    }
}
