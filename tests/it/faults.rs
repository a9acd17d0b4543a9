//! What people, disks and systems do to the program while somebody types: nothing typed is lost,
//! and nobody's work is overwritten.
//!
//! The program is the real one, in a pseudo-terminal. Faults come from signals, from limits, and
//! from `shim.c`, which is compiled here and put between the program and its files.
//! `GREENPAPER_KILLS` says how often it is killed in each of the tests that kill it; without it, a
//! few times.

use std::{
    ffi::OsStr,
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use greenpaper::{
    model::{answer::Given, draft::Draft, id::QuestionId},
    store::{
        disk::{Disk, System},
        draft, folder,
        recovery_log::{self, LogStatus},
    },
};

use crate::{
    faulty::tell,
    terminal::{Desk, Ending, PROGRAM, SMALL, USUAL, Window, files_below},
};

/// A question set with room to write.
pub(crate) const LOG: &str = r#"
format: greenpaper/consultation/1
id: log
version: "1"
title: The log
publisher: Department for Examples
sections:
  - id: all
    title: All of it
    items:
      - {id: text, number: "1", type: text, text: What happened?}
      - {id: name, number: "2", type: string, text: Who saw it?}
"#;

pub(crate) const DRAFT: &str = "drafts/log.yaml";

/// Where this machine keeps what is not saved.
pub(crate) const UNSAVED: &str = "home/state/greenpaper/unsaved";

/// As long as what is typed may be nowhere but on its way: the promise, which half of the kills at
/// least must keep however busy the machine is.
const PROMISED: Duration = Duration::from_millis(50);

/// The same for each kill, on a machine that is busy with other tests. `GREENPAPER_KILL_LIMIT` is
/// another number of milliseconds: 50 on one that is not.
const LIMIT: Duration = Duration::from_secs(1);

/// As many letters as may be on the screen and lost: at 400 a second, those of a quarter of one.
const MOST_SEEN: usize = 100;

/// What stands between the program and its files, and the switch it goes by.
pub(crate) struct Shim {
    library: PathBuf,
    switch: PathBuf,
}

impl Shim {
    /// `None` where there is no C compiler; then the test has said that it was skipped.
    pub(crate) fn at(desk: &Desk) -> Option<Self> {
        static LIBRARY: OnceLock<Option<PathBuf>> = OnceLock::new();
        let library = LIBRARY.get_or_init(compiled).clone()?;
        Some(Self { library, switch: desk.path("switch") })
    }

    pub(crate) fn start(&self, desk: &Desk) -> Window {
        self.start_at(USUAL, desk)
    }

    pub(crate) fn start_at(&self, size: (u16, u16), desk: &Desk) -> Window {
        let more: [(&str, &OsStr); 2] =
            [("LD_PRELOAD", self.library.as_os_str()), ("SHIM_SWITCH", self.switch.as_os_str())];
        desk.start_command(size, &[PROGRAM, "answer", "log.yaml"], &more)
    }

    pub(crate) fn turn(&self, text: &str) {
        let beside = self.switch.with_extension("new");
        fs::write(&beside, text).unwrap();
        fs::rename(beside, &self.switch).unwrap();
    }

    pub(crate) fn off(&self) {
        let _ = fs::remove_file(&self.switch);
    }

    /// What a program needs in its environment to have its files go through this.
    pub(crate) fn environment(&self) -> [(&'static str, &OsStr); 2] {
        [("LD_PRELOAD", self.library.as_os_str()), ("SHIM_SWITCH", self.switch.as_os_str())]
    }
}

fn compiled() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let library = folder.join(format!("shim-{}.so", std::process::id()));
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/shim.c");
    let compiler = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .args([library.as_os_str(), source.as_os_str(), OsStr::new("-ldl")])
        .status();
    if cfg!(target_os = "linux") && compiler.is_ok_and(|status| status.success()) {
        return Some(library);
    }
    skipped("faults of the disk under the real program: needs Linux and a C compiler");
    None
}

/// Says that something was not tested here, where everybody sees it.
pub(crate) fn skipped(what: &str) {
    // Past the test's own capture of what is printed, and after what is in a log already.
    let _ = std::io::stderr().write_all(format!("SKIPPED: {what}\n").as_bytes());
}

pub(crate) fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|number| number.parse().ok()).unwrap_or(otherwise)
}

/// Numbers that look like chance, the same for the same seed.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    /// One from the clock, which is printed so that a run can be repeated: `GREENPAPER_SEED`.
    pub(crate) fn new() -> Self {
        let time = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap();
        let seed = number("GREENPAPER_SEED", u64::try_from(time.as_micros()).unwrap());
        tell(&format!("GREENPAPER_SEED={seed}"));
        Self(seed.max(1))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next()).unwrap() % limit.max(1)
    }
}

/// What a draft says to the first question.
pub(crate) fn text_of(draft: &Draft) -> String {
    let answer = draft.answers.get(&QuestionId::try_from("text").unwrap());
    match answer.map(|answer| &answer.value) {
        Some(Given::One(text)) => text.to_string(),
        _ => String::new(),
    }
}

/// What somebody who opens the draft after a crash gets: what the file says, or a copy that is
/// newer.
#[track_caller]
pub(crate) fn recovered(desk: &Desk) -> String {
    let path = desk.path(DRAFT);
    let opened = folder::open(&System, &path).unwrap_or_else(|error| panic!("{error}"));
    let state = desk.path("home/state/greenpaper");
    let copies = recovery_log::left(&System, &path, &state).unwrap();
    // More than one would leave it to chance, and one that stands apart would be a false alarm.
    assert!(copies.len() <= 1, "{copies:?}");
    assert!(copies.iter().all(|copy| copy.standing == LogStatus::Newer), "{copies:?}");
    let copy = copies.into_iter().next();
    text_of(&copy.map_or(opened.draft, |copy| copy.draft))
}

/// Opens the question with room to write.
#[track_caller]
pub(crate) fn begin(window: &Window) -> &Window {
    window.see("Enter continue").press("ctrl+n").see("What happened?")
}

/// Somebody who types words that can be told apart, and notes when.
pub(crate) struct Robot {
    pub(crate) typed: String,
    times: Vec<Instant>,
    pub(crate) word: u32,
    /// By how much the system woke it up too late, at most: it treats the program no better.
    late: Duration,
}

