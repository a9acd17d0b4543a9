//! `greenpaper collate`: many responses as a table, lines, a folder for analysis, or an overview.

use std::{
    collections::HashMap,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    process::ExitCode,
};

use super::{
    export::{RequiredCompleteness, STANDARD_OUTPUT},
    out::{CommandError, Out},
    source::{Unverified, refuse_same_file, set_of},
};
use crate::{
    export::{
        answer_part::Numbered,
        collate::{CollateFormat, Collation, error::CollateError, is_consult_folder},
        from_response::respondent,
    },
    model::consultation::Consultation,
    run::library::LibraryReader,
    store::{
        atomic::Existing,
        disk::{Disk, System},
        folder::{Folders, unreadable},
        new_file::{NewFile, NewFolder},
        response::{self, LoadedResponse},
    },
    words::count,
};

/// The endings of response files.
const ENDINGS: [&str; 3] = ["yaml", "yml", "json"];

/// The options of `collate`.
pub(super) struct CollateOptions {
    /// Responses, and folders of them.
    pub(super) responses: Vec<PathBuf>,
    /// The format.
    pub(super) to: CollateFormat,
    /// The file or folder to write.
    pub(super) output: PathBuf,
    /// Whether to include responses that are not final.
    pub(super) completeness: RequiredCompleteness,
    /// What to do with a response that was changed after export.
    pub(super) unverified: Unverified,
    /// What to do with an existing file.
    pub(super) existing: Existing,
}

/// The responses seen so far, in a few bytes each.
#[derive(Default)]
struct Seen {
    digests: HashMap<u64, usize>,
    respondents: HashMap<u64, usize>,
}

/// Collates responses. The answer is no if a file was left out.
pub(super) fn collate(
    folders: Folders,
    options: &CollateOptions,
    out: &Out,
) -> Result<ExitCode, CommandError> {
    if options.output == Path::new(STANDARD_OUTPUT) {
        let what = "`collate` writes a file or a folder, not standard output";
        return Err(CommandError::usage(what, "name one with `-o`"));
    }
    let files = files(&options.responses)?;
    refuse_same_file(files.iter().map(PathBuf::as_path), &options.output)?;
    let library = LibraryReader::new(folders);
    let mut begun: Option<(Collation, String)> = None;
    let mut seen = Seen::default();
    let (mut taken, mut left_out) = (0, 0);
    for (place, file) in files.iter().enumerate() {
        let loaded = match read(file, options, begun.as_ref().map(|(_, edition)| edition)) {
            Ok(loaded) => loaded,
            Err(why) => {
                out.note(format!("Left out: {why}"));
                left_out += 1;
                continue;
            }
        };
        if let Some(first) = seen.digest(&loaded.digest, place).and_then(|at| files.get(at)) {
            let (file, first) = (file.display(), first.display());
            out.note(format!("Left out: {file}: it is the same response as {first}"));
            left_out += 1;
            continue;
        }
        if let Some(name) = respondent(&loaded.record)
            && let Some(first) = seen.respondent(&name, place).and_then(|at| files.get(at))
        {
            let (file, first) = (file.display(), first.display());
            out.note(format!("Twice from “{name}”: {first} and {file}. Both are taken."));
        }
        taken += 1;
        let (collation, _) = match &mut begun {
            Some(begun) => begun,
            None => {
                let set = set_of(&library, &loaded.record);
                if set.is_none() && options.to.names_nobody() {
                    let edition = edition(&loaded);
                    out.note(format!(
                        "The question set of {edition} is not here: answers of one line are left \
                         out, as they may tell who responds."
                    ));
                }
                begun.insert((begin(options, set)?, edition(&loaded)))
            }
        };
        let LoadedResponse { record, digest, integrity, .. } = &loaded;
        collation.take(Numbered { number: taken, record, digest, integrity: *integrity })?;
    }
    let Some((collation, _)) = begun else {
        return Err(CommandError::new("nothing was written: there are no responses to collate"));
    };
    collation.finish()?;
    let path = options.output.display();
    let taken = count(taken, "response", "responses");
    out.line(match left_out {
        0 => format!("{path} has {taken}"),
        _ => format!("{path} has {taken}; {} left out", count(left_out, "file", "files")),
    });
    Ok(ExitCode::from(u8::from(left_out > 0)))
}

