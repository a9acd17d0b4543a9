//! The formats of papers, and their detection.

use std::str::FromStr;

use super::{
    archive, govuk, html, markdown, opendocument,
    paper::{ImportError, Paper},
    pdf, plain_text, word,
};

/// The format of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperFormat {
    /// Plain text.
    Txt,
    /// Markdown.
    Md,
    /// A web page.
    Html,
    /// The JSON of a page of GOV.UK.
    Json,
    /// A Word file.
    Docx,
    /// An OpenDocument text.
    Odt,
    /// A PDF, read by `pdftotext`.
    Pdf,
    /// An XLSForm: a survey in a spreadsheet.
    Xlsx,
    /// An XLSForm in a CSV file.
    Csv,
}

impl PaperFormat {
    /// Detects the format from a file's content, else from its name.
    ///
    /// # Errors
    /// If its format is known but not supported: an old Word file, a picture.
    pub fn detect(name: &str, bytes: &[u8]) -> Result<Self, ImportError> {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        if bytes.starts_with(b"%PDF") {
            return Ok(Self::Pdf);
        }
        if bytes.starts_with(b"PK\x03\x04") {
            return document_kind(bytes);
        }
        if let Some((what, then)) = refused(bytes) {
            return Err(ImportError::unreadable(what, then));
        }
        let start = String::from_utf8_lossy(bytes.get(..1024).unwrap_or(bytes)).to_lowercase();
        let start = start.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
        if start.starts_with("<!doctype html") || start.starts_with("<html") {
            return Ok(Self::Html);
        }
        Ok(match ending.as_deref() {
            Some("md" | "markdown") => Self::Md,
            Some("html" | "htm" | "xhtml") => Self::Html,
            Some("json") => Self::Json,
            Some("csv") => Self::Csv,
            Some("xlsx") => return Err(damaged("spreadsheet")),
            Some("docx") => return Err(damaged("Word file")),
            Some("odt") => return Err(damaged("OpenDocument file")),
            Some("pdf") => return Err(damaged("PDF")),
            _ if start.starts_with('{') && start.contains("\"base_path\"") => Self::Json,
            _ if start.contains("<body") || start.contains("<p>") || start.contains("<div") => {
                Self::Html
            }
            _ => Self::Txt,
        })
    }

    /// Returns the reader of this format; XLSForms have none, as they are not papers.
    pub(super) fn reader(self) -> Option<PaperReader> {
        match self {
            Self::Txt => Some(plain_text::read),
            Self::Md => Some(markdown::read),
            Self::Html => Some(html::read),
            Self::Json => Some(govuk::read),
            Self::Docx => Some(word::read),
            Self::Odt => Some(opendocument::read),
            Self::Pdf => Some(pdf::read),
            Self::Xlsx | Self::Csv => None,
        }
    }
}

/// Reads the paragraphs of a paper.
pub(super) type PaperReader = fn(&[u8]) -> Result<Paper, ImportError>;

impl FromStr for PaperFormat {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let known = NAMES.into_iter().find(|(known, _)| *known == name);
        let names = || NAMES.map(|(name, _)| name).join(", ");
        known.map(|(_, format)| format).ok_or_else(|| format!("the formats are {}", names()))
    }
}

/// The names of the formats on the command line.
const NAMES: [(&str, PaperFormat); 9] = [
    ("txt", PaperFormat::Txt),
    ("md", PaperFormat::Md),
    ("html", PaperFormat::Html),
    ("json", PaperFormat::Json),
    ("docx", PaperFormat::Docx),
    ("odt", PaperFormat::Odt),
    ("pdf", PaperFormat::Pdf),
    ("xlsx", PaperFormat::Xlsx),
    ("csv", PaperFormat::Csv),
];

fn damaged(format: &'static str) -> ImportError {
    ImportError::Damaged {
        format,
        why: "it is not what its name says, or it was cut off".to_owned(),
    }
}

/// Detects the kind of document in an archive.
///
/// # Errors
/// If it is damaged, encrypted or something else.
fn document_kind(bytes: &[u8]) -> Result<PaperFormat, ImportError> {
    let names = ["word/document.xml", "content.xml", "xl/workbook.xml", "ppt/presentation.xml"];
    let (what, then) = match archive::has_parts(bytes, names)? {
        [true, ..] => return Ok(PaperFormat::Docx),
        [_, true, ..] => return Ok(PaperFormat::Odt),
        [_, _, true, _] => return Ok(PaperFormat::Xlsx),
        [_, _, _, true] => ("this is a presentation", "save it as a PDF or as text first"),
        [..] => ("this is an archive with no document that is known here", "unpack it first"),
    };
    Err(ImportError::unreadable(what, then))
}

/// Describes an unsupported file, and what to do.
fn refused(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    const MAGIC: [(&[u8], &str, &str); 7] = [
        (
            b"\xd0\xcf\x11\xe0",
            "this is a Word file of the old kind (.doc), or one with a password",
            "open it in Word or LibreOffice and save it as .docx or .odt, without a password",
        ),
        (
            b"{\\rtf",
            "this is a rich text file (.rtf)",
            "open it in Word or LibreOffice and save it as .docx or .odt",
        ),
        (
            b"\x89PNG",
            "this is a picture",
            "text in pictures is not read; ask for the paper as a Word file or web page",
        ),
        (
            b"\xff\xd8\xff",
            "this is a picture",
            "text in pictures is not read; ask for the paper as a Word file or web page",
        ),
        (
            b"GIF8",
            "this is a picture",
            "text in pictures is not read; ask for the paper as a Word file or web page",
        ),
        (b"\x1f\x8b", "this is a compressed file", "unpack it first"),
        (b"7z\xbc\xaf", "this is a compressed file", "unpack it first"),
    ];
    let known = MAGIC.iter().find(|(magic, _, _)| bytes.starts_with(magic));
    if let Some((_, what, then)) = known {
        return Some((what, then));
    }
    let start = bytes.get(..4096).unwrap_or(bytes);
    let utf16 = start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]);
    let zeros = start.iter().filter(|byte| **byte == 0).count();
    (zeros > 0 && !utf16).then_some((
        "this is no text, and no format that is known here",
        "papers are read as txt, md, html, docx, odt and pdf",
    ))
}
