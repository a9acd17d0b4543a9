//! Decodes the terminal's bytes into keys, clicks and pastes.
//!
//! A pasted text arrives between two markers. The end marker can be lost, and a program that waits
//! for it no longer hears the keyboard. Bytes are therefore timed: a paste that goes silent is
//! accepted without its end, and what may be the start of a longer key sequence becomes a key by
//! itself.

use std::{
    mem,
    time::{Duration, Instant},
};

use crossterm::event as terminal;
use termina::{Event, Parser, event as sent, style::RgbColor};

use super::theme::{Background, Rgb};

/// The markers before and after a pasted text.
const BEGINS: &[u8] = b"\x1b[200~";
const ENDS: &[u8] = b"\x1b[201~";

/// How a terminal begins to report its background, such as `\x1b]11;rgb:ffff/ffff/ffff\x07`.
const REPORTS: &[u8] = b"\x1b]11;";

/// The longest colour that is reported.
const LONGEST_COLOUR: usize = 32;

/// How long to wait for the rest of a key, even over a slow connection.
const KEY: Duration = Duration::from_millis(50);

/// How long to wait for the rest of a paste.
const PASTE: Duration = Duration::from_secs(1);

/// The number of bytes that a person sends at once: a few keys, a movement of the mouse.
const BY_HAND: usize = 64;

/// Decodes bytes into events, in the order of arrival.
#[derive(Debug, Default)]
pub struct Decoder {
    parser: Parser,
    /// Whether the parser may hold the start of a key sequence.
    half_a_key: bool,
    /// Bytes not yet decoded: the possible start of a paste, or a paste without its end.
    held: Vec<u8>,
    /// How much of a paste has been searched for its end.
    searched: usize,
    paste: Paste,
    last: Option<Instant>,
    /// The background that the terminal has reported.
    background: Option<Background>,
}

/// Whether incoming bytes are being pasted.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Paste {
    /// Nothing is being pasted.
    #[default]
    None,
    /// A paste is in progress, until its end arrives.
    Open,
    /// A paste went silent without its end: more of it may still come.
    Silent,
}

impl Decoder {
    /// Takes new bytes and returns the events that they complete.
    pub fn take(&mut self, bytes: &[u8], now: Instant) -> Vec<terminal::Event> {
        self.held.extend_from_slice(bytes);
        self.last = Some(now);
        let mut events = Vec::new();
        loop {
            if self.paste == Paste::Silent && self.begins_a_key() {
                self.paste = Paste::None;
            }
            match self.paste {
                Paste::None => match find(&self.held, BEGINS) {
                    at if self.reports_before(at) => {
                        if !self.take_report(&mut events) {
                            return events;
                        }
                    }
                    Some(at) => {
                        let mut before = self.hand_over(at + BEGINS.len());
                        before.truncate(at);
                        self.keys(&before, false, &mut events);
                        self.paste = Paste::Open;
                    }
                    None => {
                        let keys = self.hand_over(self.held.len() - half_begun(&self.held));
                        self.keys(&keys, true, &mut events);
                        return events;
                    }
                },
                Paste::Open | Paste::Silent => {
                    let from = self.searched.saturating_sub(ENDS.len());
                    let end = find(self.held.get(from..).unwrap_or_default(), ENDS);
                    match end.map(|end| from + end) {
                        Some(end) => {
                            let mut text = self.hand_over(end + ENDS.len());
                            text.truncate(end);
                            events.extend(pasted(&text));
                            self.paste = Paste::None;
                        }
                        None if self.paste == Paste::Silent && self.held.len() <= BY_HAND => {
                            self.paste = Paste::None;
                        }
                        None => {
                            self.searched = self.held.len();
                            self.paste = Paste::Open;
                            return events;
                        }
                    }
                }
            }
        }
    }

    /// Returns the background that the terminal has reported since the last call.
    pub fn take_background(&mut self) -> Option<Background> {
        self.background.take()
    }

    /// Whether a report of the background has begun, and before a paste has.
    fn reports_before(&self, paste: Option<usize>) -> bool {
        find(&self.held, REPORTS).is_some_and(|at| paste.is_none_or(|paste| at < paste))
    }

