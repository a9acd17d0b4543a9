//! The layout of a screen: panes, each showing a part of a flow of rows.

use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::fast::{FixedState, FoldHasher};
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

/// The layout of a screen.
#[derive(Debug, Default)]
pub struct Layout {
    /// The size it was made for.
    pub size: Size,
    /// The panes; later ones cover earlier ones.
    pub panes: Vec<Pane>,
    /// Measurements for the app.
    pub measures: Measures,
    /// The terminal cursor, if visible.
    pub cursor: Option<Position>,
}

/// A part of the screen that shows a part of a flow.
#[derive(Debug)]
pub struct Pane {
    /// Its area.
    pub area: Rect,
    /// Its background.
    pub ground: Role,
    /// All its rows.
    pub rows: Vec<FlowRow>,
    /// The first visible row.
    pub first: usize,
    /// Whether a press on an empty part of it stops here, rather than reaching the pane below.
    pub covers: bool,
    /// What it shows besides its rows.
    pub edge: Edge,
}

/// What a pane shows besides its rows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Edge {
    /// Nothing.
    None,
    /// A thin bar in the last column, if there is more than fits.
    Bar,
    /// A frame with a title.
    Frame(String),
    /// Transparent: what is behind stays visible.
    Glass,
}

impl Layout {
    /// Returns what is at a cell.
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

    /// Draws all panes.
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
        let state = FixedState::default();
        let mut rows = vec![state.build_hasher(); usize::from(self.size.height)];
        for pane in self.panes.iter().filter(|pane| pane.edge != Edge::Glass) {
            let area = pane.area;
            let looks = pane.looks(state.build_hasher());
            for (row, y) in rows.iter_mut().skip(area.y.into()).take(area.height.into()).zip(0..) {
                row.write_u64(looks);
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
    /// Creates a pane whose rows all fit, or that shows the first of them.
    pub fn new(area: Rect, ground: Role, flow: Flow) -> Self {
        Self { area, ground, rows: flow.rows, first: 0, covers: false, edge: Edge::None }
    }

    /// Creates a transparent pane.
    pub fn behind(area: Rect, flow: Flow) -> Self {
        Self { edge: Edge::Glass, ..Self::new(area, Role::Ground, flow) }
    }

    /// Creates a pane with a frame, to hold others.
    pub fn framed(area: Rect, title: String, flow: Flow) -> Self {
        Self { edge: Edge::Frame(title), ..Self::new(area, Role::Raised, flow) }
    }

    /// Creates a pane that shows a flow from a given row, and marks what is clipped.
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

    /// Returns the screen position of a cell of the flow, if it is visible.
    pub fn place(&self, (row, column): (usize, u16)) -> Option<Position> {
        let y = narrow(row.checked_sub(self.first)?);
        let seen = y < self.area.height && column < self.area.width;
        seen.then(|| Position { x: self.area.x + column, y: self.area.y + y })
    }

    /// Returns a digest of what all its rows have in common.
    fn looks(&self, mut digest: FoldHasher<'_>) -> u64 {
        (self.area, self.ground, &self.edge).hash(&mut digest);
        if self.edge == Edge::Bar {
            (self.first, self.rows.len()).hash(&mut digest);
        }
        digest.finish()
    }

    /// Adds to a digest how a row of it looks, counted from its first.
    fn add_to(&self, digest: &mut FoldHasher<'_>, y: usize) {
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

    /// Draws a thin bar at the right, if there is more above or below.
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

/// The visible part of a flow.
pub struct Viewport<'a> {
    /// The row at the top, or the first one below the fixed headings.
    pub offset: usize,
    /// The headings fixed above the rows.
    pub heads: Vec<&'a Head>,
}

impl<'a> Viewport<'a> {
    /// Returns the visible part of a flow that includes the focus.
    pub fn of(flow: &'a Flow, height: usize, scroll: Scroll) -> Self {
        let offset = first_row(flow, height, scroll);
        let heads = kept(&flow.heads, height, offset);
        if let (Scroll::Row(_), _) | (_, []) = (scroll, heads.as_slice()) {
            return Self { offset, heads };
        }
        // The fixed headings must not hide the focus.
        let lines = lines(&heads);
        let offset = first_row(flow, height - lines, scroll).saturating_sub(lines);
        Self { offset, heads: kept(&flow.heads, height, offset) }
    }
}

/// Returns the headings that are out of sight although rows they belong to are visible. They take
/// at most half of the screen: outer ones go first.
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

/// Returns the first row to show, so that the focus is visible.
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
    // The row after it is visible too.
    let first = (block.end + height / 4).saturating_sub(height);
    first.min(block.start).min(bottom)
}

/// Clears what was drawn below a pane.
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

/// The maximum length of a cell, in bytes: anything longer is not a letter, but an attack or a
/// mistake.
const LONGEST_CELL: usize = 32;

/// The last guard before the terminal: removes control sequences from cells. Everything was made
/// safe when it was added to a [`Flow`]; this covers omissions.
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
