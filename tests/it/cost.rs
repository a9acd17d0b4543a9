//! What a letter costs, in things that can be counted whatever else the machine does: bytes to the
//! terminal, wake-ups, writes, saves.

use std::{fs, os::unix::fs::MetadataExt, path::Path};

use crate::{
    faults::{DRAFT, LOG, begin},
    terminal::{Desk, WIDE, Window},
};

/// How many letters are typed.
const LETTERS: usize = 120;

/// The words that they make.
const PROSE: &str = "The council thinks that this part of the guidance should say more plainly what is \
                     wanted of it, and by when, so that nobody has to ask for it again and again. ";

/// What a process has done.
#[derive(Debug, Clone, Copy)]
struct Counts {
    /// How often its threads went to sleep of their own accord.
    wake_ups: u64,
    /// Its calls to write.
    writes: u64,
    /// Bytes sent to the terminal.
    sent: usize,
}

impl Counts {
    fn of(window: &Window) -> Self {
        let process = format!("/proc/{}", window.process());
        let threads = fs::read_dir(format!("{process}/task")).unwrap();
        let sleeps = threads.map(|thread| {
            number(&thread.unwrap().path().join("status"), "\nvoluntary_ctxt_switches:")
        });
        Self {
            wake_ups: sleeps.sum(),
            writes: number(Path::new(&format!("{process}/io")), "\nsyscw:"),
            sent: window.everything_sent().len(),
        }
    }
}

/// The number behind a word in a file of the system.
fn number(file: &Path, word: &str) -> u64 {
    let text = fs::read_to_string(file).unwrap_or_default();
    let rest = text.split_once(word).map_or("0", |(_, rest)| rest);
    rest.split_whitespace().next().unwrap().parse().unwrap()
}

/// Types letters one by one, each when the terminal has been sent something for the one before, and
/// counts what that takes; for each letter, on average.
#[track_caller]
fn each_letter_of(desk: &Desk, window: &Window, letters: &str) -> [f64; 3] {
    let before = Counts::of(window);
    for letter in letters.chars() {
        let sent = window.everything_sent().len();
        window.types(&letter.to_string());
        desk.waits_for("the letter to be shown", || window.everything_sent().len() > sent);
    }
    let after = Counts::of(window);
    let each = |count: u64| count as f64 / letters.len() as f64;
    [
        each((after.sent - before.sent) as u64),
        each(after.wake_ups - before.wake_ups),
        each(after.writes - before.writes),
    ]
}

fn prose() -> String {
    PROSE.chars().cycle().take(LETTERS).collect()
}

/// Types prose, and holds what each letter costs to what `docs/performance.md` promises.
#[track_caller]
fn check_cost_of_a_letter(desk: &Desk, window: &Window) {
    let [bytes, wake_ups, writes] = each_letter_of(desk, window, &prose());
    println!("{bytes:.1} bytes, {wake_ups:.2} wake-ups, {writes:.2} writes a letter");
    assert!(bytes <= 80.0, "{bytes} bytes a letter");
    assert!(wake_ups <= 3.0, "{wake_ups} wake-ups a letter");
    assert!(writes <= 3.0, "{writes} writes a letter");
}

#[test]
fn a_letter_costs_few_bytes_wake_ups_and_writes() {
    let desk = Desk::with("log.yaml", LOG);
    let window = desk.start_at(WIDE, "answer log.yaml");
    begin(&window);
    check_cost_of_a_letter(&desk, &window);
}

#[test]
fn a_letter_in_a_long_answer_costs_little_more() {
    let desk = Desk::with("log.yaml", LOG);
    let window = desk.start_at(WIDE, "answer log.yaml");
    begin(&window).paste(&format!("{}\n", PROSE.repeat(600))).press("ctrl+end");
    desk.file_says(DRAFT, "again and again");
    check_cost_of_a_letter(&desk, &window);
}

#[test]
fn the_draft_is_not_saved_for_each_letter() {
    let desk = Desk::with("log.yaml", LOG);
    let window = desk.start_at(WIDE, "answer log.yaml");
    begin(&window);
    let version = || fs::metadata(desk.path(DRAFT)).map_or(0, |draft| draft.ino());
    let (mut saves, mut last) = (0, version());
    for letter in prose().chars() {
        window.types(&letter.to_string());
        saves += usize::from(std::mem::replace(&mut last, version()) != last);
    }
    assert!(saves <= LETTERS / 10, "{saves} saves for {LETTERS} letters");
    desk.file_says(DRAFT, prose().trim_end().rsplit(' ').next().unwrap());
}

#[test]
fn a_draft_that_is_only_looked_at_is_not_saved_and_takes_no_threads() {
    let desk = Desk::with("log.yaml", LOG);
    let window = desk.start_at(WIDE, "answer log.yaml");
    begin(&window).types("Begun.");
    desk.file_says(DRAFT, "Begun.");
    window.press("ctrl+q").ends_with(0);
    let version = || {
        let known = fs::metadata(desk.path(DRAFT)).unwrap();
        (known.ino(), known.modified().unwrap())
    };
    let before = version();
    let window = desk.start_at(WIDE, "answer log.yaml");
    window.see("Begun.");
    let tasks = fs::read_dir(format!("/proc/{}/task", window.process())).unwrap();
    let threads: Vec<String> = tasks
        .map(|task| fs::read_to_string(task.unwrap().path().join("comm")).unwrap_or_default())
        .collect();
    assert!(threads.len() <= 3, "{threads:?}");
    window.press("ctrl+q").ends_with(0);
    assert_eq!(version(), before);
}

#[test]
fn nothing_wakes_a_program_that_nobody_uses() {
    let desk = Desk::with("log.yaml", LOG);
    let window = desk.start_at(WIDE, "answer log.yaml");
    begin(&window).types("Begun.");
    desk.file_says(DRAFT, "Begun.");
    window.see("Saved");
    let count = || {
        let Counts { wake_ups, sent, .. } = Counts::of(&window);
        (wake_ups, sent)
    };
    // What a save leaves to do is done sooner or later; then nothing more happens.
    desk.waits_for("the program to sleep", || {
        let before = count();
        std::thread::sleep(std::time::Duration::from_millis(1500));
        before == count()
    });
}
