//! Going on with a draft whose question set has changed.

use crate::{
    app::{
        App,
        event::{Effect, OpenedDraft},
        screen::{Screen, home::Home, revised::Revised},
        update::arriving::Beginning,
    },
    model::revision::Revision,
};

impl App {
    /// Shows what has changed, before the draft is opened.
    pub(super) fn show_revision(&mut self, opened: OpenedDraft, revision: Revision) {
        self.session = None;
        self.screen = Screen::Revised(Box::new(Revised { opened, revision, scroll: 0 }));
    }

    /// Goes on with the new version, once all of what has changed has been on the screen.
    pub(super) fn go_on_with_revision(&mut self) {
        let home = Screen::Home(Home::default());
        let revised = match std::mem::replace(&mut self.screen, home) {
            Screen::Revised(revised) => *revised,
            other => {
                self.screen = other;
                return;
            }
        };
        let Revised { mut opened, revision, .. } = revised;
        opened.draft.take_up(&revision, &self.now);
        self.effects.push(Effect::KeepSet);
        self.begin(opened, Beginning::Contents);
    }

    /// Leaves the draft as it is.
    pub(super) fn go_back_from_revision(&mut self) {
        self.screen = Screen::Home(Home::default());
        self.effects.extend([Effect::Close, Effect::ListLibrary]);
    }
}
