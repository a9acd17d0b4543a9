//! A save leaves the old file or the new one, whatever happens, and never takes anybody's version.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use greenpaper::store::{
    atomic::{self, AtomicFile, Existing, KnownVersions, ReplaceError, Version},
    disk::{self, Disk, System, Until},
    folder,
};
use tempfile::TempDir;

use crate::faulty::{Fault, Faulty, KILLS, Step, tell};

const OLD: &str = "format: old\n...\n";
const NEW: &str = "format: new\n...\n";
const THEIRS: &str = "format: theirs\n...\n";

/// A folder with a draft in it, as it was when it was opened.
struct Desk {
    folder: TempDir,
    target: AtomicFile,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tiny.yaml");
        fs::write(&path, OLD).unwrap();
        Self { folder, target: AtomicFile::seen(path, Version::of(OLD.as_bytes())) }
    }

    /// The same before the draft was begun.
    fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tiny.yaml");
        Self { folder, target: AtomicFile::new(path) }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("tiny.yaml")
    }

    fn draft(&self) -> String {
        fs::read_to_string(self.path()).unwrap_or_default()
    }

    fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn save(&mut self, disk: &dyn Disk, content: &str) -> Result<Version, ReplaceError> {
        self.target.replace(disk, content.as_bytes())
    }

    /// Whether some file here has this content.
    fn has(&self, content: &str) -> bool {
        let files = self.files().into_iter();
        files
            .map(|name| fs::read(self.folder.path().join(name)).unwrap())
            .any(|c| c == content.as_bytes())
    }
}

/// Runs a save with a fault at its first step, its second, and so on, until none strikes.
fn at_every_step(
    fault: Fault,
    disk: impl Fn(Faulty) -> Faulty,
    desk: impl Fn() -> Desk,
    check: impl Fn(&mut Desk, Result<Version, ReplaceError>, usize),
) {
    for step in 0.. {
        let (mut desk, disk) = (desk(), disk(Faulty::at(step, fault)));
        let result = desk.save(&disk, NEW);
        if !disk.has_struck() {
            assert!(step >= 4, "the fault struck only {step} times");
            return;
        }
        check(&mut desk, result, step);
    }
}

#[test]
fn a_save_replaces_the_draft_and_leaves_nothing_else() {
    let mut desk = Desk::new();
    desk.save(&System, NEW).unwrap();
    assert_eq!(desk.draft(), NEW);
    desk.save(&System, OLD).unwrap();
    assert_eq!(desk.draft(), OLD);
    assert_eq!(desk.files(), ["tiny.yaml"]);
}

#[test]
fn a_kill_at_any_step_leaves_the_old_draft_or_the_new_one() {
    for (kill, exchange) in KILLS.into_iter().flat_map(|kill| [(kill, true), (kill, false)]) {
        let disk = |disk: Faulty| {
            if exchange { disk } else { disk.without_exchange() }
        };
        at_every_step(kill, disk, Desk::new, |desk, _, step| {
            assert!([OLD, NEW].contains(&&*desk.draft()), "{kill:?} at step {step}");
            let set_aside =
                atomic::clear(&System, &desk.path(), KnownVersions::Remove, Duration::ZERO)
                    .unwrap();
            assert_eq!(set_aside, Vec::<PathBuf>::new(), "{kill:?} at step {step}");
            assert_eq!(desk.files(), ["tiny.yaml"], "{kill:?} at step {step}");
        });
    }
}

#[test]
fn a_kill_at_any_step_of_the_first_save_leaves_no_draft_or_a_whole_one() {
    for kill in KILLS {
        at_every_step(
            kill,
            |disk| disk,
            Desk::empty,
            |desk, _, step| {
                assert!(["", NEW].contains(&&*desk.draft()), "{kill:?} at step {step}");
                atomic::clear(&System, &desk.path(), KnownVersions::Remove, Duration::ZERO)
                    .unwrap();
                assert!(desk.files().len() <= 1, "{:?}", desk.files());
            },
        );
    }
}

