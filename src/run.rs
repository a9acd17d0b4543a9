//! The loop: wait, update, perform, draw. Only here do the screen and the disk meet.

mod autosave;
#[cfg(unix)]
mod bell;
mod documents;
mod editor;
pub mod effects;
mod errand;
mod keyboard;
pub mod library;
pub mod messages;
pub mod open_draft;
pub mod paste_detector;
mod plain;
mod watch;

use std::{
    any::Any,
    collections::VecDeque,
    ffi::OsString,
    io,
    panic::{self, AssertUnwindSafe},
    path::{Path, PathBuf},
    process::ExitCode,
    thread,
    time::{Duration, Instant},
};

use jiff::Zoned;

use self::{
    autosave::Autosave,
    effects::EffectRunner,
    errand::{Errand, given_up},
    library::OpenFailure,
    messages::{Message, MessageQueue, MessageSender},
    paste_detector::{InputDestination, PasteDetector, PasteVerdict},
    plain::Conversation,
};
use crate::{
    app::{
        App, ScreenIdentity,
        action::Action,
        event::{Effect, Event, LockDecision},
        keymap::{self, Context},
        library::DraftRequest,
    },
    model::terminal_text::{LineEnds, shown},
    store::{disk::not_used, folder::Folders, lock::Person},
    tui::{self, events::Events, layout::Layout, terminal::Terminal, theme::Theme},
};

/// How the program is to run.
#[derive(Debug)]
pub struct Settings {
    /// Where drafts and question sets are.
    pub folders: Folders,
    /// What to show first.
    pub start: Start,
    /// How the respondent is spoken to.
    pub front_end: FrontEnd,
    /// Who the respondent is on this system.
    pub me: Person,
    /// The respondent's own editor, with its arguments.
    pub editor: Option<String>,
}

/// How the respondent is spoken to.
#[derive(Debug)]
pub enum FrontEnd {
    /// On screens that look like this.
    Screens(Box<Theme>),
    /// Line by line.
    Lines(Echo),
}

/// Where the lines that come in are seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Echo {
    /// The terminal shows what is typed.
    Terminal,
    /// They come from a pipe or a file, and are said here.
    Here,
}

/// What to show first.
#[derive(Debug)]
pub enum Start {
    /// The home screen.
    Home,
    /// A consultation: its draft, or a new one.
    Answer {
        /// The set's id or path.
        set: OsString,
        /// The draft's file, where it is not the one in the drafts folder.
        draft: Option<PathBuf>,
    },
    /// A question set, as its author sees it while writing it. Nothing is kept.
    Preview {
        /// The set's id or path.
        set: OsString,
    },
}

/// How long to wait at a time while a save is outstanding, so that its delay is told.
const WAITING: Duration = Duration::from_millis(250);

/// How long a frame waits for the edits that it shows to be kept on this machine.
const WRITE_AHEAD: Duration = Duration::from_millis(25);

/// How long a disk may take before that is said.
const DISK_PATIENCE: Duration = Duration::from_millis(500);

/// How long the last save may take when the system asks the program to end.
const LAST_SAVE: Duration = Duration::from_secs(1);

/// The number of the signal that says that the terminal is gone.
const HANG_UP: i32 = 1;

/// Why the program ended without having done its work.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// What was asked for cannot be opened.
    #[error("cannot open it: {}", .0.in_short())]
    Open(OpenFailure),
    /// The terminal does not work.
    #[error("cannot use the terminal: {}", not_used(.0))]
    Terminal(io::Error),
    /// The system gives no threads.
    #[error("cannot start a thread: {}", not_used(.0))]
    Thread(io::Error),
    /// There are no more lines, and the draft is not on the disk.
    #[error("the last changes could not be saved: {0}")]
    NotSaved(String),
    /// A script wanted to change what may only be read.
    #[error("not all was answered. {0}")]
    NotTaken(&'static str),
    /// A mistake in the program.
    #[error("a fault in the program has stopped it ({what}). {left}")]
    Panicked {
        /// What went wrong.
        what: String,
        /// What became of the draft that was open, in a sentence.
        left: String,
    },
}

/// How the program ended.
#[derive(Debug)]
pub struct Ended {
    /// The exit status.
    pub status: ExitCode,
    /// What the respondent should know who sees the screens no more: a sentence.
    pub words: Option<String>,
}

