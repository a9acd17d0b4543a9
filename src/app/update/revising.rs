//! Going on with a draft whose question set has changed.

use crate::{
    app::{
        App, Message, Tone,
        event::{Effect, Opened},
        screen::{Screen, home::Home, revised::Revised},
        words::count,
    },
    model::revision::Revision,
};

impl App {
    /// Shows what has changed, before the draft is opened.
    pub(super) fn show_revision(&mut self, opened: Opened, revision: Revision) -> Vec<Effect> {
        self.session = None;
        self.screen = Screen::Revised(Box::new(Revised { opened, revision, scroll: 0 }));
        Vec::new()
    }

    /// Goes on with the new version, once all of what has changed has been on the screen.
    pub(super) fn go_on_with_revision(&mut self) -> Vec<Effect> {
        let home = Screen::Home(Home::default());
        let revised = match std::mem::replace(&mut self.screen, home) {
            Screen::Revised(revised) => *revised,
            other => {
                self.screen = other;
                return Vec::new();
            }
        };
        let Revised { mut opened, revision, .. } = revised;
        opened.draft.take_up(&revision, &self.now);
        let mut effects = vec![Effect::KeepSet];
        effects.extend(self.begin(opened));
        // What is to be done is seen from the contents.
        self.show_contents(0);
        effects.extend(self.save());
        let again = self.session.as_ref().map_or(0, |session| session.to_read_again().len());
        if again > 0 && self.message.is_none() {
            let questions = count(again, "question", "questions");
            let text = format!("{questions} to read again. Your review lists them first");
            self.message = Some(Message { text, tone: Tone::Plain });
        }
        effects
    }

    /// Leaves the draft as it is.
    pub(super) fn go_back_from_revision(&mut self) -> Vec<Effect> {
        self.screen = Screen::Home(Home::default());
        vec![Effect::Close, Effect::ListLibrary]
    }
}
