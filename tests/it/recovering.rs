//! What an ended session could not save is found by whoever opens the draft next, however they do;
//! what a running one keeps is left to it.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use greenpaper::{
    app::{
        event::{DraftAccess, Effect, Event, LockDecision, OpenedDraft},
        library::{DraftRequest, SetSource},
    },
    model::{draft::Draft, draft_change::DraftChange, id::QuestionId, text::Text},
    run::{
        effects::EffectRunner,
        library::OpenFailure,
        messages::{Message, MessageQueue},
    },
    store::{
        atomic::Version,
        disk::{Disk, System},
        document::response::Order,
        draft,
        folder::Folders,
        lock::{self, LockOutcome, Person},
        recovery_log::{self, Left, RecoveryLog},
    },
};

/// What becomes of the draft that is being opened.
pub(crate) fn opened(
    effects: &mut EffectRunner,
    messages: &mut MessageQueue,
) -> Result<Event, OpenFailure> {
    loop {
        if let Some(Message::Opened(outcome)) = messages.wait(None) {
            return effects.opened(*outcome);
        }
    }
}
use tempfile::TempDir;

use crate::{
    faulty::{Fault, Faulty, Step},
    officer::set_of,
};

const QUESTION: &str = "- {id: why, number: \"1\", type: text, text: Why?}";

/// An officer's folders, with a draft in them.
struct House {
    folder: TempDir,
}

fn person(user: &str) -> Person {
    let since = "2014-05-02T10:00:00+01:00[Europe/London]".parse().unwrap();
    Person { name: None, user: user.to_owned(), host: "pc7".to_owned(), process: 1, since }
}

fn question() -> QuestionId {
    "why".try_into().unwrap()
}

fn said(draft: &Draft) -> String {
    draft.answers.get(&question()).map(|answer| answer.comment.to_string()).unwrap_or_default()
}

impl House {
    fn new() -> Self {
        let house = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir_all(house.path("sets")).unwrap();
        fs::write(house.path("sets/tiny.yaml"), set_of(QUESTION)).unwrap();
        drop(house.opens(house.anew(), LockDecision::Ask));
        house
    }

