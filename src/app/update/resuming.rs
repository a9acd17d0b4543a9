//! Going back to the screen that was left.

use crate::{
    app::{
        App, Mode,
        screen::{
            Screen,
            page::{After, Control, Page, Scroll},
            reading::{Introduces, Introduction},
            sign_off::BUTTON,
        },
        session::Session,
    },
    model::{
        resume::{ResumePoint, ResumeScreen},
        shortfall::{self, Shortfall},
    },
};

impl App {
    /// The screen that is shown, to be gone back to.
    pub(in crate::app) fn resume_point(&self) -> Option<ResumePoint> {
        let Mode::Draft(session, screen) = &self.mode else { return None };
        let section_id =
            |number: usize| session.consultation.sections.get(number).map(|it| it.id.clone());
        let start = ResumePoint {
            set: session.consultation.digest.clone(),
            at: Some(self.now.clone()),
            is_reviewed: session.is_reviewed,
            ..ResumePoint::default()
        };
        Some(match screen {
            Screen::Reading(Introduction { of, scroll }) => {
                let (screen, section) = match of {
                    Introduces::Consultation => (ResumeScreen::Introduction, None),
                    Introduces::Section(number) => {
                        (ResumeScreen::SectionIntroduction, section_id(*number))
                    }
                };
                ResumePoint { screen, section, cursor: *scroll, ..start }
            }
            Screen::Contents(contents) => {
                ResumePoint { screen: ResumeScreen::Contents, cursor: contents.cursor.0, ..start }
            }
            Screen::SectionEnd(end) => ResumePoint {
                screen: ResumeScreen::SectionEnd,
                section: section_id(end.section),
                cursor: end.cursor.0,
                ..start
            },
            Screen::Review(review) => {
                ResumePoint { screen: ResumeScreen::Review, cursor: review.cursor.0, ..start }
            }
            Screen::SignOff(form) => {
                ResumePoint { screen: ResumeScreen::SignOff, cursor: form.focus, ..start }
            }
            Screen::Page(page) => point_on_page(page, session, start),
            // Its response is written: there is nothing left to do there.
            Screen::Done(_) => return None,
        })
    }

    /// The question that was left last: home is above the contents, and the draft opens there again.
    pub(in crate::app) fn last_question(&self) -> Option<ResumePoint> {
        let session = self.session()?;
        Some(ResumePoint {
            set: session.consultation.digest.clone(),
            at: Some(self.now.clone()),
            screen: ResumeScreen::Page,
            focus: Some(session.draft.position.clone()?),
            is_reviewed: session.is_reviewed,
            ..ResumePoint::default()
        })
    }

    /// Shows the screen that was left, if it is still one of this draft.
    pub(in crate::app) fn resume(&mut self, point: &ResumePoint) -> bool {
        let Mode::Draft(session, _) = &mut self.mode else { return false };
        if !is_of(point, session) {
            return false;
        }
        let section = point.section.as_ref();
        let section = section.and_then(|id| {
            session.consultation.sections.iter().position(|section| section.id == *id)
        });
        session.is_reviewed = point.is_reviewed;
        match (point.screen, section) {
            (ResumeScreen::Introduction, _) => {
                let (of, scroll) = (Introduces::Consultation, point.cursor);
                self.show(Screen::Reading(Introduction { of, scroll }));
            }
            (ResumeScreen::SectionIntroduction, Some(section)) => {
                let (of, scroll) = (Introduces::Section(section), point.cursor);
                self.show(Screen::Reading(Introduction { of, scroll }));
            }
            (ResumeScreen::Contents, _) => self.show_contents(0),
            (ResumeScreen::SectionEnd, Some(section)) => self.show_section_end(section),
            (ResumeScreen::Review, _) => self.open_review(None),
            (ResumeScreen::SignOff, _) => {
                self.open_sign_off();
                if let Mode::Draft(_, Screen::SignOff(form)) = &mut self.mode {
                    form.focus = point.cursor.min(BUTTON);
                }
            }
            (ResumeScreen::Page, _) => return self.resume_page(point),
            (ResumeScreen::SectionIntroduction | ResumeScreen::SectionEnd, None) => return false,
        }
        if self.entries() > 0 {
            self.point_at_entry(point.cursor);
        }
        true
    }

