//! Reads one question after its number, with one rule for each shape.
//!
//! The rules are tried in order at each paragraph. The first one that fits says how many paragraphs
//! it has taken; where none fits, the question has ended.

mod choices;
mod fields;
mod matrix;
mod parts;
mod text;

use super::{
    found::{FoundChoice, FoundQuestion},
    hint,
    paragraph::PaperParagraph,
    prepare::scale_in_line,
    starts::QuestionStart,
    wording::{self, ends_in_question, wants_detail},
};
pub use choices::is_bare_choice;
pub use fields::{field_names, is_bare_field, is_field_name};

/// A question, and the paragraphs that may belong to it.
struct QuestionReader<'a> {
    question: &'a mut FoundQuestion,
    /// From the present paragraph to the next question or heading.
    rest: &'a [PaperParagraph],
    /// Whether a question follows right after, not a heading.
    before_question: bool,
}

/// A rule for one shape. Returns the number of paragraphs that it has read, if it fits here.
type Rule = fn(&mut QuestionReader<'_>) -> Option<usize>;

/// The rules, in the order in which they are tried.
const RULES: [Rule; 15] = [
    text::answer_space,
    parts::lettered,
    text::first_text,
    matrix::table,
    matrix::scale_then_rows,
    choices::slashed,
    text::title_before_question,
    text::instruction,
    text::please_specify,
    fields::listed,
    choices::marked,
    text::comment_prompt,
    choices::bare,
    text::continued,
    text::follow_up,
];

/// Reads a question, and returns it with the number of further paragraphs that belong to it.
pub fn read(
    start: QuestionStart,
    place: usize,
    body: &[PaperParagraph],
    before_question: bool,
) -> (FoundQuestion, usize) {
    let number = Some(start.number).filter(|number| !number.is_empty());
    let mut question = FoundQuestion { number, place, ..FoundQuestion::default() };
    take_text(&mut question, &start.text);
    if start.starred {
        question.hint.required = Some(true);
    }
    let mut taken = 0;
    while let Some(rest) = body.get(taken..).filter(|rest| !rest.is_empty()) {
        let mut reading = QuestionReader { question: &mut question, rest, before_question };
        let Some(count) = RULES.iter().find_map(|rule| rule(&mut reading)) else { break };
        taken += count.max(1);
    }
    if question.choices.is_empty() && question.parts.is_empty() {
        take_implied_choices(&mut question);
    }
    (question, taken)
}

/// The answers that a question about the respondent names itself: "as an individual or on behalf of
/// an organisation?", "May we contact you?" Of other questions no choices are made up.
fn take_implied_choices(question: &mut FoundQuestion) {
    let text = wording::plain(&question.text);
    let alone = question.text.matches('?').count() == 1 && ends_in_question(&question.text);
    let capacity = [
        "responding as an individual or",
        "responding as: an individual or",
        "responding on behalf of an organisation or",
        "answering as an individual or",
    ];
    let consents = [
        "confidential",
        "contact you",
        "publish your",
        "be published",
        "anonymous",
        "your consent",
        "acknowledge receipt",
        "keep you informed",
    ];
    let closed = [
        "do you",
        "would you like",
        "may we",
        "can we",
        "are you happy",
        "are you content",
        "should we",
    ];
    let labels: &[&str] = if capacity.iter().any(|words| text.contains(words)) {
        &["As an individual", "On behalf of an organisation"]
    } else if closed.iter().any(|start| wording::starts_with_words(&text, start))
        && consents.iter().any(|words| text.contains(words))
    {
        &["Yes", "No"]
    } else {
        return;
    };
    if alone {
        question.choices = labels.iter().map(|label| choice(label)).collect();
        question
            .guesses
            .push("the choices are taken from the question; the paper lists none".to_owned());
    }
}

/// Reads the text of a question, and the hints and choices at its end.
fn take_text(question: &mut FoundQuestion, text: &str) {
    let (mut text, hints, found) = hint::split_off(text);
    question.hints.extend(hints.iter().map(|hint| (*hint).to_owned()));
    question.hint = question.hint.clone().or(found);
    if let Some((before, labels)) = choices_at_end(text) {
        question.choices.extend(labels.iter().map(|label| choice(label)));
        text = before;
    }
    if !text.is_empty() {
        question.extend_text(text);
    }
}

/// `Do you agree? (Yes/No)`, `Do you agree? Yes / No / Not sure`.
fn choices_at_end(text: &str) -> Option<(&str, Vec<String>)> {
    if let Some(inside) = text.strip_suffix([')', ']'])
        && let Some(at) = inside.rfind(['(', '['])
    {
        let labels = scale_in_line(inside.get(at + 1..)?)?;
        return Some((inside.get(..at)?.trim_end(), labels));
    }
    let at = text.rfind('?')? + 1;
    let labels = scale_in_line(text.get(at..)?.trim())?;
    Some((text.get(..at)?, labels))
}

/// Reads a choice, and the text that it asks to specify.
fn choice(label: &str) -> FoundChoice {
    let filler = |c: char| matches!(c, '_' | '…' | ' ' | '.' | ':' | ';' | ',');
    let ends_in_dots = label.ends_with("...") || label.ends_with('_') || label.ends_with('…');
    let shown = if ends_in_dots || label.ends_with([':', ';', ',']) {
        label.trim_end_matches(filler)
    } else {
        label
    };
    let asks = wants_detail(shown) || label.ends_with('_');
    let detail = asks.then(|| "Please specify".to_owned());
    FoundChoice { label: shown.to_owned(), detail }
}

impl QuestionReader<'_> {
    fn first(&self) -> Option<&PaperParagraph> {
        self.rest.first()
    }

    /// Whether it may still get choices: it asks something and has none yet.
    fn may_have_choices(&self) -> bool {
        self.question.choices.is_empty() && !self.question.is_bare()
    }
}

/// Whether a paragraph is plain text, without cells or marker.
fn is_prose(paragraph: &PaperParagraph) -> bool {
    paragraph.marker.is_none() && paragraph.cells.is_empty() && paragraph.heading.is_none()
}

/// Whether the list in a question names points to consider, not choices.
fn lists_examples(text: &str) -> bool {
    let plain = wording::plain(text);
    let end: String = plain.chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
    let words = [
        "for example",
        "such as",
        "in particular",
        "including",
        "e.g",
        "consider",
        "thinking about",
        "you may wish",
        "may want to",
        "could include",
        "with reference to",
    ];
    words.iter().any(|word| end.contains(word))
}
