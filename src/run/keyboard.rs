//! Takes in what the terminal sends, and lets go of it while another program has the terminal.

#[cfg(unix)]
pub(super) use bytes::Keyboard;
#[cfg(not(unix))]
pub(super) use events::Keyboard;

/// Where a terminal sends bytes.
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

    use crate::{run::messages::MessageSender, tui::input::Decoder};

    /// As many bytes as are taken at a time.
    const PIECE: usize = 1 << 16;

    /// As many bytes as a single key or click may be.
    const KEY: usize = 16;

    /// What reads the terminal. It is asked when there is something to read.
    #[derive(Debug)]
    pub(in crate::run) struct Keyboard {
        terminal: OwnedFd,
        decoder: Decoder,
        buffer: Vec<u8>,
        /// Whether what came last may be the beginning of a paste.
        may_have_more: bool,
    }

    impl Keyboard {
        /// What reads the terminal, also when standard input is something else.
        ///
        /// # Errors
        /// When there is no terminal.
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

        /// Takes in what the terminal has sent.
        ///
        /// # Errors
        /// When the terminal is gone.
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

        /// Whether more may have come than was read. After a single key, nobody need ask the system.
        pub(in crate::run) fn may_have_more(&self) -> bool {
            self.may_have_more
        }

        /// When to stop waiting for the rest of what has begun to come.
        pub(in crate::run) fn deadline(&self) -> Option<Instant> {
            self.decoder.deadline()
        }

        /// What has come, if its rest has not come in time.
        pub(in crate::run) fn silence(&mut self) -> Vec<Event> {
            self.may_have_more = false;
            self.decoder.is_silent(Instant::now())
        }

        /// What has come of a paste whose end has not, because the program is about to end.
        pub(in crate::run) fn hurry(&mut self) -> Vec<Event> {
            self.decoder.hurry()
        }

        /// Nothing reads the terminal unless it is asked to.
        pub(in crate::run) fn lend(&self) {}
    }

    impl AsFd for Keyboard {
        fn as_fd(&self) -> BorrowedFd<'_> {
            self.terminal.as_fd()
        }
    }
}

/// Where a terminal sends events.
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

    /// How long to wait for the reader to let go of the terminal.
    const PATIENCE: Duration = Duration::from_secs(1);

    /// Nothing can end a wait from outside, so the gate is looked at so often.
    const GLANCE: Duration = Duration::from_millis(100);

    /// What reads the terminal, in a thread of its own.
    #[derive(Debug)]
    pub(in crate::run) struct Keyboard {
        gate: Arc<Gate>,
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
        /// When the system has no thread to give.
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

        /// Pastes come as keys.
        pub(in crate::run) fn hurry(&mut self) -> Vec<Event> {
            Vec::new()
        }

        /// Leaves the terminal to another program, until the returned guard is dropped.
        pub(in crate::run) fn lend(&self) -> impl Drop + use<> {
            self.gate.set(|state| state.wanted_shut = true);
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

    /// Waits for something to be pressed, clicked or pasted.
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
