//! What the effects do: the only place where the state and the disk meet.

use std::{
    collections::HashMap,
    fs, io,
    io::Write,
    path::{Path, PathBuf},
    process::Command,
    sync::{Arc, mpsc::Sender},
};

use jiff::Zoned;

use super::inbox::Wake;
use crate::{
    app::{
        event::{Effect, Event, Opened, Receipt},
        library::{
            ConsultationEntry, ConsultationSummary, DraftEntry, DraftSummary, Library, Origin,
            SetSource,
        },
    },
    export::{self, Format},
    model::{
        condition::Route,
        consultation::Consultation,
        draft::{Draft, Edition, Status},
        id::ConsultationId,
        progress::Progress,
        response::Response,
        text::Text,
    },
    store::{
        atomic::{self, Existing},
        disk::{Disk, System, in_words},
        document::response::Order,
        folder::{self, Folders, SetNamed},
        problem::Problems,
        question_set,
        saver::Saver,
        shipped::{SHIPPED, shipped},
    },
};

/// Why something could not be opened, with every problem of the file where it is a file's.
#[derive(Debug)]
pub enum OpenFailure {
    /// What is wrong with the file.
    Problems(Problems),
    /// Anything else, in plain words.
    Other(String),
}

/// Does what the program wants done.
pub struct Backstage {
    folders: Folders,
    disk: Arc<dyn Disk>,
    inbox: Sender<Wake>,
    editor: Option<String>,
    open: Option<Open>,
}

/// The draft that is open.
struct Open {
    saver: Saver,
    path: PathBuf,
}

/// A question set with its text.
struct Set {
    consultation: Consultation,
    text: String,
}

impl OpenFailure {
    fn other(reason: impl std::fmt::Display) -> Self {
        Self::Other(reason.to_string())
    }

    /// The failure in one line, for the screen.
    pub fn in_short(&self) -> String {
        match self {
            Self::Problems(problems) => problems.lines().next().unwrap_or_default(),
            Self::Other(reason) => reason.clone(),
        }
    }
}

impl Backstage {
    /// Ready to work in these folders.
    pub fn new(folders: Folders, inbox: Sender<Wake>, editor: Option<String>) -> Self {
        Self { folders, disk: Arc::new(System), inbox, editor, open: None }
    }

    /// Does it. What comes of it at once comes back as an event; a save reports when it is done.
    pub fn perform(&mut self, effect: Effect) -> Option<Event> {
        match effect {
            Effect::ListLibrary => Some(Event::Library(self.library())),
            Effect::Open(origin) => {
                let opened = self.open_with(origin, None).map(Box::new);
                Some(Event::Opened(opened.map_err(|failure| failure.in_short())))
            }
            Effect::Save(draft, number) => {
                if let Some(open) = &self.open {
                    open.saver.save(draft, number);
                }
                None
            }
            Effect::SaveAs(draft, number, path) => {
                if let Some(open) = &mut self.open {
                    open.path.clone_from(&path);
                    open.saver.save_as(draft, number, path);
                }
                None
            }
            Effect::Export(response) => Some(Event::Exported(self.export(&response))),
            Effect::Close => {
                self.open = None;
                None
            }
            Effect::EditExternally(text) => Some(Event::Edited(self.edit(&text))),
            Effect::Copy(_) | Effect::Quit => None,
        }
    }

    /// Opens what `greenpaper answer` was asked for: the draft last worked on, or a new one.
    ///
    /// # Errors
    /// When there is no such set, or the set or the draft cannot be read.
    pub fn answer(&mut self, set: &str, draft: Option<PathBuf>) -> Result<Opened, OpenFailure> {
        let source = match self.folders.find_set(set).map_err(OpenFailure::other)? {
            SetNamed::File(path) => SetSource::File(path),
            SetNamed::Id(id) => match shipped(id.as_str()) {
                Some(set) => SetSource::BuiltIn(set.id),
                None => return Err(self.unknown_set(&id)),
            },
        };
        let id = self.read(&source)?.consultation.id;
        let drafts = match draft {
            Some(draft) if draft.exists() => vec![draft],
            Some(draft) => return self.open_with(Origin::NewAt(source, draft), None),
            None => self.folders.drafts_of(&id),
        };
        let changed = |path: &PathBuf| fs::metadata(path).and_then(|file| file.modified()).ok();
        match drafts.into_iter().max_by_key(changed) {
            Some(draft) => self.open_with(Origin::Draft(draft), Some(&source)),
            None => self.open_with(Origin::New(source), None),
        }
    }

