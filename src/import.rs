//! What comes in: a question set made of a paper.
//!
//! A reader for each format ([`plain_text`], [`mod@markdown`], [`html`], [`word`], [`opendocument`],
//! [`pdf`], [`govuk`]) gives the same list of paragraphs. [`prepare`] brings them into one shape,
//! [`starts`] tells which begin a question, [`recognise`] walks through them, and [`question`]
//! reads each question by one rule for each shape. [`merge`] puts together what stands there twice,
//! [`front_page`] reads title and dates, [`kind`] chooses kinds, and [`writing`] writes the set, with
//! a comment at each guess. [`first_set`] writes one to begin with. [`xlsform`] reads surveys written in a spreadsheet, which are no papers.

pub mod archive;
pub mod conditions;
pub mod first_set;
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
pub mod paper;
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
    paper::{ImportError, MAX_PAPER, MAX_PARAGRAPHS, MAX_TEXT, Paper},
    paper_format::PaperFormat,
    writing::ImportedSet,
    xlsform::Leniency,
};

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
