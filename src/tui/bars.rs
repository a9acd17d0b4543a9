//! The header and footer: the respondent's place, the keys available, and whether the draft is
//! saved.

use std::ptr;

use ratatui::layout::{Rect, Size};

use crate::{
    app::{
        App, Mode,
        action::Action,
        keymap::{self, Binding},
        popup::Popup,
        saving::{SaveFailure, SaveState},
        screen::{
            Screen,
            reading::{Introduces, Introduction},
        },
        session::Session,
    },
    tui::{
        flow::{Flow, FlowPiece, Hit, clipped, narrow, width},
        layout::Pane,
        theme::{Marks, Role},
    },
    words,
};

/// The fewest cells in which the first step of a path is readable.
const LEAST_STEP: usize = 16;

/// The width of hints from which the way back comes before all others.
const ROOM_FOR_BACK: u16 = 40;

/// The maximum height of a message.
const MESSAGE_ROWS: usize = 6;

/// The maximum height of the report of a failed save.
const FAILURE_ROWS: usize = 3;

/// The cells that may stay empty at the end of a row because the next word is long.
const LOST_IN_WRAPPING: usize = 10;

/// Draws the top row: the path to the respondent's place, and a fact about it.
pub(crate) fn header(app: &App, marks: Marks, area: Rect) -> Pane {
    let mut flow = Flow::new(area.width, marks);
    let fact = fact(app);
    let path = path(app);
    let row = flow.line(1, &[]);
    let room = usize::from(area.width).saturating_sub(3);
    let fact_fits = width(&fact) + path.last().map_or(0, |step| width(step).min(room / 2)) < room;
    let fact = if fact_fits { fact } else { String::new() };
    let room = room.saturating_sub(if fact.is_empty() { 0 } else { width(&fact) + 2 });
    let mut at = 1;
    for (role, text) in steps(&path, room, marks) {
        at = flow.put(row, at, role, &text);
    }
    if let Some(row) = flow.rows.get_mut(row)
        && let Some(up) = key_for(app, Action::Up)
    {
        let (column, width, text) = (0, at, String::new());
        let hit = Some(Hit::key(up.key));
        row.pieces.insert(0, FlowPiece { column, width, text, role: Role::Text, hit });
    }
    flow.put(row, area.width.saturating_sub(narrow(width(&fact)) + 1), Role::BarMuted, &fact);
    Pane::new(area, Role::Bar, flow)
}

/// Fits the steps of a path: the last whole if possible, the first shortened.
fn steps(path: &[String], room: usize, marks: Marks) -> Vec<(Role, String)> {
    let Some((last, before)) = path.split_last() else {
        return Vec::new();
    };
    let last = clipped(last, room, marks.cut);
    let step = format!(" {} ", marks.step);
    let left = room.saturating_sub(width(&last) + width(&step));
    match before.first() {
        Some(first) if left >= LEAST_STEP => vec![
            (Role::BarMuted, clipped(first, left, marks.cut)),
            (Role::BarMuted, step),
            (Role::BarStrong, last),
        ],
        _ => vec![(Role::BarStrong, last)],
    }
}

/// Returns the path: the consultation, and the part of it.
fn path(app: &App) -> Vec<String> {
    let (session, screen) = match (&app.mode, &app.preview) {
        (Mode::Draft(session, screen), _) => (session, screen),
        (Mode::Revised(revised), _) => return vec![revised.opened.consultation.title.clone()],
        (Mode::Home(_) | Mode::Broken(_), Some(_)) => return vec!["Preview".to_owned()],
        (Mode::Home(_) | Mode::Broken(_), None) => return vec!["Greenpaper".to_owned()],
    };
    let title = session.consultation.title.clone();
    let section = |number: usize| {
        let section = session.consultation.sections.get(number);
        section.map(|section| section.title.clone()).unwrap_or_default()
    };
    match screen {
        Screen::Contents(_)
        | Screen::Reading(Introduction { of: Introduces::Consultation, .. }) => {
            vec![title]
        }
        Screen::Reading(Introduction { of: Introduces::Section(number), .. }) => {
            vec![title, section(*number)]
        }
        Screen::Page(page) => vec![title, section(page.at.section)],
        Screen::SectionEnd(end) => vec![title, section(end.section)],
        Screen::Review(_) => vec![title, "Check your answers".to_owned()],
        Screen::SignOff(_) => vec![title, "Sign off and export".to_owned()],
        Screen::Done(_) => vec![title, "Finished".to_owned()],
    }
}

