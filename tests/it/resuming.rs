//! Whoever opens a draft again on the same machine sees the screen that they left.

use std::{
    fs,
    io::Write,
    path::PathBuf,
    process::{Command, Stdio},
    sync::Arc,
};

use greenpaper::{
    app::{Mode, event::Event, library::DestinationPlace, screen::Screen},
    model::{
        answer::{Answer, Given},
        consultation::Consultation,
        draft::Position,
        id::QuestionId,
    },
    store::{resume, shipped::SHIPPED},
};
use jiff::SignedDuration;
use proptest::{collection, prelude::*, sample::select};

use crate::{
    faults::{DRAFT, LOG, begin},
    going_on::{officer, read, roll},
    officer::{Officer, set_of},
    plain::equality,
    terminal::{Desk, PROGRAM, files_below, kill},
};

/// Where this machine keeps the screens that were left.
const RESUME: &str = "home/state/greenpaper/resume";

/// What the officer does before they leave.
const KEYS: [&str; 24] = [
    "enter",
    "enter",
    "tab",
    "tab",
    "shift+tab",
    "up",
    "down",
    "down",
    "left",
    "right",
    "pagedown",
    "home",
    "ctrl+n",
    "ctrl+p",
    "ctrl+r",
    "esc",
    "space",
    "2",
    "x",
    "backspace",
    "ctrl+k",
    "scroll up",
    "scroll down",
    "scroll down",
];

/// What is on the screen between the title, which says when it was saved, and the keys.
fn body(officer: &mut Officer) -> String {
    officer.app.notice = None;
    let screen = officer.screen();
    let rows: Vec<&str> = screen.lines().collect();
    rows[1..rows.len() - 1].join("\n")
}

/// Whether the officer is where they can come back to: not at home, and not where something is signed.
fn can_come_back(officer: &Officer) -> bool {
    match &officer.app.mode {
        Mode::Draft(_, Screen::SignOff(_) | Screen::Done(_)) => false,
        Mode::Draft(..) => officer.app.popup.is_none(),
        Mode::Home(_) | Mode::Revised(_) | Mode::Broken(_) => false,
    }
}

#[track_caller]
fn check_return(mut officer: Officer, what: &str) {
    let before = body(&mut officer);
    let mut back = officer.comes_back();
    let after = body(&mut back);
    assert!(before == after, "{what}: left\n{before}\n\ncame back to\n{after}");
    check_file(back);
}

/// The screen goes into a file of this machine, and comes back.
#[track_caller]
fn check_file(mut officer: Officer) {
    officer.press("ctrl+q");
    let folder = tempfile::tempdir().unwrap();
    let draft = folder.path().join("draft.yaml");
    let left = officer.resume.map(|point| *point);
    assert!(left.is_some());
    resume::keep(&draft, folder.path(), left.as_ref()).unwrap();
    assert_eq!(resume::read(&draft, folder.path()), left);
    resume::keep(&draft, folder.path(), None).unwrap();
    assert_eq!(resume::read(&draft, folder.path()), None);
}

#[track_caller]
fn check_walk(consultation: &Arc<Consultation>, seed: u64, keys: &[&str], wide: bool) {
    let mut officer = officer(consultation, seed);
    officer = match (wide, seed % 2) {
        (true, _) => officer.at(120, 40),
        (false, 0) => officer.at(80, 24),
        (false, _) => officer.at(40, 12),
    };
    let questions: Vec<QuestionId> =
        consultation.questions().map(|(_, question)| question.id.clone()).collect();
    if !questions.is_empty() {
        let at = &questions[roll(seed, "where", questions.len())];
        officer.happens(Event::GoTo(DestinationPlace::Question(Position::of(at))));
    }
    for key in keys {
        match *key {
            "scroll up" => officer.happens(Event::Scroll(-3)),
            "scroll down" => officer.happens(Event::Scroll(3)),
            key => officer.press(key),
        }
        if officer.has_left {
            return;
        }
    }
    if can_come_back(&officer) {
        check_return(officer, &format!("{keys:?}"));
    }
}

/// Leaves on the page that ends a section, and comes back to it in the next session.
#[test]
fn the_end_of_a_section_is_shown_again() {
    let desk = Desk::with("log.yaml", LOG);
    let window = desk.start("answer log.yaml");
    begin(&window).types("Begun.").press("ctrl+n").see("Who saw it?").types("Ann");
    window.press("enter").see("Have you completed this section?");
    window.press("ctrl+q").ends_with(0);
    let window = desk.start("answer log.yaml");
    window.see("Have you completed this section?").press("ctrl+q").ends_with(0);
}

/// Everybody goes on where they were themselves; the draft says nothing about it.
#[test]
fn a_draft_that_somebody_else_has_worked_on_opens_where_one_was_oneself() {
    let desk = Desk::with("log.yaml", LOG);
    let window = desk.start("answer log.yaml");
    begin(&window).types("Begun.").press("ctrl+r").see("Check your answers");
    window.press("ctrl+q").ends_with(0);
    let draft = desk.read(DRAFT);
    assert!(!draft.contains("position:") && !draft.contains("updated:"), "{draft}");
    desk.put(DRAFT, draft.replace("Begun.", "Begun again."));
    desk.start("answer log.yaml").see("Check your answers").press("ctrl+q").ends_with(0);
}