    /// Takes a report of the background and the keys before it. Returns whether it is over; if not,
    /// its rest is still to come.
    fn take_report(&mut self, events: &mut Vec<terminal::Event>) -> bool {
        let before = self.hand_over(find(&self.held, REPORTS).unwrap_or_default());
        self.keys(&before, false, events);
        let rest = self.held.get(REPORTS.len()..).unwrap_or_default();
        let colour = rest.iter().take_while(|byte| is_of_colour(**byte)).count();
        let end = match rest.get(colour..) {
            _ if colour > LONGEST_COLOUR => 0,
            Some([] | [0x1b]) | None => return false,
            Some([0x07, ..]) => 1,
            Some([0x1b, b'\\', ..]) => 2,
            // It breaks off here: these are keys.
            Some(_) => 0,
        };
        let report = self.hand_over(REPORTS.len() + colour + end);
        let colour = report.get(REPORTS.len()..REPORTS.len() + colour).filter(|_| end > 0);
        self.background = colour.and_then(background).or(self.background);
        true
    }

    /// Whether a key or another paste has arrived, rather than the end of one.
    fn begins_a_key(&self) -> bool {
        let head = self.held.get(..ENDS.len()).unwrap_or(&self.held);
        head.first() == ENDS.first() && !ENDS.starts_with(head)
    }

    /// Returns when pending bytes are to be decoded as they are, if nothing more comes.
    pub fn deadline(&self) -> Option<Instant> {
        let patience = match self.paste {
            Paste::Open => PASTE,
            Paste::None if self.held.starts_with(REPORTS) => PASTE,
            Paste::None if self.half_a_key || !self.held.is_empty() => KEY,
            Paste::None | Paste::Silent => return None,
        };
        self.last.map(|last| last + patience)
    }

    /// Returns the events of the pending bytes, once nothing more has come in time.
    pub fn is_silent(&mut self, now: Instant) -> Vec<terminal::Event> {
        let mut events = Vec::new();
        if self.deadline().is_none_or(|deadline| now < deadline) {
            return events;
        }
        match self.paste {
            Paste::None => {
                let key = self.hand_over(self.held.len());
                self.keys(&key, false, &mut events);
                // A paste without an end by now would swallow the keys that follow.
                if mem::take(&mut self.half_a_key) {
                    self.parser = Parser::default();
                }
            }
            Paste::Open | Paste::Silent => {
                let text = self.hand_over(whole_characters(&self.held));
                events.extend(pasted(&text));
                self.paste = Paste::Silent;
            }
        }
        events
    }

    /// Returns an unfinished paste without waiting for its end, because the program is about to
    /// end.
    pub fn hurry(&mut self) -> Vec<terminal::Event> {
        match self.deadline() {
            Some(deadline) if self.paste == Paste::Open => self.is_silent(deadline),
            Some(_) | None => Vec::new(),
        }
    }

    /// Decodes the first of the pending bytes.
    fn hand_over(&mut self, count: usize) -> Vec<u8> {
        self.searched = 0;
        let rest = self.held.split_off(count);
        mem::replace(&mut self.held, rest)
    }

    fn keys(&mut self, bytes: &[u8], more: bool, events: &mut Vec<terminal::Event>) {
        let Some((last, before)) = bytes.split_last() else { return };
        self.parser.parse(before, true);
        self.give(events);
        let known = events.len();
        self.parser.parse(&[*last], more);
        self.give(events);
        // The rest of a character certainly follows; that of a key may not.
        self.half_a_key = events.len() == known && last.is_ascii();
    }

    fn give(&mut self, events: &mut Vec<terminal::Event>) {
        events.extend(std::iter::from_fn(|| self.parser.pop()).filter_map(event));
    }
}

fn find(bytes: &[u8], mark: &[u8]) -> Option<usize> {
    bytes.windows(mark.len()).position(|here| here == mark)
}

/// Returns how many of the last bytes may begin the marker of a paste, or a report.
fn half_begun(bytes: &[u8]) -> usize {
    let begins = |mark: &[u8], half| mark.get(..half).is_some_and(|half| bytes.ends_with(half));
    (1..BEGINS.len())
        .rev()
        .find(|half| begins(BEGINS, *half) || begins(REPORTS, *half))
        .unwrap_or(0)
}

/// Whether a colour such as `rgb:ffff/ffff/ffff` may have this byte.
fn is_of_colour(byte: u8) -> bool {
    byte.is_ascii_hexdigit() || b"rgba:/".contains(&byte)
}

