//! The loop behind the screens: draw, wait for a message, update, perform.

use std::{
    collections::VecDeque,
    io, mem, panic,
    path::PathBuf,
    process::ExitCode,
    time::{Duration, Instant},
};

use crossterm::event as terminal;
use jiff::Zoned;

use super::{
    autosave::Autosave,
    effects::EffectRunner,
    ending::{Ended, HANG_UP, LAST_SAVE, RunError, after_panic, guarded, last_words, status_of},
    library::OpenFailure,
    messages::{Message, MessageQueue},
    open_draft::OpenOutcome,
    paste_detector::{InputDestination, PasteDetector, PasteVerdict},
    settings::Start,
};
use crate::{
    app::{
        App, ScreenIdentity,
        action::Action,
        event::{Effect, Event},
        keymap::{self, Context},
    },
    tui::{
        self,
        events::Events,
        layout::Layout,
        terminal::Terminal,
        theme::{Background, Theme, ThemeChoice},
    },
};

/// The wait between looks at an outstanding save, so that its delay is shown.
pub(super) const WAITING: Duration = Duration::from_millis(250);

/// How long a frame waits until its edits are logged on this machine.
const WRITE_AHEAD: Duration = Duration::from_millis(25);

/// How long the terminal may take to report its background. A change of colours that comes later
/// would disturb someone who is reading already.
const BACKGROUND_PATIENCE: Duration = Duration::from_millis(100);

/// How long a disk may take before the footer says so.
const DISK_PATIENCE: Duration = Duration::from_millis(500);

/// Everything that the loop needs besides the state.
struct ScreenLoop {
    messages: MessageQueue,
    effects: EffectRunner,
    terminal: Terminal,
    theme: Theme,
    /// The theme for a light background, and until when the terminal may report one.
    if_light: Option<(Theme, Instant)>,
    /// The layout on the screen, which tells what is under the mouse.
    layout: Layout,
    /// The screen that the layout belongs to.
    laid_out: Option<ScreenIdentity>,
    input: Events,
    paste: PasteDetector,
    autosave: Autosave,
    /// Deferred messages, handled before new ones.
    held: VecDeque<Message>,
    /// Whether the draft named on the command line is being opened.
    is_starting: bool,
    /// When to give up on opening a draft, and the exit status then.
    abandon: Option<(Instant, ExitCode)>,
    /// When the program ends even if the draft is not saved, because the system asked for it.
    deadline: Option<Instant>,
    ended: bool,
    /// The exit status, once the program has ended.
    status: ExitCode,
    /// Why the program failed.
    failure: Option<RunError>,
    /// The new file of the draft, if it has moved.
    moved: Option<PathBuf>,
    /// The message at the end.
    farewell: Option<String>,
}

/// What is open when the screens start.
enum First {
    /// The home screen.
    Home,
    /// A draft whose disk is slow.
    Opening,
    /// An open draft, a question about it, or a preview.
    Event(Event),
}

impl First {
    /// Waits briefly for the draft named on the command line. Other messages are deferred.
    fn new(
        start: Start,
        messages: &mut MessageQueue,
        effects: &mut EffectRunner,
        held: &mut VecDeque<Message>,
    ) -> Result<Self, OpenFailure> {
        match start {
            Start::Home => Ok(Self::Home),
            Start::Preview { set } => effects.preview(&set.to_string_lossy()).map(Self::Event),
            Start::Answer { set, draft } => {
                effects.answer(set.to_string_lossy().into_owned(), draft);
                let late = Instant::now() + DISK_PATIENCE;
                loop {
                    let left = late.saturating_duration_since(Instant::now());
                    match messages.wait(Some(left)) {
                        Some(Message::Opened(outcome)) => {
                            return effects.opened(*outcome).map(Self::Event);
                        }
                        Some(other) => held.push_back(other),
                        None => return Ok(Self::Opening),
                    }
                }
            }
        }
    }
}

