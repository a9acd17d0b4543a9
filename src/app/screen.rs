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
