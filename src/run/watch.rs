//! Notices that a file has been saved by somebody else: an author in an editor.

use std::{
    fs, io,
    path::{Path, PathBuf},
    thread,
    time::{Duration, SystemTime},
};

use super::messages::{Message, MessageSender};

/// How often the file is looked at. Only a preview does it; nothing else ticks.
const PAUSE: Duration = Duration::from_millis(100);

/// When a file was changed, and how long it is.
type Stamp = Option<(SystemTime, u64)>;

/// Wakes the program each time that the file has been saved, until nobody listens any more. A file
/// that is still being written is left alone until it keeps still.
///
/// # Errors
/// When the system has no thread to give.
pub(super) fn watch(path: PathBuf, inbox: MessageSender) -> io::Result<()> {
    let mut told = stamp(&path);
    thread::Builder::new().name("watch".into()).spawn(move || {
        let mut seen = told;
        loop {
            thread::sleep(PAUSE);
            let now = stamp(&path);
            if now == seen && now != told {
                told = now;
                if inbox.send(Message::SetSaved).is_err() {
                    return;
                }
            }
            seen = now;
        }
    })?;
    Ok(())
}

fn stamp(path: &Path) -> Stamp {
    let file = fs::metadata(path).ok()?;
    Some((file.modified().ok()?, file.len()))
}
