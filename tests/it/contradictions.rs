//! Answers that contradict each other, as a set declares them: pointed out, never in the way.

use crate::{
    officer::{Officer, set_of},
    plain::listener::Listener,
};

const SECRET: &str = "\
- id: secret
  number: \"1\"
  type: select_one
  text: Keep it confidential?
  choices: [{value: \"yes\", label: \"Yes\"}, {value: \"no\", label: \"No\"}]
- id: publish
  number: \"2\"
  type: select_one
  text: May it be published?
  choices: [{value: \"yes\", label: \"Yes\"}, {value: \"no\", label: \"No\"}]
- {id: end, type: text, text: Anything else?}";

const MESSAGE: &str = "You ask for both secrecy and publication.";

fn declared() -> String {
    set_of(SECRET).replace(
        "sections:",
        "contradictions:\n  - when: {all: [{question: secret, equals: \"yes\"}, {question: \
         publish, equals: \"yes\"}]}\n    message: You ask for both secrecy and publication.\n\
         sections:",
    )
}

#[test]
fn a_contradiction_is_pointed_out_on_each_page_and_in_the_review() {
    let mut officer = Officer::answering(&declared());
    officer.press("1 ctrl+n");
    officer.does_not_see(MESSAGE);
    officer.press("1");
    officer.sees(&format!("{MESSAGE} See question 1"));
    officer.press("ctrl+p");
    officer.sees(&format!("{MESSAGE} See question 2"));
    officer.press("ctrl+n ctrl+n");
    officer.does_not_see(MESSAGE);
    officer.press("ctrl+r");
    officer.sees(MESSAGE);
    officer.sees("1. Keep it confidential?");
    // Each question of it is one key away.
    officer.press("down enter");
    officer.sees("May it be published?");
    officer.press("2");
    officer.does_not_see(MESSAGE);
}

#[test]
fn a_contradiction_is_pointed_out_before_signing_and_holds_nobody_up() {
    let mut officer = Officer::answering(&declared());
    officer.press("1 ctrl+n 1 ctrl+r end enter");
    officer.sees("Sign off and export");
    officer.sees(MESSAGE);
    officer.sees("The final response is written as a file beside your draft");
}

#[test]
fn a_listener_hears_of_a_contradiction() {
    let mut listener = Listener::before(&declared());
    listener.types("");
    listener.types("");
    listener.types("yes");
    let heard = listener.types("yes");
    let said = format!("This contradicts your answer to question 1.\n{MESSAGE}");
    assert!(heard.contains(&said), "{heard}");
    let heard = listener.types("back");
    assert!(heard.contains(&format!("{MESSAGE} See question 1.")), "{heard}");
    let heard = listener.types("review");
    assert!(heard.contains(&format!("{MESSAGE}\n1: Question 1\n2: Question 2")), "{heard}");
}
