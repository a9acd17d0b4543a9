//! The search pop-up: everything that is asked or answered.

use crate::{
    app::{
        screen::page::Scroll,
        search::{MOST_FOUND, Search},
    },
    tui::{
        flow::{Flow, clipped, width},
        popup::PopupView,
        screen::{field::TextBox, text_box},
        theme::Role,
    },
    words,
};

/// The width from which the words before a match are shown too.
const ROOM_FOR_BEFORE: usize = 60;

/// Returns the view of the search.
pub(super) fn sheet(mut flow: Flow, search: &Search) -> PopupView {
    let room = usize::from(flow.width.saturating_sub(2));
    for found in &search.found {
        let place = clipped(&format!("{}: ", found.place), room / 2, flow.marks.cut);
        let [before, words, behind] = &found.snippet;
        let before = if room < ROOM_FOR_BEFORE { "" } else { before };
        let words = clipped(words, room, flow.marks.cut);
        let before = clipped(before, room.saturating_sub(width(&place)), flow.marks.cut);
        let left = room.saturating_sub(width(&place) + width(&before) + width(&words));
        let behind = clipped(behind, left, flow.marks.cut);
        let spans = [
            (Role::Muted, place.as_str()),
            (Role::Text, &before),
            (Role::Selected, &words),
            (Role::Text, &behind),
        ];
        let row = flow.line(2, &spans);
        flow.entry(row..row + 1, search.cursor);
    }
    let is_blank = search.query.text().is_blank();
    if search.found.is_empty() && !is_blank {
        flow.text(2, Role::Muted, "No question or answer contains these words.");
    }
    let mut above = Flow::new(flow.width, flow.marks);
    let between = flow.marks.between;
    let found = match search.found.len() {
        _ if is_blank => String::new(),
        MOST_FOUND => format!(" {between} the first {MOST_FOUND}"),
        found => format!(" {between} {}", words::count(found, "place", "places")),
    };
    let lead = "In questions, guidance, answers, comments and notes";
    above.text(0, Role::Muted, &format!("{lead}{found}"));
    let query =
        TextBox { editor: &search.query, field: 0, focused: true, height: 1, width: above.width };
    text_box(&mut above, 0, &query);
    above.text(0, Role::Text, "");
    PopupView { above, tall: true, ..PopupView::new("Search", flow, Scroll::Focus) }
}
