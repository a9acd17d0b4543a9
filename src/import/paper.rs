//! A paper as returned by every reader, its size limits, and the reasons for refusing one.

use super::{found::FrontPage, paragraph::PaperParagraph};

/// The largest paper that is read, in bytes.
pub const MAX_PAPER: usize = 64 << 20;

/// The maximum text of a paper, in bytes.
pub const MAX_TEXT: usize = 16 << 20;

/// The maximum number of paragraphs of a paper.
pub const MAX_PARAGRAPHS: usize = 100_000;

/// A paper as returned by a reader.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paper {
    /// Its paragraphs, in order.
    pub paragraphs: Vec<PaperParagraph>,
    /// The facts given by the format itself: title, publisher, dates, addresses.
    pub front: FrontPage,
}

/// Why a paper was refused.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It is too large.
    #[error("the paper is larger than {} MB", MAX_PAPER >> 20)]
    TooLarge,
    /// It has too much text.
    #[error("the paper has more than {} MB of text or {MAX_PARAGRAPHS} paragraphs", MAX_TEXT >> 20)]
    TooMuchText,
    /// Its format is not supported.
    #[error("{what}")]
    Unreadable {
        /// The format.
        what: String,
        /// What to do.
        then: String,
    },
    /// It is damaged.
    #[error("the {format} cannot be read: {why}")]
    Damaged {
        /// The apparent format.
        format: &'static str,
        /// What is wrong.
        why: String,
    },
    /// A form has features that question sets lack, listed line by line.
    #[error("question sets cannot say all of it:{0}")]
    Unsayable(String),
    /// It contains no text.
    #[error("there is no text in the paper")]
    Empty,
}

impl ImportError {
    /// Creates the error for an unsupported format.
    pub fn unreadable(what: impl Into<String>, then: impl Into<String>) -> Self {
        Self::Unreadable { what: what.into(), then: then.into() }
    }

    /// Returns what to do about it.
    pub fn what_to_do(&self) -> &str {
        match self {
            Self::TooLarge | Self::TooMuchText => "give the part with the questions only",
            Self::Unreadable { then, .. } => then,
            Self::Damaged { .. } => {
                "open it in the program it was made with and save it again, or save it as plain text"
            }
            Self::Unsayable(_) => "change the form, or leave all of this out with `--lenient`",
            Self::Empty => "nothing was written",
        }
    }
}
