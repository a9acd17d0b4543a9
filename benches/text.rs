//! What a key costs in a long text: inserting a character in the middle, counting, and laying out
//! the rows that are seen. It should cost no more in a megabyte than in a kilobyte.

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use greenpaper::app::field::text::{Lines, TextEditor};
use greenpaper::model::text::Text;

const KILOBYTE: usize = 1024;
const MEGABYTE: usize = 1024 * KILOBYTE;
const SIZE: (usize, usize) = (80, 30);

fn prose(length: usize, paragraph_end: &str) -> String {
    let sentence =
        "We support option 2, with changes: councils “know their areas” and should decide. ";
    let paragraph = sentence.repeat(6) + paragraph_end;
    let mut text = paragraph.repeat(length / paragraph.len() + 1);
    text.truncate(text.floor_char_boundary(length));
    text
}

fn editor(text: &str) -> TextEditor {
    let mut editor = TextEditor::new(Text::from(text), Lines::Many);
    editor.set_size(SIZE.0, SIZE.1);
    editor.set_cursor(text.len() / 2);
    editor
}

fn key(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("key");
    for (name, text) in [
        ("1 KB", prose(KILOBYTE, "\n\n")),
        ("100 KB", prose(100 * KILOBYTE, "\n\n")),
        ("1 MB", prose(MEGABYTE, "\n\n")),
        ("1 MB in one line", prose(MEGABYTE, "")),
        ("1 MB in one word", "a".repeat(MEGABYTE)),
    ] {
        let editor = editor(&text);
        group.bench_function(name, |bencher| {
            bencher.iter_batched_ref(
                || editor.clone(),
                |editor| {
                    // The drafts before share their memory with this one, as in the program.
                    black_box(editor.insert("e"));
                    black_box(editor.tally());
                    let top = editor.top_row();
                    black_box(editor.rows(top..top + SIZE.1));
                },
                BatchSize::NumIterations(1),
            );
        });
    }
    group.finish();
}

fn typing(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("typing");
    for (name, text) in [
        ("1 KB", prose(KILOBYTE, "\n\n")),
        ("100 KB", prose(100 * KILOBYTE, "\n\n")),
        ("1 MB", prose(MEGABYTE, "\n\n")),
        ("1 MB in one line", prose(MEGABYTE, "")),
        ("1 MB in one word", "a".repeat(MEGABYTE)),
    ] {
        let mut editor = editor(&text);
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                black_box(editor.insert("e"));
                black_box(editor.tally());
                let top = editor.top_row();
                black_box(editor.rows(top..top + SIZE.1));
                black_box(editor.erase(greenpaper::app::field::text::Motion::Left));
            });
        });
    }
    group.finish();
}

fn paste(criterion: &mut Criterion) {
    let text = prose(MEGABYTE, "\n\n");
    let empty = editor("");
    criterion.bench_function("paste of 1 MB", |bencher| {
        bencher.iter_batched_ref(
            || empty.clone(),
            |editor| {
                black_box(editor.paste(&text));
                black_box(editor.rows(0..SIZE.1));
            },
            BatchSize::LargeInput,
        );
    });
}

criterion_group!(benches, key, typing, paste);
criterion_main!(benches);
