//! The client of the chat API against the sandbox, and against each of its faults.

use std::time::Duration;

use llm::{Completion, Error, ErrorKind, ReasoningModel as _, Request, Sampling, Unusable};
use net::{Client, Gate, Jitter, Limits, RetryPolicy, Secret, Throttle};
use openrouter::{Flavour, OpenRouter};
use sandbox::{Config, Fault, Rule, Running, Sandbox, Scope, TracePlace};

async fn start(rules: &str, change: impl FnOnce(&mut Config)) -> Running {
    let mut config = Config {
        faults: Rule::list(rules).unwrap(),
        retry_after_s: 0,
        slow_ms: 50,
        drip_ms: 1,
        down_ms: 5,
        ..Config::default()
    };
    config.chat.answers = sandbox::Answers::Short;
    change(&mut config);
    Sandbox::start(config).await.unwrap()
}

/// A model that does not wait for long.
fn model(sandbox: &Running, stream: bool, flavour: Flavour) -> OpenRouter {
    let limits = net::Config {
        idle_timeout: Duration::from_millis(500),
        total_timeout: Duration::from_secs(2),
        retry: RetryPolicy {
            // A service that is down for a moment is to be there again.
            backoff_base: Duration::from_millis(20),
            jitter: Jitter::seeded(1),
            ..RetryPolicy::default()
        },
        throttle: Throttle::new(Limits::default(), Gate::new(Duration::ZERO, Jitter::seeded(1))),
        ..net::Config::default()
    };
    let config = openrouter::Config {
        base_url: sandbox.openrouter_base_url(),
        stream,
        flavour,
        ..openrouter::Config::new(Secret::new("sandbox").unwrap(), "deepseek/deepseek-r1")
    };
    OpenRouter::new(config, Client::new(limits).unwrap()).unwrap()
}

async fn ask(sandbox: &Running, stream: bool) -> Result<Completion, Error> {
    let model = model(sandbox, stream, Flavour::OpenRouter);
    let question = Request::new("Why did fees rise?", Sampling::default());
    tokio::time::timeout(Duration::from_secs(20), model.complete(&question)).await.unwrap()
}

#[tokio::test]
async fn the_trace_is_found_in_each_of_its_places() {
    use TracePlace as T;
    let mut found = Vec::new();
    for place in [
        T::Reasoning,
        T::DetailsOnly,
        T::ReasoningContent,
        T::ReasoningOnly,
        T::Thinking,
        T::Inline,
        T::InlineNoOpen,
    ] {
        for stream in [true, false] {
            for flavour in [Flavour::OpenRouter, Flavour::Plain] {
                let sandbox = start("", |config| config.chat.trace = place).await;
                let question = Request::new("Why did fees rise?", Sampling::default());
                let model = model(&sandbox, stream, flavour);
                let completion = model.complete(&question).await.unwrap();
                assert_eq!(completion.usable(), Ok(()), "{place:?}");
                assert!(completion.usage.cost_usd.is_some() && completion.generation_id.is_some());
                found.push((completion.reasoning, completion.answer));
                sandbox.stop().await;
            }
        }
    }
    found.dedup();
    assert_eq!(found.len(), 1, "the same question and seed, and not the same answer: {found:#?}");
}

/// What a fault leads to.
#[derive(Clone, Copy, Debug)]
enum End {
    /// A good answer, at once or after another try.
    Good,
    /// A completion that is no good.
    No(Unusable),
    /// An error of a kind.
    Fails(ErrorKind),
    /// An error that passes and may have cost: whoever asks decides, and asks again here.
    Lost,
}

