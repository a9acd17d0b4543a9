//! The power goes at any step of a save: the draft is the old one or the new one, whatever the
//! disk had of what was not synced.
//!
//! A disk keeps a journal of what is done to it. After a cut, each content that was not synced is
//! there, or is not, or in part; and each change to the names in a folder that was not synced is
//! there or not, in any selection: disks and file systems put such changes off, and in any order.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
    sync::Mutex,
    time::Duration,
};

use greenpaper::{
    model::{
        answer::TextField,
        draft_change::{DraftChange, PartialChange, Splice},
        text::Text,
    },
    store::{
        atomic::{self, AtomicFile, KnownVersions, Version},
        disk::{Append, Disk, FileAccess, System, Until},
        document::response::Order,
        draft,
        recovery_log::{self, RecoveryLog},
    },
};

use crate::{drafts::WHOLE, faulty::tell};

/// How many versions are saved, one after the other.
const SAVES: usize = 12;

/// What a folder's names stand for, by number of the content.
type Names = BTreeMap<PathBuf, usize>;

/// A change of names that is done in one step: each name and what it stands for from then on.
type Change = Vec<(PathBuf, Option<usize>)>;

/// What was done to the disk.
#[derive(Debug, Clone)]
enum Done {
    /// A content got its number.
    Content(Vec<u8>),
    /// The disk was asked to keep the content of that number.
    Flushed(usize),
    Names(Change),
    /// The disk was asked to keep the names.
    Synced,
}

/// A disk that does what it is asked for and keeps a journal of it.
#[derive(Default)]
struct Journal {
    done: Mutex<Vec<Done>>,
    names: Mutex<Names>,
    exchanges: bool,
    /// Whether it only seems to sync.
    lies: bool,
}

impl Journal {
    /// Whether two files can change places.
    fn with(exchanges: bool) -> Self {
        Self { exchanges, ..Self::default() }
    }

    fn notes(&self, done: Done) {
        self.done.lock().unwrap().push(done);
    }

    fn renames(&self, change: Change) {
        let mut names = self.names.lock().unwrap();
        for (name, content) in &change {
            match content {
                Some(content) => names.insert(name.clone(), *content),
                None => names.remove(name),
            };
        }
        self.notes(Done::Names(change));
    }

    fn content_of(&self, name: &Path) -> Option<usize> {
        self.names.lock().unwrap().get(name).copied()
    }

    fn steps(&self) -> usize {
        self.done.lock().unwrap().len()
    }
}

impl Disk for Journal {
    fn read(&self, file: &Path) -> io::Result<Vec<u8>> {
        System.read(file)
    }

    fn create(
        &self,
        file: &Path,
        content: &[u8],
        access: FileAccess<'_>,
        until: Until,
    ) -> io::Result<()> {
        System.create(file, content, access, Until::Handed)?;
        let is_content = |done: &&Done| matches!(done, Done::Content(_));
        let number = self.done.lock().unwrap().iter().filter(is_content).count();
        self.notes(Done::Content(content.to_owned()));
        self.renames(vec![(file.to_owned(), Some(number))]);
        if until == Until::Synced && !self.lies {
            self.notes(Done::Flushed(number));
        }
        Ok(())
    }

    fn append_to(&self, file: &Path) -> io::Result<Box<dyn Append>> {
        System.append_to(file)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        System.rename(from, to)?;
        self.renames(vec![(to.to_owned(), self.content_of(from)), (from.to_owned(), None)]);
        Ok(())
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        System.rename_new(from, to)?;
        self.renames(vec![(to.to_owned(), self.content_of(from)), (from.to_owned(), None)]);
        Ok(())
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        if !self.exchanges {
            return Err(io::ErrorKind::Unsupported.into());
        }
        System.exchange(one, other)?;
        let contents = [self.content_of(other), self.content_of(one)];
        let names = [one, other].map(Path::to_owned).into_iter();
        self.renames(names.zip(contents).collect());
        Ok(())
    }

    fn remove(&self, file: &Path) -> io::Result<()> {
        System.remove(file)?;
        self.renames(vec![(file.to_owned(), None)]);
        Ok(())
    }

    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        if !self.lies {
            self.notes(Done::Synced);
        }
        Ok(())
    }
}