/// Runs the screens until the respondent leaves.
///
/// # Errors
/// If the draft or set cannot be opened, or the terminal does not work.
pub(super) fn run(
    mut messages: MessageQueue,
    mut effects: EffectRunner,
    themes: ThemeChoice,
    start: Start,
) -> Result<Ended, RunError> {
    // Errors at this point are printed on the shell's screen.
    let mut held = VecDeque::new();
    let first = First::new(start, &mut messages, &mut effects, &mut held);
    let first = first.map_err(RunError::Open)?;
    let sender = messages.sender();
    let ThemeChoice { first: theme, if_light } = themes;
    let terminal = Terminal::enter(theme, move || drop(sender.send(Message::Shown)));
    let mut terminal = terminal.map_err(RunError::Terminal)?;
    // Where input comes as events, the reply would come as keys.
    let if_light = if_light.filter(|_| cfg!(unix) && terminal.ask_background().is_ok());
    let if_light = if_light.map(|light| (light, Instant::now() + BACKGROUND_PATIENCE));
    messages.listen_to_keyboard().map_err(RunError::Terminal)?;
    let mut app = App::new(Zoned::now());
    app.me = effects.author();
    let mut screens = ScreenLoop {
        messages,
        effects,
        terminal,
        theme,
        if_light,
        layout: Layout::default(),
        laid_out: None,
        input: Events::default(),
        paste: PasteDetector::default(),
        autosave: Autosave::default(),
        held,
        is_starting: false,
        abandon: None,
        deadline: None,
        ended: false,
        status: ExitCode::SUCCESS,
        failure: None,
        moved: None,
        farewell: None,
    };
    let sender = screens.messages.sender();
    let result = guarded(sender, tui::terminal::restore, || screens.run(&mut app, first));
    // The terminal is restored first, as the last save may take time.
    tui::terminal::restore();
    let status = result.unwrap_or_else(|what| Err(after_panic(&mut screens.effects, what)))?;
    let is_unsaved = screens.deadline.is_some() && app.saving.is_outstanding();
    let words = if screens.farewell.is_some() {
        screens.farewell
    } else if is_unsaved {
        Some(screens.effects.give_up(Duration::ZERO))
    } else {
        screens.moved.map(|path| format!("Your draft is now in {}", path.display()))
    };
    // Not dropped: at exit, the system frees a large draft faster.
    mem::forget(app);
    Ok(Ended { status, words })
}

impl ScreenLoop {
    /// Runs the loop until the program ends.
    fn run(&mut self, app: &mut App, first: First) -> Result<ExitCode, RunError> {
        match first {
            First::Home => self.effects.list(),
            First::Opening => self.is_starting = true,
            First::Event(event) => {
                if matches!(event, Event::Occupied(..) | Event::Unusable(..)) {
                    // The home screen is behind the question about the draft.
                    self.effects.list();
                }
                self.update(app, event);
            }
        }
        while !self.ended {
            if self.should_draw(app) && self.draw(app).is_err() {
                self.terminate(app, HANG_UP);
                continue;
            }
            // The first frame does not need the list.
            #[cfg(unix)]
            self.messages.listen_to_signals().map_err(RunError::Thread)?;
            match self.next_held().or_else(|| self.messages.wait(self.patience(app))) {
                Some(message) => self.take(app, message),
                None if !self.is_save_due() => self.update(app, Event::Tick),
                None => {}
            }
            if self.is_save_due() {
                self.update(app, Event::SaveDue);
            }
            // A paste without brackets is thousands of keys: handle all, then draw once.
            while let Some(message) = self.next_held().or_else(|| self.messages.next_of_burst()) {
                self.take(app, message);
            }
            self.end_paste(app);
            self.end_in_time();
        }
        self.failure.take().map_or(Ok(self.status), Err)
    }

    /// Whether to draw a frame. While a draft is being opened, none is drawn until that takes long.
    fn should_draw(&self, app: &mut App) -> bool {
        app.waits_for_disk = self.late().is_some_and(|late| late <= Instant::now());
        self.deadline.is_none() && (app.waits_for_disk || !self.is_opening())
    }

    fn is_opening(&self) -> bool {
        self.effects.opening_since().is_some()
    }

    /// Returns when opening a draft counts as slow.
    fn late(&self) -> Option<Instant> {
        self.effects.opening_since().map(|since| since + DISK_PATIENCE)
    }

    /// Returns the longest time to sleep.
    fn patience(&self, app: &App) -> Option<Duration> {
        if self.is_save_due() {
            return Some(Duration::ZERO);
        }
        let now = Instant::now();
        let late = self.late().filter(|late| *late > now);
        let abandoned = self.abandon.map(|(when, _)| when);
        let next = [self.autosave.due(), late, abandoned].into_iter().flatten().min();
        let next = next.map(|next| next.saturating_duration_since(now));
        next.into_iter().chain(app.waits().then_some(WAITING)).min()
    }

