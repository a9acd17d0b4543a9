//! The go-to pop-up: any section, question or row by a few letters.

use crate::{
    app::{popup::GoTo, screen::page::Scroll},
    tui::{
        flow::{Flow, clipped, narrow},
        popup::PopupView,
        screen::{field::TextBox, text_box},
        theme::Role,
    },
    words,
};

/// Returns the view of all places to go to.
pub(super) fn sheet(mut flow: Flow, go_to: &GoTo) -> PopupView {
    for number in &go_to.found {
        let Some(destination) = go_to.all.get(*number) else {
            continue;
        };
        let column = 2 + 2 * narrow(destination.depth);
        let role = if destination.depth == 0 { Role::Strong } else { Role::Text };
        let room = usize::from(flow.width.saturating_sub(column));
        let label = clipped(&destination.label, room, flow.marks.cut);
        let row = flow.line(column, &[(role, &label)]);
        flow.entry(row..row + 1, go_to.cursor);
    }
    if go_to.found.is_empty() {
        flow.text(2, Role::Muted, "No matches. Try fewer letters, or another word.");
    }
    let mut above = Flow::new(flow.width, flow.marks);
    let (found, between) = (go_to.found.len(), flow.marks.between);
    let found = words::count(found, "place", "places");
    let words = format!("Type a few letters, or a number {between} {found}");
    above.text(0, Role::Muted, &words);
    let query =
        TextBox { editor: &go_to.query, field: 0, focused: true, height: 1, width: above.width };
    text_box(&mut above, 0, &query);
    above.text(0, Role::Text, "");
    PopupView { above, tall: true, ..PopupView::new("Go to", flow, Scroll::Focus) }
}
