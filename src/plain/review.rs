//! "Check your answers", in lines. Each entry has the number of its question among all, which does
//! not change as answers do.

use super::sentence;
use crate::{
    app::{
        screen::review::{Review, ReviewEntry},
        session::Session,
    },
    model::{
        id::QuestionId,
        reading,
        response::{AnswerState, Content, Labelled, QuestionRecord, RowRecord},
        text::capitalised,
    },
    words,
};

/// Reads out the whole review.
pub(super) fn whole(session: &Session, review: &Review) -> Vec<String> {
    let mut lines = vec!["Check your answers.".to_owned()];
    lines.extend(words::outdated_sign_off(session).map(|words| format!("{words}.")));
    lines.extend(review.blanks.as_ref().map(|blanks| format!("{blanks}.")));
    if !review.news.is_empty() {
        lines.push(format!("{}.", words::news(review.news.len())));
    }
    for question in &review.news {
        let change = session.draft.changes.get(question).map(words::last_change);
        let name = name(session, review, question);
        lines.push(format!("{name}: {}.", change.unwrap_or_default()));
    }
    lines.extend(problems(session, review));
    let mut number = 0;
    for section in &review.response.sections {
        lines.push(String::new());
        lines.push(format!("{}.", section.title));
        for entry in &section.entries {
            number += 1;
            if entry.state != AnswerState::NotAsked {
                lines.extend(answer(number, entry));
            }
        }
    }
    if !review.leftovers.is_empty() {
        lines.push(String::new());
        lines.push("Kept in your draft, not in the response:".to_owned());
    }
    for leftover in &review.leftovers {
        let name = match &leftover.text {
            Some(text) => text.clone(),
            None => name(session, review, &leftover.question),
        };
        let row = leftover.row_text.as_ref().map(|row| format!("{row}: ")).unwrap_or_default();
        lines.push(format!("{name}: {row}{} ({}).", leftover.holds, leftover.why));
    }
    lines
}

/// Lists what is missing or wrong.
pub(super) fn problems(session: &Session, review: &Review) -> Vec<String> {
    let mut lines = Vec::new();
    if !review.collisions.is_empty() {
        lines.push(format!("{}.", words::colliding(review.collisions.len())));
        lines.extend(review.collisions.iter().map(|question| name(session, review, question)));
    }
    if !review.read_again.is_empty() {
        lines.push(format!("{}.", words::to_read_again(review.read_again.len())));
        lines.extend(review.read_again.iter().map(|question| name(session, review, question)));
    }
    for (message, questions) in &review.contradictions {
        lines.push(sentence(message));
        lines.extend(questions.iter().map(|question| name(session, review, question)));
    }
    if review.shortfalls.is_empty() {
        if review.contradictions.is_empty() && review.collisions.is_empty() {
            lines.push("Nothing is missing, and nothing is wrong.".to_owned());
        }
        return lines;
    }
    lines.push(format!("{}.", words::problems_listed(review.shortfalls.len())));
    for shortfall in &review.shortfalls {
        let name = name(session, review, &shortfall.question);
        let words = sentence(&shortfall.in_words(&session.consultation));
        lines.push(format!("{name}: {words}"));
    }
    lines
}

/// Returns the place that a number in the review leads to: the first problem of the answer, if
/// there is one.
pub(super) fn entry(review: &Review, number: usize) -> Option<usize> {
    let (_, id) = questions(review).find(|(place, _)| *place == number)?;
    let leads_there = |entry: &ReviewEntry| match *entry {
        ReviewEntry::Collision(place) => {
            review.collisions.get(place).is_some_and(|question| question == id)
        }
        ReviewEntry::Shortfall(place) => {
            review.shortfalls.get(place).is_some_and(|shortfall| shortfall.question == *id)
        }
        ReviewEntry::Answer(section, place) => {
            review.answer(section, place).is_some_and(|answer| answer.id == *id)
        }
        ReviewEntry::News(_)
        | ReviewEntry::ReadAgain(_)
        | ReviewEntry::Contradiction(..)
        | ReviewEntry::Leftover(_)
        | ReviewEntry::SignOff => false,
    };
    review.entries.iter().position(leads_there)
}

/// Returns how many numbers there are.
pub(super) fn length(review: &Review) -> usize {
    questions(review).count()
}

fn questions(review: &Review) -> impl Iterator<Item = (usize, &QuestionId)> {
    let entries = review.response.sections.iter().flat_map(|section| &section.entries);
    entries.enumerate().map(|(place, entry)| (place + 1, &entry.id))
}

/// Names a question, with its number in the review.
fn name(session: &Session, review: &Review, id: &QuestionId) -> String {
    let name = capitalised(&session.name_of(id));
    match questions(review).find(|(_, question)| *question == id) {
        Some((number, _)) => format!("{number}: {name}"),
        None => name,
    }
}

fn answer(number: usize, entry: &QuestionRecord) -> Vec<String> {
    let printed = entry.displayed_number().map(|number| format!("Question {number}. "));
    let mut lines = vec![format!("{number}: {}{}", printed.unwrap_or_default(), entry.text)];
    match entry.state {
        AnswerState::NoComment => lines.push("No comment.".to_owned()),
        AnswerState::NotAsked => lines.push("Not asked, given your other answers.".to_owned()),
        AnswerState::Answered | AnswerState::NotAnswered => {
            lines.extend(entry.value.as_ref().map(value));
            let rows = entry.rows.iter().filter(|row| row.state != AnswerState::NotAsked);
            lines.extend(rows.flat_map(row));
            if entry.value.is_none() && entry.rows.is_empty() {
                lines.push("Not provided.".to_owned());
            }
        }
    }
    lines.extend(entry.comment.as_ref().map(|comment| format!("Comment: {comment}")));
    lines
}

fn value(value: &Content) -> String {
    let label = |choice: &Labelled| match &choice.detail {
        Some(detail) => format!("{}: {detail}", choice.label),
        None => choice.label.clone(),
    };
    let said = match value {
        Content::Text(text) => text.clone(),
        Content::Number { number, unit } => reading::with_unit(*number, unit.as_deref()),
        Content::Day(day) => words::day(*day),
        Content::One(choice) => label(choice),
        Content::Ticked(choices) => choices.iter().map(label).collect::<Vec<_>>().join("; "),
        Content::Ranked(choices) => {
            let ranked = choices.iter().enumerate();
            let ranked = ranked.map(|(place, choice)| format!("{}, {}", place + 1, label(choice)));
            ranked.collect::<Vec<_>>().join("; ")
        }
    };
    format!("Answer: {said}")
}

fn row(row: &RowRecord) -> Vec<String> {
    let said = match (&row.value, row.state) {
        (Some(value), _) => value.label.as_str(),
        (None, AnswerState::NoComment) => "No comment",
        (None, AnswerState::Answered | AnswerState::NotAnswered | AnswerState::NotAsked) => {
            "Not provided"
        }
    };
    let comment = row.comment.as_ref().map(|comment| format!("Comment on it: {comment}"));
    [format!("{}: {said}", row.label)].into_iter().chain(comment).collect()
}
