//! The revision screen: what has changed in the consultation since the draft was last opened, and
//! whether to continue.

use crate::{
    app::{
        action::Action,
        screen::revised::{REVISED, Revised},
    },
    model::revision::{Changes, Concern, ItemChange, Revision},
    tui::{
        bars,
        flow::{Flow, Hit},
        screen::{LayoutContext, ScreenView, field::put_button},
        theme::Role,
    },
    words,
};

/// Returns the view of the changes.
pub(crate) fn sheet(stage: &LayoutContext<'_>, revised: &Revised) -> ScreenView {
    let mut flow = stage.flow(false);
    let Revision { notes, changes, .. } = &revised.revision;
    flow.text(0, Role::Strong, "This consultation has changed since you last worked on it");
    flow.gap();
    flow.text(0, Role::Text, &revised.revision.in_short());
    if let Some(changes) = changes {
        put_summary(&mut flow, changes);
    }
    flow.gap();
    flow.text(0, Role::Text, "Nothing that you have written is lost.");
    if !notes.is_empty() {
        flow.gap();
        let publisher = &revised.opened.consultation.publisher;
        flow.text(0, Role::Accent, &format!("{publisher} says"));
        for note in notes {
            let date = note.date.map(|date| format!(", {}", words::day(date))).unwrap_or_default();
            let lead = format!("Version {}{date}: ", note.version);
            flow.spans(2, &[(Role::Muted, &lead), (Role::Text, &note.text)]);
        }
    }
    for concern in [Concern::Answer, Concern::New, Concern::Other] {
        put_items(&mut flow, changes.as_ref(), concern);
    }
    put_ways(&mut flow, stage);
    ScreenView::read_from(flow, revised.scroll)
}

/// Adds the number of the most important changes, and those to the whole consultation.
fn put_summary(flow: &mut Flow, changes: &Changes) {
    let whole = changes.whole.iter().map(|change| change.in_words());
    for line in changes.in_short().into_iter().chain(whole) {
        let lead = format!("{} ", flow.marks.bullet);
        flow.hanging(0, &[(Role::Muted, &lead)], &[(Role::Text, &line)]);
    }
}

fn put_items(flow: &mut Flow, changes: Option<&Changes>, concern: Concern) {
    let items: Vec<&ItemChange> =
        changes.into_iter().flat_map(|changes| changes.concerning(concern)).collect();
    if items.is_empty() {
        return;
    }
    flow.gap();
    flow.text(0, Role::Accent, &format!("{} ({})", concern.heading(), items.len()));
    let (role, mark) = match concern {
        Concern::Answer => (Role::Problem, flow.marks.problem),
        Concern::New | Concern::Other => (Role::Muted, flow.marks.bullet),
    };
    let lead = format!("{mark} ");
    for item in items {
        flow.hanging(2, &[(role, &lead)], &[(Role::Strong, &item.name())]);
        for words in item.in_words() {
            flow.text(4, Role::Text, &words);
        }
    }
}

/// Adds the options.
fn put_ways(flow: &mut Flow, stage: &LayoutContext<'_>) {
    flow.gap();
    for (way, action) in REVISED.into_iter().zip([Action::Press, Action::Up]) {
        let Some(binding) = bars::key_for(stage.app, action) else { continue };
        let row = put_button(flow, way, action == Action::Press, Hit::key(binding.key));
        let end = flow.rows.get(row).map_or(0, |row| row.end());
        flow.put(row, end + 2, Role::Muted, &binding.key.to_string());
    }
}
