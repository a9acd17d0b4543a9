//! What comes in: a question set made of a paper.
//!
//! A reader for each format ([`plain_text`], [`mod@markdown`], [`html`], [`word`], [`opendocument`],
//! [`pdf`], [`govuk`]) gives the same list of paragraphs. [`prepare`] brings them into one shape,
//! [`starts`] tells which begin a question, [`recognise`] walks through them, and [`question`]
//! reads each question by one rule for each shape. [`merge`] puts together what stands there twice,
//! [`front_page`] reads title and dates, [`kind`] chooses kinds, and [`writing`] writes the set, with
//! a comment at each guess. [`xlsform`] reads surveys written in a spreadsheet, which are no papers.

pub mod archive;
pub mod conditions;
pub mod found;
pub mod front_page;
pub mod govuk;
pub mod guesses;
pub mod hint;
pub mod html;
pub mod kind;
pub mod label;
pub mod markdown;
pub mod merge;
pub mod opendocument;
pub mod paper_format;
pub mod paragraph;
pub mod pdf;
pub mod plain_text;
pub mod prepare;
pub mod question;
pub mod recognise;
pub mod starts;
pub mod word;
pub mod wording;
pub mod writing;
pub mod xlsform;

use self::{
    found::FrontPage, paper_format::PaperFormat, paragraph::PaperParagraph, writing::ImportedSet,
    xlsform::Leniency,
};

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

/// Makes a question set of a paper. `name` is what the paper is called, usually its file's name;
/// `leniency` is for spreadsheets, which may say what a question set cannot.
///
/// # Errors
/// When it is too large, of another format, damaged or empty.
pub fn import(
    name: &str,
    bytes: &[u8],
    format: Option<PaperFormat>,
    leniency: Leniency,
) -> Result<ImportedSet, ImportError> {
    if bytes.len() > MAX_PAPER {
        return Err(ImportError::TooLarge);
    }
    let format = match format {
        Some(format) => format,
        None => PaperFormat::detect(name, bytes)?,
    };
    let Some(read) = format.reader() else {
        return xlsform::import(name, bytes, format, leniency);
    };
    let paper = read(bytes)?;
    let text: usize = paper.paragraphs.iter().map(|one| one.text.len()).sum();
    if text > MAX_TEXT || paper.paragraphs.len() > MAX_PARAGRAPHS {
        return Err(ImportError::TooMuchText);
    }
    if text == 0 {
        return Err(ImportError::Empty);
    }
    Ok(set_of(paper, name))
}

fn set_of(paper: Paper, name: &str) -> ImportedSet {
    let (paragraphs, left_out) = prepare::prepare(paper.paragraphs);
    let read = front_page::read(&paragraphs, paper.front.title.as_deref());
    let mut found = recognise::recognise(&paragraphs);
    found.front = paper.front.or(read);
    let repeated = merge::merge_repeated(&mut found);
    let mut set = writing::write(&found, name);
    set.repeated = repeated;
    set.left_out = left_out;
    set
}
