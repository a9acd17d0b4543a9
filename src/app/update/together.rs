//! Working on the same draft as somebody else.

use crate::{
    app::{
        App, Leaving, Mode,
        action::Action,
        event::{Effect, LockDecision, MergeBase, Theirs},
        notice::{AnswerNotice, DraftNotice},
        popup::{ConflictView, OCCUPIED, OtherVersion, Popup},
    },
    model::{
        difference::{merged, reconciled, settled},
        draft::Status,
        id::QuestionId,
    },
};

impl App {
    /// Takes in somebody else's version, to be shown when it is asked for. Where it says the same as
    /// ours, one that has all of both takes its place.
    pub(in crate::app) fn take_theirs(&mut self, theirs: Theirs) {
        let Mode::Draft(session, _) = &mut self.mode else { return };
        let ours = &session.draft;
        let both = theirs.draft.as_ref().ok().and_then(|theirs| reconciled(ours, theirs));
        if let Some(both) = both {
            let news = both.status != ours.status && both.status == Status::Completed;
            session.replace_draft(both);
            if news {
                self.reload();
                self.notify(DraftNotice::SignedByOther(theirs.by));
            }
            return self.save_over(MergeBase::AllOfIt);
        }
        session.theirs = Some(theirs);
        let wants_to_leave = self.leaving != Leaving::Not;
        let wants_to_export = std::mem::take(&mut self.is_exporting);
        if self.shows_theirs() {
            self.notify(DraftNotice::OtherChangedAgain);
            self.show_theirs();
            return;
        }
        // It waits until it is asked for: whoever is typing should not find the keys going there.
        match (wants_to_leave, wants_to_export) {
            (true, _) => self.try_leaving(),
            (false, true) => {
                self.show_theirs();
            }
            (false, false) => {
                self.notify(DraftNotice::ChangedByOther);
            }
        }
    }

    /// Takes note that somebody else's version has gone: ours could be saved.
    pub(in crate::app) fn forget_theirs(&mut self) {
        if let Mode::Draft(session, _) = &mut self.mode {
            session.theirs = None;
        }
        if self.shows_theirs() {
            self.popup = None;
            self.notify(DraftNotice::OtherWithdrawn);
        }
    }

    /// Whether somebody else's version is shown; what collides in the draft itself is not theirs.
    fn shows_theirs(&self) -> bool {
        let Some(Popup::Conflict(conflict)) = &self.popup else { return false };
        matches!(conflict.other, OtherVersion::InFile(_))
    }

    /// Shows somebody else's version beside ours, until it is settled; whether there is one.
    pub(in crate::app) fn show_theirs(&mut self) -> bool {
        let Mode::Draft(session, _) = &self.mode else { return false };
        let Some(theirs) = &session.theirs else { return false };
        let conflict = ConflictView::with_theirs(session, theirs.clone());
        self.open(Popup::Conflict(Box::new(conflict)));
        true
    }

    fn save_over(&mut self, over: MergeBase) {
        if let Mode::Draft(session, _) = &mut self.mode {
            session.theirs = None;
        }
        self.save();
        self.hand_over(|draft, number| Effect::SaveOver(draft, number, over));
    }

    /// What a key does in the list of answers that differ.
    pub(in crate::app) fn act_in_conflict(&mut self, action: Action) {
        let page = self.measures.page;
        let Some(Popup::Conflict(conflict)) = &mut self.popup else { return };
        match action {
            Action::Move(motion) => {
                let entries = conflict.entries();
                conflict.cursor.follow(motion, entries, page);
            }
            Action::Nth(number) if number <= conflict.entries() => {
                conflict.cursor.0 = number - 1;
                self.press_in_conflict()
            }
            // `Enter` goes on to the next answer; `Space` changes sides.
            Action::Press if conflict.cursor.0 < conflict.differences.len() => {
                conflict.cursor.0 += 1;
            }
            Action::Press | Action::Choose => self.press_in_conflict(),
            _ => {}
        }
    }

    /// Changes sides on the answer under the cursor, or settles the conflict.
    pub(in crate::app) fn press_in_conflict(&mut self) {
        let now = self.now.clone();
        let (Some(Popup::Conflict(conflict)), Mode::Draft(session, _)) =
            (&mut self.popup, &mut self.mode)
        else {
            return;
        };
        if let Some(difference) = conflict.differences.get_mut(conflict.cursor.0) {
            difference.turn();
            return;
        }
        let way = conflict.cursor.0 - conflict.differences.len();
        match (way, &conflict.other) {
            (0, OtherVersion::InFile(theirs)) => {
                let Ok(theirs) = &theirs.draft else {
                    return self.notify(DraftNotice::OtherUnreadable);
                };
                session.take_over(merged(&session.draft, theirs, &conflict.differences), &now);
                self.popup = None;
                self.reload();
                self.notify(DraftNotice::Combined);
                self.save_over(MergeBase::SomeOfIt)
            }
            (_, OtherVersion::InFile(_)) => {
                self.popup = None;
                session.theirs = None;
                self.save();
                self.hand_over(Effect::SaveBeside);
            }
            (0, OtherVersion::InDraft) => {
                session.take_over(settled(&session.draft, &conflict.differences), &now);
                self.popup = None;
                self.save();
                self.open_review(None);
                self.notify(DraftNotice::Settled);
            }
            (_, OtherVersion::InDraft) => self.popup = None,
        }
    }

    /// Shows the versions that collide in the draft, to be settled as somebody else's are.
    pub(in crate::app) fn show_collisions(&mut self, question: &QuestionId) {
        if self.refuses_changes() {
            return;
        }
        let Mode::Draft(session, _) = &self.mode else { return };
        let conflict = ConflictView::with_collisions(session, question);
        self.open(Popup::Conflict(Box::new(conflict)));
    }

    /// What a key does when somebody else has the draft open.
    pub(in crate::app) fn act_in_occupied(&mut self, action: Action) {
        let Some(Popup::Occupied { cursor, .. }) = &mut self.popup else { return };
        match action {
            Action::Move(motion) => {
                cursor.follow(motion, OCCUPIED.len(), OCCUPIED.len());
            }
            Action::Nth(number) if number <= OCCUPIED.len() => self.press_in_occupied(number - 1),
            Action::Press | Action::Choose => {
                let way = cursor.0;
                self.press_in_occupied(way)
            }
            _ => {}
        }
    }

    /// Opens the draft in the way that was chosen, or not.
    pub(in crate::app) fn press_in_occupied(&mut self, way: usize) {
        let Some(Popup::Occupied { origin, .. }) = self.popup.take() else { return };
        match way {
            0 => self.effects.push(Effect::Open(origin, LockDecision::Read)),
            1 => self.effects.push(Effect::Open(origin, LockDecision::Share)),
            _ => self.effects.push(Effect::ListLibrary),
        }
    }

    /// Says, where nothing may be changed, why; whether that is so.
    pub fn refuses_changes(&mut self) -> bool {
        let access = self.session().map(|session| session.access);
        let Some(access) = access.filter(|access| access.is_to_read()) else { return false };
        self.refuse(AnswerNotice::ReadOnly(access));
        true
    }

    /// Refuses more text than the draft takes, and says so. All that it has stays.
    pub(in crate::app) fn refuses_text(&mut self, added: usize) -> bool {
        let is_refused = self.session().is_some_and(|session| added > session.room());
        if is_refused {
            self.refuse(AnswerNotice::TooMuchText);
        }
        is_refused
    }

    fn refuse(&mut self, why: AnswerNotice) {
        self.refused = Some(why.clone().into());
        self.notify(why);
    }
}
