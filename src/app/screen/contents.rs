//! The contents of a consultation: its sections, and how far each has come.

use crate::app::{screen::Cursor, session::Session};

/// The contents. Its entries are the sections, then the two ways to go on from there.
#[derive(Debug, Default)]
pub struct Contents {
    /// The entry that `Enter` opens.
    pub cursor: Cursor,
}

/// An entry of the contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// The section of that number.
    Section(usize),
    /// "Check your answers".
    Review,
    /// "Sign off and export".
    SignOff,
}

impl Contents {
    /// The entries, in order.
    pub fn entries(session: &Session) -> Vec<Entry> {
        let sections = 0..session.consultation.sections.len();
        sections.map(Entry::Section).chain([Entry::Review, Entry::SignOff]).collect()
    }
}
