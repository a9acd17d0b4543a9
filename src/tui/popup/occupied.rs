//! The occupied pop-up: someone else has the draft open.

use crate::{
    app::{cursor::Cursor, popup::OCCUPIED, screen::page::Scroll},
    tui::{flow::Flow, popup::PopupView, theme::Role},
};

/// Returns the view of the options.
pub(super) fn sheet(mut flow: Flow, by: &str, cursor: Cursor) -> PopupView {
    flow.text(0, Role::Text, &format!("{by}."));
    flow.gap();
    for (number, way) in OCCUPIED.iter().enumerate() {
        let key = format!("{} ", number + 1);
        let rows = flow.hanging(2, &[(Role::Muted, &key)], &[(Role::Text, way)]);
        flow.entry(rows, cursor);
    }
    PopupView::new("Someone else has this draft open", flow, Scroll::Focus)
}
