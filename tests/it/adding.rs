//! Adding a consultation on the first screen.

use std::{
    fs,
    io::Write,
    process::{Command, Stdio},
};

use crate::terminal::{Desk, PROGRAM};

const PAPER: &str = "Parks for everyone\n\nQuestion 1: Do you agree that parks should stay free?\n\
                     Yes\nNo\n\nQuestion 2: What should be improved, and why?\n";

/// Where the sets go that are made of papers.
const SETS: &str = "home/config/greenpaper/questions";

#[test]
fn a_paper_that_is_named_becomes_a_set_in_the_preview_and_stays_listed() {
    let desk = Desk::with("parks.txt", PAPER);
    let window = desk.start("");
    window.see("Add a consultation from a paper").press("end enter").see("Add a consultation");
    window.types("nothing.txt").press("enter").see("nothing.txt: it is not there");
    let path = desk.path("parks.txt");
    window.press("ctrl+a").types(path.to_str().unwrap()).press("enter");
    window.see("2 questions, 1 with choices; 1 guess to look at").see("Preview");
    window.press("enter").see("0 of 2 answered").press("esc").see("Consultations to answer");
    window.see("Parks for everyone").press("ctrl+q").ends_with(0);
    assert!(desk.read(&format!("{SETS}/parks-for-everyone.yaml")).contains("stay free?"));
}

#[test]
fn a_paper_that_is_pasted_is_read_as_one_and_replaces_nothing() {
    let desk = Desk::with(&format!("{SETS}/parks-for-everyone.yaml"), "not: ours\n");
    let window = desk.start("");
    window.see("parks-for-everyone.yaml").press("end").see("Add a consultation from a paper");
    window.press("enter").see("paste its text");
    window.paste(PAPER).see("Pasted: 7 lines").press("enter").see("2 questions, 1 with choices");
    window.press("ctrl+q").ends_with(0);
    assert_eq!(desk.read(&format!("{SETS}/parks-for-everyone.yaml")), "not: ours\n");
    assert!(desk.read(&format!("{SETS}/parks-for-everyone-2.yaml")).contains("stay free?"));
}

#[test]
fn a_paper_is_added_line_by_line() {
    let desk = Desk::with("parks.txt", PAPER);
    let mut program = Command::new(PROGRAM);
    program.current_dir(desk.path("")).env_clear().envs(desk.environment());
    program.env("ACCESSIBLE", "1").stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut running = program.spawn().unwrap();
    let lines = b"Add a consultation from a paper\nnothing.txt\n'parks.txt'\n\nhome\nleave\n";
    running.stdin.take().unwrap().write_all(lines).unwrap();
    let said = String::from_utf8(running.wait_with_output().unwrap().stdout).unwrap();
    assert!(said.contains("nothing.txt: it is not there"), "{said}");
    assert!(said.contains("2 questions, 1 with choices"), "{said}");
    assert!(said.contains("1: Parks for everyone, a new answer"), "{said}");
    assert_eq!(fs::read_dir(desk.path(SETS)).unwrap().count(), 1);
}

/// Answers what `greenpaper new` asks; what it says, and its exit status.
fn begins(desk: &Desk, arguments: &[&str], answers: &str) -> (String, Option<i32>) {
    let mut program = Command::new(PROGRAM);
    program.arg("new").args(arguments).current_dir(desk.path(""));
    program.env_clear().envs(desk.environment());
    program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = program.spawn().unwrap();
    running.stdin.take().unwrap().write_all(answers.as_bytes()).unwrap();
    let output = running.wait_with_output().unwrap();
    let text = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
    (text.concat(), output.status.code())
}

#[test]
fn six_answers_make_a_first_set() {
    let desk = Desk::new();
    let answers = "\nParks: what next?\nBorset\n31 June 2030\n30 May 2030\n\nFree?\nYes; No\n";
    let (said, status) = begins(&desk, &[], answers);
    assert_eq!(status, Some(0), "{said}");
    assert!(
        said.contains("This one is needed.") && said.contains("There is no 31 June 2030"),
        "{said}"
    );
    assert!(said.contains("“Parks: what next?” is in parks-what-next.yaml"), "{said}");
    let output = desk.run("check --strict parks-what-next.yaml");
    assert!(output.status.success(), "{output:?}");
    let set = desk.read("parks-what-next.yaml");
    for line in ["closes: 2030-05-30", "title: Questions", "{value: \"yes\", label: \"Yes\"}"] {
        assert!(set.contains(line), "{set}");
    }
    let (said, status) = begins(&desk, &[], answers);
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("`--force` replaces this one"), "{said}");
    let (_, status) = begins(&desk, &["-o", "other.yaml"], answers);
    assert_eq!(status, Some(0));
}

#[test]
fn an_unfinished_set_is_not_written() {
    let desk = Desk::new();
    let (said, status) = begins(&desk, &["-o", "set.yaml"], "Parks\n");
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("nothing was written"), "{said}");
    assert!(!desk.path("set.yaml").exists());
}
