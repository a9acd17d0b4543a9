//! `greenpaper git`: git merges drafts answer by answer, and shows in words what has changed.

use std::{
    env, fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Output},
};

use super::{
    merge::{collisions, draft_in, together, written},
    out::{CommandError, Out},
};
use crate::{
    model::answer_words,
    run::library::LibraryReader,
    store::{
        atomic::{self, Existing},
        disk::{System, in_words},
        folder::Folders,
    },
};

/// What git is told to do with YAML files: those that are no drafts are merged as git would.
const ATTRIBUTES: [&str; 2] =
    ["*.yaml merge=greenpaper diff=greenpaper", "*.yml merge=greenpaper diff=greenpaper"];

/// The sections of git's configuration that are ours.
const SECTIONS: [&str; 2] = ["merge.greenpaper", "diff.greenpaper"];

/// The files that git hands to a merge driver.
pub(super) struct DriverFiles {
    /// The common ancestor; empty if there is none.
    pub(super) base: PathBuf,
    /// Our version, which the result replaces.
    pub(super) ours: PathBuf,
    /// Their version.
    pub(super) theirs: PathBuf,
    /// The path of the file in the repository.
    pub(super) place: PathBuf,
}

/// Makes git in this repository know drafts.
pub(super) fn set_up(out: &Out) -> Result<ExitCode, CommandError> {
    let attributes = attributes_file()?;
    let program = env::current_exe().map_err(|error| CommandError::new(in_words(&error)))?;
    let program = program.to_string_lossy().replace('\\', "/");
    let program = shell_words::quote(&program);
    let settings = [
        ("merge.greenpaper.name", "Drafts, answer by answer".to_owned()),
        ("merge.greenpaper.driver", format!("{program} git merge-driver %O %A %B %P")),
        ("diff.greenpaper.textconv", format!("{program} git words")),
        ("diff.greenpaper.cachetextconv", "false".to_owned()),
    ];
    for (key, value) in &settings {
        git(&["config", "--local", key, value])?;
    }
    let mut lines = kept_lines(&attributes)?;
    lines.extend(ATTRIBUTES.map(str::to_owned));
    write_lines(&attributes, &lines)?;
    out.line("git in this repository now merges drafts answer by answer, and shows their changes in words");
    for (key, value) in settings {
        out.line(format!("  config: {key} = {value}"));
    }
    out.line(format!("  {}: {}", attributes.display(), ATTRIBUTES.join("; ")));
    out.line("Nothing in the working tree was changed; colleagues set up their own clones");
    out.line("`greenpaper git setup --remove` takes that back");
    Ok(ExitCode::SUCCESS)
}

/// Undoes [`set_up`].
pub(super) fn remove(out: &Out) -> Result<ExitCode, CommandError> {
    let attributes = attributes_file()?;
    let lines = kept_lines(&attributes)?;
    if attributes.exists() {
        write_lines(&attributes, &lines)?;
    }
    for section in SECTIONS {
        // One that is not there need not go.
        let _ = git(&["config", "--local", "--remove-section", section]);
    }
    out.line("git in this repository treats drafts as any other text again");
    out.line(format!("  config: {} are gone", SECTIONS.join(" and ")));
    out.line(format!("  {}: without {}", attributes.display(), ATTRIBUTES.join("; ")));
    Ok(ExitCode::SUCCESS)
}

/// Merges as git asks for it. The answer is no where something collides, which stops git's merge.
pub(super) fn drive(
    folders: Folders,
    files: &DriverFiles,
    out: &Out,
) -> Result<ExitCode, CommandError> {
    let (Some(mine), Some(theirs)) = (draft_in(&files.ours), draft_in(&files.theirs)) else {
        return merge_as_text(files);
    };
    let place = files.place.display();
    let base = draft_in(&files.base);
    let library = LibraryReader::new(folders);
    let set = library.set_of(&mine, &files.place).ok().map(|(set, _)| set);
    let merged = together(base.as_ref(), &mine, &theirs, set.as_ref())?;
    let yaml = written(&merged, set.as_ref())?;
    atomic::write(&System, &files.ours, yaml.as_bytes(), Existing::Replace).map_err(|error| {
        CommandError::new(format!("cannot merge {place}: {}", in_words(&error)))
    })?;
    if merged.collisions.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let what = collisions(&merged, set.as_ref().map(|set| &set.consultation));
    out.note(format!("greenpaper: {place}: {what}"));
    out.note("  open it, settle them in the review, then `git add` it");
    Ok(ExitCode::FAILURE)
}

/// Prints a file as it is to be compared: a draft in words, anything else as it is.
pub(super) fn in_words_of(
    folders: Folders,
    path: &Path,
    out: &Out,
) -> Result<ExitCode, CommandError> {
    let Some(draft) = draft_in(path) else {
        let content = fs::read(path).map_err(|error| {
            CommandError::new(format!("{}: {}", path.display(), in_words(&error)))
        })?;
        out.raw(&content);
        return Ok(ExitCode::SUCCESS);
    };
    let set = LibraryReader::new(folders).set_of(&draft, path).ok().map(|(set, _)| set);
    let lines = answer_words::of_draft(&draft, set.as_ref().map(|set| &set.consultation));
    out.line(lines.join("\n"));
    Ok(ExitCode::SUCCESS)
}

/// Merges a file that is no draft as git would.
fn merge_as_text(files: &DriverFiles) -> Result<ExitCode, CommandError> {
    let [ours, base, theirs] =
        [&files.ours, &files.base, &files.theirs].map(|path| path.as_os_str());
    let status = Command::new("git").arg("merge-file").args([ours, base, theirs]).status();
    let status = status.map_err(|error| CommandError::new(in_words(&error)))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The repository's own list of what to do with which files.
fn attributes_file() -> Result<PathBuf, CommandError> {
    let found = git(&["rev-parse", "--git-path", "info/attributes"])?;
    Ok(String::from_utf8_lossy(&found.stdout).trim_end_matches(['\r', '\n']).into())
}

/// The lines of a file that are not ours.
fn kept_lines(path: &Path) -> Result<Vec<String>, CommandError> {
    match fs::read_to_string(path) {
        Ok(text) => {
            let lines = text.lines().filter(|line| !ATTRIBUTES.contains(line));
            Ok(lines.map(str::to_owned).collect())
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => {
            Err(CommandError::new(format!("cannot read {}: {}", path.display(), in_words(&error))))
        }
    }
}

fn write_lines(path: &Path, lines: &[String]) -> Result<(), CommandError> {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let written = path
        .parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| atomic::write(&System, path, text.as_bytes(), Existing::Replace));
    written.map_err(|error| {
        CommandError::new(format!("cannot write {}: {}", path.display(), in_words(&error)))
    })
}

fn git(arguments: &[&str]) -> Result<Output, CommandError> {
    let output = Command::new("git")
        .args(arguments)
        .output()
        .map_err(|error| CommandError::new(format!("cannot start git: {}", in_words(&error))))?;
    if output.status.success() {
        return Ok(output);
    }
    let why = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(CommandError::new(why).then("run it in the folder of a git repository"))
}
