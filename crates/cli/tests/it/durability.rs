//! Runs that are killed, interrupted, short of money or of room, and go on.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::time::{Duration, Instant};

use journal::Reader;

use super::service::{Service, Told, dataset, signal};

/// How many moments a run is killed at.
const KILLS: u64 = 50;

/// A number between 0 and 1, the same in every run of the tests.
fn chance(n: u64) -> f64 {
    // SplitMix64, https://dl.acm.org/doi/10.1145/2714064.2660195
    let mut z = n.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) as f64 / u64::MAX as f64
}

#[test]
fn killed_at_any_moment_nothing_is_lost_and_nothing_asked_twice() {
    const FLAGS: &str = "--examples 40 --concurrency 8 --json --quiet";
    let service = |seed| {
        Service::start(move |config| {
            (config.latency_ms, config.jitter_ms, config.seed) = (15, 30, seed);
        })
    };
    let undisturbed = service(0);
    let start = Instant::now();
    undisturbed.run(FLAGS).ended(0);
    let whole = start.elapsed();
    let expected = dataset(&undisturbed.folder().join("out"));
    undisturbed.stop();

    let mut kills = 0;
    let mut in_the_middle = 0;
    while kills < KILLS {
        let service = service(0);
        // Several times in one run: what goes on is killed again.
        for _ in 0..4 {
            let mut child = service.generate(FLAGS).spawn().unwrap();
            std::thread::sleep(whole.mul_f64(chance(kills) * 0.9));
            child.kill().unwrap();
            let ended = child.wait().unwrap();
            kills += 1;
            if ended.success() || is_finished(&service) {
                break;
            }
            if let [folder] = service.runs().as_slice() {
                let attempts = Reader::open(folder).and_then(|it| it.attempts());
                let answers =
                    attempts.unwrap_or_default().iter().filter(|it| it.has_answer()).count();
                in_the_middle += u64::from((1..40).contains(&answers));
            }
        }
        // A run that was over in time leaves nothing to go on with; one whose files have their names, and
        // that does not know it, finds them.
        if is_finished(&service) {
            service.stop();
            continue;
        }
        let told = service.run(FLAGS);
        told.ended(0);
        assert_same(&dataset(&service.folder().join("out")), &expected);
        let runs = service.runs();
        let [folder] = runs.as_slice() else { panic!("{runs:?}") };
        let attempts = Reader::open(folder).unwrap().attempts().unwrap();
        let answered: Vec<_> = attempts.iter().filter(|it| it.has_answer()).collect();
        let distinct: BTreeSet<_> = answered.iter().map(|it| (it.position, it.sample)).collect();
        assert_eq!(distinct.len(), answered.len(), "an answered question was asked again");
        assert_eq!(answered.len(), 40);
        // What came to the service was answered here, or was in flight at a kill.
        let lost = attempts.len() - answered.len();
        let requests = service.requests() as usize;
        assert!((40..=40 + lost).contains(&requests), "{requests} requests, {lost} lost");
        service.stop();
    }
    assert!(in_the_middle >= KILLS / 4, "only {in_the_middle} kills came while answers came");
}

/// Compares record by record and key by key: whole files would fill pages.
fn assert_same(found: &[Vec<serde_json::Value>; 4], expected: &[Vec<serde_json::Value>; 4]) {
    for (found, expected) in found.iter().zip(expected) {
        assert_eq!(found.len(), expected.len());
        for (number, (found, expected)) in found.iter().zip(expected).enumerate() {
            for (key, value) in expected.as_object().unwrap() {
                assert_eq!(&found[key], value, "`{key}` of record {number}");
            }
            assert_eq!(found, expected);
        }
    }
}

/// Whether the only run knows that it is over.
fn is_finished(service: &Service) -> bool {
    let [folder] = &*service.runs() else { return false };
    let state = Reader::open(folder).and_then(|it| it.run()).map(|it| it.state);
    state.is_ok_and(|it| it == journal::State::Finished)
}

/// Whether there are files of a dataset.
fn is_published(service: &Service) -> bool {
    let folder = service.folder().join("out/raw/financial_analysis");
    let names = std::fs::read_dir(folder).into_iter().flatten();
    names.flatten().any(|entry| !entry.file_name().to_string_lossy().starts_with('.'))
}

/// Starts a run and waits until it has made some requests.
fn begin(service: &Service, flags: &str, requests: u64) -> std::process::Child {
    let child = service.generate(flags).spawn().unwrap();
    let deadline = Instant::now() + Duration::from_secs(30);
    while service.requests() < requests {
        assert!(Instant::now() < deadline, "{}", service.stats());
        std::thread::sleep(Duration::from_millis(5));
    }
    child
}

fn told(child: std::process::Child) -> Told {
    Told::new(child.wait_with_output().unwrap())
}

#[test]
fn a_signal_ends_a_run_in_order_and_it_goes_on() {
    for (name, status) in [("-INT", 130), ("-TERM", 143)] {
        let service = Service::start(|config| config.latency_ms = 150);
        let flags = "--examples 30 --concurrency 5";
        let child = begin(&service, flags, 8);
        signal(&child, name);
        let told = told(child);
        told.ended(status).says("answers in flight, for at most 120 s; Ctrl-C again stops at once");
        let last = told.text.lines().last().unwrap();
        assert!(last.contains("the same command goes on where it was"), "{last}");
        assert!(last.contains("--resume out/runs/custom-"), "{last}");
        assert!(!is_published(&service), "no files of half a run");
        // What was in flight was waited for: nothing is lost.
        let reader = Reader::open(&service.runs()[0]).unwrap();
        let attempts = reader.attempts().unwrap();
        assert!(attempts.len() < 30 && attempts.iter().all(journal::AttemptRow::has_answer));
        assert_eq!(reader.run().unwrap().state, journal::State::Interrupted);
        let again = service.run(flags);
        again.ended(0).says("an unfinished run of these settings, begun 2025-02-09 11:38 UTC");
        assert_eq!(service.requests(), 30);
        service.stop();
    }
}

