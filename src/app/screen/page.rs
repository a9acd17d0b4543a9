//! The page of one question, notice or group: its fields, and which of them has the focus.

use crate::{
    app::{
        cursor::Cursor,
        edit::TextField,
        event::Measures,
        field::text::{Lines, TextEditor},
        keymap::Context,
        session::Session,
    },
    model::{
        answer::{Answer, FieldName},
        consultation::{Item, Location, Question, QuestionKind, Row},
        draft::Position,
        id::{QuestionId, Value},
        shortfall::Shortfall,
    },
};

/// The page of one item.
#[derive(Debug)]
pub struct Page {
    /// Where the item stands.
    pub at: Location,
    /// The item's id.
    pub id: QuestionId,
    /// What can have the focus or be clicked, in the order of `Tab`.
    pub fields: Vec<Field>,
    /// The field that has it.
    pub focus: usize,
    /// Where the page is scrolled to.
    pub scroll: Scroll,
    /// What was wrong on the page when the respondent came to it, or wanted to continue.
    pub problems: Vec<Shortfall>,
    /// Where "Continue" leads.
    pub after: After,
}

/// Where a page is scrolled to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scroll {
    /// To where the focus is seen.
    Focus,
    /// To this row, because the respondent scrolled there.
    Row(usize),
}

/// Where "Continue" leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// To the next page.
    Next,
    /// Back to the review, from where the respondent came to change an answer.
    Review,
}

/// Something that can have the focus.
#[derive(Debug)]
pub struct Field {
    /// The question it belongs to; for a notice or button, the item.
    pub question: QuestionId,
    /// What it is.
    pub control: Control,
}

/// What can have the focus on a page.
#[derive(Debug)]
pub enum Control {
    /// Opens the guidance.
    Guidance,
    /// A text: the answer itself, a comment, a detail, the comment of the current row.
    Text(TextField, Box<TextEditor>),
    /// The choices, with the cursor among those shown.
    Choices(Cursor),
    /// The entries of a ranking, ranked ones first, with the cursor among those shown.
    Rank(Cursor),
    /// A matrix, with the cursor among the rows and columns shown.
    Matrix {
        /// The row.
        row: Cursor,
        /// The column.
        column: Cursor,
    },
    /// The line that says "no comment": clicked, never given the focus, so that no key which goes
    /// on lands on it.
    NoComment,
    /// The button that says that a changed question has been read again.
    Stands,
    /// The "Continue" button.
    Continue,
}

/// A field that the page should have, before it is made or found among those there.
#[derive(Debug, Clone, PartialEq, Eq)]
enum FieldSpec {
    Guidance,
    Text(TextField, Lines),
    Choices,
    Rank,
    Matrix,
    NoComment,
    Stands,
    Continue,
}

impl Page {
    /// The page of the item at a place.
    pub fn new(session: &Session, at: Location, after: After) -> Option<Self> {
        let at = Location { part: None, ..at };
        let id = session.consultation.item(at)?.id().clone();
        let mut page = Self {
            at,
            id,
            fields: Vec::new(),
            focus: 0,
            // What is asked is read first; the next key brings the focus into sight.
            scroll: Scroll::Row(0),
            problems: session.problems_on(at),
            after,
        };
        page.refresh(session);
        page.focus = page.first_input();
        Some(page)
    }

    /// Makes the fields what the answers ask for now; those that stay keep their cursors.
    pub fn refresh(&mut self, session: &Session) {
        let Some(item) = session.consultation.item(self.at) else {
            return;
        };
        let focused = self.fields.get(self.focus).map(Field::key);
        let row = self
            .fields
            .iter()
            .find_map(|field| Some((field.question.clone(), field.current_row(session)?.clone())));
        let wanted = wanted(item, session, row.as_ref());
        let mut old = std::mem::take(&mut self.fields);
        self.fields = wanted
            .into_iter()
            .map(|(question, wanted)| {
                let here = |field: &Field| field.key() == (question.clone(), wanted.clone());
                match old.iter().position(here) {
                    Some(place) => old.swap_remove(place),
                    None => Field::new(session, question, wanted),
                }
            })
            .collect();
        let found = |key| self.fields.iter().position(|field| field.key() == key);
        self.focus = focused.and_then(found).unwrap_or_else(|| self.first_input());
        for field in &mut self.fields {
            field.keep_cursor_inside(session);
        }
    }

