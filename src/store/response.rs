//! Reads and writes responses that leave the house.
//!
//! They share their `format` with drafts, and are told from them by the title of the consultation:
//! a draft has its set beside it, a response says for itself what it answers.

pub(super) mod keys;

use std::{
    io,
    path::{Path, PathBuf},
};

use super::{
    atomic::{self, Existing},
    canonical::{self, DIGEST},
    disk::{Disk, in_words},
    document::{
        self,
        record::{self, FINAL, PARTIAL, RecordShape},
        response::FORMAT,
    },
    ending::{self, END},
    problem::{Findings, Problem, Problems, named},
    shape,
    source::Source,
    tree::Node,
};
use crate::model::response::Record;

/// What a final response says on its face.
const ON_A_FINAL_ONE: &str =
    "# A final response. `greenpaper check` tells whether it was changed since it was exported.";

/// What a response says on its face that is not final.
const ON_A_PARTIAL_ONE: &str = "# NOT FINAL: the answers so far, which nobody has signed off.";

/// The keys that a response of a status must have, and those that it cannot have.
pub(super) const RULES_OF_STATUS: [(&str, &[&str], &[&str]); 2] = [
    (FINAL, &["completed", "sign_off"], &["updated", "left_out"]),
    (PARTIAL, &["updated"], &["completed", "sign_off"]),
];

/// A response that could be read.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// What it says.
    pub record: Record,
    /// What whoever changed it should know all the same.
    pub warnings: Problems,
}

/// A response as its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The file.
    pub yaml: String,
    /// The digest over its content.
    pub digest: String,
}