/// Runs until the respondent leaves.
///
/// # Errors
/// When what was asked for cannot be opened, the terminal does not work, or no more lines come and
/// the draft cannot be saved.
pub fn run(settings: Settings) -> Result<Ended, RunError> {
    let inbox = MessageQueue::new().map_err(RunError::Thread)?;
    let mut backstage =
        EffectRunner::new(settings.folders, settings.me, inbox.sender(), settings.editor);
    let mut app = App::new(Zoned::now());
    let first = match settings.start {
        // The screens are there before the folders answer.
        Start::Home if matches!(settings.front_end, FrontEnd::Screens(_)) => None,
        Start::Home => backstage.perform(Effect::ListLibrary),
        Start::Answer { set, draft } => {
            Some(backstage.answer(&set.to_string_lossy(), draft).map_err(RunError::Open)?)
        }
        Start::Preview { set } => {
            Some(backstage.preview(&set.to_string_lossy()).map_err(RunError::Open)?)
        }
    };
    #[cfg(unix)]
    inbox.listen_to_signals().map_err(RunError::Thread)?;
    match settings.front_end {
        FrontEnd::Lines(echo) => {
            let others = inbox.sender();
            let mut conversation = Conversation::new(inbox, backstage, echo)?;
            let went = guarded(
                others,
                || {},
                || {
                    if let Some(event) = first {
                        conversation.update(&mut app, event);
                    }
                    conversation.go_on(&mut app)
                },
            );
            went.unwrap_or_else(|what| Err(give_up(&mut conversation.backstage, what)))
        }
        FrontEnd::Screens(theme) => screens(inbox, backstage, *theme, app, first),
    }
}

/// Runs the screens.
fn screens(
    mut inbox: MessageQueue,
    backstage: EffectRunner,
    theme: Theme,
    mut app: App,
    first: Option<Event>,
) -> Result<Ended, RunError> {
    let free = inbox.sender();
    let free = move || drop(free.send(Message::Shown));
    let terminal = Terminal::enter(theme, free).map_err(RunError::Terminal)?;
    inbox.listen_to_keyboard().map_err(RunError::Terminal)?;
    if matches!(first, None | Some(Event::Occupied(..) | Event::Unusable(..))) {
        // Where a draft was asked for, it stands behind the question about that draft.
        backstage.list();
    }
    let mut stage = LoopContext {
        inbox,
        backstage,
        terminal,
        theme,
        layout: Layout::default(),
        laid_out: None,
        input: Events::default(),
        burst: PasteDetector::default(),
        autosave: Autosave::default(),
        status: ExitCode::SUCCESS,
        ended: false,
        moved: None,
        held: VecDeque::new(),
        given_up: None,
        deadline: None,
    };
    let others = stage.inbox.sender();
    let went = guarded(others, tui::terminal::restore, || {
        if let Some(event) = first {
            stage.update(&mut app, event);
        }
        stage.go_on(&mut app)
    });
    // First of all: the last save may take its time.
    tui::terminal::restore();
    let status = went.unwrap_or_else(|what| Err(give_up(&mut stage.backstage, what)))?;
    let words = if stage.given_up.is_some() {
        stage.given_up
    } else if stage.deadline.is_some() && app.saving.is_outstanding() {
        Some(stage.backstage.give_up(Duration::ZERO))
    } else {
        stage.moved.map(|path| format!("Your draft is now in {}", path.display()))
    };
    Ok(Ended { status, words })
}

/// Runs it; what a panic says comes back as text, and not before the terminal is given back. A panic
/// on another thread is told to this one, which is to end then.
fn guarded<T>(
    others: MessageSender,
    give_back: fn(),
    run: impl FnOnce() -> T,
) -> Result<T, String> {
    let this = thread::current().id();
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if thread::current().id() == this {
            give_back();
        } else {
            // A loop that has ended needs not be told.
            let _ = others.send(Message::Panicked(said(panic.payload())));
        }
    }));
    let went = panic::catch_unwind(AssertUnwindSafe(run));
    panic::set_hook(before);
    went.map_err(|payload| said(&*payload))
}

/// What a panic says.
pub(crate) fn said(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("unknown").to_owned()
}

