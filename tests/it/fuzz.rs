//! Whatever a file, a keyboard or a paste brings, the program neither stops nor goes wrong.
//!
//! Each test goes on for a number of rounds with numbers that look like chance.
//! `GREENPAPER_FUZZ_SECONDS` has each go on for so long instead, and `GREENPAPER_SEED` repeats the
//! run of a seed that was printed.

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

use crossterm::event::KeyCode;
use greenpaper::{
    app::{
        event::Event,
        field::text::{Anchor, Lines, Motion, TextEditor},
        key::{Code, Key},
    },
    model::{
        draft_change::{DraftChange, PartialChange},
        text::Text,
    },
    store::{
        self,
        disk::System,
        document::response::Order,
        draft,
        history::{DraftHistory, Reason},
        question_set, recovery_log,
    },
    tui::input::Decoder,
};
use jiff::Timestamp;

use crate::{drafts::WHOLE, faults::Chance, faulty::tell, officer::Officer};

/// What goes wrong in YAML, in ids, in texts and in terminals.
const PIECES: [&str; 48] = [
    "",
    " ",
    "\n",
    "\n  ",
    "\t",
    "- ",
    ": ",
    ", ",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "'",
    "|\n",
    ">-\n",
    "#",
    "~",
    "&a ",
    "*a",
    "!x ",
    "<<: ",
    "---\n",
    "...\n",
    "%YAML 1.1\n",
    "null",
    "no",
    "true",
    "1e999",
    "-0",
    "99999999999999999999",
    "2014-02-30",
    "é",
    "e\u{301}",
    "👩‍👩‍👧",
    "\u{202e}",
    "\u{2028}",
    "\u{85}",
    "\u{feff}",
    "\0",
    "\u{1b}[2J",
    "\u{9b}",
    "\u{7f}",
    "\r",
    "\\",
    "\\x00",
    "format: greenpaper/response/1\n",
    "日本語",
];

