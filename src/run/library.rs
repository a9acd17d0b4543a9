//! Finds and reads question sets, shipped or the user's own, and the drafts that answer them.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    app::{event::Event, library::SetSource, screen::broken::Complaint},
    model::{
        consultation::Consultation,
        draft::{Draft, Edition},
        id::ConsultationId,
    },
    store::{
        disk::{Disk, System},
        folder::{self, Folders, SetNamed, unreadable},
        patient_disk::PatientDisk,
        problem::{Problems, Severity, listed},
        question_set,
        shipped::shipped,
    },
};

/// Reads question sets and drafts from their folders.
pub struct LibraryReader {
    /// The folders.
    pub folders: Folders,
    /// The disk that files are read from.
    pub disk: Arc<dyn Disk>,
    /// The same disk with a time limit, for lists: a file that does not respond delays no other.
    pub(super) patient: Arc<PatientDisk>,
}

/// Why a set or draft could not be opened.
#[derive(Debug)]
pub enum OpenFailure {
    /// The problems of the file.
    Problems(Problems),
    /// Any other reason, in plain words.
    Other(String),
}

/// A question set with its text.
pub struct SetWithText {
    /// The consultation.
    pub consultation: Consultation,
    /// Its YAML.
    pub text: String,
}

/// A draft opened for reading.
pub struct ViewedDraft {
    /// Its file.
    pub path: PathBuf,
    /// The draft.
    pub draft: Draft,
    /// The question set that it answers.
    pub consultation: Consultation,
    /// The current edition of the set, if the draft still answers an earlier one.
    pub newer: Option<Edition>,
}

impl SetWithText {
    /// Whether a draft answers exactly this edition.
    pub fn is_of(&self, draft: &Draft) -> bool {
        self.consultation.digest == draft.consultation.digest
    }
}

impl From<folder::OpenError> for OpenFailure {
    fn from(error: folder::OpenError) -> Self {
        match error {
            folder::OpenError::Wrong(problems) => Self::Problems(problems),
            error @ folder::OpenError::Read { .. } => Self::other(error),
        }
    }
}

impl OpenFailure {
    /// Creates a failure that is not a problem in a file.
    pub fn other(reason: impl std::fmt::Display) -> Self {
        Self::Other(reason.to_string())
    }

    /// Lists every error, for the screen.
    pub fn complaints(&self) -> Vec<Complaint> {
        match self {
            Self::Problems(problems) => {
                let helps = problems.iter().map(|problem| problem.help.clone());
                let errors = problems.iter().map(|problem| problem.severity == Severity::Error);
                let all = problems.lines().zip(helps).zip(errors).filter(|(_, error)| *error);
                all.map(|((what, help), _)| Complaint { what, help }).collect()
            }
            Self::Other(reason) => vec![Complaint { what: reason.clone(), help: None }],
        }
    }

    /// Turns the failure into the event that reports it.
    pub fn into_event(self) -> Event {
        match self {
            Self::Problems(_) => Event::Unusable(self.complaints(), None),
            Self::Other(reason) => Event::Opened(Err(reason)),
        }
    }

    /// Describes the failure in one line, for the screen.
    pub fn in_short(&self) -> String {
        match self {
            Self::Problems(problems) => problems.lines().next().unwrap_or_default(),
            Self::Other(reason) => reason.clone(),
        }
    }
}

impl LibraryReader {
    /// Creates a reader of these folders.
    pub fn new(folders: Folders) -> Self {
        let disk: Arc<dyn Disk> = Arc::new(System);
        Self { folders, patient: Arc::new(PatientDisk::new(Arc::clone(&disk))), disk }
    }

    /// Returns a reader of the same folders that waits at most a second for each file.
    pub(super) fn patient(&self) -> Self {
        let patient = Arc::clone(&self.patient);
        let disk: Arc<dyn Disk> = Arc::<PatientDisk>::clone(&patient);
        Self { folders: self.folders.clone(), disk, patient }
    }

    /// Finds the question set that an argument names by id or path. The id decides, not the name of
    /// the file.
    ///
    /// # Errors
    /// If there is no such set, or several have the id.
    pub fn find(&self, name: &str) -> Result<SetSource, OpenFailure> {
        match self.folders.find_set(name).map_err(OpenFailure::other)? {
            SetNamed::File(path) => Ok(SetSource::File(path)),
            SetNamed::Id(id) => self.set_with_id(&id)?.ok_or_else(|| self.unknown_set(&id)),
        }
    }

    /// Finds the question set with an id. A set in the folder takes precedence over a shipped one.
    fn set_with_id(&self, id: &ConsultationId) -> Result<Option<SetSource>, OpenFailure> {
        let files = self.own_sets();
        let called_so = |path: &PathBuf| path.file_stem().is_some_and(|stem| stem == id.as_str());
        let mut with_id = Vec::new();
        let mut only_called_so = None;
        for path in files {
            match self.has_id(&path, id) {
                Ok(true) => with_id.push(path),
                Ok(false) if called_so(&path) => only_called_so = Some(path),
                // Opening it reports what is wrong.
                Err(_) if called_so(&path) => with_id.push(path),
                Ok(false) | Err(_) => {}
            }
        }
        if with_id.len() > 1 {
            let paths: Vec<String> =
                with_id.iter().map(|path| path.display().to_string()).collect();
            return Err(OpenFailure::Other(format!(
                "{} question sets have the id `{id}`: {}. Name one by its path, or give one of \
                 them another id",
                paths.len(),
                listed(&paths, "and")
            )));
        }
        let built_in = || shipped(id.as_str()).map(|set| SetSource::BuiltIn(set.id));
        let own = with_id.pop().or(only_called_so).map(SetSource::File);
        Ok(own.or_else(built_in))
    }

