//! The formats that files are exported in.

use std::{fmt, path::Path, str::FromStr};

/// The format of an exported response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For programs and people.
    Yaml,
    /// For programs, with the same keys.
    Json,
    /// For spreadsheets: a row for each part of an answer.
    Csv,
    /// For people.
    Document(DocumentFormat),
}

/// The format of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentFormat {
    /// For Word.
    Docx,
    /// For LibreOffice; the government's standard for editable documents.
    Odt,
    /// For filing; made with LibreOffice.
    Pdf,
    /// For browsers, on screens and on paper.
    Html,
    /// For people, and for programs that convert it.
    Markdown,
    /// For e-mail.
    Text,
}

/// There is no such format.
#[derive(Debug, thiserror::Error)]
#[error("there is no format `{name}`; there is {}", listed(known))]
pub struct UnknownFormat {
    name: String,
    known: Vec<&'static str>,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 9] = [
        Self::Yaml,
        Self::Json,
        Self::Csv,
        Self::Document(DocumentFormat::Docx),
        Self::Document(DocumentFormat::Odt),
        Self::Document(DocumentFormat::Pdf),
        Self::Document(DocumentFormat::Html),
        Self::Document(DocumentFormat::Markdown),
        Self::Document(DocumentFormat::Text),
    ];

    /// The formats of documents.
    pub fn documents() -> impl Iterator<Item = DocumentFormat> {
        Self::ALL.into_iter().filter_map(|format| match format {
            Self::Document(format) => Some(format),
            Self::Yaml | Self::Json | Self::Csv => None,
        })
    }

    /// Returns its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yaml => "yaml",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Document(format) => format.name(),
        }
    }

    /// Returns the format for the ending of a file.
    pub fn of_file(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "yml" => Some(Self::Yaml),
            "markdown" => Some(Self::Document(DocumentFormat::Markdown)),
            "htm" => Self::ALL.into_iter().find(|format| format.ending() == "html"),
            ending => Self::ALL.into_iter().find(|format| format.ending() == ending),
        }
    }

    /// Returns the ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Yaml => "yaml",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Document(format) => format.ending(),
        }
    }
}

impl DocumentFormat {
    /// Returns its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Odt => "odt",
            Self::Pdf => "pdf",
            Self::Html => "html",
            Self::Markdown => "markdown",
            Self::Text => "text",
        }
    }

    /// Returns the ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Odt => "odt",
            Self::Pdf => "pdf",
            Self::Html => "html",
            Self::Markdown => "md",
            Self::Text => "txt",
        }
    }

    /// Returns the format for the ending of a file.
    pub fn of_file(path: &Path) -> Option<Self> {
        match Format::of_file(path)? {
            Format::Document(format) => Some(format),
            Format::Yaml | Format::Json | Format::Csv => None,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        let called = |format: &Self| format.name() == name || format.ending() == name;
        Self::ALL.into_iter().find(called).ok_or_else(|| UnknownFormat {
            name: name.to_owned(),
            known: Self::ALL.map(Self::ending).to_vec(),
        })
    }
}

impl FromStr for DocumentFormat {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        let called = |format: &Self| format.name() == name || format.ending() == name;
        Format::documents().find(called).ok_or_else(|| UnknownFormat {
            name: name.to_owned(),
            known: Format::documents().map(Self::ending).collect(),
        })
    }
}

/// Joins words as a choice: "a, b or c".
pub fn listed<Word: AsRef<str>>(words: impl IntoIterator<Item = Word>) -> String {
    joined(words, "or")
}

/// Joins words as a list: "a, b and c".
pub fn all_of<Word: AsRef<str>>(words: impl IntoIterator<Item = Word>) -> String {
    joined(words, "and")
}

fn joined<Word: AsRef<str>>(words: impl IntoIterator<Item = Word>, last_by: &str) -> String {
    let words: Vec<Word> = words.into_iter().collect();
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match words.as_slice() {
        [first @ .., last] if !first.is_empty() => {
            format!("{} {last_by} {last}", first.join(", "))
        }
        [..] => words.concat(),
    }
}
