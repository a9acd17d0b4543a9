//! Copying the answers into the website of a consultation, one by one.

use std::path::PathBuf;

use super::{cursor::Cursor, session::Session};
use crate::model::portal::{CopyState, PortalField};

/// The answers that are to be copied into a website.
#[derive(Debug)]
pub struct Portal {
    /// The fields of the website, in the set's order.
    pub fields: Vec<PortalField>,
    /// The field that `Enter` copies.
    pub cursor: Cursor,
    /// The file that has what was copied last.
    pub file: Option<PathBuf>,
}

impl Portal {
    /// Begins with the first answer that has not been copied, or whose text has changed since.
    pub fn new(session: &Session) -> Self {
        let fields = session.draft.portal_fields(&session.consultation, &session.route);
        let mut portal = Self { fields, cursor: Cursor::default(), file: None };
        portal.cursor = Cursor(portal.next_open(session, 0).unwrap_or_default());
        portal
    }

    /// The first field from one on that is still to be copied, else the first of all.
    pub fn next_open(&self, session: &Session, from: usize) -> Option<usize> {
        let is_open = |place: &usize| {
            let field = self.fields.get(*place);
            field.is_some_and(|field| session.draft.copy_state(field) != CopyState::Copied)
        };
        let after = (from..self.fields.len()).find(is_open);
        after.or_else(|| (0..from).find(is_open))
    }

    /// How many fields have been copied as they are now.
    pub fn copied(&self, session: &Session) -> usize {
        let is_copied = |field: &&PortalField| session.draft.copy_state(field) == CopyState::Copied;
        self.fields.iter().filter(is_copied).count()
    }

    /// The field with the cursor.
    pub fn current(&self) -> Option<&PortalField> {
        self.fields.get(self.cursor.0)
    }
}
