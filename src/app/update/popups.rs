//! What a key does in a pop-up.

use crate::app::{
    App, Mode,
    action::Action,
    cursor::Cursor,
    edit::{Edit, TextField},
    event::{Effect, LockDecision},
    field::text::{Motion, TextEditor},
    keymap::Context,
    popup::{NOT_SAVED, OCCUPIED, Popup, STAGES},
    update::typing::{Typed, typed},
};

impl Popup {
    /// What the keys mean in it.
    pub fn context(&self) -> Context {
        match self {
            Self::Help { .. }
            | Self::Guidance { .. }
            | Self::Unusable { .. }
            | Self::Problems { .. } => Context::Reading,
            Self::GoTo(_) | Self::Search(_) | Self::Adding(_) => Context::Line,
            Self::Note(note) if note.on_stage => Context::Ways,
            Self::Note(note) => Context::of_text(&note.editor),
            Self::Portal(_) => Context::Copying,
            Self::Documents { .. } | Self::Occupied { .. } | Self::Conflict(_) => Context::Ways,
            Self::NotSaved { elsewhere: Some(_), .. } => Context::Line,
            Self::NotSaved { elsewhere: None, .. } => Context::Ways,
        }
    }

    /// Whether it can be left for another place of the draft at once: nothing has to be decided.
    pub fn leads_on(&self) -> bool {
        match self {
            Self::Help { .. }
            | Self::Guidance { .. }
            | Self::Problems { .. }
            | Self::GoTo(_)
            | Self::Search(_)
            | Self::Note(_) => true,
            Self::NotSaved { .. }
            | Self::Documents { .. }
            | Self::Portal(_)
            | Self::Adding(_)
            | Self::Occupied { .. }
            | Self::Conflict(_)
            | Self::Unusable { .. } => false,
        }
    }

    /// The text in it, if there is one.
    pub fn editor(&mut self) -> Option<&mut TextEditor> {
        match self {
            Self::Help { .. }
            | Self::Guidance { .. }
            | Self::Documents { .. }
            | Self::Portal(_)
            | Self::Occupied { .. }
            | Self::Conflict(_)
            | Self::Unusable { .. }
            | Self::Problems { .. } => None,
            Self::GoTo(go_to) => Some(&mut go_to.query),
            Self::Search(search) => Some(&mut search.query),
            Self::Note(note) => Some(&mut note.editor),
            Self::Adding(form) => Some(&mut form.path),
            Self::NotSaved { elsewhere, .. } => elsewhere.as_deref_mut(),
        }
    }
}

impl App {
    /// What a key does while a pop-up is open.
    pub(in crate::app) fn act_in_popup(&mut self, action: Action) {
        match action {
            Action::Up => return self.close_popup(),
            Action::Leave => {
                if !matches!(self.popup, Some(Popup::NotSaved { .. })) {
                    self.popup = None;
                }
                return self.leave(super::super::Leaving::Program);
            }
            Action::Search | Action::FindNext | Action::FindPrevious | Action::Earlier
                if matches!(self.popup, Some(Popup::Search(_))) => {}
            Action::GoTo
            | Action::Search
            | Action::FindNext
            | Action::FindPrevious
            | Action::Earlier
                if self.popup.as_ref().is_some_and(Popup::leads_on) =>
            {
                self.close_popup();
                self.act(action);
                return;
            }
            _ => {}
        }
        let is_at_the_end = self.is_at_the_end();
        match &mut self.popup {
            Some(Popup::Unusable { instead, .. })
                if action == Action::Press && is_at_the_end && instead.is_some() =>
            {
                let instead = instead.take();
                self.popup = None;
                self.effects.extend(instead.map(|origin| Effect::Open(origin, LockDecision::Ask)));
            }
            Some(
                Popup::Help { scroll }
                | Popup::Guidance { scroll, .. }
                | Popup::Unusable { scroll, .. }
                | Popup::Problems { scroll },
            ) => {
                let bottom = self.measures.length.saturating_sub(self.measures.page);
                match action {
                    Action::Move(motion) => {
                        let mut cursor = Cursor((*scroll).min(bottom));
                        cursor.follow(motion, bottom + 1, self.measures.page.saturating_sub(1));
                        *scroll = cursor.0;
                    }
                    // What is wrong is read to its end first.
                    Action::Press if !is_at_the_end => {
                        *scroll += self.measures.page.saturating_sub(1);
                    }
                    Action::Press | Action::Help | Action::Guidance => self.close_popup(),
                    _ => {}
                }
            }
            Some(Popup::GoTo(_)) => self.act_in_go_to(action),
            Some(Popup::Search(_)) => self.act_in_search(action),
            Some(Popup::Note(_)) => self.act_in_note(action),
            Some(Popup::NotSaved { .. }) => self.act_in_not_saved(action),
            Some(Popup::Documents { .. }) => self.act_in_documents(action),
            Some(Popup::Portal(_)) => self.act_in_portal(action),
            Some(Popup::Adding(_)) => self.act_in_adding(action),
            Some(Popup::Occupied { .. }) => self.act_in_occupied(action),
            Some(Popup::Conflict(_)) => self.act_in_conflict(action),
            None => {}
        }
    }

