//! A matrix: a grid of rows and columns. Column headings are words if they fit; otherwise numbers,
//! explained above the grid.

use crate::{
    app::{action::Action, cursor::Cursor, event::FieldTarget, screen::page::Control},
    model::{
        answer::{FieldName, RowAnswer},
        consultation::{Column, Row},
        markdown,
        wrap::wrapped,
    },
    tui::{
        bars,
        flow::{Flow, FlowPiece, Head, Hit, RoleText, clipped, narrow, width},
        screen::{
            LayoutContext,
            question_layout::{
                CommentHeading, QuestionLayout, answered_rows, put_comment_box, put_errors,
            },
        },
        theme::Role,
    },
};

/// The minimum width of row labels for comfortable reading.
const LEAST_LABEL: u16 = 24;

/// The maximum height of column headings.
const MOST_HEAD_ROWS: usize = 3;

/// The column of a row's label, after the pointer.
const LABEL: u16 = 2;

/// The column of what belongs to a row.
const BELOW: u16 = LABEL + 2;

/// The possible gaps between columns headed by words, widest first.
const GAPS: [u16; 2] = [2, 1];

/// The possible widths and gaps of columns headed by numbers, with the width they must leave for
/// row labels, widest first.
const NARROW: [(u16, u16, u16); 3] = [(3, 2, LEAST_LABEL), (3, 1, LEAST_LABEL), (1, 1, 12)];

/// How many bytes of a reason are examined for its first line.
const REASON_BYTES: usize = 400;

/// A matrix being added to a flow.
struct MatrixTable<'a> {
    part: &'a QuestionLayout<'a>,
    field: usize,
    /// The row and column of the cursor.
    cursor: (Cursor, Cursor),
    columns: Vec<&'a Column>,
    heads: Heads,
    /// The position and width of each column; `None` if they do not fit.
    places: Vec<(u16, u16)>,
}

/// The headings of the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heads {
    /// The meaning of each column, above it.
    Words,
    /// A number above each column; their meanings are above the grid.
    Numbers,
}

/// Adds a matrix.
pub(crate) fn put(
    flow: &mut Flow,
    part: &QuestionLayout<'_>,
    field: usize,
    cursor: (Cursor, Cursor),
) {
    let columns = part.session.route.columns(part.question);
    let columns: Vec<&Column> = columns.map(|(_, column)| column).collect();
    let words = words_fitting(flow.width, &columns).filter(|_| part.stage.is_tall());
    let (heads, places) = match words {
        Some(places) => (Heads::Words, places),
        None => (Heads::Numbers, numbers_fitting(flow.width, columns.len())),
    };
    let table = MatrixTable { part, field, cursor, columns, heads, places };
    let start = flow.height();
    table.put_heads(flow);
    let heads = Head::whole(flow, start);
    let mut group: Option<&String> = None;
    for (place, (_, row)) in part.session.route.rows(part.question).enumerate() {
        if row.group.as_ref() != group {
            group = row.group.as_ref();
            if part.stage.is_tall() && place > 0 {
                flow.gap();
            }
            if let Some(group) = group {
                flow.text(0, Role::Accent, group);
            }
        }
        table.put_row(flow, place, row);
    }
    // A respondent who writes reasons has answered, and the text needs the room.
    if table.reason().is_none_or(|reason| part.focus != reason) {
        flow.keep_in_sight(Head { end: flow.height(), ..heads });
    }
}

/// Whether a question leaves room for guidance beside it: in a matrix, the column headings must
/// stay words.
pub(crate) fn leaves_room(stage: &LayoutContext<'_>, part: &QuestionLayout<'_>) -> bool {
    let columns = part.session.route.columns(part.question);
    let columns: Vec<&Column> = columns.map(|(_, column)| column).collect();
    let fits = |side: bool| words_fitting(stage.flow(side).width, &columns).is_some();
    fits(true) || !fits(false)
}

