//! `greenpaper print`: prints a question set, to read and to write on.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    process::ExitCode,
};

use super::{
    export::STANDARD_OUTPUT,
    out::{CommandError, Out},
};
use crate::{
    export::{
        self,
        format::{DocumentFormat, Format},
        from_set,
        save::{self, Replace},
    },
    run::library::LibraryReader,
    store::folder::Folders,
};

/// The options of `print`.
pub(super) struct PrintOptions {
    /// The file to write; the default is standard output.
    pub(super) output: Option<PathBuf>,
    /// The format; the default follows the ending of the file.
    pub(super) to: Option<DocumentFormat>,
    /// Which files may be replaced.
    pub(super) replace: Replace,
}

/// Prints a whole question set.
pub(super) fn print(
    folders: Folders,
    set: &OsStr,
    options: PrintOptions,
    out: &Out,
) -> Result<ExitCode, CommandError> {
    let file = options.output.as_deref().filter(|file| *file != Path::new(STANDARD_OUTPUT));
    let format = match (options.to, file) {
        (Some(format), _) => format,
        (None, None) => DocumentFormat::Markdown,
        (None, Some(file)) => DocumentFormat::of_file(file).ok_or_else(|| {
            let endings = Format::documents().map(|format| format!(".{}", format.ending()));
            let what = format!(
                "the ending of {} does not name a format for question sets",
                file.display()
            );
            CommandError::usage(what, format!("end it in {}", export::format::listed(endings)))
        })?,
    };
    let library = LibraryReader::new(folders);
    let source = library.find(&set.to_string_lossy()).map_err(CommandError::open)?;
    let consultation = library.read(&source).map_err(CommandError::open)?.consultation;
    let printed = export::document_written(&from_set::form(&consultation), format)
        .map_err(|error| CommandError::export(&error))?;
    let Some(file) = file else {
        out.document(&printed, format);
        return Ok(ExitCode::SUCCESS);
    };
    save::save(&*library.disk, file, &printed, options.replace)
        .map_err(|error| CommandError::new(&error).then(error.what_to_do()))?;
    out.line(format!("“{}” is in {}", consultation.title, file.display()));
    Ok(ExitCode::SUCCESS)
}
