//! How fast a run is planned, confirmed questions included, and how fast its tasks are written.
//! The series are synthetic: made in code, measurements of nothing.

#[path = "../tests/synthetic/mod.rs"]
mod synthetic;

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use synthetic::{WHOLE, network, token};
use tasks::{Desk, Plan, TaskKind, shuffled};

/// As many as the largest run that is planned for.
const WANTED: usize = 100_000;

/// A desk of 24 networks over a year and 40 tokens over two and a half.
fn desk() -> Desk {
    let mut desk = Desk::new(Arc::new(conditions::RuleBook::default()));
    for number in 0..24 {
        desk.add(network(number, 365, WHOLE), None);
    }
    for number in 24..64 {
        desk.add(token(number, 900, WHOLE), None);
    }
    desk
}

fn plan(criterion: &mut Criterion) {
    let desk = desk();
    let mut group = criterion.benchmark_group("synthetic");
    group.throughput(Throughput::Elements(WANTED as u64));
    group.sample_size(10);
    group.bench_function("plan_100000", |bencher| {
        bencher.iter(|| {
            let plan = Plan::new(&desk, 42, WANTED);
            assert_eq!(plan.as_ref().map(Plan::confirmed), Ok(WANTED));
            black_box(plan)
        });
    });
    group.finish();

    let mut group = criterion.benchmark_group("synthetic_task");
    for kind in TaskKind::ALL {
        let keys = shuffled(&desk, kind, 42);
        let mut keys = keys.iter().cycle();
        group.bench_function(kind.name(), |bencher| {
            bencher.iter(|| keys.next().map(|key| black_box(desk.task(key))));
        });
    }
    group.finish();
}

criterion_group!(benches, plan);
criterion_main!(benches);
