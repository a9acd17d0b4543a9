//! Two who work on one draft: nothing that either has written is lost, whatever the other does.
//!
//! `GREENPAPER_RACE_SECONDS` says for how long two save against each other; without it, for one.

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use greenpaper::store::{
    atomic::{self, AtomicFile, KnownVersions, ReplaceError, Version},
    disk::{Disk, System},
};

use crate::{
    faults::{DRAFT, LOG, Shim, begin, number},
    faulty::tell,
    terminal::{Desk, Ending, Window, files_below},
};

/// How soon somebody has saved against a stranger at least once, unless the disk is slow; and long
/// enough for it then.
const TURN: Duration = Duration::from_secs(5);
const LONG: Duration = Duration::from_secs(60);

/// What the second one is told when the first has the draft open.
const OCCUPIED: &str = "Someone else has this draft open";

/// Whether somebody finds a text in one of the drafts, with those that were put beside it, or in a
/// copy on this machine.
fn is_found(desk: &Desk, text: &str) -> bool {
    let mut files = files_below(&desk.drafts());
    files.extend(files_below(&desk.path("home/state")));
    files.iter().any(|file| fs::read_to_string(file).is_ok_and(|content| content.contains(text)))
}

// ---- The lock

#[test]
fn three_who_begin_one_draft_at_once_all_get_to_it() {
    for arguments in ["answer log.yaml", "answer log.yaml --draft drafts/log.yaml"] {
        for _ in 0..6 {
            let desk = Desk::with("log.yaml", LOG);
            let windows = [(); 3].map(|()| desk.start(arguments));
            for window in &windows {
                window.see_one_of(&["Enter continue", OCCUPIED, "has had it open since"]);
            }
            let drafts = files_below(&desk.drafts());
            let begun = drafts.iter().filter(|file| file.ends_with("log.yaml")).count();
            assert_eq!(begun, 1, "{drafts:?}");
            for window in &windows {
                window.signal("TERM").ends_with(143);
            }
        }
    }
}

#[test]
fn a_draft_of_somebody_who_was_killed_can_be_opened_at_once() {
    let desk = Desk::with("log.yaml", LOG);
    let first = desk.start("answer log.yaml");
    begin(&first).types("First. ");
    desk.file_says(DRAFT, "First. ");
    let second = desk.start("answer log.yaml");
    second.see(OCCUPIED).press("ctrl+q").ends_with(0);
    first.signal("KILL").ending();
    let killed = Instant::now();
    let second = desk.start("answer log.yaml");
    second.see("What happened?").see("First.");
    tell(&format!("opened {:?} after the kill", killed.elapsed()));
    assert!(!second.picture().contains(OCCUPIED), "{}", second.picture());
    second.types("Second.").see("Second.").press("ctrl+q").ends_with(0);
    desk.file_says(DRAFT, "First. Second.");
}

#[test]
fn a_draft_that_both_have_open_has_what_both_wrote() {
    let desk = Desk::with("log.yaml", LOG);
    let first = desk.start("answer log.yaml");
    begin(&first).types("First. ");
    desk.file_says(DRAFT, "First. ");
    let second = desk.start("answer log.yaml");
    second.see(OCCUPIED).press("2").see("What happened?").see("First.");
    both_write(&desk, &first, &second);
}

#[test]
fn where_nothing_can_be_locked_that_is_said_and_nothing_is_lost() {
    let desk = Desk::with("log.yaml", LOG);
    let Some(shim) = Shim::at(&desk) else { return };
    for (error, why) in
        [(95, "the folder has no locks"), (37, "lock"), (22, "the folder has no locks")]
    {
        let _ = fs::remove_dir_all(desk.drafts());
        shim.turn(&format!("lock /drafts/ error {error}"));
        let first = shim.start(&desk);
        begin(&first).types("First. ");
        desk.file_says(DRAFT, "First. ");
        let second = shim.start(&desk);
        second.see("What happened?").see("Cannot tell whether this draft is open elsewhere");
        second.see(why).see("First.");
        both_write(&desk, &first, &second);
    }
}

