//! A response being written. It may break every rule; only a [`super::response`] must keep them
//! all.

use std::collections::BTreeMap;

use jiff::{Zoned, civil::Date};

use super::{
    answer::{Answer, Answers, FieldName},
    consultation::Consultation,
    id::{ConsultationId, QuestionId, SectionId, Value},
    scope::Scope,
};

/// How much text a draft takes, in bytes: about 700,000 words. With its layout, the file is then
/// within the bounds of what is read.
pub const MAX_TEXT: usize = 4 << 20;

/// A response being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The edition of the set it answers.
    pub consultation: Edition,
    /// How far it has come.
    pub status: Status,
    /// When it was begun.
    pub started: Zoned,
    /// When it was last changed, as far as is known. The file says it answer by answer.
    pub updated: Zoned,
    /// Where the last edits left off that were recovered. The file does not say it.
    pub position: Option<Position>,
    /// The questions the respondent is taken through.
    pub scope: Scope,
    /// The respondent's mark on each section.
    pub completed: BTreeMap<SectionId, SectionState>,
    /// The answers.
    pub answers: Answers,
    /// Who last changed each answer, and when. An answer that was removed keeps its entry.
    pub changes: BTreeMap<QuestionId, LastChange>,
    /// The other versions of answers that collide, until somebody settles them.
    pub collisions: BTreeMap<QuestionId, Vec<Answer>>,
    /// Who signed it off. With [`Status::Amended`], the sign-off predates the last change.
    pub sign_off: Option<SignOff>,
    /// What exactly was signed off; absent in drafts from earlier versions of the program.
    pub signed: Option<Signed>,
    /// The unconfirmed contents of the sign-off form.
    pub unconfirmed_sign_off: Option<UnconfirmedSignOff>,
    /// The fields that have been copied into a website, by
    /// [`PortalField::id`](super::portal::PortalField::id), each with the digest of what was copied.
    pub copied: BTreeMap<String, String>,
}

/// The last change of an answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LastChange {
    /// When.
    pub at: Zoned,
    /// The name of the person; `None` if it is not to be said.
    pub by: Option<String>,
}

/// An edition of a question set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// The set.
    pub id: ConsultationId,
    /// Its version.
    pub version: String,
    /// The digest of its file.
    pub digest: String,
}

/// The status of a response, in FHIR's terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Being written.
    InProgress,
    /// Signed off and unchanged since.
    Completed,
    /// Changed after it was signed off.
    Amended,
}

/// The respondent's mark on a section ("Have you completed this section?").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionState {
    /// "Yes, I've completed this section".
    Completed,
    /// "No, I'll come back later".
    Later,
}

/// Where the respondent left off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The question, notice, group or part.
    pub question: QuestionId,
    /// The row of a matrix.
    pub row: Option<Value>,
    /// The field of the question or row.
    pub field: FieldName,
    /// The cursor in a text: bytes from its start.
    pub cursor: Option<usize>,
}

/// Who takes responsibility for the response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOff {
    /// The name of the person.
    pub name: String,
    /// Their role.
    pub role: String,
    /// Their authority: a minute, a delegation.
    pub authority: String,
    /// When.
    pub date: Date,
}

/// The unconfirmed contents of the sign-off form, every text as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnconfirmedSignOff {
    /// The name of the person.
    pub name: String,
    /// Their role.
    pub role: String,
    /// Their authority.
    pub authority: String,
    /// The date; blank if the suggested day was left unchanged.
    pub date: String,
}

/// What exactly was signed off, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// When the respondent signed.
    pub at: Zoned,
    /// The digest of the question set at the time.
    pub set: String,
    /// The digest of each entry of the response, by question. See [`digest`](super::response::QuestionRecord::digest).
    pub answers: BTreeMap<QuestionId, String>,
}

impl SignOff {
    /// Returns a form with these details, to be confirmed again. The date becomes the day of
    /// signing.
    pub fn to_confirm(&self) -> UnconfirmedSignOff {
        UnconfirmedSignOff {
            name: self.name.clone(),
            role: self.role.clone(),
            authority: self.authority.clone(),
            date: String::new(),
        }
    }
}

