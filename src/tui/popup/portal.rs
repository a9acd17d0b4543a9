//! The answers that are copied into a website, one by one.

use crate::{
    app::{portal::Portal, screen::page::Scroll, session::Session},
    model::portal::{CopyState, PortalField},
    tui::{
        flow::{Flow, clipped},
        popup::PopupView,
        screen::LayoutContext,
        theme::Role,
    },
};

/// How many rows of an answer are shown before it is copied.
const TEXT_ROWS: usize = 4;

/// How many bytes of an answer are examined for these rows.
const TEXT_BYTES: usize = 1000;

/// Returns the view of the answers, with the one to copy next in full.
pub(super) fn sheet(stage: &LayoutContext<'_>, mut flow: Flow, portal: &Portal) -> PopupView {
    let mut above = Flow::new(flow.width, flow.marks);
    if let Some(session) = stage.app.session() {
        let (copied, count) = (portal.copied(session), portal.fields.len());
        above.text(0, Role::Strong, &format!("{copied} of {count} copied"));
        for (number, field) in portal.fields.iter().enumerate() {
            put(&mut flow, session, portal, (number, field));
        }
    }
    if let Some(file) = &portal.file {
        let text = format!("The last one is also in {}", file.display());
        above.text(0, Role::Muted, &text);
    }
    PopupView { above, ..PopupView::new("Copy into a website", flow, Scroll::Focus) }
}

fn put(
    flow: &mut Flow,
    session: &Session,
    portal: &Portal,
    (number, field): (usize, &PortalField),
) {
    let (mark, role) = match session.draft.copy_state(field) {
        CopyState::Open => (flow.marks.unticked, Role::Text),
        CopyState::Copied => (flow.marks.ticked, Role::Muted),
        CopyState::Outdated => (flow.marks.problem, Role::Problem),
    };
    let lead = format!("{mark} ");
    let name = match &field.part {
        Some(part) => format!("{}: {part}", field.title),
        None => field.title.clone(),
    };
    if number != portal.cursor.0 {
        let row = flow.line(2, &[(role, &lead), (role, &name)]);
        flow.entry(row..row + 1, portal.cursor);
        return;
    }
    let mut rows = flow.hanging(2, &[(role, &lead)], &[(Role::Strong, &name)]);
    if session.draft.copy_state(field) == CopyState::Outdated {
        flow.text(4, Role::Problem, "The answer has changed since it was copied.");
    }
    for usage in &field.usages {
        let is_over = usage.over() > 0;
        let role = if is_over { Role::Problem } else { Role::Muted };
        let over = if is_over { format!(": {} too many", usage.over()) } else { String::new() };
        flow.text(4, role, &format!("{usage}{over}"));
    }
    rows.end = put_text(flow, &field.text);
    flow.entry(rows, portal.cursor);
}

/// Adds the first rows of an answer, and returns the row after them.
fn put_text(flow: &mut Flow, text: &str) -> usize {
    let start: String = text.chars().take(TEXT_BYTES).collect();
    let end = flow.height() + TEXT_ROWS;
    let written = flow.text(4, Role::Text, &start);
    let is_cut = written.end > end || start.len() < text.len();
    if is_cut {
        flow.rows.truncate(end - 1);
        let room = usize::from(flow.width.saturating_sub(4));
        let more = clipped("The whole answer is copied.", room, flow.marks.cut);
        flow.line(4, &[(Role::Muted, &more)]);
    }
    flow.height()
}
