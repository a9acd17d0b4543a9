//! The power goes while somebody types: the draft is whole, and has what was typed a moment before.
//!
//! The draft lies on a file system in a file, whose own call for tests cuts it off from its disk.
//! `GREENPAPER_CUTS` says how often, on each file system; without it, twice.
//! `GREENPAPER_KILL_LIMIT` says how many milliseconds of typing a cut may take: 1000 on a machine
//! that does nothing else.

use std::{
    ffi::OsStr,
    fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::OnceLock,
    time::{Duration, Instant},
};

use greenpaper::store::{
    atomic::{self, KnownVersions},
    disk::System,
    folder,
};

use crate::{
    faults::{Chance, DRAFT, LOG, Robot, Toll, begin, number, skipped, text_of},
    terminal::{Desk, Ending, Window},
};

/// As much typing as a power cut may take, which half of them at least must keep however busy the
/// machine is.
const PROMISED: Duration = Duration::from_secs(1);

/// The same for each cut, on a machine whose disk is busy with other tests.
const LIMIT: Duration = Duration::from_secs(3);

/// The file systems that have the call, with the program that makes one, and as large as that
/// wants it. Of ext4, the second keeps no file back that takes another one's name, so that a
/// missing sync shows.
const FILE_SYSTEMS: [(&str, &[&str], u64, &str); 3] = [
    ("ext4", &["mkfs.ext4", "-Fq"], 32 << 20, "loop"),
    ("ext4", &["mkfs.ext4", "-Fq"], 32 << 20, "loop,noauto_da_alloc"),
    ("XFS", &["mkfs.xfs", "-fq"], 320 << 20, "loop"),
];

/// A file system in a file, while it lives.
struct Disk {
    image: PathBuf,
    folder: PathBuf,
    options: &'static str,
}

impl Disk {
    /// `None` where it cannot be; then the test has said that it was skipped.
    fn at(
        desk: &Desk,
        (name, make, size, options): (&str, &[&str], u64, &'static str),
    ) -> Option<Self> {
        let what = |needs: &str| skipped(&format!("a power cut on {name}: needs {needs}"));
        let disk = Self { image: desk.path("image"), folder: desk.drafts(), options };
        fs::create_dir_all(&disk.folder).unwrap();
        fs::File::create(&disk.image).unwrap().set_len(size).unwrap();
        let (program, arguments) = make.split_first().unwrap();
        let made = Command::new(program).args(arguments).arg(&disk.image).output();
        if !made.is_ok_and(|made| made.status.success()) {
            what(program);
            return None;
        }
        if !disk.mounts() {
            what("the right to mount a file");
            return None;
        }
        Some(disk)
    }

    fn mounts(&self) -> bool {
        let mut mount = Command::new("mount");
        mount.args(["-o", self.options]).args([&self.image, &self.folder]);
        mount.output().is_ok_and(|mounted| mounted.status.success())
    }

    /// Switches it off and on again.
    #[track_caller]
    fn comes_back(&self) {
        let parted = Command::new("umount").arg(&self.folder).output().unwrap();
        assert!(parted.status.success(), "{parted:?}");
        assert!(self.mounts(), "it cannot be mounted again");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let parted = Command::new("umount").arg(&self.folder).output();
        if !parted.is_ok_and(|parted| parted.status.success()) {
            let _ = Command::new("umount").arg("-l").arg(&self.folder).output();
        }
    }
}

/// A hand at the switch.
struct Hand(Child);

impl Hand {
    /// `None` where there is no C compiler, or no such call; then the test has said so.
    fn at(folder: &Path) -> Option<Self> {
        static PROGRAM: OnceLock<Option<PathBuf>> = OnceLock::new();
        let program = PROGRAM.get_or_init(compiled).clone()?;
        let mut command = Command::new(program);
        let mut child =
            command.arg(folder).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut said = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut said).unwrap();
        assert_eq!(said, "ready\n");
        Some(Self(child))
    }

    /// Cuts the power, and says when; `false` where the file system has no such call.
    fn cuts(mut self) -> (Instant, bool) {
        let cut = Instant::now();
        self.0.stdin.take().unwrap().write_all(b"!").unwrap();
        (cut, self.0.wait().unwrap().success())
    }
}

fn compiled() -> Option<PathBuf> {
    let name = format!("powercut-{}", std::process::id());
    let program = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/powercut.c");
    let arguments = [OsStr::new("-O1"), OsStr::new("-o"), program.as_os_str(), source.as_os_str()];
    let made = Command::new("cc").args(arguments).status();
    if cfg!(target_os = "linux") && made.is_ok_and(|made| made.success()) {
        return Some(program);
    }
    skipped("a power cut: needs Linux and a C compiler");
    None
}

/// Goes to the end of the text. This machine may have lost where one stood: then the draft opens at
/// its contents, and a blank one at its introduction.
#[track_caller]
fn go_to_the_end(window: &Window) {
    let screens = ["What happened?", "Check your answers", "Department for Examples"];
    if window.see_one_of(&screens) != "What happened?" {
        window.press("ctrl+n").see("What happened?");
    }
    window.press("ctrl+end");
}

#[test]
fn a_power_cut_leaves_the_draft_whole_and_takes_a_moment_of_typing_at_most() {
    let (mut chance, mut toll) = (Chance::new(), Toll::of(PROMISED));
    for kind in FILE_SYSTEMS {
        let desk = Desk::with("log.yaml", LOG);
        let Some(disk) = Disk::at(&desk, kind) else { continue };
        begin(&desk.start("answer log.yaml")).press("ctrl+q").ends_with(0);
        // Yesterday's draft has long been on the disk.
        disk.comes_back();
        let mut robot = Robot::after("", 0);
        for _ in 0..number("GREENPAPER_CUTS", 2) {
            let Some(hand) = Hand::at(&disk.folder) else { return };
            let window = desk.start("answer log.yaml");
            go_to_the_end(&window);
            let rate = [15, 100, 400][chance.below(3)];
            let end = Instant::now() + Duration::from_millis(200 + chance.next() % 2000);
            robot.type_until(&window, end, rate);
            let (cut, done) = hand.cuts();
            // The power is that of the machine too.
            window.signal("KILL");
            assert!(matches!(window.ending(), Ending::Killed(_)));
            drop(window);
            if !done {
                skipped(&format!("a power cut on {}: it has no call for it", kind.0));
                break;
            }
            disk.comes_back();
            // What this machine kept lies on a disk that does not come back.
            let _ = fs::remove_dir_all(desk.path("home/state"));
            let opened = folder::open(&System, &desk.path(DRAFT));
            let text = text_of(&opened.unwrap_or_else(|error| panic!("{kind:?}: {error}")).draft);
            toll.take(robot.check_within(LIMIT, &text, cut));
            robot = Robot::after(&text, robot.word);
        }
        // What the cut left beside the draft is cleared away, and is nobody's version.
        let aside =
            atomic::clear(&System, &desk.path(DRAFT), KnownVersions::Remove, Duration::ZERO)
                .unwrap();
        assert!(aside.is_empty(), "{aside:?}");
        let window = desk.start("answer log.yaml");
        go_to_the_end(&window);
        window.press("ctrl+q").ends_with(0);
        let left = fs::read_dir(desk.drafts()).unwrap().map(|entry| entry.unwrap().file_name());
        let left: Vec<_> = left.filter(|name| name.to_string_lossy().ends_with(".tmp")).collect();
        assert!(left.is_empty(), "{left:?}");
    }
}
