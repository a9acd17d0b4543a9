//! Lists question sets and drafts. Several threads read the files, so a slow file delays no other.

use std::{
    collections::{BTreeMap, HashMap},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    thread,
    time::{Duration, Instant},
};

use jiff::Zoned;

use super::library::{LibraryReader, SetWithText};
use crate::{
    app::library::{
        ConsultationEntry, ConsultationSummary, DraftEntry, DraftSummary, KeptIn, Library,
        SetSource,
    },
    model::{
        consultation::Consultation,
        draft::Draft,
        id::ConsultationId,
        progress::{Progress, is_conditional, question_count},
        route::Route,
        signed::SignOffSummary,
    },
    store::{
        folder::{self, Folders, OpenError},
        shipped::SHIPPED,
    },
};

/// The number of files read at the same time.
const READERS: usize = 3;

/// The interval at which an incomplete list is reported.
const STEP: Duration = Duration::from_millis(200);

/// The position of shipped sets in the list: after the user's own.
const AFTER_OWN: usize = usize::MAX / 2;

/// A folder or file to read.
enum ListJob {
    /// The drafts folder; it adds a job for each draft.
    Drafts(Sender<ListJob>),
    /// The questions folder; it adds a job for each set.
    Sets(Sender<ListJob>),
    /// A draft.
    Draft(PathBuf),
    /// A question set, and its position in the list.
    Set(usize, SetSource),
}

/// A file that was read.
enum ListedFile {
    Draft(DraftEntry),
    Set(usize, ConsultationEntry),
}

/// Reads files, shared by the threads.
struct ListReader {
    library: LibraryReader,
    jobs: Mutex<Receiver<ListJob>>,
    /// The sets that drafts answer, cached.
    sets: Mutex<HashMap<ConsultationId, Option<Arc<SetWithText>>>>,
}

impl LibraryReader {
    /// Lists question sets and drafts. A file that does not respond is listed as such.
    pub fn library(&self) -> Library {
        let mut found = Library::default();
        self.library_in_steps(|library| found = library);
        found
    }

    /// Lists question sets and drafts, and reports the list: at intervals while it is incomplete, and
    /// at the end.
    pub fn library_in_steps(&self, mut report: impl FnMut(Library)) {
        let (job, jobs) = channel();
        for first in [ListJob::Drafts(job.clone()), ListJob::Sets(job.clone())] {
            let _ = job.send(first);
        }
        for (number, set) in SHIPPED.iter().enumerate() {
            let _ = job.send(ListJob::Set(AFTER_OWN + number, SetSource::BuiltIn(set.id)));
        }
        drop(job);
        let (library, sets) = (self.patient(), Mutex::default());
        let reader = ListReader { library, jobs: Mutex::new(jobs), sets };
        let (find, found) = channel();
        thread::scope(|scope| {
            let mut readers = 0;
            for _ in 0..READERS {
                let (reader, find) = (&reader, find.clone());
                let thread = thread::Builder::new().name("library".into());
                let spawned = thread.spawn_scoped(scope, move || reader.read_all(&find));
                readers += usize::from(spawned.is_ok());
            }
            if readers == 0 {
                reader.read_all(&find);
            }
            drop(find);
            collect(&found, &mut |library| {
                report(Library { folders: Some(Box::new(self.kept_in())), ..library });
            });
        });
    }
}

impl LibraryReader {
    fn kept_in(&self) -> KeptIn {
        let Folders { drafts, sets, state } = self.folders.clone();
        KeptIn { drafts, sets, recovery: state }
    }
}

