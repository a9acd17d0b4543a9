//! What the effects do: the only place where the state and the disk meet.

use std::{
    fs, io,
    io::Write,
    path::PathBuf,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::Sender,
    },
};

use jiff::Zoned;

use super::{
    inbox::Wake,
    shelf::{OpenFailure, Set, Shelf},
};
use crate::{
    app::{
        event::{Effect, Event, Kept, Opened, Receipt, SaveReport},
        library::{Origin, SetSource},
    },
    export::{self, Format},
    model::{
        consultation::Consultation,
        draft::{Draft, Edition},
        response::Response,
        text::Text,
    },
    store::{
        atomic::{self, Existing, Target},
        disk::{Disk, in_words},
        document::response::Order,
        folder::{self, Folders},
        saver::{self, Place, Resolution, Saver, Setting},
        spare::Spare,
    },
};

/// Does what the program wants done.
pub struct Backstage {
    shelf: Shelf,
    inbox: Sender<Wake>,
    editor: Option<String>,
    open: Option<Open>,
}

/// The draft that is open.
struct Open {
    saver: Saver,
    path: PathBuf,
    /// What the program's numbers of drafts are ahead of the saver's.
    ahead: Arc<AtomicU64>,
}

impl Open {
    fn offer(&self, draft: Draft, number: u64) {
        let offered = self.saver.progress().offered + 1;
        self.ahead.store(number.saturating_sub(offered), Ordering::SeqCst);
        self.saver.offer(draft);
    }
}

impl Backstage {
    /// Ready to work in these folders.
    pub fn new(folders: Folders, inbox: Sender<Wake>, editor: Option<String>) -> Self {
        Self { shelf: Shelf::new(folders), inbox, editor, open: None }
    }

    /// Does it. What comes of it at once comes back as an event; a save reports when it is done.
    pub fn perform(&mut self, effect: Effect) -> Option<Event> {
        match effect {
            Effect::ListLibrary => Some(Event::Library(self.shelf.library())),
            Effect::Open(origin) => {
                let opened = self.open_with(origin, None).map(Box::new);
                Some(Event::Opened(opened.map_err(|failure| failure.in_short())))
            }
            Effect::Save(draft, number) => {
                if let Some(open) = &self.open {
                    open.offer(*draft, number);
                }
                None
            }
            Effect::SaveAs(draft, number, path) => {
                if let Some(open) = &mut self.open {
                    open.path.clone_from(&path);
                    open.saver.resolve(Resolution::MoveTo(path));
                    open.offer(*draft, number);
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
        let source = self.shelf.find(set)?;
        let id = self.shelf.read(&source)?.consultation.id;
        let drafts = match draft {
            Some(draft) if draft.exists() => vec![draft],
            Some(draft) => return self.open_with(Origin::NewAt(source, draft), None),
            None => self.shelf.folders.drafts_of(&id),
        };
        let changed = |path: &PathBuf| fs::metadata(path).and_then(|file| file.modified()).ok();
        match drafts.into_iter().max_by_key(changed) {
            Some(draft) => self.open_with(Origin::Draft(draft), Some(&source)),
            None => self.open_with(Origin::New(source), None),
        }
    }

    /// Opens a draft, or begins one; with the set it is to be read with, where that is known.
    fn open_with(
        &mut self,
        origin: Origin,
        source: Option<&SetSource>,
    ) -> Result<Opened, OpenFailure> {
        let (set, draft, target, warnings) = match origin {
            Origin::Draft(path) => {
                let opened =
                    folder::open(&*self.shelf.disk, &path).map_err(|error| match error {
                        folder::OpenError::Wrong(problems) => OpenFailure::Problems(problems),
                        error @ folder::OpenError::Read { .. } => OpenFailure::other(error),
                    })?;
                let set = match source {
                    Some(source) => self.shelf.read(source)?,
                    None => self.shelf.set_of(&opened.draft, &path)?,
                };
                (set, opened.draft, opened.target, opened.warnings)
            }
            Origin::New(source) => {
                let set = self.shelf.read(&source)?;
                let draft = new_draft(&set);
                let order = Order::of(&set.consultation);
                let begun = self.shelf.folders.begin(&*self.shelf.disk, &draft, &order, &set.text);
                (set, draft, begun.map_err(OpenFailure::other)?, None)
            }
            Origin::NewAt(source, path) => {
                let set = self.shelf.read(&source)?;
                let draft = new_draft(&set);
                let order = Order::of(&set.consultation);
                let taken = format!("{} was made by someone else just now", path.display());
                let begun = folder::begin_at(&*self.shelf.disk, path, &draft, &order, &set.text);
                let target = begun.map_err(OpenFailure::other)?;
                (set, draft, target.ok_or(OpenFailure::Other(taken))?, None)
            }
        };
        let mut remarks = Vec::new();
        if let Some(warnings) = warnings {
            remarks.extend(warnings.lines());
        }
        let path = target.path().to_owned();
        self.open = Some(self.start_saving(target, &set.consultation));
        Ok(Opened { consultation: Arc::new(set.consultation), draft, path, remarks })
    }

    fn start_saving(&self, target: Target, consultation: &Consultation) -> Open {
        let path = target.path().to_owned();
        let ahead = Arc::new(AtomicU64::new(0));
        let (inbox, numbers) = (self.inbox.clone(), Arc::clone(&ahead));
        let saver = Saver::start(Setting {
            spare: Spare::of(&path, &self.shelf.folders.state).ok(),
            target,
            order: Order::of(consultation),
            disk: Arc::clone(&self.shelf.disk),
            now: Zoned::now,
            report: Box::new(move |report| {
                let number = report.generation + numbers.load(Ordering::SeqCst);
                drop(inbox.send(Wake::Saved(told(report, number))));
            }),
        });
        Open { saver, path, ahead }
    }

    /// Writes the final response beside the draft, under a name that is free.
    fn export(&self, response: &Response) -> Result<Receipt, String> {
        let Some(open) = &self.open else {
            return Err("no draft is open".to_owned());
        };
        let content = export::written(response, Format::Yaml).map_err(|error| error.to_string())?;
        let path = export::path_beside(&open.path, Format::Yaml);
        let written = atomic::write(&*self.shelf.disk, &path, content.bytes(), Existing::Replace);
        written
            .map_err(|error| format!("cannot write {}: {}", path.display(), in_words(&error)))?;
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
            file.write_all(chunk.as_bytes())
                .map_err(failed("cannot write a file for the editor"))?;
        }
        let path = file.into_temp_path();
        let status = Command::new(program).args(arguments).arg(&path).status();
        let status = status.map_err(failed(&format!("cannot start the editor `{program}`")))?;
        if !status.success() {
            return Err(format!(
                "the editor `{program}` ended with {status}. Your text is as it was"
            ));
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

/// What the saver reports, as the program takes it.
fn told(report: saver::SaveReport, number: u64) -> SaveReport {
    let result = match report.result {
        Ok(Place::File) => Ok(Kept::Saved),
        Ok(Place::Spare) => Ok(Kept::Aside),
        Err(reason) => Err(reason.to_string()),
    };
    SaveReport { number, at: report.at, result }
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
