//! Signing off: a deliberate act, which "go on" keys alone never do.

use crate::{
    app::{
        App,
        action::Action,
        event::Effect,
        field::text::Motion,
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
    pub(in crate::app) fn act_on_sign_off(&mut self, action: Action) -> Vec<Effect> {
        let Screen::SignOff(form) = &mut self.screen else {
            return Vec::new();
        };
        match action {
            Action::NextField => form.step(1),
            Action::PreviousField => form.step(-1),
            Action::Choose if form.focus == CONFIRM => form.confirmed = !form.confirmed,
            Action::Press | Action::Choose if form.focus == BUTTON => return self.sign_off(),
            Action::Press => form.step(1),
            Action::Move(Motion::RowUp) if form.focus >= CONFIRM => form.step(-1),
            Action::Move(Motion::RowDown) if form.focus == CONFIRM => form.step(1),
            _ => {
                let Some(editor) = form.editor() else {
                    return Vec::new();
                };
                match typed(editor, action, &self.clipboard) {
                    Typed::Copied(text) => return self.copy(text),
                    Typed::Cut(_, text) => {
                        let mut effects = self.copy(text);
                        effects.extend(self.keep_sign_off());
                        return effects;
                    }
                    Typed::Changed(_) => return self.keep_sign_off(),
                    Typed::AtEdge(Motion::RowUp) => form.step(-1),
                    Typed::AtEdge(Motion::RowDown) => form.step(1),
                    Typed::Moved | Typed::AtEdge(_) => {}
                    Typed::Nothing => return self.act_where_nothing_is_typed(action),
                }
            }
        }
        Vec::new()
    }

    /// Keeps what was typed into the sign-off form, signed or not.
    pub(in crate::app) fn keep_sign_off(&mut self) -> Vec<Effect> {
        let (Screen::SignOff(form), Some(session)) = (&self.screen, &mut self.session) else {
            return Vec::new();
        };
        let Some(entered) = form.entered().filter(|_| !session.is_read_only()) else {
            return Vec::new();
        };
        let kept = session.draft.unconfirmed_sign_off.clone();
        let kept = kept.or_else(|| session.draft.sign_off.as_ref().map(SignOff::to_confirm));
        if kept == Some(entered.clone()) {
            return Vec::new();
        }
        session.keep_unconfirmed(entered, &self.now);
        self.save()
    }

    /// Whether the open draft says what was signed off.
    pub(in crate::app) fn is_signed_off(&self) -> bool {
        self.session.as_ref().is_some_and(|session| session.valid_sign_off().is_some())
    }

    /// Says, once, that what was signed off has changed.
    pub(in crate::app) fn point_out_outdated_sign_off(&mut self) {
        let outdated = self.session.as_ref().and_then(|session| session.outdated_sign_off());
        let Some((sign_off, _)) = outdated.filter(|_| self.message.is_none()) else {
            return;
        };
        let words =
            format!("{}. This is a change since. Ctrl-Z takes it back", sign_off.in_words());
        self.say(words);
    }

    /// Signs off, and exports when nothing is missing.
    fn sign_off(&mut self) -> Vec<Effect> {
        if self.refuses_changes() {
            return Vec::new();
        }
        let now = self.now.clone();
        let (Screen::SignOff(form), Some(session)) = (&mut self.screen, &mut self.session) else {
            return Vec::new();
        };
        let sign_off = match form.read() {
            Ok(sign_off) => sign_off,
            Err(problems) => {
                form.go_to_first(&problems);
                form.problems = problems;
                self.complain("Not signed off: there is a problem");
                return Vec::new();
            }
        };
        let missing = session.shortfalls().len();
        if missing > 0 {
            let _ = self.keep_sign_off();
            let mut effects = self.save_at_once();
            effects.extend(self.open_review(None));
            self.complain(format!(
                "Not signed off yet: {}. What you typed is kept",
                crate::app::words::count(missing, "problem", "problems")
            ));
            return effects;
        }
        let is_signed = session.draft.sign_off.as_ref() == Some(&sign_off)
            && session.draft.status == Status::Completed;
        if !is_signed {
            session.sign_off(sign_off, &now);
        }
        if self.preview.is_some() {
            self.say("The final response would be written now. In a preview, nothing is");
            return Vec::new();
        }
        self.is_exporting = true;
        self.save_at_once()
    }
}
