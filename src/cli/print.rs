//! `greenpaper print`: a question set on paper.

use std::{
    ffi::OsStr,
    io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use super::out::{Failure, Out};
use crate::{
    print::{self, Format},
    run::shelf::Shelf,
    store::{
        atomic::{self, Existing},
        disk::{Disk, in_words},
        folder::Folders,
    },
};

/// The file name that means standard output.
const STANDARD_OUTPUT: &str = "-";

/// Where a question set is to be printed, and as what.
pub(super) struct Wish {
    /// The file to write; standard output, without one.
    pub(super) output: Option<PathBuf>,
    /// The format; as the file's ending says, without one.
    pub(super) to: Option<Format>,
}

/// Prints the whole of a question set.
pub(super) fn print(
    folders: Folders,
    set: &OsStr,
    wish: Wish,
    out: &Out,
) -> Result<ExitCode, Failure> {
    let file = wish.output.as_deref().filter(|file| *file != Path::new(STANDARD_OUTPUT));
    let format = match (wish.to, file) {
        (Some(format), _) => format,
        (None, None) => Format::Markdown,
        (None, Some(file)) => Format::of_file(file).map_err(|error| {
            Failure::usage(error, "end the file in .md, or say `--to markdown`")
        })?,
    };
    let shelf = Shelf::new(folders);
    let source = shelf.find(&set.to_string_lossy()).map_err(Failure::open)?;
    let consultation = shelf.read(&source).map_err(Failure::open)?.consultation;
    let printed = print::printed(&consultation, format);
    let Some(file) = file else {
        out.line(printed.trim_end());
        return Ok(ExitCode::SUCCESS);
    };
    save(&*shelf.disk, file, printed.as_bytes())?;
    out.line(format!("“{}” is in {}", consultation.title, file.display()));
    Ok(ExitCode::SUCCESS)
}

/// Writes a file, unless there is another one.
fn save(disk: &dyn Disk, file: &Path, content: &[u8]) -> Result<(), Failure> {
    if disk.read(file).is_ok_and(|there| there == content) {
        return Ok(());
    }
    atomic::write(disk, file, content, Existing::Keep).map_err(|error| {
        let what = format!("cannot write {}: {}", file.display(), in_words(&error));
        match error.kind() {
            io::ErrorKind::AlreadyExists => {
                Failure::new(what).then("name another with `-o`, or remove it")
            }
            _ => Failure::new(what),
        }
    })
}
