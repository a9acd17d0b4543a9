//! The final response is written.

use crate::app::event::Receipt;

/// Where the final response is, and what to do with it.
#[derive(Debug)]
pub struct Done {
    /// The file and its digest.
    pub receipt: Receipt,
    /// The first row shown.
    pub scroll: usize,
}
