//! Reads and writes exported responses.
//!
//! They share their `format` with drafts; the title of the consultation distinguishes them: a draft
//! has its set beside it, a response includes what it answers.

pub(super) mod keys;

use super::{
    canonical::{self, DIGEST},
    document::{
        self,
        record::{self, FINAL, PARTIAL, RecordShape},
        response::FORMAT,
    },
    end_marker::{self, END},
    problem::{Findings, Problem, Problems, named},
    source::{FileBounds, SourceText},
    spec,
    tree::{Node, NodeEntry, NodeKind},
};
use crate::model::{response::ResponseRecord, terminal_text::escaped_json};

/// The first line of a final response.
const ON_A_FINAL_ONE: &str =
    "# A final response. Use `greenpaper check` to see whether it was changed after export.";

/// The first line of a response that is not final.
const ON_A_PARTIAL_ONE: &str = "# NOT FINAL: the answers so far, not signed off by anyone.";

/// The keys that a response must have, and must not have, depending on its status.
pub(super) const RULES_OF_STATUS: [(&str, &[&str], &[&str]); 2] = [
    (FINAL, &["completed", "sign_off"], &["updated", "left_out"]),
    (PARTIAL, &["updated"], &["completed", "sign_off"]),
];

/// A response that could be read.
#[derive(Debug, Clone)]
pub struct LoadedResponse {
    /// Its contents.
    pub record: ResponseRecord,
    /// Warnings for whoever edited the file.
    pub warnings: Problems,
    /// The digest of its actual content.
    pub digest: String,
    /// Whether that is the digest in the file.
    pub integrity: Integrity,
}

/// Whether a response is unchanged since it was exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Integrity {
    /// Its digest is right.
    Intact,
    /// Its digest is wrong.
    Changed,
}

/// A response as its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseFile {
    /// The text of the file.
    pub yaml: String,
    /// The digest of its content.
    pub digest: String,
}

/// A response that cannot be written as YAML.
#[derive(Debug, thiserror::Error)]
pub enum UnwritableResponse {
    /// This is a mistake in the program.
    #[error("the response cannot be written as YAML: {0}")]
    Yaml(#[from] serde_saphyr::ser::Error),
    /// The result could not be read again.
    #[error("the response could not be read again: {0}")]
    Unreadable(#[from] Problems),
}

/// Reads the bytes of a response, final or not. `name` is the file's name in problems.
///
/// # Errors
/// If anything is wrong with it. A change after export is an error too.
pub fn read(name: &str, bytes: &[u8]) -> Result<LoadedResponse, Problems> {
    read_if(name, bytes, check_digest)
}

/// Reads a response that may have been changed after export.
///
/// # Errors
/// If anything else is wrong with it.
pub fn read_unverified(name: &str, bytes: &[u8]) -> Result<LoadedResponse, Problems> {
    read_if(name, bytes, |_, _| ())
}

fn read_if(
    name: &str,
    bytes: &[u8],
    check_digest: impl Fn(&Node, &mut Findings),
) -> Result<LoadedResponse, Problems> {
    let source = SourceText::read(name, bytes, FileBounds::RESPONSE)?;
    let mut findings = Findings::default();
    let tree = end_marker::read(&source, "response", &mut findings);
    let record = tree.as_ref().and_then(|tree| {
        check(&source, tree, &mut findings);
        check_digest(tree, &mut findings);
        load(tree, &mut findings)
    });
    let warnings = Problems::new(source, findings);
    let (Some(tree), Some(record)) = (tree, record) else {
        return Err(warnings);
    };
    let digest = canonical::digest(&tree);
    let integrity = if tree.text_of(DIGEST) == Some(digest.as_str()) {
        Integrity::Intact
    } else {
        Integrity::Changed
    };
    Ok(LoadedResponse { record, warnings, digest, integrity })
}

/// Writes a response. The same response always gives the same bytes.
pub fn write(record: &ResponseRecord) -> Result<ResponseFile, UnwritableResponse> {
    let face = match record.completion {
        Some(_) => ON_A_FINAL_ONE,
        None => ON_A_PARTIAL_ONE,
    };
    let content = format!("{face}\n{}", record::written(record)?);
    let source = SourceText::read("the response", content.as_bytes(), FileBounds::RESPONSE)?;
    let mut findings = Findings::default();
    let Some(tree) = Node::read(&source, &mut findings) else {
        return Err(Problems::new(source, findings).into());
    };
    let digest = canonical::digest(&tree);
    let yaml = format!("{content}{DIGEST}: {digest}\n{END}\n");
    Ok(ResponseFile { yaml, digest })
}

/// Writes a response as JSON, with the same keys and digest as in YAML. Numbers and flags are those
/// of JSON; everything else is text.
///
/// # Errors
/// If it cannot be written as YAML, from which the JSON is made.
pub fn write_json(record: &ResponseRecord) -> Result<ResponseFile, UnwritableResponse> {
    let ResponseFile { yaml, digest } = write(record)?;
    let source = SourceText::read("the response", yaml.as_bytes(), FileBounds::RESPONSE)?;
    let mut findings = Findings::default();
    let Some(tree) = Node::read(&source, &mut findings) else {
        return Err(Problems::new(source, findings).into());
    };
    let json = format!("{:#}\n", json_of("", &tree));
    let json = escaped_json(&json).into_owned();
    Ok(ResponseFile { yaml: json, digest })
}

fn json_of(key: &str, node: &Node) -> serde_json::Value {
    match &node.kind {
        NodeKind::Scalar { text, .. } => match key {
            "rank" | "part" => {
                text.parse::<u64>().map_or_else(|_| text.as_str().into(), Into::into)
            }
            "off_scale" => (text == "true").into(),
            _ => text.as_str().into(),
        },
        NodeKind::List(items) => items.iter().map(|item| json_of("", item)).collect(),
        NodeKind::Map(entries) => {
            let entries = entries.iter();
            let of = |entry: &NodeEntry| {
                (entry.key.text.clone(), json_of(&entry.key.text, &entry.value))
            };
            serde_json::Value::Object(entries.map(of).collect())
        }
        NodeKind::Refused => serde_json::Value::Null,
    }
}

/// Whether a file appears to be a response rather than a draft.
pub fn is_one(bytes: &[u8]) -> bool {
    let tree = SourceText::read("", bytes, FileBounds::RESPONSE).ok();
    let tree = tree.and_then(|source| Node::read(&source, &mut Findings::default()));
    tree.is_some_and(|tree| tree.text_of("format") == Some(FORMAT) && is_response(&tree))
}

/// Whether a file in the shared format is a response.
pub(super) fn is_response(tree: &Node) -> bool {
    let consultation = tree.get("consultation");
    consultation.is_some_and(|consultation| consultation.entry("title").is_some())
}

/// Loads the response, unless the findings include an error.
fn load(tree: &Node, findings: &mut Findings) -> Option<ResponseRecord> {
    if findings.has_errors() {
        return None;
    }
    let loaded = document::load::<RecordShape>(tree).and_then(|shape| {
        let record = shape.into_record();
        record.map_err(|error| document::gap(tree.head(), &error))
    });
    loaded.map_err(|problem| findings.push(problem)).ok()
}

fn check(source: &SourceText, tree: &Node, findings: &mut Findings) {
    spec::conform(tree, &keys::RESPONSE, &keys::THINGS, source, findings);
    check_status(tree, findings);
    check_particulars(tree, findings);
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

/// The respondent's details refer to questions in the response.
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

/// Detects changes since it was written.
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
