//! The screens, and what is remembered of each while it is shown.

pub mod broken;
pub mod contents;
pub mod done;
pub mod home;
pub mod page;
pub mod reading;
pub mod review;
pub mod revised;
pub mod section_end;
pub mod sign_off;

use self::{
    contents::Contents, done::Done, page::Page, reading::Introduction, review::Review,
    section_end::SectionEnd, sign_off::SignOffForm,
};

/// What is shown of the draft that is open.
#[derive(Debug)]
pub enum Screen {
    /// The sections of the open draft, and how far each has come.
    Contents(Contents),
    /// The introduction of the consultation, or of a section.
    Reading(Introduction),
    /// One question, notice or group.
    Page(Box<Page>),
    /// "Have you completed this section?"
    SectionEnd(SectionEnd),
    /// "Check your answers".
    Review(Box<Review>),
    /// Who answers for the response.
    SignOff(Box<SignOffForm>),
    /// The final response is written.
    Done(Done),
}

/// A list with a cursor in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cursor(pub usize);

impl Cursor {
    /// Moves by a number of entries, staying in a list of this length.
    pub fn step(&mut self, by: isize, length: usize) {
        self.0 = self.0.saturating_add_signed(by).min(length.saturating_sub(1));
    }

    /// Moves as a motion says; `page` is how many entries fill a screen. Whether it moved.
    pub fn follow(
        &mut self,
        motion: super::field::text::Motion,
        length: usize,
        page: usize,
    ) -> bool {
        use super::field::text::Motion;
        let before = self.0;
        let page = isize::try_from(page.max(1)).unwrap_or(isize::MAX);
        match motion {
            Motion::RowUp | Motion::Left | Motion::WordLeft => self.step(-1, length),
            Motion::RowDown | Motion::Right | Motion::WordRight => self.step(1, length),
            Motion::PageUp | Motion::ParagraphUp => self.step(-page, length),
            Motion::PageDown | Motion::ParagraphDown => self.step(page, length),
            Motion::TextStart | Motion::RowStart => self.0 = 0,
            Motion::TextEnd | Motion::RowEnd | Motion::ParagraphEnd => {
                self.0 = length.saturating_sub(1)
            }
        }
        self.0 != before
    }
}
