//! Copying the answers into a website: what the keys do.

use std::path::PathBuf;

use crate::{
    app::{
        App, Mode, action::Action, cursor::Cursor, event::Effect, notice::DocumentNotice,
        popup::Popup, portal::Portal,
    },
    model::portal::CopyState,
};

impl App {
    /// Opens the answers that are to be copied into a website.
    pub(in crate::app) fn open_portal(&mut self) {
        let Mode::Draft(session, _) = &self.mode else { return };
        let portal = Portal::new(session);
        if portal.fields.is_empty() {
            self.notify(DocumentNotice::NothingToCopy);
            return;
        }
        self.popup = Some(Popup::Portal(Box::new(portal)));
    }

    /// What a key does in the list of answers.
    pub(in crate::app) fn act_in_portal(&mut self, action: Action) {
        let page = self.measures.page;
        let Some(Popup::Portal(portal)) = &mut self.popup else { return };
        match action {
            Action::Move(motion) => {
                portal.cursor.follow(motion, portal.fields.len(), page);
            }
            Action::Press => self.copy_field(),
            Action::Choose => self.tick_field(),
            _ => {}
        }
    }

    /// Copies the answer with the cursor, ticks it off and goes on to the next. Once all are copied,
    /// it goes through them a second time, and stops at the last.
    fn copy_field(&mut self) {
        let (Some(Popup::Portal(portal)), Mode::Draft(session, _)) = (&self.popup, &self.mode)
        else {
            return;
        };
        let Some(field) = portal.current() else { return };
        let count = portal.fields.len();
        let is_last = portal.cursor.0 + 1 == count;
        if is_last && portal.copied(session) == count {
            self.notify(DocumentNotice::LastCopied(count));
            return;
        }
        let was_copied = session.draft.copy_state(field) == CopyState::Copied;
        let text = field.text.clone();
        self.effects.push(Effect::Copy(text.as_str().into()));
        self.effects.push(Effect::KeepCopy(text));
        self.mark_field(true);
        let (Some(Popup::Portal(portal)), Mode::Draft(session, _)) = (&mut self.popup, &self.mode)
        else {
            return;
        };
        let from = portal.cursor.0 + 1;
        match portal.next_open(session, from) {
            Some(next) => portal.cursor = Cursor(next),
            None if was_copied && !is_last => portal.cursor = Cursor(from),
            None => self.notify(DocumentNotice::LastCopied(count)),
        }
    }

    /// Ticks an answer off without copying it, or takes the tick back.
    fn tick_field(&mut self) {
        let (Some(Popup::Portal(portal)), Mode::Draft(session, _)) = (&self.popup, &self.mode)
        else {
            return;
        };
        let Some(field) = portal.current() else { return };
        let is_copied = session.draft.copy_state(field) == CopyState::Copied;
        self.mark_field(!is_copied);
    }

    fn mark_field(&mut self, is_copied: bool) {
        let (Some(Popup::Portal(portal)), Mode::Draft(session, _)) = (&self.popup, &mut self.mode)
        else {
            return;
        };
        let Some(field) = portal.current() else { return };
        let copied = &mut session.draft.copied;
        if is_copied {
            copied.insert(field.id.clone(), field.digest.clone());
        } else {
            copied.remove(&field.id);
        }
        session.draft.record_remark(&self.now);
        self.save();
    }

    /// Takes note of the file that has what was copied.
    pub(in crate::app) fn take_copy(&mut self, kept: Result<PathBuf, String>) {
        match (kept, &mut self.popup) {
            (Ok(path), Some(Popup::Portal(portal))) => portal.file = Some(path),
            (Ok(_), _) => {}
            (Err(why), _) => self.notify(DocumentNotice::CopyNotKept(why)),
        }
    }
}
