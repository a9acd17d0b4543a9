//! The not-saved pop-up: the draft could not be saved, and the respondent wants to leave.

use crate::{
    app::{
        cursor::Cursor, field::text::TextEditor, popup::NOT_SAVED, saving::SaveState,
        screen::page::Scroll,
    },
    tui::{
        flow::Flow,
        popup::PopupView,
        screen::{LayoutContext, field::TextBox, text_box},
        theme::Role,
    },
};

/// The width from which all details fit.
const ROOMY: u16 = 60;

/// Returns the view of the ways out.
pub(super) fn sheet(
    stage: &LayoutContext<'_>,
    mut flow: Flow,
    refused: Option<&str>,
    cursor: Cursor,
    elsewhere: Option<&TextEditor>,
) -> PopupView {
    let lead = format!("{} ", flow.marks.problem);
    let said = match stage.app.saving.state() {
        SaveState::Failed(failure) => {
            let [what, copy, more] = failure.sentences();
            if flow.width < ROOMY { [what, copy].join(" ") } else { [what, copy, more].join(" ") }
        }
        SaveState::Untouched | SaveState::Saved(_) | SaveState::Pending(_) => {
            "Your latest changes are being saved to the draft's file.".to_owned()
        }
    };
    flow.hanging(0, &[(Role::Problem, &lead)], &[(Role::Text, &said)]);
    if let Some(refused) = refused {
        flow.hanging(
            0,
            &[(Role::Problem, &lead)],
            &[(Role::Problem, &format!("It could not be saved there: {refused}."))],
        );
    }
    flow.gap();
    match elsewhere {
        Some(editor) => {
            flow.text(0, Role::Strong, "Where should the draft be saved?");
            flow.text(0, Role::Muted, "The full path of a file, such as /media/stick/draft.yaml");
            let width = flow.width;
            let height = editor.row_count().min(3);
            text_box(&mut flow, 0, &TextBox { editor, field: 0, focused: true, height, width });
        }
        None => {
            for (number, way) in NOT_SAVED.iter().enumerate() {
                let key = format!("{} ", number + 1);
                let rows = flow.hanging(2, &[(Role::Muted, &key)], &[(Role::Text, way)]);
                flow.entry(rows, cursor);
            }
        }
    }
    PopupView::new("Not saved", flow, Scroll::Focus)
}
