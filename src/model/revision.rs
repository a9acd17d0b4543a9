//! The effects of a newer edition of a question set on a draft of an earlier one.
//!
//! Answers follow the ids of their questions, so nothing moves and nothing is lost. The respondent
//! is told which answers to look at again: those whose question was reworded or is no longer asked.

mod comparison;
mod words;

use jiff::Zoned;

use super::{
    answer::Earlier,
    consultation::{ChangeNote, Closing, Consultation},
    draft::{Draft, Edition, SectionState},
    id::{QuestionId, SectionId},
};

/// The effects of a newer edition on a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The edition that the draft answers.
    pub before: Edition,
    /// The current edition.
    pub now: Edition,
    /// The publisher's notes on the versions since.
    pub notes: Vec<ChangeNote>,
    /// The changes; `None` if the earlier edition is not available.
    pub changes: Option<Changes>,
}

/// All changes between two editions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Changes to the consultation as a whole.
    pub whole: Vec<WholeChange>,
    /// The questions, notices and groups that have changed, most important first.
    pub items: Vec<ItemChange>,
    /// The sections that have gained a question.
    pub grown: Vec<SectionId>,
}

/// A change to the consultation as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WholeChange {
    /// The closing date has changed.
    Closing(Option<Closing>, Option<Closing>),
    /// The way to send the response has changed.
    RespondVia,
    /// The introduction has changed.
    Introduction,
    /// A section has a new title: before, now.
    SectionTitle(String, String),
    /// The sections are in a different order.
    SectionOrder,
}

/// A question, notice or group that has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemChange {
    /// Its id.
    pub id: QuestionId,
    /// Its printed number: the current one, or the last.
    pub number: Option<String>,
    /// Its text: the current one, or the last.
    pub text: String,
    /// How it concerns the respondent.
    pub concern: Concern,
    /// The changes; at least one.
    pub what: Vec<ChangedAspect>,
    /// What happens to the answer, if there is one.
    pub answer: Option<Carried>,
}

/// How much a change matters; most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Concern {
    /// The respondent answered it and should look at the answer again.
    Answer,
    /// It is a new question.
    New,
    /// Anything else.
    Other,
}

/// What happens to an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// Whether its question should be read again.
    pub read_again: bool,
    /// The wording that it was given to.
    pub earlier: Earlier,
}

/// An aspect of a question, notice or group that has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangedAspect {
    /// It is new.
    Added,
    /// It has been removed.
    Removed,
    /// It takes another kind of answer: before, now, by their names in question sets.
    Kind(&'static str, &'static str),
    /// Its text has changed: before.
    Text(String),
    /// Its hint has changed: before.
    Hint(Option<String>),
    /// A choice, row or column has changed.
    Entry(ListKind, EntryChange),
    /// Its comment box asked something else, or did not exist: before.
    Comment(Option<String>),
    /// Whether it is required has changed: now.
    Required(bool),
    /// It has moved from another section: its title.
    Section(String),
    /// Its condition has changed.
    Condition,
    /// Its limits have changed.
    Rules,
    /// Its guidance has changed.
    Guidance,
}

/// The kind of list that changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum ListKind {
    Choice,
    Row,
    Column,
}

/// A change to a choice, row or column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryChange {
    /// It is new: its label.
    Added(String),
    /// It has been removed: its label.
    Removed {
        /// Its earlier label.
        label: String,
        /// Whether the answer uses it.
        given: bool,
    },
    /// Its label has changed.
    Relabelled {
        /// The earlier label.
        before: String,
        /// The current label.
        now: String,
    },
}

impl Revision {
    /// Compares the edition of a draft, if available, with a newer one.
    pub fn new(before: Option<&Consultation>, now: &Consultation, draft: &Draft) -> Self {
        let notes = match before {
            Some(before) => {
                let new = now.changes.iter().filter(|note| !before.changes.contains(note));
                new.cloned().collect()
            }
            None => notes_since(&draft.consultation.version, now),
        };
        Self {
            before: draft.consultation.clone(),
            now: Edition::of(now),
            notes,
            changes: before.map(|before| Changes::between(before, now, draft)),
        }
    }

    /// Whether the file changed without changing its content, so that nobody needs to be told.
    pub fn is_of_the_file_alone(&self) -> bool {
        self.before.version == self.now.version
            && self.notes.is_empty()
            && self.changes.as_ref().is_some_and(Changes::is_empty)
    }
}

impl Changes {
    /// Whether nothing has changed.
    pub fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.items.is_empty()
    }

    /// Iterates over the changes that concern the respondent in the same way.
    pub fn concerning(&self, concern: Concern) -> impl Iterator<Item = &ItemChange> {
        self.items.iter().filter(move |item| item.concern == concern)
    }
}