/// A response that cannot be put into YAML.
#[derive(Debug, thiserror::Error)]
pub enum Unwritable {
    /// A mistake in the program.
    #[error("the response cannot be written as YAML: {0}")]
    Yaml(#[from] serde_saphyr::ser::Error),
    /// It could not be read again.
    #[error("the response could not be read again: {0}")]
    Unreadable(#[from] Problems),
}

/// Why a response was not saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// Something else has the name, or an export that was changed afterwards.
    #[error("{} is something else, or was changed after it was exported: move it away", .0.display())]
    Taken(PathBuf),
    /// What is not final does not take the place of what is.
    #[error("{} is a final response, and this one is not", .0.display())]
    Final(PathBuf),
    /// It cannot be written.
    #[error("cannot write {}: {}", path.display(), in_words(source))]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// Reads the bytes of a response, final or not. `name` is what problems call the file.
pub fn read(name: &str, bytes: &[u8]) -> Result<Loaded, Problems> {
    let source = Source::read(name, bytes)?;
    let mut findings = Findings::default();
    let record = check_and_load(&source, &mut findings);
    let warnings = Problems::new(source, findings);
    match record {
        Some(record) => Ok(Loaded { record, warnings }),
        None => Err(warnings),
    }
}

/// Writes a response. The same response gives the same bytes.
pub fn write(record: &Record) -> Result<Written, Unwritable> {
    let face = match record.completion {
        Some(_) => ON_A_FINAL_ONE,
        None => ON_A_PARTIAL_ONE,
    };
    let content = format!("{face}\n{}", record::written(record)?);
    let source = Source::read("the response", content.as_bytes())?;
    let mut findings = Findings::default();
    let Some(tree) = Node::read(&source, &mut findings) else {
        return Err(Problems::new(source, findings).into());
    };
    let digest = canonical::digest(&tree);
    let yaml = format!("{content}{DIGEST}: {digest}\n{END}\n");
    Ok(Written { yaml, digest })
}

/// Saves a response, in whatever format it was written: where there is no file, or in the place of
/// an earlier one to the same consultation.
pub fn save(
    disk: &dyn Disk,
    path: &Path,
    record: &Record,
    content: &[u8],
) -> Result<(), SaveError> {
    let existing = match disk.read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Existing::Keep,
        // A name that cannot be is not one that is taken.
        Err(source) if path.symlink_metadata().is_err() => {
            return Err(SaveError::Write { path: path.to_owned(), source });
        }
        Err(_) => return Err(SaveError::Taken(path.to_owned())),
        Ok(there) => match read("", &there) {
            Ok(earlier) if earlier.record.consultation.id == record.consultation.id => {
                if earlier.record.completion.is_some() && record.completion.is_none() {
                    return Err(SaveError::Final(path.to_owned()));
                }
                Existing::Replace
            }
            Ok(_) | Err(_) => return Err(SaveError::Taken(path.to_owned())),
        },
    };
    let written = atomic::write(disk, path, content, existing);
    written.map_err(|source| SaveError::Write { path: path.to_owned(), source })
}

/// Whether a file is a response rather than a draft, as far as can be told.
pub fn is_one(bytes: &[u8]) -> bool {
    let tree = Source::read("", bytes).ok();
    let tree = tree.and_then(|source| Node::read(&source, &mut Findings::default()));
    tree.is_some_and(|tree| tree.text_of("format") == Some(FORMAT) && is_response(&tree))
}

/// Whether a file of the format that drafts and responses share is a response.
pub(super) fn is_response(tree: &Node) -> bool {
    let consultation = tree.get("consultation");
    consultation.is_some_and(|consultation| consultation.entry("title").is_some())
}

/// What the response says, unless the findings have an error.
fn check_and_load(source: &Source, findings: &mut Findings) -> Option<Record> {
    let tree = ending::read(source, "response", findings)?;
    check(source, &tree, findings);
    if findings.has_errors() {
        return None;
    }
    let loaded = document::load::<RecordShape>(source, &tree).and_then(|shape| {
        let record = shape.into_record();
        record.map_err(|error| document::gap(tree.head(), &error))
    });
    loaded.map_err(|problem| findings.push(problem)).ok()
}

fn check(source: &Source, tree: &Node, findings: &mut Findings) {
    shape::conform(tree, &keys::RESPONSE, &keys::THINGS, source, findings);
    check_status(tree, findings);
    check_particulars(tree, findings);
    check_digest(tree, findings);
}

/// A final response says when it was completed, and who signed it off.
fn check_status(tree: &Node, findings: &mut Findings) {
    let Some(status) = tree.get("status") else {
        return;
    };
    let is = status.text().unwrap_or_default();
    let Some((_, must, must_not)) = RULES_OF_STATUS.iter().find(|(status, ..)| *status == is)
    else {
        return;
    };
    for key in must.iter().filter(|key| tree.entry(key).is_none()) {
        let message = format!("what is {} has {}", named(is), named(key));
        findings.push(Problem::error(status.span.clone(), message));
    }
    for entry in must_not.iter().filter_map(|key| tree.entry(key)) {
        let message = format!("what is {} has no {}", named(is), named(&entry.key.text));
        findings.push(Problem::error(entry.key.span.clone(), message));
    }
}

/// The respondent's details were asked for by questions, which stand in the response too.
fn check_particulars(tree: &Node, findings: &mut Findings) {
    let sections = tree.get("sections").map_or(&[][..], Node::list).iter();
    let answers = sections.filter_map(|section| section.get("answers"));
    let asked: Vec<&str> =
        answers.flat_map(Node::list).filter_map(|answer| answer.text_of("id")).collect();
    let details = ["respondent", "consent"].into_iter();
    for detail in details.filter_map(|key| tree.get(key)).flat_map(Node::map) {
        let Some(question) = detail.value.get("question") else {
            continue;
        };
        if let Some(id) = question.text().filter(|id| !asked.contains(id)) {
            let message = format!("there is no answer to {}", named(id));
            let problem = Problem::error(question.span.clone(), message);
            findings.push_among(problem, id, asked.iter().copied());
        }
    }
}

/// Tells what was changed since it was written.
fn check_digest(tree: &Node, findings: &mut Findings) {
    let Some(said) = tree.get(DIGEST) else { return };
    let digest = canonical::digest(tree);
    if said.text().is_none_or(|said| said == digest) {
        return;
    }
    let message = "this response was changed since it was exported";
    let problem = Problem::error(said.span.clone(), message)
        .label(format!("its content has {digest}"))
        .help("bring the exported file back, or change the draft and export it again");
    findings.push(problem);
}
