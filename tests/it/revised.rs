//! A question set that is revised while drafts of it exist: what the respondent is told, and that
//! nothing is lost.

use std::{fs, path::PathBuf};

use greenpaper::{
    app::{
        edit::Edit,
        event::{DraftAccess, Effect, Event, LockDecision, OpenedDraft},
        library::{DraftRequest, SetSource},
    },
    model::draft::{Draft, Edition, Status},
    run::{
        effects::EffectRunner,
        library::{LibraryReader, OpenFailure},
        messages::MessageQueue,
    },
    store::{document::response::Order, draft, folder::Folders, lock::Person},
};
use tempfile::TempDir;

use crate::officer::{Officer, set};
use crate::recovering::opened;

const BEFORE: &str = r#"format: greenpaper/consultation/1
id: tiny
version: "1.0"
title: A tiny consultation
publisher: Department for Examples
closes: 2014-05-30
sections:
  - id: about
    title: About you
    items:
      - {id: council, number: "1", type: string, text: Name of your council, required: true}
      - {id: fax, number: "2", type: string, text: What is your fax number?}
  - id: proposal
    title: The proposal
    items:
      - id: principle
        number: "3"
        type: select_one
        text: Should councils delegate more functions?
        choices: [{value: "yes", label: "Yes"}, {value: perhaps, label: Perhaps}, {value: "no", label: "No"}]
      - {id: why, number: "4", type: text, text: Why?}
"#;

const NOW: &str = r#"format: greenpaper/consultation/1
id: tiny
version: "2.0"
title: A tiny consultation
publisher: Department for Examples
closes: 2014-06-13
changes:
  - {version: "2.0", date: 2014-05-12, text: "There is more time, and question 2 was dropped."}
sections:
  - id: about
    title: About you
    items:
      - {id: council, number: "1", type: string, text: Name of your council, required: true}
  - id: proposal
    title: The proposal
    items:
      - id: principle
        number: "2"
        type: select_one
        text: Should councils be allowed to delegate more functions?
        choices: [{value: "yes", label: "Yes"}, {value: "no", label: "No"}]
      - {id: why, number: "3", type: text, text: Why?}
      - {id: cost, number: "4", type: string, text: What would it cost?}
"#;

/// A draft of the first edition, in which something is said to every question.
fn draft_of(before: &str) -> Draft {
    let yaml = r#"format: greenpaper/response/1
consultation: {id: tiny, version: "1.0", digest: sha256:00}
status: in-progress
started: 2014-05-02T10:03:00+01:00
updated: 2014-05-02T10:41:12+01:00
position: {question: fax}
sections:
  about: {completed: true}
  proposal: {completed: true}
answers:
  council: {value: Borsetshire}
  fax: {value: 01632 960001}
  principle: {value: perhaps}
  why: {value: Because.}
...
"#;
    let mut draft = draft::read("tiny.yaml", yaml.as_bytes()).unwrap().draft;
    draft.consultation = Edition::of(&set(before));
    draft
}

fn comes_back() -> Officer {
    Officer::coming_back(Some(BEFORE), NOW, draft_of(BEFORE))
}

/// Comes back, reads everything that has changed, and goes on.
fn goes_on() -> Officer {
    let mut officer = comes_back();
    officer.press("end enter");
    officer
}

#[test]
fn what_has_changed_is_told_before_the_draft_is_opened() {
    let mut officer = comes_back().at(80, 60);
    for words in [
        "This consultation has changed since you last worked on it",
        "You last worked on version 1.0. This is version 2.0.",
        "2 of your answers to look at again",
        "1 new question",
        "It closes on 13 June 2014, not on 30 May 2014",
        "Version 2.0, 12 May 2014: There is more time",
        "The text was: Should councils delegate more functions?",
        "Choice removed: Perhaps. You chose it; your answer is kept, and not sent",
        "No longer asked. Your answer is kept in the draft, and not sent",
        "What would it cost?",
        "Continue with the new version",
        "Go back; the draft stays as it is",
    ] {
        officer.sees(words);
    }
}

#[test]
fn nothing_is_saved_before_the_respondent_has_agreed() {
    let mut officer = comes_back();
    officer.press("down ctrl+n ctrl+r ctrl+g ctrl+s ctrl+k a");
    officer.press("esc");
    officer.sees("Greenpaper");
    assert_eq!((officer.saves, officer.has_kept_the_set), (0, false));
    assert_eq!(officer.saved, draft_of(BEFORE));
}

#[test]
fn leaving_the_program_leaves_the_draft_as_it_is() {
    let mut officer = comes_back();
    officer.press("ctrl+q");
    assert!(officer.has_left);
    assert_eq!(officer.saves, 0);
}

