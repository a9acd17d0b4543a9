//! An editable text, with its label above and its count below.

use std::ops::Range;

use crate::{
    app::{
        event::{FieldTarget, TextSize},
        field::text::TextEditor,
    },
    model::{
        limit::{Limit, Usage},
        text::TextCounts,
    },
    tui::{
        flow::{Flow, FlowPiece, FlowRow, Hit, narrow},
        theme::Role,
    },
};

/// The cells left of the text: its edge and a space.
const BEFORE: u16 = 2;

/// The cells right of the text: one for the cursor after a full row, one for the mark of more.
const BEHIND: u16 = 2;

/// The percentage of a limit from which a one-line text shows its count.
const WORTH_SAYING: usize = 75;

/// A text box to draw.
pub(crate) struct TextBox<'a> {
    /// The text.
    pub(crate) editor: &'a TextEditor,
    /// Its field number.
    pub(crate) field: usize,
    /// Whether it has the focus.
    pub(crate) focused: bool,
    /// The maximum number of rows.
    pub(crate) height: usize,
    /// The maximum number of cells, including its edges.
    pub(crate) width: u16,
}

/// Adds a text box from a column on, and returns the rows it takes.
pub(crate) fn text_box(flow: &mut Flow, column: u16, text: &TextBox<'_>) -> Range<usize> {
    let start = flow.height();
    let editor = text.editor;
    let cells = text.width.saturating_sub(BEFORE + BEHIND).max(1);
    let (top, height) = (editor.top_row(), text.height.max(1));
    if flow.is_outline {
        flow.rows.resize(start + height, FlowRow::default());
        if let Some(last) = flow.rows.last_mut() {
            let ground = Hit::field(text.field, FieldTarget::Whole);
            last.pieces.push(field_ground(column + BEFORE, cells + BEHIND, ground));
        }
        return start..flow.height();
    }
    flow.texts.push((text.field, TextSize { width: usize::from(cells), height }));
    let mut shown = editor.rows(top..top + height).into_iter();
    let (edge, edge_role) = if text.focused {
        (flow.marks.focused_edge, Role::Accent)
    } else {
        (flow.marks.edge, Role::Line)
    };
    let column_of_text = column + BEFORE;
    for number in top..top + height {
        let mut row = FlowRow::default();
        let ground = Hit::Text(text.field, number);
        row.pieces.push(field_ground(column_of_text, cells + BEHIND, ground));
        row.pieces.push(field_ground(column + 1, 1, Hit::field(text.field, FieldTarget::Whole)));
        row.put_hit(column, edge_role, edge, Hit::field(text.field, FieldTarget::Whole));
        let mut at = column_of_text;
        for piece in shown.next().into_iter().flat_map(|row| row.pieces) {
            let role = if piece.selected { Role::Selected } else { Role::Field };
            at = row.put(at, role, &piece.shown);
        }
        flow.rows.push(row);
    }
    let mark_at = column_of_text + cells + 1;
    if top > 0 {
        flow.put(start, mark_at, Role::Accent, flow.marks.above);
    }
    if top + height < editor.row_count() {
        flow.put(start + height - 1, mark_at, Role::Accent, flow.marks.below);
    }
    let rows = start..flow.height();
    if text.focused {
        let (row, cell) = editor.cursor_cell();
        let seen = row.clamp(top, top + height - 1) - top;
        flow.focus(rows.clone(), start + seen);
        if (top..top + height).contains(&row) {
            flow.cursor = Some((start + seen, column_of_text + narrow(cell).min(cells)));
        }
    }
    rows
}

fn field_ground(column: u16, width: u16, hit: Hit) -> FlowPiece {
    FlowPiece { column, width, text: String::new(), role: Role::Field, hit: Some(hit) }
}

/// Adds a label above a text, with "(optional)" if it may stay blank.
pub(crate) fn label(flow: &mut Flow, column: u16, text: &str, optional: bool) -> Range<usize> {
    if optional {
        flow.spans(column, &[(Role::Strong, text), (Role::Muted, " (optional)")])
    } else {
        flow.text(column, Role::Strong, text)
    }
}

/// Adds the count of a long text below it: "212 of 500 words", "12 words too many".
pub(crate) fn count(flow: &mut Flow, column: u16, limit: &Limit, tally: TextCounts) {
    for usage in limit.usages(tally) {
        put_usage(flow, column, usage);
    }
}

/// Adds the count of a one-line text below it, once close to the limit.
pub(crate) fn count_of_line(flow: &mut Flow, column: u16, limit: &Limit, tally: TextCounts) {
    let near = |usage: &Usage| usage.used * 100 >= usage.most * WORTH_SAYING;
    for usage in limit.usages(tally).filter(near) {
        put_usage(flow, column, usage);
    }
}

fn put_usage(flow: &mut Flow, column: u16, usage: Usage) {
    match usage.over() {
        0 => flow.text(column, Role::Muted, &usage.to_string()),
        over => {
            let lead = format!("{} ", flow.marks.problem);
            let words = format!("{over} {} too many", usage.unit.name(over));
            let of = format!(" ({usage})");
            let spans = [(Role::Problem, words.as_str()), (Role::Muted, &of)];
            flow.hanging(column, &[(Role::Problem, &lead)], &spans)
        }
    };
}

/// Extends the rows of the focus to include what belongs to them, from a given row.
pub(crate) fn focus_from(flow: &mut Flow, start: usize) {
    if let (Some(anchor), Some(_)) = (flow.anchor, &flow.block) {
        flow.focus(start..flow.height(), anchor);
    }
}

/// Adds a button, and returns its row.
pub(crate) fn put_button(flow: &mut Flow, text: &str, focused: bool, hit: Hit) -> usize {
    let (left, right) = flow.marks.button;
    let role = if focused { Role::FocusedButton } else { Role::Button };
    let row = flow.height();
    flow.rows.push(FlowRow::default());
    if let Some(row) = flow.rows.get_mut(row) {
        row.put_hit(0, role, &format!("{left}{text}{right}"), hit);
    }
    if focused {
        flow.focus(row..row + 1, row);
    }
    row
}
