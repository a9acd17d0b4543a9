//! Rows of text, before they are placed on the screen.
//!
//! Every screen is built as a [`Flow`]: a page as tall as it needs to be, of which a
//! [`super::layout::Pane`] shows a part. Text becomes safe to show when it is added here.

use std::ops::Range;

use crate::{
    app::{
        cursor::Cursor,
        event::{FieldTarget, MouseTarget, TextSize},
        key::Key,
    },
    model::{
        terminal_text::{self, LineEnds, shown},
        wrap::wrapped,
    },
    tui::theme::{Marks, Role},
};

/// Rows of text of one width.
#[derive(Debug)]
pub struct Flow {
    /// The width in cells.
    pub width: u16,
    /// The set of marks.
    pub marks: Marks,
    /// The rows, top to bottom.
    pub rows: Vec<FlowRow>,
    /// Whether only its height is wanted, so that boxes of text may stay empty.
    pub is_outline: bool,
    /// The rows that have the focus, and should be visible together.
    pub block: Option<Range<usize>>,
    /// The row among them that must be visible.
    pub anchor: Option<usize>,
    /// The terminal cursor: row and column.
    pub cursor: Option<(usize, u16)>,
    /// The rows of each entry of a list, in order.
    pub entries: Vec<Range<usize>>,
    /// Headings that stay visible while the rows below them scroll, outermost first.
    pub heads: Vec<Head>,
    /// The sizes of the editable texts, by field number.
    pub texts: Vec<(usize, TextSize)>,
}

/// One row.
#[derive(Debug, Clone, Default)]
pub struct FlowRow {
    /// The pieces to draw; later ones cover earlier ones.
    pub pieces: Vec<FlowPiece>,
}

/// A part of a row in one style.
#[derive(Debug, Clone)]
pub struct FlowPiece {
    /// The first cell.
    pub column: u16,
    /// The number of cells it covers, including any that its text leaves empty.
    pub width: u16,
    /// The text, safe to show.
    pub text: String,
    /// The role of the text.
    pub role: Role,
    /// What pressing it with the mouse means.
    pub hit: Option<Hit>,
}

/// What a press of the mouse means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hit {
    /// The same target wherever it is pressed.
    Target(MouseTarget),
    /// A position in a text, by field number and text row; the column counts from the start of the
    /// piece.
    Text(usize, usize),
}

/// A heading that stays visible while the rows below it scroll.
#[derive(Debug, Clone)]
pub struct Head {
    /// The rows it takes.
    pub rows: Range<usize>,
    /// What is shown of it once its rows are out of sight.
    pub shown: Vec<FlowRow>,
    /// The row after the last row it belongs to.
    pub end: usize,
}

/// A text and the role it is drawn in.
pub type RoleText<'a> = (Role, &'a str);

impl Hit {
    /// An entry of a list.
    pub fn entry(number: usize) -> Self {
        Self::Target(MouseTarget::Entry(number))
    }

    /// A field, or a part of one.
    pub fn field(number: usize, spot: FieldTarget) -> Self {
        Self::Target(MouseTarget::Field(number, spot))
    }

    /// A key.
    pub fn key(key: Key) -> Self {
        Self::Target(MouseTarget::Key(key))
    }
}

impl Flow {
    /// Creates an empty flow.
    pub fn new(width: u16, marks: Marks) -> Self {
        Self {
            width,
            marks,
            rows: Vec::new(),
            is_outline: false,
            block: None,
            anchor: None,
            cursor: None,
            entries: Vec::new(),
            heads: Vec::new(),
            texts: Vec::new(),
        }
    }

    /// Returns the number of rows.
    pub fn height(&self) -> usize {
        self.rows.len()
    }

    /// Adds an empty row, unless there is one already or no row above.
    pub fn gap(&mut self) {
        if self.rows.last().is_some_and(|row| !row.pieces.is_empty()) {
            self.rows.push(FlowRow::default());
        }
    }

    /// Adds a text from a column on, over as many rows as it needs.
    pub fn text(&mut self, column: u16, role: Role, text: &str) -> Range<usize> {
        self.spans(column, &[(role, text)])
    }

