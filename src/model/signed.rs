//! What a sign-off covers: the answers as they were signed, and what has changed since.
//!
//! A sign-off keeps a digest of each entry of the response that was signed. Comparing them with
//! the entries of today tells which questions have changed, and changing an answer back makes it
//! what was signed again.

use std::collections::BTreeMap;

use jiff::{Zoned, civil::Date};
use sha2::{Digest, Sha256};

use super::{
    condition::Route,
    consultation::Consultation,
    draft::{Draft, SignOff, Status},
    id::QuestionId,
    reading::day_in_words,
    response::{AnswerState, Content, Labelled, QuestionRecord, Record},
};

/// How much of a digest is kept, in bytes: enough to notice every change that is not made on
/// purpose to go unnoticed.
const KEPT: usize = 8;

/// How many of the questions that have changed are named in a sentence.
const MOST_NAMED: usize = 8;

/// What exactly was signed off, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// When the button was pressed.
    pub at: Zoned,
    /// The digest over the question set of that day.
    pub set: String,
    /// The digest of each entry of the response, by its question. See [`QuestionRecord::digest`].
    pub answers: BTreeMap<QuestionId, String>,
}

/// Where the sign-off of a draft stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignOffState<'a> {
    /// Nobody has signed the draft off.
    Missing,
    /// The draft says what was signed.
    Valid(&'a SignOff),
    /// The draft has changed since it was signed.
    Outdated {
        /// The sign-off that was given before the change.
        sign_off: &'a SignOff,
        /// The questions that changed, in the set's order, then those that the set no longer has.
        /// None where only the edition of the set has changed, or where an earlier version of the
        /// program has kept no digests.
        changed: Vec<QuestionId>,
    },
}

/// Where a sign-off stands, without the draft that it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOffSummary {
    /// Who signed.
    pub name: String,
    /// When.
    pub date: Date,
    /// The questions that have changed since, where something has.
    pub changed: Option<Vec<QuestionId>>,
    /// All of it in words.
    pub words: String,
}

impl Signed {
    /// What is signed by signing a record.
    pub fn of(record: &Record, at: &Zoned) -> Self {
        let answers = record.entries().map(|entry| (entry.id.clone(), entry.digest()));
        Self { at: at.clone(), set: record.consultation.digest.clone(), answers: answers.collect() }
    }

    /// The questions that a record answers otherwise than what was signed.
    pub fn changed_in(&self, record: &Record) -> Vec<QuestionId> {
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
    /// Signs the draft off, as it is now.
    pub fn sign_off(&mut self, sign_off: SignOff, consultation: &Consultation, now: &Zoned) {
        self.signed = Some(Signed::of(&self.partial(consultation), now));
        self.sign_off = Some(sign_off);
        self.unconfirmed_sign_off = None;
        self.status = Status::Completed;
        self.updated = now.clone();
    }

    /// Where the sign-off stands. The route is the one that the draft's answers give.
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

    /// Brings the status of a signed draft in line with what was signed: a change amends it, and
    /// changing back completes it again. Returns the questions that have changed since.
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
    /// Who signed, and on what day.
    pub fn in_words(&self) -> String {
        format!("Signed off by {} on {}", self.name, day_in_words(self.date))
    }

    /// Who signed, on what day, and which questions have changed since.
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
    /// Sums up where the sign-off of a draft stands; `None` where nobody has signed it off.
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

    /// Whether nothing has changed since.
    pub fn is_valid(&self) -> bool {
        self.changed.is_none()
    }
}

impl QuestionRecord {
    /// Identifies what the respondent read and answered: the text of the question and its rows,
    /// the answer with its labels, the comments. Numbers may change without a new sign-off.
    pub fn digest(&self) -> String {
        let mut parts = Parts::default();
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

/// The texts that a digest is taken over, each with its length before it.
#[derive(Default)]
struct Parts(Sha256);

impl Parts {
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
