//! Numbers as people write them, with their units.

use crate::{
    officer::{Officer, set_of},
    plain::listener::Listener,
};

const COST: &str = "\
- {id: cost, type: integer, text: What would it cost?, unit: £}
- {id: share, type: decimal, text: What share?, unit: '%'}
- {id: length, type: integer, text: For how long?, unit: years}";

#[test]
fn a_number_is_understood_with_its_unit_and_kept_as_it_was_typed() {
    let mut officer = Officer::answering(&set_of(COST));
    officer.type_in("£1.5m");
    officer.sees("= £1,500,000");
    officer.press("enter");
    officer.type_in("7 per cent");
    officer.sees("= 7%");
    officer.press("enter");
    officer.type_in("5 years");
    officer.press("ctrl+r");
    officer.sees("£1,500,000");
    officer.sees("7%");
    officer.sees("5 years");
    officer.does_not_see("There is a problem");
    assert_eq!(officer.has_saved("cost"), "cost: {value: £1.5m}");
    assert_eq!(officer.has_saved("length"), "length: {value: 5 years}");
}

#[test]
fn a_plain_number_needs_no_explanation() {
    let mut officer = Officer::answering(&set_of(COST));
    officer.type_in("250,000");
    officer.does_not_see("=");
}

#[test]
fn what_is_not_certain_is_asked_on_the_page() {
    let mut officer = Officer::answering(&set_of(COST));
    officer.type_in("about £5,000");
    officer.press("enter");
    officer.sees("Is 5,000 meant by `about £5,000`? If so, write 5,000 alone");
}

#[test]
fn a_listener_hears_how_a_number_was_understood() {
    let mut listener = Listener::before(&set_of(COST));
    listener.types("");
    listener.types("");
    let heard = listener.types("£250k");
    assert!(heard.starts_with("£250,000."), "{heard}");
    listener.types("7%");
    listener.types("5 years");
    let heard = listener.types("review");
    assert!(heard.contains("Answer: £250,000"), "{heard}");
    assert!(heard.contains("Answer: 5 years"), "{heard}");
    assert_eq!(listener.has_saved("cost"), "cost: {value: £250k}");
}