    /// Closes what is open.
    fn close_popup(&mut self) {
        match &mut self.popup {
            Some(Popup::NotSaved { elsewhere: elsewhere @ Some(_), .. }) => *elsewhere = None,
            Some(Popup::NotSaved { .. }) => self.choose_way_out(NOT_SAVED.len() - 1),
            Some(Popup::Occupied { .. }) => self.press_in_occupied(OCCUPIED.len() - 1),
            Some(Popup::Unusable { .. }) => {
                self.popup = None;
                self.effects.push(Effect::ListLibrary)
            }
            Some(Popup::Note(_)) => {
                if let Mode::Draft(session, _) = &mut self.mode {
                    session.close_step();
                }
                self.popup = None;
            }
            _ => self.popup = None,
        }
    }

    fn act_in_go_to(&mut self, action: Action) {
        let page = self.measures.page;
        let Some(Popup::GoTo(go_to)) = &mut self.popup else { return };
        let length = go_to.found.len();
        match action {
            Action::Press => {
                if let Some(place) = go_to.chosen().map(|chosen| chosen.place.clone()) {
                    self.popup = None;
                    self.go_to(&place)
                }
            }
            Action::Move(
                motion @ (Motion::RowUp | Motion::RowDown | Motion::PageUp | Motion::PageDown),
            ) => {
                go_to.cursor.follow(motion, length, page);
            }
            _ => {
                if let Typed::Changed(_) | Typed::Cut(..) =
                    typed(&mut go_to.query, action, &self.clipboard)
                {
                    go_to.narrow();
                }
            }
        }
    }

    fn act_in_note(&mut self, action: Action) {
        let Some(Popup::Note(note)) = &mut self.popup else { return };
        let question = note.question.clone();
        match action {
            Action::NextField | Action::PreviousField => {
                note.editor.rest();
                note.on_stage = !note.on_stage;
            }
            Action::Note => self.close_popup(),
            Action::Save => self.save_now(),
            Action::Undo | Action::Redo => self.walk_history_in_note(action),
            Action::Move(motion) if note.on_stage => {
                if !note.cursor.follow(motion, STAGES.len(), 1) && motion == Motion::RowUp {
                    note.on_stage = false;
                }
            }
            Action::Choose if note.on_stage => {
                let place = note.cursor.0;
                self.set_stage(place)
            }
            Action::Nth(number) if note.on_stage => self.set_stage(number - 1),
            Action::Press if note.on_stage => self.close_popup(),
            Action::Press => note.on_stage = true,
            _ => match typed(&mut note.editor, action, &self.clipboard) {
                Typed::Changed(change) => self.take_typed(&question, &TextField::Note, change),
                Typed::Cut(change, cut) => {
                    self.copy(cut);
                    self.take_typed(&question, &TextField::Note, change);
                }
                Typed::Copied(text) => self.copy(text),
                Typed::AtEdge(Motion::RowDown) => note.on_stage = true,
                Typed::Moved | Typed::AtEdge(_) | Typed::Nothing => {}
            },
        }
    }

    /// Undoes or does again, and shows what the note says then.
    fn walk_history_in_note(&mut self, action: Action) {
        match action {
            Action::Redo => self.redo(),
            _ => self.undo(),
        };
        if let (Some(Popup::Note(note)), Mode::Draft(session, _)) = (&mut self.popup, &self.mode) {
            let answer = session.answer(&note.question);
            note.editor.reload(&answer.note);
            note.stage = answer.stage;
        }
    }

    fn set_stage(&mut self, place: usize) {
        let Some(Popup::Note(note)) = &mut self.popup else { return };
        let Some(stage) = STAGES.get(place) else { return };
        (note.stage, note.cursor) = (*stage, Cursor(place));
        let question = note.question.clone();
        self.edit(&question, &Edit::Stage(*stage));
    }

    fn act_in_not_saved(&mut self, action: Action) {
        let Some(Popup::NotSaved { cursor, elsewhere, .. }) = &mut self.popup else { return };
        if let Some(editor) = elsewhere {
            if action == Action::Press {
                let path = editor.text().to_string();
                return self.save_elsewhere(&path);
            }
            typed(editor, action, &self.clipboard);
            return;
        }
        match action {
            Action::Move(motion) => {
                cursor.follow(motion, NOT_SAVED.len(), NOT_SAVED.len());
            }
            Action::Nth(number) if number <= NOT_SAVED.len() => self.choose_way_out(number - 1),
            Action::Press | Action::Choose => {
                let way = cursor.0;
                self.choose_way_out(way)
            }
            _ => {}
        }
    }
}
