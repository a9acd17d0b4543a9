//! Recognises a paste that arrives as keys.
//!
//! Windows, and terminals without bracketed paste, send pasted text as keys, far faster than anyone
//! types. Handled as keys, its line ends would press buttons and send the rest to the next question.
//! Outside Windows most terminals mark pastes, and a script may type fast as well, so more evidence
//! is required there.

use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers};

/// The number of characters in one read that makes it a paste, and the number of line ends before the
/// last of them.
const MANY: (usize, usize) = if cfg!(windows) { (16, 1) } else { (64, 2) };

/// Keys that follow a paste within this time belong to it.
const SOON: Duration = Duration::from_millis(50);

/// Keys that arrived together, and when the last paste ended.
#[derive(Debug, Default)]
pub struct PasteDetector {
    keys: Vec<Event>,
    last: Option<Instant>,
}

/// The field that the keys go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputDestination {
    /// A long text, in which Enter inserts a line end.
    LongText,
    /// Anywhere else.
    Elsewhere,
}

/// Whether keys that arrived together were typed or pasted.
#[derive(Debug, PartialEq, Eq)]
pub enum PasteVerdict {
    /// They were typed.
    Typed(Vec<Event>),
    /// They were pasted; the text.
    Pasted(String),
}

impl PasteDetector {
    /// Takes an event that types a character; returns any other event.
    pub fn take(&mut self, event: Event) -> Option<Event> {
        match character(&event) {
            Some(_) => {
                self.keys.push(event);
                None
            }
            None => Some(event),
        }
    }

    /// Whether no keys have been taken.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Decides about the keys taken so far. Call it once no more have arrived with them.
    pub fn end(&mut self, to: InputDestination, now: Instant) -> PasteVerdict {
        let keys = std::mem::take(&mut self.keys);
        let goes_on = self.last.is_some_and(|last| now.saturating_duration_since(last) <= SOON);
        let before_last = keys.split_last().map_or(&[][..], |(_, before)| before);
        let line_ends = before_last.iter().filter(|key| character(key) == Some('\n')).count();
        let leaves = keys.iter().any(|key| character(key) == Some('\t'));
        let stays = to == InputDestination::LongText && !leaves;
        let is_burst = keys.len() >= MANY.0 && (line_ends >= MANY.1 || stays);
        if keys.is_empty() || !(is_burst || goes_on) {
            return PasteVerdict::Typed(keys);
        }
        self.last = Some(now);
        PasteVerdict::Pasted(keys.iter().filter_map(character).collect())
    }
}

/// Returns the character that a key press types; none for a release.
fn character(event: &Event) -> Option<char> {
    let Event::Key(key) = event else { return None };
    let held = key.modifiers.difference(KeyModifiers::SHIFT);
    if key.kind == KeyEventKind::Release || !held.is_empty() {
        return None;
    }
    match key.code {
        KeyCode::Char(character) => Some(character),
        KeyCode::Enter => Some('\n'),
        KeyCode::Tab => Some('\t'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyEvent;

    use super::*;

    fn keys(text: &str) -> Vec<Event> {
        let code = |character| match character {
            '\n' => KeyCode::Enter,
            other => KeyCode::Char(other),
        };
        text.chars().map(|c| Event::Key(KeyEvent::new(code(c), KeyModifiers::NONE))).collect()
    }

    #[track_caller]
    fn check(text: &str, is_paste: bool) {
        let mut detector = PasteDetector::default();
        for key in keys(text) {
            assert_eq!(detector.take(key), None);
        }
        let came = detector.end(InputDestination::Elsewhere, Instant::now());
        if is_paste {
            assert_eq!(came, PasteVerdict::Pasted(text.to_owned()))
        } else {
            assert_eq!(came, PasteVerdict::Typed(keys(text)))
        }
    }

    #[test]
    fn lines_that_come_at_once_are_a_paste() {
        check(&"Borsetshire\nCounty Council\n".repeat(3), true);
    }

    #[test]
    fn a_word_and_enter_are_typed_however_late_they_are_read() {
        check("Borsetshire County Council\n", false);
        check("\n", false);
        check("a\nb", false);
    }

    #[test]
    fn what_follows_at_once_belongs_to_the_paste() {
        let mut detector = PasteDetector::default();
        let now = Instant::now();
        let pasted = "Borsetshire\nCounty Council\n".repeat(3);
        keys(&pasted).into_iter().for_each(|key| drop(detector.take(key)));
        detector.end(InputDestination::Elsewhere, now);
        keys("\nx").into_iter().for_each(|key| drop(detector.take(key)));
        assert_eq!(
            detector.end(InputDestination::Elsewhere, now + SOON),
            PasteVerdict::Pasted("\nx".to_owned())
        );
        keys("\n").into_iter().for_each(|key| drop(detector.take(key)));
        let later = now + SOON + SOON + SOON;
        assert_eq!(
            detector.end(InputDestination::Elsewhere, later),
            PasteVerdict::Typed(keys("\n"))
        );
    }

    #[test]
    fn many_letters_into_a_long_text_are_taken_at_once() {
        let mut detector = PasteDetector::default();
        let text = "a paragraph without an end ".repeat(3);
        keys(&text).into_iter().for_each(|key| drop(detector.take(key)));
        assert_eq!(
            detector.end(InputDestination::LongText, Instant::now()),
            PasteVerdict::Pasted(text)
        );
    }
}