/// The second one writes, then the first, who is told and keeps both versions.
#[track_caller]
fn both_write(desk: &Desk, first: &Window, second: &Window) {
    second.types("Second.");
    desk.file_says(DRAFT, "First. Second.");
    first.types("Third.").see("Ctrl-S shows both versions");
    let theirs = desk.read(DRAFT);
    // What cannot be saved is kept, even if the program were killed now.
    desk.some_file_says("home/state/greenpaper/unsaved", "First. Third.");
    first.press("ctrl+s").see("Two versions of this draft").press("end enter");
    first.see_no("Two versions").press("ctrl+q").ends_with(0);
    second.press("ctrl+q").ends_with(0);
    assert_eq!(desk.read(DRAFT), theirs);
    for text in ["First. Second.", "First. Third."] {
        assert!(is_found(desk, text), "{text:?} is lost");
    }
}

/// A merge in git leaves its markers in the file, until somebody puts it right.
#[test]
fn a_conflict_is_over_once_the_file_is_put_right() {
    let desk = Desk::with("log.yaml", LOG);
    let window = desk.start("answer log.yaml");
    begin(&window).types("First. ");
    desk.file_says(DRAFT, "First. ");
    let saved = desk.read(DRAFT);
    let marked = saved.replacen("status:", "<<<<<<< HEAD\nstatus:", 1);
    // As it was: ours is saved, with the dialog open and without.
    for (text, dialog) in [("Second. ", true), ("Third. ", false)] {
        let before = desk.read(DRAFT);
        std::fs::write(desk.path(DRAFT), &marked).unwrap();
        window.types(text).see("NOT SAVED");
        if dialog {
            window.press("ctrl+s").see("Two versions of this draft").see("cannot be read");
        }
        std::fs::write(desk.path(DRAFT), &before).unwrap();
        window.see_no("NOT SAVED").see_no("Two versions");
        desk.file_says(DRAFT, text);
    }
    // Put right with a change: the dialog shows that version.
    let theirs = desk.read(DRAFT).replacen("First.", "Theirs.", 1);
    std::fs::write(desk.path(DRAFT), &marked).unwrap();
    window.types("Fourth.").see("NOT SAVED").press("ctrl+s");
    window.see("cannot be read");
    std::fs::write(desk.path(DRAFT), &theirs).unwrap();
    window.see_no("cannot be read").see("Theirs.").see("Fourth.");
    window.press("end enter").see_no("Two versions").press("ctrl+q").ends_with(0);
    assert!(is_found(&desk, "Fourth.") && is_found(&desk, "Theirs."));
}

#[test]
fn two_who_are_killed_in_the_middle_of_a_conflict_lose_nothing() {
    let desk = Desk::with("log.yaml", LOG);
    let first = desk.start("answer log.yaml");
    begin(&first).types("First. ");
    desk.file_says(DRAFT, "First. ");
    let second = desk.start("answer log.yaml");
    second.see(OCCUPIED).press("2").see("What happened?").see("First.").types("Second.");
    desk.file_says(DRAFT, "First. Second.");
    first.types("Third.").see("Ctrl-S shows both versions");
    desk.some_file_says("home/state/greenpaper/unsaved", "First. Third.");
    for window in [&first, &second] {
        assert!(matches!(window.signal("KILL").ending(), Ending::Killed(_)));
    }
    let window = desk.start("answer log.yaml");
    window.see("What happened?").see("First. Second.").press("ctrl+q").ends_with(0);
    desk.file_says(DRAFT, "First. Second.");
    assert!(is_found(&desk, "First. Third."));
}

// ---- Who takes no notice of anybody

/// Somebody whose program puts a new version in the place of the draft without a look at it, over
/// and over, as editors, git and sync programs do. To know what became of each version, it lets
/// the two change places, and reads what comes out.
struct Stranger {
    path: PathBuf,
    /// Whether somebody else should get round to saving.
    rests: Arc<AtomicBool>,
    end: Arc<AtomicBool>,
}

