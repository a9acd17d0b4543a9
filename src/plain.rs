//! The same [`App`], line by line: for screen readers, braille displays, plain terminals and pipes.
//!
//! [`Plain::take`] turns a line of input into events of the app; [`Plain::say`] describes the
//! respondent's place in lines of text. Nothing is repeated unless asked for, nothing is redrawn,
//! and no line holds anything but text. The app decides everything, from the order of questions to
//! what is saved; this module only finds the words, and reads the respondent's.
//!
//! In reading order: `turn` handles one line, as a `command` or as an answer, which `choosing`
//! reads and `writing` collects; `stops` lists the places of a page that ask something, and
//! `question` words them; `screens`, `review` and `changing` word everything else.

mod changing;
mod choosing;
mod command;
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
    turn::LineTurn,
    writing::TextEntry,
};
use crate::{
    app::{
        App, Mode,
        earlier::EarlierSearch,
        event::{Effect, Event},
        notice::StatusNotice,
        popup::Popup,
        saving::{RecoveryCopy, SaveState},
        screen::{
            Screen,
            page::Page,
            reading::{Introduces, Introduction},
        },
        search::{Search, SearchScope},
        session::Session,
    },
    model::{draft::Position, id::QuestionId},
};

/// The prompt before the line being typed. Speech skips a question mark; a ">" would be read as
/// "greater than" before every line.
pub const PROMPT: &str = "? ";

/// The conversation with the respondent.
#[derive(Debug, Default)]
pub struct Plain {
    /// Lines to say before anything else.
    pending: Vec<String>,
    /// The place last announced.
    said: Option<Announced>,
    /// The section last named.
    section: Option<usize>,
    /// The kinds of question whose full instructions have been given.
    told: HashSet<&'static str>,
    /// How much to say about the current place.
    length: Length,
    /// Whether the whole review has been read out.
    reviewed: bool,
    /// The page that the respondent could not leave because of its problems.
    troubled: Option<QuestionId>,
    /// The rows of a matrix answered by one line; only their reasons are still asked for.
    answered_rows: Vec<Position>,
    /// The text that the next lines go into, if they are not answers or commands.
    writing: Option<TextEntry>,
    /// The words used to report a failed save.
    unsaved: Option<&'static str>,
}

/// The respondent's place, as precisely as it is announced.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Announced {
    Home,
    Contents,
    Introduction,
    SectionIntroduction(usize),
    /// A page, by its item, and the position on it.
    Page(QuestionId, Position),
    SectionEnd(usize),
    Review,
    /// The sign-off form, at one of its fields.
    SignOff(usize),
    Done,
    Note(QuestionId),
    NotSaved,
    Elsewhere,
    Occupied,
    /// The paper of a consultation is asked for: whether it is being read, or why it failed.
    Adding(bool, Option<String>),
    Conflict,
    /// The earlier answers to quote: whether they have been read, and the words searched for.
    Quoting(bool, String),
    /// The answers to copy, at one of them.
    Portal(usize),
    /// The changes since the draft was last opened.
    Revised,
    /// The problems of a file, or of the previewed set.
    Unusable,
    Problems,
}

impl Announced {
    fn of(app: &App) -> Self {
        if let Some((search, earlier)) = quoting(app) {
            return Self::Quoting(earlier.answers.is_some(), search.query.text().to_string());
        }
        match &app.popup {
            Some(Popup::Note(note)) => return Self::Note(note.question.clone()),
            Some(Popup::NotSaved { elsewhere: Some(_), .. }) => return Self::Elsewhere,
            Some(Popup::NotSaved { elsewhere: None, .. }) => return Self::NotSaved,
            Some(Popup::Occupied { .. }) => return Self::Occupied,
            Some(Popup::Adding(form)) => {
                return Self::Adding(form.is_reading, form.problem.clone());
            }
            Some(Popup::Conflict(_)) => return Self::Conflict,
            Some(Popup::Portal(portal)) => return Self::Portal(portal.cursor.0),
            Some(Popup::Unusable { .. }) => return Self::Unusable,
            Some(Popup::Problems { .. }) => return Self::Problems,
            // Help, guidance and the list of places are said directly, without opening them.
            Some(
                Popup::Help { .. }
                | Popup::Guidance { .. }
                | Popup::GoTo(_)
                | Popup::Search(_)
                | Popup::Documents { .. },
            )
            | None => {}
        }
        match &app.mode {
            Mode::Draft(session, Screen::Page(page)) => {
                Self::Page(page.id.clone(), stops::here(session, page).1)
            }
            Mode::Home(_) => Self::Home,
            Mode::Draft(_, Screen::Contents(_)) => Self::Contents,
            Mode::Draft(_, Screen::Reading(Introduction { of: Introduces::Consultation, .. })) => {
                Self::Introduction
            }
            Mode::Draft(
                _,
                Screen::Reading(Introduction { of: Introduces::Section(section), .. }),
            ) => Self::SectionIntroduction(*section),
            Mode::Draft(_, Screen::SectionEnd(end)) => Self::SectionEnd(end.section),
            Mode::Draft(_, Screen::Review(_)) => Self::Review,
            Mode::Draft(_, Screen::SignOff(form)) => Self::SignOff(form.focus),
            Mode::Draft(_, Screen::Done(_)) => Self::Done,
            Mode::Revised(_) => Self::Revised,
            Mode::Broken(_) => Self::Problems,
        }
    }

