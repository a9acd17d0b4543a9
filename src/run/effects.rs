//! What the effects do: the only place where the state and the disk meet.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::Duration,
};

use super::{
    documents, editor,
    library::{LibraryReader, OpenFailure, SetWithText},
    messages::{Message, MessageSender},
    open_draft::{OpenDraft, OpenDraftId, OpenOutcome, Opening},
    watch::watch,
};
use crate::{
    app::{
        event::{Effect, Event, LockDecision, Receipt},
        library::{DraftRequest, SetSource},
    },
    export::{
        self,
        format::Format,
        save::{self, Replace},
    },
    import::guesses,
    model::{id::ConsultationId, response::Response, text::Text},
    store::{disk::not_used, folder::Folders, lock::Person, saver::SaveProgress},
};

/// Does what the program wants done.
pub struct EffectRunner {
    shelf: Arc<LibraryReader>,
    me: Person,
    inbox: MessageSender,
    editor: Option<String>,
    desk: Option<OpenDraft>,
    /// The set that is previewed.
    previewed: Option<SetSource>,
}

impl EffectRunner {
    /// Ready to work in these folders, for this person.
    pub fn new(folders: Folders, me: Person, inbox: MessageSender, editor: Option<String>) -> Self {
        Self {
            shelf: Arc::new(LibraryReader::new(folders)),
            me,
            inbox,
            editor,
            desk: None,
            previewed: None,
        }
    }

    /// Hands over all that is open, to somebody who brings it back.
    pub fn hand_over(&mut self) -> Self {
        Self {
            shelf: Arc::clone(&self.shelf),
            me: self.me.clone(),
            inbox: self.inbox.clone(),
            editor: self.editor.clone(),
            desk: self.desk.take(),
            previewed: self.previewed.take(),
        }
    }

    /// Does it. What comes of it at once comes back as an event; a save reports when it is done.
    pub fn perform(&mut self, effect: Effect) -> Option<Event> {
        match effect {
            Effect::ListLibrary => Some(Event::Library(self.shelf.library())),
            Effect::Open(origin, claim) => Some(match self.open(origin, claim, None) {
                Ok(event) => event,
                Err(failure @ OpenFailure::Problems(_)) => {
                    Event::Unusable(failure.complaints(), None)
                }
                Err(OpenFailure::Other(reason)) => Event::Opened(Err(reason)),
            }),
            Effect::Record(edit, number) => {
                self.desk.as_ref()?.record(*edit, number);
                None
            }
            Effect::Save(draft, _) => {
                let desk = self.desk.as_mut()?;
                desk.save(*draft);
                desk.look().map(Event::Saved)
            }
            Effect::LookAfterSave => self.desk.as_mut()?.look().map(Event::Saved),
            Effect::SaveOver(draft, _, over) => {
                self.desk.as_ref()?.save_over(*draft, over);
                None
            }
            Effect::SaveBeside(draft, _) => {
                Some(Event::Moved(self.desk.as_mut()?.save_beside(&self.shelf, *draft)))
            }
            Effect::SaveAs(draft, _, path) => {
                let desk = self.desk.as_mut()?;
                Some(match desk.save_elsewhere(&*self.shelf.disk, *draft, &path) {
                    Ok(path) => Event::Moved(path),
                    Err(why) => Event::NotMoved(why),
                })
            }
            Effect::KeepSet => {
                self.desk.as_ref()?.keep_set(&*self.shelf.disk);
                None
            }
            Effect::Export(response) => Some(Event::Exported(self.export(&response))),
            Effect::MakeDocument(order) => {
                let open = self.draft().map(PathBuf::as_path);
                Some(Event::Made(documents::make(*order, open, &self.shelf)))
            }
            Effect::Close => {
                self.desk = None;
                None
            }
            Effect::EditExternally(text) => Some(Event::Edited(self.edit(&text))),
            Effect::Copy(_) | Effect::Quit => None,
        }
    }

    /// Looks up what there is to answer. It comes as [`Message::Listed`], whenever the folders answer:
    /// whoever has just left a disk behind that hangs should not wait for it again.
    pub fn list(&self) {
        let (shelf, inbox) = (Arc::clone(&self.shelf), self.inbox.clone());
        let look = move || drop(inbox.send(Message::Listed(shelf.library())));
        if thread::Builder::new().name("library".into()).spawn(look).is_err() {
            drop(self.inbox.send(Message::Listed(self.shelf.library())));
        }
    }

    /// Saves the draft that is open for the last time, as soon as said, and tells what became of it: a
    /// sentence.
    pub fn give_up(&mut self, longest: Duration) -> String {
        let Some(mut desk) = self.desk.take() else { return String::new() };
        let (progress, draft) = (desk.finish(longest), desk.path.display());
        match (progress.is_saved(), progress.is_safe()) {
            (true, _) if progress.recorded == 0 => format!("{draft} is as it was"),
            (true, _) => format!("What you have written is in {draft}"),
            (false, true) => {
                format!("What you have written is kept on this machine: open {draft} to go on")
            }
            (false, false) => {
                format!("What you wrote last could not be saved; the rest is in {draft}")
            }
        }
    }

    /// Whether edits of the draft that is open are kept on this machine.
    pub fn keeps_log(&self) -> bool {
        self.desk.as_ref().is_none_or(OpenDraft::keeps_log)
    }

    /// Waits for the edits to be kept on this machine; not longer than told.
    pub fn await_log(&self, longest: Duration) {
        if let Some(desk) = &self.desk {
            desk.await_log(longest);
        }
    }

