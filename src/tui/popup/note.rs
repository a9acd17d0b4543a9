//! The note pop-up: a note to colleagues on a question, and how far they have agreed.

use crate::{
    app::{popup::NoteEditor, screen::page::Scroll},
    model::answer::Stage as Agreed,
    model::text::capitalised,
    tui::{
        flow::{Flow, Hit},
        popup::PopupView,
        screen::{LayoutContext, field::TextBox, text_box},
        theme::Role,
    },
};

/// The stages with their labels, in the order in which keys go through them.
const STAGES: [(Agreed, &str); 3] = [
    (Agreed::Drafting, "Still being drafted"),
    (Agreed::Ready, "Ready for others to look at"),
    (Agreed::Agreed, "Agreed"),
];

/// The number of rows besides the note itself.
const OTHER_ROWS: usize = 6;

/// Returns the view of a note.
pub(super) fn sheet(
    stage: &LayoutContext<'_>,
    mut flow: Flow,
    note: &NoteEditor,
    room: usize,
) -> PopupView {
    let name = stage.app.session().map(|session| session.name_of(&note.question));
    let name = capitalised(&name.unwrap_or_default());
    flow.text(0, Role::Muted, "For colleagues only: it is never in the response.");
    let height = room.saturating_sub(OTHER_ROWS).clamp(2, 10);
    let (width, focused) = (flow.width, !note.on_stage);
    text_box(&mut flow, 0, &TextBox { editor: &note.editor, field: 0, focused, height, width });
    flow.gap();
    for (number, (agreed, words)) in STAGES.iter().enumerate() {
        let chosen = *agreed == note.stage;
        let mark = if chosen { flow.marks.chosen } else { flow.marks.open };
        let mark = format!("{mark} ");
        let role = if chosen { Role::Accent } else { Role::Text };
        let rows = flow.hanging(2, &[(role, &mark)], &[(Role::Text, words)]);
        if note.on_stage && note.cursor.0 == number {
            flow.ground(rows.clone(), 0, Role::Current);
            flow.put(rows.start, 0, Role::Accent, flow.marks.pointer);
            flow.focus(rows.clone(), rows.start);
        }
        flow.hit(rows, Hit::entry(number));
    }
    PopupView::new(format!("Note on: {name}"), flow, Scroll::Focus)
}
