//! Fields to fill in: "Your name:", and lists of them under a question.

use super::QuestionReader;
use crate::import::{
    found::FoundQuestion,
    paragraph::PaperParagraph,
    wording::{ends_in_question, plain},
};

/// Words that name what a field is for.
const FIELD_WORDS: [&str; 38] = [
    "name",
    "organisation",
    "organization",
    "email",
    "e-mail",
    "address",
    "postcode",
    "post code",
    "telephone",
    "phone",
    "tel",
    "job title",
    "position",
    "role",
    "date",
    "signature",
    "signed",
    "representing",
    "on behalf of",
    "company",
    "contact",
    "capacity",
    "title",
    "county",
    "town",
    "council",
    "department",
    "forename",
    "surname",
    "mobile",
    "fax",
    "respondent",
    "school",
    "country",
    "local authority",
    "occupation",
    "website",
    "agent",
];

/// Whether a short text names a field: "Email address", "Name of your organisation".
pub fn is_field_name(text: &str) -> bool {
    let plain = plain(text);
    let words = plain.split_whitespace().count();
    (1..=9).contains(&words)
        && !ends_in_question(text)
        && FIELD_WORDS.iter().any(|field| {
            plain.match_indices(field).any(|(at, _)| {
                let before =
                    plain.get(..at).is_none_or(|before| !before.ends_with(char::is_alphanumeric));
                let after = plain.get(at + field.len()..).unwrap_or_default();
                before && !after.trim_start_matches('s').starts_with(char::is_alphanumeric)
            })
        })
}

/// Whether a line is only the usual name of a field: "Name", "Email address".
pub fn is_bare_field(paragraph: &PaperParagraph) -> bool {
    const USUAL: [&str; 19] = [
        "name",
        "your name",
        "full name",
        "first name",
        "last name",
        "surname",
        "email",
        "e-mail",
        "email address",
        "your email",
        "address",
        "postcode",
        "telephone",
        "telephone number",
        "phone number",
        "job title",
        "organisation",
        "organisation name",
        "position",
    ];
    let lone =
        paragraph.heading.is_none() && paragraph.marker.is_none() && paragraph.cells.len() < 2;
    lone && USUAL.contains(&paragraph.text.to_lowercase().as_str())
}

/// The fields that a paragraph names, where it is nothing else.
pub fn field_names(paragraph: &PaperParagraph) -> Option<Vec<String>> {
    if paragraph.heading.is_some() || paragraph.marker.is_some() {
        return None;
    }
    if paragraph.cells.len() > 1 {
        let labels: Vec<&String> = paragraph.cells.iter().filter(|cell| !cell.is_empty()).collect();
        // `Consultation title: / The future of numbers` is filled in already.
        let filled_in = labels.windows(2).any(|pair| match pair {
            [label, value] => label.ends_with(':') && !value.ends_with(':'),
            _ => false,
        });
        if filled_in {
            return None;
        }
        let fields =
            !labels.is_empty() && labels.iter().all(|label| is_field(label, Space::Beside));
        return fields.then(|| labels.iter().map(|label| without_space(label)).collect());
    }
    is_field(&paragraph.text, Space::Unknown).then(|| vec![without_space(&paragraph.text)])
}

/// Whether there is room to write beside a label.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Space {
    Beside,
    Unknown,
}

fn is_field(text: &str, space: Space) -> bool {
    let label = without_space(text);
    let dotted = text.len() >= label.len() + 3;
    let ends = text.trim_end().ends_with(':') || text.contains(":_") || dotted;
    let short = label.chars().count() <= 90 && !label.ends_with('.');
    short && is_field_name(&label) && (ends || space == Space::Beside)
}

/// A label without the dots and lines to write on.
fn without_space(text: &str) -> String {
    let filler = |c: char| matches!(c, '_' | '.' | '…' | ' ' | ':' | '-');
    text.trim_end_matches(filler).to_owned()
}

/// Fields listed under a question: `- Email or phone number`, `- Consent checkbox for updates`.
pub(super) fn listed(reading: &mut QuestionReader<'_>) -> Option<usize> {
    let question = &reading.question;
    if question.is_bare() || !question.choices.is_empty() || !question.parts.is_empty() {
        return None;
    }
    let run: Vec<&PaperParagraph> =
        reading.rest.iter().take_while(|one| one.marker.is_some()).collect();
    let tick = |one: &PaperParagraph| {
        plain(&one.text).contains("checkbox") || plain(&one.text).contains("tick box")
    };
    let fields =
        run.iter().filter(|one| is_field_name(&one.text) || one.text.ends_with(':')).count();
    let ticks = run.iter().filter(|one| tick(one)).count();
    let all =
        run.iter().all(|one| is_field_name(&one.text) || one.text.ends_with(':') || tick(one));
    // Names of kinds of respondents have such words in them too: "Local authority".
    let certain =
        ticks > 0 || run.iter().filter(|one| one.text.ends_with(':')).count() * 2 >= run.len();
    if run.len() < 2 || !all || fields == 0 || !certain {
        return None;
    }
    let part = |one: &&PaperParagraph| FoundQuestion {
        text: without_space(&one.text),
        place: one.place,
        is_field: !tick(one),
        choices: if tick(one) { vec![super::choice("Yes")] } else { Vec::new() },
        ..FoundQuestion::default()
    };
    let parts: Vec<FoundQuestion> = run.iter().map(part).collect();
    let count = parts.len();
    reading.question.parts = parts;
    reading
        .question
        .guesses
        .push("the list is taken as fields to fill in, not as choices".to_owned());
    Some(count)
}