fn begin(options: &CollateOptions, set: Option<Consultation>) -> Result<Collation, CommandError> {
    let file = || NewFile::new(&options.output, options.existing);
    let begun: Result<Collation, CollateError> = match options.to {
        CollateFormat::Grid => file().map(Collation::grid).map_err(Into::into),
        CollateFormat::Jsonl => file().map(Collation::lines).map_err(Into::into),
        CollateFormat::Consult => {
            let existing = match options.existing {
                Existing::Replace if !is_consult_folder(&options.output) => Existing::Keep,
                existing => existing,
            };
            let folder = NewFolder::new(&options.output, existing);
            folder.map(|folder| Collation::consult(folder, set)).map_err(Into::into)
        }
        CollateFormat::Html => {
            file().map_err(Into::into).and_then(|file| Collation::overview(file, set))
        }
    };
    begun.map_err(|error| {
        CommandError::new(error).then(
            "nothing was written; `-o` names another file or folder, `--force` replaces a file, or a \
             folder that has nothing but an earlier export",
        )
    })
}

/// Names the edition that a response answers.
fn edition(loaded: &LoadedResponse) -> String {
    let edition = &loaded.record.consultation;
    format!("{}, version {}", edition.id, edition.version)
}

/// Reads a response that can be included, or says which file cannot and why.
fn read(
    file: &Path,
    options: &CollateOptions,
    wanted: Option<&String>,
) -> Result<LoadedResponse, String> {
    let name = file.to_string_lossy();
    let content = System.read(file).map_err(|error| format!("{name}: {}", unreadable(&error)))?;
    let loaded = match options.unverified {
        Unverified::Refused => response::read(&name, &content),
        Unverified::Marked => response::read_unverified(&name, &content),
    };
    let loaded = loaded.map_err(|problems| problems.lines().next().unwrap_or_default())?;
    if loaded.record.completion.is_none() && options.completeness == RequiredCompleteness::Final {
        return Err(format!("{name}: it is not final; use `--partial` to include it"));
    }
    let edition = edition(&loaded);
    match wanted.filter(|wanted| **wanted != edition) {
        Some(wanted) => Err(format!("{name}: it answers {edition}, not {wanted}")),
        None => Ok(loaded),
    }
}

impl Seen {
    /// Records a response, and returns the index of an identical one.
    fn digest(&mut self, digest: &str, place: usize) -> Option<usize> {
        note(&mut self.digests, &digest, place)
    }

    /// Records a respondent, ignoring the spacing and case of the name.
    fn respondent(&mut self, name: &str, place: usize) -> Option<usize> {
        let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
        note(&mut self.respondents, &words, place)
    }
}

fn note(seen: &mut HashMap<u64, usize>, key: &impl Hash, place: usize) -> Option<usize> {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    let first = *seen.entry(hasher.finish()).or_insert(place);
    Some(first).filter(|first| *first != place)
}

/// Returns the named files, and the files in the named folders, by name.
fn files(named: &[PathBuf]) -> Result<Vec<PathBuf>, CommandError> {
    let mut files = Vec::new();
    for path in named {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let failed = |error: std::io::Error| {
            let why = unreadable(&error);
            CommandError::new(format!("cannot list the folder {}: {why}", path.display()))
        };
        let mut inside = Vec::new();
        for entry in fs::read_dir(path).map_err(failed)? {
            let file = entry.map_err(failed)?.path();
            let ending = file.extension().and_then(|ending| ending.to_str());
            if ending.is_some_and(|ending| ENDINGS.contains(&ending)) {
                inside.push(file);
            }
        }
        inside.sort();
        files.extend(inside);
    }
    Ok(files)
}
