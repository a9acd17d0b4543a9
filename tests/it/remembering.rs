//! The respondent's own details are offered in the next response, and never put in unasked.

use greenpaper::model::{consultation::Purpose, details::RespondentDetails};

use crate::{
    officer::{Officer, set_of},
    plain::listener::Listener,
};

const SET: &str = "\
- {id: council, number: \"1\", type: string, text: Your council?, purpose: organisation}
- id: capacity
  number: \"2\"
  type: select_one
  text: Who are you?
  purpose: capacity
  choices: [{value: a, label: Local authority}, {value: b, label: Charity}]
- {id: publish, number: \"3\", type: string, text: May we publish?, purpose: publish_consent}";

fn officer() -> Officer {
    let details = [
        (Purpose::Organisation, "Borchester Council"),
        (Purpose::Capacity, "Local authority"),
        (Purpose::PublishConsent, "Yes"),
    ];
    let details = details.map(|(purpose, said)| (purpose, said.to_owned()));
    let mut officer = Officer::answering(&set_of(SET));
    officer.app.session_mut().unwrap().details = RespondentDetails(details.into());
    officer
}

#[test]
fn a_detail_is_offered_and_one_key_takes_it() {
    let mut officer = officer();
    officer.sees("Last time: Borchester Council  F5");
    officer.press("enter");
    officer.sees("Last time: Local authority  F5");
    assert!(officer.app.session().unwrap().draft.answers.iter().next().is_none());
    officer.press("f5");
    officer.sees("Put in as last time. Ctrl-Z takes it out");
    officer.does_not_see("Last time:");
    assert!(officer.has_saved("capacity").contains("value: a"));
    officer.press("ctrl+p f5");
    assert!(officer.has_saved("council").contains("value: Borchester Council"));
    officer.press("ctrl+z");
    officer.sees("Last time: Borchester Council");
}

#[test]
fn a_consent_is_never_offered() {
    let mut officer = officer();
    officer.press("ctrl+n ctrl+n");
    officer.sees("May we publish?");
    officer.does_not_see("Last time:");
    officer.press("f5");
    officer.sees("Nothing is offered for this question");
}

#[test]
fn in_plain_mode_a_word_takes_what_is_offered() {
    let mut listener = Listener::of(officer());
    let heard = listener.types("go 1");
    assert!(
        heard.contains("Last time: Borchester Council. “remembered” puts it in.")
            || listener.types("repeat").contains("Last time: Borchester Council."),
        "{heard}"
    );
    listener.types("remembered");
    assert!(listener.has_saved("council").contains("value: Borchester Council"));
    let heard = listener.types("remembered");
    assert!(heard.contains("Local authority"), "{heard}");
    assert!(listener.has_saved("capacity").contains("value: a"));
}