/// Collects the files that were read into a list.
fn collect(found: &Receiver<ListedFile>, report: &mut impl FnMut(Library)) {
    let (mut drafts, mut sets) = (Vec::new(), BTreeMap::new());
    let library = |drafts: &Vec<DraftEntry>, sets: &BTreeMap<usize, ConsultationEntry>| {
        let mut drafts = drafts.clone();
        drafts.sort_by(|one, other| {
            updated(other).cmp(&updated(one)).then_with(|| one.path.cmp(&other.path))
        });
        let consultations = sets.values().cloned().collect();
        Library { drafts, consultations, ..Library::default() }
    };
    let mut due = Instant::now() + STEP;
    loop {
        match found.recv_timeout(due.saturating_duration_since(Instant::now())) {
            Ok(ListedFile::Draft(entry)) => drafts.push(entry),
            Ok(ListedFile::Set(place, entry)) => drop(sets.insert(place, entry)),
            Err(RecvTimeoutError::Timeout) => {
                report(library(&drafts, &sets));
                due = Instant::now() + STEP;
            }
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    report(Library { is_complete: true, ..library(&drafts, &sets) });
}

impl ListReader {
    /// Reads until no job is left.
    fn read_all(&self, find: &Sender<ListedFile>) {
        loop {
            let job = self.jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let found = match job {
                Err(_) => return,
                Ok(ListJob::Drafts(job)) => {
                    for path in self.drafts() {
                        let _ = job.send(ListJob::Draft(path));
                    }
                    continue;
                }
                Ok(ListJob::Sets(job)) => {
                    for (place, path) in self.library.own_sets().into_iter().enumerate() {
                        let _ = job.send(ListJob::Set(place, SetSource::File(path)));
                    }
                    continue;
                }
                Ok(ListJob::Draft(path)) => ListedFile::Draft(self.draft(path)),
                Ok(ListJob::Set(place, source)) => ListedFile::Set(place, self.set(source)),
            };
            let _ = find.send(found);
        }
    }

    fn drafts(&self) -> Vec<PathBuf> {
        let folders = self.library.folders.clone();
        let patient = &self.library.patient;
        let found = patient.patiently(&self.library.folders.drafts, move || folders.list_drafts());
        found.ok().and_then(Result::ok).unwrap_or_default()
    }

    fn set(&self, source: SetSource) -> ConsultationEntry {
        let state = self.library.read(&source).map(|set| about(&set.consultation));
        ConsultationEntry { source, state: state.map_err(|failure| failure.in_short()) }
    }

    fn draft(&self, path: PathBuf) -> DraftEntry {
        let opened = folder::open(&*self.library.disk, &path);
        let state = match opened {
            Ok(opened) => self.summary(&opened.draft, &path),
            Err(OpenError::Wrong(problems)) => Err(problems.lines().next().unwrap_or_default()),
            Err(error @ OpenError::Read { .. }) => Err(error.to_string()),
        };
        DraftEntry { name: folder::name_of(&path), path, state }
    }

    fn summary(&self, draft: &Draft, path: &Path) -> Result<DraftSummary, String> {
        let now = self.set_of(draft, path);
        let now = now.as_deref();
        let then = self.library.set_instead(now, draft, path);
        let revised = now.is_some_and(|set| !set.is_of(draft));
        match then.as_ref().or(now) {
            Some(set) => Ok(DraftSummary { revised, ..summary(draft, &set.consultation) }),
            None => {
                let id = &draft.consultation.id;
                Err(format!("its question set `{id}` cannot be found"))
            }
        }
    }

    fn set_of(&self, draft: &Draft, path: &Path) -> Option<Arc<SetWithText>> {
        let sets = || self.sets.lock().unwrap_or_else(PoisonError::into_inner);
        let id = &draft.consultation.id;
        if let Some(known) = sets().get(id) {
            return known.clone();
        }
        // The lock is not held while reading, so two threads may read the same set.
        let set = self.library.set_now(draft, path).ok().map(Arc::new);
        sets().insert(id.clone(), set.clone());
        set
    }
}

fn updated(entry: &DraftEntry) -> Option<&Zoned> {
    entry.state.as_ref().ok().map(|summary| &summary.updated)
}

fn summary(draft: &Draft, consultation: &Consultation) -> DraftSummary {
    let route = Route::of(consultation, &draft.answers);
    let progress = Progress::of(consultation, &route, draft);
    DraftSummary {
        title: consultation.title.clone(),
        answered: progress.whole.answered,
        asked: progress.whole.asked,
        updated: draft.updated.clone(),
        closes: consultation.closes.clone(),
        sign_off: SignOffSummary::of(draft, consultation, &route),
        revised: false,
    }
}

fn about(consultation: &Consultation) -> ConsultationSummary {
    ConsultationSummary {
        id: consultation.id.clone(),
        title: consultation.title.clone(),
        publisher: consultation.publisher.clone(),
        opens: consultation.opens,
        closes: consultation.closes.clone(),
        questions: question_count(consultation),
        is_conditional: is_conditional(consultation),
        part_of: consultation.part_of.as_ref().map(|part_of| part_of.title.clone()),
    }
}