impl Robot {
    /// Goes on after a text.
    pub(crate) fn after(text: &str, word: u32) -> Self {
        let times = vec![Instant::now(); text.chars().count()];
        Self { typed: text.to_owned(), times, word, late: Duration::ZERO }
    }

    /// Types until a time comes, so many letters a second.
    pub(crate) fn type_until(&mut self, window: &Window, end: Instant, rate: u64) {
        let pause = Duration::from_micros(1_000_000 / rate);
        let mut next = Instant::now();
        'words: loop {
            self.word += 1;
            for letter in format!("w{} ", self.word).chars() {
                if Instant::now() >= end {
                    break 'words;
                }
                self.rests(next.saturating_duration_since(Instant::now()));
                window.types(&letter.to_string());
                self.typed.push(letter);
                self.times.push(Instant::now());
                next += pause;
            }
        }
    }

    fn rests(&mut self, time: Duration) {
        let begun = Instant::now();
        thread::sleep(time);
        self.late = self.late.max(begun.elapsed().saturating_sub(time));
    }

    /// Makes sure that a text is what was typed, but for the last moments before a time. Gives how
    /// long the oldest letter that is missing had been there, if one is.
    #[track_caller]
    pub(crate) fn check(&self, text: &str, killed: Instant) -> Option<Duration> {
        self.check_within(LIMIT, text, killed)
    }

    /// The same, with another limit on how long that letter may have been there.
    #[track_caller]
    pub(crate) fn check_within(
        &self,
        limit: Duration,
        text: &str,
        killed: Instant,
    ) -> Option<Duration> {
        assert!(self.typed.starts_with(text), "typed {:?}, but got {text:?}", self.typed);
        let missing = self.times.get(text.chars().count())?;
        let age = killed.saturating_duration_since(*missing);
        let limit =
            Duration::from_millis(number("GREENPAPER_KILL_LIMIT", limit.as_millis() as u64));
        assert!(
            age <= limit + self.late,
            "lost what was typed {age:?} before: {:?}, got {text:?}",
            self.typed
        );
        Some(age)
    }
}

/// What killing it so often came to.
pub(crate) struct Toll {
    /// What half of the kills at least may take at most.
    promised: Duration,
    kills: u64,
    losses: Vec<Duration>,
    /// How many letters were on the screen that are missing, each time that some were.
    seen: Vec<usize>,
}

impl Default for Toll {
    fn default() -> Self {
        Self::of(PROMISED)
    }
}

impl Toll {
    pub(crate) fn of(promised: Duration) -> Self {
        Self { promised, kills: 0, losses: Vec::new(), seen: Vec::new() }
    }

    pub(crate) fn take(&mut self, loss: Option<Duration>) {
        self.kills += 1;
        self.losses.extend(loss);
    }

    /// The same, and whether a whole word is missing that was on the screen.
    fn take_with_screen(&mut self, loss: Option<Duration>, typed: &str, text: &str, screen: &str) {
        self.take(loss);
        let shown: std::collections::HashSet<&str> = screen.split_whitespace().collect();
        let words = typed.split_inclusive(' ').scan(0, |end, word| {
            *end += word.len();
            Some((*end, word.trim()))
        });
        let seen = words.filter(|(_, word)| shown.contains(word)).map(|(end, _)| end).last();
        let lost = seen.and_then(|seen| seen.checked_sub(text.len() + 1));
        assert!(
            lost.unwrap_or(0) <= MOST_SEEN,
            "{lost:?} letters on the screen are lost: {text:?}"
        );
        self.seen.extend(lost);
    }
}

impl Drop for Toll {
    fn drop(&mut self) {
        self.losses.sort();
        let worst = self.losses.last().copied().unwrap_or_default();
        tell(&format!(
            "killed {} times; {} times letters of the last {worst:?} at most were missing; of those \
             on the screen {} times, {} at most",
            self.kills,
            self.losses.len(),
            self.seen.len(),
            self.seen.iter().max().unwrap_or(&0)
        ));
        let promised = self.promised;
        let broken = self.losses.iter().filter(|loss| **loss > promised).count() as u64;
        if !thread::panicking() {
            assert!(broken * 2 <= self.kills, "more than {promised:?} lost: {:?}", self.losses);
        }
    }
}

/// Looks at a draft over and over until it is dropped: it is never anything but whole.
struct Onlooker {
    end: Arc<AtomicBool>,
    thread: Option<thread::JoinHandle<u64>>,
}

impl Onlooker {
    fn at(path: PathBuf) -> Self {
        let end = Arc::new(AtomicBool::new(false));
        let ended = Arc::clone(&end);
        let look = move || {
            let mut looks = 0;
            // On a busy machine the end may come before the first look.
            loop {
                let content = System.read(&path).unwrap();
                draft::read("log.yaml", &content).unwrap_or_else(|problems| panic!("{problems}"));
                looks += 1;
                if ended.load(Ordering::SeqCst) {
                    return looks;
                }
                thread::sleep(Duration::from_millis(1));
            }
        };
        Self { end, thread: Some(thread::spawn(look)) }
    }

    fn leaves(mut self) -> u64 {
        self.end.store(true, Ordering::SeqCst);
        self.thread.take().unwrap().join().unwrap()
    }
}

// ---- Kills

#[test]
fn a_kill_at_any_instant_loses_nothing_but_the_last_moment() {
    let (desk, mut chance, mut toll) =
        (Desk::with("log.yaml", LOG), Chance::new(), Toll::default());
    let mut robot = Robot::after("", 0);
    for round in 0..number("GREENPAPER_KILLS", 6) {
        let window = desk.start("answer log.yaml");
        match round {
            0 => begin(&window),
            _ => window.see("What happened?"),
        };
        let onlooker = Onlooker::at(desk.path(DRAFT));
        let rate = [15, 100, 400][chance.below(3)];
        let end = Instant::now() + Duration::from_millis(100 + chance.next() % 4000);
        robot.type_until(&window, end, rate);
        let killed = Instant::now();
        window.signal("KILL");
        assert!(matches!(window.ending(), Ending::Killed(_)));
        assert!(onlooker.leaves() > 0);
        let text = recovered(&desk);
        let loss = robot.check(&text, killed);
        toll.take_with_screen(loss, &robot.typed, &text, &window.picture());
        // What was lost is typed no more; a new draft keeps the rounds short.
        robot = Robot::after(&text, robot.word);
        if text.len() > 4000 {
            fs::remove_file(desk.path(DRAFT)).unwrap();
            // What this machine kept of it would be the new draft.
            fs::remove_dir_all(desk.path("home/state/greenpaper/unsaved")).unwrap();
            let window = desk.start("answer log.yaml");
            begin(&window).press("ctrl+q").ends_with(0);
            robot = Robot::after("", robot.word);
        }
    }
    let window = desk.start("answer log.yaml");
    window.see("What happened?").see(robot.typed.trim_end().rsplit(' ').next().unwrap());
    window.press("ctrl+q").ends_with(0);
    assert_eq!(text_of(&folder::open(&System, &desk.path(DRAFT)).unwrap().draft), robot.typed);
}

