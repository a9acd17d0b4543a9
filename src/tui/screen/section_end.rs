//! "Have you completed this section?"

use crate::{
    app::{screen::section_end::SectionEnd, session::Session},
    tui::{
        screen::{LayoutContext, ScreenView, choices::key_of},
        theme::Role,
    },
    words,
};

/// Returns the view of the end of a section.
pub(crate) fn sheet(stage: &LayoutContext<'_>, session: &Session, end: &SectionEnd) -> ScreenView {
    let mut flow = stage.flow(false);
    if let Some(section) = session.consultation.sections.get(end.section) {
        flow.text(0, Role::Muted, &section.title);
    }
    flow.text(0, Role::Strong, "Have you completed this section?");
    flow.gap();
    if end.missing > 0 {
        let lead = format!("{} ", flow.marks.problem);
        let text = format!("{} in it. Your review lists what.", words::problems(end.missing));
        flow.hanging(0, &[(Role::Problem, &lead)], &[(Role::Text, &text)]);
        flow.gap();
    }
    let answers = ["Yes, I've completed this section", "No, I'll come back later"];
    for (number, answer) in answers.iter().enumerate() {
        let chosen = end.cursor.0 == number;
        let mark = if chosen { flow.marks.chosen } else { flow.marks.open };
        let mark = format!("{mark} ");
        let (mark_role, role) =
            if chosen { (Role::Accent, Role::Strong) } else { (Role::Text, Role::Text) };
        let key = key_of(number);
        let lead = [(Role::Muted, key.as_str()), (mark_role, &mark)];
        let rows = flow.hanging(2, &lead, &[(role, answer)]);
        flow.entry(rows, end.cursor);
    }
    ScreenView::new(flow)
}
