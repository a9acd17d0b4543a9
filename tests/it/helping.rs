//! Help lists the keys that do something right there, and no others.

use greenpaper::app::{
    Mode,
    event::Event,
    library::{ConsultationEntry, ConsultationSummary, Library, SetSource},
};

use crate::officer::{Officer, set, set_of};

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

/// An officer at the first screen, which has these consultations.
fn at_home(titles: &[&str]) -> Officer {
    let mut officer = Officer::before(&set_of(CONSULTATION));
    officer.app.mode = Mode::Home(greenpaper::app::screen::home::Home::default());
    let consultations = titles.iter().map(|title| ConsultationEntry {
        source: SetSource::File(format!("{title}.yaml").into()),
        state: Ok(ConsultationSummary {
            id: set(&set_of(CONSULTATION)).id.clone(),
            title: (*title).to_owned(),
            publisher: "Department for Examples".to_owned(),
            opens: None,
            closes: None,
            questions: 2,
            is_conditional: false,
            part_of: None,
        }),
    });
    let library =
        Library { consultations: consultations.collect(), is_complete: true, ..Library::default() };
    officer.happens(Event::Library(library));
    officer
}

#[test]
fn on_the_first_screen_go_to_finds_what_can_be_opened() {
    let mut officer = at_home(&["Library hours", "Fostering", "Adoption"]);
    lists(&help(&mut officer), &["Ctrl-G"], &[]);
    officer.press("ctrl+g");
    officer.sees("3 places");
    officer.type_in("fos");
    officer.sees("1 place");
    let effects =
        officer.app.update(Event::Act(greenpaper::app::action::Action::Press), officer.now.clone());
    assert!(format!("{effects:?}").contains("Fostering.yaml"), "{effects:?}");
}

const LONG: &str = "A long paragraph of guidance that says what a council may want to consider.";

fn with_guidance(paragraphs: usize) -> String {
    let guidance = (1..=paragraphs).map(|number| format!("{LONG} {number} of them.\\n\\n"));
    let guidance: String = guidance.collect();
    set_of(&CONSULTATION.replace("It is about functions.", &format!("\"{guidance}\"")))
}

#[test]
fn guidance_that_is_seen_beside_the_question_is_not_shown_twice() {
    let mut officer = Officer::answering(&with_guidance(1)).at(120, 30);
    officer.sees(LONG.split_at(30).0);
    officer.press("f2");
    officer.sees("The guidance is beside the question");
    assert!(officer.app.popup.is_none());
}

#[test]
fn guidance_that_is_clipped_beside_the_question_is_scrolled_there() {
    let mut officer = Officer::answering(&with_guidance(20)).at(120, 30);
    officer.does_not_see("20 of them");
    officer.press("f2 end");
    officer.sees("20 of them");
    // It is seen once, beside the question.
    officer.sees("Should councils delegate?");
    assert_eq!(officer.screen().matches("20 of them").count(), 1);
    officer.press("f2 1");
    officer.does_not_see("20 of them");
    assert_eq!(officer.has_saved("delegate"), "delegate: {value: \"yes\"}");
}