#[test]
fn after_a_fault_at_any_step_the_next_try_succeeds() {
    use io::ErrorKind::{NotFound, Other, PermissionDenied, ReadOnlyFilesystem, StorageFull};
    for kind in [StorageFull, ReadOnlyFilesystem, PermissionDenied, NotFound, Other] {
        for begin in [Desk::new, Desk::empty] {
            at_every_step(
                Fault::Fails(kind),
                |disk| disk,
                begin,
                |desk, _, step| {
                    assert!(["", OLD, NEW].contains(&&*desk.draft()), "{kind} at step {step}");
                    desk.save(&System, "later\n...\n").unwrap_or_else(|error| {
                        panic!("{kind} at step {step}: {error}");
                    });
                    assert_eq!(desk.draft(), "later\n...\n");
                    atomic::clear(&System, &desk.path(), KnownVersions::Remove, Duration::ZERO)
                        .unwrap();
                    assert_eq!(desk.files(), ["tiny.yaml"], "{kind} at step {step}");
                },
            );
        }
    }
}

#[test]
fn the_disk_has_the_new_version_before_it_gets_the_name_and_the_name_before_it_counts_as_saved() {
    for begin in [Desk::new, Desk::empty] {
        let (mut desk, disk) = (begin(), Faulty::default());
        desk.save(&disk, NEW).unwrap();
        let steps = disk.steps();
        let named = steps.iter().position(|step| match step {
            Step::Rename(_, to) | Step::Exchange(_, to) => to.ends_with("tiny.yaml"),
            _ => false,
        });
        let named = named.unwrap();
        let (Step::Rename(beside, _) | Step::Exchange(beside, _)) = &steps[named] else {
            unreachable!()
        };
        assert!(steps[..named].contains(&Step::Create(beside.clone(), Until::Synced)));
        assert!(steps[named..].iter().any(|step| matches!(step, Step::SyncFolder(_))));
    }
}

#[test]
fn a_save_takes_no_more_steps_than_it_needs() {
    let (mut desk, disk) = (Desk::new(), Faulty::default());
    desk.save(&disk, NEW).unwrap();
    let (mut reads, mut syncs, mut others) = (0, 0, 0);
    for step in disk.steps() {
        match step {
            // The old version, the new one where it was written, and what came out.
            Step::Read(_) => reads += 1,
            Step::Create(_, Until::Synced) | Step::SyncFolder(_) => syncs += 1,
            Step::Create(..) | Step::Rename(..) | Step::Exchange(..) | Step::Remove(_) => {
                others += 1
            }
        }
    }
    assert_eq!((reads, syncs, others), (3, 2, 2), "{:?}", disk.steps());
}

#[test]
fn a_version_that_somebody_saved_meanwhile_is_not_overwritten() {
    for disk in [Faulty::default(), Faulty::default().without_exchange()] {
        let mut desk = Desk::new();
        fs::write(desk.path(), THEIRS).unwrap();
        let Err(ReplaceError::Changed(theirs)) = desk.save(&disk, NEW) else { panic!() };
        assert_eq!(theirs, THEIRS.as_bytes());
        assert_eq!(desk.draft(), THEIRS);
        assert_eq!(desk.files(), ["tiny.yaml"]);
    }
}

#[test]
fn a_version_that_somebody_saved_in_the_last_moment_is_put_back() {
    for disk in [Faulty::default(), Faulty::default().without_exchange()] {
        let mut desk = Desk::new();
        let path = desk.path();
        let disk = disk.meanwhile(move || fs::write(&path, THEIRS).unwrap());
        let Err(ReplaceError::Changed(theirs)) = desk.save(&disk, NEW) else { panic!() };
        assert_eq!(theirs, THEIRS.as_bytes());
        assert_eq!(desk.draft(), THEIRS);
        assert_eq!(desk.files(), ["tiny.yaml"]);
    }
}

