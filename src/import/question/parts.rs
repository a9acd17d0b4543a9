//! The parts of a question, with letters of their own: `i)`, `ii)`.

use super::{QuestionReader, choice, read};
use crate::import::{
    label::{LabelStyle, QuestionLabel, label},
    paragraph::{ListMarker, PaperParagraph},
    starts::QuestionStart,
    wording::{ends_in_question, is_asking, is_request, is_scale_label, plain},
};

/// `a) ...`, `b) ...`: parts where they ask, choices where they are answers.
pub(super) fn lettered(reading: &mut QuestionReader<'_>) -> Option<usize> {
    let first = reading.first()?;
    let begins = part_label(first)?;
    if !is_first(&begins.number) && reading.question.parts.is_empty() {
        return None;
    }
    let rest = reading.rest;
    let places: Vec<usize> =
        (0..rest.len()).filter(|at| rest.get(*at).and_then(part_label).is_some()).collect();
    if are_choices(reading, &places) {
        let count = places.iter().zip(0..).take_while(|(place, at)| *place == at).count();
        let labels = rest.iter().take(count).filter_map(part_label).map(|part| choice(part.rest));
        reading.question.choices.extend(labels);
        return Some(count);
    }
    let end = places.get(1).copied().unwrap_or(rest.len());
    let body = rest.get(1..end)?;
    let start = QuestionStart {
        number: String::new(),
        text: begins.rest.to_owned(),
        starred: begins.starred,
    };
    let (mut part, taken) =
        read(start, first.place, body, places.len() > 1 || reading.before_question);
    part.number = Some(number_of(reading.question.number.as_deref(), &begins.number));
    if part.is_bare() {
        return None;
    }
    reading.question.parts.push(part);
    // What stands between two parts, and belongs to neither, explains the second.
    if end < rest.len() && taken < body.len() {
        let between = body.iter().skip(taken).map(|one| one.text.clone());
        reading.question.explanation.extend(between);
        return Some(end);
    }
    Some(1 + taken)
}

/// The letter that a paragraph begins with.
fn part_label(paragraph: &PaperParagraph) -> Option<QuestionLabel<'_>> {
    let plain = matches!(paragraph.marker, None | Some(ListMarker::Bullet));
    let found = label(&paragraph.text)?;
    (plain && found.style == LabelStyle::Lettered).then_some(found)
}

fn is_first(letter: &str) -> bool {
    matches!(letter, "a" | "A" | "i" | "I")
}

/// `1a`, `1(ii)`: the number of a part, with that of its question.
fn number_of(question: Option<&str>, letter: &str) -> String {
    let number = question.unwrap_or_default();
    let roman = letter.chars().all(|c| "ivxIVX".contains(c));
    if roman { format!("{number}({letter})") } else { format!("{number}{letter}") }
}

/// Whether the lettered entries are answers to choose from.
fn are_choices(reading: &QuestionReader<'_>, places: &[usize]) -> bool {
    if !reading.question.parts.is_empty() || places.len() < 2 {
        return false;
    }
    let texts: Vec<&str> =
        places.iter().filter_map(|at| Some(part_label(reading.rest.get(*at)?)?.rest)).collect();
    let asking = texts.iter().any(|text| ends_in_question(text) || is_request(text));
    let in_a_row = places.iter().zip(0..).all(|(place, at)| *place == at);
    let short = texts.iter().all(|text| text.chars().count() <= 120);
    let scale = texts.iter().all(|text| is_scale_label(text));
    let stem = plain(&reading.question.text);
    let offers_other = texts.iter().any(|text| is_scale_label(text) || plain(text) == "no change");
    let either = offers_other || stem.contains(" either") || stem.starts_with("which");
    let chosen = (either && is_asking(&reading.question.text))
        || ends_in_question(&reading.question.text)
        || reading.question.hint.selection.is_some();
    !asking && (scale || (in_a_row && short && chosen))
}
