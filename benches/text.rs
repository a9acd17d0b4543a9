//! What a key costs in a long text: inserting a character in the middle, counting, and laying out
//! the rows that are seen. It should cost no more in a megabyte than in a kilobyte.

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use greenpaper::app::field::text::{Lines, Motion, TextEditor};
use greenpaper::model::text::Text;

const KILOBYTE: usize = 1024;
const MEGABYTE: usize = 1024 * KILOBYTE;
const SIZE: (usize, usize) = (80, 30);

fn prose(length: usize, paragraph_end: &str) -> String {
    let sentence =
        "We support option 2, with changes: councils “know their areas” and should decide. ";
    let paragraph = sentence.repeat(5) + paragraph_end;
    paragraph.repeat(length / paragraph.len())
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
        // The least that fills the screen with full rows, as those behind do.
        ("4 KB in one line", prose(4 * KILOBYTE, "")),
        ("100 KB", prose(100 * KILOBYTE, "\n\n")),
        ("1 MB", prose(MEGABYTE, "\n\n")),
        ("1 MB in one line", prose(MEGABYTE, "")),
        ("1 MB in one word", "a".repeat(MEGABYTE)),
    ] {
        let mut editor = editor(&text);
        let mut keys = 0;
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                // The draft that is being saved shares its memory with the text.
                let draft = editor.text().clone();
                keys += 1;
                let change = match keys % 2 {
                    0 => editor.erase(Motion::Left),
                    _ => editor.insert("e"),
                };
                let top = editor.top_row();
                black_box((draft, change, editor.tally(), editor.rows(top..top + SIZE.1)))
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

criterion_group!(benches, key, paste);
criterion_main!(benches);
