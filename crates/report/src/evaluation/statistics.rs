//! The figures of a group of answers, as they are told.

use indexmap::IndexMap;
use serde::Serialize;

use super::collect::{COMPONENTS, Collected, INTEGRITY, SCORE, WORDS, threshold};
use super::length::{Length, length};
use super::moments::Moments;
use super::quantile::quantile;
use super::ranks::{Ranked, spearman};

/// The figures of a group of answers. A figure that cannot be told is `None`, with a reason.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Statistics {
    /// How many answers there are.
    pub answers: u64,
    /// The composite.
    pub score: Spread,
    /// The integrity.
    pub integrity: Spread,
    /// The length in words.
    pub words: Spread,
    /// Each reward.
    pub components: IndexMap<String, Component>,
    /// How scores go together.
    pub correlations: Correlations,
    /// The composite against the length.
    pub length: Length,
    /// The share of answers that a threshold lets pass.
    pub acceptance: Acceptance,
}

/// How the values of a series are spread.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// How many values there are.
    pub count: u64,
    /// How many answers have none.
    pub missing: u64,
    /// The mean.
    pub mean: Option<f64>,
    /// The standard deviation of a sample (count − 1).
    pub deviation: Option<f64>,
    /// The least value.
    pub min: Option<f64>,
    /// Quantiles of the answers kept.
    pub quantiles: Quantiles,
    /// The greatest value.
    pub max: Option<f64>,
    /// The share of values that are 0.
    pub zeros: Option<f64>,
    /// The share of values that are 1.
    pub ones: Option<f64>,
    /// Counts in 20 equal bins from 0 to 1; empty for what is no score.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub histogram: Vec<u64>,
    /// Why figures are absent, here or where it is one of two series.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
}

/// Quantiles of a series.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Quantiles {
    /// A twentieth lies below.
    pub p05: Option<f64>,
    /// A tenth.
    pub p10: Option<f64>,
    /// A quarter.
    pub p25: Option<f64>,
    /// Half: the median.
    pub p50: Option<f64>,
    /// Three quarters.
    pub p75: Option<f64>,
    /// Nine tenths.
    pub p90: Option<f64>,
    /// All but a twentieth.
    pub p95: Option<f64>,
}

/// The figures of one reward.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Component {
    /// Its weight.
    pub weight: f64,
    /// How its scores are spread.
    #[serde(flatten)]
    pub spread: Spread,
    /// What it brings to the composite.
    pub contribution: Contribution,
    /// Its correlation with the composite.
    pub with_score: Correlation,
}

/// What a reward brings to the composite.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Contribution {
    /// The mean of its weighted part of the composite; these add up to the composite's mean.
    pub mean: Option<f64>,
    /// That, as a share of the composite's mean.
    pub share: Option<f64>,
    /// The share of the composite's variance that goes through it; these add up to 1. Negative if it
    /// is low where the composite is high.
    pub share_of_variance: Option<f64>,
}

/// Two measures of how two series go together.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Correlation {
    /// Pearson's r, of all answers.
    pub pearson: Option<f64>,
    /// Spearman's rho, of the answers kept.
    pub spearman: Option<f64>,
}

/// All correlations between composite, integrity and rewards.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Correlations {
    /// The names of rows and columns.
    pub names: Vec<String>,
    /// Pearson's r.
    pub pearson: Vec<Vec<Option<f64>>>,
    /// Spearman's rho.
    pub spearman: Vec<Vec<Option<f64>>>,
    /// Which are absent, and why.
    pub undefined: Vec<Undefined>,
}

/// A correlation that does not exist.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Undefined {
    /// The one series.
    pub of: String,
    /// The other.
    pub with: String,
    /// Why.
    pub reason: &'static str,
}

/// The share of answers accepted, by threshold.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Acceptance {
    /// The threshold in force.
    pub in_force: f64,
    /// How many answers reach it.
    pub accepted: u64,
    /// Their share.
    pub rate: Option<f64>,
    /// The least score of an accepted answer.
    pub thresholds: Vec<f64>,
    /// The share of answers that reach it.
    pub rates: Vec<f64>,
}

/// Why a deviation or correlation is absent.
const NO_VALUE: &str = "no answer has a value";
const ONE_VALUE: &str = "one value has no deviation";
const ONE_FIGURE: &str = "all values are the same, so that nothing correlates with them";
const NO_PAIR: &str = "fewer than two answers have both";
const CONSTANT: &str = "one of the two is the same in all answers that have both";

