//! What happens to a response once it is written: documents of it, and how it is sent.

use std::{fs, process::Command};

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
    officer.press("ctrl+d end enter");
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
    let said = String::from_utf8(run().stdout).unwrap();
    for words in [
        "To: parks@example.org\nSubject: Response of Borsetshire County Council to",
        "It was approved by A. Director, Director of Children's Services, under Cabinet minute",
        "Attached: tiny.response.yaml\nIts digest, to check that it arrived unchanged: sha256:",
    ] {
        assert!(said.contains(words), "{said}");
    }
    fs::write(&path, DRAFT.replace("status: completed", "status: in-progress")).unwrap();
    let said = String::from_utf8(run().stderr).unwrap();
    assert!(said.contains("the response is not final: sign it off"), "{said}");
}
