//! What a change takes out of an answer or puts aside, in words: nothing goes without being said.

use crate::model::{
    answer::{Answer, RowAnswer},
    consultation::{Question, QuestionKind},
    text::Text,
};

/// The most labels that are named; of more, it is said how many there are.
const MOST_NAMED: usize = 3;

/// The most of a label that is named, in characters.
const LONGEST_LABEL: usize = 40;

/// What is said of a change that takes something out of an answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PutAside {
    /// What was taken out or put aside, and how it is brought back.
    pub(super) words: String,
    /// Whether a whole answer gave way to "no comment".
    pub(super) is_whole_answer: bool,
}

impl PutAside {
    /// What the change from one answer to the other took out, if anything.
    pub(super) fn between(question: &Question, before: &Answer, after: &Answer) -> Option<Self> {
        let whole = || no_comment_instead(question, before, after);
        if let Some(words) = whole() {
            return Some(Self { words, is_whole_answer: true });
        }
        let mut parts: Vec<String> = Vec::new();
        parts.extend(choices_taken_out(question, before, after));
        parts.extend(rows_taken_out(question, before, after));
        let gave_way = before.no_comment && !after.no_comment
            || before.rows.iter().any(|(row, said)| {
                said.no_comment && after.row(row).is_none_or(|now| !now.no_comment)
            });
        if gave_way {
            parts.push("“No comment” no longer stands here".to_owned());
        }
        if parts.is_empty() {
            return None;
        }
        let words = format!("{}. Ctrl-Z takes that back", parts.join(". "));
        Some(Self { words, is_whole_answer: false })
    }
}

/// That "no comment" stands now in the place of an answer, to the question or to a row.
fn no_comment_instead(question: &Question, before: &Answer, after: &Answer) -> Option<String> {
    if after.no_comment && !before.no_comment {
        return before
            .says_something()
            .then(|| instead_of("your answer", &summary(question, before)));
    }
    let (row, said) = after.rows.iter().find(|(row, said)| {
        said.no_comment && before.row(row).is_none_or(|before| !before.no_comment)
    })?;
    let given = before.row(row)?;
    if *given == RowAnswer::default() {
        return None;
    }
    let label = question.matrix().and_then(|matrix| matrix.row(row)).map(|row| row.label.as_str());
    let answer = format!("your answer to “{}”", clipped(label.unwrap_or(row.as_str())));
    let said = said.value.iter().map(|value| label_of(question, value)).collect::<Vec<_>>();
    Some(instead_of(&answer, &said))
}

fn instead_of(answer: &str, said: &[String]) -> String {
    let said = if said.is_empty() { String::new() } else { format!(" ({})", listed(said)) };
    format!("“No comment” replaces {answer}{said}. It is kept, but not sent. Ctrl-Z brings it back")
}

/// What an answer says, as far as it is chosen.
fn summary(question: &Question, answer: &Answer) -> Vec<String> {
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

/// The choices that are no longer chosen, and those that came back.
fn choices_taken_out(question: &Question, before: &Answer, after: &Answer) -> Vec<String> {
    let (was, is) = (before.value.values(), after.value.values());
    let gone: Vec<&Text> = was.iter().filter(|value| !is.contains(value)).collect();
    let back: Vec<String> = is
        .iter()
        .filter(|value| before.aside.contains(value) && !was.contains(value))
        .map(|value| label_of(question, value))
        .collect();
    let name = |value: &&Text| {
        let label = label_of(question, value);
        if before.details.iter().any(|(of, text)| **value == *of && !text.is_blank()) {
            format!("{label}, with what you wrote beside it")
        } else {
            label
        }
    };
    let (aside, out): (Vec<&Text>, Vec<&Text>) =
        gone.into_iter().partition(|value| after.aside.contains(value));
    let aside: Vec<String> = aside.iter().map(name).collect();
    let out: Vec<String> = out.iter().map(name).collect();
    let did = match &question.kind {
        QuestionKind::SelectMultiple { .. } => "Unticked",
        QuestionKind::Rank { .. } => "Taken out of the ranking",
        // Another choice in its place is seen for itself.
        QuestionKind::SelectOne { .. } if !is.is_empty() => return Vec::new(),
        QuestionKind::SelectOne { .. } => "Taken back",
        QuestionKind::String { .. }
        | QuestionKind::Text { .. }
        | QuestionKind::Integer(_)
        | QuestionKind::Decimal { .. }
        | QuestionKind::Date { .. }
        | QuestionKind::Matrix(_) => return Vec::new(),
    };
    let said = [("Put aside", aside), (did, out), ("Ticked again", back)];
    let said = said.into_iter().filter(|(_, labels)| !labels.is_empty());
    said.map(|(did, labels)| format!("{did}: {}", listed(&labels))).collect()
}

/// The rows whose answer is gone.
fn rows_taken_out(question: &Question, before: &Answer, after: &Answer) -> Option<String> {
    let gone = before.rows.iter().filter_map(|(row, said)| {
        let value = said.value.as_ref()?;
        let has_answer = after.row(row).is_some_and(|now| now.value.is_some());
        let label = question.matrix()?.row(row).map(|row| row.label.as_str());
        let label = clipped(label.unwrap_or(row.as_str()));
        (!has_answer).then(|| format!("{label}: {}", label_of(question, value)))
    });
    let gone: Vec<String> = gone.collect();
    (!gone.is_empty()).then(|| format!("Taken back: {}", listed(&gone)))
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

/// Labels after each other; of many, the first ones and how many more there are.
fn listed(labels: &[String]) -> String {
    let named = labels.iter().take(MOST_NAMED).map(String::as_str).collect::<Vec<_>>().join("; ");
    match labels.len().saturating_sub(MOST_NAMED) {
        0 => named,
        more => format!("{named}; and {more} more"),
    }
}