/// Does something over and over.
fn rounds(default: usize, mut act: impl FnMut(&mut Chance)) {
    let seconds = std::env::var("GREENPAPER_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok());
    let (mut chance, begun) = (Chance::new(), Instant::now());
    let mut done = 0;
    loop {
        let over = match seconds {
            Some(seconds) => begun.elapsed() >= Duration::from_secs(seconds),
            None => done == default,
        };
        if over {
            tell(&format!("{done} rounds"));
            return;
        }
        act(&mut chance);
        done += 1;
    }
}

/// A file with some of its bytes exchanged for others.
fn spoiled(original: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = original.to_vec();
    for _ in 0..1 + chance.below(4) {
        let start = chance.below(bytes.len() + 1);
        let end = (start + chance.below(12)).min(bytes.len());
        match chance.below(6) {
            0 if start < bytes.len() => bytes[start] ^= 1 << chance.below(8),
            1 => bytes.truncate(start),
            2 => {
                let copy = bytes[start..(start + chance.below(200)).min(bytes.len())].to_vec();
                let at = chance.below(bytes.len() + 1);
                bytes.splice(at..at, copy);
            }
            3 => {
                bytes.splice(start..end, [u8::try_from(chance.below(256)).unwrap()]);
            }
            _ => {
                bytes.splice(start..end, PIECES[chance.below(PIECES.len())].bytes());
            }
        }
    }
    bytes
}

fn files(folder: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

#[test]
fn question_sets() {
    let mut seeds = files("tests/question-sets/right");
    seeds.extend(files("tests/question-sets/wrong"));
    rounds(400, |chance| {
        let bytes = spoiled(&seeds[chance.below(seeds.len())], chance);
        if let Err(problems) = question_set::read("set.yaml", &bytes) {
            let said = problems.to_string();
            assert!(!said.contains("passed all checks"), "{said}\n{bytes:?}");
            assert!(!said.contains('\u{1b}'), "{said:?}");
        }
        let _ = store::examine("set.yaml", &bytes);
    });
}

#[test]
fn drafts() {
    rounds(1000, |chance| {
        let bytes = spoiled(WHOLE.as_bytes(), chance);
        match draft::read("draft.yaml", &bytes) {
            Ok(loaded) => {
                let yaml = draft::write(&loaded.draft, &Order::default()).unwrap();
                let again = draft::read("draft.yaml", yaml.as_bytes());
                let again = again.unwrap_or_else(|problems| panic!("{problems}\n{bytes:?}"));
                assert_eq!(again.draft, loaded.draft, "{bytes:?}");
            }
            Err(problems) => {
                let said = problems.to_string();
                assert!(!said.is_empty() && !said.contains('\u{1b}'), "{said:?}");
                assert!(!said.contains("passed all checks"), "{said}\n{bytes:?}");
            }
        }
    });
}

#[test]
fn every_bit_of_a_draft() {
    for at in 0..WHOLE.len() {
        for bit in 0..8 {
            let mut bytes = WHOLE.as_bytes().to_vec();
            bytes[at] ^= 1 << bit;
            if let Err(problems) = draft::read("draft.yaml", &bytes) {
                assert!(problems.lines().next().is_some(), "byte {at}, bit {bit}");
            }
        }
    }
}

/// Copies that a killed session left, and earlier states, are read by whoever comes next.
#[test]
fn copies_and_earlier_states() {
    let desk = tempfile::tempdir().unwrap();
    let path = desk.path().join("tiny.yaml");
    fs::write(&path, WHOLE).unwrap();
    let state = desk.path().join("state");
    let history = DraftHistory::of(&path, &state);
    history.keep(&System, WHOLE.as_bytes(), Timestamp::UNIX_EPOCH, Reason::Time).unwrap();
    let kept = history.states().unwrap().remove(0).path;
    let version = store::atomic::Version::of(WHOLE.as_bytes());
    let mut own = recovery_log::RecoveryLog::of(&path, &state, Default::default()).unwrap();
    let mut draft = draft::read("", WHOLE.as_bytes()).unwrap().draft;
    let question = draft.answers.iter().next().unwrap().0.clone();
    draft.answers.entry(&question).note = Text::from("a note");
    let answers = vec![(question, None)];
    let part = PartialChange { head: draft.head(), answers, splice: None };
    let edits = [DraftChange::Whole(Box::new(draft)), DraftChange::Part(Box::new(part))];
    own.append(&System, &[1, 2].into_iter().zip(edits).collect::<Vec<_>>(), &[version]).unwrap();
    own.announce(2, version).unwrap();
    drop(own);
    let files = fs::read_dir(state.join("unsaved")).unwrap().map(|entry| entry.unwrap().path());
    let name = files.into_iter().find(|file| file.extension() == Some("log".as_ref())).unwrap();
    let copy = fs::read(&name).unwrap();
    rounds(300, |chance| {
        fs::write(&name, spoiled(&copy, chance)).unwrap();
        let left = recovery_log::left(&System, &path, &state).unwrap();
        assert!(left.len() <= 1);
        let name = spoiled(kept.file_name().unwrap().as_encoded_bytes(), chance);
        let name: String = String::from_utf8_lossy(&name).replace(['/', '\0'], "-");
        let strange = kept.with_file_name(&name);
        let written = fs::write(&strange, spoiled(WHOLE.as_bytes(), chance));
        let states = history.states().unwrap();
        assert!((1..=2).contains(&states.len()), "{states:?}");
        for state in states {
            let _ = draft::read("", &state.content(&System).unwrap());
        }
        if written.is_ok() && strange != kept {
            fs::remove_file(strange).unwrap();
        }
    });
}

const MOTIONS: [Motion; 15] = [
    Motion::Left,
    Motion::Right,
    Motion::WordLeft,
    Motion::WordRight,
    Motion::RowUp,
    Motion::RowDown,
    Motion::RowStart,
    Motion::RowEnd,
    Motion::PageUp,
    Motion::PageDown,
    Motion::ParagraphUp,
    Motion::ParagraphDown,
    Motion::ParagraphEnd,
    Motion::TextStart,
    Motion::TextEnd,
];

/// Edits a text and takes every edit back: what was there before comes back, the cursor is always
/// between letters, and every row can be drawn.
#[test]
fn the_text_field() {
    rounds(150, |chance| {
        let lines = if chance.below(4) == 0 { Lines::One } else { Lines::Many };
        let mut editor = TextEditor::new(Text::default(), lines);
        let mut undo = Vec::new();
        for _ in 0..60 {
            let piece = PIECES[chance.below(PIECES.len())];
            let before = editor.text().to_string();
            let motion = MOTIONS[chance.below(MOTIONS.len())];
            let anchor = if chance.below(2) == 0 { Anchor::Held } else { Anchor::Dropped };
            let change = match chance.below(10) {
                0 => editor.newline(),
                1 => editor.paste(&piece.repeat(1 + chance.below(40))),
                2 => editor.cut(),
                3 => editor.erase(motion),
                4 => {
                    editor.set_size(1 + chance.below(90), 1 + chance.below(30));
                    None
                }
                5 => {
                    editor.click(chance.below(40), chance.below(100), anchor);
                    None
                }
                6 | 7 => {
                    editor.go(motion, anchor);
                    None
                }
                _ => editor.insert(piece),
            };
            if let Some(change) = change {
                undo.push((before, change));
            }
            let text = editor.text().to_string();
            assert!(text.is_char_boundary(editor.cursor()), "{text:?} at {}", editor.cursor());
            let rows = editor.rows(0..editor.row_count());
            assert!(rows.len() <= editor.row_count(), "{text:?}");
            let (row, _) = editor.cursor_cell();
            assert!(row < rows.len().max(1), "{text:?}: row {row}");
        }
        for (before, change) in undo.into_iter().rev() {
            editor.apply(&change.inverse());
            assert_eq!(editor.text().to_string(), before);
        }
    });
}

const KINDS: &str = r#"format: greenpaper/consultation/1
id: kinds
version: "1"
title: Kinds
publisher: Department for Examples
sections:
  - id: all
    title: All
    items:
      - {id: line, type: string, text: A line, required: true}
      - {id: text, type: text, text: A text, max_words: 5}
      - {id: number, type: integer, text: A number, min: 1, comment: Why?}
      - {id: day, type: date, text: A day}
      - {id: one, type: select_one, text: One, choices: [{value: a, label: A, detail: Which?}, {value: b, label: B}]}
      - {id: many, type: select_multiple, text: Many, choices: [{value: a, label: A}, {value: b, label: B, exclusive: true}]}
      - {id: order, type: rank, text: Order, choices: [{value: a, label: A}, {value: b, label: B}]}
      - id: table
        type: matrix
        text: A table
        enable_when: {question: one, equals: a}
        rows: [{value: x, label: X, group: G}, {value: y, label: Y, group: G}]
        columns: [{value: p, label: P}, {value: q, label: Q}]
        row_comment: Why?
"#;

/// Keys and pastes at random, on screens of all sizes: the program never stops, and what is on the
/// screen is what the draft has after leaving and coming back.
/// What terminals send, whole and in pieces.
const SENT: [&[u8]; 20] = [
    b"\x1b",
    b"[",
    b"\x1bO",
    b"\x1b[<0;1;1M",
    b"\x1b[200~",
    b"\x1b[201~",
    b"\x1b[20",
    b"\x1b[1;5A",
    b"\x1b[27;5;9~",
    b"\x1b[57358;99:3u",
    b"\x1b[>",
    b"\x1b[?",
    b"\x1b]11;rgb:1/2/3\x07",
    b"\x1bP1$r0m\x1b\\",
    b"\x1b[M !!",
    b";",
    b"99999999",
    b"\xe2\x82",
    b"\xff",
    "e\u{301}\r\n".as_bytes(),
];

#[test]
fn the_bytes_of_a_terminal() {
    rounds(3000, |chance| {
        let (mut decoder, mut now) = (Decoder::default(), Instant::now());
        for _ in 0..chance.below(40) {
            match chance.below(8) {
                0 => drop(decoder.take(&[u8::try_from(chance.below(256)).unwrap()], now)),
                _ => drop(decoder.take(SENT[chance.below(SENT.len())], now)),
            }
            now +=
                Duration::from_millis(u64::try_from([0, 10, 60, 2000][chance.below(4)]).unwrap());
            drop(decoder.is_silent(now));
        }
        // Whatever came, Ctrl-Q is heard once nothing more comes.
        now += Duration::from_secs(2);
        drop(decoder.is_silent(now));
        let mut heard = false;
        for _ in 0..2 {
            let events = decoder.take(b"\x11", now);
            now += Duration::from_secs(2);
            heard |= events.into_iter().chain(decoder.is_silent(now)).any(|event| {
                matches!(event, crossterm::event::Event::Key(key) if key.code == KeyCode::Char('q'))
            });
        }
        assert!(heard);
    });
}

#[test]
fn the_keyboard() {
    let codes = [
        Code::Enter,
        Code::Tab,
        Code::Esc,
        Code::Backspace,
        Code::Delete,
        Code::Up,
        Code::Down,
        Code::Left,
        Code::Right,
        Code::Home,
        Code::End,
        Code::PageUp,
        Code::PageDown,
        Code::Function(1),
        Code::Function(2),
    ];
    let letters =
        ['a', ' ', '1', '2', '9', '?', '+', '-', 'é', '\u{202e}', '日', 'n', 'p', 'g', 'r'];
    rounds(12, |chance| {
        let mut officer = Officer::answering(KINDS);
        for _ in 0..200 {
            let code = match chance.below(2) {
                0 => codes[chance.below(codes.len())],
                _ => Code::Char(letters[chance.below(letters.len())]),
            };
            let held = chance.below(8);
            let key =
                Key { control: held == 0, alt: held == 1, shift: held == 2, ..Key::plain(code) };
            // Leaving would be the end of it.
            if key.control && matches!(code, Code::Char('q')) {
                continue;
            }
            match chance.below(12) {
                0 => {
                    let piece = PIECES[chance.below(PIECES.len())];
                    officer.happens(Event::Paste(piece.repeat(1 + chance.below(20))));
                }
                1 => {
                    let (width, height) = (1 + chance.below(150), 1 + chance.below(50));
                    let cells = |number: usize| u16::try_from(number).unwrap();
                    officer = officer.at(cells(width), cells(height));
                }
                _ => officer.happens(Event::Key(key)),
            }
            let screen = officer.screen();
            let evil =
                |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202e}' | '\u{2028}');
            assert!(!screen.contains(evil), "{screen:?}");
        }
        let yaml = draft::write(&officer.saved, &Order::of(&officer.consultation)).unwrap();
        let read = draft::read("draft.yaml", yaml.as_bytes());
        let read = read.unwrap_or_else(|problems| panic!("{problems}\n{yaml}"));
        assert_eq!(read.draft.answers, officer.saved.answers, "{yaml}");
    });
}
