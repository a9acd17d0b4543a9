//! A response as it leaves the house: one file for each format.

use std::{
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
};

use crate::{
    model::response::{Record, Response},
    store::{
        folder::{self, Beside},
        response::{self, Unwritable},
    },
};

/// What a response can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// To be read by programs and people alike.
    Yaml,
}

/// A response that has been written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    bytes: Vec<u8>,
    digest: String,
}

/// There is no such format.
#[derive(Debug, thiserror::Error)]
#[error("there is no format `{0}`; there is {known}", known = Format::Yaml)]
pub struct NoSuchFormat(String);

impl Format {
    /// All of them.
    pub const ALL: [Self; 1] = [Self::Yaml];

    /// Its name, as commands have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yaml => "yaml",
        }
    }

    /// The format that a file's ending asks for.
    pub fn of_file(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "yaml" | "yml" => Some(Self::Yaml),
            _ => None,
        }
    }

    /// How our files of it end.
    fn ending(self) -> &'static str {
        match self {
            Self::Yaml => "yaml",
        }
    }
}

impl Written {
    /// The file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The digest over its content: `sha256:` and hexadecimal digits.
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

/// Writes a response. The same response gives the same bytes.
///
/// # Errors
/// When it cannot be put into that format.
pub fn written(response: &Response, format: Format) -> Result<Written, Unwritable> {
    match format {
        Format::Yaml => {
            let response::Written { yaml, digest } = response::write(response)?;
            let bytes = yaml.into_bytes();
            Ok(Written { bytes, digest })
        }
    }
}

/// Where a response goes when nobody says where: beside its draft. One that is not final never
/// has the name of one that is.
pub fn path_beside(draft: &Path, response: &Record, format: Format) -> PathBuf {
    let what = match response.completion {
        Some(_) => Beside::Response,
        None => Beside::Partial,
    };
    folder::beside(draft, what, format.ending())
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = NoSuchFormat;

    fn from_str(name: &str) -> Result<Self, NoSuchFormat> {
        let named_so = |format: &Self| format.name() == name;
        let format = Self::ALL.into_iter().find(named_so);
        format.ok_or_else(|| NoSuchFormat(name.to_owned()))
    }
}