/// What became of a content that was not synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Kept,
    /// The file is there and empty.
    Dropped,
    /// The first half of it.
    Torn,
    /// All but its middle, of which there are zeros.
    Holed,
}

const FATES: [Fate; 4] = [Fate::Kept, Fate::Dropped, Fate::Torn, Fate::Holed];

impl Fate {
    fn of(self, content: &[u8]) -> Vec<u8> {
        let third = content.len() / 3;
        match self {
            Self::Kept => content.to_vec(),
            Self::Dropped => Vec::new(),
            Self::Torn => content[..content.len() / 2].to_vec(),
            Self::Holed => {
                let mut holed = content.to_vec();
                holed[third..2 * third].fill(0);
                holed
            }
        }
    }
}

/// Every state of the folder that a disk may have after these steps, without those that come up
/// twice: the content of each name.
fn after_a_cut(done: &[Done]) -> BTreeSet<BTreeMap<PathBuf, Vec<u8>>> {
    let last_sync = done.iter().rposition(|done| matches!(done, Done::Synced));
    let (safe, open) = done.split_at(last_sync.map_or(0, |at| at + 1));
    let changes = |done: &[Done]| -> Vec<Change> {
        let changes = done.iter().filter_map(|done| match done {
            Done::Names(change) => Some(change.clone()),
            Done::Content(_) | Done::Flushed(_) | Done::Synced => None,
        });
        changes.collect()
    };
    let (safe, open) = (changes(safe), changes(open));
    let mut contents: Vec<(&[u8], bool)> = Vec::new();
    for done in done {
        match done {
            Done::Content(content) => contents.push((content, false)),
            Done::Flushed(number) => contents[*number].1 = true,
            Done::Names(_) | Done::Synced => {}
        }
    }
    let mut states = BTreeSet::new();
    for kept in 0..1_u32 << open.len() {
        let kept = open.iter().enumerate().filter(|(at, _)| kept >> at & 1 == 1);
        let mut names = Names::new();
        for (name, content) in safe.iter().chain(kept.map(|(_, change)| change)).flatten() {
            match content {
                Some(content) => names.insert(name.clone(), *content),
                None => names.remove(name),
            };
        }
        for fate in FATES {
            let content = |number: usize| match contents[number] {
                (content, true) => content.to_vec(),
                (content, false) => fate.of(content),
            };
            let state = names.iter().map(|(name, number)| (name.clone(), content(*number)));
            states.insert(state.collect());
        }
    }
    states
}

fn version(number: usize) -> Vec<u8> {
    format!("format: version {number}\n{}...\n", "text\n".repeat(number % 5)).into_bytes()
}

/// Saves version after version, cuts the power after every step, and has each state that the disk
/// may be in looked at: what was the last version that counted as saved, the one that was being
/// saved, and the folder. Gives how many states there were.
fn at_every_cut(
    journal: &Journal,
    mut look: impl FnMut(Option<usize>, Option<usize>, &Path),
) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    let mut target = AtomicFile::new(root.join("tiny.yaml"));
    // After how many steps which version counted as saved.
    let mut saved = vec![(0, None)];
    for number in 0..SAVES {
        target.replace(journal, &version(number)).unwrap();
        saved.push((journal.steps(), Some(number)));
    }
    let done = journal.done.lock().unwrap();
    let mut states = 0;
    for step in 0..=done.len() {
        let last = saved.iter().rfind(|(steps, _)| *steps <= step).unwrap().1;
        let next = saved.iter().find(|(steps, _)| *steps > step).and_then(|(_, next)| *next);
        for state in after_a_cut(&done[..step]) {
            let folder = tempfile::tempdir().unwrap();
            for (name, content) in state {
                fs::write(folder.path().join(name.strip_prefix(&root).unwrap()), content).unwrap();
            }
            look(last, next, folder.path());
            states += 1;
        }
    }
    states
}