    /// Returns the place for a position on the page.
    fn on_page(&self) -> Option<(&QuestionId, &Position)> {
        match self {
            Self::Page(page, position) => Some((page, position)),
            _ => None,
        }
    }
}

impl Plain {
    /// Handles a line of input and returns the effects to perform.
    pub fn take(&mut self, app: &mut App, line: &str, now: &Zoned) -> Vec<Effect> {
        let mut turn = LineTurn { plain: self, app, now, effects: Vec::new() };
        turn.line(line.strip_suffix('\r').unwrap_or(line));
        turn.effects
    }

    /// Handles the end of input: the draft is saved and the program ends.
    pub fn end(&mut self, app: &mut App, now: &Zoned) -> Vec<Effect> {
        let mut turn = LineTurn { plain: self, app, now, effects: Vec::new() };
        turn.end();
        turn.effects
    }

    /// Handles any other event and returns the effects to perform.
    pub fn update(&mut self, app: &mut App, event: Event, now: &Zoned) -> Vec<Effect> {
        // The respondent's own action clears the last message; other events do not.
        let before = match &event {
            Event::Act(_)
            | Event::Edit(..)
            | Event::GoTo(_)
            | Event::SearchEarlier(_)
            | Event::Paste(_) => None,
            _ => app.notice.clone(),
        };
        let contradicted = app.contradicted();
        let effects = app.update(event, now.clone());
        if let Some(notice) = app.notice.as_ref().filter(|new| Some(*new) != before.as_ref()) {
            self.pending.push(sentence(&in_words(notice)));
        }
        if let (Some(before), Mode::Draft(session, _)) = (contradicted, &app.mode) {
            let new = session.new_contradictions(&before).into_iter();
            self.pending.extend(new.map(|contradiction| sentence(&contradiction.message)));
        }
        self.tell_of_save(app);
        effects
    }

    /// Announces a failed save once it is known whether there is a recovery copy, announces any
    /// change of that, and announces the next successful save.
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

    /// Whether a line is expected: not while the draft is being saved before leaving.
    pub fn listens(&self, app: &App) -> bool {
        !app.awaits_save() || app.popup.is_some()
    }

