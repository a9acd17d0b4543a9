//! Quoting what was said before, in earlier drafts and responses.

use greenpaper::model::earlier::EarlierPassage;
use jiff::civil::date;

use crate::{
    officer::{Officer, set_of},
    plain::listener::Listener,
};

const SET: &str = "\
- id: panels
  number: \"1\"
  type: text
  text: Should fostering panels be kept?
- id: plain
  number: \"2\"
  type: select_one
  text: Do you agree about fostering panels?
  choices: [{value: a, label: Agree}, {value: b, label: Disagree}]
- id: reason
  number: \"3\"
  type: select_one
  text: And about adoption?
  choices: [{value: a, label: Agree}, {value: b, label: Disagree}]
  comment: {text: Why?}";

fn said(question: &str, words: &str) -> EarlierPassage {
    EarlierPassage {
        consultation: "Fees".to_owned(),
        place: "question 7".to_owned(),
        question: question.to_owned(),
        date: date(2013, 3, 5),
        words: words.to_owned(),
    }
}

fn officer() -> Officer {
    let mut officer = Officer::answering(&set_of(SET));
    officer.earlier = vec![
        said("Parking?", "Parking is dear."),
        said("Do you want fostering panels?", "Panels protect children."),
        said("Adoption?", "Adoption panels differ."),
    ];
    officer
}

#[test]
fn a_fitting_passage_is_put_at_the_cursor_as_a_quotation_and_taken_out_again() {
    let mut officer = officer();
    officer.type_in("We say: ");
    officer.press("f4");
    officer.sees("1 passage for this question");
    officer.sees("Fees, question 7, 5 March 2013");
    officer.sees("Panels protect children.");
    officer.does_not_see("Parking");
    officer.press("enter");
    let quoted = "“Panels protect children.” (Fees, question 7, 5 March 2013)";
    assert!(officer.has_saved("panels").contains(&format!("We say: {quoted}")));
    officer.sees("Quoted: Fees, question 7, 5 March 2013. Ctrl-Z takes it out");
    officer.press("ctrl+z");
    assert!(!officer.has_saved("panels").contains("Panels"));
    assert!(officer.has_saved("panels").contains("We say: "));
}

#[test]
fn words_that_are_typed_find_any_passage_and_moving_changes_nothing() {
    let mut officer = officer();
    officer.press("f4");
    officer.type_in("pan");
    officer.sees("2 passages with these words");
    officer.press("down up pagedown esc");
    assert!(officer.app.session().unwrap().draft.answers.iter().next().is_none());
    officer.press("f4");
    officer.type_in("parking cheap");
    officer.sees("No earlier answer has these words.");
    officer.press("enter");
    officer.sees("No earlier answer has these words.");
}

#[test]
fn the_search_of_the_draft_leads_to_earlier_answers_with_the_same_words_and_back() {
    let mut officer = officer();
    officer.press("ctrl+f");
    officer.type_in("parking");
    officer.sees("No question or answer contains these words.");
    officer.press("f4");
    officer.sees("Parking is dear.");
    officer.press("ctrl+f");
    officer.sees("No question or answer contains these words.");
}

#[test]
fn on_a_choice_the_passage_goes_into_the_comment_or_is_copied() {
    let mut officer = officer();
    officer.press("ctrl+n f4 enter");
    officer.sees("It is copied instead");
    assert!(officer.copied.starts_with("“Panels protect children.”"));
    officer.press("ctrl+n f4");
    officer.type_in("adoption");
    officer.press("enter");
    officer.sees("Quoted: Fees");
    assert!(officer.has_saved("reason").contains("“Adoption panels differ.” (Fees"));
}

#[test]
fn in_plain_mode_a_number_quotes_a_passage_and_words_search() {
    let mut listener = Listener::of(officer());
    let heard = listener.types("earlier");
    assert!(heard.contains("1 earlier passage."), "{heard}");
    let heard = listener.types("parking");
    assert!(heard.contains("1: Fees, question 7, 5 March 2013: Parking is dear."), "{heard}");
    listener.types("");
    assert!(listener.officer.app.session().unwrap().draft.answers.iter().next().is_none());
    listener.types("earlier");
    let heard = listener.types("1");
    assert!(heard.contains("Quoted: Fees"), "{heard}");
    assert!(listener.has_saved("panels").contains("“Panels protect children.”"));
    listener.types("undo");
    assert!(listener.officer.app.session().unwrap().draft.answers.iter().next().is_none());
}
