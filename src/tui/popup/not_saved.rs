//! The draft could not be saved, and the respondent wants to leave.

use crate::{
    app::{field::text::TextEditor, popup::NOT_SAVED, screen::Cursor, screen::page::Scroll},
    tui::{
        flow::Flow,
        popup::Sheet,
        screen::{field::TextBox, text_box},
        theme::Role,
    },
};

/// What there is to see of the ways out.
pub(super) fn sheet(
    mut flow: Flow,
    (reason, refused): (&str, Option<&str>),
    cursor: Cursor,
    elsewhere: Option<&TextEditor>,
) -> Sheet {
    let lead = format!("{} ", flow.marks.problem);
    let text = format!("Your last changes are not on the disk: {reason}.");
    flow.hanging(0, &[(Role::Problem, &lead)], &[(Role::Text, &text)]);
    if let Some(refused) = refused {
        flow.hanging(
            0,
            &[(Role::Problem, &lead)],
            &[(Role::Problem, &format!("Not there: {refused}."))],
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
    Sheet::new("Not saved", flow, Scroll::Focus)
}
