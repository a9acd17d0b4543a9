//! What happens: one state, changed by events, asking for effects. No input, no output.
//!
//! [`App::update`] is the only function that changes an [`App`]. It never waits, reads or writes;
//! what is to be done comes back as [`event::Effect`]s. Both front ends, the screens and the plain
//! one, show the same `App`. In reading order: [`event`] is what comes in and goes out; [`keymap`]
//! turns keys into [`action`]s; [`session`] is the open draft, changed by [`edit`]s and taken back
//! by [`history`]; [`screen`] and [`popup`] are where the respondent is.

pub mod action;
pub mod adding;
pub mod cursor;
pub mod document;
pub mod earlier;
pub mod edit;
pub mod event;
pub mod field;
pub mod history;
pub mod key;
pub mod keymap;
pub mod library;
pub(crate) mod matching;
mod mode;
pub mod notice;
pub mod popup;
pub mod portal;
pub mod saving;
pub mod screen;
pub mod search;
pub mod session;
mod update;

use std::{
    collections::VecDeque,
    mem::{Discriminant, discriminant},
    path::PathBuf,
};

use jiff::Zoned;

use self::{
    action::Action,
    event::{Effect, Event, Measures},
    keymap::Context,
    library::Library,
    notice::{ScreenNotice, StatusNotice},
    popup::Popup,
    saving::SaveStatus,
    screen::{Screen, broken::Complaint, home::Home},
    search::{Direction, Search},
    session::Session,
};
pub use self::{mode::Mode, update::finding::LONG_LIST};
use crate::app::cursor::Cursor;
use crate::model::{answer::Answers, consultation::Location, text::Text};

/// One screen as told from another: of which kind, which page, which pop-up above it.
pub type ScreenIdentity = (
    Discriminant<Mode>,
    Option<Discriminant<Screen>>,
    Option<Location>,
    Option<Discriminant<Popup>>,
);

/// The state of the program.
#[derive(Debug)]
pub struct App {
    /// The time of the last event.
    pub now: Zoned,
    /// The respondent's name, noted with each change; `None` if it is not to be said.
    pub me: Option<String>,
    /// What there is to answer, as it was last looked up.
    pub library: Library,
    /// What the program is doing, and what it shows of that.
    pub mode: Mode,
    /// What is open above it.
    pub popup: Option<Popup>,
    /// Whether what is on the screen is on the disk.
    pub saving: SaveStatus,
    /// What the respondent is told, until the next key.
    pub notice: Option<StatusNotice>,
    /// What the screen has room for.
    pub measures: Measures,
    /// What was typed to find an entry of the long list that has the focus.
    choice_letters: String,
    /// Whether an arrow was pressed since.
    has_moved_to_choice: bool,
    /// What was searched for last.
    searched: Search,
    /// What was copied or cut last.
    clipboard: Text,
    /// Where to, once the draft is saved.
    leaving: Leaving,
    /// Whether the final response is to be written, once the draft is saved.
    is_exporting: bool,
    /// Whether the answers to copy are shown as soon as the draft is open.
    opens_portal: bool,
    /// Why something was not changed that was to be, because nothing may be.
    pub refused: Option<StatusNotice>,
    /// Whether something waits for a disk that takes its time.
    pub waits_for_disk: bool,
    /// Whether the preview was opened from the first screen, and leads back to it.
    previews_from_home: bool,
    /// What is known of the file that is previewed, where nothing is kept.
    pub preview: Option<Preview>,
    /// The answers handed over to be saved that are not known to be, with their numbers.
    handed_over: VecDeque<(u64, Answers)>,
    /// What is to be done, until [`App::update`] hands it out.
    effects: Vec<Effect>,
}

/// A question set that its author walks through while writing it. Nothing is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it as it was saved last; what is shown is then the version before.
    pub problems: Vec<Complaint>,
}

/// Where to, once the draft is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leaving {
    /// Nowhere.
    Not,
    /// To the home screen.
    Home,
    /// Out of the program.
    Program,
}

impl App {
    /// The program as it starts: at home, with nothing known yet.
    pub fn new(now: Zoned) -> Self {
        Self {
            now,
            me: None,
            library: Library::default(),
            mode: Mode::Home(Home::default()),
            popup: None,
            saving: SaveStatus::default(),
            notice: None,
            measures: Measures::default(),
            choice_letters: String::new(),
            has_moved_to_choice: false,
            searched: Search::new(),
            clipboard: Text::default(),
            leaving: Leaving::Not,
            is_exporting: false,
            opens_portal: false,
            refused: None,
            waits_for_disk: false,
            previews_from_home: false,
            preview: None,
            handed_over: VecDeque::new(),
            effects: Vec::new(),
        }
    }