#[test]
fn it_survives_even_when_we_are_killed_in_that_moment() {
    // Whatever it is like: somebody's editor may leave out the line that ends a draft.
    for theirs in [THEIRS, "format: theirs\n"] {
        for (kill, step) in KILLS.into_iter().flat_map(|kill| (0..12).map(move |step| (kill, step)))
        {
            let mut desk = Desk::new();
            let path = desk.path();
            let disk = Faulty::at(step, kill).meanwhile(move || fs::write(&path, theirs).unwrap());
            let _ = desk.save(&disk, NEW);
            let happened = desk.has(theirs);
            atomic::clear(&System, &desk.path(), KnownVersions::Remove, Duration::ZERO).unwrap();
            let files = desk.files();
            assert_eq!(desk.has(theirs), happened, "{kill:?} at step {step}: {files:?}");
            assert!(happened || desk.draft() == OLD, "{kill:?} at step {step}");
            assert!(!files.iter().any(|name| name.ends_with(".tmp")), "{files:?}");
        }
    }
}

#[test]
fn a_version_that_came_out_and_could_not_be_looked_at_is_told_the_next_time() {
    let faults = [&KILLS[..], &[Fault::Fails(io::ErrorKind::Other)]].concat();
    for (fault, step) in faults.into_iter().flat_map(|fault| (0..14).map(move |step| (fault, step)))
    {
        let mut desk = Desk::new();
        let path = desk.path();
        let disk = Faulty::at(step, fault).meanwhile(move || fs::write(&path, THEIRS).unwrap());
        let first = desk.save(&disk, NEW);
        if !desk.has(THEIRS) {
            continue;
        }
        // The disk is there again.
        let told = match first {
            Err(ReplaceError::Changed(theirs)) => theirs,
            first => match desk.save(&System, NEW) {
                Err(ReplaceError::Changed(theirs)) => theirs,
                second => panic!("{fault:?} at step {step}: {first:?}, then {second:?}"),
            },
        };
        assert_eq!(told, THEIRS.as_bytes(), "{fault:?} at step {step}");
        assert_eq!(desk.draft(), THEIRS, "{fault:?} at step {step}");
    }
}

#[test]
fn what_came_out_of_an_exchange_is_put_back_when_it_cannot_be_read() {
    let mut desk = Desk::new();
    let path = desk.path();
    // Somebody has put a folder in the place of the draft.
    let disk = Faulty::default().meanwhile(move || {
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
    });
    assert!(matches!(desk.save(&disk, NEW), Err(ReplaceError::Failed(_))));
    assert!(desk.path().is_dir());
    assert_eq!(desk.files(), ["tiny.yaml"]);
}

/// A folder in which a save was killed after somebody's version had come out of the exchange, and
/// one that was killed before.
fn after_kills() -> Desk {
    let mut desk = Desk::new();
    let path = desk.path();
    let disk =
        Faulty::at(3, Fault::KilledAfter).meanwhile(move || fs::write(&path, THEIRS).unwrap());
    desk.save(&disk, NEW).unwrap_err();
    assert!(desk.has(THEIRS) && desk.draft() == NEW);
    let mut again = AtomicFile::seen(desk.path(), Version::of(NEW.as_bytes()));
    again.replace(&Faulty::at(1, Fault::KilledAfter), b"later\n...\n").unwrap_err();
    assert_eq!(desk.files().len(), 3, "{:?}", desk.files());
    desk
}

#[test]
fn what_somebody_has_put_beside_a_draft_just_now_is_left_to_them() {
    let desk = after_kills();
    let before = desk.files();
    for known in [KnownVersions::Remove, KnownVersions::Leave] {
        let found = atomic::clear(&System, &desk.path(), known, Duration::from_secs(60)).unwrap();
        assert_eq!((found, desk.files()), (Vec::new(), before.clone()));
    }
}

