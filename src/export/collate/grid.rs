//! A row for each response, a column for each question, row of a matrix and comment. Two rows of
//! headings: the short id and the full text.

use super::error::CollateError;
use crate::export::answer_part::Numbered;
use crate::{
    export::answer_part::defused,
    model::response::{Content, Labelled, QuestionRecord, ResponseRecord},
    store::{new_file::NewFile, response::Integrity},
};

/// The columns before the first question.
const ABOUT: [(&str, &str); 3] = [
    ("response", "Number of the response"),
    ("digest", "Digest of the response"),
    ("status", "Whether the response is final"),
];

/// A table that is being written.
pub struct Grid {
    table: csv::Writer<NewFile>,
    /// The questions of the first response, which all others have as well.
    is_begun: bool,
}

impl Grid {
    /// An empty one.
    pub(super) fn new(file: NewFile) -> Self {
        let table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(file);
        Self { table, is_begun: false }
    }

    pub(super) fn take(&mut self, response: Numbered<'_>) -> Result<(), CollateError> {
        let Numbered { number, record, digest, integrity } = response;
        if !self.is_begun {
            let (ids, texts): (Vec<String>, Vec<String>) = headings(record).into_iter().unzip();
            self.table.write_record(ids)?;
            self.table.write_record(texts.iter().map(|text| defused(text)))?;
            self.is_begun = true;
        }
        let status = match (integrity, &record.completion) {
            (Integrity::Changed, _) => "unverified",
            (Integrity::Intact, Some(_)) => "final",
            (Integrity::Intact, None) => "partial",
        };
        let mut row = vec![number.to_string(), digest.to_owned(), status.to_owned()];
        for entry in entries(record) {
            if entry.rows.is_empty() {
                row.push(entry.value.as_ref().map(said).unwrap_or_default());
            }
            for one in &entry.rows {
                row.push(one.value.as_ref().map(|chosen| whole(&chosen.label)).unwrap_or_default());
                row.push(one.comment.clone().unwrap_or_default());
            }
            if has_comment(entry) {
                row.push(entry.comment.clone().unwrap_or_default());
            }
        }
        Ok(self.table.write_record(row.iter().map(|cell| defused(cell)))?)
    }

    pub(super) fn finish(self) -> Result<(), CollateError> {
        let file = self.table.into_inner().map_err(|error| error.into_error())?;
        Ok(file.finish()?)
    }
}

fn entries(record: &ResponseRecord) -> impl Iterator<Item = &QuestionRecord> {
    record.sections.iter().flat_map(|section| &section.entries)
}

/// Whether a question of that kind can have a comment.
fn has_comment(entry: &QuestionRecord) -> bool {
    !matches!(entry.kind.as_str(), "string" | "text")
}

fn headings(record: &ResponseRecord) -> Vec<(String, String)> {
    let about = ABOUT.iter().map(|(id, text)| ((*id).to_owned(), (*text).to_owned()));
    let mut headings: Vec<(String, String)> = about.collect();
    for entry in entries(record) {
        let number = entry.number.as_ref().map(|number| format!("{number}. ")).unwrap_or_default();
        let text = format!("{number}{}", entry.text);
        if entry.rows.is_empty() {
            headings.push((entry.id.to_string(), text.clone()));
        }
        for row in &entry.rows {
            let (id, text) =
                (format!("{}.{}", entry.id, row.row), format!("{text} [{}]", row.label));
            headings.push((id.clone(), text.clone()));
            headings.push((format!("{id}.comment"), format!("{text} Comment")));
        }
        if has_comment(entry) {
            headings.push((format!("{}.comment", entry.id), format!("{text} Comment")));
        }
    }
    headings
}

/// Returns an answer as one cell. Several labels are separated by commas.
fn said(content: &Content) -> String {
    let all = |chosen: &[Labelled]| chosen.iter().map(label).collect::<Vec<_>>().join(", ");
    match content {
        Content::Text(text) => text.clone(),
        Content::Number { number, .. } => number.to_string(),
        Content::Day(day) => day.to_string(),
        Content::One(chosen) => label(chosen),
        Content::Ticked(chosen) | Content::Ranked(chosen) => all(chosen),
    }
}

fn label(chosen: &Labelled) -> String {
    match &chosen.detail {
        Some(detail) => format!("{}: {}", whole(&chosen.label), whole(detail)),
        None => whole(&chosen.label),
    }
}

/// A label without commas: programs that read such tables part labels at commas.
fn whole(label: &str) -> String {
    label.replace(',', ";")
}