/// Kills the program within an operation of its choice, again and again, while somebody types.
fn killed_within(operation: &str, part: &str, further: &str) {
    let desk = Desk::with("log.yaml", LOG);
    let Some(shim) = Shim::at(&desk) else { return };
    let (mut chance, mut toll) = (Chance::new(), Toll::default());
    begin(&shim.start(&desk)).press("ctrl+q").ends_with(0);
    let mut robot = Robot::after("", 0);
    for _ in 0..number("GREENPAPER_KILLS", 4) {
        let window = shim.start(&desk);
        window.see("What happened?");
        shim.turn(&format!("{operation} {part} kill {}\n{further}", 1 + chance.below(60)));
        let mut killed = Instant::now();
        let begun = Instant::now();
        while alive(&window) {
            let still = Instant::now() + Duration::from_millis(20);
            robot.type_for_dear_life(&window, still);
            killed = Instant::now();
            assert!(begun.elapsed() < Duration::from_secs(200), "it never did {operation}");
        }
        assert!(matches!(window.ending(), Ending::Killed(_)));
        shim.off();
        let text = recovered(&desk);
        toll.take(robot.check(&text, killed));
        robot = Robot::after(&text, robot.word);
    }
}

impl Robot {
    /// The same while the program may die at any moment.
    pub(crate) fn type_for_dear_life(&mut self, window: &Window, end: Instant) {
        while Instant::now() < end {
            self.word += 1;
            for letter in format!("w{} ", self.word).chars() {
                if !window.sends(letter.to_string().as_bytes()) {
                    return;
                }
                self.typed.push(letter);
                self.times.push(Instant::now());
                self.rests(Duration::from_millis(5));
            }
        }
    }
}

pub(crate) fn alive(window: &Window) -> bool {
    let state = fs::read_to_string(format!("/proc/{}/stat", window.process()));
    state.is_ok_and(|state| !state.contains(") Z "))
}

#[test]
fn a_kill_before_a_file_is_opened_loses_nothing_but_the_last_moment() {
    killed_within("open", ".tmp", "");
}

#[test]
fn a_kill_before_a_file_is_written_loses_nothing_but_the_last_moment() {
    killed_within("write", ".tmp", "");
}

#[test]
fn a_kill_before_the_disk_has_a_file_loses_nothing_but_the_last_moment() {
    killed_within("sync", "/drafts", "");
}

#[test]
fn a_kill_before_an_old_version_is_removed_loses_nothing_but_the_last_moment() {
    killed_within("remove", ".tmp", "");
}

#[test]
fn a_kill_loses_no_more_when_the_disk_takes_its_time() {
    killed_within("write", ".tmp", "sync /drafts/ wait 5000\n");
}

// ---- Faults of the disk

/// What goes wrong, by the system's number, and what the footer says of it.
pub(crate) const ERRORS: [(&str, i32, &str); 7] = [
    ("ENOSPC", 28, "the disk is full"),
    ("EIO", 5, "the disk reports a fault"),
    ("EROFS", 30, "the disk is read-only"),
    ("EACCES", 13, "you may not write there"),
    ("EDQUOT", 122, "your disk quota is used up"),
    ("ESTALE", 116, "the network folder was disconnected"),
    ("ENOENT", 2, "the folder is not there"),
];

#[test]
fn whatever_fails_is_said_the_old_file_stays_and_it_heals_by_itself() {
    let desk = Desk::with("log.yaml", LOG);
    let Some(shim) = Shim::at(&desk) else { return };
    let window = shim.start(&desk);
    begin(&window).types("Begun. ");
    desk.file_says(DRAFT, "Begun. ");
    for (name, error, words) in ERRORS {
        for operation in ["open", "write", "sync"] {
            let before = desk.read(DRAFT);
            shim.turn(&format!("{operation} /drafts/ error {error}"));
            let word = format!("{name}.{operation} ");
            window.types(&word).see("NOT SAVED").see(words).see(word.trim());
            assert_eq!(desk.read(DRAFT), before, "{name} at {operation}");
            shim.off();
            desk.file_says(DRAFT, &word);
            window.see_no("NOT SAVED");
        }
    }
    let before = desk.read(DRAFT);
    shim.turn("write /drafts/ short");
    window.types("short ").see("NOT SAVED").see("the disk is full");
    assert_eq!(desk.read(DRAFT), before);
    shim.off();
    desk.file_says(DRAFT, "short");
    window.press("ctrl+q").ends_with(0).is_given_back();
}

#[test]
fn a_file_that_cannot_be_read_any_more_is_said_and_heals_by_itself() {
    let desk = Desk::with("log.yaml", LOG);
    let Some(shim) = Shim::at(&desk) else { return };
    let window = shim.start(&desk);
    begin(&window).types("Begun. ");
    desk.file_says(DRAFT, "Begun. ");
    for (name, error, _) in ERRORS.into_iter().filter(|(_, error, _)| *error != 2) {
        shim.turn(&format!("read /drafts/ error {error}"));
        window.types(&format!("{name} ")).see("NOT SAVED");
        shim.off();
        desk.file_says(DRAFT, name);
        window.see_no("NOT SAVED");
    }
    window.press("ctrl+q").ends_with(0);
}

