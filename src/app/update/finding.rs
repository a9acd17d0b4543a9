//! Typing to find an entry in a long list of choices, or in a long ranking. It moves the cursor and never chooses.

use crate::app::{
    App, Mode,
    action::Action,
    field::text::Motion,
    matching::matching,
    notice::PlaceNotice,
    screen::{Screen, page::Control},
};

/// The fewest choices that are found by typing.
pub const LONG_LIST: usize = 10;

impl App {
    /// The labels of the list that has the focus, where it is long enough to type in.
    fn long_list(&self) -> Option<Vec<&str>> {
        let Mode::Draft(session, Screen::Page(page)) = &self.mode else {
            return None;
        };
        let field = page.focused()?;
        let question = session.question(&field.question)?;
        let labels: Vec<&str> = match field.control {
            Control::Choices(_) => {
                let choices = session.route.choices(question);
                choices.map(|(_, choice)| choice.label.as_str()).collect()
            }
            Control::Rank(_) => {
                let entries = session.rank_entries(question);
                entries.iter().filter_map(|entry| question.label(entry)).collect()
            }
            _ => return None,
        };
        (labels.len() >= LONG_LIST).then_some(labels)
    }

    /// Whether letters find an entry where the focus is.
    pub(in crate::app) fn finds_choices(&self) -> bool {
        self.popup.is_none() && self.long_list().is_some()
    }

    /// What was typed to find an entry, and the places of those that match.
    fn found_choices(&self) -> Option<(&str, Vec<usize>)> {
        let letters = self.choice_letters.as_str();
        let labels = self.long_list().filter(|_| !letters.is_empty())?;
        let places = matching(letters, labels.into_iter());
        Some((letters, places))
    }

    /// Does what a key means while an entry is being found; whether it means something there.
    pub(in crate::app) fn find_choice(&mut self, action: Action) -> bool {
        if !self.finds_choices() {
            self.choice_letters.clear();
            return false;
        }
        match (action, self.found_choices()) {
            (Action::Type(letter), _) => self.choice_letters.push(letter),
            // A space goes on with the words: typing never chooses. A second one does.
            (Action::Choose, Some((letters, _)))
                if !letters.ends_with(' ') && !self.has_moved_to_choice =>
            {
                self.choice_letters.push(' ');
            }
            (Action::Clear, Some(_)) => {
                self.choice_letters.pop();
            }
            (Action::Up, Some(_)) => self.choice_letters.clear(),
            (Action::Move(motion @ (Motion::RowUp | Motion::RowDown)), Some((_, found))) => {
                let Some(cursor) = self.choice_cursor() else { return false };
                let next = match motion {
                    Motion::RowUp => found.iter().rev().find(|place| **place < cursor),
                    _ => found.iter().find(|place| **place > cursor),
                };
                let place = next.copied();
                self.has_moved_to_choice = true;
                self.put_choice_cursor(place);
                return true;
            }
            _ => {
                self.choice_letters.clear();
                return false;
            }
        }
        self.has_moved_to_choice = false;
        let Some((letters, found)) = self.found_choices() else {
            return true;
        };
        let first = found.first().copied();
        self.notify(PlaceNotice::ChoicesFound {
            letters: letters.trim().to_owned(),
            matches: found.len(),
            ranks: self.is_on_ranking(),
        });
        self.put_choice_cursor(first);
        true
    }

    fn is_on_ranking(&self) -> bool {
        let Mode::Draft(_, Screen::Page(page)) = &self.mode else { return false };
        page.focused().is_some_and(|field| matches!(field.control, Control::Rank(_)))
    }

    fn choice_cursor(&self) -> Option<usize> {
        match &self.mode {
            Mode::Draft(_, Screen::Page(page)) => match page.focused()?.control {
                Control::Choices(cursor) | Control::Rank(cursor) => Some(cursor.0),
                _ => None,
            },
            _ => None,
        }
    }

    fn put_choice_cursor(&mut self, place: Option<usize>) {
        if let (Mode::Draft(_, Screen::Page(page)), Some(place)) = (&mut self.mode, place) {
            let focus = page.focus;
            page.give_focus(focus);
            if let Some(Control::Choices(cursor) | Control::Rank(cursor)) =
                page.focused_mut().map(|field| &mut field.control)
            {
                cursor.0 = place;
            }
        }
    }
}
