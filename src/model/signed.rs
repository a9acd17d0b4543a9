//! What a sign-off covers: the answers as signed, and the changes since.
//!
//! A sign-off stores a digest of each entry of the signed response. Comparing these with the
//! current entries shows which questions have changed; changing an answer back makes it valid
//! again.

use jiff::{Zoned, civil::Date};
use sha2::{Digest, Sha256};

use super::{
    consultation::Consultation,
    draft::{Draft, SignOff, Signed, Status},
    id::QuestionId,
    reading::day_in_words,
    response::{AnswerState, Content, Labelled, QuestionRecord, ResponseRecord},
    route::Route,
};

/// The length of a stored digest, in bytes: enough to detect every accidental change.
const KEPT: usize = 8;

/// The maximum number of changed questions named in a sentence.
const MOST_NAMED: usize = 8;

/// The state of a draft's sign-off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignOffState<'a> {
    /// The draft has not been signed off.
    Missing,
    /// The draft is unchanged since it was signed.
    Valid(&'a SignOff),
    /// The draft has changed since it was signed.
    Outdated {
        /// The sign-off given before the change.
        sign_off: &'a SignOff,
        /// The changed questions in the set's order, then those the set no longer has. Empty if
        /// only the edition has changed, or if an earlier version of the program stored no digests.
        changed: Vec<QuestionId>,
    },
}

/// The state of a sign-off, without the draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOffSummary {
    /// Who signed.
    pub name: String,
    /// The date of the sign-off.
    pub date: Date,
    /// The questions that have changed since, if any.
    pub changed: Option<Vec<QuestionId>>,
    /// The summary in words.
    pub words: String,
}

impl Signed {
    /// Returns what signing a record covers.
    pub fn of(record: &ResponseRecord, at: &Zoned) -> Self {
        let answers = record.entries().map(|entry| (entry.id.clone(), entry.digest()));
        Self { at: at.clone(), set: record.consultation.digest.clone(), answers: answers.collect() }
    }

    /// Returns the questions that a record answers differently from what was signed.
    pub fn changed_in(&self, record: &ResponseRecord) -> Vec<QuestionId> {
        let differs = |entry: &&QuestionRecord| match self.answers.get(&entry.id) {
            Some(signed) => *signed != entry.digest(),
            None => entry.state != AnswerState::NotAsked,
        };
        let is_gone = |id: &&QuestionId| !record.entries().any(|entry| entry.id == **id);
        let changed = record.entries().filter(differs).map(|entry| &entry.id);
        changed.chain(self.answers.keys().filter(is_gone)).cloned().collect()
    }
}

impl Draft {
    /// Signs off the draft in its current state.
    pub fn sign_off(&mut self, sign_off: SignOff, consultation: &Consultation, now: &Zoned) {
        self.signed = Some(Signed::of(&self.partial(consultation), now));
        self.sign_off = Some(sign_off);
        self.unconfirmed_sign_off = None;
        self.status = Status::Completed;
        self.updated = now.clone();
    }

    /// Returns the state of the sign-off. The route is the one the draft's answers give.
    pub fn sign_off_state(&self, consultation: &Consultation, route: &Route) -> SignOffState<'_> {
        let sign_off = self.sign_off.as_ref().filter(|by| !by.name.trim().is_empty());
        let (Some(sign_off), Status::Completed | Status::Amended) = (sign_off, self.status) else {
            return SignOffState::Missing;
        };
        let (is_other_set, changed) = match &self.signed {
            Some(signed) => (
                signed.set != consultation.digest,
                signed.changed_in(&self.record(consultation, route)),
            ),
            None => (self.status == Status::Amended, Vec::new()),
        };
        if is_other_set || !changed.is_empty() {
            return SignOffState::Outdated { sign_off, changed };
        }
        SignOffState::Valid(sign_off)
    }

    /// Updates the status of a signed draft: a change amends it, and undoing the change completes
    /// it again. Returns the questions that have changed since sign-off.
    pub fn settle_status(&mut self, consultation: &Consultation, route: &Route) -> Vec<QuestionId> {
        let (status, changed) = match self.sign_off_state(consultation, route) {
            SignOffState::Missing => return Vec::new(),
            SignOffState::Valid(_) => (Status::Completed, Vec::new()),
            SignOffState::Outdated { changed, .. } => (Status::Amended, changed),
        };
        self.status = status;
        changed
    }
}

impl SignOff {
    /// Says who signed, and on what day.
    pub fn in_words(&self) -> String {
        format!("Signed off by {} on {}", self.name, day_in_words(self.date))
    }

    /// Says who signed, on what day, and which questions have changed since.
    pub fn outdated_in_words(&self, consultation: &Consultation, changed: &[QuestionId]) -> String {
        let signed = self.in_words();
        if changed.is_empty() {
            return format!("{signed}. Changed since: sign it off again");
        }
        let shown = changed.iter().take(MOST_NAMED).map(|id| consultation.name_of(id));
        let mut names: Vec<String> = shown.collect();
        if changed.len() > MOST_NAMED {
            names.push(format!("{} more", changed.len() - MOST_NAMED));
        }
        format!("{signed}. Changed since: {}. Sign it off again", names.join(", "))
    }
}

