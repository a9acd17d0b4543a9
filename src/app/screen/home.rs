//! The home screen: drafts in progress, consultations to answer.

use crate::app::{
    cursor::Cursor,
    library::{DraftRequest, Library},
};

/// The home screen. Its entries are the drafts of the library, then its consultations.
#[derive(Debug, Default)]
pub struct Home {
    /// The entry that `Enter` opens.
    pub cursor: Cursor,
}

impl Home {
    /// How many entries there are.
    pub fn length(library: &Library) -> usize {
        library.drafts.len() + library.consultations.len()
    }

    /// What the entry under the cursor opens.
    pub fn chosen(&self, library: &Library) -> Option<DraftRequest> {
        let Some(place) = self.cursor.0.checked_sub(library.drafts.len()) else {
            return library
                .drafts
                .get(self.cursor.0)
                .map(|draft| DraftRequest::Draft(draft.path.clone()));
        };
        library.consultations.get(place).map(|set| DraftRequest::New(set.source.clone()))
    }
}
