//! The theme follows the terminal, which is asked for its background once at the start.

use std::{ffi::OsStr, thread, time::Duration};

use crate::{
    faults::{LOG, begin},
    terminal::{Desk, PROGRAM, USUAL, Window},
};

/// What the program asks, and what terminals reply.
const ASKS: &str = "\x1b]11;?";
const LIGHT: &[u8] = b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\";
const DARK: &[u8] = b"\x1b]11;rgb:0000/0000/0000\x07";

/// Longer than the program waits for a reply.
const TOO_LONG: Duration = Duration::from_millis(150);

fn start(desk: &Desk, more: &[(&str, &str)]) -> Window {
    let more = more.iter().chain(&[("COLORTERM", "truecolor")]);
    let more: Vec<(&str, &OsStr)> = more.map(|(name, value)| (*name, OsStr::new(*value))).collect();
    desk.start_command(USUAL, &[PROGRAM, "answer", "log.yaml"], &more)
}

fn is_light(window: &Window) -> bool {
    match window.ground() {
        vt100::Color::Rgb(red, ..) => red > 127,
        other => panic!("the ground is {other:?}"),
    }
}

/// Whether the screen is light after the terminal has replied.
fn is_light_after(reply: &[u8]) -> bool {
    let desk = Desk::with("log.yaml", LOG);
    let window = start(&desk, &[]);
    window.is_sent(ASKS).send(reply);
    // Once this key has been taken, so has the reply.
    is_light(begin(&window))
}

#[test]
fn a_light_terminal_gets_a_light_theme_and_a_dark_one_a_dark_theme() {
    // On a busy machine, a reply may come too late.
    assert!((0..20).any(|_| is_light_after(LIGHT)));
    assert!(!is_light_after(DARK));
}

#[test]
fn no_reply_or_a_late_one_leaves_the_theme_dark() {
    let desk = Desk::with("log.yaml", LOG);
    let window = start(&desk, &[]);
    window.see("Enter continue");
    assert!(!is_light(&window));
    thread::sleep(TOO_LONG);
    window.send(LIGHT);
    begin(&window).types("Words").see("Words");
    assert!(!is_light(&window));
}

#[test]
fn keys_typed_before_and_after_the_reply_are_taken_in_order() {
    let desk = Desk::with("log.yaml", LOG);
    let window = start(&desk, &[]);
    window.is_sent(ASKS).press("ctrl+n").send(b"One, ").send(LIGHT).send(b"two.");
    window.see("One, two.");
}

#[test]
fn a_setting_wins_and_the_terminal_is_not_asked() {
    for setting in [("GREENPAPER_THEME", "dark"), ("NO_COLOR", "1"), ("COLORFGBG", "15;0")] {
        let desk = Desk::with("log.yaml", LOG);
        let window = start(&desk, &[setting]);
        begin(&window);
        assert!(!window.everything_sent().contains(ASKS), "{setting:?}");
    }
}
