//! What the mouse and a paste do.

use crate::app::{
    App, Mode,
    action::Action,
    cursor::Cursor,
    event::{FieldTarget, MouseTarget, Press},
    field::text::{Anchor, TextEditor},
    keymap::{self, Context},
    notice::AnswerNotice,
    popup::Popup,
    screen::{
        Screen,
        page::{Control, Scroll},
        sign_off::BUTTON,
    },
    update::matrix::Then,
};

impl App {
    /// Takes in pasted text: always as text, never as commands.
    pub(in crate::app) fn paste(&mut self, pasted: &str) {
        self.notice = None;
        let text = self.contexts().iter().any(|context| context.takes_text());
        if !text {
            self.notify(AnswerNotice::PasteNeedsText);
            return;
        }
        if self.takes_as_paper(pasted) {
            return;
        }
        let clipboard = std::mem::replace(&mut self.clipboard, pasted.into());
        self.act(Action::Paste);
        self.clipboard = clipboard;
    }

    /// Takes in a press of the mouse.
    pub(in crate::app) fn mouse(&mut self, target: MouseTarget, press: Press) {
        if press != Press::Drag {
            self.notice = None;
        }
        // Guidance that is read beside the page leaves the page within reach.
        if matches!((target, &self.popup), (MouseTarget::Field(..), Some(Popup::Guidance { .. }))) {
            self.popup = None;
        }
        match target {
            MouseTarget::Key(key) if press == Press::Down => {
                if let Some(action) = keymap::action(&self.contexts(), key) {
                    self.act(action)
                }
            }
            MouseTarget::Entry(entry) if press == Press::Down => self.press_entry(entry),
            MouseTarget::Field(_, spot) if self.popup.is_some() => {
                if let (FieldTarget::Text { row, column }, Some(editor)) =
                    (spot, self.popup.as_mut().and_then(Popup::editor))
                {
                    point(editor, (row, column), press);
                }
            }
            MouseTarget::Field(field, spot) => match self.mode {
                Mode::Draft(_, Screen::Page(_)) => self.press_field(field, spot, press),
                Mode::Draft(_, Screen::SignOff(_)) => self.press_sign_off(field, spot, press),
                _ => {}
            },
            MouseTarget::Key(_) | MouseTarget::Entry(_) => {}
        }
    }

    fn press_entry(&mut self, entry: usize) {
        match &mut self.popup {
            Some(Popup::GoTo(go_to)) => {
                go_to.cursor = Cursor(entry);
                self.act(Action::Press)
            }
            Some(Popup::Search(search)) => {
                search.cursor = Cursor(entry);
                self.act(Action::Press)
            }
            Some(Popup::NotSaved { .. }) => self.choose_way_out(entry),
            Some(Popup::Documents { .. }) => self.press_in_documents(entry),
            Some(Popup::Portal(portal)) => portal.cursor = Cursor(entry),
            Some(Popup::Occupied { .. }) => self.press_in_occupied(entry),
            Some(Popup::Conflict(conflict)) => {
                conflict.cursor = Cursor(entry);
                self.press_in_conflict()
            }
            Some(Popup::Note(note)) => {
                note.on_stage = true;
                self.act(Action::Nth(entry + 1))
            }
            Some(
                Popup::Help { .. }
                | Popup::Guidance { .. }
                | Popup::Adding(_)
                | Popup::Unusable { .. }
                | Popup::Problems { .. },
            ) => {}
            None => {
                self.point_at_entry(entry);
                self.press_screen()
            }
        }
    }

    fn press_field(&mut self, number: usize, spot: FieldTarget, press: Press) {
        let Mode::Draft(session, Screen::Page(page)) = &mut self.mode else {
            return;
        };
        if let Some(field) = page.fields.get(number)
            && matches!(field.control, Control::NoComment)
        {
            if press != Press::Down {
                return;
            }
            let id = field.question.clone();
            let row = page.no_comment_row(session, &id).cloned();
            return self.toggle_no_comment_on(&id, row);
        }
        if page.focus != number {
            if press == Press::Drag {
                return;
            }
            session.close_step();
        }
        let Mode::Draft(session, Screen::Page(page)) = &mut self.mode else { return };
        page.give_focus(number);
        let Some(field) = page.focused_mut() else { return };
        let takes_one = matches!(field.context(session), Context::SelectOne);
        match (&mut field.control, spot) {
            (Control::Text(_, editor), FieldTarget::Text { row, column }) => {
                point(editor, (row, column), press);
            }
            (Control::Choices(cursor) | Control::Rank(cursor), FieldTarget::Choice(choice))
                if press == Press::Down =>
            {
                cursor.0 = choice;
                // As with a digit, one of several that exclude each other stays chosen.
                self.act(if takes_one { Action::Nth(choice + 1) } else { Action::Choose });
            }
            (Control::Matrix { row, .. }, FieldTarget::Cell { row: to, column: cell })
                if press == Press::Down =>
            {
                row.0 = to;
                field.follow_row(session);
                if let Some(cell) = cell {
                    self.answer_row(cell, Then::Stay);
                }
                self.refresh();
            }
            (Control::Guidance | Control::Stands | Control::Continue, _)
                if press == Press::Down =>
            {
                self.act(Action::Press);
            }
            _ => {}
        }
    }

