//! A response on one page: the answers to the key questions, the counts, and what is blank.

use std::cmp::Reverse;

use super::{
    document::{
        ContentsList, Document, DocumentHeading, DocumentKind, ItemMarker, Paragraph, ParagraphKind,
    },
    from_response::{DocumentInput, cover, in_words, names},
    words::{ended, shortened},
};
use crate::model::{
    reading::{self, day_in_words},
    response::{AnswerState, Content, Labelled, QuestionRecord, ResponseRecord},
};

/// The maximum characters of all questions and answers, so that they fit on a page.
const ROOM: usize = 2400;

/// The maximum and minimum characters of an answer with its question.
const LONGEST: usize = 400;
const LEAST: usize = 30;

/// The maximum number of questions on the page.
const MOST: usize = 14;

/// The maximum characters of a question's text.
const QUESTION: usize = 70;

/// The cover facts that it keeps.
const COVER: [&str; 4] = ["Status", "Closing date", "Signed off by", "Digest of the response"];

/// Makes the summary of a response.
pub(super) fn summary(subject: &DocumentInput<'_>) -> Document {
    let DocumentInput { record, .. } = subject;
    let mut document = cover(subject, DocumentKind::Summary);
    document.contents = ContentsList::None;
    document.cover.retain(|fact| COVER.contains(&fact.label.as_str()));
    let key = key_questions(subject);
    let (heading, shown) = if key.is_empty() {
        ("What the response says", record.entries().filter(|entry| is_closed(entry)).collect())
    } else {
        ("What the response says to the key questions", key)
    };
    if !shown.is_empty() {
        document.push(DocumentHeading::section(heading, None));
        let room = ROOM / shown.len().clamp(1, MOST);
        document.extend(shown.iter().take(MOST).map(|entry| line(entry, room.min(LONGEST))));
        if shown.len() > MOST {
            let more = format!("{} more are in the response.", shown.len() - MOST);
            document.push(Paragraph::plain(ParagraphKind::Aside, &more));
        }
    }
    document.push(Paragraph::plain(ParagraphKind::Body, &counts(record)).led_by("Answered:"));
    for (state, lead) in
        [(AnswerState::NotAnswered, "Blank:"), (AnswerState::NoComment, "No comment:")]
    {
        let listed = names(record, record.entries().filter(|entry| entry.state == state));
        if !listed.is_empty() {
            document
                .push(Paragraph::plain(ParagraphKind::Body, &format!("{listed}.")).led_by(lead));
        }
    }
    document
}

/// Returns the key questions asked; none without the question set.
fn key_questions<'a>(subject: &DocumentInput<'a>) -> Vec<&'a QuestionRecord> {
    let Some(set) = subject.consultation else { return Vec::new() };
    let items = set.sections.iter().flat_map(|section| &section.items);
    let key: Vec<_> = items.filter(|item| item.is_key()).collect();
    let is_key = |entry: &&QuestionRecord| {
        key.iter().any(|item| item.questions().any(|(_, question)| question.id == entry.id))
    };
    let asked = subject.record.entries().filter(|entry| entry.state != AnswerState::NotAsked);
    asked.filter(is_key).collect()
}

/// Whether a question has choices.
fn is_closed(entry: &QuestionRecord) -> bool {
    entry.state == AnswerState::Answered
        && matches!(entry.kind.as_str(), "select_one" | "select_multiple" | "rank" | "matrix")
}

/// Returns a question with its answer, shortened to so many characters.
fn line(entry: &QuestionRecord, room: usize) -> Paragraph {
    let number = entry.displayed_number().map(|number| format!("{number}. "));
    let asked = shortened(&entry.text, QUESTION);
    let asked = format!("{}{asked}", number.unwrap_or_default());
    let room = room.saturating_sub(asked.chars().count()).max(LEAST);
    Paragraph::item(ParagraphKind::Body, ItemMarker::Bullet, &shortened(&said(entry), room))
        .led_by(&asked)
}

/// Returns an answer in one line.
fn said(entry: &QuestionRecord) -> String {
    let value = match &entry.value {
        Some(content) => in_a_line(content),
        None if !entry.rows.is_empty() => by_column(entry),
        None => in_words(entry.state).to_owned(),
    };
    match &entry.comment {
        Some(comment) => format!("{} {comment}", ended(&value)),
        None => value,
    }
}

/// Returns an answer without its question.
pub(super) fn in_a_line(content: &Content) -> String {
    match content {
        Content::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Content::Number { number, unit } => reading::with_unit(*number, unit.as_deref()),
        Content::Day(day) => day_in_words(*day),
        Content::One(chosen) => with_detail(chosen),
        Content::Ticked(all) => all.iter().map(with_detail).collect::<Vec<_>>().join("; "),
        Content::Ranked(all) => {
            let ranked = (1..).zip(all).map(|(rank, one)| format!("{rank} {}", with_detail(one)));
            ranked.collect::<Vec<String>>().join(", ")
        }
    }
}

fn with_detail(chosen: &Labelled) -> String {
    match &chosen.detail {
        Some(detail) => format!("{} ({detail})", chosen.label),
        None => chosen.label.clone(),
    }
}

/// Counts the answers in the rows of a matrix.
fn by_column(entry: &QuestionRecord) -> String {
    let asked = || entry.rows.iter().filter(|row| row.state != AnswerState::NotAsked);
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for row in asked() {
        let label = row.value.as_ref().map_or_else(|| in_words(row.state), |one| &one.label);
        match counts.iter_mut().find(|(known, _)| *known == label) {
            Some((_, count)) => *count += 1,
            None => counts.push((label, 1)),
        }
    }
    counts.sort_by_key(|(_, count)| Reverse(*count));
    let all = asked().count();
    let counts: Vec<String> =
        counts.into_iter().map(|(label, count)| format!("{label}: {count}")).collect();
    format!("Of {all}: {}", counts.join("; "))
}

/// Counts answered and unanswered questions.
fn counts(record: &ResponseRecord) -> String {
    let count = |state| record.entries().filter(|entry| entry.state == state).count();
    let hidden = count(AnswerState::NotAsked);
    let answered = count(AnswerState::Answered);
    let asked = record.entries().count() - hidden;
    let mut text = format!(
        "{answered} of {asked} questions and parts have an answer, {} have “no comment”, {} are \
         blank.",
        count(AnswerState::NoComment),
        count(AnswerState::NotAnswered)
    );
    if hidden > 0 {
        text.push_str(&format!(" {hidden} more are not asked, given the other answers."));
    }
    text
}
