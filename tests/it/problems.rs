//! What the review points out is pointed out on the page of its question too.

use crate::{
    officer::{Officer, set_of},
    plain::listener::Listener,
};

const ADDRESS: &str = "\
- {id: address, number: \"1\", type: string, format: email, text: Which address?, required: true}
- id: ways
  number: \"2\"
  type: rank
  text: Which ways?
  max_ranked: 1
  choices: [{value: a, label: Alone}, {value: b, label: Together}]
- {id: end, number: \"3\", type: text, text: Anything else?}";

#[test]
fn a_wrong_answer_that_was_left_is_pointed_out_when_its_page_is_shown_again() {
    let mut officer = Officer::answering(&set_of(ADDRESS));
    officer.type_in("borsetshire");
    officer.does_not_see("an e-mail address");
    officer.press("ctrl+n ctrl+p");
    officer.sees("There is a problem");
    let said = officer.app.session().unwrap().shortfalls();
    let words = said[0].in_words(&officer.consultation);
    officer.sees(&words);
    officer.type_in("@example.gov.uk");
    officer.does_not_see(&words);
    officer.does_not_see("There is a problem");
}

#[test]
fn too_many_in_a_ranking_are_pointed_out_at_once() {
    let mut officer = Officer::answering(&set_of(ADDRESS));
    officer.press("ctrl+n 1");
    officer.does_not_see("Rank at most 1");
    officer.press("2");
    officer.sees("Rank at most 1: you ranked 2");
    officer.press("ctrl+z");
    officer.does_not_see("Rank at most 1");
}

#[test]
fn what_is_missing_is_pointed_out_once_the_review_has_listed_it() {
    let mut officer = Officer::answering(&set_of(ADDRESS));
    officer.does_not_see("Enter an answer");
    officer.press("ctrl+r");
    officer.sees("Enter an answer");
    officer.press("esc enter");
    officer.sees("Which address?");
    officer.sees("Enter an answer");
    // It holds nobody up.
    officer.press("enter");
    officer.sees("Which ways?");
}

#[test]
fn a_listener_hears_what_is_wrong_when_the_question_is_said() {
    let mut listener = Listener::before(&set_of(ADDRESS));
    listener.types("");
    listener.types("");
    listener.types("borsetshire");
    listener.types("next");
    let heard = listener.types("back");
    assert!(heard.contains("Enter an e-mail address"), "{heard}");
}
