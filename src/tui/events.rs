//! Translates terminal input into the app's events.

use std::time::{Duration, Instant};

use crossterm::event::{
    self as terminal, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent,
    MouseEventKind,
};

use crate::{
    app::{
        event::{Event, FieldTarget, MouseTarget, Press},
        key::{Code, Key},
    },
    tui::layout::Layout,
};

/// Two presses at one place within this time are a double press.
const DOUBLE: Duration = Duration::from_millis(400);

/// The number of rows that one step of the wheel scrolls.
const WHEEL_ROWS: i32 = 3;

/// Translates terminal events into the app's. It remembers the last action of the mouse.
#[derive(Debug, Default)]
pub struct Events {
    pressed: Option<Pressed>,
}

/// A press of the mouse, from which to recognise double presses and drags.
#[derive(Debug, Clone, Copy)]
struct Pressed {
    at: (u16, u16),
    when: Instant,
    /// The text that it began in, by its field number.
    text: Option<usize>,
}

impl Events {
    /// Translates a terminal event, if it has a meaning. `layout` is what was on the screen, and
    /// `now` the time, when it arrived.
    pub fn event(
        &mut self,
        event: terminal::Event,
        layout: &Layout,
        now: Instant,
    ) -> Option<Event> {
        match event {
            terminal::Event::Key(pressed) => key(pressed).map(Event::Key),
            terminal::Event::Paste(text) => Some(Event::Paste(text)),
            terminal::Event::Mouse(mouse) => self.mouse(mouse, layout, now),
            terminal::Event::FocusGained
            | terminal::Event::FocusLost
            | terminal::Event::Resize(..) => None,
        }
    }

    fn mouse(&mut self, mouse: MouseEvent, layout: &Layout, now: Instant) -> Option<Event> {
        let at = (mouse.column, mouse.row);
        match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => self.press(at, layout, now),
            MouseEventKind::Drag(MouseButton::Left) => {
                let text = self.pressed?.text?;
                match layout.target_at(at.0, at.1)? {
                    target @ MouseTarget::Field(field, FieldTarget::Text { .. })
                        if field == text =>
                    {
                        Some(Event::Mouse(target, Press::Drag))
                    }
                    MouseTarget::Field(..) | MouseTarget::Entry(_) | MouseTarget::Key(_) => None,
                }
            }
            MouseEventKind::ScrollUp => Some(Event::Scroll(-WHEEL_ROWS)),
            MouseEventKind::ScrollDown => Some(Event::Scroll(WHEEL_ROWS)),
            _ => None,
        }
    }

    fn press(&mut self, at: (u16, u16), layout: &Layout, now: Instant) -> Option<Event> {
        let target = layout.target_at(at.0, at.1);
        let text = match target {
            Some(MouseTarget::Field(field, FieldTarget::Text { .. })) => Some(field),
            _ => None,
        };
        let again = self.pressed.is_some_and(|last| {
            last.at == at && now.saturating_duration_since(last.when) <= DOUBLE
        });
        // A third press starts again. Only texts distinguish a second press from a first.
        let double = again && text.is_some();
        self.pressed = if double { None } else { Some(Pressed { at, when: now, text }) };
        let press = if double { Press::Double } else { Press::Down };
        target.map(|target| Event::Mouse(target, press))
    }
}

