//! A preview: the author of a question set writes, saves and sees.

use crate::{
    officer::{Officer, set_of},
    plain::listener::Listener,
    terminal::Desk,
};

const TWO: &str = "- {id: council, number: \"1\", type: string, text: Name of your council, \
                   required: true}\n\
                   - {id: why, number: \"2\", type: text, text: Why?}";

/// At the second question of a set with two.
fn at_the_second() -> Officer {
    let mut officer = Officer::previewing(&set_of(TWO));
    officer.press("ctrl+n ctrl+n");
    officer.sees("2. Why?");
    officer
}

#[test]
fn a_preview_keeps_nothing_and_says_so() {
    let mut officer = Officer::previewing(&set_of(TWO));
    officer.sees("Preview: nothing is kept");
    officer.press("ctrl+n");
    officer.type_in("Borsetshire");
    officer.press("ctrl+s");
    officer.sees("This is a preview: nothing is kept");
    officer.press("ctrl+q");
    assert!(officer.has_left);
    assert_eq!(officer.saves, 0);
}

#[test]
fn signing_off_writes_nothing_and_says_so() {
    let mut officer = Officer::previewing(&set_of(TWO));
    officer.press("ctrl+n");
    officer.type_in("Borsetshire");
    officer.press("esc end enter");
    for text in ["A. Director", "Director", "Minute 1"] {
        officer.type_in(text);
        officer.press("tab");
    }
    officer.press("tab space tab enter");
    officer.sees("The final response would be written now. In a preview, nothing is");
    assert!(officer.exported.is_none());
}

#[test]
fn the_set_is_read_again_when_it_is_saved_at_the_same_question() {
    let mut officer = at_the_second();
    officer.type_in("Because.");
    officer.saves_the_set(&set_of(
        "- {id: before, number: \"1\", type: string, text: Something before}\n\
         - {id: why, number: \"2\", type: text, text: Why do you say so?}",
    ));
    officer.sees("Why do you say so?");
    officer.sees("Because.");
    officer.sees("Reloaded from the file you saved");
    officer.type_in(" And more.");
    officer.sees("Because. And more.");
}

#[test]
fn a_question_that_is_gone_makes_way_for_the_one_in_its_place() {
    let mut officer = at_the_second();
    officer.saves_the_set(&set_of(
        "- {id: council, type: string, text: Name of your council}\n\
         - {id: cost, type: string, text: At what cost?}",
    ));
    officer.sees("At what cost?");
    officer.saves_the_set(&set_of(TWO));
    officer.sees("Why?");
}

#[test]
fn answers_come_back_with_their_question() {
    let mut officer = at_the_second();
    officer.type_in("Because.");
    officer.saves_the_set(&set_of("- {id: council, type: string, text: Name of your council}"));
    officer.saves_the_set(&set_of(TWO));
    officer.press("ctrl+n");
    officer.sees("Because.");
}

#[test]
fn problems_are_shown_above_what_was_there_before() {
    let mut officer = at_the_second();
    let wrong = set_of(TWO).replace("title: A tiny", "titel: A tiny");
    officer.saves_the_set(&wrong);
    officer.sees("Problems in what you saved");
    officer.sees("tiny.yaml:4:1: unknown key `titel`");
    officer.sees("Did you mean `title`?");
    officer.press("esc");
    officer.sees("2. Why?");
    officer.sees("in the file as you saved it; Ctrl-S lists them");
    officer.type_in("Still here.");
    officer.press("ctrl+s");
    officer.sees("tiny.yaml:4:1: unknown key `titel`");
    officer.saves_the_set(&set_of(TWO));
    officer.does_not_see("unknown key");
    officer.does_not_see("Ctrl-S lists them");
    officer.sees("Still here.");
}

#[test]
fn a_set_that_is_wrong_at_first_waits_to_be_mended() {
    let many: String = (0..30).map(|n| format!("- {{id: q{n}, typ: string, text: Q}}\n")).collect();
    let mut officer = Officer::previewing(&set_of(&many)).at(40, 12);
    officer.sees("problems in tiny.yaml");
    officer.press("end");
    officer.sees("tiny.yaml:40:");
    officer.press("esc enter ctrl+n");
    officer.sees("tiny.yaml:40:");
    officer.saves_the_set(&set_of(TWO));
    officer.sees("A tiny consultation");
    officer.press("ctrl+n");
    officer.sees("Name of your council");
}

#[test]
fn a_listener_hears_that_nothing_is_kept() {
    let listener = Listener::of(Officer::previewing(&set_of(TWO)));
    assert!(listener.heard().contains("Preview: nothing is kept"), "{}", listener.heard());
}

#[test]
fn there_is_nothing_above_a_preview() {
    let mut officer = at_the_second();
    officer.press("esc esc esc");
    officer.sees("This is a preview: there is nothing above. Ctrl-Q ends it");
}

#[test]
fn the_list_of_places_follows_the_set() {
    let mut officer = at_the_second();
    officer.press("ctrl+g");
    officer.type_in("cost");
    officer.saves_the_set(&set_of("- {id: cost, number: \"1\", type: string, text: The cost?}"));
    officer.sees("1. The cost?");
    officer.press("enter");
    officer.does_not_see("Go to");
}

#[test]
fn the_file_is_watched_while_its_author_saves_it() {
    let desk = Desk::with("tiny.yaml", &set_of(TWO));
    let window = desk.start("answer --preview tiny.yaml");
    window.see("Preview: nothing is kept").press("ctrl+n").see("Name of your council");
    window.types("Borsetshire");
    desk.put("tiny.yaml", set_of(&TWO.replace("Name of your council", "Which council?")));
    window.see("Which council?").see("Borsetshire");
    desk.put("tiny.yaml", set_of(&TWO.replace("type: string", "type: strin")));
    window.see("Problems in what you saved").see("Did you mean `string`?");
    desk.put("tiny.yaml", set_of(TWO));
    window.see_no("Problems in").see("Name of your council").see("Borsetshire");
    window.press("ctrl+q").ends_with(0);
    assert!(!desk.path("drafts").exists());
}
