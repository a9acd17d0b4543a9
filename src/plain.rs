//! The same [`App`], line by line: for screen readers, braille displays, dumb terminals and pipes.
//!
//! A line that is read becomes events of the app ([`Plain::take`]); where the respondent is then is
//! said in lines ([`Plain::say`]). What was said is not said again unless it is asked for, nothing
//! is redrawn, and no line holds anything but text. The app decides everything: what follows what,
//! what is wrong, what is saved; here are only its words, and the reading of the respondent's.
//!
//! In reading order: `turn` is what a line does, by `command` or as an answer, read by `choosing`
//! or taken down by `writing`; `stops` are the places of a page that something is asked at, in
//! `question`'s words; `screens`, `review` and `changing` are the words for all the rest, `prose` for
//! Markdown.

mod changing;
mod choosing;
mod command;
mod prose;
mod question;
mod review;
mod screens;
mod stops;
mod turn;
mod writing;

use std::{collections::HashSet, mem};

use jiff::Zoned;

use self::{
    question::{Length, Stop},
    turn::Turn,
    writing::TextEntry,
};
use crate::{
    app::{
        App,
        action::Action,
        event::{Effect, Event},
        keymap::{self, Context},
        popup::Popup,
        saving::{RecoveryCopy, SaveState},
        screen::{
            Screen,
            page::Page,
            reading::{Introduces, Reading},
        },
        session::Session,
    },
    model::{draft::Position, id::QuestionId},
};

/// What stands before the line that is typed. Speech leaves a question mark out, so nothing is heard
/// of it; a ">" would be "greater than" before every line.
pub const PROMPT: &str = "? ";

/// The conversation with the respondent.
#[derive(Debug, Default)]
pub struct Plain {
    /// What is to be said before anything else.
    pending: Vec<String>,
    /// Where the respondent was when it was last said where they are.
    said: Option<Announced>,
    /// The section that was last named.
    section: Option<usize>,
    /// The ways to answer that have been told in full.
    told: HashSet<&'static str>,
    /// How much is said of what stands there.
    length: Length,
    /// Whether the whole review has been read out.
    reviewed: bool,
    /// The page that could not be left because of what is wrong on it.
    troubled: Option<QuestionId>,
    /// The rows of a matrix that one line has answered: only their reasons are still asked.
    answered_rows: Vec<Position>,
    /// Where the next lines go, when they are no answers or commands.
    writing: Option<TextEntry>,
    /// How a failed save was told.
    unsaved: Option<&'static str>,
}

/// Where the respondent is, as exactly as is said.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Announced {
    Home,
    Contents,
    Introduction,
    SectionIntroduction(usize),
    /// A page, by its item, and where on it.
    Page(QuestionId, Position),
    SectionEnd(usize),
    Review,
    /// The sign-off, at one of its fields.
    SignOff(usize),
    Done,
    Note(QuestionId),
    NotSaved,
    Elsewhere,
    Occupied,
    Conflict,
    /// What has changed since the draft was last worked on.
    Revised,
    /// The problems of a file, or of what is previewed.
    Unusable,
    Problems,
}

impl Announced {
    fn of(app: &App) -> Self {
        match &app.popup {
            Some(Popup::Note(note)) => return Self::Note(note.question.clone()),
            Some(Popup::NotSaved { elsewhere: Some(_), .. }) => return Self::Elsewhere,
            Some(Popup::NotSaved { elsewhere: None, .. }) => return Self::NotSaved,
            Some(Popup::Occupied { .. }) => return Self::Occupied,
            Some(Popup::Conflict(_)) => return Self::Conflict,
            Some(Popup::Unusable { .. }) => return Self::Unusable,
            Some(Popup::Problems { .. }) => return Self::Problems,
            // Help, guidance and the list of places are said here without opening them.
            Some(
                Popup::Help { .. }
                | Popup::Guidance { .. }
                | Popup::GoTo(_)
                | Popup::Search(_)
                | Popup::Documents { .. },
            )
            | None => {}
        }
        match (&app.screen, &app.session) {
            (Screen::Page(page), Some(session)) => {
                Self::Page(page.id.clone(), stops::here(session, page).1)
            }
            (Screen::Page(_), None) | (Screen::Home(_), _) => Self::Home,
            (Screen::Contents(_), _) => Self::Contents,
            (Screen::Reading(Reading { of: Introduces::Consultation, .. }), _) => {
                Self::Introduction
            }
            (Screen::Reading(Reading { of: Introduces::Section(section), .. }), _) => {
                Self::SectionIntroduction(*section)
            }
            (Screen::SectionEnd(end), _) => Self::SectionEnd(end.section),
            (Screen::Review(_), _) => Self::Review,
            (Screen::SignOff(form), _) => Self::SignOff(form.focus),
            (Screen::Done(_), _) => Self::Done,
            (Screen::Revised(_), _) => Self::Revised,
            (Screen::Broken(_), _) => Self::Problems,
        }
    }