    fn press_sign_off(&mut self, number: usize, spot: FieldTarget, press: Press) {
        let Mode::Draft(_, Screen::SignOff(form)) = &mut self.mode else { return };
        form.focus = number.min(BUTTON);
        match (form.editor(), spot) {
            (Some(editor), FieldTarget::Text { row, column }) => {
                point(editor, (row, column), press);
            }
            (None, _) if press == Press::Down => self.act(Action::Choose),
            _ => {}
        }
    }

    /// Scrolls what is under the wheel: rows down, or up when negative.
    pub(in crate::app) fn scroll(&mut self, rows: i32) {
        let by = isize::try_from(rows).unwrap_or_default();
        let length = self.measures.length;
        let seen = self.measures.page;
        let bottom = length.saturating_sub(seen);
        let moved = |from: usize| from.min(bottom).saturating_add_signed(by).min(bottom);
        if let Some(popup) = &mut self.popup {
            match popup {
                Popup::Help { scroll }
                | Popup::Guidance { scroll, .. }
                | Popup::Unusable { scroll, .. }
                | Popup::Problems { scroll } => *scroll = moved(*scroll),
                Popup::GoTo(go_to) => go_to.cursor.step(by.signum(), go_to.found.len()),
                Popup::Portal(portal) => portal.cursor.step(by.signum(), portal.fields.len()),
                Popup::Search(search) => search.cursor.step(by.signum(), search.found.len()),
                Popup::Note(note) => note.editor.scroll_by(by),
                Popup::Conflict(conflict) => conflict.cursor.step(by.signum(), conflict.entries()),
                Popup::Adding(_)
                | Popup::Documents { .. }
                | Popup::NotSaved { .. }
                | Popup::Occupied { .. } => {}
            }
            return;
        }
        let entries = self.entries();
        let first = self.measures.first;
        match &mut self.mode {
            Mode::Draft(_, Screen::Page(page)) => {
                let inside = match page.focused_mut().map(|field| &mut field.control) {
                    Some(Control::Text(_, editor)) => {
                        let before = editor.top_row();
                        editor.scroll_by(by);
                        editor.top_row() != before
                    }
                    _ => false,
                };
                if !inside && bottom > 0 {
                    page.scroll = Scroll::Row(moved(first));
                }
            }
            Mode::Draft(_, Screen::Reading(reading)) => reading.scroll = moved(reading.scroll),
            Mode::Draft(_, Screen::Done(done)) => done.scroll = moved(done.scroll),
            Mode::Revised(revised) => revised.scroll = moved(revised.scroll),
            Mode::Broken(broken) => broken.scroll = moved(broken.scroll),
            Mode::Home(home) => home.cursor.step(by.signum(), entries),
            Mode::Draft(_, Screen::Contents(contents)) => {
                contents.cursor.step(by.signum(), entries)
            }
            Mode::Draft(_, Screen::Review(review)) => review.cursor.step(by, entries),
            Mode::Draft(_, Screen::SectionEnd(_) | Screen::SignOff(_)) => {}
        }
    }

    /// Scrolls the page, for a page on which nothing moves.
    pub(in crate::app) fn scroll_page(&mut self, motion: crate::app::field::text::Motion) {
        let bottom = self.measures.length.saturating_sub(self.measures.page);
        let mut cursor = Cursor(self.measures.first.min(bottom));
        cursor.follow(motion, bottom + 1, self.measures.page.saturating_sub(1));
        if let Mode::Draft(_, Screen::Page(page)) = &mut self.mode {
            page.scroll_to(cursor.0);
        }
    }
}

/// Places the cursor of a text where the mouse is, or selects up to there.
fn point(editor: &mut TextEditor, (row, column): (usize, usize), press: Press) {
    match press {
        Press::Down => editor.click(row, column, Anchor::Dropped),
        Press::Drag => editor.click(row, column, Anchor::Held),
        Press::Double => editor.select_word_at(row, column),
    }
}
