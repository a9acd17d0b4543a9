//! The guidance pop-up, for screens without room for guidance beside the question.

use crate::{
    app::{
        Mode,
        screen::{Screen, page::Scroll},
    },
    model::id::QuestionId,
    tui::{
        flow::Flow,
        popup::PopupView,
        screen::{LayoutContext, heading, put_guidance, put_row_guidance},
        theme::Role,
    },
};

/// Returns the view of the guidance on an item.
pub(super) fn sheet(
    stage: &LayoutContext<'_>,
    mut flow: Flow,
    item: &QuestionId,
    scroll: usize,
) -> PopupView {
    let session = stage.app.session();
    let found = session.and_then(|session| Some((session, session.item_of(item)?)));
    let row = match &stage.app.mode {
        Mode::Draft(session, Screen::Page(page)) => page.current_row(session).map(|(_, row)| row),
        _ => None,
    };
    let of_row =
        found.zip(row).is_some_and(|((session, _), row)| put_row_guidance(&mut flow, session, row));
    let of_item = found.is_some_and(|(session, item)| put_guidance(&mut flow, session, item));
    if !of_row && !of_item {
        flow.text(0, Role::Muted, "There is no guidance on this question.");
    }
    PopupView::new(
        found.map_or("What does this mean?", |(_, item)| heading(item)),
        flow,
        Scroll::Row(scroll),
    )
}
