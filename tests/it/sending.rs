//! What happens to a response once it is written: documents of it, and how it is sent.

use std::{
    fs,
    io::Write,
    process::{Command, Stdio},
};

use crate::{
    export::{DRAFT, SET},
    officer::{Officer, set_of},
    plain::listener::Listener,
};

const ONE: &str = "- {id: council, number: '1', type: string, text: Which council?}";

#[test]
fn one_key_makes_a_document_from_the_review_and_after_signing() {
    let mut officer = Officer::answering(&set_of(ONE));
    officer.type_in("Borsetshire");
    officer.press("ctrl+r ctrl+d");
    officer.sees("1 The response for Word (docx)");
    officer.press("6");
    officer.sees("The document is in /home/officer/tiny.approval");
    officer.press("end enter");
    officer.type_in("A. Director");
    officer.press("tab tab tab tab space tab enter");
    officer.sees("Your response is complete");
    officer.press("ctrl+d 9");
    officer.sees("Copied, ready to paste; also in /home/officer/tiny.e-mail");
    assert_eq!(officer.copied, "Dear");
    officer.press("ctrl+d esc");
    officer.does_not_see("The response for Word");
}

#[test]
fn a_document_changes_no_answer() {
    let mut officer = Officer::answering(&set_of(ONE));
    officer.press("ctrl+d down enter");
    assert_eq!(officer.has_saved("council"), "");
}

#[test]
fn line_by_line_a_word_makes_a_document() {
    let mut listener = Listener::of(Officer::answering(&set_of(ONE)));
    let said = listener.types("document");
    assert!(said.contains("document approval: For approval"), "{said}");
    let said = listener.types("document approval");
    assert!(said.contains("The document is in /home/officer/tiny.approval"), "{said}");
}

const SEVERAL: &str = "- {id: council, number: '1', type: string, max_length: 10, text: Which council?}
- {id: view, number: '2', type: select_one, choices: [{value: a, label: Agree}, {value: d, label: Disagree}], text: Do you agree?, comment: Why?}
- {id: services, number: '3', type: matrix, rows: [{value: x, label: Fostering}, {value: y, label: Adoption}], columns: [{value: y, label: 'Yes'}, {value: n, label: 'No'}], text: Which?}";

fn answered() -> Officer {
    let mut officer = Officer::answering(&set_of(SEVERAL));
    officer.type_in("Borsetshire");
    officer.press("ctrl+n 2 tab");
    officer.type_in("Because.");
    officer.press("ctrl+n down 2");
    officer
}

#[test]
fn answers_are_copied_into_a_website_one_by_one() {
    let mut officer = answered();
    officer.press("ctrl+r ctrl+d end enter");
    officer.sees("0 of 4 copied");
    officer.sees("11 of 10 characters: 1 too many");
    officer.press("enter");
    assert_eq!(officer.copied, "Borsetshire");
    officer.sees("1 of 4 copied");
    officer.sees("also in /home/officer/copied.txt");
    officer.press("enter");
    assert_eq!(officer.copied, "Disagree");
    officer.press("space up up up space");
    officer.sees("2 of 4 copied");
    assert_eq!(officer.copied, "Disagree");
}

#[test]
fn copying_goes_on_where_it_stopped_and_with_what_has_changed_since() {
    let mut officer = answered();
    officer.press("ctrl+d end enter enter enter esc");
    let mut officer = officer.comes_back();
    officer.press("ctrl+d end enter");
    officer.sees("2 of 4 copied");
    officer.press("enter");
    assert_eq!(officer.copied, "Because.");
    officer.press("esc ctrl+g");
    officer.type_in("1");
    officer.press("enter");
    officer.type_in(" Council");
    officer.press("ctrl+d end enter");
    officer.sees("2 of 4 copied");
    officer.press("home");
    officer.sees("has changed since it was copied");
    officer.press("enter");
    assert_eq!(officer.copied, "Borsetshire Council");
}

#[test]
fn nothing_that_would_control_a_terminal_is_copied() {
    let mut officer = Officer::answering(&set_of(ONE));
    officer.paste("Borset\u{1b}[2Jshire");
    officer.press("ctrl+d end enter enter");
    assert_eq!(officer.copied, "Borset[2Jshire");
}