/// The version that somebody finds who opens the draft; `None` where there is none.
fn found(folder: &Path) -> Option<Vec<u8>> {
    let path = folder.join("tiny.yaml");
    let aside = atomic::clear(&System, &path, KnownVersions::Remove, Duration::ZERO).unwrap();
    assert_eq!(aside, Vec::<PathBuf>::new(), "no version is anybody else's");
    fs::read(path).ok()
}

#[test]
fn a_power_cut_at_any_step_leaves_the_old_draft_or_the_new_one() {
    for exchanges in [true, false] {
        let journal = Journal::with(exchanges);
        let states = at_every_cut(&journal, |last, next, folder| {
            let found = found(folder);
            let is = |number: Option<usize>| found == number.map(version);
            assert!(is(last) || (next.is_some() && is(next)), "{last:?} {next:?}: {found:?}");
            let left: Vec<_> = fs::read_dir(folder).unwrap().collect();
            assert!(left.len() <= 1, "{left:?}");
        });
        tell(&format!("{states} states of the disk"));
    }
}

/// The test above can tell: a disk that only seems to sync brings up every other state.
#[test]
fn on_a_disk_that_only_seems_to_sync_a_power_cut_may_leave_any_draft() {
    let journal = Journal { lies: true, ..Journal::with(true) };
    let (mut older, mut spoiled) = (0, 0);
    // Every change is open to the end, so that a few steps are enough.
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    let mut target = AtomicFile::new(root.join("tiny.yaml"));
    for number in 0..3 {
        target.replace(&journal, &version(number)).unwrap();
    }
    for state in after_a_cut(&journal.done.lock().unwrap()) {
        match state.get(&root.join("tiny.yaml")) {
            Some(content) if *content == version(2) => {}
            Some(content) if [version(0), version(1)].contains(content) => older += 1,
            Some(_) | None => spoiled += 1,
        }
    }
    assert!(older > 0 && spoiled > 0, "{older} {spoiled}");
}

/// A log is not synced while all is well. What a power cut makes of it is what stood in it up to some
/// edit, or nothing.
#[test]
fn a_log_that_a_power_cut_has_spoiled_gives_what_was_there_at_some_moment() {
    let desk = tempfile::tempdir().unwrap();
    let (path, state) = (desk.path().join("tiny.yaml"), desk.path().join("state"));
    let mut draft = draft::read("tiny.yaml", WHOLE.as_bytes()).unwrap().draft;
    let question = draft.answers.iter().next().unwrap().0.clone();
    let mut log = RecoveryLog::of(&path, &state, Order::default()).unwrap();
    let (mut edits, mut moments) = (Vec::new(), Vec::new());
    edits.push((1, DraftChange::Whole(Box::new(draft.clone()))));
    moments.push(draft.answers.clone());
    for (number, letter) in (2..).zip(["a", "é", "c"]) {
        let field = TextField::Note;
        let at = field.of(draft.answers.get(&question).unwrap()).len_bytes();
        let splice = Splice { field, at, removed: 0, inserted: Text::from(letter) };
        assert!(splice.apply(draft.answers.entry(&question)));
        let answers = vec![(question.clone(), draft.answers.share(&question))];
        let part = PartialChange { head: draft.head(), answers, splice: Some(splice) };
        edits.push((number, DraftChange::Part(Box::new(part))));
        moments.push(draft.answers.clone());
    }
    log.append(&System, &edits, &[Version::of(b"saved")]).unwrap();
    let is_log = |file: &PathBuf| file.extension() == Some("log".as_ref());
    let mut files = fs::read_dir(state.join("unsaved")).unwrap().map(|file| file.unwrap().path());
    let whole = fs::read(files.find(is_log).unwrap()).unwrap();
    let last = recovery_log::replayed(&whole, None, None).unwrap().0;
    assert_eq!(last.answers, draft.answers);
    let spoilt = (0..whole.len()).flat_map(|at| {
        let mut holed = whole.clone();
        holed[at..whole.len().min(at + 16)].fill(0);
        [whole[..at].to_vec(), holed]
    });
    for content in spoilt {
        if let Some((found, _)) = recovery_log::replayed(&content, None, None) {
            assert!(moments.contains(&found.answers), "{}", String::from_utf8_lossy(&content));
        }
    }
}