    /// The page, and where on it.
    fn on_page(&self) -> Option<(&QuestionId, &Position)> {
        match self {
            Self::Page(page, position) => Some((page, position)),
            _ => None,
        }
    }
}

impl Plain {
    /// Takes in a line that the respondent typed, and says what is to be done.
    pub fn take(&mut self, app: &mut App, line: &str, now: &Zoned) -> Vec<Effect> {
        let mut turn = Turn { plain: self, app, now, effects: Vec::new() };
        turn.line(line.strip_suffix('\r').unwrap_or(line));
        turn.effects
    }

    /// Takes in that no more lines come: the draft is saved, and the program ends.
    pub fn end(&mut self, app: &mut App, now: &Zoned) -> Vec<Effect> {
        let mut turn = Turn { plain: self, app, now, effects: Vec::new() };
        turn.end();
        turn.effects
    }

    /// Takes in what happened besides, and says what is to be done.
    pub fn update(&mut self, app: &mut App, event: Event, now: &Zoned) -> Vec<Effect> {
        // What the respondent does takes the last message away; what merely happens does not.
        let before = match &event {
            Event::Act(_) | Event::Edit(..) | Event::GoTo(_) | Event::Paste(_) => None,
            _ => app.message.clone(),
        };
        let contradicted = app.contradicted();
        let effects = app.update(event, now.clone());
        if let Some(message) = app.message.as_ref().filter(|new| Some(*new) != before.as_ref()) {
            self.pending.push(sentence(&without_keys(&message.text)));
        }
        if let (Some(before), Some(session)) = (contradicted, &app.session) {
            let new = session.new_contradictions(&before).into_iter();
            self.pending.extend(new.map(|contradiction| sentence(&contradiction.message)));
        }
        self.tell_of_save(app);
        effects
    }

    /// Says that the draft is not saved once it is known whether there is a copy, and again when
    /// that changes; and that it is saved again.
    fn tell_of_save(&mut self, app: &App) {
        match app.saving.state() {
            SaveState::Failed(failure) => {
                let known = *failure.copy != RecoveryCopy::Unknown;
                if known && self.unsaved != Some(failure.headline()) {
                    self.unsaved = Some(failure.headline());
                    let (headline, explained) = (failure.headline(), failure.explained());
                    self.pending.push(format!("{headline}: {explained}. Retrying."));
                }
            }
            SaveState::Saved(_) => {
                let told = self.unsaved.take().map(|_| "Saved again.".to_owned());
                self.pending.extend(told);
            }
            SaveState::Untouched | SaveState::Pending(_) => {}
        }
    }

    /// Whether a line is wanted now: not while the draft is being saved to leave.
    pub fn listens(&self, app: &App) -> bool {
        !app.awaits_save() || app.popup.is_some()
    }

    /// Whether there is something to say that was not asked for.
    pub fn has_news(&self) -> bool {
        !self.pending.is_empty()
    }

    /// What is said when the program ends: where the draft is, once it is all there.
    pub fn farewell(&mut self, app: &App) -> Vec<String> {
        let mut lines = mem::take(&mut self.pending);
        if let Some(session) = app.session.as_ref().filter(|_| !app.saving.is_outstanding()) {
            lines.push(format!("Your draft is {}.", session.path.display()));
        }
        lines
    }

