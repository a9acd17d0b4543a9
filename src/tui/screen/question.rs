//! One question of a page, with everything that answers it.

use super::question_layout::{CommentHeading, QuestionLayout, put_comment_box, put_errors};
use crate::{
    app::{
        action::Action, edit::TextField, event::FieldTarget, field::text::TextEditor,
        screen::page::Control,
    },
    model::{
        answer::{Answer, FieldName, Stage},
        consultation::QuestionKind,
        reading,
    },
    tui::{
        bars,
        flow::{Flow, Hit},
        screen::{
            choices,
            field::{TextBox, count, count_of_line, focus_from, put_button},
            matrix, rank, text_box,
        },
        theme::Role,
    },
    words,
};

/// How many bytes of a note are examined for its first line.
const NOTE_BYTES: usize = 400;

/// The label of the button that confirms an answer.
const STANDS: &str = "I have read it again: my answer stands";

/// The cells of a number or a date.
const SHORT_BOX: u16 = 28;

/// Adds everything that answers a question.
pub(crate) fn put(flow: &mut Flow, part: &QuestionLayout<'_>, text_rows: usize) {
    put_earlier(flow, part);
    put_contradictions(flow, part);
    put_note(flow, part);
    put_no_comment_instead(flow, part);
    if let Some(words) = words::changed_since_sign_off(part.session, &part.question.id) {
        let lead = format!("{} ", flow.marks.problem);
        flow.hanging(0, &[(Role::Problem, &lead)], &[(Role::Problem, &words)]);
    }
    for (number, control) in part.fields() {
        match control {
            // Details follow their choice, and the comment of a row follows its row.
            Control::Text(TextField::Field { row: Some(_), .. } | TextField::Note, _)
            | Control::Text(TextField::Field { field: FieldName::Detail(_), .. }, _)
            | Control::Guidance
            | Control::Continue => continue,
            Control::Text(TextField::Field { field: FieldName::Comment, .. }, editor) => {
                flow.gap();
                put_comment(flow, part, (number, editor));
                continue;
            }
            Control::NoComment => {
                part.gap(flow);
                put_no_comment(flow, part, number);
                continue;
            }
            Control::Stands => {
                flow.gap();
                let focused = part.focus == number;
                put_button(flow, STANDS, focused, Hit::field(number, FieldTarget::Whole));
                continue;
            }
            Control::Text(TextField::Field { field: FieldName::Value, .. }, editor) => {
                part.gap(flow);
                put_value(flow, part, (number, editor), text_rows);
                put_offer(flow, part);
            }
            Control::Choices(cursor) => {
                part.gap(flow);
                // A long list would push it out of sight.
                put_offer(flow, part);
                choices::put(flow, part, number, *cursor);
            }
            Control::Rank(cursor) => {
                part.gap(flow);
                rank::put(flow, part, number, *cursor);
            }
            Control::Matrix { row, column } => {
                part.gap(flow);
                matrix::put(flow, part, number, (*row, *column));
            }
        }
        put_errors(flow, part, 0, (None, &FieldName::Value));
    }
}

/// Adds what the respondent answered last time, which a key puts in.
fn put_offer(flow: &mut Flow, part: &QuestionLayout<'_>) {
    if let Some(detail) = part.session.offered_detail(&part.question.id) {
        let key = bars::key_named(part.stage.app, Action::TakeDetail);
        let words = format!("Last time: {}  ", words::in_one_line(detail.label()));
        flow.spans(0, &[(Role::Muted, &words), (Role::Muted, &key)]);
    }
}

/// Adds a note that the question has changed since it was answered, with its earlier wording.
fn put_earlier(flow: &mut Flow, part: &QuestionLayout<'_>) {
    if !part.answer.read_again {
        return;
    }
    flow.gap();
    let lead = format!("{} ", flow.marks.problem);
    flow.hanging(0, &[(Role::Problem, &lead)], &[(Role::Strong, words::READ_AGAIN)]);
    for words in part.answer.earlier_words(part.question) {
        flow.text(2, Role::Muted, &words);
    }
}

/// Adds the contradictions of the answer.
fn put_contradictions(flow: &mut Flow, part: &QuestionLayout<'_>) {
    for words in part.session.contradictions_of(&part.question.id) {
        flow.gap();
        let lead = format!("{} ", flow.marks.problem);
        flow.hanging(0, &[(Role::Problem, &lead)], &[(Role::Text, &words)]);
    }
}

/// Adds a note that "no comment" replaces the answer.
fn put_no_comment_instead(flow: &mut Flow, part: &QuestionLayout<'_>) {
    let given = Answer { no_comment: false, ..part.answer.clone() };
    if !part.answer.no_comment || !given.says_something() {
        return;
    }
    flow.gap();
    let lead = format!("{} ", flow.marks.problem);
    let words = "“No comment” is set. Your answer below is kept, but not sent.";
    flow.hanging(0, &[(Role::Problem, &lead)], &[(Role::Strong, words)]);
}

