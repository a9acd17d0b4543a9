//! The broken screen: the previewed question set has problems that must be corrected first.

use crate::{
    app::screen::broken::{Broken, Complaint},
    model::text::capitalised,
    tui::{
        flow::Flow,
        screen::{LayoutContext, ScreenView},
        theme::Role,
    },
    words,
};

/// Returns the view of a set with problems.
pub(crate) fn sheet(stage: &LayoutContext<'_>, broken: &Broken) -> ScreenView {
    let mut flow = stage.flow(false);
    let Some(preview) = &stage.app.preview else {
        return ScreenView::new(flow);
    };
    let problems = words::count(preview.problems.len(), "problem", "problems");
    let path = preview.path.display();
    flow.text(0, Role::Strong, &format!("{problems} in {path}"));
    flow.text(
        0,
        Role::Muted,
        "The questions are shown as soon as you save the file without these problems.",
    );
    put_complaints(&mut flow, &preview.problems);
    ScreenView::read_from(flow, broken.scroll)
}

/// Adds the problems of a file, each with advice.
pub(crate) fn put_complaints(flow: &mut Flow, complaints: &[Complaint]) {
    for Complaint { what, help } in complaints {
        flow.gap();
        let lead = format!("{} ", flow.marks.problem);
        flow.hanging(0, &[(Role::Problem, &lead)], &[(Role::Text, what)]);
        if let Some(help) = help {
            flow.text(2, Role::Muted, &capitalised(help));
        }
    }
}