    /// The same in a folder where nothing can be locked.
    fn without_locks() -> Self {
        let house = Self::new();
        fs::remove_dir_all(house.path("drafts/.greenpaper")).unwrap();
        fs::write(house.path("drafts/.greenpaper"), "").unwrap();
        house
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn draft(&self) -> PathBuf {
        self.path("drafts/tiny.yaml")
    }

    fn state(&self) -> PathBuf {
        self.path("state")
    }

    fn anew(&self) -> DraftRequest {
        DraftRequest::New(SetSource::File(self.path("sets/tiny.yaml")))
    }

    /// Opens a draft as the program does; it is open until the second one is dropped.
    #[track_caller]
    fn opens(&self, request: DraftRequest, lock: LockDecision) -> (Box<OpenedDraft>, EffectRunner) {
        let [drafts, sets, state] = ["drafts", "sets", "state"].map(|name| self.path(name));
        let folders = Folders { drafts, sets, state };
        let mut messages = MessageQueue::new().unwrap();
        let mut effects = EffectRunner::new(folders, person("officer"), messages.sender(), None);
        effects.perform(Effect::Open(request, lock));
        match opened(&mut effects, &mut messages) {
            Ok(Event::Opened(Ok(opened))) => (opened, effects),
            other => panic!("{other:?}"),
        }
    }

    #[track_caller]
    fn opens_it(&self, claim: LockDecision) -> (Box<OpenedDraft>, EffectRunner) {
        self.opens(DraftRequest::Draft(self.draft()), claim)
    }

    /// A session that could keep what was written on this machine alone. It runs until this is
    /// dropped; then the system unlocks what it had locked, as for one that is killed.
    fn session(&self, text: &str) -> RecoveryLog {
        let content = fs::read(self.draft()).unwrap();
        let mut draft = draft::read("tiny.yaml", &content).unwrap().draft;
        draft.answers.entry(&question()).comment = Text::from(text);
        let mut log = RecoveryLog::of(&self.draft(), &self.state(), Order::default()).unwrap();
        let edit = DraftChange::Whole(Box::new(draft));
        log.append(&System, &[(1, edit)], &[Version::of(&content)]).unwrap();
        log
    }

    /// Where the copy is that says this.
    #[track_caller]
    fn copy_of(&self, text: &str) -> PathBuf {
        let is_it = |copy: &PathBuf| {
            fs::read(copy).is_ok_and(|said| String::from_utf8_lossy(&said).contains(text))
        };
        files(&self.state().join("unsaved")).into_iter().find(is_it).unwrap()
    }

    fn has_copy_of(&self, text: &str) -> bool {
        let copies = files(&self.state().join("unsaved")).into_iter();
        copies
            .map(|copy| fs::read(copy).unwrap())
            .any(|copy| String::from_utf8_lossy(&copy).contains(text))
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn what_an_ended_session_left_comes_back_where_nothing_can_be_locked() {
    for house in [House::new(), House::without_locks()] {
        drop(house.session("the last words"));
        let (opened, _effects) = house.opens_it(LockDecision::Ask);
        assert_eq!(
            (opened.access, said(&opened.draft).as_str()),
            (DraftAccess::Recovered, "the last words")
        );
        let recovered = |remark: &String| remark.starts_with("Recovered");
        assert_eq!(opened.remarks.iter().position(recovered), Some(0), "{:?}", opened.remarks);
        assert_eq!(opened.remarks.iter().filter(|remark| recovered(remark)).count(), 1);
    }
}

#[test]
fn what_a_running_session_keeps_is_left_to_it() {
    for house in [House::new(), House::without_locks()] {
        let session = house.session("the last words");
        let (opened, effects) = house.opens_it(LockDecision::Ask);
        assert_eq!((opened.access, said(&opened.draft).as_str()), (DraftAccess::Write, ""));
        assert!(house.has_copy_of("the last words"));
        drop((effects, session));
        let (opened, _effects) = house.opens_it(LockDecision::Ask);
        assert_eq!(said(&opened.draft), "the last words");
    }
}

#[test]
fn what_an_ended_session_left_comes_back_to_who_opens_the_draft_beside_somebody_else() {
    let house = House::new();
    drop(house.session("the last words"));
    let LockOutcome::Ours(_anna) = lock::take(&System, &house.draft(), &person("anna")) else {
        panic!()
    };
    let (opened, effects) = house.opens_it(LockDecision::Read);
    assert_eq!((opened.access, said(&opened.draft).as_str()), (DraftAccess::Read, ""));
    drop(effects);
    let (opened, _effects) = house.opens_it(LockDecision::Share);
    assert_eq!(
        (opened.access, said(&opened.draft).as_str()),
        (DraftAccess::Recovered, "the last words")
    );
}

#[test]
fn what_was_written_to_a_draft_that_has_gone_is_in_the_next_of_its_name() {
    for house in [House::new(), House::without_locks()] {
        // Begun in another second than the next one.
        let begun = fs::read_to_string(house.draft()).unwrap();
        fs::write(house.draft(), format!("# Begun earlier\n{begun}")).unwrap();
        drop(house.session("the last words"));
        fs::remove_file(house.draft()).unwrap();
        let (opened, _effects) = house.opens(house.anew(), LockDecision::Ask);
        let read = (opened.access, said(&opened.draft));
        assert_eq!(read, (DraftAccess::Recovered, "the last words".to_owned()));
        assert!(opened.remarks[0].starts_with("Recovered: "), "{:?}", opened.remarks);
        assert!(!house.path("drafts/tiny.recovered-1.yaml").exists());
        // It is kept here until the file has it.
        assert!(house.has_copy_of("the last words"));
    }
}

#[test]
fn one_copy_is_never_taken_over_by_two() {
    let house = House::without_locks();
    drop(house.session("the last words"));
    let first = recovery_log::left(&System, &house.draft(), &house.state()).unwrap();
    assert_eq!(first.len(), 1);
    let (second, _other) = house.opens_it(LockDecision::Ask);
    assert_eq!((second.access, said(&second.draft).as_str()), (DraftAccess::Write, ""));
    // The first one is killed before it could save.
    drop(first);
    let (third, _again) = house.opens_it(LockDecision::Ask);
    assert_eq!(said(&third.draft), "the last words");
}

#[test]
fn nothing_stays_on_this_machine_of_what_is_no_longer_needed() {
    let house = House::new();
    let mut session = house.session("saved after all");
    assert_eq!(files(&house.state().join("unsaved")).len(), 2);
    session.forget(&System).unwrap();
    assert_eq!(files(&house.state().join("unsaved")), [] as [PathBuf; 0]);
    // What a session leaves that is killed before it has written its copy, or while it does.
    drop(house.session("half"));
    for copy in files(&house.state().join("unsaved")) {
        if copy.extension() == Some("log".as_ref()) {
            fs::write(&copy, "half").unwrap();
        }
    }
    assert!(recovery_log::left(&System, &house.draft(), &house.state()).unwrap().is_empty());
    assert_eq!(files(&house.state().join("unsaved")), [] as [PathBuf; 0]);
}

#[test]
fn a_copy_that_cannot_be_read_is_said_and_left_alone() {
    let house = House::new();
    drop(house.session("the last words"));
    let copy = house.copy_of("the last words");
    fs::rename(&copy, house.path("away")).unwrap();
    fs::create_dir(&copy).unwrap();
    drop(house.session("other words"));
    let (opened, _effects) = house.opens_it(LockDecision::Ask);
    let remark = format!(
        "Cannot tell whether this machine has unsaved text of this draft: {}: it is a folder, not \
         a file",
        copy.display()
    );
    assert!(opened.remarks.contains(&remark), "{:?}", opened.remarks);
    assert!(copy.is_dir());
    // It does not hide the others.
    assert_eq!(
        (opened.access, said(&opened.draft).as_str()),
        (DraftAccess::Recovered, "other words")
    );
}

#[test]
fn a_copy_that_is_too_large_to_be_read_back_stays() {
    let house = House::new();
    drop(house.session("the last words"));
    let copy = house.copy_of("the last words");
    let large = [fs::read(&copy).unwrap(), vec![b'#'; 33 << 20]].concat();
    fs::write(&copy, &large).unwrap();
    for _ in 0..2 {
        let (opened, _effects) = house.opens_it(LockDecision::Ask);
        let told = |remark: &String| remark.contains(&copy.display().to_string());
        assert!(opened.remarks.iter().any(told), "{:?}", opened.remarks);
    }
    assert!(fs::read(&copy).unwrap() == large);
}

#[test]
fn a_fault_at_any_step_of_looking_for_copies_takes_none_and_hides_no_other() {
    for kind in [io::ErrorKind::Other, io::ErrorKind::StaleNetworkFileHandle] {
        for step in 0.. {
            let house = House::new();
            drop(house.session("the last words"));
            // One that a power cut has spoiled, and one that was saved after all.
            drop(house.session("spoiled"));
            fs::write(house.copy_of("spoiled"), "spoiled").unwrap();
            let mut overtaken = house.session("overtaken");
            let saved = Version::of(&fs::read(house.draft()).unwrap());
            overtaken.announce(1, saved).unwrap();
            drop(overtaken);
            let disk = Faulty::at(step, Fault::Fails(kind));
            let find = |disk: &dyn Disk| {
                recovery_log::left(disk, &house.draft(), &house.state())
                    .unwrap_or_else(|unread| unread.left)
            };
            let words =
                |left: &[Left]| left.iter().map(|copy| said(&copy.draft)).collect::<Vec<_>>();
            let first = words(&find(&disk));
            let removing = matches!(disk.steps().get(step), Some(Step::Remove(_)));
            if removing {
                assert!(first.contains(&"the last words".to_owned()), "{kind} at step {step}");
            }
            assert_eq!(words(&find(&System)), ["the last words"], "{kind} at step {step}");
            if !disk.has_struck() {
                assert!(step > 4, "the fault struck only {step} times");
                break;
            }
        }
    }
}

#[test]
fn nothing_is_taken_from_a_copy_while_the_draft_cannot_be_read() {
    let house = House::new();
    drop(house.session("the last words"));
    fs::rename(house.draft(), house.path("away")).unwrap();
    fs::create_dir(house.draft()).unwrap();
    let unread = recovery_log::left(&System, &house.draft(), &house.state()).unwrap_err();
    assert!(unread.left.is_empty());
    assert!(house.has_copy_of("the last words"));
}

#[test]
fn what_stands_beside_a_draft_that_somebody_may_be_saving_is_left_to_them() {
    for house in [House::new(), House::without_locks()] {
        let beside = house.path("drafts/.tiny.yaml.0123456789abcdef-0123456789abcdef-7-0.tmp");
        fs::write(&beside, "format: theirs\n...\n").unwrap();
        let (opened, _effects) = house.opens_it(LockDecision::Ask);
        assert!(!opened.remarks.iter().any(|remark| remark.contains("meanwhile")));
        assert!(beside.exists());
    }
}

#[test]
fn what_stands_where_a_moved_draft_has_the_copy_of_its_set_is_put_aside() {
    let house = House::new();
    let (opened, mut effects) = house.opens_it(LockDecision::Ask);
    let draft = || Box::new(opened.draft.clone());
    for (number, name, save) in [
        (1, "drafts/tiny-2.set.yaml", Effect::SaveBeside(draft(), 1)),
        (2, "other.set.yaml", Effect::SaveAs(draft(), 2, house.path("other.yaml"))),
    ] {
        let copy = house.path(name);
        fs::write(&copy, format!("somebody's own {number}\n")).unwrap();
        let moved = effects.perform(save);
        assert!(matches!(moved, Some(Event::Moved(_))), "{moved:?}");
        assert_eq!(fs::read_to_string(&copy).unwrap(), set_of(QUESTION));
        let own = |file: &PathBuf| {
            fs::read_to_string(file).is_ok_and(|own| own == format!("somebody's own {number}\n"))
        };
        assert!(files(copy.parent().unwrap()).iter().any(own), "{name} is gone");
    }
}

/// A set that nobody finds by its id, as it was named by its path.
#[test]
fn what_is_put_beside_a_draft_can_be_opened_from_there() {
    let house = House::new();
    drop(house.session("the last words"));
    let content = fs::read_to_string(house.draft()).unwrap();
    fs::write(house.draft(), format!("# Theirs\n{content}")).unwrap();
    drop(house.opens_it(LockDecision::Ask));
    fs::remove_file(house.path("sets/tiny.yaml")).unwrap();
    let aside = house.path("drafts/tiny.recovered-1.yaml");
    let (opened, _effects) = house.opens(DraftRequest::Draft(aside), LockDecision::Ask);
    assert_eq!((opened.remarks, said(&opened.draft).as_str()), (Vec::new(), "the last words"));
}

#[test]
fn where_earlier_states_cannot_be_kept_beside_the_draft_is_said_at_opening() {
    let house = House::without_locks();
    let (opened, _effects) = house.opens_it(LockDecision::Ask);
    let history = "Earlier versions are kept on this machine only: the folder takes none (the folder \
                   is a file)";
    let told = opened.remarks.iter().filter(|remark| *remark == history).count();
    assert_eq!(told, 1, "{:?}", opened.remarks);
}

#[test]
fn that_earlier_states_can_be_kept_nowhere_is_said_at_opening() {
    let house = House::without_locks();
    fs::write(house.state(), "").unwrap();
    let (opened, _effects) = house.opens_it(LockDecision::Ask);
    let history = "No earlier versions can be kept, beside the draft or on this machine (the folder is \
                   a file)";
    let told = opened.remarks.iter().filter(|remark| *remark == history).count();
    assert_eq!(told, 1, "{:?}", opened.remarks);
}

#[test]
fn where_all_is_well_nothing_is_said_at_opening() {
    let house = House::new();
    for origin in [house.anew(), DraftRequest::Draft(house.draft())] {
        let (opened, _effects) = house.opens(origin, LockDecision::Ask);
        assert_eq!(opened.remarks, [""; 0]);
    }
}
