//! The sheets of an XLSForm, of a workbook or of a CSV file that names its sheets in the first column.

use std::{collections::HashMap, io::Cursor};

use calamine::{Data, Reader, Xlsx};

use crate::import::{
    archive,
    paper::{ImportError, MAX_PARAGRAPHS},
    paragraph::tidy,
    plain_text,
};

/// The most columns that a sheet may have.
const MAX_COLUMNS: usize = 300;

/// A sheet: the names of its columns, and its rows.
#[derive(Debug, Clone, Default)]
pub(super) struct FormSheet {
    columns: Vec<String>,
    pub(super) rows: Vec<FormRow>,
}

/// A row of a sheet.
#[derive(Debug, Clone, Default)]
pub(super) struct FormRow {
    /// Its number in the file, from 1.
    pub(super) number: usize,
    cells: HashMap<String, String>,
}

impl FormRow {
    /// What stands in a column.
    pub(super) fn get(&self, column: &str) -> Option<&str> {
        self.cells.get(column).map(String::as_str).filter(|cell| !cell.is_empty())
    }

    /// The columns in which something stands.
    pub(super) fn filled(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.cells.iter().map(|(column, cell)| (column.as_str(), cell.as_str()));
        all.filter(|(_, cell)| !cell.is_empty())
    }
}

/// The sheets by their names.
pub(super) type Sheets = HashMap<String, FormSheet>;

/// Reads a workbook.
pub(super) fn of_workbook(bytes: &[u8]) -> Result<Sheets, ImportError> {
    const FORMAT: &str = "spreadsheet";
    let damaged = |why: String| ImportError::Damaged { format: FORMAT, why };
    archive::check_sizes(bytes, FORMAT)?;
    let mut book: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(error.to_string()))?;
    let mut sheets = Sheets::new();
    for name in ["survey", "choices", "settings"] {
        let known =
            book.sheet_names().into_iter().find(|sheet| sheet.trim().eq_ignore_ascii_case(name));
        let Some(sheet) = known else { continue };
        let range = book.worksheet_range(&sheet).map_err(|error| damaged(error.to_string()))?;
        if range.height() > MAX_PARAGRAPHS || range.width() > MAX_COLUMNS {
            return Err(ImportError::TooMuchText);
        }
        let first = range.start().map_or(0, |(row, _)| row as usize);
        let rows = range.rows().map(|row| row.iter().map(cell_text).collect());
        sheets.insert(name.to_owned(), sheet_of(rows, first));
    }
    Ok(sheets)
}

fn cell_text(cell: &Data) -> String {
    match cell {
        Data::String(text) => text.clone(),
        Data::Float(number) => number.to_string(),
        Data::Int(number) => number.to_string(),
        Data::Bool(flag) => flag.to_string(),
        Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::DateTime(_) | Data::Error(_) | Data::Empty => String::new(),
    }
}

/// Reads a CSV file: a line with the name of a sheet, then its rows with an empty first cell.
pub(super) fn of_csv(bytes: &[u8]) -> Result<Sheets, ImportError> {
    let text = plain_text::decoded(bytes);
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut sheets: HashMap<String, (usize, Vec<Vec<String>>)> = HashMap::new();
    let mut open = None;
    for (at, record) in reader.records().enumerate() {
        let record = record
            .map_err(|error| ImportError::Damaged { format: "CSV", why: error.to_string() })?;
        let first = record.get(0).unwrap_or_default().trim().to_lowercase();
        if !first.is_empty() {
            sheets.entry(first.clone()).or_insert((at + 1, Vec::new()));
            open = Some(first);
        }
        let cells: Vec<String> = record.iter().skip(1).map(str::to_owned).collect();
        let full = cells.iter().any(|cell| !cell.trim().is_empty());
        if let Some((_, rows)) =
            open.as_ref().filter(|_| full).and_then(|open| sheets.get_mut(open))
        {
            rows.push(cells);
        }
    }
    Ok(sheets
        .into_iter()
        .map(|(name, (first, rows))| (name, sheet_of(rows.into_iter(), first)))
        .collect())
}

/// A sheet of its rows, of which the first has the names of the columns.
fn sheet_of(mut rows: impl Iterator<Item = Vec<String>>, first: usize) -> FormSheet {
    let columns: Vec<String> =
        rows.next().unwrap_or_default().iter().map(|name| column_name(name)).collect();
    let rows = rows.enumerate().map(|(at, cells)| FormRow {
        number: first + at + 2,
        cells: columns.iter().cloned().zip(cells.iter().map(|cell| tidy(cell))).collect(),
    });
    let rows = rows.filter(|row| row.filled().next().is_some()).collect();
    FormSheet { columns: columns.clone(), rows }
}

/// The name of a column; of several languages, the first has the plain name.
fn column_name(name: &str) -> String {
    let name = tidy(name).to_lowercase();
    match name.as_str() {
        "list name" => "list_name".to_owned(),
        "caption" => "label".to_owned(),
        "relevance" => "relevant".to_owned(),
        "read_only" | "read only" => "readonly".to_owned(),
        _ => name,
    }
}

impl FormSheet {
    /// What stands in a column that may be there once for each language: the first of them.
    pub(super) fn text<'a>(&self, row: &'a FormRow, column: &str) -> Option<&'a str> {
        let in_language = |name: &&String| {
            name.strip_prefix(column).is_some_and(|rest| rest.trim_start().starts_with(':'))
        };
        let named = self.columns.iter().filter(in_language);
        row.get(column).or_else(|| named.filter_map(|name| row.get(name)).next())
    }
}
