//! `greenpaper schema`: prints JSON Schemas, for editors.

use std::process::ExitCode;

use clap::ValueEnum;

use super::out::Out;
use crate::store::schema::{SchemaSubject, schema};

/// The kind of file that a schema describes.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum SchemaArgument {
    /// Question sets.
    Consultation,
    /// Drafts and responses.
    Response,
}

/// Prints a schema.
pub(super) fn print(of: SchemaArgument, out: &Out) -> ExitCode {
    let subject = match of {
        SchemaArgument::Consultation => SchemaSubject::Consultation,
        SchemaArgument::Response => SchemaSubject::Response,
    };
    out.raw(schema(subject).as_bytes());
    ExitCode::SUCCESS
}