    /// Lists the files of the user's own question sets.
    pub(super) fn own_sets(&self) -> Vec<PathBuf> {
        let folders = self.folders.clone();
        let found = self.patient.patiently(&self.folders.sets, move || folders.list_sets());
        found.ok().and_then(Result::ok).unwrap_or_default()
    }

    /// Whether the set in a file has this id.
    fn has_id(&self, path: &Path, id: &ConsultationId) -> Result<bool, OpenFailure> {
        let content = self.patient.read(path).map_err(OpenFailure::other)?;
        // Most sets have another id: skip loading them.
        if !String::from_utf8_lossy(&content).contains(id.as_str()) {
            return Ok(false);
        }
        let loaded = question_set::read(&path.display().to_string(), &content);
        loaded.map(|set| set.consultation.id == *id).map_err(OpenFailure::Problems)
    }

    fn unknown_set(&self, id: &ConsultationId) -> OpenFailure {
        let sets = self.library().consultations;
        let known = sets.iter().filter_map(|set| Some(set.state.as_ref().ok()?.id.to_string()));
        OpenFailure::Other(format!(
            "there is no consultation `{id}`. There are: {}. A question set elsewhere is named by \
             its path, such as ./{id}.yaml; sets in {} are found by their id",
            known.collect::<Vec<_>>().join(", "),
            self.folders.sets.display()
        ))
    }

    /// Reads a question set.
    ///
    /// # Errors
    /// If it cannot be read, or has errors.
    pub fn read(&self, source: &SetSource) -> Result<SetWithText, OpenFailure> {
        let (name, bytes) = match source {
            SetSource::BuiltIn(id) => match shipped(id) {
                Some(set) => (set.name.to_owned(), set.text.as_bytes().to_vec()),
                None => return Err(OpenFailure::Other(format!("no set `{id}` is built in"))),
            },
            SetSource::File(path) => {
                let content = self.disk.read(path).map_err(|error| {
                    let reason = unreadable(&error);
                    OpenFailure::Other(format!("cannot read {}: {reason}", path.display()))
                })?;
                (path.display().to_string(), content)
            }
        };
        let loaded = question_set::read(&name, &bytes).map_err(OpenFailure::Problems)?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Ok(SetWithText { consultation: loaded.consultation, text })
    }

    /// Reads the current edition of the set that a draft answers: by its id, else from the copy beside
    /// the draft.
    ///
    /// # Errors
    /// If there is none, or it has errors.
    pub fn set_now(&self, draft: &Draft, path: &Path) -> Result<SetWithText, OpenFailure> {
        let id = &draft.consultation.id;
        // If several sets have the id, the copy decides.
        let source = self.set_with_id(id).ok().flatten();
        let source = source.unwrap_or_else(|| SetSource::File(folder::set_copy(path)));
        if let SetSource::File(file) = &source
            && !file.exists()
        {
            return Err(OpenFailure::Other(format!(
                "the question set `{id}` of {} cannot be found; `greenpaper answer SET --draft \
                 {}` opens the draft with a set that is elsewhere",
                path.display(),
                path.display()
            )));
        }
        self.read(&source)
    }

    /// Reads the edition that a draft was written with, if a copy of it is beside the draft.
    pub fn set_then(&self, draft: &Draft, path: &Path) -> Option<SetWithText> {
        let digest = &draft.consultation.digest;
        let copies = folder::set_copies(path, digest).into_iter();
        let mut sets = copies.filter_map(|copy| self.read(&SetSource::File(copy)).ok());
        sets.find(|set| set.is_of(draft))
    }

    /// Returns the set that a draft answers: the edition it was written with until someone accepts
    /// a newer one; and that newer edition, if there is one.
    ///
    /// # Errors
    /// If there is none, or it has errors.
    pub fn set_of(
        &self,
        draft: &Draft,
        path: &Path,
    ) -> Result<(SetWithText, Option<Edition>), OpenFailure> {
        let now = self.set_now(draft, path);
        match self.set_instead(now.as_ref().ok(), draft, path) {
            Some(then) => Ok((then, now.ok().map(|set| Edition::of(&set.consultation)))),
            None => now.map(|set| (set, None)),
        }
    }

    /// Returns the edition that a draft was written with, if the current one differs.
    pub(super) fn set_instead(
        &self,
        now: Option<&SetWithText>,
        draft: &Draft,
        path: &Path,
    ) -> Option<SetWithText> {
        if now.is_some_and(|set| set.is_of(draft)) { None } else { self.set_then(draft, path) }
    }

    /// Opens the draft that an argument names by id or path, with the set that it answers.
    ///
    /// # Errors
    /// If there is no such draft, or the draft or its set is missing or has errors.
    pub fn draft(&self, name: &str) -> Result<ViewedDraft, OpenFailure> {
        let path = self.folders.find_draft(name).map_err(OpenFailure::other)?;
        let folder::OpenedFile { draft, .. } = folder::open(&*self.disk, &path)?;
        let (set, newer) = self.set_of(&draft, &path)?;
        Ok(ViewedDraft { path, draft, consultation: set.consultation, newer })
    }
}
