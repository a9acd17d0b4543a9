//! What leaves the house: responses, and question sets to write on, in the formats they are sent in.
//!
//! A [`document`] stands in the middle. It is built once ([`from_response`], [`from_set`]), and
//! each format of documents has one writer. The formats that programs read are written from the
//! response itself. The same response gives the same bytes in every format.

pub mod answer_part;
pub mod answer_table;
mod approval;
pub mod collate;
pub mod document;
mod docx;
pub mod email;
pub mod format;
pub mod from_response;
pub mod from_set;
mod html;
pub mod layout;
mod letter;
mod markdown;
mod odt;
mod package;
mod pdf;
pub mod save;
mod seal;
mod summary;
mod text;
mod words;
mod xml;

use std::path::{Path, PathBuf};

use zip::result::ZipError;

use self::{
    answer_part::Numbered,
    document::{Document, DocumentKind},
    format::{DocumentFormat, Format},
    from_response::DocumentInput,
    layout::DocumentLayout,
    seal::Seal,
};
use crate::{
    model::response::ResponseRecord,
    store::{
        office::OfficeError,
        response::{self, UnwritableResponse},
    },
};

/// A response that has been written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    bytes: Vec<u8>,
    digest: String,
}

/// Why a document was not written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The response cannot be put into YAML, over which its digest is taken.
    #[error(transparent)]
    UnwritableResponse(#[from] UnwritableResponse),
    /// The table cannot be written.
    #[error("cannot write the table: {0}")]
    Table(#[from] csv::Error),
    /// The parts of a document cannot be put into one file.
    #[error("cannot put the document together: {0}")]
    Package(#[from] ZipError),
    /// There is no PDF.
    #[error(transparent)]
    Office(#[from] OfficeError),
}

impl ExportError {
    /// Returns what to do about it, if anything.
    pub fn what_to_do(&self) -> Option<&'static str> {
        match self {
            Self::Office(_) => Some(
                "install LibreOffice, or make the PDF in one of two other ways: export with \
                 `--to docx` and save it as PDF in Word, or export with `--to html` and print it to \
                 PDF in a browser",
            ),
            Self::UnwritableResponse(_) | Self::Table(_) | Self::Package(_) => None,
        }
    }
}

impl Written {
    /// The file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The digest over the content of the response: `sha256:` and hexadecimal digits.
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

/// Writes a response for programs to read.
///
/// # Errors
/// When it cannot be put into YAML.
pub fn as_yaml(response: &ResponseRecord) -> Result<Written, UnwritableResponse> {
    let response::ResponseFile { yaml, digest } = response::write(response)?;
    Ok(Written { bytes: yaml.into_bytes(), digest })
}

/// Writes a response in any format, the whole of it.
///
/// # Errors
/// When it cannot be written in that format.
pub fn written(subject: &DocumentInput<'_>, format: Format) -> Result<Written, ExportError> {
    let yaml = as_yaml(subject.record)?;
    match format {
        Format::Yaml => Ok(yaml),
        Format::Json => {
            let response::ResponseFile { yaml: json, digest } =
                response::write_json(subject.record)?;
            Ok(Written { bytes: json.into_bytes(), digest })
        }
        Format::Csv => {
            let DocumentInput { record, integrity, .. } = *subject;
            let numbered = Numbered { number: 1, record, digest: yaml.digest(), integrity };
            let bytes = answer_table::write(numbered)?;
            Ok(Written { bytes, digest: yaml.digest })
        }
        Format::Document(format) => laid_out(subject, DocumentLayout::Whole, format),
    }
}

/// Writes a response as a document with that layout.
///
/// # Errors
/// When it cannot be written in that format.
pub fn laid_out(
    subject: &DocumentInput<'_>,
    layout: DocumentLayout,
    format: DocumentFormat,
) -> Result<Written, ExportError> {
    let digest = as_yaml(subject.record)?.digest;
    let document = layout.document(&DocumentInput { digest: &digest, ..*subject });
    Ok(Written { bytes: document_written(&document, format)?, digest })
}

/// Writes a document, with the seal by which it is known again.
///
/// # Errors
/// When it cannot be written in that format.
pub fn document_written(
    document: &Document,
    format: DocumentFormat,
) -> Result<Vec<u8>, ExportError> {
    let seal = Seal::of(document);
    Ok(match format {
        DocumentFormat::Docx => seal.put_in_archive(docx::write(document)?),
        DocumentFormat::Odt => seal.put_in_archive(odt::write(document)?),
        DocumentFormat::Pdf => {
            let odt = odt::write(document)?;
            seal.put_after(pdf::write(&odt, document.date.as_ref())?, ["% ", "\n"])
        }
        DocumentFormat::Html => seal.put(html::write(document), ["<!-- ", " -->\n"]),
        DocumentFormat::Markdown => seal.put(markdown::write(document), ["\n<!-- ", " -->\n"]),
        DocumentFormat::Text => seal.put(text::write(document), ["\n-- \n", "\n"]),
    })
}

/// A document as it is read on a terminal.
pub fn readable(document: &Document) -> String {
    text::write(document)
}

/// Where a response goes when nobody says where: beside its draft. One that is not final never
/// has the name of one that is.
pub fn path_beside(draft: &Path, response: &ResponseRecord, format: Format) -> PathBuf {
    match response.completion {
        Some(_) => named_beside(draft, DocumentKind::Response.name(), format),
        None => named_beside(draft, "partial", format),
    }
}

/// Where a document with a layout goes when nobody says where: beside the file that it is made from.
pub fn layout_beside(
    file: &Path,
    response: &ResponseRecord,
    layout: DocumentLayout,
    format: DocumentFormat,
) -> PathBuf {
    let format = Format::Document(format);
    match layout {
        DocumentLayout::Whole => path_beside(file, response, format),
        DocumentLayout::Summary | DocumentLayout::Letter | DocumentLayout::Approval => {
            named_beside(file, layout.kind().name(), format)
        }
    }
}

fn named_beside(file: &Path, word: &str, format: Format) -> PathBuf {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let stem = stem.strip_suffix(".response").unwrap_or(&stem);
    file.with_file_name(format!("{stem}.{word}.{}", format.ending()))
}
