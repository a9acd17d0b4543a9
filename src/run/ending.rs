//! How the program ends: when the respondent leaves, on a signal, after a failure or a panic.

use std::{
    any::Any,
    io,
    panic::{self, AssertUnwindSafe},
    path::Path,
    process::ExitCode,
    thread,
    time::Duration,
};

use super::{
    effects::EffectRunner,
    library::OpenFailure,
    messages::{Message, MessageSender},
};
use crate::{
    model::terminal_text::{LineEnds, shown},
    store::disk::not_used,
};

/// How long the last save may take when the system asks the program to end.
pub(super) const LAST_SAVE: Duration = Duration::from_secs(1);

/// The number of the signal that says that the terminal is gone.
pub(super) const HANG_UP: i32 = 1;

/// Why the program ended without having done its work.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// What was asked for cannot be opened.
    #[error("cannot open it: {}", .0.in_short())]
    Open(OpenFailure),
    /// The terminal does not work.
    #[error("cannot use the terminal: {}", not_used(.0))]
    Terminal(io::Error),
    /// The system gives no threads.
    #[error("cannot start a thread: {}", not_used(.0))]
    Thread(io::Error),
    /// There are no more lines, and the draft is not on the disk.
    #[error("the last changes could not be saved: {0}")]
    NotSaved(String),
    /// A script wanted to change what may only be read.
    #[error("not all was answered. {0}")]
    NotTaken(String),
    /// A mistake in the program.
    #[error("a fault in the program has stopped it ({what}). {left}")]
    Panicked {
        /// What went wrong.
        what: String,
        /// What became of the draft that was open, in a sentence.
        left: String,
    },
}

/// How the program ended.
#[derive(Debug)]
pub struct Ended {
    /// The exit status.
    pub status: ExitCode,
    /// What to tell the respondent once the screens are gone: a sentence.
    pub words: Option<String>,
}

/// Runs the loop. A panic comes back as its message, once `give_back` has given back the terminal. A
/// panic on another thread is sent to the loop, which ends then.
pub(super) fn guarded<T>(
    loop_messages: MessageSender,
    give_back: fn(),
    run: impl FnOnce() -> T,
) -> Result<T, String> {
    let this = thread::current().id();
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if thread::current().id() == this {
            give_back();
        } else {
            // A loop that has ended needs no message.
            let _ = loop_messages.send(Message::Panicked(said(panic.payload())));
        }
    }));
    let result = panic::catch_unwind(AssertUnwindSafe(run));
    panic::set_hook(before);
    result.map_err(|payload| said(&*payload))
}

/// What a panic says.
pub(crate) fn said(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("unknown").to_owned()
}

/// Saves the open draft after a panic, and says what happened.
pub(super) fn after_panic(effects: &mut EffectRunner, what: String) -> RunError {
    // What is broken may break again.
    let left = panic::catch_unwind(AssertUnwindSafe(|| effects.give_up(LAST_SAVE)));
    RunError::Panicked { what, left: left.unwrap_or_default() }
}

/// The exit status that is customary for a signal.
pub(super) fn status_of(signal: i32) -> ExitCode {
    ExitCode::from(u8::try_from(128 + signal).unwrap_or(1))
}

/// What to print when the system ends the program before it can print anything itself. Where the
/// last changes are is not known by then.
pub(super) fn last_words(draft: &Path) -> String {
    let draft = shown(&draft.to_string_lossy(), LineEnds::Marked).into_owned();
    format!(
        "greenpaper: a fault has stopped the program. To go on, open {draft} again: everything \
         saved there or kept on this machine comes back\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::messages::MessageQueue;

    #[test]
    fn a_panic_comes_back_as_its_message() {
        let mut queue = MessageQueue::new().unwrap();
        let run = || guarded(queue.sender(), || {}, || -> u8 { panic!("no {}", "way") });
        assert_eq!(run(), Err("no way".to_owned()));
        let told = guarded(
            queue.sender(),
            || {},
            || {
                drop(thread::spawn(|| panic!("elsewhere")).join());
                queue.next_waiting()
            },
        );
        assert!(matches!(told, Ok(Some(Message::Panicked(what))) if what == "elsewhere"));
    }
}
