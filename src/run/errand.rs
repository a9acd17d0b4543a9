//! Opening a draft, on a thread of its own: a disk that does not answer keeps nobody from leaving.

use std::{
    io,
    panic::{self, AssertUnwindSafe},
    sync::mpsc::{Receiver, Sender, channel},
    thread,
};

use super::{
    effects::EffectRunner,
    messages::{Message, MessageSender},
};
use crate::app::{
    event::{Effect, Event, LockDecision},
    library::DraftRequest,
};

/// Something that is done elsewhere. Who sees to the disk goes there, and comes back.
pub(super) struct Errand {
    send: Sender<(EffectRunner, Effect)>,
    back: Receiver<(EffectRunner, thread::Result<Option<Event>>)>,
}

impl Errand {
    /// Gets somebody who can be sent; that they are back is told as [`Wake::Shown`].
    ///
    /// # Errors
    /// When the system has no thread to give.
    pub(super) fn new(told: MessageSender) -> io::Result<Self> {
        let (send, sent) = channel::<(EffectRunner, Effect)>();
        let (bring, back) = channel();
        thread::Builder::new().name("errand".into()).spawn(move || {
            let Ok((mut backstage, effect)) = sent.recv() else { return };
            let result = panic::catch_unwind(AssertUnwindSafe(|| backstage.perform(effect)));
            // Nobody waits any more who has left.
            let _ = bring.send((backstage, result));
            let _ = told.send(Message::Shown);
        })?;
        Ok(Self { send, back })
    }

    /// Sends them to open a draft.
    pub(super) fn begin(&self, backstage: EffectRunner, origin: DraftRequest, claim: LockDecision) {
        // They wait for it.
        let _ = self.send.send((backstage, Effect::Open(origin, claim)));
    }

    /// What came of it, once they are back.
    pub(super) fn end(&self) -> Option<(EffectRunner, thread::Result<Option<Event>>)> {
        self.back.try_recv().ok()
    }
}

/// What is said to who did not want to wait for a draft. A sentence.
pub(super) fn given_up(origin: &DraftRequest) -> String {
    match origin {
        DraftRequest::Draft(path) | DraftRequest::AsWritten(path) => {
            format!("{} was not opened: the disk is not responding", path.display())
        }
        DraftRequest::New(_) | DraftRequest::NewAt(..) => {
            "no draft was started: the disk is not responding".to_owned()
        }
    }
}