impl SignOffSummary {
    /// Summarises the sign-off of a draft; `None` if it has not been signed off.
    pub fn of(draft: &Draft, consultation: &Consultation, route: &Route) -> Option<Self> {
        let (sign_off, changed, words) = match draft.sign_off_state(consultation, route) {
            SignOffState::Missing => return None,
            SignOffState::Valid(sign_off) => (sign_off, None, sign_off.in_words()),
            SignOffState::Outdated { sign_off, changed } => {
                let words = sign_off.outdated_in_words(consultation, &changed);
                (sign_off, Some(changed), words)
            }
        };
        Some(Self { name: sign_off.name.clone(), date: sign_off.date, changed, words })
    }

    /// Whether nothing has changed since sign-off.
    pub fn is_valid(&self) -> bool {
        self.changed.is_none()
    }
}

impl QuestionRecord {
    /// Identifies what the respondent read and answered: the text of the question and its rows, the
    /// answer with its labels, and the comments. Renumbering a question does not invalidate a
    /// sign-off.
    pub fn digest(&self) -> String {
        let mut parts = HashedFields::default();
        parts.push(&self.text);
        parts.push(self.state.name());
        if let Some(value) = &self.value {
            parts.push_content(value);
        }
        parts.push(self.comment.as_deref().unwrap_or_default());
        for row in &self.rows {
            parts.push(row.row.as_str());
            parts.push(&row.label);
            parts.push(row.state.name());
            row.value.iter().for_each(|value| parts.push_labelled(value));
            parts.push(row.comment.as_deref().unwrap_or_default());
        }
        parts.digest()
    }
}

/// Identifies a text.
pub(super) fn digest_of(text: &str) -> String {
    let mut fields = HashedFields::default();
    fields.push(text);
    fields.digest()
}

/// The texts that a digest covers, each preceded by its length.
#[derive(Default)]
struct HashedFields(Sha256);

impl HashedFields {
    fn push(&mut self, text: &str) {
        self.0.update(text.len().to_string());
        self.0.update(b":");
        self.0.update(text);
    }

    fn push_content(&mut self, content: &Content) {
        match content {
            Content::Text(text) => self.push(text),
            Content::Number { number, unit } => {
                self.push(&number.to_string());
                self.push(unit.as_deref().unwrap_or_default());
            }
            Content::Day(day) => self.push(&day.to_string()),
            Content::One(one) => self.push_labelled(one),
            Content::Ticked(all) | Content::Ranked(all) => {
                all.iter().for_each(|one| self.push_labelled(one));
            }
        }
    }

    fn push_labelled(&mut self, one: &Labelled) {
        self.push(one.value.as_str());
        self.push(&one.label);
        self.push(one.detail.as_deref().unwrap_or_default());
    }

    fn digest(self) -> String {
        let all = self.0.finalize();
        all.iter().take(KEPT).map(|byte| format!("{byte:02x}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{director, draft, gives, id, line, may, said, set};

    fn two_questions() -> Consultation {
        set([line("council"), line("cost")])
    }

    fn signed_off(consultation: &Consultation) -> Draft {
        let answers = said([("council", gives("Borsetshire")), ("cost", gives("12"))]);
        let mut draft = draft(consultation, answers);
        draft.sign_off(director(), consultation, &may(28));
        draft
    }

    #[track_caller]
    fn changes(answer: (&str, &str), expected: &[&str]) -> Draft {
        let consultation = two_questions();
        let mut draft = signed_off(&consultation);
        *draft.answers.entry(&id(answer.0)) = gives(answer.1);
        let changed = draft.settle_status(&consultation, &Route::of(&consultation, &draft.answers));
        assert_eq!(changed, expected.iter().map(|one| id(one)).collect::<Vec<_>>());
        draft
    }

    #[test]
    fn a_change_after_sign_off_names_its_question() {
        let draft = changes(("cost", "13"), &["cost"]);
        assert_eq!((draft.status, draft.sign_off), (Status::Amended, Some(director())));
    }

    #[test]
    fn white_space_that_does_not_leave_the_house_is_no_change() {
        assert_eq!(changes(("cost", "12 "), &[]).status, Status::Completed);
    }

    #[test]
    fn changing_back_makes_it_signed_again() {
        let consultation = two_questions();
        let mut draft = changes(("cost", "13"), &["cost"]);
        *draft.answers.entry(&id("cost")) = gives("12");
        let route = Route::of(&consultation, &draft.answers);
        assert!(draft.settle_status(&consultation, &route).is_empty());
        assert_eq!(draft.status, Status::Completed);
        assert_eq!(draft.finish(&consultation).unwrap().completion.as_ref().unwrap().at, may(28));
    }

    #[test]
    fn a_change_by_hand_is_noticed_whatever_the_status_says() {
        let consultation = two_questions();
        let mut draft = signed_off(&consultation);
        *draft.answers.entry(&id("cost")) = gives("13");
        assert_eq!(draft.status, Status::Completed);
        assert!(draft.finish(&consultation).is_err());
    }

    #[test]
    fn without_digests_the_status_decides() {
        let consultation = two_questions();
        let mut draft = signed_off(&consultation);
        draft.signed = None;
        let route = Route::of(&consultation, &draft.answers);
        assert!(matches!(draft.sign_off_state(&consultation, &route), SignOffState::Valid(_)));
        draft.record_change(&may(29));
        assert!(matches!(
            draft.sign_off_state(&consultation, &route),
            SignOffState::Outdated { changed, .. } if changed.is_empty()
        ));
    }
}