    /// What is to be said now: what happened, and where the respondent is, if that is new.
    pub fn say(&mut self, app: &App) -> Vec<String> {
        let mut lines = mem::take(&mut self.pending);
        if self.writing.is_some() || !self.listens(app) {
            return lines;
        }
        let here = Announced::of(app);
        if self.said.as_ref() != Some(&here) {
            if self.said.is_none() && app.preview.is_some() {
                lines.push("Preview: nothing is kept.".to_owned());
            }
            lines.extend(self.place(app, &here));
            self.said = Some(here);
        }
        self.length = Length::Short;
        lines
    }

    /// What there is to say of a place, in the light of what was said last.
    fn place(&mut self, app: &App, here: &Announced) -> Vec<String> {
        let mut lines = Vec::new();
        let same_page = self.said.as_ref().and_then(Announced::on_page).map(|(page, _)| page)
            == here.on_page().map(|(page, _)| page);
        if !same_page || here.on_page().is_none() {
            self.troubled = None;
            lines.push(String::new());
        }
        match &app.popup {
            Some(Popup::NotSaved { elsewhere: None, .. }) => {
                lines.extend(screens::not_saved(app));
                return lines;
            }
            Some(Popup::NotSaved { elsewhere: Some(_), .. }) => {
                lines.extend(screens::elsewhere());
                return lines;
            }
            Some(Popup::Occupied { by, .. }) => {
                lines.extend(screens::occupied(by));
                return lines;
            }
            Some(Popup::Unusable { complaints, instead, .. }) => {
                lines.extend(changing::unusable(complaints, instead.as_ref()));
                return lines;
            }
            _ => {}
        }
        match (here, &app.screen) {
            (Announced::Problems, _) => lines.extend(changing::problems(app)),
            (_, Screen::Revised(revised)) => lines.extend(changing::revised(revised)),
            _ => {}
        }
        if let Announced::Problems | Announced::Revised = here {
            return lines;
        }
        let Some(session) = &app.session else {
            lines.extend(screens::home(app));
            lines.push("Type the number of one to open it; “leave” leaves.".to_owned());
            return lines;
        };
        if let Some(Popup::Conflict(conflict)) = &app.popup {
            lines.extend(screens::conflict(session, conflict));
            return lines;
        }
        match (here, &app.screen) {
            (Announced::Home, _) => lines.extend(screens::home(app)),
            (Announced::Contents, _) => {
                lines.extend(screens::contents(app, session));
                let label = self.empty_line(app, session);
                lines.push(format!("Type a number to open one. An empty line opens: {label}."));
            }
            (Announced::Introduction, _) => {
                lines.extend(screens::introduction(app, session));
                lines.push("An empty line goes on. “help” lists the commands.".to_owned());
            }
            (Announced::SectionIntroduction(section), _) => {
                self.section = Some(*section);
                lines.extend(screens::section_introduction(session, *section));
                lines.push("An empty line goes on.".to_owned());
            }
            (Announced::Page(_, position), Screen::Page(page)) => {
                if !same_page {
                    let is_new = self.section.replace(page.at.section) != Some(page.at.section);
                    lines.extend(question::page(session, page, is_new));
                    let helps = session.consultation.item(page.at).and_then(question::helps);
                    lines.extend(helps.map(|helps| self.tell(helps, question::HELP)));
                }
                lines.extend(self.stop(session, position, same_page));
            }
            (Announced::SectionEnd(_), Screen::SectionEnd(end)) => {
                lines.extend(screens::section_end(session, end));
            }
            (Announced::Review, Screen::Review(review)) => {
                lines.extend(if mem::replace(&mut self.reviewed, true) {
                    review::problems(session, review)
                } else {
                    review::whole(session, review)
                });
                lines.push(
                    "Type the number of an answer to change it. An empty line goes on to the \
                     sign-off."
                        .to_owned(),
                );
            }
            (Announced::SignOff(_), Screen::SignOff(form)) => {
                lines.extend(screens::sign_off(app, session, form));
            }
            (Announced::Done, Screen::Done(done)) => {
                lines.extend(screens::done(app, session, &done.receipt));
            }
            (Announced::Note(question), _) => lines.extend(screens::note(session, question)),
            // A place is taken from the screen, so it is always one of that screen.
            (
                Announced::Page(..)
                | Announced::SectionEnd(_)
                | Announced::Review
                | Announced::SignOff(_)
                | Announced::Done
                | Announced::NotSaved
                | Announced::Elsewhere
                | Announced::Occupied
                | Announced::Conflict
                | Announced::Revised
                | Announced::Unusable
                | Announced::Problems,
                _,
            ) => {}
        }
        lines
    }

