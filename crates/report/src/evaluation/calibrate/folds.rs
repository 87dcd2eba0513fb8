//! Parts for cross-validation in which all answers to a task stand together.

use super::super::dice::Dice;

/// For each answer the fold it belongs to. Tasks are dealt out in an order drawn from the seed, so
/// that the numbers of tasks differ by one at most; `None` if there are fewer than two tasks.
pub(crate) fn folds(tasks: &[u64], most: usize, seed: u64) -> Option<Vec<usize>> {
    let mut distinct = tasks.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    let count = most.min(distinct.len());
    if count < 2 {
        return None;
    }
    let mut order: Vec<usize> = (0..distinct.len()).collect();
    Dice::new("folds", seed).shuffle(&mut order);
    let mut fold = vec![0; distinct.len()];
    order.iter().enumerate().for_each(|(at, task)| fold[*task] = at % count);
    Some(tasks.iter().map(|task| fold[distinct.partition_point(|it| it < task)]).collect())
}

/// Mean and standard error of what was found in each fold.
pub(crate) fn mean_and_error(values: &[f64]) -> Option<(f64, f64)> {
    let count = values.len() as f64;
    if values.len() < 2 {
        return None;
    }
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    Some((mean, (squares / (count - 1.0) / count).sqrt()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_stay_together_and_folds_are_even() {
        let tasks: Vec<u64> = (0..90).map(|at| at / 3 * 1_000).collect();
        let found = folds(&tasks, 10, 7).unwrap();
        for (at, task) in tasks.iter().enumerate() {
            let same = tasks.iter().position(|it| it == task).unwrap();
            assert_eq!(found[at], found[same]);
        }
        for fold in 0..10 {
            assert_eq!(found.iter().filter(|it| **it == fold).count(), 9);
        }
        assert_eq!(folds(&tasks, 10, 7).unwrap(), found);
        assert_ne!(folds(&tasks, 10, 8).unwrap(), found);
    }

    #[test]
    fn few_tasks_make_few_folds() {
        assert_eq!(folds(&[1, 1, 1], 10, 7), None);
        assert_eq!(folds(&[], 10, 7), None);
        assert_eq!(folds(&[1, 2, 1], 10, 7).unwrap().iter().max(), Some(&1));
    }

    #[test]
    fn error_of_a_mean() {
        let (mean, error) = mean_and_error(&[1.0, 2.0, 3.0, 4.0]).unwrap();
        assert_eq!(mean, 2.5);
        // √(5/3) / √4
        assert!((error - (5.0_f64 / 3.0).sqrt() / 2.0).abs() < 1e-12);
        assert_eq!(mean_and_error(&[1.0]), None);
    }
}
