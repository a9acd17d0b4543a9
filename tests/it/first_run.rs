//! The first run: something to practise on, and where things are kept.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use crate::terminal::{Desk, PROGRAM, WIDE};

const PLACES: [&str; 3] = [
    "Drafts are kept in",
    "Question sets of your own go in",
    "Text not yet saved is recovered from",
];

/// What the first screen says line by line.
fn said_line_by_line(desk: &Desk) -> String {
    let mut program = Command::new(PROGRAM)
        .env_clear()
        .envs(desk.environment())
        .env("TERM", "dumb")
        .current_dir(desk.path(""))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    program.stdin.take().unwrap().write_all(b"leave\n").unwrap();
    String::from_utf8(program.wait_with_output().unwrap().stdout).unwrap()
}

#[test]
fn the_first_screen_says_where_things_are_kept_until_there_is_a_draft() {
    let desk = Desk::new();
    // A smaller window has what can be opened first.
    desk.start("").see("Add a consultation from a paper").press("ctrl+q").ends_with(0);
    let window = desk.start_at(WIDE, "");
    window.see("For practice: sent to nobody");
    let lines = said_line_by_line(&desk);
    assert!(lines.contains("For practice: sent to nobody"), "{lines}");
    for place in PLACES {
        window.see(place);
        assert!(lines.contains(place), "{lines}");
    }
    assert!(lines.contains(&desk.drafts().display().to_string()), "{lines}");
    window.press("ctrl+q").ends_with(0);

    let window = desk.start("answer practice");
    window.see("Enter continue").press("ctrl+n").types("Borset").see("Borset");
    window.press("ctrl+q").ends_with(0);
    let window = desk.start_at(WIDE, "");
    window.see("Drafts").see("Add a consultation from a paper");
    let lines = said_line_by_line(&desk);
    for place in PLACES {
        window.see_no(place);
        assert!(!lines.contains(place), "{lines}");
    }
}