/// Returns how far through the consultation this is, or how much time is left.
fn fact(app: &App) -> String {
    let Mode::Draft(session, screen) = &app.mode else {
        return String::new();
    };
    match screen {
        Screen::Page(page) => section_of(session, page.at.section),
        Screen::SectionEnd(end) => section_of(session, end.section),
        Screen::Reading(Introduction { of: Introduces::Section(section), .. }) => {
            section_of(session, *section)
        }
        Screen::Contents(_)
        | Screen::Reading(_)
        | Screen::Review(_)
        | Screen::SignOff(_)
        | Screen::Done(_) => words::days_left(session, &app.now).unwrap_or_default(),
    }
}

/// Returns the number of a section, as in the contents.
fn section_of(session: &Session, section: usize) -> String {
    format!("Section {} of {}", section + 1, session.consultation.sections.len())
}

/// Draws the rows above the footer: the message, and a failed save in full.
pub(crate) fn status(app: &App, marks: Marks, size: Size) -> Flow {
    let mut flow = Flow::new(size.width - 2, marks);
    if app.waits_for_disk
        && let Some(leave) = key_for(app, Action::Leave)
    {
        put_line(&format!("Waiting for the disk. {} leaves", leave.key), true, &mut flow);
    }
    if let Some(notice) = &app.notice {
        put_line(&notice.in_words(keymap::name), notice.is_problem(), &mut flow);
        let most = usize::from(size.height / 2).saturating_sub(1).min(MESSAGE_ROWS);
        if flow.height() > most {
            flow.rows.truncate(most.saturating_sub(1));
            flow.text(0, Role::Muted, marks.cut);
        }
    }
    put_problems(app, &mut flow);
    put_failure(app, &mut flow, size);
    flow
}

fn put_line(text: &str, is_problem: bool, flow: &mut Flow) {
    if is_problem {
        let lead = format!("{} ", flow.marks.problem);
        flow.hanging(0, &[(Role::Problem, &lead)], &[(Role::Problem, text)]);
    } else {
        flow.text(0, Role::Text, text);
    }
}

/// Reports a failed save if the footer has no room for it. A pop-up about it says so itself.
fn put_failure(app: &App, flow: &mut Flow, size: Size) {
    let SaveState::Failed(failure) = app.saving.state() else { return };
    let asks = matches!(app.popup, Some(Popup::NotSaved { .. } | Popup::Conflict(_)));
    // A message says the same at first.
    let is_contested = app.session().is_some_and(|session| session.theirs.is_some());
    let has_two = is_contested && app.notice.is_none();
    if asks || (fits_footer(&failure, size.width) && !has_two) {
        return;
    }
    let (headline, lead) = (failure.headline(), format!("{} ", flow.marks.problem));
    let headline = format!("{headline}: ");
    // However long the reason, the state of the draft is always shown.
    let shortest = SaveFailure { reason: "", ..failure }.explained();
    let room = usize::from(flow.width).saturating_sub(width(&lead)) * FAILURE_ROWS;
    let room =
        room.saturating_sub(width(&headline) + width(&shortest) + FAILURE_ROWS * LOST_IN_WRAPPING);
    let reason = clipped(failure.reason, room, flow.marks.cut);
    let mut explained = SaveFailure { reason: &reason, ..failure }.explained();
    if has_two {
        explained += ". Ctrl-S shows both versions";
    }
    let spans = [(Role::Problem, &*headline), (Role::Text, &*explained)];
    flow.hanging(0, &[(Role::Problem, &lead)], &spans);
}

/// Reports that the last saved version of a previewed set has problems and is not shown.
fn put_problems(app: &App, flow: &mut Flow) {
    let Some(preview) = app.preview.as_ref().filter(|preview| !preview.problems.is_empty()) else {
        return;
    };
    let (Mode::Draft(..), Some(save)) = (&app.mode, key_for(app, Action::Save)) else {
        return;
    };
    let problems = words::count(preview.problems.len(), "problem", "problems");
    let text = format!("{problems} in the file as you saved it; {} lists them", save.key);
    let lead = format!("{} ", flow.marks.problem);
    let rows = flow.hanging(0, &[(Role::Problem, &lead)], &[(Role::Problem, &text)]);
    flow.hit(rows, Hit::key(save.key));
}

/// Draws the bottom row: the keys available, and the save state.
pub(crate) fn footer(app: &App, marks: Marks, area: Rect) -> Pane {
    let mut flow = Flow::new(area.width, marks);
    let row = flow.line(1, &[]);
    let end = save_state(app, &mut flow, row);
    // The cells between two hints.
    let gap = if area.width < 60 { 2 } else { 3 };
    let hints = fitting(app, end.saturating_sub(gap - 1), gap);
    let mut at = 1;
    for Binding { key, hint, .. } in hints {
        let (Some(row), Some(hint)) = (flow.rows.get_mut(row), hint) else {
            continue;
        };
        let hit = Hit::key(*key);
        at = row.put_hit(at, Role::BarKey, &key.to_string(), hit);
        at = row.put_hit(at, Role::Bar, &format!(" {hint}"), hit) + gap;
    }
    Pane::new(area, Role::Bar, flow)
}