/// A draft that was never open on this machine shows how far it is.
#[test]
fn a_draft_of_a_colleague_opens_at_its_contents() {
    let desk = Desk::with("log.yaml", LOG);
    let window = desk.start("answer log.yaml");
    begin(&window).types("Begun.").press("ctrl+q").ends_with(0);
    fs::remove_dir_all(desk.path(RESUME)).unwrap();
    desk.start("answer log.yaml").see("Check your answers").press("ctrl+q").ends_with(0);
}

/// After a kill too, once the question that one was at has been reached.
#[test]
fn a_killed_session_goes_on_at_its_question() {
    let desk = Desk::with("log.yaml", LOG);
    let window = desk.start("answer log.yaml");
    begin(&window).types("Begun.").press("ctrl+n").see("Who saw it?");
    let says = |file: &PathBuf| fs::read_to_string(file).is_ok_and(|file| file.contains("name"));
    desk.waits_for("the question is kept", || files_below(&desk.path(RESUME)).iter().any(says));
    kill(window.process(), "KILL");
    window.ending();
    desk.start("answer log.yaml").see("Who saw it?").press("ctrl+q").ends_with(0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..Default::default() })]

    #[test]
    fn the_screen_that_was_left_of_any_set_is_shown_again(
        sections in collection::vec(
            collection::vec((select((0..11).collect::<Vec<usize>>()), any::<[bool; 4]>()), 1..5),
            1..4,
        ),
        seed in any::<u64>(),
        keys in collection::vec(select(&KEYS[..]), 1..30),
        wide in any::<bool>(),
    ) {
        check_walk(&read(&equality::set(&sections)), seed, &keys, wide);
    }

    #[test]
    fn the_screen_that_was_left_of_the_sets_that_ship_is_shown_again(
        shipped in 0..SHIPPED.len(),
        seed in any::<u64>(),
        keys in collection::vec(select(&KEYS[..]), 1..30),
        wide in any::<bool>(),
    ) {
        check_walk(&read(SHIPPED[shipped].text), seed, &keys, wide);
    }
}

/// The officer comes back to a draft that Ben has changed in the meantime.
fn changed_by_ben(mut officer: Officer) -> Officer {
    let council = QuestionId::try_from("council".to_owned()).unwrap();
    let at = &officer.now + SignedDuration::from_mins(5);
    officer.saved.record_author(&council, Some("Ben"), &at);
    officer.comes_back()
}

const TWO: &str = "- {id: council, number: '1', type: string, text: Which council?}
- {id: end, number: '2', type: text, text: What else?}";

#[test]
fn what_others_have_changed_since_is_listed_first() {
    let mut officer = Officer::answering(&set_of(TWO));
    officer.app.me = Some("Ann".to_owned());
    officer.type_in("Borsetshire");
    officer.press("ctrl+n");
    let mut officer = changed_by_ben(officer);
    officer.sees("1 answer has changed since you were here: Ctrl-R lists them");
    officer.press("ctrl+r");
    officer.sees("1 answer has changed since you were here");
    officer.sees("Ben, 2 May 2014");
    officer.press("enter");
    officer.sees("Which council?");
}

/// The screen is kept a moment before the last letters are: after a crash there may be more of them.
#[test]
fn a_cursor_at_the_end_is_at_the_end_of_what_is_there() {
    let mut officer = Officer::answering(&set_of(TWO));
    officer.press("ctrl+n");
    officer.type_in("Begun");
    officer.waits();
    let end = QuestionId::try_from("end".to_owned()).unwrap();
    let more = Answer { value: Given::One("Begun and more".into()), ..Answer::default() };
    officer.saved.answers.set(&end, more);
    let mut officer = officer.comes_back();
    officer.type_in("!");
    assert_eq!(officer.has_saved("end"), "end: {value: Begun and more!}");
}

#[test]
fn what_one_has_changed_oneself_is_no_news() {
    let mut officer = Officer::answering(&set_of(TWO));
    officer.app.me = Some("Ann".to_owned());
    officer.type_in("Borsetshire");
    officer.press("ctrl+n");
    let mut officer = officer.comes_back();
    officer.does_not_see("since you were here");
}

#[test]
fn each_answer_says_who_changed_it_unless_no_name_is_to_be_noted() {
    for (name, noted) in [("Ann Example", "by: Ann Example"), ("", "changed:")] {
        let desk = Desk::with("log.yaml", LOG);
        let mut program = Command::new(PROGRAM);
        program.args(["answer", "log.yaml", "--plain"]).current_dir(desk.path(""));
        program.env_clear().envs(desk.environment()).env("GREENPAPER_NAME", name);
        program.stdin(Stdio::piped()).stdout(Stdio::null());
        let mut running = program.spawn().unwrap();
        running.stdin.take().unwrap().write_all(b"\ngo name\nAnn\nleave\n").unwrap();
        assert!(running.wait().unwrap().success());
        let draft = desk.read(DRAFT);
        assert!(draft.contains(noted), "{draft}");
        assert_eq!(draft.contains("by:"), !name.is_empty(), "{draft}");
    }
}
