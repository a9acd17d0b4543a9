//! What a change takes out of an answer or puts aside: nothing goes without being said.

use crate::{
    app::notice::{ChoiceMark, Loss},
    model::{
        answer::{Answer, RowAnswer},
        consultation::{Question, QuestionKind},
        id::Value,
        text::Text,
    },
};

/// The most of a label that is named, in characters.
const LONGEST_LABEL: usize = 40;

/// Returns what the change from one answer to the other took out or put aside.
pub(super) fn between(question: &Question, before: &Answer, after: &Answer) -> Vec<Loss> {
    if let Some(replaced) = replaced_by_no_comment(question, before, after) {
        return vec![replaced];
    }
    let mut losses = choices_taken_out(question, before, after);
    losses.extend(rows_cleared(question, before, after));
    let row_spoke = before
        .rows
        .iter()
        .any(|(row, said)| said.no_comment && after.row(row).is_none_or(|now| !now.no_comment));
    if row_spoke || (before.no_comment && !after.no_comment) {
        losses.push(Loss::NoComment);
    }
    losses
}

/// Returns the answer, to the question or to a row, that "no comment" has replaced.
fn replaced_by_no_comment(question: &Question, before: &Answer, after: &Answer) -> Option<Loss> {
    if after.no_comment && !before.no_comment {
        let chosen = chosen_labels(question, before);
        return before.says_something().then_some(Loss::Replaced { row: None, chosen });
    }
    let (row, said) = after.rows.iter().find(|(row, said)| {
        said.no_comment && before.row(row).is_none_or(|before| !before.no_comment)
    })?;
    if *before.row(row)? == RowAnswer::default() {
        return None;
    }
    let chosen = said.value.iter().map(|value| label_of(question, value)).collect();
    Some(Loss::Replaced { row: Some(row_label(question, row)), chosen })
}

/// Returns the labels of what was chosen.
fn chosen_labels(question: &Question, answer: &Answer) -> Vec<String> {
    match question.kind {
        QuestionKind::SelectOne { .. }
        | QuestionKind::SelectMultiple { .. }
        | QuestionKind::Rank { .. } => {
            answer.value.values().iter().map(|value| label_of(question, value)).collect()
        }
        QuestionKind::String { .. }
        | QuestionKind::Text { .. }
        | QuestionKind::Integer(_)
        | QuestionKind::Decimal { .. }
        | QuestionKind::Date { .. }
        | QuestionKind::Matrix(_) => Vec::new(),
    }
}

/// Returns the choices that are no longer made, and those that came back.
fn choices_taken_out(question: &Question, before: &Answer, after: &Answer) -> Vec<Loss> {
    let (was, is) = (before.value.values(), after.value.values());
    let mark = choice_mark(&question.kind);
    // With another choice in its place, nothing needs to be said.
    if question.choices().is_empty() || (mark == ChoiceMark::Chosen && !is.is_empty()) {
        return Vec::new();
    }
    let gone = was.iter().filter(|value| !is.contains(value));
    let (aside, out): (Vec<&Text>, Vec<&Text>) =
        gone.partition(|value| after.aside.contains(value));
    let back = is.iter().filter(|value| before.aside.contains(value) && !was.contains(value));
    let name = |value: &Text| {
        let label = label_of(question, value);
        let has_detail = before.details.iter().any(|(of, text)| value == of && !text.is_blank());
        if has_detail { format!("{label}, with what you wrote beside it") } else { label }
    };
    let aside: Vec<String> = aside.into_iter().map(name).collect();
    let out: Vec<String> = out.into_iter().map(name).collect();
    let back: Vec<String> = back.map(|value| label_of(question, value)).collect();
    let mut losses = Vec::new();
    if !aside.is_empty() {
        losses.push(Loss::PutAside(aside));
    }
    if !out.is_empty() {
        losses.push(Loss::TakenOut(mark, out));
    }
    if !back.is_empty() {
        losses.push(Loss::TickedAgain(back));
    }
    losses
}

/// Returns how a choice of that kind of question is made.
pub(super) fn choice_mark(kind: &QuestionKind) -> ChoiceMark {
    match kind {
        QuestionKind::SelectMultiple { .. } => ChoiceMark::Ticked,
        QuestionKind::Rank { .. } => ChoiceMark::Ranked,
        QuestionKind::SelectOne { .. }
        | QuestionKind::String { .. }
        | QuestionKind::Text { .. }
        | QuestionKind::Integer(_)
        | QuestionKind::Decimal { .. }
        | QuestionKind::Date { .. }
        | QuestionKind::Matrix(_) => ChoiceMark::Chosen,
    }
}

/// Returns the rows that have lost their answer.
fn rows_cleared(question: &Question, before: &Answer, after: &Answer) -> Option<Loss> {
    let gone = before.rows.iter().filter_map(|(row, said)| {
        let value = said.value.as_ref()?;
        let has_answer = after.row(row).is_some_and(|now| now.value.is_some());
        question.matrix()?;
        let label = row_label(question, row);
        (!has_answer).then(|| format!("{label}: {}", label_of(question, value)))
    });
    let gone: Vec<String> = gone.collect();
    (!gone.is_empty()).then_some(Loss::RowsCleared(gone))
}

/// Returns the label of a row, cut to a length that fits into a message.
fn row_label(question: &Question, row: &Value) -> String {
    let known = question.matrix().and_then(|matrix| matrix.row(row));
    clipped(known.map_or(row.as_str(), |row| row.label.as_str()))
}

/// The label of a value, cut to a length that fits into a message.
fn label_of(question: &Question, value: &Text) -> String {
    let value = value.trimmed();
    let choice = question.choices().iter().find(|choice| *choice.value.as_str() == *value);
    let column = || {
        let mut columns = question.matrix()?.columns.iter();
        columns.find(|column| *column.value.as_str() == *value).map(|column| &column.label)
    };
    let label = choice.map(|choice| &choice.label).or_else(column);
    clipped(label.map_or(value.as_str(), String::as_str))
}

fn clipped(label: &str) -> String {
    match label.char_indices().nth(LONGEST_LABEL) {
        Some((end, _)) => format!("{}…", label.get(..end).unwrap_or_default().trim_end()),
        None => label.to_owned(),
    }
}
