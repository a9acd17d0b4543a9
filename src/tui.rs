//! The terminal: drawing the state, and turning terminal input into events.
//!
//! [`layout()`] places everything visible of an [`App`] in a [`layout::Layout`]: a pure function of
//! the state and the size. [`layout::Layout::draw`] paints it in the colours of a [`theme::Theme`];
//! the same layout maps the mouse to what is under it. Each screen is a [`flow::Flow`] of rows with
//! a file of its own. [`terminal`], [`events`] and `input` (where input comes as bytes) talk to the
//! terminal.

#[cfg(unix)]
mod abort;
mod bars;
pub mod events;
pub mod flow;
#[cfg(unix)]
pub mod input;
pub mod layout;
mod markdown;
mod popup;
mod screen;
pub mod terminal;
mod terminal_writer;
pub mod theme;

use ratatui::layout::{Rect, Size};

use self::{
    flow::Flow,
    layout::{Layout, Pane, Viewport},
    screen::{LayoutContext, ScreenView},
    theme::{Marks, Role, Theme},
};
use crate::app::{App, event::Event, popup::Popup};

/// The smallest size on which everything can be done.
pub const SMALLEST: Size = Size { width: 40, height: 12 };

/// From this height, there is room for empty rows next to the bars.
const AIRY: u16 = 20;

/// Lays out everything for a screen of a given size.
pub fn layout(app: &App, theme: &Theme, size: Size) -> Layout {
    let marks = theme.marks;
    if size.width < SMALLEST.width || size.height < SMALLEST.height {
        return too_small(app, marks, size);
    }
    let status = bars::status(app, marks, size);
    let air = u16::from(size.height >= AIRY);
    let below = 1 + air.max(flow::narrow(status.height()));
    let row = |y: u16, height: u16| Rect { x: 0, y, width: size.width, height };
    let top = 1 + air;
    let body = row(top, size.height - top - below);
    let mut layout = Layout { size, ..Layout::default() };
    layout.panes.push(bars::header(app, marks, row(0, 1)));
    let status_area = Rect {
        x: 1,
        width: size.width - 2,
        ..row(size.height - 1 - flow::narrow(status.height()), flow::narrow(status.height()))
    };
    layout.panes.push(Pane::new(status_area, Role::Ground, status));
    layout.panes.push(bars::footer(app, marks, row(size.height - 1, 1)));
    let stage = LayoutContext { app, marks, body };
    let sheet = screen::sheet(&stage);
    let is_beside = sheet.side.is_some();
    place(&stage, sheet, &mut layout);
    match &app.popup {
        // Guidance beside the page is read there.
        Some(Popup::Guidance { .. }) if is_beside => {}
        Some(open) => popup::place(&stage, open, &mut layout),
        None => {}
    }
    layout
}

/// Lays out the screen, and tells the app the measurements of its texts if they have changed, or if
/// a text is new that has none.
pub fn settle(app: &mut App, theme: &Theme, size: Size) -> Layout {
    let first = layout(app, theme, size);
    if first.measures == app.measures && !app.lacks_size(&first.measures) {
        return first;
    }
    let now = app.now.clone();
    // Measurements never cause effects.
    app.update(Event::Measured(first.measures), now);
    layout(app, theme, size)
}

/// Places the view of a screen in the body.
fn place(stage: &LayoutContext<'_>, sheet: ScreenView, layout: &mut Layout) {
    let columns = stage.columns(sheet.side.is_some());
    let ScreenView { main, side, scroll } = sheet;
    let mut area = columns.main;
    area.width = area.width.max(main.width + screen::BAR);
    let Viewport { offset, heads } = Viewport::of(&main, usize::from(area.height), scroll);
    let mut pinned = Flow::new(main.width, stage.marks);
    pinned.rows = heads.iter().flat_map(|head| head.shown.clone()).collect();
    let height = pinned.height();
    let first = offset + height;
    if height > 0 {
        let height = flow::narrow(height);
        layout.panes.push(Pane::new(Rect { height, ..area }, Role::Ground, pinned));
        area = Rect { y: area.y + height, height: area.height - height, ..area };
    }
    let height = usize::from(area.height);
    let seen = first..first + height;
    let entries = main.entries.iter().filter(|rows| seen.contains(&rows.start)).count();
    let measures = &mut layout.measures;
    measures.texts.clone_from(&main.texts);
    measures.length = main.height();
    measures.page = if main.entries.is_empty() { height } else { entries.max(1) };
    measures.first = offset;
    measures.hides_focus = main.anchor.is_some_and(|row| !seen.contains(&row));
    let cursor = main.cursor;
    let pane = Pane::scrolled(area, Role::Ground, main, first);
    layout.cursor = cursor.and_then(|cell| pane.place(cell));
    layout.panes.push(pane);
    if let (Some(side), Some(area)) = (side, columns.side) {
        place_side(stage, side, area, layout);
    }
}

/// Places the pane beside the page; while it has the focus, it is the one that scrolls.
fn place_side(stage: &LayoutContext<'_>, side: Flow, area: Rect, layout: &mut Layout) {
    let height = usize::from(area.height);
    let rows = side.height();
    let measures = &mut layout.measures;
    measures.has_guidance_beside = rows <= height;
    let mut first = 0;
    if let Some(Popup::Guidance { scroll, .. }) = &stage.app.popup {
        first = (*scroll).min(rows.saturating_sub(height));
        (measures.page, measures.length, measures.first) = (height, rows, first);
        layout.cursor = None;
    }
    layout.panes.push(Pane::scrolled(area, Role::Ground, side, first));
}

/// Shows only a notice that the window is too small.
fn too_small(app: &App, marks: Marks, size: Size) -> Layout {
    let mut flow = Flow::new(size.width, marks);
    let Size { width, height } = SMALLEST;
    let words = format!(
        "Please make the window larger: {width}×{height} at least, now {}×{}. Nothing is lost.",
        size.width, size.height
    );
    flow.text(0, Role::Text, &words);
    let area = Rect { x: 0, y: 0, width: size.width, height: size.height };
    let panes = vec![Pane::new(area, Role::Ground, flow)];
    Layout { size, panes, measures: app.measures.clone(), cursor: None }
}