/// Saves what there is, and says what had happened.
fn give_up(backstage: &mut EffectRunner, what: String) -> RunError {
    // What is broken may break again.
    let left = panic::catch_unwind(AssertUnwindSafe(|| backstage.give_up(LAST_SAVE)));
    RunError::Panicked { what, left: left.unwrap_or_default() }
}

/// The exit status that is customary for a signal.
fn status_of(signal: i32) -> ExitCode {
    ExitCode::from(u8::try_from(128 + signal).unwrap_or(1))
}

/// What is said when the system ends the program before it can say anything. Nobody can tell by then
/// where the last changes are.
fn last_words(draft: &Path) -> String {
    let draft = shown(&draft.to_string_lossy(), LineEnds::Marked).into_owned();
    format!(
        "greenpaper: a fault has stopped the program. To go on, open {draft} again: everything \
         saved there or kept on this machine comes back\n"
    )
}

/// Everything that the loop works with, but the state.
struct LoopContext {
    inbox: MessageQueue,
    backstage: EffectRunner,
    terminal: Terminal,
    theme: Theme,
    /// What is on the screen now: it says what is under the mouse.
    layout: Layout,
    /// What that is the layout of.
    laid_out: Option<ScreenIdentity>,
    input: Events,
    burst: PasteDetector,
    autosave: Autosave,
    /// The exit status, once the program has ended.
    status: ExitCode,
    ended: bool,
    /// Where the draft is, if it is not where it was any more.
    moved: Option<PathBuf>,
    /// What has come in and is not taken in yet: it comes first.
    held: VecDeque<Message>,
    /// What to say of the wait for a disk that the respondent did not wait for the end of.
    given_up: Option<String>,
    /// When the program ends even if the draft could not be saved: the system asked for it.
    deadline: Option<Instant>,
}

impl LoopContext {
    fn go_on(&mut self, app: &mut App) -> Result<ExitCode, RunError> {
        while !self.ended {
            if self.deadline.is_none() && self.draw(app).is_err() {
                self.terminate(app, HANG_UP);
                continue;
            }
            match self.held.pop_front().or_else(|| self.inbox.wait(self.patience(app))) {
                Some(wake) => self.take(app, wake),
                None if !self.is_save_due() => self.update(app, Event::Tick),
                None => {}
            }
            if self.is_save_due() {
                self.update(app, Event::SaveDue);
            }
            // A paste without brackets is thousands of keys: all are taken in before one draw.
            self.take_all(app);
            self.end_burst(app);
            self.ended |= self.deadline.is_some_and(|deadline| Instant::now() >= deadline);
        }
        Ok(self.status)
    }

    /// How long to sleep, if nothing comes.
    fn patience(&self, app: &App) -> Option<Duration> {
        if self.is_save_due() {
            return Some(Duration::ZERO);
        }
        let due = self.autosave.due().map(|due| due.saturating_duration_since(Instant::now()));
        due.into_iter().chain(app.waits().then_some(WAITING)).min()
    }

    /// Whether what was edited is to be saved now: at once where this machine does not keep it.
    fn is_save_due(&self) -> bool {
        self.autosave.due().is_some_and(|due| due <= Instant::now() || !self.backstage.keeps_log())
    }

    /// Takes in all that has come in already.
    fn take_all(&mut self, app: &mut App) {
        while let Some(wake) = self.held.pop_front().or_else(|| self.inbox.next_waiting()) {
            self.take(app, wake);
        }
    }

    fn draw(&mut self, app: &mut App) -> io::Result<()> {
        self.lay_out(app)?;
        // What was seen is there after a kill.
        self.backstage.await_log(WRITE_AHEAD);
        self.terminal.show(&self.layout)
    }

    fn lay_out(&mut self, app: &mut App) -> io::Result<()> {
        self.layout = tui::settle(app, &self.theme, self.terminal.size()?);
        self.laid_out = Some(app.sight());
        Ok(())
    }

