//! What was typed is on a disk, whatever the disk does; and who types never waits for it.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        mpsc::{self, Receiver},
    },
    time::{Duration, Instant},
};

use greenpaper::{
    model::{
        answer::{FieldName, TextField},
        draft::{Draft, Edition, Position, Status},
        draft_change::{DraftChange, PartialChange, Splice},
        id::{ConsultationId, QuestionId},
        text::Text,
    },
    store::{
        atomic::{AtomicFile, Version},
        disk::{System, Until},
        document::response::Order,
        draft, folder,
        history::{DraftHistory, Reason, Refusal},
        lock::{self, LockOutcome, Person},
        recovery_log::{self, Left, LogStatus, RecoveryLog},
        saver::{NotSaved, Resolution, SaveOutcome, SavedIn, Saver, Setting},
    },
};
use jiff::{Timestamp, Zoned, tz::TimeZone};
use tempfile::TempDir;

use crate::faulty::{Mood, Moody};

/// Long enough for anything that is going to happen, also where each sync takes a second.
const LONG: Duration = Duration::from_secs(60);

/// How often something is tried whose time is measured. More than half of the tries are to be in
/// time: a machine that is busy may be late now and then.
const TIMES: usize = 7;

fn now() -> Zoned {
    Timestamp::from_second(1_398_420_180).unwrap().to_zoned(TimeZone::UTC)
}

fn question() -> QuestionId {
    "q1".try_into().unwrap()
}

fn saying(text: &str) -> Draft {
    let id = ConsultationId::try_from("tiny").unwrap();
    let mut draft = Draft::new(Edition { id, version: "1".into(), digest: "".into() }, &now());
    draft.answers.entry(&question()).comment = Text::from(text);
    draft
}

fn said(draft: &Draft) -> String {
    draft.answers.get(&question()).map(|answer| answer.comment.to_string()).unwrap_or_default()
}

/// A draft that somebody is writing, on a disk with moods.
struct Desk {
    home: TempDir,
    disk: Arc<Moody>,
    saver: Saver,
    reports: Receiver<SaveOutcome>,
    /// While it is locked, whoever wants to report that the file has a draft waits.
    busy: Arc<Mutex<()>>,
}