/// Puts the figures of a group together: sums over all its answers, and the values that are kept of
/// each series.
pub(crate) fn statistics(
    collected: &Collected,
    columns: &[Vec<f64>],
    names: &[String],
    weights: &[f64],
    in_force: f64,
) -> Statistics {
    let ranked: Vec<Ranked<'_>> = columns.iter().map(|values| Ranked::of(values)).collect();
    let nothing = Moments::after_missing(collected.answers);
    let spread = |series: usize| {
        let moments = collected.moments.get(series).unwrap_or(&nothing);
        let sorted = ranked.get(series).map(Ranked::sorted).unwrap_or_default();
        self::spread(moments, &sorted, series != WORDS)
    };
    let mean = collected.moments.first().and_then(Moments::mean);
    let component = |(at, name): (usize, &String)| {
        let series = COMPONENTS + at;
        let pair = collected.contributions.get(at).copied().unwrap_or_default();
        let part = pair.mean_x();
        let component = Component {
            weight: weights.get(at).copied().unwrap_or(0.0),
            spread: spread(series),
            contribution: Contribution {
                mean: part,
                share: part.zip(mean).filter(|(_, mean)| *mean > 0.0).map(|(a, b)| a / b),
                share_of_variance: pair.share_of_variance(),
            },
            with_score: Correlation {
                pearson: collected.pair(SCORE, series).correlation(),
                spearman: rho(&ranked, SCORE, series),
            },
        };
        (name.clone(), component)
    };
    Statistics {
        answers: collected.answers,
        score: spread(SCORE),
        integrity: spread(INTEGRITY),
        words: spread(WORDS),
        components: names.iter().enumerate().map(component).collect(),
        correlations: correlations(collected, &ranked, names),
        length: length(&collected.pair(SCORE, WORDS), rho(&ranked, SCORE, WORDS), columns),
        acceptance: Acceptance {
            in_force,
            accepted: collected.accepted,
            rate: (collected.answers > 0)
                .then(|| collected.accepted as f64 / collected.answers as f64),
            thresholds: (0..collected.acceptance().len()).map(threshold).collect(),
            rates: collected.acceptance(),
        },
    }
}

fn rho(ranked: &[Ranked<'_>], a: usize, b: usize) -> Option<f64> {
    spearman(ranked.get(a)?, ranked.get(b)?)
}

fn spread(moments: &Moments, sorted: &[f64], is_score: bool) -> Spread {
    let at = |q| quantile(sorted, q);
    Spread {
        count: moments.count(),
        missing: moments.missing(),
        mean: moments.mean(),
        deviation: moments.deviation(),
        min: moments.least(),
        quantiles: Quantiles {
            p05: at(0.05),
            p10: at(0.10),
            p25: at(0.25),
            p50: at(0.50),
            p75: at(0.75),
            p90: at(0.90),
            p95: at(0.95),
        },
        max: moments.most(),
        zeros: moments.share_of_zeros(),
        ones: moments.share_of_ones(),
        histogram: if is_score { moments.bins().to_vec() } else { Vec::new() },
        reason: match moments.count() {
            0 => Some(NO_VALUE),
            1 => Some(ONE_VALUE),
            _ if moments.deviation() == Some(0.0) => Some(ONE_FIGURE),
            _ => None,
        },
    }
}

fn correlations(collected: &Collected, ranked: &[Ranked<'_>], names: &[String]) -> Correlations {
    let series: Vec<usize> =
        [SCORE, INTEGRITY].into_iter().chain((0..names.len()).map(|at| COMPONENTS + at)).collect();
    let mut all = vec!["score".to_owned(), "integrity".to_owned()];
    all.extend(names.iter().cloned());
    let mut undefined = Vec::new();
    let size = series.len();
    let (mut r, mut rhos) = (vec![vec![None; size]; size], vec![vec![None; size]; size]);
    for row in 0..size {
        let varies = collected
            .moments
            .get(series[row])
            .is_some_and(|it| it.deviation().is_some_and(|deviation| deviation > 0.0));
        if varies {
            (r[row][row], rhos[row][row]) = (Some(1.0), Some(1.0));
        }
        for column in 0..row {
            let pair = collected.pair(series[row], series[column]);
            let found = pair.correlation();
            let rho = rho(ranked, series[row], series[column]);
            (r[row][column], r[column][row]) = (found, found);
            (rhos[row][column], rhos[column][row]) = (rho, rho);
            if found.is_none() {
                let reason = if pair.count() < 2 { NO_PAIR } else { CONSTANT };
                let (of, with) = (all[column].clone(), all[row].clone());
                undefined.push(Undefined { of, with, reason });
            }
        }
    }
    Correlations { names: all, pearson: r, spearman: rhos, undefined }
}