/// Returns the positions of columns headed by words, if all words fit unbroken, all headings are
/// short, and the row labels have room.
fn words_fitting(room: u16, columns: &[&Column]) -> Option<Vec<(u16, u16)>> {
    let widths: Option<Vec<u16>> = columns.iter().map(|column| head_width(&column.label)).collect();
    let widths = widths?;
    GAPS.into_iter().find_map(|gap| places(room, LEAST_LABEL, gap, &widths))
}

/// Returns the positions of columns headed by numbers, if they fit.
fn numbers_fitting(room: u16, columns: usize) -> Vec<(u16, u16)> {
    let digits = narrow(width(&columns.to_string()));
    let fitting = |(cells, gap, label): (u16, u16, u16)| {
        places(room, label, gap, &vec![cells.max(digits); columns])
    };
    NARROW.into_iter().find_map(fitting).unwrap_or_default()
}

/// Returns the positions of columns with these widths at the right edge, if they leave room for a
/// label.
fn places(room: u16, label: u16, gap: u16, widths: &[u16]) -> Option<Vec<(u16, u16)>> {
    let all: usize = widths.iter().map(|width| usize::from(width + gap)).sum();
    let mut at = room.checked_sub(narrow(all)).filter(|left| *left >= LABEL + label)?;
    let place = |width: &u16| {
        let start = at + gap;
        at = start + width;
        (start, *width)
    };
    Some(widths.iter().map(place).collect())
}

/// Returns the minimum width at which a heading is short and its words are unbroken.
fn head_width(label: &str) -> Option<u16> {
    let longest = label.split_whitespace().map(width).max().unwrap_or(1).max(3);
    let fits = |cells: &usize| wrapped(label, *cells).count() <= MOST_HEAD_ROWS;
    (longest..longest + 12).find(fits).map(narrow)
}

