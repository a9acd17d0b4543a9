//! Going on with a draft whose question set has changed.

use crate::{
    app::{
        App, Mode,
        event::{Effect, OpenedDraft},
        screen::{home::Home, revised::Revised},
        update::arriving::Beginning,
    },
    model::revision::Revision,
};

impl App {
    /// Shows what has changed, before the draft is opened.
    pub(super) fn show_revision(&mut self, opened: OpenedDraft, revision: Revision) {
        self.mode = Mode::Revised(Box::new(Revised { opened, revision, scroll: 0 }));
    }

    /// Goes on with the new version, once all of what has changed has been on the screen.
    pub(super) fn go_on_with_revision(&mut self) {
        if !matches!(self.mode, Mode::Revised(_)) {
            return;
        }
        let revised = std::mem::replace(&mut self.mode, Mode::Home(Home::default()));
        let Mode::Revised(revised) = revised else { return };
        let Revised { mut opened, revision, .. } = *revised;
        opened.draft.take_up(&revision, &self.now);
        self.effects.push(Effect::KeepSet);
        self.begin(opened, Beginning::Contents);
    }

    /// Leaves the draft as it is.
    pub(super) fn go_back_from_revision(&mut self) {
        self.mode = Mode::Home(Home::default());
        self.effects.extend([Effect::Close, Effect::ListLibrary]);
    }
}
