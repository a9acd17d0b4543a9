//! Help lists the keys that do something right there, and no others.

use crate::officer::{Officer, set_of};

const CONSULTATION: &str = "\
- id: delegate
  type: select_one
  text: Should councils delegate?
  guidance: It is about functions.
  choices: [{value: \"yes\", label: \"Yes\"}, {value: \"no\", label: \"No\"}]
- {id: name, type: string, text: Who answers?, allow_no_comment: false}";

/// What help says where the officer is.
fn help(officer: &mut Officer) -> String {
    officer.press("f1");
    let help = officer.screen();
    officer.press("f1");
    help
}

#[track_caller]
fn lists(help: &str, keys: &[&str], not: &[&str]) {
    for key in keys {
        assert!(help.contains(key), "no {key}:\n{help}");
    }
    for key in not {
        assert!(!help.contains(key), "{key}:\n{help}");
    }
}

#[test]
fn on_choices_help_has_their_numbers_and_the_guidance() {
    let mut officer = Officer::answering(&set_of(CONSULTATION)).at(100, 50);
    let listed = help(&mut officer);
    lists(&listed, &["1  2 ", "F2", "Ctrl-K"], &["1 to 9", "Ctrl-E", "Ctrl-Z", "Ctrl-P"]);
}

#[test]
fn in_a_text_without_guidance_that_must_be_answered_help_has_neither_f2_nor_no_comment() {
    let mut officer = Officer::answering(&set_of(CONSULTATION)).at(100, 50);
    officer.press("ctrl+n");
    let listed = help(&mut officer);
    lists(&listed, &["Ctrl-E", "Ctrl-P"], &["F2", "Ctrl-K", "Ctrl-Z"]);
    officer.type_in("Borsetshire");
    lists(&help(&mut officer), &["Ctrl-Z"], &["Ctrl-Y"]);
}

#[test]
fn in_the_contents_help_has_no_keys_for_answers() {
    let mut officer = Officer::answering(&set_of(CONSULTATION)).at(100, 50);
    officer.press("esc");
    let listed = help(&mut officer);
    lists(&listed, &["Ctrl-N", "Ctrl-G"], &["Ctrl-T", "Ctrl-K", "Ctrl-E", "F2"]);
}
