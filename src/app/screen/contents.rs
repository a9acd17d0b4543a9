//! The contents of a consultation: its sections, and how far each has come.

use crate::{
    app::{cursor::Cursor, session::Session},
    model::scope::Scope,
};

/// The contents. Its entries are the sections, then the ways to go on from there.
#[derive(Debug, Default)]
pub struct Contents {
    /// The entry that `Enter` opens.
    pub cursor: Cursor,
}

/// An entry of the contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentsEntry {
    /// The section of that number.
    Section(usize),
    /// Takes the respondent through the questions of that scope from now on.
    Scope(Scope),
    /// "Check your answers".
    Review,
    /// "Sign off and export".
    SignOff,
}

impl Contents {
    /// The entries, in order.
    pub fn entries(session: &Session) -> Vec<ContentsEntry> {
        let sections = 0..session.consultation.sections.len();
        let other = session.ways().map(|_| match session.scope() {
            Scope::All => ContentsEntry::Scope(Scope::KeyQuestions),
            Scope::KeyQuestions => ContentsEntry::Scope(Scope::All),
        });
        let last = [ContentsEntry::Review, ContentsEntry::SignOff];
        sections.map(ContentsEntry::Section).chain(other).chain(last).collect()
    }
}