    /// Puts what was typed elsewhere into the texts: after undo, or when answers were replaced.
    pub fn reload_texts(&mut self, session: &Session) {
        for field in &mut self.fields {
            if let Control::Text(text, editor) = &mut field.control {
                let now = text.of(session.answer(&field.question));
                if *editor.text() != now {
                    editor.reload(&now);
                }
            }
        }
    }

    /// The field that has the focus.
    pub fn focused(&self) -> Option<&Field> {
        self.fields.get(self.focus)
    }

    /// The field that has the focus, to change it.
    pub fn focused_mut(&mut self) -> Option<&mut Field> {
        self.fields.get_mut(self.focus)
    }

    /// Keeps those of the problems that there still are.
    pub fn forget_mended(&mut self, session: &Session) {
        if !self.problems.is_empty() {
            let now = session.problems_on(self.at);
            self.problems.retain(|old| now.contains(old));
        }
    }

    /// Whether the respondent is writing at a place. What is wrong there is not said meanwhile.
    pub fn is_being_written(&self, at: &Position) -> bool {
        self.focused().is_some_and(|field| match &field.control {
            Control::Text(_, editor) => editor.is_being_written() && field.is_at(at),
            _ => false,
        })
    }

    /// The first field that takes an answer, or else the first button.
    fn first_input(&self) -> usize {
        let input = |field: &Field| field.is_stop() && !matches!(field.control, Control::Guidance);
        self.fields.iter().position(input).unwrap_or_default()
    }

    /// The next field that takes an answer, where `Enter` goes on to. The comment of a row is gone
    /// to from its row.
    pub fn next_input(&self) -> Option<usize> {
        let behind = self.fields.iter().enumerate().skip(self.focus + 1);
        let mut inputs =
            behind.filter(|(_, field)| field.takes_answer() && field.comments_on_row().is_none());
        inputs.next().map(|(number, _)| number)
    }

