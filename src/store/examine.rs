//! Identifies a file of any kind, or reports everything that is wrong with it.

use super::{
    document::{consultation, response as shared},
    draft,
    problem::{Findings, Problem, Problems, named},
    question_set,
    response::{self, is_response},
    source::{FileBounds, SourceText},
    tree::Node,
};
use crate::model::{
    answer::Answer, draft::Draft, progress::question_count, response::ResponseRecord,
};

/// A file that can be used.
#[derive(Debug, Clone)]
pub struct Examined {
    /// A description of it: "a question set of 60 questions".
    pub what: String,
    /// Warnings for its author.
    pub warnings: Problems,
}

/// The kind of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
enum FileKind {
    QuestionSet,
    Draft,
    Response,
}

/// Examines the bytes of a file. `name` is the file's name in problems, usually its path.
pub fn examine(name: &str, bytes: &[u8]) -> Result<Examined, Problems> {
    let source = SourceText::read(name, bytes, FileBounds::RESPONSE)?;
    let tree = Node::read(&source, &mut Findings::default());
    match kind(&source, tree.as_ref())? {
        FileKind::QuestionSet => question_set::read(name, bytes).map(|loaded| Examined {
            what: match question_count(&loaded.consultation) {
                1 => "a question set of 1 question".to_owned(),
                many => format!("a question set of {many} questions"),
            },
            warnings: loaded.warnings,
        }),
        FileKind::Draft => draft::read(name, bytes)
            .map(|loaded| Examined { what: described(&loaded.draft), warnings: loaded.warnings }),
        FileKind::Response => response::read(name, bytes)
            .map(|loaded| Examined { what: summed_up(&loaded.record), warnings: loaded.warnings }),
    }
}

/// Returns the kind that a file declares; otherwise the one it resembles.
fn kind(source: &SourceText, tree: Option<&Node>) -> Result<FileKind, Problems> {
    let Some(tree) = tree else {
        // This is not YAML: the reader will report it.
        return Ok(if source.text().contains(shared::FORMATS) {
            FileKind::Draft
        } else {
            FileKind::QuestionSet
        });
    };
    let shared = || if is_response(tree) { FileKind::Response } else { FileKind::Draft };
    match tree.get("format").and_then(Node::text) {
        Some(consultation::FORMAT) => Ok(FileKind::QuestionSet),
        Some(shared::FORMAT | shared::DRAFT_FORMAT) => Ok(shared()),
        Some(other) => Err(unknown(source, tree, other)),
        None if tree.entry("consultation").is_some() => Ok(shared()),
        None => Ok(FileKind::QuestionSet),
    }
}

fn unknown(source: &SourceText, tree: &Node, format: &str) -> Problems {
    let span = tree.get("format").map_or_else(|| tree.head(), |format| format.span.clone());
    if draft::is_newer(format) {
        let problem = Problem::error(span, draft::NEWER);
        let mut findings = Findings::default();
        findings.push(problem.help(draft::WHAT_TO_DO_ABOUT_NEWER));
        return Problems::new(source.clone(), findings);
    }
    let message = format!("the format {} is not known", named(format));
    let mut findings = Findings::default();
    let known = [consultation::FORMAT, shared::FORMAT];
    findings.push_among(Problem::error(span, message), format, known.into_iter());
    Problems::new(source.clone(), findings)
}

/// Describes a draft without its set, so the number of unanswered questions is unknown.
fn described(draft: &Draft) -> String {
    let answered = draft.answers.iter().filter(|(_, answer)| has_value(answer)).count();
    let answers = if answered == 1 { "answer" } else { "answers" };
    format!("a draft of {}, {answered} {answers}", draft.consultation.id)
}

fn has_value(answer: &Answer) -> bool {
    !answer.value.is_blank() || answer.rows.values().any(|row| row.value.is_some())
}

fn summed_up(record: &ResponseRecord) -> String {
    let id = &record.consultation.id;
    match &record.completion {
        Some(completion) => format!(
            "the final response to {id}, signed off by {} on {}; the digest is right",
            completion.sign_off.name,
            completion.sign_off.date.strftime("%-d %B %Y"),
        ),
        None => format!("a response to {id} that is not final; the digest is right"),
    }
}
