//! Everything that can wake the program, in one queue.
//!
//! The loop sleeps until something comes; nothing ticks. It waits for the terminal's keys itself, so
//! that a key wakes no other thread. Whatever else there is to wait for has a thread of its own: the
//! terminal to take a frame, the system for signals, and the disk, in the saver, for a save to end.
//! They send messages, and each message rings a bell that the loop waits for together with the keys.

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
use crate::app::{adding::AddedSet, document::MadeDocument, event::SaveReport, library::Library};
#[cfg(unix)]
use crate::tui;

/// How long the program may take to end when the system asks it to.
#[cfg(unix)]
const LAST_MOMENT: Duration = Duration::from_millis(3300);

/// Something that woke the program.
#[derive(Debug)]
pub enum Message {
    /// Keys, the mouse, pastes that came together, in their order.
    Input(VecDeque<terminal::Event>),
    /// The terminal has another size.
    Resized,
    /// The terminal has taken a frame while a newer one was held back.
    Shown,
    /// A line of standard input, without its end.
    Line(String),
    /// Standard input has ended.
    NoMoreLines,
    /// The terminal is gone, and why.
    Lost(io::Error),
    /// A draft has been opened, or why it could not be.
    Opened(Box<Result<OpenOutcome, OpenFailure>>),
    /// A document has been made, or why it could not be.
    Made(Result<MadeDocument, String>),
    /// A question set has been made of a paper, or why not.
    Added(Result<AddedSet, String>),
    /// The saver of an open draft reports.
    Saved(OpenDraftId, SaveReport),
    /// What there is to answer.
    Listed(Library),
    /// The question set that is previewed has been saved.
    SetSaved,
    /// The system asks the program to end; the signal's number.
    Terminate(i32),
    /// The system has stopped the program, and lets it go on.
    Continued,
    /// The system asks the program to stop for a while.
    Suspend,
    /// A thread has made a mistake, and what it said.
    Panicked(String),
}

/// The queue, and what fills it.
#[derive(Debug)]
pub struct MessageQueue {
    sender: MessageSender,
    receiver: Receiver<Message>,
    keyboard: Option<Keyboard>,
    #[cfg(unix)]
    bell: Bell,
    /// Signals that the system is to hand over, until there is a thread to take them.
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
    /// When nobody takes messages any more.
    pub fn send(&self, message: Message) -> Result<(), SendError<Message>> {
        self.sender.send(message)?;
        #[cfg(unix)]
        self.ringer.ring();
        Ok(())
    }
}

/// Does something that may wait for a disk on a thread of its own; what it returns comes as a
/// message. It is done here where the system has no thread to give.
pub(super) fn in_background(
    messages: &MessageSender,
    name: &str,
    job: impl FnOnce() -> Message + Send + 'static,
) {
    let (hand_over, handed_over) = channel::<Box<dyn FnOnce() -> Message + Send>>();
    let sender = messages.clone();
    let worker = move || {
        let Ok(job) = handed_over.recv() else { return };
        // Nobody takes messages any more once the program has ended.
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
    /// Asks for the next line; it comes as [`Message::Line`].
    pub fn ask(&self) {
        // The reader ends with the program alone, so it is there.
        let _ = self.0.send(());
    }
}

impl MessageQueue {
    /// A queue that nothing fills yet.
    ///
    /// # Errors
    /// When the system has no pipe to give.
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

    /// Where to put what should wake the program.
    pub fn sender(&self) -> MessageSender {
        self.sender.clone()
    }

    /// Begins to take in what the terminal sends.
    ///
    /// # Errors
    /// When there is no terminal.
    pub fn listen_to_keyboard(&mut self) -> io::Result<()> {
        self.keyboard = Some(Keyboard::new(&self.sender)?);
        Ok(())
    }

    /// Leaves what the terminal sends to another program while this is done.
    pub fn lend_keyboard<T>(&self, act: impl FnOnce() -> T) -> T {
        let _lent = self.keyboard.as_ref().map(Keyboard::lend);
        act()
    }

    /// What has come of a paste whose end has not, because the program is about to end.
    pub fn hurry(&mut self) -> Vec<terminal::Event> {
        self.keyboard.as_mut().map(Keyboard::hurry).unwrap_or_default()
    }

    /// Gets ready to read standard input, a line whenever one is asked for: in between, another
    /// program may have it.
    ///
    /// # Errors
    /// When the system has no thread to give.
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

    /// Has the system's signals handed over from now on, instead of ending the program.
    /// [`MessageQueue::listen_to_signals`] takes them in.
    ///
    /// # Errors
    /// When the system has no handler to give.
    #[cfg(unix)]
    pub fn catch_signals(&mut self) -> io::Result<()> {
        use signal_hook::consts::{
            SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGPROF, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2,
            SIGVTALRM, SIGWINCH, SIGXCPU,
        };

        let ours = [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH];
        // Nobody sends these to us; but by default they would end the program on the spot.
        let others = [SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU];
        self.signals = Some(Signals::new(ours.into_iter().chain(others))?);
        Ok(())
    }

    /// Begins to take in the signals that have been caught, unless that has begun.
    ///
    /// # Errors
    /// When the system has no thread to give.
    #[cfg(unix)]
    pub fn listen_to_signals(&mut self) -> io::Result<()> {
        use signal_hook::consts::{SIGCONT, SIGINT, SIGQUIT, SIGTSTP, SIGWINCH};

        use super::editor;
        let Some(mut signals) = self.signals.take() else { return Ok(()) };
        let sender = self.sender.clone();
        thread::Builder::new().name("signals".into()).spawn(move || {
            for signal in signals.forever() {
                let wake = match signal {
                    // It is meant for the editor, which may stop; then this program does as well.
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

    /// Waits for the next, at most as long as said. `None` when the time is over.
    #[cfg(unix)]
    pub fn wait(&mut self, at_most: Option<Duration>) -> Option<Message> {
        let end = at_most.map(|time| Instant::now() + time);
        loop {
            if let Ok(message) = self.receiver.try_recv() {
                return Some(message);
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

    /// Waits for the next, at most as long as said. `None` when the time is over.
    #[cfg(not(unix))]
    pub fn wait(&mut self, at_most: Option<Duration>) -> Option<Message> {
        match at_most {
            None => self.receiver.recv().ok(),
            Some(time) => self.receiver.recv_timeout(time).ok(),
        }
    }

    /// The next that has come in already.
    pub fn next_waiting(&mut self) -> Option<Message> {
        self.wait(Some(Duration::ZERO))
    }

    /// The same, without asking the terminal for more where a single key has come.
    pub fn next_of_burst(&mut self) -> Option<Message> {
        #[cfg(unix)]
        if !self.keyboard.as_ref().is_some_and(Keyboard::may_have_more) {
            return self.receiver.try_recv().ok();
        }
        self.next_waiting()
    }
}

/// Ends the program after a while, should the loop wait for a disk that does not answer. The saver has
/// had every change by then that the loop has taken in.
#[cfg(unix)]
fn end_soon(signal: i32) {
    // Without a thread, the loop alone ends the program.
    let _ = thread::Builder::new().name("end".into()).spawn(move || {
        thread::sleep(LAST_MOMENT);
        tui::terminal::restore();
        std::process::exit(128 + signal);
    });
}

/// Reads a line. What is not UTF-8 in it becomes marks; the mark at the start of files that some
/// editors put there is left out.
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
