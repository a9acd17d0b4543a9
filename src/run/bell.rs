//! Waits for the terminal and for messages at the same time.

use std::{
    io::{self, PipeReader, PipeWriter, Write},
    sync::Arc,
    time::Instant,
};

use crossterm::event::Event;
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::{Errno, ioctl_fionbio},
};

use super::keyboard::Keyboard;

/// As many messages as are heard at a time.
const RINGS: usize = 64;

/// Rings when a message has come.
#[derive(Debug)]
pub(super) struct Bell(PipeReader);

/// Rings the bell.
#[derive(Debug, Clone)]
pub(super) struct Ringer(Arc<PipeWriter>);

impl Bell {
    /// A bell, and what rings it.
    ///
    /// # Errors
    /// When the system has no pipe to give.
    pub(super) fn new() -> io::Result<(Self, Ringer)> {
        let (bell, ringer) = io::pipe()?;
        // Who rings never waits: a bell that has not been heard for so long is heard all the same.
        ioctl_fionbio(&bell, true)?;
        ioctl_fionbio(&ringer, true)?;
        Ok((Self(bell), Ringer(Arc::new(ringer))))
    }

    /// Waits until it rings, something is pressed, clicked or pasted, or the time is over. What was
    /// pressed may not be known yet: the rest of its bytes is still to come.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub(super) fn wait(
        &self,
        keyboard: Option<&mut Keyboard>,
        end: Option<Instant>,
    ) -> io::Result<Vec<Event>> {
        let ends = [end, keyboard.as_ref().and_then(|keyboard| keyboard.deadline())];
        let left = ends.into_iter().flatten().min();
        let left = left.map(|end| end.saturating_duration_since(Instant::now()));
        let left = left.and_then(|left| Timespec::try_from(left).ok());
        let mut sources = vec![PollFd::new(&self.0, PollFlags::IN)];
        sources.extend(keyboard.as_ref().map(|keyboard| PollFd::new(*keyboard, PollFlags::IN)));
        match poll(&mut sources, left.as_ref()) {
            Ok(_) => {}
            Err(Errno::INTR) => return Ok(Vec::new()),
            Err(error) => return Err(error.into()),
        }
        let came = |source: Option<&PollFd<'_>>| source.is_some_and(|it| !it.revents().is_empty());
        let (rang, pressed) = (came(sources.first()), came(sources.get(1)));
        if rang {
            // It rings until it has been heard.
            let _ = rustix::io::read(&self.0, &mut [0; RINGS]);
        }
        match keyboard {
            Some(keyboard) if pressed => keyboard.read(),
            Some(keyboard) => Ok(keyboard.silence()),
            None => Ok(Vec::new()),
        }
    }
}

impl Ringer {
    pub(super) fn ring(&self) {
        // One that is full rings already; and who has gone needs no waking.
        let _ = (&*self.0).write(&[0]);
    }
}
