//! A response as CSV: a row for each part of an answer, for spreadsheets and statistics programs.

use serde_json::Value;

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

/// Writes a response.
///
/// # Errors
/// When the table cannot be written.
pub(super) fn write(response: Numbered<'_>) -> Result<Vec<u8>, csv::Error> {
    let mut table = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    table.write_record(COLUMNS)?;
    let mut rows: Vec<Vec<String>> = Vec::new();
    each(response, |part| {
        let part = serde_json::to_value(&part).unwrap_or_default();
        rows.push(COLUMNS.iter().map(|column| cell(part.get(*column))).collect());
    });
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

/// The consultation and the status of a table that this wrote, and nobody has written since:
/// spreadsheets quote in other ways.
pub(super) fn earlier(bytes: &[u8]) -> Option<(String, String)> {
    let mut table = csv::ReaderBuilder::new().from_reader(bytes);
    if table.headers().ok()?.iter().ne(COLUMNS) {
        return None;
    }
    let rows: Vec<csv::StringRecord> = table.records().collect::<Result<_, _>>().ok()?;
    let quoted = |row: &csv::StringRecord| {
        let cells: Vec<String> =
            row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
        cells.join(",") + "\r\n"
    };
    let head = csv::StringRecord::from(COLUMNS.to_vec());
    let again: String = std::iter::once(&head).chain(&rows).map(quoted).collect();
    let first = rows.first()?;
    let (consultation, status) = (first.get(4)?.to_owned(), first.get(2)?.to_owned());
    (again.as_bytes() == bytes).then_some((consultation, status))
}
