//! What is wrong with a file, above the screen.

use crate::{
    app::{library::Origin, screen::broken::Complaint, screen::page::Scroll},
    tui::{
        flow::Flow,
        popup::Sheet,
        screen::{Stage, put_complaints},
        theme::Role,
    },
};

/// What there is to see of a file that cannot be used.
pub(super) fn unusable(
    mut flow: Flow,
    complaints: &[Complaint],
    instead: Option<&Origin>,
    scroll: usize,
) -> Sheet {
    put_complaints(&mut flow, complaints);
    flow.gap();
    flow.text(
        0,
        Role::Text,
        match instead {
            Some(_) => {
                "Your draft is as it was. Beside it is a copy of the questions as they were when \
                 you last worked on it: Enter goes on with them, Esc goes back."
            }
            None => "The file is as it was. Put it right, then open it again.",
        },
    );
    Sheet::new("This cannot be used as it is", flow, Scroll::Row(scroll))
}

/// What there is to see of the problems of the set that is previewed.
pub(super) fn of_preview(stage: &Stage<'_>, mut flow: Flow, scroll: usize) -> Sheet {
    if let Some(preview) = &stage.app.preview {
        flow.text(
            0,
            Role::Muted,
            "What you saw is the file as it was before. Esc goes back to it.",
        );
        put_complaints(&mut flow, &preview.problems);
    }
    Sheet::new("Problems in what you saved", flow, Scroll::Row(scroll))
}