#[test]
fn the_second_signal_stops_at_once() {
    let service = Service::start(|config| config.latency_ms = 60_000);
    let mut child = service.generate("--examples 20 --concurrency 4").spawn().unwrap();
    let deadline = Instant::now() + Duration::from_secs(30);
    while service.stat("/in_flight") < 4 {
        assert!(Instant::now() < deadline);
        std::thread::sleep(Duration::from_millis(5));
    }
    signal(&child, "-INT");
    // The first is heard before the second is sent.
    let mut stderr = child.stderr.take().unwrap();
    let mut heard = String::new();
    while !heard.contains("Ctrl-C again") {
        let mut piece = [0; 512];
        let read = stderr.read(&mut piece).unwrap();
        assert!(read > 0, "{heard}");
        heard.push_str(&String::from_utf8_lossy(&piece[..read]));
    }
    let start = Instant::now();
    signal(&child, "-INT");
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    service.stop();
}

#[test]
fn a_short_grace_gives_up_what_is_in_flight() {
    let service = Service::start(|config| config.latency_ms = 60_000);
    let child = service.generate("--examples 20 --concurrency 4 --grace 1").spawn().unwrap();
    let deadline = Instant::now() + Duration::from_secs(30);
    while service.stat("/in_flight") < 4 {
        assert!(Instant::now() < deadline);
        std::thread::sleep(Duration::from_millis(5));
    }
    signal(&child, "-INT");
    told(child).ended(130).says("for at most 1 s");
    let reader = Reader::open(&service.runs()[0]).unwrap();
    assert_eq!(reader.money().unwrap().lost_requests, 4);
    service.stop();
}

#[test]
fn a_budget_is_never_passed_and_more_of_it_lets_the_run_go_on() {
    // Broken answers are charged and bring nothing.
    let service = Service::start(|config| {
        config.latency_ms = 5;
        config.faults.push("chat/reset:0.2".parse().unwrap());
    });
    let flags = "--examples 40 --concurrency 16";
    let small = service.run(&format!("{flags} --budget 0.20"));
    small.ended(4).says("of the budget of $0.20 are spent").says("give more with `--budget`");
    let charged = charged(&service);
    assert!(charged <= 0.20, "{charged}");
    let rich = service.run(&format!("{flags} --budget 3"));
    rich.ended(0).says("an unfinished run of these settings").says("of $3.00 spent");
    assert!(self::charged(&service) <= 3.0);
    // With the same number: nothing is left to do but to begin again.
    let reader = Reader::open(&service.runs()[0]).unwrap();
    let money = reader.money().unwrap();
    assert!(money.at_most_usd() >= self::charged(&service) - 1e-9, "{money:?}");
    assert!(money.lost_requests > 0, "{money:?}");
    service.stop();
}

fn charged(service: &Service) -> f64 {
    service.stats()["charged_usd"].as_f64().unwrap()
}

#[test]
fn lost_answers_are_asked_for_again() {
    let service = Service::start(|config| {
        config.latency_ms = 5;
        for fault in ["chat/429:0.1", "chat/500:0.05", "chat/reset:0.05", "chat/not-json:0.05"] {
            config.faults.push(fault.parse().unwrap());
        }
        config.retry_after_s = 1;
    });
    service.run("--examples 100 --concurrency 50").ended(0);
    let attempts = Reader::open(&service.runs()[0]).unwrap().attempts().unwrap();
    assert_eq!(attempts.iter().filter(|it| it.has_answer()).count(), 100);
    assert!(attempts.iter().any(|it| it.outcome.as_deref() == Some("lost")));
    service.stop();
}

#[test]
fn credit_that_is_used_up_ends_the_run_and_more_lets_it_go_on() {
    let service = Service::start(|config| {
        config.latency_ms = 5;
        config.faults.push("chat/402#11".parse().unwrap());
    });
    let flags = "--examples 20 --concurrency 2";
    service.run(flags).ended(4).says("the same command goes on where it was");
    service.run(flags).ended(0).says("goes on with");
    let attempts = Reader::open(&service.runs()[0]).unwrap().attempts().unwrap();
    assert_eq!(attempts.iter().filter(|it| it.has_answer()).count(), 20);
    service.stop();
}

#[test]
fn a_run_is_worked_on_by_one_process() {
    let service = Service::start(|config| config.latency_ms = 300);
    let flags = "--examples 10 --concurrency 5";
    let child = begin(&service, flags, 6);
    let run = service.runs()[0].display().to_string();
    let second = Told::new(service.command(&format!("generate --resume {run}")).output().unwrap());
    second.ended(1).says("is being worked on by another process");
    told(child).ended(0);
    // Whoever starts a run again until it succeeds may do so once more.
    let expected = dataset(&service.folder().join("out"));
    let finished =
        Told::new(service.command(&format!("generate --resume {run}")).output().unwrap());
    finished.ended(0).says("is finished, with 10 answers: nothing is asked");
    assert_eq!(service.requests(), 10);
    assert_same(&dataset(&service.folder().join("out")), &expected);
    service.stop();
}
