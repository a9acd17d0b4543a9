//! Where everything is: panes, each showing a part of a flow of rows.

use std::hash::{DefaultHasher, Hash, Hasher};

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect, Size},
    text::Span,
    widgets::{Block, Widget},
};

use crate::{
    app::{
        event::{FieldTarget, Measures, MouseTarget},
        screen::page::Scroll,
    },
    tui::{
        flow::{Flow, FlowRow, Head, Hit, clipped, narrow},
        theme::{Role, Theme},
    },
};

/// Where everything on the screen is.
#[derive(Debug, Default)]
pub struct Layout {
    /// The size it was laid out for.
    pub size: Size,
    /// What is shown where, the later above the earlier.
    pub panes: Vec<Pane>,
    /// What the app wants to know of it.
    pub measures: Measures,
    /// Where the terminal's cursor is, if it is shown.
    pub cursor: Option<Position>,
}

/// A part of the screen, showing a part of a flow.
#[derive(Debug)]
pub struct Pane {
    /// Where it is.
    pub area: Rect,
    /// The ground it stands on.
    pub ground: Role,
    /// All its rows.
    pub rows: Vec<FlowRow>,
    /// The first row that is seen.
    pub first: usize,
    /// Whether a press beside everything in it ends here, rather than below it.
    pub covers: bool,
    /// What is drawn of it beside its rows.
    pub edge: Edge,
}

/// What is drawn of a pane beside its rows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Edge {
    /// Nothing.
    None,
    /// A thin bar in its last column, where there is more than is seen.
    Bar,
    /// A frame with a title.
    Frame(String),
    /// Nothing at all: what is behind it stays in sight.
    Glass,
}

impl Layout {
    /// What is at a cell.
    pub fn target_at(&self, column: u16, row: u16) -> Option<MouseTarget> {
        let at = Position { x: column, y: row };
        let panes = self.panes.iter().rev().filter(|pane| pane.area.contains(at));
        for pane in panes {
            match pane.target_at(at) {
                Some(target) => return Some(target),
                None if pane.covers => return None,
                None => {}
            }
        }
        None
    }

    /// Draws everything.
    pub fn draw(&self, theme: &Theme, buffer: &mut Buffer) {
        let rows: Vec<u16> = (buffer.area.top()..buffer.area.bottom()).collect();
        self.draw_rows(&rows, theme, buffer);
    }

    /// Draws some rows of the screen, in ascending order. The others stay as they are; a frame is
    /// drawn whole.
    pub(super) fn draw_rows(&self, rows: &[u16], theme: &Theme, buffer: &mut Buffer) {
        let area = buffer.area;
        for y in rows {
            let row = Rect { y: *y, height: 1, ..area };
            clear(buffer, row);
            buffer.set_style(row, theme.style(Role::Ground));
        }
        for pane in &self.panes {
            pane.draw(rows, theme, buffer);
        }
        for y in rows {
            sweep(buffer, Rect { y: *y, height: 1, ..area });
        }
    }

    /// A number for each row of the screen. Rows that look alike have the same; others do not, but
    /// for a chance of one in 2⁶⁴.
    pub(super) fn digests(&self) -> Vec<u64> {
        let mut rows = vec![DefaultHasher::new(); usize::from(self.size.height)];
        for pane in &self.panes {
            let area = pane.area;
            for (row, y) in rows.iter_mut().skip(area.y.into()).take(area.height.into()).zip(0..) {
                pane.add_to(row, y);
            }
        }
        rows.iter().map(Hasher::finish).collect()
    }

    /// Whether a pane has a frame.
    pub(super) fn has_frame(&self) -> bool {
        self.panes.iter().any(|pane| matches!(pane.edge, Edge::Frame(_)))
    }
}

impl Pane {
    /// A pane of rows that all fit, or of which the first are seen.
    pub fn new(area: Rect, ground: Role, flow: Flow) -> Self {
        Self { area, ground, rows: flow.rows, first: 0, covers: false, edge: Edge::None }
    }

    /// A pane through which what is behind it is seen.
    pub fn behind(area: Rect, flow: Flow) -> Self {
        Self { edge: Edge::Glass, ..Self::new(area, Role::Ground, flow) }
    }