    /// Adds texts of several roles, wrapped together.
    pub fn spans(&mut self, column: u16, spans: &[RoleText<'_>]) -> Range<usize> {
        let start = self.height();
        let whole: String = spans.iter().map(|(_, text)| *text).collect();
        let room = usize::from(self.width.saturating_sub(column)).max(1);
        let mut at = 0;
        for row in wrapped(&whole, room) {
            let mut pieces = FlowRow::default();
            let mut end = column;
            let seen = at..at + row.trim_end_matches([' ', '\n']).len();
            for (role, part) in parts(spans, &seen) {
                end = pieces.put(end, role, part);
            }
            at += row.len();
            self.rows.push(pieces);
        }
        start..self.height()
    }

    /// Adds a text with a lead before its first row, such as a mark or a number.
    pub fn hanging(
        &mut self,
        column: u16,
        lead: &[RoleText<'_>],
        spans: &[RoleText<'_>],
    ) -> Range<usize> {
        let before: usize = lead.iter().map(|(_, text)| width(text)).sum();
        let rows = self.spans(column + narrow(before), spans);
        let mut at = column;
        for (role, text) in lead {
            at = self.put(rows.start, at, *role, text);
        }
        rows
    }

    /// Adds a row without wrapping; what does not fit is cut off and marked.
    pub fn line(&mut self, column: u16, spans: &[RoleText<'_>]) -> usize {
        let number = self.height();
        let mut row = FlowRow::default();
        let mut at = column;
        for (role, text) in spans {
            let room = usize::from(self.width.saturating_sub(at));
            at = row.put(at, *role, &clipped(text, room, self.marks.cut));
        }
        self.rows.push(row);
        number
    }

    /// Adds a horizontal rule.
    pub fn rule(&mut self, column: u16) {
        let length = usize::from(self.width.saturating_sub(column));
        let line = self.marks.rule.repeat(length);
        self.line(column, &[(Role::Line, &line)]);
    }

    /// Adds a text to an existing row, and returns where it ends.
    pub fn put(&mut self, row: usize, column: u16, role: Role, text: &str) -> u16 {
        match self.rows.get_mut(row) {
            Some(row) => row.put(column, role, text),
            None => column,
        }
    }

    /// Adds a text at the right edge of a row, and returns where it begins.
    pub fn put_right(&mut self, row: usize, role: Role, text: &str) -> u16 {
        let column = self.width.saturating_sub(narrow(width(text)));
        self.put(row, column, role, text);
        column
    }

    /// Adds a text at the right edge of the last of some rows, or in a row below if it does not
    /// fit.
    pub fn put_last(&mut self, rows: Range<usize>, role: Role, text: &str) {
        let last = rows.end.saturating_sub(1);
        let end = self.rows.get(last).map_or(0, |row| row.end());
        let fits = usize::from(end) + 2 + width(text) <= usize::from(self.width);
        let row = if fits { last } else { self.line(0, &[]) };
        self.put_right(row, role, text);
    }

    /// Adds a text to the last row, or in a row of its own if it does not fit.
    pub fn put_beside(&mut self, column: u16, role: Role, text: &str) {
        let last = self.height().saturating_sub(1);
        let end = self.rows.get(last).map_or(0, |row| row.end().max(row.edge()));
        if usize::from(end) + 1 + width(text) <= usize::from(self.width) {
            self.put(last, end + 1, role, text);
        } else {
            self.text(column, role, text);
        }
    }

    /// Adds a text at the end of a row, if it fits.
    pub fn put_behind(&mut self, row: usize, role: Role, text: &str) {
        let end = self.rows.get(row).map_or(0, |row| row.end()) + 2;
        if usize::from(end) + width(text) <= usize::from(self.width) {
            self.put(row, end, role, text);
        }
    }

    /// Adds a background to rows, from a column on.
    pub fn ground(&mut self, rows: Range<usize>, column: u16, role: Role) {
        let width = self.width.saturating_sub(column);
        for row in self.rows.get_mut(rows).into_iter().flatten() {
            row.pieces.insert(0, FlowPiece { column, width, text: String::new(), role, hit: None });
        }
    }

    /// Sets what a press on rows means, where no piece of theirs says otherwise.
    pub fn hit(&mut self, rows: Range<usize>, hit: Hit) {
        for row in self.rows.get_mut(rows).into_iter().flatten() {
            let (column, width) = (0, self.width);
            let text = String::new();
            let role = Role::Text;
            row.pieces.insert(0, FlowPiece { column, width, text, role, hit: Some(hit) });
        }
    }

    /// Gives rows the focus, and says which of them must be visible.
    pub fn focus(&mut self, block: Range<usize>, anchor: usize) {
        self.block = Some(block);
        self.anchor = Some(anchor);
    }

    /// Makes rows the next entry of a list: they can be pressed, and are highlighted under the
    /// cursor.
    pub fn entry(&mut self, rows: Range<usize>, cursor: Cursor) {
        let number = self.entries.len();
        if number == cursor.0 {
            self.ground(rows.clone(), 0, Role::Current);
            self.put(rows.start, 0, Role::Accent, self.marks.pointer);
            self.focus(rows.clone(), rows.start);
        }
        self.hit(rows.clone(), Hit::entry(number));
        self.entries.push(rows);
    }

    /// Keeps a heading visible from here on.
    pub fn keep_in_sight(&mut self, head: Head) {
        self.heads.push(head);
    }

    /// Ends the rows of the headings that are kept visible.
    pub fn let_go(&mut self) {
        let end = self.height();
        for head in &mut self.heads {
            head.end = head.end.min(end);
        }
    }

    /// Adds another flow below this one, indented.
    pub fn append(&mut self, other: Self, column: u16) {
        let start = self.height();
        self.rows.extend(other.rows.into_iter().map(|mut row| {
            for piece in &mut row.pieces {
                piece.column += column;
            }
            row
        }));
        if let Some(block) = other.block {
            self.block = Some(block.start + start..block.end + start);
        }
        self.anchor = other.anchor.map(|row| row + start).or(self.anchor);
        self.cursor = other.cursor.map(|(row, at)| (row + start, at + column)).or(self.cursor);
        self.texts.extend(other.texts);
    }
}

impl Head {
    /// Returns the rows of a flow from one on, unchanged.
    pub fn whole(flow: &Flow, start: usize) -> Self {
        let shown = flow.rows.get(start..).unwrap_or_default().to_vec();
        Self { rows: start..flow.height(), shown, end: usize::MAX }
    }

    /// Returns the rows of a text that hangs from its lead, cut off and marked if there are too
    /// many.
    pub fn cut(
        flow: &Flow,
        start: usize,
        (lead, spans): (&[RoleText<'_>], &[RoleText<'_>]),
        most: usize,
    ) -> Self {
        let whole = Self::whole(flow, start);
        if whole.shown.len() <= most {
            return whole;
        }
        // The mark needs a cell of its own.
        let mut narrower = Flow::new(flow.width.saturating_sub(1), flow.marks);
        narrower.hanging(0, lead, spans);
        narrower.rows.truncate(most);
        if let Some(last) = narrower.rows.last_mut() {
            last.put(last.end(), Role::Strong, flow.marks.cut);
        }
        Self { shown: narrower.rows, ..whole }
    }
}

impl FlowRow {
    /// Adds a text, and returns where it ends.
    pub fn put(&mut self, column: u16, role: Role, text: &str) -> u16 {
        let text = shown(text, LineEnds::Marked);
        let width = narrow(terminal_text::width(&text));
        let text = text.into_owned();
        self.pieces.push(FlowPiece { column, width, text, role, hit: None });
        column + width
    }

    /// Adds a text that can be pressed, and returns where it ends.
    pub fn put_hit(&mut self, column: u16, role: Role, text: &str, hit: Hit) -> u16 {
        let end = self.put(column, role, text);
        if let Some(piece) = self.pieces.last_mut() {
            piece.hit = Some(hit);
        }
        end
    }

    /// Returns the first cell after every background in it.
    fn edge(&self) -> u16 {
        let grounds = self.pieces.iter().filter(|piece| piece.role == Role::Field);
        grounds.map(|piece| piece.column + piece.width).max().unwrap_or_default()
    }

    /// Returns the first cell after all text in it.
    pub fn end(&self) -> u16 {
        let ends = self.pieces.iter().filter(|piece| !piece.text.is_empty());
        ends.map(|piece| piece.column + piece.width).max().unwrap_or_default()
    }
}

/// Returns the width of a text in cells, once made safe to show.
pub fn width(text: &str) -> usize {
    terminal_text::width(&shown(text, LineEnds::Marked))
}

/// Converts a number of cells to the terminal's type; no terminal exceeds its range.
pub fn narrow(cells: usize) -> u16 {
    u16::try_from(cells).unwrap_or(u16::MAX)
}

/// Cuts a text to a width, with a mark at the cut.
pub fn clipped(text: &str, room: usize, cut: &str) -> String {
    let text = shown(text, LineEnds::Marked);
    if terminal_text::width(&text) <= room {
        return text.into_owned();
    }
    let room = room.saturating_sub(terminal_text::width(cut));
    let mut used = 0;
    let mut kept = String::new();
    for (_, grapheme) in terminal_text::graphemes(&text) {
        used += terminal_text::width(grapheme);
        if used > room {
            break;
        }
        kept.push_str(grapheme);
    }
    let kept = kept.trim_end();
    format!("{kept}{cut}")
}

/// Returns the parts of spans within a range of their text.
fn parts<'s>(
    spans: &'s [RoleText<'s>],
    range: &Range<usize>,
) -> impl Iterator<Item = (Role, &'s str)> {
    let mut start = 0;
    let range = range.clone();
    spans.iter().filter_map(move |(role, text)| {
        let own = start..start + text.len();
        start = own.end;
        let from = range.start.clamp(own.start, own.end) - own.start;
        let to = range.end.clamp(own.start, own.end) - own.start;
        text.get(from..to).filter(|part| !part.is_empty()).map(|part| (*role, part))
    })
}