/// Returns what a reported colour counts as. One with an opacity has that behind the rest.
fn background(colour: &[u8]) -> Option<Background> {
    let (_, parts) = str::from_utf8(colour).ok()?.split_once(':')?;
    let opaque: Vec<&str> = parts.split('/').take(3).collect();
    let colour: RgbColor = format!("rgb:{}", opaque.join("/")).parse().ok()?;
    Some(Background::of(Rgb(colour.red, colour.green, colour.blue)))
}

/// Returns the number of bytes without an incomplete character at the end.
fn whole_characters(bytes: &[u8]) -> usize {
    let tail = bytes.len().saturating_sub(3);
    let lead = (tail..bytes.len()).rev().find(|at| bytes.get(*at).is_some_and(|b| *b >= 0xc0));
    match lead {
        Some(at) if std::str::from_utf8(bytes.get(at..).unwrap_or_default()).is_err() => at,
        _ => bytes.len(),
    }
}

fn pasted(text: &[u8]) -> Option<terminal::Event> {
    let paste = || terminal::Event::Paste(String::from_utf8_lossy(text).into_owned());
    (!text.is_empty()).then(paste)
}

/// Translates the terminal events that the program knows; the rest answer questions that were never
/// asked.
fn event(event: Event) -> Option<terminal::Event> {
    Some(match event {
        Event::Key(key) => terminal::Event::Key(self::key(key)?),
        Event::Mouse(mouse) => terminal::Event::Mouse(terminal::MouseEvent {
            kind: mouse_kind(mouse.kind),
            column: mouse.column,
            row: mouse.row,
            modifiers: modifiers(mouse.modifiers),
        }),
        Event::Paste(text) => terminal::Event::Paste(text),
        Event::WindowResized(_)
        | Event::FocusIn
        | Event::FocusOut
        | Event::Csi(_)
        | Event::Osc(_)
        | Event::Dcs(_) => return None,
    })
}

fn key(key: sent::KeyEvent) -> Option<terminal::KeyEvent> {
    let code = match key.code {
        sent::KeyCode::Char(character) => terminal::KeyCode::Char(character),
        sent::KeyCode::Enter => terminal::KeyCode::Enter,
        sent::KeyCode::Backspace => terminal::KeyCode::Backspace,
        sent::KeyCode::Tab => terminal::KeyCode::Tab,
        sent::KeyCode::BackTab => terminal::KeyCode::BackTab,
        sent::KeyCode::Escape => terminal::KeyCode::Esc,
        sent::KeyCode::Left => terminal::KeyCode::Left,
        sent::KeyCode::Right => terminal::KeyCode::Right,
        sent::KeyCode::Up => terminal::KeyCode::Up,
        sent::KeyCode::Down => terminal::KeyCode::Down,
        sent::KeyCode::Home => terminal::KeyCode::Home,
        sent::KeyCode::End => terminal::KeyCode::End,
        sent::KeyCode::PageUp => terminal::KeyCode::PageUp,
        sent::KeyCode::PageDown => terminal::KeyCode::PageDown,
        sent::KeyCode::Delete => terminal::KeyCode::Delete,
        sent::KeyCode::Function(number) => terminal::KeyCode::F(number),
        _ => return None,
    };
    let kind = match key.kind {
        sent::KeyEventKind::Press => terminal::KeyEventKind::Press,
        sent::KeyEventKind::Repeat => terminal::KeyEventKind::Repeat,
        sent::KeyEventKind::Release => terminal::KeyEventKind::Release,
    };
    Some(terminal::KeyEvent::new_with_kind(code, modifiers(key.modifiers), kind))
}

fn modifiers(held: sent::Modifiers) -> terminal::KeyModifiers {
    let pairs = [
        (sent::Modifiers::SHIFT, terminal::KeyModifiers::SHIFT),
        (sent::Modifiers::CONTROL, terminal::KeyModifiers::CONTROL),
        (sent::Modifiers::ALT, terminal::KeyModifiers::ALT),
        (sent::Modifiers::SUPER, terminal::KeyModifiers::SUPER),
        (sent::Modifiers::HYPER, terminal::KeyModifiers::HYPER),
        (sent::Modifiers::META, terminal::KeyModifiers::META),
    ];
    { pairs }.iter().filter(|(one, _)| held.contains(*one)).map(|(_, other)| *other).collect()
}

