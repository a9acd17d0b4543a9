//! What waits for a disk, on a thread of its own: a disk that does not answer keeps nobody from
//! leaving.

use std::{
    io,
    panic::{self, AssertUnwindSafe},
    path::Path,
    sync::mpsc::{Receiver, Sender, channel},
    thread,
};

use super::{backstage::Backstage, inbox::Wake};
use crate::app::{
    event::{Effect, Event},
    library::Origin,
};

/// Something that is done elsewhere. Who sees to the disk goes there, and comes back.
pub(super) struct Errand {
    send: Sender<(Backstage, Effect)>,
    back: Receiver<(Backstage, thread::Result<Option<Event>>)>,
}

impl Errand {
    /// Whether an effect waits until a disk has answered.
    pub(super) fn is_for(effect: &Effect) -> bool {
        match effect {
            Effect::Open(..)
            | Effect::SaveBeside(..)
            | Effect::SaveAs(..)
            | Effect::KeepSet
            | Effect::Export(_) => true,
            Effect::ListLibrary
            | Effect::Save(..)
            | Effect::LookAfterSave
            | Effect::SaveOver(..)
            | Effect::Close
            | Effect::Copy(_)
            | Effect::EditExternally(_)
            | Effect::Quit => false,
        }
    }

    /// Gets somebody who can be sent; that they are back is told as [`Wake::Shown`].
    ///
    /// # Errors
    /// When the system has no thread to give.
    pub(super) fn new(told: Sender<Wake>) -> io::Result<Self> {
        let (send, sent) = channel::<(Backstage, Effect)>();
        let (bring, back) = channel();
        thread::Builder::new().name("errand".into()).spawn(move || {
            let Ok((mut backstage, effect)) = sent.recv() else { return };
            let result = panic::catch_unwind(AssertUnwindSafe(|| backstage.perform(effect)));
            // Nobody waits any more who has left.
            let _ = bring.send((backstage, result));
            let _ = told.send(Wake::Shown);
        })?;
        Ok(Self { send, back })
    }

    /// Sends them.
    pub(super) fn begin(&self, backstage: Backstage, effect: Effect) {
        // They wait for it.
        let _ = self.send.send((backstage, effect));
    }

    /// What came of it, once they are back.
    pub(super) fn end(&self) -> Option<(Backstage, thread::Result<Option<Event>>)> {
        self.back.try_recv().ok()
    }
}

/// What is said to who did not want to wait for the end of it. A sentence.
pub(super) fn given_up(effect: &Effect, draft: Option<&Path>) -> String {
    match (effect, draft) {
        (Effect::Open(Origin::Draft(path) | Origin::AsWritten(path), _), _) => {
            format!("{} was not opened: the disk does not answer", path.display())
        }
        (Effect::Open(..), _) | (_, None) => {
            "no draft was begun: the disk does not answer".to_owned()
        }
        (_, Some(draft)) => format!(
            "the disk does not answer. To go on, open {} again: all comes back that was saved there \
             or kept on this machine",
            draft.display()
        ),
    }
}