    /// Takes in what happened, and says what is to be done. `now` is when it happened.
    pub fn update(&mut self, event: Event, now: Zoned) -> Vec<Effect> {
        self.now = now;
        let contradicted = self.contradicted();
        let was_signed_off = self.is_signed_off();
        match event {
            Event::Key(key) => match keymap::action(&self.contexts(), key) {
                Some(action) => {
                    self.notice = None;
                    self.act(action)
                }
                // What was just said, such as that an answer was taken back, stays.
                None => {
                    if key.typed().is_some() && self.notice.is_none() {
                        self.notify(ScreenNotice::KeyDoesNothing);
                    }
                }
            },
            Event::Act(action) => {
                self.notice = None;
                self.act(action)
            }
            Event::Edit(question, edit) => {
                self.notice = None;
                self.edit(&question, &edit);
                self.reload();
            }
            Event::GoTo(place) => {
                self.notice = None;
                self.go_to(&place)
            }
            Event::SearchEarlier(words) => {
                self.notice = None;
                self.search_earlier(&words)
            }
            Event::Paste(pasted) => self.paste(&pasted),
            Event::Mouse(target, press) => self.mouse(target, press),
            Event::Scroll(rows) => self.scroll(rows),
            Event::Measured(measures) => self.measure(measures),
            Event::Tick => self.look_after_save(),
            Event::SaveDue => self.save_edits(),
            Event::Library(library) => self.take_library(library),
            Event::Opened(opened) => self.take_opened(opened),
            Event::Occupied(origin, by) => {
                let cursor = Cursor::default();
                self.open(Popup::Occupied { origin, by, cursor })
            }
            Event::Unusable(complaints, instead) => {
                self.open(Popup::Unusable { complaints, instead, scroll: 0 })
            }
            Event::Previewed(path, set) => self.take_previewed(path, set),
            Event::Moved(path) => self.take_moved(path),
            Event::NotMoved(why) => self.take_not_moved(why),
            Event::Saved(report) => self.take_saved(report),
            Event::Exported(result) => self.take_exported(result),
            Event::Made(made) => self.take_made(made),
            Event::Added(added) => self.take_added(added),
            Event::CopyKept(kept) => self.take_copy(kept),
            Event::Edited(result) => self.take_edited(result),
            Event::EarlierRead(answers) => self.take_earlier(answers),
            Event::Terminate => self.leave(Leaving::Program),
        }
        self.point_out_contradictions(contradicted.as_deref());
        if was_signed_off {
            self.point_out_outdated_sign_off();
        }
        self.keep_position();
        std::mem::take(&mut self.effects)
    }

    /// Does what a key, or a word in the plain front end, means.
    pub fn act(&mut self, action: Action) {
        let added = match action {
            Action::Type(character) => character.len_utf8(),
            Action::NewLine => Text::from("\n").written_size(),
            Action::Paste => self.clipboard.written_size(),
            _ => 0,
        };
        if self.refuses_text(added) {
            return;
        }
        if self.popup.is_some() {
            return self.act_in_popup(action);
        }
        if self.find_choice(action) {
            return;
        }
        match action {
            Action::Help => self.open(Popup::Help { scroll: 0 }),
            Action::Leave => self.leave(Leaving::Program),
            Action::Up => self.up(),
            Action::Save => self.save_now(),
            Action::Review => self.open_review(None),
            Action::GoTo => self.open_go_to(),
            Action::Document => self.open_documents(),
            Action::Search => self.open_search(),
            Action::Earlier => self.open_earlier(),
            Action::TakeDetail => self.take_detail(),
            Action::FindNext => self.find_again(Direction::Forward),
            Action::FindPrevious => self.find_again(Direction::Back),
            Action::Note => self.open_note(),
            Action::Guidance => self.open_guidance(),
            Action::NextQuestion => self.leave_page(Self::next_question),
            Action::PreviousQuestion => self.leave_page(Self::previous_question),
            Action::Undo => self.undo(),
            Action::Redo => self.redo(),
            Action::NoComment
            | Action::NextField
            | Action::PreviousField
            | Action::EditExternally
            | Action::Continue
            | Action::Press
            | Action::Choose
            | Action::Nth(_)
            | Action::Clear
            | Action::RankUp
            | Action::RankDown
            | Action::FillDown
            | Action::Move(_)
            | Action::Extend(_)
            | Action::Type(_)
            | Action::NewLine
            | Action::Erase(_)
            | Action::SelectAll
            | Action::Copy
            | Action::Cut
            | Action::Paste => self.act_on_screen(action),
        }
    }