#[test]
fn a_disk_that_hangs_stops_nobody_typing_and_is_asked_about_on_leaving() {
    for operation in ["open", "write", "sync"] {
        let desk = Desk::with("log.yaml", LOG);
        let Some(shim) = Shim::at(&desk) else { return };
        let window = shim.start(&desk);
        begin(&window).types("Begun. ");
        desk.file_says(DRAFT, "Begun. ");
        shim.turn(&format!("{operation} /drafts/ wait 600000"));
        window.types("One. ").see("One.").see("NOT SAVED");
        for word in ["Two.", "Three.", "Four."] {
            window.types(word).types(" ").see(word);
        }
        window.press("ctrl+q").see("Leave without saving").press("esc").see("Four.");
        desk.some_file_says(UNSAVED, "Four. ");
        window.signal("TERM").ends_with(143).is_given_back();
        window.see("What you have written is kept on this machine: open").see("log.yaml to go on");
        assert_eq!(recovered(&desk), "Begun. One. Two. Three. Four. ", "{operation}");
        shim.off();
        let window = shim.start(&desk);
        window.see("What happened?").see("Begun. One. Two. Three. Four.");
        window.see("Recovered").press("ctrl+q").ends_with(0);
    }
}

#[test]
fn a_disk_that_answers_late_says_nothing_of_the_draft_that_is_open_by_then() {
    let desk = Desk::with("log.yaml", LOG);
    let other = LOG.replace("id: log", "id: other").replace("The log", "The other");
    desk.put("home/config/greenpaper/questions/other.yaml", other);
    let Some(shim) = Shim::at(&desk) else { return };
    let window = shim.start(&desk);
    begin(&window).types("Begun. ");
    desk.file_says(DRAFT, "Begun. ");
    shim.turn("sync /.log hold");
    window.types("One two three four five.").see("NOT SAVED").press("esc").see("Sign off and");
    window.press("esc").see("Leave without saving").press("3").see("Drafts").click("The other");
    begin(&window).types("a");
    desk.file_says("drafts/other.yaml", "value: a");
    shim.turn("sync /.log hold\nopen /.other error 28");
    window.types("b").see("NOT SAVED").see("the disk is full");
    shim.turn("open /.other error 28");
    desk.file_says(DRAFT, "five.");
    // If it were taken for news of this draft, that would be heard by now.
    thread::sleep(Duration::from_millis(500));
    assert!(window.types("c").see("abc").picture().contains("NOT SAVED"), "{}", window.picture());
    shim.off();
    window.see_no("NOT SAVED").press("ctrl+q").ends_with(0);
}

#[test]
fn a_folder_that_cannot_be_listed_holds_nobody_up() {
    let desk = Desk::with("log.yaml", LOG);
    let Some(shim) = Shim::at(&desk) else { return };
    let window = shim.start(&desk);
    begin(&window).types("Begun. ");
    desk.file_says(DRAFT, "Begun. ");
    shim.turn("sync /drafts wait 600000\nlist /drafts wait 600000");
    window.types("One.").see("NOT SAVED").press("esc").see("Sign off and").press("esc");
    window.see("Leave without saving").press("3").see("Looking for drafts").press("f1").see("Keys");
    window.press("esc ctrl+q").ends_with(0).is_given_back();
}

#[test]
fn what_a_disk_that_hangs_did_not_take_is_there_when_the_draft_is_opened_again() {
    let desk = Desk::with("log.yaml", LOG);
    let Some(shim) = Shim::at(&desk) else { return };
    let window = shim.start(&desk);
    begin(&window).types("Begun. ");
    desk.file_says(DRAFT, "Begun. ");
    shim.turn("sync /drafts/ wait 600000");
    window.types("One. ").see("NOT SAVED: the folder is not responding; kept on this machine");
    window
        .press("esc")
        .see("Sign off and export")
        .press("esc")
        .see("Leave without saving")
        .press("3");
    window.see("Drafts");
    // One thread still waits for the disk.
    shim.off();
    window.press("enter").see("Recovered: what was written until").see("Begun. One.");
    desk.file_says(DRAFT, "Begun. One.");
    window.press("ctrl+q").ends_with(0);
    assert_eq!(recovered(&desk), "Begun. One. ");
}

#[test]
fn a_disk_that_answers_late_is_no_trouble_afterwards() {
    let desk = Desk::with("log.yaml", LOG);
    let Some(shim) = Shim::at(&desk) else { return };
    let window = shim.start(&desk);
    begin(&window).types("Begun. ");
    desk.file_says(DRAFT, "Begun. ");
    shim.turn("sync /drafts/ hold");
    window.types("Late. ").see("NOT SAVED");
    shim.off();
    desk.file_says(DRAFT, "Late.");
    window.see_no("NOT SAVED");
    copies_go_away(&desk);
    window.press("ctrl+q").ends_with(0);
    assert_eq!(copies(&desk), 0, "a copy is left that is not needed");
}

#[test]
fn text_in_memory_alone_is_said_to_be_at_risk_until_it_is_not() {
    for size in [SMALL, USUAL] {
        let desk = Desk::with("log.yaml", LOG);
        let Some(shim) = Shim::at(&desk) else { return };
        let window = shim.start_at(size, &desk);
        begin(&window).types("Begun. ");
        desk.file_says(DRAFT, "Begun. ");
        let before = desk.read(DRAFT);
        shim.turn("open /drafts/ error 28\nopen /unsaved/ error 30\nwrite /unsaved/ error 30");
        window
            .types("One. ")
            .see("NOT SAVED, AT RISK: the disk is full; your latest changes are only in memory");
        for word in ["Two.", "Three.", "Four."] {
            window.types(word).types(" ").see(word);
        }
        assert_eq!((desk.read(DRAFT), copies(&desk)), (before, 0));
        window.press("ctrl+q").see("Leave without saving").see("you lose them");
        // This machine takes copies again, and the pop-up says so.
        shim.turn("open /drafts/ error 28");
        window.see("kept on this machine.").see_no("you lose them");
        window.press("esc").see("NOT SAVED: the disk is full; kept on this machine").see("Four.");
        desk.some_file_says(UNSAVED, "Begun. One. Two. Three. Four.");
        shim.off();
        window.see_no("NOT SAVED").see("Saved ");
        desk.file_says(DRAFT, "Four.");
        copies_go_away(&desk);
        window.press("ctrl+q").ends_with(0).is_given_back();
        assert_eq!(copies(&desk), 0, "a copy is left that is not needed");
    }
}

