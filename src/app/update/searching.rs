//! What a key does in a search, and after it.

use crate::{
    app::{
        App, Mode,
        action::Action,
        field::text::Motion,
        library::DestinationPlace,
        notice::PlaceNotice,
        popup::{NoteEditor, Popup},
        screen::Screen,
        search::{Direction, Search, SearchScope, SearchTarget},
        update::typing::{Typed, typed},
    },
    model::draft::Position,
};

impl App {
    /// Whether words were searched for.
    pub(in crate::app) fn has_searched(&self) -> bool {
        !self.searched.query.text().is_blank()
    }

    /// Opens the search, with the words of the last one.
    pub(in crate::app) fn open_search(&mut self) {
        let Mode::Draft(session, _) = &self.mode else { return };
        let words = self.searched.query.text().to_string();
        let place = self.searched.cursor;
        let mut search = Search::of(session, &words);
        search.cursor.step(place.0.cast_signed(), search.found.len());
        search.query.select_all();
        self.open(Popup::Search(Box::new(search)))
    }

    pub(in crate::app) fn act_in_search(&mut self, action: Action) {
        let page = self.measures.page;
        let (Some(Popup::Search(search)), Mode::Draft(session, _)) = (&mut self.popup, &self.mode)
        else {
            return;
        };
        let length = search.found.len();
        match action {
            Action::Earlier | Action::Search
                if matches!(search.scope, SearchScope::Earlier(_)) || action == Action::Earlier =>
            {
                self.search_the_other()
            }
            Action::Press => self.leave_search(),
            Action::Search | Action::FindNext | Action::FindPrevious => {
                // With the same words as before, on to the next of them.
                if search.query.text() == self.searched.query.text() {
                    search.step(
                        None,
                        match action {
                            Action::FindPrevious => Direction::Back,
                            _ => Direction::Forward,
                        },
                    );
                }
                self.leave_search()
            }
            Action::Move(
                motion @ (Motion::RowUp | Motion::RowDown | Motion::PageUp | Motion::PageDown),
            ) => {
                search.cursor.follow(motion, length, page);
            }
            _ => {
                if let Typed::Changed(_) | Typed::Cut(..) =
                    typed(&mut search.query, action, &self.clipboard)
                {
                    search.look(session);
                }
            }
        }
    }

    /// Goes to what the search has found, if it has; the search is remembered.
    fn leave_search(&mut self) {
        let popup = self.popup.take();
        let Some(Popup::Search(search)) = popup else {
            self.popup = popup;
            return;
        };
        if search.found.is_empty() {
            self.popup = Some(Popup::Search(search));
            return;
        }
        if let Some(SearchTarget::Quotation(passage)) = search.chosen().map(|one| &one.target) {
            return self.quote(passage);
        }
        self.searched = *search;
        self.go_to_found()
    }

    /// Goes to the next place of the words that were searched for, or to the one before.
    pub(in crate::app) fn find_again(&mut self, direction: Direction) {
        let Mode::Draft(session, _) = &self.mode else { return };
        let words = self.searched.query.text().to_string();
        if !self.has_searched() {
            return self.open_search();
        }
        let at = match &self.mode {
            Mode::Draft(_, Screen::Page(page)) => Some(page.position(session)),
            _ => None,
        };
        let before = self.searched.cursor;
        self.searched = Search::of(session, &words);
        self.searched.cursor.step(before.0.cast_signed(), self.searched.found.len());
        self.searched.step(at.as_ref(), direction);
        self.go_to_found()
    }

    /// Searches for words, and says where they stand; [`Action::FindNext`] goes to the first place.
    pub fn search_for(&mut self, words: &str) -> Vec<String> {
        let Mode::Draft(session, _) = &self.mode else { return Vec::new() };
        let mut search = Search::of(session, words);
        // The next one is the first.
        search.cursor.0 = search.found.len().saturating_sub(1);
        self.searched = search;
        let said = self.searched.found.iter();
        said.map(|found| format!("{}: {}", found.place, found.snippet.concat().trim())).collect()
    }

    fn go_to_found(&mut self) {
        let count = self.searched.found.len();
        let number = self.searched.cursor.0 + 1;
        let Some(found) = self.searched.chosen().cloned() else {
            let words = self.searched.query.text().to_string();
            self.notify(PlaceNotice::NotFound(words));
            return;
        };
        match found.target {
            SearchTarget::Question(position) => self.go_to(&DestinationPlace::Question(position)),
            // It is quoted where it is chosen.
            SearchTarget::Quotation(_) => {}
            SearchTarget::Section(section) => self.go_to(&DestinationPlace::Section(section)),
            SearchTarget::Guidance(item) => {
                let position = Position::of(&item);
                self.go_to(&DestinationPlace::Question(position));
                self.open_guidance();
            }
            SearchTarget::Note(position) => {
                self.go_to(&DestinationPlace::Question(position.clone()));
                let note = self.session().filter(|session| !session.is_read_only());
                if let Some(session) = note {
                    let mut note = NoteEditor::new(session, &position.question);
                    note.editor.set_cursor(position.cursor.unwrap_or_default());
                    self.popup = Some(Popup::Note(Box::new(note)));
                }
            }
        };
        if self.notice.is_none() {
            self.notify(PlaceNotice::Found { number, count, place: found.place });
        }
    }
}
