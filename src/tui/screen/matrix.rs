//! A matrix: a grid where its columns fit, else a list in which the current row is open.

use std::ops::Range;

use crate::{
    app::{
        edit::TextField,
        event::FieldTarget,
        screen::{Cursor, page::Control},
    },
    model::{
        answer::RowAnswer,
        consultation::{Column, Row},
        draft::FieldName,
        wrap::wrapped,
    },
    tui::{
        flow::{Flow, Head, Hit, narrow, width},
        markdown,
        screen::{
            choices::key_of,
            guidance::see,
            question::{
                CommentHeading, QuestionLayout, answered_rows, put_comment_box, put_errors,
            },
        },
        theme::Role,
    },
};

/// The least cells that the labels of a grid's rows need to be read with ease.
const LEAST_LABEL: u16 = 24;

/// The most rows that the heads of a grid take.
const MOST_HEAD_ROWS: usize = 3;

/// The fewest rows of a screen on which a grid leaves room for its rows.
const LEAST_HEIGHT: usize = 15;

/// Where the label of a row begins, behind the pointer.
const LABEL: u16 = 2;

/// The cells between the columns of a grid: as many as fit.
const GAPS: [u16; 2] = [2, 1];

/// A matrix that is being put into a flow.
struct Table<'a> {
    part: &'a QuestionLayout<'a>,
    field: usize,
    /// The row and column under the cursor.
    cursor: (Cursor, Cursor),
    columns: Vec<&'a Column>,
    /// The cells of each column, where it is a grid.
    /// Where each column begins and how wide it is, where it is a grid.
    places: Option<Vec<(u16, u16)>>,
}

/// Puts a matrix. Whether it is a grid, in which up and down move between rows.
pub(crate) fn put(
    flow: &mut Flow,
    part: &QuestionLayout<'_>,
    field: usize,
    cursor: (Cursor, Cursor),
) -> bool {
    let columns = part.session.route.columns(part.question);
    let columns: Vec<&Column> = columns.map(|(_, column)| column).collect();
    let places = match part.stage.height() >= LEAST_HEIGHT {
        true => fitting(flow.width, &columns),
        false => None,
    };
    let table = Table { part, field, cursor, columns, places };
    flow.text(0, Role::Muted, &answered_rows(part));
    let head = table.places.as_ref().map(|places| table.put_heads(flow, places));
    let mut group: Option<&String> = None;
    for (place, (_, row)) in part.session.route.rows(part.question).enumerate() {
        if row.group.as_ref() != group {
            group = row.group.as_ref();
            flow.gap();
            if let Some(group) = group {
                flow.text(0, Role::Accent, group);
            }
        }
        match &table.places {
            Some(places) => table.put_in_grid(flow, places, place, row),
            None => table.put_in_list(flow, place, row),
        }
    }
    flow.head = head.map(|rows| Head { rows, end: flow.height() });
    flow.head.is_some()
}

/// Where the columns of a grid stand, if the grid fits: all words whole, all heads short, and room
/// for the labels of the rows.
fn fitting(room: u16, columns: &[&Column]) -> Option<Vec<(u16, u16)>> {
    let widths: Option<Vec<u16>> = columns.iter().map(|column| head_width(&column.label)).collect();
    let widths = widths?;
    let gap = GAPS.into_iter().find(|gap| {
        let all: u16 = widths.iter().map(|width| width + gap).sum();
        LABEL + LEAST_LABEL + all <= room
    })?;
    let all: u16 = widths.iter().map(|width| width + gap).sum();
    let mut at = room - all;
    let place = |width: u16| {
        let start = at + gap;
        at = start + width;
        (start, width)
    };
    Some(widths.into_iter().map(place).collect())
}

/// The least width at which a head is short and its words are whole.
fn head_width(label: &str) -> Option<u16> {
    let longest = label.split_whitespace().map(width).max().unwrap_or(1).max(3);
    let fits = |cells: &usize| wrapped(label, *cells).count() <= MOST_HEAD_ROWS;
    (longest..longest + 12).find(fits).map(narrow)
}

