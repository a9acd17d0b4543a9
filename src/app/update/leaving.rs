//! Leaving follows a successful save, unless the respondent says otherwise.

use std::path::PathBuf;

use crate::app::{
    App, Leaving, Mode,
    cursor::Cursor,
    event::Effect,
    notice::{DraftNotice, PlaceState, ScreenNotice},
    popup::Popup,
    saving::SaveState,
    screen::home::Home,
};
use crate::model::resume::ResumePoint;

impl App {
    /// Leaves, once what is on the screen is on the disk.
    pub(in crate::app) fn leave(&mut self, to: Leaving) {
        self.keep_sign_off();
        self.leaving = to;
        self.save_edits();
        self.try_leaving();
    }

    /// Leaves when nothing is outstanding; asks when a save has failed.
    pub(in crate::app) fn try_leaving(&mut self) {
        if self.leaving == Leaving::Not {
            return;
        }
        if !self.saving.is_outstanding() {
            return self.gone();
        }
        if self.show_theirs() {
            self.leaving = Leaving::Not;
            return;
        }
        let asks = matches!(self.popup, Some(Popup::NotSaved { .. }));
        if matches!(self.saving.state(), SaveState::Failed(_)) && !asks {
            let cursor = Cursor::default();
            self.popup = Some(Popup::NotSaved { refused: None, cursor, elsewhere: None });
        }
    }

    /// Time has passed while a save was outstanding: whoever has a clock is to say whether that was
    /// too long.
    pub(in crate::app) fn look_after_save(&mut self) {
        self.try_leaving();
        if self.saving.is_outstanding() && self.session().is_some() {
            self.effects.push(Effect::LookAfterSave);
        }
    }

    /// Leaves, whatever is outstanding.
    fn gone(&mut self) {
        self.popup = None;
        match std::mem::replace(&mut self.leaving, Leaving::Not) {
            Leaving::Not => {}
            Leaving::Program => {
                self.keep_resume_point(self.resume_point());
                self.effects.extend([Effect::Close, Effect::Quit]);
            }
            Leaving::Home => {
                self.keep_resume_point(self.last_question());
                self.saving = crate::app::saving::SaveStatus::default();
                self.mode = Mode::Home(Home::default());
                self.preview = None;
                self.previews_from_home = false;
                self.effects.extend([Effect::Close, Effect::ListLibrary]);
            }
        }
    }

    /// Keeps on this machine where to go on.
    pub(super) fn keep_resume_point(&mut self, point: Option<ResumePoint>) {
        if self.session().is_some() && self.preview.is_none() {
            self.effects.push(Effect::KeepResumePoint(point.map(Box::new)));
        }
    }

    /// Does what the respondent chose when the draft could not be saved.
    pub(in crate::app) fn choose_way_out(&mut self, way: usize) {
        match way {
            0 => {
                self.popup = None;
                self.save_at_once();
            }
            1 => {
                if let Some(Popup::NotSaved { elsewhere, cursor, .. }) = &mut self.popup {
                    use crate::app::field::text::{Lines, TextEditor};
                    cursor.0 = 1;
                    let empty = crate::model::text::Text::default();
                    *elsewhere = Some(Box::new(TextEditor::new(empty, Lines::One)));
                }
            }
            2 => self.gone(),
            _ => {
                self.popup = None;
                self.leaving = Leaving::Not;
            }
        }
    }

    /// Keeps the draft in another place from now on.
    pub(in crate::app) fn save_elsewhere(&mut self, path: &str) {
        let path = path.trim();
        if path.is_empty() {
            return;
        }
        let path = PathBuf::from(path);
        self.save();
        self.hand_over(|draft, number| Effect::SaveAs(draft, number, path));
    }

    /// Takes in that the draft cannot be kept where the respondent wanted it.
    pub(in crate::app) fn take_not_moved(&mut self, why: String) {
        match &mut self.popup {
            Some(Popup::NotSaved { refused, .. }) => *refused = Some(why),
            _ => self.notify(DraftNotice::Failed(why)),
        }
        // Where it was is tried again.
        self.save_at_once();
    }

    /// Saves now, and says where.
    pub(in crate::app) fn save_now(&mut self) {
        if self.show_theirs() {
            return;
        }
        if let Some(preview) = &self.preview {
            return if preview.problems.is_empty() || self.session().is_none() {
                self.notify(ScreenNotice::PreviewKeepsNothing);
            } else {
                self.open(Popup::Problems { scroll: 0 })
            };
        }
        let Mode::Draft(session, _) = &self.mode else { return };
        let (path, access) = (session.path.clone(), session.access);
        if access.is_to_read() {
            self.notify(DraftNotice::DraftPlace { path, state: PlaceState::ReadOnly(access) });
            return;
        }
        self.save_at_once();
        let state = match self.saving.state() {
            SaveState::Failed(_) => PlaceState::NotSaved,
            SaveState::Untouched | SaveState::Saved(_) | SaveState::Pending(_) => PlaceState::Saved,
        };
        self.notify(DraftNotice::DraftPlace { path, state });
    }
}