#[test]
fn disks_that_hang_everywhere_are_said_to_and_stop_nobody_typing_or_leaving() {
    let desk = Desk::with("log.yaml", LOG);
    let Some(shim) = Shim::at(&desk) else { return };
    let window = shim.start(&desk);
    begin(&window).types("Begun. ");
    desk.file_says(DRAFT, "Begun. ");
    shim.turn("open /drafts/ wait 600000\nopen /unsaved/ wait 600000\nwrite /unsaved/ wait 600000");
    window.types("One. ").see(
        "NOT SAVED, AT RISK: the folder is not responding; your latest changes are only in memory",
    );
    window.types("Two. ").see("Two.");
    window.press("ctrl+q").see("you lose them").press("3").ends_with(0).is_given_back();
}

// ---- Folders where nothing can be locked

#[test]
fn what_was_not_saved_comes_back_also_where_nothing_can_be_locked() {
    const NO_LOCKS: &str = "lock /drafts/ error 95\n";
    let desk = Desk::with("log.yaml", LOG);
    let Some(shim) = Shim::at(&desk) else { return };
    let window = shim.start(&desk);
    begin(&window).types("Begun. ").press("ctrl+q").ends_with(0);
    shim.turn(NO_LOCKS);
    let window = shim.start(&desk);
    window.see("Cannot tell whether this draft is open elsewhere: the folder has no locks");
    window.see("What happened?").see("Begun.");
    shim.turn(&format!("{NO_LOCKS}open /drafts/ error 28"));
    window.types("Kept. ").see("NOT SAVED: the disk is full; kept on this machine");
    desk.some_file_says(UNSAVED, "Begun. Kept.");
    // Another session leaves it alone for as long as the first one runs.
    shim.turn(NO_LOCKS);
    window.see("Saved ");
    desk.file_says(DRAFT, "Begun. Kept.");
    shim.turn(&format!("{NO_LOCKS}open /drafts/log.yaml error 28\nopen /drafts/.log error 28"));
    window.types("Last. ").see("NOT SAVED: the disk is full; kept on this machine");
    let other = shim.start(&desk);
    other.see("What happened?").see("Begun. Kept.").see_no("Last.").see_no("Recovered");
    desk.some_file_says(UNSAVED, "Begun. Kept. Last.");
    other.signal("KILL").ending();
    window.types("Words. ").see("Words.");
    desk.some_file_says(UNSAVED, "Begun. Kept. Last. Words. ");
    window.signal("KILL").ending();
    shim.turn(NO_LOCKS);
    let window = shim.start(&desk);
    window.see("Recovered: what was written until").see("Begun. Kept. Last. Words.");
    desk.file_says(DRAFT, "Begun. Kept. Last. Words.");
    window.press("ctrl+q").ends_with(0);
}

#[test]
fn a_copy_of_which_nobody_can_tell_whose_it_is_is_said_and_left_alone() {
    const NO_LOCKS: &str = "lock /unsaved/ error 95\n";
    let desk = Desk::with("log.yaml", LOG);
    let Some(shim) = Shim::at(&desk) else { return };
    let window = shim.start(&desk);
    begin(&window).types("Begun. ");
    desk.file_says(DRAFT, "Begun. ");
    shim.turn(&format!("{NO_LOCKS}open /drafts/ error 28"));
    window.types("Kept. ").see("NOT SAVED: the disk is full; kept on this machine");
    desk.some_file_says(UNSAVED, "Kept. ");
    window.signal("KILL").ending();
    shim.turn(NO_LOCKS);
    let window = shim.start(&desk);
    window.see("Cannot tell whether this machine has unsaved text of this draft");
    window.press("ctrl+q").ends_with(0);
    shim.off();
    let window = shim.start(&desk);
    window.see("Recovered: what was written until").see("Begun. Kept.");
    window.press("ctrl+q").ends_with(0);
    assert_eq!(copies(&desk), 0);
}

#[test]
fn what_stands_apart_and_cannot_be_put_beside_the_draft_is_said_and_stays() {
    let desk = Desk::with("log.yaml", LOG);
    let Some(shim) = Shim::at(&desk) else { return };
    let window = shim.start(&desk);
    begin(&window).types("Begun. ");
    desk.file_says(DRAFT, "Begun. ");
    shim.turn("open /drafts/ error 28");
    window.types("Kept. ").see("NOT SAVED: the disk is full; kept on this machine");
    // What is kept at first may be the beginning of it.
    desk.some_file_says(UNSAVED, "Begun. Kept. ");
    window.signal("KILL").ending();
    desk.put(DRAFT, desk.read(DRAFT).replace("Begun.", "Theirs."));
    shim.turn("open .recovered- error 30");
    let window = shim.start(&desk);
    window.see("it stays on this machine for now: the disk is read-only").see("Theirs.");
    window.press("ctrl+q").ends_with(0);
    desk.some_file_says(UNSAVED, "Begun. Kept.");
    shim.off();
    let window = shim.start(&desk);
    window.see("it is in ").see("log.recovered-1.yaml").press("ctrl+q").ends_with(0);
    desk.file_says("drafts/log.recovered-1.yaml", "Begun. Kept.");
    assert_eq!(copies(&desk), 0);
}

// ---- Folders that take no earlier states

#[test]
fn where_earlier_states_cannot_be_kept_is_said_once_when_a_draft_is_opened() {
    for (fault, said) in [
        ("", None),
        (
            "folder .history error 30\n",
            Some(
                "Earlier versions are kept on this machine only: the folder takes none (the disk is \
                  read-only)",
            ),
        ),
        (
            "folder .history error 30\nfolder /state/greenpaper/history error 28\n",
            Some(
                "No earlier versions can be kept, beside the draft or on this machine (the disk is \
                  read-only)",
            ),
        ),
    ] {
        let desk = Desk::with("log.yaml", LOG);
        let Some(shim) = Shim::at(&desk) else { return };
        shim.turn(fault);
        let window = shim.start_at(SMALL, &desk);
        window.see("Enter");
        match said {
            Some(said) => window.see(said),
            None => window.see_no("arlier states"),
        };
        begin(&window).see_no("arlier states").types("Begun. ");
        desk.file_says(DRAFT, "Begun.");
        window.see_no("arlier states").press("ctrl+q").ends_with(0);
    }
}

