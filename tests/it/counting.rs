//! One way to count: a group is one question with its parts, a problem is a line of the review.

use crate::{
    officer::{Officer, set_of},
    plain::listener::Listener,
};

/// Three questions for a person: one alone, a group of two parts, a matrix of three rows.
const THREE: &str = "- {id: council, number: '1', type: string, text: Which council?, required: true}\n\
- id: costs\n  number: '2'\n  type: group\n  text: What would it cost?\n  items:\n    \
- {id: now, type: string, text: Now?}\n    \
- {id: later, type: string, text: Later?}\n\
- id: duties\n  number: '3'\n  type: matrix\n  text: How often?\n  columns:\n    \
- {value: never, label: Never}\n    - {value: often, label: Often}\n  rows:\n    \
- {value: a, label: Adoption}\n    - {value: b, label: Fostering}\n    - {value: c, label: Care}\n  \
row_comment: {text: Why never?, required_when: [never]}\n";

/// One part of two, and one row of three, whose reason is missing.
fn begun() -> Officer {
    let mut officer = Officer::answering(&set_of(THREE));
    officer.press("ctrl+n");
    officer.type_in("5");
    officer.press("ctrl+n 1");
    officer
}

#[test]
fn a_group_counts_once_and_what_is_answered_in_part_is_not_answered() {
    let mut officer = Officer::answering(&set_of(THREE));
    officer.type_in("Borsetshire");
    officer.press("esc");
    officer.sees("1 of 3 answered");
    let mut officer = begun();
    officer.press("esc");
    officer.sees("0 of 3 answered");
    officer.sees("0/3, 2 partly, 2 problems");
    officer.sees("Before it can be final: 2 answers missing");
    officer.press("ctrl+r");
    officer.sees("2 problems: what is missing or wrong");
}

#[test]
fn the_plain_mode_counts_the_same() {
    let mut listener = Listener::before(&set_of(THREE));
    let said = listener.types("");
    assert!(said.contains("0 of 3 answered"), "{said}");
}

#[test]
fn a_row_that_is_left_without_its_reason_says_so_once() {
    let mut officer = begun();
    officer.does_not_see("Give a reason");
    officer.press("ctrl+p");
    officer.sees("Question 3: Give a reason: you chose Never");
    officer.press("ctrl+n");
    officer.sees("Give a reason: you chose Never");
    officer.press("ctrl+p");
    officer.does_not_see("Give a reason");
}

#[test]
fn what_is_blank_is_said_in_the_review_and_before_signing() {
    let mut officer = begun();
    officer.press("ctrl+r");
    officer.sees("2 rows and 1 part are blank");
    officer.press("end enter");
    officer.sees("2 rows and 1 part are blank");
}

#[test]
fn a_listener_hears_how_much_of_a_question_is_answered() {
    let mut listener = Listener::before(&set_of(THREE));
    listener.types("");
    listener.types("");
    listener.types("next");
    listener.types("5");
    listener.types("next");
    let said = listener.types("back");
    assert!(said.contains("1 of 2 parts answered"), "{said}");
}