impl Table<'_> {
    fn is_current(&self, place: usize) -> bool {
        self.cursor.0.0 == place
    }

    fn has_focus(&self) -> bool {
        self.part.focus == self.field
    }

    fn said(&self, row: &Row) -> Option<&RowAnswer> {
        self.part.answer.row(&row.value)
    }

    fn is_given(&self, row: &Row, column: &Column) -> bool {
        let given = self.said(row).and_then(|row| row.value.as_ref());
        given.is_some_and(|given| *given == column.value)
    }

    /// The heads of the columns, over as many rows as the longest takes.
    fn put_heads(&self, flow: &mut Flow, places: &[(u16, u16)]) -> Range<usize> {
        let start = flow.height();
        let heads: Vec<Vec<&str>> = self
            .columns
            .iter()
            .zip(places)
            .map(|(column, (_, cells))| {
                wrapped(&column.label, usize::from(*cells)).map(str::trim_end).collect()
            })
            .collect();
        let height = heads.iter().map(Vec::len).max().unwrap_or_default();
        for _ in 0..height {
            flow.line(0, &[]);
        }
        for ((at, cells), rows) in places.iter().zip(&heads) {
            for (row, text) in (start + height - rows.len()..).zip(rows) {
                let before = cells.saturating_sub(narrow(width(text))) / 2;
                flow.put(row, at + before, Role::Muted, text);
            }
        }
        flow.rule(0);
        start..flow.height()
    }

    fn put_in_grid(&self, flow: &mut Flow, places: &[(u16, u16)], place: usize, row: &Row) {
        let start = flow.height();
        let edge = places.first().map_or(flow.width, |(at, _)| at.saturating_sub(1));
        let mut label = Flow::new(edge, flow.marks);
        self.put_label(&mut label, place, row);
        flow.append(label, 0);
        let silent = self.said(row).is_some_and(|row| row.no_comment);
        if silent {
            flow.text(LABEL, Role::Muted, "No comment on this row");
        }
        for (number, (column, (at, cells))) in self.columns.iter().zip(places).enumerate() {
            self.put_cell(flow, start, (place, number), (*at, *cells), self.is_given(row, column));
        }
        let rows = start..flow.height();
        if self.is_current(place) && self.has_focus() {
            flow.ground(rows.clone(), 0, Role::Current);
            flow.put(start, 0, Role::Accent, flow.marks.pointer);
        }
        let spot = FieldTarget::Cell { row: place, column: None };
        flow.hit(rows.clone(), Hit::field(self.field, spot));
        if self.is_current(place) {
            self.put_below(flow, row);
            if self.has_focus() {
                flow.focus(start..flow.height(), start);
            }
        }
    }

    /// The mark of one cell of a grid.
    fn put_cell(
        &self,
        flow: &mut Flow,
        row: usize,
        (place, number): (usize, usize),
        (at, cells): (u16, u16),
        given: bool,
    ) {
        let mark = if given { flow.marks.chosen } else { flow.marks.open };
        let here = self.has_focus() && self.is_current(place) && self.cursor.1.0 == number;
        let role = match (here, given) {
            (true, _) => Role::Cursor,
            (false, true) => Role::Accent,
            (false, false) => Role::Muted,
        };
        let text = if here { format!(" {mark} ") } else { mark.to_owned() };
        let before = cells.saturating_sub(narrow(width(&text))) / 2;
        let spot = FieldTarget::Cell { row: place, column: Some(number) };
        let hit = Hit::field(self.field, spot);
        if let Some(row) = flow.rows.get_mut(row) {
            row.put_hit(at + before, role, &text, hit);
            let text = String::new();
            let whole = crate::tui::flow::FlowPiece {
                column: at,
                width: cells,
                text,
                role: Role::Text,
                hit: Some(hit),
            };
            row.pieces.insert(0, whole);
        }
    }

    fn put_label(&self, flow: &mut Flow, place: usize, row: &Row) {
        let number = row.number.as_ref().map(|number| format!("{number}. ")).unwrap_or_default();
        let role = if self.is_current(place) { Role::Strong } else { Role::Text };
        flow.hanging(LABEL, &[(role, &number)], &[(role, &row.label)]);
    }

    fn put_in_list(&self, flow: &mut Flow, place: usize, row: &Row) {
        let start = flow.height();
        self.put_label(flow, place, row);
        if !self.is_current(place) {
            self.put_answer(flow, start..flow.height(), row);
            let spot = FieldTarget::Cell { row: place, column: None };
            flow.hit(start..flow.height(), Hit::field(self.field, spot));
            return;
        }
        if self.has_focus() {
            flow.put(start, 0, Role::Accent, flow.marks.pointer);
        }
        // On a short screen the answers come first, so that they are seen with their row.
        let short = self.part.stage.height() < LEAST_HEIGHT;
        if !short {
            self.put_notes(flow, row);
        }
        if self.said(row).is_some_and(|row| row.no_comment) {
            flow.text(LABEL, Role::Muted, "No comment on this row");
        }
        for (number, column) in self.columns.iter().enumerate() {
            self.put_radio(flow, (place, number), row, column);
        }
        if let (true, Some(anchor)) = (self.has_focus(), flow.anchor) {
            flow.focus(start..flow.height(), anchor);
        }
        if short {
            self.put_notes(flow, row);
        }
        self.put_comment(flow, row);
        flow.gap();
    }

    /// What was answered to a row that is not open.
    fn put_answer(&self, flow: &mut Flow, rows: Range<usize>, row: &Row) {
        let said = self.said(row);
        let given = self.columns.iter().find(|column| self.is_given(row, column));
        let (role, text) = match (said.is_some_and(|said| said.no_comment), given) {
            (true, _) => (Role::Muted, "No comment".to_owned()),
            (false, Some(column)) => {
                (Role::Accent, format!("{} {}", flow.marks.chosen, column.label))
            }
            (false, None) => (Role::Muted, flow.marks.none.to_owned()),
        };
        flow.put_last(rows, role, &text);
    }

    /// One answer of the open row.
    fn put_radio(
        &self,
        flow: &mut Flow,
        (place, number): (usize, usize),
        row: &Row,
        column: &Column,
    ) {
        let given = self.is_given(row, column);
        let mark = if given { flow.marks.chosen } else { flow.marks.open };
        let mark = format!("{mark} ");
        let (mark_role, role) = match given {
            true => (Role::Accent, Role::Strong),
            false => (Role::Text, Role::Text),
        };
        let key = key_of(number);
        let lead = [(Role::Muted, key.as_str()), (mark_role, &mark)];
        let rows = flow.hanging(LABEL + 2, &lead, &[(role, &column.label)]);
        if self.has_focus() && self.cursor.1.0 == number {
            flow.ground(rows.clone(), LABEL, Role::Current);
            flow.put(rows.start, LABEL, Role::Accent, flow.marks.pointer);
            flow.focus(rows.clone(), rows.start);
        }
        let spot = FieldTarget::Cell { row: place, column: Some(number) };
        flow.hit(rows, Hit::field(self.field, spot));
    }

    /// What is known of the current row, and its comment.
    fn put_below(&self, flow: &mut Flow, row: &Row) {
        let start = flow.height();
        self.put_notes(flow, row);
        self.put_comment(flow, row);
        if flow.height() > start {
            flow.gap();
        }
    }

    fn put_notes(&self, flow: &mut Flow, row: &Row) {
        if let Some(hint) = &row.hint {
            flow.text(LABEL + 2, Role::Muted, hint);
        }
        if let Some(note) = &row.note {
            let mut notes = Flow::new(flow.width.saturating_sub(LABEL + 2), flow.marks);
            markdown::put(&mut notes, 0, Role::Text, note);
            flow.append(notes, LABEL + 2);
        }
        if let Some(see) = see(self.part.session, &row.references) {
            flow.text(LABEL + 2, Role::Muted, &see);
        }
        put_errors(flow, self.part, LABEL + 2, (Some(&row.value), &FieldName::Value));
    }

    /// The comment of the current row.
    fn put_comment(&self, flow: &mut Flow, row: &Row) {
        let comment = self.part.question.matrix().and_then(|matrix| matrix.row_comment.as_ref());
        let Some(comment) = comment else { return };
        let editor = self.part.fields().find_map(|(number, control)| match control {
            Control::Text(TextField::Field { row: Some(of), .. }, editor) if *of == row.value => {
                Some((number, editor.as_ref()))
            }
            _ => None,
        });
        let Some(editor) = editor else { return };
        if self.part.stage.height() >= LEAST_HEIGHT && self.places.is_none() {
            flow.gap();
        }
        let optional = !comment.wanted_beside_row(self.said(row));
        let words = CommentHeading { text: &comment.text, hint: comment.hint.as_deref(), optional };
        put_comment_box(flow, self.part, editor, (LABEL + 2, &words, &comment.limit));
        put_errors(flow, self.part, LABEL + 2, (Some(&row.value), &FieldName::Comment));
    }
}
