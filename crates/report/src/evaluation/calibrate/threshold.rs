//! The threshold that parts good answers from others best, and how sure it is.

use serde::Serialize;

use super::super::dice::Dice;
use super::super::quantile::quantile;

/// The best threshold by Youden's J, with its interval.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Best {
    /// The criterion.
    pub criterion: &'static str,
    /// The threshold: halfway between the scores that it parts.
    pub threshold: Option<f64>,
    /// Youden's J there.
    pub youden_j: Option<f64>,
    /// The share of good answers that reach it.
    pub sensitivity: Option<f64>,
    /// The share of other answers that do not.
    pub specificity: Option<f64>,
    /// The bootstrap interval of the threshold.
    pub interval: Option<(f64, f64)>,
    /// The bootstrap interval of the area under the ROC curve of the composite.
    pub auc_interval: Option<(f64, f64)>,
    /// The bootstrap interval of how much more J the best threshold has than the one in force.
    pub gain_interval: Option<(f64, f64)>,
    /// The level of the intervals.
    pub level: f64,
    /// How many bootstrap samples there were.
    pub resamples: usize,
    /// The same at the threshold in force.
    pub in_force: Point,
    /// Why figures are absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
}

/// What a threshold does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Point {
    /// The threshold.
    pub threshold: f64,
    /// Youden's J there.
    pub youden_j: Option<f64>,
    /// The share of good answers that reach it.
    pub sensitivity: Option<f64>,
    /// The share of other answers that do not.
    pub specificity: Option<f64>,
}

/// A labelled composite.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    pub(crate) score: f64,
    pub(crate) good: bool,
    pub(crate) task: u64,
}

const CRITERION: &str = "Youden's J: sensitivity + specificity - 1";
const LEVEL: f64 = 0.95;
/// How often the tasks are drawn again.
const RESAMPLES: usize = 1_000;

/// Finds the threshold with the greatest J = sensitivity + specificity − 1 (Youden, Cancer 3, 1950),
/// with a percentile interval from samples of the tasks (Efron and Tibshirani, An Introduction to the
/// Bootstrap, 1993, chapter 13). Whole tasks are drawn, since answers to one task go together.
pub(crate) fn best(marks: &[Mark], in_force: f64, seed: u64) -> Best {
    let mut marks = marks.to_vec();
    marks.sort_by(|a, b| a.score.total_cmp(&b.score));
    let once = vec![1; marks.len()];
    let in_force = at(&marks, &once, in_force);
    let none = Best {
        criterion: CRITERION,
        level: LEVEL,
        in_force,
        reason: Some("there are not both good answers and others"),
        ..Best::default()
    };
    let Some(found) = sweep(&marks, &once) else { return none };
    let mut tasks: Vec<u64> = marks.iter().map(|mark| mark.task).collect();
    tasks.sort_unstable();
    tasks.dedup();
    let place: Vec<usize> =
        marks.iter().map(|mark| tasks.partition_point(|task| *task < mark.task)).collect();
    let mut dice = Dice::new("bootstrap", seed);
    let (mut thresholds, mut areas, mut gains) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..RESAMPLES {
        let mut drawn = vec![0_u32; tasks.len()];
        for _ in 0..tasks.len() {
            drawn[dice.below(tasks.len() as u64) as usize] += 1;
        }
        let times: Vec<u32> = place.iter().map(|task| drawn[*task]).collect();
        // A sample without good answers, or without others, says nothing.
        if let Some(sample) = sweep(&marks, &times) {
            thresholds.push(sample.threshold);
            areas.push(sample.area);
            let j = |threshold: f64| at(&marks, &times, threshold).youden_j;
            let both = j(found.threshold).zip(j(in_force.threshold));
            gains.extend(both.map(|(best, in_force)| best - in_force));
        }
    }
    Best {
        threshold: Some(found.threshold),
        youden_j: Some(found.sensitivity + found.specificity - 1.0),
        sensitivity: Some(found.sensitivity),
        specificity: Some(found.specificity),
        interval: interval(&mut thresholds),
        auc_interval: interval(&mut areas),
        gain_interval: interval(&mut gains),
        resamples: thresholds.len(),
        reason: None,
        ..none
    }
}

fn interval(values: &mut [f64]) -> Option<(f64, f64)> {
    values.sort_by(f64::total_cmp);
    let tail = (1.0 - LEVEL) / 2.0;
    quantile(values, tail).zip(quantile(values, 1.0 - tail))
}

/// What a threshold does to sorted marks, each counted so many times.
fn at(marks: &[Mark], times: &[u32], threshold: f64) -> Point {
    let reached = marks.partition_point(|mark| mark.score < threshold);
    let (mut all, mut right) = ([0_u64; 2], [0_u64; 2]);
    for (place, (mark, times)) in marks.iter().zip(times).enumerate() {
        let sort = usize::from(mark.good);
        all[sort] += u64::from(*times);
        right[sort] += if (place >= reached) == mark.good { u64::from(*times) } else { 0 };
    }
    let share = |sort: usize| (all[sort] > 0).then(|| right[sort] as f64 / all[sort] as f64);
    let (specificity, sensitivity) = (share(0), share(1));
    Point {
        threshold,
        youden_j: sensitivity.zip(specificity).map(|(a, b)| a + b - 1.0),
        sensitivity,
        specificity,
    }
}

