//! What opens above a screen: a frame in the middle, with the screen behind it.

mod go_to;
mod guidance;
mod help;
mod not_saved;
mod note;

use ratatui::layout::Rect;

use crate::{
    app::{event::TextSize, popup::Popup, screen::page::Scroll},
    tui::{
        flow::{Flow, narrow},
        layout::{Layout, Pane, first_row},
        screen::Stage,
        theme::Role,
    },
};

/// The widest that a pop-up is, its frame included.
const WIDEST: u16 = 84;

/// The cells between the frame and what is in it, on each side, with the frame.
const FRAME: u16 = 2;

/// What there is to see of a pop-up.
struct Sheet {
    /// What it is called.
    title: String,
    /// What is in it.
    flow: Flow,
    /// What stays in sight below it.
    below: Flow,
    /// Where it is scrolled to.
    scroll: Scroll,
}

/// Places a pop-up above the screen.
pub(crate) fn place(stage: &Stage<'_>, popup: &Popup, layout: &mut Layout) {
    let outer = widest(stage.body);
    let flow = Flow::new(outer.width.saturating_sub(2 * FRAME), stage.marks);
    let room = usize::from(outer.height.saturating_sub(2));
    let sheet = match popup {
        Popup::Help { scroll } => help::sheet(stage, flow, *scroll),
        Popup::Guidance { item, scroll } => guidance::sheet(stage, flow, item, *scroll),
        Popup::GoTo(go_to) => go_to::sheet(flow, go_to),
        Popup::Note(note) => note::sheet(stage, flow, note, room),
        Popup::NotSaved { reason, cursor, elsewhere } => {
            not_saved::sheet(flow, reason, *cursor, elsewhere.as_deref())
        }
    };
    // What is behind cannot be pressed.
    let nothing = Flow::new(0, stage.marks);
    layout.panes.push(Pane { covers: true, ..Pane::behind(stage.body, nothing) });
    put(outer, sheet, layout);
}

fn put(outer: Rect, sheet: Sheet, layout: &mut Layout) {
    let Sheet { title, flow, below, scroll } = sheet;
    let fixed = narrow(below.height());
    let wanted = narrow(flow.height()) + fixed + 2;
    let height = wanted.min(outer.height);
    let outer = Rect { y: outer.y + (outer.height - height) / 2, height, ..outer };
    let inner = Rect {
        x: outer.x + FRAME,
        y: outer.y + 1,
        width: outer.width - FRAME,
        height: outer.height - 2,
    };
    let area = Rect { height: inner.height.saturating_sub(fixed), ..inner };
    let rows = usize::from(area.height);
    let first = first_row(&flow, rows, scroll);
    let measures = &mut layout.measures;
    let seen = first..first + rows;
    let entries = flow.entries.iter().filter(|entry| seen.contains(&entry.start)).count();
    measures.page = if flow.entries.is_empty() { rows } else { entries.max(1) };
    measures.length = flow.height();
    measures.first = first.min(flow.height().saturating_sub(rows));
    measures.popup_text =
        flow.texts.iter().chain(&below.texts).next().map(|(_, size)| TextSize { ..*size });
    let (cursor, cursor_below) = (flow.cursor, below.cursor);
    let marks = flow.marks;
    layout.panes.push(Pane::framed(outer, title, Flow::new(0, marks)));
    // The bar that scrolls it stands in the frame's padding.
    let pane = Pane::scrolled(Rect { width: inner.width - 1, ..area }, Role::Raised, flow, first);
    let bottom = Rect { y: area.bottom(), height: fixed, ..inner };
    let footer = Pane::new(Rect { width: inner.width - 1, ..bottom }, Role::Raised, below);
    let place = cursor.and_then(|cell| pane.place(cell));
    layout.cursor = place.or_else(|| cursor_below.and_then(|cell| footer.place(cell)));
    layout.panes.push(pane);
    layout.panes.push(footer);
}

/// The most that a pop-up may cover.
fn widest(body: Rect) -> Rect {
    let margin = if body.width < 60 { 0 } else { 2 };
    let width = (body.width - 2 * margin).min(WIDEST);
    Rect { x: body.x + (body.width - width) / 2, width, ..body }
}
