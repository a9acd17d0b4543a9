//! Why responses are not collated.

use crate::store::new_file::NewFileError;

/// Why responses were not collated.
#[derive(Debug, thiserror::Error)]
pub enum CollateError {
    /// The file or folder cannot be written.
    #[error(transparent)]
    File(#[from] NewFileError),
    /// A line cannot be written.
    #[error("cannot write a line: {0}")]
    Line(#[from] std::io::Error),
    /// A row cannot be written.
    #[error("cannot write a row: {0}")]
    Row(#[from] csv::Error),
    /// A value cannot be put into JSON.
    #[error("cannot write JSON: {0}")]
    Json(#[from] serde_json::Error),
}