    /// The row that "no comment" on a question is about: in its matrix, the one with the focus.
    pub fn no_comment_row<'a>(
        &self,
        session: &'a Session,
        question: &QuestionId,
    ) -> Option<&'a Value> {
        let (matrix, _) = self.current_matrix()?;
        let field = self.fields.get(matrix).filter(|field| field.question == *question)?;
        field.current_row(session)
    }

    /// The field so many stops away, round and round.
    pub fn stop_after(&self, session: &Session, by: isize) -> usize {
        let is_open = |number: &usize| *number == self.focus || !self.is_closed(session, *number);
        let stops: Vec<usize> = (0..self.fields.len())
            .filter(|number| self.fields.get(*number).is_some_and(Field::is_stop))
            .filter(is_open)
            .collect();
        let here = stops.iter().position(|number| *number >= self.focus).unwrap_or_default();
        let count = stops.len().cast_signed().max(1);
        let place = (here.cast_signed() + by).rem_euclid(count).cast_unsigned();
        stops.get(place).copied().unwrap_or_default()
    }

    /// The matrix that has the focus, itself or in the comment of its row, and that row's place.
    pub fn current_matrix(&self) -> Option<(usize, usize)> {
        let focused = self.focused()?;
        let on_row = focused.comments_on_row().is_some();
        self.fields.iter().enumerate().find_map(|(number, field)| match field.control {
            Control::Matrix { row, .. }
                if number == self.focus || (on_row && field.question == focused.question) =>
            {
                Some((number, row.0))
            }
            _ => None,
        })
    }

    /// The comment of the row that has the focus, by its number.
    pub fn row_comment(&self) -> Option<usize> {
        let (matrix, _) = self.current_matrix()?;
        let of = &self.fields.get(matrix)?.question;
        self.fields
            .iter()
            .position(|field| field.question == *of && field.comments_on_row().is_some())
    }

    /// The row that the focus is in: in a matrix, or in the comment of a row.
    pub fn current_row<'a>(&self, session: &'a Session) -> Option<(&'a Question, &'a Row)> {
        let (matrix, _) = self.current_matrix()?;
        let field = self.fields.get(matrix)?;
        let question = session.question(&field.question)?;
        let row = question.matrix()?.row(field.current_row(session)?)?;
        Some((question, row))
    }

    /// Whether the row that the focus is in has been answered.
    pub fn is_row_answered(&self, session: &Session) -> bool {
        self.current_row(session).is_some_and(|(question, row)| {
            let said = session.answer(&question.id).row(&row.value);
            said.is_some_and(|said| said.value.is_some())
        })
    }

    /// Whether a field is the comment of a row that needs none and has none: it is not shown until
    /// it has the focus.
    pub fn is_closed(&self, session: &Session, field: usize) -> bool {
        let Some(field) = self.fields.get(field) else { return false };
        let (Some(row), Control::Text(_, editor)) = (field.comments_on_row(), &field.control)
        else {
            return false;
        };
        editor.text().is_empty() && !session.wants_reason(&field.question, row)
    }

    /// Gives the focus to a field, by its number.
    pub fn give_focus(&mut self, field: usize) {
        let focus = field.min(self.fields.len().saturating_sub(1));
        if focus != self.focus {
            self.fields.iter_mut().for_each(Field::rest);
        }
        self.focus = focus;
        self.scroll = Scroll::Focus;
    }

    /// Gives the focus to a row of a matrix, and its cursor to the row's answer.
    pub fn go_to_row(&mut self, session: &Session, matrix: usize, place: usize) {
        self.give_focus(matrix);
        if let Some(field) = self.fields.get_mut(matrix) {
            if let Control::Matrix { row, column } = &mut field.control {
                (row.0, column.0) = (place, 0);
            }
            field.follow_row(session);
        }
        self.refresh(session);
    }

    /// Gives the focus to the exact place, as far as the page still has it.
    pub fn go_to(&mut self, session: &Session, position: &Position) {
        for field in &mut self.fields {
            if field.question == position.question
                && let Some(row) = &position.row
            {
                field.move_to_row(session, row);
            }
        }
        self.refresh(session);
        let place = self.fields.iter().position(|field| field.is_at(position));
        let same_question = |field: &Field| {
            field.question == position.question
                && field.is_stop()
                && !matches!(field.control, Control::Guidance | Control::Continue)
        };
        let place = place.or_else(|| self.fields.iter().position(same_question));
        let Some(place) = place else { return };
        self.give_focus(place);
        if *position == Position::of(&self.id) {
            self.scroll = Scroll::Row(0);
        }
        if let Some(field) = self.fields.get_mut(place)
            && let Control::Text(_, editor) = &mut field.control
            && let Some(cursor) = position.cursor
        {
            editor.set_cursor(cursor);
        }
    }

    /// Where the respondent is on the page.
    pub fn position(&self, session: &Session) -> Position {
        let Some(field) = self.focused() else {
            return Position::of(&self.id);
        };
        let mut position = Position::of(&field.question);
        match &field.control {
            Control::Text(TextField::Field { row, field }, editor) => {
                position.row.clone_from(row);
                position.field = field.clone();
                position.cursor = Some(editor.cursor());
            }
            Control::Matrix { .. } => position.row = field.current_row(session).cloned(),
            Control::Text(TextField::Note, _)
            | Control::Guidance
            | Control::Choices(_)
            | Control::Rank(_)
            | Control::NoComment
            | Control::Stands
            | Control::Continue => {}
        }
        position
    }

    /// Whether a text that is on the screen does not know what room it has.
    pub fn lacks_size(&self, measures: &Measures) -> bool {
        measures.texts.iter().any(|(number, _)| {
            self.fields.get(*number).is_some_and(|field| match &field.control {
                Control::Text(_, editor) => !editor.is_measured(),
                _ => false,
            })
        })
    }

    /// Gives the texts the room they have on the screen.
    pub fn measure(&mut self, measures: &Measures) {
        for (number, size) in &measures.texts {
            if let Some(field) = self.fields.get_mut(*number)
                && let Control::Text(_, editor) = &mut field.control
            {
                editor.set_size(size.width, size.height);
            }
        }
    }
}

impl Field {
    fn new(session: &Session, question: QuestionId, wanted: FieldSpec) -> Self {
        let control = match wanted {
            FieldSpec::Guidance => Control::Guidance,
            FieldSpec::Text(field, lines) => {
                let text = field.of(session.answer(&question));
                Control::Text(field, Box::new(TextEditor::new(text, lines)))
            }
            FieldSpec::Choices => Control::Choices(Cursor(first_chosen(session, &question))),
            FieldSpec::Rank => Control::Rank(Cursor::default()),
            FieldSpec::Matrix => {
                Control::Matrix { row: Cursor::default(), column: Cursor::default() }
            }
            FieldSpec::NoComment => Control::NoComment,
            FieldSpec::Stands => Control::Stands,
            FieldSpec::Continue => Control::Continue,
        };
        let mut field = Self { question, control };
        field.follow_row(session);
        field
    }

