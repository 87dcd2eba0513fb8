//! Examples per second of an offline run, files and split included.
//!
//! `cargo bench -p generator`

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use generator::{Order, Pipeline, Selector, Settings, generate};
use jiff::Timestamp;
use market::{CsvSource, SubjectKind};
use rewards::{RewardConfig, Scorer};

fn offline(criterion: &mut Criterion) {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/market");
    let source =
        CsvSource::open(sample, jiff::civil::date(2026, 1, 1)).expect("the bundled sample");
    let scorer = Scorer::new(RewardConfig::default()).expect("default weights");
    let pipeline = Pipeline::new(source, analyst::Analyst, scorer, || Timestamp::UNIX_EPOCH);
    let runtime = tokio::runtime::Builder::new_multi_thread().build().expect("a runtime");
    let mut group = criterion.benchmark_group("offline");
    group.sample_size(10);
    for examples in [100_usize, 1_000] {
        group.throughput(Throughput::Elements(examples as u64));
        group.bench_function(format!("{examples} examples"), |bencher| {
            bencher.iter_with_large_drop(|| {
                let folder = tempfile::tempdir().expect("a folder");
                let order = Order {
                    size: "custom".to_owned(),
                    examples,
                    selectors: vec![
                        Selector::Kind(SubjectKind::Network),
                        Selector::Kind(SubjectKind::Token),
                    ],
                    ..Order::default()
                };
                let output_dir = folder.path().to_owned();
                let settings = Settings { order, output_dir, ..Settings::default() };
                let summary = runtime.block_on(generate(&pipeline, &settings)).expect("a run");
                assert_eq!(summary.accepted, examples);
                black_box(summary);
                folder
            });
        });
    }
    group.finish();
}

criterion_group!(benches, offline);
criterion_main!(benches);