    /// Ends the program once it has waited long enough for a disk.
    fn end_in_time(&mut self) {
        let now = Instant::now();
        self.ended |= self.deadline.is_some_and(|deadline| now >= deadline);
        let Some(late) = self.late() else { return };
        let asked = self.held.iter().find_map(|message| asks_to_end(message, now >= late));
        let asked = asked.map(|(patience, status)| (now + patience, status));
        self.abandon = self.abandon.or(asked);
        if let Some((_, status)) = self.abandon.filter(|(when, _)| now >= *when) {
            self.status = status;
            self.ended = true;
            self.farewell = self.effects.abandon_opening();
        }
    }

    /// Whether to save now: at once if edits cannot be logged on this machine.
    fn is_save_due(&self) -> bool {
        self.autosave.due().is_some_and(|due| due <= Instant::now() || !self.effects.keeps_log())
    }

    /// Handles every message that has arrived.
    fn take_all(&mut self, app: &mut App) {
        while let Some(message) = self.next_held().or_else(|| self.messages.next_waiting()) {
            self.take(app, message);
        }
    }

    /// Returns the first deferred message, unless it waits for a draft to be opened.
    fn next_held(&mut self) -> Option<Message> {
        if self.is_opening() { None } else { self.held.pop_front() }
    }

    fn draw(&mut self, app: &mut App) -> io::Result<()> {
        self.lay_out(app)?;
        // Whatever was shown survives a kill.
        self.terminal.show(&self.layout, || self.effects.await_log(WRITE_AHEAD))
    }

    fn lay_out(&mut self, app: &mut App) -> io::Result<()> {
        self.layout = tui::settle(app, &self.theme, self.terminal.size()?);
        self.laid_out = Some(app.identity());
        Ok(())
    }

    fn take(&mut self, app: &mut App, message: Message) {
        match message {
            _ if self.ended => {}
            Message::Input(_) | Message::Terminate(_) | Message::Lost(_) | Message::Suspend
                if self.is_opening() =>
            {
                self.hold(message);
            }
            Message::Input(inputs) => self.take_inputs(app, inputs),
            Message::Opened(outcome) => self.take_opened(app, *outcome),
            Message::Saved(id, report) => {
                if self.effects.has_open(id) {
                    self.update(app, Event::Saved(report));
                }
            }
            Message::Listed(library) => self.update(app, Event::Library(library)),
            Message::Made(made) => {
                let event = self.effects.made(made);
                self.update(app, event);
            }
            Message::Added(added) => {
                let event = self.effects.added(added);
                self.update(app, event);
            }
            Message::EarlierRead(answers) => {
                let event = self.effects.read_earlier(answers);
                self.update(app, event);
            }
            Message::SetSaved => {
                if let Some(event) = self.effects.read_previewed() {
                    self.update(app, event);
                }
            }
            Message::Background(background) => self.take_background(background),
            Message::Terminate(signal) => self.terminate(app, signal),
            Message::Lost(_) => self.terminate(app, HANG_UP),
            Message::Suspend => {
                self.update(app, Event::SaveDue);
                self.effects.flush(LAST_SAVE);
                self.suspend();
            }
            Message::Continued => self.terminal.forget(),
            Message::Panicked(what) => panic::resume_unwind(Box::new(what)),
            // The next frame shows it; lines are read in plain mode only.
            Message::Resized | Message::Shown | Message::Line(_) | Message::NoMoreLines => {}
        }
    }

    /// Changes to the light theme if the terminal has reported a light background in time.
    fn take_background(&mut self, background: Background) {
        let Some((light, until)) = self.if_light.take() else { return };
        if background == Background::Light && Instant::now() <= until {
            self.theme = light;
            self.terminal.change_theme(light);
        }
    }

    /// Puts off a message until the draft that is being opened is there: keys that are typed
    /// Defers a message until the draft is open: keys typed meanwhile are meant for the draft.
    fn hold(&mut self, mut message: Message) {
        if let Message::Input(inputs) = &mut message {
            // A click refers to the present screen, so it is dropped.
            inputs.retain(|input| !is_click(input));
        }
        self.held.push_back(message);
    }

    fn take_opened(&mut self, app: &mut App, outcome: Result<OpenOutcome, OpenFailure>) {
        self.abandon = None;
        let is_first = mem::take(&mut self.is_starting);
        match self.effects.opened(outcome) {
            Ok(event) => {
                if is_first && !matches!(event, Event::Opened(_)) {
                    // The home screen is behind the question about the draft.
                    self.effects.list();
                }
                self.update(app, event);
            }
            Err(failure) if is_first => {
                self.failure = Some(RunError::Open(failure));
                self.ended = true;
            }
            Err(failure) => self.update(app, failure.into_event()),
        }
    }