    fn resume_page(&mut self, point: &ResumePoint) -> bool {
        let Some(focus) = &point.focus else { return false };
        let after = if point.returns_to_review { After::Review } else { After::Next };
        self.show_position(focus, after);
        let Mode::Draft(session, Screen::Page(page)) = &mut self.mode else { return false };
        resume_fields(page, session, point);
        page.scroll = point.scroll.map_or(Scroll::Focus, Scroll::Row);
        let all = problems_of_page(page, session).into_iter().enumerate();
        let said = all.filter(|(number, _)| point.problems.contains(number));
        page.problems = said.map(|(_, problem)| problem).collect();
        true
    }
}

fn point_on_page(page: &Page, session: &Session, start: ResumePoint) -> ResumePoint {
    let mut point = ResumePoint {
        screen: ResumeScreen::Page,
        focus: Some(page.position(session)),
        scroll: match page.scroll {
            Scroll::Focus => None,
            Scroll::Row(row) => Some(row),
        },
        returns_to_review: page.after == After::Review,
        ..start
    };
    let all = problems_of_page(page, session).into_iter().enumerate();
    let said = all.filter(|(_, problem)| page.problems.contains(problem));
    point.problems = said.map(|(number, _)| number).collect();
    point.cursor = page.focus;
    point.fields = page.fields.iter().map(|field| cursor_in(&field.control)).collect();
    point.is_being_written = match page.focused().map(|field| &field.control) {
        Some(Control::Text(_, editor)) => editor.is_being_written(),
        _ => false,
    };
    point
}

/// Where the cursor of a text is that stands at its end: after a crash, the text may be longer than
/// when the screen was kept.
const AT_THE_END: usize = usize::MAX;

fn cursor_in(control: &Control) -> [usize; 2] {
    match control {
        Control::Choices(cursor) | Control::Rank(cursor) => [cursor.0, 0],
        Control::Matrix { row, column } => [row.0, column.0],
        Control::Text(_, editor) => {
            let is_at_end = editor.cursor() == editor.text().len_bytes();
            [if is_at_end { AT_THE_END } else { editor.cursor() }, editor.top_row()]
        }
        Control::Guidance | Control::NoComment | Control::Stands | Control::Continue => [0, 0],
    }
}

/// Puts the cursors where they were, if the page has the same fields.
fn resume_fields(page: &mut Page, session: &Session, point: &ResumePoint) {
    if page.fields.len() != point.fields.len() {
        return;
    }
    for (field, [first, second]) in page.fields.iter_mut().zip(&point.fields) {
        match &mut field.control {
            Control::Choices(cursor) | Control::Rank(cursor) => cursor.0 = *first,
            Control::Matrix { row, column } => (row.0, column.0) = (*first, *second),
            Control::Text(..)
            | Control::Guidance
            | Control::NoComment
            | Control::Stands
            | Control::Continue => {}
        }
    }
    // The comment on a row is that of the row with the cursor.
    page.refresh(session);
    page.give_focus(point.cursor);
    let focus = page.focus;
    for (number, (field, [byte, row])) in page.fields.iter_mut().zip(&point.fields).enumerate() {
        if let Control::Text(_, editor) = &mut field.control {
            editor.set_cursor(*byte);
            editor.resume(*row, point.is_being_written && number == focus);
        }
    }
}

/// All that can be said of the answers on a page.
fn problems_of_page(page: &Page, session: &Session) -> Vec<Shortfall> {
    let questions = session.consultation.item(page.at).into_iter().flat_map(|it| it.questions());
    let answers = &session.draft.answers;
    questions
        .flat_map(|(_, question)| shortfall::of_question(question, &session.route, answers))
        .collect()
}

/// Whether it is of the draft that has been opened, as it is now.
fn is_of(point: &ResumePoint, session: &Session) -> bool {
    point.set == session.consultation.digest
}