    /// What makes it the same field after the page was refreshed.
    fn key(&self) -> (QuestionId, FieldSpec) {
        let wanted = match &self.control {
            Control::Guidance => FieldSpec::Guidance,
            Control::Text(field, editor) => FieldSpec::Text(field.clone(), editor.lines()),
            Control::Choices(_) => FieldSpec::Choices,
            Control::Rank(_) => FieldSpec::Rank,
            Control::Matrix { .. } => FieldSpec::Matrix,
            Control::NoComment => FieldSpec::NoComment,
            Control::Stands => FieldSpec::Stands,
            Control::Continue => FieldSpec::Continue,
        };
        (self.question.clone(), wanted)
    }

    /// Whether the focus can be on it.
    pub fn is_stop(&self) -> bool {
        !matches!(self.control, Control::NoComment)
    }

    /// Whether it takes an answer.
    pub fn takes_answer(&self) -> bool {
        match &self.control {
            Control::Text(..) | Control::Choices(_) | Control::Rank(_) | Control::Matrix { .. } => {
                true
            }
            Control::Guidance | Control::NoComment | Control::Stands | Control::Continue => false,
        }
    }

    /// The row of a matrix that it is the comment on.
    pub fn comments_on_row(&self) -> Option<&Value> {
        match &self.control {
            Control::Text(TextField::Field { row, .. }, _) => row.as_ref(),
            _ => None,
        }
    }

    /// Takes note that the focus came to a text, or left it.
    fn rest(&mut self) {
        if let Control::Text(_, editor) = &mut self.control {
            editor.rest();
        }
    }

    /// What the keys mean here.
    pub fn context(&self, session: &Session) -> Context {
        let several =
            |question: &Question| matches!(question.kind, QuestionKind::SelectMultiple { .. });
        match &self.control {
            Control::Text(_, editor) if editor.lines() == Lines::Many => Context::of_text(editor),
            Control::Text(..) => Context::Line,
            Control::Choices(_) => {
                if session.question(&self.question).is_some_and(several) {
                    Context::SelectMultiple
                } else {
                    Context::SelectOne
                }
            }
            Control::Rank(_) => Context::Rank,
            Control::Matrix { .. } => Context::Matrix,
            Control::Guidance | Control::NoComment | Control::Stands | Control::Continue => {
                Context::Button
            }
        }
    }

    /// The row of the matrix that the cursor is in.
    pub fn current_row<'a>(&self, session: &'a Session) -> Option<&'a Value> {
        let Control::Matrix { row, .. } = &self.control else {
            return None;
        };
        let question = session.question(&self.question)?;
        session.route.rows(question).nth(row.0).map(|(_, row)| &row.value)
    }

    /// The column of the matrix that the cursor is in.
    pub fn current_column<'a>(&self, session: &'a Session) -> Option<&'a Value> {
        let Control::Matrix { column, .. } = &self.control else {
            return None;
        };
        let question = session.question(&self.question)?;
        session.route.columns(question).nth(column.0).map(|(_, column)| &column.value)
    }

    /// Puts the column cursor on the answer of the row, where there is one.
    pub fn follow_row(&mut self, session: &Session) {
        let Some(row) = self.current_row(session).cloned() else {
            return;
        };
        let answer = session.answer(&self.question);
        let Some(question) = session.question(&self.question) else {
            return;
        };
        let given = answer.row(&row).and_then(|row| row.value.as_ref());
        let place = session
            .route
            .columns(question)
            .position(|(_, column)| given.is_some_and(|given| *given == column.value));
        if let (Control::Matrix { column, .. }, Some(place)) = (&mut self.control, place) {
            column.0 = place;
        }
    }

    fn move_to_row(&mut self, session: &Session, value: &Value) {
        let Some(question) = session.question(&self.question) else {
            return;
        };
        let place = session.route.rows(question).position(|(_, row)| row.value == *value);
        if let (Control::Matrix { row, .. }, Some(place)) = (&mut self.control, place) {
            row.0 = place;
        }
        self.follow_row(session);
    }

    fn is_at(&self, position: &Position) -> bool {
        let here = match &self.control {
            Control::Text(TextField::Field { row, field }, _) => {
                *row == position.row && *field == position.field
            }
            Control::Choices(_) | Control::Rank(_) | Control::Matrix { .. } => {
                position.field == FieldName::Value
            }
            Control::Text(TextField::Note, _)
            | Control::Guidance
            | Control::NoComment
            | Control::Stands
            | Control::Continue => false,
        };
        here && self.question == position.question
    }

    fn keep_cursor_inside(&mut self, session: &Session) {
        let Some(question) = session.question(&self.question) else {
            return;
        };
        let inside = |cursor: &mut Cursor, length: usize| cursor.step(0, length);
        match &mut self.control {
            Control::Choices(cursor) => inside(cursor, session.route.choices(question).count()),
            Control::Rank(cursor) => inside(cursor, session.rank_entries(question).len()),
            Control::Matrix { row, column } => {
                inside(row, session.route.rows(question).count());
                inside(column, session.route.columns(question).count());
            }
            Control::Guidance
            | Control::Text(..)
            | Control::NoComment
            | Control::Stands
            | Control::Continue => {}
        }
    }
}

