//! `greenpaper schema`: JSON Schemas, for editors.

use std::process::ExitCode;

use clap::ValueEnum;

use super::out::Out;
use crate::store::schema::{Subject, schema};

/// What a schema is wanted of.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Of {
    /// Question sets.
    Consultation,
    /// Drafts and responses.
    Response,
}

/// Prints a schema.
pub(super) fn print(of: Of, out: &Out) -> ExitCode {
    let subject = match of {
        Of::Consultation => Subject::Consultation,
        Of::Response => Subject::Response,
    };
    out.raw(schema(subject).as_bytes());
    ExitCode::SUCCESS
}
