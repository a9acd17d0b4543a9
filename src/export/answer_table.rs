//! A response as CSV: a row for each part of an answer, for spreadsheets and statistics programs.

use serde_json::Value;

use crate::store::atomic::Version;

use super::answer_part::{Numbered, defused, each};

/// The columns, in order. `docs/response-format.md` says what they are.
pub const COLUMNS: [&str; 21] = [
    "response",
    "digest",
    "status",
    "respondent",
    "consultation",
    "version",
    "section",
    "question",
    "number",
    "part",
    "question_text",
    "kind",
    "row",
    "row_text",
    "state",
    "rank",
    "value",
    "label",
    "off_scale",
    "text",
    "comment",
];

/// The last column: the digest of the table without it, which reveals changes.
const TABLE: &str = "table";

/// Writes a response.
///
/// # Errors
/// If the table cannot be written.
pub(super) fn write(response: Numbered<'_>) -> Result<Vec<u8>, csv::Error> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    each(response, |part| {
        let part = serde_json::to_value(&part).unwrap_or_default();
        rows.push(COLUMNS.iter().map(|column| cell(part.get(*column))).collect());
    });
    sealed(rows)
}

/// Writes rows, with the digest of the table in each.
fn sealed(mut rows: Vec<Vec<String>>) -> Result<Vec<u8>, csv::Error> {
    let head: Vec<String> = COLUMNS.iter().map(|column| (*column).to_owned()).collect();
    rows.insert(0, head);
    let digest = Version::of(&written(&rows)?).to_string();
    for (number, row) in rows.iter_mut().enumerate() {
        row.push(if number == 0 { TABLE.to_owned() } else { digest.clone() });
    }
    written(&rows)
}

fn written(rows: &[Vec<String>]) -> Result<Vec<u8>, csv::Error> {
    let mut table = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        table.write_record(row)?;
    }
    table.into_inner().map_err(|error| error.into_error().into())
}

fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => defused(text),
        Some(other) => other.to_string(),
    }
}

/// Returns the consultation and the status of a table that this program wrote, if it is unchanged.
pub(super) fn earlier(bytes: &[u8]) -> Option<(String, String)> {
    let mut table = csv::ReaderBuilder::new().from_reader(bytes);
    if table.headers().ok()?.iter().ne(COLUMNS.into_iter().chain([TABLE])) {
        return None;
    }
    let rows: Vec<csv::StringRecord> = table.records().collect::<Result<_, _>>().ok()?;
    let cells = |row: &csv::StringRecord| {
        row.iter().take(COLUMNS.len()).map(str::to_owned).collect::<Vec<String>>()
    };
    let first = rows.first()?;
    let (consultation, status) = (first.get(4)?.to_owned(), first.get(2)?.to_owned());
    let again = sealed(rows.iter().map(cells).collect()).ok()?;
    (again == bytes).then_some((consultation, status))
}