/// Draws the save state at the right, and returns where it begins.
fn save_state(app: &App, flow: &mut Flow, row: usize) -> u16 {
    if app.session().is_none() && app.preview.is_none() {
        return flow.width;
    }
    let read_only = app.session().is_some_and(Session::is_read_only);
    let (role, text) = match app.saving.state() {
        _ if app.preview.is_some() => {
            let text = if flow.width < 60 { "Preview" } else { "Preview: nothing is kept" };
            (Role::BarMuted, text.to_owned())
        }
        _ if read_only => (Role::BarMuted, "Read only".to_owned()),
        SaveState::Untouched => (Role::BarMuted, String::new()),
        // Each edit is kept on this machine at once; the file is as it was at this time.
        SaveState::Saved(at) | SaveState::Pending(Some(at)) => {
            let today = at.date() == app.now.date();
            let form = if today { "Saved %H:%M:%S" } else { "Saved on %-d %b %Y" };
            (Role::BarMuted, at.strftime(form).to_string())
        }
        SaveState::Pending(None) => (Role::BarMuted, "Saving".to_owned() + flow.marks.cut),
        SaveState::Failed(failure) => {
            let headline = failure.headline();
            let text = if fits_footer(&failure, flow.width) {
                format!(" {headline}: {} ", failure.explained())
            } else {
                format!(" {headline} ")
            };
            (Role::BarProblem, text)
        }
    };
    // The hints stay still while saves begin and end.
    let room = width(&text).max(width("Saved 00:00:00"));
    let column = flow.width.saturating_sub(narrow(room) + 1);
    flow.put(row, column, role, &text);
    column
}

/// Whether the footer has room for a failed save, beside a few keys.
fn fits_footer(failure: &SaveFailure<'_>, room: u16) -> bool {
    let text = width(failure.headline()) + width(&failure.explained()) + width(" :  ");
    text <= usize::from(room) / 2
}

/// Returns the hints that fit into a width: first the local keys, then the way back, then the rest.
/// The key for all keys always has a place, at the end.
fn fitting(app: &App, room: u16, gap: u16) -> Vec<&'static Binding> {
    let size = |binding: &Binding| {
        let hint = binding.hint.unwrap_or_default();
        narrow(width(&binding.key.to_string()) + 1 + width(hint)) + gap
    };
    let here: Vec<&Binding> = keymap::bindings(&app.contexts()).collect();
    let named = |action: Action| here.iter().copied().find(|binding| binding.action == action);
    let help = named(Action::Help);
    let up = named(Action::Up).filter(|_| app.has_way_up());
    let contexts = app.contexts();
    let is_here = |binding: &&Binding| here.iter().any(|here| ptr::eq(*here, *binding));
    let near = keymap::bindings(contexts.get(..1).unwrap_or_default()).filter(is_here).count();
    let (nearest, others) = here.split_at(near.min(here.len()));
    let hints = nearest
        .iter()
        .copied()
        .chain(up)
        .chain(others.iter().copied())
        .filter(|binding| binding.hint.is_some() && binding.action != Action::Help)
        .filter(|binding| binding.action != Action::Up || up.is_some())
        // A key has the meaning of its nearest context.
        .filter(|binding| {
            let nearest = here.iter().copied().find(|nearest| nearest.key == binding.key);
            nearest == Some(*binding)
        });
    let mut left = (room + gap).saturating_sub(help.map_or(0, size) + 1);
    let back = up.filter(|back| left >= ROOM_FOR_BACK && size(back) < left);
    left -= back.map_or(0, size);
    let mut fitting: Vec<&Binding> = Vec::new();
    for binding in hints {
        let known = fitting.iter().any(|known| known.key == binding.key);
        let has_place = back.is_some_and(|back| back.key == binding.key);
        if !known && (has_place || size(binding) <= left) {
            left -= if has_place { 0 } else { size(binding) };
            fitting.push(binding);
        }
    }
    fitting.extend(help);
    fitting
}

/// Returns the key that the footer names for an action, if there is one here.
pub(crate) fn key_for(app: &App, action: Action) -> Option<&'static Binding> {
    keymap::bindings(&app.contexts()).find(|binding| binding.action == action)
}

/// Returns the key for an action on the screen, whatever is open above it, for labels.
pub(crate) fn key_named(app: &App, action: Action) -> String {
    let contexts = app.contexts_of_screen();
    let found = keymap::bindings(&contexts).find(|binding| binding.action == action);
    found.map(|binding| binding.key.to_string()).unwrap_or_default()
}
