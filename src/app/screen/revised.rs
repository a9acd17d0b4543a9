//! The consultation has changed since the draft was last worked on.

use crate::{app::event::OpenedDraft, model::revision::Revision};

/// What has changed, and the draft, which is not opened before the respondent has agreed.
#[derive(Debug)]
pub struct Revised {
    /// The draft as it is.
    pub opened: OpenedDraft,
    /// What has changed.
    pub revision: Revision,
    /// The first row shown.
    pub scroll: usize,
}

/// What the respondent can do, in the order shown.
pub const REVISED: [&str; 2] = [
    "Continue with the new version",
    "Go back; the draft stays as it \
 is",
];
