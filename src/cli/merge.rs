//! `greenpaper merge`: one draft of two that grew apart.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use super::out::{CommandError, Out};
use crate::{
    model::text::capitalised,
    model::{
        consultation::Consultation,
        draft::Draft,
        merge::{self, Unmergeable},
    },
    run::library::{LibraryReader, SetWithText},
    store::{
        atomic::{self, Existing},
        disk::in_words,
        document::response::Order,
        draft,
        folder::{self, Folders},
    },
};

/// The options of `merge`.
pub(super) struct MergeOptions {
    /// One draft.
    pub(super) mine: PathBuf,
    /// The other.
    pub(super) theirs: PathBuf,
    /// The draft that both come from.
    pub(super) base: Option<PathBuf>,
    /// The file to write.
    pub(super) output: PathBuf,
    /// What to do with an existing file.
    pub(super) existing: Existing,
}

/// Merges two drafts. The answer is no where something collides; the file has both versions then.
pub(super) fn merge(
    folders: Folders,
    options: &MergeOptions,
    out: &Out,
) -> Result<ExitCode, CommandError> {
    let library = LibraryReader::new(folders);
    let draft = |path: &Path| -> Result<(PathBuf, Draft), CommandError> {
        let path = library.folders.find_draft(&path.to_string_lossy())?;
        let opened = folder::open(&*library.disk, &path);
        let opened = opened.map_err(|error| CommandError::open(error.into()))?;
        Ok((path, opened.draft))
    };
    let (path, mine) = draft(&options.mine)?;
    let (_, theirs) = draft(&options.theirs)?;
    let base = options.base.as_deref().map(draft).transpose()?.map(|(_, base)| base);
    let set = library.set_of(&mine, &path).ok().map(|(set, _)| set);
    let merged = together(base.as_ref(), &mine, &theirs, set.as_ref())?;
    let output = &options.output;
    let taken = output.exists() && options.existing == Existing::Keep;
    if taken {
        return Err(CommandError::new(format!("{} is there already", output.display()))
            .then("nothing was written; `--force` replaces it"));
    }
    let yaml = written(&merged, set.as_ref())?;
    atomic::write(&*library.disk, output, yaml.as_bytes(), options.existing).map_err(|error| {
        CommandError::new(format!("cannot write {}: {}", output.display(), in_words(&error)))
    })?;
    if let Some(set) = set.as_ref().filter(|set| set.is_of(&merged)) {
        // Any draft can be opened without it as long as the set is known.
        let _ = folder::keep_set(&*library.disk, output, &set.text);
    }
    let (id, path) = (output.display(), output.display());
    out.line(format!("Merged into {path}"));
    if merged.collisions.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    out.line(collisions(&merged, set.as_ref().map(|set| &set.consultation)));
    out.line(format!(
        "`greenpaper answer {} --draft {id}` opens it; the review settles which version stands",
        merged.consultation.id
    ));
    Ok(ExitCode::FAILURE)
}

/// Merges two drafts, or says why not.
pub(super) fn together(
    base: Option<&Draft>,
    mine: &Draft,
    theirs: &Draft,
    set: Option<&SetWithText>,
) -> Result<Draft, CommandError> {
    let merged = merge::merge(base, mine, theirs, set.map(|set| &set.consultation));
    merged.map_err(|error| {
        let then = match error {
            Unmergeable::Consultations(..) => "nothing was written; name two drafts of one set",
            Unmergeable::Editions(..) => {
                "nothing was written; open the older one, which goes on with the newer edition"
            }
        };
        CommandError::new(format!("these drafts cannot be merged: {error}")).then(then)
    })
}

/// A draft as its file.
pub(super) fn written(draft: &Draft, set: Option<&SetWithText>) -> Result<String, CommandError> {
    let order = set.map_or_else(Order::default, |set| Order::of(&set.consultation));
    Ok(draft::write(draft, &order)?)
}

/// The questions to which two versions say something different.
pub(super) fn collisions(draft: &Draft, set: Option<&Consultation>) -> String {
    let names = draft
        .collisions
        .keys()
        .map(|id| set.map_or_else(|| id.to_string(), |set| capitalised(&set.name_of(id))));
    let names: Vec<String> = names.collect();
    let what = if names.len() == 1 {
        "1 answer collides"
    } else {
        &format!("{} answers collide", names.len())
    };
    format!("{what}, and both versions are kept: {}", names.join(", "))
}

/// The draft in a file; `None` in one that is empty or is no draft.
pub(super) fn draft_in(path: &Path) -> Option<Draft> {
    let content = fs::read(path).ok()?;
    draft::read(&path.to_string_lossy(), &content).ok().map(|loaded| loaded.draft)
}
