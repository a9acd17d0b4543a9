//! Reads what the terminal sends, in a thread of its own, and lets go of it while another program
//! has the terminal.

use std::{
    io,
    sync::{Arc, Condvar, Mutex, PoisonError, mpsc::Sender},
    thread,
    time::Duration,
};

use crossterm::event as terminal;

use super::messages::Message;

/// How long to wait for the reader to let go of the terminal.
const PATIENCE: Duration = Duration::from_secs(1);

/// What reads the terminal.
#[derive(Debug)]
pub struct Keyboard {
    gate: Arc<Gate>,
    bell: Bell,
}

/// Holds the reader back while another program has the terminal.
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

impl Keyboard {
    /// Begins to read the terminal, and puts what comes in the queue.
    ///
    /// # Errors
    /// When there is no terminal, or the system has no thread to give.
    pub fn read(sender: Sender<Message>) -> io::Result<Self> {
        let gate = Arc::new(Gate::default());
        let (bell, mut reader) = Reader::new(Arc::clone(&gate))?;
        thread::Builder::new().name("keys".into()).spawn(move || {
            loop {
                let (wake, lost) = match reader.next() {
                    Ok(events) => (Message::Input(events.into()), false),
                    Err(error) => (Message::Lost(error), true),
                };
                if sender.send(wake).is_err() || lost {
                    return;
                }
            }
        })?;
        Ok(Self { gate, bell })
    }

    /// What has come of a paste whose end has not, because the program is about to end.
    pub fn hurry(&self) -> Vec<terminal::Event> {
        self.bell.hurry()
    }

    /// Leaves the terminal to another program, until the returned guard is dropped.
    pub fn lend(&self) -> impl Drop + use<> {
        self.gate.set(|state| state.wanted_shut = true);
        self.bell.ring();
        let state = self.gate.state.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.gate.changed.wait_timeout_while(state, PATIENCE, |state| !state.is_shut));
        TerminalLoan(Arc::clone(&self.gate))
    }
}

/// The terminal is lent to another program.
struct TerminalLoan(Arc<Gate>);

impl Drop for TerminalLoan {
    fn drop(&mut self) {
        self.0.set(|state| state.wanted_shut = false);
    }
}

impl Gate {
    fn set(&self, change: impl FnOnce(&mut GateState)) {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner));
        self.changed.notify_all();
    }

    /// Waits, as the reader, while the gate is shut.
    fn pass(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while state.wanted_shut {
            state.is_shut = true;
            self.changed.notify_all();
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.is_shut = false;
    }
}

#[cfg(unix)]
use bytes::{Bell, Reader};

/// Where a terminal sends bytes.
#[cfg(unix)]
mod bytes {
    use std::{
        fs::File,
        io::{self, IsTerminal, PipeReader, PipeWriter, Read, Write},
        os::fd::{AsFd, OwnedFd},
        sync::{Arc, Mutex, MutexGuard, PoisonError},
        time::Instant,
    };

    use crossterm::event::Event;
    use rustix::{
        event::{PollFd, PollFlags, Timespec, poll},
        io::Errno,
    };

    use super::Gate;
    use crate::tui::input::Decoder;

    /// As many bytes as are taken at a time.
    const PIECE: usize = 1 << 16;

    /// Wakes the reader, which waits for the terminal; and knows what it holds.
    #[derive(Debug)]
    pub(super) struct Bell(PipeWriter, Arc<Mutex<Decoder>>);

    impl Bell {
        pub(super) fn ring(&self) {
            // Who has gone needs no waking.
            let _ = (&self.0).write_all(&[0]);
        }

        pub(super) fn hurry(&self) -> Vec<Event> {
            locked(&self.1).hurry()
        }
    }

    fn locked(decoder: &Mutex<Decoder>) -> MutexGuard<'_, Decoder> {
        decoder.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) struct Reader {
        terminal: OwnedFd,
        bell: PipeReader,
        gate: Arc<Gate>,
        decoder: Arc<Mutex<Decoder>>,
        buffer: Vec<u8>,
    }

    impl Reader {
        pub(super) fn new(gate: Arc<Gate>) -> io::Result<(Bell, Self)> {
            let input = io::stdin();
            let terminal = if input.is_terminal() {
                input.as_fd().try_clone_to_owned()?
            } else {
                File::open("/dev/tty")?.into()
            };
            let (bell, ringer) = io::pipe()?;
            let decoder = Arc::new(Mutex::new(Decoder::default()));
            let ringer = Bell(ringer, Arc::clone(&decoder));
            Ok((ringer, Self { terminal, bell, gate, decoder, buffer: vec![0; PIECE] }))
        }

        /// Waits for something to be pressed, clicked or pasted.
        pub(super) fn next(&mut self) -> io::Result<Vec<Event>> {
            loop {
                let events = self.wait()?;
                if !events.is_empty() {
                    return Ok(events);
                }
            }
        }

        /// Waits for bytes or silence, and takes what came.
        fn wait(&mut self) -> io::Result<Vec<Event>> {
            let left = |until: Instant| until.saturating_duration_since(Instant::now());
            let patience = locked(&self.decoder).deadline().map(left);
            let patience = patience.and_then(|patience| Timespec::try_from(patience).ok());
            let mut sources = [
                PollFd::new(&self.terminal, PollFlags::IN),
                PollFd::new(&self.bell, PollFlags::IN),
            ];
            match poll(&mut sources, patience.as_ref()) {
                Ok(_) => {}
                Err(Errno::INTR) => return Ok(Vec::new()),
                Err(error) => return Err(error.into()),
            }
            let [sent, rung] = sources.map(|source| !source.revents().is_empty());
            if rung {
                self.bell.read_exact(&mut [0])?;
                self.gate.pass();
                return Ok(Vec::new());
            }
            if !sent {
                return Ok(locked(&self.decoder).is_silent(Instant::now()));
            }
            let count = match rustix::io::read(&self.terminal, &mut self.buffer) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(count) => count,
                Err(Errno::INTR | Errno::AGAIN) => return Ok(Vec::new()),
                Err(error) => return Err(error.into()),
            };
            let bytes = self.buffer.get(..count).unwrap_or_default();
            Ok(locked(&self.decoder).take(bytes, Instant::now()))
        }
    }
}

#[cfg(not(unix))]
use events::{Bell, Reader};

/// Where a terminal sends events.
#[cfg(not(unix))]
mod events {
    use std::{io, sync::Arc, time::Duration};

    use crossterm::event::{Event, poll, read};

    use super::Gate;

    /// Nothing can end a wait from outside, so the gate is looked at so often.
    const GLANCE: Duration = Duration::from_millis(100);

    #[derive(Debug)]
    pub(super) struct Bell;

    impl Bell {
        pub(super) fn ring(&self) {}

        /// Pastes come as keys.
        pub(super) fn hurry(&self) -> Vec<Event> {
            Vec::new()
        }
    }

    pub(super) struct Reader(Arc<Gate>);

    impl Reader {
        pub(super) fn new(gate: Arc<Gate>) -> io::Result<(Bell, Self)> {
            Ok((Bell, Self(gate)))
        }

        pub(super) fn next(&mut self) -> io::Result<Vec<Event>> {
            while !poll(GLANCE)? {
                self.0.pass();
            }
            let mut events = vec![read()?];
            while poll(Duration::ZERO)? {
                events.push(read()?);
            }
            Ok(events)
        }
    }
}
