//! The documents that can be made of a draft.

use crate::{
    app::{App, cursor::Cursor, document::DOCUMENTS, screen::page::Scroll},
    tui::{flow::Flow, popup::PopupView, theme::Role},
};

/// What there is to see of the documents.
pub(super) fn sheet(app: &App, mut flow: Flow, cursor: Cursor) -> PopupView {
    for (number, choice) in DOCUMENTS.iter().enumerate() {
        let key = format!("{} ", number + 1);
        let rows = flow.hanging(2, &[(Role::Muted, &key)], &[(Role::Text, choice.label())]);
        flow.entry(rows, cursor);
    }
    flow.gap();
    let is_signed = app.session().is_some_and(|session| session.valid_sign_off().is_some());
    let text = match app.session() {
        Some(_) if is_signed => "It is written beside the draft.",
        _ => "It is written beside the draft, and says DRAFT until the response is signed off.",
    };
    flow.text(0, Role::Muted, text);
    PopupView::new("Make a document", flow, Scroll::Focus)
}
