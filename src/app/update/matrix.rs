//! What a key does in a matrix.

use crate::{
    app::{
        App,
        action::Action,
        edit::Edit,
        event::Effect,
        field::text::Motion,
        screen::{Screen, page::Control},
    },
    model::{
        consultation::Row,
        id::{QuestionId, Value},
    },
};

/// Where the focus goes once a row is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    /// It stays.
    Stay,
    /// To the row's comment, where that is required, else to the next row.
    GoOn,
}

impl App {
    pub(super) fn act_in_matrix(&mut self, action: Action) -> Vec<Effect> {
        let (Screen::Page(page), Some(session)) = (&mut self.screen, &self.session) else {
            return Vec::new();
        };
        let Some(field) = page.focused_mut() else {
            return Vec::new();
        };
        let id = field.question.clone();
        let Some(question) = session.question(&id) else {
            return Vec::new();
        };
        let (rows, columns) =
            (session.route.rows(question).count(), session.route.columns(question).count());
        if let Action::Nth(number) = action {
            return if number <= columns {
                self.answer_row(number - 1, Then::GoOn)
            } else {
                Vec::new()
            };
        }
        let (Some(row), Some(column)) =
            (field.current_row(session).cloned(), field.current_column(session).cloned())
        else {
            return self.act_where_nothing_is_typed(action);
        };
        let answer = session.answer(&id);
        let given = answer.row(&row).filter(|given| !given.no_comment && !answer.no_comment);
        let is_chosen =
            given.and_then(|given| given.value.as_ref()).is_some_and(|given| *given == column);
        match action {
            Action::Move(motion) => self.move_in_matrix(motion, (rows, columns)),
            Action::Choose => self.edit(&id, &Edit::Row(row, (!is_chosen).then_some(column))),
            Action::Press => self.go_on_in_matrix(),
            Action::Clear => self.take_back(&id, &Edit::Row(row, None)),
            Action::FillDown => self.fill_down(&id, &row),
            _ => self.act_where_nothing_is_typed(action),
        }
    }

    /// Answers the current row with a column, from 0.
    pub(super) fn answer_row(&mut self, place: usize, then: Then) -> Vec<Effect> {
        let (Screen::Page(page), Some(session)) = (&mut self.screen, &self.session) else {
            return Vec::new();
        };
        let Some(field) = page.focused_mut() else {
            return Vec::new();
        };
        if let Control::Matrix { column, .. } = &mut field.control {
            column.0 = place;
        }
        let id = field.question.clone();
        let (Some(row), Some(column)) =
            (field.current_row(session).cloned(), field.current_column(session).cloned())
        else {
            return Vec::new();
        };
        if self.refuses_changes() {
            return Vec::new();
        }
        let mut effects = self.edit(&id, &Edit::Row(row, Some(column)));
        match then {
            Then::GoOn => effects.extend(self.step_to_next_row()),
            Then::Stay if effects.is_empty() => {
                self.say("That is the answer already. Space takes it back");
            }
            Then::Stay => {}
        }
        effects
    }

    fn move_in_matrix(&mut self, motion: Motion, (rows, columns): (usize, usize)) -> Vec<Effect> {
        let size = self.measures.page;
        let (Screen::Page(page), Some(session)) = (&mut self.screen, &self.session) else {
            return Vec::new();
        };
        let Some(field) = page.focused_mut() else {
            return Vec::new();
        };
        let Control::Matrix { row, column } = &mut field.control else {
            return Vec::new();
        };
        match motion {
            Motion::Left | Motion::Right => {
                column.follow(motion, columns, 1);
                return Vec::new();
            }
            _ => {}
        }
        if row.follow(motion, rows, size) {
            field.follow_row(session);
            page.refresh(session);
            page.measure(&self.measures);
            return Vec::new();
        }
        match motion {
            Motion::RowUp => self.move_focus(-1),
            Motion::RowDown => self.leave_matrix(),
            _ => Vec::new(),
        }
    }

    /// On from a matrix by an arrow: past the comment of its last row.
    fn leave_matrix(&mut self) -> Vec<Effect> {
        let Screen::Page(page) = &self.screen else {
            return Vec::new();
        };
        let behind = page.fields.iter().skip(page.focus + 1);
        let comments = behind.take_while(|field| field.comments_on_row().is_some()).count();
        self.move_focus(comments.cast_signed() + 1)
    }

    /// `Enter`: to the next row, or on from the last.
    pub(super) fn go_on_in_matrix(&mut self) -> Vec<Effect> {
        let before = self.row_with_focus();
        let effects = self.step_to_next_row();
        if self.row_with_focus() == before { self.go_on() } else { effects }
    }

    /// Where in a matrix the focus is: its field, and the place of the row.
    fn row_with_focus(&self) -> Option<(usize, (usize, usize))> {
        let Screen::Page(page) = &self.screen else {
            return None;
        };
        Some((page.focus, page.current_matrix()?))
    }

    /// To the comment of the row, where its answer requires one that is not there, else to the next
    /// row. From the last row, nowhere.
    pub(super) fn step_to_next_row(&mut self) -> Vec<Effect> {
        let (Screen::Page(page), Some(session)) = (&mut self.screen, &mut self.session) else {
            return Vec::new();
        };
        let Some((matrix, row)) = page.current_matrix() else {
            return Vec::new();
        };
        let Some(question) =
            page.fields.get(matrix).and_then(|field| session.question(&field.question))
        else {
            return Vec::new();
        };
        let rows: Vec<&Value> = session.route.rows(question).map(|(_, row)| &row.value).collect();
        let wants_comment = rows.get(row).is_some_and(|row| {
            let comment = question.matrix().and_then(|matrix| matrix.row_comment.as_ref());
            let answer = session.answer(&question.id).row(row);
            comment.is_some_and(|comment| comment.wanted_beside_row(answer))
                && answer.is_some_and(|answer| answer.comment.is_blank() && !answer.no_comment)
        });
        let comment = page.fields.iter().position(|field| {
            field.comments_on_row().is_some_and(|of| rows.get(row) == Some(&of))
                && field.question == question.id
        });
        let next = (row + 1 < rows.len()).then_some(row + 1);
        session.close_step();
        match (comment.filter(|_| wants_comment && page.focus == matrix), next) {
            (Some(comment), _) => page.give_focus(comment),
            (None, Some(next)) => page.go_to_row(session, matrix, next),
            (None, None) => return Vec::new(),
        }
        page.measure(&self.measures);
        Vec::new()
    }

    /// Gives the blank rows of a group the answer of the row with the focus, or of the last one
    /// above it, since answering a row leads to the next.
    fn fill_down(&mut self, id: &QuestionId, row: &Value) -> Vec<Effect> {
        let from = self.session.as_ref().and_then(|session| {
            let question = session.question(id)?;
            let answer = session.answer(id);
            let all: Vec<&Row> = session.route.rows(question).map(|(_, row)| row).collect();
            let here = all.iter().position(|one| one.value == *row)?;
            let group = all.get(here)?.group.as_ref();
            let above = all.into_iter().take(here + 1).rev();
            let mut above = above.take_while(|one| one.group.as_ref() == group);
            above.find(|one| answer.row(&one.value).is_some_and(|said| said.value.is_some()))
        });
        let from = from.map_or_else(|| row.clone(), |from| from.value.clone());
        let effects = self.edit(id, &Edit::FillDown(from));
        if self.message.is_none() {
            self.say(match effects.is_empty() {
                true => "Answer a row of this group first; then f gives its blank rows that answer",
                false => "The blank rows of this group have that answer now. Ctrl-Z takes it back",
            });
        }
        effects
    }
}
