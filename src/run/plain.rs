//! The loop without screens: say, read a line, update, perform.

use std::{
    io::{self, Write},
    mem, panic,
    process::ExitCode,
    time::{Duration, Instant},
};

use jiff::Zoned;

use super::{
    effects::EffectRunner,
    ending::{Ended, HANG_UP, LAST_SAVE, RunError, after_panic, guarded, status_of},
    library::OpenFailure,
    messages::{LineReader, Message, MessageQueue},
    open_draft::OpenOutcome,
    screens::WAITING,
    settings::{Echo, Start},
};
use crate::{
    app::{
        App,
        event::{Effect, Event},
        saving::SaveState,
    },
    model::terminal_text::{LineEnds, shown},
    plain::{PROMPT, Plain, in_words},
};

/// How long the last save may take when there are no more lines: nobody waits for the program then.
const PATIENCE: Duration = Duration::from_secs(4);

/// Everything that the loop works with, but the state.
struct PlainLoop {
    messages: MessageQueue,
    effects: EffectRunner,
    plain: Plain,
    input: LineReader,
    echo: Echo,
    /// Whether the prompt stands there, and a line is awaited.
    awaits: bool,
    /// How it ends, once that is known.
    ending: Option<Ending>,
    ended: bool,
    /// Whether the draft that the program was started for is being opened.
    is_starting: bool,
    /// Why that could not be opened.
    failure: Option<OpenFailure>,
}

/// Why the program ends.
#[derive(Clone, Copy)]
struct Ending {
    /// When it does, even if the draft could not be saved.
    deadline: Instant,
    why: EndReason,
}

#[derive(Clone, Copy)]
enum EndReason {
    /// There are no more lines.
    NoMoreLines,
    /// The system asks for it, with a signal.
    Signal(i32),
}

/// Speaks line by line until the respondent leaves.
///
/// # Errors
/// When what was asked for cannot be opened, or no more lines come and the draft cannot be saved.
pub(super) fn run(
    #[cfg_attr(not(unix), expect(unused_mut, reason = "there are signals on Unix alone"))]
    mut messages: MessageQueue,
    effects: EffectRunner,
    echo: Echo,
    start: Start,
) -> Result<Ended, RunError> {
    #[cfg(unix)]
    messages.listen_to_signals().map_err(RunError::Thread)?;
    let sender = messages.sender();
    let mut plain = PlainLoop::new(messages, effects, echo)?;
    let mut app = App::new(Zoned::now());
    app.me = plain.effects.author();
    let result = guarded(sender, || {}, || plain.run(&mut app, start));
    result.unwrap_or_else(|what| Err(after_panic(&mut plain.effects, what)))
}

impl PlainLoop {
    /// Ready to speak on standard output and to listen on standard input.
    ///
    /// # Errors
    /// When the system has no thread to give.
    fn new(messages: MessageQueue, effects: EffectRunner, echo: Echo) -> Result<Self, RunError> {
        let input = messages.read_lines().map_err(RunError::Thread)?;
        Ok(Self {
            messages,
            effects,
            plain: Plain::default(),
            input,
            echo,
            awaits: false,
            ending: None,
            ended: false,
            is_starting: false,
            failure: None,
        })
    }

    /// Starts with what was asked for, and goes on until the respondent leaves or no more lines come.
    ///
    /// # Errors
    /// When what was asked for cannot be opened, or there are no more lines and the draft could not be
    /// saved.
    fn run(&mut self, app: &mut App, start: Start) -> Result<Ended, RunError> {
        match start {
            Start::Home => self.perform(app, vec![Effect::ListLibrary]),
            Start::Answer { set, draft } => {
                self.is_starting = true;
                self.effects.answer(set.to_string_lossy().into_owned(), draft);
            }
            Start::Preview { set } => {
                let event = self.effects.preview(&set.to_string_lossy());
                self.update(app, event.map_err(RunError::Open)?);
            }
        }
        while !self.ended {
            // Nobody types between two lines.
            if app.has_edits() {
                self.update(app, Event::SaveDue);
            }
            if self.ending.is_none() && self.speak(app).is_err() {
                self.terminate(app, HANG_UP);
                continue;
            }
            let patience = app.waits().then_some(WAITING);
            match self.messages.wait(patience) {
                Some(message) => self.take(app, message),
                None => self.update(app, Event::Tick),
            }
            self.ended |= self.ending.is_some_and(|ending| Instant::now() >= ending.deadline);
        }
        if let Some(failure) = self.failure.take() {
            return Err(RunError::Open(failure));
        }
        let why = self.ending.map(|ending| ending.why);
        let well = Ended { status: ExitCode::SUCCESS, words: None };
        let outcome = match why {
            Some(EndReason::Signal(signal)) => {
                let words =
                    app.saving.is_outstanding().then(|| self.effects.give_up(Duration::ZERO));
                Ok(Ended { status: status_of(signal), words })
            }
            Some(EndReason::NoMoreLines) => self.save_for_the_last_time(app).map(|()| well),
            None => Ok(well),
        };
        let is_script = self.echo == Echo::Here && !matches!(why, Some(EndReason::Signal(_)));
        let refused = app.refused.as_ref().filter(|_| is_script);
        let outcome = outcome.and_then(|ended| {
            refused.map_or(Ok(ended), |why| Err(RunError::NotTaken(in_words(why))))
        });
        // Whoever listens hears how it ended; whoever has gone does not mind.
        let _ = print(&self.plain.farewell(app));
        outcome
    }