#[test]
fn all_of_it_is_read_before_enter_goes_on() {
    let mut officer = comes_back().at(40, 12);
    officer.press("enter");
    officer.does_not_see("Contents");
    assert!(officer.app.session().is_none());
    officer.press(&"enter ".repeat(12));
    assert!(officer.app.session().is_some());
}

#[test]
fn going_on_names_the_new_edition_and_keeps_every_answer() {
    let officer = goes_on();
    let (before, after) = (draft_of(BEFORE), &officer.saved);
    assert_eq!(after.consultation, Edition::of(&set(NOW)));
    assert!(officer.has_kept_the_set);
    for (question, answer) in before.answers.iter() {
        assert!(after.answers.get(question).unwrap().says_the_same_as(answer), "{question}");
    }
}

#[test]
fn the_draft_says_what_is_to_be_read_again_and_what_it_was() {
    let officer = goes_on();
    assert_eq!(
        officer.has_saved("principle"),
        "principle:\n  value: perhaps\n  read_again: true\n  earlier:\n    \
         text: Should councils delegate more functions?\n    labels:\n      perhaps: Perhaps"
    );
    assert_eq!(
        officer.has_saved("fax"),
        "fax:\n  value: 01632 960001\n  earlier:\n    text: What is your fax number?"
    );
    assert_eq!(officer.has_saved("why"), "why: {value: Because.}");
}

#[test]
fn the_contents_count_what_is_to_be_read_again() {
    let mut officer = goes_on();
    officer.sees("1 question to read again: changed since you answered");
    officer.sees("Completed ✓");
    officer.sees("1/3, 1 problem");
    officer.does_not_see("no longer has that question");
}

#[test]
fn a_changed_question_is_shown_with_what_it_said() {
    let mut officer = goes_on();
    officer.press("ctrl+r enter");
    officer.sees("2. Should councils be allowed to delegate more functions?");
    officer.sees("Read this again: it has changed since you answered");
    officer.sees("The text was: Should councils delegate more functions?");
    officer.sees("You chose an option that is no longer offered: Perhaps");
}

#[test]
fn an_answer_that_stands_is_not_to_be_read_again() {
    let mut officer = goes_on();
    officer.press("ctrl+r enter");
    officer.click("my answer stands");
    officer.does_not_see("Read this again");
    assert_eq!(
        officer.has_saved("principle"),
        "principle:\n  value: perhaps\n  earlier:\n    labels:\n      perhaps: Perhaps"
    );
    officer.press("ctrl+z");
    officer.sees("Read this again");
}

#[test]
fn enter_goes_past_the_button_and_tab_reaches_it() {
    let mut draft = draft_of(BEFORE);
    let principle = "principle".try_into().unwrap();
    draft.answers.entry(&principle).value = greenpaper::model::answer::Given::One("yes".into());
    let mut officer = Officer::coming_back(Some(BEFORE), NOW, draft);
    officer.press("end enter ctrl+r enter");
    officer.sees("Read this again");
    officer.press(&"enter ".repeat(20));
    assert!(officer.has_saved("principle").contains("read_again"));
    officer.press("ctrl+r home enter");
    officer.sees("Read this again");
    officer.click("my answer stands");
    officer.does_not_see("Read this again");
    officer.press("ctrl+z");
    officer.press(&"tab ".repeat(2));
    officer.press("enter");
    officer.does_not_see("Read this again");
}

#[test]
fn another_answer_is_given_to_the_new_words() {
    let mut officer = goes_on();
    officer.press("ctrl+r enter 1");
    officer.does_not_see("Read this again");
    assert_eq!(officer.has_saved("principle"), "principle: {value: \"yes\"}");
    officer.press("ctrl+z");
    officer.sees("The text was: Should councils delegate more functions?");
}

#[test]
fn what_is_no_longer_asked_is_listed_with_its_words() {
    let mut officer = goes_on().at(80, 60);
    officer.press("ctrl+r end");
    officer.sees("Kept in your draft, not in the response");
    officer.sees("What is your fax number?");
    officer.sees("01632 960001 (the consultation no longer has this question)");
    officer.sees("Perhaps (the question no longer has this choice)");
}

#[test]
fn a_partial_export_has_what_is_no_longer_asked_in_an_annex() {
    let officer = goes_on();
    let response = officer.saved.partial(&set(NOW));
    let left: Vec<_> =
        response.leftovers.iter().map(|it| (it.text.as_deref(), &*it.holds)).collect();
    let fax = (Some("What is your fax number?"), "01632 960001");
    assert_eq!(left, [(None, "Perhaps"), fax]);
}

