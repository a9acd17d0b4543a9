//! Somebody who works with the plain mode: types lines, and hears what is said.

use std::collections::VecDeque;

use greenpaper::{app::event::Effect, plain::Plain};

use crate::officer::Officer;

/// An officer who listens.
pub(crate) struct Listener {
    pub(crate) officer: Officer,
    plain: Plain,
    heard: String,
}

impl Listener {
    /// Sits down to a new draft of a set, at its introduction.
    #[track_caller]
    pub(crate) fn before(yaml: &str) -> Self {
        Self::of(Officer::before(yaml))
    }

    /// The same officer, without the screens.
    pub(crate) fn of(officer: Officer) -> Self {
        let mut listener = Self { officer, plain: Plain::default(), heard: String::new() };
        listener.says();
        listener
    }

    /// Leaves, and comes back to what the disk has.
    #[track_caller]
    pub(crate) fn comes_back(self) -> Self {
        Self { heard: String::new(), plain: Plain::default(), officer: self.officer.comes_back() }
    }

    /// Types a line, and hears what is said to it.
    pub(crate) fn types(&mut self, line: &str) -> String {
        let officer = &mut self.officer;
        officer.now = officer.now.checked_add(officer.tick).unwrap();
        let effects = self.plain.take(&mut officer.app, line, &officer.now);
        self.perform(effects);
        self.says()
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        let mut effects: VecDeque<Effect> = effects.into();
        while let Some(effect) = effects.pop_front() {
            let mut events = Vec::new();
            self.officer.perform(effect, &mut events);
            for event in events {
                let Officer { app, now, .. } = &mut self.officer;
                effects.extend(self.plain.update(app, event, now));
            }
        }
    }

    /// What is said now.
    pub(crate) fn says(&mut self) -> String {
        self.heard = self.plain.say(&self.officer.app).join("\n");
        self.heard.clone()
    }

    /// What was said last.
    pub(crate) fn heard(&self) -> &str {
        &self.heard
    }

    /// What the draft on the disk says to a question, as YAML writes it.
    #[track_caller]
    pub(crate) fn has_saved(&self, question: &str) -> String {
        self.officer.has_saved(question)
    }
}
