//! How large a file may be, and that everything smaller can be read, saved, recovered and exported.

use std::{fs, process::Command};

use greenpaper::{
    app::event::Event,
    model::{
        answer::{Answer, Given},
        draft::{Draft, Edition, MAX_TEXT},
        text::Text,
    },
    store::{document::response::Order, draft, question_set, response, source::FileBounds},
};
use jiff::Zoned;

use crate::{
    officer::{Officer, set, set_of},
    terminal::{Desk, PROGRAM},
};

/// Far more than the program needs beside the largest file, in kilobytes.
#[cfg(target_os = "linux")]
const MEMORY: usize = 260_000;

const TWO_TEXTS: &str = "- {id: one, type: text, text: One}\n- {id: two, type: text, text: Two}";

const REFUSED: &str = "That is more text than a draft can hold (4 MB, about 700,000 words).";

/// A draft with as much of a text as a draft takes.
fn full_of(text: &str) -> Draft {
    let consultation = set(&set_of(TWO_TEXTS));
    let mut draft = Draft::new(Edition::of(&consultation), &Zoned::default());
    let part = Text::from(text.repeat(100).as_str());
    let times = MAX_TEXT / part.written_size();
    let text = Text::from(text.repeat(100 * times).as_str());
    let answer = Answer { value: Given::One(text), ..Answer::default() };
    draft.answers.set(&"one".try_into().unwrap(), answer);
    draft
}

#[test]
fn the_largest_draft_is_saved_read_and_exported() {
    let consultation = set(&set_of(TWO_TEXTS));
    for text in ["word ", "a\n", "\u{ad}", "- \"no\": #\n"] {
        let draft = full_of(text);
        let yaml = draft::write(&draft, &Order::of(&consultation)).unwrap();
        let loaded = draft::read("draft.yaml", yaml.as_bytes()).unwrap().draft;
        assert!(loaded == draft, "{text:?} came back as something else");

        let exported = response::write(&draft.partial(&consultation)).unwrap();
        let read = response::read("response.yaml", exported.yaml.as_bytes());
        assert!(read.is_ok(), "{text:?}: {}", read.unwrap_err());
    }
}

#[test]
fn a_draft_that_could_not_be_read_again_is_not_written() {
    let consultation = set(&set_of(TWO_TEXTS));
    let mut draft = full_of("word ");
    let answer = draft.answers.get(&"one".try_into().unwrap()).unwrap().clone();
    for other in ["two", "three"] {
        draft.answers.set(&other.try_into().unwrap(), answer.clone());
    }
    let error = draft::write(&draft, &Order::of(&consultation)).unwrap_err().to_string();
    assert!(error.starts_with("the draft is larger than 8 MB"), "{error}");
}

#[test]
fn files_over_the_limit_are_refused_with_the_limit() {
    let filled = |size: usize| vec![b'#'; size + 1];
    let complaint = draft::read("draft.yaml", &filled(FileBounds::DRAFT.bytes)).unwrap_err();
    assert!(complaint.to_string().contains("this file is larger than 8 MB"), "{complaint}");
    let complaint = question_set::read("set.yaml", &filled(FileBounds::SET.bytes)).unwrap_err();
    assert!(complaint.to_string().contains("this file is larger than 4 MB"), "{complaint}");
    let complaint = response::read("r.yaml", &filled(FileBounds::RESPONSE.bytes)).unwrap_err();
    assert!(complaint.to_string().contains("this file is larger than 16 MB"), "{complaint}");
}

#[test]
fn a_paste_that_the_draft_cannot_hold_is_refused_and_takes_nothing_with_it() {
    let mut officer = Officer::answering(&set_of(TWO_TEXTS));
    officer.type_in("Begun. ");
    officer.paste(&"word ".repeat(900_000));
    officer.sees(REFUSED);
    officer.sees("Begun.");
    officer.type_in("Done.");
    assert_eq!(officer.has_saved("one"), "one: {value: Begun. Done.}");
    officer.paste(&"word ".repeat(600_000));
    officer.does_not_see(REFUSED);
    // What the other answers have counts too, and so do notes.
    officer.press("ctrl+n");
    officer.paste(&"word ".repeat(400_000));
    officer.sees(REFUSED);
    officer.press("ctrl+t");
    officer.paste(&"word ".repeat(400_000));
    officer.sees(REFUSED);
    officer.press("esc");
    officer.type_in("Short.");
    assert_eq!(officer.has_saved("two"), "two: {value: Short.}");
}

