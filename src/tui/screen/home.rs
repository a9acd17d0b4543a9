//! The home screen: drafts in progress, and consultations to answer.

use crate::{
    app::{
        library::{ConsultationEntry, ConsultationSummary, DraftEntry, DraftSummary},
        screen::home::Home,
    },
    tui::{
        flow::Flow,
        screen::{LayoutContext, ScreenView},
        theme::Role,
    },
    words,
};

/// The column of an entry, after the pointer.
const ENTRY: u16 = 2;

/// From this height, a screen has room for where things are kept above the entries.
const TALL: u16 = 24;

/// The width of a progress bar.
const BAR: usize = 20;

/// Returns the view of the home screen.
pub(crate) fn sheet(stage: &LayoutContext<'_>, home: &Home) -> ScreenView {
    let mut flow = stage.flow(false);
    let library = &stage.app.library;
    // On a low screen, they would hide what there is to open.
    let is_tall = stage.body.height >= TALL;
    if is_tall {
        put_folders(&mut flow, stage);
    }
    if !library.drafts.is_empty() {
        flow.text(0, Role::Strong, "Drafts");
        flow.gap();
    }
    for draft in &library.drafts {
        let start = flow.height();
        put_draft(&mut flow, stage, draft);
        flow.entry(start..flow.height(), home.cursor);
        flow.gap();
    }
    if !library.consultations.is_empty() {
        let heading = if library.drafts.is_empty() {
            "Consultations to answer"
        } else {
            "Start a new answer"
        };
        flow.text(0, Role::Strong, heading);
        flow.gap();
    }
    let mut part_of: Option<&str> = None;
    for consultation in &library.consultations {
        let exercise = consultation.state.as_ref().ok().and_then(|set| set.part_of.as_deref());
        if exercise != part_of {
            part_of = exercise;
            if let Some(title) = exercise {
                flow.text(ENTRY, Role::Muted, title);
            }
        }
        let start = flow.height();
        put_consultation(&mut flow, stage, consultation);
        flow.entry(start..flow.height(), home.cursor);
        flow.gap();
    }
    if Home::offers_adding(library) {
        let start = flow.height();
        flow.text(ENTRY, Role::Strong, words::ADD);
        flow.text(ENTRY, Role::Muted, "Word, PDF, web page or text, by its path or pasted");
        flow.entry(start..flow.height(), home.cursor);
        flow.gap();
    }
    if !is_tall {
        put_folders(&mut flow, stage);
    }
    // Some consultations ship with the program, so the list is empty only until the folders are
    // read.
    let is_empty = library.drafts.is_empty() && library.consultations.is_empty();
    if is_empty || !library.is_complete {
        let what = if is_empty { "Looking for drafts" } else { "Looking for more" };
        flow.text(0, Role::Text, &format!("{what}{}", flow.marks.cut));
    }
    // If the first entry is visible, so is the heading above it.
    if home.cursor.0 == 0
        && let (Some(block), Some(anchor)) = (flow.block.clone(), flow.anchor)
    {
        flow.focus(0..block.end, anchor);
    }
    ScreenView::new(flow)
}

/// Says where things are kept, to someone who has no draft yet.
fn put_folders(flow: &mut Flow, stage: &LayoutContext<'_>) {
    let Some(folders) = stage.app.library.first_run() else { return };
    for line in words::kept_in(folders) {
        flow.text(0, Role::Muted, &line);
    }
    flow.gap();
}

fn put_draft(flow: &mut Flow, stage: &LayoutContext<'_>, draft: &DraftEntry) {
    match &draft.state {
        Ok(summary) => put_draft_summary(flow, stage, &draft.name, summary),
        Err(why) => put_unreadable(flow, &draft.name, why),
    }
}

fn put_draft_summary(
    flow: &mut Flow,
    stage: &LayoutContext<'_>,
    name: &str,
    summary: &DraftSummary,
) {
    let marks = flow.marks;
    let DraftSummary { title, answered, asked, updated, closes, revised, .. } = summary;
    flow.text(ENTRY, Role::Strong, title);
    let done = answered * BAR / (*asked).max(1);
    let (full, empty) = (marks.full.repeat(done), marks.empty.repeat(BAR - done.min(BAR)));
    let progress = if summary.is_signed_off() {
        format!("  {} signed off", marks.done)
    } else {
        format!("  {answered} of {asked} answered")
    };
    flow.spans(ENTRY, &[(Role::Accent, &full), (Role::Line, &empty), (Role::Text, &progress)]);
    let mut facts = vec![format!("changed {}", words::moment(updated))];
    if let Some(closes) = closes {
        facts.push(words::time_left(closes, &stage.app.now));
    }
    facts.push(name.to_owned());
    flow.text(ENTRY, Role::Muted, &facts.join(&format!(" {} ", marks.between)));
    if let Some(sign_off) = summary.outdated_sign_off() {
        let lead = format!("{} ", marks.problem);
        flow.hanging(ENTRY, &[(Role::Problem, &lead)], &[(Role::Text, &sign_off.words)]);
    }
    if *revised {
        let lead = format!("{} ", marks.problem);
        let text = "The consultation has changed since";
        flow.hanging(ENTRY, &[(Role::Problem, &lead)], &[(Role::Text, text)]);
    }
}

fn put_consultation(flow: &mut Flow, stage: &LayoutContext<'_>, consultation: &ConsultationEntry) {
    use crate::app::library::SetSource;
    match &consultation.state {
        Ok(summary) => {
            let ConsultationSummary { title, publisher, closes, .. } = summary;
            flow.text(ENTRY, Role::Strong, title);
            let mut facts: Vec<String> = words::practice(consultation).into_iter().collect();
            facts.extend([publisher.clone(), words::questions_of(summary)]);
            if let Some(closes) = closes {
                facts.push(words::closing(closes, &words::time_left(closes, &stage.app.now)));
            }
            let between = format!(" {} ", flow.marks.between);
            flow.text(ENTRY, Role::Muted, &facts.join(&between));
        }
        Err(why) => {
            let name = match &consultation.source {
                SetSource::BuiltIn(name) => (*name).to_owned(),
                SetSource::File(path) => path.display().to_string(),
            };
            put_unreadable(flow, &name, why);
        }
    }
}

fn put_unreadable(flow: &mut Flow, name: &str, why: &str) {
    flow.text(ENTRY, Role::Strong, name);
    let lead = format!("{} cannot be read: ", flow.marks.problem);
    flow.spans(ENTRY, &[(Role::Problem, &lead), (Role::Text, why)]);
}
