//! The shorter way: the key questions first, or only those.

use greenpaper::model::scope::Scope;

use crate::{
    officer::{Officer, set_of},
    plain::listener::Listener,
};

const CONSULTATION: &str = "\
- {id: council, type: string, number: \"1\", text: Which council?, required: true}
- {id: staff, type: text, number: \"2\", text: What of the staff?}
- {id: delegate, type: select_one, number: \"3\", text: Should councils delegate?, key_question: true, choices: [{value: \"yes\", label: \"Yes\"}, {value: \"no\", label: \"No\"}]}
- {id: bodies, type: text, number: \"4\", text: To which bodies?}
- {id: safeguards, type: text, number: \"5\", text: Which safeguards?, key_question: true}";

fn at_the_contents() -> Officer {
    let mut officer = Officer::before(&set_of(CONSULTATION));
    officer.press("enter");
    officer
}

/// Chooses the entry after the only section.
fn on_the_short_way() -> Officer {
    let mut officer = at_the_contents();
    officer.press("down enter");
    officer
}

#[test]
fn the_contents_say_how_many_key_questions_there_are_and_how_long_each_way_takes() {
    let mut officer = at_the_contents();
    officer.sees("Key questions first: 2 of 5, and 1 required, about 10 minutes");
    officer.press("down enter");
    officer.sees("Key questions only, and 1 required: 0 of 3 answered");
    officer.sees("All questions: 5, about 30 minutes");
}

#[test]
fn the_next_question_is_the_next_key_question() {
    let mut officer = on_the_short_way();
    officer.press("enter");
    officer.sees("1. Which council?");
    officer.press("ctrl+n");
    officer.sees("3. Should councils delegate?");
    officer.press("ctrl+n");
    officer.sees("5. Which safeguards?");
    officer.press("ctrl+p");
    officer.sees("3. Should councils delegate?");
}

#[test]
fn the_last_key_question_leads_to_the_review() {
    let mut officer = on_the_short_way();
    officer.press("enter ctrl+n ctrl+n ctrl+n");
    officer.sees("Check your answers");
    officer.sees("That was the last key question");
}

#[test]
fn a_key_question_says_so() {
    let mut officer = on_the_short_way();
    officer.press("enter");
    officer.does_not_see("Key question");
    officer.press("ctrl+n");
    officer.sees("Key question");
}

#[test]
fn a_question_that_is_not_key_can_be_reached_and_leads_to_the_next_key_question() {
    let mut officer = on_the_short_way();
    officer.press("ctrl+g");
    officer.type_in("bodies");
    officer.press("enter");
    officer.sees("4. To which bodies?");
    officer.press("ctrl+n");
    officer.sees("5. Which safeguards?");
}

#[test]
fn the_other_way_changes_no_answer_and_is_remembered() {
    let mut officer = at_the_contents();
    officer.press("enter ctrl+n");
    officer.type_in("More of them");
    let before = officer.saved.answers.clone();
    officer.press("esc down enter");
    assert_eq!(officer.saved.answers, before);
    let mut officer = officer.comes_back();
    assert_eq!(officer.saved.scope, Scope::KeyQuestions);
    officer.press("down enter");
    officer.sees("All questions. Your answers stay as they are");
    assert_eq!((officer.saved.scope, &officer.saved.answers), (Scope::All, &before));
}

#[test]
fn a_set_without_key_questions_offers_no_other_way() {
    let mut officer = Officer::before(&set_of("- {id: q, type: text, text: Why?}"));
    officer.press("enter");
    officer.does_not_see("ey questions");
}

#[test]
fn the_plain_mode_has_the_short_way_too() {
    let mut listener = Listener::before(&set_of(CONSULTATION));
    let said = listener.types("");
    assert!(
        said.contains("2: Key questions first: 2 of 5, and 1 required, about 10 minutes"),
        "{said}"
    );
    let said = listener.types("2");
    assert!(said.contains("Key questions only"), "{said}");
    listener.types("");
    let said = listener.types("next");
    assert!(said.contains("question 3, key question"), "{said}");
}
