//! A response on a page: what it says to the key questions, how much is answered, what is blank.

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

/// How many characters the questions and answers may take together, so that they fit on a page.
const ROOM: usize = 2400;

/// How many an answer may take with its question, and how many it has in any case.
const LONGEST: usize = 400;
const LEAST: usize = 30;

/// How many questions have room on a page.
const MOST: usize = 24;

/// How many of a question's text are enough.
const QUESTION: usize = 70;

/// What its cover says, of all that a cover can say.
const COVER: [&str; 4] = ["Status", "Closing date", "Signed off by", "Digest of the response"];

/// What a response says, on a page.
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

/// The key questions that are asked; none where the question set is not at hand.
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

/// A question and what is said to it, cut to that many characters.
fn line(entry: &QuestionRecord, room: usize) -> Paragraph {
    let number = entry.displayed_number().map(|number| format!("{number}. "));
    let asked = shortened(&entry.text, QUESTION);
    let asked = format!("{}{asked}", number.unwrap_or_default());
    let room = room.saturating_sub(asked.chars().count()).max(LEAST);
    Paragraph::item(ParagraphKind::Body, ItemMarker::Bullet, &shortened(&said(entry), room))
        .led_by(&asked)
}

/// What an answer says, in a line.
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

/// What an answer says, without what it is said to.
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

/// How many rows of a matrix have which answer.
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

/// How many questions are answered, and how many are not.
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
