//! What the effects do: the only place where the state and the disk meet.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        mpsc::{Receiver, channel},
    },
    thread,
    time::{Duration, Instant},
};

use super::{
    adding, documents, editor,
    library::{LibraryReader, OpenFailure},
    messages::{Message, MessageSender, in_background},
    open_draft::{OpenDraft, OpenDraftId, OpenOutcome},
    opening::DraftOpener,
    watch::watch,
};
use crate::{
    app::{
        adding::AddedSet,
        document::MadeDocument,
        event::{Effect, Event, LockDecision, Receipt},
        library::{DraftRequest, Library, SetSource},
    },
    export::{
        self,
        format::Format,
        save::{self, Replace},
    },
    import::guesses,
    model::{response::Response, resume::ResumePoint, text::Text},
    store::{
        copied,
        disk::{in_words, not_used},
        folder::Folders,
        lock::Person,
        resume,
        saver::SaveProgress,
    },
};

/// How long keeping the screen that was left may take.
const RESUME_PATIENCE: Duration = Duration::from_millis(300);

/// A draft that is being opened.
struct PendingOpening {
    /// What it is called.
    name: String,
    since: Instant,
}

/// Does what the app asks for.
pub struct EffectRunner {
    library: Arc<LibraryReader>,
    me: Person,
    messages: MessageSender,
    editor: Option<String>,
    /// A draft that is being opened.
    opening: Option<PendingOpening>,
    open_draft: Option<OpenDraft>,
    /// The set that is previewed.
    previewed: Option<SetSource>,
    /// Whether a document is being made.
    is_making: bool,
    /// Tells when the screen that was left is kept.
    resume_kept: Option<Receiver<()>>,
}

impl EffectRunner {
    /// Ready to work in these folders, for this person.
    pub fn new(
        folders: Folders,
        me: Person,
        messages: MessageSender,
        editor: Option<String>,
    ) -> Self {
        Self {
            library: Arc::new(LibraryReader::new(folders)),
            me,
            messages,
            editor,
            opening: None,
            open_draft: None,
            previewed: None,
            is_making: false,
            resume_kept: None,
        }
    }

    /// The name to note with each change, if one is to be.
    pub fn author(&self) -> Option<String> {
        self.me.name.clone()
    }

    /// Does it. What comes of it at once comes back as an event; a save reports when it is done.
    pub fn perform(&mut self, effect: Effect) -> Option<Event> {
        match effect {
            Effect::ListLibrary => Some(Event::Library(self.library.library())),
            Effect::Open(request, lock) => {
                self.begin_opening(name_of(&request), lock, move |opener| opener.open(request));
                None
            }
            Effect::Record(edit, number) => {
                self.open_draft.as_ref()?.record(*edit, number);
                None
            }
            Effect::Save(draft, _) => {
                let open_draft = self.open_draft.as_mut()?;
                open_draft.save(*draft);
                open_draft.look().map(Event::Saved)
            }
            Effect::LookAfterSave => self.open_draft.as_mut()?.look().map(Event::Saved),
            Effect::SaveOver(draft, _, over) => {
                self.open_draft.as_ref()?.save_over(*draft, over);
                None
            }
            Effect::SaveBeside(draft, _) => {
                Some(Event::Moved(self.open_draft.as_mut()?.save_beside(&self.library, *draft)))
            }
            Effect::SaveAs(draft, _, path) => {
                let open_draft = self.open_draft.as_mut()?;
                Some(match open_draft.save_elsewhere(&*self.library.disk, *draft, &path) {
                    Ok(path) => Event::Moved(path),
                    Err(why) => Event::NotMoved(why),
                })
            }
            Effect::KeepSet => {
                self.open_draft.as_ref()?.keep_set(&*self.library.disk);
                None
            }
            Effect::Export(response) => Some(Event::Exported(self.export(&response))),
            Effect::MakeDocument(order) => {
                self.is_making = true;
                let open = self.draft().cloned();
                let library = Arc::clone(&self.library);
                in_background(&self.messages, "document", move || {
                    Message::Made(documents::make(*order, open.as_deref(), &library))
                });
                None
            }
            Effect::AddConsultation(paper) => {
                self.is_making = true;
                let library = Arc::clone(&self.library);
                in_background(&self.messages, "import", move || {
                    Message::Added(adding::add(paper, &library.folders.sets, &*library.disk))
                });
                None
            }
            Effect::Preview(set) => {
                Some(self.preview(&set.to_string_lossy()).unwrap_or_else(OpenFailure::into_event))
            }
            Effect::KeepCopy(text) => {
                let kept = copied::keep(&*self.library.disk, &self.library.folders.state, &text);
                Some(Event::CopyKept(kept.map_err(|error| in_words(&error))))
            }
            Effect::Close => {
                if let Some(kept) = self.resume_kept.take() {
                    let _ = kept.recv_timeout(RESUME_PATIENCE);
                }
                self.open_draft = None;
                self.previewed = None;
                None
            }
            Effect::EditExternally { text, room } => Some(Event::Edited(self.edit(&text, room))),
            Effect::KeepResumePoint(point) => {
                self.keep_resume_point(point);
                None
            }
            Effect::Copy(_) | Effect::Quit => None,
        }
    }

