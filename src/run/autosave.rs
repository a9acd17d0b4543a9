//! When what was typed is saved: once typing pauses, and now and then while it goes on.

use std::time::{Duration, Instant};

/// As long as nothing is typed before it is saved.
const PAUSE: Duration = Duration::from_millis(300);

/// The longest that something waits to be saved while typing goes on: a quarter of a second is left
/// for the save, so that a power cut takes a second of typing at most.
const LONGEST: Duration = Duration::from_millis(750);

/// Edits that wait to be saved.
#[derive(Debug, Default)]
pub(super) struct Autosave(Option<Waiting>);

#[derive(Debug, Clone, Copy)]
struct Waiting {
    /// When the first of them was made.
    first: Instant,
    /// When the last of them was.
    last: Instant,
}

impl Autosave {
    /// Takes note that something was edited.
    pub(super) fn edited(&mut self, now: Instant) {
        let first = self.0.map_or(now, |waiting| waiting.first);
        self.0 = Some(Waiting { first, last: now });
    }

    /// Takes note that all that was edited has been handed over to be saved.
    pub(super) fn handed_over(&mut self) {
        self.0 = None;
    }

    /// When what was edited is to be saved.
    pub(super) fn due(&self) -> Option<Instant> {
        self.0.map(|Waiting { first, last }| (last + PAUSE).min(first + LONGEST))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// When a save is due, in milliseconds, after edits at these moments.
    fn due(edits: &[u64]) -> Option<u128> {
        let begun = Instant::now();
        let mut autosave = Autosave::default();
        edits.iter().for_each(|edit| autosave.edited(begun + Duration::from_millis(*edit)));
        autosave.due().map(|due| due.duration_since(begun).as_millis())
    }

    #[test]
    fn a_save_is_due_when_typing_pauses_and_often_while_it_goes_on() {
        assert_eq!(due(&[]), None);
        assert_eq!(due(&[0]), Some(300));
        assert_eq!(due(&[0, 200]), Some(500));
        assert_eq!(due(&[0, 250, 500, 600]), Some(750));
    }
}