impl Draft {
    /// Moves a draft to the newer edition. Every answer stays; one whose question has changed is
    /// marked to be read again, and keeps its earlier wording. A sign-off belongs to its edition,
    /// so the draft is amended.
    pub fn take_up(&mut self, revision: &Revision, now: &Zoned) {
        self.consultation = revision.now.clone();
        if let Some(changes) = &revision.changes {
            for item in &changes.items {
                if let Some(Carried { read_again, earlier }) = &item.answer {
                    let answer = self.answers.entry(&item.id);
                    answer.read_again = *read_again;
                    answer.earlier = earlier.clone();
                }
            }
            for section in &changes.grown {
                self.completed.entry(section.clone()).and_modify(|it| *it = SectionState::Later);
            }
        }
        self.record_change(now);
    }
}

/// Returns the notes on versions later than the given one, in whichever order the file lists them.
fn notes_since(version: &str, now: &Consultation) -> Vec<ChangeNote> {
    let place = |version: &str| now.changes.iter().position(|note| note.version == version);
    let (known, newest) = (place(version), place(&now.version));
    let since = match (known, newest) {
        (Some(known), Some(newest)) if newest < known => now.changes.get(newest..known),
        (Some(known), _) => now.changes.get(known + 1..),
        (None, _) => Some(now.changes.as_slice()),
    };
    since.unwrap_or_default().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        answer::Answer,
        consultation::{Choice, CommentRequired, Item, Question},
        draft::Status,
        testing::*,
    };

    fn compared<const N: usize>(
        before: &Consultation,
        now: &Consultation,
        answers: [(&str, Answer); N],
    ) -> (Draft, Revision) {
        let draft = draft(before, said(answers));
        let revision = Revision::new(Some(before), now, &draft);
        (draft, revision)
    }

    /// Each change as `Concern question: words; words`.
    #[track_caller]
    fn check<const N: usize>(
        before: &Consultation,
        now: &Consultation,
        answers: [(&str, Answer); N],
        expected: &[&str],
    ) {
        let (_, revision) = compared(before, now, answers);
        let changes = revision.changes.unwrap();
        let items = changes
            .items
            .iter()
            .map(|item| format!("{:?} {}: {}", item.concern, item.id, item.in_words().join("; ")));
        let whole = changes.whole.iter().map(WholeChange::in_words);
        assert_eq!(items.chain(whole).collect::<Vec<_>>(), expected);
    }

    /// What the draft says to a question once it goes on with the newer edition.
    fn carried<const N: usize>(
        before: &Consultation,
        now: &Consultation,
        answers: [(&str, Answer); N],
        question: &str,
    ) -> Answer {
        let (mut draft, revision) = compared(before, now, answers);
        draft.take_up(&revision, &may(9));
        draft.answers.get(&id(question)).unwrap().clone()
    }

    fn saying(text: &str) -> Question {
        line("q").with(|question| question.wording.text = text.to_owned())
    }

    #[test]
    fn nothing_has_changed_when_only_lines_are_broken_elsewhere() {
        let (before, now) = (set([saying("What about it?")]), set([saying("What\n  about it?")]));
        let (_, revision) = compared(&before, &now, []);
        assert!(revision.is_of_the_file_alone());
    }

    #[test]
    fn what_concerns_an_answer_comes_first() {
        let before = set([line("a"), line("b"), saying("Old?"), line("gone")]);
        let now = set([line("a").required(), line("new"), line("b"), saying("New?")]);
        check(
            &before,
            &now,
            [("q", gives("x")), ("gone", gives("y"))],
            &[
                "Answer q: The text was: Old?",
                "Answer gone: No longer asked. Your answer is kept in the draft, and not sent",
                "New new: ",
                "Other a: It is now required",
            ],
        );
    }

    #[test]
    fn choices_rows_and_columns_are_compared_by_their_values() {
        let label = |text: &'static str| {
            move |choice: &mut Choice| {
                choice.label = text.to_owned();
            }
        };
        check(
            &set([one("list", &["a", "b"]), matrix("table", &["r", "s"], &["x", "y"])]),
            &set([
                one("list", &["b", "c"]).with_choice("b", label("Better")),
                matrix("table", &["s", "t"], &["x", "z"]),
            ]),
            [("list", gives("a")), ("table", rows(&[("r", "x")]))],
            &[
                "Answer list: Choice removed: A. You chose it; your answer is kept, and not sent; Choice \
                 “B” now says “Better”; New choice: C",
                "Answer table: Row removed: R. Your answer to it is kept, and not sent; New row: T; \
                 Choice removed: Y; New choice: Z",
            ],
        );
    }

    #[test]
    fn another_kind_is_said_in_words() {
        check(
            &set([one("list", &["a"])]),
            &set([several("list", &["a"]).with_comment(CommentRequired::Never)]),
            [],
            &[
                "Other list: Asks for any number of choices now, not for one choice; It now has a comment \
                 box",
            ],
        );
    }

    #[test]
    fn a_question_that_moves_is_said_to_have_moved() {
        let sections = |in_first: bool| {
            let mut sections = [section("first", []), section("second", [])];
            sections[usize::from(!in_first)].items.push(Item::Question(line("q")));
            set_of(sections)
        };
        let expected = ["Other q: It was in the section “First”"];
        check(&sections(true), &sections(false), [("q", gives("x"))], &expected);
    }

    #[test]
    fn a_closing_date_that_moves_is_told() {
        let closing = |day| {
            let instant = may(day).timestamp();
            let closes = Some(Closing { day: may(day).date(), time: None, instant });
            Consultation { closes, ..set([line("q")]) }
        };
        check(&closing(30), &closing(9), [], &["It closes on 9 May 2014, not on 30 May 2014"]);
    }

    #[test]
    fn a_reworded_question_is_to_be_read_again_when_it_was_answered() {
        let (before, now) = (set([saying("Old?")]), set([saying("New?")]));
        let answer = carried(&before, &now, [("q", gives("x"))], "q");
        assert!(answer.read_again);
        assert_eq!(answer.earlier.text.as_deref(), Some("Old?"));
        let note = Answer { note: "Ask Legal.".into(), ..Answer::default() };
        assert!(!carried(&before, &now, [("q", note)], "q").read_again);
    }

    #[test]
    fn an_answer_keeps_the_words_it_was_given_to_over_several_editions() {
        let editions = ["First?", "Second?", "Third?", "First?"].map(|text| set([saying(text)]));
        let [first, second, third, again] = &editions;
        let answer = carried(first, second, [("q", gives("x"))], "q");
        let answer = carried(second, third, [("q", answer)], "q");
        assert_eq!(answer.earlier.text.as_deref(), Some("First?"));
        let answer = carried(third, again, [("q", answer)], "q");
        assert_eq!(answer.earlier.text, None);
    }

    #[test]
    fn what_is_no_longer_there_keeps_its_words() {
        let before = set([several("list", &["a", "b"]), line("gone")]);
        let now = set([several("list", &["b", "c"])]);
        let answers = || [("list", ticks(&["a", "b"])), ("gone", gives("x"))];
        let list = carried(&before, &now, answers(), "list");
        assert_eq!(list.earlier.labels, [(value("a"), "A".to_owned())].into());
        let gone = carried(&before, &now, answers(), "gone");
        assert_eq!(
            (gone.read_again, gone.earlier.text.unwrap()),
            (false, "What about gone?".into())
        );
    }

    #[test]
    fn a_sign_off_was_one_of_the_earlier_edition() {
        let (before, now) = (set([saying("Old?")]), set([saying("New?")]));
        let (mut draft, revision) = compared(&before, &now, []);
        draft.sign_off(director(), &before, &may(2));
        draft.take_up(&revision, &may(9));
        assert_eq!((draft.status, draft.sign_off.is_some()), (Status::Amended, true));
    }

    #[test]
    fn a_section_with_a_new_question_is_not_completed_any_more() {
        let (before, now) = (set([line("a")]), set([line("a"), line("b")]));
        let (mut draft, revision) = compared(&before, &now, []);
        let only = before.sections[0].id.clone();
        draft.completed.insert(only.clone(), SectionState::Completed);
        draft.take_up(&revision, &may(9));
        assert_eq!(draft.completed[&only], SectionState::Later);
    }

    #[test]
    fn the_publishers_notes_are_those_on_the_versions_since() {
        let notes = |versions: &[&str]| -> Vec<ChangeNote> {
            let note = |version: &&str| ChangeNote {
                version: (*version).to_owned(),
                date: None,
                text: "Something.".to_owned(),
            };
            versions.iter().map(note).collect()
        };
        let check = |versions: &[&str], expected: &[&str]| {
            let (version, changes) = ("3".to_owned(), notes(versions));
            let now = Consultation { version, changes, ..set([line("q")]) };
            let mut draft = draft(&now, said([]));
            draft.consultation.version = "1".to_owned();
            assert_eq!(Revision::new(None, &now, &draft).notes, notes(expected));
        };
        check(&["1", "2", "3"], &["2", "3"]);
        check(&["3", "2", "1"], &["3", "2"]);
        check(&["3", "2"], &["3", "2"]);
        check(&["1"], &[]);
    }
}