    /// A pane with a frame around it, for others to stand in.
    pub fn framed(area: Rect, title: String, flow: Flow) -> Self {
        Self { edge: Edge::Frame(title), ..Self::new(area, Role::Raised, flow) }
    }

    /// A pane that shows a flow from a row on, and marks what is clipped.
    pub fn scrolled(area: Rect, ground: Role, flow: Flow, first: usize) -> Self {
        let bottom = flow.height().saturating_sub(usize::from(area.height));
        let first = first.min(bottom);
        Self { first, edge: Edge::Bar, ..Self::new(area, ground, flow) }
    }

    fn target_at(&self, at: Position) -> Option<MouseTarget> {
        let (column, row) = (at.x - self.area.x, usize::from(at.y - self.area.y) + self.first);
        let pieces = self.rows.get(row)?.pieces.iter().rev();
        let under = |piece: &&crate::tui::flow::FlowPiece| {
            (piece.column..piece.column.saturating_add(piece.width)).contains(&column)
        };
        pieces.filter(under).find_map(|piece| {
            Some(match piece.hit? {
                Hit::Target(target) => target,
                Hit::Text(field, row) => {
                    let column = usize::from(column - piece.column);
                    MouseTarget::Field(field, FieldTarget::Text { row, column })
                }
            })
        })
    }

    /// Where a cell of the flow is on the screen, if it is seen.
    pub fn place(&self, (row, column): (usize, u16)) -> Option<Position> {
        let y = narrow(row.checked_sub(self.first)?);
        let seen = y < self.area.height && column < self.area.width;
        seen.then(|| Position { x: self.area.x + column, y: self.area.y + y })
    }

    /// Adds to a digest how a row of it looks, counted from its first.
    fn add_to(&self, digest: &mut DefaultHasher, y: usize) {
        if self.edge == Edge::Glass {
            return;
        }
        (self.area, self.ground, &self.edge).hash(digest);
        if self.edge == Edge::Bar {
            (self.first, self.rows.len()).hash(digest);
        }
        for piece in self.rows.get(self.first + y).into_iter().flat_map(|row| &row.pieces) {
            (piece.column, piece.width, piece.role, &piece.text).hash(digest);
        }
    }

    fn draw(&self, wanted: &[u16], theme: &Theme, buffer: &mut Buffer) {
        if self.edge == Edge::Glass {
            return;
        }
        let wanted = wanted.iter().filter(|y| (self.area.top()..self.area.bottom()).contains(y));
        for y in wanted.copied() {
            // The plain ground is everywhere already.
            if self.ground != Role::Ground {
                let row = Rect { y, height: 1, ..self.area };
                clear(buffer, row);
                let ground = theme.style(Role::Ground).patch(theme.style(self.ground));
                buffer.set_style(row, ground);
            }
            let row = self.rows.get(self.first + usize::from(y - self.area.y));
            for piece in row.into_iter().flat_map(|row| &row.pieces) {
                let x = self.area.x.saturating_add(piece.column);
                let room = self.area.right().saturating_sub(x);
                let width = piece.width.min(room);
                let style = theme.style(piece.role);
                if room == 0 {
                    continue;
                }
                if piece.text.is_empty() {
                    if piece.role != Role::Text {
                        buffer.set_style(Rect { x, y, width, height: 1 }, style);
                    }
                    continue;
                }
                buffer.set_stringn(x, y, &piece.text, usize::from(width), style);
            }
        }
        match &self.edge {
            Edge::Bar => self.draw_bar(theme, buffer),
            Edge::Frame(title) => self.draw_frame(title, theme, buffer),
            Edge::None | Edge::Glass => {}
        }
    }

    fn draw_frame(&self, title: &str, theme: &Theme, buffer: &mut Buffer) {
        let room = usize::from(self.area.width).saturating_sub(6);
        let title = format!(" {} ", clipped(title, room, theme.marks.cut));
        Block::bordered()
            .border_set(theme.marks.frame)
            .border_style(theme.style(Role::Line))
            .title(Span::styled(title, theme.style(Role::Strong)))
            .render(self.area, buffer);
    }