    /// Saves what is not saved yet; only then is it known how that ended.
    fn save_for_the_last_time(&mut self, app: &mut App) -> Result<(), RunError> {
        let progress = self.effects.finish(LAST_SAVE);
        let is_saved = progress.is_none_or(|progress| progress.is_saved());
        // What came of it is told to the program, which says where the draft is.
        while let Some(message) = self.messages.wait(if is_saved && app.saving.is_outstanding() {
            Some(WAITING)
        } else {
            Some(Duration::ZERO)
        }) {
            if let Message::Saved(id, report) = message
                && self.effects.has_open(id)
            {
                self.update(app, Event::Saved(report));
            }
        }
        if is_saved {
            return Ok(());
        }
        let reason = match app.saving.state() {
            SaveState::Failed(failure) => failure.reason,
            SaveState::Untouched | SaveState::Saved(_) | SaveState::Pending(_) => {
                "the disk has not responded yet"
            }
        };
        let path = app.session().map(|session| session.path.display().to_string());
        let path = path.unwrap_or_default();
        Err(RunError::NotSaved(if progress.is_some_and(|progress| progress.is_safe()) {
            format!("{reason}. They are kept on this machine: open {path} here to go on")
        } else {
            format!("{reason}. They could not be kept on this machine either")
        }))
    }

    /// Says what there is to say, and asks for a line when one is wanted.
    fn speak(&mut self, app: &App) -> io::Result<()> {
        if self.effects.is_busy() {
            return Ok(());
        }
        if self.awaits && !self.plain.has_news() {
            return Ok(());
        }
        if self.awaits {
            writeln!(io::stdout().lock())?;
        }
        print(&self.plain.say(app))?;
        if self.plain.listens(app) {
            let mut out = io::stdout().lock();
            out.write_all(PROMPT.as_bytes())?;
            out.flush()?;
            if !self.awaits {
                self.awaits = true;
                self.input.ask();
            }
        }
        Ok(())
    }

    fn take(&mut self, app: &mut App, message: Message) {
        match message {
            Message::Line(line) => {
                self.awaits = false;
                if self.echo == Echo::Here {
                    // A reader that has gone is found out when the answer is said.
                    let _ = writeln!(io::stdout().lock(), "{}", shown(&line, LineEnds::Marked));
                }
                let effects = self.plain.take(app, &line, &Zoned::now());
                self.perform(app, effects);
            }
            Message::NoMoreLines => {
                let _ = writeln!(io::stdout().lock());
                self.end(EndReason::NoMoreLines);
                let effects = self.plain.end(app, &Zoned::now());
                self.perform(app, effects);
            }
            Message::Opened(outcome) => self.take_opened(app, *outcome),
            Message::Made(made) => {
                let event = self.effects.made(made);
                self.update(app, event);
            }
            Message::Added(added) => {
                let event = self.effects.added(added);
                self.update(app, event);
            }
            Message::Saved(id, report) => {
                if self.effects.has_open(id) {
                    self.update(app, Event::Saved(report));
                }
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
            Message::Terminate(signal) => self.terminate(app, signal),
            Message::Lost(_) => self.terminate(app, HANG_UP),
            Message::Suspend => suspend(),
            Message::Continued if self.awaits => {
                let mut out = io::stdout().lock();
                let _ = out.write_all(PROMPT.as_bytes()).and_then(|()| out.flush());
            }
            Message::Panicked(what) => panic::resume_unwind(Box::new(what)),
            Message::Continued
            | Message::Input(_)
            | Message::Background(_)
            | Message::Resized
            | Message::Shown
            | Message::Listed(_) => {}
        }
    }

    fn take_opened(&mut self, app: &mut App, outcome: Result<OpenOutcome, OpenFailure>) {
        let is_first = mem::take(&mut self.is_starting);
        match self.effects.opened(outcome) {
            Ok(event) => self.update(app, event),
            Err(failure) if is_first => {
                self.failure = Some(failure);
                self.ended = true;
            }
            Err(failure) => self.update(app, failure.into_event()),
        }
    }

    fn end(&mut self, why: EndReason) {
        self.awaits = false;
        let patience = match why {
            EndReason::NoMoreLines => PATIENCE,
            EndReason::Signal(_) => LAST_SAVE,
        };
        self.ending.get_or_insert(Ending { deadline: Instant::now() + patience, why });
    }

    /// Saves and ends, as the system asks: with the status that is customary for the signal.
    fn terminate(&mut self, app: &mut App, signal: i32) {
        if self.ending.is_none() {
            if self.awaits {
                // What is said now is no part of the line that was awaited.
                let _ = writeln!(io::stdout().lock());
            }
            self.end(EndReason::Signal(signal));
            self.update(app, Event::Terminate);
        }
    }

    fn update(&mut self, app: &mut App, event: Event) {
        let effects = self.plain.update(app, event, &Zoned::now());
        self.perform(app, effects);
    }

    /// Does what is to be done, and what comes of it, until nothing more does.
    fn perform(&mut self, app: &mut App, effects: Vec<Effect>) {
        for effect in effects {
            if matches!(effect, Effect::Quit) {
                self.ended = true;
                continue;
            }
            // Nothing reads standard input while an editor may have it.
            if let Some(event) = self.effects.perform(effect) {
                self.update(app, event);
            }
        }
    }
}

/// Prints lines, with marks in place of what is no text.
fn print(lines: &[String]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in lines.iter().flat_map(|line| line.split('\n')) {
        writeln!(out, "{}", shown(line, LineEnds::Marked))?;
    }
    out.flush()
}

/// Stops until the shell says to go on.
fn suspend() {
    #[cfg(unix)]
    let _ = signal_hook::low_level::raise(signal_hook::consts::SIGSTOP);
}