    /// Where the respondent is, the nearest first; it says what the keys mean.
    pub fn contexts(&self) -> Vec<Context> {
        match &self.popup {
            Some(popup @ Popup::Note(_)) => {
                vec![popup.context(), Context::Draft, Context::Anywhere]
            }
            Some(popup @ Popup::Guidance { .. }) => {
                vec![popup.context(), Context::Guidance, Context::Finding, Context::Anywhere]
            }
            Some(popup) if self.session().is_some() && popup.leads_on() => {
                vec![popup.context(), Context::Finding, Context::Anywhere]
            }
            Some(popup) => vec![popup.context(), Context::Anywhere],
            None => self.contexts_of_screen(),
        }
    }

    /// Where the respondent is on the screen, whatever is open above it: what help speaks of.
    pub fn contexts_of_screen(&self) -> Vec<Context> {
        let mut contexts = match &self.mode {
            Mode::Home(_) => {
                return vec![Context::Menu, Context::NoDraft, Context::Anywhere];
            }
            Mode::Revised(_) => {
                return vec![Context::Reading, Context::NoDraft, Context::Anywhere];
            }
            Mode::Broken(_) => {
                return vec![Context::Reading, Context::Anywhere];
            }
            Mode::Draft(session, Screen::Page(page)) => {
                page.focused().map(|field| field.context(session)).into_iter().collect()
            }
            Mode::Draft(_, Screen::SignOff(form)) => match form.focus {
                ..screen::sign_off::CONFIRM => vec![Context::Line],
                screen::sign_off::CONFIRM => vec![Context::SelectMultiple],
                _ => vec![Context::Button],
            },
            Mode::Draft(_, Screen::Reading(_) | Screen::Done(_)) => {
                vec![Context::Reading]
            }
            Mode::Draft(_, Screen::Contents(_) | Screen::SectionEnd(_) | Screen::Review(_)) => {
                vec![Context::Menu]
            }
        };
        if self.finds_choices() {
            contexts.push(Context::LongList);
        }
        contexts.extend([Context::Draft, Context::Anywhere]);
        contexts
    }

    /// Tells one screen from another. A key or a click may mean something else once this changes.
    pub fn identity(&self) -> ScreenIdentity {
        let (screen, page) = match &self.mode {
            Mode::Draft(_, screen @ Screen::Page(page)) => (Some(screen), Some(page.at)),
            Mode::Draft(_, screen) => (Some(screen), None),
            Mode::Home(_) | Mode::Revised(_) | Mode::Broken(_) => (None, None),
        };
        let popup = self.popup.as_ref().map(discriminant);
        (discriminant(&self.mode), screen.map(discriminant), page, popup)
    }

    /// Whether something was edited that has not been handed over to be saved.
    pub fn has_edits(&self) -> bool {
        self.saving.has_edits()
    }

    /// Whether the program waits for a save, so that time passing matters.
    pub fn waits(&self) -> bool {
        self.saving.awaits_save()
    }

    /// Whether the program ends, goes home, or writes the final response, as soon as the draft is
    /// saved.
    pub fn awaits_save(&self) -> bool {
        let soon = matches!(self.saving.state(), saving::SaveState::Pending(_));
        self.leaving != Leaving::Not || (self.is_exporting && soon)
    }

    /// The draft that is open.
    pub fn session(&self) -> Option<&Session> {
        match &self.mode {
            Mode::Draft(session, _) => Some(session),
            Mode::Home(_) | Mode::Revised(_) | Mode::Broken(_) => None,
        }
    }

    /// The same, to change it.
    pub fn session_mut(&mut self) -> Option<&mut Session> {
        match &mut self.mode {
            Mode::Draft(session, _) => Some(session),
            Mode::Home(_) | Mode::Revised(_) | Mode::Broken(_) => None,
        }
    }

    /// Shows a screen of the draft that is open.
    fn show(&mut self, next: Screen) {
        if let Mode::Draft(_, screen) = &mut self.mode {
            *screen = next;
        }
    }

    fn open(&mut self, popup: Popup) {
        self.popup = Some(popup);
    }

    fn notify(&mut self, notice: impl Into<StatusNotice>) {
        self.notice = Some(notice.into());
    }
}
