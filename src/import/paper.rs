//! A paper as every reader gives it, how large it may be, and why it may be refused.

use super::{found::FrontPage, paragraph::PaperParagraph};

/// The largest paper that is read, in bytes.
pub const MAX_PAPER: usize = 64 << 20;

/// The most text that is read of a paper, in bytes.
pub const MAX_TEXT: usize = 16 << 20;

/// The most paragraphs that are read of a paper.
pub const MAX_PARAGRAPHS: usize = 100_000;

/// A paper as a reader gives it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paper {
    /// Its paragraphs, in order.
    pub paragraphs: Vec<PaperParagraph>,
    /// What the format itself says of title, publisher, dates and addresses.
    pub front: FrontPage,
}

/// Why no question set was made of a paper.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It is larger than what is read.
    #[error("the paper is larger than {} MB", MAX_PAPER >> 20)]
    TooLarge,
    /// It has more text than what is read.
    #[error("the paper has more than {} MB of text or {MAX_PARAGRAPHS} paragraphs", MAX_TEXT >> 20)]
    TooMuchText,
    /// It is of a format that is not read. What to do stands in the second text.
    #[error("{what}")]
    Unreadable {
        /// What it is.
        what: String,
        /// What to do.
        then: String,
    },
    /// It is damaged.
    #[error("the {format} cannot be read: {why}")]
    Damaged {
        /// The format it seemed to have.
        format: &'static str,
        /// What is wrong.
        why: String,
    },
    /// A form says what question sets cannot; each of it on a line of its own.
    #[error("question sets cannot say all of it:{0}")]
    Unsayable(String),
    /// There is no text in it.
    #[error("there is no text in the paper")]
    Empty,
}

impl ImportError {
    /// What is no paper that can be read, and what to do about it.
    pub fn unreadable(what: impl Into<String>, then: impl Into<String>) -> Self {
        Self::Unreadable { what: what.into(), then: then.into() }
    }

    /// What to do about it.
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