    /// What the place on a page asks; a notice asks nothing.
    fn stop(&mut self, session: &Session, position: &Position, same_page: bool) -> Vec<String> {
        let Some(question) = session.question(&position.question) else {
            return vec!["An empty line goes on.".to_owned()];
        };
        let stop = Stop { session, question, position };
        let last = self.said.as_ref().and_then(Announced::on_page).map(|(_, position)| position);
        let last = last.filter(|last| same_page && last.question == question.id);
        let mut lines = Vec::new();
        if last.is_none() {
            lines.extend(stop.part());
        }
        let columns = last.is_none_or(|last| last.row.is_none());
        if position.row.is_some() && columns {
            lines.extend(stop.columns_said());
        }
        let group = stop.row_group();
        let is_next_row = match &group {
            Some(group) => last.is_some_and(|last| group.holds(last.row.as_ref())),
            None => position.row.is_some() && last.is_some_and(|last| last.row.is_some()),
        };
        if group.is_some() && !is_next_row {
            lines.extend(stop.rows());
        } else {
            lines.extend(stop.asks(self.length));
        }
        let (way, more) = stop.way();
        if !is_next_row || stop.is_long() {
            lines.push(self.tell(&way, more));
        }
        lines
    }

    /// The words, with what more there is to know the first time.
    fn tell(&mut self, words: &str, more: &'static str) -> String {
        if more.is_empty() || !self.told.insert(more) {
            words.to_owned()
        } else {
            format!("{words} {more}")
        }
    }

    /// What an empty line opens in the contents.
    fn empty_line(&self, app: &App, session: &Session) -> String {
        let labels = screens::contents_labels(session);
        let chosen = match &app.screen {
            Screen::Contents(contents) => contents.cursor.0,
            _ => 0,
        };
        labels.get(chosen).cloned().unwrap_or_default()
    }
}

/// The page that is shown, with the draft that it is of.
fn page(app: &App) -> Option<(&Session, &Page)> {
    match (&app.screen, &app.session) {
        (Screen::Page(page), Some(session)) => Some((session, page)),
        _ => None,
    }
}

/// The commands that mean what a key means in the words of the app.
const KEYS: [(Action, &str); 5] = [
    (Action::Save, "“save”"),
    (Action::Undo, "“undo”"),
    (Action::Leave, "“leave”"),
    (Action::EditExternally, "“editor”"),
    (Action::Note, "“note”"),
];

/// The words of the app, with commands in place of its keys.
fn without_keys(words: &str) -> String {
    let mut words = words.to_owned();
    for (action, command) in KEYS {
        let mut bindings = keymap::bindings(&[Context::Draft, Context::Anywhere]);
        if let Some(binding) = bindings.find(|binding| binding.action == action) {
            words = words.replace(&binding.key.to_string(), command);
        }
    }
    words
}

/// A sentence of the app: with a full stop at its end, so that a screen reader pauses, and with
/// quotation marks in place of those that it would name.
fn sentence(words: &str) -> String {
    let mut sentence = String::with_capacity(words.len() + 1);
    let mut is_open = false;
    for character in words.chars() {
        match character {
            '`' => {
                is_open = !is_open;
                sentence.push(if is_open { '“' } else { '”' });
            }
            other => sentence.push(other),
        }
    }
    if !sentence.ends_with(['.', '?', '!']) {
        sentence.push('.');
    }
    sentence
}
