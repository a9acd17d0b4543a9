//! An introduction, before the first question of a consultation or a section.

/// An introduction to read.
#[derive(Debug)]
pub struct Introduction {
    /// What it introduces.
    pub of: Introduces,
    /// The first row shown.
    pub scroll: usize,
}

/// What an introduction introduces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Introduces {
    /// The consultation: what it is, who asks, until when, what moved.
    Consultation,
    /// The section of that number.
    Section(usize),
}
