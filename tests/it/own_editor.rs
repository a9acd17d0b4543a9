//! The respondent's own editor: whatever becomes of it, nothing that was written in it is lost, and
//! what is meant for it does not end or lock up the program that waits for it.

use std::{fs, os::unix::fs::PermissionsExt, path::PathBuf, process::Command};

use crate::{
    faults::{DRAFT, LOG, begin, recovered, skipped},
    terminal::{Desk, Modes, PROGRAM, USUAL, Window, files_below},
};

/// An editor that says so and waits for a line, whatever signals come. Then it writes it. It says
/// too when it goes on after a stop.
const PATIENT: &str = "trap : INT QUIT; trap 'echo Going on.' CONT; echo Editing.\n\
                       until read line; do :; done\n\
                       printf '%s' \"$line\" > \"$1\"";

/// What is left of texts that an editor had.
fn kept(desk: &Desk) -> Vec<PathBuf> {
    files_below(&desk.path("home/state/greenpaper/edited"))
}

/// A desk with an editor, and an answer that says something.
fn at_an_answer(editor: &str) -> (Desk, Window) {
    let desk = Desk::with("log.yaml", LOG);
    desk.put_editor(editor);
    let window = desk.start("answer log.yaml");
    begin(&window).types("Begun.").see("Begun.");
    desk.file_says(DRAFT, "Begun.");
    (desk, window)
}

/// Sees that what the editor wrote is kept, for its owner alone, and that it is said where.
#[track_caller]
fn is_kept_and_named(desk: &Desk, window: &Window, why: &str, content: &[u8]) {
    window.see(why).see("Your text has not been changed; what you wrote there is in").see("Begun.");
    let files = kept(desk);
    assert_eq!(files.len(), 1, "{files:?}");
    let file = &files[0];
    // A long path is broken where it does not fit.
    let said: String = window.picture().split_whitespace().collect();
    assert!(said.contains(&file.display().to_string()), "{said}");
    assert_eq!(fs::read(file).unwrap(), content);
    let mode = |path: &PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(file), 0o600);
    assert_eq!(mode(&desk.path("home/state/greenpaper/edited")), 0o700);
    window.press("ctrl+q").ends_with(0);
    assert_eq!(recovered(desk), "Begun.");
}

#[test]
fn what_was_written_in_an_editor_that_fails_is_kept() {
    // As `:cq`, as one that is killed, and as one that puts another file in the place of its own.
    for (ends, why) in [
        ("exit 3", "ended with exit status: 3."),
        ("kill -KILL $$", "ended with signal: 9"),
        (
            "rm \"$1\"; printf '%s' 'An hour of work' > \"$1\"; chmod 644 \"$1\"; exit 1",
            "status: 1.",
        ),
    ] {
        let (desk, window) = at_an_answer(&format!("printf 'An hour of work' > \"$1\"; {ends}"));
        window.press("ctrl+e");
        is_kept_and_named(&desk, &window, why, b"An hour of work");
    }
}

#[test]
fn what_an_editor_wrote_that_is_no_text_is_kept() {
    for ends in ["exit 0", "exit 1"] {
        let (desk, window) = at_an_answer(&format!("printf 'Caf\\351' > \"$1\"; {ends}"));
        window.press("ctrl+e");
        let why = if ends == "exit 0" { "is not UTF-8." } else { "status: 1." };
        is_kept_and_named(&desk, &window, why, b"Caf\xe9");
    }
}

#[test]
fn an_editor_in_which_nothing_was_written_leaves_nothing() {
    for (script, said) in [
        ("exit 0", "Nothing was changed"),
        ("echo >> \"$1\"", "Nothing was changed"),
        ("exit 3", "Your text has not been changed"),
        ("echo >> \"$1\"; kill -TERM $$", "Your text has not been changed"),
        (
            "rm \"$1\"",
            "cannot read what the editor wrote: it is not there. Your text has not been changed",
        ),
        ("printf 'Another text' > \"$1\"", "Another text"),
    ] {
        let (desk, window) = at_an_answer(script);
        window.press("ctrl+e").see(said);
        assert_eq!(kept(&desk), [] as [PathBuf; 0], "{script}");
        assert!(!window.picture().contains("what you wrote there"), "{}", window.picture());
    }
}

#[test]
fn a_draft_that_is_open_to_read_only_is_given_to_no_editor() {
    let (desk, first) = at_an_answer("printf 'An hour of work' > \"$1\"");
    let second = desk.start("answer log.yaml");
    second.see("Open it read-only").press("1").see("What happened?").see("Begun.");
    second.press("ctrl+e").see("Opened read-only").press("ctrl+q").ends_with(0);
    assert!(!second.everything_sent().contains("An hour of work"));
    let opened = second.everything_sent().matches("\u{1b}[?1049h").count();
    assert_eq!(opened, 1, "the terminal was lent");
    first.press("ctrl+q").ends_with(0);
}

#[test]
fn an_editor_that_does_not_start_is_said_to_be_missing() {
    let (desk, window) = at_an_answer("");
    let editor = desk.path("editor");
    fs::remove_file(&editor).unwrap();
    window
        .press("ctrl+e")
        .see("cannot start the editor")
        .see("there is no such program. Your text");
    fs::write(&editor, "").unwrap();
    window.press("ctrl+e").see("you may not run it, or it is not a program");
    window.press("ctrl+q").ends_with(0);
    assert_eq!(kept(&desk), [] as [PathBuf; 0]);
}

