//! Sign-off: who answers for the response.

use crate::{
    app::{
        event::FieldTarget,
        screen::sign_off::{BUTTON, Label, SignOffForm},
        session::Session,
    },
    model::reading,
    tui::{
        flow::{Flow, Hit},
        screen::{
            LayoutContext, ScreenView,
            choices::LINE_ROWS,
            field::{TextBox, focus_from, label},
            page::put_button,
            text_box,
        },
        theme::Role,
        words,
    },
};

/// The cells of the date.
const DATE_BOX: u16 = 28;

/// What there is to see of the sign-off.
pub(crate) fn sheet(
    stage: &LayoutContext<'_>,
    session: &Session,
    form: &SignOffForm,
) -> ScreenView {
    let mut flow = stage.flow(false);
    flow.text(0, Role::Strong, "Sign off and export");
    put_state(&mut flow, stage, session, form);
    if !form.problems.is_empty() {
        flow.gap();
        flow.text(0, Role::Problem, "There is a problem");
        for (field, problem) in &form.problems {
            let lead = format!("{} ", flow.marks.problem);
            let rows = flow.hanging(0, &[(Role::Problem, &lead)], &[(Role::Text, problem)]);
            if let Some(number) = form.fields.iter().position(|(label, _)| label == field) {
                flow.hit(rows, Hit::field(number, FieldTarget::Whole));
            }
        }
    }
    for number in 0..form.fields.len() {
        flow.gap();
        put_field(&mut flow, form, number);
    }
    flow.gap();
    let declaration = "I confirm that this response is the council's, and that the person named \
                       above has approved it.";
    flow.text(0, Role::Text, declaration);
    flow.gap();
    put_button(
        &mut flow,
        "Sign off and export",
        form.focus == BUTTON,
        Hit::field(BUTTON, FieldTarget::Whole),
    );
    ScreenView::new(flow)
}

/// What stands in the way, or what will happen.
fn put_state(flow: &mut Flow, stage: &LayoutContext<'_>, session: &Session, form: &SignOffForm) {
    if form.shortfalls > 0 {
        let lead = format!("{} ", flow.marks.problem);
        let what = match form.shortfalls {
            1 => "1 answer is".to_owned(),
            many => format!("{many} answers are"),
        };
        let text = format!(
            "{what} missing or wrong. You can fill this in now: it is kept. Signing off shows \
             what is left to do."
        );
        flow.hanging(0, &[(Role::Problem, &lead)], &[(Role::Text, &text)]);
    } else {
        let text = "The final response is written as a file beside your draft. Nothing is sent: \
                    the next page says how to do that.";
        flow.text(0, Role::Muted, text);
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

fn put_field(flow: &mut Flow, form: &SignOffForm, number: usize) {
    let Some((name, editor)) = form.fields.get(number) else {
        return;
    };
    let start = flow.height();
    let focused = form.focus == number;
    label(flow, 0, name.text(), false);
    flow.text(0, Role::Muted, name.hint());
    let width = match name {
        Label::Date => DATE_BOX.min(flow.width),
        Label::Name | Label::Role | Label::Authority => flow.width,
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
