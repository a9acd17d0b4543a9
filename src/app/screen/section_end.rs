//! "Have you completed this section?"

use crate::app::cursor::Cursor;

/// The question at the end of a section. Entry 0 is yes, entry 1 is later.
#[derive(Debug)]
pub struct SectionEnd {
    /// The section's number.
    pub section: usize,
    /// The answer that `Enter` gives.
    pub cursor: Cursor,
    /// What still keeps the section from being final: how many answers.
    pub missing: usize,
}
