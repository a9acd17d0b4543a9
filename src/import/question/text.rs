//! The words of a question: where they stand, how they go on, what else is asked for.

use super::{QuestionReader, is_field_name, is_prose, take_text};
use crate::import::{
    hint,
    wording::{
        ends_in_question, is_answer_space, is_asking, is_comment_prompt, is_request, plain,
        wants_detail,
    },
};

/// A place to write: `Response:`, `______`, or the name of a field that repeats the question.
pub(super) fn answer_space(reading: &mut QuestionReader<'_>) -> Option<usize> {
    let text = &reading.first()?.text;
    let blank = is_answer_space(text);
    let comments = matches!(plain(text).as_str(), "comments" | "comment" | "comments if any");
    let label = plain(text);
    let repeats = is_field_name(text)
        && text.split_whitespace().count() <= 2
        && plain(&reading.question.text).contains(&label);
    let is_space = blank || repeats || (comments && reading.may_have_choices());
    reading.question.has_answer_space |= is_space;
    is_space.then_some(1)
}

/// The question stands on the line after its number.
pub(super) fn first_text(reading: &mut QuestionReader<'_>) -> Option<usize> {
    if !reading.question.is_bare() {
        return None;
    }
    let text = reading.first()?.text.clone();
    take_text(reading.question, &text);
    Some(1)
}

/// `Question 1: A title`, and then the question.
pub(super) fn title_before_question(reading: &mut QuestionReader<'_>) -> Option<usize> {
    let question = &reading.question;
    let first = reading.first()?;
    let titled = !is_asking(&question.text)
        && question.choices.is_empty()
        && question.title.is_none()
        && question.hints.is_empty()
        && question.text.chars().count() <= 100
        && !question.text.ends_with(['.', ':', ';'])
        && question.parts.is_empty();
    let asks = ends_in_question(&first.text)
        || (is_request(&first.text) && !is_comment_prompt(&first.text));
    if !titled || !asks || !is_prose(first) {
        return None;
    }
    let text = first.text.clone();
    reading.question.title = Some(std::mem::take(&mut reading.question.text));
    take_text(reading.question, &text);
    Some(1)
}

/// `Please select one item`, `(Required)`, `Tick all that apply`.
pub(super) fn instruction(reading: &mut QuestionReader<'_>) -> Option<usize> {
    let first = reading.first()?;
    let found =
        hint::instruction(&first.text).filter(|_| is_prose(first) || first.cells.len() < 2)?;
    let words = first.text.trim_matches(['(', ')', '[', ']', ' ', '*']).to_owned();
    let question = &mut *reading.question;
    question.hint = std::mem::take(&mut question.hint).or(found);
    question.hints.push(words);
    Some(1)
}

/// `If other, please specify:` after a choice "Other".
pub(super) fn please_specify(reading: &mut QuestionReader<'_>) -> Option<usize> {
    let text = plain(&reading.first()?.text);
    let specifies = [
        "please specify",
        "if other",
        "if you selected other",
        "if you answered other",
        "other please specify",
        "specify",
        "please state",
    ];
    if text.chars().count() > 90 || !specifies.iter().any(|start| text.starts_with(start)) {
        return None;
    }
    let words = reading.first()?.text.trim_end_matches([':', '_', ' ', '.', '…']).to_owned();
    let other = reading.question.choices.iter_mut().rev().find(|one| wants_detail(&one.label))?;
    other.detail = Some(words);
    Some(1)
}

/// `Please give reasons for your answer` after the choices; without choices, the question goes on.
pub(super) fn comment_prompt(reading: &mut QuestionReader<'_>) -> Option<usize> {
    let first = reading.first()?;
    let follows = !first.cells.is_empty() && first.table.is_some();
    if !is_comment_prompt(&first.text)
        || first.text.chars().count() > 500
        || first.heading.is_some()
    {
        return None;
    }
    let prompt = first.text.trim_end_matches(['_', '…', ' ']).to_owned();
    // An unnumbered question of its own has choices of its own.
    let own_choices = reading.rest.get(1).is_some_and(|next| next.marker.is_some());
    if !reading.question.choices.is_empty() && own_choices && ends_in_question(&prompt) && !follows
    {
        return None;
    }
    let (words, hints, found) = hint::split_off(&prompt);
    let question = &mut *reading.question;
    // `If you enter your address, you will get an acknowledgement` asks nothing.
    let tells =
        plain(words).starts_with("if you") && !words.contains('?') && words.contains(" will ");
    if tells && !plain(words).contains("please") {
        question.hints.push(words.trim_end_matches('.').to_owned());
    } else if question.choices.is_empty() {
        question.extend_text(words);
    } else {
        question.comments.push(words.to_owned());
    }
    question.hint = std::mem::take(&mut question.hint).or(found);
    question.hints.extend(hints.iter().map(|hint| (*hint).to_owned()));
    Some(1)
}

/// The text goes on: it ended in the middle of a sentence, or this begins in one.
pub(super) fn continued(reading: &mut QuestionReader<'_>) -> Option<usize> {
    let first = reading.first()?;
    let question = &reading.question;
    if !question.choices.is_empty() || !is_prose(first) || question.is_field {
        return None;
    }
    let sentence = first.text.ends_with(['.', ':']) && first.text.starts_with(char::is_uppercase);
    let open = question.text.ends_with([',', ':', ';', '-', '–'])
        && !(sentence && first.text.chars().count() > 80);
    let lower = first.text.starts_with(char::is_lowercase) && !first.text.ends_with(':');
    if !(open || lower) || first.text.chars().count() > 600 {
        return None;
    }
    let text = first.text.clone();
    take_text(reading.question, &text);
    Some(1)
}

/// A second question under the same number: `Why?`, `Which ones?`; or the question after a
/// statement that it is about.
pub(super) fn follow_up(reading: &mut QuestionReader<'_>) -> Option<usize> {
    let first = reading.first()?;
    let question = &reading.question;
    let length = first.text.chars().count();
    if !is_prose(first) || question.is_field || length > 400 || question.number.is_none() {
        return None;
    }
    let asked_for = length < 200 && plain(&first.text).starts_with("please ");
    if !asked_for && !ends_in_question(&first.text) {
        return None;
    }
    let own_choices = reading.rest.get(1).is_some_and(|next| next.marker.is_some());
    let text = first.text.clone();
    if question.choices.is_empty() {
        take_text(reading.question, &text);
    } else if own_choices {
        return None;
    } else {
        reading.question.comments.push(text);
    }
    Some(1)
}