/// The place of the first chosen among the choices shown.
fn first_chosen(session: &Session, question: &QuestionId) -> usize {
    let answer = session.answer(question);
    let Some(question) = session.question(question) else {
        return 0;
    };
    session
        .route
        .choices(question)
        .position(|(_, choice)| answer.value.holds(&choice.value))
        .unwrap_or_default()
}

/// The fields that a page should have.
fn wanted(
    item: &Item,
    session: &Session,
    row: Option<&(QuestionId, Value)>,
) -> Vec<(QuestionId, FieldSpec)> {
    let mut fields = Vec::new();
    let wording = item.wording();
    if wording.guidance.is_some() || !wording.references.is_empty() {
        fields.push((item.id().clone(), FieldSpec::Guidance));
    }
    for (part, question) in item.questions() {
        let shown = match (part, session.consultation.location(&question.id)) {
            (Some(_), Some(location)) => session.route.shows(location),
            _ => true,
        };
        if shown {
            let row = row.filter(|(of, _)| *of == question.id).map(|(_, row)| row);
            fields.extend(
                wanted_of(question, session, row).into_iter().map(|w| (question.id.clone(), w)),
            );
        }
    }
    fields.push((item.id().clone(), FieldSpec::Continue));
    fields
}

/// The fields of one question.
fn wanted_of(question: &Question, session: &Session, row: Option<&Value>) -> Vec<FieldSpec> {
    let text = |row: Option<&Value>, field: FieldName, lines: Lines| {
        FieldSpec::Text(TextField::Field { row: row.cloned(), field }, lines)
    };
    let mut fields = Vec::new();
    match &question.kind {
        QuestionKind::Text { .. } => fields.push(text(None, FieldName::Value, Lines::Many)),
        QuestionKind::String { .. }
        | QuestionKind::Integer(_)
        | QuestionKind::Decimal { .. }
        | QuestionKind::Date { .. } => fields.push(text(None, FieldName::Value, Lines::One)),
        QuestionKind::SelectOne { .. } | QuestionKind::SelectMultiple { .. } => {
            fields.push(FieldSpec::Choices);
        }
        QuestionKind::Rank { .. } => fields.push(FieldSpec::Rank),
        QuestionKind::Matrix(matrix) => {
            fields.push(FieldSpec::Matrix);
            let first = || session.route.rows(question).next().map(|(_, row)| &row.value);
            if let (Some(_), Some(row)) = (&matrix.row_comment, row.or_else(first)) {
                fields.push(text(Some(row), FieldName::Comment, Lines::Many));
            }
        }
    }
    let answer = session.answer(&question.id);
    for choice in details(question, answer) {
        fields.push(text(None, FieldName::Detail(choice.clone()), Lines::One));
    }
    if question.comment.is_some() {
        fields.push(text(None, FieldName::Comment, Lines::Many));
    }
    if question.allow_no_comment {
        fields.push(FieldSpec::NoComment);
    }
    if answer.read_again {
        fields.push(FieldSpec::Stands);
    }
    fields
}

/// The chosen choices that have a "please specify" box.
fn details<'a>(question: &'a Question, answer: &'a Answer) -> impl Iterator<Item = &'a Value> {
    let with_box = question.choices().iter().filter(|choice| choice.detail.is_some());
    with_box.map(|choice| &choice.value).filter(|value| answer.value.holds(value))
}
