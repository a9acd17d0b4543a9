//! Questions that ask the same of several things: a scale, and rows.

use super::{QuestionReader, choice, choices::is_bare_choice};
use crate::import::{
    paragraph::PaperParagraph,
    wording::{is_scale_label, plain, wants_detail},
};

/// As many columns as a matrix may have.
const MOST_COLUMNS: usize = 9;

/// A table: its first row has the labels, the others begin with what they are about. Also a table
/// of one row with the choices, or with one choice in each row.
pub(super) fn table(reading: &mut QuestionReader<'_>) -> Option<usize> {
    let table = reading.first()?.table?;
    if reading.question.is_bare() {
        return None;
    }
    let count = reading.rest.iter().take_while(|one| one.table == Some(table)).count();
    let rows = reading.rest.get(..count)?;
    if let Some((columns, rows)) = matrix_of(rows) {
        let question = &mut *reading.question;
        question.choices = columns.iter().map(|label| choice(label)).collect();
        question.rows = rows;
        return Some(count);
    }
    let labels = choices_of(rows)?;
    reading.question.choices.extend(labels.iter().map(|label| choice(label)));
    Some(count)
}

/// The columns and rows of a table that is a matrix.
fn matrix_of(rows: &[PaperParagraph]) -> Option<(Vec<String>, Vec<String>)> {
    let (head, body) = rows.split_first()?;
    let (_, columns) = head.cells.split_first()?;
    let columns: Vec<String> = columns.iter().filter(|cell| !is_blank(cell)).cloned().collect();
    let fits = (2..=MOST_COLUMNS).contains(&columns.len());
    let to_fill = |row: &&PaperParagraph| {
        let (label, cells) = row.cells.split_first()?;
        let empty = cells.iter().all(|cell| is_blank(cell) || columns.contains(cell));
        (!is_blank(label) && empty).then(|| label.clone())
    };
    let labels: Vec<String> =
        body.iter().filter(|row| !row.text.is_empty()).filter_map(|row| to_fill(&row)).collect();
    let whole = labels.len() == body.iter().filter(|row| !row.text.is_empty()).count();
    (fits && whole && !labels.is_empty()).then_some((columns, labels))
}

/// The choices of a table that is no matrix: all cells of short rows, where they are few.
fn choices_of(rows: &[PaperParagraph]) -> Option<Vec<String>> {
    // A first row such as `Option | Tick` only says what the columns are for.
    let headed = rows.first().is_some_and(|head| {
        let last = head.cells.last().map(|cell| plain(cell)).unwrap_or_default();
        ["tick", "please tick", "tick one", "answer", "response", "select", "yes/no"]
            .contains(&last.as_str())
    });
    let rows = rows.get(usize::from(headed)..)?;
    let cells: Vec<String> = rows
        .iter()
        .flat_map(|row| &row.cells)
        .filter(|cell| !is_blank(cell))
        .map(|cell| without_box(cell))
        .collect();
    let scale = cells.iter().all(|cell| is_scale_label(cell) || wants_detail(cell));
    let one_a_row = rows.len() >= 2
        && rows.iter().all(|row| {
            let full = row.cells.iter().filter(|cell| !is_blank(cell)).count();
            full == 1 && row.cells.len() > 1 && row.text.chars().count() <= 120
        });
    let fields = cells.iter().any(|cell| super::is_field_name(cell));
    (cells.len() >= 2 && (scale || one_a_row) && !fields).then_some(cells)
}

/// Whether a cell is empty, or holds only a box to tick.
fn is_blank(cell: &str) -> bool {
    without_box(cell).is_empty()
}

fn without_box(cell: &str) -> String {
    PaperParagraph::new(0, cell)
        .text
        .trim_matches(['☐', '□', '❏', '○', '_', ' ', '\u{f06f}', '\u{f0a8}'])
        .to_owned()
}

/// The labels of a scale, one after the other or in one line, and then what they are about.
pub(super) fn scale_then_rows(reading: &mut QuestionReader<'_>) -> Option<usize> {
    if !reading.may_have_choices() {
        return None;
    }
    let (scale, after) = scale_at(reading.rest)?;
    let rest = reading.rest.get(after..)?;
    let rows: Vec<&PaperParagraph> = rest
        .iter()
        .take_while(|one| {
            (is_bare_choice(one) || one.marker.is_some()) && !is_scale_label(&one.text)
        })
        .filter(|one| !wants_detail(&one.text))
        .collect();
    let last_is_heading = reading.before_question
        && rows.len() == rest.len()
        && rows.last().is_some_and(|last| last.apart)
        && rows
            .get(1..rows.len().saturating_sub(1))
            .is_some_and(|inner| inner.iter().all(|one| !one.apart));
    let count = rows.len() - usize::from(last_is_heading && rows.len() > 2);
    if count < 2 {
        return None;
    }
    let labels: Vec<String> = rows.iter().take(count).map(|row| row.text.clone()).collect();
    let question = &mut *reading.question;
    question.choices = scale.iter().map(|label| choice(label)).collect();
    question.rows = labels;
    question.guesses.push("the lines after the scale are taken as what it is about".to_owned());
    Some(after + count)
}

/// The scale that stands first: of at least three labels, and how many paragraphs it takes.
fn scale_at(rest: &[PaperParagraph]) -> Option<(Vec<String>, usize)> {
    let first = rest.first()?;
    let cells: Vec<String> = first.cells.iter().filter(|cell| !cell.is_empty()).cloned().collect();
    if cells.len() >= 3 && first.table.is_none() && cells.iter().all(|cell| is_scale_label(cell)) {
        return Some((cells, 1));
    }
    let labels: Vec<String> = rest
        .iter()
        .take_while(|one| one.cells.is_empty() && is_scale_label(&one.text))
        .map(|one| one.text.clone())
        .collect();
    let count = labels.len();
    (3..=MOST_COLUMNS).contains(&count).then_some((labels, count))
}
