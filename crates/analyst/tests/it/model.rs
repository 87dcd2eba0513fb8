//! The analyst as a model: repeatable, synthetic by its own word, and never at a loss for an answer
//! or an error.

use analyst::{Analyst, Grade, grade};
use llm::{ErrorKind, FinishReason, ReasoningModel, Request, Sampling, Usage};
use tasks::TaskKind;

use crate::support::{answer, desk, tasks};

#[test]
fn completions_are_whole_and_say_what_they_are() {
    let task = &tasks(&desk(), TaskKind::Anomaly, 1)[0];
    let request = Request::new(&task.prompt, Sampling::default());
    let completion = futures::executor::block_on(Analyst.complete(&request)).unwrap();
    assert!(Analyst.is_synthetic());
    assert_eq!(completion.model, "offline-analyst/1");
    assert_eq!(completion.finish, FinishReason::Stop);
    assert_eq!(completion.usage, Usage::default());
    assert_eq!(completion.usable(), Ok(()));
}

#[test]
fn the_same_request_gives_the_same_bytes_and_another_sample_does_not() {
    let desk = desk();
    for kind in TaskKind::ALL {
        let task = &tasks(&desk, kind, 1)[0];
        let first = answer(&task.prompt, 7);
        assert_eq!(first, answer(&task.prompt, 7));
        assert_ne!(first.answer, answer(&task.prompt, 8).answer);
        let mut other = Request::new(&task.prompt, Sampling { seed: 7, ..Sampling::default() });
        other.sample = 1;
        assert_ne!(first.answer, Analyst.answer(&other).unwrap().answer);
    }
}

#[test]
fn answers_have_the_sections_asked_for_in_order_and_a_sane_length() {
    let desk = desk();
    for kind in TaskKind::ALL {
        for (seed, task) in tasks(&desk, kind, 60).iter().enumerate() {
            let completion = answer(&task.prompt, seed as u64);
            let titles: Vec<&str> =
                completion.answer.lines().filter_map(|line| line.strip_prefix("## ")).collect();
            assert_eq!(titles, task.facts.required_sections, "{}", task.facts.id);
            let words = completion.answer.split_whitespace().count();
            assert!((330..=950).contains(&words), "{}: {words} words", task.facts.id);
            let thoughts = completion.reasoning.unwrap_or_default().split_whitespace().count();
            assert!(
                (220..=700).contains(&thoughts),
                "{}: {thoughts} words of thought",
                task.facts.id
            );
        }
    }
}

/// Prompts that something was torn out of, or put into.
#[test]
fn damaged_prompts_give_an_answer_or_an_error() {
    let desk = desk();
    for kind in TaskKind::ALL {
        let task = &tasks(&desk, kind, 1)[0];
        let chars: Vec<char> = task.prompt.chars().collect();
        let lines: Vec<&str> = task.prompt.lines().collect();
        let mut damaged: Vec<String> = Vec::new();
        for index in 0..lines.len() {
            let mut left = lines.clone();
            left.remove(index);
            damaged.push(left.join("\n"));
        }
        for start in (0..chars.len()).step_by(61) {
            let rest = chars.iter().skip(start + 17);
            damaged.push(chars[..start].iter().chain(rest).collect());
            damaged.push(chars[..start].iter().collect());
        }
        for mark in
            ["0", "0.0", "−", "-1", "[x]", "999999999999999999999999", "1e400", "†", "|", "`"]
        {
            damaged.push(task.prompt.replace('7', mark));
            damaged.push(task.prompt.replacen(", ", mark, 9));
        }
        for (seed, prompt) in damaged.iter().enumerate() {
            let request =
                Request::new(prompt, Sampling { seed: seed as u64, ..Sampling::default() });
            if let Err(error) = Analyst.answer(&request) {
                assert_eq!(error.kind(), ErrorKind::Request, "{error}");
            }
            for wanted in [Grade::Low, Grade::Medium] {
                let _ = grade(prompt, wanted, seed as u64);
            }
        }
    }
}
