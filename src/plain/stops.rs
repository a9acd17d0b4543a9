//! Where a page stops to ask: every field, and every row of a matrix with its comment.

use crate::{
    app::{
        edit::TextField,
        screen::page::{Control, Page},
        session::Session,
    },
    model::draft::{FieldName, Position},
};

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

/// Whether a stop is made without being asked for: at the comment of a row when the row is
/// answered.
pub(super) fn is_asked(session: &Session, stop: &Position) -> bool {
    let (Some(row), FieldName::Comment) = (&stop.row, &stop.field) else {
        return true;
    };
    let given = session.answer(&stop.question).row(row);
    given.is_some_and(|row| !row.no_comment && (row.value.is_some() || !row.comment.is_empty()))
}