#[tokio::test]
async fn every_fault_is_overcome_or_said() {
    use End::{Fails, Good, Lost, No};
    use ErrorKind::{Exhausted, Request, Run};
    use Fault as F;
    // A fault befalls the first request only; what is tried again succeeds.
    let cases = [
        (F::Status400, Fails(Request)),
        (F::Status401, Fails(Run)),
        (F::Status402, Fails(Exhausted)),
        (F::Status402Retry, Good),
        (F::Status403, Fails(Run)),
        (F::Status403Moderated, Fails(Request)),
        (F::Status404, Fails(Run)),
        (F::Status408, Good),
        (F::Status409, Good),
        (F::Status410, Fails(Run)),
        (F::Status412, Fails(Request)),
        (F::Status413, Fails(Request)),
        (F::Status422, Fails(Request)),
        (F::Status429, Good),
        (F::Status429Bare, Good),
        (F::Status429Reset, Good),
        (F::Status429Date, Good),
        (F::Status429Body, Good),
        (F::Status429Upstream, Good),
        (F::Status429Availability, Good),
        (F::Status500, Good),
        (F::Status502, Good),
        (F::Status502Html, Good),
        (F::Status503, Good),
        (F::Status503Retry, Good),
        (F::Status504, Good),
        (F::Status524, Good),
        (F::Status529, Good),
        (F::Down, Lost),
        (F::Reset, Lost),
        (F::Hang, Lost),
        (F::Cut, Lost),
        (F::Stall, Lost),
        (F::Empty, Lost),
        (F::HalfJson, Lost),
        (F::NotJson, Lost),
        (F::BlankLines, Good),
        (F::Slow, Good),
        (F::Error200, Good),
        (F::ChoiceError, Lost),
        (F::StreamError, Lost),
        (F::StreamErrorText, Lost),
        (F::Eof, Lost),
        (F::NoFinish, No(Unusable::Unfinished)),
        (F::NoDone, Good),
        (F::Comments, Good),
        (F::Crlf, Good),
        (F::Split, Good),
        (F::Drip, Good),
        (F::Length, No(Unusable::Truncated)),
        (F::EmptyContent, No(Unusable::Empty)),
        (F::NullContent, No(Unusable::Empty)),
        (F::NoContent, Good),
        (F::Refusal, No(Unusable::Refused)),
        (F::NoTrace, No(Unusable::NoTrace)),
        (F::NoDetails, Good),
        (F::NoUsage, Good),
        (F::UsageOnChoice, Good),
        (F::OtherModel, Good),
        (F::NullNative, Good),
        (F::UnknownFields, Good),
    ];
    for (fault, end) in cases {
        for stream in [true, false] {
            // Half an answer in one body, without a finish reason, is a body all the same.
            let half = fault == F::Eof && !stream;
            let due = match end {
                _ if half => No(Unusable::Unfinished),
                end => end,
            };
            let sandbox = start(&format!("chat/{fault}#1"), |_| ()).await;
            let outcome = ask(&sandbox, stream).await;
            let cost = outcome.as_ref().is_err_and(Error::may_have_cost);
            let met = match (&outcome, due) {
                (Err(error), Lost) => {
                    error.kind() == ErrorKind::Transient
                        && cost
                        && ask(&sandbox, stream).await.is_ok_and(|it| it.usable().is_ok())
                }
                _ if cost => false,
                (Ok(completion), Good) => completion.usable().is_ok(),
                (Ok(completion), No(unusable)) => completion.usable() == Err(unusable),
                (Err(error), Fails(kind)) => error.kind() == kind,
                _ => false,
            };
            assert!(met, "{fault}, stream {stream}: due {due:?}, got {outcome:?}");
            sandbox.stop().await;
        }
    }
    for fault in Fault::ALL.iter().filter(|f| matches!(f.scope(), Scope::Http | Scope::Chat)) {
        assert!(cases.iter().any(|(listed, _)| listed == fault), "{fault} is not tested");
    }
}

#[tokio::test]
async fn what_does_not_pass_is_given_up_and_not_asked_for_ever() {
    for (fault, kind) in [
        ("429", ErrorKind::Transient),
        ("503", ErrorKind::Transient),
        ("eof", ErrorKind::Transient),
        ("not-json", ErrorKind::Transient),
        ("reset", ErrorKind::Transient),
        ("401", ErrorKind::Run),
    ] {
        let sandbox = start(&format!("chat/{fault}"), |_| ()).await;
        let error = ask(&sandbox, true).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{fault}: {error}");
        let free = matches!(fault, "429" | "503");
        assert_eq!(error.may_have_cost(), !free && kind != ErrorKind::Run, "{fault}: {error}");
        let due = if free { 5 } else { 1 };
        assert_eq!(sandbox.stats()["requests"]["total"], due, "{fault}");
        sandbox.stop().await;
    }
}

#[tokio::test]
async fn a_run_keeps_to_the_pauses_that_the_service_asks_for() {
    let sandbox = start("", |config| {
        config.chat.requests_per_minute = 4;
        config.rate_window_ms = 600;
    })
    .await;
    let model = model(&sandbox, true, Flavour::OpenRouter);
    let asked: Vec<_> = (0..12)
        .map(|sample| {
            let model = model.clone();
            tokio::spawn(async move {
                let question = Request::new("Why did fees rise?", Sampling::default());
                model.complete(&Request { sample, ..question }).await
            })
        })
        .collect();
    let mut answered = 0;
    for asked in asked {
        answered += usize::from(asked.await.unwrap().is_ok());
    }
    assert!(answered >= 8, "{answered} of 12");
    let stats = sandbox.stats();
    assert_eq!(stats["retried_too_early"], 0, "{stats:#}");
    sandbox.stop().await;
}
