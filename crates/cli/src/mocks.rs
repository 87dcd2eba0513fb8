//! `cortex rewards mocks`: graded answers to real tasks, for testing rewards.

use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::Arc;

use analyst::{Grade, Graded};
use anyhow::Context as _;
use conditions::RuleBook;
use dataset::JsonlFile;
use market::{MarketSource as _, SubjectKind};
use rewards::Scorer;
use serde_json::{Value, json};
use tasks::{Desk, Task, TaskKind};

use crate::args::RewardsMocks;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::sample;
use crate::style::label;

/// The grades with the names of their files.
pub(crate) const GRADES: [(Grade, rewards::Grade, &str); 3] = [
    (Grade::High, rewards::Grade::High, "high"),
    (Grade::Medium, rewards::Grade::Medium, "medium"),
    (Grade::Low, rewards::Grade::Low, "low"),
];

/// How many wordings of an answer are tried. One in fifteen medium answers happens to lose nothing
/// that matters, or all; a test answer must be typical of its grade.
const WORDINGS: u64 = 40;

/// Writes for each kind a task with its prompt, a high, a medium and a low answer, and what was
/// damaged in the lower ones. Each answer scores in the range of its grade with the default rewards.
pub(crate) fn run(args: &RewardsMocks) -> Result<Exit, Failure> {
    let kinds = match &args.kind {
        Some(kind) => vec![kind.parse::<TaskKind>().map_err(Failure::usage)?],
        None => TaskKind::ALL.to_vec(),
    };
    let taken =
        kinds.iter().map(|kind| args.output.join(kind.name())).find(|folder| folder.exists());
    if let Some(taken) = taken {
        return Err(Failure::usage(anyhow::anyhow!("{} is there already", taken.display()))
            .hint("nothing is overwritten: choose another `--output`"));
    }
    let desk = desk().map_err(Failure::failed)?;
    for kind in kinds {
        let mut keys = tasks::shuffled(&desk, kind, args.seed).into_iter();
        let task = keys
            .find_map(|key| desk.task(&key))
            .with_context(|| format!("the bundled sample carries no task of kind {kind}"))
            .map_err(Failure::failed)?;
        let folder = args.output.join(kind.name());
        write(&folder, &task, args.seed).map_err(Failure::failed)?;
        anstream::eprintln!(
            "{}",
            label("wrote", &format!("{} ({})", folder.display(), task.facts.id))
        );
    }
    Ok(Exit::Done)
}

/// A desk with the whole bundled sample.
pub(crate) fn desk() -> anyhow::Result<Desk> {
    let source = sample::source()?;
    let mut desk = Desk::new(Arc::new(RuleBook::default()));
    tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
        for kind in SubjectKind::ALL {
            for subject in source.subjects(kind).await? {
                desk.add(source.series(&subject, None).await?.series, None);
            }
        }
        Ok(desk)
    })
}

fn write(folder: &Path, task: &Task, seed: u64) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    store(folder, "prompt.md", &task.prompt)?;
    store(folder, "task.json", &format!("{}\n", serde_json::to_string_pretty(&task.facts)?))?;
    let mut damages = serde_json::Map::new();
    let mut answers = JsonlFile::create(&folder.join("answers.jsonl"))?;
    let scorer = Scorer::default();
    for (grade, range, name) in GRADES {
        let graded = typical(&scorer, task, grade, &range.range(), seed)?;
        store(folder, &format!("{name}.md"), &graded.answer)?;
        let found: Vec<Value> = graded
            .damages
            .iter()
            .map(|damage| json!({ "what": damage.what.to_string(), "place": damage.place }))
            .collect();
        answers.write(&json!({
            "id": format!("{}/{name}", task.facts.id),
            "grade": name,
            "prompt": task.prompt,
            "response": graded.answer,
            "damages": found,
            "task": task.facts,
        }))?;
        damages.insert(name.to_owned(), Value::Array(found));
    }
    answers.publish()?;
    store(folder, "damages.json", &format!("{}\n", serde_json::to_string_pretty(&damages)?))
}

/// The first wording of a grade whose score lies in the range of its grade.
fn typical(
    scorer: &Scorer,
    task: &Task,
    grade: Grade,
    range: &RangeInclusive<f64>,
    seed: u64,
) -> anyhow::Result<Graded> {
    for wording in 0..WORDINGS {
        // The golden ratio's bits keep the wordings of neighbouring seeds apart.
        let seed = seed.wrapping_add(wording.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let graded = analyst::grade(&task.prompt, grade, seed)?;
        let card = scorer.score(&graded.answer, &task.facts, None);
        if card.score.is_some_and(|score| range.contains(&score)) {
            return Ok(graded);
        }
    }
    anyhow::bail!(
        "none of {WORDINGS} wordings of a {grade:?} answer to {} scores within {:.2} to {:.2}",
        task.facts.id,
        range.start(),
        range.end()
    )
}

fn store(folder: &Path, name: &str, text: &str) -> anyhow::Result<()> {
    let path = folder.join(name);
    std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
}
