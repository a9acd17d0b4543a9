//! Everything that can wake the program, in one queue.
//!
//! The loop sleeps until something comes; nothing ticks. Each source waits in a thread of its own,
//! because each can only be waited for by blocking: the terminal for keys, the system for signals,
//! and the disk, in the saver, for a save to end.

use std::{
    io::{self, BufRead},
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        mpsc::{Receiver, Sender, channel},
    },
    thread,
    time::Duration,
};

use crossterm::event as terminal;

use crate::app::event::SaveReport;

/// How long the program may take to end when the system asks it to.
#[cfg(unix)]
const LAST_MOMENT: Duration = Duration::from_secs(5);

/// Something that woke the program.
#[derive(Debug)]
pub enum Wake {
    /// A key, the mouse, a paste, a new size.
    Input(terminal::Event),
    /// A line of standard input, without its end.
    Line(String),
    /// Standard input has ended.
    NoMoreLines,
    /// The terminal is gone, and why.
    Lost(io::Error),
    /// The saver reports.
    Saved(SaveReport),
    /// The question set that is previewed has been saved.
    SetSaved,
    /// The system asks the program to end; the signal's number.
    Terminate(i32),
    /// The system has stopped the program, and lets it go on.
    Continued,
    /// The system asks the program to stop for a while.
    Suspend,
}

/// The queue, and what fills it.
#[derive(Debug)]
pub struct Inbox {
    sender: Sender<Wake>,
    receiver: Receiver<Wake>,
    gate: Arc<Gate>,
}

/// Reads standard input, line by line.
#[derive(Debug)]
pub struct LineReader(Sender<()>);

impl LineReader {
    /// Asks for the next line; it comes as [`Wake::Line`].
    pub fn ask(&self) {
        // The reader ends with the program alone, so it is there.
        let _ = self.0.send(());
    }
}

/// Holds the reader of the terminal back while another program has it.
#[derive(Debug, Default)]
struct Gate {
    state: Mutex<GateState>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct GateState {
    wanted_shut: bool,
    is_shut: bool,
}

impl Default for Inbox {
    /// A queue that nothing fills yet.
    fn default() -> Self {
        let (sender, receiver) = channel();
        Self { sender, receiver, gate: Arc::new(Gate::default()) }
    }
}

impl Inbox {
    /// Where to put what should wake the program.
    pub fn sender(&self) -> Sender<Wake> {
        self.sender.clone()
    }

    /// Begins to read the terminal.
    ///
    /// # Errors
    /// When the system has no thread to give.
    pub fn read_terminal(&self) -> io::Result<()> {
        let (sender, gate) = (self.sender.clone(), Arc::clone(&self.gate));
        thread::Builder::new().name("keys".into()).spawn(move || read(&sender, &gate))?;
        Ok(())
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

    /// Begins to listen to the system's signals.
    ///
    /// # Errors
    /// When the system has no thread or no handler to give.
    #[cfg(unix)]
    pub fn listen_to_signals(&self) -> io::Result<()> {
        use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
        let sender = self.sender.clone();
        let wanted = [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT];
        let mut signals = signal_hook::iterator::Signals::new(wanted)?;
        thread::Builder::new().name("signals".into()).spawn(move || {
            for signal in signals.forever() {
                let wake = match signal {
                    SIGTSTP => Wake::Suspend,
                    SIGCONT => Wake::Continued,
                    number => {
                        end_soon(number);
                        Wake::Terminate(number)
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
    pub fn wait(&self, at_most: Option<Duration>) -> Option<Wake> {
        match at_most {
            None => self.receiver.recv().ok(),
            Some(time) => self.receiver.recv_timeout(time).ok(),
        }
    }

    /// The next that has come in already.
    pub fn next_waiting(&self) -> Option<Wake> {
        self.receiver.try_recv().ok()
    }

    /// Leaves the terminal to another program, until the returned guard is dropped.
    pub fn lend_terminal(&self) -> impl Drop + use<> {
        self.gate.shut();
        Lent(Arc::clone(&self.gate))
    }
}

/// The terminal is lent to another program.
struct Lent(Arc<Gate>);

impl Drop for Lent {
    fn drop(&mut self) {
        self.0.set(|state| state.wanted_shut = false);
    }
}

impl Gate {
    fn set(&self, change: impl FnOnce(&mut GateState)) {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner));
        self.changed.notify_all();
    }

    /// Has the reader let go of the terminal, and waits until it did.
    fn shut(&self) {
        self.set(|state| state.wanted_shut = true);
        // The reader sleeps in a read that only an event ends: a change of size is one.
        #[cfg(unix)]
        if signal_hook::low_level::raise(signal_hook::consts::SIGWINCH).is_err() {
            return;
        }
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let patience = Duration::from_secs(1);
        drop(self.changed.wait_timeout_while(state, patience, |state| !state.is_shut));
    }

    /// Waits, as the reader, while the gate is shut. Whether it was.
    fn pass(&self) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if !state.wanted_shut {
            return false;
        }
        state.is_shut = true;
        self.changed.notify_all();
        while state.wanted_shut {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.is_shut = false;
        true
    }
}

/// Ends the program after a while, should the loop hang in a terminal that takes nothing any more.
/// The saver has had every change by then.
#[cfg(unix)]
fn end_soon(signal: i32) {
    // Without a thread, the loop alone ends the program.
    let _ = thread::Builder::new().name("end".into()).spawn(move || {
        thread::sleep(LAST_MOMENT);
        std::process::exit(128 + signal);
    });
}

/// Reads a line. What is not UTF-8 in it becomes marks; the mark at the start of files that some
/// editors put there is left out.
fn next_line(input: &mut impl BufRead) -> Wake {
    let mut line = Vec::new();
    match input.read_until(b'\n', &mut line) {
        Ok(0) => Wake::NoMoreLines,
        Ok(_) => {
            let line = String::from_utf8_lossy(&line);
            let line = line.strip_suffix('\n').unwrap_or(&line);
            let line = line.strip_suffix('\r').unwrap_or(line);
            Wake::Line(line.trim_start_matches('\u{feff}').to_owned())
        }
        Err(error) => Wake::Lost(error),
    }
}

/// Reads the terminal until it is gone, or nobody listens any more.
fn read(sender: &Sender<Wake>, gate: &Gate) {
    loop {
        let wake = match next(gate) {
            Ok(event) if gate.pass() && !matches!(event, terminal::Event::Resize(..)) => continue,
            Ok(event) => Wake::Input(event),
            Err(error) => Wake::Lost(error),
        };
        let lost = matches!(wake, Wake::Lost(_));
        if sender.send(wake).is_err() || lost {
            return;
        }
    }
}

#[cfg(unix)]
fn next(_: &Gate) -> io::Result<terminal::Event> {
    terminal::read()
}

/// Elsewhere nothing can end a read from outside, so the gate is looked at now and then.
#[cfg(not(unix))]
fn next(gate: &Gate) -> io::Result<terminal::Event> {
    while !terminal::poll(Duration::from_millis(100))? {
        gate.pass();
    }
    terminal::read()
}
