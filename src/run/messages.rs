//! Everything that can wake the program, in one queue.
//!
//! The loop sleeps until something arrives; there is no timer tick. It waits for keys itself, so a
//! key wakes no other thread. Separate threads write frames, receive signals and save. They send
//! messages, and each message rings a bell that the loop waits for together with the keys.

#[cfg(unix)]
use std::time::Instant;
use std::{
    collections::VecDeque,
    io::{self, BufRead},
    sync::mpsc::{Receiver, SendError, Sender, channel},
    thread,
    time::Duration,
};

use crossterm::event as terminal;
#[cfg(unix)]
use signal_hook::iterator::Signals;

#[cfg(unix)]
use super::bell::{Bell, Ringer};
use super::{
    keyboard::Keyboard,
    library::OpenFailure,
    open_draft::{OpenDraftId, OpenOutcome},
};
#[cfg(unix)]
use crate::tui;
use crate::{
    app::{
        adding::AddedSet, document::MadeDocument, earlier::EarlierAnswers, event::SaveReport,
        library::Library,
    },
    tui::theme::Background,
};

/// How long the program may take to end when the system asks it to.
#[cfg(unix)]
const LAST_MOMENT: Duration = Duration::from_millis(3300);

/// Something that woke the program.
#[derive(Debug)]
pub enum Message {
    /// Terminal events that arrived together, in order.
    Input(VecDeque<terminal::Event>),
    /// The terminal has reported its background.
    Background(Background),
    /// The terminal was resized.
    Resized,
    /// The terminal has taken a frame while a newer one was held back.
    Shown,
    /// A line of standard input, without its end.
    Line(String),
    /// Standard input has ended.
    NoMoreLines,
    /// The terminal is gone, with the reason.
    Lost(io::Error),
    /// A draft was opened, or could not be.
    Opened(Box<Result<OpenOutcome, OpenFailure>>),
    /// A document was made, or could not be.
    Made(Result<MadeDocument, String>),
    /// A question set was made from a paper, or could not be.
    Added(Result<AddedSet, String>),
    /// Earlier drafts and responses have been read.
    EarlierRead(EarlierAnswers),
    /// The saver of an open draft reports.
    Saved(OpenDraftId, SaveReport),
    /// The list of question sets and drafts.
    Listed(Library),
    /// The question set that is previewed has been saved.
    SetSaved,
    /// The system asks the program to end; the signal's number.
    Terminate(i32),
    /// The system stopped the program and has resumed it.
    Continued,
    /// The system asks the program to suspend.
    Suspend,
    /// A thread has panicked, with its message.
    Panicked(String),
}

/// The message queue with its sources.
#[derive(Debug)]
pub struct MessageQueue {
    sender: MessageSender,
    receiver: Receiver<Message>,
    keyboard: Option<Keyboard>,
    #[cfg(unix)]
    bell: Bell,
    /// The caught signals, until a thread receives them.
    #[cfg(unix)]
    signals: Option<Signals>,
}

/// Puts messages in the queue, and wakes the loop.
#[derive(Debug, Clone)]
pub struct MessageSender {
    sender: Sender<Message>,
    #[cfg(unix)]
    ringer: Ringer,
}

impl MessageSender {
    /// Puts a message in the queue.
    ///
    /// # Errors
    /// If the loop has ended.
    pub fn send(&self, message: Message) -> Result<(), SendError<Message>> {
        self.sender.send(message)?;
        #[cfg(unix)]
        self.ringer.ring();
        Ok(())
    }
}

/// Runs a task that may block on a disk in its own thread, and sends its result as a message. If the
/// system cannot start a thread, it runs here.
pub(super) fn in_background(
    messages: &MessageSender,
    name: &str,
    job: impl FnOnce() -> Message + Send + 'static,
) {
    let (hand_over, handed_over) = channel::<Box<dyn FnOnce() -> Message + Send>>();
    let sender = messages.clone();
    let worker = move || {
        let Ok(job) = handed_over.recv() else { return };
        // Sending fails only once the loop has ended.
        drop(sender.send(job()));
    };
    if thread::Builder::new().name(name.to_owned()).spawn(worker).is_ok() {
        drop(hand_over.send(Box::new(job)));
    } else {
        drop(messages.send(job()));
    }
}

/// Reads standard input, line by line.
#[derive(Debug)]
pub struct LineReader(Sender<()>);

impl LineReader {
    /// Requests the next line, which arrives as [`Message::Line`].
    pub fn ask(&self) {
        // The reader thread runs until the program ends.
        let _ = self.0.send(());
    }
}

impl MessageQueue {
    /// Creates a queue without sources.
    ///
    /// # Errors
    /// If the system cannot create a pipe.
    pub fn new() -> io::Result<Self> {
        let (sender, receiver) = channel();
        #[cfg(unix)]
        let (bell, ringer) = Bell::new()?;
        let sender = MessageSender {
            sender,
            #[cfg(unix)]
            ringer,
        };
        Ok(Self {
            sender,
            receiver,
            keyboard: None,
            #[cfg(unix)]
            bell,
            #[cfg(unix)]
            signals: None,
        })
    }

    /// Returns a sender for threads.
    pub fn sender(&self) -> MessageSender {
        self.sender.clone()
    }

    /// Starts reading the terminal.
    ///
    /// # Errors
    /// If there is no terminal.
    pub fn listen_to_keyboard(&mut self) -> io::Result<()> {
        self.keyboard = Some(Keyboard::new(&self.sender)?);
        Ok(())
    }

