//! Making a question set of a paper, in the respondent's own folder of question sets.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::{
    app::adding::{AddedSet, NewPaper},
    import::{self, paper::ImportError, paper::MAX_PAPER, writing::ImportedSet, xlsform::Leniency},
    store::{
        atomic::{self, Existing},
        disk::{self, Disk, in_words},
        folder::{typed_path, unreadable},
        question_set,
    },
};

/// What a pasted paper is called.
const PASTED: &str = "the text";

/// The most sets of one name.
const MOST_OF_A_NAME: usize = 1000;

/// Makes a question set of a paper and writes it into a folder.
///
/// # Errors
/// If the paper cannot be read or used, or the set cannot be written; in words.
pub(super) fn add(paper: NewPaper, sets: &Path, disk: &dyn Disk) -> Result<AddedSet, String> {
    let (name, bytes) = match paper {
        NewPaper::Pasted(text) => (PASTED.to_owned(), text.into_bytes()),
        NewPaper::File(typed) => {
            let path = typed_path(&typed);
            let bytes = disk::read_up_to(&path, MAX_PAPER)
                .map_err(|error| format!("{}: {}", path.display(), why_not_read(&error)))?;
            (path.file_name().unwrap_or_default().to_string_lossy().into_owned(), bytes)
        }
    };
    let set = import::import(&name, &bytes, None, Leniency::Strict)
        .map_err(|error| format!("{name}: {error}; {}", error.what_to_do()))?;
    question_set::read(&name, set.yaml.as_bytes())
        .map_err(|problems| problems.lines().next().unwrap_or_default())?;
    let path = written(&set, sets, disk).map_err(|error| {
        format!("nothing can be written in {}: {}", sets.display(), in_words(&error))
    })?;
    Ok(AddedSet { path, found: set.found_in_words() })
}

fn why_not_read(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::FileTooLarge => ImportError::TooLarge.to_string(),
        _ => unreadable(error).to_string(),
    }
}

/// Writes a set under its id, or under the id with a number if that name is taken.
fn written(set: &ImportedSet, sets: &Path, disk: &dyn Disk) -> io::Result<PathBuf> {
    fs::create_dir_all(sets)?;
    for number in 1..MOST_OF_A_NAME {
        let name = match number {
            1 => format!("{}.yaml", set.id),
            _ => format!("{}-{number}.yaml", set.id),
        };
        let path = sets.join(name);
        match atomic::write(disk, &path, set.yaml.as_bytes(), Existing::Keep) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            written => return written.map(|()| path),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}