impl Desk {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("drafts")).unwrap();
        let target = AtomicFile::new(home.path().join("drafts/tiny.yaml"));
        Self::at(home, target)
    }

    fn at(home: TempDir, target: AtomicFile) -> Self {
        let disk = Arc::new(Moody::new(&home.path().canonicalize().unwrap().join("drafts")));
        let (sender, reports) = mpsc::channel();
        let busy = Arc::new(Mutex::new(()));
        let waits = Arc::clone(&busy);
        let state = home.path().join("state");
        let log = RecoveryLog::of(target.path(), &state, Order::default()).unwrap();
        let history = DraftHistory::of(target.path(), &home.path().join("state"));
        let saver = Saver::start(Setting {
            target,
            order: Order::default(),
            disk: disk.clone(),
            log: Some(log),
            history,
            now,
            report: Box::new(move |report| {
                let _waited = matches!(report.result, Ok(SavedIn::File)).then(|| waits.lock());
                drop(sender.send(report));
            }),
        });
        Self { home, disk, saver, reports, busy }
    }

    /// Somebody opens the draft again after the program was killed.
    fn again(self) -> (Self, Vec<Left>) {
        // Who was killed does nothing more.
        self.disk.turns(Mood::Hangs);
        let Self { home, saver, .. } = self;
        std::mem::forget(saver);
        // As the system does it for who is killed.
        drop_locks(&home.path().join("state"));
        let path = home.path().join("drafts/tiny.yaml");
        let left = recovery_log::left(&System, &path, &home.path().join("state")).unwrap();
        let target = match folder::open(&System, &path) {
            Ok(opened) => opened.target,
            Err(_) => AtomicFile::new(path),
        };
        (Self::at(home, target), left)
    }

    fn path(&self) -> PathBuf {
        self.home.path().join("drafts/tiny.yaml")
    }

    fn types(&self, text: &str) -> u64 {
        self.saver.offer(saying(text))
    }

    fn resolves(&self, text: &str, resolution: Resolution) -> u64 {
        self.saver.offer_resolving(saying(text), resolution)
    }

    fn saves(&self, text: &str) {
        self.types(text);
        assert!(self.saver.flush(LONG).is_saved());
    }

    /// Somebody else writes the draft.
    fn theirs(&self, text: &str) {
        let yaml = draft::write(&saying(text), &Order::default()).unwrap();
        fs::write(self.path(), yaml).unwrap();
    }

    /// Waits for a report.
    #[track_caller]
    fn hears(&self, mut expected: impl FnMut(&SaveOutcome) -> bool) -> SaveOutcome {
        let start = Instant::now();
        while start.elapsed() < LONG {
            let report = self.reports.recv_timeout(LONG).expect("a report");
            if expected(&report) {
                return report;
            }
        }
        panic!("never reported");
    }

    /// Waits until that draft is in the log on this machine.
    #[track_caller]
    fn keeps(&self, generation: u64) {
        let start = Instant::now();
        while self.saver.progress().kept < generation {
            assert!(start.elapsed() < LONG, "{generation} is never kept");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    #[track_caller]
    fn fails(&self, words: &str) {
        self.hears(|report| report.result.as_ref().is_err_and(|why| why.to_string() == words));
    }

    #[track_caller]
    fn conflicts(&self) {
        self.hears(|report| matches!(report.result, Err(NotSaved::Changed(_))));
    }

    fn reads(&self) -> String {
        reads(&self.path())
    }

    /// How many bytes this machine keeps of drafts that are not saved.
    fn kept(&self) -> usize {
        let files = fs::read_dir(self.home.path().join("state/unsaved")).unwrap();
        // One may go away while they are looked at.
        let sizes = files.filter_map(|file| Some(file.unwrap().metadata().ok()?.len()));
        usize::try_from(sizes.sum::<u64>()).unwrap()
    }

    /// Waits until the copy that says this was written to outlive a power cut.
    #[track_caller]
    fn is_synced(&self, text: &str) {
        let start = Instant::now();
        let says = |(put, _): &&(String, Until)| put.contains(text);
        let synced = |(_, until): &(String, Until)| *until == Until::Synced;
        while !self.disk.elsewhere().iter().rev().find(says).is_some_and(synced) {
            assert!(start.elapsed() < LONG, "{text:?} is never synced");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn copies(&self) -> usize {
        copies(&self.home.path().join("state")).len()
    }
}

/// The copies that this machine keeps.
fn copies(state: &Path) -> Vec<PathBuf> {
    files(state, "log")
}

fn files(state: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(state.join("unsaved")).into_iter().flatten().flatten();
    let files = entries.map(|entry| entry.path());
    files.filter(|file| file.extension().is_some_and(|found| found == ending)).collect()
}

/// Has the sessions of this process hold nothing any more.
fn drop_locks(state: &Path) {
    // One may go at the same time by itself.
    files(state, "lock").into_iter().for_each(|lock| drop(fs::remove_file(lock)));
}

fn reads(path: &Path) -> String {
    said(&folder::open(&System, path).unwrap().draft)
}

#[test]
fn what_is_typed_is_saved_without_being_asked() {
    let desk = Desk::new();
    let generation = desk.types("one word");
    let report = desk.hears(|report| matches!(report.result, Ok(SavedIn::File)));
    assert_eq!(report.generation, generation);
    assert_eq!(desk.reads(), "one word");
}

#[test]
fn the_newest_draft_is_the_one_saved() {
    let desk = Desk::new();
    for length in 1..=300 {
        desk.types(&"a".repeat(length));
    }
    assert_eq!(desk.saver.flush(LONG).saved, 300);
    assert_eq!(desk.reads().len(), 300);
}

#[test]
fn typing_does_not_wait_for_a_disk_that_hangs_and_is_kept_on_this_machine() {
    let desk = Desk::new();
    desk.saves("before");
    desk.disk.turns(Mood::Hangs);
    for length in 1..=1000 {
        desk.types(&"a".repeat(length));
    }
    // On a busy machine the complaint may come before the last copy.
    let (mut kept, mut complained) = (false, false);
    while !kept || !complained {
        desk.hears(|report| {
            kept |= report.generation == 1001 && matches!(report.result, Ok(SavedIn::Log));
            complained |= matches!(report.result, Err(NotSaved::NoAnswer));
            true
        });
    }
    assert_eq!(desk.copies(), 1);
    desk.disk.turns(Mood::Works);
    assert!(desk.saver.flush(LONG).is_saved());
    assert_eq!(desk.reads().len(), 1000);
}

#[test]
fn while_a_disk_hangs_the_copy_is_made_safe_from_a_power_cut() {
    let desk = Desk::new();
    desk.saves("before");
    desk.disk.turns(Mood::Hangs);
    desk.types("the last words");
    // Nothing more is typed.
    desk.is_synced("the last words");
    desk.types("the very last words");
    desk.is_synced("the very last words");
    desk.disk.turns(Mood::Works);
    assert!(desk.saver.flush(LONG).is_saved());
}

#[test]
fn a_disk_that_hangs_is_noticed_also_when_the_save_began_late() {
    let desk = Desk::new();
    let busy = desk.busy.lock().unwrap();
    desk.saves("before");
    desk.disk.turns(Mood::Hangs);
    let last = desk.types("the last words");
    desk.keeps(last);
    // So that whoever keeps copies waits again; then the save begins.
    std::thread::sleep(Duration::from_millis(50));
    drop(busy);
    desk.is_synced("the last words");
    desk.hears(|report| matches!(report.result, Err(NotSaved::NoAnswer)));
    desk.disk.turns(Mood::Works);
}

#[test]
fn where_saving_fails_the_copy_stays_safe_from_a_power_cut_at_each_try() {
    let desk = Desk::new();
    desk.saves("before");
    desk.disk.turns(Mood::Hangs);
    let last = desk.types("the last words");
    desk.keeps(last);
    desk.disk.turns(Mood::TakesNoNames);
    desk.is_synced("the last words");
    let before = desk.disk.elsewhere().len();
    for _ in 0..3 {
        desk.saver.flush(Duration::from_millis(50));
        desk.types("still the last words");
        desk.is_synced("still the last words");
    }
    let handed = desk.disk.elsewhere().into_iter().skip(before);
    assert_eq!(
        handed.filter(|(put, until)| *until == Until::Handed && put.contains("words")).count(),
        0
    );
}

#[test]
fn that_the_disk_does_not_answer_is_told_in_time_for_the_screen() {
    // The loop looks only every 250 ms.
    let told = (0..TIMES).map(|_| {
        let desk = Desk::new();
        desk.saves("before");
        desk.disk.turns(Mood::Hangs);
        let typed = Instant::now();
        desk.types("after");
        desk.hears(|report| matches!(report.result, Err(NotSaved::NoAnswer)));
        typed.elapsed()
    });
    let late: Vec<Duration> = told.filter(|told| *told >= Duration::from_millis(750)).collect();
    assert!(late.len() * 2 < TIMES, "{late:?}");
}

#[test]
fn a_copy_that_is_not_needed_any_more_is_removed() {
    let desk = Desk::new();
    desk.disk.turns(Mood::Hangs);
    desk.types("slow");
    desk.hears(|report| matches!(report.result, Ok(SavedIn::Log)));
    desk.disk.turns(Mood::Works);
    desk.saver.flush(LONG);
    let start = Instant::now();
    while desk.kept() > 0 && start.elapsed() < LONG {
        std::thread::yield_now();
    }
    assert_eq!(desk.kept(), 0);
}

/// However much is typed and however often saving is tried, this machine keeps the newest draft, and
/// a line for each version that may have reached the file.
#[test]
fn what_this_machine_keeps_does_not_grow_with_what_is_typed() {
    let text = "A long answer. ".repeat(1400);
    for mood in [Mood::Fails(io::ErrorKind::StorageFull), Mood::TakesNoNames, Mood::Hangs] {
        let desk = Desk::new();
        desk.saves("before");
        desk.disk.turns(mood);
        let mut most = 0;
        for number in 0..10 {
            for letter in 0..8 {
                desk.types(&format!("{text}{number}-{letter}"));
            }
            let last = desk.types(&format!("{text}{number}."));
            // As many tries as in some minutes, in which they come every two seconds.
            desk.saver.flush(Duration::from_millis(2));
            let kept = |report: &SaveOutcome| matches!(report.result, Ok(SavedIn::Log));
            desk.hears(|report| report.generation >= last && kept(report));
            most = most.max(desk.kept());
        }
        assert!(most < 8 * text.len() + (128 << 10), "{mood:?}: {most} bytes for {}", text.len());
        desk.disk.turns(Mood::Works);
        assert!(desk.saver.flush(LONG).is_saved());
        assert!(desk.reads().ends_with("9."), "{mood:?}");
    }
}

#[test]
fn a_save_that_fails_says_why_and_is_tried_until_it_succeeds() {
    use io::ErrorKind::{NotFound, PermissionDenied, ReadOnlyFilesystem, StorageFull};
    for (kind, words) in [
        (StorageFull, "the disk is full"),
        (ReadOnlyFilesystem, "the disk is read-only"),
        (PermissionDenied, "you may not write there"),
        (NotFound, "the folder is not there"),
    ] {
        let desk = Desk::new();
        desk.saves("before");
        desk.disk.turns(Mood::Fails(kind));
        desk.types("after");
        desk.fails(words);
        assert_eq!(desk.reads(), "before");
        desk.disk.turns(Mood::Works);
        desk.hears(|report| report.generation == 2 && matches!(report.result, Ok(SavedIn::File)));
        assert_eq!(desk.reads(), "after");
    }
}

#[test]
fn after_a_kill_what_could_not_be_saved_is_there() {
    let desk = Desk::new();
    desk.saves("before");
    desk.disk.turns(Mood::Fails(io::ErrorKind::StorageFull));
    let last = desk.types("after");
    desk.keeps(last);
    let (desk, mut left) = desk.again();
    let copy = left.pop().unwrap();
    assert_eq!((said(&copy.draft).as_str(), copy.standing), ("after", LogStatus::Newer));
    assert_eq!(desk.reads(), "before");
    desk.saves("after");
    // The new session is of the same process, and may have removed the copy with its own.
    let _ = copy.forget(&System);
    assert_eq!(desk.again().1.len(), 0);
}

#[test]
fn after_a_kill_nothing_is_recovered_that_was_saved() {
    let desk = Desk::new();
    desk.saves("all of it");
    assert_eq!(desk.again().1.len(), 0);
}

/// A log of the draft somewhere else on this machine, with some drafts and their numbers.
fn logged(desk: &Desk, state: &Path, edits: &[(u64, &str)], versions: &[&str]) -> RecoveryLog {
    let mut log = RecoveryLog::of(&desk.path(), state, Order::default()).unwrap();
    for copy in recovery_log::left(&System, &desk.path(), state).unwrap() {
        log.follow(&copy);
    }
    let whole = |text: &str| DraftChange::Whole(Box::new(saying(text)));
    let edits: Vec<_> = edits.iter().map(|(number, text)| (*number, whole(text))).collect();
    let versions: Vec<Version> = versions.iter().map(|text| version(text)).collect();
    log.append(&System, &edits, &versions).unwrap();
    log
}

fn version(text: &str) -> Version {
    Version::of(draft::write(&saying(text), &Order::default()).unwrap().as_bytes())
}

/// What logs have left, and how it stands to the file.
fn left(desk: &Desk, state: &Path) -> Vec<(String, LogStatus)> {
    let left = recovery_log::left(&System, &desk.path(), state).unwrap();
    left.iter().map(|left| (said(&left.draft), left.standing)).collect()
}

#[test]
fn what_was_saved_after_it_was_logged_is_not_recovered() {
    let desk = Desk::new();
    let state = desk.home.path().join("apart");
    let mut log = logged(&desk, &state, &[(1, "second"), (2, "third")], &["first"]);
    log.announce(2, version("third")).unwrap();
    drop(log);
    desk.theirs("third");
    assert_eq!(left(&desk, &state), []);
}

#[test]
fn what_was_logged_after_a_version_that_was_announced_is_recovered() {
    let desk = Desk::new();
    let state = desk.home.path().join("apart");
    let mut log = logged(&desk, &state, &[(1, "second"), (2, "third")], &["first"]);
    log.announce(1, version("second")).unwrap();
    drop(log);
    desk.theirs("second");
    assert_eq!(left(&desk, &state), [("third".to_owned(), LogStatus::Newer)]);
}

#[test]
fn a_log_overtakes_the_one_that_its_session_went_on_from() {
    let desk = Desk::new();
    desk.saves("before");
    let state = desk.home.path().join("apart");
    for text in ["first", "second", "second"] {
        // Each session is killed.
        drop(logged(&desk, &state, &[(1, text)], &["before"]));
    }
    assert_eq!(left(&desk, &state), [("second".to_owned(), LogStatus::Newer)]);
    assert_eq!(copies(&state).len(), 1);
}

#[test]
fn what_somebody_else_replaced_once_it_was_saved_is_not_recovered() {
    let desk = Desk::new();
    let state = desk.home.path().join("apart");
    let mut log = logged(&desk, &state, &[(1, "first"), (2, "second")], &["before"]);
    log.announce(1, version("first")).unwrap();
    log.saved(1).unwrap();
    drop(log);
    desk.theirs("theirs");
    assert_eq!(left(&desk, &state), [("second".to_owned(), LogStatus::Apart)]);
    let state = desk.home.path().join("apart again");
    let mut log = logged(&desk, &state, &[(1, "first")], &["before"]);
    log.announce(1, version("first")).unwrap();
    log.saved(1).unwrap();
    drop(log);
    assert_eq!(left(&desk, &state), []);
}

#[test]
fn an_edit_of_a_long_text_is_a_small_record() {
    let desk = Desk::new();
    let state = desk.home.path().join("apart");
    let mut draft = saying(&"A long answer. ".repeat(70_000));
    let mut log = RecoveryLog::of(&desk.path(), &state, Order::default()).unwrap();
    let mut sizes = Vec::new();
    for number in 1..=20 {
        let edit = types_at(&mut draft, 500_000, "x");
        log.append(&System, &[(number, edit)], &[]).unwrap();
        sizes.push(copies(&state)[0].metadata().unwrap().len());
    }
    assert!(sizes[19] - sizes[0] < 19 * 80, "{sizes:?}");
    drop(log);
    desk.theirs("theirs");
    assert_eq!(left(&desk, &state), [(said(&draft), LogStatus::Apart)]);
}

/// Types into the draft's answer.
fn types_at(draft: &mut Draft, at: usize, text: &str) -> DraftChange {
    let field = TextField::Field { row: None, field: FieldName::Comment };
    let splice = Splice { field, at, removed: 0, inserted: Text::from(text) };
    assert!(splice.apply(draft.answers.entry(&question())));
    let answers = vec![(question(), draft.answers.share(&question()))];
    let part = PartialChange { head: draft.head(), answers, splice: Some(splice) };
    DraftChange::Part(Box::new(part))
}

#[test]
fn a_log_that_begins_anew_has_all_edits_since_the_last_save() {
    let desk = Desk::new();
    let mut draft = saying("");
    let types = |draft: &mut Draft, text: &str| {
        let at = said(draft).len();
        desk.saver.record(types_at(draft, at, text));
        desk.saver.await_log(LONG);
    };
    types(&mut draft, "Saved. ");
    desk.saver.offer(draft.clone());
    assert!(desk.saver.flush(LONG).is_saved());
    for _ in 0..1300 {
        types(&mut draft, "word ");
    }
    let (_, left) = desk.again();
    assert_eq!(left.len(), 1, "nothing is left of what was typed");
    assert_eq!((said(&left[0].draft), left[0].standing), (said(&draft), LogStatus::Newer));
}

#[test]
fn a_version_saved_while_the_log_does_not_answer_is_noted_once_it_does() {
    let desk = Desk::new();
    desk.saves("Before. ");
    let mut draft = saying("Before. ");
    let types = |draft: &mut Draft, text: &str| {
        let at = said(draft).len();
        desk.saver.record(types_at(draft, at, text))
    };
    let stalled = desk.disk.logs_stall();
    types(&mut draft, "Saved. ");
    // The log is being written by then.
    std::thread::sleep(Duration::from_millis(50));
    desk.saver.offer(draft.clone());
    assert!(desk.saver.flush(LONG).is_saved());
    let last = types(&mut draft, "After.");
    drop(stalled);
    desk.keeps(last);
    let (_, left) = desk.again();
    assert_eq!(left.len(), 1);
    assert_eq!((said(&left[0].draft), left[0].standing), (said(&draft), LogStatus::Newer));
}

#[test]
fn a_copy_beside_a_colleagues_change_is_told_apart() {
    let desk = Desk::new();
    desk.saves("before");
    desk.disk.turns(Mood::Fails(io::ErrorKind::StorageFull));
    let last = desk.types("mine");
    desk.keeps(last);
    desk.theirs("theirs");
    let (desk, left) = desk.again();
    assert_eq!(left[0].standing, LogStatus::Apart);
    assert_eq!(said(&left[0].draft), "mine");
    assert_eq!(desk.reads(), "theirs");
}

#[test]
fn a_copy_that_a_power_cut_has_spoiled_is_no_false_alarm() {
    let desk = Desk::new();
    desk.saves("before");
    desk.disk.turns(Mood::Hangs);
    desk.types("after");
    desk.hears(|report| matches!(report.result, Ok(SavedIn::Log)));
    let state = desk.home.path().join("state");
    copies(&state).into_iter().for_each(|copy| fs::write(copy, "").unwrap());
    drop_locks(&state);
    assert!(recovery_log::left(&System, &desk.path(), &state).unwrap().is_empty());
}

#[test]
fn a_change_by_somebody_else_stops_the_saving_and_is_shown() {
    let desk = Desk::new();
    desk.saves("before");
    desk.theirs("theirs");
    desk.types("mine");
    // A disk that takes its time is told of first.
    let report = desk.hears(|report| matches!(report.result, Err(NotSaved::Changed(_))));
    let Err(NotSaved::Changed(conflict)) = report.result else { panic!("{report:?}") };
    assert_eq!(said(&conflict.theirs.unwrap()), "theirs");
    assert_eq!(conflict.path, desk.path());
    desk.types("mine still");
    assert!(!desk.saver.flush(LONG).is_saved(), "a conflict is not waited for");
    assert_eq!(desk.reads(), "theirs");
}

#[test]
fn both_versions_are_kept_when_ours_moves_to_another_file() {
    let desk = Desk::new();
    desk.saves("before");
    desk.theirs("theirs");
    desk.types("mine");
    desk.conflicts();
    let other = desk.path().with_file_name("tiny-2.yaml");
    desk.resolves("mine", Resolution::MoveTo(other.clone()));
    desk.hears(|report| matches!(report.result, Ok(SavedIn::File)));
    assert_eq!((desk.reads(), reads(&other)), ("theirs".to_owned(), "mine".to_owned()));
    desk.saves("mine, longer");
    assert_eq!((desk.reads(), reads(&other)), ("theirs".to_owned(), "mine, longer".to_owned()));
}

#[test]
fn only_the_version_that_was_seen_is_overwritten() {
    let desk = Desk::new();
    desk.saves("before");
    desk.theirs("theirs");
    desk.types("mine");
    desk.conflicts();
    desk.theirs("theirs, once more");
    desk.resolves("mine", Resolution::Overwrite);
    desk.conflicts();
    assert_eq!(desk.reads(), "theirs, once more");
    desk.resolves("mine", Resolution::Overwrite);
    desk.hears(|report| matches!(report.result, Ok(SavedIn::File)));
    assert_eq!(desk.reads(), "mine");
}

#[test]
fn a_draft_can_be_moved_away_from_a_folder_that_does_not_take_it() {
    let desk = Desk::new();
    desk.saves("before");
    desk.disk.turns(Mood::Fails(io::ErrorKind::ReadOnlyFilesystem));
    desk.types("after");
    desk.fails("the disk is read-only");
    let elsewhere = desk.home.path().join("elsewhere.yaml");
    desk.resolves("after", Resolution::MoveTo(elsewhere.clone()));
    desk.hears(|report| matches!(report.result, Ok(SavedIn::File)));
    assert_eq!(reads(&elsewhere), "after");
}

#[test]
fn who_leaves_with_everything_saved_leaves_no_copy() {
    for _ in 0..30 {
        let desk = Desk::new();
        desk.disk.turns(Mood::Hangs);
        desk.types("slow");
        desk.hears(|report| matches!(report.result, Ok(SavedIn::Log)));
        desk.disk.turns(Mood::Works);
        assert!(desk.saver.shutdown(LONG).is_saved());
        assert_eq!(desk.copies(), 0);
    }
}

#[test]
fn the_copy_goes_along_when_the_draft_moves_to_another_file() {
    let desk = Desk::new();
    desk.saves("before");
    desk.disk.turns(Mood::Fails(io::ErrorKind::StorageFull));
    let kept = desk.types("after");
    desk.keeps(kept);
    let other = desk.path().with_file_name("other.yaml");
    let last = desk.resolves("after that", Resolution::MoveTo(other.clone()));
    // The other file is tried once the copy is beside it; the copy may have been kept before.
    let (mut kept, mut tried) = (false, false);
    while !kept || !tried {
        desk.hears(|report| {
            kept |= report.generation == last && matches!(report.result, Ok(SavedIn::Log));
            tried |= report.generation == last && matches!(report.result, Err(NotSaved::Failed(_)));
            true
        });
    }
    assert_eq!(desk.copies(), 1);
    let state = desk.home.path().join("state");
    drop_locks(&state);
    assert!(recovery_log::left(&System, &desk.path(), &state).unwrap().is_empty());
    let left = recovery_log::left(&System, &other, &state).unwrap();
    assert_eq!((said(&left[0].draft).as_str(), left[0].standing), ("after that", LogStatus::Newer));
}

#[test]
fn a_mistake_that_ends_the_thread_that_saves_is_made_up_for() {
    let desk = Desk::new();
    desk.saves("one");
    desk.disk.turns(Mood::PanicsOnce);
    desk.types("two");
    assert!(desk.saver.flush(LONG).is_saved());
    assert_eq!(said(&folder::open(&System, &desk.path()).unwrap().draft), "two");
    desk.types("three");
    assert_eq!(said(&folder::open(&System, &desk.path()).unwrap().draft), "three");
}

#[test]
fn leaving_does_not_wait_longer_than_told_and_keeps_what_is_unsaved() {
    let left = (0..TIMES).map(|_| {
        let desk = Desk::new();
        desk.disk.turns(Mood::Hangs);
        desk.types("after");
        let start = Instant::now();
        let progress = desk.saver.shutdown(Duration::from_millis(50));
        let took = start.elapsed();
        // Whoever was kept from looking for so long has not heard of the copy.
        let late = took >= Duration::from_secs(2);
        assert!(!progress.is_saved() && (progress.is_safe() || late));
        took
    });
    let late: Vec<Duration> = left.filter(|took| *took >= Duration::from_secs(2)).collect();
    assert!(late.len() * 2 < TIMES, "{late:?}");
}

#[test]
fn what_a_disk_that_hangs_did_not_take_is_there_for_who_opens_the_draft_next() {
    let desk = Desk::new();
    desk.saves("before");
    desk.disk.turns(Mood::Hangs);
    let last = desk.types("after");
    desk.keeps(last);
    assert!(desk.saver.shutdown(Duration::from_millis(50)).is_safe());
    let left =
        || recovery_log::left(&System, &desk.path(), &desk.home.path().join("state")).unwrap();
    assert!(left().is_empty(), "the session is not over yet");
    desk.saver.let_go();
    // This machine's disk may take its time as well, to make the copy safe from a power cut.
    let start = Instant::now();
    let copy = loop {
        match left().pop() {
            Some(copy) => break copy,
            None => assert!(start.elapsed() < LONG, "it is never let go"),
        }
    };
    assert_eq!(said(&copy.draft), "after");
}

#[test]
fn a_copy_that_cannot_be_kept_is_told_and_tried_until_it_can() {
    let desk = Desk::new();
    desk.saves("before");
    let state = desk.home.path().join("state");
    // A slow save has made it already.
    let _ = fs::remove_dir_all(&state);
    fs::write(&state, "in the way").unwrap();
    desk.disk.turns(Mood::Fails(io::ErrorKind::StorageFull));
    let last = desk.types("after");
    desk.fails("no copy can be kept on this machine: the folder is a file");
    assert!(!desk.saver.progress().is_safe());
    fs::remove_file(&state).unwrap();
    desk.keeps(last);
    assert!(desk.saver.progress().is_safe());
}

#[test]
fn a_copy_is_kept_again_when_its_folder_was_removed() {
    let desk = Desk::new();
    desk.saves("before");
    desk.disk.turns(Mood::Fails(io::ErrorKind::StorageFull));
    desk.types("first");
    desk.hears(|report| matches!(report.result, Ok(SavedIn::Log)));
    fs::remove_dir_all(desk.home.path().join("state")).unwrap();
    let last = desk.types("second");
    desk.keeps(last);
    let (_desk, left) = desk.again();
    assert_eq!(said(&left[0].draft), "second");
}

/// What the history has, the newest first: why each state was kept, and what it said.
fn past(desk: &Desk) -> Vec<(Reason, String)> {
    let history = DraftHistory::of(&desk.path(), &desk.home.path().join("state"));
    let states = history.states().unwrap();
    states.iter().map(|state| (state.reason, reads(&state.path))).collect()
}

#[test]
fn what_was_there_before_the_first_change_is_kept() {
    let desk = Desk::new();
    desk.saves("yesterday");
    let (desk, _) = desk.again();
    for length in 1..=20 {
        desk.saves(&"a".repeat(length));
    }
    assert_eq!(past(&desk), [(Reason::Time, "yesterday".to_owned())]);
}

#[test]
fn what_was_there_before_a_sign_off_is_kept() {
    let desk = Desk::new();
    for text in ["first", "second", "third"] {
        desk.saves(text);
    }
    let mut signed = saying("third");
    signed.status = Status::Completed;
    desk.saver.offer(signed);
    assert!(desk.saver.flush(LONG).is_saved());
    let expected = [(Reason::SignOff, "third".to_owned()), (Reason::Time, "first".to_owned())];
    assert_eq!(past(&desk), expected);
}

#[test]
fn moving_about_keeps_no_state() {
    let desk = Desk::new();
    desk.saves("same");
    for _ in 0..5 {
        let mut moved = saying("same");
        moved.position = Some(Position::of(&question()));
        desk.saver.offer(moved);
        assert!(desk.saver.flush(LONG).is_saved());
    }
    assert_eq!(past(&desk), []);
}

#[test]
fn the_version_that_goes_away_is_kept_before_theirs_is_overwritten() {
    let desk = Desk::new();
    desk.saves("before");
    desk.theirs("theirs");
    desk.types("mine");
    desk.conflicts();
    desk.resolves("put together", Resolution::Overwrite);
    assert!(desk.saver.flush(LONG).is_saved());
    let past = past(&desk);
    for kept in [(Reason::Overwritten, "theirs"), (Reason::PutAside, "mine")] {
        assert!(past.contains(&(kept.0, kept.1.to_owned())), "{past:?}");
    }
}

/// The history's folders are not taken, beside the draft nor on this machine.
fn without_history(desk: &Desk) {
    fs::write(desk.home.path().join("drafts/.greenpaper"), "").unwrap();
    fs::create_dir_all(desk.home.path().join("state")).unwrap();
    fs::write(desk.home.path().join("state/history"), "").unwrap();
}

#[test]
fn nothing_goes_away_that_cannot_be_kept() {
    let desk = Desk::new();
    desk.saves("before");
    without_history(&desk);
    desk.theirs("theirs");
    desk.types("mine");
    desk.conflicts();
    desk.resolves("mine", Resolution::Overwrite);
    desk.fails("the folder is a file, so nothing was changed");
    assert_eq!(desk.reads(), "theirs");
    fs::remove_file(desk.home.path().join("drafts/.greenpaper")).unwrap();
    assert!(desk.saver.flush(LONG).is_saved());
    assert_eq!(desk.reads(), "mine");
    assert!(!past(&desk).is_empty());
}

#[test]
fn a_folder_that_takes_no_earlier_states_hinders_no_save() {
    let desk = Desk::new();
    desk.saves("before");
    without_history(&desk);
    let (desk, _) = desk.again();
    desk.saves("after");
    assert_eq!(desk.reads(), "after");
    assert_eq!(past(&desk), []);
}

#[test]
fn where_the_folder_takes_no_earlier_states_this_machine_keeps_them() {
    let desk = Desk::new();
    desk.saves("before");
    fs::write(desk.home.path().join("drafts/.greenpaper"), "").unwrap();
    let (desk, _) = desk.again();
    desk.saves("after");
    let history = DraftHistory::of(&desk.path(), &desk.home.path().join("state"));
    assert_eq!(history.refusal(), Some(Refusal::Beside("the folder is a file".to_owned())));
    assert_eq!(past(&desk), [(Reason::Time, "before".to_owned())]);
}

fn person(user: &str) -> Person {
    Person { name: None, user: user.into(), host: "pc7".into(), process: 7, since: now() }
}

#[test]
fn the_second_to_open_a_draft_is_told_who_has_it() {
    let desk = Desk::new();
    desk.saves("before");
    let LockOutcome::Ours(lock) = lock::take(&System, &desk.path(), &person("anna")) else {
        panic!()
    };
    let LockOutcome::Theirs(Some(by)) = lock::take(&System, &desk.path(), &person("ben")) else {
        panic!()
    };
    assert_eq!(by, person("anna"));
    drop(lock);
    assert!(matches!(lock::take(&System, &desk.path(), &person("ben")), LockOutcome::Ours(_)));
}

#[test]
fn a_change_is_put_down_to_who_has_the_draft_open() {
    let desk = Desk::new();
    desk.saves("before");
    let _lock = lock::take(&System, &desk.path(), &person("anna"));
    desk.theirs("theirs");
    desk.types("mine");
    desk.fails("changed by anna on pc7");
}

#[test]
fn git_does_not_see_who_has_a_draft_open() {
    let desk = Desk::new();
    let _lock = lock::take(&System, &desk.path(), &person("anna"));
    let ignored = fs::read_to_string(desk.home.path().join("drafts/.greenpaper/.gitignore"));
    assert_eq!(ignored.unwrap(), "*\n");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    /// A folder for drafts that a group shares.
    fn shared() -> TempDir {
        let home = tempfile::tempdir().unwrap();
        fs::set_permissions(home.path(), fs::Permissions::from_mode(0o770)).unwrap();
        fs::create_dir(home.path().join(".greenpaper")).unwrap();
        fs::set_permissions(home.path().join(".greenpaper"), fs::Permissions::from_mode(0o770))
            .unwrap();
        home
    }

    #[test]
    fn a_file_to_lock_is_for_those_who_share_the_folder() {
        let home = shared();
        let draft = home.path().join("tiny.yaml");
        let LockOutcome::Ours(_lock) = lock::take(&System, &draft, &person("anna")) else {
            panic!()
        };
        let known = fs::metadata(home.path().join(".greenpaper/tiny.yaml.lock")).unwrap();
        assert_eq!(known.permissions().mode() & 0o777, 0o660);
    }

    #[test]
    fn what_is_no_file_is_not_locked_nor_waited_for() {
        let plants: [fn(&Path); 4] = [
            |path| {
                let made = std::process::Command::new("mkfifo").arg(path).status().unwrap();
                assert!(made.success());
            },
            |path| fs::create_dir(path).unwrap(),
            |path| symlink(path.with_file_name("trap"), path).unwrap(),
            |path| {
                fs::write(path.with_file_name("trap"), "").unwrap();
                symlink(path.with_file_name("trap"), path).unwrap();
            },
        ];
        for (number, plant) in plants.into_iter().enumerate() {
            let home = shared();
            plant(&home.path().join(".greenpaper/tiny.yaml.lock"));
            let draft = home.path().join("tiny.yaml");
            let (sender, taken) = mpsc::channel();
            std::thread::spawn(move || sender.send(lock::take(&System, &draft, &person("anna"))));
            let taken = taken.recv_timeout(LONG).expect("an answer at once");
            assert!(matches!(taken, LockOutcome::Unknown(_)), "{number}: {taken:?}");
            let trap = fs::read_to_string(home.path().join(".greenpaper/trap"));
            assert!(trap.is_err() || number == 3, "{number}: the link was followed");
        }
    }
}

#[test]
fn a_folder_where_nothing_can_be_locked_is_said_to_be_one() {
    let desk = Desk::new();
    fs::write(desk.home.path().join("drafts/.greenpaper"), "").unwrap();
    let taken = lock::take(&System, &desk.path(), &person("anna"));
    let LockOutcome::Unknown(why) = taken else { panic!("{taken:?}") };
    assert_eq!(why, "the folder is a file");
}
