//! What answers say, line by line, to be read and compared.

use std::borrow::Borrow;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::{
    answer::{Answer, Given, Stage},
    consultation::{Consultation, Question},
    draft::Draft,
    id::{QuestionId, Value},
    text::Text,
};

/// A line that one of two answers has and the other lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangedLine {
    /// It is there no more.
    Gone(String),
    /// It is new.
    New(String),
}

/// Every answer of a draft under its question, in the set's order; by ids, without the set.
pub fn of_draft(draft: &Draft, set: Option<&Consultation>) -> Vec<String> {
    let mut ids: Vec<&QuestionId> = draft.answers.iter().map(|(id, _)| id).collect();
    in_order(&mut ids, set);
    let mut lines = Vec::new();
    for id in ids {
        let question = set.and_then(|set| set.question(id));
        lines.push(title(id, set));
        let said = draft.answers.get(id).map(|answer| of_answer(answer, question));
        lines.extend(said.into_iter().flatten().map(|line| format!("  {line}")));
        for other in draft.collisions.get(id).into_iter().flatten() {
            lines.push("  collides with".to_owned());
            lines.extend(of_answer(other, question).into_iter().map(|line| format!("    {line}")));
        }
        lines.push(String::new());
    }
    if let Some(sign_off) = &draft.sign_off {
        lines.push(sign_off.in_words());
    }
    lines
}

/// Puts questions in the set's order, those that it does not have behind them.
pub fn in_order(ids: &mut [impl Borrow<QuestionId>], set: Option<&Consultation>) {
    let place = |id: &QuestionId| set.and_then(|set| set.location(id));
    ids.sort_by_key(|id| (place(id.borrow()).is_none(), place(id.borrow())));
}

/// The number and text of a question, or its id.
pub fn title(id: &QuestionId, set: Option<&Consultation>) -> String {
    let wording = set.and_then(|set| set.wording_of(id)).map(|wording| &wording.text);
    let number = set.and_then(|set| set.number_of(id));
    match (number, wording) {
        (Some(number), Some(text)) => format!("{number}. {text}"),
        (None, Some(text)) => text.clone(),
        (_, None) => id.to_string(),
    }
}

/// What has changed from one answer to another.
pub fn changed(before: &Answer, now: &Answer, question: Option<&Question>) -> Vec<ChangedLine> {
    let [before, now] = [before, now].map(|answer| of_answer(answer, question));
    let mut lines = Vec::new();
    for change in capture_diff_slices(Algorithm::Patience, &before, &now) {
        if change.tag() == DiffTag::Equal {
            continue;
        }
        let gone = before.get(change.old_range()).unwrap_or_default();
        let new = now.get(change.new_range()).unwrap_or_default();
        lines.extend(gone.iter().cloned().map(ChangedLine::Gone));
        lines.extend(new.iter().cloned().map(ChangedLine::New));
    }
    lines
}

/// All that an answer says, with the labels of its choices and rows.
pub fn of_answer(answer: &Answer, question: Option<&Question>) -> Vec<String> {
    let mut lines = Vec::new();
    let values = answer.value.values().iter();
    match &answer.value {
        Given::Many(_) => lines.extend(values.map(|value| format!("- {}", label(value, question)))),
        Given::One(_) | Given::Blank => {
            lines.extend(values.flat_map(|value| lines_of(&label(value, question))));
        }
    }
    for (choice, detail) in &answer.details {
        let choice = label(&Text::from(choice), question);
        lines.push(format!("{choice}: {detail}"));
    }
    for (row, given) in &answer.rows {
        let row = row_label(row, question);
        let value = given.value.as_ref().map(|value| label(value, question));
        let silent = given.no_comment.then(|| "no comment".to_owned());
        let comment = Some(given.comment.to_string()).filter(|comment| !comment.is_empty());
        let said: Vec<String> = value.into_iter().chain(silent).chain(comment).collect();
        lines.push(format!("{row}: {}", said.join("; ")));
    }
    if answer.no_comment {
        lines.push("No comment".to_owned());
    }
    lines.extend(prefixed("Comment: ", &answer.comment));
    lines.extend(prefixed("Note: ", &answer.note));
    match answer.stage {
        Stage::Drafting => {}
        Stage::Ready => lines.push("Stage: ready".to_owned()),
        Stage::Agreed => lines.push("Stage: agreed".to_owned()),
    }
    lines
}

fn prefixed(prefix: &str, text: &Text) -> Vec<String> {
    if text.is_empty() {
        return Vec::new();
    }
    let lines = lines_of(&text.to_string()).into_iter();
    lines.map(|line| format!("{prefix}{line}")).collect()
}

fn lines_of(text: &str) -> Vec<String> {
    text.split('\n').filter(|line| !line.trim().is_empty()).map(str::to_owned).collect()
}

fn label(value: &Text, question: Option<&Question>) -> String {
    let text = value.to_string();
    let known = Value::try_from(text.as_str()).ok();
    let label = known.and_then(|value| question?.label(&value).map(str::to_owned));
    label.unwrap_or(text)
}

fn row_label(row: &Value, question: Option<&Question>) -> String {
    let known = question.and_then(|question| question.matrix()?.row(row));
    known.map_or_else(|| row.to_string(), |row| row.label.clone())
}