fn mouse_kind(kind: sent::MouseEventKind) -> terminal::MouseEventKind {
    use terminal::MouseEventKind as Kind;
    match kind {
        sent::MouseEventKind::Down(which) => Kind::Down(button(which)),
        sent::MouseEventKind::Up(which) => Kind::Up(button(which)),
        sent::MouseEventKind::Drag(which) => Kind::Drag(button(which)),
        sent::MouseEventKind::Moved => Kind::Moved,
        sent::MouseEventKind::ScrollDown => Kind::ScrollDown,
        sent::MouseEventKind::ScrollUp => Kind::ScrollUp,
        sent::MouseEventKind::ScrollLeft => Kind::ScrollLeft,
        sent::MouseEventKind::ScrollRight => Kind::ScrollRight,
    }
}

fn button(button: sent::MouseButton) -> terminal::MouseButton {
    match button {
        sent::MouseButton::Left => terminal::MouseButton::Left,
        sent::MouseButton::Right => terminal::MouseButton::Right,
        sent::MouseButton::Middle => terminal::MouseButton::Middle,
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::{Event, KeyCode};

    use super::*;

    /// What a terminal sends, and how long it is silent after each piece, as it is taken.
    fn taken(pieces: &[(&[u8], Duration)]) -> Vec<String> {
        let (mut decoder, mut now) = (Decoder::default(), Instant::now());
        let mut events = Vec::new();
        for (bytes, silence) in pieces {
            events.extend(decoder.take(bytes, now));
            while let Some(deadline) = decoder.deadline().filter(|it| *it <= now + *silence) {
                events.extend(decoder.is_silent(deadline));
            }
            now += *silence;
        }
        events.iter().map(shown).collect()
    }

    fn shown(event: &Event) -> String {
        match event {
            Event::Paste(text) => format!("pasted {text:?}"),
            Event::Key(key) => match key.code {
                KeyCode::Char(letter) => format!("{}{letter}", key.modifiers),
                other => format!("{}{other}", key.modifiers),
            },
            other => format!("{other:?}"),
        }
    }

    const NOW: Duration = Duration::ZERO;

    #[test]
    fn a_paste_comes_as_one_however_it_is_cut_up() {
        let sent = "a\x1b[200~One\rTwo ü\x1b[201~b".as_bytes();
        let whole = ["a", "pasted \"One\\rTwo ü\"", "b"];
        for cut in 0..=sent.len() {
            let (one, other) = sent.split_at(cut);
            assert_eq!(taken(&[(one, NOW), (other, NOW)]), whole, "cut at {cut}");
        }
        let single: Vec<_> = sent.chunks(1).map(|byte| (byte, NOW)).collect();
        assert_eq!(taken(&single), whole);
    }

    #[test]
    fn a_paste_whose_end_never_comes_is_taken_and_keys_work_again() {
        let events = taken(&[(b"\x1b[200~One\rTwo", PASTE), (b"\x11", NOW), (b"x", NOW)]);
        assert_eq!(events, ["pasted \"One\\rTwo\"", "Controlq", "x"]);
    }

    #[test]
    fn what_was_late_of_a_paste_is_still_pasted() {
        let more = "a line end is no key\r".repeat(5);
        let events =
            taken(&[(b"\x1b[200~One\r", PASTE), (more.as_bytes(), NOW), (b"\x1b[201~x", NOW)]);
        assert_eq!(
            events,
            ["pasted \"One\\r\"".to_owned(), format!("pasted {more:?}"), "x".into()]
        );
    }

    #[test]
    fn another_paste_after_a_lost_end_is_its_own() {
        let again = b"\x1b[200~Two\x1b[201~";
        assert_eq!(
            taken(&[(b"\x1b[200~One", PASTE), (again, NOW)]),
            ["pasted \"One\"", "pasted \"Two\""]
        );
        let arrows = b"\x1b[A".repeat(30);
        assert_eq!(taken(&[(b"\x1b[200~One", PASTE), (&arrows, PASTE)]).len(), 31);
    }

    #[test]
    fn a_late_end_alone_is_no_key() {
        let events = taken(&[(b"\x1b[200~One", PASTE), (b"\x1b[201~", NOW), (b"x", NOW)]);
        assert_eq!(events, ["pasted \"One\"", "x"]);
        let events = taken(&[(b"\x1b[200~One", PASTE), (b"x", PASTE), (b"\x1b[201~", NOW)]);
        assert_eq!(events, ["pasted \"One\"", "x"]);
    }

    #[test]
    fn half_a_character_of_a_silent_paste_waits_for_its_rest() {
        let letter = "ü".as_bytes();
        let more = [&letter[1..], " and so on".repeat(10).as_bytes(), ENDS].concat();
        let begun = [BEGINS, b"One ", &letter[..1]].concat();
        let events = taken(&[(&begun, PASTE), (&more, NOW)]);
        assert_eq!(events[0], "pasted \"One \"");
        assert!(events[1].starts_with("pasted \"ü and so on"), "{events:?}");
    }

    /// The background that is reported, and the keys that come with the report.
    #[track_caller]
    fn check_report(pieces: &[&[u8]], background: Option<Background>, keys: &[&str]) {
        let (mut decoder, mut now) = (Decoder::default(), Instant::now());
        let mut events = Vec::new();
        for bytes in pieces {
            events.extend(decoder.take(bytes, now));
            // As long as a key waits for its rest.
            now += KEY;
            events.extend(decoder.is_silent(now));
        }
        events.extend(decoder.is_silent(now + PASTE));
        let events: Vec<String> = events.iter().map(shown).collect();
        assert_eq!(
            (decoder.take_background(), events),
            (background, keys.iter().map(|key| (*key).to_owned()).collect()),
            "{pieces:?}"
        );
    }

    #[test]
    fn the_background_is_reported_among_the_keys() {
        let light = Some(Background::Light);
        let dark = Some(Background::Dark);
        check_report(&[b"a\x1b]11;rgb:ffff/ffff/ffff\x1b\\b"], light, &["a", "b"]);
        check_report(&[b"a\x1b]11;rgb:00/00/00\x07b"], dark, &["a", "b"]);
        check_report(&[b"\x1b]11;rgba:fdfd/f6f6/e3e3/ffff\x07"], light, &[]);
        check_report(&[b"\x1b\x1b]11;rgb:0/0/0\x07\x1b[A"], dark, &["Esc", "Up"]);
        let paste = b"\x1b[200~p\x1b[201~\x1b]11;rgb:f/f/f\x07x";
        check_report(&[paste], light, &["pasted \"p\"", "x"]);
        check_report(&[b"\x1b]11;nonsense"], None, &["n", "o", "n", "s", "e", "n", "s", "e"]);
    }

    #[test]
    fn a_report_in_two_pieces_is_no_key() {
        let report = b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\";
        for cut in REPORTS.len()..report.len() {
            let (one, other) = report.split_at(cut);
            check_report(&[one, other], Some(Background::Light), &[]);
        }
        for cut in 0..report.len() {
            let mut decoder = Decoder::default();
            let (one, other) = report.split_at(cut);
            let now = Instant::now();
            assert_eq!([decoder.take(one, now), decoder.take(other, now)].concat(), []);
            assert_eq!(decoder.take_background(), Some(Background::Light), "cut at {cut}");
        }
    }

    #[test]
    fn esc_is_a_key_once_nothing_follows_it() {
        assert_eq!(taken(&[(b"\x1b", KEY), (b"x", NOW)]), ["Esc", "x"]);
        assert_eq!(taken(&[(b"\x1b", NOW), (b"x", NOW)]), ["Altx"]);
        assert_eq!(taken(&[(b"\x1b", NOW), (b"[A", NOW)]), ["Up"]);
        assert_eq!(taken(&[(b"\x1b[200", NOW), (b"~x\x1b[201~", NOW)]), ["pasted \"x\""]);
        assert_eq!(taken(&[(b"\x1b[20", NOW), (b"~", NOW)]), ["F9"]);
    }

    #[test]
    fn a_key_without_its_end_swallows_nothing() {
        for begun in ["\x1b[", "\x1b]11;rgb", "\x1bP", "\x1bO", "\x1b[1;5", "\x1b[<0;1"] {
            assert_eq!(taken(&[(begun.as_bytes(), KEY), (b"x", NOW)]), ["x"], "{begun:?}");
        }
        let letter = "ü".as_bytes();
        assert_eq!(taken(&[(&letter[..1], PASTE), (&letter[1..], NOW)]), ["ü"]);
    }

    #[test]
    fn pasted_marks_and_escapes_are_text() {
        assert_eq!(
            taken(&[(b"\x1b[200~a\x1b[200~\x1b]52;c;x\x07b\x1b[201~", NOW)]),
            ["pasted \"a\\u{1b}[200~\\u{1b}]52;c;x\\u{7}b\""]
        );
    }
}
