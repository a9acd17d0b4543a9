//! A file that cannot be used, and everything that is wrong with it.

/// The problems of a question set whose preview waits until it is saved without them.
#[derive(Debug)]
pub struct Broken {
    /// The first row shown.
    pub scroll: usize,
}

/// Something that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// Where and what: `set.yaml:31:11: unknown key `titel``.
    pub what: String,
    /// What to do about it.
    pub help: Option<String>,
}
