//! The conflict pop-up: somebody else changed the draft, and answers differ.

use crate::{
    app::{
        popup::{CONFLICT, ConflictView},
        screen::page::Scroll,
    },
    model::difference::{Difference, Side},
    tui::{flow::Flow, popup::PopupView, screen::LayoutContext, theme::Role, words},
};

/// Returns the view of the two versions.
pub(super) fn sheet(
    stage: &LayoutContext<'_>,
    mut flow: Flow,
    conflict: &ConflictView,
) -> PopupView {
    let lead = format!("{} ", flow.marks.problem);
    let changed = format!("The draft was changed by {}.", conflict.theirs.by);
    flow.hanging(0, &[(Role::Problem, &lead)], &[(Role::Text, &changed)]);
    match &conflict.theirs.draft {
        Ok(_) => flow.text(
            0,
            Role::Muted,
            "Nothing is overwritten until you choose. For each answer, choose whose to keep.",
        ),
        Err(problem) => flow.text(0, Role::Text, &format!("It cannot be read: {problem}")),
    };
    for difference in &conflict.differences {
        flow.gap();
        put(stage, &mut flow, difference, conflict);
    }
    flow.gap();
    for way in CONFLICT {
        let rows = flow.text(2, Role::Text, way);
        flow.entry(rows, conflict.cursor);
    }
    PopupView::new("Two versions of this draft", flow, Scroll::Focus)
}

/// Adds a question with both answers.
fn put(
    stage: &LayoutContext<'_>,
    flow: &mut Flow,
    difference: &Difference,
    conflict: &ConflictView,
) {
    let name = match stage.app.session() {
        Some(session) => session.title_of(&difference.question),
        None => difference.question.to_string(),
    };
    let mut rows = flow.text(2, Role::Strong, &name);
    let [ours, theirs] = words::told_apart(&difference.ours, &difference.theirs);
    for (side, whose, said) in [(Side::Ours, "Mine", ours), (Side::Theirs, "Theirs", theirs)] {
        let mark = if difference.keep == side { flow.marks.chosen } else { flow.marks.open };
        let lead = format!("{mark} {whose}: ");
        rows.end = flow.hanging(4, &[(Role::Text, &lead)], &[(Role::Text, &said)]).end;
    }
    if difference.both_changed {
        rows.end = flow.text(4, Role::Muted, "Both of you have changed it").end;
    }
    flow.entry(rows, conflict.cursor);
}