#[test]
fn where_nothing_can_be_locked_somebodys_version_is_found_and_nothing_removed() {
    let desk = after_kills();
    let found = atomic::clear(&System, &desk.path(), KnownVersions::Leave, Duration::ZERO).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(fs::read_to_string(&found[0]).unwrap(), THEIRS);
    assert!(desk.has("later\n...\n") && desk.has(NEW));
}

#[test]
fn somebodys_version_is_told_whatever_else_cannot_be_cleared_away() {
    for step in 0..6 {
        let desk = after_kills();
        let disk = Faulty::at(step, Fault::Fails(io::ErrorKind::PermissionDenied));
        let clear = |disk: &dyn Disk| {
            atomic::clear(disk, &desk.path(), KnownVersions::Remove, Duration::ZERO).unwrap()
        };
        let mut found = clear(&disk);
        found.extend(clear(&System));
        let read = |path: &PathBuf| fs::read_to_string(path).is_ok_and(|theirs| theirs == THEIRS);
        assert!(found.iter().any(read), "at step {step}: {found:?}");
    }
}

#[test]
fn a_draft_begun_by_two_at_once_is_begun_by_one() {
    let mut desk = Desk::empty();
    fs::write(desk.path(), THEIRS).unwrap();
    assert!(matches!(desk.save(&System, NEW), Err(ReplaceError::Changed(_))));
    assert_eq!(desk.draft(), THEIRS);
}

#[test]
fn a_draft_that_was_removed_is_made_again() {
    let mut desk = Desk::new();
    fs::remove_file(desk.path()).unwrap();
    desk.save(&System, NEW).unwrap();
    assert_eq!(desk.draft(), NEW);
}

#[test]
fn why_a_save_failed_is_said_in_plain_words() {
    let mut desk = Desk::new();
    let disk = Faulty::at(1, Fault::Fails(io::ErrorKind::StorageFull));
    let error = desk.save(&disk, NEW).unwrap_err();
    assert_eq!(error.to_string(), "the disk is full");
    fs::remove_dir_all(desk.folder.path()).unwrap();
    let error = desk.save(&System, NEW).unwrap_err();
    assert_eq!(error.to_string(), "the folder is not there");
}