/// How many copies of drafts this machine keeps that are not saved.
fn copies(desk: &Desk) -> usize {
    let files = fs::read_dir(desk.path("home/state/greenpaper/unsaved")).into_iter().flatten();
    // A log that is empty holds nothing, as does a file that is locked.
    files
        .filter(|file| file.as_ref().unwrap().metadata().is_ok_and(|known| known.len() > 0))
        .count()
}

/// Waits until this machine keeps none any more. Who leaves waits for that a moment only.
#[track_caller]
fn copies_go_away(desk: &Desk) {
    desk.waits_for("this machine keeps no copies", || copies(desk) == 0);
}

#[test]
fn a_limit_on_the_size_of_files_is_an_error_and_no_end() {
    let desk = Desk::with("log.yaml", LOG);
    begin(&desk.start("answer log.yaml")).press("ctrl+q").ends_with(0);
    let script = format!("ulimit -f 8; exec {PROGRAM} answer log.yaml");
    let window = desk.start_command(USUAL, &["sh", "-c", &script], &[]);
    window.see("What happened?").types("Begun. ");
    desk.file_says(DRAFT, "Begun. ");
    let before = desk.read(DRAFT);
    window.paste(&"A long text. ".repeat(2000)).see("AT RISK").see("larger than allowed");
    assert_eq!(desk.read(DRAFT), before);
    window.press("ctrl+z").see_no("AT RISK").see("Saved ").press("ctrl+q").ends_with(0);
    desk.file_says(DRAFT, "Begun.");
}

/// How a session ends, or not, while the share with its draft is away.
#[derive(Debug, Clone, Copy)]
enum Meanwhile {
    StaysOpen,
    Leaves,
    IsKilled,
    IsTerminated,
}

/// A share that is unmounted leaves an empty folder in its place. Nothing is written there, and what
/// was typed is in the draft once the share is back.
#[track_caller]
fn check_unmounted_share(meanwhile: Meanwhile) {
    let desk = Desk::with("log.yaml", LOG);
    let window = desk.start("answer log.yaml");
    begin(&window).types("Begun. ");
    desk.file_says(DRAFT, "Begun. ");
    let share = desk.path("share");
    fs::rename(desk.drafts(), &share).unwrap();
    fs::create_dir(desk.drafts()).unwrap();
    window.types("Gone. ").see("NOT SAVED").see("seems to be disconnected");
    match meanwhile {
        Meanwhile::StaysOpen => {}
        Meanwhile::Leaves => {
            window.press("ctrl+q").see("Leave without saving").press("3 enter");
            window.ending();
        }
        Meanwhile::IsKilled => {
            window.signal("KILL");
            window.ending();
        }
        Meanwhile::IsTerminated => {
            window.signal("TERM");
            window.ending();
        }
    }
    assert_eq!(files_below(&desk.drafts()), Vec::<PathBuf>::new(), "{meanwhile:?}");
    fs::remove_dir(desk.drafts()).unwrap();
    fs::rename(&share, desk.drafts()).unwrap();
    if matches!(meanwhile, Meanwhile::StaysOpen) {
        desk.file_says(DRAFT, "Begun. Gone.");
        window.see_no("NOT SAVED").press("ctrl+q").ends_with(0);
    } else {
        let window = desk.start("answer log.yaml");
        window.see("Begun. Gone.").press("ctrl+q").ends_with(0);
        desk.file_says(DRAFT, "Begun. Gone.");
    }
}

#[test]
fn a_share_that_is_unmounted_for_a_while_loses_nothing() {
    check_unmounted_share(Meanwhile::StaysOpen);
}

#[test]
fn who_leaves_while_the_share_is_unmounted_loses_nothing() {
    check_unmounted_share(Meanwhile::Leaves);
}

#[test]
fn a_kill_while_the_share_is_unmounted_loses_nothing() {
    check_unmounted_share(Meanwhile::IsKilled);
}

#[test]
fn a_signal_while_the_share_is_unmounted_loses_nothing() {
    check_unmounted_share(Meanwhile::IsTerminated);
}

#[test]
fn a_folder_that_was_removed_and_made_again_takes_the_draft_when_told_to() {
    let desk = Desk::with("log.yaml", LOG);
    let window = desk.start("answer log.yaml");
    begin(&window).types("Begun. ");
    desk.file_says(DRAFT, "Begun. ");
    fs::remove_dir_all(desk.drafts()).unwrap();
    window.types("Gone. ").see("NOT SAVED").see("the folder is not there");
    fs::create_dir(desk.drafts()).unwrap();
    window.see("seems to be disconnected");
    window.press("ctrl+q").see("Save somewhere else").press("2").see("Where should the draft be");
    let path = desk.drafts().join("log.yaml").display().to_string();
    window.press("ctrl+a").types(&path).press("enter");
    desk.file_says(DRAFT, "Begun. Gone.");
    window.ends_with(0);
}