#[test]
fn keys_that_interrupt_are_for_the_editor_alone() {
    let (desk, window) = at_an_answer(PATIENT);
    window.press("ctrl+e").see("Editing.").send(&[3]).see("^C").send(&[28]).see("^\\");
    window.types("And more.\n").see("What happened?").see("And more.");
    window.press("ctrl+q").ends_with(0).is_given_back();
    assert_eq!(recovered(&desk), "And more.");
}

#[test]
fn an_editor_that_is_interrupted_does_not_end_the_program_with_it() {
    let (desk, window) = at_an_answer("echo 'An hour of work' > \"$1\"; echo Editing.; read line");
    window.press("ctrl+e").see("Editing.").send(&[3]).see("ended with signal: 2");
    is_kept_and_named(&desk, &window, "ended with", b"An hour of work\n");
}

#[test]
fn a_shell_that_stops_the_editor_gets_the_terminal_and_lets_both_go_on() {
    let has_bash = Command::new("bash").args(["-c", ":"]).status().is_ok_and(|it| it.success());
    if !has_bash {
        return skipped("that a shell can stop it under an editor: needs bash");
    }
    let desk = Desk::with("log.yaml", LOG);
    desk.put_editor(PATIENT);
    let window = desk.start_command(USUAL, &["bash", "--norc", "--noediting", "-i"], &[]);
    window.types("PS1='ready> '\n").see("ready>").types(&format!("{PROGRAM} answer log.yaml\n"));
    begin(&window).types("Begun.").see("Begun.").press("ctrl+e").see("Editing.").send(&[26]);
    window.see("Stopped").types("echo The shell lis''tens.\n").see("The shell listens.");
    assert_eq!(window.modes(), Modes::OFF);
    // Both go on, and can be stopped again. What is stopped already hears of no second stop, and who
    // is not stopped yet takes the next line.
    window.types("fg\n").see("Going on.").send(&[26]).see_times(2, "Stopped");
    window.types("echo A''gain.\n").see("Again.").types("fg\n").see_times(2, "Going on.");
    window.types("And more.\n").see("What happened?").see("And more.");
    window.press("ctrl+q").see("ready>").is_given_back();
    assert_eq!(recovered(&desk), "And more.");
}

#[test]
fn the_system_can_end_it_saved_while_an_editor_runs() {
    for (signal, status) in [("TERM", 143), ("HUP", 129)] {
        let (desk, window) =
            at_an_answer("echo 'An hour of work' > \"$1\"; echo Editing.; read line");
        window.press("ctrl+e").see("Editing.").signal(signal).ends_with(status);
        assert_eq!(recovered(&desk), "Begun.");
        assert_eq!(fs::read(&kept(&desk)[0]).unwrap(), b"An hour of work\n");
    }
}

#[test]
fn what_was_written_when_the_connection_broke_is_named_at_the_next_opening() {
    // All that run in a window are told that it is gone.
    let script = "echo 'An hour of work' > \"$1\"; kill -HUP $PPID; kill -HUP $$";
    let (desk, window) = at_an_answer(script);
    window.press("ctrl+e").ends_with(129);
    let files = kept(&desk);
    assert_eq!(files.len(), 1, "{files:?}");
    let window = desk.start("answer log.yaml");
    window.see("Text from your editor is still in");
    let said: String = window.picture().split_whitespace().collect();
    assert!(said.contains(&files[0].display().to_string()), "{}", window.picture());
    window.press("ctrl+q").ends_with(0);
    assert_eq!(recovered(&desk), "Begun.");
}

#[test]
fn an_editor_that_leaves_no_ordinary_file_changes_nothing_and_holds_up_nobody() {
    for (leaves, why) in [
        ("mkfifo \"$1\"", "it is not a file"),
        ("ln -s /dev/zero \"$1\"", "it is not a file"),
        ("echo secret > other; ln -s \"$PWD/other\" \"$1\"", "it is not a file"),
        ("mkdir \"$1\"", "it is a folder, not a file"),
    ] {
        let (desk, window) = at_an_answer(&format!("rm \"$1\"; {leaves}"));
        window.press("ctrl+e").see("cannot read what the editor wrote").see(why);
        window.see("Your text has not been changed").see("Begun.").press("ctrl+q").ends_with(0);
        assert!(!window.everything_sent().contains("secret"), "{leaves}");
        assert_eq!(recovered(&desk), "Begun.");
    }
}

#[test]
fn an_editor_that_leaves_more_than_the_draft_can_hold_changes_nothing() {
    let (desk, window) = at_an_answer("head -c 5000000 /dev/zero | tr '\\0' x > \"$1\"");
    window.press("ctrl+e").see("more text than the draft can hold");
    window.see("Your text has not been changed; what you wrote there is in").see("Begun.");
    assert_eq!(kept(&desk).len(), 1);
    window.press("ctrl+q").ends_with(0);
    assert_eq!(recovered(&desk), "Begun.");
}

#[test]
fn an_editor_that_leaves_more_than_can_be_taken_changes_nothing() {
    let (desk, window) = at_an_answer("truncate -s 20G \"$1\"");
    window.press("ctrl+e").see("it is larger than 16 MB");
    window.see("Your text has not been changed; what you wrote there is in").see("Begun.");
    assert_eq!(kept(&desk).len(), 1);
    window.press("ctrl+q").ends_with(0);
    assert_eq!(recovered(&desk), "Begun.");
}

#[test]
fn an_editor_that_is_killed_in_modes_of_its_own_leaves_the_shell_those_from_before() {
    let (desk, window) = at_an_answer("stty raw -echo; kill -KILL $$");
    window.press("ctrl+e").see("ended with signal: 9").press("ctrl+q").ends_with(0);
    window.is_given_back();
    assert_eq!(recovered(&desk), "Begun.");
}
