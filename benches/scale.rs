//! What a question set costs to read and check: 500 questions, most with 200 choices, a matrix of
//! 100 rows and conditions on half, then twice and four times as much. It should grow as the set.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use greenpaper::{
    export::{document_written, format::DocumentFormat, from_set},
    model::{answer::Answers, route::Route},
    store::question_set,
};

#[path = "scale/generated.rs"]
mod generated;

const TIMES: [usize; 3] = [1, 2, 4];

/// Reading, checking and loading: what opening a set waits for.
fn load(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("load");
    group.sample_size(20);
    for times in TIMES {
        let set = generated::set(times);
        group.throughput(Throughput::Bytes(set.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(times), &set, |bencher, set| {
            bencher.iter(|| question_set::read("a set", black_box(set.as_bytes())));
        });
    }
    group.finish();
}

/// What follows from the answers after each of them, and the whole on paper.
fn go_through(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("go through");
    group.sample_size(20);
    for times in TIMES {
        let set = generated::set(times);
        let Ok(loaded) = question_set::read("a set", set.as_bytes()) else { continue };
        let (set, answers) = (loaded.consultation, Answers::default());
        group.throughput(Throughput::Elements((generated::QUESTIONS * times) as u64));
        group.bench_function(BenchmarkId::new("route", times), |bencher| {
            bencher.iter(|| Route::of(black_box(&set), &answers));
        });
        group.bench_function(BenchmarkId::new("print", times), |bencher| {
            bencher.iter(|| {
                document_written(&from_set::form(black_box(&set)), DocumentFormat::Markdown)
            });
        });
    }
    group.finish();
}

criterion_group!(benches, load, go_through);
criterion_main!(benches);
