//! Handling one line.

mod answering;
mod going;
mod obeying;

use jiff::Zoned;

use super::{
    Plain, choosing::LineMeaning, command::LineCommand, in_words, page, question::Stop, sentence,
    stops, writing::TextEntry,
};
use crate::{
    app::{
        App,
        action::Action,
        event::{Effect, Event},
    },
    model::{consultation::Question, draft::Position},
};

/// One line, from reading it to completing everything it causes.
pub(super) struct LineTurn<'a> {
    pub(super) plain: &'a mut Plain,
    pub(super) app: &'a mut App,
    pub(super) now: &'a Zoned,
    pub(super) effects: Vec<Effect>,
}

impl LineTurn<'_> {
    /// Handles a line.
    pub(super) fn line(&mut self, line: &str) {
        match self.plain.writing {
            Some(TextEntry::Text | TextEntry::Before(_)) => return self.write(line),
            Some(TextEntry::Line(place)) => {
                self.plain.writing = None;
                if !line.trim().is_empty() && LineCommand::read(line).is_none() {
                    return self.put_line(place, line.strip_prefix('=').unwrap_or(line));
                }
            }
            None => {}
        }
        if let Some(words) = line.strip_prefix('=') {
            return self.answer(words, LineMeaning::AsWords);
        }
        if line.trim().is_empty() {
            return self.go_on();
        }
        match LineCommand::read(line) {
            Some(command) => self.obey(command),
            None => self.answer(line, LineMeaning::Freely),
        }
    }

    /// Handles the end of input.
    pub(super) fn end(&mut self) {
        self.plain.writing = None;
        self.act(Action::Leave);
    }

    fn act(&mut self, action: Action) {
        self.update(Event::Act(action));
    }

    fn update(&mut self, event: Event) {
        let effects = self.plain.update(self.app, event, self.now);
        self.effects.extend(effects);
    }

    /// Says why nothing may be changed, if so, and returns whether that is the case.
    fn refuses(&mut self) -> bool {
        let refuses = self.app.refuses_changes();
        if let Some(why) = self.app.refused.as_ref().filter(|_| refuses) {
            let words = sentence(&in_words(why));
            self.say(words);
        }
        refuses
    }

    fn say(&mut self, words: impl Into<String>) {
        self.plain.pending.push(words.into());
    }

    /// Returns the current stop, if it belongs to a question.
    fn stop(&self) -> Option<(Position, &Question)> {
        let (session, page) = page(self.app)?;
        let (_, position) = stops::here(session, page);
        let question = session.question(&position.question)?;
        Some((position, question))
    }

    /// Returns the current stop.
    fn at_stop<T>(&self, look: impl FnOnce(Stop<'_>) -> T) -> Option<T> {
        let (session, _) = page(self.app)?;
        let (position, question) = self.stop()?;
        Some(look(Stop { session, question, position: &position }))
    }
}