impl MatrixTable<'_> {
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

    /// Returns the field of the current row's comment.
    fn reason(&self) -> Option<usize> {
        let page = self.part.page;
        page.fields.iter().position(|field| {
            field.question == self.part.question.id && field.comments_on_row().is_some()
        })
    }

    /// Adds the meaning of the columns, their numbers, and the number of rows answered.
    fn put_heads(&self, flow: &mut Flow) {
        match self.heads {
            Heads::Words => self.put_words(flow),
            Heads::Numbers => self.put_legend(flow),
        }
        let row = flow.line(0, &[(Role::Muted, &answered_rows(self.part))]);
        for (number, (at, cells)) in self.places.iter().enumerate() {
            let number = (number + 1).to_string();
            flow.put(row, centred(*at, *cells, width(&number)), Role::Muted, &number);
        }
    }

    /// Adds the words above the columns, over as many rows as the longest takes.
    fn put_words(&self, flow: &mut Flow) {
        let start = flow.height();
        let wrap = |(column, (_, cells)): (&&Column, &(u16, u16))| -> Vec<String> {
            let rows = wrapped(&column.label, usize::from(*cells));
            rows.map(|row| row.trim_end().to_owned()).collect()
        };
        let heads: Vec<Vec<String>> = self.columns.iter().zip(&self.places).map(wrap).collect();
        let height = heads.iter().map(Vec::len).max().unwrap_or_default();
        for _ in 0..height {
            flow.line(0, &[]);
        }
        for ((at, cells), rows) in self.places.iter().zip(&heads) {
            for (row, text) in (start + height - rows.len()..).zip(rows) {
                flow.put(row, centred(*at, *cells, width(text)), Role::Muted, text);
            }
        }
    }

    /// Adds a legend of the column numbers, as many to a row as fit.
    fn put_legend(&self, flow: &mut Flow) {
        let entries: Vec<(String, &str)> = self
            .columns
            .iter()
            .enumerate()
            .map(|(number, column)| (format!("{} ", number + 1), column.label.as_str()))
            .collect();
        if !self.part.stage.is_tall() {
            let mut spans: Vec<RoleText<'_>> = Vec::new();
            for (number, label) in &entries {
                spans.extend([(Role::Strong, number.as_str()), (Role::Muted, label)]);
                spans.push((Role::Muted, "  "));
            }
            flow.spans(0, &spans);
            return;
        }
        let mut end = flow.width;
        for (place, (number, label)) in entries.iter().enumerate() {
            let cells = narrow(width(number) + width(label));
            let spot = FieldTarget::Cell { row: self.cursor.0.0, column: Some(place) };
            let hit = Hit::field(self.field, spot);
            if end + 3 + cells > flow.width {
                let rows = flow.hanging(0, &[(Role::Strong, number)], &[(Role::Muted, label)]);
                flow.hit(rows, hit);
                end = cells;
                continue;
            }
            if let Some(row) = flow.rows.last_mut() {
                let at = row.put_hit(end + 3, Role::Strong, number, hit);
                end = row.put_hit(at, Role::Muted, label, hit);
            }
        }
    }

    fn put_row(&self, flow: &mut Flow, place: usize, row: &Row) {
        let start = flow.height();
        let edge = self.places.first().map_or(flow.width, |(at, _)| at.saturating_sub(1));
        let mut label = Flow::new(edge, flow.marks);
        let number = row.number.as_ref().map(|number| format!("{number}. ")).unwrap_or_default();
        let role = if self.is_current(place) { Role::Strong } else { Role::Text };
        label.hanging(LABEL, &[(role, &number)], &[(role, &row.label)]);
        flow.append(label, 0);
        if self.said(row).is_some_and(|row| row.no_comment) {
            flow.text(BELOW, Role::Muted, "No comment on this row");
        } else if self.places.is_empty() {
            self.put_in_words(flow, place, row);
        }
        for (number, (column, cell)) in self.columns.iter().zip(&self.places).enumerate() {
            self.put_cell(flow, start, (place, number), *cell, self.is_given(row, column));
        }
        let rows = start..flow.height();
        let is_here = self.is_current(place);
        if is_here && self.has_focus() {
            flow.ground(rows.clone(), 0, Role::Current);
            flow.put(start, 0, Role::Accent, flow.marks.pointer);
        }
        flow.hit(rows, Hit::field(self.field, FieldTarget::Cell { row: place, column: None }));
        if !is_here {
            self.put_reason_in_short(flow, place, row);
            return;
        }
        self.put_notes(flow, row);
        put_errors(flow, self.part, BELOW, (Some(&row.value), &FieldName::Value));
        self.put_reason(flow, start, row);
        if self.has_focus() {
            flow.focus(start..flow.height(), start);
        }
    }

    /// Adds the answer to a row in words, or the one under the cursor, if the columns do not fit.
    fn put_in_words(&self, flow: &mut Flow, place: usize, row: &Row) {
        let given = self.columns.iter().position(|column| self.is_given(row, column));
        let here = self.is_current(place) && self.has_focus();
        let shown = if here { Some(self.cursor.1.0) } else { given };
        let Some((number, column)) = shown.and_then(|at| Some((at, self.columns.get(at)?))) else {
            return;
        };
        let mark = if given == Some(number) { flow.marks.chosen } else { flow.marks.open };
        let lead = format!("{mark} {} ", number + 1);
        let rows = flow.hanging(BELOW, &[(Role::Accent, &lead)], &[(Role::Accent, &column.label)]);
        let spot = FieldTarget::Cell { row: place, column: Some(number) };
        flow.hit(rows, Hit::field(self.field, spot));
    }

    /// Adds the mark of a cell.
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
        let middle = centred(at, cells, 1);
        let hit = Hit::field(self.field, FieldTarget::Cell { row: place, column: Some(number) });
        if let Some(row) = flow.rows.get_mut(row) {
            if here {
                row.put_hit(middle.saturating_sub(1), role, &format!(" {mark} "), hit);
            } else {
                row.put_hit(middle, role, mark, hit);
            }
            let text = String::new();
            let whole =
                FlowPiece { column: at, width: cells, text, role: Role::Text, hit: Some(hit) };
            row.pieces.insert(0, whole);
        }
    }

    /// Adds a few lines of notes on the current row; a key shows the rest, and the sources.
    fn put_notes(&self, flow: &mut Flow, row: &Row) {
        let most: usize = if self.part.stage.is_tall() { 2 } else { 1 };
        let note = row.note.iter().map(|note| markdown::in_one_line(note));
        let words: Vec<String> = row.hint.iter().cloned().chain(note).collect();
        let words = words.join(" ");
        let room = usize::from(flow.width.saturating_sub(BELOW));
        let is_cut = wrapped(&words, room).count() > most;
        if !is_cut && row.references.is_empty() {
            if !words.is_empty() {
                flow.text(BELOW, Role::Muted, &words);
            }
            return;
        }
        let what = if row.references.is_empty() { "more" } else { "sources" };
        let key = format!("  {}: {what}", bars::key_named(self.part.stage.app, Action::Guidance));
        let mut rest = words.as_str();
        for line in wrapped(&words, room).take(most - 1) {
            if rest.len() == line.len() {
                break;
            }
            flow.text(BELOW, Role::Muted, line);
            rest = rest.get(line.len()..).unwrap_or_default();
        }
        let rest = clipped(rest, room.saturating_sub(width(&key)), flow.marks.cut);
        let key = if rest.is_empty() { key.trim_start() } else { &key };
        flow.line(BELOW, &[(Role::Muted, &rest), (Role::Accent, key)]);
    }

    /// Adds the comment of the current row, if its answer requires one, it is written, or it was
    /// opened.
    fn put_reason(&self, flow: &mut Flow, start: usize, row: &Row) {
        let comment = self.part.question.matrix().and_then(|matrix| matrix.row_comment.as_ref());
        let (Some(comment), Some(field)) = (comment, self.reason()) else { return };
        let Some(Control::Text(_, editor)) =
            self.part.page.fields.get(field).map(|field| &field.control)
        else {
            return;
        };
        if self.part.focus == field || !self.part.page.is_closed(self.part.session, field) {
            let optional = !self.part.session.wants_reason(&self.part.question.id, &row.value);
            let words = CommentHeading { comment, optional, column: BELOW, top: start };
            put_comment_box(flow, self.part, (field, editor), &words);
        }
        put_errors(flow, self.part, BELOW, (Some(&row.value), &FieldName::Comment));
    }

    /// Adds a line below another row: that its reason is missing, or how it begins.
    fn put_reason_in_short(&self, flow: &mut Flow, place: usize, row: &Row) {
        let comment = self.part.question.matrix().and_then(|matrix| matrix.row_comment.as_ref());
        let (Some(comment), Some(said)) = (comment, self.said(row)) else { return };
        let start = flow.height();
        if self.part.session.lacks_reason(&self.part.question.id, &row.value) {
            let lead = format!("{} ", flow.marks.problem);
            flow.line(BELOW, &[(Role::Problem, &lead), (Role::Problem, &comment.text)]);
        } else if !said.comment.is_blank() && self.part.stage.is_tall() {
            let reason = said.comment.part(0..REASON_BYTES);
            let first = reason.trim_start().lines().next().unwrap_or_default();
            flow.line(BELOW, &[(Role::Muted, first)]);
        }
        let rows = start..flow.height();
        flow.hit(rows, Hit::field(self.field, FieldTarget::Cell { row: place, column: None }));
    }
}

/// Returns where a text begins that is centred in some cells.
fn centred(at: u16, cells: u16, width: usize) -> u16 {
    at + cells.saturating_sub(narrow(width)) / 2
}
