//! The conflict pop-up: somebody else changed the draft, and answers differ.

use crate::{
    app::{popup::ConflictView, screen::page::Scroll},
    model::difference::{Difference, Side},
    tui::{flow::Flow, popup::PopupView, screen::LayoutContext, theme::Role},
    words,
};

/// Returns the view of the two versions.
pub(super) fn sheet(
    stage: &LayoutContext<'_>,
    mut flow: Flow,
    conflict: &ConflictView,
) -> PopupView {
    let lead = format!("{} ", flow.marks.problem);
    let changed = conflict.what_happened();
    flow.hanging(0, &[(Role::Problem, &lead)], &[(Role::Text, &changed)]);
    match conflict.unreadable() {
        None => flow.text(
            0,
            Role::Muted,
            "Nothing is overwritten until you choose. For each answer, choose whose to keep.",
        ),
        Some(problem) => flow.text(0, Role::Text, &format!("It cannot be read: {problem}")),
    };
    for difference in &conflict.differences {
        flow.gap();
        put(stage, &mut flow, difference, conflict);
    }
    flow.gap();
    for way in conflict.ways() {
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
    let question = stage.app.session();
    let question = question.and_then(|session| session.question(&difference.question));
    let [ours, theirs] = words::told_apart(&difference.ours, &difference.theirs, question);
    let [mine, other] = conflict.sides();
    for (side, whose, said) in [(Side::Ours, mine, ours), (Side::Theirs, other, theirs)] {
        let mark = if difference.keep == side { flow.marks.chosen } else { flow.marks.open };
        let lead = format!("{mark} {whose}: ");
        rows.end = flow.hanging(4, &[(Role::Text, &lead)], &[(Role::Text, &said)]).end;
    }
    if let Some(both) = &difference.both {
        let mark = if difference.keep == Side::Both { flow.marks.chosen } else { flow.marks.open };
        let [said, _] = words::told_apart(both, both, question);
        let lead = format!("{mark} Both: ");
        rows.end = flow.hanging(4, &[(Role::Text, &lead)], &[(Role::Text, &said)]).end;
    }
    if difference.both_changed {
        rows.end = flow.text(4, Role::Muted, "Both of you have changed it").end;
    }
    flow.entry(rows, conflict.cursor);
}