    /// A thin bar at the right, where there is more above or below.
    fn draw_bar(&self, theme: &Theme, buffer: &mut Buffer) {
        let (seen, all) = (usize::from(self.area.height), self.rows.len());
        if all <= seen || self.area.width < 2 || seen == 0 {
            return;
        }
        let x = self.area.right() - 1;
        let mut put = |y: u16, mark: &str, role: Role| {
            buffer.set_stringn(x, y, mark, 1, theme.style(role));
        };
        let top = self.area.y;
        let track = self.area.height;
        let thumb = narrow((seen * seen).div_ceil(all)).clamp(1, track);
        let travel = usize::from(track - thumb);
        let start = narrow((self.first * travel).div_ceil((all - seen).max(1)));
        for y in 0..track {
            let (mark, role) = if (start..start + thumb).contains(&y) {
                (theme.marks.focused_edge, Role::Accent)
            } else {
                (theme.marks.edge, Role::Line)
            };
            put(top + y, mark, role);
        }
        if self.first > 0 {
            put(top, theme.marks.above, Role::Accent);
        }
        if self.first + seen < all {
            put(top + track - 1, theme.marks.below, Role::Accent);
        }
    }
}

/// What is in sight of a flow.
pub struct Viewport<'a> {
    /// The row that is at the top, or behind what stays in sight there.
    pub offset: usize,
    /// What stays in sight above the rows.
    pub heads: Vec<&'a Head>,
}

impl<'a> Viewport<'a> {
    /// What is in sight of a flow, so that the focus is seen.
    pub fn of(flow: &'a Flow, height: usize, scroll: Scroll) -> Self {
        let offset = first_row(flow, height, scroll);
        let heads = kept(&flow.heads, height, offset);
        if let (Scroll::Row(_), _) | (_, []) = (scroll, heads.as_slice()) {
            return Self { offset, heads };
        }
        // What stays in sight must not hide the focus.
        let lines = lines(&heads);
        let offset = first_row(flow, height - lines, scroll).saturating_sub(lines);
        Self { offset, heads: kept(&flow.heads, height, offset) }
    }
}

/// The heads that would be out of sight, though what they belong to is not. They take half of the
/// screen at most: the outer go first.
fn kept(mut heads: &[Head], height: usize, offset: usize) -> Vec<&Head> {
    loop {
        let mut kept: Vec<&Head> = Vec::new();
        for head in heads {
            let below = offset + lines(&kept) + head.shown.len();
            if (head.rows.end + 1..head.end).contains(&below) {
                kept.push(head);
            }
        }
        match heads.split_first() {
            Some((_, inner)) if lines(&kept) * 2 > height => heads = inner,
            _ => return kept,
        }
    }
}

fn lines(heads: &[&Head]) -> usize {
    heads.iter().map(|head| head.shown.len()).sum()
}

/// The first row of a flow to show, so that the focus is seen.
pub fn first_row(flow: &Flow, height: usize, scroll: Scroll) -> usize {
    let bottom = flow.height().saturating_sub(height);
    let row = match scroll {
        Scroll::Row(row) => return row.min(bottom),
        Scroll::Focus => flow.anchor.unwrap_or_default(),
    };
    let block = flow.block.clone().filter(|block| block.len() <= height);
    let block = block.unwrap_or(row..row + 1);
    if block.end <= height {
        return 0;
    }
    // What comes next is in sight as well.
    let first = (block.end + height / 4).saturating_sub(height);
    first.min(block.start).min(bottom)
}

/// Takes away what was drawn below a pane.
fn clear(buffer: &mut Buffer, area: Rect) {
    let area = buffer.area.intersection(area);
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.reset();
            }
        }
    }
}

/// The longest that a cell can be, in bytes: more is no letter, but an attack or a mistake.
const LONGEST_CELL: usize = 32;

/// The last guard before the terminal: no cell holds what could steer it. Everything has been made
/// safe when it was put into a [`Flow`]; this is for what was forgotten.
fn sweep(buffer: &mut Buffer, row: Rect) {
    let start = usize::from(row.y - buffer.area.y) * usize::from(row.width);
    let cells = buffer.content.iter_mut().skip(start).take(row.width.into());
    for cell in cells {
        let symbol = cell.symbol();
        if let [b' '..=b'~'] = symbol.as_bytes() {
            continue;
        }
        if symbol.len() > LONGEST_CELL || symbol.chars().any(char::is_control) {
            cell.set_symbol("\u{fffd}");
        }
    }
}