    fn take(&mut self, app: &mut App, wake: Message) {
        match wake {
            _ if self.ended => {}
            Message::Input(mut inputs) => {
                while let Some(input) = inputs.pop_front() {
                    let Some(other) = self.burst.take(input) else { continue };
                    // What follows is known to who has to wait for what is done now.
                    if self.burst.is_empty() {
                        self.held.push_front(Message::Input(inputs));
                        self.take_input(app, other);
                    } else {
                        inputs.push_front(other);
                        self.held.push_front(Message::Input(inputs));
                        self.end_burst(app);
                    }
                    return;
                }
            }
            Message::Saved(desk, report) => {
                if self.backstage.has_open(desk) {
                    self.update(app, Event::Saved(report));
                }
            }
            Message::Listed(library) => self.update(app, Event::Library(library)),
            Message::SetSaved => {
                if let Some(event) = self.backstage.read_previewed() {
                    self.update(app, event);
                }
            }
            Message::Terminate(signal) => self.terminate(app, signal),
            Message::Lost(_) => self.terminate(app, HANG_UP),
            Message::Suspend => {
                self.update(app, Event::SaveDue);
                self.backstage.flush(LAST_SAVE);
                self.suspend();
            }
            Message::Continued => self.terminal.forget(),
            Message::Panicked(what) => panic::resume_unwind(Box::new(what)),
            // The next frame shows it; and nobody reads lines here.
            Message::Resized | Message::Shown | Message::Line(_) | Message::NoMoreLines => {}
        }
    }

    fn take_input(&mut self, app: &mut App, input: crossterm::event::Event) {
        if self.ended {
            return;
        }
        if self.laid_out != Some(app.sight()) {
            // A click means what was seen. Keys may come before the screen that they are for.
            if is_click(&input) {
                return;
            }
            if self.lay_out(app).is_err() {
                return self.terminate(app, HANG_UP);
            }
        }
        if let Some(event) = self.input.event(input, &self.layout, Instant::now()) {
            self.update(app, event);
        }
    }

    /// Takes in the keys that came together, typed or pasted.
    fn end_burst(&mut self, app: &mut App) {
        let to = match app.contexts().first() {
            Some(Context::Text | Context::Writing) => InputDestination::LongText,
            _ => InputDestination::Elsewhere,
        };
        match self.burst.end(to, Instant::now()) {
            PasteVerdict::Typed(keys) => keys.into_iter().for_each(|key| self.take_input(app, key)),
            PasteVerdict::Pasted(text) => self.update(app, Event::Paste(text)),
        }
    }

    /// Saves and ends, as the system asks: with the status that is customary for the signal.
    fn terminate(&mut self, app: &mut App, signal: i32) {
        if self.deadline.is_none() {
            self.deadline = Some(Instant::now() + LAST_SAVE);
            self.status = status_of(signal);
            // What was pressed before comes first.
            self.take_all(app);
            self.held.push_back(Message::Input(self.inbox.hurry().into()));
            self.take_all(app);
            self.end_burst(app);
            self.update(app, Event::Terminate);
        }
    }

    /// Lets the state change, and does what it wants done, until nothing more comes of it.
    fn update(&mut self, app: &mut App, event: Event) {
        let (mut events, mut lost) = (VecDeque::from([event]), false);
        while let Some(event) = events.pop_front() {
            if let Event::Moved(path) = &event {
                self.moved = Some(path.clone());
            }
            let opened = matches!(event, Event::Opened(_) | Event::Moved(_));
            if let Some(draft) = self.backstage.draft().filter(|_| opened) {
                tui::terminal::prepare_last_words(&last_words(draft));
            }
            for effect in app.update(event, Zoned::now()) {
                match &effect {
                    Effect::Record(..) => self.autosave.edited(Instant::now()),
                    Effect::Save(..)
                    | Effect::SaveOver(..)
                    | Effect::SaveBeside(..)
                    | Effect::SaveAs(..)
                    | Effect::Close => self.autosave.handed_over(),
                    _ => {}
                }
                match effect {
                    Effect::Quit => self.ended = true,
                    Effect::ListLibrary => self.backstage.list(),
                    Effect::Copy(text) => self.terminal.copy(&text.to_string()),
                    effect @ Effect::EditExternally(_) => {
                        self.terminal.lend();
                        let (inbox, backstage) = (&self.inbox, &mut self.backstage);
                        events.extend(inbox.lend_keyboard(|| backstage.perform(effect)));
                        lost |= self.terminal.take_back().is_err();
                    }
                    effect @ Effect::Close => {
                        tui::terminal::prepare_last_words("");
                        events.extend(self.backstage.perform(effect));
                    }
                    Effect::Open(origin, claim) => events.extend(self.open(app, origin, claim)),
                    effect => events.extend(self.backstage.perform(effect)),
                }
            }
        }
        if lost {
            self.terminate(app, HANG_UP);
        }
    }

