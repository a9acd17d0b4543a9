//! The pop-up that asks for the paper of a consultation.

use crate::{
    app::{adding::AddingForm, screen::page::Scroll},
    tui::{
        flow::Flow,
        popup::PopupView,
        screen::{field::TextBox, text_box},
        theme::Role,
    },
    words,
};

/// Returns the view of the form.
pub(super) fn sheet(mut flow: Flow, form: &AddingForm) -> PopupView {
    flow.text(0, Role::Strong, "Where is the paper?");
    flow.text(0, Role::Muted, words::ADDING_HELP);
    let (editor, width) = (&form.path, flow.width);
    let height = editor.row_count().min(3);
    text_box(&mut flow, 0, &TextBox { editor, field: 0, focused: true, height, width });
    if let Some(words) = words::adding_state(form) {
        flow.gap();
        if form.problem.is_some() {
            let lead = format!("{} ", flow.marks.problem);
            flow.hanging(0, &[(Role::Problem, &lead)], &[(Role::Problem, &words)]);
        } else {
            flow.text(0, Role::Text, &words);
        }
    }
    PopupView::new("Add a consultation", flow, Scroll::Focus)
}
