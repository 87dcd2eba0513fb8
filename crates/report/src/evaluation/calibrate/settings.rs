//! The calibration as a configuration file.

use std::fmt::Write as _;

use rewards::RewardConfig;
use serde::Serialize;

use super::measure::Calibration;
use super::suggest::Verdict;

/// The calibration as TOML that `cortex generate --config` and the commands of `cortex rewards` read:
/// the weights to use, and a new threshold where it surely parts the labelled answers better.
pub fn settings(calibration: &Calibration, config: &RewardConfig) -> String {
    let suggestion = &calibration.suggestion;
    let mut text = String::new();
    let mut comment = |line: &str| {
        // Texts that come from elsewhere must not end the comment.
        let line: String = line.chars().map(|it| if it.is_control() { ' ' } else { it }).collect();
        let _ = writeln!(text, "# {}", line.trim_end());
    };
    comment("Made by `cortex rewards evaluate`; for `cortex generate --config`.");
    comment(&format!(
        "Labelled answers: {} to {} tasks, {} of them good ({}).",
        calibration.answers, calibration.tasks, calibration.scale.good, calibration.source
    ));
    comment(&match suggestion.verdict {
        Verdict::Change => format!("The weights are changed: {}.", suggestion.reason),
        Verdict::Keep => format!("The weights are kept: {}.", suggestion.reason),
    });
    if !suggestion.passes_test_answers {
        comment(
            "Under these weights the bundled test answers do not score as they must: `generate` refuses them.",
        );
    }
    let best = calibration.threshold_suggested.as_ref().unwrap_or(&calibration.threshold);
    text.push('\n');
    if let (Some(threshold), Some((low, high))) = (best.threshold, best.interval) {
        let _ = writeln!(
            text,
            "# The best threshold by Youden's J is {threshold:.3}, with a {:.0} % interval from {low:.3} to \
             {high:.3}.",
            best.level * 100.0
        );
        let in_force = best.in_force.threshold;
        // A gain that other tasks of the same sort might not show is none.
        if best.gain_interval.is_some_and(|(least, _)| least > 0.0) {
            let _ = writeln!(text, "[generate]\nmin-quality = {:.2}", threshold.clamp(0.0, 1.0));
        } else {
            let _ = writeln!(text, "# It is not surely better than {in_force}, which is kept.");
        }
        text.push('\n');
    }
    text.push_str(&rewards_table(calibration, config));
    text
}

fn rewards_table(calibration: &Calibration, config: &RewardConfig) -> String {
    #[derive(Serialize)]
    struct File<'c> {
        rewards: Rewards<'c>,
    }
    #[derive(Serialize)]
    struct Rewards<'c> {
        weights: &'c super::super::composite::Weights,
        #[serde(skip_serializing_if = "Option::is_none")]
        thresholds: Option<&'c rewards::Thresholds>,
    }
    let changed = config.thresholds != rewards::Thresholds::default();
    let file = File {
        rewards: Rewards {
            weights: &calibration.suggestion.suggested,
            thresholds: changed.then_some(&config.thresholds),
        },
    };
    // Numbers and names of rewards: nothing in it that TOML could not hold.
    toml::to_string(&file).unwrap_or_default()
}