/// Adds the first line of the note to colleagues, and its stage.
fn put_note(flow: &mut Flow, part: &QuestionLayout<'_>) {
    let stage = match part.answer.stage {
        Stage::Drafting => "",
        Stage::Ready => "ready for others to look at",
        Stage::Agreed => "agreed",
    };
    let note = part.answer.note.part(0..NOTE_BYTES);
    let note = note.lines().next().unwrap_or_default();
    if note.is_empty() && stage.is_empty() {
        return;
    }
    let between = format!(" {} ", flow.marks.between);
    let between = if note.is_empty() || stage.is_empty() { "" } else { between.as_str() };
    let key = bars::key_named(part.stage.app, Action::Note);
    let lead = format!("Note ({key}): ");
    let spans = [
        (Role::Muted, lead.as_str()),
        (Role::Accent, stage),
        (Role::Muted, between),
        (Role::Text, note),
    ];
    flow.line(0, &spans);
}

/// Adds the box of a question that is answered with a text.
fn put_value(
    flow: &mut Flow,
    part: &QuestionLayout<'_>,
    (field, editor): (usize, &TextEditor),
    text_rows: usize,
) {
    let start = flow.height();
    let focused = part.focus == field;
    let line = editor.row_count().min(choices::LINE_ROWS);
    let full = flow.width;
    let short = SHORT_BOX.min(full);
    let boxed = |height, width| TextBox { editor, field, focused, height, width };
    match &part.question.kind {
        QuestionKind::Text { limit } => {
            let room = part.text_room(1);
            let height = if focused { (editor.row_count() + 1).min(room) } else { 0 };
            text_box(flow, 0, &boxed(height.max(text_rows), full));
            count(flow, 0, limit, editor.tally());
        }
        QuestionKind::String { limit, .. } => {
            text_box(flow, 0, &boxed(line, full));
            count_of_line(flow, 0, limit, editor.tally());
        }
        QuestionKind::Integer(range) | QuestionKind::Decimal { range, .. } => {
            let understood = part.question.kind.understood(&editor.text().to_string());
            let understood = understood.map(|number| format!("= {number}"));
            let before = range.unit.as_deref().filter(|unit| reading::stands_before(unit));
            let column = if before.is_some() { 2 } else { 0 };
            let row = text_box(flow, column, &boxed(line, short)).start;
            if let Some(sign) = before {
                flow.put(row, 0, Role::Muted, sign);
            }
            let behind = range.unit.clone().filter(|_| before.is_none());
            if let Some(words) = understood.or(behind) {
                flow.put_beside(column, Role::Muted, &words);
            }
        }
        QuestionKind::Date { .. } => {
            text_box(flow, 0, &boxed(1, short));
            match reading::day(&editor.text().to_string()) {
                Ok(day) => {
                    flow.put_beside(0, Role::Muted, &day.strftime("%A %-d %B %Y").to_string());
                }
                Err(_) => {
                    flow.text(0, Role::Muted, "For example 5 June 2014");
                }
            }
        }
        QuestionKind::SelectOne { .. }
        | QuestionKind::SelectMultiple { .. }
        | QuestionKind::Rank { .. }
        | QuestionKind::Matrix(_) => {}
    }
    if focused {
        focus_from(flow, start);
    }
}

/// Adds the comment on a question.
fn put_comment(flow: &mut Flow, part: &QuestionLayout<'_>, (field, editor): (usize, &TextEditor)) {
    let Some(comment) = &part.question.comment else {
        return;
    };
    let optional = !comment.wanted_beside(part.answer);
    let words = CommentHeading { comment, optional, column: 0, top: flow.height() };
    put_comment_box(flow, part, (field, editor), &words);
    put_errors(flow, part, 0, (None, &FieldName::Comment));
}

/// Adds the "no comment" line for the question or, in a matrix, for the focused row.
fn put_no_comment(flow: &mut Flow, part: &QuestionLayout<'_>, field: usize) {
    let row = part.page.no_comment_row(part.session, &part.question.id);
    let (is_on, words) = match row {
        Some(row) => {
            (part.answer.row(row).is_some_and(|row| row.no_comment), "No comment on this row")
        }
        None => (part.answer.no_comment, "No comment on this question"),
    };
    let mark = if is_on { flow.marks.ticked } else { flow.marks.unticked };
    let lead_role = if is_on { Role::Accent } else { Role::Muted };
    let role = if is_on { Role::Strong } else { Role::Muted };
    let lead = [(lead_role, mark), (Role::Text, " ")];
    let rows = flow.hanging(2, &lead, &[(role, words)]);
    flow.put_behind(rows.start, Role::Muted, &bars::key_named(part.stage.app, Action::NoComment));
    flow.hit(rows, Hit::field(field, FieldTarget::Whole));
}