    /// Runs a task during which another program reads the terminal.
    pub fn lend_keyboard<T>(&self, act: impl FnOnce() -> T) -> T {
        let _lent = self.keyboard.as_ref().map(Keyboard::lend);
        act()
    }

    /// Returns the part of an unfinished paste that has arrived, as the program is about to end.
    pub fn hurry(&mut self) -> Vec<terminal::Event> {
        self.keyboard.as_mut().map(Keyboard::hurry).unwrap_or_default()
    }

    /// Prepares to read standard input one line per request; between requests, another program may
    /// read it.
    ///
    /// # Errors
    /// If the system cannot start a thread.
    pub fn read_lines(&self) -> io::Result<LineReader> {
        let sender = self.sender.clone();
        let (ask, asked) = channel();
        thread::Builder::new().name("lines".into()).spawn(move || {
            let mut input = io::stdin().lock();
            while asked.recv().is_ok() {
                if sender.send(next_line(&mut input)).is_err() {
                    return;
                }
            }
        })?;
        Ok(LineReader(ask))
    }

    /// Catches signals from now on, so that they no longer end the program.
    /// [`MessageQueue::listen_to_signals`] receives them.
    ///
    /// # Errors
    /// If the system refuses a handler.
    #[cfg(unix)]
    pub fn catch_signals(&mut self) -> io::Result<()> {
        use signal_hook::consts::{
            SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGPROF, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2,
            SIGVTALRM, SIGWINCH, SIGXCPU,
        };

        let ours = [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH];
        // Rarely sent, but by default these would end the program at once.
        let others = [SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU];
        self.signals = Some(Signals::new(ours.into_iter().chain(others))?);
        Ok(())
    }

    /// Starts receiving caught signals, unless already started.
    ///
    /// # Errors
    /// If the system cannot start a thread.
    #[cfg(unix)]
    pub fn listen_to_signals(&mut self) -> io::Result<()> {
        use signal_hook::consts::{SIGCONT, SIGINT, SIGQUIT, SIGTSTP, SIGWINCH};

        use super::editor;
        let Some(mut signals) = self.signals.take() else { return Ok(()) };
        let sender = self.sender.clone();
        thread::Builder::new().name("signals".into()).spawn(move || {
            for signal in signals.forever() {
                let wake = match signal {
                    // It is for the editor; if the editor stops, so does this program.
                    SIGINT | SIGQUIT | SIGTSTP | SIGCONT if editor::has_it() => continue,
                    SIGTSTP => Message::Suspend,
                    SIGCONT => Message::Continued,
                    SIGWINCH => Message::Resized,
                    number => {
                        end_soon(number);
                        Message::Terminate(number)
                    }
                };
                if sender.send(wake).is_err() {
                    return;
                }
            }
        })?;
        Ok(())
    }

    /// Waits for the next message. Returns `None` after the timeout.
    #[cfg(unix)]
    pub fn wait(&mut self, at_most: Option<Duration>) -> Option<Message> {
        let end = at_most.map(|time| Instant::now() + time);
        loop {
            if let Ok(message) = self.receiver.try_recv() {
                return Some(message);
            }
            let background = self.keyboard.as_mut().and_then(Keyboard::take_background);
            if let Some(background) = background {
                return Some(Message::Background(background));
            }
            match self.bell.wait(self.keyboard.as_mut(), end) {
                Ok(events) if !events.is_empty() => return Some(Message::Input(events.into())),
                Ok(_) if end.is_some_and(|end| Instant::now() >= end) => {
                    return self.receiver.try_recv().ok();
                }
                Ok(_) => {}
                Err(error) => {
                    self.keyboard = None;
                    return Some(Message::Lost(error));
                }
            }
        }
    }

    /// Waits for the next message. Returns `None` after the timeout.
    #[cfg(not(unix))]
    pub fn wait(&mut self, at_most: Option<Duration>) -> Option<Message> {
        match at_most {
            None => self.receiver.recv().ok(),
            Some(time) => self.receiver.recv_timeout(time).ok(),
        }
    }

    /// Returns the next message, if one has arrived.
    pub fn next_waiting(&mut self) -> Option<Message> {
        self.wait(Some(Duration::ZERO))
    }

    /// The same, but does not poll the terminal again after a single key.
    pub fn next_of_burst(&mut self) -> Option<Message> {
        #[cfg(unix)]
        if !self.keyboard.as_ref().is_some_and(Keyboard::may_have_more) {
            return self.receiver.try_recv().ok();
        }
        self.next_waiting()
    }
}

/// Ends the program after a delay, in case the loop is blocked by a disk that does not answer. By
/// then the saver has every change that the loop has handled.
#[cfg(unix)]
fn end_soon(signal: i32) {
    // Without this thread, only the loop ends the program.
    let _ = thread::Builder::new().name("end".into()).spawn(move || {
        thread::sleep(LAST_MOMENT);
        tui::terminal::restore();
        std::process::exit(128 + signal);
    });
}

/// Reads a line. Bytes that are not UTF-8 become marks; a byte order mark is removed.
fn next_line(input: &mut impl BufRead) -> Message {
    let mut line = Vec::new();
    match input.read_until(b'\n', &mut line) {
        Ok(0) => Message::NoMoreLines,
        Ok(_) => {
            let line = String::from_utf8_lossy(&line);
            let line = line.strip_suffix('\n').unwrap_or(&line);
            let line = line.strip_suffix('\r').unwrap_or(line);
            Message::Line(line.trim_start_matches('\u{feff}').to_owned())
        }
        Err(error) => Message::Lost(error),
    }
}
