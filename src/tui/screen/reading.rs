//! The introductions of a consultation and of its sections.

use crate::{
    app::{
        screen::reading::{Introduces, Introduction},
        session::Session,
    },
    tui::{
        flow::Flow,
        markdown,
        screen::{LayoutContext, ScreenView},
        theme::Role,
    },
    words,
};

/// Returns the view of an introduction.
pub(crate) fn sheet(
    stage: &LayoutContext<'_>,
    session: &Session,
    reading: &Introduction,
) -> ScreenView {
    let mut flow = stage.flow(false);
    match reading.of {
        Introduces::Consultation => put_consultation(&mut flow, stage, session),
        Introduces::Section(section) => {
            if let Some(section) = session.consultation.sections.get(section) {
                flow.text(0, Role::Strong, &section.title);
                if let Some(introduction) = &section.introduction {
                    markdown::put(&mut flow, 0, Role::Text, introduction);
                }
            }
        }
    }
    ScreenView::read_from(flow, reading.scroll)
}

fn put_consultation(flow: &mut Flow, stage: &LayoutContext<'_>, session: &Session) {
    let consultation = &session.consultation;
    flow.text(0, Role::Strong, &consultation.title);
    let mut facts = vec![consultation.publisher.clone()];
    facts.extend(consultation.opens.map(|opens| format!("opened {}", words::day(opens))));
    facts.extend(words::deadline(session, &stage.app.now));
    let between = format!(" {} ", flow.marks.between);
    flow.text(0, Role::Muted, &facts.join(&between));
    if let Some(part_of) = &consultation.part_of {
        flow.text(0, Role::Muted, &format!("Part of: {}", part_of.title));
    }
    if words::is_closed(session, &stage.app.now) {
        flow.gap();
        let lead = format!("{} ", flow.marks.problem);
        let words = "This consultation has closed. You can still answer it and export the response; \
                     ask the publisher whether it will be read.";
        flow.hanging(0, &[(Role::Problem, &lead)], &[(Role::Text, words)]);
    }
    if let Some(introduction) = &consultation.introduction {
        markdown::put(flow, 0, Role::Text, introduction);
    }
    put_changes(flow, session);
    put_origins(flow, session);
}

/// Adds what changed since an earlier version.
fn put_changes(flow: &mut Flow, session: &Session) {
    let changes = &session.consultation.changes;
    if changes.is_empty() {
        return;
    }
    flow.gap();
    flow.text(0, Role::Strong, "What has changed");
    for change in changes {
        let date = change.date.map(|date| format!(", {}", words::day(date))).unwrap_or_default();
        let lead = format!("Version {}{date}: ", change.version);
        flow.spans(0, &[(Role::Muted, &lead), (Role::Text, &change.text)]);
    }
}

/// Adds the origins of the wording, with the number of questions for each.
fn put_origins(flow: &mut Flow, session: &Session) {
    let counted: Vec<_> = session.consultation.origins().collect();
    if counted.is_empty() {
        return;
    }
    flow.gap();
    flow.text(0, Role::Strong, "Where the questions come from");
    for (kind, number) in counted {
        let lead = format!("{number:>3}  ");
        flow.hanging(0, &[(Role::Text, &lead)], &[(Role::Muted, kind.in_full())]);
    }
}
