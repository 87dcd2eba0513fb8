//! Labelled answers: a file of them, or those that the program carries.

use std::path::Path;

use anyhow::anyhow;
use report::evaluation::calibrate::{Labelled, label_of};
use report::evaluation::{Answer, Weights};
use rewards::{Scorer, builtin_mocks};
use tasks::TaskKind;

use super::input::{self, Other};
use crate::failure::Failure;
use crate::lines;
use crate::mocks::{GRADES, desk};
use crate::style::warn;

/// How many tasks of each kind the analyst answers in each grade.
const TASKS_A_KIND: usize = 12;

/// What the answers of the program are called.
pub(crate) const BUNDLED: &str = "the bundled test answers and graded answers of the analyst";

/// The bundled test answers, and answers of known grade that the analyst writes to tasks of the
/// bundled sample. None is chosen by its score.
pub(crate) fn bundled(scorer: &Scorer, sample_size: usize, seed: u64) -> anyhow::Result<Labelled> {
    let mut labelled = Labelled::new(sample_size, seed);
    let mut line = 0;
    let mut add = |text: &str, facts: &rewards::TaskFacts, prompt: Option<&str>, grade: &str| {
        line += 1;
        labelled.add(&Answer {
            line,
            task: Some(facts.id.clone()),
            label: label_of(grade),
            scores: scorer.score(text, facts, prompt).into(),
            ..Answer::default()
        });
    };
    for mock in builtin_mocks() {
        add(&mock.text, &mock.task, None, mock.grade.name());
    }
    let desk = desk()?;
    for kind in TaskKind::ALL {
        let keys = tasks::shuffled(&desk, kind, seed);
        for task in keys.iter().filter_map(|key| desk.task(key)).take(TASKS_A_KIND) {
            for (grade, _, name) in GRADES {
                let graded = analyst::grade(&task.prompt, grade, seed)?;
                add(&graded.answer, &task.facts, Some(&task.prompt), name);
            }
        }
    }
    Ok(labelled)
}

/// The labelled answers of a file; of lines that are none the terminal is told.
pub(crate) fn file(
    path: &Path,
    scorer: &Scorer,
    weights: &Weights,
    workers: usize,
    sample_size: usize,
    seed: u64,
) -> Result<Labelled, Failure> {
    let mut labelled = Labelled::new(sample_size, seed);
    let (mut found, mut bad) = (0_u64, 0_u64);
    let work = |chunk: &lines::Chunk| -> Vec<Result<Answer, String>> {
        let read = |number, text: Result<&str, String>| {
            input::read(number, text?, scorer, weights, &Other::Nothing)
        };
        chunk.texts().map(|(number, text)| read(number, text)).collect()
    };
    lines::in_order(lines::open(path)?, workers, work, |answers| {
        for answer in answers {
            match answer {
                Ok(answer) if answer.label.is_some() => {
                    found += 1;
                    labelled.add(&answer);
                }
                _ => bad += 1,
            }
        }
        Ok(())
    })
    .map_err(|error| {
        Failure::failed(
            anyhow::Error::new(error).context(format!("cannot read {}", path.display())),
        )
    })?;
    if found == 0 {
        return Err(Failure::usage(anyhow!("{} holds no labelled answer", path.display())).hint(
            "a labelled answer has a `label` (a number) or a `grade` (high, medium, low) beside what \
             `cortex rewards score` reads; docs/evaluation.md has an example",
        ));
    }
    if bad > 0 {
        let text = format!("{bad} lines of {} are no labelled answers", path.display());
        anstream::eprintln!("{}", warn(&text));
    }
    Ok(labelled)
}