    /// Keeps the screen that was left, without waiting for this machine's disk. Nothing is lost
    /// without it.
    fn keep_resume_point(&mut self, point: Option<Box<ResumePoint>>) {
        let Some(draft) = self.draft().cloned() else { return };
        let state = self.library.folders.state.clone();
        let before = self.resume_kept.take();
        let (done, kept) = channel();
        let keep = move || {
            // An older one should not take the place of a newer one.
            if let Some(before) = before {
                let _ = before.recv_timeout(RESUME_PATIENCE);
            }
            let _ = resume::keep(&draft, &state, point.as_deref());
            let _ = done.send(());
        };
        if thread::Builder::new().name("resume".into()).spawn(keep).is_ok() {
            self.resume_kept = Some(kept);
        }
    }

    /// Looks up what there is to answer. It comes as [`Message::Listed`], so that nobody waits for a
    /// folder that does not respond.
    pub fn list(&self) {
        let (library, messages) = (Arc::clone(&self.library), self.messages.clone());
        in_background(&self.messages, "library", move || {
            let mut known = Library::default();
            library.library_in_steps(|library| {
                if library.is_complete {
                    known = library;
                } else {
                    // Nobody takes messages any more once the program has ended.
                    let _ = messages.send(Message::Listed(library));
                }
            });
            Message::Listed(known)
        });
    }

    /// Saves the draft that is open for the last time, as soon as said, and tells what became of it: a
    /// sentence.
    pub fn give_up(&mut self, longest: Duration) -> String {
        let Some(mut open_draft) = self.open_draft.take() else { return String::new() };
        let (progress, draft) = (open_draft.finish(longest), open_draft.path.display());
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
        self.open_draft.as_ref().is_none_or(OpenDraft::keeps_log)
    }

    /// Waits for the edits to be kept on this machine; not longer than told.
    pub fn await_log(&self, longest: Duration) {
        if let Some(open_draft) = &self.open_draft {
            open_draft.await_log(longest);
        }
    }

    /// Waits for the draft that is open to be saved; not longer than told.
    pub fn flush(&self, longest: Duration) {
        if let Some(open_draft) = &self.open_draft {
            open_draft.flush(longest);
        }
    }

    /// Whether it is this draft that is open.
    pub fn has_open(&self, id: OpenDraftId) -> bool {
        self.open_draft.as_ref().is_some_and(|open| open.id == id)
    }

    /// Saves the draft that is open for the last time, if there is one. Gives how far that came.
    pub fn finish(&mut self, longest: Duration) -> Option<SaveProgress> {
        self.open_draft.as_mut().map(|open_draft| open_draft.finish(longest))
    }

    /// The file of the draft that is open.
    pub fn draft(&self) -> Option<&PathBuf> {
        self.open_draft.as_ref().map(|open_draft| &open_draft.path)
    }

    /// Begins to open the draft that `greenpaper answer` names, or a new one; see
    /// [`DraftOpener::answer`]. What comes of it comes as [`Message::Opened`].
    pub fn answer(&mut self, set: String, draft: Option<PathBuf>) {
        let name = draft.clone().map_or_else(|| set.clone(), |path| path.display().to_string());
        self.begin_opening(name, LockDecision::Ask, move |opener| opener.answer(&set, draft));
    }

