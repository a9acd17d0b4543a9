//! Reads the terminal, except while another program uses it.

#[cfg(unix)]
pub(super) use bytes::Keyboard;
#[cfg(not(unix))]
pub(super) use events::Keyboard;

/// Reading on systems where a terminal sends bytes.
#[cfg(unix)]
mod bytes {
    use std::{
        fs::File,
        io::{self, IsTerminal},
        os::fd::{AsFd, BorrowedFd, OwnedFd},
        time::Instant,
    };

    use crossterm::event::Event;
    use rustix::io::Errno;

    use crate::{
        run::messages::MessageSender,
        tui::{input::Decoder, theme::Background},
    };

    /// The size of one read, in bytes.
    const PIECE: usize = 1 << 16;

    /// The longest sequence of a single key or click, in bytes.
    const KEY: usize = 16;

    /// Reads the terminal when it is readable.
    #[derive(Debug)]
    pub(in crate::run) struct Keyboard {
        terminal: OwnedFd,
        decoder: Decoder,
        buffer: Vec<u8>,
        /// Whether the last bytes may begin a paste.
        may_have_more: bool,
    }

    impl Keyboard {
        /// Creates a reader of the terminal, even if standard input is redirected.
        ///
        /// # Errors
        /// If there is no terminal.
        pub(in crate::run) fn new(_: &MessageSender) -> io::Result<Self> {
            let input = io::stdin();
            let terminal = if input.is_terminal() {
                input.as_fd().try_clone_to_owned()?
            } else {
                File::open("/dev/tty")?.into()
            };
            let (decoder, buffer) = (Decoder::default(), vec![0; PIECE]);
            Ok(Self { terminal, decoder, buffer, may_have_more: false })
        }

        /// Reads and decodes what has arrived.
        ///
        /// # Errors
        /// If the terminal is gone.
        pub(in crate::run) fn read(&mut self) -> io::Result<Vec<Event>> {
            let count = match rustix::io::read(&self.terminal, &mut self.buffer) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(count) => count,
                Err(Errno::INTR | Errno::AGAIN) => return Ok(Vec::new()),
                Err(error) => return Err(error.into()),
            };
            let bytes = self.buffer.get(..count).unwrap_or_default();
            self.may_have_more = count > KEY || bytes.contains(&b'\r') || bytes.contains(&b'\n');
            Ok(self.decoder.take(bytes, Instant::now()))
        }

        /// Whether more may have arrived than was read. After a single key, no system call is needed.
        pub(in crate::run) fn may_have_more(&self) -> bool {
            self.may_have_more
        }

        /// Returns when to stop waiting for the rest of an incomplete sequence.
        pub(in crate::run) fn deadline(&self) -> Option<Instant> {
            self.decoder.deadline()
        }

        /// Returns an incomplete sequence whose rest has not arrived in time.
        pub(in crate::run) fn silence(&mut self) -> Vec<Event> {
            self.may_have_more = false;
            self.decoder.is_silent(Instant::now())
        }

        /// Returns the part of an unfinished paste that has arrived, as the program is about to end.
        pub(in crate::run) fn hurry(&mut self) -> Vec<Event> {
            self.decoder.hurry()
        }

        /// Returns the background that the terminal has reported since the last call.
        pub(in crate::run) fn take_background(&mut self) -> Option<Background> {
            self.decoder.take_background()
        }

        /// Does nothing: the terminal is read on request only.
        pub(in crate::run) fn lend(&self) {}
    }

    impl AsFd for Keyboard {
        fn as_fd(&self) -> BorrowedFd<'_> {
            self.terminal.as_fd()
        }
    }
}

/// Reading on systems where a terminal sends events.
#[cfg(not(unix))]
mod events {
    use std::{
        io,
        sync::{Arc, Condvar, Mutex, PoisonError},
        thread,
        time::Duration,
    };

    use crossterm::event::{Event, poll, read};

    use crate::run::messages::{Message, MessageSender};

    /// How long to wait for the reader to release the terminal.
    const PATIENCE: Duration = Duration::from_secs(1);

    /// A wait cannot be interrupted, so the gate is checked at this interval.
    const GLANCE: Duration = Duration::from_millis(100);

    /// Reads the terminal in its own thread.
    #[derive(Debug)]
    pub(in crate::run) struct Keyboard {
        gate: Arc<Gate>,
    }

    /// Blocks the reader while another program uses the terminal.
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
        /// Starts reading the terminal into the queue.
        ///
        /// # Errors
        /// If the system cannot start a thread.
        pub(in crate::run) fn new(sender: &MessageSender) -> io::Result<Self> {
            let gate = Arc::new(Gate::default());
            let (sender, passed) = (sender.clone(), Arc::clone(&gate));
            thread::Builder::new().name("keys".into()).spawn(move || {
                loop {
                    let (message, lost) = match next(&passed) {
                        Ok(events) => (Message::Input(events.into()), false),
                        Err(error) => (Message::Lost(error), true),
                    };
                    if sender.send(message).is_err() || lost {
                        return;
                    }
                }
            })?;
            Ok(Self { gate })
        }

        /// Always none: pastes arrive as keys.
        pub(in crate::run) fn hurry(&mut self) -> Vec<Event> {
            Vec::new()
        }

        /// Leaves the terminal to another program until the returned guard is dropped.
        pub(in crate::run) fn lend(&self) -> impl Drop + use<> {
            self.gate.set(|state| state.wanted_shut = true);
            let state = self.gate.state.lock().unwrap_or_else(PoisonError::into_inner);
            drop(self.gate.changed.wait_timeout_while(state, PATIENCE, |state| !state.is_shut));
            TerminalLoan(Arc::clone(&self.gate))
        }
    }

    /// Another program uses the terminal while this exists.
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

        /// Blocks the reader while the gate is shut.
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

    /// Waits for an event.
    fn next(gate: &Gate) -> io::Result<Vec<Event>> {
        while !poll(GLANCE)? {
            gate.pass();
        }
        let mut events = vec![read()?];
        while poll(Duration::ZERO)? {
            events.push(read()?);
        }
        Ok(events)
    }
}