    fn unknown_set(&self, id: &ConsultationId) -> OpenFailure {
        let own = self.folders.list_sets().unwrap_or_default();
        let own = own.iter().filter_map(|path| path.file_stem()).map(|name| name.to_string_lossy());
        let known: Vec<String> =
            SHIPPED.iter().map(|set| set.id.to_owned()).chain(own.map(Into::into)).collect();
        OpenFailure::Other(format!(
            "there is no consultation `{id}`. There are: {}. A question set elsewhere is named by \
             its path, such as ./{id}.yaml; sets in {} are found by their id",
            known.join(", "),
            self.folders.sets.display()
        ))
    }

    /// Opens a draft, or begins one; with the set it is to be read with, where that is known.
    fn open_with(
        &mut self,
        origin: Origin,
        source: Option<&SetSource>,
    ) -> Result<Opened, OpenFailure> {
        let (set, draft, target, warnings) = match origin {
            Origin::Draft(path) => {
                let opened = folder::open(&*self.disk, &path).map_err(|error| match error {
                    folder::OpenError::Wrong(problems) => OpenFailure::Problems(problems),
                    error @ folder::OpenError::Read { .. } => OpenFailure::other(error),
                })?;
                let set = match source {
                    Some(source) => self.read(source)?,
                    None => self.set_of(&opened.draft, &path)?,
                };
                (set, opened.draft, opened.target, opened.warnings)
            }
            Origin::New(source) => {
                let set = self.read(&source)?;
                let draft = new_draft(&set);
                let order = Order::of(&set.consultation);
                let begun = self.folders.begin(&*self.disk, &draft, &order, &set.text);
                (set, draft, begun.map_err(OpenFailure::other)?, None)
            }
            Origin::NewAt(source, path) => {
                let set = self.read(&source)?;
                let draft = new_draft(&set);
                let order = Order::of(&set.consultation);
                let begun = folder::begin_at(&*self.disk, path, &draft, &order, &set.text);
                (set, draft, begun.map_err(OpenFailure::other)?, None)
            }
        };
        let mut remarks = Vec::new();
        if let Some(warnings) = warnings {
            remarks.extend(warnings.lines());
        }
        let path = target.path().to_owned();
        let order = Order::of(&set.consultation);
        let inbox = self.inbox.clone();
        let report = move |report| drop(inbox.send(Wake::Saved(report)));
        let saver = Saver::start(Arc::clone(&self.disk), target, order, report);
        self.open = Some(Open { saver, path: path.clone() });
        Ok(Opened { consultation: Arc::new(set.consultation), draft, path, remarks })
    }

    fn read(&self, source: &SetSource) -> Result<Set, OpenFailure> {
        let (name, bytes) = match source {
            SetSource::BuiltIn(id) => match shipped(id) {
                Some(set) => (set.name.to_owned(), set.text.as_bytes().to_vec()),
                None => return Err(OpenFailure::Other(format!("no set `{id}` is built in"))),
            },
            SetSource::File(path) => {
                let content = self.disk.read(path).map_err(|error| {
                    let reason = in_words(&error);
                    OpenFailure::Other(format!("cannot read {}: {reason}", path.display()))
                })?;
                (path.display().to_string(), content)
            }
        };
        let loaded = question_set::read(&name, &bytes).map_err(OpenFailure::Problems)?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Ok(Set { consultation: loaded.consultation, text })
    }

    /// The set that a draft was written with: by its id, or the copy beside the draft.
    fn set_of(&self, draft: &Draft, path: &Path) -> Result<Set, OpenFailure> {
        let id = &draft.consultation.id;
        let source = match self.folders.find_set(id.as_str()) {
            Ok(SetNamed::File(path)) => SetSource::File(path),
            Ok(SetNamed::Id(id)) => match shipped(id.as_str()) {
                Some(set) => SetSource::BuiltIn(set.id),
                None => SetSource::File(folder::set_copy(path)),
            },
            Err(_) => SetSource::File(folder::set_copy(path)),
        };
        self.read(&source)
    }

    /// Looks up what there is to answer.
    fn library(&self) -> Library {
        let mut sets: HashMap<ConsultationId, Option<Set>> = HashMap::new();
        let mut drafts: Vec<DraftEntry> = Vec::new();
        for listed in self.folders.list_drafts(&*self.disk).unwrap_or_default() {
            let state = match &listed.draft {
                Ok(draft) => {
                    let set = sets
                        .entry(draft.consultation.id.clone())
                        .or_insert_with(|| self.set_of(draft, &listed.path).ok());
                    Ok(summary(draft, set.as_ref().map(|set| &set.consultation)))
                }
                Err(error) => Err(match error {
                    folder::OpenError::Wrong(problems) => {
                        problems.lines().next().unwrap_or_default()
                    }
                    folder::OpenError::Read { .. } => error.to_string(),
                }),
            };
            drafts.push(DraftEntry { path: listed.path, name: listed.name, state });
        }
        drafts.sort_by(|one, other| updated(other).cmp(&updated(one)));
        Library { drafts, consultations: self.consultations() }
    }

