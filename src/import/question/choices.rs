//! The choices of a question, in the ways that papers set them out.

use super::{QuestionReader, choice, is_prose, lists_examples};
use crate::import::{
    hint::instruction,
    paragraph::{ListMarker, PaperParagraph},
    question::fields::is_field_name,
    wording::{
        ends_in_question, is_answer_space, is_comment_prompt, is_off_scale, is_scale_label,
        wants_detail,
    },
};

/// The longest label of a choice, in characters; longer ones are points to consider.
const LONGEST: usize = 240;

/// `- Yes`, `• Yes`, `☐ Yes`, a radio button.
pub(super) fn marked(reading: &mut QuestionReader<'_>) -> Option<usize> {
    let marker = reading.first()?.marker?;
    let run = run_of(reading.rest, |one| one.marker == Some(marker) && one.cells.len() < 2);
    let count = run.len();
    let labels: Vec<String> = run.iter().map(|one| one.text.clone()).collect();
    if is_list_of_points(reading, &labels, marker) {
        reading.question.explanation.extend(labels.iter().map(|label| format!("- {label}")));
        return Some(count);
    }
    let question = &mut *reading.question;
    if marker == ListMarker::CheckBox {
        question.hint.selection.get_or_insert(crate::import::hint::Selection::Several);
    }
    if marker == ListMarker::Radio {
        question.hint.selection.get_or_insert(crate::import::hint::Selection::One);
    }
    let new = labels.iter().map(|label| choice(label));
    // The same answers again are another statement that they are about.
    question.choices.extend(new);
    Some(count)
}

/// Whether the entries are points to think of, or questions, and no choices.
fn is_list_of_points(reading: &QuestionReader<'_>, labels: &[String], marker: ListMarker) -> bool {
    if marker != ListMarker::Bullet {
        return false;
    }
    let question = &reading.question;
    let asking = labels.iter().filter(|label| ends_in_question(label)).count();
    let long = labels.iter().any(|label| label.chars().count() > LONGEST);
    let open = question.text.ends_with('.') && !question.text.contains('?');
    let sentences = labels.iter().all(|label| label.ends_with(['.', ';']) && label.len() > 60);
    asking * 2 >= labels.len()
        || long
        || sentences
        || (lists_examples(&question.text) && !labels.iter().all(|label| is_scale_label(label)))
        || (labels.len() == 1 && !wants_detail(labels.first().map_or("", String::as_str)) && open)
}

/// Bare short lines after a question.
pub(super) fn bare(reading: &mut QuestionReader<'_>) -> Option<usize> {
    if !reading.may_have_choices() || reading.question.has_answer_space {
        return None;
    }
    let run = bare_run(reading.rest);
    let known = run.iter().take_while(|one| is_scale_label(&one.text)).count();
    let whole = run.len() == reading.rest.len();
    let mut count = run.len();
    // A line after a full scale is the heading of what follows.
    if known >= 2 && known < count {
        let others = run.iter().skip(known).all(|one| wants_detail(&one.text));
        count = if others { count } else { known };
    } else if known < count
        && whole
        && reading.before_question
        && run.last().is_some_and(|last| last.apart)
        && run.iter().skip(1).filter(|one| one.apart).count() == 1
    {
        count -= 1;
    }
    let asks_to_choose = reading.question.hint.selection.is_some()
        || ends_in_question(&reading.question.text)
        || reading.question.text.ends_with(':')
        || known >= 2;
    if count < 2 || !asks_to_choose {
        return None;
    }
    let question = &mut *reading.question;
    let labels = run.iter().take(count);
    question.choices.extend(labels.map(|one| choice(&one.text)));
    let others = run.iter().skip(known).take(count - known);
    if !others.clone().all(|one| wants_detail(&one.text)) && question.hint.selection.is_none() {
        question
            .guesses
            .push("the short lines after the question are taken as its choices".to_owned());
    }
    Some(count)
}

/// The short lines at the beginning, as far as they stand alike.
fn bare_run(rest: &[PaperParagraph]) -> &[PaperParagraph] {
    let spaced = rest.get(1).is_some_and(|second| second.apart);
    let mut count = 0;
    for (at, one) in rest.iter().enumerate() {
        let breaks = at > 1 && one.apart && !spaced;
        if !is_bare_choice(one) || breaks {
            break;
        }
        count = at + 1;
    }
    rest.get(..count).unwrap_or_default()
}

/// Whether a paragraph may be a choice that has nothing before it.
pub fn is_bare_choice(paragraph: &PaperParagraph) -> bool {
    let text = paragraph.text.as_str();
    let short = text.chars().count() <= 100 && text.split_whitespace().count() <= 16;
    is_prose(paragraph)
        && !paragraph.bold
        && short
        && !text.ends_with(['?', ';', ':', '!'])
        && (!text.ends_with('.') || is_scale_label(text) || is_off_scale(text))
        && instruction(text).is_none()
        && !is_answer_space(text)
        && !(is_comment_prompt(text) && text.split_whitespace().count() > 2)
        && !(is_field_name(text) && text.ends_with(':'))
}

/// `Nothing / Name and address / Whole response`, `Yes   No   Don't know`: the cells of a line.
pub(super) fn slashed(reading: &mut QuestionReader<'_>) -> Option<usize> {
    let first = reading.first()?;
    let unasked = reading.question.is_bare() || reading.question.is_field;
    if first.cells.len() < 2 || first.table.is_some() || unasked {
        return None;
    }
    let scale = first.cells.iter().filter(|cell| !cell.is_empty()).all(|cell| is_scale_label(cell));
    let asks =
        ends_in_question(&reading.question.text) || reading.question.hint.selection.is_some();
    if !scale && !asks {
        return None;
    }
    let cells: Vec<String> = first.cells.iter().filter(|cell| !cell.is_empty()).cloned().collect();
    let question = &mut *reading.question;
    for cell in &cells {
        // "If there is no separate annex, which parts?" belongs to the choice before it.
        match question.choices.last_mut().filter(|_| ends_in_question(cell)) {
            Some(last) => last.detail = Some(cell.clone()),
            None => question.choices.push(choice(cell)),
        }
    }
    Some(1)
}

/// The paragraphs at the beginning for which something holds.
fn run_of(rest: &[PaperParagraph], holds: impl Fn(&PaperParagraph) -> bool) -> &[PaperParagraph] {
    let count = rest.iter().take_while(|one| holds(one)).count();
    rest.get(..count).unwrap_or_default()
}
