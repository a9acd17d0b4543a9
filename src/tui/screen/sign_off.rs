//! The sign-off form.

use crate::{
    app::{
        event::FieldTarget,
        screen::sign_off::{BUTTON, CONFIRM, Label, SignOffForm},
        session::Session,
    },
    model::reading,
    tui::{
        flow::{Flow, Hit},
        screen::{
            LayoutContext, ScreenView,
            choices::LINE_ROWS,
            field::{TextBox, focus_from, label, put_button},
            text_box,
        },
        theme::Role,
    },
    words,
};

/// The width of the date box.
const DATE_BOX: u16 = 28;

/// Returns the view of the sign-off.
pub(crate) fn sheet(
    stage: &LayoutContext<'_>,
    session: &Session,
    form: &SignOffForm,
) -> ScreenView {
    let mut flow = stage.flow(false);
    flow.text(0, Role::Strong, &form.wording.title);
    put_state(&mut flow, stage, session, form);
    if !form.problems.is_empty() {
        flow.gap();
        flow.text(0, Role::Problem, "There is a problem");
        for (field, problem) in &form.problems {
            let lead = format!("{} ", flow.marks.problem);
            let rows = flow.hanging(0, &[(Role::Problem, &lead)], &[(Role::Text, problem)]);
            let number = form.fields.iter().position(|(label, _)| label == field);
            flow.hit(rows, Hit::field(number.unwrap_or(CONFIRM), FieldTarget::Whole));
        }
    }
    for number in 0..form.fields.len() {
        flow.gap();
        put_field(&mut flow, form, number);
    }
    flow.gap();
    put_confirmation(&mut flow, form);
    flow.gap();
    put_button(
        &mut flow,
        "Sign off and export",
        form.focus == BUTTON,
        Hit::field(BUTTON, FieldTarget::Whole),
    );
    ScreenView::new(flow)
}

/// Says what prevents sign-off, or what it will do.
fn put_state(flow: &mut Flow, stage: &LayoutContext<'_>, session: &Session, form: &SignOffForm) {
    if let Some(text) = &form.wording.text {
        flow.text(0, Role::Text, text);
    }
    if let Some(words) = words::outdated_sign_off(session) {
        let lead = format!("{} ", flow.marks.problem);
        flow.hanging(0, &[(Role::Problem, &lead)], &[(Role::Problem, &words)]);
    } else if let Some(sign_off) = session.valid_sign_off() {
        let words = format!("{}. Nothing has changed since.", sign_off.in_words());
        flow.text(0, Role::Text, &words);
    }
    if form.shortfalls > 0 {
        let lead = format!("{} ", flow.marks.problem);
        let what = words::count(form.shortfalls, "problem", "problems");
        let text = format!(
            "{what} to put right first. You can fill this in now: it is kept. Signing off shows \
             what is left to do."
        );
        flow.hanging(0, &[(Role::Problem, &lead)], &[(Role::Text, &text)]);
    } else {
        let text = "The final response is written as a file beside your draft. Nothing is sent: \
                    the next page says how to do that.";
        flow.text(0, Role::Muted, text);
    }
    if let Some(blanks) = &form.blanks {
        flow.text(0, Role::Muted, &format!("{blanks}. You can still sign off."));
    }
    for (message, _) in session.contradictions() {
        let lead = format!("{} ", flow.marks.problem);
        flow.hanging(0, &[(Role::Problem, &lead)], &[(Role::Text, &message)]);
    }
    if words::is_closed(session, &stage.app.now) {
        let lead = format!("{} ", flow.marks.problem);
        let text = "The consultation has closed.";
        flow.hanging(0, &[(Role::Problem, &lead)], &[(Role::Text, text)]);
    }
}

/// Adds the declaration, to be ticked each time.
fn put_confirmation(flow: &mut Flow, form: &SignOffForm) {
    let focused = form.focus == CONFIRM;
    let mark = if form.confirmed { flow.marks.ticked } else { flow.marks.unticked };
    let role = if form.confirmed { Role::Accent } else { Role::Text };
    let lead = [(role, mark), (Role::Text, " ")];
    let rows = flow.hanging(2, &lead, &[(Role::Text, &form.wording.declaration)]);
    flow.hit(rows.clone(), Hit::field(CONFIRM, FieldTarget::Whole));
    if focused {
        flow.ground(rows.clone(), 0, Role::Current);
        flow.put(rows.start, 0, Role::Accent, flow.marks.pointer);
        flow.text(4, Role::Muted, "Space ticks it");
        flow.focus(rows.clone(), rows.start);
    }
    for (_, problem) in form.problems.iter().filter(|(of, _)| *of == Label::Confirmation) {
        let lead = format!("{} ", flow.marks.problem);
        flow.hanging(4, &[(Role::Problem, &lead)], &[(Role::Problem, problem)]);
    }
}

fn put_field(flow: &mut Flow, form: &SignOffForm, number: usize) {
    let Some((name, editor)) = form.fields.get(number) else {
        return;
    };
    let start = flow.height();
    let focused = form.focus == number;
    let Some(wording) = form.wording_of(*name) else {
        return;
    };
    label(flow, 0, &wording.label, !wording.required);
    if let Some(hint) = &wording.hint {
        flow.text(0, Role::Muted, hint);
    }
    let width = match name {
        Label::Date => DATE_BOX.min(flow.width),
        Label::Name | Label::Role | Label::Authority | Label::Confirmation => flow.width,
    };
    let height = editor.row_count().min(LINE_ROWS);
    text_box(flow, 0, &TextBox { editor, field: number, focused, height, width });
    if *name == Label::Date
        && let Ok(day) = reading::day(&editor.text().to_string())
    {
        flow.put_beside(0, Role::Muted, &words::day(day));
    }
    for (_, problem) in form.problems.iter().filter(|(of, _)| of == name) {
        let lead = format!("{} ", flow.marks.problem);
        flow.hanging(0, &[(Role::Problem, &lead)], &[(Role::Problem, problem)]);
    }
    if focused {
        focus_from(flow, start);
    }
}
