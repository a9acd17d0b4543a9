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
        let listed = library.drafts.len() + library.consultations.len();
        listed + usize::from(Self::offers_adding(library))
    }

    /// Whether there is an entry that adds a consultation: once the list is complete, so that a key
    /// pressed early does not open it.
    pub fn offers_adding(library: &Library) -> bool {
        library.is_complete
    }

    /// Whether the cursor is on the entry that adds a consultation.
    pub fn is_adding(&self, library: &Library) -> bool {
        Self::offers_adding(library) && self.cursor.0 + 1 == Self::length(library)
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
