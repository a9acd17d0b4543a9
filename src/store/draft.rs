//! Reads and writes drafts.
//!
//! A draft may break every rule of its set, and refer to questions, rows and values that the set
//! does not have. Only its own form is checked, so that it can be read without a set.

pub(super) mod keys;

use super::{
    document::{
        self,
        response::{self, DRAFT_FORMAT, FORMAT, Order, ResponseEntry, WrittenFor},
    },
    end_marker,
    problem::{Findings, Problem, Problems, named},
    response::is_response,
    source::{FileBounds, SourceText},
    spec,
    tree::{Node, NodeEntry},
};
use crate::model::draft::Draft;

/// A draft that could be read.
#[derive(Debug, Clone)]
pub struct LoadedDraft {
    /// The answers so far.
    pub draft: Draft,
    /// Warnings for whoever edited the file by hand.
    pub warnings: Problems,
}

/// A draft that cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum UnwritableDraft {
    /// This is a mistake in the program.
    #[error("the draft cannot be written as YAML: {0}")]
    Yaml(#[from] serde_saphyr::ser::Error),
    /// It could not be read again.
    #[error(
        "the draft is larger than {} MB, more than can be read again; shorten its longest texts",
        FileBounds::DRAFT.bytes >> 20
    )]
    TooLarge,
}

/// Reads the bytes of a draft. `name` is the file's name in problems, usually its path.
pub fn read(name: &str, bytes: &[u8]) -> Result<LoadedDraft, Problems> {
    read_within(name, bytes, FileBounds::DRAFT)
}

/// Reads a draft that a recovery log has kept. One that has become too large for its file is in the
/// log alone.
pub(super) fn read_logged(yaml: &str) -> Result<LoadedDraft, Problems> {
    read_within("", yaml.as_bytes(), FileBounds::RESPONSE)
}

/// Writes a draft for a recovery log, however large it is.
pub(super) fn write_logged(draft: &Draft, order: &Order) -> Result<String, UnwritableDraft> {
    Ok(response::written(draft, order, WrittenFor::Log)?)
}

fn read_within(name: &str, bytes: &[u8], bounds: FileBounds) -> Result<LoadedDraft, Problems> {
    let source = SourceText::read(name, bytes, bounds)?;
    let mut findings = Findings::default();
    let draft = check_and_load(&source, &mut findings);
    let problems = Problems::new(source, findings);
    match draft {
        Some(draft) => Ok(LoadedDraft { draft, warnings: problems }),
        None => Err(problems),
    }
}

/// Writes a draft, in the order of its set.
///
/// # Errors
/// If it could not be read again.
pub fn write(draft: &Draft, order: &Order) -> Result<String, UnwritableDraft> {
    let yaml = response::written(draft, order, WrittenFor::File)?;
    if yaml.len() > FileBounds::DRAFT.bytes { Err(UnwritableDraft::TooLarge) } else { Ok(yaml) }
}

/// Loads the draft, unless the findings include an error.
fn check_and_load(source: &SourceText, findings: &mut Findings) -> Option<Draft> {
    let tree = end_marker::read(source, "draft", findings)?;
    check(source, &tree, findings);
    if findings.has_errors() {
        return None;
    }
    let response = document::load::<ResponseEntry>(&tree);
    let response = response.map_err(|problem| findings.push(problem)).ok()?;
    let draft = response.into_draft();
    draft.map_err(|error| findings.push(document::gap(tree.head(), &error))).ok()
}

/// Checks a tree against the form of a draft.
fn check(source: &SourceText, tree: &Node, findings: &mut Findings) {
    if tree
        .text_of("format")
        .is_some_and(|format| ![DRAFT_FORMAT, FORMAT].contains(&format) || is_response(tree))
    {
        return complain_of_format(tree, findings);
    }
    spec::conform(tree, &keys::DRAFT, &keys::THINGS, source, findings);
    if let Some(position) = tree.get("position") {
        check_position(position, findings);
    }
}

fn complain_of_format(tree: &Node, findings: &mut Findings) {
    let Some(format) = tree.get("format") else {
        return;
    };
    let problem = match format.text().unwrap_or_default() {
        FORMAT => "this is a response that was exported, not a draft".to_owned(),
        document::consultation::FORMAT => "this is a question set, not a draft".to_owned(),
        other if is_newer(other) => NEWER.to_owned(),
        other => format!("this is not a draft but {}", named(other)),
    };
    let problem = Problem::error(format.span.clone(), problem);
    findings.push(match format.text() {
        Some(other) if is_newer(other) => problem.help(WHAT_TO_DO_ABOUT_NEWER),
        Some(FORMAT) => problem.help("go on with the draft that it was exported from"),
        Some(_) | None => problem.help(format!("a draft says `format: {DRAFT_FORMAT}`")),
    });
}

/// What is wrong with a draft whose format is later than ours.
pub(super) const NEWER: &str = "this draft was written by a newer Greenpaper than this one";

/// What to do about it.
pub(super) const WHAT_TO_DO_ABOUT_NEWER: &str =
    "install the newest Greenpaper; the file stays as it is until then";

/// Whether a format is that of drafts, in a later version.
pub(super) fn is_newer(format: &str) -> bool {
    let version = |format: &str| format.strip_prefix("greenpaper/response/")?.parse::<u32>().ok();
    version(format) > version(DRAFT_FORMAT)
}

/// A detail, and nothing else, has a choice.
fn check_position(position: &Node, findings: &mut Findings) {
    match (position.text_of("field") == Some("detail"), position.entry("choice")) {
        (true, None) => {
            let problem = Problem::error(position.head(), "a detail belongs to a `choice`");
            findings.push(problem.help("name the choice"));
        }
        (false, Some(NodeEntry { key, .. })) => {
            let problem = Problem::error(key.span.clone(), "`choice` goes with a detail");
            findings.push(problem.help("write `field: detail`, or leave it out"));
        }
        (true, Some(_)) | (false, None) => {}
    }
}
