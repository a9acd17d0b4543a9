//! The contents screen: every section, with its progress.

use crate::{
    app::{
        screen::contents::{Contents, ContentsEntry},
        session::Session,
    },
    model::{
        consultation::{Item, Location},
        progress::{Progress, QuestionProgress, QuestionStatus, SectionProgress, SectionStatus},
    },
    tui::{
        flow::{Flow, clipped, narrow, width},
        screen::{LayoutContext, ScreenView},
        theme::{Marks, Role},
    },
    words,
};

/// The column of an entry, after the pointer.
const ENTRY: u16 = 2;

/// Returns the view of the contents.
pub(crate) fn sheet(
    stage: &LayoutContext<'_>,
    session: &Session,
    contents: &Contents,
) -> ScreenView {
    let entries = Contents::entries(session);
    let progress = session.progress();
    let side = match entries.get(contents.cursor.0) {
        Some(ContentsEntry::Section(section)) => questions(stage, session, *section),
        Some(ContentsEntry::Scope(_) | ContentsEntry::Review | ContentsEntry::SignOff) | None => {
            stage.side_flow()
        }
    };
    let mut flow = stage.flow(side.is_some());
    put_facts(&mut flow, stage, session, &progress);
    for (number, entry) in entries.iter().enumerate() {
        let start = flow.height();
        match entry {
            ContentsEntry::Section(section) => put_section(&mut flow, session, &progress, *section),
            ContentsEntry::Scope(scope) => {
                let text = session.ways().map(|ways| words::scope(*scope, ways));
                flow.text(ENTRY, Role::Strong, &text.unwrap_or_default());
            }
            ContentsEntry::Review => {
                flow.text(ENTRY, Role::Strong, "Check your answers");
            }
            ContentsEntry::SignOff => {
                flow.text(ENTRY, Role::Strong, "Sign off and export");
            }
        }
        flow.entry(start..flow.height(), contents.cursor);
        if matches!((entry, entries.get(number + 1)), (ContentsEntry::Section(_), Some(next)) if !matches!(next, ContentsEntry::Section(_)))
        {
            flow.gap();
        }
    }
    if contents.cursor.0 == 0
        && let (Some(block), Some(anchor)) = (flow.block.clone(), flow.anchor)
    {
        flow.focus(0..block.end, anchor);
    }
    ScreenView { side, ..ScreenView::new(flow) }
}

/// Adds the counts of the whole draft, and the time left.
fn put_facts(flow: &mut Flow, stage: &LayoutContext<'_>, session: &Session, progress: &Progress) {
    let counts = progress.whole;
    let between = format!(" {} ", flow.marks.between);
    let done = format!("{} of {} answered", counts.answered, counts.asked);
    let deadline = words::deadline(session, &stage.app.now);
    let mut facts = vec![done];
    facts.extend(deadline);
    flow.text(0, Role::Text, &facts.join(&between));
    if let Some(scope) = words::in_scope(session) {
        flow.text(0, Role::Text, &scope);
    }
    if let Some(words) = words::outdated_sign_off(session) {
        let lead = format!("{} ", flow.marks.problem);
        flow.hanging(0, &[(Role::Problem, &lead)], &[(Role::Problem, &words)]);
    } else if let Some(sign_off) = session.valid_sign_off() {
        flow.text(0, Role::Text, &format!("{} {}", sign_off.in_words(), flow.marks.done));
    }
    if counts.read_again > 0 {
        let lead = format!("{} ", flow.marks.problem);
        let text = words::to_read_again(counts.read_again);
        flow.hanging(0, &[(Role::Problem, &lead)], &[(Role::Text, &text)]);
    }
    if let Some(text) = words::before_final(counts) {
        let lead = format!("{} ", flow.marks.problem);
        flow.hanging(0, &[(Role::Problem, &lead)], &[(Role::Text, &text)]);
    }
    flow.gap();
}

