//! A sign-off is of what was signed: what changes afterwards is told, and nothing is signed by
//! going on.

use greenpaper::model::{draft::Status, id::QuestionId};

use crate::officer::{Officer, set_of};

const TWO: &str = "- {id: council, number: '1', type: string, text: Which council?}\n\
                   - {id: cost, number: '2', type: string, text: What would it cost?}";

fn at_the_form() -> Officer {
    let mut officer = Officer::answering(&set_of(TWO));
    officer.type_in("Borsetshire");
    officer.press("ctrl+n");
    officer.type_in("12");
    officer.press("ctrl+r end enter");
    officer.sees("Name of the person who signs off");
    officer
}

fn signed_off() -> Officer {
    let mut officer = at_the_form();
    officer.type_in("A. Director");
    officer.press("tab tab tab tab space tab enter");
    assert_eq!(officer.saved.status, Status::Completed);
    officer
}

/// Changes the cost, from wherever the officer is.
fn changed() -> Officer {
    let mut officer = signed_off();
    officer.press("esc ctrl+g");
    officer.type_in("cost");
    officer.press("enter end");
    officer.type_in("5");
    officer
}

#[test]
fn going_on_and_on_signs_nothing() {
    let mut officer = at_the_form();
    officer.type_in("A. Director");
    officer.press("enter enter enter enter enter enter enter tab enter tab enter down enter");
    assert_eq!(officer.saved.status, Status::InProgress);
    officer.sees("Confirm that this is to be signed off");
    assert!(officer.exported.is_none());
}

#[test]
fn the_words_of_the_form_fit_a_person_who_responds_alone() {
    let mut officer = signed_off();
    assert!(officer.exported.is_some());
    officer.press("esc");
    officer.sees("Signed off by A. Director on ");
}

#[test]
fn a_change_after_sign_off_shows_at_once_wherever_one_is() {
    let mut officer = changed();
    officer.sees("Changed since. Signed off by A. Director");
    assert_eq!(officer.saved.status, Status::Amended);
    officer.press("esc");
    officer.sees("Changed since: question 2");
    officer.sees("Changed since sign-off");
    officer.does_not_see("Completed");
    officer.press("ctrl+r");
    officer.sees("Changed since: question 2");
}

#[test]
fn changing_back_to_what_was_signed_makes_it_signed_again() {
    let mut officer = changed();
    officer.press("backspace");
    officer.does_not_see("Changed since.");
    assert_eq!(officer.saved.status, Status::Completed);
}

#[test]
fn a_draft_is_signed_again_only_when_that_is_confirmed_afresh() {
    let mut officer = changed();
    officer.press("ctrl+r end enter");
    officer.sees("A. Director");
    officer.press("enter enter enter enter enter enter");
    assert_eq!(officer.saved.status, Status::Amended);
    officer.press("space tab enter");
    assert_eq!(officer.saved.status, Status::Completed);
    let cost = QuestionId::try_from("cost").unwrap();
    assert!(officer.saved.signed.unwrap().answers.contains_key(&cost));
}

#[test]
fn what_is_typed_into_the_form_leaves_the_sign_off_as_it_is() {
    let mut officer = signed_off();
    officer.press("esc ctrl+r end enter");
    officer.type_in(" and others");
    officer.press("esc");
    assert_eq!(officer.saved.sign_off.as_ref().unwrap().name, "A. Director");
    assert_eq!(officer.saved.status, Status::Completed);
}

#[test]
fn a_set_says_what_its_sign_off_page_says() {
    let own = "sign_off: {authority: {label: Minute of cabinet, required: true}}\nsections:";
    let mut officer = Officer::answering(&set_of(TWO).replace("sections:", own));
    officer.press("ctrl+r end enter");
    officer.sees("Minute of cabinet");
    officer.sees("Their role (optional)");
}

#[test]
fn looking_at_the_form_again_changes_nothing() {
    let mut officer = signed_off();
    let before = officer.saved.clone();
    officer.press("esc ctrl+r end enter enter tab down esc");
    assert_eq!(officer.saved.unconfirmed_sign_off, None);
    assert_eq!(officer.saved.sign_off, before.sign_off);
}