    /// Opens a draft. What is typed meanwhile is taken in afterwards; but who wants to leave does not
    /// have to wait for a disk that does not answer.
    fn open(&mut self, app: &mut App, origin: DraftRequest, claim: LockDecision) -> Option<Event> {
        let Ok(errand) = Errand::new(self.inbox.sender()) else {
            return self.backstage.perform(Effect::Open(origin, claim));
        };
        let given_up = given_up(&origin);
        errand.begin(self.backstage.hand_over(), origin, claim);
        let late = Instant::now() + DISK_PATIENCE;
        let mut end = self.deadline.map(|deadline| (deadline, self.status));
        loop {
            if let Some((backstage, result)) = errand.end() {
                self.backstage = backstage;
                app.waits_for_disk = false;
                return result.unwrap_or_else(|what| panic::resume_unwind(what));
            }
            let now = Instant::now();
            app.waits_for_disk = now >= late;
            let asked = self.held.iter().find_map(|wake| asks_to_end(wake, app.waits_for_disk));
            end = end.or(asked.map(|(patience, status)| (now + patience, status)));
            if app.waits_for_disk && self.draw(app).is_err() {
                end = Some((now, status_of(HANG_UP)));
            }
            if let Some((_, status)) = end.filter(|(when, _)| now >= *when) {
                (self.status, self.ended, self.given_up) = (status, true, Some(given_up));
                return None;
            }
            let next = [Some(late).filter(|late| now < *late), end.map(|(when, _)| when)];
            let next = next.into_iter().flatten().min();
            match self.inbox.wait(next.map(|next| next.saturating_duration_since(now))) {
                None | Some(Message::Shown | Message::Resized) => {}
                Some(Message::Input(mut inputs)) => {
                    // What is seen now is gone by then.
                    inputs.retain(|input| !is_click(input));
                    self.held.push_back(Message::Input(inputs));
                }
                Some(wake) => self.held.push_back(wake),
            }
        }
    }

    /// Gives the terminal back to the shell, stops, and takes it again when the shell says so.
    fn suspend(&mut self) {
        #[cfg(unix)]
        {
            self.terminal.lend();
            let _ = signal_hook::low_level::raise(signal_hook::consts::SIGSTOP);
            let _ = self.terminal.take_back();
        }
    }
}

/// Whether something that came in while a disk is waited for asks the program to end: how long the
/// disk is still waited for then, and the exit status.
fn asks_to_end(wake: &Message, waits_long: bool) -> Option<(Duration, ExitCode)> {
    match wake {
        Message::Terminate(signal) => Some((LAST_SAVE, status_of(*signal))),
        Message::Lost(_) => Some((LAST_SAVE, status_of(HANG_UP))),
        Message::Input(inputs) if waits_long && inputs.iter().any(leaves) => {
            Some((Duration::ZERO, ExitCode::FAILURE))
        }
        _ => None,
    }
}

/// Whether it is something done with the mouse.
fn is_click(input: &crossterm::event::Event) -> bool {
    matches!(input, crossterm::event::Event::Mouse(_))
}

/// Whether it is the key for leaving.
fn leaves(input: &crossterm::event::Event) -> bool {
    let crossterm::event::Event::Key(pressed) = input else { return false };
    let pressed = tui::events::key(*pressed);
    keymap::bindings(&[Context::Anywhere])
        .any(|binding| binding.action == Action::Leave && Some(binding.key) == pressed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_comes_back_as_what_it_said() {
        let mut inbox = MessageQueue::new().unwrap();
        let run = || guarded(inbox.sender(), || {}, || -> u8 { panic!("no {}", "way") });
        assert_eq!(run(), Err("no way".to_owned()));
        let told = guarded(
            inbox.sender(),
            || {},
            || {
                drop(thread::spawn(|| panic!("elsewhere")).join());
                inbox.next_waiting()
            },
        );
        assert!(matches!(told, Ok(Some(Message::Panicked(what))) if what == "elsewhere"));
    }
}
