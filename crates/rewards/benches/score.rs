//! How fast answers are scored: all rewards with evidence, on answers of about 6 kB, and whether
//! the time for a byte stays what it is for texts of up to 10 MB.

mod common;

use std::hint::black_box;

use std::time::Duration;

use common::answers;
use criterion::{
    BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main,
};
use rewards::{Answer, ScoreInput, Scorer};

fn score(criterion: &mut Criterion) {
    let answers = answers();
    let bytes: usize = answers.iter().map(|(text, _)| text.len()).sum();
    let scorer = Scorer::default();

    let mut group = criterion.benchmark_group("one_thread");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("parse", |bencher| {
        bencher.iter(|| {
            for (text, _) in &answers {
                black_box(Answer::parse(text));
            }
        });
    });
    group.bench_function("score", |bencher| {
        bencher.iter(|| {
            for (text, facts) in &answers {
                black_box(scorer.score(text, facts, None));
            }
        });
    });
    // As in training, where many answers to one question are scored.
    let tasks: Vec<_> = answers.iter().map(|(_, facts)| scorer.prepare(facts)).collect();
    group.bench_function("score_prepared", |bencher| {
        bencher.iter(|| {
            for ((text, _), task) in answers.iter().zip(&tasks) {
                black_box(scorer.score_prepared(task, text, None));
            }
        });
    });
    group.finish();

    let many: Vec<ScoreInput<'_>> = answers
        .iter()
        .cycle()
        .take(700)
        .map(|(response, facts)| ScoreInput { response, facts, prompt: None })
        .collect();
    let bytes: usize = many.iter().map(|it| it.response.len()).sum();
    for threads in [1, 2] {
        let mut group = criterion.benchmark_group("batch");
        group.throughput(Throughput::Bytes(bytes as u64));
        group.bench_function(format!("{threads}_threads"), |bencher| {
            bencher.iter(|| black_box(scorer.score_batch(&many, threads)));
        });
        group.finish();
    }
}

/// Texts that are long, and of one kind.
fn linear(criterion: &mut Criterion) {
    let answers = answers();
    let prose: String = answers.iter().flat_map(|(text, _)| [text.as_str(), "\n\n"]).collect();
    let line = prose.replace('\n', " ");
    let kinds = [
        ("prose", prose.as_str()),
        ("one_line", line.as_str()),
        ("digits", "7"),
        ("brackets", "("),
        ("sums", "1+"),
        ("plus_minus", "5.2 ± 0.3 "),
    ];
    let facts = &answers[0].1;
    let scorer = Scorer::default();
    for (kind, unit) in kinds {
        let mut group = criterion.benchmark_group(format!("linear/{kind}"));
        group.sample_size(10).sampling_mode(SamplingMode::Flat);
        group.warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
        for bytes in [10_000, 100_000, 1_000_000, 10_000_000] {
            let mut text = unit.repeat(bytes / unit.len() + 1);
            text.truncate(text.floor_char_boundary(bytes));
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_with_input(BenchmarkId::from_parameter(bytes), &text, |bencher, text| {
                bencher.iter(|| black_box(scorer.score(text, facts, None)));
            });
        }
        group.finish();
    }
}

criterion_group!(benches, score, linear);
criterion_main!(benches);
