//! What there is a use for where the respondent is: help lists nothing else.

use crate::{
    app::{
        App, Mode,
        action::Action,
        screen::{
            Screen,
            page::{Control, Field, Page},
        },
        session::Session,
    },
    model::consultation::Question,
};

impl App {
    /// Whether an action can do something on the screen, and in the field that has the focus.
    pub fn is_of_use(&self, action: Action) -> bool {
        let read_only = self.session().is_some_and(Session::is_read_only);
        match action {
            Action::Up => !self.is_first_screen(),
            Action::Save => self.session().is_some() && !read_only,
            Action::Note => !read_only && self.current_question().is_some(),
            Action::NoComment => {
                let asked = self
                    .on_page()
                    .and_then(|(session, _)| session.question(&self.current_question()?));
                !read_only && asked.is_some_and(|question| question.allow_no_comment)
            }
            Action::Guidance => self.on_page().is_some_and(|(_, page)| has_guidance(page)),
            Action::EditExternally => {
                let control = self.on_page().and_then(|(_, page)| Some(&page.focused()?.control));
                !read_only && matches!(control, Some(Control::Text(..)))
            }
            Action::Undo => !read_only && self.session().is_some_and(Session::can_undo),
            Action::Redo => !read_only && self.session().is_some_and(Session::can_redo),
            Action::NextField | Action::PreviousField => {
                self.on_page().is_none_or(|(_, page)| page.fields.len() > 1)
            }
            Action::NextQuestion => !matches!(
                self.mode,
                Mode::Draft(_, Screen::Review(_) | Screen::SignOff(_) | Screen::Done(_))
            ),
            Action::PreviousQuestion => match &self.mode {
                Mode::Draft(_, Screen::Page(page)) => {
                    let session = self.session();
                    session.is_some_and(|session| session.neighbour(page.at, false).is_some())
                }
                _ => true,
            },
            Action::Nth(number) => number <= self.numbered(),
            Action::Choose
            | Action::Clear
            | Action::RankUp
            | Action::RankDown
            | Action::FillDown
            | Action::NewLine
            | Action::Erase(_)
            | Action::Cut
            | Action::Paste => !read_only,
            Action::Document => self.session().is_some() || matches!(self.mode, Mode::Home(_)),
            Action::GoTo => self.session().is_some() || matches!(self.mode, Mode::Home(_)),
            Action::Search => self.session().is_some(),
            Action::TakeDetail => {
                let question = self.current_question();
                let session = self.session().zip(question);
                session.is_some_and(|(session, id)| session.offered_detail(&id).is_some())
            }
            Action::Earlier => !read_only && self.current_question().is_some(),
            Action::FindNext | Action::FindPrevious => self.has_searched(),
            Action::Help
            | Action::Leave
            | Action::Review
            | Action::Continue
            | Action::Press
            | Action::Move(_)
            | Action::Extend(_)
            | Action::Type(_)
            | Action::SelectAll
            | Action::Copy => true,
        }
    }

    fn on_page(&self) -> Option<(&Session, &Page)> {
        match &self.mode {
            Mode::Draft(session, Screen::Page(page)) => Some((session, page)),
            _ => None,
        }
    }

    /// How many entries there are to choose from by their number.
    fn numbered(&self) -> usize {
        let Some((session, page)) = self.on_page() else {
            return self.entries();
        };
        let asked = |field: &Field| session.question(&field.question);
        let count = |field: &Field, question: &Question| match field.control {
            Control::Choices(_) | Control::Rank(_) => session.route.choices(question).count(),
            Control::Matrix { .. } => session.route.columns(question).count(),
            Control::Guidance
            | Control::Text(..)
            | Control::NoComment
            | Control::Stands
            | Control::Continue => 0,
        };
        page.focused().and_then(|field| Some(count(field, asked(field)?))).unwrap_or_default()
    }
}

fn has_guidance(page: &Page) -> bool {
    page.fields.iter().any(|field| matches!(field.control, Control::Guidance))
}