    fn take_inputs(&mut self, app: &mut App, mut inputs: VecDeque<terminal::Event>) {
        while let Some(input) = inputs.pop_front() {
            let Some(other) = self.paste.take(input) else { continue };
            // Later messages wait for the draft that this one opens.
            if self.paste.is_empty() {
                self.held.push_front(Message::Input(inputs));
                self.take_input(app, other);
            } else {
                inputs.push_front(other);
                self.held.push_front(Message::Input(inputs));
                self.end_paste(app);
            }
            return;
        }
    }

    fn take_input(&mut self, app: &mut App, input: terminal::Event) {
        if self.ended {
            return;
        }
        if self.laid_out != Some(app.identity()) {
            // A click refers to the layout on screen. Keys may be typed ahead.
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

    /// Handles keys that arrived together, typed or pasted.
    fn end_paste(&mut self, app: &mut App) {
        let destination = match app.contexts().first() {
            Some(Context::Text | Context::Writing) => InputDestination::LongText,
            _ => InputDestination::Elsewhere,
        };
        match self.paste.end(destination, Instant::now()) {
            PasteVerdict::Typed(keys) => {
                let mut keys = VecDeque::from(keys);
                while let Some(key) = keys.pop_front() {
                    self.take_input(app, key);
                    if self.is_opening() {
                        self.held.push_front(Message::Input(keys));
                        return;
                    }
                }
            }
            PasteVerdict::Pasted(text) => self.update(app, Event::Paste(text)),
        }
    }

    /// Saves and ends on a signal, with the customary exit status.
    fn terminate(&mut self, app: &mut App, signal: i32) {
        if self.deadline.is_none() {
            self.deadline = Some(Instant::now() + LAST_SAVE);
            self.status = status_of(signal);
            // Earlier keys are handled first.
            self.take_all(app);
            self.held.push_back(Message::Input(self.messages.hurry().into()));
            self.take_all(app);
            self.end_paste(app);
            self.update(app, Event::Terminate);
        }
    }

    /// Updates the state and performs its effects, until no event is left.
    fn update(&mut self, app: &mut App, event: Event) {
        let (mut events, mut lost) = (VecDeque::from([event]), false);
        while let Some(event) = events.pop_front() {
            if let Event::Moved(path) = &event {
                self.moved = Some(path.clone());
            }
            let opened = matches!(event, Event::Opened(_) | Event::Moved(_));
            if let Some(draft) = self.effects.draft().filter(|_| opened) {
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
                    Effect::ListLibrary => self.effects.list(),
                    Effect::Copy(text) => self.terminal.copy(&text.to_string()),
                    effect @ Effect::EditExternally { .. } => {
                        self.terminal.lend();
                        let effects = &mut self.effects;
                        events.extend(self.messages.lend_keyboard(|| effects.perform(effect)));
                        lost |= self.terminal.take_back().is_err();
                    }
                    effect @ Effect::Close => {
                        tui::terminal::prepare_last_words("");
                        events.extend(self.effects.perform(effect));
                    }
                    effect => events.extend(self.effects.perform(effect)),
                }
            }
        }
        if lost {
            self.terminate(app, HANG_UP);
        }
    }

    /// Restores the terminal, suspends the program, and takes the terminal again on resume.
    fn suspend(&mut self) {
        #[cfg(unix)]
        {
            self.terminal.lend();
            let _ = signal_hook::low_level::raise(signal_hook::consts::SIGSTOP);
            let _ = self.terminal.take_back();
        }
    }
}

/// Returns how much longer to wait for the disk, and the exit status, if a deferred message asks the
/// program to end.
fn asks_to_end(message: &Message, is_late: bool) -> Option<(Duration, ExitCode)> {
    match message {
        Message::Terminate(signal) => Some((LAST_SAVE, status_of(*signal))),
        Message::Lost(_) => Some((LAST_SAVE, status_of(HANG_UP))),
        Message::Input(inputs) if is_late && inputs.iter().any(leaves) => {
            Some((Duration::ZERO, ExitCode::FAILURE))
        }
        _ => None,
    }
}

/// Whether it is a mouse event.
fn is_click(input: &terminal::Event) -> bool {
    matches!(input, terminal::Event::Mouse(_))
}

/// Whether it is the key that leaves.
fn leaves(input: &terminal::Event) -> bool {
    let terminal::Event::Key(pressed) = input else { return false };
    let pressed = tui::events::key(*pressed);
    keymap::bindings(&[Context::Anywhere])
        .any(|binding| binding.action == Action::Leave && Some(binding.key) == pressed)
}
