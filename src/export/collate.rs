//! Many responses as one: a table, lines, the folder that the government's Consult tool takes in, or
//! a page with counts and charts.
//!
//! Each response is read, written and forgotten before the next one, so that a million of them take
//! no more memory than one.

mod consult;
pub mod error;
mod grid;
mod overview;
mod personal;

use std::{fmt, io::Write, path::Path, str::FromStr};

use serde::Serialize;

pub use self::consult::is_consult_folder;
use self::{consult::Consult, error::CollateError, grid::Grid, overview::Overview};
use super::answer_part::{Numbered, each};
use crate::{
    model::{consultation::Consultation, terminal_text::escaped_json},
    store::new_file::{NewFile, NewFolder},
};

/// What many responses can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CollateFormat {
    /// A table with a row for each response.
    Grid,
    /// A line of JSON for each part of an answer.
    Jsonl,
    /// A folder for the Consult tool.
    Consult,
    /// A page with counts, charts and texts.
    Html,
}

/// There is no such format.
#[derive(Debug, thiserror::Error)]
#[error("responses cannot be collated as `{0}`; there is grid, jsonl, consult or html")]
pub struct UnknownCollateFormat(String);

/// Responses that are being collated.
pub enum Collation {
    /// A table.
    Grid(Box<Grid>),
    /// Lines of JSON.
    Jsonl(NewFile),
    /// A folder for the Consult tool.
    Consult(Box<Consult>),
    /// A page.
    Html(Box<Overview>),
}

impl Collation {
    /// Begins a file.
    pub fn lines(file: NewFile) -> Self {
        Self::Jsonl(file)
    }

    /// Begins a table.
    pub fn grid(file: NewFile) -> Self {
        Self::Grid(Box::new(Grid::new(file)))
    }

    /// Begins a folder. The question set says what could be chosen; without it, what was.
    pub fn consult(folder: NewFolder, set: Option<Consultation>) -> Self {
        Self::Consult(Box::new(Consult::new(folder, set)))
    }

    /// Begins a page. The question set says what could be chosen; without it, what was.
    ///
    /// # Errors
    /// When there is no room for temporary files.
    pub fn overview(file: NewFile, set: Option<Consultation>) -> Result<Self, CollateError> {
        Ok(Self::Html(Box::new(Overview::new(file, set)?)))
    }

    /// Takes a response in.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn take(&mut self, response: Numbered<'_>) -> Result<(), CollateError> {
        match self {
            Self::Grid(grid) => grid.take(response),
            Self::Consult(consult) => consult.take(response),
            Self::Html(overview) => overview.take(response),
            Self::Jsonl(file) => {
                let mut written = Ok(());
                each(response, |part| {
                    if written.is_ok() {
                        written = put_line(file, &part);
                    }
                });
                written
            }
        }
    }

    /// Gives the file or folder its name.
    ///
    /// # Errors
    /// When something else has it by now, or the disk does not take it.
    pub fn finish(self) -> Result<(), CollateError> {
        match self {
            Self::Grid(grid) => grid.finish(),
            Self::Jsonl(file) => Ok(file.finish()?),
            Self::Consult(consult) => consult.finish(),
            Self::Html(overview) => overview.finish(),
        }
    }
}

/// Adds a line of JSON.
fn put_line(out: &mut impl Write, line: &impl Serialize) -> Result<(), CollateError> {
    out.write_all(json(line)?.as_bytes())?;
    Ok(out.write_all(b"\n")?)
}

/// Returns data as JSON in one line, with escapes for all that cannot be seen.
fn json(data: &impl Serialize) -> Result<String, CollateError> {
    Ok(escaped_json(&serde_json::to_string(data)?).into_owned())
}

impl CollateFormat {
    /// Returns the format for the ending of a file, if it names one.
    pub fn of_file(file: &Path) -> Option<Self> {
        match file.extension()?.to_str()? {
            "csv" => Some(Self::Grid),
            "jsonl" => Some(Self::Jsonl),
            "html" | "htm" => Some(Self::Html),
            _ => None,
        }
    }

    /// Whether answers that tell who responds are left out.
    pub fn names_nobody(self) -> bool {
        match self {
            Self::Consult | Self::Html => true,
            Self::Grid | Self::Jsonl => false,
        }
    }
}

impl FromStr for CollateFormat {
    type Err = UnknownCollateFormat;

    fn from_str(name: &str) -> Result<Self, UnknownCollateFormat> {
        match name {
            "grid" => Ok(Self::Grid),
            "jsonl" => Ok(Self::Jsonl),
            "consult" => Ok(Self::Consult),
            "html" => Ok(Self::Html),
            other => Err(UnknownCollateFormat(other.to_owned())),
        }
    }
}

impl fmt::Debug for Collation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Collation")
    }
}