    fn begin_opening(
        &mut self,
        name: String,
        lock: LockDecision,
        open: impl FnOnce(&DraftOpener) -> Result<OpenOutcome, OpenFailure> + Send + 'static,
    ) {
        let opener = DraftOpener {
            library: Arc::clone(&self.library),
            me: self.me.clone(),
            messages: self.messages.clone(),
            lock,
        };
        self.opening = Some(PendingOpening { name, since: Instant::now() });
        in_background(&self.messages, "open", move || Message::Opened(Box::new(open(&opener))));
    }

    /// Takes what came of opening a draft.
    ///
    /// # Errors
    /// When it could not be opened.
    pub fn opened(
        &mut self,
        outcome: Result<OpenOutcome, OpenFailure>,
    ) -> Result<Event, OpenFailure> {
        self.opening = None;
        Ok(match outcome? {
            OpenOutcome::Open(mut opened, open_draft) => {
                self.open_draft = Some(open_draft);
                let state = &self.library.folders.state;
                opened.remarks.extend(editor::remarks(&self.name(), state));
                Event::Opened(Ok(opened))
            }
            OpenOutcome::Occupied(request, by) => Event::Occupied(request, by),
            OpenOutcome::SetWrong(instead, why) => Event::Unusable(why.complaints(), Some(instead)),
        })
    }

    /// Since when a draft is being opened.
    pub fn opening_since(&self) -> Option<Instant> {
        self.opening.as_ref().map(|opening| opening.since)
    }

    /// What is said when nobody waits any longer for a draft to be opened: a sentence.
    pub fn abandon_opening(&mut self) -> Option<String> {
        let name = self.opening.take()?.name;
        Some(format!("{name} was not opened: the disk is not responding"))
    }

    /// Begins to preview a set, and to watch its file.
    ///
    /// # Errors
    /// When there is no such set.
    pub fn preview(&mut self, set: &str) -> Result<Event, OpenFailure> {
        let source = self.library.find(set)?;
        if let SetSource::File(path) = &source {
            watch(path.clone(), self.messages.clone()).map_err(|error| {
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
        let set = self.library.read(source);
        let set = set.map(|set| Arc::new(guesses::shown(&set.consultation, &set.text)));
        Some(Event::Previewed(path, set.map_err(|failure| failure.complaints())))
    }

    /// Takes a document that has been made, or why it could not be.
    pub fn made(&mut self, document: Result<MadeDocument, String>) -> Event {
        self.is_making = false;
        Event::Made(document)
    }

    /// Takes a question set that was made of a paper, or why there is none.
    pub fn added(&mut self, added: Result<AddedSet, String>) -> Event {
        self.is_making = false;
        Event::Added(added)
    }

    /// Whether something is under way that the respondent waits for.
    pub fn is_busy(&self) -> bool {
        self.is_making || self.opening.is_some()
    }

    /// Writes the final response beside the draft.
    fn export(&self, response: &Response) -> Result<Receipt, String> {
        let Some(open_draft) = &self.open_draft else {
            return Err("no draft is open".to_owned());
        };
        let content = export::as_yaml(response).map_err(|error| error.to_string())?;
        let path = export::path_beside(&open_draft.path, response, Format::Yaml);
        save::save(&*self.library.disk, &path, content.bytes(), Replace::Ours)
            .map_err(|error| error.to_string())?;
        Ok(Receipt { path, digest: content.digest().to_owned() })
    }

    /// Lets the respondent edit a text in an editor of their own.
    fn edit(&self, text: &Text, room: usize) -> Result<Text, String> {
        let (editor, state) = (self.editor.as_deref(), &self.library.folders.state);
        editor::edit(editor, (text, room), &self.name(), state)
    }

    /// What the draft that is open is called.
    fn name(&self) -> String {
        let name = self.draft().and_then(|draft| draft.file_stem());
        name.map_or("greenpaper".into(), |name| name.to_string_lossy()).into_owned()
    }
}

/// What a draft that is being opened is called.
fn name_of(request: &DraftRequest) -> String {
    match request {
        DraftRequest::Draft(path)
        | DraftRequest::AsWritten(path)
        | DraftRequest::NewAt(_, path)
        | DraftRequest::New(SetSource::File(path)) => path.display().to_string(),
        DraftRequest::New(SetSource::BuiltIn(name)) => (*name).to_owned(),
    }
}
