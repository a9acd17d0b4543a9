//! Pop-ups: a frame in the middle, with the screen behind it.

mod adding;
mod conflict;
mod documents;
mod go_to;
mod guidance;
mod help;
mod not_saved;
mod note;
mod occupied;
mod portal;
mod problems;
mod search;

use ratatui::layout::Rect;

use crate::{
    app::{popup::Popup, screen::page::Scroll},
    tui::{
        flow::{Flow, narrow},
        layout::{Layout, Pane, first_row},
        screen::LayoutContext,
        theme::Role,
    },
};

/// The maximum width of a pop-up, including its frame.
const WIDEST: u16 = 84;

/// The cells on each side between the contents and the outside of the frame.
const FRAME: u16 = 2;

/// The view of a pop-up.
struct PopupView {
    /// Its title.
    title: String,
    /// Its contents.
    flow: Flow,
    /// The rows fixed above the contents.
    above: Flow,
    /// Whether it always has its maximum height, so that it stays still.
    tall: bool,
    /// Where it is scrolled to.
    scroll: Scroll,
}

impl PopupView {
    /// Creates a pop-up as tall as its contents.
    fn new(title: impl Into<String>, flow: Flow, scroll: Scroll) -> Self {
        let above = Flow::new(flow.width, flow.marks);
        Self { title: title.into(), flow, above, tall: false, scroll }
    }
}

/// Places a pop-up above the screen.
pub(crate) fn place(stage: &LayoutContext<'_>, popup: &Popup, layout: &mut Layout) {
    let outer = widest(stage.body);
    let flow = Flow::new(outer.width.saturating_sub(2 * FRAME), stage.marks);
    let room = usize::from(outer.height.saturating_sub(2));
    let sheet = match popup {
        Popup::Help { scroll } => help::sheet(stage, flow, *scroll),
        Popup::Guidance { item, scroll } => guidance::sheet(stage, flow, item, *scroll),
        Popup::GoTo(go_to) => go_to::sheet(flow, go_to),
        Popup::Search(search) => search::sheet(flow, search),
        Popup::Note(note) => note::sheet(stage, flow, note, room),
        Popup::Documents { cursor, .. } => documents::sheet(stage.app, flow, *cursor),
        Popup::Adding(form) => adding::sheet(flow, form),
        Popup::Portal(portal) => portal::sheet(stage, flow, portal),
        Popup::Occupied { by, cursor, .. } => occupied::sheet(flow, by, *cursor),
        Popup::Conflict(conflict) => conflict::sheet(stage, flow, conflict),
        Popup::Unusable { complaints, instead, scroll } => {
            problems::unusable(flow, complaints, instead.as_ref(), *scroll)
        }
        Popup::Problems { scroll } => problems::of_preview(stage, flow, *scroll),
        Popup::NotSaved { refused, cursor, elsewhere } => {
            not_saved::sheet(stage, flow, refused.as_deref(), *cursor, elsewhere.as_deref())
        }
    };
    // What is behind it cannot be pressed.
    let nothing = Flow::new(0, stage.marks);
    layout.panes.push(Pane { covers: true, ..Pane::behind(stage.body, nothing) });
    put(outer, sheet, layout);
}

fn put(outer: Rect, sheet: PopupView, layout: &mut Layout) {
    let PopupView { title, flow, above, tall, scroll } = sheet;
    let fixed = narrow(above.height());
    let wanted = narrow(flow.height()).saturating_add(fixed + 2);
    let height = if tall { outer.height } else { wanted.min(outer.height) };
    let outer = Rect { y: outer.y + (outer.height - height) / 2, height, ..outer };
    let inner = Rect {
        x: outer.x + FRAME,
        y: outer.y + 1,
        width: outer.width - 2 * FRAME,
        height: outer.height - 2,
    };
    let fixed = fixed.min(inner.height);
    let mut area = Rect { y: inner.y + fixed, height: inner.height - fixed, ..inner };
    if flow.height() > usize::from(area.height) {
        // Its scroll bar is drawn on the frame.
        area.width += FRAME;
    }
    let rows = usize::from(area.height);
    let first = first_row(&flow, rows, scroll);
    let measures = &mut layout.measures;
    let seen = first..first + rows;
    let entries = flow.entries.iter().filter(|entry| seen.contains(&entry.start)).count();
    measures.page = if flow.entries.is_empty() { rows } else { entries.max(1) };
    measures.length = flow.height();
    measures.first = first.min(flow.height().saturating_sub(rows));
    measures.popup_text = flow.texts.iter().chain(&above.texts).next().map(|(_, size)| *size);
    let (cursor, cursor_above) = (flow.cursor, above.cursor);
    let frame = Flow::new(0, flow.marks);
    let pane = Pane::scrolled(area, Role::Raised, flow, first);
    let head = Pane::new(Rect { height: fixed, ..inner }, Role::Raised, above);
    let place = cursor.and_then(|cell| pane.place(cell));
    layout.cursor = place.or_else(|| cursor_above.and_then(|cell| head.place(cell)));
    layout.panes.extend([Pane::framed(outer, title, frame), pane, head]);
}

/// Returns the maximum area of a pop-up.
fn widest(body: Rect) -> Rect {
    let margin = if body.width < 60 { 0 } else { 2 };
    let width = (body.width - 2 * margin).min(WIDEST);
    Rect { x: body.x + (body.width - width) / 2, width, ..body }
}
