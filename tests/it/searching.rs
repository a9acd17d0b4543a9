//! Searching everything that is asked and said, and going where it stands.

use crate::{
    officer::{Officer, set_of},
    plain::listener::Listener,
};

const SET: &str = "\
- id: first
  number: \"1\"
  type: text
  text: What do you think of fostering?
  guidance: Fostering panels are meant, too.
- id: grid
  number: \"2\"
  type: matrix
  text: Which services?
  rows: [{value: adoption, label: Adoption}, {value: fostering, label: Fostering}]
  columns: [{value: never, label: Never}, {value: any, label: Any body}]
  row_comment: Why?
- id: end
  number: \"3\"
  type: string
  text: Anything else?";

fn set() -> String {
    set_of(SET)
}

#[test]
fn words_are_found_wherever_they_stand_and_gone_to() {
    let mut officer = Officer::answering(&set());
    officer.type_in("Our panels met.\nThe PANELS agreed.");
    officer.press("ctrl+f");
    officer.type_in("panels");
    officer.sees("3 places");
    officer.sees("Question 1, guidance: Fostering panels are meant");
    officer.sees("Question 1, answer: Our panels met. The PANELS agreed.");
    officer.press("down down enter");
    officer.sees("3 of 3: Question 1, answer");
    // The cursor stands where the words do, and nothing has changed.
    officer.type_in("X");
    assert_eq!(
        officer.has_saved("first"),
        "first:\n  value: |-\n    Our panels met.\n    The XPANELS agreed."
    );
}

#[test]
fn f3_goes_through_the_places_of_a_text_and_beyond_and_back() {
    let mut officer = Officer::answering(&set());
    officer.type_in("one fish, two fish, three");
    officer.press("ctrl+n ctrl+n");
    officer.type_in("fish");
    officer.press("ctrl+f");
    officer.type_in("fish");
    officer.press("enter");
    officer.sees("1 of 3: Question 1, answer");
    officer.press("f3");
    officer.sees("2 of 3: Question 1, answer");
    officer.press("f3");
    officer.sees("3 of 3: Question 3, answer");
    officer.press("f3");
    officer.sees("1 of 3");
    officer.press("shift+f3");
    officer.sees("3 of 3");
}

#[test]
fn ctrl_f_with_the_same_words_goes_to_the_next_place() {
    let mut officer = Officer::answering(&set());
    officer.press("ctrl+f");
    officer.type_in("fostering");
    officer.press("enter");
    officer.sees("1 of 3: Question 1. F3");
    officer.press("ctrl+f ctrl+f");
    officer.sees("2 of 3: Question 1, guidance");
    officer.sees("Fostering panels are meant");
}

#[test]
fn a_note_is_found_and_opened() {
    let mut officer = Officer::answering(&set());
    officer.press("ctrl+t");
    officer.type_in("Ask Legal");
    officer.press("esc ctrl+n ctrl+f");
    officer.type_in("légal");
    officer.sees("Question 1, note: Ask Legal");
    officer.press("enter");
    officer.sees("Note on: Question 1");
}

#[test]
fn go_to_and_search_open_from_every_screen_of_a_draft() {
    for keys in ["", "esc", "ctrl+r", "ctrl+r end enter", "f1", "f2", "ctrl+t", "ctrl+f", "ctrl+g"]
    {
        let mut officer = Officer::answering(&set());
        officer.press(keys);
        officer.press("ctrl+g");
        officer.sees("Type a few letters");
        let mut officer = Officer::answering(&set());
        officer.press(keys);
        officer.press("ctrl+f");
        officer.sees("In questions, guidance, answers, comments and notes");
    }
    let mut officer = Officer::before(&set());
    officer.press("ctrl+g");
    officer.sees("Type a few letters");
}

#[test]
fn what_was_filled_in_before_signing_is_kept_when_going_elsewhere() {
    let mut officer = Officer::answering(&set());
    officer.press("ctrl+r end enter");
    officer.type_in("A. Director");
    officer.press("ctrl+f");
    officer.type_in("anything");
    officer.press("enter ctrl+r end enter");
    officer.sees("A. Director");
}

