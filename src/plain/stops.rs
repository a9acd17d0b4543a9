//! The stops of a page: every field, and every row of a matrix with its comment.

use crate::{
    app::{
        edit::TextField,
        screen::page::{Control, Page},
        session::Session,
    },
    model::{
        answer::FieldName,
        consultation::{Question, Row},
        draft::Position,
        id::Value,
    },
};

/// The rows of a group in a matrix, which one line can answer.
pub(super) struct RowGroup<'a> {
    /// The number of rows before the group.
    pub(super) before: usize,
    /// The rows of the group.
    pub(super) rows: Vec<&'a Row>,
    /// The index of the current row among them.
    pub(super) place: usize,
}

impl<'a> RowGroup<'a> {
    /// Returns the group of a row: the rows around it with the same heading.
    pub(super) fn of(session: &'a Session, question: &'a Question, row: &Value) -> Option<Self> {
        let all: Vec<&Row> = session.route.rows(question).map(|(_, row)| row).collect();
        let here = all.iter().position(|one| one.value == *row)?;
        let group = &all.get(here)?.group;
        let is_in = |one: &&&Row| one.group == *group;
        let above = all.iter().take(here).rev().take_while(is_in).count();
        let before = here - above;
        let rows = all.iter().skip(before).take_while(is_in).copied().collect();
        Some(Self { before, rows, place: above })
    }

    /// Returns the rows that a line answers: from the current one to the last.
    pub(super) fn rest(&self) -> &[&'a Row] {
        self.rows.get(self.place..).unwrap_or_default()
    }

    /// Whether the group contains a row.
    pub(super) fn holds(&self, row: Option<&Value>) -> bool {
        self.rows.iter().any(|one| Some(&one.value) == row)
    }
}

/// Returns every stop of a page, in order; a notice is a single stop.
pub(super) fn stops(session: &Session, page: &Page) -> Vec<Position> {
    let mut stops = Vec::new();
    for field in &page.fields {
        let whole = Position::of(&field.question);
        match &field.control {
            Control::Text(TextField::Field { row: None, field }, _) => {
                stops.push(Position { field: field.clone(), ..whole });
            }
            Control::Choices(_) | Control::Rank(_) => stops.push(whole),
            Control::Matrix { .. } => {
                let Some(question) = session.question(&field.question) else { continue };
                let comment = question.matrix().and_then(|matrix| matrix.row_comment.as_ref());
                for (_, row) in session.route.rows(question) {
                    let value = Position { row: Some(row.value.clone()), ..whole.clone() };
                    let comment =
                        comment.map(|_| Position { field: FieldName::Comment, ..value.clone() });
                    stops.push(value);
                    stops.extend(comment);
                }
            }
            // The comment of a row follows its row. "No comment" and confirming an answer are
            // commands, not stops.
            Control::Text(..)
            | Control::NoComment
            | Control::Stands
            | Control::Guidance
            | Control::Continue => {}
        }
    }
    if stops.is_empty() {
        stops.push(Position::of(&page.id));
    }
    stops
}

/// Returns the stop that has the focus, and its index.
pub(super) fn here(session: &Session, page: &Page) -> (usize, Position) {
    let stops = stops(session, page);
    let position = Position { cursor: None, ..page.position(session) };
    let place = stops.iter().position(|stop| *stop == position).unwrap_or_default();
    let stop = stops.into_iter().nth(place);
    (place, stop.unwrap_or(position))
}

/// Whether a stop asks unprompted. The comment of a row does so only when its answer requires one,
/// or one exists already.
pub(super) fn is_asked(session: &Session, stop: &Position) -> bool {
    let (Some(row), FieldName::Comment) = (&stop.row, &stop.field) else {
        return true;
    };
    let given = session.answer(&stop.question).row(row);
    let is_written = given.is_some_and(|row| !row.no_comment && !row.comment.is_empty());
    is_written || session.wants_reason(&stop.question, row)
}
