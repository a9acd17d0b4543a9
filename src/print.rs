//! A question set on paper: everything that it may ask, to read and hand round before starting.

mod markdown;
mod words;
pub mod writing;

use std::{fmt, path::Path, str::FromStr};

use crate::model::consultation::Consultation;

/// What a question set can be printed as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people, and for every program that makes documents of it.
    Markdown,
}

/// There is no such format.
#[derive(Debug, thiserror::Error)]
#[error("a question set cannot be printed as `{0}`; there is {known}", known = Format::Markdown)]
pub struct NoSuchFormat(String);

impl Format {
    /// All of them.
    pub const ALL: [Self; 1] = [Self::Markdown];

    /// Its name, as commands have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Markdown => "markdown",
        }
    }

    /// The format that a file's ending asks for.
    ///
    /// # Errors
    /// When nothing is printed with that ending.
    pub fn of_file(path: &Path) -> Result<Self, NoSuchFormat> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
        match ending.as_deref() {
            Some("md" | "markdown") => Ok(Self::Markdown),
            Some(other) => Err(NoSuchFormat(format!(".{other}"))),
            None => Err(NoSuchFormat(path.display().to_string())),
        }
    }
}

/// Prints a question set. The same set gives the same text.
pub fn printed(consultation: &Consultation, format: Format) -> String {
    match format {
        Format::Markdown => markdown::questionnaire(consultation),
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Markdown => f.write_str("`markdown`, with the ending `.md`"),
        }
    }
}

impl FromStr for Format {
    type Err = NoSuchFormat;

    fn from_str(name: &str) -> Result<Self, NoSuchFormat> {
        let named_so = |format: &Self| format.name() == name || name == "md";
        let format = Self::ALL.into_iter().find(named_so);
        format.ok_or_else(|| NoSuchFormat(name.to_owned()))
    }
}