#[test]
fn a_draft_that_was_signed_off_is_to_be_signed_off_again() {
    let mut draft = draft_of(BEFORE);
    draft.status = Status::Completed;
    let mut officer = Officer::coming_back(Some(BEFORE), NOW, draft);
    officer.press("end enter");
    assert_eq!(officer.saved.status, Status::Amended);
}

#[test]
fn that_it_was_read_again_does_not_touch_a_sign_off() {
    let mut officer = goes_on();
    let session = officer.app.session_mut().unwrap();
    session.draft.status = Status::Completed;
    officer.app.edit(&"principle".try_into().unwrap(), &Edit::Stands);
    assert_eq!(officer.app.session().unwrap().draft.status, Status::Completed);
}

#[test]
fn without_a_copy_it_is_said_that_it_changed_but_not_how() {
    let mut officer = Officer::coming_back(None, NOW, draft_of(BEFORE));
    officer.sees("be shown: there is no copy of the earlier questions");
    officer.sees("There is more time");
    officer.press("end enter");
    assert_eq!(officer.saved.consultation.version, "2.0");
}

#[test]
fn a_set_that_changed_without_its_version_is_said_to_have() {
    let now = BEFORE.replace("Why?", "Why not?");
    let mut officer = Officer::coming_back(Some(BEFORE), &now, draft_of(BEFORE));
    officer.sees("although their version is still");
    officer.sees("The text was: Why?");
}

#[test]
fn the_draft_is_the_same_after_it_was_written_and_read() {
    let officer = goes_on();
    let yaml = draft::write(&officer.saved, &Order::of(&set(NOW))).unwrap();
    let read = draft::read("tiny.yaml", yaml.as_bytes()).unwrap();
    assert!(read.warnings.is_empty(), "{}", read.warnings);
    assert_eq!(read.draft.answers, officer.saved.answers);
}

#[test]
fn screens() {
    let small = comes_back().at(40, 12).screen();
    let usual = comes_back().at(80, 24).screen();
    let mut question = goes_on();
    question.press("ctrl+r enter");
    let all = [small, usual, question.screen(), question.at(40, 12).screen()];
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("revised", all.join("\n\n========\n")));
}

/// The officer's folders, with the question set where it is found by its id.
struct House {
    folder: TempDir,
}

impl House {
    /// A draft was begun with the first edition, and let go.
    fn with_a_draft() -> Self {
        let house = Self { folder: tempfile::tempdir().unwrap() };
        house.set_is(BEFORE);
        let source = SetSource::File(house.path("sets/tiny.yaml"));
        house.opens(DraftRequest::New(source), LockDecision::Ask);
        house
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn folders(&self) -> Folders {
        let [drafts, sets, state] = ["drafts", "sets", "state"].map(|name| self.path(name));
        Folders { drafts, sets, state }
    }

    /// What comes of opening a draft as `open` says.
    fn opening(
        &self,
        open: impl FnOnce(&mut EffectRunner),
    ) -> (Result<Event, OpenFailure>, EffectRunner) {
        let now = "2014-05-02T10:00:00+01:00[Europe/London]".parse().unwrap();
        let name = || "officer".to_owned();
        let me = Person { name: None, user: name(), host: name(), process: 1, since: now };
        let mut messages = MessageQueue::new().unwrap();
        let mut effects = EffectRunner::new(self.folders(), me, messages.sender(), None);
        open(&mut effects);
        (opened(&mut effects, &mut messages), effects)
    }

    fn set_is(&self, yaml: &str) {
        fs::create_dir_all(self.path("sets")).unwrap();
        fs::write(self.path("sets/tiny.yaml"), yaml).unwrap();
    }

    fn draft(&self) -> PathBuf {
        self.path("drafts/tiny.yaml")
    }

    #[track_caller]
    fn opens(&self, request: DraftRequest, lock: LockDecision) -> (Box<OpenedDraft>, EffectRunner) {
        let open = Effect::Open(request, lock);
        match self.opening(|effects| drop(effects.perform(open))) {
            (Ok(Event::Opened(Ok(opened))), effects) => (opened, effects),
            (other, _) => panic!("{other:?}"),
        }
    }

    /// The files beside the draft, by name.
    fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path("drafts")).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.filter(|name| !name.starts_with('.')).collect();
        names.sort();
        names
    }
}

#[test]
fn a_revised_set_is_noticed_and_nothing_is_written_until_it_is_agreed_to() {
    let house = House::with_a_draft();
    let draft = fs::read_to_string(house.draft()).unwrap();
    house.set_is(NOW);
    let (opened, _effects) = house.opens(DraftRequest::Draft(house.draft()), LockDecision::Ask);
    assert!(opened.revision.unwrap().changes.is_some());
    assert_eq!(fs::read_to_string(house.draft()).unwrap(), draft);
    assert_eq!(fs::read_to_string(house.path("drafts/tiny.set.yaml")).unwrap(), BEFORE);
}