    /// Whether there is something to say unprompted.
    pub fn has_news(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Returns the final lines: where the draft is, once it is fully saved.
    pub fn farewell(&mut self, app: &App) -> Vec<String> {
        let mut lines = mem::take(&mut self.pending);
        if let Some(session) = app.session().filter(|_| !app.saving.is_outstanding()) {
            lines.push(format!("Your draft is {}.", session.path.display()));
        }
        lines
    }

    /// Returns what to say now: what happened, and the respondent's place, if it is new.
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

    /// Describes a place, depending on what was said before.
    fn place(&mut self, app: &App, here: &Announced) -> Vec<String> {
        let mut lines = Vec::new();
        let same_page = self.said.as_ref().and_then(Announced::on_page).map(|(page, _)| page)
            == here.on_page().map(|(page, _)| page);
        if !same_page || here.on_page().is_none() {
            self.troubled = None;
            lines.push(String::new());
        }
        if let Some(popup) = popup_lines(app) {
            lines.extend(popup);
            return lines;
        }
        match &app.mode {
            _ if *here == Announced::Problems => lines.extend(changing::problems(app)),
            Mode::Revised(revised) => lines.extend(changing::revised(revised)),
            Mode::Draft(session, screen) => {
                lines.extend(self.screen(app, (session, screen), here, same_page));
            }
            Mode::Home(_) | Mode::Broken(_) => {
                lines.extend(screens::home(app));
                lines.push("Type the number of one to open it; “leave” leaves.".to_owned());
            }
        }
        lines
    }

    /// Describes a screen of the open draft.
    fn screen(
        &mut self,
        app: &App,
        (session, screen): (&Session, &Screen),
        here: &Announced,
        same_page: bool,
    ) -> Vec<String> {
        let mut lines = Vec::new();
        if let Announced::Note(question) = here {
            return screens::note(session, question);
        }
        match screen {
            Screen::Contents(_) => {
                lines.extend(screens::contents(app, session));
                let label = self.empty_line(app, session);
                lines.push(format!("Type a number to open one. An empty line opens: {label}."));
            }
            Screen::Reading(Introduction { of: Introduces::Consultation, .. }) => {
                lines.extend(screens::introduction(app, session));
                lines.push("An empty line goes on. “help” lists the commands.".to_owned());
            }
            Screen::Reading(Introduction { of: Introduces::Section(section), .. }) => {
                self.section = Some(*section);
                lines.extend(screens::section_introduction(session, *section));
                lines.push("An empty line goes on.".to_owned());
            }
            Screen::Page(page) => {
                let Announced::Page(_, position) = here else { return lines };
                if !same_page {
                    let is_new = self.section.replace(page.at.section) != Some(page.at.section);
                    lines.extend(question::page(session, page, is_new));
                    let helps = session.consultation.item(page.at).and_then(question::helps);
                    lines.extend(helps.map(|helps| self.tell(helps, question::HELP)));
                }
                lines.extend(self.stop(session, position, same_page));
            }
            Screen::SectionEnd(end) => lines.extend(screens::section_end(session, end)),
            Screen::Review(review) => {
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
            Screen::SignOff(form) => lines.extend(screens::sign_off(app, session, form)),
            Screen::Done(done) => lines.extend(screens::done(app, session, &done.receipt)),
        }
        lines
    }

    /// Describes what the current stop asks; a notice asks nothing.
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

    /// Adds to the words the instructions given the first time.
    fn tell(&mut self, words: &str, more: &'static str) -> String {
        if more.is_empty() || !self.told.insert(more) {
            words.to_owned()
        } else {
            format!("{words} {more}")
        }
    }

    /// Returns what an empty line opens in the contents.
    fn empty_line(&self, app: &App, session: &Session) -> String {
        let labels = screens::contents_labels(session);
        let chosen = match &app.mode {
            Mode::Draft(_, Screen::Contents(contents)) => contents.cursor.0,
            _ => 0,
        };
        labels.get(chosen).cloned().unwrap_or_default()
    }
}

/// Describes the open pop-up, if it asks something.
fn popup_lines(app: &App) -> Option<Vec<String>> {
    if let Some((search, earlier)) = quoting(app) {
        return Some(screens::quoting(search, earlier));
    }
    Some(match app.popup.as_ref()? {
        Popup::NotSaved { elsewhere: None, .. } => screens::not_saved(app),
        Popup::NotSaved { elsewhere: Some(_), .. } => screens::elsewhere(),
        Popup::Occupied { by, .. } => screens::occupied(by),
        Popup::Unusable { complaints, instead, .. } => {
            changing::unusable(complaints, instead.as_ref())
        }
        Popup::Conflict(conflict) => screens::conflict(app.session()?, conflict),
        Popup::Portal(portal) => screens::portal(app.session()?, portal),
        Popup::Adding(form) => screens::adding(form),
        Popup::Help { .. }
        | Popup::Guidance { .. }
        | Popup::GoTo(_)
        | Popup::Search(_)
        | Popup::Note(_)
        | Popup::Documents { .. }
        | Popup::Problems { .. } => return None,
    })
}

/// Returns the search of earlier answers, if it is open.
fn quoting(app: &App) -> Option<(&Search, &EarlierSearch)> {
    let Some(Popup::Search(search)) = &app.popup else { return None };
    match &search.scope {
        SearchScope::Earlier(earlier) => Some((search, earlier)),
        SearchScope::Draft => None,
    }
}

/// Returns the current page, with the draft it belongs to.
fn page(app: &App) -> Option<(&Session, &Page)> {
    match &app.mode {
        Mode::Draft(session, Screen::Page(page)) => Some((session, page)),
        _ => None,
    }
}

/// Puts a notice into words that name commands instead of keys.
pub(crate) fn in_words(notice: &StatusNotice) -> String {
    notice.in_words(command::name)
}

/// Formats a sentence of the app: with a full stop, so that a screen reader pauses, and with
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