/// Returns the key that was pressed, if the program knows it. Releases are ignored.
pub fn key(event: KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let held = |modifier| event.modifiers.contains(modifier);
    if [KeyModifiers::SUPER, KeyModifiers::HYPER, KeyModifiers::META].into_iter().any(held) {
        return None;
    }
    let (control, alt, shift) =
        (held(KeyModifiers::CONTROL), held(KeyModifiers::ALT), held(KeyModifiers::SHIFT));
    let with = |code: Code| Some(Key { code, control, alt, shift });
    match event.code {
        KeyCode::Char(character) => typed(character, control, alt, shift),
        // In plain terminals, Ctrl-J and Shift-Enter are a line feed: the same as Enter.
        KeyCode::Enter => Some(Key::plain(Code::Enter)),
        KeyCode::Tab => with(Code::Tab),
        KeyCode::BackTab => Some(Key::shift(Code::Tab)),
        KeyCode::Esc => Some(Key::plain(Code::Esc)),
        KeyCode::Backspace => Some(Key { code: Code::Backspace, control, alt, shift: false }),
        KeyCode::Delete => Some(Key { code: Code::Delete, control, alt, shift: false }),
        KeyCode::Up => with(Code::Up),
        KeyCode::Down => with(Code::Down),
        KeyCode::Left => with(Code::Left),
        KeyCode::Right => with(Code::Right),
        KeyCode::Home => with(Code::Home),
        KeyCode::End => with(Code::End),
        KeyCode::PageUp => with(Code::PageUp),
        KeyCode::PageDown => with(Code::PageDown),
        KeyCode::F(number) => with(Code::Function(number)),
        _ => None,
    }
}

fn typed(character: char, control: bool, alt: bool, shift: bool) -> Option<Key> {
    if character.is_control() {
        return None;
    }
    match (control, alt) {
        (false, _) => Some(Key { code: Code::Char(character), control, alt, shift: false }),
        (true, false) if character.eq_ignore_ascii_case(&'j') => Some(Key::plain(Code::Enter)),
        // With Shift added they are the terminal's own keys: copy, paste, new tab.
        (true, false) if shift => None,
        (true, false) => {
            Some(Key::control(Code::Char(character.to_lowercase().next().unwrap_or(character))))
        }
        // On Windows, AltGr arrives as Control and Alt; what it types is a plain character.
        (true, true) if !character.is_ascii_alphanumeric() => {
            Some(Key::plain(Code::Char(character)))
        }
        (true, true) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: KeyCode, modifiers: KeyModifiers, shown: &str) {
        let pressed = key(KeyEvent::new(code, modifiers));
        assert_eq!(pressed.map(|key| key.to_string()).unwrap_or_default(), shown);
    }

    const NONE: KeyModifiers = KeyModifiers::NONE;
    const SHIFT: KeyModifiers = KeyModifiers::SHIFT;
    const CONTROL: KeyModifiers = KeyModifiers::CONTROL;
    const ALT: KeyModifiers = KeyModifiers::ALT;

    #[test]
    fn every_way_to_say_enter_is_enter() {
        check(KeyCode::Enter, NONE, "Enter");
        check(KeyCode::Enter, SHIFT, "Enter");
        check(KeyCode::Char('j'), CONTROL, "Enter");
    }

    #[test]
    fn shift_and_tab_is_one_key() {
        check(KeyCode::BackTab, SHIFT, "Shift-Tab");
        check(KeyCode::BackTab, NONE, "Shift-Tab");
        check(KeyCode::Tab, SHIFT, "Shift-Tab");
        check(KeyCode::Tab, NONE, "Tab");
    }

    #[test]
    fn the_case_of_a_letter_says_shift() {
        check(KeyCode::Char('A'), SHIFT, "A");
        check(KeyCode::Char('?'), SHIFT, "?");
        check(KeyCode::Char('N'), CONTROL, "Ctrl-N");
    }

    #[test]
    fn what_altgr_types_is_typed() {
        check(KeyCode::Char('€'), CONTROL | ALT, "€");
        check(KeyCode::Char('@'), CONTROL | ALT, "@");
        check(KeyCode::Char('n'), CONTROL | ALT, "");
    }

    #[test]
    fn keys_of_the_terminal_and_the_desktop_end_here() {
        check(KeyCode::Char('c'), CONTROL | SHIFT, "");
        check(KeyCode::Char('q'), KeyModifiers::SUPER, "");
        check(KeyCode::CapsLock, NONE, "");
        check(KeyCode::Null, NONE, "");
    }

    #[test]
    fn a_release_is_no_press_and_a_repeat_is_one() {
        let kind = |kind| KeyEvent::new_with_kind(KeyCode::Char('a'), NONE, kind);
        assert_eq!(key(kind(KeyEventKind::Release)), None);
        assert!(key(kind(KeyEventKind::Repeat)).is_some());
    }
}
