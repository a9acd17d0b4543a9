//! Restores the terminal when the system ends the program abruptly, on a stack overflow or when
//! memory runs out. No destructor or panic hook runs then; only a signal handler does.
//!
//! A handler may do very little: it makes system calls, and uses what was prepared for it.
//!
//! A stack overflow arrives as SIGSEGV (SIGBUS on macOS). Its handler runs on the small signal stack
//! that the standard library gives each thread, often 8 KiB. The standard library's own handler would
//! abort there, and the handler of the abort would need a second signal frame on the same stack. With
//! AVX-512 a frame takes 3.6 KiB, so two do not fit. So our handler replaces the standard one, gives
//! the terminal back itself, and lets no other signal in.

#![expect(unsafe_code, reason = "a signal handler promises to do only what is safe in one")]

use std::{
    io,
    sync::{
        Mutex, MutexGuard, Once, PoisonError, TryLockError,
        atomic::{AtomicBool, Ordering},
    },
};

use nix::{
    libc::c_int,
    sys::signal::{SaFlags, SigAction, SigHandler, SigSet, Signal, sigaction},
};
use rustix::{
    event::{Timespec, poll},
    termios::{OptionalActions, Termios, tcgetattr, tcsetattr},
};
use signal_hook::{
    consts::SIGABRT,
    low_level::{exit, register},
};

/// What the handler needs.
static WILL: Mutex<RestoreOnAbort> =
    Mutex::new(RestoreOnAbort { terminal: None, words: Vec::new() });

struct RestoreOnAbort {
    /// The terminal's original modes, and the sequences that restore its screen.
    terminal: Option<(Termios, Vec<u8>)>,
    /// The words to print after restoring it.
    words: Vec<u8>,
}

/// Whether a handler has restored the terminal for good.
static ENDING: AtomicBool = AtomicBool::new(false);

/// How long to wait for output in progress before restoring the terminal.
const MOMENT: Timespec = Timespec { tv_sec: 0, tv_nsec: 5_000_000 };

/// Whether writing to the terminal must stop: other threads continue for a moment.
pub(super) fn is_ending() -> bool {
    ENDING.load(Ordering::SeqCst)
}

/// Prepares everything that restores the terminal, before taking it over.
pub(super) fn prepare(bytes: Vec<u8>) {
    static HANDLER: Once = Once::new();
    HANDLER.call_once(|| {
        // SAFETY: `execute` takes no lock that it would have to wait for, allocates nothing and
        // frees nothing; `poll`, `write` and `tcsetattr` may be called in a handler.
        let _ = unsafe { register(SIGABRT, execute) };
        let overflow =
            SigAction::new(SigHandler::Handler(overflowed), SaFlags::SA_ONSTACK, SigSet::all());
        for signal in [Signal::SIGSEGV, Signal::SIGBUS] {
            // SAFETY: `overflowed` does what `execute` does, and does not return to the code that
            // could not go on.
            let _ = unsafe { sigaction(signal, &overflow) };
        }
    });
    // Something that is not a terminal has no modes to restore.
    will().terminal = tcgetattr(io::stdin()).ok().map(|modes| (modes, bytes));
}

/// Discards the preparations once the terminal has been restored.
pub(super) fn forget() {
    will().terminal = None;
}

/// Prepares the words to print.
pub(super) fn say(words: &str) {
    will().words = words.as_bytes().to_owned();
}

fn will() -> MutexGuard<'static, RestoreOnAbort> {
    WILL.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The exit status is that of an abort, as the standard library gives for a stack overflow.
extern "C" fn overflowed(_signal: c_int) {
    execute();
}

fn execute() {
    match WILL.try_lock() {
        Ok(will) => give_back(&will),
        Err(TryLockError::Poisoned(will)) => give_back(&will.into_inner()),
        Err(TryLockError::WouldBlock) => {}
    }
    // The sender of the signal wants the program to end, and there is little stack left.
    exit(128 + SIGABRT);
}

fn give_back(will: &RestoreOnAbort) {
    if let Some((modes, bytes)) = &will.terminal {
        ENDING.store(true, Ordering::SeqCst);
        let _ = poll(&mut [], Some(&MOMENT));
        write(bytes);
        let _ = tcsetattr(io::stdin(), OptionalActions::Now, modes);
        write(&will.words);
    }
}

fn write(bytes: &[u8]) {
    let mut rest = bytes;
    while let Ok(count @ 1..) = rustix::io::write(io::stdout(), rest) {
        rest = rest.get(count..).unwrap_or_default();
    }
}
