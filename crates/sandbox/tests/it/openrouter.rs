//! The client of the chat API against the sandbox, and against each of its faults.

use std::collections::BTreeSet;
use std::time::Duration;

use llm::{Completion, Error, ErrorKind, ReasoningModel as _, Request, Sampling, Unusable};
use net::{Gate, Jitter, RetryPolicy, Secret};
use openrouter::{Flavour, OpenRouter};
use sandbox::{Fault, Running, Scope, TracePlace};

use crate::start;

const PROMPT: &str = include_str!("../../../analyst/prompts/growth_projection.txt");

/// What becomes of a question whose first try meets a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// The first answer is good, odd as it may look.
    Good,
    /// The first one is not, and the second try brings a good one.
    Again,
    /// The answer cannot become an example.
    Useless(Unusable),
    /// It failed, for this question or for more, and was not tried again.
    Failed(ErrorKind),
}

fn expected(fault: Fault, stream: bool) -> Outcome {
    use Fault as F;
    use Outcome::{Again, Failed, Good, Useless};
    match fault {
        F::Status400 | F::Status403Moderated | F::Status412 | F::Status413 | F::Status422 => {
            Failed(ErrorKind::Request)
        }
        F::Status401 | F::Status403 | F::Status404 | F::Status410 => Failed(ErrorKind::Run),
        F::Status402 => Failed(ErrorKind::Exhausted),
        F::BlankLines
        | F::Slow
        | F::NoDone
        | F::Comments
        | F::Crlf
        | F::Split
        | F::Drip
        | F::NoDetails
        | F::NoUsage
        | F::UsageOnChoice
        | F::OtherModel
        | F::NullNative
        | F::UnknownFields => Good,
        F::Length => Useless(Unusable::Truncated),
        F::EmptyContent | F::NullContent => Useless(Unusable::Empty),
        F::Refusal => Useless(Unusable::Refused),
        F::NoTrace => Useless(Unusable::NoTrace),
        // In order, but for the reason to stop: it may be incomplete, and is not paid for twice.
        F::NoFinish => Useless(Unusable::Unfinished),
        F::Eof if !stream => Useless(Unusable::Unfinished),
        // Without a stream, silence cannot be told from thought until the time is up; and what took
        // too long is not paid for twice.
        F::Hang | F::Stall if !stream => Failed(ErrorKind::Request),
        // Everything else may be better the next time.
        _ => Again,
    }
}

fn model(sandbox: &Running, stream: bool) -> OpenRouter {
    let client = net::Client::new(net::Config {
        idle_timeout: Duration::from_secs(2),
        total_timeout: Duration::from_secs(6),
        retry: RetryPolicy {
            backoff_base: Duration::from_millis(20),
            jitter: Jitter::seeded(1),
            ..RetryPolicy::default()
        },
        gate: Gate::new(Duration::ZERO, Jitter::seeded(1)),
        ..net::Config::default()
    });
    let config = openrouter::Config {
        base_url: sandbox.openrouter_base_url(),
        stream,
        flavour: Flavour::OpenRouter,
        ..openrouter::Config::new(Secret::new("sandbox").unwrap(), "deepseek/deepseek-r1")
    };
    OpenRouter::new(config, client.unwrap()).unwrap()
}

async fn ask(sandbox: &Running, stream: bool) -> Result<Completion, Error> {
    model(sandbox, stream).complete(&Request::new(PROMPT, Sampling::default())).await
}

#[tokio::test]
async fn an_answer_comes_through_whole() {
    let (sandbox, _) = start("", |_| ()).await;
    let whole = ask(&sandbox, false).await.unwrap();
    assert_eq!(whole.usable(), Ok(()));
    assert!(whole.answer.contains("confidence interval"), "{}", whole.answer);
    let stats = sandbox.stats();
    assert_eq!(stats["tokens"]["completion"], whole.usage.completion_tokens.unwrap());
    assert!((stats["cost_usd"].as_f64().unwrap() - whole.usage.cost_usd.unwrap()).abs() < 1e-12);
    let streamed = ask(&sandbox, true).await.unwrap();
    assert_eq!((streamed.answer, streamed.reasoning), (whole.answer, whole.reasoning));
    assert_eq!(streamed.usage, whole.usage);
    sandbox.stop().await;
}

#[tokio::test]
async fn the_trace_is_found_wherever_it_stands() {
    let (sandbox, _) = start("", |_| ()).await;
    let expect = ask(&sandbox, false).await.unwrap();
    sandbox.stop().await;
    for place in [
        TracePlace::DetailsOnly,
        TracePlace::ReasoningContent,
        TracePlace::ReasoningOnly,
        TracePlace::Thinking,
        TracePlace::Inline,
        TracePlace::InlineNoOpen,
    ] {
        let (sandbox, _) = start("", |config| config.chat.trace = place).await;
        for stream in [false, true] {
            let found = ask(&sandbox, stream).await.unwrap();
            let trace = |completion: &Completion| {
                completion.reasoning.as_deref().map(|trace| trace.trim().to_owned())
            };
            assert_eq!(trace(&found), trace(&expect), "{place:?}, stream {stream}");
            assert_eq!(found.answer.trim(), expect.answer.trim(), "{place:?}, stream {stream}");
        }
        sandbox.stop().await;
    }
}

#[tokio::test]
async fn every_fault_is_met_as_it_should_be() {
    let faults: BTreeSet<Fault> = Fault::ALL
        .iter()
        .copied()
        .filter(|fault| matches!(fault.scope(), Scope::Http | Scope::Chat))
        .collect();
    let cases: Vec<_> =
        faults.into_iter().flat_map(|fault| [(fault, false), (fault, true)]).collect();
    let mut wrong = Vec::new();
    // Many at a time, as some must wait; but not so many that all have to.
    for cases in cases.chunks(24) {
        let tasks = cases.iter().map(|(fault, stream)| tokio::spawn(check(*fault, *stream)));
        for task in tasks.collect::<Vec<_>>() {
            wrong.extend(task.await.unwrap());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Says what is not as expected.
async fn check(fault: Fault, stream: bool) -> Option<String> {
    let (sandbox, _) = start(&format!("chat/{fault}#1"), |config| {
        config.retry_after_s = 0;
        config.slow_ms = 50;
        config.drip_ms = 1;
        config.down_ms = 5;
        config.chat.chunk_tokens = 32;
    })
    .await;
    let done = ask(&sandbox, stream).await;
    let tries = sandbox.stats()["requests"]["chat"].as_u64().unwrap();
    sandbox.stop().await;
    let outcome = match done.as_ref().map(|completion| (completion, completion.usable())) {
        Ok((_, Ok(()))) if tries == 1 => Outcome::Good,
        Ok((_, Ok(()))) => Outcome::Again,
        Ok((_, Err(unusable))) => Outcome::Useless(unusable),
        Err(error) => Outcome::Failed(error.kind()),
    };
    let once = !matches!(outcome, Outcome::Useless(_) | Outcome::Failed(_)) || tries == 1;
    (outcome != expected(fault, stream) || !once)
        .then(|| format!("{fault}, stream {stream}: {outcome:?} after {tries} tries ({done:?})"))
}