/// Adds a section, with its status at the right.
fn put_section(flow: &mut Flow, session: &Session, progress: &Progress, number: usize) {
    let Some(section) = session.consultation.sections.get(number) else {
        return;
    };
    let marks = flow.marks;
    let standing = progress.sections.get(number);
    let (role, state) = match standing {
        Some(of) if of.state != SectionStatus::CannotStart && session.has_changed(number) => {
            (Role::Problem, "Changed since sign-off".to_owned())
        }
        Some(of) => state_of(of, marks),
        None => (Role::Muted, String::new()),
    };
    let lead = format!("{:>2}  ", number + 1);
    let title_role = match standing.map(|section| section.state) {
        Some(SectionStatus::CannotStart) => Role::Muted,
        Some(_) | None => Role::Text,
    };
    let rows = flow.hanging(ENTRY, &[(Role::Muted, &lead)], &[(title_role, &section.title)]);
    flow.put_last(rows, role, &state);
    if standing.is_some_and(|standing| standing.state == SectionStatus::CannotStart) {
        let column = ENTRY + narrow(width(&lead));
        flow.text(column, Role::Muted, &session.opened_by(number));
    }
}

/// Describes the status of a section.
fn state_of(section: &SectionProgress, marks: Marks) -> (Role, String) {
    let counts = section.counts;
    match section.state {
        SectionStatus::Completed => {
            (Role::Text, format!("{} {}", section.state.name(), marks.done))
        }
        SectionStatus::InProgress => {
            let state = format!("{} {}/{}", section.state.name(), counts.answered, counts.asked);
            match words::unfinished(counts) {
                Some(unfinished) => {
                    (Role::Accent, format!("{}/{}, {unfinished}", counts.answered, counts.asked))
                }
                None => (Role::Accent, state),
            }
        }
        SectionStatus::NotStarted | SectionStatus::CannotStart => {
            (Role::Muted, section.state.name().to_owned())
        }
    }
}

/// Lists the questions of a section with their status, for the side pane.
fn questions(stage: &LayoutContext<'_>, session: &Session, number: usize) -> Option<Flow> {
    let mut flow = stage.side_flow()?;
    let section = session.consultation.sections.get(number)?;
    flow.text(0, Role::Strong, &section.title);
    flow.gap();
    let pages = session.route.pages().iter().filter(|page| page.section == number);
    let mut asked = false;
    for page in pages {
        asked = true;
        if let Some(item) = session.consultation.item(*page) {
            put_item(&mut flow, session, item, *page);
        }
    }
    if !asked {
        flow.text(0, Role::Muted, &session.opened_by(number));
    }
    Some(flow)
}

fn put_item(flow: &mut Flow, session: &Session, item: &Item, page: Location) {
    let marks = flow.marks;
    let progress = session.question_progress(page);
    let status = progress.as_ref().map(QuestionProgress::status);
    let (role, mark) = match status {
        _ if progress.as_ref().is_some_and(QuestionProgress::has_problem) => {
            (Role::Problem, marks.problem)
        }
        None => (Role::Muted, " "),
        Some(QuestionStatus::NotAnswered) => (Role::Muted, marks.open),
        Some(QuestionStatus::Partly) => (Role::Accent, marks.partly),
        Some(QuestionStatus::Answered) => (Role::Accent, marks.done),
        Some(QuestionStatus::NoComment) => (Role::Muted, marks.none),
    };
    let all = progress.is_some_and(|progress| progress.is_answered());
    let wording = item.wording();
    let number = wording.number.as_ref().map(|number| format!("{number}. ")).unwrap_or_default();
    let lead = format!("{mark} ");
    let room = usize::from(flow.width).saturating_sub(width(&lead) + width(&number));
    let first = wording.text.lines().next().unwrap_or_default();
    let text = clipped(first, room, marks.cut);
    let text_role = if all { Role::Muted } else { Role::Text };
    flow.line(0, &[(role, &lead), (Role::Muted, &number), (text_role, &text)]);
}
