//! What a key does in a matrix.

use crate::{
    app::{
        App, Mode,
        action::Action,
        edit::Edit,
        field::text::Motion,
        notice::AnswerNotice,
        screen::{Screen, page::Control},
    },
    model::{
        consultation::Row,
        id::{QuestionId, Value},
    },
};

/// What a step to the next row did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowStep {
    /// It moved the focus.
    Moved,
    /// Nothing: the focus is in the last row.
    AtEnd,
}

/// Where the focus goes once a row is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    /// It stays.
    Stay,
    /// To the row's comment, where that is required, else to the next row; from the last, on.
    GoOn,
}

impl App {
    pub(super) fn act_in_matrix(&mut self, action: Action) {
        let Mode::Draft(session, Screen::Page(page)) = &mut self.mode else { return };
        let Some(field) = page.focused_mut() else { return };
        let id = field.question.clone();
        let Some(question) = session.question(&id) else { return };
        let (rows, columns) =
            (session.route.rows(question).count(), session.route.columns(question).count());
        if let Action::Nth(number) = action {
            return if number <= columns {
                self.answer_row(number - 1, Then::GoOn)
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
            Action::Choose => {
                self.edit(&id, &Edit::Row(row, (!is_chosen).then_some(column)));
            }
            Action::Press => self.go_on_in_matrix(),
            Action::Clear => self.take_back(&id, &Edit::Row(row, None)),
            Action::FillDown => self.fill_down(&id, &row),
            _ => self.act_where_nothing_is_typed(action),
        }
    }

    /// Answers the current row with a column, from 0.
    pub(super) fn answer_row(&mut self, place: usize, then: Then) {
        let Mode::Draft(session, Screen::Page(page)) = &mut self.mode else { return };
        let Some(field) = page.focused_mut() else { return };
        if let Control::Matrix { column, .. } = &mut field.control {
            column.0 = place;
        }
        let id = field.question.clone();
        let (Some(row), Some(column)) =
            (field.current_row(session).cloned(), field.current_column(session).cloned())
        else {
            return;
        };
        if self.refuses_changes() {
            return;
        }
        let is_changed = self.edit(&id, &Edit::Row(row, Some(column)));
        match then {
            Then::GoOn => {
                if self.step_to_next_row() == RowStep::AtEnd {
                    self.leave_answered_matrix();
                }
            }
            Then::Stay if !is_changed => {
                self.notify(AnswerNotice::AlreadyAnswered);
            }
            Then::Stay => {}
        }
    }

    fn move_in_matrix(&mut self, motion: Motion, (rows, columns): (usize, usize)) {
        let size = self.measures.page;
        let Mode::Draft(session, Screen::Page(page)) = &mut self.mode else { return };
        let Some(field) = page.focused_mut() else { return };
        let Control::Matrix { row, column } = &mut field.control else { return };
        match motion {
            Motion::Left | Motion::Right => {
                column.follow(motion, columns, 1);
                return;
            }
            _ => {}
        }
        if row.follow(motion, rows, size) {
            field.follow_row(session);
            page.refresh(session);
            page.measure(&self.measures);
            return;
        }
        match motion {
            Motion::RowUp => self.move_focus(-1),
            Motion::RowDown => self.leave_matrix(),
            _ => {}
        }
    }

    /// On from a matrix by an arrow: past the comment of its last row.
    fn leave_matrix(&mut self) {
        let Mode::Draft(session, Screen::Page(page)) = &self.mode else { return };
        let is_passed = page.row_comment().is_some_and(|comment| !page.is_closed(session, comment));
        self.move_focus(if is_passed { 2 } else { 1 })
    }

    /// `Enter`: to the next row, or on from the last.
    pub(super) fn go_on_in_matrix(&mut self) {
        match self.step_to_next_row() {
            RowStep::Moved => {}
            RowStep::AtEnd => self.go_on(),
        }
    }

    /// On from the last row once a digit has answered it: to a text or a button, where one digit or
    /// Space too many ticks nothing; otherwise the focus stays.
    fn leave_answered_matrix(&mut self) {
        let Mode::Draft(session, Screen::Page(page)) = &self.mode else { return };
        let next = page.stop_after(session, 1);
        match page.fields.get(next).map(|field| &field.control) {
            Some(Control::Text(..) | Control::Continue) => self.move_focus(1),
            Some(
                Control::Guidance
                | Control::Choices(_)
                | Control::Rank(_)
                | Control::Matrix { .. }
                | Control::NoComment
                | Control::Stands,
            )
            | None => {}
        }
    }

    /// To the comment of the row, where its answer requires one that is not there, else to the next
    /// row. From the last row, nowhere.
    pub(super) fn step_to_next_row(&mut self) -> RowStep {
        let Mode::Draft(session, Screen::Page(page)) = &mut self.mode else {
            return RowStep::AtEnd;
        };
        let (Some((matrix, place)), Some((question, row))) =
            (page.current_matrix(), page.current_row(session))
        else {
            return RowStep::AtEnd;
        };
        let lacks_reason = session.lacks_reason(&question.id, &row.value);
        let comment = page.row_comment().filter(|_| lacks_reason && page.focus == matrix);
        let is_last = place + 1 >= session.route.rows(question).count();
        session.close_step();
        match comment {
            Some(comment) => page.give_focus(comment),
            None if is_last => return RowStep::AtEnd,
            None => page.go_to_row(session, matrix, place + 1),
        }
        page.measure(&self.measures);
        RowStep::Moved
    }

    /// Gives the blank rows of a group the answer of the row with the focus, or of the last one
    /// above it, since answering a row leads to the next.
    fn fill_down(&mut self, id: &QuestionId, row: &Value) {
        let from = self.session().and_then(|session| {
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
        let is_changed = self.edit(id, &Edit::FillDown(from));
        if self.notice.is_none() {
            let notice =
                if is_changed { AnswerNotice::RowsFilled } else { AnswerNotice::NothingToFill };
            self.notify(notice);
        }
    }
}