    fn consultations(&self) -> Vec<ConsultationEntry> {
        let own = self.folders.list_sets().unwrap_or_default().into_iter().map(SetSource::File);
        let shipped = SHIPPED.iter().map(|set| SetSource::BuiltIn(set.id));
        own.chain(shipped)
            .map(|source| {
                let state = self.read(&source).map(|set| about(&set.consultation));
                ConsultationEntry { source, state: state.map_err(|failure| failure.in_short()) }
            })
            .collect()
    }

    /// Writes the final response beside the draft, under a name that is free.
    fn export(&self, response: &Response) -> Result<Receipt, String> {
        let Some(open) = &self.open else { return Err("no draft is open".to_owned()) };
        let content = export::written(response, Format::Yaml).map_err(|error| error.to_string())?;
        let path = export::path_beside(&open.path, Format::Yaml);
        let written = atomic::write(&*self.disk, &path, content.bytes(), Existing::Replace);
        written.map_err(|error| format!("cannot write {}: {}", path.display(), in_words(&error)))?;
        Ok(Receipt { path, digest: content.digest().to_owned() })
    }

    /// Lets the respondent edit a text in an editor of their own. Whatever goes wrong, the text
    /// that was there stays.
    fn edit(&self, text: &Text) -> Result<Text, String> {
        let Some(editor) = &self.editor else {
            return Err("no editor is known: set VISUAL or EDITOR, then start again".to_owned());
        };
        let words = shell_words::split(editor)
            .map_err(|error| format!("cannot understand the editor `{editor}`: {error}"))?;
        let Some((program, arguments)) = words.split_first() else {
            return Err("no editor is known: set VISUAL or EDITOR, then start again".to_owned());
        };
        let failed = |what: &str| {
            let what = what.to_owned();
            move |error: io::Error| format!("{what}: {}. Your text is as it was", in_words(&error))
        };
        let builder = tempfile::Builder::new().prefix("greenpaper-").suffix(".txt").tempfile();
        let mut file = builder.map_err(failed("cannot write a file for the editor"))?;
        for chunk in text.chunks() {
            file.write_all(chunk.as_bytes()).map_err(failed("cannot write a file for the editor"))?;
        }
        let path = file.into_temp_path();
        let status = Command::new(program).args(arguments).arg(&path).status();
        let status = status.map_err(failed(&format!("cannot start the editor `{program}`")))?;
        if !status.success() {
            return Err(format!("the editor `{program}` ended with {status}. Your text is as it was"));
        }
        let edited = fs::read(&path).map_err(failed("cannot read what the editor wrote"))?;
        let edited = String::from_utf8(edited)
            .map_err(|_| "what the editor wrote is not UTF-8. Your text is as it was".to_owned())?;
        // Editors end the last line; it was not there before.
        let edited = match edited.strip_suffix('\n') {
            Some(shorter) if !text.to_string().ends_with('\n') => shorter.to_owned(),
            _ => edited,
        };
        Ok(Text::from(edited))
    }
}

fn new_draft(set: &Set) -> Draft {
    let consultation = &set.consultation;
    let edition = Edition {
        id: consultation.id.clone(),
        version: consultation.version.clone(),
        digest: consultation.digest.clone(),
    };
    Draft::new(edition, &Zoned::now())
}

fn updated(entry: &DraftEntry) -> Option<&Zoned> {
    entry.state.as_ref().ok().map(|summary| &summary.updated)
}

fn summary(draft: &Draft, consultation: Option<&Consultation>) -> DraftSummary {
    let progress = consultation.map(|consultation| {
        Progress::of(consultation, &Route::of(consultation, &draft.answers), draft)
    });
    DraftSummary {
        title: match consultation {
            Some(consultation) => consultation.title.clone(),
            None => draft.consultation.id.to_string(),
        },
        answered: progress.as_ref().map_or(0, |progress| progress.whole.answered),
        asked: progress.as_ref().map_or(0, |progress| progress.whole.asked),
        updated: draft.updated.clone(),
        closes: consultation.and_then(|consultation| consultation.closes.clone()),
        completed: draft.status == Status::Completed,
    }
}

fn about(consultation: &Consultation) -> ConsultationSummary {
    ConsultationSummary {
        id: consultation.id.clone(),
        title: consultation.title.clone(),
        publisher: consultation.publisher.clone(),
        opens: consultation.opens,
        closes: consultation.closes.clone(),
        questions: consultation.questions().count(),
        part_of: consultation.part_of.as_ref().map(|part_of| part_of.title.clone()),
    }
}