impl Edition {
    /// Returns the edition of a set.
    pub fn of(consultation: &Consultation) -> Self {
        Self {
            id: consultation.id.clone(),
            version: consultation.version.clone(),
            digest: consultation.digest.clone(),
        }
    }
}

impl Position {
    /// Returns the position of a question's answer, or of a notice or group.
    pub fn of(question: &QuestionId) -> Self {
        Self { question: question.clone(), row: None, field: FieldName::Value, cursor: None }
    }
}

impl Draft {
    /// Creates an empty draft.
    pub fn new(consultation: Edition, now: &Zoned) -> Self {
        Self {
            consultation,
            status: Status::InProgress,
            started: now.clone(),
            updated: now.clone(),
            position: None,
            scope: Scope::default(),
            completed: BTreeMap::new(),
            answers: Answers::default(),
            changes: BTreeMap::new(),
            collisions: BTreeMap::new(),
            sign_off: None,
            signed: None,
            unconfirmed_sign_off: None,
            copied: BTreeMap::new(),
        }
    }

    /// Returns the draft without its answers and their last changes.
    #[must_use]
    pub fn head(&self) -> Self {
        Self {
            consultation: self.consultation.clone(),
            status: self.status,
            started: self.started.clone(),
            updated: self.updated.clone(),
            position: self.position.clone(),
            completed: self.completed.clone(),
            answers: Answers::default(),
            changes: BTreeMap::new(),
            collisions: self.collisions.clone(),
            sign_off: self.sign_off.clone(),
            signed: self.signed.clone(),
            unconfirmed_sign_off: self.unconfirmed_sign_off.clone(),
            copied: self.copied.clone(),
            scope: self.scope,
        }
    }

    /// Records who changed an answer.
    pub fn record_author(&mut self, question: &QuestionId, by: Option<&str>, now: &Zoned) {
        let change = LastChange { at: now.clone(), by: by.map(str::to_owned) };
        self.changes.insert(question.clone(), change);
    }

    /// Records a change of an answer. After sign-off this amends the draft: the sign-off stays, as
    /// one given before the change.
    pub fn record_change(&mut self, now: &Zoned) {
        self.updated = now.clone();
        if self.status == Status::Completed {
            self.status = Status::Amended;
        }
    }

    /// Records a change that is not exported: a note, a stage or a mark on a section. The sign-off
    /// and its time stay valid.
    pub fn record_remark(&mut self, now: &Zoned) {
        if self.status != Status::Completed {
            self.updated = now.clone();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{director, draft, line, may, said, set};

    fn signed_off() -> Draft {
        let mut draft = draft(&set([line("council")]), said([]));
        draft.sign_off(director(), &set([line("council")]), &may(28));
        draft
    }

    #[test]
    fn a_change_after_sign_off_keeps_the_sign_off_and_marks_it() {
        let mut draft = signed_off();
        draft.record_change(&may(29));
        assert_eq!((draft.status, draft.sign_off), (Status::Amended, Some(director())));
        assert_eq!(draft.updated, may(29));
    }

    #[test]
    fn a_change_before_sign_off_leaves_the_draft_in_progress() {
        let mut draft = draft(&set([line("council")]), said([]));
        draft.record_change(&may(2));
        assert_eq!((draft.status, draft.updated), (Status::InProgress, may(2)));
    }

    #[test]
    fn a_note_to_colleagues_does_not_touch_a_sign_off() {
        let mut draft = signed_off();
        draft.record_remark(&may(29));
        assert_eq!(draft, signed_off());
    }

    #[test]
    fn an_amended_draft_can_be_signed_off_again() {
        let mut draft = signed_off();
        draft.record_change(&may(29));
        draft.sign_off(director(), &set([line("council")]), &may(30));
        assert_eq!((draft.status, draft.updated), (Status::Completed, may(30)));
    }
}
