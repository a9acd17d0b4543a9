//! Performs the effects that the app asks for: the only place where the state and the disk meet.

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
    adding, documents, earlier, editor,
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
        earlier::EarlierAnswers,
        event::{Effect, Event, LockDecision, Receipt},
        library::{DraftRequest, Library, SetSource},
    },
    export::{
        self,
        format::Format,
        save::{self, Replace},
    },
    import::guesses,
    model::{details::RespondentDetails, response::Response, resume::ResumePoint, text::Text},
    store::{
        copied, details,
        disk::{in_words, not_used},
        folder::Folders,
        lock::Person,
        resume,
        saver::SaveProgress,
    },
};

/// How long storing the resume point may take.
const RESUME_PATIENCE: Duration = Duration::from_millis(300);

/// A draft that is being opened.
struct PendingOpening {
    /// Its name.
    name: String,
    since: Instant,
}

/// Performs effects.
pub struct EffectRunner {
    library: Arc<LibraryReader>,
    me: Person,
    messages: MessageSender,
    editor: Option<String>,
    /// The draft that is being opened.
    opening: Option<PendingOpening>,
    open_draft: Option<OpenDraft>,
    /// The set in the preview.
    previewed: Option<SetSource>,
    /// Whether a document is being made.
    is_making: bool,
    /// More drafts and responses to quote from, or folders of them.
    earlier: Arc<[PathBuf]>,
    /// How often earlier answers are being read.
    reading: usize,
    /// Reports when the resume point is stored.
    resume_kept: Option<Receiver<()>>,
}

