//! The choices of a question, to choose one or tick several.

use crate::{
    app::{LONG_LIST, cursor::Cursor, edit::TextField, event::FieldTarget, screen::page::Control},
    model::{
        answer::FieldName,
        consultation::{Choice, Question, QuestionKind},
    },
    tui::{
        flow::{Flow, Hit, narrow, width},
        screen::{
            field::{TextBox, count_of_line, label},
            question_layout::{QuestionLayout, put_errors},
            text_box,
        },
        theme::Role,
    },
};

/// The maximum height of a one-line text.
pub(crate) const LINE_ROWS: usize = 3;

/// Adds the choices of a question, each with its detail box below it.
pub(crate) fn put(flow: &mut Flow, part: &QuestionLayout<'_>, field: usize, cursor: Cursor) {
    let start = flow.height();
    let shown = part.session.route.choices(part.question);
    let is_long = part.session.route.choices(part.question).count() >= LONG_LIST;
    let mut off_scale = false;
    for (place, (_, choice)) in shown.enumerate() {
        if place > 0 && choice.exclusive {
            flow.text(4, Role::Muted, "or");
        } else if place > 0 && choice.off_scale && !off_scale {
            flow.gap();
        }
        off_scale = choice.off_scale;
        let row = flow.height();
        put_choice(flow, part, (field, place), cursor, choice);
        if place == 0 && is_long {
            flow.put_behind(row, Role::Muted, "(type letters to find one)");
        }
        put_detail(flow, part, choice);
    }
    if part.focus == field
        && let Some(anchor) = flow.anchor
    {
        flow.focus(start..flow.height(), anchor);
    }
}

fn put_choice(
    flow: &mut Flow,
    part: &QuestionLayout<'_>,
    (field, place): (usize, usize),
    cursor: Cursor,
    choice: &Choice,
) {
    let marks = flow.marks;
    let values = part.answer.value.values();
    let chosen = values.iter().any(|given| *given == choice.value);
    let several = matches!(part.question.kind, QuestionKind::SelectMultiple { .. });
    let mark = match (several, chosen) {
        (true, true) => marks.ticked,
        (true, false) => marks.unticked,
        (false, true) => marks.chosen,
        (false, false) => marks.open,
    };
    let mark_role = if chosen { Role::Accent } else { Role::Text };
    let key = key_of(place);
    let mark = format!("{mark} ");
    let lead = [(Role::Muted, key.as_str()), (mark_role, &mark)];
    let label_role = if chosen { Role::Strong } else { Role::Text };
    let number = choice.number.as_ref().map(|number| format!("{number}. ")).unwrap_or_default();
    let rows = flow.hanging(2, &lead, &[(label_role, &number), (label_role, &choice.label)]);
    if let Some(hint) = &choice.hint {
        flow.text(2 + narrow(width(&key) + width(&mark)), Role::Muted, hint);
    }
    let rows = rows.start..flow.height();
    if part.focus == field && cursor.0 == place {
        flow.ground(rows.clone(), 0, Role::Current);
        flow.put(rows.start, 0, Role::Accent, marks.pointer);
        flow.focus(rows.clone(), rows.start);
    }
    flow.hit(rows, Hit::field(field, FieldTarget::Choice(place)));
}

/// Returns the key that chooses an entry, followed by a space; blank if there is none.
pub(crate) fn key_of(place: usize) -> String {
    match place {
        0..9 => format!("{} ", place + 1),
        _ => "  ".to_owned(),
    }
}

/// Adds the "please specify" box of a choice, if it is open.
pub(crate) fn put_detail(flow: &mut Flow, part: &QuestionLayout<'_>, choice: &Choice) {
    let Some(detail) = &choice.detail else { return };
    let open = part.fields().find_map(|(number, control)| match control {
        Control::Text(TextField::Field { field: FieldName::Detail(of), .. }, editor)
            if *of == choice.value =>
        {
            Some((number, editor))
        }
        _ => None,
    });
    let Some((number, editor)) = open else { return };
    let column = 6;
    let start = flow.height();
    label(flow, column, &detail.text, !detail.required);
    let width = flow.width.saturating_sub(column);
    let height = editor.row_count().min(LINE_ROWS);
    let focused = part.focus == number;
    text_box(flow, column, &TextBox { editor, field: number, focused, height, width });
    count_of_line(flow, column, &detail.limit, editor.tally());
    let name = FieldName::Detail(choice.value.clone());
    put_errors(flow, part, column, (None, &name));
    if focused {
        crate::tui::screen::field::focus_from(flow, start);
    }
    flow.gap();
}

/// Returns the choice of a question that has a value.
pub(crate) fn choice_of<'a>(question: &'a Question, value: &str) -> Option<&'a Choice> {
    question.choices().iter().find(|choice| choice.value == *value)
}