impl Stranger {
    /// How many versions were written, and those of them that the stranger replaced.
    fn works(self) -> (usize, Vec<usize>) {
        let (mut written, mut replaced) = (0, Vec::new());
        let beside = self.path.with_file_name("stranger");
        while !self.end.load(Ordering::SeqCst) {
            if self.rests.load(Ordering::SeqCst) {
                thread::sleep(Duration::from_millis(5));
                continue;
            }
            fs::write(&beside, theirs(written)).unwrap();
            written += 1;
            System.exchange(&beside, &self.path).unwrap();
            replaced.extend(which(&fs::read(&beside).unwrap()));
            fs::remove_file(&beside).unwrap();
            thread::sleep(Duration::from_micros(300));
        }
        (written, replaced)
    }
}

fn theirs(number: usize) -> String {
    format!("format: theirs {number}\n...\n")
}

/// Which of the stranger's versions a file holds, if it is one.
fn which(content: &[u8]) -> Option<usize> {
    let text = std::str::from_utf8(content).ok()?;
    text.strip_prefix("format: theirs ")?.strip_suffix("\n...\n")?.parse().ok()
}

#[test]
fn no_version_of_somebody_who_takes_no_notice_is_taken_away_unseen() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tiny.yaml");
    fs::write(&path, "begun\n...\n").unwrap();
    let (rests, end) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let stranger =
        Stranger { path: path.clone(), rests: Arc::clone(&rests), end: Arc::clone(&end) };
    let stranger = thread::spawn(move || stranger.works());
    let begun = Instant::now();
    let mut target = AtomicFile::seen(path.clone(), Version::of(b"begun\n...\n"));
    let (mut saves, mut told) = (0, Vec::new());
    let enough = Duration::from_secs(number("GREENPAPER_RACE_SECONDS", 1));
    let met = |saves: usize, told: &[usize]| saves > 0 && !told.is_empty();
    while begun.elapsed() < enough || (!met(saves, &told) && begun.elapsed() < LONG) {
        // On a slow disk the stranger is always quicker.
        rests.store(saves == 0 && begun.elapsed() > TURN, Ordering::SeqCst);
        match target.replace(&System, format!("format: ours {saves}\n...\n").as_bytes()) {
            Ok(_) => saves += 1,
            // It is shown to whoever is writing, who has ours put in its place.
            Err(ReplaceError::Changed(content)) => {
                told.extend(which(&content));
                target = AtomicFile::seen(path.clone(), Version::of(&content));
            }
            Err(ReplaceError::Failed(error)) => panic!("{error}"),
        }
    }
    end.store(true, Ordering::SeqCst);
    let (written, replaced) = stranger.join().unwrap();
    // What came out of an exchange in the last moment is found when the draft is opened.
    let aside = atomic::clear(&System, &path, KnownVersions::Remove, Duration::ZERO).unwrap();
    let there = aside.iter().chain([&path]).filter_map(|file| which(&fs::read(file).unwrap()));
    let mut known = vec![false; written];
    replaced.iter().chain(&told).copied().chain(there).for_each(|version| known[version] = true);
    let lost: Vec<usize> = (0..written).filter(|version| !known[*version]).collect();
    tell(&format!(
        "{saves} saves against {written} of a stranger: {} told, {} put aside, {} lost",
        told.len(),
        aside.len(),
        lost.len()
    ));
    assert_eq!(lost, Vec::<usize>::new());
    assert!(met(saves, &told), "they never met");
    assert_eq!(left_beside(&path), Vec::<PathBuf>::new());
}

/// What stands beside a draft and has no name that anybody would find.
fn left_beside(path: &Path) -> Vec<PathBuf> {
    let files = files_below(path.parent().unwrap()).into_iter();
    files.filter(|file| file.extension() == Some(OsStr::new("tmp"))).collect()
}
