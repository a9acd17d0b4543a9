//! Writes to the terminal without blocking.
//!
//! A terminal that stops reading, as behind a connection that is stuck, holds up whoever writes to
//! it. So keys are taken in and saved all the while: what the terminal takes at once is written at
//! once, and a thread waits for it to take the rest. What is newer than what is being written waits;
//! of frames, only the newest is ever drawn.

#[cfg(unix)]
use std::os::fd::OwnedFd;
use std::{
    io, mem,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

/// Writes output in the order given.
pub(super) struct TerminalWriter {
    state: Mutex<WriterState>,
    changed: Condvar,
}

struct WriterState {
    /// Output waiting to be written.
    waiting: Vec<u8>,
    /// Whether a write is in progress.
    writing: bool,
    /// Whether somebody waits for it to end.
    wanted: bool,
    /// Whether there is a thread; without one, writing blocks.
    threaded: bool,
    /// What the thread calls, until there is one. Few terminals ever need it.
    free: Option<Box<dyn Fn() + Send>>,
    /// The terminal, opened once more so that writing to it never waits; where that can be done.
    #[cfg(unix)]
    unwaiting: Option<OwnedFd>,
    failed: Option<io::Error>,
}

impl TerminalWriter {
    /// Creates a writer with nothing to write.
    pub(super) const fn new() -> Self {
        let state = WriterState {
            waiting: Vec::new(),
            writing: false,
            wanted: false,
            threaded: false,
            free: None,
            #[cfg(unix)]
            unwaiting: None,
            failed: None,
        };
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }

    /// Gets ready to write. A thread, started when the terminal does not take all at once, calls
    /// `free` when it has nothing left to write and somebody has asked meanwhile.
    pub(super) fn start(&self, free: impl Fn() + Send + 'static) {
        let mut state = self.state();
        if state.threaded {
            return;
        }
        state.free = Some(Box::new(free));
        #[cfg(unix)]
        {
            state.unwaiting = open_unwaiting().ok();
        }
    }

    /// Whether everything is written. If not, `free` is called when it is.
    ///
    /// # Errors
    /// If the terminal has refused output since the last call.
    pub(super) fn is_free(&self) -> io::Result<bool> {
        let mut state = self.state();
        if let Some(error) = state.failed.take() {
            return Err(error);
        }
        state.wanted = state.is_busy();
        Ok(!state.wanted)
    }

    /// Writes output after what is already waiting.
    ///
    /// # Errors
    /// Only without a thread: if the terminal refuses the output.
    pub(super) fn write(&'static self, bytes: Vec<u8>) -> io::Result<()> {
        let mut state = self.state();
        let taken = if state.is_busy() { 0 } else { state.write_now(&bytes) };
        let rest = bytes.get(taken..).unwrap_or_default();
        if rest.is_empty() {
            return Ok(());
        }
        if let Some(free) = state.free.take() {
            let write = move || self.work(&free);
            state.threaded = thread::Builder::new().name("writer".into()).spawn(write).is_ok();
        }
        if !state.threaded {
            return send(rest);
        }
        state.waiting.extend(rest);
        drop(state);
        self.changed.notify_all();
        Ok(())
    }

    /// Waits until everything is written, for a limited time. Returns whether it is.
    pub(super) fn finish(&self, longest: Duration) -> bool {
        let busy = |state: &mut WriterState| state.is_busy();
        let waited = self.changed.wait_timeout_while(self.state(), longest, busy);
        !waited.unwrap_or_else(PoisonError::into_inner).0.is_busy()
    }

    fn work(&self, free: &impl Fn()) {
        let mut state = self.state();
        loop {
            state = self
                .changed
                .wait_while(state, |state| state.waiting.is_empty())
                .unwrap_or_else(PoisonError::into_inner);
            let bytes = mem::take(&mut state.waiting);
            state.writing = true;
            drop(state);
            let sent = send(&bytes);
            state = self.state();
            state.writing = false;
            state.failed = sent.err().or(state.failed.take());
            if !state.is_busy() {
                let told = mem::take(&mut state.wanted) || state.failed.is_some();
                drop(state);
                self.changed.notify_all();
                if told {
                    free();
                }
                state = self.state();
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, WriterState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl WriterState {
    fn is_busy(&self) -> bool {
        self.writing || !self.waiting.is_empty()
    }

    /// Writes as much as the terminal takes at once; how many bytes that is. Why it takes no more is
    /// found out by the thread.
    #[cfg(unix)]
    fn write_now(&self, bytes: &[u8]) -> usize {
        let terminal = self.unwaiting.as_ref().filter(|_| !super::abort::is_ending());
        let Some(terminal) = terminal else { return 0 };
        rustix::io::write(terminal, bytes).unwrap_or_default()
    }

    /// Nothing can be written here without waiting.
    #[cfg(not(unix))]
    fn write_now(&self, _: &[u8]) -> usize {
        0
    }
}

/// Opens the terminal once more. That it does not wait is set for this opening alone, not for the
/// other programs that have the terminal.
#[cfg(unix)]
fn open_unwaiting() -> io::Result<OwnedFd> {
    use rustix::fs::{Mode, OFlags, open};

    let name = rustix::termios::ttyname(io::stdout(), Vec::new())?;
    let flags = OFlags::WRONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    Ok(open(name, flags, Mode::empty())?)
}

/// Sends bytes to the terminal, in one write if possible. Another program may have left it in
/// non-blocking mode.
#[cfg(unix)]
fn send(bytes: &[u8]) -> io::Result<()> {
    use rustix::{
        event::{PollFd, PollFlags, poll},
        io::{Errno, write},
    };

    use super::abort;

    let out = io::stdout().lock();
    let mut rest = bytes;
    while !rest.is_empty() && !abort::is_ending() {
        match write(&out, rest) {
            Ok(count) => rest = rest.get(count..).unwrap_or_default(),
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => {
                let _ = poll(&mut [PollFd::new(&out, PollFlags::OUT)], None);
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Sends bytes to the terminal in one write: standard output does not buffer what has no line end,
/// and frames have none.
#[cfg(not(unix))]
fn send(bytes: &[u8]) -> io::Result<()> {
    use std::io::Write;

    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}