impl EffectRunner {
    /// Creates one for these folders and this person.
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
            earlier: Arc::default(),
            reading: 0,
            resume_kept: None,
        }
    }

    /// The same, reading earlier answers there as well as in the drafts folder.
    pub fn quoting_from(self, earlier: Vec<PathBuf>) -> Self {
        Self { earlier: earlier.into(), ..self }
    }

    /// Returns the name to store with each change, if any.
    pub fn author(&self) -> Option<String> {
        self.me.name.clone()
    }

    /// Performs an effect. An immediate result is returned as an event; a save reports later.
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
            Effect::ReadEarlier => {
                self.reading += 1;
                let (library, named) = (Arc::clone(&self.library), Arc::clone(&self.earlier));
                let open = self.draft().cloned();
                in_background(&self.messages, "earlier", move || {
                    Message::EarlierRead(earlier::read(&library, &named, open.as_deref()))
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

    /// Stores the resume point without waiting for the disk. Losing it loses no answer.
    fn keep_resume_point(&mut self, point: Option<Box<ResumePoint>>) {
        let Some(draft) = self.draft().cloned() else { return };
        let state = self.library.folders.state.clone();
        let before = self.resume_kept.take();
        let (done, kept) = channel();
        let keep = move || {
            // An older one must not replace a newer one.
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

    /// Lists question sets and drafts. The list arrives as [`Message::Listed`], so a folder that does
    /// not respond blocks nothing.
    pub fn list(&self) {
        let (library, messages) = (Arc::clone(&self.library), self.messages.clone());
        in_background(&self.messages, "library", move || {
            let mut known = Library::default();
            library.library_in_steps(|library| {
                if library.is_complete {
                    known = library;
                } else {
                    // Sending fails only once the loop has ended.
                    let _ = messages.send(Message::Listed(library));
                }
            });
            Message::Listed(known)
        });
    }

    /// Saves the open draft for the last time within a time limit, and describes the result in a
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

    /// Whether edits of the open draft are logged on this machine.
    pub fn keeps_log(&self) -> bool {
        self.open_draft.as_ref().is_none_or(OpenDraft::keeps_log)
    }

    /// Waits until the edits are logged on this machine, or the timeout.
    pub fn await_log(&self, longest: Duration) {
        if let Some(open_draft) = &self.open_draft {
            open_draft.await_log(longest);
        }
    }

    /// Waits until the open draft is saved, or the timeout.
    pub fn flush(&self, longest: Duration) {
        if let Some(open_draft) = &self.open_draft {
            open_draft.flush(longest);
        }
    }

    /// Whether this draft is open.
    pub fn has_open(&self, id: OpenDraftId) -> bool {
        self.open_draft.as_ref().is_some_and(|open| open.id == id)
    }

    /// Saves the open draft for the last time, and returns how far that came.
    pub fn finish(&mut self, longest: Duration) -> Option<SaveProgress> {
        self.open_draft.as_mut().map(|open_draft| open_draft.finish(longest))
    }

    /// Returns the file of the open draft.
    pub fn draft(&self) -> Option<&PathBuf> {
        self.open_draft.as_ref().map(|open_draft| &open_draft.path)
    }

    /// Starts opening the draft that `greenpaper answer` names, or a new one; see
    /// [`DraftOpener::answer`]. The result arrives as [`Message::Opened`].
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

    /// Handles the result of opening a draft.
    ///
    /// # Errors
    /// If it could not be opened.
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

    /// Returns when opening the draft began.
    pub fn opening_since(&self) -> Option<Instant> {
        self.opening.as_ref().map(|opening| opening.since)
    }

    /// Returns the sentence for a draft that takes too long to open.
    pub fn abandon_opening(&mut self) -> Option<String> {
        let name = self.opening.take()?.name;
        Some(format!("{name} was not opened: the disk is not responding"))
    }

    /// Opens the preview of a set, and watches its file.
    ///
    /// # Errors
    /// If there is no such set.
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

    /// Reads the set in the preview again.
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

    /// Handles a finished document, or the reason for its failure.
    pub fn made(&mut self, document: Result<MadeDocument, String>) -> Event {
        self.is_making = false;
        Event::Made(document)
    }

    /// Handles a question set made from a paper, or the reason for its failure.
    pub fn added(&mut self, added: Result<AddedSet, String>) -> Event {
        self.is_making = false;
        Event::Added(added)
    }

    /// Takes what earlier drafts and responses say.
    pub fn read_earlier(&mut self, answers: EarlierAnswers) -> Event {
        self.reading = self.reading.saturating_sub(1);
        Event::EarlierRead(answers)
    }

    /// Whether the respondent is waiting for something.
    pub fn is_busy(&self) -> bool {
        self.is_making || self.reading > 0 || self.opening.is_some()
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
        self.remember(RespondentDetails::of(response));
        Ok(Receipt { path, digest: content.digest().to_owned() })
    }

    /// Stores the respondent's details for the next response, without waiting long for this machine's
    /// disk. Nothing is lost without them.
    fn remember(&self, details: RespondentDetails) {
        let state = self.library.folders.state.clone();
        let (done, kept) = channel();
        let keep = move || {
            let _ = details::keep(&state, &details);
            let _ = done.send(());
        };
        if thread::Builder::new().name("details".into()).spawn(keep).is_ok() {
            let _ = kept.recv_timeout(RESUME_PATIENCE);
        }
    }

    /// Opens a text in the respondent's own editor.
    fn edit(&self, text: &Text, room: usize) -> Result<Text, String> {
        let (editor, state) = (self.editor.as_deref(), &self.library.folders.state);
        editor::edit(editor, (text, room), &self.name(), state)
    }

    /// Returns the name of the open draft.
    fn name(&self) -> String {
        let name = self.draft().and_then(|draft| draft.file_stem());
        name.map_or("greenpaper".into(), |name| name.to_string_lossy()).into_owned()
    }
}

/// Returns the name of a draft that is being opened.
fn name_of(request: &DraftRequest) -> String {
    match request {
        DraftRequest::Draft(path)
        | DraftRequest::AsWritten(path)
        | DraftRequest::NewAt(_, path)
        | DraftRequest::New(SetSource::File(path)) => path.display().to_string(),
        DraftRequest::New(SetSource::BuiltIn(name)) => (*name).to_owned(),
    }
}
