//! The home screen: drafts in progress, consultations to answer.

use crate::app::{
    cursor::Cursor,
    library::{DraftRequest, Library},
};

/// The home screen. Its entries are the drafts of the library, then its consultations, then the one
/// that adds a consultation.
#[derive(Debug, Default)]
pub struct Home {
    /// The entry that `Enter` opens.
    pub cursor: Cursor,
}

impl Home {
    /// How many entries there are.
    pub fn length(library: &Library) -> usize {
        library.drafts.len() + library.consultations.len() + 1
    }

    /// Whether the cursor is on the entry that adds a consultation.
    pub fn is_adding(&self, library: &Library) -> bool {
        self.cursor.0 + 1 == Self::length(library)
    }

    /// What the entry under the cursor opens.
    pub fn chosen(&self, library: &Library) -> Option<DraftRequest> {
        Self::opened_by(library).nth(self.cursor.0)
    }

    /// Where the entry is that opens something.
    pub fn place(library: &Library, opens: &DraftRequest) -> Option<usize> {
        Self::opened_by(library).position(|entry| entry == *opens)
    }

    /// What the entries open.
    fn opened_by(library: &Library) -> impl Iterator<Item = DraftRequest> {
        let drafts = library.drafts.iter().map(|draft| DraftRequest::Draft(draft.path.clone()));
        let sets = library.consultations.iter().map(|set| DraftRequest::New(set.source.clone()));
        drafts.chain(sets)
    }
}
