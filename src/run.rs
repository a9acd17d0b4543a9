//! The loop that runs the program: wait, update, perform, draw. Only here do the screen and the disk
//! meet.
//!
//! [`run`] makes a queue of messages ([`messages`]), what carries out effects ([`effects`]) and one
//! of two loops: `screens` or `plain`. Each turn of a loop does this:
//!
//! 1. Wait for a message: keys, a line, a signal, a finished save, a draft that has been opened. The
//!    loop sleeps meanwhile, and nothing ticks unless a save is outstanding.
//! 2. Turn it into an [`Event`](crate::app::event::Event), and let the app change its state:
//!    `App::update(event) -> Vec<Effect>`. The app does no input or output.
//! 3. Perform the effects. An edit goes to the recovery log at once, and a save to the saver's
//!    thread ([`open_draft`]). Whatever may wait for a disk, such as opening a draft ([`opening`])
//!    or listing the folders, runs on a thread of its own and ends in a message.
//! 4. Draw what changed, or print what is new; edits that a frame shows are in the log before it.
//!
//! While a draft is being opened, keys wait in the queue for it; the key for leaving does not, once
//! the disk is late. The loop ends when the app asks to quit, when the terminal goes, or on a
//! signal: then the last save has a second. A panic on any thread ends it as well, after the
//! terminal is restored and the draft saved.

mod adding;
mod autosave;
#[cfg(unix)]
mod bell;
mod documents;
mod earlier;
mod editor;
pub mod effects;
mod ending;
mod keyboard;
pub mod library;
mod listing;
pub mod messages;
pub mod open_draft;
pub mod opening;
pub mod paste_detector;
mod plain;
mod screens;
mod settings;
mod watch;

pub(crate) use self::ending::said;
use self::{effects::EffectRunner, messages::MessageQueue};
pub use self::{
    ending::{Ended, RunError},
    settings::{Echo, FrontEnd, Settings, Start},
};

/// Runs until the respondent leaves.
///
/// # Errors
/// When what was asked for cannot be opened, the terminal does not work, or no more lines come and
/// the draft cannot be saved.
pub fn run(settings: Settings) -> Result<Ended, RunError> {
    let Settings { folders, earlier, start, front_end, me, editor } = settings;
    #[cfg_attr(not(unix), expect(unused_mut, reason = "signals are caught on Unix alone"))]
    let mut messages = MessageQueue::new().map_err(RunError::Thread)?;
    #[cfg(unix)]
    messages.catch_signals().map_err(RunError::Thread)?;
    let effects = EffectRunner::new(folders, me, messages.sender(), editor).quoting_from(earlier);
    match front_end {
        FrontEnd::Screens(themes) => screens::run(messages, effects, *themes, start),
        FrontEnd::Lines(echo) => plain::run(messages, effects, echo, start),
    }
}