#[test]
fn once_all_are_copied_a_second_round_ends_at_the_last_one() {
    let mut officer = answered();
    officer.press("ctrl+d end enter enter enter enter enter");
    officer.sees("All 4 answers are copied");
    officer.copied.clear();
    officer.press("enter enter");
    assert_eq!(officer.copied, "");
    officer.press("home enter");
    assert_eq!(officer.copied, "Borsetshire");
    officer.press("enter");
    assert_eq!(officer.copied, "Disagree");
}

#[test]
fn copying_changes_no_answer_and_no_sign_off() {
    let mut officer = answered();
    let before = officer.app.session().unwrap().draft.answers.clone();
    officer.press("ctrl+d end enter enter enter enter enter enter");
    officer.sees("4 of 4 copied");
    assert_eq!(officer.app.session().unwrap().draft.answers, before);
}

#[test]
fn line_by_line_an_empty_line_copies_and_goes_on() {
    let mut listener = Listener::of(answered());
    let said = listener.types("document website");
    assert!(said.contains("0 of 4 copied") && said.contains("Which council?"), "{said}");
    let said = listener.types("");
    assert_eq!(listener.officer.copied, "Borsetshire");
    assert!(said.contains("Copied to /home/officer/copied.txt"), "{said}");
    assert!(said.contains("Do you agree?") && said.contains("Disagree"), "{said}");
    listener.types("back");
    let said = listener.types("document website");
    assert!(said.contains("1 of 4 copied"), "{said}");
}

#[test]
fn line_by_line_a_document_is_made_of_a_draft_on_the_first_screen() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("tiny.yaml"), DRAFT).unwrap();
    fs::write(folder.path().join("tiny.set.yaml"), SET).unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_greenpaper"));
    program.args(["--drafts", "."]).env("ACCESSIBLE", "1").current_dir(folder.path());
    program.env("HOME", folder.path()).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut running = program.spawn().unwrap();
    let lines = b"document txt\ndocument txt 1\ndocument txt 2\ndocument txt 99\nleave\n";
    running.stdin.take().unwrap().write_all(lines).unwrap();
    let said = String::from_utf8(running.wait_with_output().unwrap().stdout).unwrap();
    assert!(said.contains("Add the number of the draft"), "{said}");
    assert!(said.contains("The document is in"), "{said}");
    assert!(said.contains("Move to one of your drafts"), "{said}");
    assert!(said.contains("There is no number 99"), "{said}");
    assert!(folder.path().join("tiny.response.txt").exists(), "{said}");
}

#[test]
fn an_email_says_to_whom_what_and_who_approved_it() {
    let folder = tempfile::tempdir().unwrap();
    let set = SET.replacen(
        "sections:",
        "respond_via: [{kind: email, address: parks@example.org}]\nsections:",
        1,
    );
    fs::write(folder.path().join("tiny.set.yaml"), set).unwrap();
    let path = folder.path().join("tiny.yaml");
    let run = || {
        let mut program = Command::new(env!("CARGO_BIN_EXE_greenpaper"));
        program.args(["--drafts", ".", "export", "tiny", "--email"]);
        program.current_dir(folder.path()).env("HOME", folder.path()).output().unwrap()
    };
    fs::write(&path, DRAFT).unwrap();
    let refused = String::from_utf8(run().stderr).unwrap();
    assert!(refused.contains("tiny.response.yaml does not hold this response"), "{refused}");
    let mut export = Command::new(env!("CARGO_BIN_EXE_greenpaper"));
    export.args(["--drafts", ".", "export", "tiny"]);
    assert!(
        export.current_dir(folder.path()).env("HOME", folder.path()).status().unwrap().success()
    );
    let said = String::from_utf8(run().stdout).unwrap();
    for words in [
        "To: parks@example.org\nSubject: Response of Borsetshire County Council to",
        "It was approved by A. Director, Director of Children's Services, under Cabinet minute",
        "Attached: tiny.response.yaml\nIts digest, to check that it arrived unchanged: sha256:",
    ] {
        assert!(said.contains(words), "{said}");
    }
    assert!(said.contains("is attached.\n\nIt was approved"), "{said}");
    fs::write(&path, DRAFT.replace("status: completed", "status: in-progress")).unwrap();
    let said = String::from_utf8(run().stderr).unwrap();
    assert!(said.contains("the response is not final: sign it off"), "{said}");
}