#[test]
fn whatever_the_system_says_is_said_without_its_number() {
    use io::ErrorKind::*;
    let kinds = [
        AddrInUse,
        AlreadyExists,
        ArgumentListTooLong,
        BrokenPipe,
        ConnectionReset,
        CrossesDevices,
        Deadlock,
        DirectoryNotEmpty,
        ExecutableFileBusy,
        FileTooLarge,
        HostUnreachable,
        Interrupted,
        InvalidData,
        InvalidFilename,
        InvalidInput,
        IsADirectory,
        NotADirectory,
        NotConnected,
        NotFound,
        NotSeekable,
        Other,
        OutOfMemory,
        PermissionDenied,
        QuotaExceeded,
        ReadOnlyFilesystem,
        ResourceBusy,
        StaleNetworkFileHandle,
        StorageFull,
        TimedOut,
        TooManyLinks,
        UnexpectedEof,
        Unsupported,
        WouldBlock,
        WriteZero,
    ];
    let numbers = (1..=140).map(io::Error::from_raw_os_error);
    for error in numbers.chain(kinds.map(io::Error::from)) {
        for said in [disk::in_words(&error), folder::unreadable(&error)] {
            let strange = ["os error", "unwrap", "thread '", "panicked", "\u{1b}", "Kind"];
            assert!(!strange.iter().any(|word| said.contains(word)), "{error:?}: {said}");
            assert!(!said.starts_with(|c: char| c.is_uppercase()), "{error:?}: {said}");
            assert!(!said.is_empty() && !said.ends_with(['.', ' ', ':']), "{error:?}: {said}");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn what_people_meet_on_shares_and_full_systems_is_said_in_their_words() {
    for (name, number, words) in [
        ("EIO", 5, "the disk reports a fault"),
        ("EAGAIN", 11, "the system has no resources left"),
        ("ENOMEM", 12, "there is no memory left"),
        ("EBUSY", 16, "another program is using it"),
        ("EXDEV", 18, "it is on another disk"),
        ("ENFILE", 23, "too many files are open"),
        ("EMFILE", 24, "too many files are open"),
        ("ETXTBSY", 26, "another program is using it"),
        ("EFBIG", 27, "the file is larger than allowed"),
        ("ENAMETOOLONG", 36, "the name is too long, or the disk takes no such name"),
        ("ENOLCK", 37, "there are no locks left"),
        ("ENOSYS", 38, "the disk cannot do that"),
        ("ELOOP", 40, "its links lead in a circle"),
        ("EOPNOTSUPP", 95, "the disk cannot do that"),
        ("ETIMEDOUT", 110, "the disk is not responding"),
    ] {
        assert_eq!(disk::in_words(&io::Error::from_raw_os_error(number)), words, "{name}");
    }
}

#[test]
fn an_export_does_not_replace_a_file_unless_told_to() {
    let desk = Desk::new();
    let write = |existing| atomic::write(&System, &desk.path(), NEW.as_bytes(), existing);
    assert_eq!(write(Existing::Keep).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
    assert_eq!(desk.draft(), OLD);
    write(Existing::Replace).unwrap();
    assert_eq!(desk.draft(), NEW);
    assert_eq!(desk.files(), ["tiny.yaml"]);
}

#[test]
fn what_is_no_file_is_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path(), Path::new("/dev/zero")] {
        assert!(System.read(path).is_err(), "{}", path.display());
    }
    let huge = folder.path().join("huge.yaml");
    fs::File::create(&huge).unwrap().set_len(20_000_000_000).unwrap();
    let error = System.read(&huge).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
}

#[test]
fn two_who_save_without_pause_lose_nothing_of_each_other() {
    use std::collections::BTreeSet;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tiny.yaml");
    fs::write(&path, "begun\n...\n").unwrap();
    let words = |content: &str| -> BTreeSet<String> {
        content.lines().filter(|line| *line != "...").map(str::to_owned).collect()
    };
    let yaml = |words: &BTreeSet<String>| {
        words.iter().map(|word| format!("{word}\n")).collect::<String>() + "...\n"
    };
    let write = |name: &'static str, saves: u32| {
        let (path, mut seen) = (path.clone(), Version::of(b"begun\n...\n"));
        let mut own = words("begun\n");
        move || {
            let mut conflicts = 0;
            for n in 0..saves {
                own.insert(format!("{name}{n}"));
                loop {
                    let mut target = AtomicFile::seen(path.clone(), seen);
                    match target.replace(&System, yaml(&own).as_bytes()) {
                        Ok(version) => {
                            seen = version;
                            break;
                        }
                        // What somebody else has added is taken in, and nothing else.
                        Err(ReplaceError::Changed(theirs)) => {
                            conflicts += 1;
                            seen = Version::of(&theirs);
                            own.extend(words(&String::from_utf8(theirs).unwrap()));
                        }
                        Err(ReplaceError::Failed(error)) => panic!("{error}"),
                    }
                }
            }
            conflicts
        }
    };
    let saves = std::env::var("GREENPAPER_SAVES").map_or(200, |saves| saves.parse().unwrap());
    let writers = ["anna", "ben", "chris"].map(|name| std::thread::spawn(write(name, saves)));
    let conflicts: u32 = writers.into_iter().map(|writer| writer.join().unwrap()).sum();
    // What came out of an exchange in the last moment may stand beside the file, and is found when
    // it is opened.
    let mut found = words(&fs::read_to_string(&path).unwrap());
    for aside in atomic::clear(&System, &path, KnownVersions::Remove, Duration::ZERO).unwrap() {
        found.extend(words(&fs::read_to_string(aside).unwrap()));
    }
    let expected = 1 + 3 * usize::try_from(saves).unwrap();
    let lost = expected - found.len();
    tell(&format!("{} saves, {conflicts} conflicts, {lost} lost", 3 * saves));
    assert_eq!(found.len(), expected);
    assert!(conflicts > 0, "the writers never met");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn the_mode_of_a_draft_is_kept() {
        let mut desk = Desk::new();
        for wanted in [0o600, 0o640, 0o664] {
            fs::set_permissions(desk.path(), fs::Permissions::from_mode(wanted)).unwrap();
            let content = format!("mode: {wanted}\n...\n");
            desk.save(&System, &content).unwrap();
            assert_eq!(mode(&desk.path()), wanted);
        }
    }

    fn protect(path: &Path) {
        fs::set_permissions(path, fs::Permissions::from_mode(0o444)).unwrap();
    }

    #[test]
    fn a_draft_that_somebody_protects_is_left_alone_also_in_the_last_moment() {
        let early = |desk: &Desk| {
            protect(&desk.path());
            Faulty::default()
        };
        let late = |disk: Faulty, desk: &Desk| {
            let path = desk.path();
            disk.meanwhile(move || protect(&path))
        };
        for way in 0..3 {
            let mut desk = Desk::new();
            let disk = match way {
                0 => early(&desk),
                1 => late(Faulty::default(), &desk),
                _ => late(Faulty::default().without_exchange(), &desk),
            };
            let Err(ReplaceError::Failed(why)) = desk.save(&disk, NEW) else { panic!() };
            assert_eq!(disk::in_words(&why), "the file is write-protected");
            assert_eq!((desk.draft().as_str(), mode(&desk.path())), (OLD, 0o444));
            assert_eq!(desk.files(), ["tiny.yaml"]);
            fs::set_permissions(desk.path(), fs::Permissions::from_mode(0o640)).unwrap();
            desk.save(&System, NEW).unwrap();
            assert_eq!((desk.draft().as_str(), mode(&desk.path())), (NEW, 0o640));
        }
    }

    #[test]
    fn what_is_no_draft_and_protected_is_not_replaced_either() {
        let desk = Desk::new();
        protect(&desk.path());
        let write = |existing| atomic::write(&System, &desk.path(), NEW.as_bytes(), existing);
        let why = write(Existing::Replace).unwrap_err();
        assert_eq!(disk::in_words(&why), "the file is write-protected");
        assert_eq!(write(Existing::Keep).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!((desk.draft().as_str(), desk.files()), (OLD, vec!["tiny.yaml".to_owned()]));
    }

    #[test]
    fn a_new_draft_is_not_for_others_to_read() {
        let mut desk = Desk::empty();
        desk.save(&System, NEW).unwrap();
        assert_eq!(mode(&desk.path()) & 0o007, 0);
        assert_eq!(mode(&desk.path()) & 0o600, 0o600);
    }

    #[test]
    fn a_chain_of_links_to_a_draft_stays_one() {
        let desk = Desk::new();
        let link = |n: u32| desk.folder.path().join(format!("link-{n}.yaml"));
        symlink(desk.path(), link(0)).unwrap();
        (1..5).for_each(|n| symlink(link(n - 1), link(n)).unwrap());
        let mut target = AtomicFile::seen(link(4), Version::of(OLD.as_bytes()));
        target.replace(&System, NEW.as_bytes()).unwrap();
        assert_eq!(desk.draft(), NEW);
        assert!((0..5).all(|n| link(n).is_symlink()));
    }

    #[test]
    fn a_pipe_in_the_place_of_a_draft_is_refused_without_waiting() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe.yaml");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
        assert_eq!(System.read(&pipe).unwrap_err().to_string(), "this is not a file");
    }
}