struct Found {
    threshold: f64,
    sensitivity: f64,
    specificity: f64,
    area: f64,
}

/// Goes once through sorted marks, each counted so many times. Of equally good thresholds it takes
/// the middle one.
fn sweep(marks: &[Mark], times: &[u32]) -> Option<Found> {
    let count = |good: bool| -> u64 {
        let marks = marks.iter().zip(times).filter(|(mark, _)| mark.good == good);
        marks.map(|(_, times)| u64::from(*times)).sum()
    };
    let (good, others) = (count(true), count(false));
    if good == 0 || others == 0 {
        return None;
    }
    // Below the threshold so far.
    let (mut good_below, mut others_below) = (0_u64, 0_u64);
    let mut area = 0.0;
    let mut ties: Vec<(f64, u64, u64)> = Vec::new();
    let mut most = i128::MIN;
    let mut previous: Option<f64> = None;
    let mut at = 0;
    while at < marks.len() {
        let score = marks[at].score;
        let (mut good_here, mut others_here) = (0, 0);
        while at < marks.len() && marks[at].score == score {
            let (mark, times) = (&marks[at], u64::from(times[at]));
            if mark.good {
                good_here += times;
            } else {
                others_here += times;
            }
            at += 1;
        }
        if good_here + others_here == 0 {
            continue;
        }
        // In whole numbers, so that equally good thresholds are equal: J · good · others.
        let j = i128::from(others_below) * i128::from(good)
            - i128::from(good_below) * i128::from(others);
        // Nothing lies below the least score; a threshold there accepts everything.
        let threshold = previous.map_or(score, |before| f64::midpoint(before, score));
        if j > most {
            most = j;
            ties.clear();
        }
        if j == most {
            ties.push((threshold, good_below, others_below));
        }
        area += good_here as f64 * (others_below as f64 + others_here as f64 / 2.0);
        good_below += good_here;
        others_below += others_here;
        previous = Some(score);
    }
    let (threshold, good_below, others_below) = *ties.get(ties.len() / 2)?;
    Some(Found {
        threshold,
        sensitivity: (good - good_below) as f64 / good as f64,
        specificity: others_below as f64 / others as f64,
        area: area / (good as f64 * others as f64),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(good: &[f64], others: &[f64]) -> Vec<Mark> {
        let all = good.iter().map(|it| (*it, true)).chain(others.iter().map(|it| (*it, false)));
        all.zip(0..).map(|((score, good), task)| Mark { score, good, task }).collect()
    }

    #[test]
    fn a_clean_cut_lies_halfway() {
        let best = best(&marks(&[0.8, 0.9, 1.0], &[0.1, 0.2, 0.6]), 0.7, 1);
        assert_eq!(best.threshold, Some(0.7));
        assert_eq!((best.youden_j, best.sensitivity), (Some(1.0), Some(1.0)));
        let (low, high) = best.interval.unwrap();
        assert!(low <= 0.7 && 0.7 <= high, "{low} {high}");
        assert_eq!(best.auc_interval, Some((1.0, 1.0)));
        assert!(best.resamples > 900);
        assert_eq!(best.in_force.youden_j, Some(1.0));
        assert_eq!(best.gain_interval, Some((0.0, 0.0)), "nothing is gained by another threshold");
    }

    #[test]
    fn worked_out_by_hand() {
        // From 0.5 on: 3 of 4 good, 1 of 4 others: J = 0.5; no other threshold has more.
        let best = best(&marks(&[0.3, 0.5, 0.8, 0.9], &[0.1, 0.2, 0.4, 0.85]), 0.88, 1);
        assert_eq!(best.threshold, Some(0.45));
        assert_eq!((best.sensitivity, best.specificity), (Some(0.75), Some(0.75)));
        assert_eq!(best.in_force.sensitivity, Some(0.25));
        assert_eq!(best.in_force.specificity, Some(1.0));
    }

    #[test]
    fn the_same_seed_the_same_interval() {
        let marks = marks(&[0.3, 0.5, 0.8, 0.9, 0.7], &[0.1, 0.2, 0.4, 0.85, 0.6]);
        assert_eq!(best(&marks, 0.7, 5), best(&marks, 0.7, 5));
        let mut turned = marks.clone();
        turned.reverse();
        assert_eq!(best(&marks, 0.7, 5), best(&turned, 0.7, 5), "whatever their order");
    }

    #[test]
    fn one_sort_of_answers_has_no_threshold() {
        let best = best(&marks(&[0.5, 0.6], &[]), 0.7, 1);
        assert_eq!((best.threshold, best.interval), (None, None));
        assert!(best.reason.is_some());
        assert_eq!(best.in_force.sensitivity, Some(0.0));
        assert_eq!(best.in_force.specificity, None);
    }

    #[test]
    fn the_area_of_the_sweep_is_the_concordance() {
        let marks = marks(&[0.3, 0.5, 0.8, 0.9], &[0.1, 0.5, 0.4, 0.85]);
        let mut sorted = marks.clone();
        sorted.sort_by(|a, b| a.score.total_cmp(&b.score));
        let swept = sweep(&sorted, &[1; 8]).unwrap().area;
        let scored: Vec<_> =
            marks.iter().map(|it| (it.score, f64::from(u8::from(it.good)))).collect();
        assert_eq!(Some(swept), super::super::auc::concordance(&scored));
    }
}
