//! The problems pop-up.

use crate::{
    app::{library::DraftRequest, screen::broken::Complaint, screen::page::Scroll},
    tui::{
        flow::Flow,
        popup::PopupView,
        screen::{LayoutContext, put_complaints},
        theme::Role,
    },
};

/// Returns the view of a file that cannot be used.
pub(super) fn unusable(
    mut flow: Flow,
    complaints: &[Complaint],
    instead: Option<&DraftRequest>,
    scroll: usize,
) -> PopupView {
    put_complaints(&mut flow, complaints);
    flow.gap();
    flow.text(
        0,
        Role::Text,
        match instead {
            Some(_) => {
                "Your draft has not been changed. Beside it is a copy of the questions as they \
                 were when \
                 you last worked on it: Enter goes on with them, Esc goes back."
            }
            None => "The file has not been changed. Correct it, then open it again.",
        },
    );
    PopupView::new("This file has problems and cannot be used", flow, Scroll::Row(scroll))
}

/// Returns the view of the problems in a previewed set.
pub(super) fn of_preview(stage: &LayoutContext<'_>, mut flow: Flow, scroll: usize) -> PopupView {
    if let Some(preview) = &stage.app.preview {
        flow.text(
            0,
            Role::Muted,
            "You are looking at the last version without problems. Esc goes back to it.",
        );
        put_complaints(&mut flow, &preview.problems);
    }
    PopupView::new("Problems in what you saved", flow, Scroll::Row(scroll))
}