    /// Waits for the draft that is open to be saved; not longer than told.
    pub fn flush(&self, longest: Duration) {
        if let Some(desk) = &self.desk {
            desk.flush(longest);
        }
    }

    /// Whether it is this draft that is open.
    pub fn has_open(&self, desk: OpenDraftId) -> bool {
        self.desk.as_ref().is_some_and(|open| open.id == desk)
    }

    /// Saves the draft that is open for the last time, if there is one. Gives how far that came.
    pub fn finish(&mut self, longest: Duration) -> Option<SaveProgress> {
        self.desk.as_mut().map(|desk| desk.finish(longest))
    }

    /// The file of the draft that is open.
    pub fn draft(&self) -> Option<&PathBuf> {
        self.desk.as_ref().map(|desk| &desk.path)
    }

    /// Opens what `greenpaper answer` was asked for: the draft last worked on, or a new one.
    ///
    /// # Errors
    /// When there is no such set, or the set or the draft cannot be read.
    pub fn answer(&mut self, set: &str, draft: Option<PathBuf>) -> Result<Event, OpenFailure> {
        let source = match (self.shelf.find(set), &draft) {
            (Ok(source), _) => source,
            // A file may have gone, but a draft has a copy of its own to go on with.
            (Err(_), Some(draft)) if Path::new(set).extension().is_some() && draft.exists() => {
                return self.open(DraftRequest::Draft(draft.clone()), LockDecision::Ask, None);
            }
            (Err(why), _) => return Err(why),
        };
        let named = ConsultationId::try_from(set).ok();
        let set = self.shelf.read(&source);
        let drafts = match (draft, &set) {
            (Some(draft), _) if draft.exists() => vec![draft],
            (Some(draft), _) => {
                return self.open(
                    DraftRequest::NewAt(source, draft),
                    LockDecision::Ask,
                    Some(set?),
                );
            }
            (None, Ok(set)) => self.shelf.folders.drafts_of(&set.consultation.id),
            // A draft can go on with the set that it was written with.
            (None, Err(_)) => named.map(|id| self.shelf.folders.drafts_of(&id)).unwrap_or_default(),
        };
        let changed = |path: &PathBuf| fs::metadata(path).and_then(|file| file.modified()).ok();
        let draft = drafts.into_iter().max_by_key(changed);
        match (draft, set) {
            (Some(draft), set) => {
                self.open(DraftRequest::Draft(draft), LockDecision::Ask, set.ok())
            }
            (None, set) => self.open(DraftRequest::New(source), LockDecision::Ask, Some(set?)),
        }
    }

    /// Begins to preview a set, and to watch its file.
    ///
    /// # Errors
    /// When there is no such set.
    pub fn preview(&mut self, set: &str) -> Result<Event, OpenFailure> {
        let source = self.shelf.find(set)?;
        if let SetSource::File(path) = &source {
            watch(path.clone(), self.inbox.clone()).map_err(|error| {
                let path = path.display();
                OpenFailure::Other(format!("cannot watch {path}: {}", not_used(&error)))
            })?;
        }
        self.previewed = Some(source);
        self.read_previewed().ok_or_else(|| OpenFailure::other("there is nothing to preview"))
    }

    /// Reads the set that is previewed, as it is now.
    pub fn read_previewed(&self) -> Option<Event> {
        let source = self.previewed.as_ref()?;
        let path = match source {
            SetSource::BuiltIn(name) => PathBuf::from(name),
            SetSource::File(path) => path.clone(),
        };
        let set = self.shelf.read(source);
        let set = set.map(|set| Arc::new(guesses::shown(&set.consultation, &set.text)));
        Some(Event::Previewed(path, set.map_err(|failure| failure.complaints())))
    }

    fn open(
        &mut self,
        origin: DraftRequest,
        claim: LockDecision,
        set: Option<SetWithText>,
    ) -> Result<Event, OpenFailure> {
        let opening = Opening { shelf: &self.shelf, me: &self.me, inbox: &self.inbox, claim, set };
        Ok(match opening.open(origin)? {
            OpenOutcome::Open(mut opened, desk) => {
                self.desk = Some(desk);
                let state = &self.shelf.folders.state;
                opened.remarks.extend(editor::remarks(&self.name(), state));
                Event::Opened(Ok(opened))
            }
            OpenOutcome::Occupied(origin, by) => Event::Occupied(origin, by),
            OpenOutcome::SetWrong(instead, why) => Event::Unusable(why.complaints(), Some(instead)),
        })
    }

    /// Writes the final response beside the draft.
    fn export(&self, response: &Response) -> Result<Receipt, String> {
        let Some(desk) = &self.desk else {
            return Err("no draft is open".to_owned());
        };
        let content = export::as_yaml(response).map_err(|error| error.to_string())?;
        let path = export::path_beside(&desk.path, response, Format::Yaml);
        save::save(&*self.shelf.disk, &path, content.bytes(), Replace::Ours)
            .map_err(|error| error.to_string())?;
        Ok(Receipt { path, digest: content.digest().to_owned() })
    }

    /// Lets the respondent edit a text in an editor of their own.
    fn edit(&self, text: &Text) -> Result<Text, String> {
        let (editor, state) = (self.editor.as_deref(), &self.shelf.folders.state);
        editor::edit(editor, text, &self.name(), state)
    }

    /// What the draft that is open is called.
    fn name(&self) -> String {
        let name = self.draft().and_then(|draft| draft.file_stem());
        name.map_or("greenpaper".into(), |name| name.to_string_lossy()).into_owned()
    }
}