#[test]
fn the_copies_of_all_editions_stay_beside_the_draft() {
    let house = House::with_a_draft();
    house.set_is(NOW);
    let (_, mut effects) = house.opens(DraftRequest::Draft(house.draft()), LockDecision::Ask);
    effects.perform(Effect::KeepSet);
    let earlier = format!("tiny.{}.set.yaml", &set(BEFORE).digest["sha256:".len()..][..8]);
    assert_eq!(house.files(), [earlier.as_str(), "tiny.set.yaml", "tiny.yaml"]);
    assert_eq!(fs::read_to_string(house.path("drafts").join(&earlier)).unwrap(), BEFORE);
    assert_eq!(fs::read_to_string(house.path("drafts/tiny.set.yaml")).unwrap(), NOW);
    // The draft still names the first edition, of which it is known what it asked.
    drop(effects);
    let (opened, _effects) = house.opens(DraftRequest::Draft(house.draft()), LockDecision::Ask);
    assert!(opened.revision.unwrap().changes.is_some());
    assert_eq!(LibraryReader::new(house.folders()).library().drafts.len(), 1);
}

#[test]
fn another_comment_in_the_file_is_no_revision() {
    let house = House::with_a_draft();
    house.set_is(&format!("{BEFORE}# for the record\n"));
    let (opened, _effects) = house.opens(DraftRequest::Draft(house.draft()), LockDecision::Ask);
    assert!(opened.revision.is_none());
    assert_eq!(opened.draft.consultation, Edition::of(&opened.consultation));
}

#[test]
fn whoever_only_reads_sees_the_edition_that_was_answered() {
    let house = House::with_a_draft();
    house.set_is(NOW);
    let (_, _first) = house.opens(DraftRequest::Draft(house.draft()), LockDecision::Ask);
    let (opened, _second) = house.opens(DraftRequest::Draft(house.draft()), LockDecision::Read);
    assert_eq!((opened.access, opened.consultation.version.as_str()), (DraftAccess::Read, "1.0"));
    assert_eq!(opened.remarks, ["The consultation has changed since this draft was written"]);
    assert!(opened.revision.is_none());
}

#[test]
fn a_set_that_became_wrong_leaves_the_copy_to_go_on_with() {
    let house = House::with_a_draft();
    house.set_is(&NOW.replace("title: A tiny", "titel: A tiny"));
    let wanted = Effect::Open(DraftRequest::Draft(house.draft()), LockDecision::Ask);
    let (event, _) = house.opening(|effects| drop(effects.perform(wanted)));
    let event = event.unwrap();
    let Event::Unusable(complaints, Some(instead)) = event else { panic!("{event:?}") };
    let unknown = "tiny.yaml:4:1: unknown key `titel`";
    assert!(complaints.iter().any(|complaint| complaint.what.contains(unknown)));
    let (opened, _effects) = house.opens(instead, LockDecision::Ask);
    assert_eq!(opened.consultation.version, "1.0");
}

#[test]
fn the_way_to_the_copy_is_offered_on_the_screen() {
    let house = House::with_a_draft();
    house.set_is("format: greenpaper/consultation/1\n");
    let (event, _) = house.opening(|effects| effects.answer("tiny".into(), None));
    let mut officer = Officer::before(BEFORE);
    officer.press("enter esc");
    officer.happens(event.unwrap());
    officer.sees("This file has problems and cannot be used");
    officer.sees("Beside it is a copy of the questions");
    officer.press("end esc");
    officer.does_not_see("This cannot be used");
}

#[test]
fn commands_speak_of_the_edition_that_was_answered() {
    let house = House::with_a_draft();
    house.set_is(NOW);
    let opened = LibraryReader::new(house.folders()).draft("tiny").unwrap();
    assert_eq!(opened.consultation.version, "1.0");
    assert_eq!(opened.newer, Some(Edition::of(&set(NOW))));
    let drafts = LibraryReader::new(house.folders()).library().drafts;
    assert!(drafts[0].state.as_ref().unwrap().revised);
}

#[test]
fn a_draft_of_another_consultation_is_refused() {
    let house = House::with_a_draft();
    let other = house.path("other.yaml");
    fs::write(&other, BEFORE.replace("id: tiny", "id: other")).unwrap();
    let set = other.to_string_lossy().into_owned();
    let (answered, _) = house.opening(|effects| effects.answer(set, Some(house.draft())));
    let why = answered.unwrap_err().in_short();
    assert!(why.ends_with("tiny.yaml answers `tiny`, not `other`"), "{why}");
}
