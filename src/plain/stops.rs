//! Where a page stops to ask: every field, and every row of a matrix with its comment.

use crate::{
    app::{
        edit::TextField,
        screen::page::{Control, Page},
        session::Session,
    },
    model::{
        consultation::{Question, Row},
        draft::{FieldName, Position},
        id::Value,
    },
};

/// The rows of a group of a matrix, as one line answers them.
pub(super) struct RowGroup<'a> {
    /// All rows of the matrix before the group.
    pub(super) before: usize,
    /// The rows of the group.
    pub(super) rows: Vec<&'a Row>,
    /// The place among them of the row that was looked for.
    pub(super) place: usize,
}

impl<'a> RowGroup<'a> {
    /// Returns the group that a row stands in: the rows around it with the same heading.
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

    /// Returns the rows that a line answers: from the one looked for to the last.
    pub(super) fn rest(&self) -> &[&'a Row] {
        self.rows.get(self.place..).unwrap_or_default()
    }

    /// Whether a row stands in it.
    pub(super) fn holds(&self, row: Option<&Value>) -> bool {
        self.rows.iter().any(|one| Some(&one.value) == row)
    }
}

/// Every place of a page that something is asked at, in order; a notice is one as a whole.
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
            // The comment of a row is asked after its row, and "no comment" is a command.
            // So is saying that an answer stands.
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

/// The stop that has the focus, and its place among all.
pub(super) fn here(session: &Session, page: &Page) -> (usize, Position) {
    let stops = stops(session, page);
    let position = Position { cursor: None, ..page.position(session) };
    let place = stops.iter().position(|stop| *stop == position).unwrap_or_default();
    let stop = stops.into_iter().nth(place);
    (place, stop.unwrap_or(position))
}

/// Whether a stop is made without being asked for: at the comment of a row when its answer needs
/// one, or one is written already.
pub(super) fn is_asked(session: &Session, stop: &Position) -> bool {
    let (Some(row), FieldName::Comment) = (&stop.row, &stop.field) else {
        return true;
    };
    let given = session.answer(&stop.question).row(row);
    let is_written = given.is_some_and(|row| !row.no_comment && !row.comment.is_empty());
    is_written || session.wants_reason(&stop.question, row)
}