/// Lets everybody read the draft, and nobody write it; or takes that back.
fn protect(desk: &Desk, protected: bool) {
    use std::os::unix::fs::PermissionsExt;
    let mode = if protected { 0o444 } else { 0o644 };
    fs::set_permissions(desk.path(DRAFT), fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_draft_that_is_write_protected_meanwhile_is_left_alone_until_it_is_not() {
    let desk = Desk::with("log.yaml", LOG);
    let window = desk.start("answer log.yaml");
    begin(&window).types("Begun. ");
    desk.file_says(DRAFT, "Begun.");
    protect(&desk, true);
    let before = desk.read(DRAFT);
    window.types("More. ").see("NOT SAVED").see("the file is write-protected");
    desk.some_file_says("home/state/greenpaper/unsaved", "Begun. More.");
    assert_eq!(desk.read(DRAFT), before);
    protect(&desk, false);
    desk.file_says(DRAFT, "Begun. More.");
    window.see_no("NOT SAVED");
    // What is left when it ends comes back as soon as it may.
    protect(&desk, true);
    window.types("Last.").see("NOT SAVED").see("kept on this machine").signal("KILL");
    window.ending();
    let window = desk.start("answer log.yaml");
    window.see("This machine has text of this draft").see("opened read-only");
    window.press("ctrl+q").ends_with(0);
    protect(&desk, false);
    desk.start("answer log.yaml").see("Recovered:").see("Last.").press("ctrl+q").ends_with(0);
    assert!(desk.read(DRAFT).contains("Begun. More. Last."));
}

#[test]
fn a_draft_that_is_write_protected_is_opened_to_read_only() {
    let desk = Desk::with("log.yaml", LOG);
    let window = desk.start("answer log.yaml");
    begin(&window).types("Begun.").see("Begun.").press("ctrl+q").ends_with(0);
    protect(&desk, true);
    let before = desk.read(DRAFT);
    let window = desk.start("answer log.yaml");
    window.see("The file is write-protected").see("Read only").see("Begun.");
    for keys in ["m", "ctrl+k", "ctrl+t", "ctrl+s"] {
        window.press(keys).see("Opened read-only: the file is write-protected");
        window.press("ctrl+n").see("Who saw it?").see_no("Opened read-only:");
        window.press("ctrl+p").see("Begun.");
    }
    window.press("ctrl+q").ends_with(0);
    let states = desk.run("history log").stdout;
    let refused = desk.run("restore log 1");
    let why = String::from_utf8(refused.stderr).unwrap();
    assert!(why.contains("the file is write-protected"), "{why}");
    assert_eq!(refused.status.code(), Some(1));
    assert_eq!(desk.run("history log").stdout, states, "another state was kept");
    assert_eq!(desk.read(DRAFT), before);
    let left = files_below(&desk.path("home/state/greenpaper/unsaved"));
    assert_eq!(left, [] as [PathBuf; 0]);
}

#[test]
fn who_has_a_write_protected_draft_open_is_said() {
    let desk = Desk::with("log.yaml", LOG);
    let first = desk.start("answer log.yaml");
    begin(&first).types("Begun.");
    desk.file_says(DRAFT, "Begun.");
    protect(&desk, true);
    let second = desk.start("answer log.yaml");
    second.see("Open it read-only").press("2").see("The file is write-protected");
    second.press("ctrl+q").ends_with(0);
    protect(&desk, false);
    first.types(" More.");
    desk.file_says(DRAFT, "Begun. More.");
    first.see_no("NOT SAVED").press("ctrl+q").ends_with(0);
    assert_eq!(recovered(&desk), "Begun. More.");
}

#[test]
fn a_disk_that_is_really_full_loses_nothing() {
    let desk = Desk::with("log.yaml", LOG);
    fs::create_dir(desk.drafts()).unwrap();
    let Some(_mounted) = Mounted::at(&desk.drafts()) else { return };
    let window = desk.start("answer log.yaml");
    begin(&window).types("Begun. ");
    desk.file_says(DRAFT, "Begun. ");
    let before = desk.read(DRAFT);
    let _ = fs::write(desk.path("drafts/filler"), vec![b'x'; 1 << 20]);
    window.types(&"Some more. ".repeat(500)).see("NOT SAVED").see("the disk is full");
    let now = desk.read(DRAFT);
    assert!(now.starts_with(&before[..40]) && now.ends_with("...\n"), "{now}");
    fs::remove_file(desk.path("drafts/filler")).unwrap();
    window.see_no("NOT SAVED").press("ctrl+q").ends_with(0);
    assert_eq!(recovered(&desk), format!("Begun. {}", "Some more. ".repeat(500)));
}

/// A small disk of its own, while it lives.
struct Mounted(PathBuf);

impl Mounted {
    fn at(folder: &Path) -> Option<Self> {
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"])
            .arg(folder)
            .output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(Self(folder.to_owned()));
        }
        skipped("a disk that is really full: needs the right to mount one");
        None
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

// ---- The clock

#[test]
fn a_clock_past_the_year_9999_is_said_at_the_start() {
    let desk = Desk::with("log.yaml", LOG);
    let Some(shim) = Shim::at(&desk) else { return };
    shim.turn("clock 400000000000");
    let window = shim.start(&desk);
    window.ends_with(1).see("the clock of this machine is past the year 9999").is_given_back();
    assert!(!window.everything_sent().contains("fault in the program"));
}

#[test]
fn a_clock_that_jumps_loses_nothing() {
    const TEN_YEARS: i64 = 10 * 365 * 24 * 3600;
    let desk = Desk::with("log.yaml", LOG);
    let Some(shim) = Shim::at(&desk) else { return };
    let mut text = String::new();
    for (round, seconds) in [0, -TEN_YEARS, TEN_YEARS, -TEN_YEARS, 0].into_iter().enumerate() {
        let window = shim.start(&desk);
        match round {
            0 => begin(&window),
            _ => window.see("What happened?"),
        };
        for jump in [seconds, 0, seconds] {
            shim.turn(&format!("clock {jump}"));
            let word = format!("w{round}{jump} ");
            window.types(&word).see(word.trim());
            text += &word;
            desk.file_says(DRAFT, word.trim());
        }
        // A disk that hangs, so that it is the copy that has the last word.
        shim.turn(&format!("sync /drafts/ wait 600000\nclock {}", -seconds));
        let word = format!("last{round} ");
        window.types(&word).see(word.trim()).see("NOT SAVED");
        desk.some_file_says(UNSAVED, &word);
        text += &word;
        window.signal("KILL").ending();
        shim.off();
        assert_eq!(recovered(&desk), text, "in round {round}");
    }
    let window = desk.start("answer log.yaml");
    window.see("What happened?").see("last4").press("ctrl+q").ends_with(0);
    assert_eq!(recovered(&desk), text);
}

// ---- The order of what is done to files

#[test]
fn the_system_is_asked_for_everything_in_the_right_order() {
    let desk = Desk::with("log.yaml", LOG);
    if !can_trace() {
        return skipped("the order of system calls: needs strace and the right to use it");
    }
    let trace = desk.path("trace");
    let calls = "trace=openat,fsync,rename,renameat,renameat2,unlink";
    let command: Vec<&OsStr> = [
        OsStr::new("strace"),
        OsStr::new("-f"),
        OsStr::new("-y"),
        OsStr::new("-s4096"),
        OsStr::new("-e"),
        OsStr::new(calls),
        OsStr::new("-o"),
        trace.as_os_str(),
        OsStr::new(PROGRAM),
        OsStr::new("answer"),
        OsStr::new("log.yaml"),
    ]
    .into();
    let window = desk.start_command(USUAL, &command, &[]);
    begin(&window);
    for word in ["One.", "Two.", "Three."] {
        window.types(word);
        desk.file_says(DRAFT, word);
    }
    window.press("ctrl+q").ends_with(0);
    let trace = fs::read_to_string(trace).unwrap();
    let done = calls_of_saver(&trace);
    let mut saves = 0;
    for (at, line) in done.iter().enumerate() {
        let onto_draft = line.contains("rename") && line.contains("/log.yaml\"");
        if !onto_draft || !line.trim_end().ends_with("= 0") {
            continue;
        }
        let beside = line.split('"').nth(1).unwrap();
        let synced = done[..at].iter().any(|line| line.contains("fsync(") && line.contains(beside));
        assert!(synced, "not synced before: {line}\n{trace}");
        let folder = format!("<{}>)", desk.drafts().canonicalize().unwrap().display());
        let next = done[at + 1..].iter().take_while(|line| !line.contains("/log.yaml\", RENAME"));
        let after = { next }.any(|line| line.contains("fsync(") && line.contains(&folder));
        assert!(after, "folder not synced after: {line}\n{trace}");
        saves += 1;
    }
    assert!(saves >= 3, "{saves} saves:\n{trace}");
}

/// The calls of the thread that saves, in their order, each with what came of it.
fn calls_of_saver(trace: &str) -> Vec<String> {
    let renames = |line: &&str| line.contains("renameat2(") && line.contains("/log.yaml\"");
    let saver = trace.lines().rfind(renames).unwrap().split(' ').next().unwrap();
    let mut calls: Vec<String> = Vec::new();
    for line in trace.lines().filter(|line| line.starts_with(saver)) {
        match (line.split_once(" resumed>"), calls.last_mut()) {
            (Some((_, rest)), Some(last)) => last.push_str(rest),
            (_, _) => calls.push(line.replace(" <unfinished ...>", "")),
        }
    }
    calls
}

pub(crate) fn can_trace() -> bool {
    let traced = Command::new("strace").args(["-f", "-o", "/dev/null", "true"]).output();
    traced.is_ok_and(|output| output.status.success())
}

#[test]
fn nothing_is_sent_over_a_network_and_no_other_program_started() {
    let desk = Desk::with("log.yaml", LOG);
    if !can_trace() {
        return skipped("that no socket is opened: needs strace and the right to use it");
    }
    let trace = desk.path("trace");
    let script = format!(
        "exec strace -f -e trace=network,execve,execveat -o {} {PROGRAM} answer log.yaml",
        trace.display()
    );
    let window = desk.start_command(USUAL, &["sh", "-c", &script], &[]);
    begin(&window).types("Begun. ");
    desk.file_says(DRAFT, "Begun. ");
    window.press("ctrl+q").ends_with(0);
    let trace = fs::read_to_string(trace).unwrap();
    let started = trace.lines().filter(|line| line.contains("exec")).count();
    assert_eq!(started, 1, "{trace}");
    // Signals wake the program through a pair of sockets of its own.
    let strange =
        |line: &&str| ["socket(", "connect(", "bind("].iter().any(|call| line.contains(call));
    assert_eq!(trace.lines().find(strange), None, "{trace}");
}

// ---- Colleagues

#[test]
fn a_draft_that_becomes_something_else_is_left_alone() {
    for what in ["folder", "link", "pipe", "changed"] {
        let desk = Desk::with("log.yaml", LOG);
        let window = desk.start("answer log.yaml");
        begin(&window).types("Begun. ");
        desk.file_says(DRAFT, "Begun. ");
        let other = desk.path("other.yaml");
        let theirs = desk.read(DRAFT).replace("Begun.", "Theirs.");
        fs::write(&other, &theirs).unwrap();
        let path = desk.path(DRAFT);
        fs::remove_file(&path).unwrap();
        match what {
            "folder" => fs::create_dir(&path).unwrap(),
            "link" => std::os::unix::fs::symlink(&other, &path).unwrap(),
            "pipe" => assert!(Command::new("mkfifo").arg(&path).status().unwrap().success()),
            _ => fs::write(&path, &theirs).unwrap(),
        }
        window.types("Ours. ").see("NOT SAVED");
        assert_eq!(fs::read_to_string(&other).unwrap(), theirs, "{what}");
        match what {
            "folder" => assert!(path.is_dir()),
            "link" => assert!(path.is_symlink()),
            "pipe" => assert!(!path.is_file()),
            _ => assert_eq!(fs::read_to_string(&path).unwrap(), theirs),
        }
        desk.some_file_says(UNSAVED, "Begun. Ours.");
    }
}

#[test]
fn what_is_kept_about_a_draft_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::with("log.yaml", LOG);
    fs::create_dir(desk.drafts()).unwrap();
    fs::set_permissions(desk.drafts(), fs::Permissions::from_mode(0o2770)).unwrap();
    let script = format!("umask 000; exec {PROGRAM} answer log.yaml");
    let window = desk.start_command(USUAL, &["sh", "-c", &script], &[]);
    begin(&window).types("Begun. ");
    desk.file_says(DRAFT, "Begun. ");
    let elsewhere = desk.path("away");
    fs::rename(desk.drafts(), &elsewhere).unwrap();
    window.types("Kept. ").see("NOT SAVED");
    desk.some_file_says(UNSAVED, "Kept.");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let unsaved = desk.path("home/state/greenpaper/unsaved");
    assert_eq!(mode(&unsaved), 0o700);
    let copies: Vec<PathBuf> = files_below(&unsaved);
    assert!(!copies.is_empty());
    assert!(copies.iter().all(|copy| mode(copy) == 0o600), "{copies:?}");
    fs::rename(&elsewhere, desk.drafts()).unwrap();
    window.see_no("NOT SAVED").press("ctrl+q").ends_with(0);
    let drafts: Vec<PathBuf> = files_below(&desk.drafts())
        .into_iter()
        .filter(|path| !path.ends_with(".gitignore"))
        .collect();
    for path in drafts.iter().filter(|path| path.extension() == Some(OsStr::new("yaml"))) {
        assert_eq!(mode(path) & 0o007, 0, "{}: {:o}", path.display(), mode(path));
    }
}