#[test]
fn a_search_changes_no_answer() {
    let mut officer = Officer::answering(&set());
    officer.type_in("fish");
    let before = officer.saves;
    officer.press("ctrl+f");
    officer.type_in("fish 1 ");
    officer.press("backspace backspace enter f3 shift+f3");
    assert_eq!(officer.has_saved("first"), "first: {value: fish}");
    assert!(officer.saves <= before + 3, "only the place is kept");
}

#[test]
fn a_listener_finds_words_and_goes_to_them() {
    let mut listener = Listener::before(&set());
    listener.types("");
    let heard = listener.types("find fostering");
    assert!(heard.starts_with("3 places."), "{heard}");
    assert!(heard.contains("Question 2, row: Fostering"), "{heard}");
    let heard = listener.types("find");
    assert!(heard.contains("What do you think of fostering?"), "{heard}");
    listener.types("find");
    let heard = listener.types("find");
    assert!(heard.contains("Which services?"), "{heard}");
    let heard = listener.types("find xyz");
    assert!(heard.contains("“xyz” does not occur in any question or answer."), "{heard}");
}

fn countries() -> String {
    let names = [
        "Austria",
        "Belgium",
        "Côte d'Ivoire",
        "Denmark",
        "Finland",
        "France",
        "French Guiana",
        "Its children's services department",
        "Italy",
        "Malta",
        "Spain",
        "Sweden",
    ];
    let choices = names
        .iter()
        .enumerate()
        .map(|(place, name)| format!("    - {{value: c{place}, label: \"{name}\"}}\n"));
    set_of(&format!(
        "- id: where\n  type: select_one\n  text: Where?\n  choices:\n{}- {{id: end, type: text, text: End}}",
        choices.collect::<String>()
    ))
}

#[test]
fn typing_finds_a_choice_in_a_long_list_and_never_chooses() {
    let mut officer = Officer::answering(&countries());
    officer.sees("type letters to find one");
    officer.type_in("fr");
    officer.sees("Find “fr”: 2 match");
    officer.sees("› 6 ○ France");
    officer.press("down");
    officer.sees("› 7 ○ French Guiana");
    officer.press("esc");
    officer.sees("Where?");
    officer.type_in("children's services");
    officer.sees("Find “children's services”: 1 match");
    officer.press("backspace");
    officer.sees("Find “children's service”");
    assert_eq!(officer.has_saved("where"), "");
    officer.press("space space");
    assert_eq!(officer.has_saved("where"), "where: {value: c7}");
    officer.type_in("sw");
    officer.sees("›   ○ Sweden");
    assert_eq!(officer.has_saved("where"), "where: {value: c7}");
}

#[test]
fn an_arrow_and_space_choose_what_was_found() {
    let mut officer = Officer::answering(&countries());
    officer.type_in("fr");
    officer.press("down space");
    assert_eq!(officer.has_saved("where"), "where: {value: c6}");
}

#[test]
fn a_listener_finds_a_choice_by_a_word_inside_it() {
    let mut listener = Listener::before(&countries());
    listener.types("");
    listener.types("");
    let heard = listener.types("fr");
    assert!(heard.contains("could be 6, France; or 7, French Guiana"), "{heard}");
    listener.types("children's services");
    assert_eq!(listener.has_saved("where"), "where: {value: c7}");
}

#[test]
fn typing_finds_an_entry_in_a_long_ranking_and_never_ranks() {
    let labels = ["Ash", "Beech", "Cedar", "Elm", "Fir", "Hazel", "Larch", "Maple", "Oak", "Pine"];
    let choices: Vec<String> = labels
        .iter()
        .map(|label| format!("{{value: {}, label: {label}}}", label.to_lowercase()))
        .collect();
    let ranking =
        format!("- {{id: trees, type: rank, text: Which?, choices: [{}]}}", choices.join(", "));
    let mut officer = Officer::answering(&set_of(&ranking));
    officer.type_in("map");
    officer.sees("Find “map”: 1 match. Space twice ranks it");
    assert_eq!(officer.has_saved("trees"), "");
    officer.press("space space");
    assert!(officer.has_saved("trees").contains("maple"), "{}", officer.has_saved("trees"));
}
