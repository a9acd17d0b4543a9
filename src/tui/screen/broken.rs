//! The problems of a question set whose preview waits until it is saved without them.

use crate::{
    app::screen::broken::{Broken, Complaint},
    tui::{
        flow::Flow,
        screen::{LayoutContext, ScreenView},
        theme::Role,
        words,
    },
};

/// What there is to see of a set that cannot be walked through yet.
pub(crate) fn sheet(stage: &LayoutContext<'_>, broken: &Broken) -> ScreenView {
    let mut flow = stage.flow(false);
    let Some(preview) = &stage.app.preview else {
        return ScreenView::new(flow);
    };
    let problems = words::count(preview.problems.len(), "problem", "problems");
    let path = preview.path.display();
    flow.text(0, Role::Strong, &format!("{problems} in {path}"));
    flow.text(0, Role::Muted, "The questions are shown as soon as you save the file without them.");
    put_complaints(&mut flow, &preview.problems);
    ScreenView::read_from(flow, broken.scroll)
}

/// Puts everything that is wrong with a file, each with what to do about it.
pub(crate) fn put_complaints(flow: &mut Flow, complaints: &[Complaint]) {
    for Complaint { what, help } in complaints {
        flow.gap();
        let lead = format!("{} ", flow.marks.problem);
        flow.hanging(0, &[(Role::Problem, &lead)], &[(Role::Text, what)]);
        if let Some(help) = help {
            flow.text(2, Role::Muted, &words::capitalised(help));
        }
    }
}