#[test]
fn letters_that_the_draft_cannot_hold_are_refused() {
    let mut officer = Officer::answering(&set_of(TWO_TEXTS));
    officer.paste(&"x".repeat(MAX_TEXT - 2));
    officer.type_in("yz");
    officer.does_not_see(REFUSED);
    officer.type_in("!");
    officer.sees(REFUSED);
    officer.press("backspace backspace");
    officer.type_in("!");
    officer.does_not_see(REFUSED);
}

#[test]
fn what_comes_back_from_an_editor_is_refused_when_the_draft_cannot_hold_it() {
    let mut officer = Officer::answering(&set_of(TWO_TEXTS));
    officer.type_in("Begun.");
    officer.happens(Event::Edited(Ok("x".repeat(MAX_TEXT + 1).as_str().into())));
    officer.sees(REFUSED);
    officer.sees("Begun.");
}

/// Files that cost most to read, as large as they may be and larger.
#[cfg(target_os = "linux")]
fn costly_files(desk: &Desk) -> Vec<String> {
    let set = "format: greenpaper/consultation/1\nid: big\nversion: '1'\ntitle: T\npublisher: P\n";
    let draft = "format: greenpaper/response/1\nconsultation: {id: big, version: '1', digest: \
                 'sha256:00'}\nstatus: in-progress\nstarted: \
                 2026-01-01T00:00:00+00:00[Europe/London]\nupdated: \
                 2026-01-01T00:00:00+00:00[Europe/London]\nanswers:\n";
    let numbered =
        |count: usize, line: &dyn Fn(usize) -> String| -> String { (0..count).map(line).collect() };
    let items = "sections:\n  - id: s\n    title: T\n    items:\n";
    let question = |n: usize| format!("      - {{id: q{n}, type: string, text: T}}\n");
    let choice = |n: usize| format!("          - {{value: c{n}, label: L}}\n");
    let choices = "      - id: q\n        type: select_one\n        text: T\n        choices:\n";
    let files = [
        ("questions", format!("{set}{items}{}", numbered(14_000, &question))),
        ("more-questions", format!("{set}{items}{}", numbered(300_000, &question))),
        ("choices", format!("{set}{items}{choices}{}", numbered(400_000, &choice))),
        ("keys", format!("{set}{}", numbered(1_000_000, &|n| format!("k{n}: x\n")))),
        ("brackets", "[".repeat(15 << 20)),
        ("anchors", format!("{set}sections:\n{}", "  - &a x\n".repeat(400_000))),
        ("lines", "\n".repeat(15 << 20)),
        (
            "entries",
            format!("{draft}{}...\n", numbered(24_000, &|n| format!("  q{n}: {{value: x}}\n"))),
        ),
        (
            "more-entries",
            format!("{draft}{}...\n", numbered(700_000, &|n| format!("  q{n}: {{value: x}}\n"))),
        ),
        ("values", format!("{draft}  q: {{value: [{}]}}\n...\n", "v,".repeat(95_000))),
        ("text", format!("{draft}  q:\n    value: |\n{}...\n", "      words\n".repeat(600_000))),
    ];
    let write = |(name, content): (&str, String)| {
        let path = desk.path(&format!("{name}.yaml"));
        fs::write(&path, content).unwrap();
        path.display().to_string()
    };
    files.into_iter().map(write).collect()
}

#[test]
#[cfg(target_os = "linux")]
fn no_file_takes_more_memory_than_promised() {
    let desk = Desk::new();
    for file in costly_files(&desk) {
        let script = format!("ulimit -v {MEMORY}; exec {PROGRAM} check {file}");
        let output = Command::new("sh").args(["-c", &script]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        let end = said.get(said.len().saturating_sub(300)..).unwrap_or_default();
        assert!(output.status.code().is_some_and(|code| code <= 1), "{file}: {output:?} {end}");
    }
}
