//! The screen that was left, for the next time the draft is opened on this machine.

use jiff::Zoned;

use super::{draft::Position, id::SectionId};

/// What is kept of the screen that was left. It is of this machine: colleagues have their own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResumePoint {
    /// The digest of the question set.
    pub set: String,
    /// When it was left.
    pub at: Option<Zoned>,
    /// Which screen it was.
    pub screen: ResumeScreen,
    /// The section that it was of.
    pub section: Option<SectionId>,
    /// Where on a page the focus was.
    pub focus: Option<Position>,
    /// The entry or field that had the focus, by its number; in an introduction, the first row that
    /// was seen.
    pub cursor: usize,
    /// The cursor in each field of a page: the row and column of a matrix, the byte (the greatest number
    /// at the end) and the first row seen of a text, the entry of a list.
    pub fields: Vec<[usize; 2]>,
    /// The first row that was seen; `None` where that followed the focus.
    pub scroll: Option<usize>,
    /// Whether the text with the focus was being written.
    pub is_being_written: bool,
    /// Which of the problems on the page were said, by their numbers.
    pub problems: Vec<usize>,
    /// Whether the page leads back to the review.
    pub returns_to_review: bool,
    /// Whether the review had listed what is missing.
    pub is_reviewed: bool,
}

/// A screen that can be gone back to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ResumeScreen {
    /// The introduction of the consultation.
    #[default]
    Introduction,
    /// The introduction of a section.
    SectionIntroduction,
    /// The contents.
    Contents,
    /// The page of a question, notice or group.
    Page,
    /// The end of a section.
    SectionEnd,
    /// The review.
    Review,
    /// The sign-off form.
    SignOff,
}
