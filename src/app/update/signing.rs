//! Signing off: a deliberate act, which "go on" keys alone never do.

use crate::{
    app::{
        App, Mode,
        action::Action,
        field::text::Motion,
        notice::{ScreenNotice, SignOffNotice},
        screen::{
            Screen,
            sign_off::{BUTTON, CONFIRM},
        },
        update::typing::{Typed, typed},
    },
    model::draft::{SignOff, Status},
};

impl App {
    /// What a key does on the sign-off form.
    pub(in crate::app) fn act_on_sign_off(&mut self, action: Action) {
        let Mode::Draft(_, Screen::SignOff(form)) = &mut self.mode else { return };
        match action {
            Action::NextField => form.step(1),
            Action::PreviousField => form.step(-1),
            Action::Choose if form.focus == CONFIRM => form.confirmed = !form.confirmed,
            Action::Press | Action::Choose if form.focus == BUTTON => self.sign_off(),
            Action::Press => form.step(1),
            Action::Move(Motion::RowUp) if form.focus >= CONFIRM => form.step(-1),
            Action::Move(Motion::RowDown) if form.focus == CONFIRM => form.step(1),
            _ => {
                let Some(editor) = form.editor() else { return };
                match typed(editor, action, &self.clipboard) {
                    Typed::Copied(text) => self.copy(text),
                    Typed::Cut(_, text) => {
                        self.copy(text);
                        self.keep_sign_off();
                    }
                    Typed::Changed(_) => self.keep_sign_off(),
                    Typed::AtEdge(Motion::RowUp) => form.step(-1),
                    Typed::AtEdge(Motion::RowDown) => form.step(1),
                    Typed::Moved | Typed::AtEdge(_) => {}
                    Typed::Nothing => self.act_where_nothing_is_typed(action),
                }
            }
        }
    }

    /// Keeps what was typed into the sign-off form, signed or not.
    pub(in crate::app) fn keep_sign_off(&mut self) {
        let Mode::Draft(session, Screen::SignOff(form)) = &mut self.mode else {
            return;
        };
        let Some(entered) = form.entered().filter(|_| !session.is_read_only()) else { return };
        let kept = session.draft.unconfirmed_sign_off.clone();
        let kept = kept.or_else(|| session.draft.sign_off.as_ref().map(SignOff::to_confirm));
        if kept == Some(entered.clone()) {
            return;
        }
        session.keep_unconfirmed(entered, &self.now);
        self.save();
    }

    /// Whether the open draft says what was signed off.
    pub(in crate::app) fn is_signed_off(&self) -> bool {
        self.session().is_some_and(|session| session.valid_sign_off().is_some())
    }

    /// Says, once, that what was signed off has changed.
    pub(in crate::app) fn point_out_outdated_sign_off(&mut self) {
        let outdated = self.session().and_then(|session| session.outdated_sign_off());
        let Some((sign_off, _)) = outdated.filter(|_| self.notice.is_none()) else { return };
        let sign_off = sign_off.clone();
        self.notify(SignOffNotice::ChangedSinceSigned(sign_off));
    }

    /// Signs off, and exports when nothing is missing.
    fn sign_off(&mut self) {
        if self.refuses_changes() {
            return;
        }
        let now = self.now.clone();
        let Mode::Draft(session, Screen::SignOff(form)) = &mut self.mode else {
            return;
        };
        let sign_off = match form.read() {
            Ok(sign_off) => sign_off,
            Err(problems) => {
                form.go_to_first(&problems);
                form.problems = problems;
                self.notify(SignOffNotice::SignOffProblem);
                return;
            }
        };
        let missing = session.shortfalls().len();
        if missing > 0 {
            self.keep_sign_off();
            self.save_at_once();
            self.open_review(None);
            self.notify(SignOffNotice::SignOffIncomplete(missing));
            return;
        }
        let is_signed = session.draft.sign_off.as_ref() == Some(&sign_off)
            && session.draft.status == Status::Completed;
        if !is_signed {
            session.sign_off(sign_off, &now);
        }
        if self.preview.is_some() {
            self.notify(ScreenNotice::PreviewExportsNothing);
            return;
        }
        self.is_exporting = true;
        self.save_at_once();
    }
}
